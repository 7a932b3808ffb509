"""What waits until it can be placed: operations of unknown devices and those after a gap, with their seals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from puskesos_desktop.journal import chain
from puskesos_desktop.journal.bundle_lines import Seal
from puskesos_desktop.journal.chain import Tip
from puskesos_desktop.journal.op import Op
from puskesos_desktop.store.file.connection import Connection


@dataclass(frozen=True)
class Fitting:
    """The held operations that can be placed now, each with the chain after it, and the seal that covers the last."""

    steps: tuple[tuple[Op, Tip], ...]
    seal: Seal | None


def hold(connection: Connection, op: Op) -> None:
    """Put an operation aside, unless one with its place waits already."""
    row = (op.device, op.sequence, op.header, op.body)
    connection.execute("INSERT OR IGNORE INTO held VALUES (?, ?, ?, ?)", row)


def count(connection: Connection) -> int:
    """How many operations wait."""
    return int(connection.execute("SELECT count(*) FROM held").fetchone()[0])


def hold_seal(connection: Connection, seal: Seal) -> None:
    """Put a seal aside until its operations can be placed."""
    row = (seal.device, seal.tip.sequence, seal.tip.hash, seal.signature)
    connection.execute("INSERT OR REPLACE INTO held_seal VALUES (?, ?, ?, ?)", row)


def devices(connection: Connection) -> list[str]:
    """Whose operations wait."""
    return [row[0] for row in connection.execute("SELECT DISTINCT device FROM held ORDER BY device")]


def seals(connection: Connection, device: str) -> dict[int, Seal]:
    """The seals that wait, by the sequence they cover."""
    rows = connection.execute("SELECT sequence, hash, signature FROM held_seal WHERE device = ?", (device,))
    return {sequence: Seal(device, Tip(sequence, digest), signature) for sequence, digest, signature in rows}


def following(connection: Connection, device: str, tip: Tip) -> list[Op]:
    """The held operations that follow a chain's tip without a gap."""
    rows = connection.execute(
        "SELECT sequence, header, body FROM held WHERE device = ? AND sequence > ? ORDER BY sequence",
        (device, tip.sequence),
    )
    found: list[Op] = []
    for sequence, header, body in rows:
        if sequence != tip.sequence + len(found) + 1:
            break
        found.append(Op(header, body))
    return found


def sealed_part(
    tip: Tip, ops: Iterable[Op], known: Mapping[int, Seal], key: bytes, holds: Callable[[bytes, Seal], bool]
) -> Fitting | None:
    """How far these operations are covered by a seal of their author; nothing when the seal says otherwise."""
    steps: list[tuple[Op, Tip]] = []
    covered, seal = 0, None
    for op in ops:
        tip = Tip(op.sequence, chain.link(tip.hash, op.header))
        steps.append((op, tip))
        here = known.get(op.sequence)
        if here is None:
            continue
        if here.tip != tip or not holds(key, here):
            return None
        covered, seal = len(steps), here
    return Fitting(tuple(steps[:covered]), seal)


def forget(connection: Connection, device: str, up_to: int | None = None) -> None:
    """Nothing of this device waits any more, or only what lies beyond `up_to`."""
    last = (1 << 62) if up_to is None else up_to
    connection.execute("DELETE FROM held WHERE device = ? AND sequence <= ?", (device, last))
    connection.execute("DELETE FROM held_seal WHERE device = ? AND sequence <= ?", (device, last))
