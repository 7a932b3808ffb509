"""Musyawarah: the meetings, each with its form, its agenda decided by one key, and its letters as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLayout,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from puskesos_desktop.domain.codes.meetings import MUSYAWARAH, USULAN
from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.outcome import InvalidData, Issue, Progress, Severity
from puskesos_desktop.domain.words import wording
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.kinds import musyawarah
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.meetings import deeds
from puskesos_desktop.services.meetings.words import TITLES, file_name, with_words, without_template
from puskesos_desktop.store.read.meetings import all_meetings, proposals_per_meeting
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.meetings.agenda import Agenda
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.form_view import FormView, scrolled
from puskesos_desktop.ui.kit.page import EmptyState, Page, label, paragraph, push, side_by_side
from puskesos_desktop.ui.kit.sides import Sides
from puskesos_desktop.ui.kit.table import DAY, Column, Table

EVENT, AGENDA, LETTERS = "Acara dan peserta", "Agenda", "Surat"
PAPERS = {"F4 (215 × 330 mm)": "f4", "A4 (210 × 297 mm)": "a4"}


class DeliberationPage(Page):
    """Meetings at the left; at the right what the chosen one is about, decides, and prints."""

    title = "Musyawarah"
    tables = frozenset({MUSYAWARAH, USULAN})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._meeting: Record | None = None
        self._counts: dict[str, int] = {}
        self.table: Table[Record] = Table(_columns(lambda one: self._counts.get(one.id, 0)), lambda one: one.id)
        self.agenda = Agenda(self, desk, self.banner)
        self.form = FormView((musyawarah.ACARA, musyawarah.PESERTA, musyawarah.HASIL))
        self.words = FormView((musyawarah.TEKS,))
        self.tabs = QTabWidget()
        self._paper = QComboBox()
        self._stack = QStackedWidget()
        self._build()
        self.setFocusProxy(self.table)
        QShortcut(QKeySequence("F2"), self).activated.connect(self.save)

    def refresh(self) -> None:
        """Show the meetings of now; what is being typed stays."""
        self._counts = proposals_per_meeting(self._desk.db)
        meetings = all_meetings(self._desk.db)
        if self._changed() or (self._meeting is not None and self._meeting.before is None):
            self.agenda.show_of(self._meeting)
            return
        self.table.show_rows(meetings)
        self._stack.setCurrentIndex(0 if meetings else 1)
        self._show(self.table.current())

    def new(self) -> None:
        """Begin a meeting; it is saved by *Simpan*."""
        if self._may_go_on():
            self._show(deeds.new_meeting(self._desk.store))
            self._stack.setCurrentIndex(0)
            self.tabs.setCurrentIndex(0)
            self.form.focus_on("nomor_agenda")
            self.banner.say("info", "Musyawarah baru: isi lalu simpan dengan F2.")

    def save(self) -> None:
        """Save the meeting, or bring the person to what is wrong."""
        for view in (self.form, self.words):
            view.commit()
        unread = [*self.form.unread(), *self.words.unread()]
        if self._meeting is None or unread:
            self._point_out(unread)
            return
        made, store, operator = without_template(self._typed()), self._desk.store, self._desk.operator
        self._desk.jobs.run(
            self,
            "Menyimpan musyawarah…",
            lambda _progress: deeds.hold(store, made, operator),
            lambda issues: self._saved(made, issues),
            lambda problem: self._point_out(problem.issues if isinstance(problem, InvalidData) else [], str(problem)),
        )

    def write(self, name: str) -> None:
        """Write one letter where the person chooses."""
        from puskesos_desktop.services.meetings import letters

        if self._meeting is None or self._meeting.before is None or self._changed():
            self.banner.say("info", "Simpan musyawarahnya dulu, supaya surat memuat isian terakhir.")
            return
        meeting, paper, store = self._meeting, PAPERS[self._paper.currentText()], self._desk.store
        title = TITLES[name]
        path = dialogs.save_file(self, f"Simpan {title}", file_name(name, meeting), "PDF (*.pdf)")
        if path is None:
            return

        def work(_progress: Progress) -> int:
            return letters.write_letter(store, path, name, meeting, paper)

        self._desk.jobs.read(
            self, f"Menulis {title}…", work,
            lambda pages: self.banner.say("benar", f"{title} ditulis ke {path.name}: {pages} halaman."),
        )  # fmt: skip

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label(self.title, "title"))
        top.addStretch(1)
        top.addWidget(push("Musyawarah baru", self.new, kind="main", icon="tambah"))
        for view, words in ((self._event_tab(), EVENT), (self.agenda, AGENDA), (self._letters_tab(), LETTERS)):
            self.tabs.addTab(view, words)
        self.table.selected_row.connect(self._chosen)
        self._stack.addWidget(Sides(self.table, self.tabs, 33, above=25))
        self._stack.addWidget(
            EmptyState("orang", "Belum ada musyawarah", "Catat acaranya; berita acara dan lampirannya terisi sendiri.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)

    def _event_tab(self) -> QWidget:
        return _tab(scrolled(self.form), side_by_side(push("Simpan  F2", self.save, icon="simpan")))

    def _letters_tab(self) -> QWidget:
        self._paper.addItems(list(PAPERS))
        self._paper.setAccessibleName("Kertas")
        letters = side_by_side(*(push(title, partial(self.write, name), icon="pdf") for name, title in TITLES.items()))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(8)
        column.addLayout(side_by_side(label("Kertas"), self._paper))
        column.addLayout(letters)
        hint = (
            "Kata dalam kurung kurawal, misalnya {tanggal}, terisi sendiri. Kalimat yang diubah hanya berlaku di sini."
        )
        column.addWidget(paragraph(hint, "quiet"))
        column.addWidget(self.words)
        return _tab(scrolled(inside), side_by_side(push("Simpan kalimat  F2", self.save, icon="simpan")))

    def _chosen(self, meeting: Record | None) -> None:
        """Another meeting was selected: unsaved work is asked about first."""
        if meeting is None or (self._meeting is not None and meeting.id == self._meeting.id):
            return
        if self._may_go_on():
            self._show(meeting)
        elif self._meeting is not None:
            self.table.select(self._meeting.id)

    def _may_go_on(self) -> bool:
        text = "Isian musyawarah yang tampil belum disimpan."
        return not self._changed() or dialogs.ask(self, "Belum disimpan", text, "Buang perubahan")

    def _show(self, meeting: Record | None) -> None:
        self._meeting = meeting
        self.tabs.setEnabled(meeting is not None)
        if meeting is not None:
            answers = with_words(meeting).answers
            for view in (self.form, self.words):
                view.set_record(answers, Situation)
        count = self.agenda.show_of(meeting)
        self.tabs.setTabText(1, f"{AGENDA} ({wording.thousands(count)})")

    def _typed(self) -> Record:
        """The meeting with what stands in both forms; each owns its questions."""
        assert self._meeting is not None
        answers = self.form.values()
        answers |= {field.key: self.words.values()[field.key] for field in musyawarah.TEKS.fields}
        return replace(self._meeting, answers=FORMS[MUSYAWARAH].complete(answers))

    def _changed(self) -> bool:
        if self._meeting is None:
            return False
        return without_template(self._typed()).answers != without_template(self._meeting).answers

    def _saved(self, made: Record, issues: Sequence[Issue]) -> None:
        odd = [issue.message for issue in issues if issue.severity is Severity.WARNING]
        kind = "peringatan" if odd else "benar"
        self.banner.say(kind, " ".join([f"Tersimpan: {deeds.naming(made)}.", *odd]))
        self._meeting = None
        self.refresh()
        self.table.select(made.id)
        self.form.show_issues(issues)

    def _point_out(self, issues: Sequence[Issue], words: str = "") -> None:
        self.form.show_issues(issues)
        self.words.show_issues(issues)
        if issues and not self.form.focus_on(issues[0].field):
            self.words.focus_on(issues[0].field)
        self.banner.say("salah", "Belum disimpan. Betulkan isian yang bertanda." if issues else words)


def _tab(content: QWidget, *rows: QLayout) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(12, 12, 12, 12)
    column.setSpacing(8)
    column.addWidget(content, 1)
    for row in rows:
        column.addLayout(row)
    return made


def _columns(count: Callable[[Record], int]) -> list[Column[Record]]:
    """Columns of the list of meetings; `count` says how many proposals a meeting has."""
    fields = FORMS[MUSYAWARAH].fields
    return [
        Column("tanggal", "Tanggal", 92, lambda one: fields["tanggal"].show(one["tanggal"]), whole=DAY, sortable=False),
        Column("nomor", "Nomor", 130, lambda one: one.text("nomor_agenda") or "(belum ada)", least=112, bold=True,
               sortable=False),
        Column("usulan", "Usulan", 70, lambda one: wording.thousands(count(one)), least=62, right=True, spare=1,
               sortable=False),
        Column("jenis", "Jenis", 150, lambda one: fields["jenis"].show(one["jenis"]), least=60, spare=2,
               sortable=False),
    ]  # fmt: skip
