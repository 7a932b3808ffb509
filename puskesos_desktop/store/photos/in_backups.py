"""The photos of all backups of one place: each encrypted file once, shared, never changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.files import disk, whole
from puskesos_desktop.store.photos.at_rest import FOLDER

_NAME = re.compile(r"[0-9a-f]{64}")


def share(data: Path, place: Path, is_sound: Callable[[str], bool], progress: Progress = silent) -> int:
    """Give a place of backups every sound photo of a data folder that it lacks; how many were new.

    Where the disk can, it is the same file under a second name, which takes no room. `UserError` when it is full.
    """
    return _add(data / FOLDER, place / FOLDER, names(data), is_sound, progress)


def copy(place: Path, other: Path, progress: Progress = silent) -> int:
    """Copy the photos that another drive lacks, each read back; how many were new."""
    source, target = place / FOLDER, other / FOLDER
    new = [name for name in names(place) if not (target / name).exists()]
    with whole.explained():
        whole.make_folder(target)
        for done, name in enumerate(new):
            progress(done, len(new), f"Menyalin foto {done + 1} dari {len(new)}")
            whole.copy(source / name, target / name)
    return len(new)


def bring_back(place: Path, data: Path, wanted: Iterable[str], progress: Progress = silent) -> list[str]:
    """Put back the wanted photos that a data folder lacks; the names of those that no backup of this place has."""
    here, held = set(names(data)), set(names(place))
    lacking = [name for name in dict.fromkeys(wanted) if name not in here]
    _add(place / FOLDER, data / FOLDER, [name for name in lacking if name in held], lambda _name: True, progress)
    return [name for name in lacking if name not in held]


def names(folder: Path) -> list[str]:
    """The photos whose files lie in the `foto` of a data folder or of a place of backups."""
    inside = folder / FOLDER
    return sorted(one.name for one in inside.iterdir() if _NAME.fullmatch(one.name)) if inside.is_dir() else []


def _add(source: Path, target: Path, found: Iterable[str], is_sound: Callable[[str], bool], progress: Progress) -> int:
    new = [name for name in found if not (target / name).exists()]
    added = 0
    with whole.explained():
        if new:
            whole.make_folder(target)
        for done, name in enumerate(new):
            progress(done, len(new), f"Foto {done + 1} dari {len(new)}")
            if is_sound(name):
                whole.link_or_copy(source / name, target / name)
                added += 1
        if new:
            disk.sync_folder(target)
    return added
