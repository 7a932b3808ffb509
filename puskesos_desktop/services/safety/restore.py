"""Going back to a backup: what would change, then a new device on the old state, with the present state kept aside."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from puskesos_desktop.domain.outcome import BadFile, Progress, UserError, silent
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.files import whole
from puskesos_desktop.services.safety import upkeep
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.store import opened
from puskesos_desktop.store.backup import backups, lines, location, note, swap
from puskesos_desktop.store.backup.note import Backup, Holds
from puskesos_desktop.store.file import keyslots, layout
from puskesos_desktop.store.file.connection import DATABASE_ERRORS
from puskesos_desktop.store.log import history, outbox, peers
from puskesos_desktop.store.log.history import Deed
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.photos import in_backups

SHOWN = 8
"""Changes named one by one before a restore."""
_NAMED_AFTER = re.compile(r" \(pulih \d\d-\d\d-\d{4}\)$")


@dataclass(frozen=True)
class Look:
    """What a restore would change; `present` and `newest` are nothing and empty where no store can be read now.

    `lost` counts the changes on this laptop that the backup does not have, of them `own` made here; `deeds` are the
    newest of them.
    """

    backup: Backup
    present: Mapping[str, int] | None
    newest: str
    lost: int
    own: int
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Opening:
    """The key of a backup, and whether the keys file of the backup comes along because the present one does not fit."""

    key: bytes
    with_keys: bool


@dataclass(frozen=True)
class Prepared:
    """A restore that is ready: checked, continued under a new device, and not in place yet."""

    data: Path
    backup: Backup
    opening: Opening
    counts: Mapping[str, int]
    missing: int


@dataclass(frozen=True)
class Restored:
    """A restore that is done: what is there now, the photos no backup had, where the former state is (if any)."""

    backup: Backup
    counts: Mapping[str, int]
    missing: int
    aside: Path | None


def find(data: Path, wanted: str) -> Backup:
    """The backup in the folder `wanted`, or the one of that name, or "terakhir"; `UserError` names what there is.

    The last is the one that holds most of the line that no restore has left.
    """
    place = location.of(data)
    have = backups.listed(place)
    if wanted == "terakhir" and have:
        return have[0]
    for folder in (Path(wanted), place / wanted):
        found = note.read(folder)
        if found is not None:
            return found
    inside = backups.listed(Path(wanted))
    if inside:
        return inside[0]
    names = ", ".join(one.name for one in have[:SHOWN]) or "belum ada"
    raise UserError(f"{Path(wanted).name} bukan cadangan yang utuh.", f"Cadangan yang ada: {names}.")


def all_in(folder: Path) -> list[Backup]:
    """Every finished backup in a folder or drive, in it or one folder deeper; or the folder itself.

    The one that holds most of a line that no restore has left comes first.
    """
    itself = note.read(folder)
    if itself is not None:
        return [itself]
    try:
        places = [folder, *(one for one in folder.iterdir() if one.is_dir())]
    except OSError:
        return []
    return lines.ranked(one for place in places for one in backups.listed(place))


def look(store: Store, backup: Backup, progress: Progress = silent) -> Look:
    """Compare a backup with the open store; every byte of the backup is checked, nothing is changed."""
    _refuse_other_key(backup, store.key)
    upkeep.check(store, backup, progress)
    held = backups.held_in(backup.folder / layout.MAIN, store.key)
    vector = {device: number for device, (number, _) in held.chains.items()}
    db = store.reader()
    beyond = outbox.spans_beyond(db, vector)
    by_device = {span.device: outbox.groups_in(db, span) for span in beyond}
    deeds = [one for one in history.deeds(store, db) if one.number > vector.get(one.device, 0)]
    return Look(
        backup, backups.counts(db.conn), backups.newest_change(db.conn), sum(by_device.values()),
        by_device.get(store.device.name, 0), tuple(deeds[:SHOWN]),
    )  # fmt: skip


def look_from_outside(data: Path, backup: Backup, opening: Opening, progress: Progress = silent) -> Look:
    """The same without an open store, for a data folder that is empty or cannot be read."""
    backups.verify(backup, progress)
    try:
        store = opened.open_with_key(data, opening.key, write=False)
    except (UserError, *DATABASE_ERRORS):
        return Look(backup, None, "", 0, 0, ())
    try:
        return look(store, backup)
    finally:
        store.close()


def unlock(data: Path, backup: Backup, password: str) -> Opening:
    """The key of a backup by a password of then or of now; `UserError` when it is neither.

    A password that opens the present keys file leaves that file in place; one of the time of the backup brings the
    keys file of then back. Another village's data are never replaced.
    """
    now = _key_of(data / keyslots.FILE, password)
    then = _key_of(backup.folder / keyslots.FILE, password)
    if now is not None and then is not None and now != then:
        raise UserError("Folder ini berisi data lain daripada cadangan itu.", "Pilih folder data yang kosong.")
    for key, with_keys in ((now, False), (then, True)):
        if key is not None and backups.key_id(key) == backup.key_id:
            return Opening(key, with_keys)
    raise UserError("Kata sandi tidak cocok dengan cadangan ini.", "Coba kata sandi saat itu, atau kode pemulihan.")


def unlock_by_code(data: Path, backup: Backup, code: str) -> Opening:
    """The key of a backup by the printed recovery code; `UserError` for a mistyped code or one of another store."""
    key = keyslots.read_recovery_code(code)
    _refuse_other_key(backup, key)
    return Opening(key, not (data / keyslots.FILE).exists())


def prepare(data: Path, backup: Backup, opening: Opening, progress: Progress = silent) -> Prepared:
    """Get a restore ready beside the present state, which may be open and stays as it is. Raises `UserError`."""
    _refuse_other_key(backup, opening.key)
    step = backups.counting(progress, 2 * backup.size, "Menyalin cadangan…")
    try:
        folder = swap.stage(backup, data, step)
        store = opened.open_with_key(folder, opening.key)
        try:
            _continue_as_new(store, _before(data, backup, opening.key))
            wanted = upkeep.wanted_photos(store)
            counts = backups.counts(store.reader().conn)
        finally:
            store.close()
        missing = len(in_backups.bring_back(backup.folder.parent, data, wanted, progress))
        whole.bring_to_disk(folder / layout.MAIN)
    except BaseException:
        swap.give_up(data)
        raise
    return Prepared(data, backup, opening, counts, missing)


def finish(prepared: Prepared) -> Restored:
    """Put a prepared restore in place; the store must be closed by then. Raises `UserError`, then nothing changed."""
    aside = f"{datetime.now():%Y-%m-%d_%H.%M.%S}"
    kept = swap.put_in_place(prepared.data, prepared.opening.key, aside, with_keys=prepared.opening.with_keys)
    return Restored(prepared.backup, prepared.counts, prepared.missing, kept)


def look_in_words(seen: Look) -> str:
    """What a restore would change, as sentences."""
    backup = seen.backup
    said = [f"Cadangan {calendar.show_utc(backup.made)} utuh: {wording.totals(backup.counts)}."]
    if backup.newest:
        said.append(f"Perubahan terakhir di dalamnya {calendar.show_utc(backup.newest)}.")
    if seen.present is None:
        said.append("Di folder data belum ada data yang dapat dibuka dengan kunci ini.")
        return " ".join(said)
    said.append(f"Sekarang: {wording.totals(seen.present)}, perubahan terakhir {calendar.show_utc(seen.newest)}.")
    if not seen.lost:
        said.append("Tidak ada perubahan di laptop ini yang tidak ada di cadangan.")
        return " ".join(said)
    said.append(
        f"{wording.thousands(seen.lost)} perubahan tidak ada di cadangan dan akan hilang dari laptop ini, "
        f"{wording.thousands(seen.own)} di antaranya dikerjakan di sini:"
    )
    lines = [f"  {calendar.short_utc(one.wall)}  {one.label} · {one.operator}" for one in seen.deeds]
    rest = seen.lost - len(seen.deeds)
    return "\n".join(
        [" ".join(said), *lines, *([f"  dan {wording.thousands(rest)} perubahan lain"] if rest > 0 else [])]
    )


def in_words(done: Restored) -> str:
    """What was restored, where the former state is, and what to do now."""
    said = [
        f"Cadangan {calendar.show_utc(done.backup.made)} sudah dipulihkan: {wording.totals(done.counts)}.",
    ]
    if done.aside is not None:
        said.append(f"Keadaan sebelumnya disisihkan di {done.aside.parent.name}/{done.aside.name}, tidak dihapus.")
    if done.missing:
        said.append(f"{wording.thousands(done.missing)} foto tidak ada di cadangan mana pun.")
    said.append("Ada laptop lain di desa ini? Tukar paket sekarang; yang sudah sampai ke sana kembali ke sini.")
    return " ".join(said)


def _continue_as_new(store: Store, before: list[Holds]) -> None:
    """Under a new device, a new key and a new name: other laptops send it all it may lack, and tell it from before.

    Which devices it leaves behind is kept with it: backups made by them are of another line from now on.
    """
    name = _NAMED_AFTER.sub("", laptops.own_name(store))
    laptops.rename(store, f"{name[:40]} (pulih {calendar.show_date(datetime.now().date())})")
    laptops.continue_as_new_device(store)
    left = lines.left_by(before, store.device.name)
    peers.keep_own(store, [(lines.LEFT, " ".join(sorted(left)))])


def _before(data: Path, backup: Backup, key: bytes) -> list[Holds]:
    """What stood here before a restore: the present data, where they can be read, and the backups beside them."""
    beside = [*backups.listed(location.of(data)), *backups.listed(backup.folder.parent)]
    found = [one.holds for one in (backup, *beside) if one.key_id == backup.key_id]
    if not (data / layout.MAIN).exists():
        return found
    with suppress(UserError, KeyError, *DATABASE_ERRORS):  # what cannot be read any more leaves nothing newer
        found.append(backups.held_in(data / layout.MAIN, key))
    return found


def _refuse_other_key(backup: Backup, key: bytes) -> None:
    if backup.key_id != backups.key_id(key):
        raise BadFile(backup.name, "cadangan ini milik data lain.", "Pilih cadangan dari laptop ini.")


def _key_of(source: Path, password: str) -> bytes | None:
    """The key in a keys file by a password, tried on a copy: no try is counted where the backup lies."""
    with tempfile.TemporaryDirectory(prefix="puskesos-") as scratch:
        try:
            shutil.copyfile(source, Path(scratch) / keyslots.FILE)
            return keyslots.unlock(Path(scratch), password, time.time())[0]
        except (UserError, OSError):
            return None
