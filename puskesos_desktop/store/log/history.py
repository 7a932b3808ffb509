"""What was done, when, by whom: the groups of the journal as people read them, and what each changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from puskesos_desktop.domain.household import Value
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.fold import Folded
from puskesos_desktop.journal.op import DELETED, Op
from puskesos_desktop.store.file.connection import Connection, Database
from puskesos_desktop.store.log import undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.tables import projection


@dataclass(frozen=True)
class Deed:
    """One group: its number on its device, its label, who, when (UTC), how many operations, whether it was undone.

    `clock` is where the next page of the list goes on.
    """

    device: str
    number: int
    label: str
    operator: str
    wall: str
    operations: int
    undone: bool
    undoes: int | None
    clock: int = 0


@dataclass(frozen=True)
class Wanted:
    """Which deeds: of one operator, one device, from a moment on (UTC text), with words in the label, on one record."""

    operator: str = ""
    device: str = ""
    since: str = ""
    words: str = ""
    record: str = ""


@dataclass(frozen=True)
class Change:
    """What one operation did to one field: the value before (as its writer saw it) and the new one.

    `fate` is "berlaku" (this is the value now), "diganti" (somebody who saw it changed it), "kalah" (another laptop's
    answer is shown instead) or "dihapus isinya" (the body was erased).
    """

    kind: str
    record: str
    field: str
    old: Value
    new: Value
    fate: str
    device: str
    operator: str
    wall: str
    label: str


EVERYTHING = Wanted()


def deeds(
    store: Store, db: Database, limit: int = 200, before_clock: int | None = None, wanted: Wanted = EVERYTHING
) -> list[Deed]:
    """The newest groups first."""
    undone = undo.undone_groups(db.conn, store.device.name)
    rows = db.conn.execute(
        """SELECT o.device, o.sequence, json_extract(o.body, '$.label'), json_extract(o.header, '$.actor'),
               json_extract(o.body, '$.wall'), json_extract(o.body, '$.undoes[1]'),
               ifnull((SELECT min(n.sequence) FROM op n INDEXED BY op_start
                       WHERE n.device = o.device AND n.sequence > o.sequence AND n.sequence = n."group"),
                      (SELECT p.sequence + 1 FROM peer p WHERE p.device = o.device)) - o.sequence, o.clock
           FROM op o WHERE o.sequence = o."group" AND o.clock < :before
               AND (:operator = '' OR json_extract(o.header, '$.actor') = :operator)
               AND (:device = '' OR o.device = :device)
               AND (:since = '' OR json_extract(o.body, '$.wall') >= :since)
               AND (:words = '' OR instr(lower(json_extract(o.body, '$.label')), lower(:words)))
               AND (:record = '' OR EXISTS (SELECT 1 FROM op r WHERE r.record = :record AND r.device = o.device
                                            AND r."group" = o."group"))
           ORDER BY o.clock DESC LIMIT :limit""",
        {
            "before": before_clock or 1 << 62, "limit": limit, "operator": wanted.operator, "device": wanted.device,
            "since": wanted.since, "words": wanted.words, "record": wanted.record,
        },
    )  # fmt: skip
    return [
        Deed(device, number, label or "(isi sudah dihapus)", actor, wall or "", operations,
             device == store.device.name and number in undone, undoes, clock)
        for device, number, label, actor, wall, undoes, operations, clock in rows
    ]  # fmt: skip


def operators(db: Database) -> list[str]:
    """Everybody who ever wrote."""
    rows = db.conn.execute(
        """SELECT DISTINCT json_extract(header, '$.actor') FROM op WHERE sequence = "group" ORDER BY 1"""
    )
    return [row[0] for row in rows]


def changes_of_deed(db: Database, deed: Deed, limit: int = 300) -> list[Change]:
    """What a deed changed, in the order it was written; of a large one its first `limit` operations."""
    return changes_of_group(db, deed.device, deed.number, limit)


def changes_of_group(db: Database, device: str, number: int, limit: int = 300) -> list[Change]:
    """The same for the group of this number on its device."""
    rows = db.conn.execute(
        'SELECT header, body FROM op WHERE device = ? AND sequence >= ? AND "group" = ? ORDER BY sequence LIMIT ?',
        (device, number, number, limit),
    )
    return _changes(db.conn, [Op(header, body) for header, body in rows])


def changes_of_records(db: Database, records: Iterable[str]) -> list[Change]:
    """Everything that ever happened to these records, the newest first."""
    ops = [op for record in dict.fromkeys(records) for op in projection.ops_of(db.conn, record)]
    return _changes(db.conn, sorted(ops, key=lambda op: op.stamp, reverse=True))


def first_change(db: Database) -> int | None:
    """The clock of the village's very first change; nothing where there is none."""
    clock: int | None = db.conn.execute('SELECT min(clock) FROM op WHERE sequence = "group"').fetchone()[0]
    return clock


def next_undo(store: Store, db: Database) -> Deed | None:
    """The deed that Batalkan would take back now."""
    number = undo.last_undoable(store, db.conn)
    if number is None:
        return None
    label, actor, wall = db.conn.execute(
        "SELECT json_extract(body, '$.label'), json_extract(header, '$.actor'), json_extract(body, '$.wall') "
        "FROM op WHERE device = ? AND sequence = ?",
        (store.device.name, number),
    ).fetchone()
    return Deed(store.device.name, number, label, actor, wall, 0, False, None)


def _changes(connection: Connection, ops: list[Op]) -> list[Change]:
    pasts: dict[str, tuple[dict[str, Op], Folded]] = {}
    found: list[Change] = []
    for op in ops:
        if op.record not in pasts:
            past = projection.ops_of(connection, op.record)
            pasts[op.record] = {one.stamp: one for one in past}, fold.fold(op.kind, op.record, past)
        known, state = pasts[op.record]
        label = str(_label(connection, op))
        by = (op.device, str(op.head["actor"]), str(op.content.get("wall", "")), label)
        if op.body is None:
            found.append(Change(op.kind, op.record, "", None, None, "dihapus isinya", *by))
        for name, (value, *bases) in op.fields.items():
            old = _shown(name, _value(known, name, bases))
            found.append(Change(op.kind, op.record, name, old, _shown(name, value), _fate(state, name, op.stamp), *by))
    return found


def _label(connection: Connection, op: Op) -> Any:
    if op.sequence == op.group:
        return op.content.get("label", "")
    row = connection.execute(
        "SELECT json_extract(body, '$.label') FROM op WHERE device = ? AND sequence = ?", (op.device, op.group)
    ).fetchone()
    return row[0] if row and row[0] else ""


def _value(known: dict[str, Op], name: str, bases: list[str]) -> Any:
    seen = [base for base in bases if base in known and name in known[base].fields]
    return known[max(seen)].fields[name][0] if seen else None


def _shown(name: str, value: Any) -> Value:
    """A deletion is told by its reason; what no form would hold is told as text."""
    if name == DELETED:
        return str(value.get("alasan", "")) if isinstance(value, dict) else None
    return value if value is None or type(value) in (int, str) else str(value)


def _fate(state: Folded, name: str, stamp: str) -> str:
    heads = state.heads.get(name, {})
    if stamp not in heads:
        return "diganti"
    winner = max(heads)
    return "berlaku" if stamp == winner or heads[stamp] == heads[winner] else "kalah"
