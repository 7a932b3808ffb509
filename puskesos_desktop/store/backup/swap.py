"""Putting another database in a store's place at one stroke; what was there is kept aside."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from puskesos_desktop.domain.outcome import BadFile, UserError
from puskesos_desktop.files import disk, whole
from puskesos_desktop.store.backup import backups
from puskesos_desktop.store.backup.note import Backup
from puskesos_desktop.store.file import cipher, keyslots
from puskesos_desktop.store.file.connection import DATABASE_ERRORS
from puskesos_desktop.store.file.layout import MAIN
from puskesos_desktop.store.file.lock import FolderLock

STAGE = "pulih" + whole.PART
ASIDE = "disisihkan"
_BESIDE = (f"{MAIN}-wal", f"{MAIN}-shm")


def stage(backup: Backup, data: Path, step: whole.Step = whole.unheard) -> Path:
    """Copy a backup into a working folder inside the data folder, every byte checked; nothing else is touched.

    `BadFile` when the backup is damaged, `UserError` when the disk is full.
    """
    folder = data / STAGE
    with whole.explained():
        whole.make_folder(data)
        whole.remove_folder(folder)
        whole.require_room(data, 2 * backup.size)
        folder.mkdir(exist_ok=True)
        for name, (_, digest) in backup.files.items():
            if whole.copy(backup.folder / name, folder / name, step) != digest:
                raise BadFile(name, "di cadangan ini rusak.", "Pilih cadangan lain. Data sekarang tidak diubah.")
    return folder


def put_in_place(data: Path, key: bytes, aside: str, *, with_keys: bool) -> Path | None:
    """Set the present state of a data folder aside and put the staged one in its place; where the former is now.

    No window may have the store open. A power cut leaves the former database or the new one, never none or half of
    one. With `with_keys` the keys of the backup come too.
    """
    folder = data / STAGE
    lock = FolderLock.take(data)
    try:
        with whole.explained():
            _settle(data, key)
            kept = _set_aside(data, aside)
            for name in _BESIDE:
                (data / name).unlink(missing_ok=True)
            disk.sync_folder(data)
            if with_keys and (folder / keyslots.FILE).exists():
                whole.replace(folder / keyslots.FILE, data / keyslots.FILE)
            whole.replace(folder / MAIN, data / MAIN)
            whole.remove_folder(folder)
    finally:
        lock.release()
    return kept


def give_up(data: Path) -> None:
    """Throw away what was staged."""
    whole.remove_folder(data / STAGE)


def _settle(data: Path, key: bytes) -> None:
    """Bring what still waits in the write-ahead file into the database, if that can be read."""
    if not (data / MAIN).exists():
        return
    with suppress(UserError, *DATABASE_ERRORS):
        connection = cipher.connect(data / MAIN, key, write=True).conn
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def _set_aside(data: Path, name: str) -> Path | None:
    """Second names (or copies) of the present files; a folder that an earlier, broken off attempt left goes first."""
    _remove_broken_off(data)
    present = [one for one in (MAIN, *_BESIDE, keyslots.FILE) if (data / one).exists()]
    if MAIN not in present:
        return None
    folder = backups.free_folder(data / ASIDE, name)
    for one in present:
        whole.link_or_copy(data / one, folder / one)
    disk.sync_folder(folder)
    disk.sync_folder(data / ASIDE)
    return folder


def _remove_broken_off(data: Path) -> None:
    """A folder whose database is still the one in use was never set aside."""
    for folder in (data / ASIDE).glob("*"):
        old = folder / MAIN
        if old.exists() and os.path.samefile(old, data / MAIN):
            whole.remove_folder(folder)
