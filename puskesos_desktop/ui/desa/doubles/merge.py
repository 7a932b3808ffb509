"""Two records side by side: the answer of one or the other is chosen by the keys 1 and 2, then both become one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA
from puskesos_desktop.domain.outcome import InvalidData, UserError
from puskesos_desktop.services.doubles import merge
from puskesos_desktop.services.doubles.compare import Comparison, Line, Pair, Plan
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit.changes import Changes
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, dialog_foot, label, paragraph, push
from puskesos_desktop.ui.kit.sides import Sides
from puskesos_desktop.ui.kit.table import Column, Table

LOOK_AFTER_MS = 120
KEPT, OTHER = 0, 1
CHOSEN, NOT_CHOSEN = "●  ", "○  "
_TITLES = {ANGGOTA: "Gabungkan orang", KELUARGA: "Gabungkan keluarga"}
_ALONG = {ANGGOTA: "Orang yang sama?", BANGUNAN: "Rumah yang sama?"}


@dataclass(eq=False)
class Choice:
    """One line to choose in: a question with two answers, or (without a line) whether a pair that follows is one."""

    comparison: Comparison
    line: Line | None
    side: int

    @property
    def words(self) -> tuple[str, str]:
        """What stands at the left and at the right."""
        if self.line is not None:
            return self.line.kept, self.line.other
        return f"ya, {self.comparison.names[0]}", f"bukan, {self.comparison.names[1]} yang lain"

    @property
    def question(self) -> str:
        """What is chosen here."""
        if self.line is not None:
            return self.line.question
        return _ALONG[self.comparison.pair.kind]

    @property
    def told(self) -> str:
        """The whole line in one sentence, for answers too long for a cell."""
        left, right = self.words
        reasons = f"  ({self.comparison.reasons})" if self.line is None and self.comparison.reasons else ""
        return f"{self.question}   1  {left}   ·   2  {right}{reasons}"


class MergeDialog(QDialog):
    """Shows only what differs; F2 merges, Esc leaves. `done` is told what was done."""

    def __init__(
        self, parent: QWidget, desk: Desk, comparisons: Sequence[Comparison], done: Callable[[str], None]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._asked = comparisons[0]
        self._told = done
        self._choices = [choice for one in comparisons for choice in self._choices_of(one)]
        self.setWindowTitle(_TITLES[self._asked.pair.kind])
        self.table: Table[Choice] = Table(self._columns(), lambda one: str(id(one)))
        self._full = paragraph("")
        self.table.clicked.connect(self._clicked)
        self.table.selected_row.connect(lambda one: self._full.setText(one.told if one is not None else ""))
        self._changes = Changes()
        self._banner = Banner()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._build(parent.window().size())
        self._show()
        self._look()
        self.table.setFocus()

    def plan(self) -> Plan:
        """What is chosen now."""
        along = [one.comparison for one in self._choices if one.line is None and one.side == KEPT]
        return Plan(tuple(self._pair(one) for one in (self._asked, *along)))

    def choose(self, side: int) -> None:
        """Take the left (0) or right (1) answer of the line where the keyboard is, and go to the next."""
        current = self.table.current()
        if current is None:
            return
        current.side = side
        self._show()
        place = min(self.table.currentIndex().row() + 1, len(self.table.rows.rows) - 1)
        self.table.selectRow(place)
        self._timer.start(LOOK_AFTER_MS)

    def merge(self) -> None:
        """Do it on the worker."""
        plan = self.plan()
        self._save.setEnabled(False)
        self._desk.jobs.run(
            self,
            "Menggabungkan…",
            lambda _progress: merge.merge(self._desk.store, plan, self._desk.operator),
            self._merged,
            self._refused,
        )

    def _choices_of(self, comparison: Comparison) -> list[Choice]:
        along = comparison is not self._asked
        first = [Choice(comparison, None, KEPT if comparison.sure else OTHER)] if along else []
        return [*first, *(Choice(comparison, line, OTHER if line.take else KEPT) for line in comparison.lines)]

    def _pair(self, comparison: Comparison) -> Pair:
        taken = {
            one.line.key
            for one in self._choices
            if one.comparison is comparison and one.line is not None and one.side == OTHER
        }
        return Pair(comparison.pair.kind, comparison.pair.kept, comparison.pair.other, frozenset(taken))

    def _columns(self) -> list[Column[Choice]]:
        names = self._asked.names
        return [
            Column("question", "Isian", 230, lambda one: one.question, least=130, sortable=False),
            Column("kept", f"1   {names[0]}", 220, partial(_side, KEPT), least=130, sortable=False,
                   colour=partial(_colour, KEPT)),
            Column("other", f"2   {names[1]}", 220, partial(_side, OTHER), least=130, sortable=False,
                   colour=partial(_colour, OTHER)),
        ]  # fmt: skip

    def _build(self, room: QSize) -> None:
        one, other = self._asked.names
        heading = f"Dua catatan {one}" if one == other else f"{one} dan {other}"
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(10)
        whole.addWidget(paragraph(heading, "heading"))
        whole.addWidget(paragraph(self._intro(), "quiet"))
        whole.addWidget(self._banner)
        whole.addWidget(Sides(self.table, scrolled(self._changes), 66, above=60), 1)
        whole.addWidget(self._full)
        self._save = push("Gabungkan  F2", self.merge, kind="main", icon="simpan")
        leave = push("Batal", self.reject)
        keys = label("1 = kiri   2 = kanan   ↑ ↓ = pindah baris", "quiet")
        whole.addLayout(dialog_foot(leave, self._save, left=keys))
        wide = style.scaled(1.0)
        self.resize(min(round(1060 * wide), room.width() - 40), min(round(560 * wide), room.height() - 40))
        for key, deed in (("1", partial(self.choose, KEPT)), ("2", partial(self.choose, OTHER)), ("F2", self.merge)):
            QShortcut(QKeySequence(key), self).activated.connect(deed)

    def _intro(self) -> str:
        if not self._choices:
            return "Semua isiannya sama. Catatan kedua akan mengikuti catatan pertama."
        return "Yang berbeda ditampilkan di bawah. Pilih jawaban mana yang dipakai; yang lain tetap ada di Riwayat."

    def _show(self) -> None:
        refused = {id(one.comparison) for one in self._choices if one.line is None and one.side == OTHER}
        shown = [one for one in self._choices if one.line is None or id(one.comparison) not in refused]
        self.table.show_rows(shown)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() in (1, 2):
            self.choose(KEPT if index.column() == 1 else OTHER)

    def _look(self) -> None:
        """Say what would happen by now."""
        try:
            seen = merge.foresee(self._desk.store, self.plan())
        except UserError as problem:
            self._save.setEnabled(False)
            self._banner.say("salah", str(problem))
            return
        self._save.setEnabled(seen.possible)
        self._changes.say(seen.words, seen.issues)

    def _merged(self, words: str) -> None:
        self._told(words)
        self.accept()

    def _refused(self, problem: Exception) -> None:
        self._save.setEnabled(True)
        found = [issue.message for issue in problem.issues] if isinstance(problem, InvalidData) else []
        self._banner.say("salah", " ".join(found) or str(problem))


def _side(side: int, one: Choice) -> str:
    return (CHOSEN if one.side == side else NOT_CHOSEN) + one.words[side]


def _colour(side: int, one: Choice) -> str | None:
    return style.ACCENT if one.side == side else style.QUIET
