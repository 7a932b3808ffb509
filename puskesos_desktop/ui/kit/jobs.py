"""Work off the window's thread: one worker that writes, one that reads, a dialog with Batal when it takes long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from puskesos_desktop.domain.outcome import Cancelled, InvalidData, Progress, UserError
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import push

SHOW_AFTER_MS = 400
LOOK_EVERY_MS = 100
T = TypeVar("T")
Failed = Callable[[Exception], None]


class Jobs(QObject):
    """Runs work functions; `done` and `failed` are called on the window's thread.

    `failed` is given a `UserError` or `InvalidData`; without it a `UserError` is told in a dialog. `Cancelled` is told
    to nobody, anything else goes to `sys.excepthook`. A job whose `parent` is gone comes to its end unheard.
    """

    _finished = Signal(object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tulis")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="baca")
        self._running: list[_Job] = []
        self._finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._running)

    def run(
        self,
        parent: QWidget,
        label: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
    ) -> None:
        """Do writing work; one after the other."""
        self._start(self._writer, _Job(parent, label, done, failed), work)

    def read(
        self,
        parent: QWidget,
        label: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
    ) -> None:
        """Do reading work (printing, exporting); saving never waits for it."""
        self._start(self._reader, _Job(parent, label, done, failed), work)

    def read_unseen(self, parent: QWidget, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        """Do reading work nobody asked for, without a dialog over what the person is doing."""
        self._start(self._reader, _Job(parent, "", done, None), work)

    def shutdown(self) -> None:
        """Let what runs come to its end; nothing new is begun."""
        self._writer.shutdown(wait=True)
        self._reader.shutdown(wait=True)

    def _start(self, pool: ThreadPoolExecutor, job: _Job, work: Callable[[Progress], Any]) -> None:
        self._running.append(job)
        if job.label:
            QTimer.singleShot(SHOW_AFTER_MS, self, lambda: self._show(job))
        job.future = pool.submit(work, job.progress)
        job.future.add_done_callback(lambda _future: self._tell(job))

    def _tell(self, job: _Job) -> None:
        """On the worker: hand the ended job to the window's thread, if there still is a window."""
        if isValid(self):
            self._finished.emit(job)

    def _show(self, job: _Job) -> None:
        if job in self._running and isValid(job.parent):
            job.dialog = ProgressDialog(job)
            job.dialog.open()

    def _finish(self, job: _Job) -> None:
        self._running.remove(job)
        if job.dialog is not None and isValid(job.dialog):
            job.dialog.done(QDialog.DialogCode.Accepted)
            job.dialog.deleteLater()
        try:
            if job.future is not None and not job.future.cancelled():
                self._deliver(job, job.future)
        finally:
            if not self._running:
                self.idle.emit()

    def _deliver(self, job: _Job, future: Future[Any]) -> None:
        problem = future.exception()
        heard = isValid(job.parent)
        if problem is None:
            if heard:
                job.done(future.result())
        elif isinstance(problem, UserError) and job.failed is None:
            dialogs.tell_problem(job.parent if heard else None, problem)
        elif isinstance(problem, UserError | InvalidData) and job.failed is not None:
            if heard:
                job.failed(problem)
        elif not isinstance(problem, Cancelled):
            sys.excepthook(type(problem), problem, problem.__traceback__)


@dataclass(eq=False)
class _Job:
    """One piece of work, and how far the worker says it is; without a label it is never shown."""

    parent: QWidget
    label: str
    done: Callable[[Any], None]
    failed: Failed | None
    began: float = field(default_factory=time.monotonic)
    told: tuple[int, int, str] = (0, 0, "")
    stop: Event = field(default_factory=Event)
    future: Future[Any] | None = None
    dialog: ProgressDialog | None = None

    def progress(self, done: int, total: int, text: str) -> None:
        """Called by the worker at each step; raises `Cancelled` once Batal was pressed."""
        if self.stop.is_set():
            raise Cancelled
        self.told = (done, total, text)


class ProgressDialog(QDialog):
    """What is being done, how far it is, how long it may still take, and Batal."""

    def __init__(self, job: _Job) -> None:
        super().__init__(job.parent)
        self._job = job
        self.setWindowTitle("Mohon tunggu")
        self.setMinimumWidth(440)
        self._label, self._words = QLabel(job.label), QLabel("")
        self._label.setProperty("kind", "heading")
        self._words.setProperty("kind", "quiet")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.cancel = push("Batal  Esc", self._cancel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        for widget in (self._label, self._words):
            widget.setWordWrap(True)
        for part in (self._label, self._bar, self._words):
            column.addWidget(part)
        column.addLayout(row)
        self._look()
        self.setFocus()  # never the button: the person may be typing when this comes
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(LOOK_EVERY_MS)

    def reject(self) -> None:
        """Escape is Batal, never a silent close."""
        if self.cancel.isEnabled():
            self.cancel.click()

    def _look(self) -> None:
        done, total, text = self._job.told
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(min(done, total))
        if not self._job.stop.is_set():
            left = time_left(done, total, time.monotonic() - self._job.began)
            self._words.setText(" · ".join(part for part in (text, left) if part))

    def _cancel(self) -> None:
        self._job.stop.set()
        if self._job.future is not None:
            self._job.future.cancel()  # work still waiting in line is never begun
        self._words.setText("Membatalkan…")
        self.cancel.setEnabled(False)


def time_left(done: int, total: int, spent: float) -> str:
    """How long work that took `spent` seconds so far may still take, in words; nothing while that is a guess."""
    if not 0 < done < total or spent < 1:
        return ""
    seconds = round(spent / done * (total - done)) + 1
    return f"kira-kira {seconds} detik lagi" if seconds < 90 else f"kira-kira {round(seconds / 60)} menit lagi"
