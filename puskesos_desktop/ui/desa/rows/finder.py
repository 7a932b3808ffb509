"""Finding the other family or person a deed is about: type, and take it out of a short list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from puskesos_desktop.store.read import search
from puskesos_desktop.store.read.search import Hit
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import label, paragraph
from puskesos_desktop.ui.kit.search_line import SearchLine
from puskesos_desktop.ui.kit.table import NUMBER, Column, Table

MOST = 8


class FamilyFinder(QWidget):
    """A line to type in and what was found; the selected row is the answer. `changed` tells of another one.

    `own` is the family that is not found; with `persons` people are looked for, and `own` is one of them.
    """

    changed = Signal()

    def __init__(self, desk: Desk, own: str, words: str, *, persons: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self.own = own
        self._persons = persons
        self._offered: list[Hit] = []
        self._instead = ""
        self._told = paragraph("", "quiet")
        self.table: Table[Hit] = Table(_columns(persons), lambda hit: hit.person or hit.family)
        self.table.setFixedHeight(style.row_height() * 5)
        self.table.selected_row.connect(self._selected)
        hint = "Nama atau NIK orang itu" if persons else "Nama, nomor KK, atau alamat keluarga itu"
        self.text = SearchLine(self.table, words, hint)
        self.text.wanted.connect(self._search)
        self.text.entered.connect(self.text.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(6)
        column.addWidget(label(words, "heading"))
        column.addWidget(self.text)
        column.addWidget(self.table)
        column.addWidget(self._told)

    def offer(self, hits: list[Hit], instead: str) -> None:
        """Show these while nothing is typed, or say something instead."""
        self._offered, self._instead = hits, instead
        if not self.text.text().strip():
            self._search("")

    def found(self) -> str:
        """Id of the family or person that was chosen; empty while there is none."""
        hit = self.table.current()
        return self._record(hit) if hit is not None else ""

    def _selected(self, hit: Hit | None) -> None:
        self._told.setText(hit.why if hit is not None and self._persons else "")
        self.changed.emit()

    def _search(self, text: str) -> None:
        hits = search.search(self._desk.db, text) if text else self._offered
        rows = [hit for hit in hits if self._record(hit) not in ("", self.own)][:MOST]
        self.table.show_rows(rows)
        if not rows:
            self._told.setText(f"Tidak ada yang cocok dengan “{text[:40]}”." if text else self._instead)

    def _record(self, hit: Hit) -> str:
        return (hit.person or "") if self._persons else hit.family


def _columns(persons: bool) -> list[Column[Hit]]:
    number = Column[Hit](
        "nomor", "NIK" if persons else "NIK atau nomor KK", 176, lambda hit: hit.number, whole=NUMBER, sortable=False
    )
    return [
        Column[Hit]("nama", "Nama", 190, lambda hit: hit.name, least=120, bold=True, sortable=False),
        number,
        Column[Hit]("rt", "Tempat", 140, lambda hit: f"RT {hit.rt} {hit.dusun}", least=90, spare=1, sortable=False),
    ]
