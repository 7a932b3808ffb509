"""Going from page to page: by the rail, by a page that leads to another, to the editor and back, and to the search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from puskesos_desktop.store.read.lists import Filter
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.frame.editor_host import EditorHost
from puskesos_desktop.ui.desa.frame.entries import RailEntry
from puskesos_desktop.ui.desa.frame.pages import Pages
from puskesos_desktop.ui.desa.frame.rail import Rail
from puskesos_desktop.ui.desa.lists.households import FamiliesPage
from puskesos_desktop.ui.desa.lists.page import ListPage
from puskesos_desktop.ui.kit.page import Page, takes_keyboard


class Navigation(QObject):
    """Knows which page is in front, and asks what is there before another takes its place."""

    def __init__(self, desk: Desk, entries: Sequence[RailEntry], rail: Rail) -> None:
        super().__init__(rail)
        self.pages = Pages(entries)
        self.host = EditorHost(desk, self.pages)
        self.host.closed.connect(self._back)
        self.titles = [entry.words for entry in entries]
        self._at = 0
        self._rail = rail
        rail.chosen.connect(self._show_number)
        rail.left.connect(self.focus_page)

    def may_leave(self) -> bool:
        """Whether the window may close now, or another page come to the front."""
        page = self.pages.currentWidget()
        return self.host.may_leave() and (page is self.host.editor or not isinstance(page, Page) or page.may_leave())

    def show_page(self, title: str, chosen: Filter | None = None) -> bool:
        """Bring the page with this title to the front; a list is narrowed to `chosen`. Whether it is there now."""
        number = self.titles.index(title)
        if not self.may_leave():
            return False
        page = self.pages.page(title)
        self.host.drop()
        if chosen is not None and isinstance(page, ListPage):
            page.narrow(chosen)
            self.pages.is_fresh(page)
        self._bring(number)
        return True

    def find(self) -> None:
        """To the search of the list in front, else of the families."""
        if not isinstance(self.pages.currentWidget(), ListPage):
            self.show_page(FamiliesPage.title)
        current = self.pages.currentWidget()
        if isinstance(current, ListPage):
            current.focus_search()

    def _show_number(self, number: int) -> None:
        if not self.may_leave():
            self._rail.choose(self._at)
            return
        self.host.drop()
        self._bring(number)

    def _bring(self, number: int) -> None:
        self._at = number
        self._rail.choose(number)
        self.pages.bring(self.pages.page(self.titles[number]))
        self.focus_page()

    def focus_page(self) -> None:
        """The keyboard begins on the page, or at its entry where the page takes no keys."""
        page = self.pages.current
        page.focus_first()
        focus = page.window().focusWidget()
        if focus is None or not page.isAncestorOf(focus) or not takes_keyboard(focus):
            self._rail.focus()

    def _back(self, family: str, words: str) -> None:
        """To where the editor was opened, which says what was done; drafts came or went with it."""
        self.host.drop()
        self.pages.outdate(FamiliesPage.title)
        self._bring(self._at)
        page = self.pages.current
        if isinstance(page, FamiliesPage):
            page.table.select(family)
        if words:
            page.say("benar", words[0].upper() + words[1:])
