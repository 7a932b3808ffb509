"""From the rows of a recognised file to rows in our words, streamed, with every odd cell by its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.domain.words.wording import thousands
from puskesos_desktop.exchange.tables import layout
from puskesos_desktop.exchange.tables.blocks import Family
from puskesos_desktop.exchange.tables.damage import Certainty, Mended
from puskesos_desktop.exchange.tables.dates import against_nik
from puskesos_desktop.exchange.tables.guard import Notice
from puskesos_desktop.exchange.tables.kinds import puskesos
from puskesos_desktop.exchange.tables.kinds.kind import Answers, Finish, Look, Says, SourceRow, squeeze
from puskesos_desktop.exchange.tables.layout import SETTLED, Laid, Slot
from puskesos_desktop.exchange.tables.recogniser import Recognised, Table
from puskesos_desktop.exchange.tables.records import Records, Skipped, marks
from puskesos_desktop.exchange.tables.sheets import Cell, Row, address, shown
from puskesos_desktop.exchange.tables.straight import Straight, Survey

_SAMPLE = 400
_STEP = 500
_HEADINGS = {
    Certainty.REFUSED: "refusals",
    Certainty.UNSURE: "doubts",
    Certainty.HEALED: "notes",
    Certainty.UNCLEAR: "notes",
}
_IN_WORDS = (Certainty.UNCLEAR, Certainty.UNSURE)

Odd = list[tuple[Slot, Mended]]


class Reader:
    """The rows of a file in order; `skipped` fills while they are read, blank rows are only counted in `blank`.

    `remarks` are complete when all rows were read.
    """

    def __init__(self, seen: Recognised, progress: Progress = silent) -> None:
        """Nothing is read before the first row is asked for; `progress` is called every 500 rows and may cancel."""
        self.skipped: list[Skipped] = []
        self.blank = 0
        self.notices: list[Notice] = []
        self.contradictions: Counter[str] = Counter()
        self._seen, self._progress = seen, progress
        self._total = self._done = 0

    def __iter__(self) -> Iterator[SourceRow]:
        """Each record as a row in our words."""
        self._total = total = sum(table.sheet.height for table in self._seen.tables)
        for table in self._seen.tables:
            for number, row in _TableReader(table, self).rows():
                if number % _STEP == 0:
                    self._progress(min(self._done + number, total), total, f"{table.sheet.name}: baris {number}")
                yield row
            self._done += table.sheet.height
        self._progress(total, total, "Selesai dibaca")

    def looking(self, number: int, sheet: str) -> None:
        """Tell that a table is looked over before it is read."""
        if number % _STEP == 0:
            self._progress(self._done, self._total, f"{sheet}: melihat baris {number}")

    @property
    def remarks(self) -> tuple[Notice, ...]:
        """What is to be said of the whole file now that its rows are known."""
        against = (f"{thousands(count)} {what}" for what, count in self.contradictions.items())
        words = " dan ".join(against)
        told = (Notice("bertentangan_nik", f"{words} bertentangan dengan NIK."),) if words else ()
        return (*self.notices, *told)


def read(seen: Recognised, progress: Progress = silent) -> Reader:
    """Read a recognised file; iterate to get its rows. A file of kind "lain" needs `recogniser.remap` before."""
    return Reader(seen, progress)


class _TableReader:
    """One table: its columns laid out once, then each row filled from them."""

    def __init__(self, table: Table, owner: Reader) -> None:
        self.table, self.kind, self.owner = table, table.kind, owner
        self.places = layout.places(table)
        self.home, self.person = layout.slots(table, family=True), layout.slots(table, family=False)
        self.headers = layout.unique_headers(table.headers)
        self.family_at = tuple(self.places[one] for one in map(squeeze, self.kind.family) if one in self.places)
        self.by = marks(table, self.person)
        looks = [self.places[one] for one in map(squeeze, self.kind.looks) if one in self.places]
        self.pick = layout.picker([*(slot.at for slot in self.home), *looks])
        self.merged = layout.merged_cells(table, {slot.at for slot in self.person}, {slot.at for slot in self.home})
        self.laid_home: Sequence[Laid] = ()
        self.laid_person: Sequence[Laid] = ()
        self._before: object = None
        self._home: tuple[Answers, Odd] = ({}, [])

    def rows(self) -> Iterator[tuple[int, SourceRow]]:
        """Every record, with its row number."""
        survey = Survey(self.table, self.home, self.person, self.by)
        if survey.needed:
            for number, row, _ in Records(self.table, self.by):
                survey.look(number, row)
                self.owner.looking(number, self.table.sheet.name)
            survey.settle()
        self.owner.notices.extend(survey.notices)
        found = Records(self.table, self.by)
        straight = survey.straight if survey.needed else lambda _number, row: Straight(row)
        rows = ((number, straight(number, row), family) for number, row, family in found)
        sample = list(islice(rows, _SAMPLE))
        looked_at = [one.row for _, one, _ in sample]
        self.laid_home = layout.laid(layout.wary(self.home, looked_at))
        self.laid_person = layout.laid(layout.wary(self.person, looked_at))
        for number, one, family in chain(sample, rows):
            yield number, self._row(number, one, family)
        self.owner.skipped += found.skipped
        self.owner.blank += found.blank

    def _row(self, number: int, straight: Straight, above: Family | None) -> SourceRow:
        row = straight.row
        key = self.pick(row)
        if key != self._before:
            self._home = self._filled(self.laid_home, row, self.kind.finish_family)
            self._before = key
        home, odd_home = self._home
        person, odd_person = self._filled(self.laid_person, row, self.kind.finish_person)
        odd = odd_home + odd_person if odd_home else odd_person
        family = straight.family or "|".join(text for at in self.family_at if (text := shown(row[at])))
        starts: dict[str, str] = {}
        if above:
            home, family = {**above.answers, **home}, above.key
            starts["nomor_kk"] = above.card.start
        told = self._told(number, odd, starts)
        told["doubts"] += straight.doubts
        if above:
            self._tell_of_family(number, above, told)
        told["doubts" if not self.kind.prelist else "notes"] += self._against_nik(number, person)
        told["refusals"] += self._missing(number, row)
        return SourceRow(
            self.kind.key, self.table.sheet.name, number, home, person,
            tuple(told["refusals"]), tuple(told["doubts"]), tuple(told["notes"]), dict(told["unclear"]), family,
            starts.get("nik", ""), starts.get("nomor_kk", ""), *self._record(row), Says(self.headers, row),
            straight.homeless,
        )  # fmt: skip

    @staticmethod
    def _tell_of_family(number: int, above: Family, told: dict[str, list[tuple[str, str]]]) -> None:
        if above.card.note:
            told["doubts" if above.card.state is Certainty.UNSURE else "notes"].append(
                (f"baris {number}", above.card.note)
            )
        if above.doubt:
            told["doubts"].append((f"baris {number}", above.doubt))

    def _against_nik(self, number: int, person: Answers) -> Iterator[tuple[str, str]]:
        """Where the NIK says otherwise; counted for the sum."""
        if self.kind.key == puskesos.KEY or not person.get("nik"):
            return
        told = against_nik(person["nik"], person.get("tanggal_lahir"), person.get("jenis_kelamin"))
        for what, sentence in zip(("tanggal", "jenis kelamin"), told, strict=True):
            if sentence:
                self.owner.contradictions[what] += 1
                yield address(number, self.by.nik or 0), sentence

    def _filled(self, columns: Sequence[Laid], row: Row, finish: Finish | None) -> tuple[Answers, Odd]:
        answers: Answers = {}
        odd: Odd = []
        for at, sound, slot in columns:
            cell = row[at]
            if cell == "":
                continue
            value = sound(cell)
            if value is None:
                mended = slot.read(cell)
                value = mended.value if mended.state in SETTLED else None
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
        name = self.by.name
        if not self.kind.named or not self.kind.people or (name is not None and shown(row[name])):
            return []
        return [(address(number, name or 0), "Nama kosong.")]

    def _record(self, row: Row) -> tuple[str, str]:
        at = self.by.record
        return ("", "") if at is None else (self.table.headers[at].removesuffix(f".{puskesos.ID}"), shown(row[at]))
