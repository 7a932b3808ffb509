"""A newer program from a stick, through the window: offered, backed up for, started; refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from puskesos_desktop import __version__
from puskesos_desktop.app import Shell
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.services.safety import update
from puskesos_desktop.store.backup import backups, location
from puskesos_desktop.store.opened import Store
from puskesos_desktop.ui.desa.safety.page import BackupsPage
from puskesos_desktop.ui.desa.sync.receive import ReceivingPage
from puskesos_desktop.ui.kit import dialogs
from tests.services.safety.test_update import KEY, NEWS, OTHER, a_setup
from tests.support.operator import Operator, a_shell
from tests.support.village import OPERATOR, a_household, a_store, saved


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick that is in, on a laptop that trusts a publisher and keeps setups in a folder of its own."""
    monkeypatch.setattr(update, "PUBLISHER", KEY.public)
    monkeypatch.setattr(update, "kept_folder", lambda: tmp_path / "pemasang")
    folder = tmp_path / "USB"
    folder.mkdir()
    monkeypatch.setattr(dialogs, "drives", lambda: [folder])
    return folder


@pytest.fixture
def began(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Setups that were run."""
    found: list[Path] = []
    monkeypatch.setattr(update, "start", found.append)
    return found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = a_store(tmp_path / "desa")
    saved(made, a_household(made, "SARKIM"))
    return made


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    made = a_shell(qtbot, tmp_path)
    yield made
    made.backed_up = True


def signed_in(shell: Shell, store: Store) -> Operator:
    shell.enter(store, OPERATOR)
    operator = Operator(shell, shell.jobs)
    operator.settle()
    return operator


def card_of(shell: Shell) -> BackupsPage:
    assert shell.frame is not None
    page = shell.frame.page(BackupsPage.title)
    assert isinstance(page, BackupsPage)
    return page


def test_a_newer_version_on_a_stick_is_told_at_sign_in_backed_up_for_and_run(
    shell: Shell, store: Store, stick: Path, began: list[Path]
) -> None:
    a_setup(stick, "9.1")
    operator = signed_in(shell, store)
    assert operator.sees(f"Versi baru Puskesos (9.1) ada di {stick}.")
    operator.press("Lihat yang baru")
    assert operator.sees("Versi 9.1 ada di USB")
    for news in NEWS:
        assert operator.sees(news)
    operator.press("Pasang versi 9.1")
    operator.settle()
    kept = store.folder.parent / "pemasang" / "Puskesos-Setup-9.1.exe"
    assert began == [kept]
    assert kept.read_bytes() == (stick / kept.name).read_bytes()
    assert [one.why for one in backups.listed(location.usual(store.folder))] == [backups.ASKED]
    assert not shell.isVisible()


def test_a_newer_version_beside_a_bundle_is_told_where_the_bundle_is_shown(
    shell: Shell, store: Store, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "tell_problem", lambda *_words: None)
    operator = signed_in(shell, store)
    a_setup(tmp_path / "USB lain", "9.1")
    (tmp_path / "USB lain" / "PSB_contoh.psb").write_bytes(b"bukan paket")
    operator.press(ReceivingPage.title)
    page = shell.frame.page(ReceivingPage.title)  # type: ignore[union-attr]
    assert isinstance(page, ReceivingPage)
    page.receive(tmp_path / "USB lain" / "PSB_contoh.psb")
    operator.settle()
    assert operator.sees(f"Versi baru Puskesos (9.1) ada di {tmp_path / 'USB lain'}.")


def test_without_a_publisher_nothing_is_offered_and_no_card_is_seen(
    shell: Shell, store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "PUBLISHER", b"")
    a_setup(stick, "9.1")
    operator = signed_in(shell, store)
    assert operator.never_sees("Versi baru")
    operator.press(BackupsPage.title)
    assert operator.never_sees("Versi yang terpasang")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("none", "Di folder itu tidak ada berkas Puskesos-Setup."),
        ("old", f"Puskesos-Setup-0.0.1.exe tidak lebih baru daripada yang terpasang (versi {__version__})."),
        ("unsigned", "Puskesos-Setup-9.1.exe tidak bertanda tangan penerbit Puskesos, jadi tidak dipakai."),
        ("foreign", "Puskesos-Setup-9.1.exe tidak bertanda tangan penerbit Puskesos, jadi tidak dipakai."),
    ],
)
def test_a_setup_that_is_not_to_be_used_is_refused_with_a_sentence(
    shell: Shell, store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch, kind: str, words: str
) -> None:
    operator = signed_in(shell, store)
    if kind == "old":
        a_setup(stick, "0.0.1")
    elif kind == "foreign":
        a_setup(stick, "9.1", key=OTHER)
    elif kind == "unsigned":
        (stick / "Puskesos-Setup-9.1.exe").write_bytes(b"MZ")
    operator.press(BackupsPage.title)
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_words: stick)
    operator.press("Cari versi baru di USB…")
    assert operator.sees(words)
    assert operator.never_sees("Pasang versi")


def test_a_damaged_setup_is_refused_and_the_window_stays(
    shell: Shell, store: Store, stick: Path, began: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = a_setup(stick, "9.1")
    operator = signed_in(shell, store)
    operator.press("Lihat yang baru")
    setup.write_bytes(setup.read_bytes()[:-1])
    operator.press("Pasang versi 9.1")
    operator.settle()
    assert operator.sees("isinya bukan yang ditandatangani penerbit. Jangan dijalankan. Salin ulang.")
    assert began == []
    assert shell.isVisible()


def test_a_setup_that_windows_does_not_run_is_said_and_the_window_stays(
    shell: Shell, store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[UserError] = []
    monkeypatch.setattr(dialogs, "tell_problem", lambda _parent, problem: told.append(problem))
    a_setup(stick, "9.1")
    operator = signed_in(shell, store)
    operator.press("Lihat yang baru")
    operator.press("Pasang versi 9.1")
    operator.settle()
    assert ["Jalankan sendiri berkas Puskesos-Setup-9.1.exe." in str(one) for one in told] == [True]
    assert shell.isVisible()


def test_an_offer_can_wait(shell: Shell, store: Store, stick: Path) -> None:
    a_setup(stick, "9.1")
    operator = signed_in(shell, store)
    operator.press("Lihat yang baru")
    operator.press("Lain kali")
    assert operator.never_sees("Pasang versi 9.1")
    assert operator.sees(f"Versi yang terpasang: {__version__}.")


def test_the_version_before_can_be_gone_back_to_after_a_backup(
    shell: Shell, store: Store, stick: Path, began: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = a_setup(store.folder.parent / "pemasang", "0.0.9")
    operator = signed_in(shell, store)
    operator.press(BackupsPage.title)
    asked: list[str] = []

    def agree(_parent: object, _title: str, text: str, _yes: str) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr(dialogs, "ask", agree)
    operator.press("Kembali ke versi 0.0.9…")
    operator.settle()
    assert "hanya dapat membuka cadangan dari sebelum pembaruan" in asked[0]
    assert began == [earlier]
    assert len(backups.listed(location.usual(store.folder))) == 1
    assert not shell.isVisible()
