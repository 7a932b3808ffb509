"""Shortcuts of a page or a part of it: they hold while the keyboard is somewhere inside."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def shortcut(inside: QWidget, keys: str | QKeySequence.StandardKey | Qt.Key, deed: Callable[[], object]) -> None:
    """Let these keys do this, while the keyboard is inside the widget."""
    made = QShortcut(QKeySequence(keys), inside)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.activated.connect(deed)
