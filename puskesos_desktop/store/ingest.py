"""Taking in operations that another device wrote: verified, inserted and folded in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from puskesos_desktop.domain.outcome import Progress, UserError, silent
from puskesos_desktop.journal import chain, clock
from puskesos_desktop.journal.chain import ChainBroken, Tip
from puskesos_desktop.journal.lines import Seal
from puskesos_desktop.journal.op import Op
from puskesos_desktop.store import refold
from puskesos_desktop.store.cipher import Connection
from puskesos_desktop.store.database import Store


class Fork(UserError):
    """One device wrote two different histories: a cloned or restored laptop."""

    def __init__(self, device: str, sequence: int) -> None:
        """Name the device and where its histories part."""
        super().__init__(
            f"Perangkat {device} mempunyai dua catatan berbeda pada urutan {sequence}.",
            "Jangan teruskan. Laptop itu pernah disalin atau dipulihkan; hubungi petugas kabupaten.",
        )


@dataclass(frozen=True)
class Taken:
    """What an ingest did: operations that were new, and those that were known already."""

    new: int
    known: int


VerifySeal = Callable[[bytes, Seal], bool]
"""(public key, seal) -> whether the signature holds; cryptography is not the store's business."""


def take_in(
    store: Store,
    items: Iterable[Op | Seal],
    verify_seal: VerifySeal,
    *,
    trusted: Mapping[str, bytes],
    total: int = 0,
    progress: Progress = silent,
) -> Taken:
    """Insert operations of known devices after verifying chains and seals, and fold what they touch.

    `trusted` (device -> public key) become known with them. Raises `Fork` for a second history, `ChainBroken` for
    anything changed or missing, `UserError` for an unknown device; then nothing is taken. Known operations are skipped.
    """
    with store.transaction() as connection:
        for device, key in trusted.items():
            _trust(connection, device, key)
        intake = _Intake(connection)
        for done, item in enumerate(items, start=1):
            if isinstance(item, Op):
                intake.take(item)
            else:
                intake.seal(item, verify_seal)
            if done % 200 == 0:
                progress(done, max(total, done), "Membaca catatan…")
        changed = intake.finish(store)
    store.announce(changed)
    return Taken(intake.new, intake.known)


def _trust(connection: Connection, device: str, public_key: bytes) -> None:
    row = connection.execute("SELECT public_key FROM peer WHERE device = ?", (device,)).fetchone()
    if row is None:
        connection.execute(
            "INSERT INTO peer VALUES (?, 0, ?, 0, ?, 'dipercaya', NULL)", (device, Tip().hash, public_key)
        )
    elif row[0] != public_key:
        raise UserError(f"Kunci perangkat {device} berbeda dari yang dikenal.", "Hubungi pengirim paket ini.")


class _Intake:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.new = 0
        self.known = 0
        self._touched: dict[tuple[str, str], list[Op]] = {}
        self._fresh: set[str] = set()
        self._peers = {
            row[0]: row for row in connection.execute("SELECT device, sequence, hash, clock, public_key FROM peer")
        }
        self._tips = {device: Tip(row[1], row[2]) for device, row in self._peers.items()}
        self._clocks = {device: row[3] for device, row in self._peers.items()}
        self._sealed: dict[str, int] = {}
        self._highest = 0

    def take(self, op: Op) -> None:
        chain.check_shape(op, 0)
        tip = self._tips.get(op.device)
        if tip is None:
            raise UserError(f"Paket memuat catatan perangkat {op.device} yang tidak dikenal.", "Hubungi pengirimnya.")
        if op.sequence <= tip.sequence:
            self._compare(op)
            return
        after = chain.extend(tip, op)
        self.connection.execute(
            "INSERT INTO op(device, sequence, header, body, hash) VALUES (?, ?, ?, ?, ?)",
            (op.device, op.sequence, op.header, op.body, after.hash),
        )
        self._tips[op.device] = after
        self._clocks[op.device] = int(op.head["clock"])
        self._highest = max(self._highest, int(op.head["clock"]))
        self._remember(op)
        self.new += 1

    def seal(self, seal: Seal, verify_seal: VerifySeal) -> None:
        peer = self._peers.get(seal.device)
        if peer is None or not verify_seal(peer[4], seal):
            raise ChainBroken(seal.device, seal.tip.sequence, "segel tidak sah")
        row = self.connection.execute(
            "SELECT hash FROM op WHERE device = ? AND sequence = ?", (seal.device, seal.tip.sequence)
        ).fetchone()
        if row is None or row[0] != seal.tip.hash:
            raise ChainBroken(seal.device, seal.tip.sequence, "segel tidak cocok dengan catatannya")
        self._sealed[seal.device] = max(self._sealed.get(seal.device, 0), seal.tip.sequence)
        self.connection.execute(
            "INSERT OR IGNORE INTO seal VALUES (?, ?, ?, ?)",
            (seal.device, seal.tip.sequence, seal.tip.hash, seal.signature),
        )

    def finish(self, store: Store) -> refold.Changed:
        for device, tip in self._tips.items():
            if tip.sequence > self._peers[device][1]:
                if self._sealed.get(device) != tip.sequence:
                    raise ChainBroken(device, tip.sequence, "catatan terakhir tidak bersegel")
                self.connection.execute(
                    "UPDATE peer SET sequence = ?, hash = ?, clock = ? WHERE device = ?",
                    (tip.sequence, tip.hash, self._clocks[device], device),
                )
        own = store.tip(self.connection)[1]
        ahead = clock.observe(own, self._highest, store.ambient.now_ms())
        self.connection.execute("UPDATE peer SET clock = ? WHERE device = ?", (ahead, store.device.name))
        return refold.touched(self.connection, self._touched, self._fresh, ())

    def _remember(self, op: Op) -> None:
        target = (op.kind, op.record)
        if target not in self._touched:
            self._touched[target] = []
            others = self.connection.execute("SELECT count(*) FROM op WHERE record = ?", (op.record,)).fetchone()[0]
            if others == 1:
                self._fresh.add(op.record)
        self._touched[target].append(op)

    def _compare(self, op: Op) -> None:
        known = self.connection.execute(
            "SELECT header FROM op WHERE device = ? AND sequence = ?", (op.device, op.sequence)
        ).fetchone()
        if known is None or known[0] != op.header:
            raise Fork(op.device, op.sequence)
        self.known += 1
