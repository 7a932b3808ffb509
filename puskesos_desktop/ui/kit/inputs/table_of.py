"""The widget of each kind of question: one visible table, total over the kinds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QWidget

from puskesos_desktop.forms import fields
from puskesos_desktop.forms.fields import Field, Text
from puskesos_desktop.ui.kit.inputs.answer import Combo, Input, bare_row
from puskesos_desktop.ui.kit.inputs.chosen import ChoiceInput, ChoicesInput
from puskesos_desktop.ui.kit.inputs.typed import LineInput, NoteInput, PlaceInput

__all__ = ["INPUTS", "Combo", "HiddenInput", "Input", "PhotoInput", "PlaceInput", "make_input"]


class HiddenInput(Input):
    """A reference to another record: kept, never shown."""


class PhotoInput(Input):
    """Says whether there is a photo."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._said = QLabel("belum ada foto", self)
        bare_row(self).addWidget(self._said)

    def show_value(self) -> None:
        self._said.setText(self.field.show(self._value) or "belum ada foto")


def _text(field: Field, parent: QWidget | None = None) -> Input:
    return NoteInput(field, parent) if isinstance(field, Text) and field.lines > 1 else LineInput(field, parent)


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
"""A test demands that every kind is here."""


def make_input(field: Field, parent: QWidget | None = None) -> Input:
    """The widget for a question, empty."""
    return INPUTS[type(field)](field, parent)
