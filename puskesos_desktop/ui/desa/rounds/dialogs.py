"""Small windows of a round: planning it for chosen families, and how its sheets are printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.outcome import InvalidData
from puskesos_desktop.domain.words import wording
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.kinds import putaran
from puskesos_desktop.forms.paper import PAPER
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.rounds import plan
from puskesos_desktop.store.read import households, lists, rounds
from puskesos_desktop.store.read.lists import Filter
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.rows.filters import FilterBar
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.form_view import FormView, scrolled
from puskesos_desktop.ui.kit.inputs.answer import Picker
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, dialog_column, dialog_foot, label, paragraph, push, side_by_side

if TYPE_CHECKING:
    from puskesos_desktop.documents.form.layout import Options

PAPERS = {"F4 (215 × 330 mm)": "f4", "A4 (210 × 297 mm)": "a4"}
LETTERS = {"Sedang": 1.0, "Kecil": 0.95, "Besar": 1.2}
EVERYTHING = "Seluruh formulir"


@dataclass(frozen=True)
class Wish:
    """How to print: paper, size of the letters, sections (none for all), two pages on a sheet, numbers masked."""

    paper: str
    scale: float
    sections: frozenset[str]
    two_up: bool
    masked: bool = False

    def options(self) -> Options:
        """The same for whoever draws."""
        from puskesos_desktop.documents.form.layout import Options
        from puskesos_desktop.documents.press.page import A4, F4

        paper = {"a4": A4, "f4": F4}[self.paper]
        return Options(paper, scale=self.scale, sections=self.sections, two_up=self.two_up, masked=self.masked)


class PlanDialog(QDialog):
    """A round and the families it visits; `planned` carries the round's id and what to tell."""

    planned = Signal(str, str)

    def __init__(self, parent: QWidget, desk: Desk, round_: Record, chosen: Filter | None = None) -> None:
        super().__init__(parent)
        self._desk, self._round = desk, round_
        fresh = round_.before is None
        self.setWindowTitle("Putaran baru" if fresh else "Ubah putaran")
        self.banner = Banner()
        self.form = FormView(putaran.SECTIONS, headings=False)
        self.form.set_record(round_.answers, Situation)
        self.filters = FilterBar(registry.today(desk.store))
        self.filters.set_places(households.places(desk.db))
        self.filters.changed.connect(self._count)
        self._list = Picker()
        self._list.setAccessibleName("Daftar")
        self._list.addItem("Seluruh keluarga desa", "")
        for name, count in rounds.prelists(desk.db):
            self._list.addItem(f"Prelist {name} ({wording.thousands(count)} keluarga)", name)
        self._list.activated.connect(lambda _place: self._count())
        self._counted = label("", "heading")
        self.adding = QCheckBox("Tambahkan keluarga yang belum mempunyai lembar")
        self.adding.setChecked(fresh)
        self.adding.setVisible(not fresh)
        self.adding.toggled.connect(lambda _on: self._count())
        self._save = push("Rencanakan  F2" if fresh else "Simpan  F2", self.save, kind="main", icon="simpan")
        self._build()
        self.filters.set_filter(chosen or Filter(present=True))
        QShortcut(QKeySequence("F2"), self).activated.connect(self.save)

    def save(self) -> None:
        """Save the round, or point out what is missing."""
        self.form.commit()
        if unread := self.form.unread():
            self.form.focus_on(unread[0].field)
            return
        made = Record(self._round.kind, self._round.id, self.form.values(), self._round.before, self._round.stamps)
        families = self._wanted() if self.adding.isChecked() else None
        store, operator = self._desk.store, self._desk.operator
        self._save.setEnabled(False)
        self._desk.jobs.run(
            self,
            "Merencanakan putaran…",
            lambda _progress: plan.plan(store, made, families, operator),
            lambda count: self._planned(made, count),
            self._failed,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter at an answer only moves on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _build(self) -> None:
        whole = dialog_column(self, self.windowTitle())
        whole.addWidget(self.banner)
        whole.addWidget(scrolled(self.form), 1)
        whole.addWidget(paragraph("Keluarga yang dikunjungi: pilih tempat dan keadaannya.", "quiet"))
        whole.addWidget(self.adding)
        whole.addLayout(side_by_side(self._list))
        self._list.setVisible(self._list.count() > 1)
        whole.addWidget(self.filters)
        whole.addLayout(dialog_foot(push("Batal", self.reject), self._save, left=self._counted))
        dialogs.size(self, 760, 600)

    def _wanted(self) -> Filter:
        """The families of the chosen list (or of the village) that pass the filter."""
        name = str(self._list.currentData() or "")
        if not name:
            return self.filters.chosen
        return replace(self.filters.chosen, families=rounds.families_of_prelist(self._desk.db, name))

    def _count(self) -> None:
        count = len(lists.families(self._desk.db, self._wanted()))
        self._counted.setText(f"{wording.thousands(count)} keluarga" if self.adding.isChecked() else "")
        self.filters.setEnabled(self.adding.isChecked())

    def _planned(self, made: Record, count: int) -> None:
        self.accept()
        words = (
            f"{wording.thousands(count)} lembar baru. Tugaskan petugas per RT, lalu cetak." if count else "Tersimpan."
        )
        self.planned.emit(made.id, f"Putaran {made.text('nama')}: {words}")

    def _failed(self, problem: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(problem, InvalidData):
            self.form.show_issues(problem.issues)
            self.form.focus_on(problem.issues[0].field)
            self.banner.say("salah", "Belum disimpan. Betulkan isian yang bertanda.")
        else:
            self.banner.say("salah", str(problem))


class PrintDialog(QDialog):
    """How sheets are printed: `wished` carries paper, letters and sections; the preview comes next."""

    wished = Signal(object)

    def __init__(self, parent: QWidget, intro: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Cetak lembar")
        self.paper, self.letters, self.sections = Picker(), Picker(), Picker()
        numbers = list(dict.fromkeys(["I", *(one.number for _, one in PAPER if one.number != "I")]))
        for box, words, name in (
            (self.paper, list(PAPERS), "Kertas"),
            (self.letters, list(LETTERS), "Huruf"),
            (self.sections, [EVERYTHING, *(f"Hanya bagian {number}" for number in numbers)], "Bagian"),
        ):
            box.addItems(words)
            box.setAccessibleName(name)
        self.two_up = QCheckBox("Dua halaman pada satu lembar, diperkecil")
        self.masked = QCheckBox("NIK dan nomor KK hanya enam angka pertama")
        rows = QFormLayout()
        rows.setSpacing(8)
        rows.addRow("Kertas", self.paper)
        rows.addRow("Huruf", self.letters)
        rows.addRow("Bagian", self.sections)
        rows.addRow("", self.two_up)
        rows.addRow("", self.masked)
        preview = push("Pratinjau…", self.accept, kind="main", icon="cetak")
        preview.setDefault(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(12)
        whole.addWidget(label("Cetak lembar", "heading"))
        whole.addWidget(paragraph(intro, "quiet"))
        whole.addLayout(rows)
        whole.addLayout(dialog_foot(push("Batal", self.reject), preview))
        self.setMinimumWidth(round(460 * style.scaled(1.0)))

    def accept(self) -> None:
        """Go on to the preview."""
        super().accept()
        part = self.sections.currentText()
        sections = frozenset() if part == EVERYTHING else frozenset({part.rpartition(" ")[2]})
        paper, scale = PAPERS[self.paper.currentText()], LETTERS[self.letters.currentText()]
        self.wished.emit(Wish(paper, scale, sections, self.two_up.isChecked(), self.masked.isChecked()))
