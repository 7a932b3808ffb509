"""The lock after nobody has touched the laptop for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

IDLE_MS = 10 * 60 * 1000
_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class IdleLock(QObject):
    """While it runs, any key or click puts it off; `wanted` says that the data should be hidden now."""

    wanted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._running = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(IDLE_MS)
        self._timer.timeout.connect(self.wanted)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def start(self) -> None:
        """A village is in sight: count from now."""
        self._running = True
        self._timer.start()

    def stop(self) -> None:
        """There is nothing to hide."""
        self._running = False
        self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Hear of every key and click of the program."""
        if self._running and event.type() in _TOUCHES:
            self._timer.start()
        return False
