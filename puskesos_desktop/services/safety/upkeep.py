"""Keeping the village safe: backups at close and while working, a copy on another drive, the monthly rehearsal.

A backup that is found rotten is taken out of the list and replaced at once.
"""

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
from puskesos_desktop.store.backup import backups, lines, location
from puskesos_desktop.store.backup.lines import Known
from puskesos_desktop.store.backup.location import Notes
from puskesos_desktop.store.backup.note import Backup
from puskesos_desktop.store.file.connection import Damaged
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.photos import at_rest, in_backups
from puskesos_desktop.store.photos.at_rest import PhotoState

EVERY_MS = 30 * 60 * 1000
REHEARSE_AFTER = timedelta(days=30)
REHEARSAL = "latihan" + whole.PART


class Rotten(UserError):
    """A backup that was found rotten, what became of it, and what to do."""


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
    """How things are: the place, its backups, whether anything has changed since, and what is noted.

    `backups` are of the line of the present data, the one that holds most first; `apart` are of another line, such as
    a state that a restore has put aside.
    """

    place: Path
    backups: tuple[Backup, ...]
    apart: tuple[Backup, ...]
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
    made = backups.make(store.folder, store.key, place, now_ms=store.ambient.now_ms(), why=why, progress=progress)
    if location.notes(store.folder).gagal_pada:
        location.remember(store.folder, gagal_pada="", gagal_sebab="")
    return made


def automatic(store: Store, progress: Progress = silent) -> str:
    """A backup nobody asked for, when anything has changed: empty, or a sentence about what stood in its way."""
    try:
        if changed(store):
            back_up(store, progress, why=backups.ROUTINE)
    except UserError as problem:
        since = location.notes(store.folder).gagal_pada or _text(store)
        location.remember(store.folder, gagal_pada=since, gagal_sebab=str(problem))
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
    newest = known(store).line[0]
    try:
        copied = backups.copy(newest, other, progress)
    except BadFile:
        newest = _replaced(store, newest, progress)
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


def rehearse(store: Store, progress: Progress = silent) -> Rehearsal:
    """Restore the newest backup into a working folder, look through all of it, throw the folder away.

    `Rotten` when anything is not as it was: then that backup is set aside, a new one is made at once, and the next
    rehearsal is due. The result is remembered either way.
    """
    chosen = last(store)
    if chosen is None:
        raise UserError("Belum ada cadangan untuk dicoba.", "Tekan Cadangkan sekarang dulu.")
    try:
        done = _rehearse(chosen, store.key, progress)
    except (BadFile, Damaged) as problem:
        location.remember(store.folder, latihan_pada=_text(store), latihan_hasil=problem.message, latihan_lagi="ya")
        raise _told_as_replaced(store, chosen, progress) from problem
    except UserError as problem:
        location.remember(store.folder, latihan_pada=_text(store), latihan_hasil=str(problem))
        raise
    words = f"{wording.thousands(done.operations)} catatan utuh, {wording.totals(done.counts)}."
    location.remember(store.folder, latihan_pada=_text(store), latihan_hasil=words, latihan_lagi="")
    return done


def check(store: Store, backup: Backup, progress: Progress = silent) -> None:
    """Read every byte of a backup. A rotten one of this laptop's own place is set aside and replaced, then `Rotten`."""
    try:
        backups.verify(backup, progress)
    except BadFile as problem:
        if backup.folder.parent != location.of(store.folder):
            raise
        location.remember(store.folder, latihan_lagi="ya")
        raise _told_as_replaced(store, backup, progress) from problem


def rehearsal_due(store: Store) -> bool:
    """Whether a month has passed since the last rehearsal, or a rotten backup was found (and there is one to try)."""
    notes = location.notes(store.folder)
    said = "" if notes.latihan_lagi else notes.latihan_pada
    if said and timedelta(0) <= _now(store) - datetime.fromisoformat(said) < REHEARSE_AFTER:
        return False
    return last(store) is not None


def known(store: Store) -> Known:
    """All finished backups at the place of this store: those of its line, and those of another."""
    return lines.split(backups.listed(location.of(store.folder)), lines.hashes_of(store.reader()))


def last(store: Store) -> Backup | None:
    """The newest good backup: of those that hold nothing but what the present data hold, the one that holds most."""
    return next(iter(known(store).line), None)


def describe(store: Store) -> Standing:
    """Everything the page about backups shows."""
    found = known(store)
    return Standing(
        location.of(store.folder), found.line, found.apart, changed(store), location.notes(store.folder),
        rehearsal_due(store), location.unreachable(store.folder),
    )  # fmt: skip


def status_words(store: Store) -> str:
    """For the status line: "Cadangan terakhir 10.42", with the day when that was not today."""
    newest = last(store)
    if newest is None:
        return "Belum ada cadangan"
    today = newest.moment.date() == _now(store).astimezone().date()
    return f"Cadangan terakhir {calendar.show_time(newest.moment) if today else calendar.short_utc(newest.made)}"


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
    return lambda name: at_rest.state(store, name) is PhotoState.HERE


def _replaced(store: Store, rotten: Backup, progress: Progress) -> Backup:
    """Set a rotten backup aside and make a new one."""
    backups.set_aside(rotten)
    return back_up(store, progress, why=backups.ROUTINE)


def _told_as_replaced(store: Store, rotten: Backup, progress: Progress) -> Rotten:
    """What became of a rotten backup, to be raised; also when no new one could be made."""
    when = f"Cadangan {calendar.show_utc(rotten.made)} rusak"
    try:
        _replaced(store, rotten, progress)
    except UserError as problem:
        return Rotten(f"{when}, dan yang baru belum dapat dibuat. {problem.message}", problem.hint)
    return Rotten(f"{when} dan disisihkan. Cadangan baru sudah dibuat.", "Jalankan latihan pulih sekali lagi.")


def _is_fresh(store: Store) -> bool:
    newest = last(store)
    return newest is not None and timedelta(0) <= _now(store) - newest.moment < timedelta(milliseconds=EVERY_MS)


def _now(store: Store) -> datetime:
    return datetime.fromtimestamp(store.ambient.now_ms() / 1000, UTC)


def _text(store: Store) -> str:
    return wall_text(store.ambient.now_ms())
