"""The window: puts the parts together, switches between first start, sign-in and the frame, locks after idle.

What the sign-in screen does not need is imported by the deed that needs it, so that the window is there at once.
"""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from puskesos_desktop import log, settings
from puskesos_desktop.domain.outcome import Progress, UserError
from puskesos_desktop.store.file import layout
from puskesos_desktop.ui import crashes, running
from puskesos_desktop.ui.crashes import Crashes
from puskesos_desktop.ui.desa.start.sign_in import SignIn
from puskesos_desktop.ui.idle import IdleLock
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.jobs import Jobs
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.running import Last, Running

if TYPE_CHECKING:
    from puskesos_desktop.services.safety.restore import Prepared
    from puskesos_desktop.store.opened import Store
    from puskesos_desktop.ui.desa.frame.frame import Frame
    from puskesos_desktop.ui.kit.page import Page

SAMPLE_FAMILIES = 1600
DELIVER_AGAIN_MS = 500
WARM_AFTER_MS = 100


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
        self.handed: Path | None = None
        """A bundle the program was opened with: it waits until somebody has signed in."""
        self.last: Last | None = None
        """How the window before this one ended: told once, and the data looked at once somebody has signed in."""
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.sign_in = SignIn(folder, self.jobs)
        self.sign_in.opened.connect(self.enter)
        self.sign_in.unlocked.connect(self._unlocked)
        self.sign_in.sample_wanted.connect(self.open_sample)
        self._stack.addWidget(self.sign_in)
        self.backed_up = False
        """Whether the last backup before closing was begun, or is not wanted."""
        self._idle = IdleLock(self)
        self._idle.wanted.connect(self.lock)

    def begin(self) -> None:
        """Sign in where there is a village, else the first start."""
        if layout.exists(self._folder):
            self.begin_at(self._folder)
            self.last = _told(self.last, self.sign_in)
            QTimer.singleShot(WARM_AFTER_MS, self, partial(_warm, self))
            return
        from puskesos_desktop.ui.desa.start.first_start import FirstStart

        first = FirstStart(self._folder, self.jobs)
        first.made.connect(self.enter)
        first.sample_wanted.connect(self.open_sample)
        self._show_only(first)
        self.last = _told(self.last, first)
        first.focus_first()

    def come_forward(self, handed: Path | None = None) -> None:
        """Bring the window in front of all others, for somebody who started the program again, and take a bundle."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()
        if handed is not None:
            self.handed = handed
            self._deliver()

    def _deliver(self) -> None:
        """Show the bundle the program was opened with, once the village is in sight and no question stands open."""
        if self.handed is None or self.frame is None or self._stack.currentWidget() is not self.frame:
            return
        if QApplication.activeModalWidget() is not None:
            QTimer.singleShot(DELIVER_AGAIN_MS, self, self._deliver)
            return
        handed, self.handed = self.handed, None
        self.frame.receive(handed)

    def open_sample(self) -> None:
        """Make the sample village when it is not there yet, and sign in to it."""
        from puskesos_desktop.services.sample import make

        folder = self._sample_folder
        password = settings.given_password() or make.PASSWORD
        if layout.exists(folder):
            self.begin_at(folder, note=f"Kata sandi desa contoh: {make.PASSWORD}")
            return

        def work(progress: Progress) -> Store:
            return make.create_sample(folder, SAMPLE_FAMILIES, make.DEFAULT_SEED, date.today(), password, progress)

        self.jobs.run(self, "Membuat desa contoh…", work, lambda store: self.enter(store, make.OPERATOR))

    def enter(self, store: Store, operator: str) -> None:
        """Show the village."""
        from puskesos_desktop.store import opened
        from puskesos_desktop.store.drafts import Drafts
        from puskesos_desktop.ui.desa.desk import Desk
        from puskesos_desktop.ui.desa.frame.frame import Frame

        store.ambient = opened.REAL
        self._folder = store.folder
        self._show_frame(Frame(Desk(store, Drafts(store.folder, store.key), self.jobs, operator)))
        if self.last is not None and self.frame is not None:
            self.last = None
            crashes.look_after(self.frame.page("Beranda").banner, self.jobs, store)
        self._deliver()

    def rebuild(self, begin_on: str) -> None:
        """Build the window anew on the open village: for another text size, or when its first data have come."""
        from puskesos_desktop.ui.desa.frame.frame import Frame

        old = self.frame
        if old is None or not old.may_leave():
            return
        style.apply(QApplication.instance(), settings.text_percent())  # type: ignore[arg-type]
        old.stop_listening()
        self._stack.removeWidget(old)
        old.deleteLater()
        self._show_frame(Frame(old.desk, begin_on))

    def _show_frame(self, frame: Frame) -> None:
        self.frame = frame
        frame.lock_wanted.connect(self.lock)
        frame.leave_wanted.connect(self.leave)
        frame.restore_ready.connect(partial(_put_back, self), Qt.ConnectionType.QueuedConnection)
        frame.rebuild_wanted.connect(self.rebuild, Qt.ConnectionType.QueuedConnection)
        frame.setup_ready.connect(partial(_install, self), Qt.ConnectionType.QueuedConnection)
        self._show_only(frame)
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
        self.close_frame()
        self.begin_at(self._folder)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close everything in order; unsaved work is asked about first."""
        if self.frame is not None and not self.frame.may_leave():
            event.ignore()
            return
        if self.frame is not None and not self.backed_up and _back_up_last(self, self.frame.desk.store):
            event.ignore()
            return
        self.jobs.shutdown()
        self.close_frame()
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
            self._deliver()

    def close_frame(self) -> None:
        """Close the village; nobody is signed in any more."""
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
    """Start the program; `--contoh` opens the sample village, `--data FOLDER` another folder, a .psb file is taken in.

    When the folder's window is open already, that one comes to the front, is given the .psb file, and this start ends.
    `--selftest OUT.json` works through the window by itself and ends; see `ui.selftest`.
    """
    data = _path_after("--data", arguments) or settings.data_folder()
    handed = next((Path(word) for word in arguments[1:] if word.lower().endswith(".psb")), None)
    out = _path_after("--selftest", arguments)
    if out is not None:
        return _test_itself(arguments, data, out)
    try:
        place = running.first(data, handed)
    except UserError as problem:
        app = _application(arguments)
        dialogs.tell_problem(None, problem)
        return 1
    if place is None:
        return 0
    log.start(settings.log_folder())
    app = _application(arguments)
    shell = _shell(data, place)
    shell.handed = handed
    shell.show()
    shell.begin()
    if "--contoh" in arguments:
        QTimer.singleShot(0, shell.open_sample)
    try:
        return app.exec()
    finally:
        place.end()


def _test_itself(arguments: list[str], data: Path, out: Path) -> int:
    from puskesos_desktop.ui import selftest

    log.start(settings.log_folder())
    app = _application(arguments)
    shell = Shell(data, settings.sample_folder())
    shell.show()
    selftest.begin(shell, out)
    return app.exec()


def _application(arguments: list[str]) -> QApplication:
    app = QApplication(arguments[:1])
    app.setApplicationName("Puskesos Desktop")
    app.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, False)
    style.apply(app, settings.text_percent())
    return app


def _shell(data: Path, place: Running) -> Shell:
    """The window that listens to later starts, and to which failures of the program are told."""
    shell = Shell(data, settings.sample_folder())
    shell.last = place.last
    place.called.connect(shell.come_forward)
    sys.excepthook = Crashes(
        shell, shell.jobs, lambda: shell.frame.desk.store if shell.frame else None, place.keep
    ).tell
    place.begin()
    return shell


def _path_after(option: str, arguments: list[str]) -> Path | None:
    return Path(arguments[arguments.index(option) + 1]) if option in arguments[:-1] else None


def _warm(shell: Shell) -> None:
    """While the password is typed: load what opening the village needs."""
    shell.jobs.read_unseen(shell, lambda _progress: _what_opens(), lambda _module: None)


def _told(last: Last | None, page: Page) -> Last | None:
    """Say on this page how the window before ended; what is still to be looked after once somebody has signed in."""
    if last is not None:
        crashes.offer(page.banner, last)
    return last if last is not None and last.stopped else None


def _back_up_last(shell: Shell, store: Store) -> bool:
    """Whether the window has to stay for a last backup; it closes when that is done, or given up with Batal."""
    from puskesos_desktop.ui.desa.safety.closing import LastBackup

    shell.backed_up = True
    return LastBackup(shell, store, shell.jobs).begin()


def _put_back(shell: Shell, ready: Prepared) -> None:
    """Put a prepared restore in place of the store that is open, and sign in again."""
    from puskesos_desktop.services.safety import restore

    if shell.jobs.busy:
        shell.jobs.idle.connect(lambda: _put_back(shell, ready), Qt.ConnectionType.SingleShotConnection)
        return
    shell.close_frame()
    shell.jobs.run(
        shell,
        "Memulihkan…",
        lambda _progress: restore.in_words(restore.finish(ready)),
        lambda words: shell.begin_at(ready.data, note=words),
        lambda problem: shell.begin_at(ready.data, note=str(problem)),
    )


def _install(shell: Shell, setup: Path) -> None:
    """Run the setup of another version and close: it waits for this window to go."""
    from puskesos_desktop.services.safety import update

    if shell.frame is None or not shell.frame.may_leave():
        return
    try:
        update.start(setup)
    except UserError as problem:
        dialogs.tell_problem(shell, problem)
        return
    shell.close()


def _what_opens() -> ModuleType:
    """What opens a village, loaded now: the sign-in screen does without it."""
    from puskesos_desktop.store import opened

    return opened
