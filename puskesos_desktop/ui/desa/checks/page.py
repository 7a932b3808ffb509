"""Periksa: what to mend today. Checks with their counts, findings of one with reasons, each with a jump and a fix."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import BUKAN_GANDA, PERIKSA_SELESAI
from puskesos_desktop.domain.outcome import Issue, Severity
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.checks.kinds import Check, Finding, Fix
from puskesos_desktop.services.checks.report import Report, examine, mend, settle
from puskesos_desktop.services.doubles import compare, merge
from puskesos_desktop.ui.desa.checks.conflicts import ConflictsPage
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.desa.doubles.merge import MergeDialog
from puskesos_desktop.ui.desa.requests import LeadsToPages, OpensFamilies
from puskesos_desktop.ui.kit.line_dialog import LineDialog
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import EmptyState, Page, label, paragraph, push, side_by_side
from puskesos_desktop.ui.kit.sides import Sides
from puskesos_desktop.ui.kit.table import Column, Table

Counted = tuple[Check, int]


class ChecksPage(Page, OpensFamilies, LeadsToPages):
    """Two lists: checks at the left, findings at the right. What they are about is opened from here."""

    title = "Periksa"
    tables = EVERYTHING | {BUKAN_GANDA, PERIKSA_SELESAI}

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._report: Report | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self.checks: Table[Counted] = Table(_check_columns(), lambda one: one[0].key)
        self.checks.selected_row.connect(self._show)
        self.checks.activated_row.connect(lambda _one: self.findings.setFocus())
        self.findings: Table[Finding] = Table(
            _finding_columns(), lambda one: f"{one.check.key} {one.record} {one.trace}"
        )
        self.findings.activated_row.connect(self._open)
        self.findings.selected_row.connect(self._show_deeds)
        self._said = label("Sedang memeriksa…", "quiet")
        self._heading, self._advice, self._words = paragraph("", "heading"), paragraph("", "quiet"), paragraph("")
        self._opening = push("Buka  Enter", lambda: self._with_current(self._open))
        self._fixing = push("", lambda: self._with_current(self._fix), kind="main")
        self._settling = push("Sudah benar…  B", lambda: self._with_current(self._settle))
        self._stack = QStackedWidget()
        self._build()
        self._show_deeds(None)

    def refresh(self) -> None:
        """Check everything anew on the reading worker; only the first time a person waits for it."""
        self._timer.start(0)

    def _look(self) -> None:
        work = partial(examine, self._desk.store)
        if self._report is None:
            self._desk.jobs.read(self, "Memeriksa data desa…", work, self._read)
        else:
            self._desk.jobs.read_unseen(self, work, self._read)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label(self.title, "title"))
        top.addStretch(1)
        top.addWidget(self._said)
        found = QWidget()
        right = QVBoxLayout(found)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        for widget in (self._heading, self._advice):
            right.addWidget(widget)
        right.addWidget(self.findings, 1)
        right.addWidget(self._words)
        right.addLayout(side_by_side(self._fixing, self._opening, self._settling))
        self._stack.addWidget(Sides(self.checks, found, 42, above=30))
        self._stack.addWidget(EmptyState("benar", "Tidak ada yang perlu dibetulkan", "Semua pemeriksaan sudah bersih."))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        for key, deed in (("B", self._settle), ("G", self._merge), ("P", self._fix)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._with_current, deed))

    def _read(self, report: Report) -> None:
        self._report = report
        rows = [one for one in report.counts() if one[1]]
        clean = len(report.found) - len(rows)
        parts = [f"{wording.thousands(sum(count for _, count in rows))} temuan", f"{clean} pemeriksaan bersih"]
        if report.quiet:
            parts.append(f"{wording.thousands(report.quiet)} sudah dinyatakan benar")
        self._said.setText("  ·  ".join(parts))
        self.checks.show_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)

    def _show(self, one: Counted | None) -> None:
        """The findings of the chosen check."""
        if one is None or self._report is None:
            self.findings.show_rows([])
            return
        check, count = one
        self._heading.setText(f"{check.title}  ·  {wording.thousands(count)}")
        self._advice.setText(check.advice)
        self.findings.show_rows(self._report.found[check.key])

    def _show_deeds(self, one: Finding | None) -> None:
        fix = one.fix if one is not None else None
        key = "  G" if fix is Fix.MERGE else "  P"
        self._fixing.setText(f"{fix}{key}" if fix else "")
        self._fixing.setVisible(fix is not None)
        self._words.setText(one.words if one is not None else "")
        self._opening.setEnabled(one is not None and bool(one.family or one.fix is Fix.DECIDE))
        self._settling.setText("Bukan ganda…  B" if one is not None and one.check.twins else SETTLE)
        self._settling.setEnabled(one is not None and one.fix is not Fix.DECIDE)

    def _with_current(self, deed: Callable[[Finding], None]) -> None:
        one = self.findings.current()
        if one is not None:
            deed(one)

    def _open(self, one: Finding) -> None:
        if one.fix is Fix.DECIDE:
            self.wanted.emit(ConflictsPage.title, None)
        elif one.fix is Fix.FAMILY_BACK:
            self.banner.say("info", "Keluarganya sudah dihapus. Kembalikan dulu keluarganya (P).")
        elif one.family:
            self.opened.emit(one.family)

    def _fix(self, one: Finding) -> None:
        if one.fix is Fix.MERGE:
            self._merge(one)
        elif one.fix is Fix.DECIDE:
            self._open(one)
        elif one.fix is Fix.GIVE_NIK:
            self._give_nik(one)
        elif one.fix is not None:
            store, operator = self._desk.store, self._desk.operator
            self._desk.jobs.run(self, "Membetulkan…", lambda _progress: mend(store, one, operator), self._done)

    def _give_nik(self, one: Finding) -> None:
        store, operator = self._desk.store, self._desk.operator
        said = ("Isi NIK", f"NIK {one.who}, {one.place}, dari KTP, KIA, atau KK:", "Simpan NIK")
        LineDialog(
            self,
            self._desk.jobs,
            said,
            lambda typed: merge.give_nik(store, one.record, typed, operator),
            partial(self._nik_given, one),
        ).open()

    def _nik_given(self, one: Finding, issues: list[Issue]) -> None:
        odd = [issue.message for issue in issues]
        self.banner.say("peringatan" if odd else "benar", " ".join((f"NIK {one.who} sudah diisi.", *odd)))

    def _settle(self, one: Finding) -> None:
        if one.fix is Fix.DECIDE:
            return
        twins = one.check.twins
        title, deed = ("Bukan ganda", "Tandai bukan ganda") if twins else ("Sudah benar", "Tandai sudah benar")
        said = (title, f"{one.who[:1].upper()}{one.who[1:]}: {one.words} Mengapa ini sudah benar?", deed)
        store, operator = self._desk.store, self._desk.operator
        LineDialog(self, self._desk.jobs, said, lambda reason: settle(store, one, reason, operator), self._done).open()

    def _merge(self, one: Finding) -> None:
        if one.fix is not Fix.MERGE:
            return
        self._desk.jobs.read(
            self,
            "Membandingkan…",
            lambda _progress: compare.compare(self._desk.store, one.kind, one.record, one.other),
            lambda found: MergeDialog(self, self._desk, found, self._done).open(),
        )

    def _done(self, words: str) -> None:
        self.banner.say("benar", f"{words}. Sudah disimpan; Ctrl+Z membatalkan.")
        self.findings.setFocus()


SETTLE = "Sudah benar…  B"
_SIGNS = {Severity.ERROR: ("Betulkan", "salah"), Severity.WARNING: ("Lihat", "peringatan"), Severity.HINT: ("", "")}


def _check_columns() -> list[Column[Counted]]:
    return [
        Column("title", "Pemeriksaan", 310, lambda one: one[0].title, least=130, sortable=False),
        Column("count", "Temuan", 74, lambda one: wording.thousands(one[1]), right=True, bold=True, sortable=False),
        Column("weight", "", 80, lambda _one: "", chips=_chips, spare=1, sortable=False),
    ]


def _chips(one: Counted) -> list[tuple[str, str]]:
    words, kind = _SIGNS[one[0].weight]
    return [(words, kind)] if words else []


def _finding_columns() -> list[Column[Finding]]:
    return [
        Column("who", "Siapa", 200, lambda one: one.who, least=110, bold=True, sortable=False),
        Column("place", "Tempat", 124, lambda one: one.place, least=90, spare=1, sortable=False),
        Column("words", "Mengapa", 400, lambda one: one.words, least=150, sortable=False,
               colour=lambda _one: style.QUIET),
    ]  # fmt: skip
