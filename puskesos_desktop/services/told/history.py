"""Riwayat in words: what a deed changed from what to what, and what became of it; confidential answers stay hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from puskesos_desktop.domain.words import calendar
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal.op import DELETED
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.services.told import naming
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import history, peers
from puskesos_desktop.store.log.history import Change, Deed
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households

HIDDEN = "(rahasia)"
FATES = {
    "berlaku": "berlaku",
    "diganti": "sudah diganti",
    "kalah": "tidak dipakai: jawaban laptop lain yang tampil",
    "dihapus isinya": "isi sudah dihapus",
}


@dataclass(frozen=True)
class Told:
    """One changed field in words."""

    subject: str
    question: str
    old: str
    new: str
    fate: str
    label: str
    operator: str
    when: str
    laptop: str


def of_deed(store: Store, deed: Deed) -> list[Told]:
    """What a deed changed."""
    return _told(store, history.changes_of_deed(store.reader(), deed))


def of_records(store: Store, records: Iterable[str]) -> list[Told]:
    """Everything that happened to these records, the newest first."""
    return _told(store, history.changes_of_records(store.reader(), records))


def laptop_name(store: Store, names: dict[str, str], device: str) -> str:
    """The laptop a deed came from."""
    return "laptop ini" if device == store.device.name else names.get(device) or laptops.code_of(device)


def _told(store: Store, changes: list[Change]) -> list[Told]:
    db = store.reader()
    names = peers.names(db)
    subjects: dict[tuple[str, str], str] = {}
    found = []
    for one in changes:
        target = (one.kind, one.record)
        if target not in subjects:
            record = households.any_record(db, *target) if one.kind in FORMS else None
            subjects[target] = naming.subject(db, record)
        when = calendar.short_utc(one.wall) if one.wall else ""
        found.append(
            Told(
                subjects[target], naming.question(one.kind, one.field),
                _value(db, one, one.old), _value(db, one, one.new),
                FATES[one.fate], one.label, one.operator, when, laptop_name(store, names, one.device),
            )
        )  # fmt: skip
    return found


def _value(db: Database, change: Change, value: int | str | None) -> str:
    if value is not None and naming.guarded(change.kind, change.field):
        return HIDDEN
    if change.field == DELETED:
        return "" if value is None else f"dihapus: {value}"
    return naming.answer(db, change.kind, change.field, value)
