"""What every input is: the answer to one question, told when it is finished."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.outcome import Issue
from puskesos_desktop.forms.fields import Field
from puskesos_desktop.ui.kit.look import style


class Input(QWidget):
    """The answer to one question. `changed` is told once an answer is finished, not at every key."""

    changed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.setObjectName(field.key)
        self.setAccessibleName(field.label)
        self._value: Value = None
        self._problem: Issue | None = None

    def value(self) -> Value:
        """The stored form of the answer; nothing while what is typed cannot be understood."""
        return self._value

    def set_value(self, value: Value) -> None:
        """Show this answer without telling anybody."""
        self._value = value
        self._problem = None
        self.show_value()

    def problem(self) -> Issue | None:
        """Why what is typed is no answer."""
        return self._problem

    def show_value(self) -> None:
        """Bring the widget in line with the value."""

    def commit(self) -> None:
        """Take what is typed as the answer now."""

    def heed(self, answers: Mapping[str, Value]) -> None:
        """Look at the record's other answers, for lists that depend on them."""

    def entry(self) -> QWidget:
        """The widget that takes the keyboard."""
        return self

    def mark_wrong(self, wrong: bool) -> None:
        """Give the entry the look of a wrong answer, or take it away."""
        if bool(self.entry().property("wrong")) != wrong:
            style.mark(self.entry(), wrong=wrong)

    def move_on(self) -> None:
        """Finish the answer and go to the next question, were it one that appears only now.

        After the last one comes the main button, never another: an Enter too many must delete nothing.
        """
        self.commit()
        after = self.nextInFocusChain()
        while after is not None and after is not self and not self._is_next(after):
            after = after.nextInFocusChain()
        if after is not None and after is not self:
            after.setFocus(Qt.FocusReason.TabFocusReason)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab too finishes the answer first, so that a question it makes appear is not passed over."""
        self.commit()
        return super().focusNextPrevChild(next)

    def take(self, parsed: Value | Issue) -> None:
        """Keep a parsed answer, or why it is none, and tell it when that changes anything."""
        value, problem = (None, parsed) if isinstance(parsed, Issue) else (parsed, self.field.problem(parsed))
        told = value != self._value or problem != self._problem
        self._value, self._problem = value, problem
        if told:
            self.changed.emit()

    def _is_next(self, other: QWidget) -> bool:
        return (
            bool(other.focusPolicy() & Qt.FocusPolicy.TabFocus)
            and other.isEnabled()
            and other.isVisible()
            and not self.isAncestorOf(other)
            and other.window() is self.window()
            and (not isinstance(other, QPushButton) or other.property("kind") == "main")
        )


class Combo(QComboBox):
    """A list whose value the mouse wheel never changes while the form is scrolled."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Picker(Combo):
    """A list to choose from that is as wide as the words it holds now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)


def bare_row(owner: QWidget) -> QHBoxLayout:
    """A layout from left to right without margins."""
    row = QHBoxLayout(owner)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    return row
