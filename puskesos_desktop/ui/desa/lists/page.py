"""A long list of the village: search as you type, filters, columns, sorting, and what is shown as Excel or PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.rounds import numbers
from puskesos_desktop.store.read import households
from puskesos_desktop.store.read.lists import Filter
from puskesos_desktop.store.read.search import Hit
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.requests import OpensFamilies
from puskesos_desktop.ui.desa.rows.filters import FilterBar
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import EmptyState, Page, label, push
from puskesos_desktop.ui.kit.search_line import SearchLine
from puskesos_desktop.ui.kit.table import NUMBER, PLACE, Column, Table, columns_button

ROOMY = 860
"""Pixels at the usual text size that a page has at least where something stands beside its list."""


class ListPage(Page, OpensFamilies):
    """What the list of families and the list of persons share."""

    list_name = ""
    icon = ""
    empty_words = ("", "")

    def __init__(self, desk: Desk, table: Table[Any]) -> None:
        super().__init__()
        self.desk = desk
        self.today = registry.today(desk.store)
        self.table = table
        self.sort: tuple[str, bool] = (table.rows.columns[0].key, False)
        self.filters = FilterBar(self.today)
        self.filters.changed.connect(self.refresh)
        self.hits: Table[Hit] = Table(_hit_columns(), lambda hit: hit.person or hit.family)
        self.hits.activated_row.connect(lambda hit: self.opened.emit(hit.family))
        self.text = SearchLine(self.hits, "Cari", "Cari nama, NIK, nomor KK, alamat, IDPEL…   Ctrl+K")
        self.text.wanted.connect(lambda _text: self._search())
        self.text.entered.connect(self._open_first)
        self.stack = QStackedWidget()
        self.count = label("", "quiet")
        self.empty = EmptyState(self.icon, *self.empty_words)
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
        if self.text.text().strip():
            self._search()
        else:
            self.stack.setCurrentIndex(0 if rows else 2)
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
            self._clear()
        elif event.text().strip() and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            self.text.setFocus()
            self.text.setText(self.text.text() + event.text())
        else:
            super().keyPressEvent(event)

    def export_excel(self) -> None:
        """What is shown, as an Excel file."""
        from puskesos_desktop.exchange.tables import excel

        path = dialogs.save_file(self, "Simpan sebagai Excel", f"{self.title}.xlsx", "Excel (*.xlsx)")
        if path is None:
            return
        columns, cells = self._shown()
        title = self.title

        def work(progress: Progress) -> int:
            excel.write_list(path, title, [column.title for column in columns], cells, progress)
            return len(cells)

        self.desk.jobs.read(self, "Menulis Excel…", work, lambda count: self._exported(path, count))

    def export_pdf(self) -> None:
        """What is shown, as a PDF on F4."""
        from puskesos_desktop.documents import printed_list

        path = dialogs.save_file(self, "Simpan sebagai PDF", f"{self.title}.pdf", "PDF (*.pdf)")
        if path is None:
            return
        columns, cells = self._shown()
        village = households.village(self.desk.db)
        place = f"Desa {village.text('nama')}, Kecamatan {village.text('kecamatan')}" if village else ""
        now = datetime.fromtimestamp(self.desk.store.ambient.now_ms() / 1000)
        asof = f"{calendar.long_date(now.date())} pukul {calendar.show_time(now)}"
        heading = printed_list.Heading(self.title, place, f"Saringan: {self.filters.words()}", asof)
        sheet = [printed_list.ListColumn(column.title, column.width, column.right) for column in columns]

        def work(progress: Progress) -> int:
            printed_list.write(path, heading, sheet, cells, progress=progress)
            return len(cells)

        self.desk.jobs.read(self, "Menulis PDF…", work, lambda count: self._exported(path, count))

    def _exported(self, path: Path, count: int) -> None:
        self.banner.say("benar", f"{wording.thousands(count)} baris ditulis ke {path.name}.")

    def _shown(self) -> tuple[list[Column[Any]], list[list[str]]]:
        columns = self.table.shown_columns()
        return columns, [[_cell(column, row) for column in columns] for row in self.table.rows.rows]

    def _build(self) -> None:
        self.table.activated_row.connect(self._activated)
        self.table.sort_changed.connect(self._sorted)
        self.table.set_sorted(*self.sort)
        self.filters.row.addWidget(self.count)
        self.filters.row.addWidget(columns_button(self.table, lambda: None))
        self.filters.row.addWidget(push("Excel", self.export_excel, icon="excel"))
        self.filters.row.addWidget(push("PDF", self.export_pdf, icon="pdf"))
        top = Flow(label(self.title, "title"), gap=12)
        top.addStretch()
        top.addWidget(self.text)
        for button in self.buttons():
            top.addWidget(button)
        for widget in (self.table, self.hits, self.empty):
            self.stack.addWidget(widget)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.stack, 1)
        side = self.side()
        if side is not None:
            middle.addWidget(side)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.focus_search)
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

    def _search(self) -> None:
        text = self.text.text().strip()
        if not text:
            self.stack.setCurrentIndex(0 if self.table.rows.rows else 2)
            self._show_side(bool(self.table.rows.rows))
            return
        found = numbers.find(self.desk.db, text)
        self._show_side(False)
        self.hits.show_rows(found)
        self.stack.setCurrentIndex(1 if found else 2)
        if not found:
            self.empty.say("Tidak ada yang cocok", "Coba sebagian nama, beberapa angka NIK atau KK, atau nama gang.")

    def _show_side(self, wanted: bool) -> None:
        """The side speaks of the list's own row: while hits are shown it would speak of somebody else."""
        side = self.side()
        if side is not None:
            self._side_wanted = wanted
            side.setVisible(wanted and self._roomy())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_side(self._side_wanted)

    def _roomy(self) -> bool:
        """Whether there is room for something beside the list."""
        return self.width() >= round(ROOMY * style.scaled(1.0))

    def _clear(self) -> None:
        """Take away what was typed, else the filters, and let the arrow keys choose in the list."""
        if self.text.text():
            self.text.clear()
            self.text.search_now()
        elif self.filters.chosen.narrows:
            self.filters.set_filter(Filter())
        self.table.setFocus()

    def _open_first(self) -> None:
        hit = self.hits.current()
        if self.stack.currentIndex() == 1 and hit is not None:
            self.opened.emit(hit.family)


def _hit_columns() -> list[Column[Hit]]:
    return [
        Column("name", "Nama", 220, lambda hit: hit.name or "(tanpa kepala)", least=130, bold=True, sortable=False),
        Column("number", "NIK / nomor KK", 180, lambda hit: hit.number, whole=NUMBER, sortable=False),
        Column("rt", "RT/RW", 90, lambda hit: f"{hit.rt or '–'}/{hit.rw or '–'}", whole=PLACE, sortable=False),
        Column("dusun", "Dusun", 110, lambda hit: hit.dusun, least=80, spare=1, sortable=False),
        Column(
            "why", "Cocok karena", 200, lambda hit: hit.why, least=140, sortable=False, colour=lambda _hit: style.QUIET
        ),
    ]


def _cell(column: Column[Any], row: Any) -> str:
    text = column.text(row)
    return text or (", ".join(words for words, _ in column.chips(row)) if column.chips else "")
