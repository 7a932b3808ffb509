"""A number of the village as a tile: pressed, it opens its list; so does each bar of the chart below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontInfo,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.overview import Bar, Tile
from puskesos_desktop.store.read.lists import Filter
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.look.tokens import BASE, TITLE
from puskesos_desktop.ui.kit.page import paragraph

EDGE = 6
"""Pixels beside what is drawn, for the focus ring."""
ABOVE = 4
MOST_BARS = 6


class TileCard(QFrame):
    """`wanted` carries the page and the filter that list exactly what is counted."""

    wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._number = NumberButton()
        self.chart = BarChart()
        self._rest = paragraph("", "small")
        self._rest.setContentsMargins(EDGE, 0, EDGE, 2)
        self._tile: Tile | None = None
        self._number.clicked.connect(self._open_all)
        self.chart.pressed.connect(self._open_part)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 6)
        column.setSpacing(0)
        column.addWidget(self._number)
        column.addWidget(self.chart)
        column.addWidget(self._rest)
        column.addStretch(1)

    def show_tile(self, tile: Tile) -> None:
        """Number and words at once; the bars follow when they are drawn. Of many bars only the longest are shown."""
        self._tile = tile
        self._number.show_number(tile)
        longest = sorted(tile.bars, key=lambda bar: -bar.count)
        shown, rest = longest[:MOST_BARS], longest[MOST_BARS:]
        self.chart.show_bars(tile.words, [bar for bar in tile.bars if bar in shown])
        self.chart.setVisible(tile.count > 0)
        left = sum(bar.count for bar in rest)
        self._rest.setText(f"dan {wording.thousands(left)} di {len(rest)} tempat lain")
        self._rest.setVisible(left > 0)

    def _open_all(self) -> None:
        if self._tile is not None:
            self._open(self._tile.chosen)

    def _open_part(self, place: int) -> None:
        if self._tile is not None:
            self._open(self.chart.bars[place].chosen)

    def _open(self, chosen: Filter) -> None:
        if self._tile is not None:
            self.wanted.emit(self._tile.page, chosen)


class NumberButton(QAbstractButton):
    """What is counted, the number, and a small note."""

    def __init__(self) -> None:
        super().__init__()
        self._words, self._shown, self._note, self._flagged = "", "", "", False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_number(self, tile: Tile) -> None:
        """Say this number."""
        self._words, self._note, self._flagged = tile.words, tile.note, tile.flagged
        self._shown = wording.thousands(tile.count)
        self.setText(f"{self._shown} {self._words}")
        self.setAccessibleName(f"{self._words}: {self._shown}. {self._note}")
        self.update()

    def sizeHint(self) -> QSize:
        heights = (QFontMetrics(font).height() for font in (_font(BASE), _font(TITLE), _font(style.SMALL)))
        return QSize(160, sum(heights) + 2 * ABOVE)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), style.colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.underMouse() or self.isDown()
        _ground(painter, QRectF(self.rect()), hovered=hovered, focus=self.hasFocus())
        inside = self.rect().adjusted(EDGE, ABOVE, -EDGE, -ABOVE)
        ink = colours.soft_ink if hovered else colours.ink
        quiet = ink if hovered else colours.quiet
        top = inside.top()
        for text, font, colour in (
            (self._words, _font(BASE), quiet),
            (self._shown, _font(TITLE, bold=True), ink),
            (self._note, _font(style.SMALL), quiet),
        ):
            metrics = QFontMetrics(font)
            line = QRect(inside.left(), top, inside.width(), metrics.height())
            painter.setFont(font)
            painter.setPen(QColor(colour))
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), elided)
            if text == self._shown and self._flagged:
                sign = round(metrics.height() * 0.6)
                x = line.left() + metrics.horizontalAdvance(text) + 8
                painter.drawPixmap(x, line.center().y() - sign // 2, style.pixmap("peringatan", style.ODD, sign))
            top += metrics.height()


class BarChart(QWidget):
    """Bars with their words, each to be pressed with the mouse or chosen with the arrow keys and Enter."""

    pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.bars: Sequence[Bar] = ()
        self._words = ""
        self._renderer: QSvgRenderer | None = None
        self._at, self._under = 0, -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, words: str, bars: Sequence[Bar]) -> None:
        """Take these bars; their picture follows by `show_picture`."""
        if [bar.words for bar in bars] != [bar.words for bar in self.bars]:
            self._renderer, self._at = None, 0
        self.bars, self._words = bars, words
        parts = ", ".join(f"{bar.words} {wording.thousands(bar.count)}" for bar in bars)
        self.setAccessibleName(f"{words} menurut tempat: {parts}")
        self.setFixedHeight(row_pixels() * len(bars) + 2 * ABOVE)

    def show_picture(self, svg: bytes) -> None:
        """The picture of the bars, as wide as `picture_width` said."""
        self._renderer = QSvgRenderer(QByteArray(svg))
        self.update()

    def picture_width(self) -> int:
        """Pixels the picture may be wide."""
        return self.width() - 2 * EDGE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self._at = min(max(self._at + steps[Qt.Key(event.key())], 0), len(self.bars) - 1)
            self.setAccessibleDescription(f"{self.bars[self._at].words} {self.bars[self._at].count}")
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.bars:
            self.pressed.emit(self._at)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self._at = place
            self.pressed.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._place_at(event.position()))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._point_at(self._place_at(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        self._point_at(-1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(len(self.bars)):
            focus = self.hasFocus() and place == self._at
            if focus or place == self._under:
                row = QRectF(1, ABOVE + place * row_pixels(), self.width() - 2, row_pixels())
                _ground(painter, row, hovered=not style.high_contrast(), focus=focus)
        if self._renderer is not None:
            size = self._renderer.defaultSize()
            self._renderer.render(painter, QRectF(EDGE, ABOVE, size.width(), size.height()))

    def _point_at(self, place: int) -> None:
        if place != self._under:
            self._under = place
            self.update()

    def _place_at(self, point: QPointF) -> int:
        place = int((point.y() - ABOVE) // row_pixels())
        return place if 0 <= place < len(self.bars) else -1


def row_pixels() -> int:
    """Height of one bar's row."""
    return round(20 * style.scaled(1.0))


def letter_pixels() -> int:
    """Size of the letters beside the bars."""
    return QFontInfo(_font(style.SMALL)).pixelSize()


def _font(points: float, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPointSizeF(style.scaled(points))
    font.setBold(bold)
    return font


def _ground(painter: QPainter, box: QRectF, *, hovered: bool, focus: bool) -> None:
    colours = style.colours()
    painter.setPen(QPen(QColor(colours.accent), 2) if focus else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.accent_soft) if hovered else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), style.RADIUS, style.RADIUS)
