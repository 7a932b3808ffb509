"""The rail at the left of the window: the village, its pages with what waits on each, lock and leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.sync import send
from puskesos_desktop.ui.desa.frame.entries import RailEntry
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Push, label, paragraph
from puskesos_desktop.ui.kit.scrolled import Scrolled

PADDING = 2
"""Pixels over and under the words of an entry: its icon, as high as the words, never touches the next one."""


_KEYS = Qt.Key
_OF_THE_RAIL = (_KEYS.Key_Up, _KEYS.Key_Down, _KEYS.Key_Left, _KEYS.Key_Right, _KEYS.Key_Home, _KEYS.Key_End)


class Rail(QFrame):
    """One button for each entry; `chosen` carries its number. `deeds` are buttons under the line that are no pages.

    Arrows go from entry to entry without opening any, Enter and Space open, and the arrow to the right tells `left`:
    back to the page.
    """

    chosen = Signal(int)
    left = Signal()

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
        self._deeds: list[NavButton] = []
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
            self._deeds.append(button)
            below.addWidget(button)
        for button in (*self._buttons, *self._deeds):
            button.steered.connect(self._steer)
        self._area = _scrolling(pages, below)
        column.addWidget(self._area, 1)

    def choose(self, number: int) -> None:
        """Show that this entry's page is in front."""
        self._buttons[number].setChecked(True)
        self._area.ensureWidgetVisible(self._buttons[number])

    def focus(self) -> None:
        """Bring the keyboard to the entry whose page is in front."""
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    def _steer(self, key: int) -> None:
        """The keys of the rail, which its buttons hand over."""
        shown = [*self._buttons, *self._deeds]
        here = next((place for place, button in enumerate(shown) if button.hasFocus()), 0)
        goals = {_KEYS.Key_Up: here - 1, _KEYS.Key_Down: here + 1, _KEYS.Key_Home: 0, _KEYS.Key_End: len(shown) - 1}
        if key == _KEYS.Key_Right:
            self.left.emit()
        elif key in goals:
            shown[min(max(goals[Qt.Key(key)], 0), len(shown) - 1)].setFocus(Qt.FocusReason.TabFocusReason)

    def press(self, number: int) -> None:
        """What a click on the entry does."""
        self._buttons[number].click()

    def show_waiting(self, counts: Mapping[str, int]) -> None:
        """Say at the right of the entries with these words how much waits there; nothing for 0 and for the others."""
        for button in self._buttons:
            button.show_count(counts.get(button.text(), 0))


class NavButton(Push):
    """An icon, words, and a quiet count at the right; `steered` carries a key that is for the rail."""

    steered = Signal(int)

    def __init__(self, words: str, icon: str) -> None:
        super().__init__(words)
        self.setProperty("kind", "nav")
        self.setIcon(style.icon(icon, style.ACCENT))
        lowest = QFontMetrics(QApplication.font()).height()
        self.setStyleSheet(
            f"QPushButton {{ padding-top: {PADDING}px; padding-bottom: {PADDING}px; min-height: {lowest}px; "
            f"icon-size: {lowest}px; }}"
        )
        self._count = label("", "quiet")
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 14, 0)
        row.addStretch(1)
        row.addWidget(self._count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are the rail's: Qt itself would open the page they come to."""
        if event.key() in _OF_THE_RAIL:
            self.steered.emit(event.key())
        else:
            super().keyPressEvent(event)

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


def _scrolling(pages: QVBoxLayout, below: QVBoxLayout) -> Scrolled:
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
    return Scrolled(inside)
