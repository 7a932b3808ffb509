"""Inputs that are typed: a line, several lines of notes, a name out of the village's own list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from puskesos_desktop.domain import identity
from puskesos_desktop.forms import fields
from puskesos_desktop.forms.fields import Field, Text
from puskesos_desktop.ui.kit.inputs.answer import Combo, Input, bare_row
from puskesos_desktop.ui.kit.look import style

PLACEHOLDERS: dict[type[Field], str] = {
    fields.Date: "hari-bulan-tahun",
    fields.Month: "bulan-tahun",
    fields.Nik: "16 angka",
    fields.Coordinate: "lintang, bujur",
}
WIDTHS: dict[type[Field], int] = {
    fields.Digits: 20,
    fields.Nik: 22,
    fields.Number: 10,
    fields.Money: 20,
    fields.Year: 10,
    fields.Date: 18,
    fields.Month: 14,
    fields.Coordinate: 26,
}
"""How many digits wide each kind is; the others take the whole width."""
LINE_SHARE = 100
"""The line takes all it may have before the empty room beside it takes any."""


class LineInput(Input):
    """A line of text, digits, a number, a date …: whatever the field's `parse` understands."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._line = QLineEdit(self)
        self._line.setAccessibleName(field.label)
        self._line.setPlaceholderText(PLACEHOLDERS.get(type(field), ""))
        self._line.editingFinished.connect(self.commit)
        self._line.returnPressed.connect(self.move_on)
        if isinstance(field, fields.Nik):
            self._line.textEdited.connect(self._group)
        row = bare_row(self)
        row.addWidget(self._line, LINE_SHARE)
        if field.unit:
            row.addWidget(QLabel(field.unit, self))
        if type(field) in WIDTHS:
            self._line.setMaximumWidth(round((WIDTHS[type(field)] * 8 + 20) * style.scaled(1.0)))
            row.addStretch(1)

    def show_value(self) -> None:
        self._line.setText(self.field.show(self._value))

    def commit(self) -> None:
        if self._problem is None and self._line.text() == self.field.show(self._value):
            return
        self.take(self.field.parse(self._line.text()))
        if self._problem is None or self._value is not None:
            self.show_value()

    def entry(self) -> QWidget:
        return self._line

    def _group(self, typed: str) -> None:
        """Keep a NIK in groups of four while it is typed, with the cursor behind the same digit."""
        digits = identity.clean_number(typed)
        if digits.isdigit() and len(digits) <= identity.NUMBER_LENGTH:
            before = len(identity.clean_number(typed[: self._line.cursorPosition()]))
            self._line.setText(identity.grouped(digits))
            self._line.setCursorPosition(before + max(before - 1, 0) // 4)


class NoteInput(Input):
    """Several lines of notes; Enter starts a line, Tab moves on."""

    def __init__(self, field: Text, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._note = _Note(self, self.commit)
        self._note.setAccessibleName(field.label)
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(round(style.row_height() * 0.75 * field.lines) + 14)
        bare_row(self).addWidget(self._note)

    def show_value(self) -> None:
        self._note.setPlainText(self.field.show(self._value))

    def commit(self) -> None:
        self.take(self.field.parse(self._note.toPlainText()))

    def entry(self) -> QWidget:
        return self._note


class PlaceInput(Input):
    """A name out of the village's own list; new ones are welcome."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._names = Combo(self)
        self._names.setEditable(True)
        self._names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._names.setAccessibleName(field.label)
        self._names.activated.connect(lambda _place: self.commit())
        line = QLineEdit(self._names)
        line.setFrame(False)
        self._names.setLineEdit(line)
        completer = self._names.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        line.editingFinished.connect(self.commit)
        line.returnPressed.connect(self.move_on)
        bare_row(self).addWidget(self._names, 1)

    def set_suggestions(self, names: Sequence[str]) -> None:
        """The names to offer."""
        self._names.clear()
        self._names.addItems(list(names))
        self.show_value()

    def show_value(self) -> None:
        self._names.setEditText(self.field.show(self._value))

    def commit(self) -> None:
        self.take(self.field.parse(self._names.currentText()))

    def entry(self) -> QWidget:
        return self._names


class _Note(QPlainTextEdit):
    def __init__(self, parent: QWidget, left: Callable[[], None]) -> None:
        super().__init__(parent)
        self._left = left

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._left()
