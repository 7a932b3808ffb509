"""The middle of the editor: a form for each section, one for persons, members, photos; made when first shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from puskesos_desktop.domain.household import ANGGOTA
from puskesos_desktop.services.family.editing import Editing
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.family.members import MemberTable
from puskesos_desktop.ui.desa.family.outline import MEMBERS, PHOTOS, Target
from puskesos_desktop.ui.desa.family.person import PersonView
from puskesos_desktop.ui.desa.family.photos import PhotosView
from puskesos_desktop.ui.desa.family.section import SectionView
from puskesos_desktop.ui.kit.form_view import FormView

SomeView = TypeVar("SomeView", bound=QWidget)


class Sections(QStackedWidget):
    """Shows one line of the outline at a time.

    `changed` carries a record and its answers, `renamed` says that a line of the outline reads otherwise. What the
    person wants beyond answering: `member_added`, `member_removed`, `case_added` (of a member), `record_removed`,
    `house_wanted`, `record_wanted` (a record to go to), `family_wanted` (another family), `place_found` (of a photo).
    `unread_found` says that something typed cannot be understood; the keyboard is there.
    """

    changed = Signal(str, object)
    renamed = Signal()
    member_added = Signal()
    member_removed = Signal(str)
    case_added = Signal(str)
    record_removed = Signal(str)
    house_wanted = Signal()
    record_wanted = Signal(str)
    family_wanted = Signal(str)
    place_found = Signal(str)
    unread_found = Signal()

    def __init__(self, desk: Desk, editing: Editing) -> None:
        super().__init__()
        self._desk = desk
        self._editing = editing
        self._views: dict[str, QWidget] = {}

    @property
    def form(self) -> FormView | None:
        """The form in sight; the members and the photos are none."""
        view = self.currentWidget()
        return view.form if isinstance(view, PersonView | SectionView) else None

    def show_target(self, target: Target) -> None:
        """Show what a line of the outline leads to."""
        if target.kind == MEMBERS:
            self._bring(MEMBERS, MemberTable, self._members).refresh()
        elif target.kind == PHOTOS:
            self._bring(PHOTOS, PhotosView, self._photos).refresh()
        elif target.kind == ANGGOTA:
            self._bring(ANGGOTA, PersonView, self._person).show_person(target.record)
        else:
            view = self._bring(f"{target.kind} {target.sections[0].title}", SectionView, partial(self._section, target))
            dusun = {dusun for dusun, _, _ in households.places(self._desk.db) if dusun}
            view.form.suggest("dusun", sorted(dusun))
            view.show_record(target.record)

    def commit(self) -> None:
        """Take what stands in the input that has the keyboard."""
        if self.form is not None:
            self.form.commit()

    def focus_on(self, key: str = "") -> None:
        """Bring the keyboard to this question, or to the first one."""
        if self.form is not None:
            self.form.focus_on(key) if key else self.form.focus_first()

    def show_issues(self, record: str) -> None:
        """Show in the form in sight what was found at this record."""
        if self.form is not None:
            self.form.show_issues(self._editing.review.of(record))

    def stay_for_unread(self) -> bool:
        """Whether something typed here cannot be understood; then the person is brought to it."""
        unread = self.form.unread() if self.form is not None else []
        if unread:
            self.focus_on(unread[0].field)
            self.unread_found.emit()
        return bool(unread)

    def _bring(self, name: str, kind: type[SomeView], make: Callable[[], SomeView]) -> SomeView:
        view = self._views.get(name)
        if not isinstance(view, kind):
            view = self._views[name] = make()
            self.addWidget(view)
        self.setCurrentWidget(view)
        return view

    def _members(self) -> MemberTable:
        table = MemberTable(self._editing)
        table.opened.connect(self.record_wanted)
        table.added.connect(self.member_added)
        table.removed.connect(self.member_removed)
        return table

    def _photos(self) -> PhotosView:
        return PhotosView(self._desk, self._editing, self.place_found.emit)

    def _person(self) -> PersonView:
        view = PersonView(self._editing, self._desk)
        view.likely.chosen.connect(self.family_wanted)
        view.changed.connect(partial(self._person_changed, view))
        view.case_opened.connect(self.record_wanted)
        view.case_added.connect(self.case_added)
        return view

    def _section(self, target: Target) -> SectionView:
        view = SectionView(self._editing, target)
        view.changed.connect(self.changed)
        view.new_house.connect(self.house_wanted)
        view.removed.connect(self.record_removed)
        return view

    def _person_changed(self, view: PersonView, record: str, key: str) -> None:
        self.changed.emit(record, view.form.values())
        if key in ("nama", "hubungan"):
            self.renamed.emit()
