"""Every page of the window by keyboard only: reached by the rail, walked round by Tab, nothing cut, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabWidget
from pytestqt.qtbot import QtBot

from puskesos_desktop.app import Shell
from puskesos_desktop.ui.desa.frame.rail import NavButton
from puskesos_desktop.ui.kit.table import Table
from tests.support.operator import frame_of
from tests.support.robot import ENTER, LOOKS, TAB, Robot
from tests.support.stage import at_the_village, in_turn

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def robot(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[Robot]:
    """A robot in front of the village, in the look that the test names."""
    yield from at_the_village(request.param, qtbot, tmp_path)


@pytest.mark.parametrize("robot", LOOKS, indirect=True, ids=str)
def test_every_page_is_reached_by_the_rail_and_walked_by_tab(robot: Robot, request: pytest.FixtureRequest) -> None:
    shell = robot.window
    assert isinstance(shell, Shell)
    entries = frame_of(shell).navigation.titles
    for number, words in enumerate(entries):
        if in_turn(robot, number, request):
            to_page(robot, shell, words)
            walk(robot)
    assert not robot.found, "\n".join(robot.found)


def to_page(robot: Robot, shell: Shell, words: str) -> None:
    """By Tab to the rail, by arrows to the entry without opening any other, by Enter to the page."""
    robot.where = f"on the way to {words}"
    pages = frame_of(shell).navigation.pages
    before = pages.current
    for _ in range(200):
        if isinstance(QApplication.focusWidget(), NavButton):
            break
        robot.press(TAB)
    robot.press(Qt.Key.Key_Home)
    for _ in range(40):
        focus = QApplication.focusWidget()
        if isinstance(focus, NavButton) and focus.text() == words:
            break
        robot.press(Qt.Key.Key_Down)
    assert pages.current is before, f"an arrow on the rail opened {pages.current.title}"
    robot.press(ENTER)
    assert pages.current.title == words, f"nobody reaches {words} by the rail"


def walk(robot: Robot) -> None:
    """What there is to see and to press on the page in front."""
    shell = robot.window
    assert isinstance(shell, Shell)
    page = frame_of(shell).navigation.pages.current
    robot.where = page.title
    robot.check_sight()
    robot.round_by_tab()
    tables = [one for one in page.findChildren(Table) if one.isVisible()]
    for table in tables:
        table.setFocus(Qt.FocusReason.TabFocusReason)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_Home):
            robot.press(key)
    robot.check_sight()
    for tabs in page.findChildren(QTabWidget):
        for number in range(1, tabs.count()):
            tabs.tabBar().setFocus(Qt.FocusReason.TabFocusReason)
            robot.press(Qt.Key.Key_Right)
            robot.where = f"{page.title} {tabs.tabText(number)}"
            robot.check_sight()
            robot.round_by_tab()
