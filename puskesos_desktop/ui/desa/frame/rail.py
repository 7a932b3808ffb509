"""The rail at the left of the window: the village, its pages with what waits on each, lock and leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.sync import send
from puskesos_desktop.ui.desa.frame.entries import RailEntry
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import label, paragraph

PADDING = 2
"""Pixels over and under the words of an entry; where the window is low they give way, never the words."""


class Rail(QFrame):
    """One button for each entry; `chosen` carries its number. `deeds` are buttons under the line that are no pages."""

    chosen = Signal(int)

    def __init__(
        self,
        village: Record | None,
        entries: Sequence[RailEntry],
        deeds: Sequence[tuple[str, str, Callable[[], object]]],
    ) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setFixedWidth(min(round(210 * style.scaled(1.0)), 250))
        self._group = QButtonGroup(self)
        self._buttons = [NavButton(entry.words, entry.icon) for entry in entries]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 8)
        column.setSpacing(0)
        column.addLayout(_heading(village))
        column.addSpacing(12)
        pages, below = QVBoxLayout(), QVBoxLayout()
        for number, (entry, button) in enumerate(zip(entries, self._buttons, strict=True)):
            button.setCheckable(True)
            button.clicked.connect(partial(self.chosen.emit, number))
            self._group.addButton(button, number)
            (below if entry.below else pages).addWidget(button)
        for words, icon, deed in deeds:
            button = NavButton(words, icon)
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
            below.addWidget(button)
        self._area = _scrolling(pages, below)
        column.addWidget(self._area, 1)

    def choose(self, number: int) -> None:
        """Show that this entry's page is in front."""
        self._buttons[number].setChecked(True)
        self._area.ensureWidgetVisible(self._buttons[number])

    def press(self, number: int) -> None:
        """What a click on the entry does."""
        self._buttons[number].click()

    def show_waiting(self, counts: Mapping[str, int]) -> None:
        """Say at the right of the entries with these words how much waits there; nothing for 0 and for the others."""
        for button in self._buttons:
            button.show_count(counts.get(button.text(), 0))


class NavButton(QPushButton):
    """An icon, words, and a quiet count at the right."""

    def __init__(self, words: str, icon: str) -> None:
        super().__init__(words)
        self.setProperty("kind", "nav")
        self.setIcon(style.icon(icon, style.ACCENT))
        lowest = QFontMetrics(QApplication.font()).height() - 2 * PADDING
        self.setStyleSheet(
            f"QPushButton {{ padding-top: {PADDING}px; padding-bottom: {PADDING}px; min-height: {lowest}px; }}"
        )
        self._count = label("", "quiet")
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 14, 0)
        row.addStretch(1)
        row.addWidget(self._count)

    def show_count(self, count: int) -> None:
        """Put this number at the right."""
        self._count.setText(wording.thousands(count) if count else "")
        self.setAccessibleName(f"{self.text()}, {wording.thousands(count)} menunggu" if count else self.text())


def _heading(village: Record | None) -> QVBoxLayout:
    """The village beside the program's sign; under it its kecamatan, and a warning in the sample village."""
    picture = label("")
    picture.setPixmap(style.pixmap("logo", style.ACCENT, 32))
    first = QHBoxLayout()
    first.setSpacing(10)
    first.addWidget(picture)
    first.addWidget(paragraph(f"Desa {village.text('nama')}" if village else "Puskesos", "heading"), 1)
    column = QVBoxLayout()
    column.setContentsMargins(18, 0, 8, 2)
    column.setSpacing(2)
    column.addLayout(first)
    column.addWidget(label(village.text("kecamatan") if village else "", "quiet"))
    if village is not None and send.is_sample(village):
        column.addWidget(paragraph("Desa contoh untuk latihan", "peringatan"))
    return column


def _scrolling(pages: QVBoxLayout, below: QVBoxLayout) -> QScrollArea:
    """The entries, which scroll where the window is too low for all of them."""
    line = QFrame()
    line.setProperty("kind", "line")
    line.setFixedHeight(1)
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for layout in (pages, below):
        layout.setSpacing(2)
    column.addLayout(pages)
    column.addStretch(1)
    column.addWidget(line)
    column.addLayout(below)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
