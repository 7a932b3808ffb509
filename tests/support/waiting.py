"""Waiting for what a test means: the window works until something is so, never for a number of milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from puskesos_desktop.ui.kit.jobs import Jobs

LIMIT_S = 20.0
"""How long something in sight may take to come. Only a failing test waits as long."""
WORK_LIMIT_S = 100.0
"""How long work may take until the window is at rest."""
SOON_MS = 1000
"""A timer that fires once within this belongs to what was just done: a search after typing, a preview, a check."""
_LOOK_EVERY_MS = 50
_ROUNDS = 10_000


def comes(so: Callable[[], bool], seconds: float = LIMIT_S) -> bool:
    """Let the window work until this is so, and go on at once; False when it never is."""
    ticking = QTimer()
    ticking.start(_LOOK_EVERY_MS)
    until = time.monotonic() + seconds
    while not so():
        if time.monotonic() > until:
            return False
        _work(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return True


def until(so: Callable[[], bool], meant: str, seconds: float = LIMIT_S) -> None:
    """Let the window work until this is so; the test fails with what was `meant` when it never is."""
    assert comes(so, seconds), f"never happened: {meant}"


def once(so: Callable[[], bool], deed: Callable[[], None]) -> None:
    """Do this as soon as that is so, also while a question stands open and the test itself is held."""
    looking = QTimer(QCoreApplication.instance())

    def look() -> None:
        if so():
            looking.stop()
            looking.deleteLater()
            deed()

    looking.timeout.connect(look)
    looking.start(_LOOK_EVERY_MS // 5)


def asked() -> bool:
    """Whether a question stands open."""
    return QApplication.activeModalWidget() is not None


def rest(jobs: Jobs) -> None:
    """Let the window work until it is at rest; the test fails with what still runs when it never is."""
    assert comes(lambda: not stirring(jobs), WORK_LIMIT_S), f"still under way: {', '.join(stirring(jobs))}"


def stirring(jobs: Jobs) -> list[str]:
    """What keeps the windows from rest once no event waits any more: jobs, and timers about to fire once."""
    for _ in range(_ROUNDS):
        if not _work(QEventLoop.ProcessEventsFlag.AllEvents):
            break
    running = [f"job {job.label or 'unseen'!r}" for job in jobs._running]
    timers = [timer for window in QApplication.topLevelWidgets() for timer in window.findChildren(QTimer)]
    due = {timer for timer in timers if timer.isSingleShot() and timer.isActive() and timer.interval() < SOON_MS}
    return running + [f"timer of {type(timer.parent()).__name__}" for timer in due]


def let_go() -> None:
    """Let what was closed or given up really go: Qt deletes it only when it is told that nobody uses it any more."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _work(flags: QEventLoop.ProcessEventsFlag) -> bool:
    """Handle what waits; whether there was anything."""
    worked = QAbstractEventDispatcher.instance().processEvents(flags)
    let_go()
    return worked
