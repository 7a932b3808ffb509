"""Finding the other family a deed is about: type, and take it out of a short list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from puskesos_desktop.store import search
from puskesos_desktop.store.search import Hit
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit import style
from puskesos_desktop.ui.kit.page import label
from puskesos_desktop.ui.kit.search_line import SearchLine
from puskesos_desktop.ui.kit.table import Column, Table

MOST = 8


class FamilyFinder(QWidget):
    """A line to type in and what was found; the selected row is the answer. `changed` tells of another one."""

    changed = Signal()

    def __init__(self, desk: Desk, own_family: str, words: str) -> None:
        super().__init__()
        self._desk = desk
        self._own = own_family
        self.table: Table[Hit] = Table(
            [
                Column("nama", "Nama", 190, lambda hit: hit.name, least=120, bold=True, sortable=False),
                Column("nomor", "NIK atau nomor KK", 160, lambda hit: hit.number, sortable=False),
                Column("rt", "Tempat", 140, lambda hit: f"RT {hit.rt} {hit.dusun}", least=90, sortable=False),
            ],
            lambda hit: hit.person or hit.family,
        )
        self.table.setFixedHeight(style.row_height() * 5)
        self.table.selected_row.connect(lambda _hit: self.changed.emit())
        self.text = SearchLine(self.table, words, "Nama, nomor KK, atau alamat keluarga itu")
        self.text.wanted.connect(self._search)
        self.text.entered.connect(self.text.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(6)
        column.addWidget(label(words, "heading"))
        column.addWidget(self.text)
        column.addWidget(self.table)

    def found(self) -> str:
        """Id of the family that was chosen; empty while there is none."""
        hit = self.table.current()
        return hit.family if hit is not None else ""

    def _search(self, text: str) -> None:
        hits = search.search(self._desk.db, text) if text else []
        self.table.show_rows([hit for hit in hits if hit.family != self._own][:MOST])
