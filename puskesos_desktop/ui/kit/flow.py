"""A row that becomes several where the window is narrow or the letters are large: nothing in it is ever squeezed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget

GAP = 8
_POLICY = QSizePolicy.Policy


class Flow(QLayout):
    """Widgets from the left, each as wide as it wishes; what finds no room goes to the next line.

    A widget whose width may grow takes what is left of its line, as does a stretch.
    """

    def __init__(self, *widgets: QWidget, gap: int = GAP) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addStretch(self) -> None:
        """Empty room that pushes what follows to the right."""
        self.addItem(QSpacerItem(0, 0, _POLICY.Expanding, _POLICY.Minimum))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), really=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, really=True)

    def sizeHint(self) -> QSize:
        """All of it on one line."""
        shown = self._shown()
        wide = sum(_wish(item) for item in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(wide, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        """The widest of them alone."""
        shown = self._shown()
        wide = max((item.minimumSize().width() for item in shown), default=0)
        return QSize(wide, max((item.minimumSize().height() for item in shown), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if item.spacerItem() is not None or not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            need = _wish(item)
            if lines[-1] and need and used + self.spacing() + need > width:
                lines.append([])
                used = 0
            used += need + (self.spacing() if lines[-1] else 0)
            lines[-1].append(item)
        return [line for line in lines if any(item.spacerItem() is None for item in line)]

    def _place(self, rect: QRect, *, really: bool) -> int:
        """Put every line in its place; the height of all of them."""
        top = rect.top()
        for line in self._lines(rect.width()):
            widths = self._widths(line, rect.width())
            high = max(_height(item, wide) for item, wide in zip(line, widths, strict=True))
            left = rect.left()
            for item, wide in zip(line, widths, strict=True):
                own = _height(item, wide)
                if really:
                    item.setGeometry(QRect(left, top + (high - own) // 2, wide, own))
                left += wide + self.spacing()
            top += high + self.spacing()
        return max(top - self.spacing() - rect.top(), 0)

    def _widths(self, line: list[QLayoutItem], width: int) -> list[int]:
        wished = [min(_wish(item), width) for item in line]
        left = max(width - sum(wished) - self.spacing() * (len(line) - 1), 0)
        growing = [place for place, item in enumerate(line) if item.expandingDirections() & Qt.Orientation.Horizontal]
        for place in growing:
            share = left // len(growing)
            wished[place] = min(wished[place] + share, max(line[place].maximumSize().width(), wished[place]))
        return wished


def _wish(item: QLayoutItem) -> int:
    """How wide an item wants to be: what may grow begins at its least."""
    grows = item.expandingDirections() & Qt.Orientation.Horizontal
    return item.minimumSize().width() if grows else item.sizeHint().width()


def _height(item: QLayoutItem, wide: int) -> int:
    if item.spacerItem() is not None:
        return 0
    return item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
