"""The one door for writing: labelled groups of operations, appended, folded and committed in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any, Protocol

from puskesos_desktop.domain.household import Answers, Record
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.forms import paper
from puskesos_desktop.journal import chain, clock, fold
from puskesos_desktop.journal.op import DELETED, DUPLICATE, FieldChanges, Op, Position, Signature, compose
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.tables import projection, refold
from puskesos_desktop.store.tables.bulk import without_collector
from puskesos_desktop.store.tables.refold import Changed

Note = Mapping[str, Any]

_wall_text = lru_cache(maxsize=1)(clock.wall_text)
"""Operations of one group mostly share their second."""


class Transaction:
    """One user action while it is being written: everything in it is undone and exported together."""

    def __init__(self, journal: Journal, label: str, operator: str, note: Note | None = None) -> None:
        """A group named `label`; `note` is added to the body of each of its operations."""
        self.journal = journal
        self._label = label
        self._note = note or {}
        self._remarks: Note = {}
        self._by = Signature(journal.store.device.name, operator, paper.VERSION)
        self._group = 0

    @property
    def connection(self) -> Connection:
        """For reading what is there, inside the same transaction."""
        return self.journal.connection

    def remark(self, remarks: Note) -> None:
        """Add to the body of the group's first operation, beside the label; nothing may be written yet."""
        self._remarks = remarks

    def create(self, kind: str, answers: Answers, record: str = "") -> str:
        """A new record with these answers; its id."""
        record = record or self.journal.store.new_id()
        given = {key: [value] for key, value in answers.items() if value is not None}
        self.write(kind, record, given)
        return record

    def save(self, record: Record) -> None:
        """A record as it should be: created when new, else only what changed since it was opened."""
        if record.before is None:
            self.create(record.kind, record.answers, record.id)
        else:
            self.write(record.kind, record.id, fold.changes(record.before, record.stamps, record.answers))

    def delete(self, kind: str, record: str, reason: str) -> None:
        """Mark a record deleted, with the reason; its answers stay in the journal."""
        state = fold.fold(kind, record, projection.ops_of(self.connection, record))
        stamps = state.stamps()
        seen = sorted({stamp for heads in stamps.values() for stamp in heads})
        self.write(kind, record, {DELETED: [{"alasan": reason, "seen": seen}, *stamps.get(DELETED, ())]})

    def undelete(self, kind: str, record: str) -> None:
        """Take a deletion back, whoever made it."""
        heads = fold.fold(kind, record, projection.ops_of(self.connection, record)).stamps().get(DELETED, ())
        self.write(kind, record, {DELETED: [None, *heads]})

    def mark_duplicate(self, kind: str, record: str, kept: str | None) -> None:
        """Say that a record is the same as the one kept, or with None that it is not; its answers stay as they are.

        The operation names everything it has seen: an answer that is not among it came from somebody who did not know.
        """
        stamps = fold.fold(kind, record, projection.ops_of(self.connection, record)).stamps()
        seen = sorted({stamp for heads in stamps.values() for stamp in heads})
        self.write(kind, record, {DUPLICATE: [kept, *seen]})

    def write(self, kind: str, record: str, fields: FieldChanges) -> None:
        """Append one operation; one that changes nothing is not written, one that creates an empty record is."""
        journal = self.journal
        if not fields and journal.knows(record):
            return
        sequence = journal.tip.sequence + 1
        first = self._group == 0
        self._group = self._group or sequence
        now = journal.store.ambient.now_ms()
        extra = {"salt": journal.store.ambient.random(16).hex(), "wall": _wall_text(now - now % 1000), **self._note}
        if first:
            extra |= {"label": self._label, **self._remarks}
        place = Position(sequence, self._group, clock.tick(journal.clock, now))
        journal.append(compose(self._by, place, (kind, record), fields, extra), (kind, record))


class Journal:
    """The journal inside one database transaction; may hold many groups."""

    def __init__(self, store: Store, connection: Connection) -> None:
        """Start at the tip of our own chain."""
        self.store = store
        self.connection = connection
        self.tip, self.clock = store.tip(connection)
        self.touched: dict[tuple[str, str], list[Op]] = {}
        self._new: set[str] = set()

    def knows(self, record: str) -> bool:
        """Whether the journal holds any operation of this record."""
        return self.connection.execute("SELECT 1 FROM op WHERE record = ? LIMIT 1", (record,)).fetchone() is not None

    def append(self, op: Op, target: tuple[str, str]) -> None:
        """Put one operation of our own at the end of our chain."""
        self.tip = chain.Tip(self.tip.sequence + 1, chain.link(self.tip.hash, op.header))
        self.clock = op.head["clock"]
        self.touched.setdefault(target, []).append(op)
        if target[1] in self.store.minted:
            self.store.minted.discard(target[1])
            self._new.add(target[1])
        self.connection.execute(
            "INSERT INTO op(device, sequence, header, body, hash) VALUES (?, ?, ?, ?, ?)",
            (self.store.device.name, self.tip.sequence, op.header, op.body, self.tip.hash),
        )

    def finish(self, progress: Progress = silent) -> Changed:
        """Fold what was touched and remember the tip; what screens need to know."""
        asked = {target: ops for target, ops in self.touched.items() if target[1] not in self._new}
        others = projection.without_others(self.connection, asked) if asked else set()
        changed = refold.touched(self.connection, self.touched, self._new | others, progress)
        self.connection.execute(
            "UPDATE peer SET sequence = ?, hash = ?, clock = ? WHERE device = ?",
            (self.tip.sequence, self.tip.hash, self.clock, self.store.device.name),
        )
        return changed


class Begin(Protocol):
    """Starts a group inside a journal."""

    def __call__(self, label: str, operator: str, note: Note | None = None) -> Transaction:
        """A group named `label`."""


@contextmanager
def journal(store: Store, progress: Progress = silent) -> Iterator[Begin]:
    """Many groups in one database transaction: call what is yielded with (label, operator) for each group.

    `progress` is told of the folding at the end; when it raises `Cancelled`, nothing was written.
    """
    with without_collector(), store.transaction() as connection:
        book = Journal(store, connection)
        yield partial(Transaction, book)
        changed = book.finish(progress) if book.touched else None
    if changed is not None:
        store.announce(changed)


@contextmanager
def group(
    store: Store, label: str, operator: str, note: Note | None = None, progress: Progress = silent
) -> Iterator[Transaction]:
    """One user action: everything written inside is committed together under `label`, or not at all."""
    with journal(store, progress) as begin:
        yield begin(label, operator, note)
