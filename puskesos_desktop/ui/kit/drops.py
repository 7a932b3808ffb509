"""Files dragged from a folder onto a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Lets a widget take a file that is dropped on it; with `endings`, only one whose name ends so."""

    def __init__(self, onto: QWidget, take: Callable[[Path], object], *endings: str) -> None:
        super().__init__(onto)
        self._take = take
        self._endings = endings
        onto.setAcceptDrops(True)
        onto.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say while it is dragged whether it would be taken, and take it when it is dropped."""
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            files = [url.toLocalFile() for url in event.mimeData().urls()]
            fitting = [file for file in files if not self._endings or file.lower().endswith(self._endings)]
            if fitting:
                event.acceptProposedAction()
                if not isinstance(event, QDragEnterEvent):
                    self._take(Path(fitting[0]))
            return True
        return super().eventFilter(watched, event)
