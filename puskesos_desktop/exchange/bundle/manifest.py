"""The manifest of a bundle: who sends what to whom, without personal data, as canonical JSON that is signed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

from puskesos_desktop.domain.outcome import BadFile
from puskesos_desktop.exchange.bundle.container import COPY_AGAIN

FORMAT = 1
MANIFEST_LIMIT = 4_000_000
MEMBER_LIMIT = 20_000
OPS = "ops.age"
OPS_LIMIT = 64_000_000
PLAIN_LIMIT = 512_000_000
PHOTO_LIMIT = 8_000_000
SEALED_PHOTO_LIMIT = PHOTO_LIMIT + 64 * 1024
"""A photo of the largest size and what age adds to it."""

Json = int | str | list["Json"] | dict[str, "Json"]
"""All a manifest may hold: whole numbers, text, lists and named values of these."""

_T = TypeVar("_T")

_DEVICE = re.compile(r"[a-z2-7]{16}")
_HASH = re.compile(r"[0-9a-f]{64}")
_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_ID = re.compile(r"[0-9a-z-]{1,64}")
_DESA = re.compile(r"[0-9][0-9.]{0,12}")
_RECORD_KIND = re.compile(r"[a-z][a-z0-9_]{0,63}")
_BIGGEST = 2**63 - 1
_LONGEST = 200


class Kind(StrEnum):
    """What a bundle is for; the value is what the manifest says."""

    CHANGES = "changes"
    RETURN = "return"
    SNAPSHOT = "snapshot"
    RECEIPT = "receipt"
    ENROL = "enrol"


_KIND = re.compile("|".join(Kind))


class Range(NamedTuple):
    """Ops `first` to `last`, both included, of one device."""

    device: str
    first: int
    last: int


class Head(NamedTuple):
    """The last op of a device: its sequence and its chain hash in hex."""

    device: str
    sequence: int
    hash: str


@dataclass(frozen=True)
class Content:
    """One encrypted member: size and SHA-256 as it lies in the bundle, plain size after decrypting (and unpacking).

    `plain_sha256` is kept for the ops only: the same ops give the same hash, whoever they are locked for.
    """

    name: str
    size: int
    sha256: str
    plain_size: int
    plain_sha256: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a bundle says of itself. `sender`, `key`, `recipients` and `files` are filled in when it is written.

    `id` is a fresh UUID, `created` a wall time for people, `totals` the records of the whole village per kind,
    `changes` the groups within, `forms` the questionnaire's fingerprint, `extra` whatever newer programs added.
    """

    kind: Kind
    id: str
    desa: str
    created: str
    app: str
    forms: str = ""
    ranges: tuple[Range, ...] = ()
    needs: Mapping[str, int] = field(default_factory=dict)
    head: Head | None = None
    totals: Mapping[str, int] = field(default_factory=dict)
    changes: int = 0
    sample: bool = False
    sender: str = ""
    key: str = ""
    recipients: tuple[str, ...] = ()
    files: tuple[Content, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)

    @property
    def spans(self) -> dict[str, tuple[int, int]]:
        """First and last operation of each device that the bundle holds."""
        return {entry.device: (entry.first, entry.last) for entry in self.ranges}


def serialise(manifest: Manifest) -> bytes:
    """The bytes that are signed: UTF-8, sorted keys, no spaces, whole numbers and text only."""
    return _canonical({**manifest.extra, **_known(manifest)})


def parse(raw: bytes, path: Path) -> Manifest:
    """The manifest in these bytes, every value within its limits; `path` names the bundle in the refusal.

    Only canonical bytes pass, so that two programs can never read one signed manifest in two ways.
    """
    if len(raw) > MANIFEST_LIMIT:
        raise BadFile(path, "daftar isi paket melebihi batas.", COPY_AGAIN)
    tree = _tree(raw, path)
    _check_version(tree, path)
    if not _is_canonical(tree, raw):
        raise _damaged(path)
    try:
        manifest = _from_tree(tree)
        _check_files(manifest)
    except _Wrong as wrong:
        why = "daftar isi paket tidak sesuai aturan."
        raise BadFile(path, why, "Mintalah pengirim membuat paket lagi dengan program terbaru.") from wrong
    return manifest


def photo_name(number: int) -> str:
    """Name of the member that holds photo 1, 2, 3 …."""
    return f"att/{number:05d}.age"


class _Wrong(Exception):
    """A key of the manifest with a value that no writer would give it."""


def _known(manifest: Manifest) -> dict[str, Json]:
    return {
        "format": FORMAT,
        "type": manifest.kind.value,
        "id": manifest.id,
        "from": manifest.sender,
        "key": manifest.key,
        "desa": manifest.desa,
        "to": list(manifest.recipients),
        "created": manifest.created,
        "app": manifest.app,
        "ranges": [list(entry) for entry in manifest.ranges],
        "needs": dict(manifest.needs),
        "head": list(manifest.head or ()),
        "totals": dict(manifest.totals),
        "forms": manifest.forms,
        "changes": manifest.changes,
        "sample": int(manifest.sample),
        "files": [_file_tree(content) for content in manifest.files],
    }


def _canonical(tree: dict[str, Json]) -> bytes:
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _tree(raw: bytes, path: Path) -> dict[str, Json]:
    try:
        tree = json.loads(raw.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
        if isinstance(tree, dict):
            return tree
    except (ValueError, RecursionError):
        pass
    raise _damaged(path)


def _is_canonical(tree: dict[str, Json], raw: bytes) -> bool:
    try:
        return _is_plain(tree) and _canonical(tree) == raw
    except (ValueError, RecursionError):
        return False


def _check_version(tree: dict[str, Json], path: Path) -> None:
    version = tree.get("format")
    if isinstance(version, int) and version > FORMAT:
        why = "dibuat oleh versi program yang lebih baru."
        raise BadFile(path, why, "Perbarui Puskesos Desktop di komputer ini, lalu coba lagi.")
    if version != FORMAT:
        raise _damaged(path)


def _damaged(path: Path) -> BadFile:
    return BadFile(path, "daftar isi paket rusak.", COPY_AGAIN)


def _refuse(_text: str) -> Json:
    raise ValueError("only whole numbers")


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(_is_plain(inner) for inner in value.values())
    if isinstance(value, list):
        return all(_is_plain(inner) for inner in value)
    return isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))


def _from_tree(tree: dict[str, Json]) -> Manifest:
    known = _known(Manifest(Kind.CHANGES, id="", desa="", created="", app=""))
    return Manifest(
        kind=Kind(_text(tree, "type", _KIND)),
        id=_text(tree, "id", _ID),
        desa=_text(tree, "desa", _DESA),
        created=_text(tree, "created"),
        app=_text(tree, "app"),
        forms=_text(tree, "forms"),
        ranges=_rows(tree, "ranges", _range),
        needs=_counts(tree, "needs", _DEVICE),
        head=_head(tree.get("head")),
        totals=_counts(tree, "totals", _RECORD_KIND),
        changes=_number(tree, "changes"),
        sample=bool(_number(tree, "sample", most=1)),
        sender=_text(tree, "from", _DEVICE),
        key=_text(tree, "key", _HASH),
        recipients=_rows(tree, "to", _recipient),
        files=_rows(tree, "files", _content),
        extra={key: value for key, value in tree.items() if key not in known},
    )


def _text(tree: dict[str, Json], key: str, pattern: re.Pattern[str] | None = None) -> str:
    """Text fit to be shown: of limited length and without control characters."""
    value = tree.get(key)
    if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
        raise _Wrong(key)
    if pattern and not pattern.fullmatch(value):
        raise _Wrong(key)
    return value


def _number(tree: dict[str, Json], key: str, most: int = _BIGGEST) -> int:
    value = tree.get(key)
    if not isinstance(value, int) or not 0 <= value <= most:
        raise _Wrong(key)
    return value


def _counts(tree: dict[str, Json], key: str, names: re.Pattern[str]) -> dict[str, int]:
    value = tree.get(key)
    if not isinstance(value, dict) or not all(names.fullmatch(name) for name in value):
        raise _Wrong(key)
    return {name: _number(value, name) for name in value}


def _rows(tree: dict[str, Json], key: str, read: Callable[[Json], _T | None]) -> tuple[_T, ...]:
    value = tree.get(key)
    if not isinstance(value, list):
        raise _Wrong(key)
    rows = tuple(row for row in map(read, value) if row is not None)
    if len(rows) < len(value):
        raise _Wrong(key)
    return rows


def _range(row: Json) -> Range | None:
    match row:
        case [str(device), int(first), int(last)] if _DEVICE.fullmatch(device) and 1 <= first <= last <= _BIGGEST:
            return Range(device, first, last)
    return None


def _head(row: Json | None) -> Head | None:
    match row:
        case []:
            return None
        case [str(device), int(sequence), str(hash_)] if _DEVICE.fullmatch(device) and _HASH.fullmatch(hash_):
            if 0 <= sequence <= _BIGGEST:
                return Head(device, sequence, hash_)
    raise _Wrong("head")


def _recipient(row: Json) -> str | None:
    return row if isinstance(row, str) and _RECIPIENT.fullmatch(row) else None


def _content(row: Json) -> Content | None:
    if not isinstance(row, dict):
        return None
    plain_sha256 = row.get("plain_sha256", "")
    if not isinstance(plain_sha256, str) or (plain_sha256 and not _HASH.fullmatch(plain_sha256)):
        return None
    sizes = _number(row, "size", most=OPS_LIMIT), _number(row, "plain_size", most=PLAIN_LIMIT)
    return Content(_text(row, "name"), sizes[0], _text(row, "sha256", _HASH), sizes[1], plain_sha256)


def _file_tree(content: Content) -> dict[str, Json]:
    tree: dict[str, Json] = {
        "name": content.name,
        "size": content.size,
        "sha256": content.sha256,
        "plain_size": content.plain_size,
    }
    return tree | {"plain_sha256": content.plain_sha256} if content.plain_sha256 else tree


def _check_files(manifest: Manifest) -> None:
    """Names are counted out here, never taken from the file, and sizes are within what a reader will unpack."""
    files = manifest.files
    photos = files[1:] if files and files[0].name == OPS else files
    if len(files) > MEMBER_LIMIT or (files and not manifest.recipients):
        raise _Wrong("files")
    for number, photo in enumerate(photos, start=1):
        if photo.name != photo_name(number) or photo.size > SEALED_PHOTO_LIMIT or photo.plain_size > PHOTO_LIMIT:
            raise _Wrong("files")
    if len(photos) < len(files) and not files[0].plain_sha256:
        raise _Wrong("files")
