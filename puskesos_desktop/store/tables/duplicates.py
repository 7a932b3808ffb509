"""Who stands for whom: records marked as duplicates, and all that refers to them, follow the one that is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from puskesos_desktop.domain.household import ANGGOTA, Value
from puskesos_desktop.forms.fields import Reference
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.fold import Folded
from puskesos_desktop.journal.op import DUPLICATE, Op, canonical
from puskesos_desktop.store.file.connection import Connection, Database

Target = tuple[str, str]
PERSON, FAMILY = "anggota_id", "keluarga_id"
LIVE, GONE, TWICE = 0, 1, 2
"""What the column `deleted` of a projection says: live, deleted, a duplicate of another."""


class Kept:
    """Which record stands for each duplicate, chains followed."""

    def __init__(self, marked: Mapping[str, Mapping[str, str]]) -> None:
        """From kind to (record to what it was marked a duplicate of)."""
        self._kept = {kind: fold.kept_for(of_kind) for kind, of_kind in marked.items()}
        self._ends = {kind: frozenset(of_kind.values()) for kind, of_kind in self._kept.items()}

    def __bool__(self) -> bool:
        return bool(self._kept)

    def of(self, kind: str, record: str) -> str:
        """The record that stands for this one; itself when it is no duplicate."""
        return self._kept.get(kind, _NONE).get(record, record)

    def fate(self, state: Folded) -> int:
        """The column `deleted` of a record: deleted counts before duplicate."""
        return GONE if state.deleted else TWICE if self.of(state.kind, state.id) != state.id else LIVE

    def stands_for_others(self, kind: str, record: str) -> bool:
        """Whether duplicates follow this record."""
        return record in self._ends.get(kind, ())

    def duplicates_of(self, kind: str, record: str) -> list[str]:
        """The records this one stands for."""
        return [one for one, kept in self._kept.get(kind, _NONE).items() if kept == record]

    def differing(self, other: Kept) -> set[Target]:
        """Records for which another one stands now than there."""
        kinds = self._kept.keys() | other._kept.keys()
        known = ((kind, one) for kind in kinds for one in {**self._kept.get(kind, {}), **other._kept.get(kind, {})})
        return {target for target in known if self.of(*target) != other.of(*target)}


def load(connection: Connection) -> Kept:
    """Everybody who was marked by now."""
    marked: dict[str, dict[str, str]] = {}
    for kind, record, kept in connection.execute("SELECT kind, record, kept FROM ganda"):
        marked.setdefault(kind, {})[record] = kept
    return Kept(marked)


def note(connection: Connection, targets: Mapping[Target, Iterable[Op]], states: Iterable[Folded]) -> bool:
    """Remember what these states say of being a duplicate; whether any of the operations says anything about it."""
    if not any(DUPLICATE in op.fields for ops in targets.values() for op in ops):
        return False
    for state in states:
        connection.execute("DELETE FROM ganda WHERE kind = ? AND record = ?", (state.kind, state.id))
        if state.duplicate_of is not None:
            connection.execute("INSERT INTO ganda VALUES (?, ?, ?)", (state.kind, state.id, state.duplicate_of))
    return True


def followed(connection: Connection, kind: str, values: dict[str, Value], kept: Kept) -> dict[str, Value]:
    """The values with every reference to a duplicate turned to the one kept.

    What hangs on a duplicate person belongs to the family of the person kept.
    """
    turned: dict[str, Value] = {}
    for name, to in _REFERENCES[kind]:
        given = values.get(name)
        if isinstance(given, str) and (now := kept.of(to, given)) != given:
            turned[name] = now
    if PERSON in turned and kind in FOLLOWERS:
        row = connection.execute("SELECT keluarga_id FROM anggota WHERE id = ?", (turned[PERSON],)).fetchone()
        if row is not None and row[0] is not None:
            turned[FAMILY] = row[0]
    return {**values, **turned} if turned else values


def moved(connection: Connection, before: Kept, after: Kept, touched: Iterable[Target]) -> set[Target]:
    """Records whose row changes because of others: marked or unmarked ones, and what refers to them.

    `touched` are the records that are written anyway; what follows one of them through a duplicate goes with it.
    """
    changed = before.differing(after)
    found = {target for target in changed if _stands(connection, *target)}
    shown: dict[str, set[str]] = {}
    for kind, record in changed:
        shown.setdefault(kind, set()).add(before.of(kind, record))
    for kind, records in shown.items():
        found |= set(_referring(connection, kind, records))
    people = {record for kind, record in {*touched, *found} if kind == ANGGOTA}
    ends = {record for record in people if after.stands_for_others(ANGGOTA, record)}
    if ends:
        found |= {target for target in _referring(connection, ANGGOTA, ends) if target[0] in FOLLOWERS}
    return found


def in_order(targets: Iterable[Target], kept: Kept) -> list[Target]:
    """What follows a person is written after the person."""
    return sorted(targets, key=lambda target: target[0] in FOLLOWERS) if kept else list(targets)


def standing(db: Database, kind: str, record: str) -> str:
    """The record that stands for this one, which may be itself."""
    return load(db.conn).of(kind, record)


def hanging_on(db: Database, kind: str, record: str) -> dict[str, int]:
    """How many live records of each kind refer to this one."""
    found: dict[str, int] = {}
    for form, one in _referring(db.conn, kind, (record,)):
        if db.conn.execute(f"SELECT 1 FROM {form} WHERE id = ? AND deleted = 0", (one,)).fetchone():
            found[form] = found.get(form, 0) + 1
    return found


def of_records(db: Database, records: Iterable[Target]) -> list[Target]:
    """The duplicates that follow these records."""
    kept = load(db.conn)
    return [(kind, twin) for kind, record in records for twin in kept.duplicates_of(kind, record)]


def _stands(connection: Connection, kind: str, record: str) -> bool:
    return kind in FORMS and connection.execute(f"SELECT 1 FROM {kind} WHERE id = ?", (record,)).fetchone() is not None


def _referring(connection: Connection, kind: str, records: Iterable[str]) -> Iterator[Target]:
    listed = (canonical(sorted(records)),)
    for form, references in _REFERENCES.items():
        for name, to in references:
            if to == kind:
                sql = f"SELECT id FROM {form} WHERE {name} IN (SELECT value FROM json_each(?))"
                yield from ((form, row[0]) for row in connection.execute(sql, listed).fetchall())


_NONE: Mapping[str, str] = {}
_REFERENCES = {
    kind: tuple((key, one.to) for key, one in form.fields.items() if isinstance(one, Reference))
    for kind, form in FORMS.items()
}
FOLLOWERS = frozenset(kind for kind, form in FORMS.items() if {PERSON, FAMILY} <= form.fields.keys())
"""Kinds of records that hang on a person and name the person's family too."""
