"""Which backup is the newest: the one that holds most of what the village has, whatever the clock said.

A restore begins a new line: what was worked on before it is put aside, and the backups of that work are of another
line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from puskesos_desktop.store.backup.note import Backup, Holds
from puskesos_desktop.store.file.connection import Database

LEFT = "ditinggalkan"
"""Where a store remembers the devices whose work a restore put aside."""

HashAt = Callable[[str, int], str]
"""The hash (hex) of a device's operation by its number; empty where there is none."""


@dataclass(frozen=True)
class Known:
    """Backups of the present line, and those of another line; in both the one that holds most comes first."""

    line: tuple[Backup, ...]
    apart: tuple[Backup, ...]


def split(found: Iterable[Backup], hash_at: HashAt) -> Known:
    """Backups as the present data see them: of its line are those in which nothing stands that it does not have."""
    ordered = ranked(found)
    line = [one for one in ordered if covered(one.holds, hash_at)]
    return Known(tuple(line), tuple(one for one in ordered if one not in line))


def covered(holds: Holds, hash_at: HashAt) -> bool:
    """Whether all that a backup holds stands in the data `hash_at` tells of."""
    return all(hash_at(device, number) == digest for device, (number, digest) in holds.chains.items() if number)


def ranked(found: Iterable[Backup]) -> list[Backup]:
    """The same without any data to compare with: lines that no other one left come first, then what holds most."""
    have = list(found)
    left = frozenset[str]().union(*(one.holds.left - {one.holds.device} for one in have))
    return sorted(have, key=lambda one: (one.holds.device not in left, *_weight(one)), reverse=True)


def hashes_of(db: Database) -> HashAt:
    """What the operations of a store are, by device and number."""

    def hash_at(device: str, number: int) -> str:
        row = db.conn.execute("SELECT hash FROM op WHERE device = ? AND sequence = ?", (device, number)).fetchone()
        return bytes(row[0]).hex() if row else ""

    return hash_at


def left_by(before: Iterable[Holds], now: str) -> frozenset[str]:
    """The devices that a line begun by device `now` leaves behind, out of what stood there before."""
    return frozenset[str]().union(*(one.left | {one.device} for one in before)) - {now}


def _weight(one: Backup) -> tuple[int, int, str, str]:
    return one.holds.operations, one.holds.ledgers, one.made, one.name
