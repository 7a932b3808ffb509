"""One writing process per store: a lock that the operating system drops by itself when the process dies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

from puskesos_desktop.domain.outcome import UserError

FILE = "desa.lock"

if sys.platform == "win32":
    import msvcrt

    def _grab(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _grab(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Taken(UserError):
    """Another window has the place."""


class FolderLock:
    """The writing place of a data folder, held until `release` or the end of the process."""

    def __init__(self, file: IO[bytes]) -> None:
        """Hold an already locked file."""
        self._file = file

    @classmethod
    def take(cls, folder: Path) -> FolderLock:
        """Take the place; `Taken` when another window has it, another `UserError` when the folder cannot be written."""
        try:
            file = (folder / FILE).open("ab")
        except OSError:
            raise UserError("Folder data tidak dapat ditulis.", "Beri izin tulis pada folder data.") from None
        try:
            _grab(file)
        except OSError:
            file.close()
            raise Taken(
                "Data desa ini sedang dibuka di jendela Puskesos yang lain.", "Tutup jendela itu, lalu coba lagi."
            ) from None
        return cls(file)

    def release(self) -> None:
        """Give the place back."""
        self._file.close()
