"""Usulan: what was proposed to SIKS-NG and how far it has come, the next cut-off, and one key for each step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.codes.meetings import JADWAL, JENIS_USULAN, MUSYAWARAH, SETUJU, TOLAK, TUNDA, USULAN
from puskesos_desktop.domain.household import ANGGOTA, DESIL, KELUARGA, Answers
from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.forms.fields import Reference
from puskesos_desktop.forms.kinds import jadwal
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.meetings import siksng
from puskesos_desktop.services.meetings.deeds import (
    ProposalState,
    cutoff,
    listed,
    new_schedule,
    save_schedule,
    state_of,
)
from puskesos_desktop.store.read.meetings import Proposal
from puskesos_desktop.store.read.search import Hit
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.meetings.deeds import ProposalDeeds, proposal_columns
from puskesos_desktop.ui.desa.meetings.dialogs import Asking, ask
from puskesos_desktop.ui.desa.requests import OpensFamilies
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.inputs.answer import Picker
from puskesos_desktop.ui.kit.page import EmptyState, Page, card, clear, label, paragraph, push, side_by_side
from puskesos_desktop.ui.kit.search_line import hint
from puskesos_desktop.ui.kit.sides import Sides
from puskesos_desktop.ui.kit.table import Table

if TYPE_CHECKING:
    from puskesos_desktop.ui.desa.meetings.collect import CollectDialog

SHORT = 13
Step = tuple[str, Callable[[], None]]
"""Words of a button, and its deed."""
EVERY_STATE, EVERY_KIND = "Semua keadaan", "Semua jenis"


class ProposalsPage(Page, OpensFamilies):
    """A list with filters, the chosen proposal at its side."""

    title = "Usulan"
    tables = frozenset({USULAN, MUSYAWARAH, JADWAL, KELUARGA, ANGGOTA, DESIL})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table: Table[Proposal] = Table(proposal_columns(), lambda one: one.id)
        self.deeds = ProposalDeeds(self, desk, self.banner, self.table.current)
        self._state, self._kind, self._text = Picker(), Picker(), QLineEdit()
        self._count, self._cutoff = label("", "quiet"), paragraph("", "quiet")
        self._side, self._inside = card()
        self._stack = QStackedWidget()
        self._all: list[Proposal] = []
        self.collecting: CollectDialog | None = None
        self._build()
        self.setFocusProxy(self.table)
        for key, deed in (
            ("1", partial(self.deeds.decide, SETUJU)),
            ("2", partial(self.deeds.decide, TOLAK)),
            ("3", partial(self.deeds.decide, TUNDA)),
            ("Ctrl+F", self._text.setFocus),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(deed)

    def refresh(self) -> None:
        """Show the proposals of now that pass the filters."""
        self._all = listed(self._desk.db)
        limit = cutoff(self._desk.db, registry.today(self._desk.store))
        left = "hari ini" if limit.left == 0 else f"{limit.left} hari lagi"
        self._cutoff.setText(f"Batas usulan {calendar.long_date(limit.day)}: {left} ({limit.ground})")
        self._count_states()
        self._narrow()

    def export(self) -> None:
        """What is shown as Excel, a sheet for each kind in the order of SIKS-NG's menus."""
        path = dialogs.save_file(self, "Simpan usulan", "usulan.xlsx", "Excel (*.xlsx)")
        if path is None:
            return
        store, shown = self._desk.store, list(self.table.rows.rows)

        def work(progress: Progress) -> int:
            return siksng.write_excel(store, path, shown, progress)

        self._desk.jobs.read(
            self, "Menulis Excel…", work,
            lambda count: self.banner.say("benar", f"{wording.thousands(count)} usulan ditulis ke {path.name}."),
        )  # fmt: skip

    def collect(self) -> None:
        """Choose proposals out of what the sheets of a round said."""
        from puskesos_desktop.ui.desa.meetings.collect import CollectDialog

        self.collecting = CollectDialog(self, self._desk)
        self.collecting.told.connect(self._told)
        self.collecting.open()

    def set_cutoff(self) -> None:
        """Ask for the day of the month by which proposals have to be in."""
        record = new_schedule(self._desk.store)

        def deed(answers: Answers, _found: Hit | None) -> None:
            save_schedule(self._desk.store, record.answering(**answers), self._desk.operator)

        intro = "Tanggal menurut surat kabupaten. Batas lama tetap tercatat untuk bulan-bulan sebelumnya."
        fields = jadwal.BATAS.fields
        start = {field.key: record[field.key] for field in fields}
        self.deeds.dialog = ask(
            self, self._desk, Asking("Batas usulan", intro, fields, start, deed, "Batas usulan tersimpan."), self._told
        )

    def _told(self, words: str) -> None:
        self.banner.say("benar", words)
        self.refresh()

    def _build(self) -> None:
        top = Flow(label(self.title, "title"))
        top.addStretch()
        top.addWidget(push("Dari hasil verifikasi…", self.collect, icon="centang"))
        top.addWidget(push("Usulkan…", self.deeds.propose, kind="main", icon="tambah"))
        self._stack.addWidget(Sides(self.table, self._side, 70, above=45))
        self._stack.addWidget(
            EmptyState(
                "kirim",
                "Belum ada usulan",
                "Kumpulkan dari hasil verifikasi, atau catat satu per satu dengan Usulkan. Musyawarah memutuskan, lalu "
                "usulan dimasukkan ke SIKS-NG.",
            )
        )
        self.table.selected_row.connect(self._show)
        self.table.activated_row.connect(lambda one: self.opened.emit(str(one["keluarga_id"])))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(side_by_side(self._cutoff, push("Atur batas…", self.set_cutoff, kind="flat", icon="jam")))
        column.addWidget(self.banner)
        column.addLayout(self._filters())
        column.addWidget(self._stack, 1)

    def _filters(self) -> Flow:
        hint(self._text, "Cari nama, NIK, atau nomor KK…")
        self._text.setAccessibleName("Cari usulan")
        self._text.setClearButtonEnabled(True)
        self._text.textChanged.connect(lambda _text: self._narrow())
        self._kind.addItem(EVERY_KIND, 0)
        for code, words in JENIS_USULAN.items.items():
            self._kind.addItem(words, code)
        for box, name in ((self._state, "Keadaan"), (self._kind, "Jenis")):
            box.setAccessibleName(name)
            box.activated.connect(lambda _place: self._narrow())
        row = Flow(self._text, self._state, self._kind)
        row.addStretch()
        row.addWidget(self._count)
        row.addWidget(push("Excel", self.export, icon="excel"))
        return row

    def _count_states(self) -> None:
        """Each state with how many there are; what was chosen stays chosen."""
        chosen = self._state.currentData()
        self._state.clear()
        self._state.addItem(EVERY_STATE, "")
        for state in ProposalState:
            count = sum(state_of(one) is state for one in self._all)
            if count or chosen == state.value:
                self._state.addItem(f"{state.value} ({wording.thousands(count)})", state.value)
        self._state.setCurrentIndex(max(0, self._state.findData(chosen)))

    def _narrow(self) -> None:
        state, kind = self._state.currentData(), self._kind.currentData()
        typed = "".join(self._text.text().split()).casefold()
        rows = [
            one
            for one in self._all
            if (not state or state_of(one).value == state)
            and (not kind or one["jenis"] == kind)
            and typed in "".join(f"{one.name} {one.subject.nik} {one.subject.nomor_kk}".split()).casefold()
        ]
        self.table.show_rows(rows)
        self._count.setText(f"{wording.thousands(len(rows))} usulan")
        self._stack.setCurrentIndex(0 if self._all else 1)
        self._show(self.table.current())

    def _show(self, one: Proposal | None) -> None:
        """What is known about the chosen proposal, and what can be done with it now."""
        clear(self._inside)
        if one is None:
            self._inside.addWidget(paragraph("Tidak ada yang cocok dengan saringan.", "quiet"))
            self._inside.addStretch(1)
            return
        self._inside.addWidget(paragraph(one.name, "heading"))
        facts = paragraph("\n".join(_facts(one)))
        facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._inside.addWidget(scrolled(facts), 1)
        for row in _in_rows(self._steps(state_of(one))):
            self._inside.addLayout(side_by_side(*(push(words, deed) for words, deed in row)))
        opening = push("Buka keluarga  Enter", partial(self.opened.emit, str(one["keluarga_id"])), kind="flat")
        self._inside.addLayout(side_by_side(opening))

    def _steps(self, state: ProposalState) -> list[Step]:
        """What can be done with a proposal in this state, the likeliest first."""
        deeds = self.deeds
        change: list[Step] = [("Ubah…", deeds.change), ("Tarik usulan…", deeds.withdraw)]
        again: list[Step] = [("Putuskan lagi…", deeds.vote)]
        decisions: list[Step] = [
            ("Setuju  1", partial(deeds.decide, SETUJU)),
            ("Tolak  2", partial(deeds.decide, TOLAK)),
            ("Tunda  3", partial(deeds.decide, TUNDA)),
            ("Dengan hitungan suara…", deeds.vote),
        ]
        steps: dict[ProposalState, list[Step]] = {
            ProposalState.PROPOSED: [("Agendakan…", deeds.put_on_agenda), *change],
            ProposalState.LISTED: [*decisions, *change],
            ProposalState.AGREED: [("Salin satu per satu…", deeds.copy), *again],
            ProposalState.REFUSED: again,
            ProposalState.POSTPONED: [("Agendakan lagi…", deeds.put_on_agenda), *again],
            ProposalState.SENT: [("Catat jawaban…", deeds.answer), ("Salin lagi…", deeds.copy)],
            ProposalState.ANSWERED: [("Ubah jawaban…", deeds.answer)],
        }
        return steps.get(state, [])


def _in_rows(steps: list[Step]) -> list[list[Step]]:
    """Steps with few letters stand two to a row."""
    rows: list[list[Step]] = []
    for step in steps:
        if rows and len(rows[-1]) == 1 and max(len(step[0]), len(rows[-1][0][0])) <= SHORT:
            rows[-1].append(step)
        else:
            rows.append([step])
    return rows


def _facts(one: Proposal) -> list[str]:
    """Who it is about and every answer, as "label: words"; what is open is left out."""
    subject = one.subject
    who = [
        f"KK {identity.grouped(subject.nomor_kk)}" if subject.nomor_kk else "",
        f"NIK {identity.grouped(subject.nik)}" if subject.nik else "",
        f"RT {subject.rt or '–'}/RW {subject.rw or '–'} {subject.dusun or ''}",
        f"Desil {subject.desil}" if subject.desil else "",
    ]
    told = [
        f"{field.label}: {field.show(one[key])}"
        for key, field in FORMS[USULAN].fields.items()
        if one[key] is not None and not isinstance(field, Reference)
    ]
    return [line for line in (*who, *told) if line]
