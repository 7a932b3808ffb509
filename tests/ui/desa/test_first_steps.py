"""What somebody who opens the program for the first time meets: where the keyboard goes, and what can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QListWidget, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from puskesos_desktop.app import Shell
from puskesos_desktop.domain import wilayah
from puskesos_desktop.services.family import registry
from puskesos_desktop.store import opened
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import lists
from puskesos_desktop.ui.desa.lists.households import FamiliesPage, PersonsPage
from puskesos_desktop.ui.desa.start.first_start import FirstStart, read_places
from puskesos_desktop.ui.desa.start.sign_in import Recovery
from puskesos_desktop.ui.kit import jobs
from puskesos_desktop.ui.kit.inputs.answer import Input
from puskesos_desktop.ui.kit.jobs import ProgressDialog
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.search_line import SearchLine
from tests.support import waiting
from tests.support.operator import Operator, edit, frame_of, go, two_families
from tests.support.village import PASSWORD, a_household, a_store, saved

LONG_NAME = "RADEN MAS HARYO SASTRONEGORO KUSUMODININGRAT WIDYONINGRAT"


@pytest.fixture
def village(shell: Shell, operator: Operator, tmp_path: Path) -> Store:
    return two_families(shell, operator, tmp_path / "desa")


@pytest.fixture
def first(shell: Shell, operator: Operator) -> FirstStart:
    shell.begin()
    page = shell._stack.currentWidget()
    assert isinstance(page, FirstStart)
    Operator(shell, shell.jobs).take_keyboard()
    return page


@pytest.fixture(params=[100, 150])
def percent(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    style.apply(qapp, request.param)
    yield request.param
    style.apply(qapp, 100)


@pytest.fixture
def large_family(store: Store) -> Store:
    home = a_household(store, LONG_NAME, nomor_kk="3328012001107001", hubungan=1, tanggal_lahir="1970-01-20")
    for name, relation in (("TARSINI BINTI ABDULLAH", 2), ("NUR HIDAYAH", 3)):
        member = registry.new_member(store, home)
        member = member.answering(nama=name, hubungan=relation, keberadaan=3, nik="3328014505707001")
        home = replace(home, members=(*home.members, member))
    saved(store, home)
    return store


def tab_stops(start: QWidget) -> list[QWidget]:
    """Where Tab goes from here, until it comes back or leaves what is in sight."""
    stops, one = [], start.nextInFocusChain()
    while one is not None and one is not start:
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled():
            stops.append(one)
        one = one.nextInFocusChain()
    return stops


def outline_of(shell: Shell) -> QListWidget:
    return frame_of(shell).host.editor.outline  # type: ignore[union-attr]


@pytest.mark.parametrize("section", ["I  Keterangan tempat", "III.C", "SARKIM"])
def test_tab_goes_from_the_outline_through_the_questions_to_the_buttons(
    village: Store, operator: Operator, shell: Shell, section: str
) -> None:
    edit(shell, operator, village, "SARKIM")
    go(shell, operator, "III.B")
    go(shell, operator, section)
    stops = tab_stops(outline_of(shell))
    last = [one.text().split("  ")[0] for one in stops if isinstance(one, QAbstractButton)]
    place = last.index("Tambah anggota")
    assert last[place : place + 6] == [
        "Tambah anggota", "Peristiwa keluarga…", "Tutup", "Simpan", "Riwayat…", "Hapus keluarga…",
    ]  # fmt: skip
    questions = [at for at, one in enumerate(stops) if isinstance(one.parentWidget(), Input)]
    buttons = [at for at, one in enumerate(stops) if isinstance(one, QAbstractButton) and one.text() == "Tutup"]
    assert questions[0] == 0
    assert questions[-1] < buttons[0]


def test_the_first_search_leaves_the_keyboard_where_it_is(
    shell: Shell, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while the list of all villages is still being read: here that waits until both words are typed."""
    shown: list[ProgressDialog] = []
    monkeypatch.setattr(ProgressDialog, "open", shown.append)
    monkeypatch.setattr(jobs, "SHOW_AFTER_MS", 0)
    wilayah._index.cache_clear()
    typed = Event()
    shell.jobs.read_unseen(shell, lambda _progress: typed.wait(60), lambda _in_time: None)
    shell.begin()
    page = shell._stack.currentWidget()
    assert isinstance(page, FirstStart)
    operator.take_keyboard()
    page._village_text.setFocus()
    QTest.keyClicks(page._village_text, "prupuk")
    waiting.until(lambda: not page._village_text._timer.isActive(), "the search for the first word")
    QTest.keyClicks(page._village_text, " utara")
    waiting.until(lambda: not page._village_text._timer.isActive(), "the search for both words")
    typed.set()
    operator.settle()
    assert shown == []
    assert QApplication.focusWidget() is page._village_text
    assert operator.sees("33.28.01.2012")


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return])
def test_a_village_is_chosen_by_keys_alone(first: FirstStart, operator: Operator, key: Qt.Key) -> None:
    operator.settle()
    QTest.keyClicks(first._village_text, "prupuk")
    QTest.keyClick(first._village_text, key)
    assert QApplication.focusWidget() is first._villages
    operator.type_keys(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert operator.sees("Siapa yang bekerja di sini?")
    chosen = first._villages.current()
    assert chosen is not None
    assert chosen.name == "Prupuk Utara"


def test_a_village_that_is_not_found_is_said(first: FirstStart, operator: Operator) -> None:
    QTest.keyClicks(first._village_text, "xyzxyz")
    operator.settle()
    assert operator.sees("Tidak ada desa bernama itu")


def test_enter_in_the_last_password_goes_on_and_odd_places_are_said(first: FirstStart, operator: Operator) -> None:
    operator.settle()
    QTest.keyClicks(first._village_text, "prupuk utara")
    QTest.keyClick(first._village_text, Qt.Key.Key_Return)
    operator.type_keys(Qt.Key.Key_Return)
    for text in ("Ibu Contoh", "rahasia1", "rahasia1"):
        operator.type_keys(text, Qt.Key.Key_Return)
    assert operator.sees("Dusun, RW, dan RT")
    first._places.setPlainText("Krajan, 1, 2\nKidul 1 2")
    operator.press("Buat data desa")
    assert operator.sees("Baris 2 belum dapat dibaca: Kidul 1 2.")
    assert operator.sees("Buat data desa")


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Krajan, 1, 12", ("Krajan", "001", "012")),
        ("Krajan; RW 01; rt.2", ("Krajan", "001", "002")),
        ("Dusun 1", ("Dusun 1", "", "")),
        (", 1, 2", ("", "001", "002")),
    ],
)
def test_places_are_read_as_people_write_them(line: str, place: tuple[str, str, str]) -> None:
    assert read_places(f"\n{line}\n  \n") == ([place], "")


@pytest.mark.parametrize("line", ["Krajan 1 2", "Krajan, 1", "Krajan, satu, dua", "Krajan, 1, 2, 3", "Krajan, 1, 1234"])
def test_a_place_that_cannot_be_told_apart_is_named_with_its_line(line: str) -> None:
    assert read_places(f"Krajan, 1, 1\n{line}") == ([("Krajan", "001", "001")], f"Baris 2 belum dapat dibaca: {line}.")


def test_down_in_the_search_goes_to_the_hits_and_enter_opens_one(
    village: Store, operator: Operator, shell: Shell
) -> None:
    operator.press("Keluarga")
    page = frame_of(shell).page_of(FamiliesPage)
    page.focus_search()
    QTest.keyClicks(page.text, "gang melati")
    QTest.keyClick(page.text, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.hits
    operator.type_keys(Qt.Key.Key_Return)
    assert frame_of(shell).host.editor is not None


def test_control_f_searches_and_escape_clears_what_was_typed_and_then_the_filters(
    village: Store, operator: Operator, shell: Shell
) -> None:
    operator.press("Keluarga")
    page = frame_of(shell).page_of(FamiliesPage)
    page.filters.set_filter(lists.Filter(rt="001"))
    assert operator.sees("1 keluarga")
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is page.text
    operator.type_keys("kart")
    operator.settle()
    assert operator.sees("nama memuat KART")
    operator.type_keys(Qt.Key.Key_Escape)
    assert page.text.text() == ""
    assert operator.sees("1 keluarga")
    operator.type_keys(Qt.Key.Key_Escape)
    assert operator.sees("2 keluarga")


def test_the_cross_that_clears_a_search_stands_in_the_middle(qtbot: QtBot, shell: Shell, village: Store) -> None:
    line = shell.findChild(SearchLine)
    assert line is not None
    line.setText("kart")
    cross = line.findChild(QToolButton)
    assert cross is not None
    assert abs(cross.mapTo(line, cross.rect().center()).y() - line.rect().center().y()) <= 1


def test_every_title_of_the_outline_can_be_read_whole(
    percent: int, large_family: Store, shell: Shell, operator: Operator
) -> None:
    shell.enter(large_family, "op")
    edit(shell, operator, large_family, LONG_NAME)
    outline = outline_of(shell)
    for row in range(outline.count()):
        item = outline.item(row)
        room = QRect(0, 0, outline.viewport().width() - 44, 1000)
        words = outline.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), item.text())
        assert item.text().startswith("   ") or words.height() <= item.sizeHint().height(), item.text()


def test_lists_need_no_scrolling_sideways(percent: int, large_family: Store, shell: Shell, operator: Operator) -> None:
    shell.enter(large_family, "op")
    frame = frame_of(shell)
    for words, page in (("Keluarga", frame.page_of(FamiliesPage)), ("Individu", frame.page_of(PersonsPage))):
        operator.press(words)
        operator.settle()
        assert page.isVisible()
        assert page.table.horizontalScrollBar().maximum() == 0, words


def test_the_members_fit_beside_the_outline(large_family: Store, shell: Shell, operator: Operator) -> None:
    shell.enter(large_family, "op")
    edit(shell, operator, large_family, LONG_NAME)
    go(shell, operator, "IV  Anggota")
    (table,) = (one for one in shell.findChildren(QTableView) if one.isVisible())
    assert table.horizontalScrollBar().maximum() == 0


def test_a_family_without_members_says_what_to_do(village: Store, operator: Operator, shell: Shell) -> None:
    frame_of(shell).host.new_family()
    go(shell, operator, "IV  Anggota")
    assert operator.sees("Belum ada anggota")
    assert operator.sees("Tekan Tambah anggota")


def test_a_long_name_is_whole_in_the_title(percent: int, large_family: Store, shell: Shell, operator: Operator) -> None:
    shell.enter(large_family, "op")
    edit(shell, operator, large_family, LONG_NAME)
    (title,) = (
        one for one in shell.findChildren(QLabel) if one.isVisible() and one.text().startswith("Keluarga RADEN")
    )
    assert LONG_NAME in title.text()
    assert title.height() >= title.heightForWidth(title.width())
    assert shell.width() == 1366


def test_a_nik_can_be_read_whole_where_it_is_typed(
    percent: int, large_family: Store, shell: Shell, operator: Operator
) -> None:
    shell.enter(large_family, "op")
    edit(shell, operator, large_family, LONG_NAME)
    go(shell, operator, "TARSINI")
    line = operator.entry("nik")
    assert line.width() >= line.fontMetrics().horizontalAdvance("3328 0145 0570 7001") + 20


def test_buttons_under_a_form_keep_their_distance_from_the_edge(
    village: Store, operator: Operator, shell: Shell
) -> None:
    edit(shell, operator, village, "SARKIM")
    for section, words in (("I  Keterangan tempat", "Serumah"), ("Tambah pengamatan desil", "Hapus catatan ini")):
        go(shell, operator, section)
        (button,) = (one for one in shell.findChildren(QAbstractButton) if one.isVisible() and words in one.text())
        view = button.parentWidget()
        assert view is not None
        place = button.mapTo(view, QPoint(0, button.height()))
        assert place.x() >= 16
        assert view.height() - place.y() >= 12


def test_the_reason_of_a_cancelled_house_is_asked(village: Store, operator: Operator, shell: Shell) -> None:
    edit(shell, operator, village, "SARKIM")
    go(shell, operator, "Kartu rumah")
    operator.fill(status_rtlh="1")
    assert not operator.asked("alasan_batal_rtlh")
    operator.fill(status_rtlh="6")
    operator.fill(alasan_batal_rtlh="sudah layak huni")
    operator.press("Simpan")
    assert operator.sees("sudah disimpan")


def test_an_odd_meter_number_is_pointed_out_and_still_saves(village: Store, operator: Operator, shell: Shell) -> None:
    edit(shell, operator, village, "SARKIM")
    go(shell, operator, "III.C")
    operator.fill(sumber_penerangan="1", daya_1="1", idpel="5252123456")
    operator.settle()
    assert operator.sees("IDPEL biasanya 12 angka, sekarang 10. Periksa lagi")
    operator.press("Simpan")
    assert operator.sees("sudah disimpan")


def test_a_birth_date_that_lies_ahead_is_refused(village: Store, operator: Operator, shell: Shell) -> None:
    edit(shell, operator, village, "SARKIM")
    go(shell, operator, "SARKIM")
    operator.fill(tanggal_lahir="1-1-2090")
    operator.press("Simpan")
    assert operator.sees("Tanggal lahir belum tiba")
    assert operator.sees("Belum disimpan")


def test_recovery_says_whose_passwords_it_replaces_and_asks_for_the_new_one_twice(
    qtbot: QtBot, shell: Shell, operator: Operator, tmp_path: Path
) -> None:
    a_store(tmp_path / "desa").close()
    dialog = Recovery(shell.sign_in, tmp_path / "desa")
    dialog.show()
    assert operator.sees("menggantikan kata sandi semua operator laptop ini (Operator Uji)")
    dialog.password.setText("kata-baru-1")
    dialog.again.setText("kata-baru-2")
    QTest.keyClick(dialog.again, Qt.Key.Key_Return)
    assert operator.sees("Kedua kata sandi belum sama")
    opened.open_store(tmp_path / "desa", PASSWORD)[0].close()
    dialog.reject()
