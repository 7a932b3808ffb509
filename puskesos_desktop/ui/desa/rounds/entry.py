"""Entry of results: scan or type a number, mark the sheet by the keyboard alone, F2 saves, the next sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from puskesos_desktop.domain.household import read_day
from puskesos_desktop.domain.outcome import InvalidData, Issue, Severity
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.services.rounds import plan, quality, results
from puskesos_desktop.services.rounds.entering import Entering
from puskesos_desktop.services.rounds.plan import SheetState
from puskesos_desktop.services.rounds.quality import Difference
from puskesos_desktop.services.rounds.results import OpenSheet, Walk
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.read import rounds
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.requests import OpensFamilies
from puskesos_desktop.ui.desa.rounds.kept_marks import KeptMarks
from puskesos_desktop.ui.desa.rounds.number_line import NumberLine
from puskesos_desktop.ui.desa.rounds.sheet import SheetView
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.drops import FileDrop
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.page import EmptyState, Page, label, push

MOST_TOLD = 6
Told = tuple[str, str]
"""A kind of banner and its words; what is no success leads to the family too."""


class ResultsView(Page, OpensFamilies):
    """One sheet after the other; `closed` asks to go back to the round."""

    title = "Entri hasil"
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._again = False
        self._last: tuple[date, str] | None = None
        self.number = NumberLine(desk)
        self.sheet = SheetView()
        self._kept = KeptMarks(desk.drafts, self.sheet)
        self._stack = QStackedWidget()
        FileDrop(self, self.number.read_picture)
        self._build()

    def refresh(self) -> None:
        """Nothing of a sheet half entered is thrown away; the keyboard stands where the next number goes."""
        if self.sheet.entering is None:
            self.number.setFocus()

    def may_leave(self) -> bool:
        """Marks that are not saved stay as a draft, or are thrown away: the person says which."""
        if self.sheet.entering is None or not self.sheet.entering.started:
            return True
        text = f"Lembar {self.sheet.entering.sheet.name} belum disimpan."
        choice = dialogs.choose(self, "Belum disimpan", text, ("Simpan sebagai draf", "Buang"))
        if choice == 1:
            self._kept.drop()
        return choice is not None

    def open_number(self, typed: str) -> None:
        """Open the sheet with this number, typed or scanned."""
        if typed.strip() and self.may_leave():
            self.number.look_up(typed)

    def save(self) -> None:
        """Save the sheet: first what changed since printing is decided, then the rules look at all of it."""
        entering, desk, again = self.sheet.entering, self._desk, self._again
        if entering is None or self.sheet.unread():
            return
        if plan.state_of(entering.sheet.line) is SheetState.ENTERED and not (entering.second or again):
            self._tell_first(entering)
            return
        collision = None if entering.second else entering.to_decide()
        if collision is not None:
            self.sheet.ask(collision)
            return
        sheet, keyed, walk = entering.sheet, entering.keyed, entering.walk
        if entering.second:
            desk.jobs.run(
                self, "Membandingkan…",
                lambda _progress: quality.key_again(desk.store, sheet, keyed, walk, desk.operator),
                lambda found: self._done(_compared(sheet.name, found)), self._refused,
            )  # fmt: skip
        else:
            desk.jobs.run(
                self, "Menyimpan hasil…",
                lambda _progress: results.save(desk.store, sheet, keyed, walk, desk.operator, again=again),
                lambda issues: self._done(_saved(sheet.name, issues)), self._refused,
            )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the round."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.number.given.connect(self.open_number)
        self.number.found.connect(self._opened)
        self.number.told.connect(self._tell)
        self.sheet.save_wanted.connect(self.save)
        self.sheet.said.connect(self.say)
        self._kept.failed.connect(partial(self.say, "salah"))
        top = Flow(label(self.title, "title"), self.number, self.number.from_picture)
        top.addWidget(push("Kembali  Esc", self._leave))
        words = "Nomornya ada di bawah kode QR. Alat pemindai yang mengetik dapat langsung dipakai."
        self._stack.addWidget(EmptyState("berkas", "Pindai lembar berikutnya", words))
        self._stack.addWidget(scrolled(self.sheet))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)

    def _opened(self, sheet: OpenSheet) -> None:
        self.banner.hide()
        self._again = False
        day, walker = self._last or (sheet.today, "")
        walk = Walk(day, sheet.line.record.text("petugas") or walker)
        entering = Entering(sheet, walk, second=_waits_for_me(self._desk.db, sheet, self._desk.operator))
        recalled = self._kept.recall(entering)
        heading = f"Keluarga {sheet.name}" + ("  ·  ketikan kedua" if entering.second else "")
        self._stack.setCurrentIndex(1)
        self.sheet.show_sheet(entering, heading, _where(sheet))
        if recalled:
            self.say("info", "Entri yang belum disimpan dibuka kembali.")
        self._tell_first(entering)

    def _tell_first(self, entering: Entering) -> None:
        sheet = entering.sheet
        gone = [one.answers.get("nama") or "rumah yang tercetak" for one in results.gone(sheet)]
        if entering.second:
            self.say("info", "Ketikan kedua: ketik apa yang tertulis di kertas. Data keluarga tidak berubah.")
        elif plan.state_of(sheet.line) is SheetState.ENTERED:
            who = sheet.line.record.text("dientri_oleh")
            self.say("peringatan", f"Lembar ini sudah dientri oleh {who}.", "Entri lagi", self._insist)
        elif gone:
            words = f"Sejak dicetak, {', '.join(map(str, gone))} tidak lagi di keluarga ini; isiannya tidak dipakai."
            self.say("peringatan", words)

    def _insist(self) -> None:
        self._again = True
        self.banner.hide()
        self.sheet.focus_boxes()

    def _tell(self, kind: str, words: str, family: str) -> None:
        deed: Callable[[], None] | None = partial(self.opened.emit, family) if family else None
        self.say(kind, words, "Buka keluarga" if family else "", deed)

    def _done(self, told: Told) -> None:
        """The sheet is put away and told of, whatever became of it; the keyboard waits for the next number."""
        entering = self.sheet.entering
        if entering is None:
            return
        if not entering.second:
            self._last = (entering.walk.day, entering.walk.walker)
        self._kept.drop()
        self._forget()
        kind, words = told
        self._tell(kind, words, entering.sheet.line.family if kind == "peringatan" else "")

    def _refused(self, problem: Exception) -> None:
        if not isinstance(problem, InvalidData):
            self.say("salah", str(problem))
            return
        first = next(issue for issue in problem.issues if issue.severity is Severity.ERROR)
        where = self.sheet.point_out(first)
        self.say("salah", f"Belum disimpan. {where + ': ' if where else ''}{first.message}")

    def _forget(self) -> None:
        self.banner.hide()
        self.sheet.close_sheet()
        self._stack.setCurrentIndex(0)
        self.number.begin()

    def _leave(self) -> None:
        if self.may_leave():
            self._forget()
            self.closed.emit()


def _waits_for_me(db: Database, sheet: OpenSheet, operator: str) -> bool:
    """Whether the sheet was chosen to be keyed twice, and another person keyed it first."""
    line = sheet.line
    another = line.record.text("dientri_oleh").casefold() != operator.casefold()
    if plan.state_of(line) is not SheetState.ENTERED or not another or not plan.waits_for_second(line):
        return False
    round_ = next((one for one in rounds.rounds(db) if one.id == line["putaran_id"]), None)
    return round_ is not None and any(
        one.id == line.id for one in plan.to_key_twice(round_, rounds.sheets(db, round_.id))
    )


def _where(sheet: OpenSheet) -> str:
    line, printed = sheet.line, read_day(sheet.line["dicetak"])
    parts = [plan.area_words(plan.area_of(line)), line.place.alamat or "", f"Lembar {plan.shown(line)}"]
    parts += [f"dicetak {calendar.show_date(printed)}"] if printed else []
    return "  ·  ".join(filter(None, parts))


def _saved(name: str, issues: list[Issue]) -> Told:
    odd = sum(issue.severity is Severity.WARNING for issue in issues)
    if odd:
        return "peringatan", f"Lembar {name} tersimpan. {odd} peringatan masih perlu dilihat."
    return "benar", f"Lembar {name} tersimpan. Silakan lembar berikutnya."


def _compared(name: str, found: list[Difference]) -> Told:
    if not found:
        return "benar", f"Lembar {name}: kedua ketikan sama."
    told = [
        f"{one.box.number or one.box.field.label}: {one.box.shown(one.first) or '(kosong)'} dan "
        f"{one.box.shown(one.second) or '(kosong)'}"
        for one in found[:MOST_TOLD]
    ]
    words = f"Lembar {name}: {len(found)} isian berbeda. {'; '.join(told)}. Lihat kertasnya, betulkan di keluarga."
    return "peringatan", words
