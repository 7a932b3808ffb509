"""Where the program keeps things on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

PASSWORD_VARIABLE = "PUSKESOS_SANDI"
FOLDER_VARIABLE = "PUSKESOS_DATA"


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


def given_password() -> str | None:
    """The password from the environment, if it is there."""
    return os.environ.get(PASSWORD_VARIABLE)
