"""Usulan and Musyawarah through the words people read: decide by a digit, copy field by field, save, write letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from puskesos_desktop.domain.codes.meetings import SETUJU, TOLAK, TUNDA
from puskesos_desktop.services.meetings import deeds
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import meetings
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.meetings.dialogs import AskDialog, CopyDialog
from puskesos_desktop.ui.desa.meetings.page import DeliberationPage
from puskesos_desktop.ui.desa.meetings.proposals import ProposalsPage
from puskesos_desktop.ui.kit import dialogs
from tests.support.meetings import NUMBER, a_meeting, a_proposal, a_village_with_a_meeting, as_now, decided
from tests.support.operator import Operator
from tests.support.village import OPERATOR, a_household, saved


@pytest.fixture
def family(store: Store) -> str:
    home = a_household(store, "SARKIM", nik="3328011203720001", nomor_kk="3328011103000001", rt="003", rw="001")
    return saved(store, home).family.id


def shown(qtbot: QtBot, desk: Desk, page: ProposalsPage | DeliberationPage) -> Operator:
    qtbot.addWidget(page)
    page.resize(1150, 690)
    page.show()
    page.refresh()
    operator = Operator(page, desk.jobs)
    operator.settle()
    return operator


def key(widget: QWidget, pressed: Qt.Key, operator: Operator) -> None:
    widget.window().activateWindow()
    QTest.qWaitForWindowActive(widget.window())
    widget.setFocus()
    QTest.keyClick(widget, pressed)
    operator.settle()


def test_a_family_is_proposed_from_the_page(qtbot: QtBot, desk: Desk, family: str) -> None:
    page = ProposalsPage(desk)
    operator = shown(qtbot, desk, page)
    assert operator.sees("Belum ada usulan")
    operator.press("Usulkan…")
    dialog = page.deeds.dialog
    assert isinstance(dialog, AskDialog)
    inside = Operator(dialog, desk.jobs)
    inside.press("Simpan")
    assert inside.sees("Wajib diisi.")
    inside.fill(jenis="3")
    inside.fill(alasan_tidak_layak="13", alasan="Pindah")
    inside.press("Simpan")
    assert inside.sees("Keluarga atau orang yang diusulkan belum dipilih")
    dialog.finder.text.setText("SARKIM")
    dialog.finder.text.search_now()
    inside.press("Simpan")
    assert operator.sees("Usulan tersimpan.")
    assert operator.sees("A3 Pindah domisili")
    [one] = deeds.listed(desk.db)
    assert (one["keluarga_id"], one["alasan"]) == (family, "Pindah")


def test_a_digit_decides_and_the_reason_of_a_refusal_is_said(qtbot: QtBot, desk: Desk, family: str) -> None:
    one = a_proposal(desk.store, family)
    page = ProposalsPage(desk)
    operator = shown(qtbot, desk, page)
    key(page.table, Qt.Key.Key_1, operator)
    assert operator.sees("belum masuk agenda")
    deeds.attach(desk.store, a_meeting(desk.store), [one], OPERATOR)
    page.refresh()
    key(page.table, Qt.Key.Key_2, operator)
    assert as_now(desk.store, one.id)["keputusan"] == TOLAK
    assert operator.sees("ditolak")


def test_fields_are_copied_one_after_the_other_and_the_proposal_is_marked_sent(
    qtbot: QtBot, desk: Desk, family: str
) -> None:
    one = a_proposal(desk.store, family, program=4)
    deeds.attach(desk.store, a_meeting(desk.store), [one], OPERATOR)
    decided(desk.store, [as_now(desk.store, one.id)], SETUJU)
    page = ProposalsPage(desk)
    operator = shown(qtbot, desk, page)
    operator.press("Salin satu per satu…")
    dialog = page.deeds.dialog
    assert isinstance(dialog, CopyDialog)
    copied = []
    for _ in range(4):
        key(dialog.table, Qt.Key.Key_Return, operator)
        copied.append(QGuiApplication.clipboard().text())
    assert copied == ["3328011103000001", "3328011203720001", "SARKIM", "Laki-laki"]
    Operator(dialog, desk.jobs).press("Sudah di SIKS-NG")
    operator.settle()
    assert as_now(desk.store, one.id)["tanggal_kirim"] is not None
    assert operator.sees("SARKIM ditandai terkirim.")


def test_filters_narrow_by_state_kind_and_name(qtbot: QtBot, desk: Desk) -> None:
    for name in ("SARKIM", "KARTO", "TARSINI", "DARMO"):
        saved(desk.store, a_household(desk.store, name))
    a_village_with_a_meeting(desk.store, 1)
    page = ProposalsPage(desk)
    operator = shown(qtbot, desk, page)
    page._state.setCurrentIndex(page._state.findData("disetujui"))
    page._state.activated.emit(0)
    assert operator.sees("3 usulan")
    page._text.setText("darmo")
    assert operator.sees("1 usulan")
    page._kind.setCurrentIndex(4)
    page._kind.activated.emit(0)
    operator.settle()
    assert operator.sees("Tidak ada yang cocok")


def test_the_cut_off_is_shown_and_set(qtbot: QtBot, desk: Desk) -> None:
    page = ProposalsPage(desk)
    operator = shown(qtbot, desk, page)
    assert operator.sees("kebiasaan; atur menurut surat kabupaten")
    operator.press("Atur batas…")
    assert isinstance(page.deeds.dialog, AskDialog)
    inside = Operator(page.deeds.dialog, desk.jobs)
    inside.fill(tanggal_batas="28", dasar_hukum="Surat dinas 5/2026")
    inside.press("Simpan")
    assert operator.sees("Batas usulan 28 ")
    assert operator.sees("Surat dinas 5/2026")


def test_a_meeting_is_saved_with_its_warning_and_takes_what_waits(qtbot: QtBot, desk: Desk, family: str) -> None:
    one = a_proposal(desk.store, family)
    page = DeliberationPage(desk)
    operator = shown(qtbot, desk, page)
    operator.press("Musyawarah baru")
    operator.fill(tanggal="16-11-2026", tempat="Balai Desa")
    operator.press("Simpan")
    assert operator.sees("Nomor agenda belum diisi.")
    page.tabs.setCurrentIndex(1)
    operator.press("Agendakan semua yang menunggu (1)")
    assert operator.sees("1 usulan masuk agenda.")
    key(page.agenda.table, Qt.Key.Key_3, operator)
    assert as_now(desk.store, one.id)["keputusan"] == TUNDA
    assert operator.sees("ditunda")


def test_everything_left_is_agreed_to_after_a_question(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SARKIM", "KARTO", "TARSINI", "DARMO", "NURI", "WARJO", "SITI", "AMAT"):
        saved(desk.store, a_household(desk.store, name))
    a_village_with_a_meeting(desk.store, 2)
    page = DeliberationPage(desk)
    operator = shown(qtbot, desk, page)
    page.tabs.setCurrentIndex(1)
    monkeypatch.setattr(dialogs, "ask", lambda *_words: True)
    before = sum(one["keputusan"] == SETUJU for one in deeds.listed(desk.db))
    open_ones = len(deeds.listed(desk.db, deeds.ProposalState.LISTED))
    page.agenda.agree_rest()
    operator.settle()
    assert sum(one["keputusan"] == SETUJU for one in deeds.listed(desk.db)) == before + open_ones


def test_unsaved_words_are_asked_about_before_another_meeting_is_shown(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_meeting(desk.store)
    newest = a_meeting(desk.store, nomor_agenda="400.9/13/2026", tanggal="2026-11-20")
    page = DeliberationPage(desk)
    operator = shown(qtbot, desk, page)
    operator.fill(tempat="Pendapa")
    asked: list[str] = []

    def refuse(_parent: object, _title: str, text: str, _yes: str) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr(dialogs, "ask", refuse)
    page.table.selectRow(1)
    operator.settle()
    assert asked == ["Isian musyawarah yang tampil belum disimpan."]
    operator.press("Simpan")
    now = meetings.meeting(desk.db, newest.id)
    assert now is not None
    assert now["tempat"] == "Pendapa"


@pytest.mark.parametrize("words", ["Undangan", "Berita acara", "Pengumuman"])
def test_a_letter_is_written_where_the_person_chooses(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    a_meeting(desk.store)
    page = DeliberationPage(desk)
    operator = shown(qtbot, desk, page)
    page.tabs.setCurrentIndex(2)
    target = tmp_path / "surat.pdf"
    monkeypatch.setattr(dialogs, "save_file", lambda *_words: target)
    operator.press(words)
    assert target.read_bytes().startswith(b"%PDF")
    assert operator.sees(f"{words} ditulis ke surat.pdf")
    assert operator.sees(NUMBER)
