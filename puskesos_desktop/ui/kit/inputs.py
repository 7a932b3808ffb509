"""One widget for each kind of question: digits choose, Enter moves on, an answer is told when it is finished."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from puskesos_desktop.domain.codes import Codes
from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.outcome import Issue
from puskesos_desktop.forms import fields
from puskesos_desktop.forms.fields import Choice, Choices, Field, Text
from puskesos_desktop.ui.kit import style

Answers = Mapping[str, Value]


class Input(QWidget):
    """The answer to one question. `changed` is told once an answer is finished, not at every key."""

    changed = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.setObjectName(field.key)
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

    def heed(self, answers: Answers) -> None:
        """Look at the record's other answers, for lists that depend on them."""

    def entry(self) -> QWidget:
        """The widget that takes the keyboard."""
        return self

    def mark_wrong(self, wrong: bool) -> None:
        """Give the entry the look of a wrong answer, or take it away."""
        if bool(self.entry().property("wrong")) != wrong:
            style.mark(self.entry(), wrong=wrong)

    def _take(self, parsed: Value | Issue) -> None:
        value, problem = (None, parsed) if isinstance(parsed, Issue) else (parsed, self.field.problem(parsed))
        told = value != self._value or (problem is None) != (self._problem is None)
        self._value, self._problem = value, problem
        if told:
            self.changed.emit()


class LineInput(Input):
    """A line of text, digits, a number, a date …: whatever the field's `parse` understands."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._line = QLineEdit()
        self._line.setAccessibleName(field.label)
        self._line.setPlaceholderText(_PLACEHOLDERS.get(type(field), ""))
        self._line.editingFinished.connect(self.commit)
        self._line.returnPressed.connect(self.focusNextChild)
        row = _bare_row(self)
        row.addWidget(self._line, 1)
        if field.unit:
            row.addWidget(QLabel(field.unit))
        if type(field) in _SHORT:
            self._line.setMaximumWidth(260)
            row.addStretch(1)

    def show_value(self) -> None:
        self._line.setText(self.field.show(self._value))

    def commit(self) -> None:
        if self._line.text() == self.field.show(self._value) and self._problem is None:
            return
        self._take(self.field.parse(self._line.text()))
        if self._problem is None or self._value is not None:
            self.show_value()

    def entry(self) -> QWidget:
        return self._line


class NoteInput(Input):
    """Several lines of notes; Tab moves on."""

    def __init__(self, field: Text) -> None:
        super().__init__(field)
        self._note = _Note(self.commit)
        self._note.setAccessibleName(field.label)
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(round(style.row_height() * 0.75 * field.lines) + 14)
        _bare_row(self).addWidget(self._note)

    def show_value(self) -> None:
        self._note.setPlainText(self.field.show(self._value))

    def commit(self) -> None:
        self._take(self.field.parse(self._note.toPlainText()))

    def entry(self) -> QWidget:
        return self._note


class ChoiceInput(Input):
    """A code box and the words beside it: digits choose and move on, letters search the words."""

    def __init__(self, field: Choice) -> None:
        super().__init__(field)
        self.codes = field.options
        self._code = QLineEdit()
        self._code.setFixedWidth(round(64 * style.scaled(1.0)))
        self._code.setAccessibleName(f"{field.label}: kode")
        self._words = Combo()
        self._words.setAccessibleName(f"{field.label}: pilihan")
        self._words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._words.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._words.setMinimumContentsLength(18)
        self._words.addItem("", None)
        for code, words in self.codes.items.items():
            self._words.addItem(words, code)
        self._completer = _completer(list(self.codes.items.values()), self)
        self._completer.activated.connect(self._chosen_by_words)
        self._code.textEdited.connect(self._typed)
        self._code.editingFinished.connect(self.commit)
        self._code.returnPressed.connect(self._enter)
        self._words.activated.connect(self._picked)
        row = _bare_row(self)
        row.setSpacing(8)
        row.addWidget(self._code)
        row.addWidget(self._words, 1)

    def show_value(self) -> None:
        self._code.setText("" if self._value is None else self.codes.printed(int(self._value)))
        place = self._words.findData(self._value)
        self._words.setCurrentIndex(max(place, 0))

    def commit(self) -> None:
        typed = self._code.text().strip()
        if typed and not typed.isdigit() and self.codes.read(typed) is None:
            found = [code for code, words in self.codes.items.items() if typed.casefold() in words.casefold()]
            if len(found) == 1:
                typed = str(found[0])
        self._take(self.field.parse(typed))
        if self._problem is None:
            self.show_value()

    def entry(self) -> QWidget:
        return self._code

    def _typed(self, text: str) -> None:
        """Digits are taken once no other code begins with them; letters open the list of matching words."""
        letters = bool(text.strip()) and not text.strip()[0].isdigit()
        self._code.setCompleter(self._completer if letters else None)  # type: ignore[arg-type]
        if letters:
            self._completer.setCompletionPrefix(text.strip())
            self._completer.complete()
        elif self._complete(text.strip()):
            self.commit()
            self.focusNextChild()

    def _complete(self, typed: str) -> bool:
        if self.codes.read(typed) is None:
            return False
        if self.codes.width > 1:
            return len(typed) == self.codes.width
        return not any(str(code).startswith(typed) and str(code) != typed for code in self.codes.items)

    def _enter(self) -> None:
        self.commit()
        if self._problem is None:
            self.focusNextChild()

    def _chosen_by_words(self, words: str) -> None:
        self._code.setText(words)
        self.commit()
        self.focusNextChild()

    def _picked(self, _place: int) -> None:
        self._take(self._words.currentData())
        self.show_value()


class ChoicesInput(Input):
    """Tick boxes whose codes are summed; none and exclusive codes untick the others."""

    def __init__(self, field: Choices) -> None:
        super().__init__(field)
        self._choices = field
        self._boxes: dict[int, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._codes: Codes | None = None
        self.heed({})

    def heed(self, answers: Answers) -> None:
        codes = self._choices.options_for(answers)
        if codes is self._codes:
            return
        self._codes = codes
        for old in self._boxes.values():
            self._grid.removeWidget(old)
            old.deleteLater()
        self._boxes = {code: self._box(code, words) for code, words in codes.items.items()}
        for place, box in enumerate(self._boxes.values()):
            self._grid.addWidget(box, place // 2, place % 2)
        self.show_value()

    def show_value(self) -> None:
        ticked = set(self._choices.parts(self._value))
        for code, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(code in ticked)
            box.blockSignals(False)

    def entry(self) -> QWidget:
        return next(iter(self._boxes.values()), self)

    def _box(self, code: int, words: str) -> QCheckBox:
        box = QCheckBox(f"{code}  {words}")
        box.setObjectName(f"{self.field.key}.{code}")
        box.toggled.connect(lambda on, code=code: self._toggled(code, on))
        box.installEventFilter(_enter_moves_on(self))
        return box

    def _toggled(self, code: int, on: bool) -> None:
        alone = code == 0 or code in self._choices.exclusive
        ticked = {other for other, box in self._boxes.items() if box.isChecked()}
        if on and alone:
            ticked = {code}
        elif on:
            ticked -= {0, *self._choices.exclusive}
        self._take(sum(ticked) if ticked else None)
        self.show_value()


class PlaceInput(Input):
    """A name out of the village's own list; new ones are welcome."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._names = Combo()
        self._names.setEditable(True)
        self._names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._names.setAccessibleName(field.label)
        self._names.activated.connect(lambda _place: self.commit())
        line = QLineEdit()
        line.setFrame(False)
        self._names.setLineEdit(line)
        line.editingFinished.connect(self.commit)
        line.returnPressed.connect(self.focusNextChild)
        row = _bare_row(self)
        row.addWidget(self._names, 1)

    def set_suggestions(self, names: Sequence[str]) -> None:
        """The names to offer."""
        self._names.clear()
        self._names.addItems(list(names))
        self.show_value()

    def show_value(self) -> None:
        self._names.setEditText(self.field.show(self._value))

    def commit(self) -> None:
        self._take(self.field.parse(self._names.currentText()))

    def entry(self) -> QWidget:
        return self._names


class HiddenInput(Input):
    """A reference to another record: kept, never shown."""


class PhotoInput(Input):
    """Says whether there is a photo."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._said = QLabel("belum ada foto")
        _bare_row(self).addWidget(self._said)

    def show_value(self) -> None:
        self._said.setText(self.field.show(self._value) or "belum ada foto")


class Combo(QComboBox):
    """A list whose value the mouse wheel never changes while the form is scrolled."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _text(field: Field) -> Input:
    return NoteInput(field) if isinstance(field, Text) and field.lines > 1 else LineInput(field)


INPUTS: dict[type[Field], Callable[..., Input]] = {
    fields.Text: _text,
    fields.Digits: LineInput,
    fields.Nik: LineInput,
    fields.Number: LineInput,
    fields.Money: LineInput,
    fields.Year: LineInput,
    fields.Date: LineInput,
    fields.Month: LineInput,
    fields.Choice: ChoiceInput,
    fields.Choices: ChoicesInput,
    fields.Reference: HiddenInput,
    fields.Place: PlaceInput,
    fields.Photo: PhotoInput,
    fields.Coordinate: LineInput,
}
"""The widget of each kind of question; a test demands that every kind is here."""

_SHORT = (
    fields.Digits,
    fields.Nik,
    fields.Number,
    fields.Money,
    fields.Year,
    fields.Date,
    fields.Month,
    fields.Coordinate,
)
_PLACEHOLDERS: dict[type[Field], str] = {
    fields.Date: "hari-bulan-tahun",
    fields.Month: "bulan-tahun",
    fields.Nik: "16 angka",
    fields.Coordinate: "lintang, bujur",
}


def make_input(field: Field) -> Input:
    """The widget for a question."""
    return INPUTS[type(field)](field)


class _Note(QPlainTextEdit):
    def __init__(self, left: Callable[[], None]) -> None:
        super().__init__()
        self._left = left

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._left()


class _EnterMovesOn(QObject):
    def __init__(self, owner: Input) -> None:
        super().__init__(owner)
        self._owner = owner

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        self._owner.focusNextChild()
        return True


def _enter_moves_on(owner: Input) -> QObject:
    return _EnterMovesOn(owner)


def _completer(words: list[str], parent: QObject) -> QCompleter:
    completer = QCompleter(QStringListModel(words, parent), parent)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    return completer


def _bare_row(owner: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(owner)
    row.setContentsMargins(0, 0, 0, 0)
    return row
