"""What people call a record, a question and an answer, wherever one is told outside its form."""

from __future__ import annotations

from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, Record, Value
from puskesos_desktop.forms.fields import Reference, Sensitivity
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal.op import DELETED, DUPLICATE
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.read import households


def subject(db: Database, record: Record | None) -> str:
    """What people call a record: a person's name, a house's address, the family it belongs to."""
    if record is None:
        return "(belum ada di laptop ini)"
    if record.kind == ANGGOTA:
        return record.text("nama") or "orang tanpa nama"
    if record.kind == BANGUNAN:
        return f"rumah {record.text('alamat')} RT {record.text('rt')}/RW {record.text('rw')}"
    title = FORMS[record.kind].title if record.kind in FORMS else record.kind
    family = households.any_record(db, KELUARGA, family_of(record))
    if family is None:
        return title
    head = households.any_record(db, ANGGOTA, family.text("kepala"))
    name = f"keluarga {head.text('nama') if head else 'tanpa kepala'}"
    return name if record.kind == KELUARGA else f"{title} {name}"


def family_of(record: Record | None) -> str:
    """The family a record belongs to, empty when there is none."""
    if record is None:
        return ""
    return record.id if record.kind == KELUARGA else str(record.answers.get("keluarga_id") or "")


def question(kind: str, key: str) -> str:
    """A question in words; what this program does not know is called by its key."""
    if key in _REGISTERS:
        return _REGISTERS[key]
    found = FORMS[kind].fields.get(key) if kind in FORMS else None
    return found.label if found else key


def answer(db: Database, kind: str, key: str, value: Value) -> str:
    """An answer in words, a reference as what it refers to; empty when there is none."""
    if key == DUPLICATE and value is not None:
        return subject(db, households.any_record(db, kind, str(value)))
    found = FORMS[kind].fields.get(key) if kind in FORMS else None
    if found is None or value is None:
        return "" if value is None else str(value)
    if isinstance(found, Reference):
        return subject(db, households.any_record(db, found.to, str(value)))
    return found.show(value)


def guarded(kind: str, key: str) -> bool:
    """Whether an answer is confidential and told nowhere but in its own form."""
    found = FORMS[kind].fields.get(key) if kind in FORMS else None
    return found is not None and found.sensitivity is Sensitivity.RAHASIA


_REGISTERS = {DELETED: "Dihapus", DUPLICATE: "Ganda dari"}
