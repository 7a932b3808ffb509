"""The editor of a family over the pages: opened on a new family, a saved one or a draft, and put away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from puskesos_desktop.domain.household import KELUARGA, Household
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.drafts import Draft
from puskesos_desktop.store.read import households
from puskesos_desktop.store.tables import duplicates
from puskesos_desktop.ui.desa.desk import Desk

if TYPE_CHECKING:
    from puskesos_desktop.ui.desa.family.editor import HouseholdEditor


class EditorHost(QObject):
    """At most one editor at a time; `closed` carries its family and what to say of it, when it is done."""

    closed = Signal(str, str)

    def __init__(self, desk: Desk, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._desk = desk
        self._stack = stack
        self.editor: HouseholdEditor | None = None

    def may_leave(self) -> bool:
        """Whether no family is open, or the person lets it go."""
        return self.editor is None or self.editor.may_leave()

    def edit(self, household: Household, *, from_draft: bool = False) -> None:
        """Open the editor on a household."""
        if not self.may_leave():
            return
        self.drop()
        from puskesos_desktop.ui.desa.family.editor import HouseholdEditor  # not needed for the first page

        self.editor = HouseholdEditor(self._desk, household, from_draft=from_draft)
        self.editor.closed.connect(self.closed)
        self.editor.opened.connect(self.edit_family)
        self._stack.addWidget(self.editor)
        self._stack.setCurrentWidget(self.editor)
        self.editor.focus_first()

    def edit_family(self, family: str) -> None:
        """Open a family (of a duplicate the one kept): its draft when there is one, else as it is saved."""
        family = duplicates.standing(self._desk.db, KELUARGA, family)
        draft = self._desk.drafts.find(family)
        home = draft.household if draft else households.load(self._desk.db, family)
        if home is not None:
            self.edit(home, from_draft=draft is not None)

    def new_family(self) -> None:
        """Open a family that is not there yet."""
        self.edit(registry.new_household(self._desk.store))

    def open_draft(self, draft: Draft) -> None:
        """Go on with what was typed."""
        self.edit(draft.household, from_draft=True)

    def drop(self) -> None:
        """Put the editor away, whatever is in it."""
        if self.editor is not None:
            self._stack.removeWidget(self.editor)
            self.editor.deleteLater()
            self.editor = None
