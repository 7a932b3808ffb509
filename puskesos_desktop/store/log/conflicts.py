"""What two laptops answered differently and a person has to decide; the decision is an operation like any other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from puskesos_desktop.domain.household import Value
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.forms.question import Merge
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.fold import Folded
from puskesos_desktop.journal.op import DELETED
from puskesos_desktop.store.file.connection import Connection, Database
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.tables import projection

GONE, KEPT = "dihapus", "tetap ada"
"""The two sides of a deletion that had not seen a change."""


@dataclass(frozen=True)
class Side:
    """One of the answers: its value, who gave it on which device, when (UTC). `wins` says that it is shown now."""

    stamp: str
    value: Value
    device: str
    operator: str
    wall: str
    wins: bool


@dataclass(frozen=True)
class Conflict:
    """One field of one record with its answers, the shown one first; of a deletion the sides are `GONE` and `KEPT`."""

    kind: str
    record: str
    field: str
    sides: tuple[Side, ...]


def open_conflicts(db: Database) -> list[Conflict]:
    """What waits for a person, in the order of the records."""
    return [_conflict(db.conn, *row) for row in _waiting(db.conn)]


def count(db: Database) -> int:
    """How many wait."""
    return len(_waiting(db.conn))


def decide(store: Store, conflict: Conflict, side: Side, operator: str, label: str = "Putuskan bentrok") -> None:
    """Keep one side: a new operation that names all others, also when the kept value is the one shown now."""
    with commits.group(store, label, operator) as transaction:
        target = (conflict.kind, conflict.record)
        state = fold.fold(*target, projection.ops_of(transaction.connection, conflict.record))
        heads = state.stamps().get(conflict.field, ())
        if conflict.field != DELETED:
            transaction.write(*target, {conflict.field: [side.value, *heads]})
        elif side.value == KEPT:
            transaction.write(*target, {DELETED: [None, *heads]})
        else:
            transaction.delete(*target, str(state.value(DELETED)["alasan"]))


def waiting(connection: Connection) -> set[tuple[str, str, str]]:
    """(kind, record, field) of all that wait."""
    return {(kind, record, name) for kind, record, name, _ in _waiting(connection)}


def _waiting(connection: Connection) -> list[tuple[str, str, str, str]]:
    """Conflicts of questions a person is asked about, of records that are not deleted (or just that is in question)."""
    found = []
    for kind, record, name, heads in connection.execute("SELECT kind, record, field, heads FROM conflict ORDER BY 2"):
        if name != DELETED and not _asks(connection, kind, record, name):
            continue
        found.append((kind, record, name, heads))
    return found


def _asks(connection: Connection, kind: str, record: str, name: str) -> bool:
    question = FORMS[kind].fields.get(name)
    if question is None or question.merge is not Merge.ASK:
        return False
    row = connection.execute(f"SELECT deleted FROM {kind} WHERE id = ?", (record,)).fetchone()
    return row is not None and not row[0]


def _conflict(connection: Connection, kind: str, record: str, name: str, heads: str) -> Conflict:
    if name == DELETED:
        return Conflict(kind, record, name, _deletion(connection, kind, record))
    values: dict[str, Any] = json.loads(heads)
    winner = max(values)
    sides = [_side(connection, record, stamp, values[stamp], stamp == winner) for stamp in sorted(values, reverse=True)]
    return Conflict(kind, record, name, tuple(sides))


def _deletion(connection: Connection, kind: str, record: str) -> tuple[Side, ...]:
    """Who deleted, and the newest change that the deletion had not seen (or who took it back)."""
    state = fold.fold(kind, record, projection.ops_of(connection, record))
    removals = {stamp: value for stamp, value in state.heads[DELETED].items() if value is not None}
    gone = max(removals)
    kept = max(_unseen(state, removals[gone]["seen"]), default=gone)
    sides = (
        _side(connection, record, gone, GONE, state.deleted),
        _side(connection, record, kept, KEPT, not state.deleted),
    )
    return tuple(sorted(sides, key=lambda side: not side.wins))


def _unseen(state: Folded, seen: list[str]) -> list[str]:
    others = (stamp for name, heads in state.heads.items() if name != DELETED for stamp in heads if stamp not in seen)
    taken_back = (stamp for stamp, value in state.heads[DELETED].items() if value is None)
    return [*others, *taken_back]


def _side(connection: Connection, record: str, stamp: str, value: Value, wins: bool) -> Side:
    clock, device = stamp.split(".")
    rows = connection.execute(
        """SELECT json_extract(header, '$.actor'), json_extract(body, '$.wall') FROM op
           WHERE record = ? AND clock = ? AND device = ?""",
        (record, int(clock, 16), device),
    )
    operator, wall = rows.fetchone() or ("", "")
    return Side(stamp, value, device, operator, wall or "", wins)
