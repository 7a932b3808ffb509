"""The frame around the pages: navigation, what waits, who works, and Batalkan."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from puskesos_desktop.store.read import households
from puskesos_desktop.store.read.lists import Filter
from puskesos_desktop.store.tables.refold import Changed
from puskesos_desktop.ui.desa import requests
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.frame.commits import Commits
from puskesos_desktop.ui.desa.frame.entries import BACKUPS, RECEIVING, entries
from puskesos_desktop.ui.desa.frame.navigation import Navigation
from puskesos_desktop.ui.desa.frame.notices import Notices
from puskesos_desktop.ui.desa.frame.rail import Rail
from puskesos_desktop.ui.desa.frame.status import StatusLine
from puskesos_desktop.ui.desa.frame.waiting import Waiting
from puskesos_desktop.ui.desa.sync.send import SendingPage
from puskesos_desktop.ui.desa.village.home import HomePage
from puskesos_desktop.ui.kit.keys import shortcut
from puskesos_desktop.ui.kit.page import Page

if TYPE_CHECKING:
    from puskesos_desktop.ui.desa.sync.receive import ReceivingPage

SomePage = TypeVar("SomePage", bound=Page)


class Frame(QWidget):
    """Everything a signed-in operator sees. `lock_wanted` and `leave_wanted` go to the shell.

    A page is one entry of the rail, built when it is first shown; what it may ask of the window are the classes of
    `requests` among its bases. `rebuild_wanted` asks the shell for a new frame, with the title of the page to begin on.
    """

    lock_wanted = Signal()
    leave_wanted = Signal()
    rebuild_wanted = Signal(str)
    restore_ready = Signal(object)
    setup_ready = Signal(object)

    def __init__(self, desk: Desk, begin_on: str = HomePage.title) -> None:
        super().__init__()
        self.desk = desk
        """What the pages work on."""
        listed = entries(desk)
        village = households.village(desk.db)
        deeds = (("Kunci layar", "kunci", self.lock_wanted.emit), ("Keluar", "keluar", self.leave_wanted.emit))
        self.rail = Rail(village, listed, deeds)
        self.navigation = Navigation(desk, listed, self.rail)
        self.host = self.navigation.host
        self.status = StatusLine(desk)
        self._waiting = Waiting(listed, self)
        self._commits = Commits(desk.store, self)
        _lay_out(self, self.rail, self.navigation.pages, self.status)
        self._notices = Notices(desk, self.navigation, self)
        self._connect()
        self.show_page(begin_on if village is not None else RECEIVING)
        self._show_status()

    def page(self, title: str) -> Page:
        """The page with this title, built now if nobody has been there yet."""
        return self.navigation.pages.page(title)

    def page_of(self, kind: type[SomePage]) -> SomePage:
        """The page of this kind, built now if nobody has been there yet."""
        page = self.page(kind.title)
        assert isinstance(page, kind)
        return page

    def show_page(self, title: str, chosen: Filter | None = None) -> bool:
        """Bring the page with this title to the front; a list is narrowed to `chosen`. Whether it is there now."""
        return self.navigation.show_page(title, chosen)

    def edit_family(self, family: str) -> None:
        """Open the editor on a family of the village, or on its draft."""
        self.host.edit_family(family)

    def may_leave(self) -> bool:
        """Whether the window may close now."""
        return self.navigation.may_leave()

    def receive(self, path: Path) -> None:
        """Look at a bundle the program was opened with."""
        if self.show_page(RECEIVING):
            cast("ReceivingPage", self.page(RECEIVING)).receive(path)

    def close_store(self) -> None:
        """Stop listening and close what this frame holds open."""
        self.stop_listening()
        self.desk.drafts.close()
        self.desk.store.close()

    def stop_listening(self) -> None:
        """Hear nothing more of the store: another frame takes over, or nobody."""
        self._waiting.stop()
        self._notices.stop()
        self.desk.jobs.idle.disconnect(self._show_status)
        self._commits.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins on the page, whatever had it before."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.navigation.focus_page)

    def _connect(self) -> None:
        self.navigation.pages.built.connect(self._listen_to)
        self._commits.heard.connect(self._heard)
        self.desk.jobs.idle.connect(self._show_status)
        self._waiting.warmed.connect(self._show_status)
        self.status.mend_wanted.connect(partial(self.show_page, BACKUPS))
        self.status.undone.connect(partial(self._notices.say, "benar"))
        deeds: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+K", self.navigation.find),
            ("Ctrl+N", self.host.new_family),
            ("Ctrl+Z", self._undo),
            ("Ctrl+L", self.lock_wanted.emit),
            *((f"Ctrl+{number + 1}", partial(self.rail.press, number)) for number in range(9)),
        )
        for keys, deed in deeds:
            shortcut(self, keys, deed)

    def _listen_to(self, page: Page) -> None:
        """Do what a page asks of the window."""
        if isinstance(page, requests.OpensFamilies):
            page.opened.connect(self.host.edit_family)
        if isinstance(page, requests.LeadsToPages):
            page.wanted.connect(self.show_page)
        if isinstance(page, requests.StartsFamilies):
            page.new_wanted.connect(self.host.new_family)
        if isinstance(page, requests.ResumesDrafts):
            page.draft_wanted.connect(self.host.open_draft)
        if isinstance(page, requests.RebuildsWindow):
            page.rebuild_wanted.connect(partial(self.rebuild_wanted.emit, page.title))
        if isinstance(page, requests.PutsBack):
            page.restored.connect(self.restore_ready)
        if isinstance(page, requests.InstallsVersions):
            page.setup_ready.connect(self.setup_ready)
        if isinstance(page, requests.LooksInFolders):
            page.looked_in.connect(self._notices.watch.look_in)

    def _heard(self, changed: Changed) -> None:
        self.navigation.pages.heed(changed.kinds)
        self._show_status()

    def _undo(self) -> None:
        """Take back the last deed; inside the editor the words are those of typing, so it is left alone there."""
        if self.host.editor is None:
            self.status.undo()

    def _show_status(self) -> None:
        waiting = self._waiting.counts()
        self.rail.show_waiting(waiting)
        self.status.show_status(waiting[SendingPage.title])


def _lay_out(frame: QWidget, rail: QWidget, pages: QWidget, status: QWidget) -> None:
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addWidget(pages, 1)
    right.addWidget(status)
    whole = QHBoxLayout(frame)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(rail)
    whole.addLayout(right, 1)
