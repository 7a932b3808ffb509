"""Work off the window's thread: one worker that writes, one that reads, a dialog with Batal when it takes long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import Cancelled, InvalidData, Progress, UserError
from puskesos_desktop.ui.kit import dialogs

SHOW_AFTER_MS = 400
T = TypeVar("T")
Failed = Callable[[Exception], None]


class Jobs(QObject):
    """Runs work functions; `done` and `failed` are called on the window's thread."""

    _finished = Signal(object, object, object)
    _progressed = Signal(object, int, int, str)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tulis")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="baca")
        self._running: set[_Job] = set()
        self._finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

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

    def shutdown(self) -> None:
        """Let what runs come to its end; nothing new is begun."""
        self._writer.shutdown(wait=True)
        self._reader.shutdown(wait=True)

    def _start(self, pool: ThreadPoolExecutor, job: _Job, work: Callable[[Progress], Any]) -> None:
        self._running.add(job)

        def progress(done: int, total: int, text: str) -> None:
            if job.cancelled:
                raise Cancelled
            now = time.monotonic()
            if now - job.told > 0.1 or done == total:
                job.told = now
                self._progressed.emit(job, done, total, text)

        def run() -> None:
            try:
                result = work(progress)
            except Exception as problem:  # handed to the window's thread, which sorts it
                self._finished.emit(job, None, problem)
            else:
                self._finished.emit(job, result, None)

        pool.submit(run)

    def _show_progress(self, job: _Job, done: int, total: int, text: str) -> None:
        if job in self._running:
            job.dialog.show_progress(done, total, text)

    def _finish(self, job: _Job, result: Any, problem: Exception | None) -> None:
        self._running.discard(job)
        job.close()
        if problem is None:
            job.done(result)
        elif isinstance(problem, Cancelled):
            pass
        elif job.failed is not None and isinstance(problem, UserError | InvalidData):
            job.failed(problem)
        elif isinstance(problem, UserError):
            dialogs.tell_problem(job.parent, problem)
        else:
            sys.excepthook(type(problem), problem, problem.__traceback__)
        if not self._running:
            self.idle.emit()


class _Job:
    def __init__(self, parent: QWidget, label: str, done: Callable[[Any], None], failed: Failed | None) -> None:
        self.parent = parent
        self.done = done
        self.failed = failed
        self.cancelled = False
        self.told = 0.0
        self.dialog = ProgressDialog(parent, label)
        self.dialog.cancel.clicked.connect(self._cancel)
        self._timer = QTimer(self.dialog)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dialog.open)
        self._timer.start(SHOW_AFTER_MS)

    def close(self) -> None:
        self._timer.stop()
        self.dialog.hide()
        self.dialog.deleteLater()

    def _cancel(self) -> None:
        self.cancelled = True
        self.dialog.say("Membatalkan…")
        self.dialog.cancel.setEnabled(False)


class ProgressDialog(QDialog):
    """What is being done, how far it is, how long it may still take, and Batal."""

    def __init__(self, parent: QWidget, label: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Mohon tunggu")
        self.setMinimumWidth(420)
        self._began = time.monotonic()
        self._label = QLabel(label)
        self._label.setProperty("kind", "heading")
        self._words = QLabel("")
        self._words.setProperty("kind", "quiet")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self.cancel = QPushButton("Batal")
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        for widget in (self._label, self._bar, self._words):
            column.addWidget(widget)
        column.addLayout(row)

    def show_progress(self, done: int, total: int, text: str) -> None:
        """Move the bar and tell the words."""
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(min(done, total))
        spent = time.monotonic() - self._began
        left = (
            f" · kira-kira {int(spent / done * (total - done)) + 1} detik lagi"
            if 0 < done < total and spent > 1
            else ""
        )
        self.say(f"{text}{left}")

    def say(self, words: str) -> None:
        """Only the words."""
        self._words.setText(words)

    def reject(self) -> None:
        """Escape is Batal, never a silent close."""
        if self.cancel.isEnabled():
            self.cancel.click()
