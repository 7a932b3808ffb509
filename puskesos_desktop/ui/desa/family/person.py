"""A person's card: all of block IV, what the NIK offers, and the PPKS records that hang on them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.codes.ppks import JENIS_PPKS
from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.matching.description import describe
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.forms.kinds import anggota
from puskesos_desktop.services.family.editing import Editing
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.family.likely import WIDTH, LikelyBox
from puskesos_desktop.ui.desa.rows.columns import LARGE_TEXT
from puskesos_desktop.ui.kit.form_view import FormView, scrolled
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, card, label, push


class PersonView(QWidget):
    """One form, shown for one member after the other."""

    changed = Signal(str, str)
    case_opened = Signal(str)
    case_added = Signal(str)

    def __init__(self, editing: Editing, desk: Desk) -> None:
        super().__init__()
        self._editing = editing
        self.likely = LikelyBox(desk)
        self._person = ""
        self.form = FormView(anggota.SECTIONS)
        self.form.changed.connect(self._changed)
        self._offer = Banner()
        box, self._cases = card()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._offer)
        column.addWidget(self.form)
        column.addWidget(box)
        column.addStretch(1)
        beside = style.scaled(1.0) <= LARGE_TEXT
        whole = QBoxLayout(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.BottomToTop, self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside), 1)
        whole.addWidget(self._at_side(beside))

    def show_person(self, record: str) -> None:
        """Show this member."""
        self._person = record
        person = self._editing.record(record)
        self.form.set_record(person.answers, lambda answers: self._editing.situate(record, answers))
        self.form.show_issues(self._editing.review.of(record))
        self._show_cases()
        self._show_offer(person)
        if person.before is None:
            self.likely.make_ready()
        self._show_likely(person)

    def show_issues(self) -> None:
        """Show what was found at this member."""
        self.form.show_issues(self._editing.review.of(self._person))

    def _changed(self, key: str) -> None:
        self.changed.emit(self._person, key)
        person = self._editing.record(self._person)
        self._show_offer(person)
        self._show_likely(person)

    def _at_side(self, beside: bool) -> QWidget:
        """The box of likely ones: beside the form, or above it where large text leaves no room."""
        side = scrolled(self.likely)
        wide = round((WIDTH + 60) * style.scaled(1.0))
        (side.setFixedWidth if beside else side.setMaximumHeight)(wide if beside else wide // 2)
        self.likely.shown.connect(side.setVisible)
        side.hide()
        to_likely = QShortcut(QKeySequence("F6"), self)
        to_likely.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        to_likely.activated.connect(self.likely.focus_first)
        return side

    def _show_likely(self, person: Record) -> None:
        """Somebody new may stand elsewhere already."""
        home = self._editing.household
        if person.before is None:
            self.likely.ask(describe(person.id, home.building.answers, home.family.answers, person.answers))
        else:
            self.likely.forget()

    def _show_offer(self, person: Record) -> None:
        """What the NIK says of birth and sex is offered while they are empty, never forced."""
        nik = person.text("nik")
        born = identity.birth_from_nik(nik, self._editing.today) if len(nik) == 16 else None
        sex = identity.sex_from_nik(nik) if len(nik) == 16 else None
        offers: dict[str, str | int] = {}
        if born is not None and person["tanggal_lahir"] is None:
            offers["tanggal_lahir"] = born.isoformat()
        if sex is not None and person["jenis_kelamin"] is None:
            offers["jenis_kelamin"] = sex
        if not offers:
            self._offer.hide()
            return
        words = [
            f"lahir {calendar.show_date(born)}" if key == "tanggal_lahir" and born else _SEX[int(offers[key])]
            for key in offers
        ]
        self._offer.say(
            "info", f"Menurut NIK: {', '.join(words)}. Cocokkan dengan KTP.", "Pakai", lambda: self._use(offers)
        )

    def _use(self, offers: dict[str, str | int]) -> None:
        for key, value in offers.items():
            self.form.set_answer(key, value)

    def _show_cases(self) -> None:
        while item := self._cases.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._cases.addWidget(label("Catatan PPKS", "heading"))
        mine = [case for case in self._editing.household.ppks if case["anggota_id"] == self._person]
        if not mine:
            self._cases.addWidget(label("Belum ada catatan PPKS untuk orang ini.", "quiet"))
        for case in mine:
            kind = JENIS_PPKS.items.get(int(case["jenis"] or 0), "(jenis belum dipilih)")
            self._cases.addWidget(push(kind, partial(self.case_opened.emit, case.id), kind="flat", icon="ppks"))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(push("Tambah catatan PPKS", lambda: self.case_added.emit(self._person), icon="tambah"))
        line.addStretch()
        self._cases.addWidget(row)


_SEX = {1: "laki-laki", 2: "perempuan"}
