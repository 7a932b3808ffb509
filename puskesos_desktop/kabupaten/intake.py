"""The office's side of a bundle: verify, decrypt, fold into the office's store, and answer with a receipt."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from puskesos_desktop import __version__
from puskesos_desktop.domain.outcome import BadFile, Progress, UserError, silent
from puskesos_desktop.exchange.bundle import sealing, stick
from puskesos_desktop.exchange.bundle.manifest import Head, Kind, Manifest
from puskesos_desktop.exchange.bundle.packing import Opened, read_bundle
from puskesos_desktop.exchange.bundle.sample_key import SAMPLE_KEY
from puskesos_desktop.exchange.bundle.sealing import AgeKey
from puskesos_desktop.journal import bundle_lines
from puskesos_desktop.journal.clock import wall_text
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.services.family import photos
from puskesos_desktop.services.family.photos import Missing
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.services.sync.laptops import signing_key
from puskesos_desktop.services.sync.send import proof_of_reading
from puskesos_desktop.store.file import layout
from puskesos_desktop.store.file.keyslots import Operator
from puskesos_desktop.store.log import ingest, peers
from puskesos_desktop.store.log.ingest import Taken
from puskesos_desktop.store.opened import Device, Store, create_store, open_store
from puskesos_desktop.store.read import households


@dataclass(frozen=True)
class Received:
    """What the office did: the sender it trusted, what was new, its own totals, whether they equal the sender's.

    `photos` counts those that are new here; `missing` are named by the bundle's operations and have not come.
    """

    sender: str
    taken: Taken
    totals: Mapping[str, int]
    equal: bool
    receipt: Path
    photos: int = 0
    missing: tuple[Missing, ...] = ()


def open_office(folder: Path, password: str) -> Store:
    """The office's store in `folder`; a fresh one with its own device when there is none yet."""
    if layout.exists(folder):
        return open_store(folder, password)[0]
    key = sealing.new_signing_key(os.urandom(32))
    device = Device(sealing.device_id(key.public), key.private, key.public)
    return create_store(folder, Operator("kabupaten", "Kabupaten", "admin_dinsos"), password, device=device)


def receive(store: Store, path: Path, key: AgeKey, receipts: Path, progress: Progress = silent) -> Received:
    """Take a bundle in and write a receipt into the folder `receipts`.

    The one signer of the bundle is trusted, and shown to whoever called. Raises `BadFile` or `UserError` for a
    damaged bundle, a wrong key, missing operations or a forked history; then the store is as it was.
    """
    opened = read_bundle(path, progress)
    manifest = opened.manifest
    _refuse_unfit(manifest, key, path)
    proof = proof_of_reading(opened.lines(key))
    _refuse_gap(store, manifest, path)
    total = sum(entry.last - entry.first + 1 for entry in manifest.ranges)
    taken = ingest.take_in(
        store,
        bundle_lines.announced(bundle_lines.unpack(opened.lines(key)), manifest.spans),
        laptops.PROOFS,
        trusted={manifest.sender: bytes.fromhex(manifest.key)},
        total=total,
        progress=progress,
    )
    kept, missing = photos.take_from(store, opened, key, progress), tuple(photos.still_missing(store, manifest))
    totals = households.totals(store.reader())
    receipt = _write_receipt(store, opened, proof, taken, receipts)
    newest = manifest.head is not None and _tip(store, manifest.sender) == (manifest.head.sequence, manifest.head.hash)
    equal = newest and totals == dict(manifest.totals)
    return Received(manifest.sender, taken, totals, equal, receipt, kept, missing)


def _refuse_unfit(manifest: Manifest, key: AgeKey, path: Path) -> None:
    if manifest.kind not in (Kind.CHANGES, Kind.SNAPSHOT):
        raise BadFile(path, "paket ini tidak berisi data desa.", "Pilih berkas berawalan PSB_.")
    if key.public == SAMPLE_KEY.public and not manifest.sample:
        raise BadFile(path, "desa sungguhan dikunci dengan kunci contoh.", "Jangan dipakai; hubungi desa pengirim.")


def _refuse_gap(store: Store, manifest: Manifest, path: Path) -> None:
    for device, sequence in manifest.needs.items():
        held = _tip(store, device)
        if held is None or held[0] < sequence:
            raise BadFile(
                path,
                f"paket ini melanjutkan catatan perangkat {device} sesudah urutan {sequence}, yang belum ada di sini.",
                "Masukkan dulu paket sebelumnya.",
            )


def _tip(store: Store, device: str) -> tuple[int, str] | None:
    tip = peers.reached(store.reader(), device)
    return None if tip is None else (tip.sequence, tip.hash.hex())


def _vector(store: Store, manifest: Manifest) -> dict[str, list[int | str]]:
    """How far the office now holds each device of this bundle."""
    reached = {device: _tip(store, device) for device in {manifest.sender, *(one.device for one in manifest.ranges)}}
    return {device: list(tip) for device, tip in sorted(reached.items()) if tip is not None and tip[0]}


def _write_receipt(store: Store, opened: Opened, proof: str, taken: Taken, folder: Path) -> Path:
    manifest = opened.manifest
    held = _tip(store, manifest.sender)
    if held is None:
        raise UserError("Paket tidak memuat catatan pengirimnya.", "Mintalah paket baru.")
    content = {
        "bundle": manifest.id,
        "recipient": manifest.recipients[0] if len(manifest.recipients) == 1 else "",
        "ranges": [list(entry) for entry in manifest.ranges],
        "vector": _vector(store, manifest),
        "proof": proof,
        "counts": {"baru": taken.new, "sudah_ada": taken.known},
        "refused": [],
    }
    draft = Manifest(
        kind=Kind.RECEIPT,
        id=store.new_id(),
        desa=manifest.desa,
        created=wall_text(store.ambient.now_ms()),
        app=f"puskesos-desktop {__version__}",
        head=Head(manifest.sender, *held),
        totals=households.totals(store.reader()),
        sample=manifest.sample,
        extra={"receipt": json.loads(canonical(content))},
    )
    none: Iterator[bytes] = iter(())
    return stick.deliver(folder, draft, none, signer=signing_key(store), recipients=[]).written.path
