"""What leaves the store and what came back: operations beyond a receipt, the bundles written, the receipts taken."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from puskesos_desktop.journal.chain import Tip
from puskesos_desktop.journal.op import Op, canonical
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.opened import Store


@dataclass(frozen=True)
class Span:
    """Operations `first` to `last` of one device; empty when `last` is before `first`."""

    device: str
    first: int
    last: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.last < self.first


@dataclass(frozen=True)
class SentBundle:
    """A bundle that was written, as the ledger keeps it."""

    id: str
    file: str
    created: str
    recipient: str
    ranges: list[list[str | int]]
    changes: int
    totals: Mapping[str, int]
    sha256: str
    plain_sha256: str


@dataclass(frozen=True)
class Receipt:
    """A receipt that was checked: which bundle, who signed, how far the recipient holds each device."""

    id: str
    bundle: str
    signer: str
    recipient: str
    received: str
    vector: Mapping[str, int]
    totals: Mapping[str, int]


def receipted(db: Database, recipient: str) -> dict[str, int]:
    """How far this recipient is proven to hold the operations of each device."""
    vector: dict[str, int] = {}
    for (row,) in db.conn.execute("SELECT vector FROM receipt WHERE recipient = ?", (recipient,)):
        for device, sequence in json.loads(row).items():
            vector[device] = max(vector.get(device, 0), sequence)
    return vector


def spans_beyond(db: Database, vector: Mapping[str, int]) -> list[Span]:
    """What a recipient with this vector still lacks, per device; devices with nothing new are left out."""
    rows = db.conn.execute("SELECT device, sequence FROM peer WHERE sequence > 0 ORDER BY device").fetchall()
    spans = [Span(device, vector.get(device, 0) + 1, last) for device, last in rows]
    return [span for span in spans if not span.empty]


def ops_in(db: Database, span: Span) -> Iterator[Op]:
    """The operations of a span in order."""
    rows = db.conn.execute(
        "SELECT header, body FROM op WHERE device = ? AND sequence BETWEEN ? AND ? ORDER BY sequence",
        (span.device, span.first, span.last),
    )
    for header, body in rows:
        yield Op(header, body)


def groups_in(db: Database, span: Span) -> int:
    """How many user actions a span holds."""
    return int(
        db.conn.execute(
            """SELECT count(*) FROM op INDEXED BY op_start
               WHERE device = ? AND sequence BETWEEN ? AND ? AND sequence = "group" """,
            (span.device, span.first, span.last),
        ).fetchone()[0]
    )


def tip_at(db: Database, device: str, sequence: int) -> Tip | None:
    """The chain of a device at a sequence it has reached here."""
    row = db.conn.execute("SELECT hash FROM op WHERE device = ? AND sequence = ?", (device, sequence)).fetchone()
    return Tip(sequence, row[0]) if row else None


def record_bundle(store: Store, sent: SentBundle) -> None:
    """Write a bundle into the ledger."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO bundle VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                sent.id,
                sent.file,
                sent.created,
                sent.recipient,
                canonical(sent.ranges),
                sent.changes,
                canonical(dict(sent.totals)),
                sent.sha256,
                sent.plain_sha256,
            ),
        )


def record_receipt(store: Store, receipt: Receipt) -> bool:
    """Write a receipt into the ledger; False when it was there already."""
    with store.transaction() as connection:
        if connection.execute("SELECT 1 FROM receipt WHERE id = ?", (receipt.id,)).fetchone():
            return False
        connection.execute(
            "INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                receipt.id,
                receipt.bundle,
                receipt.signer,
                receipt.recipient,
                receipt.received,
                canonical(dict(receipt.vector)),
                canonical(dict(receipt.totals)),
            ),
        )
    return True


def last_bundle(db: Database) -> SentBundle | None:
    """The newest bundle in the ledger."""
    row = db.conn.execute("SELECT * FROM bundle ORDER BY created DESC, rowid DESC LIMIT 1").fetchone()
    if row is None:
        return None
    bundle, file, created, recipient, ranges, changes, totals, sha256, plain_sha256 = row
    return SentBundle(
        bundle, file, created, recipient, json.loads(ranges), changes, json.loads(totals), sha256, plain_sha256
    )


def last_receipt(db: Database) -> Receipt | None:
    """The newest receipt of the kabupaten; what another laptop says it holds is noted too, but is none of these."""
    row = db.conn.execute(
        "SELECT * FROM receipt WHERE bundle <> '' ORDER BY received DESC, rowid DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    name, bundle, signer, recipient, received, vector, totals = row
    return Receipt(name, bundle, signer, recipient, received, json.loads(vector), json.loads(totals))
