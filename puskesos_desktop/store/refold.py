"""Bringing everything derived in line with the journal: after a commit, after an upgrade, to compare and repair."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.op import Op
from puskesos_desktop.store import projection, schema, summaries
from puskesos_desktop.store.cipher import Connection


@dataclass(frozen=True)
class Changed:
    """What a commit touched: kinds of records, and the families whose line in a list changed."""

    kinds: frozenset[str]
    families: frozenset[str]


def touched(
    connection: Connection, targets: Mapping[tuple[str, str], Sequence[Op]], new: Collection[str], left: Iterable[str]
) -> Changed:
    """Fold every record the given operations touch, then the lines and search rows of their families.

    Records in `new` have no operations beside the given ones; `left` are families that lost a record.
    """
    for (kind, record), ops in targets.items():
        if record in new and len(ops) == 1:
            projection.write_first(connection, ops[0])
            continue
        known = ops if record in new else projection.ops_of(connection, record)
        projection.write(connection, fold.fold(kind, record, known))
    families = summaries.update(connection, list(targets), left)
    return Changed(frozenset(kind for kind, _ in targets), frozenset(families))


def if_forms_changed(connection: Connection) -> bool:
    """Refold when the program's questions or tables differ from those the projections were made for."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'forms'").fetchone()
    if row is not None and row[0] == schema.shape():
        return False
    connection.execute("BEGIN IMMEDIATE")
    everything(connection)
    connection.execute("COMMIT")
    return True


def everything(connection: Connection) -> None:
    """Drop the projections and fold the whole journal anew, inside the caller's transaction."""
    schema.drop_projections(connection)
    schema.create_projections(connection)
    for state in projection.every_state(connection):
        projection.write(connection, state)
    summaries.rebuild_all(connection)


def differences(connection: Connection) -> int:
    """How many rows of the projections differ from a fold from scratch; 0 is what it should be."""
    found = 0
    seen: dict[str, set[str]] = {kind: set() for kind in FORMS}
    for state in projection.every_state(connection):
        if state.kind in FORMS:
            seen[state.kind].add(state.id)
            found += projection.stored(connection, state) != projection.as_row(state)
    for kind, ids in seen.items():
        found += abs(connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] - len(ids))
    return found + summaries.differences(connection)
