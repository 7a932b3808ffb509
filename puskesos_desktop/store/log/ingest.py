"""Taking in operations that other devices wrote: verified, inserted and folded in one transaction, or not at all.

What cannot be placed yet is held: operations of a device nobody vouched for, and those after a gap. What is held never
stands in the way of anything else: it is verified only when it can be placed, and thrown away when it does not fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from puskesos_desktop.domain.outcome import Progress, UserError, silent
from puskesos_desktop.journal import chain, clock
from puskesos_desktop.journal.bundle_lines import Item, Seal, Vouch
from puskesos_desktop.journal.chain import ChainBroken, Tip
from puskesos_desktop.journal.op import DELETED, Op
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.log import conflicts, holding, peers
from puskesos_desktop.store.log.peers import Stranger
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.tables import projection, refold
from puskesos_desktop.store.tables.bulk import without_collector

AT_ONCE = 500
DEEDS_TOLD = 200
"""So many new deeds are told one by one; the others are counted."""


class Fork(UserError):
    """One device wrote two different histories: a cloned or restored laptop."""

    def __init__(self, device: str, sequence: int) -> None:
        """Name the device and where its histories part."""
        super().__init__(
            f"Perangkat {device} mempunyai dua catatan berbeda pada urutan {sequence}.",
            "Jangan teruskan. Laptop itu pernah disalin atau dipulihkan; hubungi petugas kabupaten.",
        )


@dataclass(frozen=True)
class Proofs:
    """How signatures are checked, for cryptography is not the store's business.

    `seal` takes (public key, seal); `vouch` takes (public key of the voucher, vouch) and also checks that the vouched
    device is named after its key.
    """

    seal: Callable[[bytes, Seal], bool]
    vouch: Callable[[bytes, Vouch], bool]


@dataclass(frozen=True)
class NewDeed:
    """A deed of another laptop as it is told: what, who, when (UTC), on which device."""

    label: str
    operator: str
    wall: str
    device: str


@dataclass(frozen=True)
class Taken:
    """What an ingest did, or would do.

    `new` and `known` count operations, `held` those put aside, `lost` devices whose held operations did not fit and
    were thrown away. `created`, `changed` and `deleted` count records per kind; `conflicts` are (kind, record, field)
    that two laptops now answer differently and did not before; `deeds` the first `DEEDS_TOLD` of `deed_count`.
    """

    new: int
    known: int
    held: int = 0
    lost: tuple[str, ...] = ()
    created: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    deleted: Mapping[str, int] = field(default_factory=dict)
    conflicts: tuple[tuple[str, str, str], ...] = ()
    deeds: tuple[NewDeed, ...] = ()
    deed_count: int = 0


def take_in(
    store: Store,
    items: Iterable[Item],
    proofs: Proofs,
    *,
    trusted: Mapping[str, bytes],
    sender: Stranger | None = None,
    total: int = 0,
    progress: Progress = silent,
) -> Taken:
    """Insert operations of known devices after verifying chains and seals, and fold what they touch.

    `trusted` (device -> public key) become known with them; `sender` is remembered when it stays unknown. Operations of
    unknown devices and those after a gap are held. Known operations are skipped. Raises `Fork` for a second history
    and `ChainBroken` for anything changed; then nothing is taken.
    """
    with without_collector(), store.transaction() as connection:
        taken, changed = _take(
            store, connection, items, proofs, trusted=trusted, sender=sender, total=total, progress=progress
        )
    store.announce(changed)
    return taken


def rehearse(
    store: Store,
    items: Iterable[Item],
    proofs: Proofs,
    *,
    trusted: Mapping[str, bytes],
    total: int = 0,
    progress: Progress = silent,
) -> Taken:
    """What `take_in` would do with the same items: it is done and rolled back, so the answer is exact."""
    try:
        with without_collector(), store.transaction() as connection:
            taken, _ = _take(
                store, connection, items, proofs, trusted=trusted, sender=None, total=total, progress=progress
            )
            raise _OnlyRehearsed
    except _OnlyRehearsed:
        return taken


class _OnlyRehearsed(Exception):
    """Rolls a rehearsal back."""


def _take(
    store: Store,
    connection: Connection,
    items: Iterable[Item],
    proofs: Proofs,
    *,
    trusted: Mapping[str, bytes],
    sender: Stranger | None,
    total: int,
    progress: Progress,
) -> tuple[Taken, refold.Changed]:
    for device, key in trusted.items():
        peers.trust(connection, device, key)
    intake = _Intake(store, connection, proofs)
    for done, item in enumerate(items, start=1):
        intake.take(item)
        if done % 200 == 0:
            progress(done, max(total, done), "Membaca catatan…")
    changed = intake.finish(progress)
    if sender is not None and not intake.knows(sender.device):
        peers.keep_stranger(connection, sender)
    return intake.told(), changed


class _Intake:
    """One bundle on its way into the journal."""

    def __init__(self, store: Store, connection: Connection, proofs: Proofs) -> None:
        self._store = store
        self._connection = connection
        self._proofs = proofs
        self._new = self._known = self._held = 0
        self._lost: list[str] = []
        self._touched: dict[tuple[str, str], list[Op]] = {}
        self._fresh: set[str] = set()
        self._rows: list[tuple[str, int, str, str | None, bytes]] = []
        self._deeds: list[NewDeed] = []
        self._deed_count = 0
        self._conflicts: tuple[tuple[str, str, str], ...] = ()
        self._seals: list[Seal] = []
        self._vouches: list[Vouch] = []
        self._unheard: list[Vouch] = []
        self._waited = holding.count(connection)
        self._keys: dict[str, bytes] = {}
        self._tips: dict[str, Tip] = {}
        self._before: dict[str, int] = {}
        self._clocks: dict[str, int] = {}
        rows = connection.execute("SELECT device, sequence, hash, clock, public_key FROM peer")
        for device, sequence, digest, at, key in rows:
            self._know(device, key, Tip(sequence, digest), at)

    def knows(self, device: str) -> bool:
        """Whether operations of this device are accepted."""
        return device in self._keys

    def take(self, item: Item) -> None:
        if isinstance(item, Seal):
            self._seals.append(item)
        elif isinstance(item, Vouch):
            self._vouches.append(item)
        else:
            if self._vouches:
                self._believe()
            self._take_op(item)

    def finish(self, progress: Progress) -> refold.Changed:
        """Believe the vouches that were too early, place what was held and fits now, check the seals, fold."""
        self._vouches, self._unheard = [*self._unheard, *self._vouches], []
        self._believe()
        self._place_held()
        self._flush()
        self._held = max(0, holding.count(self._connection) - self._waited)
        self._check_seals()
        self._save_vector()
        before = conflicts.waiting(self._connection)
        progress(self._new, self._new, "Menyusun tabel…")
        self._fresh = projection.without_others(self._connection, self._touched)
        changed = refold.touched(self._connection, self._touched, self._fresh, progress)
        self._conflicts = tuple(sorted(conflicts.waiting(self._connection) - before))
        return changed

    def told(self) -> Taken:
        kinds: dict[str, dict[str, int]] = {"created": {}, "changed": {}, "deleted": {}}
        counted = Counter((self._fate(record, ops), kind) for (kind, record), ops in self._touched.items())
        for (fate, kind), count in counted.items():
            kinds[fate][kind] = count
        return Taken(
            self._new,
            self._known,
            self._held,
            tuple(self._lost),
            conflicts=self._conflicts,
            deeds=tuple(self._deeds),
            deed_count=self._deed_count,
            **kinds,
        )

    def _fate(self, record: str, ops: Sequence[Op]) -> str:
        for op in ops:
            if op.values.get(DELETED) is not None:
                return "deleted"
        return "created" if record in self._fresh else "changed"

    def _know(self, device: str, key: bytes, tip: Tip, at: int) -> None:
        self._keys[device] = key
        self._tips[device] = tip
        self._before[device] = tip.sequence
        self._clocks[device] = at

    def _take_op(self, op: Op) -> None:
        chain.check_shape(op, 0)
        device, sequence = op.head["device"], op.head["sequence"]
        tip = self._tips.get(device)
        if tip is not None and sequence <= tip.sequence:
            self._compare(op)
        elif tip is not None and sequence == tip.sequence + 1:
            self._insert(op, Tip(sequence, chain.link(tip.hash, op.header)))
        else:
            holding.hold(self._connection, op)

    def _insert(self, op: Op, after: Tip) -> None:
        head = op.head
        self._rows.append((head["device"], after.sequence, op.header, op.body, after.hash))
        if len(self._rows) >= AT_ONCE:
            self._flush()
        self._tips[head["device"]] = after
        self._clocks[head["device"]] = head["clock"]
        self._touched.setdefault((head["kind"], head["record"]), []).append(op)
        self._new += 1
        if after.sequence == head["group"]:
            self._deed_count += 1
            if len(self._deeds) < DEEDS_TOLD:
                words, wall = str(op.content.get("label", "")), str(op.content.get("wall", ""))
                self._deeds.append(NewDeed(words, head["actor"], wall, head["device"]))

    def _flush(self) -> None:
        """Bring what was collected into the journal, many rows at once."""
        self._connection.executemany(
            "INSERT INTO op(device, sequence, header, body, hash) VALUES (?, ?, ?, ?, ?)", self._rows
        )
        self._rows.clear()

    def _compare(self, op: Op) -> None:
        self._flush()
        known = self._connection.execute(
            "SELECT header FROM op WHERE device = ? AND sequence = ?", (op.device, op.sequence)
        ).fetchone()
        if known is None or known[0] != op.header:
            raise Fork(op.device, op.sequence)
        self._known += 1

    def _believe(self) -> None:
        """Trust every device that a trusted one vouches for, however long the row of vouches is."""
        waiting, self._vouches = self._vouches, []
        while heard := [vouch for vouch in waiting if vouch.by in self._keys]:
            for vouch in heard:
                if not self._proofs.vouch(self._keys[vouch.by], vouch):
                    raise ChainBroken(vouch.device, 0, "jaminan perangkat tidak sah")
                peers.trust(self._connection, vouch.device, vouch.public_key, vouch.by)
                peers.keep_vouch(self._connection, vouch)
                if vouch.device not in self._keys:
                    self._know(vouch.device, vouch.public_key, Tip(), 0)
            waiting = [vouch for vouch in waiting if vouch not in heard]
        self._unheard += waiting

    def _place_held(self) -> None:
        for device in holding.devices(self._connection):
            if device not in self._keys:
                continue
            given = {seal.tip.sequence: seal for seal in self._seals if seal.device == device}
            seals = {**holding.seals(self._connection, device), **given}
            held = holding.following(self._connection, device, self._tips[device])
            fitting = holding.sealed_part(self._tips[device], held, seals, self._keys[device], self._proofs.seal)
            if fitting is None:
                self._lost.append(device)
                holding.forget(self._connection, device)
                continue
            for op, tip in fitting.steps:
                self._insert(op, tip)
            if fitting.seal is not None:
                self._seals.append(fitting.seal)
            holding.forget(self._connection, device, self._tips[device].sequence)

    def _check_seals(self) -> None:
        sealed: dict[str, int] = {}
        for seal in self._seals:
            tip = self._tips.get(seal.device)
            if tip is None or seal.tip.sequence > tip.sequence:
                holding.hold_seal(self._connection, seal)
                continue
            if not self._proofs.seal(self._keys[seal.device], seal):
                raise ChainBroken(seal.device, seal.tip.sequence, "segel tidak sah")
            row = self._connection.execute(
                "SELECT hash FROM op WHERE device = ? AND sequence = ?", (seal.device, seal.tip.sequence)
            ).fetchone()
            if row is None or row[0] != seal.tip.hash:
                raise ChainBroken(seal.device, seal.tip.sequence, "segel tidak cocok dengan catatannya")
            sealed[seal.device] = max(sealed.get(seal.device, 0), seal.tip.sequence)
            self._connection.execute(
                "INSERT OR IGNORE INTO seal VALUES (?, ?, ?, ?)",
                (seal.device, seal.tip.sequence, seal.tip.hash, seal.signature),
            )
        for device, tip in self._tips.items():
            if tip.sequence > self._before[device] and sealed.get(device) != tip.sequence:
                raise ChainBroken(device, tip.sequence, "catatan terakhir tidak bersegel")

    def _save_vector(self) -> None:
        highest = 0
        for device, tip in self._tips.items():
            if tip.sequence > self._before[device]:
                highest = max(highest, self._clocks[device])
                self._connection.execute(
                    "UPDATE peer SET sequence = ?, hash = ?, clock = ? WHERE device = ?",
                    (tip.sequence, tip.hash, self._clocks[device], device),
                )
        own = self._store.tip(self._connection)[1]
        ahead = clock.observe(own, highest, self._store.ambient.now_ms())
        self._connection.execute("UPDATE peer SET clock = ? WHERE device = ?", (ahead, self._store.device.name))
