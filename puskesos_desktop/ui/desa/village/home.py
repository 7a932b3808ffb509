"""Beranda: what waits to be done today, and the village in numbers, each leading to the list behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.services import overview
from puskesos_desktop.services.overview import Overview, Task
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.desa.requests import LeadsToPages, OpensFamilies, StartsFamilies
from puskesos_desktop.ui.desa.village.tile_grid import TileGrid
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Page, card, clear, label, paragraph, push

WIDEST_SIDE = 430
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
        self._tiles = TileGrid(desk)
        self._tiles.wanted.connect(self.wanted)
        self._choices = QVBoxLayout()
        self._stack = QStackedWidget()
        self._offering = False
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
        self._tiles.show_tiles([tile for tile in seen.tiles if tile.page in self._reachable], self._room())

    def focus_first(self) -> None:
        """Let the keyboard begin at the top."""
        buttons = (self._stack.currentWidget() or self).findChildren(QPushButton)
        first = next((button for button in buttons if not button.isHidden()), None)
        if first is not None:
            first.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tiles.fit(self._room())

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
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(left)
        row.addWidget(self._tiles, 1)
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

    def _room(self) -> int:
        """Pixels for the tiles beside what is to be done."""
        return self._stack.width() - min(round(360 * style.scaled(1.0)), WIDEST_SIDE)
