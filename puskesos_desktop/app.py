"""The window: puts the parts together, switches between first start, sign-in and the frame, locks after idle.

What the sign-in screen does not need is imported by the deed that needs it, so that the window is there at once.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from puskesos_desktop import log, settings
from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.store import database
from puskesos_desktop.store.database import Store
from puskesos_desktop.ui.desa.sign_in import SignIn
from puskesos_desktop.ui.kit import dialogs, style
from puskesos_desktop.ui.kit.jobs import Jobs

if TYPE_CHECKING:
    from puskesos_desktop.ui.desa.window import Frame

IDLE_MS = 10 * 60 * 1000
SAMPLE_FAMILIES = 1600


class Shell(QMainWindow):
    """The one window of the program."""

    def __init__(self, folder: Path, sample_folder: Path) -> None:
        super().__init__()
        self.setWindowTitle("Puskesos Desktop")
        self.resize(1366, 720)
        self.setMinimumSize(1024, 600)
        self._folder = folder
        self._sample_folder = sample_folder
        self.jobs = Jobs(self)
        self.frame: Frame | None = None
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.sign_in = SignIn(folder, self.jobs)
        self.sign_in.opened.connect(self.enter)
        self.sign_in.unlocked.connect(self._unlocked)
        self.sign_in.sample_wanted.connect(self.open_sample)
        self._stack.addWidget(self.sign_in)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self.lock)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def begin(self) -> None:
        """Sign in where there is a village, else the first start."""
        if database.exists(self._folder):
            self.begin_at(self._folder)
            return
        from puskesos_desktop.ui.desa.first_start import FirstStart

        first = FirstStart(self._folder, self.jobs)
        first.made.connect(self.enter)
        first.sample_wanted.connect(self.open_sample)
        self._show_only(first)

    def open_sample(self) -> None:
        """Make the sample village when it is not there yet, and sign in to it."""
        from puskesos_desktop.services import sample_store

        folder = self._sample_folder
        password = settings.given_password() or sample_store.PASSWORD
        if database.exists(folder):
            self.begin_at(folder, note=f"Kata sandi desa contoh: {sample_store.PASSWORD}")
            return

        def work(progress: Progress) -> Store:
            return sample_store.create_sample(
                folder, SAMPLE_FAMILIES, sample_store.DEFAULT_SEED, date.today(), password, progress
            )

        self.jobs.run(self, "Membuat desa contoh…", work, lambda store: self.enter(store, sample_store.OPERATOR))

    def enter(self, store: Store, operator: str) -> None:
        """Show the village."""
        from puskesos_desktop.store.drafts import Drafts
        from puskesos_desktop.ui.desa.desk import Desk
        from puskesos_desktop.ui.desa.window import Frame

        store.ambient = database.REAL
        desk = Desk(store, Drafts(store.folder, store.key), self.jobs, operator)
        self._folder = store.folder
        self.frame = Frame(desk)
        self.frame.lock_wanted.connect(self.lock)
        self.frame.leave_wanted.connect(self.leave)
        self._show_only(self.frame)
        self.frame.families.table.setFocus()
        self._idle.start()

    def lock(self) -> None:
        """Hide the data behind the password; what is open stays open, what was typed is already a draft."""
        if self.frame is not None and self._stack.currentWidget() is self.frame:
            self._stack.setCurrentWidget(self.sign_in)
            self.sign_in.ask(self._folder, locked=True)

    def leave(self) -> None:
        """Sign out."""
        if self.frame is None or not self.frame.may_leave():
            return
        if self.jobs.busy:
            self.jobs.idle.connect(self.leave, Qt.ConnectionType.SingleShotConnection)
            return
        self._close_frame()
        self.begin_at(self._folder)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or click puts the lock off."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel) and self.frame:
            self._idle.start()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close everything in order; unsaved work is asked about first."""
        if self.frame is not None and not self.frame.may_leave():
            event.ignore()
            return
        self.jobs.shutdown()
        self._close_frame()
        event.accept()

    def begin_at(self, folder: Path, note: str = "") -> None:
        """Ask for the password of the village in this folder."""
        self._folder = folder
        self._show_only(self.sign_in)
        self.sign_in.ask(folder, note=note)

    def _unlocked(self) -> None:
        if self.frame is not None:
            self._stack.setCurrentWidget(self.frame)
            self._idle.start()

    def _close_frame(self) -> None:
        self._idle.stop()
        if self.frame is not None:
            self.frame.close_store()
            self._stack.removeWidget(self.frame)
            self.frame.deleteLater()
            self.frame = None

    def _show_only(self, widget: QWidget) -> None:
        """Put this page in front; a first start that is over goes away."""
        for place in reversed(range(self._stack.count())):
            old = self._stack.widget(place)
            if old is not None and old not in (widget, self.sign_in, self.frame):
                self._stack.removeWidget(old)
                old.deleteLater()
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)


def run(arguments: list[str]) -> int:
    """Start the program; `--contoh` opens the sample village, `--data FOLDER` another folder."""
    log.start(settings.log_folder())
    app = QApplication(arguments[:1])
    app.setApplicationName("Puskesos Desktop")
    app.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, False)
    style.apply(app)
    folder = Path(arguments[arguments.index("--data") + 1]) if "--data" in arguments[:-1] else settings.data_folder()
    shell = Shell(folder, settings.sample_folder())
    sys.excepthook = _crash_dialog(shell)
    shell.show()
    shell.begin()
    if "--contoh" in arguments:
        QTimer.singleShot(0, shell.open_sample)
    return app.exec()


def _crash_dialog(shell: Shell) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def tell(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        report = log.crash_text(kind, problem, trace)
        logging.getLogger("puskesos").error("%s", report)
        dialogs.crash(shell, report)

    return tell
