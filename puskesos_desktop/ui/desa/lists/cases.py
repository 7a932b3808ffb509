"""PPKS: one line per case with its status and needs; of the confidential kinds only how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from puskesos_desktop.domain.codes.ppks import JENIS_PPKS
from puskesos_desktop.domain.words import wording
from puskesos_desktop.store.read import lists, overview
from puskesos_desktop.store.read.lists import CaseLine
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.desa.lists.page import ListPage, is_roomy
from puskesos_desktop.ui.desa.rows.columns import case_columns
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import card, clear, paragraph
from puskesos_desktop.ui.kit.table import Table

NEVER_ON_PAPER = frozenset({"kebutuhan"})
"""Columns that stay on the screen: what somebody needs leaves the laptop only inside a sealed bundle."""


class CasesPage(ListPage):
    """The cases of the 16 open kinds; Enter opens the family. At the side, the confidential ones as numbers."""

    title = "PPKS"
    tables = EVERYTHING
    list_name = "kasus"
    icon = "ppks"
    never_on_paper = NEVER_ON_PAPER
    empty_words = ("Belum ada kasus PPKS", "PPKS dicatat pada keluarganya: buka keluarga, lalu Tambah PPKS.")

    def __init__(self, desk: Desk) -> None:
        self._side, self._confidential = card()
        self._roomy_before: bool | None = None
        super().__init__(desk, Table(case_columns(), lambda line: line.id))
        self.filters.offer("open_cases", "present", codes=("case", "case_status"))

    def side(self) -> QFrame:
        """How many confidential cases there are."""
        self._side.setFixedWidth(round(250 * style.scaled(1.0)))
        return self._side

    def rows(self) -> Sequence[CaseLine]:
        """Cases that pass the filter."""
        return lists.cases(self.desk.db, self.filters.chosen, self.sort[0], descending=self.sort[1])

    def refresh(self) -> None:
        """Cases, and the numbers beside them; in a narrow window they stand above, for the list needs the room."""
        super().refresh()
        self._show_side(not self.text.text().strip())
        self._show_confidential()

    def resizeEvent(self, event: QResizeEvent) -> None:
        before = self._roomy_before
        super().resizeEvent(event)
        self._roomy_before = is_roomy(self)
        if before is not None and before != self._roomy_before:
            self._show_confidential()

    def family_of(self, row: Any) -> str:
        """The family of the case."""
        return row.keluarga_id or ""

    def _activated(self, row: Any) -> None:
        if self.family_of(row):
            super()._activated(row)

    def _show_confidential(self) -> None:
        """The whole village's, whatever the filter: a number for one RT could name somebody."""
        counts = overview.count_confidential(self.desk.db)
        kinds = [f"{wording.thousands(counts[kind])} {JENIS_PPKS.items[kind]}" for kind in sorted(counts)]
        total = f"{wording.thousands(sum(counts.values()))} kasus masih ditangani di seluruh desa."
        if not is_roomy(self):
            if kinds:
                self.banner.say("info", f"Rahasia, hanya jumlahnya: {'; '.join(kinds)}.")
            return
        clear(self._confidential)
        for words, kind in (
            ("Rahasia", "heading"),
            (total, ""),
            ("\n".join(kinds), ""),
            ("Hanya jumlahnya yang tampil. Isinya dibuka lewat keluarga orang yang bersangkutan.", "small"),
        ):
            if words:
                self._confidential.addWidget(paragraph(words, kind))
        self._confidential.addStretch(1)
