"""What happens when a mistake of ours surfaces: logged, kept, told in one dialog, and the data looked at meanwhile."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from puskesos_desktop import log
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.jobs import Jobs
from puskesos_desktop.ui.kit.page import Banner
from puskesos_desktop.ui.running import Last

if TYPE_CHECKING:
    from puskesos_desktop.store.opened import Store

QUIET_S = 10.0
"""A failure that comes again within this many seconds of its dialog is logged and not told again."""

SOUND = "Data yang sudah disimpan baru saja diperiksa: berkasnya utuh."
UNSOUND = "Berkas data tidak lulus pemeriksaan. Jangan hapus apa pun; pulihkan dari halaman Cadangan."


class Crashes:
    """The place where failures of the program itself arrive; put `tell` in `sys.excepthook`.

    `store` gives the open village or nothing; `keep` is given the report for the next start, or nothing once copied.
    """

    def __init__(
        self, window: QWidget, jobs: Jobs, store: Callable[[], Store | None], keep: Callable[[str], None]
    ) -> None:
        self._window = window
        self._jobs = jobs
        self._store = store
        self._keep = keep
        self._told: dict[str, float] = {}
        self._telling = False

    def tell(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        """Log, keep and show a failure; while its dialog stands, and a little after, others are only logged."""
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, problem, trace)
            return
        report = log.crash_text(kind, problem, trace)
        logging.getLogger("puskesos").error(report)
        self._keep(report)
        place = report.partition(f"{kind.__name__}: ")[2]
        if self._telling or time.monotonic() - self._told.get(place, -QUIET_S) < QUIET_S:
            return
        self._telling = True
        try:
            if dialogs.crash(self._window, in_words(problem), report, self.check):
                self._keep("")
        finally:
            self._telling = False
            self._told[place] = time.monotonic()

    def check(self, say: Callable[[str], None]) -> None:
        """Look at the open village's file in the background, and say how it is."""
        store = self._store()
        if store is None:
            say("Tidak ada data desa yang sedang terbuka, jadi tidak ada yang berubah.")
            return
        say("Data yang sudah disimpan sedang diperiksa…")
        self._jobs.read_unseen(
            self._window,
            lambda _progress: _file_is_sound(store),
            lambda sound: say(SOUND if sound else UNSOUND),
        )


def in_words(problem: BaseException) -> str:
    """What happened, for the person at the keyboard."""
    if isinstance(problem, MemoryError):
        return "Memori laptop habis, jadi pekerjaan tadi dihentikan. Tutup program lain, lalu coba lagi."
    if isinstance(problem, OSError):
        return "Sebuah berkas atau drive tidak dapat dipakai, jadi pekerjaan tadi dihentikan."
    return "Program keliru, jadi pekerjaan tadi dihentikan. Jendela ini tetap dapat dipakai."


def offer(banner: Banner, last: Last) -> None:
    """Say calmly how the window before this one ended, with its report to copy."""

    def copy() -> None:
        QGuiApplication.clipboard().setText(last.report)
        banner.say("benar", "Laporan disalin. Tempelkan pada pesan kepada petugas kabupaten.")

    banner.say("info", last.words, "Salin laporan", copy)


def look_after(banner: Banner, jobs: Jobs, store: Store) -> None:
    """After a stop that was no closing: look at the village's file and say how it is; a warning there stays."""

    def said(sound: bool) -> None:
        if not sound:
            banner.say("salah", UNSOUND)
        elif not banner.isVisible():
            banner.say("benar", f"Puskesos tadi berhenti sebelum ditutup. {SOUND}")

    jobs.read_unseen(banner, lambda _progress: _file_is_sound(store), said)


def _file_is_sound(store: Store) -> bool:
    from puskesos_desktop.store import selfcheck  # not needed to begin

    return selfcheck.file_is_sound(store)
