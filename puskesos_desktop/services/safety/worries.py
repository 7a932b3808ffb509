"""What is wrong with the backups now, for as long as it is so: none could be made, they are old, or all on one disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from puskesos_desktop.domain.words import calendar
from puskesos_desktop.journal.clock import wall_ms
from puskesos_desktop.services.safety import upkeep, warnings
from puskesos_desktop.store.backup import location
from puskesos_desktop.store.log import history
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households

FAILING, OLD, ONE_DISK = "gagal", "lama", "satu-cakram"
BACK_UP, COPY = "Cadangkan sekarang", "Salin ke drive lain…"
OLD_AFTER = timedelta(days=1)
COPY_EVERY = timedelta(days=7)
"""A copy on another drive is asked for once a week; a new village has its first week too."""


@dataclass(frozen=True)
class Worry:
    """Something about the backups to mend: a few words, the whole sentence, and the one deed that mends it."""

    key: str
    short: str
    words: str
    deed: str


def worries(store: Store) -> list[Worry]:
    """All there are, the gravest first; nobody would miss the sample village if its laptop were lost."""
    found = [*_failing(store), *_old(store)]
    village = households.village(store.reader())
    if village is not None and village["contoh"] != 1:
        found += _on_one_disk(store)
    return found


def to_say_at_closing(store: Store) -> list[Worry]:
    """What is said when the window closes: each time that no backup could be made, the rest once a day."""
    found = worries(store)
    today = _now(store).astimezone().date().isoformat()
    if any(one.key == FAILING for one in found):
        return found
    if not found or location.notes(store.folder).diingatkan == today:
        return []
    location.remember(store.folder, diingatkan=today)
    return found


def _failing(store: Store) -> Iterator[Worry]:
    notes = location.notes(store.folder)
    if notes.gagal_pada:
        since = calendar.show_utc(notes.gagal_pada)
        words = f"Sejak {since} tidak ada cadangan yang berhasil ditulis. {notes.gagal_sebab}"
        yield Worry(FAILING, "Cadangan belum berhasil", words, BACK_UP)


def _old(store: Store) -> Iterator[Worry]:
    last = upkeep.last(store)
    if last is None or location.notes(store.folder).gagal_pada:
        return
    age = _now(store) - last.moment
    if not timedelta(0) <= age <= OLD_AFTER and upkeep.changed(store):
        when = calendar.show_utc(last.made)
        words = f"Cadangan terakhir yang baik bertanggal {when}, dan sesudah itu ada perubahan."
        yield Worry(OLD, "Cadangan sudah lama", words, BACK_UP)


def _on_one_disk(store: Store) -> Iterator[Worry]:
    since = history.first_change(store.reader())
    if since is None or not warnings.on_one_disk(store.folder, location.of(store.folder)):
        return
    copied = location.notes(store.folder).salinan_pada
    known = datetime.fromisoformat(copied) if copied else datetime.fromtimestamp(wall_ms(since) / 1000, UTC)
    if timedelta(0) <= _now(store) - known <= COPY_EVERY:
        return
    place = "Semua cadangan ada di cakram laptop ini; bila laptop ini hilang, semuanya ikut hilang."
    last = f" Salinan terakhir di drive lain: {calendar.show_utc(copied)}." if copied else ""
    yield Worry(ONE_DISK, "Cadangan hanya di laptop ini", place + last, COPY)


def _now(store: Store) -> datetime:
    return datetime.fromtimestamp(store.ambient.now_ms() / 1000, UTC)
