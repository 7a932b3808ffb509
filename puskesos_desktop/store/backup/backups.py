"""Backups of a store: a folder each with database, keys and a note that covers every byte; made, listed, let go.

The photos of all backups lie once beside them, in `foto`. A folder without its note was never finished.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from puskesos_desktop import __version__
from puskesos_desktop.domain.outcome import BadFile, Cancelled, Progress, UserError, silent
from puskesos_desktop.files import disk, whole
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal.clock import wall_ms, wall_text
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.store.backup import lines, note, retention
from puskesos_desktop.store.backup.note import FORMAT, NOTE, Backup, Holds, read
from puskesos_desktop.store.file import cipher, keyslots
from puskesos_desktop.store.file.connection import DATABASE_ERRORS, Connection
from puskesos_desktop.store.file.layout import MAIN
from puskesos_desktop.store.file.lock import FolderLock
from puskesos_desktop.store.tables import migrations, schema

ROUTINE, ASKED, UPGRADE = "berkala", "diminta", "sebelum pembaruan"
"""Why a backup was made."""
_NAME = re.compile(r"\d{4}-\d\d-\d\d_\d\d\.\d\d\.\d\d(-\d+)?")
ROTTEN = ".rusak"
"""What the folder of a backup that was found rotten is called besides its name."""
KEPT_ROTTEN = 2
_OPCODES = 20_000
"""How often SQLite lets us look whether to stop."""
_LEDGERS = ("bundle", "receipt", "seal", "vouch", "stranger", "held")


def make(
    data: Path, key: bytes, place: Path, *, now_ms: int, why: str = ROUTINE, progress: Progress = silent
) -> Backup:
    """Back up the store in `data` into a new folder below `place`, check the copy, then let old backups go.

    The store may be open and written to meanwhile. On any failure, `Cancelled` included, earlier backups are as they
    were. Raises `UserError` for a full or unwritable disk and for a copy that does not pass its checks.
    """
    with whole.explained(), _alone(place):
        _remove_unfinished(place)
        whole.require_room(place, _size_of(data))
        folder = free_folder(place, _name_of(now_ms))
        try:
            made = _fill(folder, data, key, (wall_text(now_ms), why), progress)
        except BaseException:
            whole.remove_folder(folder)
            raise
        _rotate(place, made.moment)
    return made


def before_upgrade(data: Path, key: bytes, place: Path, now_ms: int) -> Backup | None:
    """A backup when opening this store would migrate or refold it; nothing when it is as this program wants it.

    A folder that is itself a working copy (its name ends in `.part`) needs none.
    """
    if data.name.endswith(whole.PART):
        return None
    connection = cipher.connect(data / MAIN, key).conn
    try:
        row = connection.execute("SELECT value FROM meta WHERE name = 'forms'").fetchone()
        same = row is not None and row[0] == schema.shape() and not migrations.waiting(connection)
    finally:
        connection.close()
    return None if same else make(data, key, place, now_ms=now_ms, why=UPGRADE)


def listed(place: Path) -> list[Backup]:
    """The finished backups at this place, the one that holds most first (see `lines.ranked`); torn ones are left out.

    Reads the notes and sizes only.
    """
    return lines.ranked(one for folder in _folders(place) if (one := read(folder)) is not None)


def verify(backup: Backup, progress: Progress = silent) -> None:
    """Read every byte of a backup; `BadFile` when one is not as it was written, or the disk cannot give it any more."""
    step = counting(progress, backup.size, "Memeriksa cadangan…")
    with whole.explained():
        for name, (_, digest) in backup.files.items():
            try:
                same = whole.sha256(backup.folder / name, step) == digest
            except OSError as problem:
                if problem.errno != errno.EIO:
                    raise
                same = False
            if not same:
                raise BadFile(name, "di cadangan ini rusak.", "Pilih cadangan lain.")


def set_aside(backup: Backup) -> Path:
    """Take a rotten backup out of the list without throwing it away: its folder gets another name. Where it is now."""
    with whole.explained():
        names = (backup.name + ROTTEN, *(f"{backup.name}{ROTTEN}-{number}" for number in range(2, 1000)))
        target = next(backup.folder.parent / one for one in names if not (backup.folder.parent / one).exists())
        whole.replace(backup.folder, target)
        disk.sync_folder(target.parent)
    return target


def copy(backup: Backup, place: Path, progress: Progress = silent) -> Backup:
    """Copy a backup to another place and read it back; the same backup there already is checked and left alone."""
    with whole.explained(), _alone(place):
        there = read(place / backup.name)
        if there is not None and there.files == backup.files:
            try:
                verify(there, progress)
                return there
            except BadFile:
                set_aside(there)
        whole.require_room(place, backup.size)
        folder = free_folder(place, backup.name)
        step = counting(progress, 2 * backup.size, "Menyalin cadangan…")
        try:
            for name, (_, digest) in backup.files.items():
                if whole.copy(backup.folder / name, folder / name, step) != digest:
                    raise BadFile(name, "di cadangan ini rusak.", "Buat cadangan baru, lalu salin lagi.")
            whole.copy(backup.folder / NOTE, folder / NOTE)
        except BaseException:
            whole.remove_folder(folder)
            raise
        disk.sync_folder(place)
    copied = read(folder)
    if copied is None:
        raise BadFile(NOTE, "tidak terbaca kembali dengan benar.", "Pakai drive lain.")
    return copied


def trace(connection: Connection, key: bytes, data: Path) -> str:
    """A name for the present state of all that is kept: another after any change, and nothing of it shown."""
    with cipher.explained():
        state = [
            connection.execute("SELECT device, sequence FROM peer ORDER BY device").fetchall(),
            [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _known_ledgers(connection)],
            [[name, value.hex()] for name, value in connection.execute("SELECT name, value FROM own ORDER BY name")],
            whole.sha256(data / keyslots.FILE) if (data / keyslots.FILE).exists() else "",
        ]
    return hmac.digest(key, canonical(state).encode(), "sha256").hex()


def key_id(key: bytes) -> str:
    """A short name for a data key: the same in all backups of one laptop, and no help in finding the key."""
    return hashlib.sha256(b"puskesos cadangan\0" + key).hexdigest()[:12]


def counts(connection: Connection) -> dict[str, int]:
    """How many live records of each kind there are; kinds this database does not have are left out."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {
        kind: connection.execute(
            f"SELECT (SELECT count(*) FROM {kind}) - (SELECT count(*) FROM {kind} WHERE deleted <> 0)"
        ).fetchone()[0]
        for kind in FORMS
        if kind in tables
    }


def holds(connection: Connection) -> Holds:
    """How far a store goes, and the devices it left behind."""
    own = dict(connection.execute("SELECT name, value FROM own WHERE name IN ('device', ?)", (lines.LEFT,)).fetchall())
    rows = connection.execute("SELECT device, sequence, hash FROM peer WHERE sequence > 0").fetchall()
    ledgers = sum(
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _known_ledgers(connection)
    )
    left = frozenset(bytes(own.get(lines.LEFT, b"")).decode().split())
    chains = {str(device): (int(sequence), bytes(digest).hex()) for device, sequence, digest in rows}
    return Holds(bytes(own["device"]).decode(), chains, ledgers, left)


def held_in(database: Path, key: bytes) -> Holds:
    """The same of a database file that nobody need have open; `UserError` when it cannot be read with this key."""
    with cipher.explained(database.parent):
        connection = cipher.connect(database, key).conn
        try:
            return holds(connection)
        finally:
            connection.close()


def newest_change(connection: Connection) -> str:
    """When the newest change was made (UTC); empty without any."""
    clock = connection.execute('SELECT max(clock) FROM op WHERE sequence = "group"').fetchone()[0]
    return wall_text(wall_ms(clock)) if clock else ""


def free_folder(place: Path, name: str) -> Path:
    """A new folder of this name below `place`, or of this name and a number when it is taken."""
    names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
    folder = next(place / one for one in names if not (place / one).exists())
    folder.mkdir(parents=True)
    return folder


def counting(progress: Progress, total: int, words: str) -> whole.Step:
    """A step that adds up bytes for a progress in whole percents."""
    done = 0

    def step(count: int) -> None:
        nonlocal done
        progress(min(100, 100 * done // max(total, 1)), 100, words)
        done += count

    return step


def _fill(folder: Path, data: Path, key: bytes, stamp: tuple[str, str], progress: Progress) -> Backup:
    part = folder / (MAIN + whole.PART)
    marked = _vacuum_into(part, data, key, progress)
    whole.bring_to_disk(part)
    said = _examined(part, key, progress)
    whole.replace(part, folder / MAIN)
    inside = {MAIN: [(folder / MAIN).stat().st_size, whole.sha256(folder / MAIN)]}
    if (data / keyslots.FILE).exists():
        digest = whole.copy(data / keyslots.FILE, folder / keyslots.FILE)
        inside[keyslots.FILE] = [(folder / keyslots.FILE).stat().st_size, digest]
    told = {
        "format": FORMAT, "dibuat": stamp[0], "sebab": stamp[1], "aplikasi": f"puskesos-desktop {__version__}",
        "kunci": key_id(key), "jejak": marked, "berkas": inside, **said,
    }  # fmt: skip
    whole.write(folder / NOTE, note.sealed(told))
    disk.sync_folder(folder.parent)
    made = read(folder)
    if made is None:
        raise BadFile(NOTE, "tidak terbaca kembali dengan benar.", "Tempat cadangan mungkin rusak. Pilih tempat lain.")
    return made


def _vacuum_into(part: Path, data: Path, key: bytes, progress: Progress) -> str:
    """Write a compact copy of one moment of the store; the trace of that moment or an earlier one."""
    connection = cipher.connect(data / MAIN, key).conn
    try:
        marked = trace(connection, key, data)
        connection.execute("PRAGMA query_only = OFF")  # else SQLite refuses the new file too
        size = _size_of(data)

        def step() -> None:
            written = part.stat().st_size if part.exists() else 0
            progress(min(60, 60 * written // max(size, 1)), 100, "Menyalin data…")

        with cipher.explained(), _stoppable(connection, step):
            connection.execute("VACUUM INTO ?", (str(part),))
    finally:
        connection.close()
    return marked


def _examined(path: Path, key: bytes, progress: Progress) -> dict[str, Any]:
    """Open a copy and look at every page; what it holds, or `UserError` when it is not sound."""
    connection = cipher.connect(path, key).conn
    try:
        progress(60, 100, "Memeriksa segel tiap halaman…")
        sound = not connection.execute("PRAGMA cipher_integrity_check").fetchall()
        with _stoppable(connection, lambda: progress(75, 100, "Memeriksa susunan data…")):
            sound = sound and connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        progress(95, 100, "Menghitung isi…")
        said = {
            "jumlah": counts(connection),
            "perubahan_terakhir": newest_change(connection),
            "memuat": note.told(holds(connection)),
        }
    except DATABASE_ERRORS:
        sound, said = False, {}
    finally:
        connection.close()
    if not sound:
        raise UserError(
            "Cadangan yang baru ditulis tidak lulus pemeriksaan, jadi tidak dipakai.",
            "Cadangan sebelumnya tetap ada. Periksa cakram, atau pilih tempat lain.",
        )
    return said


@contextmanager
def _stoppable(connection: Connection, step: Callable[[], None]) -> Iterator[None]:
    """Call `step` now and then while SQLite works; when it raises `Cancelled`, the statement ends and so do we."""
    stopped: list[Cancelled] = []

    def look() -> int:
        try:
            step()
        except Cancelled as cancelled:
            stopped.append(cancelled)
        return len(stopped)

    connection.set_progress_handler(look, _OPCODES)
    try:
        yield
    except DATABASE_ERRORS:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Hold a place of backups, made if needed, for one process."""
    whole.make_folder(place)
    try:
        lock = FolderLock.take(place)
    except UserError:
        raise UserError(
            "Tempat cadangan sedang dipakai atau tidak dapat ditulis.", "Tunggu sebentar, lalu coba lagi."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _rotate(place: Path, now: datetime) -> None:
    """Let go of what the rule no longer keeps; the one that holds most and the last from before an upgrade stay."""
    have = listed(place)
    keep = retention.kept([one.moment for one in have], now)
    before = next((one for one in have if one.why == UPGRADE), None)
    for one in have[1:]:
        if one.moment not in keep and one != before:
            _remove(one.folder)
    rotten = sorted(place.glob(f"*{ROTTEN}*"), key=lambda folder: folder.name, reverse=True)
    for folder in rotten[KEPT_ROTTEN:]:
        whole.remove_folder(folder)
    for folder in _folders(place):
        if read(folder) is None:
            _remove(folder)


def _remove(folder: Path) -> None:
    """The note goes first, so that what a power cut leaves is no backup any more."""
    (folder / NOTE).unlink(missing_ok=True)
    whole.remove_folder(folder)


def _remove_unfinished(place: Path) -> None:
    for folder in _folders(place):
        if not (folder / NOTE).exists():
            whole.remove_folder(folder)


def _folders(place: Path) -> list[Path]:
    """Folders named like backups, the newest name first; none where the place cannot be read."""
    try:
        return sorted((one for one in place.iterdir() if _NAME.fullmatch(one.name)), reverse=True)
    except OSError:
        return []


def _name_of(now_ms: int) -> str:
    return f"{datetime.fromtimestamp(now_ms / 1000, UTC).astimezone():%Y-%m-%d_%H.%M.%S}"


def _size_of(data: Path) -> int:
    names = (MAIN, f"{MAIN}-wal")
    return sum((data / name).stat().st_size for name in names if (data / name).exists())


def _known_ledgers(connection: Connection) -> list[str]:
    """The ledgers of this store; an older one has fewer."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return [table for table in _LEDGERS if table in tables]
