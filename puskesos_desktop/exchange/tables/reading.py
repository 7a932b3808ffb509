"""From the rows of a recognised file to rows in our words, streamed, with every odd cell by its address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import itemgetter

from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.exchange.tables.blocks import Family, FamilyLines
from puskesos_desktop.exchange.tables.converters import Convert, converter
from puskesos_desktop.exchange.tables.damage import Certainty, Mended, is_zeroed, zeroed
from puskesos_desktop.exchange.tables.kinds import puskesos
from puskesos_desktop.exchange.tables.kinds.kind import (
    Answers,
    Column,
    Finish,
    Look,
    Says,
    SourceRow,
    of_family,
    question,
    squeeze,
)  # fmt: skip
from puskesos_desktop.exchange.tables.recogniser import Recognised, Table, is_end, is_numbering
from puskesos_desktop.exchange.tables.sheets import Cell, Row, address, shown
from puskesos_desktop.forms.fields import Choice, Number, Place

_SAMPLE = 400
_ENOUGH = 8
"""So many whole numbers that all end in 0 are no chance (1 : 100,000,000): the column has lost its last digits."""
_REMEMBERED = 4096
_STEP = 500
_TOTALS = frozenset({"jumlah", "total", "subtotal", "grandtotal"})
_HEADINGS = {
    Certainty.REFUSED: "refusals",
    Certainty.UNSURE: "doubts",
    Certainty.HEALED: "notes",
    Certainty.UNCLEAR: "notes",
}
_IN_WORDS = (Certainty.UNCLEAR, Certainty.UNSURE)
_SETTLED = (Certainty.SOUND, Certainty.HEALED)

Odd = list[tuple["Slot", Mended]]


@dataclass(frozen=True)
class Skipped:
    """A row that is no record: where it stands and why.

    The reasons: "kepala keluarga" (read into its people), "jumlah", "nomor kolom", "judul" and "catatan".
    """

    sheet: str
    row: int
    why: str


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


class Reader:
    """The rows of a file in order; `skipped` fills while they are read, blank rows are only counted in `blank`."""

    def __init__(self, seen: Recognised, progress: Progress = silent) -> None:
        """Nothing is read before the first row is asked for; `progress` is called every 500 rows and may cancel."""
        self.skipped: list[Skipped] = []
        self.blank = 0
        self._seen, self._progress = seen, progress

    def __iter__(self) -> Iterator[SourceRow]:
        """Each record as a row in our words."""
        total, done = sum(table.sheet.height for table in self._seen.tables), 0
        for table in self._seen.tables:
            for number, row in _TableReader(table, self).rows():
                if number % _STEP == 0:
                    self._progress(min(done + number, total), total, f"{table.sheet.name}: baris {number}")
                yield row
            done += table.sheet.height
        self._progress(total, total, "Selesai dibaca")


def read(seen: Recognised, progress: Progress = silent) -> Reader:
    """Read a recognised file; iterate to get its rows. A file of kind "lain" needs `recogniser.remap` before."""
    return Reader(seen, progress)


class _TableReader:
    """One table: its columns laid out once, then each row filled from them."""

    def __init__(self, table: Table, owner: Reader) -> None:
        self.table, self.kind, self.owner = table, table.kind, owner
        self.places = _places(table)
        self.home, self.person = _slots(table, family=True), _slots(table, family=False)
        self.headers = _unique_headers(table.headers)
        self.family_at = tuple(self.places[one] for one in map(squeeze, self.kind.family) if one in self.places)
        at = {slot.key: slot.at for slot in self.person if slot.key}
        self.name_at, self.nik_at, self.relation_at = at.get("nama"), at.get("nik"), at.get("hubungan")
        self.record_at = next((at for at, one in enumerate(table.headers) if one.endswith(f".{puskesos.ID}")), None)
        looks = [self.places[one] for one in map(squeeze, self.kind.looks) if one in self.places]
        self.pick = _picker([*(slot.at for slot in self.home), *looks])
        self.merged = _merged_cells(table, {slot.at for slot in self.person}, {slot.at for slot in self.home})
        self.block = FamilyLines() if self.kind.blocks else None
        self.laid_home: Sequence[Laid] = ()
        self.laid_person: Sequence[Laid] = ()
        self._before: object = None
        self._home: tuple[Answers, Odd] = ({}, [])

    def rows(self) -> Iterator[tuple[int, SourceRow]]:
        """Every record, with its row number."""
        rows = self._data_rows()
        sample = list(islice(rows, _SAMPLE))
        looked_at = [row for _, row, _ in sample]
        self.laid_home, self.laid_person = _laid(_wary(self.home, looked_at)), _laid(_wary(self.person, looked_at))
        for number, row, family in chain(sample, rows):
            yield number, self._row(number, row, family)

    def _data_rows(self) -> Iterator[tuple[int, Row, Family | None]]:
        """Rows that are records, with the family they stand under; the others are counted or named."""
        width, empty = len(self.table.headers), ("",) * len(self.table.headers)
        for number, row in self.table.sheet.rows():
            if number < self.table.first_row:
                if self.block and number < self.table.header_row:
                    self.block.take(row)
                continue
            if is_end(row):
                break
            if len(row) < width:
                row += empty[len(row) :]
            why = self._no_record(row)
            if why:
                self.owner.skipped.append(Skipped(self.table.sheet.name, number, why))
            elif why is None:
                yield number, row, self.block.now if self.block else None

    def _no_record(self, row: Row) -> str | None:
        """Why a row is no record; an empty text for a blank one, nothing for a record."""
        if self._has(row, self.record_at):
            return None
        waits = self.block is not None and self.block.waiting and not self._has(row, self.relation_at)
        if self._has(row, self.name_at) and self._has(row, self.nik_at) and not waits:
            return self._title(row)
        filled = [text for cell in row if (text := shown(cell))]
        if not filled:
            self.owner.blank += 1
            return ""
        if self.block and self.block.take(row):
            return "kepala keluarga"
        if is_numbering(row):
            return "nomor kolom"
        if _begins_total(filled[0]) and not self._has(row, self.nik_at):
            return "jumlah"
        names = self._has(row, self.name_at) or self._has(row, self.nik_at)
        return "catatan" if len(filled) <= 2 < len(self.table.headers) and not names and self.kind.people else None

    def _title(self, row: Row) -> str | None:
        """Whether a row with name and number is the header once more, or numbers the columns."""
        name, number = row[self.name_at or 0], row[self.nik_at or 0]
        if (
            isinstance(number, str)
            and number[:1].isalpha()
            and squeeze(number) == squeeze(self.table.headers[self.nik_at or 0])
        ):
            return "judul"
        starts = name.lstrip("(-")[:1] if isinstance(name, str) else "1"
        return "nomor kolom" if starts.isdigit() and is_numbering(row) else None

    @staticmethod
    def _has(row: Row, at: int | None) -> bool:
        if at is None:
            return False
        cell = row[at]
        return bool(cell.strip()) if isinstance(cell, str) else True

    def _row(self, number: int, row: Row, above: Family | None) -> SourceRow:
        key = self.pick(row)
        if key != self._before:
            self._home = self._filled(self.laid_home, row, self.kind.finish_family)
            self._before = key
        home, odd_home = self._home
        person, odd_person = self._filled(self.laid_person, row, self.kind.finish_person)
        odd = odd_home + odd_person if odd_home else odd_person
        family = "|".join(text for at in self.family_at if (text := shown(row[at])))
        starts: dict[str, str] = {}
        if above:
            home, family = {**above.answers, **home}, above.key
            starts["nomor_kk"] = above.card.start
        told = self._told(number, odd, starts)
        if above and above.card.note:
            told["doubts" if above.card.state is Certainty.UNSURE else "notes"].append(
                (f"baris {number}", above.card.note)
            )
        told["refusals"] += self._missing(number, row)
        return SourceRow(
            self.kind.key, self.table.sheet.name, number, home, person,
            tuple(told["refusals"]), tuple(told["doubts"]), tuple(told["notes"]), dict(told["unclear"]), family,
            starts.get("nik", ""), starts.get("nomor_kk", ""), *self._record(row), Says(self.headers, row),
        )  # fmt: skip

    def _filled(self, slots: Sequence[Laid], row: Row, finish: Finish | None) -> tuple[Answers, Odd]:
        answers: Answers = {}
        odd: Odd = []
        for at, sound, slot in slots:
            cell = row[at]
            if cell == "":
                continue
            value = sound(cell)
            if value is None:
                mended = slot.read(cell)
                value = mended.value if mended.state in _SETTLED else None
                if mended.state is not Certainty.SOUND:
                    odd.append((slot, mended))
            if value is not None:
                answers[slot.key] = value
        if finish:
            finish(answers, self._look(row))
        return answers, odd

    def _look(self, row: Row) -> Look:
        places = self.places

        def look(header: str) -> Cell:
            at = places.get(squeeze(header))
            return "" if at is None else row[at]

        return look

    def _told(self, number: int, odd: Odd, starts: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
        told: dict[str, list[tuple[str, str]]] = {"refusals": [], "doubts": [], "notes": [], "unclear": []}
        for slot, mended in odd:
            if mended.note:
                told[_HEADINGS[mended.state]].append((address(number, slot.at), mended.note))
            if mended.start:
                starts[slot.key] = mended.start
            if mended.value is not None and mended.state in _IN_WORDS:
                told["unclear"].append((slot.label, str(mended.value)))
        for at, words in self.merged.get(number, ()):
            told["refusals"].append((address(number, at), f"Sel {words} digabung; pisahkan per orang."))
        return told

    def _missing(self, number: int, row: Row) -> list[tuple[str, str]]:
        if not self.kind.named or not self.kind.people or self._has(row, self.name_at):
            return []
        return [(address(number, self.name_at or 0), "Nama kosong.")]

    def _record(self, row: Row) -> tuple[str, str]:
        if self.record_at is None:
            return "", ""
        return self.table.headers[self.record_at].removesuffix(f".{puskesos.ID}"), shown(row[self.record_at])


def _begins_total(text: str) -> bool:
    words = [squeeze(word) for word in text.split()[:2]]
    return not _TOTALS.isdisjoint({words[0], "".join(words)})


def _laid(slots: Iterable[Slot]) -> tuple[Laid, ...]:
    return tuple((slot.at, slot.sound.get, slot) for slot in slots)


def _places(table: Table) -> dict[str, int]:
    """Where each column of the kind stands, by its squeezed first spelling; the first of several."""
    places: dict[str, int] = {}
    for at, header in enumerate(table.headers):
        column = table.kind.by_spelling.get(squeeze(header)) if header else None
        if column:
            places.setdefault(squeeze(column.header), at)
    return places


def _slots(table: Table, *, family: bool) -> tuple[Slot, ...]:
    places, slots = _places(table), []
    for column in table.kind.columns:
        at = places.get(squeeze(column.header))
        if at is None:
            continue
        if (column.to or column.says) and (bool(column.to) and of_family(column.to, column.form)) is family:
            slots.append(_slot(at, column))
        after = at + 1
        if column.then and not family and after < len(table.headers) and _is_free(table, after):
            slots.append(_slot(after, Column(f"{column.header} (tanggal)", column.then)))
    return tuple(slots)


def _is_free(table: Table, at: int) -> bool:
    """Whether the column has no header of its own (merged headers are told in the first of their cells, or in all)."""
    return table.headers[at] in ("", table.headers[at - 1])


def _slot(at: int, column: Column) -> Slot:
    asked = question(column.to, column.form) if column.to else None
    few = isinstance(asked, Choice | Number | Place) or column.to in ("rt", "rw")
    label = asked.label if asked else column.header.removesuffix("_id").replace("_", " ").capitalize()
    return Slot(at, column.to, label, converter(column), few or bool(column.codes))


def _wary(slots: Iterable[Slot], sample: Sequence[Row]) -> tuple[Slot, ...]:
    """The same, but a column of numbers that all end in 0 is no longer trusted."""
    return tuple(_distrusted(slot) if _lost_its_ends(slot, sample) else slot for slot in slots)


def _lost_its_ends(slot: Slot, sample: Sequence[Row]) -> bool:
    if slot.key not in ("nik", "nomor_kk"):
        return False
    whole = {one.value: is_zeroed(one) for row in sample if (one := slot.convert(row[slot.at])).state in _SETTLED
             and one.value is not None}  # fmt: skip
    return len(whole) >= _ENOUGH and all(whole.values())


def _distrusted(slot: Slot) -> Slot:
    def convert(cell: Cell) -> Mended:
        mended = slot.convert(cell)
        label = "NIK" if slot.key == "nik" else "Nomor KK"
        return zeroed(str(mended.value), label) if mended.state in _SETTLED and mended.value else mended

    return Slot(slot.at, slot.key, slot.label, convert, False)


def _merged_cells(table: Table, people: set[int], homes: set[int]) -> dict[int, list[tuple[int, str]]]:
    """By row the cells joined over several rows in columns about one person."""
    found: dict[int, list[tuple[int, str]]] = {}
    for merge in table.sheet.merges:
        if merge.last_row < table.first_row or merge.first_row == merge.last_row:
            continue
        columns = [at for at in range(merge.first_column, merge.last_column + 1) if at in people and at not in homes]
        for row in range(max(merge.first_row, table.first_row), merge.last_row + 1):
            found.setdefault(row, []).extend((at, merge.words) for at in columns)
    return found


def _unique_headers(headers: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Headers with their column; one that stands twice has its place behind it."""
    seen: dict[str, int] = {}
    named = []
    for at, header in enumerate(headers):
        if header:
            seen[header] = seen.get(header, 0) + 1
            named.append((header if seen[header] == 1 else f"{header} ({seen[header]})", at))
    return tuple(named)


def _picker(columns: Sequence[int]) -> Callable[[Row], object]:
    return itemgetter(*columns) if columns else lambda _: ()
