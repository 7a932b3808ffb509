"""Periksa, the merging dialog and the likely ones beside a new person, through words and keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from puskesos_desktop.services.checks import report
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.log import undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.checks.page import ChecksPage
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.doubles.merge import MergeDialog
from puskesos_desktop.ui.desa.family.editor import HouseholdEditor
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.line_dialog import LineDialog
from tests.support.operator import Operator, a_shell
from tests.support.village import OPERATOR, a_household, a_store, opened, saved

NIK = "3328011203900001"
PLACE = {"rt": "003", "rw": "001", "nama_ibu": "TARSINI"}


def shown(qtbot: QtBot, desk: Desk) -> tuple[ChecksPage, Operator]:
    page = ChecksPage(desk)
    qtbot.addWidget(page)
    page.resize(1150, 690)
    page.show()
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    page.refresh()
    operator = Operator(page, desk.jobs)
    operator.settle()
    return page, operator


def siti_twice(store: Store) -> tuple[str, str]:
    one = saved(store, a_household(store, "SITI AMINAH", tanggal_lahir="1990-03-12", nik=NIK, **PLACE))
    other = saved(store, a_household(store, "SITI AMINAH", tanggal_lahir="1990-03-12", tempat_lahir="Slawi", **PLACE))
    return one.family.id, other.family.id


def key_on(page: ChecksPage, operator: Operator, key: Qt.Key, check: str) -> None:
    operator.take_keyboard()
    page.checks.select(check)
    page.findings.setFocus()
    QTest.keyClick(page.findings, key)
    operator.settle()


def the_dialog(page: ChecksPage, kind: type[QDialog]) -> Operator:
    found = page.findChild(kind)
    assert found is not None
    return Operator(found, page._desk.jobs)


def test_checks_are_listed_with_counts_and_findings_with_reasons(qtbot: QtBot, desk: Desk) -> None:
    siti_twice(desk.store)
    page, operator = shown(qtbot, desk)
    page.checks.select("ganda_mungkin")
    assert operator.sees("Mungkin tercatat dua kali 1")
    assert operator.sees("nama sama, lahir sama")
    assert operator.sees("Gabungkan…  G")
    assert operator.sees("pemeriksaan bersih")


def test_enter_opens_the_family_of_a_finding(qtbot: QtBot, desk: Desk) -> None:
    home = saved(desk.store, a_household(desk.store, "WARJO"))
    page, operator = shown(qtbot, desk)
    with qtbot.waitSignal(page.opened) as opening:
        key_on(page, operator, Qt.Key.Key_Return, "tanpa_nik")
    assert opening.args == [home.family.id]


def test_a_village_without_findings_says_so(qtbot: QtBot, desk: Desk) -> None:
    _, operator = shown(qtbot, desk)
    assert operator.sees("Tidak ada yang perlu dibetulkan")


def test_g_puts_both_side_by_side_and_f2_merges_what_the_digits_chose(qtbot: QtBot, desk: Desk) -> None:
    siti_twice(desk.store)
    page, operator = shown(qtbot, desk)
    key_on(page, operator, Qt.Key.Key_G, "ganda_mungkin")
    dialog = the_dialog(page, MergeDialog)
    dialog.settle()
    assert dialog.sees("●  3328 0112 0390 0001")
    assert dialog.sees("○  Slawi") or dialog.sees("●  Slawi")
    assert dialog.sees("Dua catatan keluarga SITI AMINAH menjadi satu")
    rows = page.findChild(MergeDialog).table.rows.rows  # type: ignore[union-attr]
    keys = [row.line.key for row in rows if row.line is not None]
    for _ in range(keys.index("nik")):
        dialog.type_keys(Qt.Key.Key_Down)
    dialog.type_keys("2" if rows[keys.index("nik")].words[0] == "–" else "1")
    dialog.type_keys(Qt.Key.Key_F2)
    operator.settle()
    assert operator.sees("Gabungkan dua catatan keluarga SITI AMINAH. Sudah disimpan")
    assert households.totals(desk.db)["anggota"] == 1
    assert report.examine(desk.store).found["ganda_mungkin"] == ()
    undo.undo(desk.store, OPERATOR)
    assert households.totals(desk.db)["anggota"] == 2


def test_b_asks_why_two_are_not_one_and_needs_an_answer(qtbot: QtBot, desk: Desk) -> None:
    siti_twice(desk.store)
    page, operator = shown(qtbot, desk)
    key_on(page, operator, Qt.Key.Key_B, "ganda_mungkin")
    dialog = the_dialog(page, LineDialog)
    dialog.press("Tandai bukan ganda")
    assert dialog.sees("Tulis alasannya")
    dialog.type_keys("sepupu, KTP berbeda", Qt.Key.Key_Return)
    operator.settle()
    assert operator.sees("Bukan ganda: keluarga SITI AMINAH dan keluarga SITI AMINAH. Sudah disimpan")
    assert report.examine(desk.store).found["ganda_mungkin"] == ()


def test_a_nik_is_given_from_the_page_and_a_wrong_one_is_told(qtbot: QtBot, desk: Desk) -> None:
    home = saved(desk.store, a_household(desk.store, "WARJO"))
    page, operator = shown(qtbot, desk)
    key_on(page, operator, Qt.Key.Key_P, "tanpa_nik")
    dialog = the_dialog(page, LineDialog)
    dialog.type_keys("123", Qt.Key.Key_Return)
    assert dialog.sees("harus 16 angka")
    page.findChild(LineDialog).text.clear()  # type: ignore[union-attr]
    dialog.type_keys("3328011203600004", Qt.Key.Key_Return)
    operator.settle()
    assert operator.sees("NIK WARJO sudah diisi")
    assert opened(desk.store, home.family.id).members[0]["nik"] == "3328011203600004"


def test_the_page_looks_again_after_it_was_changed(qtbot: QtBot, desk: Desk) -> None:
    siti_twice(desk.store)
    page, operator = shown(qtbot, desk)
    registry.delete_family(desk.store, siti_twice(desk.store)[0], "uji", OPERATOR)
    page.refresh()
    page.refresh()
    operator.settle()
    assert not desk.jobs.busy
    page.checks.select("ganda_mungkin")
    assert operator.sees("Mungkin tercatat dua kali 3")


def editor_with_new_person(qtbot: QtBot, desk: Desk) -> tuple[HouseholdEditor, Operator]:
    siti_twice(desk.store)
    home = saved(desk.store, a_household(desk.store, "KARTO", rt="001"))
    editor = HouseholdEditor(desk, home)
    qtbot.addWidget(editor)
    editor.resize(1150, 690)
    editor.show()
    operator = Operator(editor, desk.jobs)
    operator.press("Tambah anggota")
    return editor, operator


def test_likely_ones_appear_beside_a_new_person_with_the_reasons(qtbot: QtBot, desk: Desk) -> None:
    _, operator = editor_with_new_person(qtbot, desk)
    operator.fill(nama="siti aminah", tanggal_lahir="12031990")
    operator.settle()
    assert operator.sees("Mungkin sudah tercatat")
    assert operator.sees("nama sama, lahir sama, RT berbeda")
    operator.fill(nama="wartono supriyadi", tanggal_lahir="01011955")
    operator.settle()
    assert operator.never_sees("Mungkin sudah tercatat")


def test_a_click_on_a_likely_one_goes_to_that_family(qtbot: QtBot, desk: Desk) -> None:
    editor, operator = editor_with_new_person(qtbot, desk)
    operator.fill(nama="siti aminah", tanggal_lahir="12031990")
    operator.settle()
    with qtbot.waitSignal(editor.opened):
        operator.press("keluarga SITI AMINAH")


def test_somebody_who_is_registered_already_is_not_asked_about(qtbot: QtBot, desk: Desk) -> None:
    editor, operator = editor_with_new_person(qtbot, desk)
    editor.outline.go_to(editor.editing.household.members[0].id)
    operator.fill(nama="siti aminah", tanggal_lahir="12031990")
    operator.settle()
    assert operator.never_sees("Mungkin sudah tercatat")


def test_a_person_saved_a_moment_ago_is_known_to_the_next_form(qtbot: QtBot, desk: Desk) -> None:
    _, operator = editor_with_new_person(qtbot, desk)
    operator.fill(nama="wartono supriyadi", tanggal_lahir="01011955")
    operator.settle()
    assert operator.never_sees("Mungkin sudah tercatat")
    saved(desk.store, a_household(desk.store, "WARTONO SUPRIYADI", tanggal_lahir="1955-01-01", rt="001"))
    operator.fill(nama="wartono supriyadi", tempat_lahir="Slawi", jenis_kelamin="1")
    operator.settle()
    assert operator.sees("Mungkin sudah tercatat")


def test_pressing_a_likely_one_asks_about_unsaved_work_and_opens_that_family(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = a_shell(qtbot, tmp_path)
    operator = Operator(shell, shell.jobs)
    store = a_store(tmp_path / "desa")
    saved(store, a_household(store, "SITI AMINAH", tanggal_lahir="1990-03-12", nomor_kk="3328011203120001", **PLACE))
    home = saved(store, a_household(store, "KARTO", rt="001"))
    shell.enter(store, OPERATOR)
    assert shell.frame is not None
    shell.frame.host.edit(replace(opened(store, home.family.id)))
    operator.press("Tambah anggota")
    operator.fill(nama="siti aminah", tanggal_lahir="12031990")
    operator.settle()
    asked: list[str] = []

    def keep_as_draft(_parent: object, _title: str, text: str, _options: object) -> int:
        asked.append(text)
        return 1

    monkeypatch.setattr(dialogs, "choose", keep_as_draft)
    operator.type_keys(Qt.Key.Key_F6, Qt.Key.Key_Return)
    operator.settle()
    assert asked == ["Perubahan pada keluarga KARTO belum disimpan."]
    assert operator.sees("Keluarga SITI AMINAH")
