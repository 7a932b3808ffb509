"""Verifikasi: rounds on paper, how far each RT is, which sheets are where, and the way to print and enter them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain.codes.rounds import LEMBAR, PUTARAN, TUJUAN_PUTARAN
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, Record
from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import wording
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.rounds import plan, quality
from puskesos_desktop.services.rounds.plan import Drawn, SheetState
from puskesos_desktop.store.read import rounds
from puskesos_desktop.store.read.rounds import SheetLine
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.meetings import dialogs
from puskesos_desktop.ui.desa.meetings.dialogs import Asking
from puskesos_desktop.ui.desa.requests import OpensFamilies
from puskesos_desktop.ui.desa.rounds import preview
from puskesos_desktop.ui.desa.rounds.dialogs import PlanDialog, PrintDialog, Wish
from puskesos_desktop.ui.desa.rounds.entry import ResultsView
from puskesos_desktop.ui.desa.rounds.progress import RoundProgress
from puskesos_desktop.ui.desa.rounds.sheets import SheetsList
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import EmptyState, Page, label, push, side_by_side
from puskesos_desktop.ui.kit.search_line import hint
from puskesos_desktop.ui.kit.sides import Sides


class RoundsPage(Page, OpensFamilies):
    """The rounds and their sheets."""

    title = "Verifikasi"
    tables = frozenset({PUTARAN, LEMBAR, KELUARGA, ANGGOTA, BANGUNAN})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rounds: list[Record] = []
        self._wanted = ""
        self.results = ResultsView(desk)
        self.progress, self.list = RoundProgress(desk), SheetsList()
        self.choice, self.back_line = QComboBox(), QLineEdit()
        self._stack, self._inner = QStackedWidget(), QStackedWidget()
        self._build()

    def refresh(self) -> None:
        """Show the chosen round as it is now; a sheet that is being entered stays open."""
        self._rounds = rounds.rounds(self._desk.db)
        chosen = self._wanted or str(self.choice.currentData() or "")
        self._wanted = ""
        self.choice.clear()
        for one in self._rounds:
            self.choice.addItem(f"{one.text('nama')}  ·  {TUJUAN_PUTARAN.label(int(one['tujuan'] or 0))}", one.id)
        self.choice.setCurrentIndex(max(self.choice.findData(chosen), 0))
        self._inner.setCurrentIndex(0 if self._rounds else 1)
        self._show_round()
        if self._entering():
            self.results.refresh()

    def say(self, kind: str, text: str, button: str = "", deed: Callable[[], None] | None = None) -> None:
        """Say a sentence over the round, or over the sheet that is being entered."""
        if self._entering():
            self.results.say(kind, text, button, deed)
        else:
            super().say(kind, text, button, deed)

    def says_something(self) -> bool:
        """Whether a sentence stands there already."""
        return self.results.says_something() if self._entering() else super().says_something()

    def may_leave(self) -> bool:
        """A sheet with marks is asked about."""
        return self.results.may_leave()

    def plan(self, round_: Record | None = None) -> None:
        """Plan a new round, or change one and add families to it."""
        dialog = PlanDialog(self, self._desk, round_ or plan.new_round(self._desk.store))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.planned.connect(self._planned)
        dialog.open()
        dialog.form.focus_first()

    def enter(self, number: str = "") -> None:
        """Go to the entry of results, to one sheet when it is named."""
        self._stack.setCurrentWidget(self.results)
        self.results.refresh()
        if number:
            self.results.open_number(number)

    def print_sheets(self, lines: Sequence[SheetLine]) -> None:
        """Ask how, show the paper, and note it once it was printed or saved."""
        if not lines:
            self.banner.say("info", "Tidak ada lembar yang belum dicetak dalam daftar ini.")
            return
        count = f"{wording.thousands(len(lines))} lembar" if len(lines) > 1 else f"Lembar {plan.shown(lines[0])}"
        intro = f"{count}. Nomor dan keadaan data dicatat begitu lembar dicetak atau PDF-nya disimpan."
        dialog = PrintDialog(self, intro)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wished.connect(partial(self._preview, lines))
        dialog.open()

    def take_back(self) -> None:
        """Write that the sheet whose number is typed or scanned came back."""
        store, operator, typed = self._desk.store, self._desk.operator, self.back_line.text()

        def work(_progress: Progress) -> tuple[SheetLine, int]:
            line = plan.find(store.reader(), typed)
            return line, plan.take_back(store, [line], operator)

        self._desk.jobs.run(self, "Mencatat…", work, self._taken, self._not_taken)

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
        dialogs.ask(self, self._desk, asking, partial(self.banner.say, "benar"))

    def _build(self) -> None:
        self.results.closed.connect(self._back)
        self.results.opened.connect(self.opened)
        shortcut = QShortcut(QKeySequence("F4"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.enter)
        self._inner.addWidget(Sides(scrolled(self.progress), self._right(), 31, above=35))
        words = "Pilih keluarga yang dikunjungi, cetak lembarnya per RT, lalu entri hasilnya di sini."
        self._inner.addWidget(EmptyState("cetak", "Belum ada putaran verifikasi", words, "Putaran baru…", self.plan))
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(10)
        column.addLayout(self._top())
        column.addWidget(self.banner)
        column.addWidget(self._inner, 1)
        self._stack.addWidget(overview)
        self._stack.addWidget(self.results)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _top(self) -> Flow:
        self.choice.setAccessibleName("Putaran")
        self.choice.setMinimumWidth(round(250 * style.scaled(1.0)))
        self.choice.activated.connect(lambda _place: self._show_round())
        top = Flow(label(self.title, "title"), self.choice, push("Ubah…", lambda: self.plan(self._round())))
        top.addStretch()
        top.addWidget(push("Putaran baru…", self.plan, icon="tambah"))
        top.addWidget(push("Entri hasil  F4", self.enter, kind="main", icon="simpan"))
        return top

    def _right(self) -> QWidget:
        hint(self.back_line, "Lembar kembali: pindai atau ketik nomornya")
        self.back_line.setAccessibleName("Nomor lembar yang kembali")
        self.back_line.returnPressed.connect(self.take_back)
        self.list.top.addWidget(self.back_line)
        self.list.activated.connect(self._activated)
        self.progress.pressed.connect(self.list.show_area)
        buttons = side_by_side(
            push("Cetak yang belum…", lambda: self.print_sheets(self._unprinted()), icon="cetak"),
            push("Cetak ulang lembar ini…", lambda: self.print_sheets(self._chosen())),
            push("Petugas RT ini…", self.assign, icon="orang"),
            push("Buka keluarga", self._open_family),
        )
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        return box

    def _entering(self) -> bool:
        return self._stack.currentWidget() is self.results

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
            self.enter(line.number)

    def _open_family(self) -> None:
        for line in self._chosen():
            self.opened.emit(line.family)

    def _back(self) -> None:
        self._stack.setCurrentIndex(0)
        self.list.table.setFocus()

    def _planned(self, round_: str, words: str) -> None:
        self.banner.say("benar", words)
        self._wanted = round_
        self.refresh()

    def _preview(self, lines: Sequence[SheetLine], wish: Wish) -> None:
        options = wish.options()
        store, drawn = self._desk.store, list[Drawn]()

        def draw(progress: Progress) -> bytes:
            target = BytesIO()
            drawn.append(plan.draw_sheets(store, target, lines, options, progress))
            return target.getvalue()

        title = f"Lembar {plan.shown(lines[0])}" if len(lines) == 1 else "Lembar verifikasi"
        preview.preview(self, self._desk, title, draw, partial(self._note, drawn))

    def _note(self, drawn: list[Drawn]) -> None:
        """Once the paper is out, note it; the same preview printed a second time is the same paper."""
        if not drawn:
            return
        done, store, operator = drawn.pop(), self._desk.store, self._desk.operator
        words = f"{wording.thousands(len(done.sheets))} lembar tercatat dicetak."
        self._desk.jobs.run(
            self, "Mencatat…", lambda _progress: plan.note_printed(store, done, operator),
            lambda _none: self.banner.say("benar", words),
        )  # fmt: skip

    def _taken(self, found: tuple[SheetLine, int]) -> None:
        line, count = found
        words = "dicatat kembali" if count else "sudah pernah dicatat kembali"
        self.banner.say("benar", f"Lembar {line.place.kepala or plan.shown(line)} {words}.")
        self.back_line.clear()
        self.back_line.setFocus()

    def _not_taken(self, problem: Exception) -> None:
        self.banner.say("salah", str(problem))
        self.back_line.selectAll()
