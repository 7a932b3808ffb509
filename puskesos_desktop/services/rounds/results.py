"""Results of one sheet of paper: its boxes in the order of the paper, each right or corrected, saved as one group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from puskesos_desktop.documents.form.layout import Options, lay_out, rounded
from puskesos_desktop.documents.press.letterhead import Letterhead
from puskesos_desktop.domain.codes.rounds import ALASAN_OF, DITEMUKAN, HASIL_205, HASIL_KUNJUNGAN, LEMBAR
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, KEPALA, KUNJUNGAN, Household, Record, Value
from puskesos_desktop.domain.outcome import InvalidData, Issue, Severity, UserError
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.fields import Choice, Choices, Field, Sensitivity
from puskesos_desktop.forms.kinds import anggota
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.rounds import plan
from puskesos_desktop.services.rounds.plan import SheetState
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, rounds
from puskesos_desktop.store.read.rounds import SheetLine

NEW_MEMBER = 5
"""Question 404: a person who was written on the sheet and is not recorded yet."""


class Spot(NamedTuple):
    """Where an answer stands on the sheet: kind of record, place in the family (-1 for house and family), question."""

    kind: str
    person: int
    key: str


@dataclass(frozen=True)
class Mark:
    """What the pen says about one box: right as printed, or wrong with what it should be."""

    right: bool = True
    value: Value = None


RIGHT = Mark()
Marks = Mapping[Spot, Mark]


@dataclass(frozen=True)
class Box:
    """One question on the sheet: of which record, and what was printed there."""

    spot: Spot
    record: str
    field: Field
    printed: Value
    block: str

    @property
    def number(self) -> str:
        """How it is found on paper: "306a", for the third person "405.3"; without a printed number empty."""
        if not self.field.number:
            return ""
        return f"{self.field.number}.{self.spot.person + 1}" if self.spot.kind == ANGGOTA else self.field.number

    def shown(self, value: Value) -> str:
        """An answer as the paper has it, its words behind the code."""
        if value is None:
            return ""
        if isinstance(self.field, Choice | Choices):
            return f"{self.field.code(value)}  {self.field.show(value)}"
        return self.field.show(value)

    @property
    def old(self) -> str:
        """What was printed, as on paper: a confidential answer is only said to be there."""
        secret = self.field.sensitivity is Sensitivity.RAHASIA and self.printed is not None
        return "R  (rahasia, tidak dicetak)" if secret else self.shown(self.printed)


@dataclass(frozen=True)
class OpenSheet:
    """A sheet opened for entry: the family as printed and as it is now, places for new members, and all boxes."""

    line: SheetLine
    printed: Household
    now: Household
    spare: tuple[Record, ...]
    boxes: tuple[Box, ...]
    today: date

    @cached_property
    def by_spot(self) -> dict[Spot, Box]:
        """The boxes by where they stand."""
        return {box.spot: box for box in self.boxes}

    @property
    def name(self) -> str:
        """Who the family is called after."""
        return registry.head_name(self.now)


@dataclass(frozen=True)
class Walk:
    """The visit itself: on which day, who walked, how it ended, why nobody was met, and what was noted."""

    day: date
    walker: str = ""
    outcome: int = DITEMUKAN
    reason: int | None = None
    note: str = ""


class Collision(NamedTuple):
    """An answer that changed since the sheet was printed, and differs from what the paper says."""

    box: Box
    paper: Value
    now: Value


@dataclass(frozen=True)
class Keyed:
    """All that was keyed from one sheet; `taken` are changed answers where the paper was decided to hold, `kept` the
    ones where what is recorded now was."""

    marks: Marks = field(default_factory=dict)
    taken: frozenset[Spot] = frozenset()
    kept: frozenset[Spot] = frozenset()


def open_sheet(store: Store, typed: str) -> OpenSheet:
    """The sheet with this number, typed or scanned, with its boxes in the order of the paper.

    Raises `UserError` as `rounds.find` does, for a sheet that was never printed, and when the family is gone.
    """
    db = store.reader()
    return opened(store, plan.find(db, typed))


def opened(store: Store, line: SheetLine) -> OpenSheet:
    """The same for a sheet that is known."""
    db = store.reader()
    stamp = rounds.stamp_of(line.record)
    if stamp is None or not stamp.records:
        raise UserError(f"Lembar {plan.shown(line)} belum pernah dicetak.", "Cetak dulu dari halaman Verifikasi.")
    now = households.load(db, line.family)
    if now is None:
        raise UserError("Keluarga pada lembar ini sudah dihapus.", "Kembalikan lewat Riwayat, atau daftarkan lagi.")
    return arranged(store, line, rounds.printed_household(db, stamp), now, frozenset(stamp.sections))


def arranged(
    store: Store, line: SheetLine, printed: Household, now: Household, sections: frozenset[str] = frozenset()
) -> OpenSheet:
    """The boxes of a sheet on which `printed` stands, in the order of the paper; no section named means all."""
    spare = _spare(store, printed, now)
    slots = _slots(sections, rounded(len(printed.members)))
    boxes = [_box(spot, one, printed, spare) for spot, one in slots]
    return OpenSheet(line, printed, now, spare, tuple(boxes), registry.today(store))


def asked(sheet: OpenSheet, keyed: Keyed, walk: Walk, *, people: int | None = None) -> list[Box]:
    """The boxes that apply, given what is keyed so far; `people` (as printed) is how many persons the sheet shows."""
    home = working(sheet, keyed, walk)
    people = len(sheet.printed.members) if people is None else people
    keys = {record.id: _asked_keys(record, home, sheet.today) for record in (*home.records(), *sheet.spare)}
    return [
        box
        for box in sheet.boxes
        if box.spot.person < people and (box.spot.key in keys.get(box.record, ()) or box.spot in keyed.marks)
    ]


def all_right(sheet: OpenSheet, keyed: Keyed, walk: Walk, block: str | None = None) -> Keyed:
    """Every box that applies and has no mark yet is right as printed: of one block of the paper, or of the sheet."""
    open_ = [box for box in asked(sheet, keyed, walk) if box.spot not in keyed.marks and block in (None, box.block)]
    return replace(keyed, marks={**keyed.marks, **{box.spot: RIGHT for box in open_}})


def collisions(sheet: OpenSheet, keyed: Keyed) -> list[Collision]:
    """Answers that changed since printing and differ from what the paper says now: a person decides each."""
    found = []
    for spot, mark in keyed.marks.items():
        box = sheet.by_spot[spot]
        record = _record(sheet.now, box.record)
        if record is None:
            continue
        paper = box.printed if mark.right else mark.value
        now = record[spot.key]
        if now != box.printed and now != paper:
            found.append(Collision(box, paper, now))
    return found


def gone(sheet: OpenSheet) -> list[Record]:
    """People on the sheet who left the family since it was printed, and the house when it moved: nothing of them is
    taken over."""
    now = {record.id for record in sheet.now.records()}
    return [one for one in (sheet.printed.building, *sheet.printed.members) if one.id not in now]


def working(sheet: OpenSheet, keyed: Keyed, walk: Walk) -> Household:
    """The family as it would be saved, with the visit; where nothing was decided, what is recorded now stays."""
    home = replace(sheet.now, members=(*sheet.now.members, *_written(sheet, keyed.marks)))
    settled = {one.box.spot for one in collisions(sheet, keyed)} - keyed.taken
    answers: dict[str, dict[str, Value]] = {}
    for spot, mark in keyed.marks.items():
        box = sheet.by_spot[spot]
        if spot not in settled and not (mark.right and box.printed == _now(home, box)):
            answers.setdefault(box.record, {})[spot.key] = box.printed if mark.right else mark.value
    home = _answered(home, answers)
    return registry.cleaned(replace(home, visit=_visit(sheet, walk)), sheet.today)


def save(
    store: Store, sheet: OpenSheet, keyed: Keyed, walk: Walk, operator: str, *, again: bool = False
) -> list[Issue]:
    """Save the results of a sheet as one undoable group: the family, its visit, and what became of the sheet.

    The warnings that remain. Raises `InvalidData` on wrong answers, and `UserError` for a sheet that is entered already
    (unless `again`) and while a changed answer is undecided; nothing is written then.
    """
    fresh = rounds.sheet(store.reader(), sheet.line.id)
    if fresh is not None and plan.state_of(fresh) is SheetState.ENTERED and not again:
        who = fresh.record.text("dientri_oleh")
        raise UserError(f"Lembar ini sudah dientri oleh {who}.", "Entri lagi hanya bila yang pertama keliru.")
    found = collisions(sheet, keyed)
    if any(one.box.spot not in keyed.taken | keyed.kept for one in found):
        raise UserError(
            f"{len(found)} isian berubah sesudah lembar dicetak.", "Putuskan dulu: data sekarang atau kertas."
        )
    home, record = _finished(sheet, keyed, walk), _entered(sheet, walk, operator, len(found))
    of_sheet = FORMS[LEMBAR].issues(Situation(record.answers))
    issues = [*registry.check(store.reader(), home, sheet.today), *of_sheet]
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise InvalidData(issues)
    visit = home.visit
    assert visit is not None
    note = {"lembar": sheet.line.number}
    with commits.group(store, f"Entri lembar {sheet.name}", operator, note) as transaction:
        registry.write_household(transaction, home)
        transaction.save(record.answering(kunjungan_id=visit.id))
    return [issue for issue in issues if issue.severity is not Severity.ERROR]


def _finished(sheet: OpenSheet, keyed: Keyed, walk: Walk) -> Household:
    """The family to be saved; its visit says when boxes of a family that was met were left without a mark."""
    home = working(sheet, keyed, walk)
    open_ = sum(box.spot not in keyed.marks for box in asked(sheet, keyed, walk))
    if walk.outcome != DITEMUKAN or not open_ or home.visit is None:
        return home
    note = "; ".join(filter(None, (f"{open_} isian tidak ditandai pada lembar", walk.note)))
    return replace(home, visit=home.visit.answering(hasil=2, catatan=note))


def _entered(sheet: OpenSheet, walk: Walk, operator: str, decided: int) -> Record:
    record, today = sheet.line.record, sheet.today.isoformat()
    not_met = walk.outcome in ALASAN_OF
    return record.answering(
        kembali=record["kembali"] or today,
        tanggal_kunjungan=walk.day.isoformat(),
        petugas=walk.walker or record["petugas"],
        hasil=walk.outcome,
        alasan=(walk.reason or ALASAN_OF[walk.outcome]) if not_met else None,
        catatan=walk.note or None,
        dientri=today,
        dientri_oleh=operator,
        entri_ke=int(record["entri_ke"] or 0) + 1,
        diputuskan=decided or None,
    )


def _visit(sheet: OpenSheet, walk: Walk) -> Record:
    """The visit as block II has it; its id belongs to the sheet as it was opened, so that asking twice makes one."""
    family = sheet.now.family.id
    visit = Record(KUNJUNGAN, sheet.spare[-1].id, FORMS[KUNJUNGAN].empty())
    walker = walk.walker or sheet.line.record.text("petugas")
    words = HASIL_KUNJUNGAN.label(walk.outcome)
    result = HASIL_205.get(walk.outcome, 1)
    note = "; ".join(filter(None, ("" if result == 1 else words, walk.note)))
    return visit.answering(
        keluarga_id=family, tanggal_pendataan=walk.day.isoformat(), petugas=walker or None, hasil=result,
        catatan=note or None,
    )  # fmt: skip


@lru_cache(maxsize=16)
def _slots(sections: frozenset[str], people: int) -> tuple[tuple[Spot, Field], ...]:
    """The boxes of a sheet for so many people as they follow each other on paper, whatever its size and its village.

    The names over the code table have no box of their own there.
    """
    layout = lay_out(Letterhead("", "", "", "", ""), Options(sections=sections), people)
    slots = (slot for page in layout.pages for slot in page.slots if slot.area is not None)
    return tuple((Spot(slot.kind, slot.person, slot.field.key), slot.field) for slot in slots)


def _spare(store: Store, printed: Household, now: Household) -> tuple[Record, ...]:
    """Fresh records for the empty places of the sheet, and a last one whose id the visit takes."""
    places = rounded(len(printed.members)) - len(printed.members)
    home, made = now, []
    for _ in range(places + 1):
        person = registry.new_member(store, home).answering(keberadaan=NEW_MEMBER)
        home = replace(home, members=(*home.members, person))
        made.append(person)
    return tuple(made)


def _box(spot: Spot, asked_: Field, printed: Household, spare: tuple[Record, ...]) -> Box:
    people = (*printed.members, *spare)
    record = {BANGUNAN: printed.building, KELUARGA: printed.family}.get(spot.kind) or people[spot.person]
    old = record[spot.key] if spot.person < len(printed.members) else None
    return Box(spot, record.id, asked_, old, _block(spot))


def _block(spot: Spot) -> str:
    """The block of the paper a box stands in; who somebody is has a block for each person."""
    section = next(one for one in FORMS[spot.kind].sections if any(asked_.key == spot.key for asked_ in one.fields))
    person = f" · orang {spot.person + 1}" if section is anggota.IDENTITAS else ""
    return f"{section.number}  {section.title}{person}"


def _asked_keys(record: Record, home: Household, today: date) -> frozenset[str]:
    asked_ = FORMS[record.kind].asked(registry.situation_of(record, home, today))
    return frozenset(one.key for one in asked_)


def _written(sheet: OpenSheet, marks: Marks) -> list[Record]:
    """The people whom the sheet adds: those with anything written in their empty place."""
    first = len(sheet.printed.members)
    places = sorted({spot.person for spot, mark in marks.items() if spot.person >= first and not mark.right})
    return [sheet.spare[place - first] for place in places]


def _record(home: Household, record: str) -> Record | None:
    return next((one for one in home.records() if one.id == record), None)


def _now(home: Household, box: Box) -> Value:
    record = _record(home, box.record)
    return record[box.spot.key] if record else None


def _answered(home: Household, answers: Mapping[str, Mapping[str, Value]]) -> Household:
    """The household with these answers; whoever is made head takes the place of the one before, as in the editor."""
    heads = {one.id for one in home.members if answers.get(one.id, {}).get("hubungan") == KEPALA}

    def put(record: Record) -> Record:
        given = dict(answers.get(record.id, {}))
        if heads and record.kind == ANGGOTA and record["hubungan"] == KEPALA and record.id not in heads:
            given.setdefault("hubungan", None)
        return record.answering(**given) if given else record

    return replace(
        home, building=put(home.building), family=put(home.family), members=tuple(put(one) for one in home.members)
    )
