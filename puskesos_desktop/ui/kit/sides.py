"""Two parts beside each other; one over the other where the window is narrow or the letters are large."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from puskesos_desktop.ui.kit.look import style

ROOMY = 860
"""Pixels at the usual text size from which there is room for two beside each other."""


class Sides(QSplitter):
    """Shows `first` at the left and `second` at the right, or above and below; `share` is the part of the first, in %.

    `above` is that part where they stand over one another.
    """

    def __init__(self, first: QWidget, second: QWidget, share: int, *, above: int = 50, roomy: int = ROOMY) -> None:
        super().__init__()
        self._share, self._above, self._roomy = share, above, roomy
        self._beside: bool | None = None
        self.setChildrenCollapsible(False)
        self.addWidget(first)
        self.addWidget(second)
        self.setHandleWidth(12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = self.width() >= round(self._roomy * style.scaled(1.0))
        if beside != self._beside:
            self._beside = beside
            self.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
            whole, share = (self.width(), self._share) if beside else (self.height(), self._above)
            self.setSizes([whole * share // 100, whole * (100 - share) // 100])
        super().resizeEvent(event)
