"""Pengaturan: the village and its letterhead, its dusun/RW/RT, text size, password, recovery code, laptop name."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from puskesos_desktop.domain.household import DESA, WILAYAH_SETEMPAT
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.requests import RebuildsWindow
from puskesos_desktop.ui.desa.village.cards import (
    CodeCard,
    LaptopCard,
    LookCard,
    PasswordCard,
    PlacesCard,
    SettingCard,
    VillageCard,
)
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.page import Page, label


class SettingsPage(Page, RebuildsWindow):
    """One card for each thing that can be set, each with its own button. Another text size wants a new window."""

    title = "Pengaturan"
    tables = frozenset({DESA, WILAYAH_SETEMPAT})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.village, self.places, self.look = VillageCard(desk), PlacesCard(desk), LookCard(desk)
        self.password, self.code, self.laptop = PasswordCard(desk), CodeCard(desk), LaptopCard(desk)
        self.look.changed.connect(self.rebuild_wanted)
        content = QWidget()
        content.setObjectName("page")
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(16)
        column.addWidget(label(self.title, "title"))
        column.addWidget(self.banner)
        for card in self._cards():
            card.said.connect(self.say)
            column.addWidget(card)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))

    def refresh(self) -> None:
        """Show what the store holds, in every card in which nothing is being typed."""
        for card in self._cards():
            card.refresh()

    def _cards(self) -> tuple[SettingCard, ...]:
        return self.village, self.places, self.look, self.password, self.code, self.laptop
