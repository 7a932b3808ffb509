"""Our own export back: a hidden row of keys names form and question, so that nothing depends on the words shown."""

from __future__ import annotations

from collections.abc import Sequence

from puskesos_desktop.domain.household import ANGGOTA, Value
from puskesos_desktop.exchange.tables.kinds.kind import FAMILY_FORMS, Column, Kind
from puskesos_desktop.forms.fields import Digits, Field, Nik, Photo, Reference
from puskesos_desktop.forms.paper import FORMS

KEY, TITLE = "puskesos", "Ekspor Puskesos Desktop"
ID = "id"
_AS_STORED = (Reference, Photo, Nik, Digits)


def header(form: str, key: str) -> str:
    """How a question is named in the hidden row: "anggota.nik"; the record's own id is "anggota.id"."""
    return f"{form}.{key}"


def to_cell(field: Field, value: Value) -> str:
    """An answer as the export shows it, such that `Field.parse` gives it back."""
    if value is None:
        return ""
    return str(value) if isinstance(field, _AS_STORED) else field.show(value)


def kind_of(cells: Sequence[str]) -> Kind | None:
    """The layout of a sheet whose hidden row this is; nothing when it is another row.

    Questions of another version that no form knows any more become columns without a question.
    """
    parts = [cell.partition(".") for cell in cells if cell]
    forms = {form for form, _, _ in parts}
    if len(forms) != 1 or not all(dot and key for _, dot, key in parts) or forms.isdisjoint(FORMS):
        return None
    form = forms.pop()
    columns = tuple(
        Column(header(form, key), key if key in FORMS[form].fields else "", form=form) for _, _, key in parts
    )
    return Kind(KEY, TITLE, columns, must=(header(form, ID),), people=form not in FAMILY_FORMS, named=form == ANGGOTA)
