"""The filter bar of the lists: place and state, each choice a chip that can be taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from puskesos_desktop.domain.codes.ppks import JENIS_PPKS, STATUS_PPKS
from puskesos_desktop.store.read.lists import OPEN_KINDS, UNPLACED, VERY_STALE_DAYS, Filter, stale_before
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.inputs.table_of import Combo
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Chips, Tool

_STATES = {
    "present": "Masih tinggal di sini",
    "rtlh": "RTLH",
    "unrated": "RTLH perlu data",
    "shared": "Dihuni beberapa keluarga",
    "ppks": "PPKS",
    "open_cases": "Masih ditangani",
    "no_nik": "Tanpa NIK",
    "incomplete": "Belum lengkap",
    "no_latrine": "Tanpa jamban sendiri",
    "no_power": "Tanpa listrik",
    "bad_water": "Air minum tidak layak",
    "stale_before": "Kunjungan lebih dari 6 bulan",
    "very_stale": "Kunjungan lebih dari 12 bulan",
}
"""Every state a list may be narrowed to; `very_stale` is `stale_before` with an earlier day."""
FAMILY_STATES = (
    "present", "rtlh", "ppks", "no_nik", "incomplete", "no_latrine", "no_power", "bad_water", "stale_before",
    "very_stale",
)  # fmt: skip
_CODES: dict[str, tuple[str, Mapping[int, str]]] = {
    "case": ("Jenis PPKS", {kind: JENIS_PPKS.items[kind] for kind in OPEN_KINDS}),
    "case_status": ("Status penanganan", STATUS_PPKS.items),
}
_PLACES = (("dusun", "Dusun"), ("rw", "RW"), ("rt", "RT"))


class FilterBar(QWidget):
    """Holds the chosen filter, says when it changed."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.chosen = Filter()
        self._words = dict(_STATES)
        self._combos: dict[str, Combo] = {}
        self.row = Flow()
        for key, words in _PLACES:
            combo = Combo()
            combo.setAccessibleName(f"Saring menurut {words}")
            combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
            combo.addItem(words, "")
            combo.activated.connect(lambda _place, key=key: self._place_chosen(key))
            self._combos[key] = combo
            self.row.addWidget(combo)
        self.row.addWidget(self._state_button())
        self.row.addStretch()
        self._chips = Chips()
        self._chips.removed.connect(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.row)
        column.addWidget(self._chips)
        self._chips.hide()

    def set_places(self, places: list[tuple[str, str, str]]) -> None:
        """Offer the village's own dusun, RW and RT."""
        for number, (key, words) in enumerate(_PLACES):
            names = sorted({place[number] for place in places if place[number]})
            combo = self._combos[key]
            if [combo.itemData(row) for row in range(1, combo.count())] == names:
                continue
            combo.clear()
            combo.addItem(words, "")
            for name in names:
                combo.addItem(name if key == "dusun" else f"{key.upper()} {name}", name)
            combo.setCurrentIndex(max(combo.findData(getattr(self.chosen, key)), 0))

    def set_filter(self, chosen: Filter) -> None:
        """Choose a filter from outside."""
        self.chosen = chosen
        for key, combo in self._combos.items():
            combo.setCurrentIndex(max(combo.findData(getattr(chosen, key)), 0))
        self._show()
        self.changed.emit()

    def words(self) -> str:
        """The filter in words, for paper and Excel."""
        return ", ".join(words for _, words in self._parts()) or "Semua"

    def offer(self, *states: str, codes: tuple[str, ...] = (), present: str = _STATES["present"]) -> None:
        """Put these into the menu: states of the list, and PPKS answers to choose one code of."""
        self._words["present"] = present
        self._menu.clear()
        for key in states:
            self._menu.addAction(self._words[key], partial(self._add_state, key))
        for key in codes:
            words, items = _CODES[key]
            menu = self._menu.addMenu(words)
            for code, name in items.items():
                menu.addAction(name, partial(self._set, key, code))

    def _state_button(self) -> QToolButton:
        button = Tool()
        button.setText("Saring")
        button.setIcon(style.icon("saring"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(button)
        self.offer(*FAMILY_STATES)
        button.setMenu(self._menu)
        return button

    def _place_chosen(self, key: str) -> None:
        self._set(key, self._combos[key].currentData() or "")

    def _add_state(self, key: str) -> None:
        if key == "very_stale":
            self._set("stale_before", stale_before(self._today, VERY_STALE_DAYS))
        else:
            self._set(key, stale_before(self._today) if key == "stale_before" else True)

    def _remove(self, key: str) -> None:
        self._set(key, getattr(Filter(), key))

    def _set(self, key: str, value: Any) -> None:
        part: dict[str, Any] = {key: value}
        self.set_filter(replace(self.chosen, **part))

    def _show(self) -> None:
        self._chips.show_chips(self._parts())

    def _parts(self) -> list[tuple[str, str]]:
        parts = [(key, self._place_words(key, words)) for key, words in _PLACES if getattr(self.chosen, key)]
        parts += [(key, self._state_words(key)) for key in _STATES if getattr(self.chosen, key, False)]
        codes = ((key, items, getattr(self.chosen, key)) for key, (_, items) in _CODES.items())
        return parts + [(key, items.get(code, str(code))) for key, items, code in codes if code]

    def _state_words(self, key: str) -> str:
        very = key == "stale_before" and self.chosen.stale_before <= stale_before(self._today, VERY_STALE_DAYS)
        return self._words["very_stale" if very else key]

    def _place_words(self, key: str, words: str) -> str:
        name = getattr(self.chosen, key)
        return f"Tanpa {words if key != 'dusun' else 'dusun'}" if name == UNPLACED else f"{words} {name}"
