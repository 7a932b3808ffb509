"""What a finished backup says of itself: a note over every byte of it, that tells when, why, what and how far.

The note is open. It names devices, counts and hashes, nothing about people.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from puskesos_desktop.journal.op import canonical
from puskesos_desktop.store.backup.location import is_time
from puskesos_desktop.store.file import keyslots
from puskesos_desktop.store.file.layout import MAIN

NOTE = "cadangan.json"
FORMAT = 2


@dataclass(frozen=True)
class Holds:
    """How far a backup goes: of each device the number and hash of its last operation, and rows in the ledgers.

    `device` wrote it. `left` are devices under which this laptop worked before a restore put that work aside: a
    backup made by one of them belongs to a line that was left.
    """

    device: str
    chains: Mapping[str, tuple[int, str]]
    ledgers: int
    left: frozenset[str]

    @property
    def operations(self) -> int:
        """All operations in it."""
        return sum(sequence for sequence, _ in self.chains.values())


@dataclass(frozen=True)
class Backup:
    """A finished backup: where, when (UTC, to the second), why, what it holds, of which key, and its files.

    `newest` is when its newest change was made (empty without any); `trace` is equal for two backups exactly when
    nothing had changed between them; `holds` says how far it goes; `files` gives (bytes, SHA-256) by name.
    """

    folder: Path
    made: str
    why: str
    counts: Mapping[str, int]
    newest: str
    app: str
    key_id: str
    trace: str
    holds: Holds
    files: Mapping[str, tuple[int, str]]

    @property
    def name(self) -> str:
        """What its folder is called."""
        return self.folder.name

    @property
    def moment(self) -> datetime:
        """When it was made, in the machine's own zone."""
        return datetime.fromisoformat(self.made).astimezone()

    @property
    def size(self) -> int:
        """Bytes, without the shared photos."""
        return sum(size for size, _ in self.files.values())


def read(folder: Path) -> Backup | None:
    """The backup in this folder; nothing when its note is missing or damaged or a file has another size."""
    try:
        raw = (folder / NOTE).read_bytes()
        said = json.loads(raw)
        if said["format"] != FORMAT or raw != sealed(said):
            return None
        inside = {str(name): (int(size), str(digest)) for name, (size, digest) in said["berkas"].items()}
        if not {MAIN} <= set(inside) <= {MAIN, keyslots.FILE}:
            return None
        if any((folder / name).stat().st_size != size for name, (size, _) in inside.items()):
            return None
        made, why, last, app, key, marked = (
            str(said[name]) for name in ("dibuat", "sebab", "perubahan_terakhir", "aplikasi", "kunci", "jejak")
        )
        living = {str(kind): int(count) for kind, count in said["jumlah"].items()}
        if not is_time(made) or not (last == "" or is_time(last)):
            return None
        return Backup(folder, made, why, living, last, app, key, marked, _holds(said["memuat"]), inside)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def sealed(note: Mapping[str, Any]) -> bytes:
    """The bytes of a note, with a sum over all the rest of it."""
    bare = {name: value for name, value in note.items() if name != "periksa"}
    total = hashlib.sha256(canonical(bare).encode()).hexdigest()
    return json.dumps({**bare, "periksa": total}, ensure_ascii=False, indent=1, sort_keys=True).encode()


def told(holds: Holds) -> dict[str, Any]:
    """How far a backup goes, as its note says it."""
    return {
        "perangkat": holds.device,
        "rantai": {device: [sequence, digest] for device, (sequence, digest) in sorted(holds.chains.items())},
        "buku": holds.ledgers,
        "ditinggalkan": sorted(holds.left),
    }


def _holds(said: Mapping[str, Any]) -> Holds:
    chains = {str(device): (int(sequence), str(digest)) for device, (sequence, digest) in said["rantai"].items()}
    return Holds(str(said["perangkat"]), chains, int(said["buku"]), frozenset(str(one) for one in said["ditinggalkan"]))
