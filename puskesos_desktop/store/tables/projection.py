"""Writing folded states into the typed tables, and reading rows back as records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import orjson

from puskesos_desktop.domain.household import Record, Stamps, Value
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.fold import Folded
from puskesos_desktop.journal.op import DELETED, DUPLICATE, Op, canonical
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.tables import duplicates
from puskesos_desktop.store.tables.duplicates import Kept

T = TypeVar("T")
FEW = 100
REMEMBERED = 4096
"""So many patterns of answers are looked at once only."""
MANY = 500
"""More records than one household ever has."""


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


def every_op(connection: Connection) -> dict[tuple[str, str], list[Op]]:
    """All operations of the journal by the record they touch, in the order the records first appear."""
    targets: dict[tuple[str, str], list[Op]] = {}
    for header, body in connection.execute("SELECT header, body FROM op ORDER BY clock, device"):
        op = Op(header, body)
        targets.setdefault((op.kind, op.record), []).append(op)
    return targets


def every_state(connection: Connection) -> Iterator[Folded]:
    """The state of every record of the journal, folded from scratch, in the order the records first appear."""
    for target, ops in every_op(connection).items():
        yield fold.fold(*target, ops)


def write(connection: Connection, state: Folded, kept: Kept) -> None:
    """Put a state into its table and its conflicts into theirs; an unknown kind stays in the journal alone."""
    if state.kind not in FORMS:
        return
    connection.execute(_UPSERT[state.kind], as_row(connection, state, kept))
    _write_conflicts(connection, state)


def _write_conflicts(connection: Connection, state: Folded) -> None:
    conflicts = state.conflicts()
    connection.execute("DELETE FROM conflict WHERE kind = ? AND record = ?", (state.kind, state.id))
    for name, heads in conflicts.items():
        connection.execute("INSERT INTO conflict VALUES (?, ?, ?, ?)", (state.kind, state.id, name, canonical(heads)))


def told(many: Iterable[T], count: int, words: str, progress: Progress, *, every: int = MANY) -> Iterator[T]:
    """The same things one after the other, with the progress told before each so many of them."""
    for done, one in enumerate(many):
        if done % every == 0:
            progress(done, count, words)
        yield one


class First(NamedTuple):
    """A live record that one operation made, the number of its row, and the clock of the operation."""

    rid: int
    record: Record
    clock: int


class Written(NamedTuple):
    """What a fold wrote and need not be read back: of few records those that one operation made, of many all.

    `live` has the living ones of each kind, `clocks` the newest clock of every record, the deleted ones too.
    """

    firsts: Sequence[First] = ()
    live: Mapping[str, Sequence[Record]] = {}
    clocks: Mapping[str, int] = {}


def fold_in(
    connection: Connection,
    targets: Mapping[tuple[str, str], Sequence[Op]],
    new: Collection[str],
    kept: Kept,
    progress: Progress = silent,
) -> Written:
    """Fold every record the given operations touch into its table.

    Records in `new` have no operations beside the given ones.
    """
    if len(targets) > MANY and not kept:
        return _fold_in_many(connection, targets, new, kept, progress)
    made: list[First] = []
    for kind, record in duplicates.in_order(targets, kept):
        ops = targets[kind, record]
        if record in new and len(ops) == 1:
            first = _write_first(connection, ops[0], kept)
            if first and len(targets) <= FEW:
                made.append(first)
        else:
            known = ops if record in new else ops_of(connection, record)
            write(connection, fold.fold(kind, record, known), kept)
    return Written(made)


def _fold_in_many(
    connection: Connection,
    targets: Mapping[tuple[str, str], Sequence[Op]],
    new: Collection[str],
    kept: Kept,
    progress: Progress,
) -> Written:
    """The same for many records at once, where nothing is a duplicate; rows are numbered in the records' order."""
    rows: dict[str, list[tuple[Value, ...]]] = {kind: [] for kind in FORMS}
    live: dict[str, list[Record]] = {kind: [] for kind in FORMS}
    clocks: dict[str, int] = {}
    for (kind, record), ops in told(targets.items(), len(targets), "Menyusun catatan…", progress):
        if kind not in FORMS:
            continue
        if record in new and len(ops) == 1:
            answers, rest = _as_first(ops[0], values := ops[0].values, values)
            clocks[record] = ops[0].head["clock"]
            row = (record, *answers.values(), *rest)
        else:
            known = ops if record in new else ops_of(connection, record)
            state = fold.fold(kind, record, known)
            row = as_row(connection, state, kept)
            answers = dict(zip(FORMS[kind].fields, row[1:], strict=False))
            clocks[record] = max(op.head["clock"] for op in known)
            _write_conflicts(connection, state)
        rows[kind].append(row)
        if not row[-1]:
            live[kind].append(Record(kind, record, answers))
    for kind, content in rows.items():
        connection.executemany(_UPSERT[kind], told(content, len(content), "Menyusun tabel…", progress))
    return Written((), live, clocks)


def _write_first(connection: Connection, op: Op, kept: Kept) -> First | None:
    """Put a record of which `op` is the only operation into its table: what `write` does, without folding."""
    if op.kind not in FORMS:
        return None
    values = op.values
    if kept and (DUPLICATE in values or kept.of(op.kind, op.record) != op.record):
        write(connection, fold.fold(op.kind, op.record, (op,)), kept)
        return None
    led = duplicates.followed(connection, op.kind, values, kept) if kept else values
    answers, rest = _as_first(op, values, led)
    rid = connection.execute(_UPSERT[op.kind], (op.record, *answers.values(), *rest)).lastrowid
    return None if rest[-1] or rid is None else First(rid, Record(op.kind, op.record, answers), op.head["clock"])


def _as_first(
    op: Op, values: dict[str, Any], led: dict[str, Any]
) -> tuple[dict[str, Value], tuple[str | None, str, int]]:
    """The answers of a record of which `op` is the only operation, and what stands behind them in its row.

    `values` are what it wrote, `led` the same with duplicates followed.
    """
    fitting, unknown = _sorted_out(op.kind, led)
    stamps = f'{{"{op.stamp}":{_names(tuple(values))}}}' if values else "{}"
    answers = {**_EMPTY[op.kind], **fitting}
    return answers, (canonical(unknown) if unknown else None, stamps, int(values.get(DELETED) is not None))


def as_row(connection: Connection, state: Folded, kept: Kept) -> tuple[Value, ...]:
    """The row of a state: id, every question of the form, what the form does not know, stamps, deleted.

    `connection` is asked where the person lives whom something follows through a duplicate.
    """
    values = state.values()
    fitting, unknown = _sorted_out(state.kind, duplicates.followed(connection, state.kind, values, kept))
    answers = map(fitting.get, FORMS[state.kind].fields)
    rest = (canonical(unknown) if unknown else None, pack_stamps(state.stamps()), kept.fate(state))
    return (state.id, *answers, *rest)


def stored(connection: Connection, state: Folded) -> tuple[Value, ...] | None:
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


def look(connection: Connection, kind: str, where: str, parameters: Iterable[Value] = ()) -> list[Record]:
    """The same to look at only: without what an edit would need, and so quicker."""
    fields = FORMS[kind].fields
    rows = connection.execute(f"{_LOOK[kind]}{where}", tuple(parameters))
    return [Record(kind, row[0], dict(zip(fields, row[1:], strict=True))) for row in rows]


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
    for stamp, names in sorted(orjson.loads(packed).items()):
        for name in names:
            stamps[name] = (*stamps.get(name, ()), stamp)
    return stamps


def _sorted_out(kind: str, values: dict[str, Any]) -> tuple[dict[str, Value], dict[str, Any]]:
    """Values that fit their column, and those this program has no place for (kept, shown nowhere, forwarded)."""
    pattern = _pattern(kind, tuple(values), tuple(map(type, values.values())))
    if pattern.fits:  # nearly always
        numbers = [values[name] for name in pattern.numbers]
        if not numbers or (min(numbers) >= _LEAST and max(numbers) <= _MOST):
            return values, {}
    pairs = _FITTING[kind]
    odd = [
        name
        for name, value in values.items()
        if (name, type(value)) not in pairs or (type(value) is int and not _LEAST <= value <= _MOST)
    ]
    fitting = {name: value for name, value in values.items() if name not in odd}
    return fitting, {name: values[name] for name in odd if not name.startswith("_")}


class _Pattern(NamedTuple):
    """Whether values of these names and sorts fit their columns, and which are whole numbers."""

    fits: bool
    numbers: tuple[str, ...]


@lru_cache(maxsize=REMEMBERED)
def _pattern(kind: str, names: tuple[str, ...], sorts: tuple[type, ...]) -> _Pattern:
    """A village knows few such patterns."""
    pairs = list(zip(names, sorts, strict=True))
    return _Pattern(_FITTING[kind].issuperset(pairs), tuple(name for name, sort in pairs if sort is int))


@lru_cache(maxsize=REMEMBERED)
def _names(names: tuple[str, ...]) -> str:
    """The names in order, as JSON."""
    return canonical(sorted(names))


def _upsert(kind: str) -> str:
    columns = [f'"{key}"' for key in (*FORMS[kind].fields, "unknown", "stamps", "deleted")]
    marks = ", ".join("?" * (len(columns) + 1))
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f"INSERT INTO {kind}(id, {', '.join(columns)}) VALUES ({marks}) ON CONFLICT(id) DO UPDATE SET {updates}"


_EMPTY = {kind: form.empty() for kind, form in FORMS.items()}
_LEAST, _MOST = -(1 << 63), (1 << 63) - 1
"""What a column for whole numbers can hold."""
_UPSERT = {kind: _upsert(kind) for kind in FORMS}
_COLUMNS = {kind: ", ".join(f'"{key}"' for key in form.fields) for kind, form in FORMS.items()}
_LOOK = {kind: f"SELECT id, {columns} FROM {kind} WHERE deleted = 0 AND " for kind, columns in _COLUMNS.items()}
_FITTING = {
    kind: frozenset(
        (key, sort)
        for key, one in form.fields.items()
        for sort in (int if one.column == "INTEGER" else str, type(None))
    )
    for kind, form in FORMS.items()
}
"""Which sorts of value fit which column."""
