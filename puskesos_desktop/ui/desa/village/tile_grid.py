"""The tiles of Beranda: as many in a row as have room, their bars drawn on the reading worker."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontInfo, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.services.overview import Tile
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.rows.tiles import TileCard, letter_pixels, row_pixels
from puskesos_desktop.ui.kit.look import style

NARROWEST_TILE = 212
DRAW_AFTER_MS = 30


class TileGrid(QWidget):
    """`wanted` carries the page and the filter that list what a tile counts."""

    wanted = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._tiles: list[TileCard] = []
        self._columns = 0
        self._drawing = False
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(DRAW_AFTER_MS)
        self._redraw.timeout.connect(self._draw)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_tiles(self, tiles: Sequence[Tile], room: int) -> None:
        """Show these numbers in so many pixels; the bars follow."""
        while len(self._tiles) < len(tiles):
            made = TileCard()
            made.wanted.connect(self.wanted)
            self._tiles.append(made)
            self._columns = 0
        for shown, tile in zip(self._tiles, tiles, strict=True):
            shown.show_tile(tile)
        self.fit(room)

    def fit(self, room: int) -> None:
        """As many tiles in a row as have room in so many pixels."""
        self._redraw.start()
        columns = max(1, min(3, room // round(NARROWEST_TILE * style.scaled(1.0))))
        if columns == self._columns:
            return
        self._columns = columns
        for number, shown in enumerate(self._tiles):
            self._grid.addWidget(shown, number // columns, number % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._redraw.start()

    def _draw(self) -> None:
        """Have the bars drawn on the reading worker, since what draws them takes long to load the first time."""
        if not self.isVisible() or not self._tiles:
            return
        if self._drawing:
            self._redraw.start()
            return
        self._drawing = True
        size, row, family = letter_pixels(), row_pixels(), QFontInfo(self.font()).family()
        colours, plain = style.colours(), style.high_contrast()
        wanted = [
            ([(bar.words, bar.count) for bar in shown.chart.bars], shown.chart.picture_width()) for shown in self._tiles
        ]

        def work(_progress: Progress) -> list[bytes]:
            from puskesos_desktop.documents.press import charts

            look = charts.Look(size, row, colours.ink, colours.ink if plain else charts.EDGE, plain)
            return [charts.svg(charts.bars(values, width, look), family) for values, width in wanted]

        self._desk.jobs.read_unseen(self, work, self._drawn)

    def _drawn(self, pictures: list[bytes]) -> None:
        self._drawing = False
        for shown, picture in zip(self._tiles, pictures, strict=True):
            shown.chart.show_picture(picture)
