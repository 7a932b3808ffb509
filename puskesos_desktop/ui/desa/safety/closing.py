"""The last backup before the window closes, and a last word about backups where something is wrong with them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from puskesos_desktop.services.safety import upkeep, worries
from puskesos_desktop.store.opened import Store
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.jobs import Jobs

CLOSE = "Tutup saja"


class LastBackup(QObject):
    """Backs up what has changed, then says what is wrong, with the one deed that mends it. The window closes after."""

    def __init__(self, window: QWidget, store: Store, jobs: Jobs) -> None:
        super().__init__(window)
        self._window = window
        self._store = store
        self._jobs = jobs
        self._closes = False

    def begin(self) -> bool:
        """Whether the window has to stay for now; then it is closed from here."""
        if upkeep.changed(self._store):
            self._back_up()
            return True
        return self._speak()

    def _back_up(self) -> None:
        self._close_when_done()
        self._jobs.read(
            self._window,
            "Mencadangkan sebelum ditutup…",
            lambda progress: upkeep.automatic(self._store, progress),
            self._backed_up,
        )

    def _backed_up(self, _trouble: str) -> None:
        self._speak()

    def _close_when_done(self) -> None:
        if not self._closes:
            self._closes = True
            self._jobs.idle.connect(self._window.close, Qt.ConnectionType.SingleShotConnection)

    def _speak(self) -> bool:
        """Say the gravest thing that is wrong; whether something is being done about it now."""
        grave = next(iter(worries.to_say_at_closing(self._store)), None)
        if grave is None or not dialogs.ask(self._window, "Cadangan", grave.words, grave.deed, CLOSE):
            return False
        if grave.deed == worries.BACK_UP:
            self._back_up()
            return True
        folder = dialogs.choose_folder(self._window, "Pilih drive atau folder untuk salinan")
        if folder is None:
            return False
        self._close_when_done()
        self._jobs.read(
            self._window,
            "Menyalin cadangan…",
            lambda progress: upkeep.copy_to(self._store, folder, progress),
            lambda copied: dialogs.tell(
                self._window, "Cadangan", f"Cadangan disalin ke {copied.backup.folder} dan dibaca ulang. Aman dicabut."
            ),
        )
        return True
