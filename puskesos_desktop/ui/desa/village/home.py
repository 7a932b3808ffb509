"""Beranda: what waits to be done today, and the village in numbers, each leading to the list behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontInfo, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.services import overview
from puskesos_desktop.services.overview import Overview, Task
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.desa.requests import LeadsToPages, OpensFamilies, StartsFamilies
from puskesos_desktop.ui.desa.rows.tiles import TileCard, letter_pixels, row_pixels
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Page, card, clear, label, paragraph, push

NARROWEST_TILE = 212
WIDEST_SIDE = 430
DRAW_AFTER_MS = 30
CHOICE = 44
"""Pixels inside a large button."""

_CHOICES = (
    ("Terima", "Terima data dari laptop lain", "terima"),
    ("Impor", "Impor data dari Excel atau OpenSID", "excel"),
)
"""What else an empty village may begin with, once the page for it is there."""


class HomePage(Page, OpensFamilies, LeadsToPages, StartsFamilies):
    """The first page. `reachable` are the titles of the pages that are there: nothing leads to another one."""

    title = "Beranda"
    tables = EVERYTHING
    always_fresh = True

    def __init__(self, desk: Desk, recipient: Callable[[], str], reachable: frozenset[str]) -> None:
        super().__init__()
        self._desk = desk
        self._recipient = recipient
        self._reachable = reachable
        self._day = label("", "quiet")
        self._tasks = QVBoxLayout()
        self._sent = paragraph("")
        self._tiles: list[TileCard] = []
        self._grid = QGridLayout()
        self._choices = QVBoxLayout()
        self._columns = 0
        self._stack = QStackedWidget()
        self._drawing = self._offering = False
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(DRAW_AFTER_MS)
        self._redraw.timeout.connect(self._draw)
        self._build()

    def refresh(self) -> None:
        """The village of now."""
        seen = overview.overview(self._desk.store, self._recipient(), self._desk.drafts.all())
        self._day.setText(calendar.long_date(seen.today))
        self._stack.setCurrentIndex(1 if seen.empty else 0)
        if seen.empty:
            self._show_choices(seen)
            return
        self._show_tasks([task for task in seen.tasks if not task.page or task.page in self._reachable])
        self._show_sending(seen)
        self._show_tiles(seen)
        self._redraw.start()

    def focus_first(self) -> None:
        """Let the keyboard begin at the top."""
        buttons = (self._stack.currentWidget() or self).findChildren(QPushButton)
        first = next((button for button in buttons if not button.isHidden()), None)
        if first is not None:
            first.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_tiles()
        self._redraw.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._redraw.start()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label(self.title, "title"))
        top.addStretch(1)
        top.addWidget(self._day)
        self._stack.addWidget(self._full())
        self._stack.addWidget(self._empty())
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)

    def _full(self) -> QWidget:
        today, inside = card()
        inside.addWidget(label("Hari ini", "heading"))
        self._tasks.setSpacing(0)
        inside.addLayout(self._tasks)
        sending, within = card()
        within.addWidget(label("Pengiriman", "heading"))
        within.addWidget(self._sent)
        left = QWidget()
        left.setFixedWidth(min(round(360 * style.scaled(1.0)), WIDEST_SIDE))
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(12)
        side.addWidget(today)
        side.addWidget(sending)
        side.addStretch(1)
        self._grid.setSpacing(12)
        right = QVBoxLayout()
        right.addLayout(self._grid)
        right.addStretch(1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(left)
        row.addLayout(right, 1)
        return scrolled(whole)

    def _empty(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(label("Desa ini belum berisi keluarga", "title"))
        column.addWidget(label("Dari sini pekerjaan dimulai; semua yang dibuat dapat dibatalkan.", "quiet"))
        column.addLayout(self._choices)
        column.addStretch(3)
        self._choices.setSpacing(12)
        row = QHBoxLayout(made)
        row.addStretch(1)
        row.addLayout(column)
        row.addStretch(1)
        return made

    def _show_choices(self, seen: Overview) -> None:
        clear(self._choices)
        choices = [push("Daftarkan keluarga", self.new_wanted.emit, kind="main", icon="tambah")]
        choices += [
            push(words, partial(self.wanted.emit, page, None), icon=icon)
            for page, words, icon in _CHOICES
            if page in self._reachable
        ]
        for choice in choices:
            choice.setStyleSheet(f"min-height: {round(CHOICE * style.scaled(1.0))}px;")
            self._choices.addWidget(choice)
        draft = next((task for task in seen.tasks if task.family), None)
        if draft is not None:
            self.banner.say("info", draft.words, draft.deed, partial(self.opened.emit, draft.family))
        elif self._offering:
            self.banner.hide()
        self._offering = draft is not None

    def _show_tasks(self, tasks: list[Task]) -> None:
        clear(self._tasks)
        for number, task in enumerate(tasks):
            if number:
                line = QFrame()
                line.setProperty("kind", "line")
                line.setFixedHeight(1)
                self._tasks.addWidget(line)
            deed = push(task.deed, partial(self._do, task), kind="" if number else "main")
            deed.setAccessibleName(f"{task.deed}: {task.words}")
            row = QHBoxLayout()
            row.setContentsMargins(0, 6, 0, 6)
            row.setSpacing(12)
            row.addWidget(paragraph(task.words), 1)
            row.addWidget(deed)
            self._tasks.addLayout(row)
        if not tasks:
            row = QHBoxLayout()
            picture = label("")
            picture.setPixmap(style.pixmap("benar", style.DONE, round(20 * style.scaled(1.0))))
            row.addWidget(picture)
            row.addWidget(paragraph("Tidak ada yang menunggu."), 1)
            self._tasks.addLayout(row)

    def _do(self, task: Task) -> None:
        if task.family:
            self.opened.emit(task.family)
        else:
            self.wanted.emit(task.page, task.chosen)

    def _show_sending(self, seen: Overview) -> None:
        sent, receipt = seen.sent, seen.receipt
        waiting = f"{wording.thousands(seen.waiting)} perubahan" if seen.waiting else "Semua perubahan"
        arrived = "belum diterima kabupaten" if seen.waiting else "sudah diterima kabupaten"
        written = f"Paket terakhir {calendar.show_utc(sent.created)}." if sent else "Belum ada paket yang dikirim."
        proof = (
            f"Tanda terima terakhir {calendar.show_utc(receipt.received)}." if receipt else "Belum ada tanda terima."
        )
        self._sent.setText(f"{waiting} {arrived}. {written} {proof}")

    def _show_tiles(self, seen: Overview) -> None:
        tiles = [tile for tile in seen.tiles if tile.page in self._reachable]
        while len(self._tiles) < len(tiles):
            made = TileCard()
            made.wanted.connect(self.wanted)
            self._tiles.append(made)
            self._columns = 0
        for shown, tile in zip(self._tiles, tiles, strict=True):
            shown.show_tile(tile)
        self._place_tiles()

    def _place_tiles(self) -> None:
        """As many tiles in a row as have room."""
        room = self._stack.width() - min(round(360 * style.scaled(1.0)), WIDEST_SIDE)
        columns = max(1, min(3, room // round(NARROWEST_TILE * style.scaled(1.0))))
        if columns == self._columns:
            return
        self._columns = columns
        for number, shown in enumerate(self._tiles):
            self._grid.addWidget(shown, number // columns, number % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

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
