"""What a round shows about its own care: families changed since printing, sheets keyed twice, and their error rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from puskesos_desktop.documents.press.marks import mark_of
from puskesos_desktop.domain.household import ANGGOTA, KEPALA, Household, Value
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.rounds import plan, results
from puskesos_desktop.services.rounds.plan import SheetState
from puskesos_desktop.services.rounds.results import Box, Keyed, OpenSheet, Walk
from puskesos_desktop.services.told import naming
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, rounds
from puskesos_desktop.store.read.rounds import SheetLine

SECRET = "(rahasia)"
UNASKED = ("nomor_urut", "keberadaan")
"""What a person written into an empty place is given where the pen says nothing."""
A_MOMENT = 1000
"""Operations carry their time in whole seconds."""


class Change(NamedTuple):
    """One answer that is not what the sheet in the field says: about whom, which question, in words."""

    subject: str
    question: str
    printed: str
    now: str


@dataclass(frozen=True)
class Changed:
    """A sheet that is out or back, and what changed in its family since it was printed."""

    line: SheetLine
    changes: tuple[Change, ...]


class Difference(NamedTuple):
    """A box that two operators keyed differently."""

    box: Box
    first: Value
    second: Value


@dataclass(frozen=True)
class Rates:
    """How careful the keying was: sheets keyed twice, boxes compared, boxes that differed, and in which questions.

    `by_question` has the words of a question and on how many of those sheets it differed, the worst first.
    """

    sheets: int
    boxes: int
    wrong: int
    by_question: tuple[tuple[str, int], ...]

    @property
    def percent(self) -> float:
        """Boxes that differed out of a hundred."""
        return 100 * self.wrong / self.boxes if self.boxes else 0.0


def changed_since(db: Database, sheets: Iterable[SheetLine]) -> list[Changed]:
    """The sheets in the field or back on the table whose family changed since they were printed."""
    found = []
    for line in sheets:
        stamp = rounds.stamp_of(line.record)
        waiting = plan.state_of(line) in (SheetState.OUT, SheetState.BACK)
        if stamp is None or not waiting or line.place.diubah < stamp.moment - A_MOMENT:
            continue
        now = households.load(db, line.family)
        if now is not None and (changes := _changes(db, rounds.printed_household(db, stamp), now)):
            found.append(Changed(line, tuple(changes)))
    return found


def key_again(store: Store, sheet: OpenSheet, keyed: Keyed, walk: Walk, operator: str) -> list[Difference]:
    """Compare a second keying with the first and keep the outcome (never the answers); what differs.

    The family stays as it is: a person looks at the paper and corrects it. Raises `UserError` for a sheet that is not
    entered, that was keyed twice already, and for the operator who keyed it first.
    """
    record = sheet.line.record
    if record["dientri"] is None:
        raise UserError("Lembar ini belum dientri.", "Entri dulu hasilnya.")
    if record["ketikan_kedua"] is not None:
        raise UserError("Lembar ini sudah diketik dua kali.", "Pilih lembar lain.")
    if record.text("dientri_oleh").casefold() == operator.casefold():
        raise UserError("Ketikan kedua harus oleh operator lain.", "Minta rekan Anda mengetiknya.")
    boxes, found = _compared(store.reader(), sheet, keyed, walk)
    differing = sorted({f"{one.box.spot.kind}.{one.box.spot.key}" for one in found})
    with commits.group(store, f"Ketikan kedua lembar {sheet.name}", operator) as transaction:
        transaction.save(
            record.answering(
                ketikan_kedua=sheet.today.isoformat(), ketikan_kedua_oleh=operator, ketikan_kedua_isian=boxes,
                ketikan_kedua_beda=" ".join([str(len(found)), *differing]),
            )
        )  # fmt: skip
    return found


def rates(sheets: Iterable[SheetLine]) -> Rates:
    """The error rates of a round out of the sheets that were keyed twice."""
    lines = [line for line in sheets if line["ketikan_kedua"] is not None]
    told = [line.record.text("ketikan_kedua_beda").split() or ["0"] for line in lines]
    counted = Counter(name for _, *names in told for name in names)
    questions = tuple((_question(name), count) for name, count in counted.most_common())
    boxes = sum(int(line["ketikan_kedua_isian"] or 0) for line in lines)
    return Rates(len(lines), boxes, sum(int(count) for count, *_ in told), questions)


def _compared(db: Database, sheet: OpenSheet, keyed: Keyed, walk: Walk) -> tuple[int, list[Difference]]:
    """How many boxes were compared, and those that differ; the second keying starts from what was printed."""
    fresh = replace(sheet, now=sheet.printed)
    home = results.working(fresh, keyed, walk)
    second = {record.id: record for record in home.records()}
    first = _First(db, sheet)
    shown = {box.spot for box in results.asked(fresh, keyed, walk, people=first.people)}
    found = []
    for box in sheet.boxes:
        added = box.spot.person >= len(sheet.printed.members)
        if box.spot.person >= first.people and box.spot not in shown:
            continue
        if added and box.spot.key in UNASKED and box.spot not in keyed.marks:
            continue
        record = second.get(box.record)
        mine = Difference(box, first.value(box), record[box.spot.key] if record else None)
        if mine.first != mine.second:
            found.append(mine)
            shown.add(box.spot)
    return len(shown), found


class _First:
    """What the first keying made of a sheet: what was printed, and over it what its group wrote."""

    def __init__(self, db: Database, sheet: OpenSheet) -> None:
        self._written = rounds.written_at_entry(db, sheet.line)
        known = {one.id for one in sheet.printed.members}
        added = [record for kind, record in self._written if kind == ANGGOTA and record not in known]
        self._ids = {spare.id: record for spare, record in zip(sheet.spare, added, strict=False)}
        self.people = len(known) + len(added)
        family = self._written.get((sheet.printed.family.kind, sheet.printed.family.id), {})
        self._head = family.get("kepala", sheet.printed.family["kepala"])

    def value(self, box: Box) -> Value:
        """What it says in this box; who the head is stands with the family."""
        record = self._ids.get(box.record, box.record)
        if box.spot.key == "hubungan" and record == self._head:
            return KEPALA
        old = None if box.spot.key == "hubungan" and box.printed == KEPALA else box.printed
        return self._written.get((box.spot.kind, record), {}).get(box.spot.key, old)


def _changes(db: Database, printed: Household, now: Household) -> list[Change]:
    current = {record.id: record for record in now.records()}
    found = []
    for record in (printed.building, printed.family, *printed.members):
        after = current.pop(record.id, None)
        subject = naming.subject(db, record)
        if after is None:
            found.append(Change(subject, "Keberadaan di keluarga ini", "tercatat", "tidak lagi"))
            continue
        for key, one in FORMS[record.kind].fields.items():
            if record[key] != after[key] and mark_of(one).asked:
                shown = (one.show(record[key]), one.show(after[key]))
                found.append(
                    Change(subject, one.label, *((SECRET, SECRET) if naming.guarded(record.kind, key) else shown))
                )
    fresh = [record for record in current.values() if record.kind == ANGGOTA]
    return [*found, *(Change(naming.subject(db, one), "Anggota", "belum ada", "tercatat") for one in fresh)]


def _question(name: str) -> str:
    kind, _, key = name.partition(".")
    return naming.question(kind, key)
