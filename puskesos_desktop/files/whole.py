"""Files that are there whole or not at all: written beside, brought to the disk, read back, then renamed."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from puskesos_desktop.domain.outcome import BadFile, UserError
from puskesos_desktop.files import disk

PART = ".part"
"""Ends the name of what is not finished."""
SPARE = 1_000_000
"""Bytes left free for the file system's own use."""
_PIECE = 1 << 20
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

Step = Callable[[int], None]
"""Told how many bytes were done since the last call; may raise `Cancelled`."""


def unheard(_count: int) -> None:
    """A step nobody listens to."""


def write(path: Path, content: bytes) -> None:
    """Write a small file; whatever had its name is there until the new one is on the disk."""
    part = path.with_name(path.name + PART)
    with _or_nothing(part):
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(part, path)


def copy(source: Path, target: Path, step: Step = unheard) -> str:
    """Copy a file, bring it to the disk, read it back; its SHA-256. `BadFile` when it reads back differently."""
    part = target.with_name(target.name + PART)
    with _or_nothing(part):
        digest = hashlib.sha256()
        with source.open("rb") as old, part.open("wb") as new:
            while piece := old.read(_PIECE):
                step(len(piece))
                digest.update(piece)
                new.write(piece)
            new.flush()
            os.fsync(new.fileno())
        if sha256(part, step) != digest.hexdigest():
            raise BadFile(target, "tidak terbaca kembali dengan benar.", "Tempat itu mungkin rusak. Pakai drive lain.")
        replace(part, target)
    return digest.hexdigest()


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under a second name where the disk can do that, else a copy; for files that never change."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno in _FULL:
            raise
        copy(source, target)


def sha256(path: Path, step: Step = unheard) -> str:
    """The SHA-256 of a file as it is read now."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            step(len(piece))
            digest.update(piece)
    return digest.hexdigest()


def bring_to_disk(path: Path) -> None:
    """Make the content of a file last through a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def replace(part: Path, target: Path) -> None:
    """Give a file its name for good, patiently: a virus scanner may hold a new file for a second or two."""
    for wait in (*_WAITS, None):
        try:
            os.replace(part, target)
            break
        except PermissionError:
            if wait is None:
                raise
            time.sleep(wait)
    disk.sync_folder(target.parent)


def make_folder(folder: Path) -> None:
    """A folder that lasts through a power cut, with those above it; one that is there stays as it is."""
    for one in (*reversed(folder.parents), folder):
        if not one.is_dir():
            one.mkdir(exist_ok=True)
            disk.sync_folder(one.parent)


def remove_folder(folder: Path) -> None:
    """Take a folder of ours away; what another program holds open stays until the next time."""
    shutil.rmtree(folder, ignore_errors=True)


def require_room(folder: Path, size: int) -> None:
    """`UserError` when fewer than `size` bytes (and a little more) are free where this folder is."""
    free = shutil.disk_usage(folder).free
    if free < size + SPARE:
        need, left = (f"{count / 1_000_000:.0f} MB" for count in (size + SPARE, free))
        raise UserError(f"Ruang di tempat cadangan tidak cukup: perlu {need}, tersisa {left}.", _MAKE_ROOM)


@contextmanager
def explained() -> Iterator[None]:
    """Turn what the system says of a disk into a sentence an operator can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise UserError("Cakram penuh, jadi cadangan tidak ditulis.", _MAKE_ROOM) from None
        message = "Tempat cadangan tidak dapat dibaca atau ditulis."
        raise UserError(message, "Periksa apakah drive terpasang dan foldernya boleh ditulis.") from None


@contextmanager
def _or_nothing(part: Path) -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(OSError):
            part.unlink()


_MAKE_ROOM = "Kosongkan paling sedikit 200 MB, atau pilih tempat lain."
