"""Entry of results at the keyboard: few keys, the same rules, conflicts and second keying decided by a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from puskesos_desktop.domain.household import Household
from puskesos_desktop.services.rounds import numbers, plan
from puskesos_desktop.services.rounds.plan import SheetState
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import rounds
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.rounds.entry import ResultsView
from puskesos_desktop.ui.kit import dialogs
from tests.support.operator import Operator
from tests.support.paper_rounds import a_printed_round, lines, number_of, three_families
from tests.support.village import OPERATOR, answering, opened, saved

ENTER, F2, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Escape
PAGE_DOWN, DELETE = Qt.Key.Key_PageDown, Qt.Key.Key_Delete


@pytest.fixture
def family(store: Store, tmp_path: Path) -> Household:
    home = three_families(store)[0]
    a_printed_round(store, tmp_path)
    return home


class Keyboard:
    """Presses single keys and counts them."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.view = ResultsView(desk)
        qtbot.addWidget(self.view, before_close_func=_throw_away)
        self.view.resize(1150, 690)
        self.view.show()
        self.view.activateWindow()
        QTest.qWaitForWindowActive(self.view)
        self.view.refresh()
        self.operator = Operator(self.view, desk.jobs)
        self.presses = 0

    def press(self, *keys: str | Qt.Key) -> None:
        """Each letter and each key by itself; Shift counts as a key of its own."""
        for key in keys:
            single: list[str | Qt.Key] = list(key) if isinstance(key, str) else [key]
            for one in single:
                if QApplication.focusWidget() is None:  # a progress dialog came and went
                    self.view.activateWindow()
                    QTest.qWaitForWindowActive(self.view)
                target: QWidget = QApplication.focusWidget() or self.view
                held = Qt.KeyboardModifier.NoModifier
                if isinstance(one, str):
                    held = Qt.KeyboardModifier.ShiftModifier if one.isupper() else held
                    QTest.keyClicks(target, one, held)
                else:
                    QTest.keyClick(target, one, held)
                self.presses += 2 if held == Qt.KeyboardModifier.ShiftModifier else 1
                if one in (ENTER, F2):
                    self.operator.settle()
        self.operator.settle()

    def sees(self, words: str) -> bool:
        return self.operator.sees(words)


def _throw_away(view: ResultsView) -> None:
    view.sheet.close_sheet()


@pytest.fixture
def keys(qtbot: QtBot, desk: Desk, family: Household) -> Keyboard:
    return Keyboard(qtbot, desk)


def the_number(store: Store, family: Household) -> str:
    (round_,) = rounds.rounds(store.reader())
    return number_of(store, round_, family.family.id)


def the_line(store: Store, family: Household) -> rounds.SheetLine:
    (round_,) = rounds.rounds(store.reader())
    return next(line for line in lines(store, round_) if line.family == family.family.id)


def test_a_family_with_three_corrections_takes_at_most_forty_keys(
    store: Store, keys: Keyboard, family: Household
) -> None:
    keys.press(the_number(store, family)[-6:], ENTER)
    assert keys.sees("Keluarga SARKIM")
    keys.press("/306a", "6", "/307b", "3", "/408.2", "4", "B", F2)
    assert keys.sees("Lembar SARKIM tersimpan")
    assert keys.presses <= 40, keys.presses
    home = opened(store, family.family.id)
    assert (home.family["sumber_air"], home.family["daya_1"], home.members[1]["status_kawin"]) == (6, 3, 4)
    assert home.visit is not None
    assert home.visit["hasil"] == 1
    assert plan.state_of(the_line(store, family)) is SheetState.ENTERED


def test_the_sheet_opens_at_its_first_box_with_what_was_printed(
    store: Store, keys: Keyboard, family: Household
) -> None:
    keys.press(the_number(store, family), ENTER)
    assert keys.sees("I  Keterangan tempat")
    box = keys.view.sheet.table.current()
    assert box is not None
    assert (box.spot.key, box.old) == ("dusun", "Krajan")
    assert keys.view.sheet.table.hasFocus()


def test_one_marks_right_and_moves_on_and_the_next_block_follows(
    store: Store, keys: Keyboard, family: Household
) -> None:
    keys.press(the_number(store, family), ENTER, "1", "1")
    box = keys.view.sheet.table.current()
    assert box is not None
    assert box.spot.key == "rt"
    keys.press("b")
    assert keys.sees("I  Kartu keluarga")
    keys.press(PAGE_DOWN)
    assert keys.sees("III.A  Penguasaan")


def test_a_wrong_code_is_said_at_once_and_nothing_is_marked(store: Store, keys: Keyboard, family: Household) -> None:
    keys.press(the_number(store, family), ENTER, "/303", "0")
    keys.press(ENTER)
    assert keys.sees("tidak ada dalam daftar")
    entering = keys.view.sheet.entering
    assert entering is not None
    assert not entering.keyed.marks
    keys.press(Qt.Key.Key_Escape)
    assert keys.view.sheet.table.hasFocus()


def test_words_and_numbers_wait_for_enter_and_a_mark_can_be_taken_back(
    store: Store, keys: Keyboard, family: Household
) -> None:
    keys.press(the_number(store, family), ENTER, "/302", "42", ENTER)
    assert keys.sees("42")
    entering = keys.view.sheet.entering
    assert entering is not None
    assert [mark.value for mark in entering.keyed.marks.values()] == [42]
    keys.press(Qt.Key.Key_Up, DELETE)
    assert not entering.keyed.marks


def test_what_is_wrong_brings_the_person_to_its_box(store: Store, keys: Keyboard, family: Household) -> None:
    keys.press(the_number(store, family), ENTER, "/402.1", ENTER, "B", F2)
    assert keys.sees("Belum disimpan. 402.1: Wajib diisi.")
    box = keys.view.sheet.table.current()
    assert box is not None
    assert box.number == "402.1"


def test_a_family_nobody_met_is_entered_with_its_reason(store: Store, keys: Keyboard, family: Household) -> None:
    keys.press(the_number(store, family), ENTER, "t", "3", F2)
    line = the_line(store, family)
    assert (line["hasil"], line["alasan"]) == (3, 13)


def test_a_person_written_on_an_empty_place_is_added(store: Store, keys: Keyboard, family: Household) -> None:
    keys.press(the_number(store, family), ENTER, "+", "siti", ENTER, "/405.4", "2", "B", F2)
    assert [one["nama"] for one in opened(store, family.family.id).members][-1] == "SITI"


def test_an_answer_changed_since_printing_is_decided_by_a_digit(
    store: Store, keys: Keyboard, family: Household
) -> None:
    home = opened(store, family.family.id)
    saved(store, answering(home, home.members[0].id, sumber_air=4, fasilitas_bab=4))
    keys.press(the_number(store, family), ENTER, "B", F2)
    assert keys.sees("berubah sesudah lembar dicetak")
    assert keys.sees("data sekarang tetap: 4  Sumur bor/pompa")
    keys.press("2", "1")
    assert keys.sees("tersimpan")
    now = opened(store, family.family.id).family
    assert (now["sumber_air"], now["fasilitas_bab"]) == (5, 4)


def test_a_wrong_number_is_said_and_can_be_typed_again(keys: Keyboard) -> None:
    keys.press("123456789012", ENTER)
    assert keys.sees("salah ketik")
    assert keys.view.number.hasFocus()


def test_an_entered_sheet_asks_before_it_is_entered_again(store: Store, keys: Keyboard, family: Household) -> None:
    number = the_number(store, family)
    keys.press(number, ENTER, "B", F2, number, ENTER)
    assert keys.sees("sudah dientri oleh Operator Uji")
    keys.press("B", F2)
    assert keys.sees("sudah dientri oleh Operator Uji")
    keys.operator.press("Entri lagi")
    keys.press(F2)
    assert the_line(store, family)["entri_ke"] == 2


def test_another_operator_keys_a_chosen_sheet_a_second_time(
    qtbot: QtBot, store: Store, desk: Desk, keys: Keyboard, family: Household
) -> None:
    (round_,) = rounds.rounds(store.reader())
    plan.plan(store, round_.answering(persen_ketik_ganda=100), None, OPERATOR)
    number = the_number(store, family)
    keys.press(number, ENTER, "/306a", "6", "B", F2)
    other = Keyboard(qtbot, replace(desk, operator="Operator Lain"))
    other.press(number, ENTER)
    assert other.sees("ketikan kedua")
    other.press("/306a", "4", "B", F2)
    assert other.sees("1 isian berbeda. 306a: 6  Sumur tak terlindung dan 4  Sumur bor/pompa")
    assert opened(store, family.family.id).family["sumber_air"] == 6
    assert the_line(store, family)["ketikan_kedua_oleh"] == "Operator Lain"


def test_marks_of_a_sheet_that_was_left_come_back(
    store: Store, keys: Keyboard, family: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, text: str, _options: tuple[str, ...]) -> int | None:
        asked.append(text)
        return None if len(asked) == 1 else len(asked) - 2

    monkeypatch.setattr(dialogs, "choose", choose)
    number = the_number(store, family)
    keys.press(number, ENTER, "1", "2", "002", ENTER, ESCAPE)
    assert asked == ["Lembar SARKIM belum disimpan."]
    assert keys.view.sheet.entering is not None
    keys.press(ESCAPE)
    assert keys.view.sheet.entering is None
    keys.press(number, ENTER)
    assert keys.sees("Entri yang belum disimpan dibuka kembali.")
    assert keys.sees("002")
    entering = keys.view.sheet.entering
    assert entering is not None
    assert len(entering.keyed.marks) == 2
    keys.press(ESCAPE, number, ENTER)
    assert keys.view.sheet.entering is not None
    assert not keys.view.sheet.entering.keyed.marks


def test_a_form_printed_outside_a_round_leads_to_its_family(
    qtbot: QtBot, store: Store, keys: Keyboard, family: Household
) -> None:
    keys.press(numbers.sheet_number(family.family.id), ENTER)
    assert keys.sees("dicetak di luar putaran")
    with qtbot.waitSignal(keys.view.opened) as told:
        keys.operator.press("Buka keluarga")
    assert told.args == [family.family.id]
