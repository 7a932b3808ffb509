"""What records said earlier: their answers after each deed that touched them; deeds that were undone left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.fold import Folded
from puskesos_desktop.journal.op import Op, canonical
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.log import undo
from puskesos_desktop.store.tables import projection

Moment = tuple[int, str]
"""A deed, by the clock and the device of its first operation: sorts as deeds follow each other."""

_NOTHING: Mapping[str, Value] = {}


@dataclass
class Past:
    """One record: the deeds that touched it, in order, and what it answered after each."""

    kind: str
    moments: list[Moment] = field(default_factory=list)
    answers: list[Mapping[str, Value]] = field(default_factory=list)

    def at(self, moment: Moment) -> Mapping[str, Value]:
        """What it answered after the last deed up to this one; nothing before its first."""
        after = bisect_right(self.moments, moment)
        return self.answers[after - 1] if after else _NOTHING


def pasts(connection: Connection, kinds: Collection[str], progress: Progress = silent) -> dict[str, Past]:
    """The past of every record of these kinds that more than one operation touched, deleted ones too."""
    rows = connection.execute(
        """SELECT o.header, o.body, s.clock FROM op o JOIN op s ON s.device = o.device AND s.sequence = o."group"
           WHERE o.record IN (SELECT record FROM op GROUP BY record HAVING count(*) > 1)
           AND json_extract(o.header, '$.kind') IN (SELECT value FROM json_each(?))
           ORDER BY s.clock, o.device, o.clock""",
        (canonical(sorted(kinds)),),
    ).fetchall()
    undone = undo.undone(connection)
    found: dict[str, Past] = {}
    states: dict[str, Folded] = {}
    for header, body, began in projection.told(rows, len(rows), "Membaca isian sebelum diubah…", progress):
        op = Op(header, body)
        if (op.device, op.group) in undone or "undoes" in op.content:
            continue
        past = found.setdefault(op.record, Past(op.kind))
        state = states.setdefault(op.record, Folded(op.kind, op.record))
        fold.apply(state, op)
        if past.moments[-1:] != [(began, op.device)]:
            past.moments.append((began, op.device))
            past.answers.append(_NOTHING)
        past.answers[-1] = {name: value for name, value in state.values().items() if isinstance(value, int | str)}
    return found
