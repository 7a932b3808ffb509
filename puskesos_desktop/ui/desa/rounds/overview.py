"""A round at a glance: which one, how far each RT is, where its sheets are, and what is done with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain.codes.rounds import LEMBAR, TUJUAN_PUTARAN
from puskesos_desktop.domain.household import Record
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.rounds import plan, quality
from puskesos_desktop.services.rounds.plan import SheetState
from puskesos_desktop.store.read import rounds
from puskesos_desktop.store.read.rounds import SheetLine
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.meetings import dialogs
from puskesos_desktop.ui.desa.meetings.dialogs import Asking
from puskesos_desktop.ui.desa.rounds.back_line import BackLine
from puskesos_desktop.ui.desa.rounds.dialogs import PlanDialog
from puskesos_desktop.ui.desa.rounds.progress import RoundProgress
from puskesos_desktop.ui.desa.rounds.sheet_printing import SheetPrinting
from puskesos_desktop.ui.desa.rounds.sheets import SheetsList
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.inputs.answer import Picker
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, EmptyState, label, push, side_by_side
from puskesos_desktop.ui.kit.sides import Sides


class RoundOverview(QWidget):
    """The chosen round; `entry_wanted` carries the number of a sheet to enter or nothing, `opened` names a family."""

    entry_wanted = Signal(str)
    opened = Signal(str)

    def __init__(self, desk: Desk, banner: Banner) -> None:
        super().__init__()
        self._desk = desk
        self._banner = banner
        self._rounds: list[Record] = []
        self._wanted = ""
        self._printing = SheetPrinting(self, desk)
        self._printing.said.connect(banner.say)
        self.progress, self.list = RoundProgress(desk), SheetsList()
        self.choice, self.back_line = Picker(), BackLine(desk)
        self._inner = QStackedWidget()
        self._build()

    def refresh(self) -> None:
        """Show the chosen round as it is now."""
        self._rounds = rounds.rounds(self._desk.db)
        chosen = self._wanted or str(self.choice.currentData() or "")
        self._wanted = ""
        self.choice.clear()
        for one in self._rounds:
            self.choice.addItem(f"{one.text('nama')}  ·  {TUJUAN_PUTARAN.label(int(one['tujuan'] or 0))}", one.id)
        self.choice.setCurrentIndex(max(self.choice.findData(chosen), 0))
        self._inner.setCurrentIndex(0 if self._rounds else 1)
        self._show_round()

    def plan(self, round_: Record | None = None) -> None:
        """Plan a new round, or change one and add families to it."""
        dialog = PlanDialog(self, self._desk, round_ or plan.new_round(self._desk.store))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.planned.connect(self._planned)
        dialog.open()
        dialog.form.focus_first()

    def assign(self) -> None:
        """Write who walks in the RT of the chosen sheet."""
        line, store, operator = self.list.table.current(), self._desk.store, self._desk.operator
        if line is None:
            return
        round_id, area = line.record.text("putaran_id"), plan.area_of(line)
        words = plan.area_words(area)
        asking = Asking(
            f"Petugas {words}", "Nama pekerja sosial masyarakat (PSM) yang berkunjung di RT ini.",
            (FORMS[LEMBAR].fields["petugas"],), {"petugas": line["petugas"]},
            lambda answers, _found: plan.assign(store, round_id, area, str(answers["petugas"] or ""), operator),
            f"Petugas {words} tercatat.",
        )  # fmt: skip
        dialogs.ask(self, self._desk, asking, partial(self._banner.say, "benar"))

    def _build(self) -> None:
        self._inner.addWidget(Sides(scrolled(self.progress), self._right(), 31, above=35))
        words = "Pilih keluarga yang dikunjungi, cetak lembarnya per RT, lalu entri hasilnya di sini."
        self._inner.addWidget(EmptyState("cetak", "Belum ada putaran verifikasi", words, "Putaran baru…", self.plan))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(10)
        column.addLayout(self._top())
        column.addWidget(self._banner)
        column.addWidget(self._inner, 1)

    def _top(self) -> Flow:
        self.choice.setAccessibleName("Putaran")
        self.choice.setMinimumWidth(round(250 * style.scaled(1.0)))
        self.choice.activated.connect(lambda _place: self._show_round())
        top = Flow(label("Verifikasi", "title"), self.choice, push("Ubah…", lambda: self.plan(self._round())))
        top.addStretch()
        top.addWidget(push("Putaran baru…", self.plan, icon="tambah"))
        top.addWidget(push("Entri hasil  F4", partial(self.entry_wanted.emit, ""), kind="main", icon="simpan"))
        return top

    def _right(self) -> QWidget:
        self.back_line.said.connect(self._banner.say)
        self.list.top.addWidget(self.back_line)
        self.list.activated.connect(self._activated)
        self.progress.pressed.connect(self.list.show_area)
        buttons = side_by_side(
            push("Cetak yang belum…", lambda: self._printing.begin(self._unprinted()), icon="cetak"),
            push("Cetak ulang lembar ini…", lambda: self._printing.begin(self._chosen())),
            push("Petugas RT ini…", self.assign, icon="orang"),
            push("Buka keluarga", self._open_family),
        )
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        return box

    def _round(self) -> Record | None:
        return next((one for one in self._rounds if one.id == self.choice.currentData()), None)

    def _chosen(self) -> list[SheetLine]:
        line = self.list.table.current()
        return [line] if line is not None else []

    def _unprinted(self) -> list[SheetLine]:
        return [line for line in self.list.shown if plan.state_of(line) is SheetState.PLANNED]

    def _show_round(self) -> None:
        round_, db = self._round(), self._desk.db
        sheets = rounds.sheets(db, round_.id) if round_ is not None else []
        self.progress.show_round(round_, sheets)
        self.list.show_round(round_, sheets, quality.changed_since(db, sheets))

    def _activated(self, line: SheetLine) -> None:
        if plan.state_of(line) is SheetState.PLANNED:
            self.opened.emit(line.family)
        else:
            self.entry_wanted.emit(line.number)

    def _open_family(self) -> None:
        for line in self._chosen():
            self.opened.emit(line.family)

    def _planned(self, round_: str, words: str) -> None:
        self._banner.say("benar", words)
        self._wanted = round_
        self.refresh()
