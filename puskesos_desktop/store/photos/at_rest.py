"""Photos at rest: one encrypted file each beside the database, named by its hash, never changed and never removed."""

from __future__ import annotations

import errno
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from puskesos_desktop.domain.codes.photo import LAMPIRAN
from puskesos_desktop.domain.household import BANGUNAN, KELUARGA, Record
from puskesos_desktop.domain.outcome import Progress, UserError, silent
from puskesos_desktop.files import disk, whole
from puskesos_desktop.store.file.connection import Connection, Database
from puskesos_desktop.store.log.outbox import Span
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.tables import projection

FOLDER = "foto"
_START = b"PSF1"
_NONCE = 12
_NAME = re.compile(r"[0-9a-f]{64}")


class PhotoState(StrEnum):
    """How a photo lies on this laptop."""

    HERE = "ada"
    MISSING = "belum ada"
    DAMAGED = "rusak"


@dataclass(frozen=True)
class Stock:
    """How many different photos the living records name, and how many of them are not here, or not as they were."""

    named: int
    missing: int
    damaged: int


class NotHere(UserError):
    """A photo that cannot be shown on this laptop; `state` says whether it never came or is damaged."""

    def __init__(self, state: PhotoState) -> None:
        """One sentence for each state."""
        super().__init__(
            "Berkas foto ini rusak." if state is PhotoState.DAMAGED else "Foto ini belum ada di laptop ini.",
            "Terima lagi paket dari laptop yang menyimpannya, atau foto ulang.",
        )
        self.state = state


def keep(store: Store, jpeg: bytes) -> str:
    """Write a photo for good and return its name; it is on the disk before this returns.

    A file that is there and sound is left alone; one that is damaged is put right. `UserError` when the disk is full.
    """
    name = hashlib.sha256(jpeg).hexdigest()
    if state(store, name) is PhotoState.HERE:
        return name
    nonce = store.ambient.random(_NONCE)
    sealed = _START + nonce + _cipher(store).encrypt(nonce, jpeg, name.encode())
    path = _path(store, name)
    try:
        path.parent.mkdir(exist_ok=True)
        whole.write(path, sealed)
        disk.sync_folder(store.folder)
    except OSError as error:
        raise _not_written(error) from None
    return name


def fetch(store: Store, name: str) -> bytes:
    """The photo as it was kept; `NotHere` when its file is missing or was changed by a single bit."""
    if not _NAME.fullmatch(name):
        raise NotHere(PhotoState.MISSING)
    try:
        sealed = _path(store, name).read_bytes()
    except FileNotFoundError:
        raise NotHere(PhotoState.MISSING) from None
    except OSError:
        raise NotHere(PhotoState.DAMAGED) from None
    start = len(_START) + _NONCE
    try:
        jpeg = _cipher(store).decrypt(sealed[len(_START) : start], sealed[start:], name.encode())
    except (InvalidTag, ValueError):
        raise NotHere(PhotoState.DAMAGED) from None
    if not sealed.startswith(_START) or hashlib.sha256(jpeg).hexdigest() != name:
        raise NotHere(PhotoState.DAMAGED)
    return jpeg


def state(store: Store, name: str) -> PhotoState:
    """How this photo lies here; the whole file is read."""
    try:
        fetch(store, name)
    except NotHere as problem:
        return problem.state
    return PhotoState.HERE


def is_here(store: Store, name: str) -> bool:
    """Whether there is a file for this photo, sound or not: quick, for lists."""
    return _NAME.fullmatch(name) is not None and _path(store, name).is_file()


def of_family(db: Database, family: str, house: str) -> list[Record]:
    """Living photo records of a family and of the house it lives in, oldest first."""
    return projection.read(db.conn, LAMPIRAN, "(keluarga_id = ? OR bangunan_id = ?) ORDER BY rid", (family, house))


def newest_of(db: Database, kind: int) -> Record | None:
    """The newest living photo of a kind that belongs to no family and no house."""
    where = "jenis = ? AND keluarga_id IS NULL AND bangunan_id IS NULL ORDER BY rid DESC LIMIT 1"
    found = projection.read(db.conn, LAMPIRAN, where, (kind,))
    return found[0] if found else None


def family_in(db: Database, house: str) -> str:
    """The family that has lived longest in this house by our records; empty when none does."""
    row = db.conn.execute(
        "SELECT id FROM keluarga WHERE bangunan_id = ? AND deleted = 0 ORDER BY rid LIMIT 1", (house,)
    ).fetchone()
    return str(row[0]) if row else ""


def living(connection: Connection) -> list[Record]:
    """Every photo record that is not deleted and whose family or house is not either."""
    return projection.read(
        connection,
        LAMPIRAN,
        f"""(keluarga_id IN (SELECT id FROM {KELUARGA} WHERE deleted = 0)
             OR bangunan_id IN (SELECT id FROM {BANGUNAN} WHERE deleted = 0)) ORDER BY rid""",
    )


def named_in(db: Database, spans: Sequence[Span]) -> list[str]:
    """Names of the photos that operations of these spans write, each once; operations that wait to be placed count."""
    found: dict[str, None] = {}
    for span in spans:
        rows = db.conn.execute(_NAMED, (span.device, span.first, span.last))
        # what others wrote may be no name at all
        found.update((name, None) for (name,) in rows if isinstance(name, str) and _NAME.fullmatch(name))
    return list(found)


def weights(store: Store, span: Span) -> list[tuple[int, int, int]]:
    """How many photos, of how many bytes on this disk, each group of a span names: (group, photos, bytes), in order."""
    found: dict[int, tuple[int, int]] = {}
    rows = store.reader().conn.execute(
        f"""SELECT "group", json_extract(body, '$.fields.sha256[0]') FROM op
            WHERE device = ? AND sequence BETWEEN ? AND ? AND {_OF_PHOTO} ORDER BY sequence""",
        (span.device, span.first, span.last),
    )
    for group, name in rows:
        count, size = found.get(group, (0, 0))
        if isinstance(name, str) and is_here(store, name):
            found[group] = count + 1, size + _path(store, name).stat().st_size
    return [(group, count, size) for group, (count, size) in found.items()]


def take_stock(store: Store, connection: Connection, progress: Progress = silent) -> Stock:
    """Read every photo that a living record names; `connection` is to this store."""
    names = list(dict.fromkeys(record.text("sha256") for record in living(connection)))
    states: list[PhotoState] = []
    for done, name in enumerate(names):
        progress(done, len(names), "Memeriksa foto…")
        states.append(state(store, name))
    return Stock(len(names), states.count(PhotoState.MISSING), states.count(PhotoState.DAMAGED))


def _path(store: Store, name: str) -> Path:
    return store.folder / FOLDER / name


def _cipher(store: Store) -> ChaCha20Poly1305:
    """Photos have a key of their own, made from the store's data key: its recovery code opens them too."""
    return ChaCha20Poly1305(HKDF(hashes.SHA256(), 32, salt=None, info=b"puskesos foto 1").derive(store.key))


def _not_written(error: OSError) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError("Cakram penuh, jadi foto tidak disimpan.", "Kosongkan paling sedikit 200 MB, lalu ulangi.")
    return UserError("Foto tidak dapat ditulis ke folder data.", "Periksa cakram dan izin folder data, lalu ulangi.")


_OF_PHOTO = f"json_extract(header, '$.kind') = '{LAMPIRAN}'"
_NAMED = f"""SELECT json_extract(body, '$.fields.sha256[0]') FROM (
    SELECT sequence, header, body FROM op WHERE device = ?1 AND sequence BETWEEN ?2 AND ?3
    UNION ALL SELECT sequence, header, body FROM held WHERE device = ?1 AND sequence BETWEEN ?2 AND ?3)
    WHERE {_OF_PHOTO} ORDER BY sequence"""
