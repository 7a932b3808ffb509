"""The pages of the window: built when they are first shown, refreshed when what they show has changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from puskesos_desktop.ui.desa.frame.entries import RailEntry
from puskesos_desktop.ui.kit.page import Page


class Pages(QStackedWidget):
    """One page of each entry, by its title; `built` carries a page that is there for the first time."""

    built = Signal(object)

    def __init__(self, entries: Sequence[RailEntry]) -> None:
        super().__init__()
        self._entries = {entry.words: entry for entry in entries}
        self._made: dict[str, Page] = {}
        self._stale: set[Page] = set()

    def page(self, title: str) -> Page:
        """The page with this title, built now if nobody has been there yet."""
        if title not in self._made:
            page = self._made[title] = self._entries[title].make()
            self._stale.add(page)
            self.addWidget(page)
            self.built.emit(page)
        return self._made[title]

    @property
    def current(self) -> Page:
        """What is in front: a page, or the editor over it."""
        page = self.currentWidget()
        assert isinstance(page, Page)
        return page

    def bring(self, page: Page) -> None:
        """Put a page in front, as the store is now."""
        self.setCurrentWidget(page)
        if page in self._stale or page.always_fresh:
            self.refresh(page)

    def refresh(self, page: Page) -> None:
        """Let a page show the store of now."""
        self._stale.discard(page)
        page.refresh()

    def is_fresh(self, page: Page) -> None:
        """This page has just filled itself."""
        self._stale.discard(page)

    def outdate(self, *titles: str) -> None:
        """These pages, where they are built, show what is no longer so."""
        self._stale |= {page for title, page in self._made.items() if title in titles}

    def heed(self, kinds: frozenset[str]) -> None:
        """Records of these kinds have changed: refresh the page in sight now, the others when they are shown."""
        self._stale |= {page for page in self._made.values() if page.tables & kinds}
        if self.current in self._stale:
            self.refresh(self.current)
