"""What a list shows, as an Excel file or as a PDF on F4."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.rows.filters import FilterBar
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import Page
from puskesos_desktop.ui.kit.table import Column, Table


class ListWriting(QObject):
    """Writes the rows and columns of one page, but those of `never`; how many were written is told on its banner."""

    def __init__(self, page: Page, desk: Desk, table: Table[Any], filters: FilterBar, never: frozenset[str]) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        self._table = table
        self._filters = filters
        self._never = never

    def excel(self) -> None:
        """Ask where to, and write an Excel file."""
        from puskesos_desktop.exchange.tables import excel

        title = self._page.title
        path = dialogs.save_file(self._page, "Simpan sebagai Excel", f"{title}.xlsx", "Excel (*.xlsx)")
        if path is None:
            return
        columns, cells = self._cells()

        def work(progress: Progress) -> int:
            excel.write_list(path, title, [column.title for column in columns], cells, progress)
            return len(cells)

        self._desk.jobs.read(self._page, "Menulis Excel…", work, lambda count: self._written(path, count))

    def pdf(self) -> None:
        """Ask where to, and write a PDF."""
        from puskesos_desktop.documents import printed_list

        page = self._page
        path = dialogs.save_file(page, "Simpan sebagai PDF", f"{page.title}.pdf", "PDF (*.pdf)")
        if path is None:
            return
        columns, cells = self._cells()
        village = households.village(self._desk.db)
        place = f"Desa {village.text('nama')}, Kecamatan {village.text('kecamatan')}" if village else ""
        now = datetime.fromtimestamp(self._desk.store.ambient.now_ms() / 1000)
        asof = f"{calendar.long_date(now.date())} pukul {calendar.show_time(now)}"
        heading = printed_list.Heading(page.title, place, f"Saringan: {self._filters.words()}", asof)
        printed = [printed_list.ListColumn(column.title, column.width, column.right) for column in columns]

        def work(progress: Progress) -> int:
            printed_list.write(path, heading, printed, cells, progress=progress)
            return len(cells)

        self._desk.jobs.read(page, "Menulis PDF…", work, lambda count: self._written(path, count))

    def _written(self, path: Path, count: int) -> None:
        self._page.say("benar", f"{wording.thousands(count)} baris ditulis ke {path.name}.")

    def _cells(self) -> tuple[list[Column[Any]], list[list[str]]]:
        columns = [column for column in self._table.shown_columns() if column.key not in self._never]
        return columns, [[_cell(column, row) for column in columns] for row in self._table.rows.rows]


def _cell(column: Column[Any], row: Any) -> str:
    text = column.text(row)
    return text or (", ".join(words for words, _ in column.chips(row)) if column.chips else "")
