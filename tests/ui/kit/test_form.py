"""The form on screen: questions come and go with their conditions, Tab keeps paper order, issues stand below."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from puskesos_desktop.domain.codes.house import YA_TIDAK, codes
from puskesos_desktop.domain.household import Answers
from puskesos_desktop.domain.outcome import error, hint, warning
from puskesos_desktop.forms.conditions import Situation, When
from puskesos_desktop.forms.fields import Choice, Choices, Number, Reference, Text
from puskesos_desktop.forms.form import section
from puskesos_desktop.forms.kinds import anggota
from puskesos_desktop.ui.kit.form_view import FormView, IssueLine, scrolled
from puskesos_desktop.ui.kit.inputs.chosen import ChoicesInput
from puskesos_desktop.ui.kit.inputs.option_list import OptionButton
from puskesos_desktop.ui.kit.look import style

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SIGNS = {1: codes({1: "Yatim"}), 2: codes({1: "Tidak mandi", 2: "Tidak makan"})}
AIR = section(
    "III.C", "Air dan listrik",
    Reference("bangunan_id", "Bangunan", to="bangunan"),
    Choice("sumber_air", "Sumber air", number="306a", options=codes({1: "Leding", 5: "Sumur", 10: "Hujan"})),
    Number("jarak", "Jarak ke limbah", number="306b", unit="meter", when=When("sumber_air", (1, 5))),
    Choice("jenis", "Jenis", options=codes({1: "Anak", 2: "Lansia"})),
    Choices("kriteria", "Kriteria", options=SIGNS[2], options_by="jenis", tables=SIGNS),
    Text("catatan", "Catatan", longest=10),
)  # fmt: skip
LAIN = section("V", "Program", Choice("pkh", "Program Keluarga Harapan", options=YA_TIDAK, when=When("jenis", (2,))))
EMPTY: Answers = {field.key: None for block in (AIR, LAIN) for field in block.fields}


@pytest.fixture
def form(qtbot: QtBot) -> FormView:
    view = FormView((AIR, LAIN))
    qtbot.addWidget(view)
    view.set_record({**EMPTY, "bangunan_id": "b1"}, Situation)
    view.resize(900, 700)
    view.show()
    return view


def asked(view: FormView) -> list[str]:
    return [key for key in EMPTY if (found := view.findChild(QWidget, key)) is not None and found.isVisible()]


def here(view: FormView) -> str:
    now = view.focusWidget()
    return now.objectName() if now else ""


def test_a_question_that_does_not_apply_is_absent(form: FormView) -> None:
    assert asked(form) == ["sumber_air", "jenis", "kriteria", "catatan"]


def test_an_answer_brings_its_questions_and_their_heading(form: FormView) -> None:
    form.set_answer("sumber_air", 5)
    form.set_answer("jenis", 2)
    assert asked(form) == ["sumber_air", "jarak", "jenis", "kriteria", "catatan", "pkh"]
    assert any(label.text() == "V  Program" and label.isVisible() for label in form.findChildren(QLabel))


def test_an_id_is_kept_and_never_shown(form: FormView) -> None:
    assert form.findChild(QWidget, "bangunan_id") is None
    assert form.values()["bangunan_id"] == "b1"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_the_keyboard_goes_on_to_a_question_that_appears_only_now(form: FormView, qtbot: QtBot, key: Qt.Key) -> None:
    form.focus_on("sumber_air")
    QTest.keyClicks(form.focusWidget(), "1")
    QTest.keyClick(form.focusWidget(), key)
    now = form.focusWidget()
    assert now is not None
    assert now.parentWidget() is form.findChild(QWidget, "jarak")


def test_tab_and_back_tab_follow_the_paper(form: FormView, qtbot: QtBot) -> None:
    form.focus_on("sumber_air")
    QTest.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    assert here(form) == "jenis.kode"
    QTest.keyClick(form.focusWidget(), Qt.Key.Key_Backtab)
    assert here(form) == "sumber_air.kode"


def test_a_change_is_told_by_its_key_and_is_in_the_values(form: FormView, qtbot: QtBot) -> None:
    seen: list[str] = []
    form.changed.connect(seen.append)
    form.focus_on("sumber_air")
    QTest.keyClicks(form.focusWidget(), "5")
    assert seen == ["sumber_air"]
    assert form.values()["sumber_air"] == 5


def test_what_is_being_typed_counts_when_it_is_asked_for(form: FormView, qtbot: QtBot) -> None:
    form.focus_on("catatan")
    QTest.keyClicks(form.focusWidget(), "lama")
    form.commit()
    assert form.values()["catatan"] == "lama"


def test_a_list_follows_the_answer_it_hangs_on(form: FormView) -> None:
    form.set_answer("jenis", 1)
    ticks = form.findChild(ChoicesInput, "kriteria")
    assert ticks is not None
    assert set(ticks.ticks) == {1}


def test_issues_stand_under_their_answer_the_gravest_first(form: FormView) -> None:
    form.show_issues(
        [hint("jenis", "Tahun lalu: Anak."), error("jenis", "Wajib diisi."), warning("catatan", "Janggal.")]
    )
    lines = form.findChildren(IssueLine, "jenis.masalah")
    assert [line.accessibleName() for line in lines] == ["Betulkan: Wajib diisi.", "Catatan: Tahun lalu: Anak."]
    form.show_issues([])
    assert not any(line.isVisible() for line in form.findChildren(IssueLine))


def test_an_answer_that_is_too_long_says_so_at_once(form: FormView, qtbot: QtBot) -> None:
    form.focus_on("catatan")
    QTest.keyClicks(form.focusWidget(), "terlalu panjang")
    form.commit()
    assert [issue.field for issue in form.unread()] == ["catatan"]
    assert form.findChildren(IssueLine, "catatan.masalah")[0].isVisible()


def test_nothing_is_cut_off_at_the_largest_text(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, 150)
    try:
        view = FormView(anggota.SECTIONS)
        area = scrolled(view)
        qtbot.addWidget(area)
        area.resize(1366 - 420, 700)
        view.set_record(dict.fromkeys(field.key for block in anggota.SECTIONS for field in block.fields), Situation)
        area.show()
        app.sendPostedEvents()
        wide = area.viewport().width()
        cut = [
            one.objectName() or one.metaObject().className()
            for one in view.findChildren(QWidget)
            if one.isVisible() and one.mapTo(view, QPoint(one.width(), 0)).x() > wide
        ]
        assert (view.width() <= wide, cut) == (True, [])
    finally:
        style.apply(app, 100)


def test_long_words_of_a_choice_take_the_lines_they_need(qtbot: QtBot) -> None:
    button = OptionButton(None, codes({1: "SHM bukan a.n. anggota keluarga tanpa perjanjian pemanfaatan tertulis"}))
    qtbot.addWidget(button)
    low = button.heightForWidth(300)
    button.show_code(1)
    assert button.heightForWidth(300) > low
    assert button.heightForWidth(1200) == low


def test_a_person_with_all_questions_opens_without_waiting(qtbot: QtBot) -> None:
    began = time.perf_counter()
    view = FormView(anggota.SECTIONS)
    qtbot.addWidget(view)
    assert time.perf_counter() - began < 1.0
