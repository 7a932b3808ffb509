"""The frame around the pages: navigation, what waits, who works, and Batalkan."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import KELUARGA, Household
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.safety import upkeep
from puskesos_desktop.services.safety.update import Update
from puskesos_desktop.services.sync import send
from puskesos_desktop.store.drafts import Draft
from puskesos_desktop.store.log import conflicts, history, outbox, peers, undo
from puskesos_desktop.store.read import households
from puskesos_desktop.store.read.lists import Filter
from puskesos_desktop.store.tables import duplicates
from puskesos_desktop.store.tables.refold import Changed
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.frame import page_makers
from puskesos_desktop.ui.desa.frame.rail import Entry, Rail
from puskesos_desktop.ui.desa.frame.watch import Watch
from puskesos_desktop.ui.desa.lists.households import FamiliesPage, PersonsPage
from puskesos_desktop.ui.desa.lists.page import ListPage
from puskesos_desktop.ui.desa.sync.send import SendingPage
from puskesos_desktop.ui.desa.village.home import HomePage
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, Page, label, push

if TYPE_CHECKING:
    from puskesos_desktop.ui.desa.family.editor import HouseholdEditor
    from puskesos_desktop.ui.desa.safety.page import BackupsPage
    from puskesos_desktop.ui.desa.sync.receive import ReceivingPage

RECEIVING, BACKUPS = "Terima", "Cadangan"
WARM_AFTER_MS = 1500


class Frame(QWidget):
    """Everything a signed-in operator sees. `lock_wanted` and `leave_wanted` go to the shell.

    A page is one entry in `pages`, built when it is first shown. It may have the signals `opened` (the id of a family
    to edit) and `wanted` (the title of another page, and the filter to show it with or nothing), and a `banner` for
    what was done. `rebuild_wanted` asks the shell for a new frame, with the title of the page to begin on.
    """

    lock_wanted = Signal()
    leave_wanted = Signal()
    rebuild_wanted = Signal(str)
    restore_ready = Signal(object)
    setup_ready = Signal(object)
    _committed = Signal(object)

    def __init__(self, desk: Desk, begin_on: str = "Beranda") -> None:
        super().__init__()
        self._desk = desk
        self._editor: HouseholdEditor | None = None
        self.sending = SendingPage(desk)
        self.home = HomePage(desk, self.sending.recipient)
        self.pages = self._entries()
        self.home.reachable = frozenset(entry.words for entry in self.pages)
        self._made: dict[str, Page] = {}
        self._stale: set[Page] = set()
        self._at = 0
        self._warm = False
        self._warming = QTimer(self)
        self._warming.setSingleShot(True)
        self._warming.timeout.connect(self._warm_up)
        self._warming.start(WARM_AFTER_MS)
        self._stack = QStackedWidget()
        village = households.village(desk.db)
        deeds = (("Kunci layar", "kunci", self.lock_wanted.emit), ("Keluar", "keluar", self.leave_wanted.emit))
        self._rail = Rail(village, self.pages, deeds)
        self._build()
        self._connect()
        self._watch = Watch(desk, self)
        self._watch.said.connect(partial(self._say, "peringatan"))
        self._watch.newer.connect(self._offer)
        self.show_page(begin_on if village is not None else RECEIVING)
        self._show_status()

    def _entries(self) -> list[Entry]:
        desk = self._desk
        return [
            Entry("Beranda", "beranda", lambda: self.home),
            Entry("Keluarga", "keluarga", lambda: FamiliesPage(desk)),
            Entry("Individu", "individu", lambda: PersonsPage(desk)),
            Entry("PPKS", "ppks", partial(page_makers.cases, desk)),
            Entry("Rumah", "rumah", partial(page_makers.houses, desk)),
            Entry("Verifikasi", "cetak", partial(page_makers.rounds, desk)),
            Entry("Usulan", "berkas", partial(page_makers.proposals, desk)),
            Entry("Musyawarah", "orang", partial(page_makers.meetings, desk)),
            Entry("Impor", "excel", partial(page_makers.imports, desk)),
            Entry("Periksa", "centang", partial(page_makers.checks, desk), self._urgent),
            Entry(
                "Bentrok",
                "peringatan",
                partial(page_makers.conflicts, desk),
                self._disputed,
            ),
            Entry("Kirim", "kirim", lambda: self.sending, self._unsent),
            Entry("Terima", "terima", partial(page_makers.receiving, desk), self._held),
            Entry("Riwayat", "riwayat", partial(page_makers.history, desk)),
            Entry("Cadangan", "simpan", partial(page_makers.backups, desk), below=True),
            Entry("Pengaturan", "pengaturan", partial(page_makers.settings, desk), below=True),
            Entry("Panduan", "panduan", page_makers.manual, below=True),
        ]

    @property
    def families(self) -> FamiliesPage:
        """The list of families."""
        page = self.page(FamiliesPage.title)
        assert isinstance(page, FamiliesPage)
        return page

    @property
    def persons(self) -> PersonsPage:
        """The list of persons."""
        page = self.page(PersonsPage.title)
        assert isinstance(page, PersonsPage)
        return page

    def page(self, title: str) -> Page:
        """The page with this title, built now if nobody has been there yet."""
        if title not in self._made:
            page = next(entry for entry in self.pages if entry.words == title).make()
            self._made[title] = page
            self._stale.add(page)
            self._stack.addWidget(page)
            self._listen_to(page)
        return self._made[title]

    def receive(self, path: Path) -> None:
        """Look at a bundle the program was opened with."""
        self.show_page(RECEIVING)
        page = self.page(RECEIVING)
        if self._at_page(page):
            cast("ReceivingPage", page).receive(path)

    def close_store(self) -> None:
        """Stop listening and close what this frame holds open."""
        self.stop_listening()
        self._desk.drafts.close()
        self._desk.store.close()

    def stop_listening(self) -> None:
        """Hear nothing more of the store: another frame takes over, or nobody."""
        self._warming.stop()
        self._desk.jobs.idle.disconnect(self._show_status)
        if self._heard in self._desk.store.listeners:
            self._desk.store.listeners.remove(self._heard)

    @property
    def desk(self) -> Desk:
        """What the pages work on."""
        return self._desk

    def may_leave(self) -> bool:
        """Whether the window may close now, or another page come to the front."""
        page = self._stack.currentWidget()
        return (self._editor is None or self._editor.may_leave()) and (
            page is self._editor or not isinstance(page, Page) or page.may_leave()
        )

    def edit(self, household: Household, *, from_draft: bool = False) -> None:
        """Open the editor on a household."""
        if self._editor is not None and not self._editor.may_leave():
            return
        self._drop_editor()
        from puskesos_desktop.ui.desa.family.editor import HouseholdEditor  # not needed for the first page

        self._editor = HouseholdEditor(self._desk, household, from_draft=from_draft)
        self._editor.closed.connect(self._edited)
        self._editor.opened.connect(self.edit_family)
        self._stack.addWidget(self._editor)
        self._stack.setCurrentWidget(self._editor)
        self._editor.focus_first()

    def edit_family(self, family: str) -> None:
        """Open a family (of a duplicate the one kept): its draft when there is one, else as it is saved."""
        family = duplicates.standing(self._desk.db, KELUARGA, family)
        draft = self._desk.drafts.find(family)
        home = draft.household if draft else households.load(self._desk.db, family)
        if home is not None:
            self.edit(home, from_draft=draft is not None)

    def show_page(self, title: str, chosen: Filter | None = None) -> None:
        """Bring the page with this title to the front; a list is narrowed to `chosen` when that is given."""
        number = next(place for place, entry in enumerate(self.pages) if entry.words == title)
        if not self.may_leave():
            return
        page = self.page(title)
        self._drop_editor()
        if chosen is not None and isinstance(page, ListPage):
            page.text.clear()
            page.filters.set_filter(chosen)
            self._stale.discard(page)
        self._show_page(number)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins on the page, whatever had it before."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._focus_page)

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(self._status_line())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail)
        whole.addLayout(right, 1)

    def _status_line(self) -> QFrame:
        line = QFrame()
        line.setObjectName("statusline")
        row = QHBoxLayout(line)
        row.setContentsMargins(24, 4, 16, 4)
        self._status = label("", "quiet")
        self._undo = push("", self.undo, kind="flat", icon="urungkan")
        self._undo.setMaximumWidth(round(420 * style.scaled(1.0)))
        row.addWidget(self._status, 1)
        row.addWidget(self._undo)
        return line

    def _connect(self) -> None:
        self._committed.connect(self._after_commit, Qt.ConnectionType.QueuedConnection)
        self._desk.store.listeners.append(self._heard)
        self._desk.jobs.idle.connect(self._show_status)
        self._rail.chosen.connect(self._show_page)
        for keys, deed in (
            ("Ctrl+K", self._find),
            ("Ctrl+N", self._new_family),
            ("Ctrl+Z", self.undo),
            ("Ctrl+L", self.lock_wanted.emit),
            *((f"Ctrl+{number + 1}", partial(self._rail.press, number)) for number in range(9)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    def _listen_to(self, page: Page) -> None:
        """Connect the signals a page has."""
        for name, slot in (
            ("opened", self.edit_family), ("wanted", self.show_page), ("new_wanted", self._new_family),
            ("draft_wanted", self._open_draft),
            ("look_changed", partial(self.rebuild_wanted.emit, page.title)),
            ("restored", self.restore_ready.emit), ("setup_ready", self.setup_ready.emit),
            ("looked_in", self._watch.look_in),
            ("begun", partial(self.rebuild_wanted.emit, page.title)),
        ):  # fmt: skip
            if hasattr(page, name):
                getattr(page, name).connect(slot)

    def _at_page(self, page: Page) -> bool:
        return self._stack.currentWidget() is page

    def _heard(self, changed: Changed) -> None:
        """Called on the worker after a commit."""
        self._committed.emit(changed)

    def _after_commit(self, changed: Changed) -> None:
        self._stale |= {page for page in self._made.values() if page.tables & changed.kinds}
        current = self._stack.currentWidget()
        if isinstance(current, Page) and current in self._stale:
            self._refresh(current)
        self._show_status()

    def _refresh(self, page: Page) -> None:
        self._stale.discard(page)
        page.refresh()

    def _show_page(self, number: int) -> None:
        if not self.may_leave():
            self._rail.choose(self._at)
            return
        self._drop_editor()
        self._at = number
        self._rail.choose(number)
        page = self.page(self.pages[number].words)
        self._stack.setCurrentWidget(page)
        if page in self._stale or page is self.home:
            self._refresh(page)
        self._focus_page()

    def _focus_page(self) -> None:
        page = self._stack.currentWidget()
        if isinstance(page, ListPage):
            page.table.setFocus()
        elif isinstance(page, HomePage):
            page.focus_first()

    def _drop_editor(self) -> None:
        if self._editor is not None:
            self._stack.removeWidget(self._editor)
            self._editor.deleteLater()
            self._editor = None

    def _edited(self, family: str, words: str) -> None:
        """Back to where the editor was opened, which says what was done; drafts came or went with it."""
        self._drop_editor()
        self._stale |= {page for page in self._made.values() if isinstance(page, FamiliesPage | HomePage)}
        self._show_page(self._at)
        page = self._stack.currentWidget()
        if isinstance(page, FamiliesPage):
            page.table.select(family)
        if words:
            self._say("benar", words[0].upper() + words[1:])

    def _new_family(self) -> None:
        self.edit(registry.new_household(self._desk.store))

    def _open_draft(self, draft: Draft) -> None:
        self.edit(draft.household, from_draft=True)

    def _find(self) -> None:
        current = self._stack.currentWidget()
        if not isinstance(current, ListPage):
            self.show_page(FamiliesPage.title)
            current = self._stack.currentWidget()
        if isinstance(current, ListPage):
            current.focus_search()

    def undo(self) -> None:
        """Take back the last deed; inside the editor the words are those of typing, so it is left alone there."""
        if self._editor is None and self._undo.isEnabled():
            self._desk.jobs.run(
                self, "Membatalkan…", lambda _progress: undo.undo(self._desk.store, self._desk.operator), self._undone
            )

    def _undone(self, words: str) -> None:
        self._say("benar", f"{words}. Sudah dikembalikan.")

    def _say(self, kind: str, words: str) -> None:
        banner = getattr(self._stack.currentWidget(), "banner", None)
        if isinstance(banner, Banner):
            banner.say(kind, words)

    def _offer(self, update: Update) -> None:
        """Tell of a newer version of the program, unless something weightier stands there."""
        banner = getattr(self._stack.currentWidget(), "banner", None)
        if isinstance(banner, Banner) and not banner.isVisible():
            words = f"Versi baru Puskesos ({update.version}) ada di {update.setup.parent}."
            banner.say("info", words, "Lihat yang baru", partial(self._show_offer, update))

    def _show_offer(self, update: Update) -> None:
        self.show_page(BACKUPS)
        page = self.page(BACKUPS)
        cast("BackupsPage", page).program.offer(update)

    def _disputed(self) -> int:
        return conflicts.count(self._desk.db)

    def _held(self) -> int:
        return len(peers.held(self._desk.db.conn))

    def _urgent(self) -> int:
        """What Periksa finds pressing; its parts are loaded only when the window has been there for a moment."""
        if not self._warm:
            return 0
        from puskesos_desktop.services.checks import report

        return report.urgent(self._desk.db)

    def _warm_up(self) -> None:
        self._warm = True
        self._show_status()

    def _unsent(self) -> int:
        return send.pending(self._desk.db, self.sending.recipient()).changes

    def _show_status(self) -> None:
        db, store = self._desk.db, self._desk.store
        waiting = {entry.words: entry.waiting() for entry in self.pages if entry.waiting is not None}
        for number, entry in enumerate(self.pages):
            self._rail.show_waiting(number, waiting.get(entry.words, 0))
        receipt = outbox.last_receipt(db)
        unsent = wording.thousands(waiting[SendingPage.title])
        words = [
            f"Operator: {self._desk.operator}", upkeep.status_words(store), f"{unsent} perubahan belum diterima",
        ]  # fmt: skip
        if receipt is not None:
            words.append(f"Tanda terima terakhir {calendar.show_utc(receipt.received)}")
        self._status.setText("  ·  ".join(words))
        deed = history.next_undo(store, db)
        self._undo.setEnabled(deed is not None)
        text = f"Batalkan: {deed.label}" if deed else "Batalkan"
        self._undo.setText(self._undo.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 360))
        self._undo.setAccessibleName(text)
