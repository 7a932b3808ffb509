"""A new laptop filled from a backup at its first start, through the words people read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from puskesos_desktop.app import Shell
from puskesos_desktop.services.safety import upkeep
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.store import opened
from puskesos_desktop.store.file import keyslots, layout
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.start.first_start import FirstStart
from puskesos_desktop.ui.desa.start.restore_step import RestoreStep
from puskesos_desktop.ui.kit import dialogs
from tests.support.operator import Operator, a_shell
from tests.support.village import OPERATOR, PASSWORD, a_household, a_store, saved


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    """A drive with the copies of two backups of a village, the newer one with one family more."""
    store = a_store(tmp_path / "laptop lama")
    place = tmp_path / "drive"
    place.mkdir()
    for name in ("SARKIM", "KARTO"):
        saved(store, a_household(store, name))
        upkeep.copy_to(store, place)
    (place / "device.txt").write_text(store.device.name)
    (place / "kode.txt").write_text(keyslots.recovery_code(store.key))
    store.close()
    return place


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    made = a_shell(qtbot, tmp_path)
    made.begin()
    yield made
    made.backed_up = True


@pytest.fixture
def operator(shell: Shell, drive: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_words: drive)
    made = Operator(shell, shell.jobs)
    made.press("Pulihkan dari cadangan…")
    return made


def type_into(shell: Shell, name: str, text: str) -> None:
    (line,) = (one for one in shell.findChildren(QLineEdit) if one.accessibleName() == name and one.isVisible())
    line.setText(text)


def test_the_village_comes_back_on_a_new_laptop_under_a_new_device(
    shell: Shell, operator: Operator, drive: Path
) -> None:
    assert operator.never_sees("Kata sandi saat cadangan")
    operator.press("Pilih folder cadangan…")
    assert operator.sees("2 keluarga, 2 anggota")
    assert operator.sees("1 keluarga, 1 anggota")
    type_into(shell, "Kata sandi saat cadangan itu dibuat", PASSWORD)
    operator.type_keys(Qt.Key.Key_Return)
    operator.settle()
    assert operator.sees("sudah dipulihkan: 2 keluarga")
    assert operator.sees("Tukar paket sekarang")
    operator.press("Mulai bekerja")
    operator.settle()
    assert shell.frame is not None
    store = shell.frame.desk.store
    assert shell.frame.desk.operator == OPERATOR
    assert households.totals(shell.frame.desk.db)["keluarga"] == 2
    assert store.device.name != (drive / "device.txt").read_text()
    assert "(pulih " in laptops.own_name(store)


def test_an_older_backup_can_be_chosen(shell: Shell, operator: Operator) -> None:
    operator.press("Pilih folder cadangan…")
    step = shell.findChild(RestoreStep)
    assert step is not None
    step.table.setFocus()
    QTest.keyClick(step.table, Qt.Key.Key_Down)
    type_into(shell, "Kata sandi saat cadangan itu dibuat", PASSWORD)
    operator.press("Pulihkan")
    operator.settle()
    assert operator.sees("sudah dipulihkan: 1 keluarga")
    operator.press("Mulai bekerja")


def test_with_the_recovery_code_a_new_password_is_made(
    shell: Shell, operator: Operator, drive: Path, tmp_path: Path
) -> None:
    operator.press("Pilih folder cadangan…")
    operator.press("Kata sandi tidak diketahui")
    assert operator.never_sees("Kata sandi saat cadangan")
    type_into(shell, "Kode pemulihan (14 kelompok)", "ABCD")
    operator.press("Pulihkan")
    assert operator.sees("Kode pemulihan terdiri atas 14 kelompok")
    type_into(shell, "Kode pemulihan (14 kelompok)", (drive / "kode.txt").read_text())
    type_into(shell, "Nama operator", "Ibu Baru")
    type_into(shell, "Kata sandi baru", "sandi-baru")
    type_into(shell, "Ulangi kata sandi baru", "sandi-bar")
    operator.press("Pulihkan")
    assert operator.sees("Kedua kata sandi belum sama")
    type_into(shell, "Ulangi kata sandi baru", "sandi-baru")
    operator.press("Pulihkan")
    operator.settle()
    operator.press("Mulai bekerja")
    operator.settle()
    assert shell.frame is not None
    assert shell.frame.desk.operator == "Ibu Baru"
    shell.close_frame()
    opened.open_store(tmp_path / "desa", "sandi-baru")[0].close()


def test_what_does_not_fit_is_said_and_nothing_is_made(
    shell: Shell, operator: Operator, drive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_words: tmp_path / "desa")
    operator.press("Pilih folder cadangan…")
    assert operator.sees("Di folder itu tidak ada cadangan yang utuh.")
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_words: drive)
    operator.press("Pilih folder cadangan…")
    operator.press("Pulihkan")
    assert operator.sees("Ketik kata sandi yang dipakai saat cadangan itu dibuat.")
    type_into(shell, "Kata sandi saat cadangan itu dibuat", "keliru-sekali")
    operator.press("Pulihkan")
    operator.settle()
    assert operator.sees("Kata sandi tidak cocok dengan cadangan ini.")
    assert not layout.exists(tmp_path / "desa")
    operator.press("Kembali")
    assert operator.sees("Pilih desa atau kelurahan Anda")


def test_a_damaged_backup_is_told_and_another_can_be_taken(shell: Shell, operator: Operator, drive: Path) -> None:
    newest = sorted(drive.glob("cadangan-puskesos-*/????-??-??_*"))[-1] / layout.MAIN
    content = bytearray(newest.read_bytes())
    content[5000] ^= 1
    newest.write_bytes(content)
    operator.press("Pilih folder cadangan…")
    type_into(shell, "Kata sandi saat cadangan itu dibuat", PASSWORD)
    operator.press("Pulihkan")
    operator.settle()
    assert operator.sees("di cadangan ini rusak. Pilih cadangan lain.")


@pytest.mark.parametrize("backups_seen", [False, True])
def test_every_choice_is_in_sight_and_reached_by_keys(shell: Shell, operator: Operator, backups_seen: bool) -> None:
    if backups_seen:
        operator.press("Pilih folder cadangan…")
        assert isinstance(QApplication.focusWidget(), QLineEdit)
    first = shell.findChild(FirstStart)
    assert first is not None
    assert first.rect().contains(first.childrenRect())
