"""Impor in the window, through the words people read and the keys they press."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from puskesos_desktop.domain.household import ANGGOTA
from puskesos_desktop.services.imports import decisions
from puskesos_desktop.services.imports.findings import Choice
from puskesos_desktop.store.read import households, population
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.imports.page import ImportPage
from puskesos_desktop.ui.kit import dialogs
from tests.support import tables
from tests.support.imports import a_file, imported
from tests.support.operator import Operator
from tests.support.tables import dtks, opensid, people

FIVE = people(5)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ImportPage:
    made = ImportPage(desk)
    qtbot.addWidget(made)
    made.resize(1150, 690)
    made.show()
    return made


@pytest.fixture
def operator(page: ImportPage, desk: Desk) -> Operator:
    return Operator(page, desk.jobs)


def looked_at(page: ImportPage, operator: Operator, path: Path) -> None:
    page.look(path)
    operator.settle()


def test_a_file_is_shown_first_and_imported_by_a_button(
    page: ImportPage, operator: Operator, desk: Desk, tmp_path: Path
) -> None:
    looked_at(page, operator, a_file(tmp_path, opensid(FIVE)))
    assert operator.sees("Data penduduk OpenSID · 15 baris")
    assert operator.sees("Baru  15")
    assert households.totals(desk.db)[ANGGOTA] == 0
    operator.press("Impor")
    assert households.totals(desk.db)[ANGGOTA] == 15
    assert operator.sees("dibaca kembali: jumlahnya sama")
    assert operator.sees("Ditulis: 5 keluarga, 15 anggota, 5 bangunan.")
    assert operator.sees("Desa 0 → 15")


def test_a_file_can_be_dropped_on_the_page(page: ImportPage, operator: Operator, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(a_file(tmp_path, opensid(FIVE))))])
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    at, copy = QPointF(10, 10), Qt.DropAction.CopyAction
    QApplication.sendEvent(page, QDragEnterEvent(at.toPoint(), copy, data, *none))
    QApplication.sendEvent(page, QDropEvent(at, copy, data, *none))
    operator.settle()
    assert operator.sees("15 baris")


def test_rows_are_filtered_by_verdict_with_reasons_and_old_to_new(
    page: ImportPage, operator: Operator, desk: Desk, tmp_path: Path
) -> None:
    imported(desk.store, a_file(tmp_path, opensid(FIVE)))
    rows = opensid(FIVE)
    rows[1][rows[0].index("tanggallahir")] = "kemarin"
    rows[2][rows[0].index("nama_ibu")] = "RUSMINI"
    looked_at(page, operator, a_file(tmp_path, rows, "lagi.xlsx"))
    operator.press("Ditolak  1")
    assert operator.sees("'kemarin' bukan tanggal")
    assert len(page.rehearsal.table.rows.rows) == 1
    operator.press("Berubah  1")
    assert operator.sees(f"Nama ibu kandung: {FIVE[1].mother} → RUSMINI")


def test_an_unsure_row_is_decided_by_a_digit_and_the_next_one_waits(
    page: ImportPage, operator: Operator, desk: Desk, three_unsure: Path
) -> None:
    looked_at(page, operator, three_unsure)
    assert operator.sees("3 menunggu putusan")
    assert operator.sees(f"1   Sama dengan {FIVE[0].name}")
    page.rehearsal.table.setFocus()
    QTest.keyClicks(page.rehearsal.table, "1")
    assert operator.sees(f"Diputuskan: sama dengan {FIVE[0].name}")
    QTest.keyClicks(page.rehearsal.table, "L")
    QTest.keyClicks(page.rehearsal.table, "B")
    operator.settle()
    assert operator.sees("semua yang ragu sudah diputuskan")
    assert [one.choice for one in page.rehearsal.decisions.values()] == [Choice.SAME, Choice.SKIP, Choice.NEW]
    operator.press("Impor")
    assert households.totals(desk.db)[ANGGOTA] == 16
    born = [one["tempat_lahir"] for one in population.every(desk.db.conn, ANGGOTA)]
    assert (born.count("BREBES"), born.count("TEGAL")) == (14, 2)


@pytest.fixture
def three_unsure(desk: Desk, tmp_path: Path) -> Path:
    """A file of residents in which three NIK lost their last digit."""
    imported(desk.store, a_file(tmp_path, opensid(FIVE)))
    rows = opensid(FIVE, tempatlahir="BREBES")
    for at in (1, 2, 3):
        rows[at][rows[0].index("nik")] = FIVE[at - 1].nik[:15]
    return a_file(tmp_path, rows, "rusak.xlsx")


def test_decisions_wait_on_the_disk_until_the_file_is_imported(
    page: ImportPage, operator: Operator, desk: Desk, qtbot: QtBot, three_unsure: Path
) -> None:
    """A power cut after each key costs nothing: another window reads them from the disk."""
    looked_at(page, operator, three_unsure)
    page.rehearsal.decide(Choice.SAME)
    page.rehearsal.decide(Choice.SKIP)
    assert page.may_leave()
    operator.press("Batal")
    assert operator.sees("Berkas masuk")
    later = ImportPage(desk)
    qtbot.addWidget(later)
    later.show()
    again = Operator(later, desk.jobs)
    looked_at(later, again, three_unsure)
    assert again.sees("2 putusan dari sebelumnya dipakai lagi")
    assert again.sees("1 menunggu putusan")
    assert [one.choice for one in later.rehearsal.decisions.values()] == [Choice.SAME, Choice.SKIP]
    again.press("Impor")
    looked_at(later, again, three_unsure)
    assert not later.rehearsal.decisions
    assert again.sees("Seperti yang diputuskan pada impor terdahulu.")
    assert again.sees("1 menunggu putusan")
    assert again.sees("Ragu  2")
    later.rehearsal.table.select("1")
    later.rehearsal.decide(Choice.SKIP)
    again.settle()
    assert again.sees("1 menunggu putusan")


def test_decisions_that_do_not_fit_any_more_are_passed_over(
    page: ImportPage, operator: Operator, desk: Desk, three_unsure: Path
) -> None:
    looked_at(page, operator, three_unsure)
    found = page.rehearsal._found
    assert found is not None
    name, right = decisions._name(found), found.lines[2].matches[0].id
    gone = "01a00000-0000-7000-8000-000000000000"
    fit = {"0": ["baru", "", [found.lines[0].matches[0].id]], "2": ["sama", right, [right]]}
    unfit = {"0": ["sama", gone, [gone]], "2": ["baru", "", [gone]], "9": ["baru", "", []], "77": ["baru", "", []]}
    odd = ("{", "[]", '{"0": 5}', '{"0": ["entah", "", []]}', '{"0": ["baru", "", 7]}')
    for kept, count in ((json.dumps(fit), 2), (json.dumps(unfit), 0), *((one, 0) for one in odd)):
        desk.drafts.remember(name, kept)
        page.rehearsal.show_rehearsal(found)
        assert len(page.rehearsal.decisions) == count


def test_leaving_with_decisions_that_a_full_disk_does_not_hold_is_asked_about(
    page: ImportPage, operator: Operator, desk: Desk, monkeypatch: pytest.MonkeyPatch, three_unsure: Path
) -> None:
    looked_at(page, operator, three_unsure)
    monkeypatch.setattr(desk.drafts, "is_on_disk", lambda _name: False)
    page.rehearsal.decide(Choice.SKIP)
    asked: list[str] = []

    def no(*told: object) -> bool:
        asked.append(str(told[2]))
        return False

    monkeypatch.setattr(dialogs, "ask", no)
    assert not page.may_leave()
    assert "1 putusan belum tersimpan" in asked[0]


def test_the_rows_left_go_into_an_excel_with_reasons(
    page: ImportPage, operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "catatan.xlsx"
    monkeypatch.setattr(dialogs, "save_file", lambda *_arguments: target)
    rows = opensid(FIVE)
    rows[1][rows[0].index("tanggallahir")] = "kemarin"
    looked_at(page, operator, a_file(tmp_path, rows))
    operator.press("Simpan Excel catatan")
    assert operator.sees("1 baris ditulis ke catatan.xlsx")
    operator.press("Impor")
    assert operator.sees("1 baris ragu atau ditolak")
    target.unlink()
    operator.press("Simpan Excel catatan")
    assert target.exists()


def test_an_unknown_table_is_mapped_once_and_remembered(
    page: ImportPage, operator: Operator, desk: Desk, tmp_path: Path
) -> None:
    day = f"{FIVE[0].born:%d-%m-%Y}"
    rows: tables.Rows = [["Nama Warga", "Kode", "Tgl"], ["SARKIM", FIVE[0].nik, day]]
    looked_at(page, operator, a_file(tmp_path, rows))
    assert operator.sees("Arti kolom")
    assert operator.sees(day)
    page.mapping.choose("Kode", "nama")
    operator.press("Lanjut")
    assert operator.sees("dipilih untuk dua kolom")
    page.mapping.choose("Kode", "nik")
    page.mapping.choose("Tgl", "tanggal_lahir")
    operator.press("Lanjut")
    assert operator.sees("Baru  1")
    operator.press("Impor")
    person = population.every(desk.db.conn, ANGGOTA)[0]
    assert (person["nik"], person["tanggal_lahir"]) == (FIVE[0].nik, FIVE[0].born.isoformat())
    operator.press("Impor berkas lain")
    looked_at(page, operator, a_file(tmp_path, rows, "lagi.xlsx"))
    assert page.mapping.mapping() == {"Nama Warga": "nama", "Kode": "nik", "Tgl": "tanggal_lahir"}


def test_a_prelist_can_be_taken_for_the_population_or_register_its_people(
    page: ImportPage, operator: Operator, tmp_path: Path
) -> None:
    looked_at(page, operator, a_file(tmp_path, dtks(FIVE)))
    assert operator.sees("Keluarga di berkas: 5")
    operator.press("Daftarkan juga orang yang belum tercatat")
    assert operator.sees("Desa 0 → 5")


def test_a_file_that_cannot_be_read_is_said_and_nothing_is_written(
    page: ImportPage, operator: Operator, tmp_path: Path
) -> None:
    path = tmp_path / "foto.xlsx"
    path.write_bytes(b"\x89PNG\r\n")
    looked_at(page, operator, path)
    assert "isinya gambar, bukan tabel" in page.banner.text()
    assert page.banner.text().endswith("Belum ada yang ditulis.")


def test_enter_on_an_unsure_row_opens_the_family_it_may_be(
    qtbot: QtBot, page: ImportPage, operator: Operator, desk: Desk, tmp_path: Path
) -> None:
    imported(desk.store, a_file(tmp_path, opensid(FIVE)))
    rows = opensid(FIVE)
    rows[1][rows[0].index("nik")] = FIVE[0].nik[:15]
    looked_at(page, operator, a_file(tmp_path, rows, "rusak.xlsx"))
    with qtbot.waitSignal(page.opened, timeout=20_000) as heard:
        QTest.keyClick(page.rehearsal.table, Qt.Key.Key_Return)
    assert heard.args == households.find_by_card(desk.db, FIVE[0].kk)


def test_the_village_and_a_file_for_opensid_go_out(
    page: ImportPage, operator: Operator, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(desk.store, a_file(tmp_path, opensid(FIVE)))
    for words, name in (("Excel OpenSID", "o.xlsx"), ("Seluruh desa ke Excel", "d.xlsx")):
        monkeypatch.setattr(dialogs, "save_file", lambda *_arguments, name=name: tmp_path / name)
        operator.press(words)
        assert f"ditulis ke {name}" in page.banner.text()
        looked_at(page, operator, tmp_path / name)
        assert operator.sees("Baru  0")
        operator.press("Batal")
