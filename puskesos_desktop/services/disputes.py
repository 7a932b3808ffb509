"""Conflicts between laptops in words: about whom, which question, and what each side says."""

from __future__ import annotations

from dataclasses import dataclass

from puskesos_desktop.domain import calendar
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, DESIL, KELUARGA, KUNJUNGAN, PPKS, Record, Value
from puskesos_desktop.forms.fields import Reference
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal.op import DELETED
from puskesos_desktop.services import laptops
from puskesos_desktop.store import conflicts, households, peers
from puskesos_desktop.store.cipher import Database
from puskesos_desktop.store.conflicts import GONE, Conflict, Side
from puskesos_desktop.store.database import Store


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
    question = FORMS[conflict.kind].fields.get(conflict.field)
    words = "Hapus atau tetap ada" if conflict.field == DELETED else question.label if question else conflict.field
    sides = [_side(store, db, names, conflict, side) for side in conflict.sides]
    sides.sort(key=lambda side: not side.ours)
    family = _family_of(record)
    return Told(conflict, _subject(db, record), words, family, tuple(sides))


def _side(store: Store, db: Database, names: dict[str, str], conflict: Conflict, side: Side) -> SideTold:
    ours = side.device == store.device.name
    laptop = "laptop ini" if ours else names.get(side.device) or laptops.code_of(side.device)
    when = calendar.show_utc(side.wall) if side.wall else ""
    return SideTold(side, _answer(db, conflict, side.value), side.operator, when, laptop, ours)


def _answer(db: Database, conflict: Conflict, value: Value) -> str:
    if conflict.field == DELETED:
        return "Dihapus" if value == GONE else "Tetap ada"
    question = FORMS[conflict.kind].fields[conflict.field]
    if isinstance(question, Reference) and value is not None:
        return _subject(db, households.any_record(db, question.to, str(value)))
    return question.show(value) or "(kosong)"


def _family_of(record: Record | None) -> str:
    if record is None:
        return ""
    return record.id if record.kind == KELUARGA else str(record.answers.get("keluarga_id") or "")


def _subject(db: Database, record: Record | None) -> str:
    """What people call a record."""
    if record is None:
        return "(belum ada di laptop ini)"
    if record.kind == ANGGOTA:
        return record.text("nama") or "orang tanpa nama"
    if record.kind == BANGUNAN:
        return f"rumah {record.text('alamat')} RT {record.text('rt')}/RW {record.text('rw')}"
    if record.kind in (KELUARGA, PPKS, KUNJUNGAN, DESIL):
        family = households.any_record(db, KELUARGA, _family_of(record))
        head = households.any_record(db, ANGGOTA, family.text("kepala")) if family else None
        name = f"keluarga {head.text('nama') if head else 'tanpa kepala'}"
        return name if record.kind == KELUARGA else f"{FORMS[record.kind].title} {name}"
    return FORMS[record.kind].title
