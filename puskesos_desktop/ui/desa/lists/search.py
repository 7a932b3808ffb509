"""A list and, while something is typed, what the search finds in its place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from puskesos_desktop.services.rounds import numbers
from puskesos_desktop.store.read.search import Hit
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import EmptyState
from puskesos_desktop.ui.kit.search_line import SearchLine
from puskesos_desktop.ui.kit.table import NUMBER, PLACE, Column, Table

LIST, HITS, EMPTY = range(3)


class SearchStack(QStackedWidget):
    """Shows the list, the hits, or that there is nothing. `opened` carries the family of a hit.

    `searched` says whether hits stand in place of the list now.
    """

    opened = Signal(str)
    searched = Signal(bool)

    def __init__(self, desk: Desk, listed: QWidget, empty: EmptyState) -> None:
        super().__init__()
        self._desk = desk
        self._empty = empty
        self._has_rows = False
        self.hits: Table[Hit] = Table(_hit_columns(), lambda hit: hit.person or hit.family)
        self.hits.activated_row.connect(lambda hit: self.opened.emit(hit.family))
        self.text = SearchLine(self.hits, "Cari", "Cari nama, NIK, nomor KK, alamat, IDPEL…   Ctrl+K")
        self.text.wanted.connect(lambda _text: self._search())
        self.text.entered.connect(self._open_first)
        for widget in (listed, self.hits, empty):
            self.addWidget(widget)

    def show_list(self, has_rows: bool) -> None:
        """The list has these rows now; a search that is under way is made anew."""
        self._has_rows = has_rows
        if self.text.text().strip():
            self._search()
        else:
            self.setCurrentIndex(LIST if has_rows else EMPTY)

    def clear_search(self) -> bool:
        """Give the list back; whether anything had been typed."""
        typed = bool(self.text.text())
        if typed:
            self.text.clear()
            self.text.search_now()
        return typed

    def _search(self) -> None:
        text = self.text.text().strip()
        if not text:
            self.setCurrentIndex(LIST if self._has_rows else EMPTY)
            self.searched.emit(False)
            return
        found = numbers.find(self._desk.db, text)
        self.searched.emit(True)
        self.hits.show_rows(found)
        self.setCurrentIndex(HITS if found else EMPTY)
        if not found:
            self._empty.say("Tidak ada yang cocok", "Coba sebagian nama, beberapa angka NIK atau KK, atau nama gang.")

    def _open_first(self) -> None:
        hit = self.hits.current()
        if self.currentIndex() == HITS and hit is not None:
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
