"""Rumah: one line per house with the families that share it, who lives there, its RTLH class and the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from puskesos_desktop.domain.indicators import Finding
from puskesos_desktop.store.read import lists
from puskesos_desktop.store.read.lists import HouseLine
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.desa.lists.page import ListPage
from puskesos_desktop.ui.desa.rows.columns import house_columns
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.table import Table

AT_ONCE = 200
"""So many houses around a shown one are assessed together."""


class HousesPage(ListPage):
    """Enter opens the family of a house; where several share it, one is chosen first."""

    title = "Rumah"
    tables = EVERYTHING
    list_name = "rumah"
    icon = "rumah"
    empty_words = ("Belum ada rumah", "Rumah dicatat bersama keluarganya: buka Keluarga, lalu Keluarga baru.")

    def __init__(self, desk: Desk) -> None:
        self._places: dict[str, int] = {}
        self._findings: dict[str, Finding] = {}
        super().__init__(desk, Table(house_columns(self._reasons), lambda line: line.id))
        self.filters.offer("rtlh", "unrated", "shared", "present", present="Berpenghuni")

    def rows(self) -> Sequence[HouseLine]:
        """Houses that pass the filter."""
        found = lists.houses(self.desk.db, self.filters.chosen, self.sort[0], descending=self.sort[1])
        self._findings.clear()
        self._places = {line.id: place for place, line in enumerate(found)}
        return found

    def _activated(self, row: Any) -> None:
        families = row.families
        if not families:
            self.banner.say("info", "Di rumah ini belum ada keluarga yang dicatat.")
            return
        place: int | None = 0
        if len(families) > 1:
            heads = tuple(head for _, head in families)
            place = dialogs.choose(self, "Pilih keluarga", f"{len(families)} keluarga tinggal di rumah ini.", heads)
        if place is not None:
            self.opened.emit(families[place][0])

    def _reasons(self, line: HouseLine) -> str:
        """Why the house is in its class, with its priority; asked while a row is drawn, so many are read at once."""
        if not line.keluarga or line.rtlh == "layak":
            return ""
        if line.id not in self._findings:
            start = self._places.get(line.id, 0) // AT_ONCE * AT_ONCE
            around = [*self.table.rows.rows[start : start + AT_ONCE], line]
            self._findings.update(lists.house_findings(self.desk.db, around))
        found = self._findings.get(line.id)
        if found is None:
            return ""
        return " ".join(((f"{found.priority}:",) if found.priority else ()) + found.reasons)
