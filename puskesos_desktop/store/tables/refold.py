"""Bringing everything derived in line with the journal: after a commit, after an upgrade, to compare and repair."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.fold import Folded
from puskesos_desktop.journal.op import DUPLICATE, Op
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.tables import duplicates, projection, schema, summaries
from puskesos_desktop.store.tables.bulk import without_collector


@dataclass(frozen=True)
class Changed:
    """What a commit touched: kinds of records, and the families whose line in a list changed."""

    kinds: frozenset[str]
    families: frozenset[str]


def touched(
    connection: Connection,
    targets: Mapping[tuple[str, str], Sequence[Op]],
    new: Collection[str],
    progress: Progress = silent,
) -> Changed:
    """Fold every record the given operations touch, then the lines and search rows of their families.

    Records in `new` have no operations beside the given ones. What follows a duplicate is folded along.
    """
    known = [target for target in targets if target[1] not in new]
    left = summaries.affected_families(connection, known)  # as it was: the line a record leaves changes too
    before = kept = duplicates.load(connection)
    if duplicates.note(connection, targets, _marked(connection, targets)):
        kept = duplicates.load(connection)
    also: list[tuple[str, str]] = []
    if before or kept:
        also = sorted(duplicates.moved(connection, before, kept, targets) - targets.keys())
        left |= summaries.affected_families(connection, also)
    written = projection.fold_in(connection, {**targets, **dict.fromkeys(also, ())}, new, kept, progress)
    families = summaries.update(connection, [*targets, *also], left, written, progress)
    return Changed(frozenset(kind for kind, _ in (*targets, *also)), frozenset(families))


def _marked(connection: Connection, targets: Mapping[tuple[str, str], Sequence[Op]]) -> Iterator[Folded]:
    """The states of those that these operations mark or unmark as duplicates."""
    for (kind, record), ops in targets.items():
        if any(DUPLICATE in op.fields for op in ops):
            yield fold.fold(kind, record, projection.ops_of(connection, record))


def is_stale(connection: Connection) -> bool:
    """Whether the program's questions or tables differ from those the projections were made for."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'forms'").fetchone()
    return row is None or row[0] != schema.shape()


def if_forms_changed(connection: Connection) -> bool:
    """Refold stale projections; whether that was needed."""
    if not is_stale(connection):
        return False
    connection.execute("BEGIN IMMEDIATE")
    everything(connection)
    connection.execute("COMMIT")
    return True


def everything(connection: Connection) -> None:
    """Drop the projections and fold the whole journal anew, inside the caller's transaction."""
    with without_collector():
        schema.drop_projections(connection)
        schema.create_projections(connection, indexed=False)
        targets = projection.every_op(connection)
        duplicates.note(connection, targets, _marked(connection, targets))
        new = {record for _, record in targets}
        written = projection.fold_in(connection, targets, new, duplicates.load(connection))
        schema.create_indexes(connection)
        summaries.rebuild_all(connection, written)


def differences(connection: Connection) -> int:
    """How many rows of the projections differ from a fold from scratch; 0 is what it should be."""
    kept = duplicates.load(connection)
    marks = set(connection.execute("SELECT kind, record, kept FROM ganda"))
    found = 0
    seen: dict[str, set[str]] = {kind: set() for kind in FORMS}
    for state in projection.every_state(connection):
        if state.duplicate_of is not None:
            found += (state.kind, state.id, state.duplicate_of) not in marks
            marks.discard((state.kind, state.id, state.duplicate_of))
        if state.kind in FORMS:
            seen[state.kind].add(state.id)
            found += projection.stored(connection, state) != projection.as_row(connection, state, kept)
    for kind, ids in seen.items():
        found += abs(connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] - len(ids))
    return found + len(marks) + summaries.differences(connection)
