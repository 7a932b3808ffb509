"""Backups through the whole window: the status line, the last backup on closing, going back and signing in again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from puskesos_desktop.app import Shell
from puskesos_desktop.services.safety import upkeep, worries
from puskesos_desktop.store.backup import backups, location
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.safety.page import BackupsPage
from puskesos_desktop.ui.kit import dialogs
from tests.support.operator import Operator, a_shell
from tests.support.village import OPERATOR, PASSWORD, a_household, a_store, saved


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = a_store(tmp_path / "desa")
    saved(made, a_household(made, "SARKIM"))
    return made


@pytest.fixture
def shell(qtbot: QtBot, store: Store, tmp_path: Path) -> Iterator[Shell]:
    made = a_shell(qtbot, tmp_path)
    made.enter(store, OPERATOR)
    yield made
    made.backed_up = True


def test_the_status_line_tells_the_last_backup(shell: Shell, store: Store) -> None:
    operator = Operator(shell, shell.jobs)
    operator.settle()
    assert operator.sees("Belum ada cadangan")
    operator.press("Cadangan")
    operator.press("Cadangkan sekarang")
    assert operator.sees(upkeep.status_words(store))
    assert upkeep.status_words(store).startswith("Cadangan terakhir ")


def test_closing_backs_up_first_and_only_once(shell: Shell, store: Store) -> None:
    place = location.of(store.folder)
    operator = Operator(shell, shell.jobs)
    operator.settle()
    assert not shell.close()
    assert shell.isVisible()
    operator.settle()
    assert not shell.isVisible()
    assert [one.why for one in backups.listed(place)] == [backups.ROUTINE]


def test_closing_without_changes_closes_at_once(shell: Shell, store: Store) -> None:
    upkeep.back_up(store)
    assert shell.close()


@pytest.fixture
def a_week_later(shell: Shell, store: Store) -> Store:
    """The same village eight days on, one more family in it, all backups only on this laptop."""
    ahead = 8 * 24 * 3600 * 1000
    now = store.ambient.now_ms
    store.ambient = replace(store.ambient, now_ms=lambda: now() + ahead)
    upkeep.back_up(store)
    saved(store, a_household(store, "KARTO"))
    Operator(shell, shell.jobs).settle()
    return store


def answering(monkeypatch: pytest.MonkeyPatch, asked: list[str], *, yes: bool) -> None:
    """Answer every question so, and keep what was asked."""

    def ask(*words: object) -> bool:
        asked.append(str(words[2]))
        return yes

    monkeypatch.setattr(dialogs, "ask", ask)


def test_backups_on_this_laptop_only_are_said_below_every_page_and_mended_by_two_keys(
    a_week_later: Store, shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "drive").mkdir()
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_words: tmp_path / "drive")
    operator = Operator(shell, shell.jobs)
    operator.settle()
    assert operator.sees("bila laptop ini hilang, semuanya ikut hilang"), "Beranda says it too"
    operator.press("Cadangan hanya di laptop ini")
    operator.type_keys(Qt.Key.Key_Space)
    assert operator.sees("dibaca ulang")
    assert operator.never_sees("Cadangan hanya di laptop ini")
    assert operator.never_sees("bila laptop ini hilang, semuanya ikut hilang")


def test_closing_says_that_all_backups_are_on_this_laptop_and_copies_them(
    a_week_later: Store, shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []
    (tmp_path / "drive").mkdir()
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_words: tmp_path / "drive")
    answering(monkeypatch, asked, yes=True)
    monkeypatch.setattr(dialogs, "tell", lambda *words: asked.append(words[2]))
    assert not shell.close()
    Operator(shell, shell.jobs).settle()
    assert "laptop ini hilang" in asked[0]
    assert "dibaca ulang" in asked[1]
    assert list((tmp_path / "drive").glob("*/*/cadangan.json"))
    assert not shell.isVisible()


def test_closing_goes_on_without_a_copy_and_does_not_ask_twice_a_day(
    a_week_later: Store, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answering(monkeypatch, asked, yes=False)
    assert not shell.close()
    Operator(shell, shell.jobs).settle()
    assert not shell.isVisible()
    assert len(asked) == 1
    assert worries.to_say_at_closing(a_week_later) == []


def test_a_last_backup_that_fails_is_said_and_tried_again_on_request(
    shell: Shell, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = location.usual(store.folder)
    in_the_way.write_text("ini berkas, bukan folder")
    asked: list[str] = []

    def ask(*words: object) -> bool:
        asked.append(str(words[2]))
        in_the_way.unlink()
        return True

    monkeypatch.setattr(dialogs, "ask", ask)
    assert not shell.close()
    operator = Operator(shell, shell.jobs)
    operator.settle()
    operator.settle()
    assert len(asked) == 1
    assert "tidak ada cadangan yang berhasil ditulis" in asked[0]
    assert len(backups.listed(in_the_way)) == 1
    assert not shell.isVisible()


def test_going_back_leads_to_signing_in_again(shell: Shell, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    upkeep.back_up(store)
    saved(store, a_household(store, "KARTO"))
    operator = Operator(shell, shell.jobs)
    operator.settle()
    operator.press("Cadangan")
    monkeypatch.setattr(dialogs, "ask", lambda *_words: True)
    frame = shell.frame
    assert frame is not None
    page = frame.page(BackupsPage.title)
    assert isinstance(page, BackupsPage)
    page.look()
    operator.settle()
    operator.press("Pulihkan sekarang…")
    operator.settle()
    assert operator.sees("sudah dipulihkan: 1 keluarga")
    shell.sign_in.password.setText(PASSWORD)
    operator.press("Masuk")
    operator.settle()
    assert shell.frame is not None
    assert households.totals(shell.frame.desk.db)["keluarga"] == 1


def test_early_warnings_stand_on_beranda_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_shell(qtbot, tmp_path)
    store = a_store(tmp_path / "OneDrive - Pemkab" / "desa")
    saved(store, a_household(store, "SARKIM"))
    shell.enter(store, OPERATOR)
    operator = Operator(shell, shell.jobs)
    operator.settle()
    assert operator.sees("Folder data ada di dalam OneDrive, yang dapat menukar berkas saat data sedang ditulis.")
    assert operator.sees("Pindahkan folder data ke luar folder itu; untuk salinan, pakai halaman Cadangan.")
    assert operator.sees("Hari ini")
    shell.backed_up = True
