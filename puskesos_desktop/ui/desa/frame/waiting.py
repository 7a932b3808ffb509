"""How much work waits on each page: counted for the rail and the status line after every commit and job."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from puskesos_desktop.ui.desa.frame.entries import RailEntry

WARM_AFTER_MS = 1500


class Waiting(QObject):
    """`warmed` says that what is counted late may be counted now: the window has been there for a moment."""

    warmed = Signal()

    def __init__(self, entries: Sequence[RailEntry], parent: QObject) -> None:
        super().__init__(parent)
        self._entries = [entry for entry in entries if entry.waiting is not None]
        self._warm = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._warm_up)
        self._timer.start(WARM_AFTER_MS)

    def counts(self) -> dict[str, int]:
        """What waits, by the words of the entry; 0 where it is too early to count."""
        return {
            entry.words: entry.waiting() if self._warm or not entry.late else 0
            for entry in self._entries
            if entry.waiting is not None
        }

    def stop(self) -> None:
        """Nobody looks any more."""
        self._timer.stop()

    def _warm_up(self) -> None:
        self._warm = True
        self.warmed.emit()
