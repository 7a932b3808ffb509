"""A long list of the village: search as you type, filters, columns, sorting, and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.read import households
from puskesos_desktop.store.read.lists import Filter
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.lists.search import SearchStack
from puskesos_desktop.ui.desa.lists.writing import ListWriting
from puskesos_desktop.ui.desa.requests import OpensFamilies
from puskesos_desktop.ui.desa.rows.filters import FilterBar
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.keys import shortcut
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import EmptyState, Page, label, push
from puskesos_desktop.ui.kit.table import Table, columns_button

ROOMY = 860
"""Pixels at the usual text size that a page has at least where something stands beside its list."""


class ListPage(Page, OpensFamilies):
    """What the list of families and the list of persons share."""

    list_name = ""
    icon = ""
    empty_words = ("", "")
    never_on_paper: frozenset[str] = frozenset()
    """Keys of columns that go to no file."""

    def __init__(self, desk: Desk, table: Table[Any]) -> None:
        super().__init__()
        self.desk = desk
        self.today = registry.today(desk.store)
        self.table = table
        self.sort: tuple[str, bool] = (table.rows.columns[0].key, False)
        self.filters = FilterBar(self.today)
        self.filters.changed.connect(self.refresh)
        self.count = label("", "quiet")
        self.empty = EmptyState(self.icon, *self.empty_words)
        self.stack = SearchStack(desk, table, self.empty)
        self.stack.opened.connect(self.opened)
        self.stack.searched.connect(lambda hits: self._show_side(not hits and bool(table.rows.rows)))
        self.text, self.hits = self.stack.text, self.stack.hits
        self._writing = ListWriting(self, desk, table, self.filters, self.never_on_paper)
        self._side_wanted = False
        self._build()

    def side(self) -> QWidget | None:
        """What stands at the right of the table, if anything."""
        return None

    def buttons(self) -> list[QWidget]:
        """Buttons of this page, the main one last."""
        return []

    def rows(self) -> Sequence[Any]:
        """All rows that pass the filter, sorted."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the rows of now."""
        self.filters.set_places(households.places(self.desk.db))
        rows = self.rows()
        self.table.show_rows(rows)
        self.count.setText(f"{wording.thousands(len(rows))} {self.list_name}")
        self.stack.show_list(bool(rows))
        if not rows and self.filters.chosen.narrows:
            self.empty.say("Tidak ada yang cocok", "Hapus salah satu saringan di atas untuk melihat lebih banyak.")
        elif not rows:
            self.empty.say(*self.empty_words)

    def focus_first(self) -> None:
        """The keyboard begins in the list; where nothing is listed, at the line to search by."""
        (self.table if self.table.isVisible() else self.text).setFocus(Qt.FocusReason.TabFocusReason)

    def narrow(self, chosen: Filter) -> None:
        """Show what passes this filter, and nothing searched."""
        self.text.clear()
        self.filters.set_filter(chosen)

    def focus_search(self) -> None:
        """Let the person type what to find."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typing anywhere on the page searches; Escape gives the list back, then the whole of it."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.stack.clear_search() and self.filters.chosen.narrows:
                self.filters.set_filter(Filter())
            self.table.setFocus()
        elif event.text().strip() and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            self.text.setFocus()
            self.text.setText(self.text.text() + event.text())
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.table.activated_row.connect(self._activated)
        self.table.sort_changed.connect(self._sorted)
        self.table.set_sorted(*self.sort)
        self.filters.row.addWidget(self.count)
        self.filters.row.addWidget(columns_button(self.table, lambda: None))
        self.filters.row.addWidget(push("Excel", self._writing.excel, icon="excel"))
        self.filters.row.addWidget(push("PDF", self._writing.pdf, icon="pdf"))
        top = Flow(label(self.title, "title"), gap=12)
        top.addStretch()
        top.addWidget(self.text)
        for button in self.buttons():
            top.addWidget(button)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.stack, 1)
        side = self.side()
        if side is not None:
            middle.addWidget(side)
        shortcut(self, QKeySequence.StandardKey.Find, self.focus_search)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self.filters)
        column.addLayout(middle, 1)

    def _activated(self, row: Any) -> None:
        self.opened.emit(self.family_of(row))

    def family_of(self, row: Any) -> str:
        """The family a row leads to."""
        raise NotImplementedError

    def _sorted(self, key: str, descending: bool) -> None:
        self.sort = (key, descending)
        self.refresh()

    def _show_side(self, wanted: bool) -> None:
        """The side speaks of the list's own row: while hits are shown it would speak of somebody else."""
        side = self.side()
        if side is not None:
            self._side_wanted = wanted
            side.setVisible(wanted and is_roomy(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_side(self._side_wanted)


def is_roomy(page: QWidget) -> bool:
    """Whether there is room for something beside the list of a page."""
    return page.width() >= round(ROOMY * style.scaled(1.0))
