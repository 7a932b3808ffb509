"""The laptops of one village: how a second one joins, how they vouch for each other, and how they know each other."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from puskesos_desktop import __version__
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.exchange.bundle import sealing, stick
from puskesos_desktop.exchange.bundle.manifest import Json, Kind, Manifest
from puskesos_desktop.exchange.bundle.sealing import AgeKey, SigningKey
from puskesos_desktop.journal.bundle_lines import Seal, Vouch, seal_message, vouch_message
from puskesos_desktop.journal.clock import wall_text
from puskesos_desktop.services.village.start import new_device
from puskesos_desktop.store import opened
from puskesos_desktop.store.file.keyslots import Operator
from puskesos_desktop.store.log import peers
from puskesos_desktop.store.log.ingest import Proofs
from puskesos_desktop.store.log.peers import Laptop, Stranger
from puskesos_desktop.store.opened import Store

FIRST_NAME = "Laptop pertama"
_SECRET = "age_secret"
_NAME = "laptop_name"


def signing_key(store: Store) -> SigningKey:
    """The key this device signs with."""
    return SigningKey(store.device.private_key, store.device.public_key)


def _seal_holds(public_key: bytes, seal: Seal) -> bool:
    return sealing.verify(public_key, seal.signature, seal_message(seal.device, seal.tip))


def _vouch_holds(public_key: bytes, vouch: Vouch) -> bool:
    named_after_key = sealing.device_id(vouch.public_key) == vouch.device
    return named_after_key and sealing.verify(public_key, vouch.signature, vouch_message(vouch))


PROOFS = Proofs(_seal_holds, _vouch_holds)
"""How seals and vouches are checked, for `store.ingest`."""


def own_key(store: Store) -> AgeKey:
    """The key pair with which other laptops seal for this one; made when it is first asked for."""
    secret = peers.own(store.reader(), _SECRET)
    if secret:
        return sealing.age_key(secret)
    made = sealing.new_age_key()
    peers.keep_own(store, [(_SECRET, made.secret)])
    return made


def own_name(store: Store) -> str:
    """What people call this laptop."""
    return peers.own(store.reader(), _NAME) or FIRST_NAME


def rename(store: Store, name: str) -> None:
    """Call this laptop something else; other laptops hear it with the next bundle."""
    peers.keep_own(store, [(_NAME, _checked_name(name))])


def introduction(store: Store) -> Mapping[str, Json]:
    """What every bundle of a laptop says in its open part: whom to seal for, and how far it holds each device."""
    holds: dict[str, Json] = {
        device: [tip.sequence, tip.hash.hex()] for device, tip in peers.holdings(store.reader()).items()
    }
    return {"recipient": own_key(store).public, "holds": holds}


def own_vouch(store: Store) -> Vouch:
    """What every bundle says in its locked part: how this laptop is called; a name may be a person's."""
    device = store.device
    unsigned = Vouch(device.name, device.public_key, own_key(store).public, own_name(store), device.name, b"")
    return _signed(store, unsigned)


def stranger_of(manifest: Manifest) -> Stranger:
    """The sender of a bundle as somebody who is not known yet; without a proper key it cannot be written to."""
    said = manifest.extra.get("recipient")
    recipient = said if isinstance(said, str) and sealing.is_recipient(said) else ""
    return Stranger(manifest.sender, bytes.fromhex(manifest.key), recipient, "")


def code_of(device: str) -> str:
    """A device's name in groups of four, as two people read it to each other."""
    return "-".join(device[start : start + 4] for start in range(0, len(device), 4))


def is_code_of(text: str, device: str) -> bool:
    """Whether somebody typed the code of this device, hyphens, spaces and capitals as they like."""
    return "".join(filter(str.isalnum, text.lower())) == device


def join(folder: Path, name: str, operator: str, password: str, target: Path) -> tuple[Store, Path]:
    """Begin as a further laptop: an empty store in `folder`, and a request to join written into the folder `target`.

    Its first village data come with the snapshot that the first laptop answers with. Raises `UserError`.
    """
    name = _checked_name(name)
    store = opened.create_store(
        folder, Operator(os.urandom(8).hex(), operator), password, device=new_device(), ambient=opened.REAL
    )
    rename(store, name)
    return store, ask_to_join(store, target)


def ask_to_join(store: Store, target: Path) -> Path:
    """Write the request to join into a folder; as often as needed, it stays the same request."""
    draft = Manifest(
        kind=Kind.ENROL,
        id=store.new_id(),
        desa="0",
        created=wall_text(store.ambient.now_ms()),
        app=f"puskesos-desktop {__version__}",
        extra=introduction(store),
    )
    none: Iterator[bytes] = iter(())
    return stick.deliver(target, draft, none, signer=signing_key(store), recipients=[]).written.path


def vouch_for(store: Store, stranger: Stranger, name: str) -> None:
    """Trust a device and say so to all others; its held operations are placed by the next ingest."""
    if not stranger.recipient:
        raise UserError("Laptop itu tidak menyebut kuncinya.", "Buat lagi permintaan bergabung di laptop itu.")
    unsigned = Vouch(
        stranger.device, stranger.public_key, stranger.recipient, _checked_name(name), store.device.name, b""
    )
    vouch = _signed(store, unsigned)
    with store.transaction() as connection:
        peers.trust(connection, stranger.device, stranger.public_key, store.device.name)
        peers.keep_vouch(connection, vouch)


def continue_as_new_device(store: Store) -> None:
    """After a restore: go on under a new device that the old one vouches for, so that its chain is never written twice.

    Neither what others have of the old device nor what they lack is overwritten; the next exchange completes both.
    """
    peers.keep_own(store, [(_SECRET, sealing.new_age_key().secret)])  # others send anew what they thought it had
    device = new_device()
    old, tip = store.device, store.tip()[0]
    unsigned = Vouch(device.name, device.public_key, own_key(store).public, own_name(store), old.name, b"")
    seal = Seal(old.name, tip, sealing.sign(signing_key(store), seal_message(old.name, tip)))
    peers.replace_own_device(store, device, _signed(store, unsigned), seal)


def find(store: Store, name: str) -> Laptop:
    """The other laptop with this name or code; `UserError` names those there are."""
    known = peers.laptops(store.reader())
    fitting = [one for one in known if one.name.lower() == name.lower() or is_code_of(name, one.device)]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(f"{one.name} ({code_of(one.device)})" for one in known) or "belum ada"
    raise UserError(f"Laptop {name} tidak dikenal.", f"Laptop desa ini: {names}.")


def _signed(store: Store, vouch: Vouch) -> Vouch:
    return replace(vouch, signature=sealing.sign(signing_key(store), vouch_message(vouch)))


def _checked_name(name: str) -> str:
    clean = " ".join(name.split())[:60]
    if not clean:
        raise UserError("Laptop ini belum bernama.", "Isi nama yang dikenal rekan Anda, misalnya Laptop balai desa.")
    return clean
