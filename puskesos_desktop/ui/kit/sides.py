"""Two parts beside each other; one over the other where the window is narrow or the letters are large."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.scrolled import Scrolled

ROOMY = 860
"""Pixels at the usual text size from which there is room for two beside each other."""


class Sides(Scrolled):
    """Shows `first` at the left and `second` at the right, or above and below; `share` is the part of the first, in %.

    `above` is that part where they stand over one another. Where both together are higher than there is room, they
    scroll.
    """

    def __init__(self, first: QWidget, second: QWidget, share: int, *, above: int = 50, roomy: int = ROOMY) -> None:
        self._share, self._above, self._roomy = share, above, roomy
        self._beside: bool | None = None
        self._parts = QSplitter()
        super().__init__(self._parts)
        self._parts.setChildrenCollapsible(False)
        self._parts.setHandleWidth(12)
        for part in (first, second):
            self._parts.addWidget(part)
            part.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= round(self._roomy * style.scaled(1.0))
        if beside != self._beside:
            self._beside = beside
            self._parts.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
            whole, share = (self.width(), self._share) if beside else (self.height(), self._above)
            self._parts.setSizes([whole * share // 100, whole * (100 - share) // 100])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A part whose rows wrap needs more height than it says by itself."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            for part in (self._parts.widget(place) for place in range(self._parts.count())):
                if part is watched:
                    _give_height(part)
        return super().eventFilter(watched, event)


def _give_height(part: QWidget) -> None:
    layout = part.layout()
    if layout is not None and layout.hasHeightForWidth():
        needed = layout.minimumHeightForWidth(part.width())
        if part.minimumHeight() != needed:
            part.setMinimumHeight(needed)
