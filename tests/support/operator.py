"""An operator at the keyboard: finds things by the words people read, types, presses, and says what is seen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from puskesos_desktop.app import Shell
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import lists
from puskesos_desktop.ui.desa.frame.frame import Frame
from puskesos_desktop.ui.desa.rows.tiles import BarChart
from puskesos_desktop.ui.kit.inputs.table_of import Input
from puskesos_desktop.ui.kit.jobs import Jobs
from tests.support import waiting
from tests.support.village import OPERATOR, a_household, a_store, saved


def a_shell(qtbot: QtBot, folder: Path) -> Shell:
    """The program's window, as large as on a small laptop; at the end of the test unsaved work is thrown away."""
    made = Shell(folder / "desa", folder / "contoh")
    qtbot.addWidget(made, before_close_func=_throw_away)
    made.resize(1366, 720)
    made.show()
    return made


def _throw_away(shell: Shell) -> None:
    """What was typed is given up and no backup is made, so that the window closes at once, its store with it."""
    if shell.frame is not None:
        shell.frame.host.drop()
    shell.backed_up = True


class Operator:
    """Drives one window."""

    def __init__(self, window: QWidget, jobs: Jobs) -> None:
        self.window = window
        self._jobs = jobs

    def press(self, words: str) -> None:
        """Press the visible button with these words, or with these among others; wait until the work is done."""
        found = [one for one in self.window.findChildren(QAbstractButton) if one.isVisible() and words in one.text()]
        found.sort(key=lambda one: one.text() != words)
        assert found, f"no button {words!r} among {[one.text() for one in self.window.findChildren(QAbstractButton)]}"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()

    def fill(self, **answers: str) -> None:
        """Type answers into questions by their key, each followed by Enter."""
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        for key, text in answers.items():
            entry = self.entry(key)
            entry.setFocus()
            if isinstance(entry, QLineEdit):
                entry.selectAll()
            QTest.keyClicks(entry, text)
            if entry.hasFocus():
                QTest.keyClick(entry, Qt.Key.Key_Return)
            self.settle()

    def type_keys(self, *keys: Qt.Key | str) -> None:
        """Press keys wherever the keyboard is."""
        for key in keys:
            self.take_keyboard()
            target = QApplication.focusWidget() or self.window
            if isinstance(key, str):
                QTest.keyClicks(target, key)
            else:
                QTest.keyClick(target, key)
        self.settle()

    def take_keyboard(self) -> None:
        """Where no window has the keyboard, as when that of the test before went away late, this one takes it."""
        if QApplication.activeWindow() is None:
            self.window.activateWindow()
            QTest.qWaitForWindowActive(self.window)

    def entry(self, key: str) -> QWidget:
        """The widget that takes the answer to a question."""
        found = [one for one in self.window.findChildren(Input, key) if one.isVisible()]
        assert found, f"question {key} is not shown"
        return found[0].entry()

    def asked(self, key: str) -> bool:
        """Whether a question is shown now."""
        return any(one.isVisible() for one in self.window.findChildren(Input, key))

    def sees(self, words: str) -> bool:
        """Whether these words stand anywhere in sight, now or as soon as the window has come to it."""
        return waiting.comes(lambda: self._reads(words))

    def never_sees(self, words: str) -> bool:
        """Whether these words stand nowhere in sight once the window is at rest."""
        self.settle()
        return not self._reads(words)

    def _reads(self, words: str) -> bool:
        return any(words in text for text in self.texts())

    def texts(self) -> list[str]:
        """Everything that can be read: labels, buttons, bars of charts, and cells of tables."""
        seen = [one.text() for one in self.window.findChildren(QLabel) if one.isVisible()]
        seen += [one.text() for one in self.window.findChildren(QAbstractButton) if one.isVisible()]
        seen += [one.accessibleName() for one in self.window.findChildren(BarChart) if one.isVisible()]
        for table in self.window.findChildren(QTableView):
            model = table.model()
            if table.isVisible() and model is not None:
                for row in range(min(model.rowCount(), 50)):
                    cells = (str(model.index(row, column).data() or "") for column in range(model.columnCount()))
                    seen.append(" ".join(cells))
        return seen

    def settle(self) -> None:
        """Wait until the window is at rest: no job, no waiting event, no timer about to fire."""
        waiting.rest(self._jobs)


def two_families(shell: Shell, operator: Operator, folder: Path) -> Store:
    """Sign in to a village of two families and show their list."""
    store = a_store(folder)
    for name, rt in (("SARKIM", "001"), ("KARTO", "002")):
        saved(store, a_household(store, name, rt=rt, nomor_kk=f"33280120011070{rt[1:]}0"[:16], alamat="Gang Melati"))
    shell.enter(store, OPERATOR)
    frame_of(shell).show_page("Keluarga")
    operator.settle()
    return store


def frame_of(shell: Shell) -> Frame:
    """The window somebody is signed in to."""
    assert shell.frame is not None
    return shell.frame


def edit(shell: Shell, operator: Operator, store: Store, name: str) -> str:
    """Open the family of this head in the editor; its id."""
    family = next(one.id for one in lists.families(store.reader()) if one.kepala == name)
    frame_of(shell).edit_family(family)
    operator.settle()
    return family


def go(shell: Shell, operator: Operator, words: str) -> None:
    """Go to the section of the editor with these words."""
    outline = shell.frame.host.editor.outline  # type: ignore[union-attr]
    place = next(number for number in range(outline.count()) if words in outline.item(number).text())
    outline.setCurrentRow(place)
    operator.settle()
