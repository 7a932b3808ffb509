"""The columns of a table at their places: which question each answers, and how its cells are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from puskesos_desktop.domain.household import Value
from puskesos_desktop.exchange.tables.converters import Convert, converter
from puskesos_desktop.exchange.tables.damage import Certainty, Mended, is_zeroed, zeroed
from puskesos_desktop.exchange.tables.kinds.kind import Column, of_family, question, squeeze
from puskesos_desktop.exchange.tables.recogniser import Table
from puskesos_desktop.exchange.tables.sheets import Cell, Row
from puskesos_desktop.forms.fields import Choice, Number, Place

SETTLED = (Certainty.SOUND, Certainty.HEALED)
"""How sure an answer has to be to be taken."""
_ENOUGH = 8
"""So many whole numbers that all end in 0 are no chance (1 : 100,000,000): the column has lost its last digits."""
_REMEMBERED = 4096


@dataclass(frozen=True, eq=False)
class Slot:
    """A column at its place: the question it answers, how, and what its cells came to before."""

    at: int
    key: str
    label: str
    convert: Convert
    few: bool
    sound: dict[Cell, Value] = field(default_factory=dict)
    other: dict[Cell, Mended] = field(default_factory=dict)

    def read(self, cell: Cell) -> Mended:
        """What the cell came to; kept where a column has few different cells."""
        if (known := self.other.get(cell)) is not None:
            return known
        mended = self.convert(cell)
        if self.few and len(self.sound) + len(self.other) < _REMEMBERED and not isinstance(cell, bool):
            if mended.state is Certainty.SOUND and mended.value is not None:
                self.sound[cell] = mended.value
            else:
                self.other[cell] = mended
        return mended


Laid = tuple[int, Callable[[Cell], Value], Slot]
"""A slot with what the inner loop needs at hand: its place, and what its cells are known to be."""


def laid(columns: Iterable[Slot]) -> tuple[Laid, ...]:
    """Ready for the loop over all rows."""
    return tuple((slot.at, slot.sound.get, slot) for slot in columns)


def places(table: Table) -> dict[str, int]:
    """Where each column of the kind stands, by its squeezed first spelling; the first of several."""
    found: dict[str, int] = {}
    for at, header in enumerate(table.headers):
        column = table.kind.by_spelling.get(squeeze(header)) if header else None
        if column:
            found.setdefault(squeeze(column.header), at)
    return found


def slots(table: Table, *, family: bool) -> tuple[Slot, ...]:
    """The columns that answer questions of house and family, or those of the person."""
    where, found = places(table), []
    for column in table.kind.columns:
        at = where.get(squeeze(column.header))
        if at is None:
            continue
        if (column.to or column.says) and (bool(column.to) and of_family(column.to, column.form)) is family:
            found.append(_slot(at, column))
        after = at + 1
        if column.then and not family and after < len(table.headers) and _is_free(table, after):
            found.append(_slot(after, Column(f"{column.header} (tanggal)", column.then)))
    return tuple(found)


def _is_free(table: Table, at: int) -> bool:
    """Whether the column has no header of its own (merged headers are told in the first of their cells, or in all)."""
    return table.headers[at] in ("", table.headers[at - 1])


def _slot(at: int, column: Column) -> Slot:
    asked = question(column.to, column.form) if column.to else None
    few = isinstance(asked, Choice | Number | Place) or column.to in ("rt", "rw")
    label = asked.label if asked else column.header.removesuffix("_id").replace("_", " ").capitalize()
    return Slot(at, column.to, label, converter(column), few or bool(column.codes))


def wary(columns: Iterable[Slot], sample: Sequence[Row]) -> tuple[Slot, ...]:
    """The same, but a column of numbers that all end in 0 is no longer trusted."""
    return tuple(_distrusted(slot) if _lost_its_ends(slot, sample) else slot for slot in columns)


def _lost_its_ends(slot: Slot, sample: Sequence[Row]) -> bool:
    if slot.key not in ("nik", "nomor_kk"):
        return False
    whole = {one.value: is_zeroed(one) for row in sample if (one := slot.convert(row[slot.at])).state in SETTLED
             and one.value is not None}  # fmt: skip
    return len(whole) >= _ENOUGH and all(whole.values())


def _distrusted(slot: Slot) -> Slot:
    def convert(cell: Cell) -> Mended:
        mended = slot.convert(cell)
        label = "NIK" if slot.key == "nik" else "Nomor KK"
        return zeroed(str(mended.value), label) if mended.state in SETTLED and mended.value else mended

    return Slot(slot.at, slot.key, slot.label, convert, False)


def merged_cells(table: Table, people: set[int], homes: set[int]) -> dict[int, list[tuple[int, str]]]:
    """By row the cells joined over several rows in columns about one person."""
    found: dict[int, list[tuple[int, str]]] = {}
    for merge in table.sheet.merges:
        if merge.last_row < table.first_row or merge.first_row == merge.last_row:
            continue
        columns = [at for at in range(merge.first_column, merge.last_column + 1) if at in people and at not in homes]
        for row in range(max(merge.first_row, table.first_row), merge.last_row + 1):
            found.setdefault(row, []).extend((at, merge.words) for at in columns)
    return found


def unique_headers(headers: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Headers with their column; one that stands twice has its place behind it."""
    seen: dict[str, int] = {}
    named = []
    for at, header in enumerate(headers):
        if header:
            seen[header] = seen.get(header, 0) + 1
            named.append((header if seen[header] == 1 else f"{header} ({seen[header]})", at))
    return tuple(named)


def picker(columns: Sequence[int]) -> Callable[[Row], object]:
    """The cells of these columns, to tell whether another row says the same."""
    return itemgetter(*columns) if columns else lambda _: ()
