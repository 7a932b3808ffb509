"""Conflicts between laptops in words: about whom, which question, and what each side says."""

from __future__ import annotations

from dataclasses import dataclass

from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.journal.op import DELETED
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.services.told import naming
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import conflicts, peers
from puskesos_desktop.store.log.conflicts import GONE, Conflict, Side
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households


@dataclass(frozen=True)
class SideTold:
    """One side in words: the answer, who gave it, when, and on which laptop; `ours` says it is this one."""

    side: Side
    answer: str
    operator: str
    when: str
    laptop: str
    ours: bool


@dataclass(frozen=True)
class Told:
    """A conflict in words; `family` is the one to open, empty when there is none. Our side stands first."""

    conflict: Conflict
    subject: str
    question: str
    family: str
    sides: tuple[SideTold, ...]


def told(store: Store) -> list[Told]:
    """Every conflict that waits for a person."""
    db = store.reader()
    names = peers.names(db)
    return [_told(store, db, names, conflict) for conflict in conflicts.open_conflicts(db)]


def decide(store: Store, one: Told, side: SideTold, operator: str) -> str:
    """Keep one side as a labelled, undoable deed; its label."""
    label = f"Putuskan bentrok {one.question} {one.subject}"
    conflicts.decide(store, one.conflict, side.side, operator, label)
    return label


def _told(store: Store, db: Database, names: dict[str, str], conflict: Conflict) -> Told:
    record = households.any_record(db, conflict.kind, conflict.record)
    words = "Hapus atau tetap ada" if conflict.field == DELETED else naming.question(conflict.kind, conflict.field)
    sides = [_side(store, db, names, conflict, side) for side in conflict.sides]
    sides.sort(key=lambda side: not side.ours)
    return Told(conflict, naming.subject(db, record), words, naming.family_of(record), tuple(sides))


def _side(store: Store, db: Database, names: dict[str, str], conflict: Conflict, side: Side) -> SideTold:
    ours = side.device == store.device.name
    laptop = "laptop ini" if ours else names.get(side.device) or laptops.code_of(side.device)
    when = calendar.short_utc(side.wall) if side.wall else ""
    return SideTold(side, _answer(db, conflict, side.value), side.operator, when, laptop, ours)


def _answer(db: Database, conflict: Conflict, value: Value) -> str:
    if conflict.field == DELETED:
        return "Dihapus" if value == GONE else "Tetap ada"
    return naming.answer(db, conflict.kind, conflict.field, value) or "(kosong)"
