"""Where the program keeps things on this machine."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

import platformdirs

PASSWORD_VARIABLE = "PUSKESOS_SANDI"
FOLDER_VARIABLE = "PUSKESOS_DATA"
TEXT_SIZES = (100, 110, 125, 150)
"""Text sizes to choose from, in percent."""


def data_folder() -> Path:
    """The folder of this user's village: `PUSKESOS_DATA` if set, else the system's place for program data."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("Puskesos", appauthor=False)) / "desa"


def sample_folder() -> Path:
    """Where the sample village lives when it is opened from the window."""
    return data_folder().with_name(data_folder().name + "-contoh")


def log_folder() -> Path:
    """Where the log is written."""
    return Path(platformdirs.user_log_dir("Puskesos", appauthor=False))


def text_percent() -> int:
    """The text size chosen on this laptop, 100 to 150; 100 when nothing was chosen or the file cannot be read."""
    try:
        chosen = json.loads(_look_file().read_text("utf-8"))["ukuran_huruf"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return TEXT_SIZES[0]
    return int(chosen) if chosen in TEXT_SIZES else TEXT_SIZES[0]


def remember_text_percent(percent: int) -> None:
    """Use this text size from now on; a folder that cannot be written is no reason to stop."""
    path = _look_file()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"ukuran_huruf": percent}), "utf-8")


def _look_file() -> Path:
    """Beside the village's folder, for it is needed before anybody has signed in."""
    return data_folder().with_name("tampilan.json")


def given_password() -> str | None:
    """The password from the environment, if it is there."""
    return os.environ.get(PASSWORD_VARIABLE)
