"""The box for one correction on a sheet: the question, its codes, and the input that takes the right answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import Value
from puskesos_desktop.forms.fields import Choice, Choices, Field
from puskesos_desktop.services.rounds.results import Box
from puskesos_desktop.ui.kit.inputs.table_of import Input, make_input
from puskesos_desktop.ui.kit.page import label, paragraph

MOST_CODES = 24


class Correction(QFrame):
    """Asks for the right answer; `given` carries it on Enter, or as soon as a code is complete; Escape tells `left`."""

    given = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._input: Input | None = None
        self._behind: _Behind | None = None
        self._title = label("", "heading")
        self._title.setWordWrap(True)
        self._codes = paragraph("", "small")
        self._wrong = paragraph("", "salah")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 12)
        self._column.setSpacing(6)
        for widget in (self._title, self._codes, self._wrong):
            self._column.addWidget(widget)
        self.hide()

    def ask(self, box: Box, who: str, before: Value = None) -> None:
        """Ask about this box; an earlier correction stands in it to be changed, but a code is chosen anew."""
        self._drop()
        self._title.setText(" · ".join(part for part in (box.number, box.field.label, who) if part))
        self._codes.setText(codes_of(box.field))
        self._codes.setVisible(bool(self._codes.text()))
        self._wrong.hide()
        made = make_input(box.field, self)
        made.set_value(None if isinstance(box.field, Choice) else before)
        made.changed.connect(self._changed)
        for watched in (made, made.entry()):
            watched.installEventFilter(self)
        self._column.insertWidget(1, made)
        self._input = made
        self._behind = _Behind(self, self._passed)
        self._column.addWidget(self._behind)
        self.show()
        made.entry().setFocus(Qt.FocusReason.OtherFocusReason)

    def close_box(self) -> None:
        """Put the box away."""
        self._drop()
        self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter gives the answer, were it that there is none; Escape leaves it as it was."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._input is not None:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._input.commit()
                self._give()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return False

    def _changed(self) -> None:
        problem = self._input.problem() if self._input is not None else None
        self._wrong.setText(problem.message if problem else "")
        self._wrong.setVisible(problem is not None)

    def _passed(self) -> None:
        """The keyboard left the input by itself: a code is complete, or Tab was pressed."""
        made = self._input
        if made is None:
            return
        if made.problem() is None and made.value() is not None:
            self._give()
        else:
            made.entry().setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        made = self._input
        if made is not None and made.problem() is None:
            self.given.emit(made.value())

    def _drop(self) -> None:
        gone = (self._behind, self._input)
        self._input = self._behind = None  # first: hiding what has the keyboard passes it on
        for old in gone:
            if old is not None:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()


class _Behind(QWidget):
    """Stands unseen behind the input in the order of Tab: the keyboard arrives here when the answer is done."""

    def __init__(self, parent: QWidget, reached: Callable[[], None]) -> None:
        super().__init__(parent)
        self._reached = reached
        self.setFixedHeight(1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._reached()


def codes_of(field: Field) -> str:
    """The printed codes of a question in one line; nothing for the others."""
    if not isinstance(field, Choice | Choices):
        return field.hint
    listed = [f"{field.options.printed(code)} {words}" for code, words in field.options.items.items()]
    more = "  …" if len(listed) > MOST_CODES else ""
    said = "   ".join(listed[:MOST_CODES]) + more
    return f"Jumlahkan kodenya:   {said}" if isinstance(field, Choices) else said
