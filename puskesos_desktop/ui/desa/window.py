"""The frame around the pages: navigation, what waits, who works, and Batalkan."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain import calendar, wording
from puskesos_desktop.domain.household import Household
from puskesos_desktop.services import registry, sending
from puskesos_desktop.store import history, households, outbox, undo
from puskesos_desktop.store.drafts import Draft
from puskesos_desktop.store.refold import Changed
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.household_editor import HouseholdEditor
from puskesos_desktop.ui.desa.households_page import FamiliesPage, PersonsPage
from puskesos_desktop.ui.desa.list_page import ListPage
from puskesos_desktop.ui.desa.sending_page import SendingPage
from puskesos_desktop.ui.kit import style
from puskesos_desktop.ui.kit.page import Page, label, push


class Frame(QWidget):
    """Everything a signed-in operator sees. `lock_wanted` and `leave_wanted` go to the shell."""

    lock_wanted = Signal()
    leave_wanted = Signal()
    _committed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._editor: HouseholdEditor | None = None
        self.families = FamiliesPage(desk)
        self.persons = PersonsPage(desk)
        self.sending = SendingPage(desk)
        self.pages: list[tuple[str, str, Page]] = [
            ("Keluarga", "keluarga", self.families),
            ("Individu", "individu", self.persons),
            ("Kirim", "kirim", self.sending),
        ]
        self._stale: set[Page] = {page for _, _, page in self.pages}
        self._stack = QStackedWidget()
        self._navigation = QButtonGroup(self)
        self._build()
        self._connect()
        self._show_page(0)
        self._show_status()

    def close_store(self) -> None:
        """Stop listening and close what this frame holds open."""
        if self._heard in self._desk.store.listeners:
            self._desk.store.listeners.remove(self._heard)
        self._desk.drafts.close()
        self._desk.store.close()

    def may_leave(self) -> bool:
        """Whether the window may close now."""
        return self._editor is None or self._editor.may_leave()

    def edit(self, household: Household, *, from_draft: bool = False) -> None:
        """Open the editor on a household."""
        if self._editor is not None and not self._editor.may_leave():
            return
        self._drop_editor()
        self._editor = HouseholdEditor(self._desk, household, from_draft=from_draft)
        self._editor.closed.connect(self._edited)
        self._stack.addWidget(self._editor)
        self._stack.setCurrentWidget(self._editor)
        self._editor.focus_first()

    def edit_family(self, family: str) -> None:
        """Open a family: its draft when there is one, else as it is saved."""
        draft = self._desk.drafts.find(family)
        home = draft.household if draft else households.load(self._desk.db, family)
        if home is not None:
            self.edit(home, from_draft=draft is not None)

    def _build(self) -> None:
        village = households.village(self._desk.db)
        side = QFrame()
        side.setObjectName("sidebar")
        side.setFixedWidth(min(round(210 * style.scaled(1.0)), 250))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 16, 0, 12)
        column.setSpacing(2)
        picture = label("")
        picture.setPixmap(style.pixmap("logo", style.ACCENT, 32))
        name = label(f"Desa {village.text('nama')}" if village else "Puskesos", "heading")
        name.setWordWrap(True)
        place = label(village.text("kecamatan") if village else "", "quiet")
        for widget in (picture, name, place):
            widget.setContentsMargins(18, 0, 8, 2)
            column.addWidget(widget)
        if village is not None and sending.is_sample(village):
            practice = label("Desa contoh untuk latihan", "peringatan")
            practice.setContentsMargins(18, 0, 8, 0)
            practice.setWordWrap(True)
            column.addWidget(practice)
        column.addSpacing(16)
        for number, (words, icon, _page) in enumerate(self.pages):
            button = self._nav(words, icon)
            button.setCheckable(True)
            button.clicked.connect(partial(self._show_page, number))
            self._navigation.addButton(button, number)
            column.addWidget(button)
            self._stack.addWidget(self.pages[number][2])
        column.addStretch()
        for words, icon, wanted in (
            ("Kunci layar", "kunci", self.lock_wanted),
            ("Keluar", "keluar", self.leave_wanted),
        ):
            button = self._nav(words, icon)
            button.clicked.connect(lambda _checked=False, wanted=wanted: wanted.emit())
            column.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(self._status_line())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addLayout(right, 1)

    def _nav(self, words: str, icon: str) -> QPushButton:
        button = push(words, lambda: None, kind="nav")
        button.setIcon(style.icon(icon, style.ACCENT))
        return button

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
        for page in (self.families, self.persons):
            page.opened.connect(self.edit_family)
        self.families.new_wanted.connect(self._new_family)
        self.families.draft_wanted.connect(self._open_draft)
        for keys, deed in (
            ("Ctrl+K", self._find),
            ("Ctrl+N", self._new_family),
            ("Ctrl+Z", self.undo),
            ("Ctrl+L", self.lock_wanted.emit),
            *((f"Ctrl+{number + 1}", partial(self._navigate, number)) for number in range(len(self.pages))),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    def _heard(self, changed: Changed) -> None:
        """Called on the worker after a commit."""
        self._committed.emit(changed)

    def _after_commit(self, changed: Changed) -> None:
        for _, _, page in self.pages:
            if page.tables & changed.kinds:
                self._stale.add(page)
        current = self._stack.currentWidget()
        if isinstance(current, Page) and current in self._stale:
            self._refresh(current)
        self._show_status()

    def _refresh(self, page: Page) -> None:
        self._stale.discard(page)
        page.refresh()

    def _navigate(self, number: int) -> None:
        self._navigation.button(number).click()

    def _show_page(self, number: int, _checked: bool = False) -> None:
        if self._editor is not None and not self._editor.may_leave():
            self._navigation.button(0).setChecked(True)
            return
        self._drop_editor()
        page = self.pages[number][2]
        self._navigation.button(number).setChecked(True)
        self._stack.setCurrentWidget(page)
        if page in self._stale:
            self._refresh(page)
        if isinstance(page, ListPage):
            page.table.setFocus()

    def _drop_editor(self) -> None:
        if self._editor is not None:
            self._stack.removeWidget(self._editor)
            self._editor.deleteLater()
            self._editor = None

    def _edited(self, family: str, words: str) -> None:
        self._drop_editor()
        self._stale.add(self.families)
        self._show_page(0)
        self.families.table.select(family)
        if words:
            self.families.banner.say("benar", words[0].upper() + words[1:])

    def _new_family(self) -> None:
        self.edit(registry.new_household(self._desk.store))

    def _open_draft(self, draft: Draft) -> None:
        self.edit(draft.household, from_draft=True)

    def _find(self) -> None:
        current = self._stack.currentWidget()
        if not isinstance(current, ListPage):
            self._show_page(0)
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
        page = self._stack.currentWidget()
        if isinstance(page, ListPage | SendingPage):
            page.banner.say("benar", f"{words}. Sudah dikembalikan.")

    def _show_status(self) -> None:
        db, store = self._desk.db, self._desk.store
        recipient = self.sending.recipient()
        waiting = sending.pending(db, recipient).changes
        receipt = outbox.last_receipt(db)
        words = [f"Operator: {self._desk.operator}", f"{wording.thousands(waiting)} perubahan belum diterima"]
        if receipt is not None:
            words.append(f"Tanda terima terakhir {calendar.show_utc(receipt.received)}")
        self._status.setText("  ·  ".join(words))
        deed = history.next_undo(store, db)
        self._undo.setEnabled(deed is not None)
        text = f"Batalkan: {deed.label}" if deed else "Batalkan"
        self._undo.setText(self._undo.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 360))
        self._undo.setAccessibleName(text)
