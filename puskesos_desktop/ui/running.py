"""One window per data folder: a later start calls it to the front; one that was never closed is noticed next time."""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from PySide6.QtCore import QObject, QTimer, Signal

from puskesos_desktop import __version__, log
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.files import whole
from puskesos_desktop.store.file.lock import FolderLock, Taken

LISTEN_EVERY_MS = 400
ANSWER_WITHIN_S = 8.0
MARKER, REPORT, FELL = "sedang-berjalan.json", "laporan.txt", "jatuh.txt"
_CALL, _LOOK_AGAIN_S = "panggilan-", 0.1


@dataclass(frozen=True)
class Last:
    """How the window before this one ended, when that was not in order: a sentence, and the report to copy.

    `stopped` says that it never came to closing, so the data should be looked at.
    """

    words: str
    report: str
    stopped: bool


class Running(QObject):
    """The place of the one window of a data folder. `called` tells of a later start, with its bundle or nothing."""

    called = Signal(object)

    def __init__(self, place: Path, lock: FolderLock | None) -> None:
        """Hold a place that is taken; without a lock (its folder cannot be written) nothing is noticed or kept."""
        super().__init__()
        self._place = place
        self._lock = lock
        self._fell: IO[bytes] | None = None
        self.last = _how_it_ended(place)
        for old in (*place.glob(f"{_CALL}*"), place / REPORT):
            _remove(old)
        self._write(MARKER, json.dumps({"mulai": _now(), "versi": __version__}))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._listen)

    def begin(self) -> None:
        """Listen for later starts, and let the system write down where it was should the program fall."""
        self._timer.start(LISTEN_EVERY_MS)
        with suppress(OSError):
            self._fell = (self._place / FELL).open("wb")
            faulthandler.enable(self._fell, all_threads=False)

    def keep(self, report: str) -> None:
        """Keep this report for the next start; an empty one takes it back."""
        if report:
            self._write(REPORT, report)
        else:
            _remove(self._place / REPORT)

    def end(self) -> None:
        """The window was closed in order; the place is free."""
        self._timer.stop()
        if self._fell is not None:
            faulthandler.disable()
            self._fell.close()
            self._fell = None
        if self._lock is not None:
            for name in (FELL, MARKER):
                _remove(self._place / name)
            self._lock.release()
            self._lock = None

    def _listen(self) -> None:
        for path in sorted(self._place.glob(f"{_CALL}*.json")):
            said = _read_json(path)
            if _remove(path):
                bundle = said.get("paket")
                self.called.emit(Path(bundle) if isinstance(bundle, str) and bundle else None)

    def _write(self, name: str, text: str) -> None:
        if self._lock is not None:
            with suppress(OSError, UserError):
                whole.write(self._place / name, text.encode())


def first(data: Path, handed: Path | None) -> Running | None:
    """The place of this data folder's window; nothing when a window has it, which was called to the front.

    `handed` is given to that window. `UserError` when it does not answer within eight seconds.
    """
    place = place_of(data)
    call = place / f"{_CALL}{os.getpid()}.json"
    called = False
    until = time.monotonic() + ANSWER_WITHIN_S
    while time.monotonic() < until:
        running = _take(place)
        if running is not None:
            return running
        if not called:
            _let_it_come_forward()
            whole.write(call, json.dumps({"paket": str(handed.absolute()) if handed else ""}).encode())
            called = True
        elif not call.exists():
            return None
        time.sleep(_LOOK_AGAIN_S)
    _remove(call)
    raise UserError(
        "Puskesos sudah terbuka, tetapi jendelanya belum menjawab.",
        "Tunggu sampai pekerjaannya selesai. Bila tetap begitu, mulai ulang laptop ini; yang sudah disimpan aman.",
    )


def place_of(data: Path) -> Path:
    """The small folder beside the data where windows meet; it holds nothing about people."""
    return data.with_name(f"{data.name}-jendela")


def _take(place: Path) -> Running | None:
    """The lock is the system's: it goes with the process that holds it, so a crashed window blocks nobody."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        return Running(place, FolderLock.take(place))
    except Taken:
        return None
    except (OSError, UserError):
        return Running(place, None)


def _how_it_ended(place: Path) -> Last | None:
    """What the window before left behind; nothing when it was closed in order and nothing had gone wrong."""
    marker = _read_json(place / MARKER)
    stopped = (place / MARKER).exists()
    report = _read(place / REPORT)
    if stopped:
        began = calendar.short_utc(str(marker.get("mulai", ""))) or "entah kapan"
        report += log.halt_text(began, _read(place / FELL))
        words = f"Puskesos yang dibuka {began} berhenti sebelum ditutup. Sesudah Anda masuk, datanya diperiksa."
    elif report:
        words = "Terakhir kali terjadi kesalahan program. Laporannya dapat disalin dan tidak memuat data pribadi."
    else:
        return None
    return Last(words, report, stopped)


def _let_it_come_forward() -> None:
    """Windows lets a window come to the front only when the program that has the keyboard agrees: we do."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _read_json(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(_read(path))
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _remove(path: Path) -> bool:
    """Whether it is gone; another program may hold it for a moment."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
