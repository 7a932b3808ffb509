"""Verifikasi: rounds on paper, and the entry of what comes back from them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from puskesos_desktop.domain.codes.rounds import LEMBAR, PUTARAN
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.requests import OpensFamilies
from puskesos_desktop.ui.desa.rounds.entry import ResultsView
from puskesos_desktop.ui.desa.rounds.overview import RoundOverview
from puskesos_desktop.ui.kit.keys import shortcut
from puskesos_desktop.ui.kit.page import Page


class RoundsPage(Page, OpensFamilies):
    """The rounds and their sheets; behind them the entry of results."""

    title = "Verifikasi"
    tables = frozenset({PUTARAN, LEMBAR, KELUARGA, ANGGOTA, BANGUNAN})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.overview = RoundOverview(desk, self.banner)
        self.overview.entry_wanted.connect(self.enter)
        self.overview.opened.connect(self.opened)
        self.results = ResultsView(desk)
        self.results.closed.connect(self._back)
        self.results.opened.connect(self.opened)
        shortcut(self, "F4", self.enter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.overview)
        self._stack.addWidget(self.results)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def refresh(self) -> None:
        """Show the chosen round as it is now; a sheet that is being entered stays open."""
        self.overview.refresh()
        if self._entering():
            self.results.refresh()

    def say(self, kind: str, text: str, button: str = "", deed: Callable[[], None] | None = None) -> None:
        """Say a sentence over the round, or over the sheet that is being entered."""
        if self._entering():
            self.results.say(kind, text, button, deed)
        else:
            super().say(kind, text, button, deed)

    def says_something(self) -> bool:
        """Whether a sentence stands there already."""
        return self.results.says_something() if self._entering() else super().says_something()

    def may_leave(self) -> bool:
        """A sheet with marks is asked about."""
        return self.results.may_leave()

    def enter(self, number: str = "") -> None:
        """Go to the entry of results, to one sheet when it is named."""
        self._stack.setCurrentWidget(self.results)
        self.results.refresh()
        if number:
            self.results.open_number(number)

    def _entering(self) -> bool:
        return self._stack.currentWidget() is self.results

    def _back(self) -> None:
        self._stack.setCurrentIndex(0)
        self.overview.list.table.setFocus()
