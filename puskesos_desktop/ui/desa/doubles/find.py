"""Finding the family or person that is the same as this one, to put both side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, Household, Record
from puskesos_desktop.domain.matching.description import Description, describe
from puskesos_desktop.services.doubles import compare
from puskesos_desktop.services.doubles.compare import Comparison
from puskesos_desktop.store.read import search
from puskesos_desktop.store.read.search import Hit
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.doubles.merge import MergeDialog
from puskesos_desktop.ui.desa.rows.finder import FamilyFinder
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.inputs.answer import Picker
from puskesos_desktop.ui.kit.page import Banner, dialog_column, dialog_foot, label, push

TITLES = {KELUARGA: "Sama dengan keluarga lain", ANGGOTA: "Sama dengan warga lain"}
_WORDS = {KELUARGA: "Keluarga yang sama", ANGGOTA: "Warga yang sama"}
_INTRO = "tercatat dua kali. Keduanya ditampilkan berdampingan dulu, belum digabungkan."
_INTROS = {KELUARGA: f"Untuk satu keluarga yang {_INTRO}", ANGGOTA: f"Untuk satu orang yang {_INTRO}"}
_MISSING = {
    KELUARGA: "Keluarganya belum dipilih. Ketik namanya lalu pilih.",
    ANGGOTA: "Warganya belum dipilih. Ketik namanya lalu pilih.",
}


class MergeWith(QDialog):
    """Asks which family this one is, or (kind ANGGOTA) which person a member is; `done` is told of the merge."""

    def __init__(self, parent: QWidget, desk: Desk, kind: str, home: Household, done: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._desk, self._kind, self._family, self._told = desk, kind, home.family.id, done
        self.setWindowTitle(TITLES[kind])
        self.banner = Banner()
        self.member = Picker()
        self.finder = FamilyFinder(desk, self._family, _WORDS[kind], persons=kind == ANGGOTA)
        self.finder.setContentsMargins(-16, 0, -16, 0)
        whole = dialog_column(self, self.windowTitle(), _INTROS[kind])
        whole.addWidget(self.banner)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        if kind == ANGGOTA:
            column.addLayout(self._of(home))
        column.addWidget(self.finder)
        column.addStretch(1)
        whole.addWidget(scrolled(inside), 1)
        comparing = push("Bandingkan  F2", self.compare, kind="main", icon="kanan")
        whole.addLayout(dialog_foot(push("Batal", self.reject), comparing))
        dialogs.size(self, *((640, 500) if kind == ANGGOTA else (640, 410)))
        QShortcut(QKeySequence("F2"), self).activated.connect(self.compare)
        self.finder.table.activated_row.connect(lambda _hit: self.compare())
        self.finder.text.setFocus()

    def compare(self) -> None:
        """Read both and show them side by side."""
        store, kind, other = self._desk.store, self._kind, self.finder.found()
        one = self.finder.own
        if not other:
            self.banner.say("salah", _MISSING[kind])
            self.finder.text.setFocus()
            return
        self._desk.jobs.read(
            self, "Membandingkan…", lambda _progress: compare.compare(store, kind, one, other), self._show,
            lambda problem: self.banner.say("salah", str(problem)),
        )  # fmt: skip

    def _of(self, home: Household) -> QVBoxLayout:
        """Which member it is; who is most like them is offered at once."""
        for one in home.members:
            self.member.addItem(_words(one), one.id)
        self.member.setAccessibleName("Warga keluarga ini")
        self.member.currentIndexChanged.connect(lambda _at: self._look_for(home))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(6)
        column.addWidget(label("Warga keluarga ini", "heading"))
        column.addWidget(self.member)
        self._look_for(home)
        return column

    def _look_for(self, home: Household) -> None:
        """Let the reading worker find who is like the member chosen now."""
        person = self.finder.own = str(self.member.currentData())
        answers = next(one.answers for one in home.members if one.id == person)
        asked = describe(person, answers, home.family.answers, home.building.answers)
        self.finder.offer([], "Mencari yang mirip…")
        self._desk.jobs.read_unseen(self, lambda _progress: self._likely(asked), partial(self._offer, person))

    def _likely(self, asked: Description) -> list[Hit]:
        found = self._desk.residents.likely(asked)
        return search.people(self._desk.store.reader(), {one.person: one.words for one in found})

    def _offer(self, person: str, found: list[Hit]) -> None:
        if person == self.finder.own:
            self.finder.offer(found, "Tidak ada yang mirip. Ketik nama atau NIK orang itu.")

    def _show(self, found: tuple[Comparison, ...]) -> None:
        self.accept()
        MergeDialog(self.parentWidget() or self, self._desk, found, self._told).open()


def _words(member: Record) -> str:
    number = identity.grouped(member.text("nik"))
    return f"{member.text('nama') or 'tanpa nama'} · {f'NIK {number}' if number else 'belum ada NIK'}"
