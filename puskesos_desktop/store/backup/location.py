"""Where the backups of a data folder lie, and what upkeep remembers of them: a small open file beside the database.

It can be read when the database cannot, and holds nothing about people.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from puskesos_desktop.files import whole

FILE = "pemeliharaan.json"
_TIMES = ("salinan_pada", "salinan_dari", "latihan_pada", "gagal_pada")


@dataclass(frozen=True)
class Notes:
    """The chosen place (empty: the usual one), the last copy on another drive, the last rehearsal; times in UTC.

    `latihan_lagi` asks for another rehearsal soon; `gagal_pada` and `gagal_sebab` tell since when, and why, no backup
    could be made; `diingatkan` is the day on which the operator was last reminded at closing.
    """

    tempat: str = ""
    salinan_di: str = ""
    salinan_pada: str = ""
    salinan_dari: str = ""
    latihan_pada: str = ""
    latihan_hasil: str = ""
    latihan_lagi: str = ""
    gagal_pada: str = ""
    gagal_sebab: str = ""
    diingatkan: str = ""


def of(data: Path) -> Path:
    """The folder of the backups: the chosen one while it can be reached, else `<data>-cadangan` beside the data."""
    chosen = notes(data).tempat
    return Path(chosen) if _can_be_reached(chosen) else usual(data)


def usual(data: Path) -> Path:
    """Beside the data folder, so that losing that folder does not take the backups along."""
    folder = data.resolve()
    return folder.with_name(f"{folder.name}-cadangan") if folder.name else folder / "cadangan"


def unreachable(data: Path) -> str:
    """The chosen place when it cannot be reached now, else empty."""
    chosen = notes(data).tempat
    return "" if not chosen or _can_be_reached(chosen) else chosen


def notes(data: Path) -> Notes:
    """What is remembered; a missing or damaged file is nothing remembered."""
    try:
        said = json.loads((data / FILE).read_bytes())
        found = {one.name: str(said.get(one.name, "")) for one in fields(Notes)}
    except (OSError, ValueError, AttributeError, RecursionError):
        return Notes()
    return Notes(**{name: text for name, text in found.items() if name not in _TIMES or is_time(text)})


def _can_be_reached(chosen: str) -> bool:
    """Whether this is a folder now; a path no system could have is none."""
    with suppress(OSError, ValueError):
        return bool(chosen) and Path(chosen).is_dir()
    return False


def is_time(text: str) -> bool:
    """Whether this is a moment in ISO form with its zone."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def remember(data: Path, **changed: str) -> None:
    """Change what is remembered; a folder that cannot be written is no reason to stop."""
    with suppress(OSError):
        kept = replace(notes(data), **changed)
        whole.write(data / FILE, json.dumps(asdict(kept), ensure_ascii=False, indent=1).encode())
