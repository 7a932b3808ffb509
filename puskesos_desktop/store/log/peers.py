"""The devices a store knows: its own, those it trusts, the vouches that say so, and what is held back until it fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.journal.bundle_lines import Seal, Vouch
from puskesos_desktop.journal.chain import Tip
from puskesos_desktop.store.file.connection import Connection, Database
from puskesos_desktop.store.opened import Device, Store


@dataclass(frozen=True)
class Laptop:
    """Another laptop of the village: its device, what people call it, whom to seal for, how far its chain is here."""

    device: str
    name: str
    recipient: str
    sequence: int


@dataclass(frozen=True)
class Stranger:
    """A sender nobody has vouched for yet, as it called itself."""

    device: str
    public_key: bytes
    recipient: str
    name: str


@dataclass(frozen=True)
class Held:
    """Operations `first` to `last` of a device that wait; `missing` names what must come first (empty: trust)."""

    device: str
    first: int
    last: int
    count: int
    missing: tuple[int, int] | None
    name: str


def trust(connection: Connection, device: str, public_key: bytes, vouched_by: str | None = None) -> None:
    """Know a device from now on; `UserError` when it is known by another key."""
    row = connection.execute("SELECT public_key FROM peer WHERE device = ?", (device,)).fetchone()
    if row is None:
        connection.execute(
            "INSERT INTO peer VALUES (?, 0, ?, 0, ?, 'dipercaya', ?)", (device, Tip().hash, public_key, vouched_by)
        )
        connection.execute("DELETE FROM stranger WHERE device = ?", (device,))
    elif row[0] != public_key:
        raise UserError(f"Kunci perangkat {device} berbeda dari yang dikenal.", "Hubungi pengirim paket ini.")


def keep_vouch(connection: Connection, vouch: Vouch) -> None:
    """Remember a vouch that was checked; a newer one of the same device takes its place."""
    row = (vouch.device, vouch.public_key, vouch.recipient, vouch.name, vouch.by, vouch.signature)
    connection.execute("INSERT OR REPLACE INTO vouch VALUES (?, ?, ?, ?, ?, ?)", row)


def vouches(db: Database) -> list[Vouch]:
    """Every vouch this store holds, to be sent along."""
    return [
        Vouch(device, key, recipient, name, by, signature)
        for device, key, recipient, name, by, signature in db.conn.execute("SELECT * FROM vouch ORDER BY device, by")
    ]


def laptops(db: Database) -> list[Laptop]:
    """The other laptops of the village that can be written to, by name."""
    rows = db.conn.execute(
        """SELECT v.device, v.name, v.recipient, p.sequence, max(v.by = v.device)
           FROM vouch v JOIN peer p ON p.device = v.device
           WHERE p.status <> 'sendiri' AND v.recipient <> '' GROUP BY v.device ORDER BY v.name, v.device"""
    )
    return [Laptop(*row[:4]) for row in rows]


def names(db: Database) -> dict[str, str]:
    """What people call each device: what it calls itself, else what the one who vouched called it."""
    return dict(db.conn.execute("SELECT device, name FROM vouch ORDER BY by = device").fetchall())


def public_key(db: Database, device: str) -> bytes | None:
    """The public key of a device this store trusts."""
    row = db.conn.execute("SELECT public_key FROM peer WHERE device = ?", (device,)).fetchone()
    return bytes(row[0]) if row else None


def reached(db: Database, device: str) -> Tip | None:
    """How far the chain of a device this store trusts is here."""
    row = db.conn.execute("SELECT sequence, hash FROM peer WHERE device = ?", (device,)).fetchone()
    return Tip(row[0], row[1]) if row else None


def holdings(db: Database) -> dict[str, Tip]:
    """How far this store holds the chain of every device."""
    rows = db.conn.execute("SELECT device, sequence, hash FROM peer WHERE sequence > 0 ORDER BY device")
    return {device: Tip(sequence, digest) for device, sequence, digest in rows}


def keep_stranger(connection: Connection, stranger: Stranger) -> None:
    """Remember who sent what is held, so that a person can decide about it."""
    connection.execute(
        "INSERT OR REPLACE INTO stranger VALUES (?, ?, ?, ?)",
        (stranger.device, stranger.public_key, stranger.recipient, stranger.name),
    )


def strangers(db: Database) -> list[Stranger]:
    """Senders that wait for a person's word."""
    rows = db.conn.execute("SELECT device, public_key, recipient, name FROM stranger ORDER BY device")
    return [Stranger(*row) for row in rows]


def held(connection: Connection) -> list[Held]:
    """What waits, per device."""
    rows = connection.execute(
        """SELECT h.device, min(h.sequence), max(h.sequence), count(*), p.sequence,
                  ifnull((SELECT name FROM vouch WHERE device = h.device),
                         ifnull((SELECT name FROM stranger WHERE device = h.device), ''))
           FROM held h LEFT JOIN peer p ON p.device = h.device GROUP BY h.device ORDER BY h.device"""
    )
    found = []
    for device, first, last, count, reached, name in rows:
        missing = (reached + 1, first - 1) if reached is not None and first > reached + 1 else None
        found.append(Held(device, first, last, count, missing, name))
    return found


def drop_held(store: Store, device: str) -> int:
    """Throw away what a device has waiting, at a person's word; how many operations that were."""
    with store.transaction() as connection:
        count = connection.execute("DELETE FROM held WHERE device = ?", (device,)).rowcount
        connection.execute("DELETE FROM held_seal WHERE device = ?", (device,))
        connection.execute("DELETE FROM stranger WHERE device = ?", (device,))
    return int(count)


def seal_at(db: Database, device: str, sequence: int) -> Seal | None:
    """The author's own seal under its chain at this place."""
    row = db.conn.execute(
        "SELECT hash, signature FROM seal WHERE device = ? AND sequence = ?", (device, sequence)
    ).fetchone()
    return Seal(device, Tip(sequence, row[0]), row[1]) if row else None


def own(db: Database, name: str) -> str:
    """A value of this laptop's own, empty when it was never set."""
    row = db.conn.execute("SELECT value FROM own WHERE name = ?", (name,)).fetchone()
    return bytes(row[0]).decode() if row else ""


def keep_own(store: Store, values: Iterable[tuple[str, str]]) -> None:
    """Remember values of this laptop's own; they never travel."""
    with store.transaction() as connection:
        for name, value in values:
            connection.execute("INSERT OR REPLACE INTO own VALUES (?, ?)", (name, value.encode()))


def replace_own_device(store: Store, device: Device, vouch: Vouch, seal: Seal) -> None:
    """Go on under another device: the old chain ends at `seal`, the clock does not go back."""
    tip, clock = store.tip()
    with store.transaction() as connection:
        if tip.sequence:
            row = (seal.device, seal.tip.sequence, seal.tip.hash, seal.signature)
            connection.execute("INSERT OR IGNORE INTO seal VALUES (?, ?, ?, ?)", row)
        connection.execute("UPDATE peer SET status = 'dipercaya' WHERE device = ?", (store.device.name,))
        connection.execute(
            "INSERT INTO peer VALUES (?, 0, ?, ?, ?, 'sendiri', ?)",
            (device.name, Tip().hash, clock, device.public_key, store.device.name),
        )
        keep_vouch(connection, vouch)
        for name, value in (
            ("device", device.name.encode()),
            ("device_private", device.private_key),
            ("device_public", device.public_key),
        ):
            connection.execute("UPDATE own SET value = ? WHERE name = ?", (value, name))
    store.device = device
