"""Early warnings about where the data lie: a full disk, a wrong clock, a stick, a cloud folder, a read-only folder."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.journal.clock import wall_ms
from puskesos_desktop.store.backup import location
from puskesos_desktop.store.opened import Store

LEAST_FREE = 200_000_000
BUILT = date(2026, 11, 24)
"""No computer that runs this version lives before this day; raised with every release."""
_SLACK = timedelta(days=1)
_CLOUDS = {
    "onedrive": "OneDrive", "google drive": "Google Drive", "googledrive": "Google Drive", "drive saya": "Google Drive",
    "my drive": "Google Drive", "dropbox": "Dropbox", "iclouddrive": "iCloud", "icloud drive": "iCloud",
}  # fmt: skip
_REMOVABLE = 2
"""What Windows answers for a drive that can be pulled out."""


@dataclass(frozen=True)
class Caution:
    """Something to put right before it costs data: what is the matter, and what to do; `key` names its kind."""

    key: str
    message: str
    hint: str

    def __str__(self) -> str:
        """Both sentences."""
        return f"{self.message} {self.hint}"


def look_around(store: Store) -> list[Caution]:
    """Everything that is odd about where and when this store is used; quick, changes nothing."""
    place = location.of(store.folder)
    last = datetime.fromtimestamp(wall_ms(store.tip()[1]) / 1000, UTC)
    now = datetime.fromtimestamp(store.ambient.now_ms() / 1000, UTC)
    lost = location.unreachable(store.folder)
    found = [*about_folder(store.folder), *about_clock(now, last)]
    if not on_one_disk(store.folder, place):
        found += about_room(place, "cadangan")
    if lost:
        message = f"Tempat cadangan pilihan Anda tidak terjangkau: {lost}."
        found.append(Caution("tempat", message, f"Sementara ini cadangan ditulis ke {place}."))
    unique = {(one.key, one.message): one for one in found}
    return list(unique.values())


def about_folder(folder: Path) -> Iterator[Caution]:
    """What is odd about a data folder, also before there is a store in it."""
    if not _can_be_written(folder):
        hint = "Beri izin tulis pada folder itu, atau pindahkan datanya."
        yield Caution("baca", "Folder data hanya dapat dibaca, jadi tidak ada yang dapat disimpan.", hint)
    cloud = cloud_of(folder)
    if cloud:
        message = f"Folder data ada di dalam {cloud}, yang dapat menukar berkas saat data sedang ditulis."
        yield Caution(
            "awan", message, "Pindahkan folder data ke luar folder itu; untuk salinan, pakai halaman Cadangan."
        )
    if is_removable(folder):
        message = "Folder data ada di drive yang dapat dicabut."
        yield Caution("cabut", message, "Pindahkan ke cakram laptop ini; USB hanya untuk paket dan cadangan.")
    yield from about_room(folder, "data")


def about_room(folder: Path, what: str) -> Iterator[Caution]:
    """Too little room on the disk of this folder, or of the nearest one above it that exists."""
    there = _nearest(folder)
    if there is None:
        return
    with suppress(OSError):
        free = shutil.disk_usage(there).free
        if free < LEAST_FREE:
            message = f"Cakram hampir penuh: tersisa {wording.size(free)} di tempat {what}."
            yield Caution("ruang", message, "Kosongkan paling sedikit 200 MB supaya data dapat terus disimpan.")


def _nearest(folder: Path) -> Path | None:
    return next((one for one in (folder, *folder.resolve().parents) if one.exists()), None)


def on_one_disk(one: Path, other: Path) -> bool:
    """Whether both folders, or the nearest above them that exist, lie on the same disk; no when it cannot be told."""
    there = [_nearest(one), _nearest(other)]
    with suppress(OSError):
        return len({place.stat().st_dev for place in there if place is not None}) == 1
    return False


def about_clock(now: datetime, last: datetime) -> Iterator[Caution]:
    """A clock more than a day before the last change, or before this program was made."""
    newest = max(last, datetime(BUILT.year, BUILT.month, BUILT.day, tzinfo=UTC))
    if now < newest - _SLACK:
        today, than = (calendar.long_date(one.astimezone().date()) for one in (now, newest))
        message = f"Jam komputer ini menunjukkan {today}, padahal perubahan atau versi terakhir bertanggal {than}."
        yield Caution("jam", message, "Betulkan tanggal dan jam komputer sebelum menyimpan.")


def cloud_of(folder: Path) -> str:
    """The service whose folder this lies in; empty when in none."""
    for part in folder.absolute().parts:
        low = part.casefold()
        for start, name in _CLOUDS.items():
            if low == start or low.startswith((f"{start} ", f"{start}-", f"{start}(")):
                return name
    return ""


if sys.platform == "win32":
    import ctypes

    def is_removable(folder: Path) -> bool:
        """Whether this folder lies on a drive that Windows calls removable."""
        root = f"{folder.absolute().drive}\\"
        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOVABLE)

else:

    def is_removable(folder: Path, system: Path = Path("/sys/dev/block")) -> bool:
        """Whether this folder lies on a drive that the system calls removable."""
        with suppress(OSError):
            number = os.stat(folder).st_dev
            device = (system / f"{os.major(number)}:{os.minor(number)}").resolve()
            for one in (device, device.parent):
                if (one / "removable").is_file():
                    return (one / "removable").read_text().strip() == "1"
        return False


def _can_be_written(folder: Path) -> bool:
    """Found out by trying: rights, a locked stick and a read-only disk look alike."""
    trial = folder / f"coba-tulis-{os.getpid()}"
    try:
        trial.touch()
        trial.unlink()
    except OSError:
        return not folder.exists()
    return True
