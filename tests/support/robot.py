"""A robot at the keyboard: presses real keys, and after each one looks whether a person could still go on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QFont, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QWidget,
)
from shiboken6 import isValid

from puskesos_desktop.ui.kit.inputs.answer import Input
from puskesos_desktop.ui.kit.jobs import Jobs
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.scrolled import Scrolled
from tests.support import sight, waiting
from tests.support.sight import named

DESTRUCTIVE = re.compile(
    r"\b(hapus|buang|tarik|keluarkan|batalkan|kosongkan|pulihkan|gabungkan|ganti semua|catat meninggal)\b",
    re.IGNORECASE,
)
MOST_STOPS = 160
"""Presses of Tab after which a round that does not come back is a defect."""
PATIENCE_S = 60.0
TAB, BACK, ENTER, ESCAPE = Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape
NARROW = 75
"""Stretch of the narrow letters, in %."""


@dataclass(frozen=True)
class Look:
    """A size of the window, a size of the letters, and whether they are narrow."""

    width: int
    height: int
    percent: int
    narrow: bool = False

    def __str__(self) -> str:
        return f"{self.width}x{self.height} {self.percent}%{' narrow' if self.narrow else ''}"


SMALL_LARGE, SMALL, USUAL_LARGE, USUAL = (
    Look(1024, 600, 150), Look(1024, 600, 100), Look(1366, 768, 150), Look(1366, 768, 100),
)  # fmt: skip
LOOKS = (
    SMALL_LARGE, SMALL, USUAL_LARGE, USUAL,
    Look(1024, 600, 150, True), Look(1024, 600, 100, True), Look(1366, 768, 150, True), Look(1366, 768, 100, True),
)  # fmt: skip


@contextmanager
def letters(look: Look) -> Iterator[None]:
    """The application in letters of this look; afterwards as it was."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before, percent = QFont(app.font()), app.property("textPercent")
    font = QFont("DejaVu Sans")
    if look.narrow:
        font.setStretch(NARROW)
    app.setFont(font)
    style.apply(app, look.percent)
    yield
    app.setFont(before)
    style.apply(app, int(percent or 100))


class Robot:
    """Sits before one window. What it finds is gathered in `found`, each with where it was."""

    def __init__(self, window: QWidget, jobs: Jobs, look: Look) -> None:
        self.window, self._jobs, self.look = window, jobs, look
        self.found: list[str] = []
        self.where = ""
        self.seen: set[str] = set()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key as the system gives it to the window in front, and look at what has the keyboard then."""
        target = QApplication.activePopupWidget() or self.at.windowHandle()
        assert target is not None
        QTest.keyClick(target, key, modifiers)
        self.settle()
        self.check_focus(f"after {key.name}")

    def write(self, text: str) -> None:
        """Type letters where the keyboard is."""
        handle = self.at.windowHandle()
        assert handle is not None
        for letter in text:
            QTest.keyClick(handle, Qt.Key(ord(letter.upper())))
        self.settle()
        self.check_focus(f"after {text!r}")

    @property
    def at(self) -> QWidget:
        """The window in front."""
        return QApplication.activeModalWidget() or self.window

    def settle(self) -> None:
        """Wait until nothing is under way and everything is drawn in its place."""
        until(lambda: not self._jobs.busy, "a job did not end")
        for _ in range(3):
            QApplication.processEvents()

    def activate(self) -> None:
        """The window has the keyboard."""
        self.at.activateWindow()
        QTest.qWaitForWindowActive(self.at)
        self.settle()

    def fit(self, dialog: QDialog) -> None:
        """Give a dialog no more room than the screen of this look has; one that needs more is a defect."""
        self.activate()
        room = QSize(self.look.width - 20, self.look.height - 40)
        dialog.resize(dialog.size().boundedTo(room))
        self.settle()
        if dialog.width() > room.width() or dialog.height() > room.height():
            self._tell(f"{named(dialog)} is larger than the screen: {dialog.width()} × {dialog.height()}")

    def leave(self, dialog: QDialog) -> None:
        """Esc leaves a dialog; one that stays open is a defect."""
        if dialog.isVisible():
            QTest.keyClick(dialog, ESCAPE)
        self.settle()
        if isValid(dialog) and dialog.isVisible():
            self._tell(f"Esc does not leave {named(dialog)}")
            dialog.close()
        self.settle()

    def check_focus(self, after: str) -> None:
        """Something has the keyboard and is in sight, and no dialog does harm by its Enter."""
        focus = QApplication.focusWidget()
        if focus is None:
            self._tell(f"nothing has the keyboard {after}")
        elif why := sight.in_sight(focus):
            self._tell(f"{named(focus)} has the keyboard {after} and {why}")
        self._check_default()

    def check_sight(self) -> None:
        """Nothing in the window in front is cut."""
        for defect in sight.defects(self.at):
            self._tell(defect)

    def round_by_tab(self, *, most: int = MOST_STOPS) -> list[QWidget]:
        """Tab all the way round, looking at the mark of each stop; the stops."""
        stops: list[QWidget] = []
        start = QApplication.focusWidget()
        for _ in range(most):
            before = QApplication.focusWidget()
            marked = _picture(before) if before is not None and before not in stops else None
            self.press(TAB)
            if before is not None and marked is not None and _picture(before) == marked and _shows(before):
                self._tell(f"{named(before)} looks the same with the keyboard and without")
            now = QApplication.focusWidget()
            if now is None or now is start or (now in stops and not isinstance(now, QTextBrowser)):
                break
            stops.append(now)
        else:
            self._tell(f"Tab does not come back after {most} stops; last {named(stops[-1])}")
        self.press(BACK, Qt.KeyboardModifier.ShiftModifier)
        return stops

    def enter_through(self) -> None:
        """Enter from question to question; it never comes to a button that does harm."""
        for _ in range(MOST_STOPS):
            focus = QApplication.focusWidget()
            if focus is None or not _in_a_question(focus) or isinstance(focus, QPlainTextEdit):
                break
            self.press(ENTER)
            self.check_not_destructive("after Enter in a question")
            self.check_ahead()
            if QApplication.focusWidget() is focus:
                break

    def write_into_fields(self) -> None:
        """Letters, spaces and digits typed into each line of the dialog land in that line only."""
        dialog = self.at
        for line in dialog.findChildren(QLineEdit):
            if line.isVisible() and line.isEnabled() and not line.isReadOnly():
                line.setFocus(Qt.FocusReason.TabFocusReason)
                self.write("h b1")
                if self.at is not dialog:
                    self._tell(f"typing into {named(line)} opened {named(self.at)}")
                    return

    def check_ahead(self) -> None:
        """Under the question in work the next row is in sight, unless there is none."""
        focus = QApplication.focusWidget()
        at = focus.parentWidget() if focus is not None and _in_a_question(focus) else None
        while at is not None and not isinstance(at, Scrolled):
            at = at.parentWidget()
        if focus is None or not isinstance(at, Scrolled):
            return
        bottom = focus.mapTo(at.viewport(), focus.rect().bottomLeft()).y()
        bar, room = at.verticalScrollBar(), at.viewport().height()
        if bar.value() < bar.maximum() and bottom + style.row_height() > room > 4 * style.row_height():
            self._tell(f"under {named(focus)} nothing is in sight: it ends at {bottom} of {room}")

    def check_not_destructive(self, after: str) -> None:
        """The keyboard stands on nothing that does harm."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton) and destructive(focus):
            self._tell(f"the keyboard is on {named(focus)} {after}")

    def reach(self, words: str) -> QAbstractButton:
        """Go by Tab to the button with these words."""
        for _ in range(MOST_STOPS):
            focus = QApplication.focusWidget()
            if isinstance(focus, QAbstractButton) and words in (focus.text() or focus.accessibleName()):
                return focus
            self.press(TAB)
        raise AssertionError(f"{self.where}: no way by Tab to {words!r}")

    def choose(self, words: str) -> None:
        """Choose from the menu that is open."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), f"{self.where}: no menu for {words!r}"
        for _ in range(len(menu.actions()) + 1):
            action = menu.activeAction()
            if action is not None and words in action.text():
                break
            QTest.keyClick(menu, Qt.Key.Key_Down)
        else:
            raise AssertionError(f"{self.where}: {words!r} is not in the menu")
        QTest.keyClick(menu, ENTER)
        self.settle()

    def during(self, opening: Callable[[], object], look: Callable[[], None]) -> None:
        """Do what opens a dialog that waits for its answer, and look at it while it stands there; Esc closes it."""
        before = QApplication.activeModalWidget()
        done: list[bool] = []
        timer = QTimer()

        def try_now() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None or dialog is before or not dialog.isVisible() or done:
                return
            timer.stop()
            done.append(True)
            try:
                look()
            finally:
                QTest.keyClick(dialog, ESCAPE)
                if dialog.isVisible():
                    dialog.close()

        timer.timeout.connect(try_now)
        timer.start(10)
        opening()
        until(lambda: bool(done), "no dialog came")
        timer.stop()

    def _check_default(self) -> None:
        dialog = self.at
        if isinstance(dialog, QDialog):
            for button in dialog.findChildren(QPushButton):
                if button.isVisible() and button.isDefault() and destructive(button):
                    self._tell(f"Enter anywhere presses {named(button)}")

    def _tell(self, defect: str) -> None:
        if defect not in self.seen:
            self.seen.add(defect)
            self.found.append(f"[{self.look}] {self.where}: {defect}")


def destructive(button: QAbstractButton) -> bool:
    """Whether a press takes something away: by the property `destructive` where it is declared, else by the words."""
    declared = button.property("destructive")
    return bool(declared) if declared is not None else bool(DESTRUCTIVE.search(button.text()))


def until(done: Callable[[], bool], otherwise: str) -> None:
    """Let the window work until this is so; fails with these words after a minute."""
    waiting.until(done, otherwise, PATIENCE_S)


def _in_a_question(widget: QWidget) -> bool:
    at: QWidget | None = widget
    while at is not None:
        if isinstance(at, Input):
            return True
        at = at.parentWidget()
    return False


def _picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def _shows(widget: QWidget) -> bool:
    """Whether a mark can be told from a picture: the widget is still there, and takes its place in the window."""
    return widget.isVisible() and widget.isEnabled() and not isinstance(widget, QComboBox | QDialog)
