"""Keeping the village safe: backups at close and while working, a copy on another drive, the monthly rehearsal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from puskesos_desktop.domain.outcome import BadFile, Progress, UserError, silent
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.files import whole
from puskesos_desktop.journal.clock import wall_text
from puskesos_desktop.store import opened, selfcheck
from puskesos_desktop.store.backup import backups, location
from puskesos_desktop.store.backup.backups import Backup
from puskesos_desktop.store.backup.location import Notes
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.photos import at_rest, in_backups
from puskesos_desktop.store.photos.at_rest import State

EVERY_MS = 30 * 60 * 1000
REHEARSE_AFTER = timedelta(days=30)
REHEARSAL = "latihan" + whole.PART


@dataclass(frozen=True)
class Copied:
    """A backup on another drive: the copy itself, and how many photos were new there."""

    backup: Backup
    photos: int


@dataclass(frozen=True)
class Rehearsal:
    """A backup that was restored into a working folder and looked through; `missing` counts photos it lacks."""

    backup: Backup
    operations: int
    counts: Mapping[str, int]
    missing: int


@dataclass(frozen=True)
class Standing:
    """How things are: the place, its backups (newest first), whether anything has changed since, and what is noted."""

    place: Path
    backups: tuple[Backup, ...]
    changed: bool
    notes: Notes
    rehearsal_due: bool
    unreachable: str

    @property
    def last(self) -> Backup | None:
        """The newest good one."""
        return self.backups[0] if self.backups else None


def back_up(store: Store, progress: Progress = silent, *, why: str = backups.ASKED) -> Backup:
    """Make a backup now, photos first; it was opened and checked before this returns. Raises `UserError`."""
    place = location.of(store.folder)
    in_backups.share(store.folder, place, _soundness(store), progress)
    return backups.make(store.folder, store.key, place, now_ms=store.ambient.now_ms(), why=why, progress=progress)


def automatic(store: Store, progress: Progress = silent) -> str:
    """A backup nobody asked for, when anything has changed: empty, or a sentence about what stood in its way."""
    try:
        if changed(store):
            back_up(store, progress, why=backups.ROUTINE)
    except UserError as problem:
        return f"Belum dicadangkan. {problem}"
    return ""


def tend(store: Store, progress: Progress = silent) -> str:
    """What is due now, a backup or the monthly rehearsal: empty, or a sentence about what went wrong."""
    if not _is_fresh(store):
        said = automatic(store, progress)
        if said or _is_fresh(store):
            return said
    if rehearsal_due(store):
        try:
            rehearse(store, progress)
        except UserError as problem:
            return f"Latihan pulih tidak berhasil. {problem}"
    return ""


def changed(store: Store) -> bool:
    """Whether no backup holds the present state."""
    now = backups.trace(store.reader().conn, store.key, store.folder)
    return all(one.trace != now for one in backups.listed(location.of(store.folder)))


def due(store: Store) -> bool:
    """Whether it is time for an automatic backup: the newest is half an hour old and something has changed since."""
    return not _is_fresh(store) and changed(store)


def copy_to(store: Store, folder: Path, progress: Progress = silent) -> Copied:
    """Put the newest backup (a fresh one, when anything has changed) with its photos on another drive, read back.

    It goes into a folder named after this laptop's key; nothing that lies there is changed.
    """
    if not folder.is_dir():
        raise UserError("Folder tujuan tidak ditemukan.", "Pasang kembali drive itu atau pilih folder lain.")
    if changed(store):
        back_up(store, progress)
    place, other = location.of(store.folder), home_in(folder, store.key)
    with whole.explained():
        same = other.exists() and other.resolve() == place.resolve()
    if same:
        raise UserError("Cadangan memang sudah ditulis ke sana.", "Pilih drive lain.")
    newest = backups.listed(place)[0]
    copied = backups.copy(newest, other, progress)
    added = in_backups.copy(place, other, progress)
    location.remember(store.folder, salinan_di=str(other), salinan_pada=_text(store), salinan_dari=newest.made)
    return Copied(copied, added)


def keep_at(store: Store, folder: Path | None, progress: Progress = silent) -> Backup:
    """Keep backups in another folder from now on (nothing: the usual place) and begin with one; older ones stay put."""
    if folder is not None and not folder.is_dir():
        raise UserError("Folder itu tidak ditemukan.", "Pilih folder lain.")
    before = location.notes(store.folder).tempat
    place = home_in(folder, store.key) if folder is not None else None
    with whole.explained():
        if place is not None:
            place.mkdir(exist_ok=True)
    location.remember(store.folder, tempat=str(place) if place else "")
    try:
        return back_up(store, progress)
    except BaseException:
        location.remember(store.folder, tempat=before)
        raise


def rehearse(store: Store, progress: Progress = silent, backup: Backup | None = None) -> Rehearsal:
    """Restore a backup (the newest) into a working folder, look through all of it, throw the folder away.

    `BadFile` when anything is not as it was; the result is remembered either way.
    """
    place = location.of(store.folder)
    chosen = backup or next(iter(backups.listed(place)), None)
    if chosen is None:
        raise UserError("Belum ada cadangan untuk dicoba.", "Tekan Cadangkan sekarang dulu.")
    try:
        done = _rehearse(chosen, store.key, progress)
    except UserError as problem:
        location.remember(store.folder, latihan_pada=_text(store), latihan_hasil=str(problem))
        raise
    words = f"{wording.thousands(done.operations)} catatan utuh, {wording.totals(done.counts)}."
    location.remember(store.folder, latihan_pada=_text(store), latihan_hasil=words)
    return done


def rehearsal_due(store: Store) -> bool:
    """Whether a month has passed since the last rehearsal (and there is a backup to rehearse)."""
    said = location.notes(store.folder).latihan_pada
    if said and timedelta(0) <= _now(store) - datetime.fromisoformat(said) < REHEARSE_AFTER:
        return False
    return _newest(store) is not None


def describe(store: Store) -> Standing:
    """Everything the page about backups shows."""
    place = location.of(store.folder)
    return Standing(
        place, tuple(backups.listed(place)), changed(store), location.notes(store.folder), rehearsal_due(store),
        location.unreachable(store.folder),
    )  # fmt: skip


def status_words(store: Store) -> str:
    """For the status line: "Cadangan terakhir 10.42", with the day when that was not today."""
    last = _newest(store)
    if last is None:
        return "Belum ada cadangan"
    today = last.moment.date() == _now(store).astimezone().date()
    return f"Cadangan terakhir {calendar.show_time(last.moment) if today else calendar.short_utc(last.made)}"


def home_in(folder: Path, key: bytes) -> Path:
    """The folder of this laptop's backups on another drive; a folder that is one already is taken as it is."""
    name = f"cadangan-puskesos-{backups.key_id(key)}"
    return folder if folder.name == name else folder / name


def wanted_photos(store: Store) -> list[str]:
    """Names of the photos that living records of this store name."""
    return [record.text("sha256") for record in at_rest.living(store.reader().conn)]


def _rehearse(backup: Backup, key: bytes, progress: Progress) -> Rehearsal:
    backups.verify(backup, progress)
    folder = backup.folder.parent / REHEARSAL
    with whole.explained():
        whole.remove_folder(folder)
        whole.require_room(folder.parent, backup.size)
        folder.mkdir()
    try:
        with whole.explained():
            for name in backup.files:
                whole.copy(backup.folder / name, folder / name)
        rehearsed = opened.open_with_key(folder, key)
        try:
            in_backups.bring_back(folder.parent, folder, wanted_photos(rehearsed), progress)
            return _examined(rehearsed, backup, progress)
        finally:
            rehearsed.close()
    finally:
        whole.remove_folder(folder)


def _examined(rehearsed: Store, backup: Backup, progress: Progress) -> Rehearsal:
    health = selfcheck.check(rehearsed, progress)
    found = backups.counts(rehearsed.reader().conn)
    same = all(found.get(kind) == count for kind, count in backup.counts.items())
    if not health.sound or not same:
        raise BadFile(
            backup.name, "cadangan ini tidak lulus latihan pulih.", "Tekan Cadangkan sekarang, lalu coba lagi."
        )
    return Rehearsal(backup, health.operations, found, health.photos.missing)


def _soundness(store: Store) -> Callable[[str], bool]:
    return lambda name: at_rest.state(store, name) is State.HERE


def _newest(store: Store) -> Backup | None:
    return backups.newest(location.of(store.folder), store.ambient.now_ms())


def _is_fresh(store: Store) -> bool:
    last = _newest(store)
    return last is not None and timedelta(0) <= _now(store) - last.moment < timedelta(milliseconds=EVERY_MS)


def _now(store: Store) -> datetime:
    return datetime.fromtimestamp(store.ambient.now_ms() / 1000, UTC)


def _text(store: Store) -> str:
    return wall_text(store.ambient.now_ms())
