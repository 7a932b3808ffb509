"""Commits happen on the worker; here the window hears of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.tables.refold import Changed


class Commits(QObject):
    """`heard` carries what a commit changed, told in the window's own thread."""

    heard = Signal(object)
    _told = Signal(object)

    def __init__(self, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._listeners = store.listeners
        self._told.connect(self.heard, Qt.ConnectionType.QueuedConnection)
        self._listeners.append(self._hear)

    def stop(self) -> None:
        """Hear nothing more."""
        if self._hear in self._listeners:
            self._listeners.remove(self._hear)

    def _hear(self, changed: Changed) -> None:
        """Called on the worker."""
        self._told.emit(changed)
