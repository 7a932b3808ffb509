"""Looks after the village while the window is open: early warnings and newer versions at the start, backups later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from puskesos_desktop.services.safety import update, upkeep, warnings
from puskesos_desktop.services.safety.update import Update
from puskesos_desktop.services.safety.warnings import Caution
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit import dialogs

LOOK_EVERY_MS = 60_000


class Watch(QWidget):
    """Never seen, and goes with the frame it belongs to. `said` carries a sentence the operator should read.

    `newer` carries a newer signed version of the program that lies on a stick or beside a bundle.
    """

    said = Signal(str)
    newer = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._desk = desk
        self._last = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tend)
        self._timer.start(LOOK_EVERY_MS)
        desk.jobs.read_unseen(self, lambda _progress: warnings.look_around(desk.store), self._looked)
        self._look_for_newer(dialogs.drives)

    def tend(self) -> None:
        """Do what is due, unseen, unless other work is under way."""
        store = self._desk.store
        if not self._desk.jobs.busy and (upkeep.due(store) or upkeep.rehearsal_due(store)):
            self._desk.jobs.read_unseen(self, lambda progress: upkeep.tend(store, progress), self._tended)

    def stop(self) -> None:
        """Look after nothing more: the frame is given up, and its store may be closed before it is gone."""
        self._timer.stop()

    def look_in(self, folder: Path) -> None:
        """Look whether a newer version lies in a folder that the operator has just used."""
        self._look_for_newer(lambda: [folder])

    def _look_for_newer(self, places: Callable[[], list[Path]]) -> None:
        publisher = update.PUBLISHER
        if publisher:
            self._desk.jobs.read_unseen(
                self,
                lambda _progress: [update.find(place, publisher=publisher) for place in places()],
                self._found,
            )

    def _found(self, updates: list[Update | None]) -> None:
        first = next((one for one in updates if one is not None), None)
        if first is not None:
            self.newer.emit(first)

    def _looked(self, cautions: list[Caution]) -> None:
        if cautions:
            self.said.emit(" ".join(str(one) for one in cautions))

    def _tended(self, words: str) -> None:
        """Say a trouble once, not every minute."""
        if words and words != self._last:
            self.said.emit(words)
        self._last = words
