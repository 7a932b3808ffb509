"""Bar charts: one drawing that the window and paper show alike, told apart without colour too."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from puskesos_desktop.documents.press import charts

SVG = "{http://www.w3.org/2000/svg}"
VALUES = [("Krajan", 100), ("Karanganyar", 70), ("Kebonwaru", 50), ("Wetan & Kulon", 25), ("Lor", 3), ("Kidul", 0)]


def painted(svg: bytes, width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def greys(image: QImage, row: int, rows: int) -> list[int]:
    """How bright the points inside the beginning of a bar are."""
    high = image.height() // rows
    top = row * high + high // 3
    return [image.pixelColor(x, y).value() for x in range(124, 150) for y in range(top, top + high // 3)]


def test_the_clip_path_stands_where_svg_wants_it() -> None:
    root = ElementTree.fromstring(charts.svg(charts.bars(VALUES, 300)))
    assert root.findall(f"{SVG}clipPath") == []
    assert len(root.findall(f"{SVG}defs/{SVG}clipPath")) == 1


@pytest.mark.usefixtures("qtbot")
def test_qt_paints_bars_on_white_and_not_a_black_box() -> None:
    image = painted(charts.svg(charts.bars(VALUES, 600, charts.Look(18, 40))), 600, 240)
    white = sum(image.pixelColor(x, y).value() == 255 for x in range(0, 600, 7) for y in range(0, 240, 7))
    assert white > 0.5 * (600 // 7) * (240 // 7)
    black = sum(image.pixelColor(x, y).lightness() < 20 for x in range(0, 600, 7) for y in range(0, 240, 7))
    assert black == 0


@pytest.mark.parametrize("plain", [False, True])
def test_the_steps_differ_without_colour(qtbot: QtBot, plain: bool) -> None:
    values = [("x", number) for number in (19, 39, 59, 79, 100)]
    look = charts.Look(18, 40, plain=plain)
    image = painted(charts.svg(charts.bars(values, 2400, look)), 2400, 200)
    shades = [sum(greys(image, row, 5)) / len(greys(image, row, 5)) for row in range(5)]
    assert all(lighter - darker > 8 for lighter, darker in pairwise(shades)), shades


def test_the_longest_bar_has_the_darkest_step_and_the_least_the_lightest() -> None:
    assert [charts.step(number, 100) for number in (0, 19, 20, 59, 79, 80, 100)] == [0, 0, 1, 2, 3, 4, 4]
    assert charts.step(0, 0) == 0


def test_words_are_written_in_the_windows_letters_and_fit() -> None:
    long = "Dusun Karanganyar Wetan Kali Sebelah Timur"
    text = charts.svg(charts.bars([(long, 5), ("Wetan & Kulon", 1250)], 220), "Segoe UI").decode()
    assert "font-family: 'Segoe UI'" in text
    assert "Helvetica" not in text
    assert long not in text
    assert "Dusun Kar" in text
    assert "Wetan &amp; Kulon" in text
    assert "1.250" in text


def test_a_chart_of_nothing_is_drawn_too() -> None:
    assert b"<svg" in charts.svg(charts.bars([], 200))
    assert b"<svg" in charts.svg(charts.bars([("Krajan", 0)], 10))
