"""What is said on the page in front: early warnings, what was taken back, and that a newer version is there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from puskesos_desktop.services.safety.update import Update
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.frame.entries import BACKUPS
from puskesos_desktop.ui.desa.frame.navigation import Navigation
from puskesos_desktop.ui.desa.frame.watch import Watch

if TYPE_CHECKING:
    from puskesos_desktop.ui.desa.safety.page import BackupsPage


class Notices(QObject):
    """Tells the operator where they are what the watch over the village has seen, and what others ask it to say."""

    def __init__(self, desk: Desk, navigation: Navigation, frame: QWidget) -> None:
        super().__init__(frame)
        self._navigation = navigation
        self.watch = Watch(desk, frame)
        self.watch.said.connect(partial(self.say, "peringatan"))
        self.watch.newer.connect(self._offer)

    def say(self, kind: str, words: str) -> None:
        """Say a sentence on the page in front."""
        self._navigation.pages.current.say(kind, words)

    def stop(self) -> None:
        """Nobody is told anything more."""
        self.watch.stop()

    def _offer(self, update: Update) -> None:
        """Tell of a newer version of the program, unless something weightier stands there."""
        page = self._navigation.pages.current
        if not page.says_something():
            words = f"Versi baru Puskesos ({update.version}) ada di {update.setup.parent}."
            page.say("info", words, "Lihat yang baru", partial(self._show_offer, update))

    def _show_offer(self, update: Update) -> None:
        if self._navigation.show_page(BACKUPS):
            cast("BackupsPage", self._navigation.pages.page(BACKUPS)).program.offer(update)
