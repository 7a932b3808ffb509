"""Inputs that are chosen: one code out of a list, or several ticks that give a sum."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRect, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from puskesos_desktop.domain.codes.house import Codes
from puskesos_desktop.domain.household import Value
from puskesos_desktop.forms.fields import Choice, Choices
from puskesos_desktop.ui.kit.inputs.answer import Input, bare_row
from puskesos_desktop.ui.kit.inputs.option_list import OptionButton
from puskesos_desktop.ui.kit.look import style

CODE_WIDTH = 64
NARROW = 26
"""Ticks with words of at most this many letters stand in two columns."""


class ChoiceInput(Input):
    """A code box and the words beside it: digits choose and move on, letters search, the down key opens the list."""

    def __init__(self, field: Choice, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.codes = field.options
        self._completer: QCompleter | None = None
        self._found: QAbstractItemView | None = None
        self._code = _CodeBox(self)
        self._code.setAccessibleName(f"{field.label}: kode")
        self._code.setObjectName(f"{field.key}.kode")
        self._words = OptionButton(self, self.codes)
        self._words.setAccessibleName(f"{field.label}: pilihan")
        self._words.setObjectName(f"{field.key}.pilihan")
        self._words.chosen.connect(self._picked)
        self._code.textEdited.connect(self._typed)
        self._code.editingFinished.connect(self.commit)
        self._code.returnPressed.connect(self._enter)
        row = bare_row(self)
        row.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def show_value(self) -> None:
        code = self._value if isinstance(self._value, int) else None
        self._code.setText("" if code is None else self.codes.printed(code))
        self._words.show_code(code)

    def commit(self) -> None:
        typed = self._code.text().strip()
        if typed and not typed.isdigit() and self.codes.read(typed) is None:
            found = [code for code, words in self.codes.items.items() if typed.casefold() in words.casefold()]
            typed = str(found[0]) if len(found) == 1 else typed
        self.take(self.field.parse(typed))
        if self._problem is None:
            self.show_value()

    def entry(self) -> QWidget:
        return self._code

    def open_list(self) -> None:
        """Show all options with their codes."""
        self._words.open_list()

    def _typed(self, text: str) -> None:
        """Digits are taken once no other code begins with them; letters open the list of matching words."""
        typed = text.strip()
        if typed and not typed[0].isdigit():
            self._search(typed)
            return
        if self._found is not None:
            self._found.hide()
        if self._complete(typed):
            self.move_on()

    def _search(self, typed: str) -> None:
        if self._completer is None:
            self._completer = _searching(list(self.codes.items.values()), self)
            self._found = self._completer.popup()
            self._completer.setWidget(self._code)
            self._completer.activated.connect(self._chosen_by_words)
        self._completer.setCompletionPrefix(typed)
        self._completer.complete(QRect(0, 0, self.width(), self._code.height()))
        if self._found is not None:
            self._found.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _complete(self, typed: str) -> bool:
        if self.codes.read(typed) is None:
            return False
        if self.codes.width > 1:
            return len(typed) == self.codes.width
        return not any(str(code).startswith(typed) and str(code) != typed for code in self.codes.items)

    def _enter(self) -> None:
        self.commit()
        if self._problem is None:
            self.move_on()

    def _chosen_by_words(self, words: str) -> None:
        self._code.setText(words)
        self.move_on()

    def _picked(self, code: int) -> None:
        self.take(code)
        self.show_value()
        self._code.setFocus(Qt.FocusReason.OtherFocusReason)


class ChoicesInput(Input):
    """Tick boxes whose codes are summed; none and exclusive codes untick the others; the box takes the sum itself."""

    def __init__(self, field: Choices, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._choices = field
        self.ticks: dict[int, Tick] = {}
        self._codes: Codes | None = None
        self._sum = QLineEdit(self)
        self._sum.setFixedWidth(round(CODE_WIDTH * style.scaled(1.0)))
        self._sum.setAccessibleName(f"{field.label}: jumlah kode")
        self._sum.setObjectName(f"{field.key}.kode")
        self._sum.editingFinished.connect(self.commit)
        self._sum.returnPressed.connect(self.move_on)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        row = bare_row(self)
        row.addWidget(self._sum, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._grid, 1)
        self.heed({})

    def heed(self, answers: Mapping[str, Value]) -> None:
        codes = self._choices.options_for(answers)
        if codes is self._codes:
            return
        self._codes = codes
        for old in self.ticks.values():
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        columns = 2 if max(map(len, codes.items.values())) <= NARROW else 1
        self.ticks = {code: self._tick(code, words) for code, words in codes.items.items()}
        before: QWidget = self._sum
        for place, tick in enumerate(self.ticks.values()):
            self._grid.addWidget(tick, place // columns, place % columns)
            QWidget.setTabOrder(before, tick.box)
            before = tick.box
        self.show_value()

    def show_value(self) -> None:
        ticked = set(self._choices.parts(self._value))
        for code, tick in self.ticks.items():
            tick.box.blockSignals(True)
            tick.box.setChecked(code in ticked)
            tick.box.blockSignals(False)
        self._sum.setText("" if self._value is None else str(self._value))

    def commit(self) -> None:
        if self._problem is None and self._sum.text() == ("" if self._value is None else str(self._value)):
            return
        self.take(self.field.parse(self._sum.text()))
        if self._problem is None:
            self.show_value()

    def entry(self) -> QWidget:
        return self._sum

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.move_on()
        else:
            super().keyPressEvent(event)

    def _tick(self, code: int, words: str) -> Tick:
        tick = Tick(self, code, words)
        tick.box.setObjectName(f"{self.field.key}.{code}")
        tick.box.toggled.connect(lambda on, code=code: self._toggled(code, on))
        return tick

    def _toggled(self, code: int, on: bool) -> None:
        alone = code == 0 or code in self._choices.exclusive
        ticked = {other for other, tick in self.ticks.items() if tick.box.isChecked()}
        if on and alone:
            ticked = {code}
        elif on:
            ticked -= {0, *self._choices.exclusive}
        self.take(sum(ticked) if ticked else None)
        self.show_value()


class Tick(QWidget):
    """A tick box whose words wrap; a press on the words ticks too."""

    def __init__(self, parent: QWidget, code: int, words: str) -> None:
        super().__init__(parent)
        self.box = QCheckBox(self)
        self.box.setAccessibleName(words)
        said = QLabel(f"{code}  {words}", self)
        said.setWordWrap(True)
        said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(4)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(said, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.box.click()
        self.box.setFocus(Qt.FocusReason.MouseFocusReason)


class _CodeBox(QLineEdit):
    """Holds a code; the down key opens the list of its question."""

    def __init__(self, owner: ChoiceInput) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setFixedWidth(round(CODE_WIDTH * style.scaled(1.0)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self._owner.open_list()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.selectAll()
        return super().event(event)


def _searching(words: list[str], parent: ChoiceInput) -> QCompleter:
    completer = QCompleter(QStringListModel(words, parent), parent)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    return completer
