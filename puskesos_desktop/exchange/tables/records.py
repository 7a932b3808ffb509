"""Which rows of a table are records: people and families, not titles, totals, numberings and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from puskesos_desktop.exchange.tables.blocks import Family, FamilyLines
from puskesos_desktop.exchange.tables.kinds import puskesos
from puskesos_desktop.exchange.tables.kinds.kind import squeeze
from puskesos_desktop.exchange.tables.layout import SETTLED, Slot
from puskesos_desktop.exchange.tables.recogniser import Table, is_end, is_numbering
from puskesos_desktop.exchange.tables.sheets import Cell, Row, shown

_TOTALS = frozenset({"jumlah", "total", "subtotal", "grandtotal"})
_SERIALS = frozenset({"no", "nomor", "nourut", "nomorurut", "nourutkeluarga", "nokeluarga", "nourutkk"})
_TRAITS = ("hubungan", "jenis_kelamin", "tanggal_lahir")
HEAD = 1


@dataclass(frozen=True)
class Skipped:
    """A row that is no record: where it stands and why.

    The reasons: "kepala keluarga" (read into its people), "jumlah", "nomor kolom", "judul" and "catatan".
    """

    sheet: str
    row: int
    why: str


@dataclass(frozen=True)
class Marks:
    """The columns by which people are told from other lines; nothing where the table has no such column."""

    name: int | None
    nik: int | None
    serial: int | None
    record: int | None
    traits: tuple[Slot, ...]

    @property
    def relation(self) -> Slot | None:
        """The column that tells the relation to the head."""
        return next((slot for slot in self.traits if slot.key == "hubungan"), None)

    def heads(self, row: Row) -> bool | None:
        """Whether this row says that it is the head of a family; nothing when it does not say what it is."""
        if self.relation is None:
            return None
        cell = row[self.relation.at]
        told = self.relation.read(cell)
        if told.state in SETTLED and told.value is not None:
            return told.value == HEAD
        return False if re.search("[A-Za-z]", shown(cell)) else None

    def number(self, row: Row) -> int | None:
        """The serial number of the row."""
        cell = row[self.serial] if self.serial is not None else ""
        text = shown(cell).strip(" .()")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def marks(table: Table, person: Sequence[Slot]) -> Marks:
    """The columns of this table that tell people."""
    at = {slot.key: slot.at for slot in person if slot.key}
    taken = {slot.at for slot in person}
    serial = (place for place, one in enumerate(table.headers) if squeeze(one) in _SERIALS and place not in taken)
    record = (place for place, one in enumerate(table.headers) if one.endswith(f".{puskesos.ID}"))
    traits = tuple(slot for slot in person if slot.key in _TRAITS)
    return Marks(at.get("nama"), at.get("nik"), next(serial, None), next(record, None), traits)


class Records:
    """The records of a table with their row number and, in listings, the family they stand under.

    What is no record fills `skipped` and `blank` while they are read.
    """

    def __init__(self, table: Table, by: Marks) -> None:
        """Nothing is read yet."""
        self.skipped: list[Skipped] = []
        self.blank = 0
        self._table, self._by = table, by
        self._lines = FamilyLines() if table.kind.blocks else None

    def __iter__(self) -> Iterator[tuple[int, Row, Family | None]]:
        """Each record in order."""
        width, empty = len(self._table.headers), ("",) * len(self._table.headers)
        for number, row in self._table.sheet.rows():
            if number < self._table.first_row:
                if self._lines and number < self._table.header_row:
                    self._lines.take(row)
                continue
            if is_end(row):
                break
            if len(row) < width:
                row += empty[len(row) :]
            why = self._no_record(row)
            if why:
                self.skipped.append(Skipped(self._table.sheet.name, number, why))
            elif why is None:
                yield number, row, self._family(row)

    def _family(self, row: Row) -> Family | None:
        return self._lines.of_person(self._by.number(row), self._by.heads(row)) if self._lines else None

    def _no_record(self, row: Row) -> str | None:
        """Why a row is no record; an empty text for a blank one, nothing for a record."""
        if _has(row, self._by.record):
            return None
        if self._lines:
            person = not self._lines.labels(row) and self._is_person(row)
        else:
            person = _has(row, self._by.name) and _has(row, self._by.nik)
        if person:
            return self._title(row)
        filled = [text for cell in row if (text := shown(cell))]
        if not filled:
            self.blank += 1
            return ""
        if self._lines and self._lines.take(row):
            return "kepala keluarga"
        if is_numbering(row):
            return "nomor kolom"
        if _begins_total(filled[0]) and not _has(row, self._by.nik):
            return "jumlah"
        if self._lines:
            return "judul" if self._repeats(row) else "catatan"
        names = _has(row, self._by.name) or _has(row, self._by.nik)
        return (
            "catatan" if len(filled) <= 2 < len(self._table.headers) and not names and self._table.kind.people else None
        )

    def _is_person(self, row: Row) -> bool:
        """Whether a line of a listing has the shape of a person: a name or number beside what only people have."""
        name = shown(row[self._by.name]) if self._by.name is not None else ""
        named = bool(re.search("[A-Za-z]", name))
        numbered = len(re.findall("[0-9]", shown(row[self._by.nik]))) >= 8 if self._by.nik is not None else False
        told = any(_told(slot, row[slot.at]) for slot in self._by.traits)
        if named and numbered and not told:
            return not (self._lines and self._lines.expects(row))
        return (told and (named or numbered)) or (named and self._by.number(row) is not None)

    def _repeats(self, row: Row) -> bool:
        """Whether the row is the header once more."""
        pairs = [(squeeze(shown(cell)), squeeze(head)) for cell, head in zip(row, self._table.headers, strict=False)]
        told = [pair for pair in pairs if pair[0]]
        return len(told) > 1 and sum(one == head for one, head in told) * 2 > len(told)

    def _title(self, row: Row) -> str | None:
        """Whether a row with name and number is the header once more, or numbers the columns."""
        name, number = row[self._by.name or 0], row[self._by.nik or 0]
        if (
            isinstance(number, str)
            and number[:1].isalpha()
            and squeeze(number) == squeeze(self._table.headers[self._by.nik or 0])
        ):
            return "judul"
        starts = name.lstrip("(-")[:1] if isinstance(name, str) else "1"
        return "nomor kolom" if starts.isdigit() and is_numbering(row) else None


def _has(row: Row, at: int | None) -> bool:
    if at is None:
        return False
    cell = row[at]
    return bool(cell.strip()) if isinstance(cell, str) else True


def _told(slot: Slot, cell: Cell) -> bool:
    told = slot.read(cell)
    return told.state in SETTLED and told.value is not None


def _begins_total(text: str) -> bool:
    words = [squeeze(word) for word in text.split()[:2]]
    return not _TOTALS.isdisjoint({words[0], "".join(words)})
