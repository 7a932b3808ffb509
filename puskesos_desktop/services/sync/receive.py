"""Taking in what another laptop of the village hands over: first shown, then done, and never more than was shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from puskesos_desktop.domain.outcome import BadFile, Progress, UserError, silent
from puskesos_desktop.domain.words import wording
from puskesos_desktop.exchange.bundle.manifest import Kind, Manifest
from puskesos_desktop.exchange.bundle.packing import Opened, read_bundle
from puskesos_desktop.journal import bundle_lines
from puskesos_desktop.journal.bundle_lines import Item
from puskesos_desktop.journal.chain import ChainBroken
from puskesos_desktop.journal.clock import wall_text
from puskesos_desktop.services.family import photos
from puskesos_desktop.services.family.photos import Missing
from puskesos_desktop.services.sync import laptops, send
from puskesos_desktop.services.sync.laptops import PROOFS
from puskesos_desktop.services.sync.send import Sent
from puskesos_desktop.store.log import ingest, outbox, peers
from puskesos_desktop.store.log.ingest import Taken
from puskesos_desktop.store.log.outbox import Receipt
from puskesos_desktop.store.log.peers import Stranger
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households


@dataclass(frozen=True)
class Incoming:
    """A bundle that was checked and not yet taken: what it is, who sent it, and what it would do.

    `known` says whether the sender is trusted; `would` is what happens when it is (nothing for a request to join).
    """

    path: Path
    manifest: Manifest
    known: bool
    name: str
    would: Taken | None

    @property
    def code(self) -> str:
        """The sender's code, to be compared with the other screen."""
        return laptops.code_of(self.manifest.sender)

    @property
    def photos(self) -> int:
        """How many photos it carries."""
        return photos.count_in(self.manifest)

    @property
    def joins(self) -> bool:
        """Whether a new laptop asks to join."""
        return self.manifest.kind is Kind.ENROL


@dataclass(frozen=True)
class Received:
    """What was taken, the village's totals before and after, and whether they equal the sender's own.

    `photos` counts those that are new here; `missing` are named by its operations and have not come.
    """

    taken: Taken
    before: Mapping[str, int]
    after: Mapping[str, int]
    equal: bool
    photos: int = 0
    missing: tuple[Missing, ...] = ()


def look(store: Store, path: Path, progress: Progress = silent) -> Incoming:
    """Check a bundle of another laptop and rehearse it; the store stays as it is.

    Raises `BadFile` or `UserError` for a file that is damaged, for somebody else, of another village, or forked.
    """
    opened = read_bundle(path, progress)
    manifest = opened.manifest
    db = store.reader()
    known = peers.public_key(db, manifest.sender) is not None
    name = peers.names(db).get(manifest.sender, "")
    if manifest.kind is Kind.ENROL:
        return Incoming(path, manifest, known, name, None)
    _refuse_unfit(store, manifest, path)
    with _blamed_on(path):
        would = ingest.rehearse(
            store, _items(store, opened), PROOFS, trusted=_sender(manifest), total=_size(manifest), progress=progress
        )
    return Incoming(path, manifest, known, name, would)


def take(store: Store, path: Path, progress: Progress = silent, *, trust: bool = False) -> Received:
    """Take in a bundle of another laptop.

    `trust` says that a person compared the sender's code: the sender is known from now on. Without it the operations of
    an unknown sender are held. Raises as `look` does; then the store is as it was. The photos come last: when the disk
    is full they are refused with a `UserError` while the operations are in, and the same bundle may be taken again.
    """
    opened = read_bundle(path, progress)
    manifest = opened.manifest
    _refuse_unfit(store, manifest, path)
    before = households.totals(store.reader())
    stranger = laptops.stranger_of(manifest)
    with _blamed_on(path):
        taken = ingest.take_in(
            store,
            _items(store, opened),
            PROOFS,
            trusted=_sender(manifest) if trust else {},
            sender=stranger,
            total=_size(manifest),
            progress=progress,
        )
    if trust and stranger.recipient and not peers.names(store.reader()).get(manifest.sender):
        laptops.vouch_for(store, stranger, laptops.FIRST_NAME)
    _note_holdings(store, manifest)
    kept = photos.take_from(store, opened, laptops.own_key(store), progress)
    after = households.totals(store.reader())
    missing = tuple(photos.still_missing(store, manifest))
    return Received(taken, before, after, after == dict(manifest.totals), kept, missing)


def accept(store: Store, incoming: Incoming, name: str, folder: Path, progress: Progress = silent) -> Sent:
    """Let the laptop that asked to join in under this name, and write everything it needs to begin into `folder`."""
    stranger = laptops.stranger_of(incoming.manifest)
    if stranger.device == store.device.name:
        raise UserError("Permintaan ini dari laptop ini sendiri.", "Pilih berkas permintaan dari laptop yang baru.")
    laptops.vouch_for(store, stranger, name)
    return send.send(store, folder, stranger.recipient, progress, kind=Kind.SNAPSHOT)


def believe(store: Store, stranger: Stranger, name: str) -> Taken:
    """Trust a sender whose operations are held, at a person's word, and take in what fits now."""
    laptops.vouch_for(store, stranger, name)
    return ingest.take_in(store, (), PROOFS, trusted={})


def in_words(
    incoming: Incoming,
    taken: Taken,
    only_look: bool,
    totals: Mapping[str, int],
    received: Received | None = None,
) -> str:
    """What a bundle did (then with `received`) or would do, as sentences."""
    verb = "Akan diterima" if only_look else "Diterima"
    count = incoming.photos if received is None else received.photos
    what = f"{wording.thousands(taken.deed_count)} perubahan{photos.counted(count)}"
    said = [f"{verb}: {what} dari {incoming.name or incoming.code}."]
    for fate, counts in (("baru", taken.created), ("diubah", taken.changed), ("dihapus", taken.deleted)):
        if counts:
            said.append(f"{fate.capitalize()}: {wording.records(counts)}.")
    if taken.held:
        said.append(f"{wording.thousands(taken.held)} catatan ditahan: pengirimnya belum dikenal atau ada yang kurang.")
    if taken.conflicts:
        said.append(f"{len(taken.conflicts)} isian dijawab berbeda di dua laptop; lihat Bentrok.")
    said.append(f"Seluruh desa {'tetap' if only_look else 'sekarang'}: {wording.totals(totals)}.")
    if received is not None and received.missing:
        said.append(photos.missing_words(received.missing))
    return " ".join(said)


@contextmanager
def _blamed_on(path: Path) -> Iterator[None]:
    """A chain that breaks while a file is read is that file's fault, not the store's."""
    try:
        yield
    except ChainBroken as broken:
        raise BadFile(path, f"isinya tidak sah: {broken.why}.", "Mintalah pengirim membuat paket lagi.") from None


def _refuse_unfit(store: Store, manifest: Manifest, path: Path) -> None:
    if manifest.kind not in (Kind.CHANGES, Kind.SNAPSHOT):
        raise BadFile(path, "paket ini tidak berisi data desa.", "Pilih paket dari laptop desa ini.")
    village = households.village(store.reader())
    if village is not None and manifest.desa != village.text("kode"):
        raise BadFile(path, f"paket ini dari desa {manifest.desa}, bukan desa ini.", "Pilih paket dari desa sendiri.")
    if manifest.sender == store.device.name:
        raise BadFile(path, "paket ini ditulis laptop ini sendiri.", "Pilih paket dari laptop lain.")


def _sender(manifest: Manifest) -> dict[str, bytes]:
    return {manifest.sender: bytes.fromhex(manifest.key)}


def _size(manifest: Manifest) -> int:
    return sum(entry.last - entry.first + 1 for entry in manifest.ranges)


def _items(store: Store, opened: Opened) -> Iterator[Item]:
    items = bundle_lines.unpack(opened.lines(laptops.own_key(store)))
    return bundle_lines.announced(items, opened.manifest.spans)


def _note_holdings(store: Store, manifest: Manifest) -> None:
    """What the sender proves to hold need not be sent to it again: its bundle is its receipt for ours."""
    db = store.reader()
    recipient = laptops.stranger_of(manifest).recipient
    said = manifest.extra.get("holds")
    if not recipient or not isinstance(said, dict) or peers.public_key(db, manifest.sender) is None:
        return
    vector: dict[str, int] = {}
    for device, tip in said.items():
        if isinstance(tip, list) and len(tip) == 2 and isinstance(tip[0], int):
            ours = outbox.tip_at(db, device, tip[0])
            if ours is not None and ours.hash.hex() == tip[1]:
                vector[device] = tip[0]
    if vector:
        receipt = Receipt(
            manifest.id, "", manifest.sender, recipient, wall_text(store.ambient.now_ms()), vector, manifest.totals
        )
        outbox.record_receipt(store, receipt)
