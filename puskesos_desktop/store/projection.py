"""Writing folded states into the typed tables, and reading rows back as records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from puskesos_desktop.domain.household import Record, Stamps, Value
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.fold import State
from puskesos_desktop.journal.op import DELETED, Op, canonical
from puskesos_desktop.store.cipher import Connection


def ops_of(connection: Connection, record: str) -> list[Op]:
    """All operations of one record, whoever wrote them."""
    rows = connection.execute("SELECT header, body FROM op WHERE record = ? ORDER BY clock, device", (record,))
    return [Op(header, body) for header, body in rows]


def without_others(connection: Connection, given: Mapping[tuple[str, str], Sequence[Op]]) -> set[str]:
    """Records of which the journal holds no operation beside the given ones."""
    ids = canonical([record for _, record in given])
    rows = connection.execute(
        "SELECT record, count(*) FROM op WHERE record IN (SELECT value FROM json_each(?)) GROUP BY record", (ids,)
    )
    held = dict(rows.fetchall())
    return {record for (_, record), ops in given.items() if held[record] == len(ops)}


def every_state(connection: Connection) -> Iterator[State]:
    """The state of every record of the journal, folded from scratch, in the order the records first appear."""
    rows = connection.execute("SELECT header, body FROM op ORDER BY clock, device")
    yield from fold.fold_all(Op(header, body) for header, body in rows).values()


def write(connection: Connection, state: State) -> None:
    """Put a state into its table and its conflicts into theirs; an unknown kind stays in the journal alone."""
    if state.kind not in FORMS:
        return
    connection.execute(_UPSERT[state.kind], as_row(state))
    conflicts = state.conflicts()
    connection.execute("DELETE FROM conflict WHERE kind = ? AND record = ?", (state.kind, state.id))
    for name, heads in conflicts.items():
        connection.execute("INSERT INTO conflict VALUES (?, ?, ?, ?)", (state.kind, state.id, name, canonical(heads)))


def write_first(connection: Connection, op: Op) -> None:
    """Put a record of which `op` is the only operation into its table: what `write` does, without folding."""
    if op.kind not in FORMS:
        return
    values = {name: change[0] for name, change in op.fields.items()}
    fitting, unknown = _sorted_out(op.kind, values)
    stamps = canonical({op.stamp: sorted(values)} if values else {})
    row = _row(op.kind, op.record, fitting, unknown)
    connection.execute(_UPSERT[op.kind], (*row, stamps, int(values.get(DELETED) is not None)))


def as_row(state: State) -> tuple[Value, ...]:
    """The row of a state: id, every question of the form, what the form does not know, stamps, deleted."""
    row = _row(state.kind, state.id, *_sorted_out(state.kind, state.values()))
    return (*row, pack_stamps(state.stamps()), int(state.deleted))


def stored(connection: Connection, state: State) -> tuple[Value, ...] | None:
    """The row that stands in the table for the record of this state, in the shape of `as_row`."""
    row = connection.execute(
        f"SELECT id, {_COLUMNS[state.kind]}, unknown, stamps, deleted FROM {state.kind} WHERE id = ?", (state.id,)
    ).fetchone()
    return None if row is None else tuple(row)


def read(
    connection: Connection, kind: str, where: str, parameters: Iterable[Value] = (), *, deleted: bool = False
) -> list[Record]:
    """Live records of a kind (with `deleted` the others too), opened: with the answers and stamps they have now.

    `where` is SQL of this layer.
    """
    keys = list(FORMS[kind].fields)
    live = "" if deleted else "deleted = 0 AND "
    rows = connection.execute(f"SELECT id, stamps, {_COLUMNS[kind]} FROM {kind} WHERE {live}{where}", tuple(parameters))
    return [_record(kind, row[0], row[1], dict(zip(keys, row[2:], strict=True))) for row in rows]


def one(connection: Connection, kind: str, record: str, *, deleted: bool = False) -> Record | None:
    """The live record with this id; with `deleted` also one that is not live any more."""
    found = read(connection, kind, "id = ?", (record,), deleted=deleted)
    return found[0] if found else None


def _record(kind: str, record: str, stamps: str, answers: dict[str, Value]) -> Record:
    return Record(kind, record, answers, dict(answers), LazyStamps(stamps))


class LazyStamps(Mapping[str, tuple[str, ...]]):
    """Stamps as stored, unpacked only when an edit asks for them."""

    def __init__(self, packed: str) -> None:
        """Keep the text."""
        self.packed = packed
        self._known: Stamps | None = None

    @property
    def _all(self) -> Stamps:
        if self._known is None:
            self._known = unpack_stamps(self.packed)
        return self._known

    def __getitem__(self, key: str) -> tuple[str, ...]:
        """Stamps of one field."""
        return self._all[key]

    def __iter__(self) -> Iterator[str]:
        """Fields that have stamps."""
        return iter(self._all)

    def __len__(self) -> int:
        """How many fields have stamps."""
        return len(self._all)


def pack_stamps(stamps: Stamps) -> str:
    """Stamps as stored: each stamp once, with the fields it is a head of."""
    by_stamp: dict[str, list[str]] = {}
    for name, heads in sorted(stamps.items()):
        for stamp in heads:
            by_stamp.setdefault(stamp, []).append(name)
    return canonical(by_stamp)


def unpack_stamps(packed: str) -> Stamps:
    """The way back from `pack_stamps`."""
    stamps: dict[str, tuple[str, ...]] = {}
    for stamp, names in sorted(json.loads(packed).items()):
        for name in names:
            stamps[name] = (*stamps.get(name, ()), stamp)
    return stamps


def _sorted_out(kind: str, values: dict[str, Any]) -> tuple[dict[str, Value], dict[str, Any]]:
    """Values that fit their column, and those this program has no place for (kept, shown nowhere, forwarded)."""
    types = _TYPES[kind]
    fitting: dict[str, Value] = {}
    unknown: dict[str, Any] = {}
    for name, value in values.items():
        if name in types and (value is None or _fits(value, types[name])):
            fitting[name] = value
        elif not name.startswith("_"):
            unknown[name] = value
    return fitting, unknown


def _row(kind: str, record: str, fitting: dict[str, Value], unknown: dict[str, Any]) -> tuple[Value, ...]:
    answers = map(fitting.get, FORMS[kind].fields)
    return (record, *answers, canonical(unknown) if unknown else None)


def _fits(value: Any, wanted: type) -> bool:
    return type(value) is wanted and (not isinstance(value, int) or -(1 << 63) <= value < 1 << 63)


def _upsert(kind: str) -> str:
    columns = [f'"{key}"' for key in (*FORMS[kind].fields, "unknown", "stamps", "deleted")]
    marks = ", ".join("?" * (len(columns) + 1))
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f"INSERT INTO {kind}(id, {', '.join(columns)}) VALUES ({marks}) ON CONFLICT(id) DO UPDATE SET {updates}"


_UPSERT = {kind: _upsert(kind) for kind in FORMS}
_COLUMNS = {kind: ", ".join(f'"{key}"' for key in form.fields) for kind, form in FORMS.items()}
_TYPES = {
    kind: {key: int if one.column == "INTEGER" else str for key, one in form.fields.items()}
    for kind, form in FORMS.items()
}
