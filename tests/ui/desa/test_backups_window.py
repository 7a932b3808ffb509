"""Backups through the whole window: the status line, the last backup on closing, going back and signing in again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from puskesos_desktop.app import Shell
from puskesos_desktop.services.safety import upkeep
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
    made._closing = True


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
    operator.settle(200)
    QTest.qWait(100)
    assert not shell.isVisible()
    assert [one.why for one in backups.listed(place)] == [backups.ROUTINE]


def test_closing_without_changes_closes_at_once(shell: Shell, store: Store) -> None:
    upkeep.back_up(store)
    assert shell.close()


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
    operator.settle(200)
    assert operator.sees("sudah dipulihkan: 1 keluarga")
    shell.sign_in.password.setText(PASSWORD)
    operator.press("Masuk")
    operator.settle(300)
    assert shell.frame is not None
    assert households.totals(shell.frame.desk.db)["keluarga"] == 1


def test_early_warnings_stand_on_beranda_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    shell = a_shell(qtbot, tmp_path)
    store = a_store(tmp_path / "OneDrive - Pemkab" / "desa")
    saved(store, a_household(store, "SARKIM"))
    shell.enter(store, OPERATOR)
    operator = Operator(shell, shell.jobs)
    operator.settle(200)
    assert operator.sees("Folder data ada di dalam OneDrive, yang dapat menukar berkas saat data sedang ditulis.")
    assert operator.sees("Pindahkan folder data ke luar folder itu; untuk salinan, pakai halaman Cadangan.")
    assert operator.sees("Hari ini")
    shell._closing = True
