"""Choosing the house another family already lives in, for families that share one."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import Household
from puskesos_desktop.store.read import households, search
from puskesos_desktop.store.read.search import Hit
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import label, push
from puskesos_desktop.ui.kit.search_line import SearchLine
from puskesos_desktop.ui.kit.table import NUMBER, Column, Table


class HousePicker(QDialog):
    """A search for the family whose house is shared."""

    def __init__(self, parent: QWidget, desk: Desk, own_family: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Serumah dengan keluarga lain")
        dialogs.size(self, 680, 420)
        self._desk = desk
        self._own = own_family
        self.table: Table[Hit] = Table(
            [
                Column("name", "Nama", 220, lambda hit: hit.name, least=150, bold=True),
                Column("number", "NIK/KK", 160, lambda hit: hit.number, whole=NUMBER),
                Column(
                    "place", "Tempat", 200, lambda hit: f"RT {hit.rt or '–'}/RW {hit.rw or '–'} {hit.dusun}", least=120
                ),
            ],
            lambda hit: hit.person or hit.family,
        )
        self.table.activated_row.connect(lambda _hit: self.accept())
        self.text = SearchLine(self.table, "Cari keluarga", "Nama, nomor KK, atau alamat keluarga yang sudah tercatat")
        self.text.wanted.connect(self._search)
        self.text.entered.connect(self.text.choose)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(push("Batal", self.reject))
        use = push("Pakai rumah ini", self.accept, kind="main")
        buttons.addWidget(use)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label("Cari keluarga yang rumahnya ditempati bersama.", "quiet"))
        column.addWidget(self.text)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        use.setDefault(True)

    @classmethod
    def pick(cls, parent: QWidget, desk: Desk, own_family: str) -> Household | None:
        """The household whose house was chosen, or nothing."""
        dialog = cls(parent, desk, own_family)
        if not dialog.exec():
            return None
        hit = dialog.table.current()
        return households.load(desk.db, hit.family) if hit is not None else None

    def _search(self, text: str) -> None:
        self.table.show_rows([hit for hit in search.search(self._desk.db, text) if hit.family != self._own])
