"""The filter bar of the lists: place and state, each choice a chip that can be taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from puskesos_desktop.store.lists import Filter
from puskesos_desktop.ui.desa.list_columns import stale_before
from puskesos_desktop.ui.kit import style
from puskesos_desktop.ui.kit.inputs import Combo
from puskesos_desktop.ui.kit.page import Chips

_STATES = (
    ("rtlh", "RTLH"),
    ("ppks", "PPKS"),
    ("no_nik", "Tanpa NIK"),
    ("incomplete", "Belum lengkap"),
    ("stale_before", "Kunjungan lebih dari 6 bulan"),
)
_PLACES = (("dusun", "Dusun"), ("rw", "RW"), ("rt", "RT"))


class FilterBar(QWidget):
    """Holds the chosen filter, says when it changed."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.chosen = Filter()
        self._combos: dict[str, Combo] = {}
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        for key, words in _PLACES:
            combo = Combo()
            combo.setAccessibleName(f"Saring menurut {words}")
            combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
            combo.addItem(words, "")
            combo.activated.connect(lambda _place, key=key: self._place_chosen(key))
            self._combos[key] = combo
            self.row.addWidget(combo)
        self.row.addWidget(self._state_button())
        self.row.addStretch(1)
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

    def _state_button(self) -> QToolButton:
        button = QToolButton()
        button.setText("Saring")
        button.setIcon(style.icon("saring"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for key, words in _STATES:
            menu.addAction(words, partial(self._add_state, key))
        button.setMenu(menu)
        return button

    def _place_chosen(self, key: str) -> None:
        self._set(key, self._combos[key].currentData() or "")

    def _add_state(self, key: str) -> None:
        value = stale_before(self._today) if key == "stale_before" else True
        self._set(key, value)

    def _remove(self, key: str) -> None:
        self._set(key, getattr(Filter(), key))

    def _set(self, key: str, value: Any) -> None:
        part: dict[str, Any] = {key: value}
        self.set_filter(replace(self.chosen, **part))

    def _show(self) -> None:
        self._chips.show_chips(self._parts())

    def _parts(self) -> list[tuple[str, str]]:
        parts = [
            (key, f"{key.upper() if key != 'dusun' else 'Dusun'} {getattr(self.chosen, key)}")
            for key, _ in _PLACES
            if getattr(self.chosen, key)
        ]
        return parts + [(key, words) for key, words in _STATES if getattr(self.chosen, key)]
