"""Inputs: digits choose and move on, letters search, ticks are summed, an answer is told when it is finished."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from puskesos_desktop.domain.codes.house import codes
from puskesos_desktop.domain.household import Value
from puskesos_desktop.forms.fields import KINDS, Choice, Choices, Date, Field, Nik, Number, Place, Text
from puskesos_desktop.ui.kit.inputs.answer import Combo, Input
from puskesos_desktop.ui.kit.inputs.chosen import ChoiceInput, ChoicesInput
from puskesos_desktop.ui.kit.inputs.option_list import OptionList
from puskesos_desktop.ui.kit.inputs.table_of import INPUTS, make_input
from puskesos_desktop.ui.kit.inputs.typed import PlaceInput

WATER = codes({1: "Leding", 4: "Sumur bor", 5: "Sumur terlindung", 10: "Air hujan"})
LEVEL = codes({1: "SD", 2: "SMP", 11: "Tidak sekolah"}, width=2)
CARDS = codes({0: "Tidak punya", 1: "Akta", 2: "KIA", 4: "KTP", 8: "Tidak tahu"})
Shown = Callable[..., list[Input]]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """The inputs of these questions one below the other, and the first one ready for the keyboard."""
    windows: list[QWidget] = []

    def show(*fields: Field) -> list[Input]:
        window = QWidget()
        column = QVBoxLayout(window)
        made = [make_input(field, window) for field in fields]
        for one in made:
            column.addWidget(one)
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        window.activateWindow()
        made[0].entry().setFocus()
        return made

    return show


def told(one: Input) -> list[Value]:
    seen: list[Value] = []
    one.changed.connect(lambda: seen.append(one.value()))
    return seen


def test_every_kind_of_question_has_its_widget() -> None:
    assert set(INPUTS) == set(KINDS)


def test_a_complete_code_is_taken_and_the_keyboard_moves_on(shown: Shown, qtbot: QtBot) -> None:
    water, name = shown(Choice("sumber_air", "Sumber air", options=WATER), Text("nama", "Nama"))
    seen = told(water)
    QTest.keyClicks(water.entry(), "5")
    assert seen == [5]
    assert at(name)


def test_a_code_that_may_go_on_waits_for_the_next_digit_or_for_enter(shown: Shown, qtbot: QtBot) -> None:
    water, name = shown(Choice("sumber_air", "Sumber air", options=WATER), Text("nama", "Nama"))
    QTest.keyClicks(water.entry(), "1")
    assert not at(name)
    QTest.keyClick(water.entry(), Qt.Key.Key_Return)
    assert water.value() == 1
    assert at(name)


def test_a_list_printed_with_two_digits_waits_for_both(shown: Shown, qtbot: QtBot) -> None:
    level, name = shown(Choice("jenjang", "Jenjang", options=LEVEL), Text("nama", "Nama"))
    QTest.keyClicks(level.entry(), "0")
    assert level.value() is None
    QTest.keyClicks(level.entry(), "2")
    assert level.value() == 2
    assert at(name)


def test_a_code_not_on_the_list_says_so_and_stays(shown: Shown, qtbot: QtBot) -> None:
    water, _name = shown(Choice("sumber_air", "Sumber air", options=WATER), Text("nama", "Nama"))
    QTest.keyClicks(water.entry(), "7")
    QTest.keyClick(water.entry(), Qt.Key.Key_Return)
    problem = water.problem()
    assert problem is not None
    assert "tidak ada dalam daftar" in problem.message
    assert at(water)


def test_letters_search_the_words_and_enter_takes_the_first_found(shown: Shown, qtbot: QtBot) -> None:
    water, name = shown(Choice("sumber_air", "Sumber air", options=WATER), Text("nama", "Nama"))
    QTest.keyClicks(water.entry(), "hujan")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert water.value() == 10
    assert at(name)


def test_part_of_the_words_of_one_option_alone_is_enough(shown: Shown, qtbot: QtBot) -> None:
    (water,) = shown(Choice("sumber_air", "Sumber air", options=WATER))
    assert isinstance(water, ChoiceInput)
    water.entry().setText("terlin")  # type: ignore[attr-defined]
    water.commit()
    assert water.value() == 5


def test_the_down_key_opens_the_list_and_enter_takes_the_marked_option(shown: Shown, qtbot: QtBot) -> None:
    (water,) = shown(Choice("sumber_air", "Sumber air", options=WATER))
    QTest.keyClick(water.entry(), Qt.Key.Key_Down)
    listed = water.findChild(OptionList)
    assert listed is not None
    inner = listed.focusWidget()
    QTest.keyClicks(inner, "sss")
    QTest.keyClick(inner, Qt.Key.Key_Return)
    assert water.value() == 4


def test_an_emptied_code_is_no_answer(shown: Shown, qtbot: QtBot) -> None:
    water, _name = shown(Choice("sumber_air", "Sumber air", options=WATER), Text("nama", "Nama"))
    water.set_value(5)
    QTest.keyClick(water.entry(), Qt.Key.Key_Backspace)
    water.entry().clear()  # type: ignore[attr-defined]
    water.commit()
    assert water.value() is None


def test_the_wheel_never_changes_a_chosen_name(shown: Shown) -> None:
    (place,) = shown(Place("dusun", "Dusun"))
    assert isinstance(place, PlaceInput)
    place.set_suggestions(["Krajan", "Karanganyar"])
    place.set_value("Krajan")
    combo = place.findChild(Combo)
    middle = QPointF(5, 5)
    wheel = QWheelEvent(
        middle, middle, QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    assert combo is not None
    combo.wheelEvent(wheel)
    place.commit()
    assert place.value() == "Krajan"


def test_ticks_are_summed(shown: Shown) -> None:
    (cards,) = shown(Choices("identitas", "Kartu", options=CARDS, exclusive=(8,)))
    assert isinstance(cards, ChoicesInput)
    tick(cards, 1)
    tick(cards, 4)
    assert cards.value() == 5


def test_none_and_unknown_stand_alone(shown: Shown) -> None:
    (cards,) = shown(Choices("identitas", "Kartu", options=CARDS, exclusive=(8,)))
    tick(cards, 1)
    tick(cards, 8)
    assert cards.value() == 8
    tick(cards, 2)
    assert cards.value() == 2
    tick(cards, 0)
    assert cards.value() == 0


def test_the_last_tick_taken_away_leaves_no_answer(shown: Shown) -> None:
    (cards,) = shown(Choices("identitas", "Kartu", options=CARDS))
    tick(cards, 4)
    tick(cards, 4)
    assert cards.value() is None


def test_the_sum_printed_on_paper_may_be_typed_and_ticks_the_boxes(shown: Shown, qtbot: QtBot) -> None:
    cards, name = shown(Choices("identitas", "Kartu", options=CARDS), Text("nama", "Nama"))
    QTest.keyClicks(cards.entry(), "6")
    QTest.keyClick(cards.entry(), Qt.Key.Key_Return)
    assert cards.value() == 6
    assert ticked(cards) == {2, 4}
    assert not name.isAncestorOf(cards.entry())


def test_a_list_that_hangs_on_another_answer_changes_with_it(shown: Shown) -> None:
    by = {1: codes({1: "Yatim"}), 2: codes({1: "Tidak mandi", 2: "Tidak makan"})}
    (signs,) = shown(Choices("kriteria", "Kriteria", options=by[2], options_by="jenis", tables=by))
    assert isinstance(signs, ChoicesInput)
    signs.heed({"jenis": 1})
    assert set(signs.ticks) == {1}
    signs.heed({"jenis": 2})
    assert set(signs.ticks) == {1, 2}


def test_a_nik_is_grouped_while_it_is_typed(shown: Shown, qtbot: QtBot) -> None:
    (nik,) = shown(Nik("nik", "NIK"))
    line = nik.entry()
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "3328012001")
    assert line.text() == "3328 0120 01"
    line.setCursorPosition(2)
    QTest.keyClicks(line, "7")
    assert line.text() == "3372 8012 001"
    assert line.cursorPosition() == 3


def test_a_date_is_shown_as_read_and_a_broken_one_stays_with_the_reason(shown: Shown, qtbot: QtBot) -> None:
    (day,) = shown(Date("tanggal_lahir", "Tanggal lahir"))
    line = day.entry()
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "31121990")
    day.commit()
    assert (day.value(), line.text()) == ("1990-12-31", "31-12-1990")
    line.setText("31-31-1990")
    day.commit()
    assert day.value() is None
    assert day.problem() is not None
    assert line.text() == "31-31-1990"


def test_names_are_kept_in_capitals(shown: Shown, qtbot: QtBot) -> None:
    (name,) = shown(Text("nama", "Nama", upper=True))
    QTest.keyClicks(name.entry(), "siti  aminah")
    name.commit()
    assert name.value() == "SITI AMINAH"


def test_setting_an_answer_tells_nobody(shown: Shown) -> None:
    for one, value in zip(
        shown(Number("umur", "Umur"), Choice("a", "A", options=WATER), Choices("b", "B", options=CARDS)),
        (7, 5, 3),
        strict=True,
    ):
        seen = told(one)
        one.set_value(value)
        one.commit()
        assert (one.value(), seen) == (value, [])


def at(one: Input) -> bool:
    return one.window().focusWidget() is one.entry()


def tick(cards: Input, code: int) -> None:
    assert isinstance(cards, ChoicesInput)
    cards.ticks[code].box.click()


def ticked(cards: Input) -> set[int]:
    assert isinstance(cards, ChoicesInput)
    return {code for code, one in cards.ticks.items() if one.box.isChecked()}
