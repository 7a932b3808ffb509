"""The line one types into to find something: it searches by itself a moment later, and the arrow key takes a hit."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from puskesos_desktop.ui.kit.table import Table

SEARCH_AFTER_MS = 120
AROUND, WIDEST = 44, 680
"""Pixels of the line that are no letters, and the most it asks for when letters are large."""


def hint(line: QLineEdit, words: str) -> None:
    """Say in an empty line what is typed there, and make the line wide enough for it."""
    line.setPlaceholderText(words)
    line.setMinimumWidth(min(line.fontMetrics().horizontalAdvance(words) + AROUND, WIDEST))


class SearchLine(QLineEdit):
    """`wanted` carries what is typed; Down brings the keyboard to `hits`, Enter tells `entered` after the search."""

    wanted = Signal(str)
    entered = Signal()

    def __init__(self, hits: Table[Any], name: str, placeholder: str) -> None:
        super().__init__()
        self._hits = hits
        self.setAccessibleName(name)
        hint(self, placeholder)
        self.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.search_now)
        self.textChanged.connect(lambda _text: self._timer.start(SEARCH_AFTER_MS))

    def search_now(self) -> None:
        """Search without waiting for the next key."""
        self._timer.stop()
        self.wanted.emit(self.text().strip())

    def choose(self) -> None:
        """Let the arrow keys choose among the hits, when there are any."""
        if self._hits.isVisible() and self._hits.rows.rows:
            self._hits.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self.search_now()
            if event.key() == Qt.Key.Key_Down:
                self.choose()
            else:
                self.entered.emit()
        else:
            super().keyPressEvent(event)
