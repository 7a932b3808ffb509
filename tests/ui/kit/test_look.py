"""The look: readable colours, a stylesheet in every size, icons, lists that stay fluid, Qt's words in Indonesian."""

from __future__ import annotations

import re
import time
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from puskesos_desktop.files.resources import resource
from puskesos_desktop.ui.kit.look import style, tokens
from puskesos_desktop.ui.kit.look.qss import sheet
from puskesos_desktop.ui.kit.page import Banner, Chips
from puskesos_desktop.ui.kit.table import Column, Table, columns_button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NAMES = (
    "keluarga individu rumah cari tambah simpan hapus cetak kirim terima urungkan kunci keluar pengaturan panduan "
    "peringatan salah benar info saring kolom excel pdf tutup turun kanan orang jam berkas folder usb riwayat "
    "ppks beranda"
).split()
Line = tuple[str, str]


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    style.apply(qapp, 100)
    return qapp


@pytest.fixture
def table(app: QApplication, qtbot: QtBot) -> Table[Line]:
    columns: list[Column[Line]] = [
        Column("nama", "Nama", 200, lambda row: row[1], bold=True),
        Column("tanda", "Tanda", 200, lambda _row: "", chips=lambda _row: [("RTLH", "salah")], sortable=False),
    ]
    made = Table(columns, lambda row: row[0])
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_every_colour_of_words_can_be_read_on_its_grounds() -> None:
    grounds = (tokens.PAPER, tokens.GROUND, tokens.ACCENT_SOFT)
    pairs = [*product((tokens.INK, tokens.QUIET, tokens.ODD, tokens.WRONG, tokens.INFO, tokens.ACCENT), grounds)]
    pairs += [*tokens.STATES.values(), (tokens.PAPER, tokens.ACCENT), (tokens.INK, tokens.ODD_SOFT)]
    poor = [(one, other) for one, other in pairs if contrast(one, other) < 4.5]
    assert poor == []


@pytest.mark.parametrize("percent", [100, 110, 125, 150])
def test_the_text_grows_with_the_setting(app: QApplication, percent: int) -> None:
    style.apply(app, percent)
    size, high = app.font().pointSizeF(), style.row_height()
    style.apply(app, 100)
    assert size == pytest.approx(10.5 * percent / 100)
    assert high == round(30 * percent / 100)


def test_high_contrast_paints_only_with_the_colours_of_the_system() -> None:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in zip(
        (roles.WindowText, roles.Window, roles.Highlight, roles.HighlightedText),
        ("#ffffff", "#000000", "#ffff00", "#000000"),
        strict=True,
    ):
        palette.setColor(role, QColor(colour))
    used = set(re.findall(r"#[0-9A-Fa-f]{6}\b", sheet(100, style.contrasting(palette))))
    assert used == {"#ffffff", "#000000", "#ffff00"}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_ours_in_one_colour_and_draws_something(app: QApplication, name: str) -> None:
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", text)) == {style.INK}
    drawn = style.pixmap(name, style.WRONG, 20).toImage()
    colours = {
        drawn.pixelColor(x, y).name() for x, y in product(range(40), range(40)) if drawn.pixelColor(x, y).alpha() == 255
    }
    assert style.WRONG.lower() in colours


def test_qts_own_menu_speaks_indonesian(app: QApplication, qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    words = {action.text().split("\t")[0].replace("&", "") for action in menu.actions() if action.text()}
    menu.deleteLater()
    assert words == {"Urungkan", "Ulangi", "Potong", "Salin", "Tempel", "Hapus", "Pilih semua"}


def test_fifty_thousand_rows_are_set_and_scrolled_without_a_widget_each(table: Table[Line], app: QApplication) -> None:
    rows = [(str(number), f"SARKIM {number}") for number in range(50_000)]
    began = time.perf_counter()
    table.show_rows(rows)
    table.scrollToBottom()
    table.grab()
    assert time.perf_counter() - began < 2.0
    assert len(table.viewport().findChildren(QLabel)) == 0


def test_the_selected_row_stays_selected_when_the_rows_are_read_again(table: Table[Line]) -> None:
    table.show_rows([("a", "SARKIM"), ("b", "TARSINI"), ("c", "WARSO")])
    table.selectRow(1)
    table.show_rows([("c", "WARSO"), ("a", "SARKIM"), ("x", "DARMI"), ("b", "TARSINI")])
    assert table.current() == ("b", "TARSINI")


def test_enter_opens_the_selected_row(table: Table[Line], qtbot: QtBot) -> None:
    opened: list[Line] = []
    table.activated_row.connect(opened.append)
    table.show_rows([("a", "SARKIM"), ("b", "TARSINI")])
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [("b", "TARSINI")]


def test_a_press_on_a_heading_asks_for_its_order_and_again_for_the_other_way(table: Table[Line], qtbot: QtBot) -> None:
    asked: list[tuple[str, bool]] = []
    table.sort_changed.connect(lambda key, down: asked.append((key, down)))
    header = table.horizontalHeader()
    for x in (20, 20, 250):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    assert asked == [("nama", False), ("nama", True)]


def test_the_arrow_of_a_heading_points_up_from_a_to_z(table: Table[Line], app: QApplication) -> None:
    header = table.horizontalHeader()
    heights = []
    for descending in (False, True):
        table.set_sorted("nama", descending)
        shot = header.grab(QRect(170, 0, 30, header.height())).toImage()
        dark = [
            (x, y) for y in range(shot.height() - 3) for x in range(shot.width()) if shot.pixelColor(x, y).red() < 160
        ]
        rows = [sum(y == row for _, y in dark) for row in sorted({y for _, y in dark})]
        heights.append(rows[0] < rows[-1])
    assert heights == [True, False]


def test_columns_give_way_where_there_is_no_room_and_take_it_back(app: QApplication, qtbot: QtBot) -> None:
    columns: list[Column[Line]] = [
        Column("nama", "Nama", 300, lambda row: row[1], least=100),
        Column("nik", "NIK", 160, lambda row: row[0]),
        Column("dusun", "Dusun", 200, lambda row: row[0], least=150),
    ]
    made = Table(columns, lambda row: row[0])
    qtbot.addWidget(made)
    made.show()
    for width, tight in ((500, True), (900, False)):
        made.resize(width, 300)
        assert made.horizontalScrollBar().maximum() == 0
        assert (made.columnWidth(0) < 300, made.columnWidth(1)) == (tight, 160)


def test_columns_are_chosen_from_a_menu(table: Table[Line]) -> None:
    button = columns_button(table, lambda: None)
    menu = button.menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "Tanda").trigger()
    assert [column.key for column in table.shown_columns()] == ["nama"]


def test_a_chip_taken_away_tells_its_key(app: QApplication, qtbot: QtBot) -> None:
    chips = Chips()
    qtbot.addWidget(chips)
    removed: list[str] = []
    chips.removed.connect(removed.append)
    chips.show_chips([("rt", "RT 003"), ("rtlh", "RTLH")])
    chips.findChildren(QPushButton)[1].click()
    assert removed == ["rtlh"]


def test_a_banner_says_its_sentence_and_offers_the_deed(app: QApplication, qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    done: list[bool] = []
    banner.say("peringatan", "Ada draf yang belum disimpan.", "Lanjutkan", lambda: done.append(True))
    banner.findChildren(QPushButton)[0].click()
    assert (banner.text(), done) == ("Ada draf yang belum disimpan.", [True])
