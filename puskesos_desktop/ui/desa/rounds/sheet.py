"""An open sheet: the boxes of one block at a time, marked by digits, with the correction and the visit beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.outcome import Issue
from puskesos_desktop.domain.words import wording
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.services.rounds.entering import VISIT, VISIT_KEYS, Entering
from puskesos_desktop.services.rounds.results import RIGHT, Box, Collision, Mark
from puskesos_desktop.ui.desa.rounds.correction import Correction
from puskesos_desktop.ui.kit.form_view import FormView, scrolled
from puskesos_desktop.ui.kit.page import card, label, paragraph, push, side_by_side
from puskesos_desktop.ui.kit.table import Column, Table

KEYS = (
    "1 benar   2 salah   Enter lewati   B semua benar di bagian ini   Shift+B di seluruh lembar   "
    "/ ke nomor yang salah   PgDn bagian berikutnya   + orang baru   T hasil kunjungan   Del hapus tanda   "
    "F6 kembali ke isian"
)


class SheetView(QWidget):
    """Marks a sheet; `save_wanted` when F2 is pressed, `said` carries a kind and words for the page's banner.

    `changed` is told whenever something was keyed.
    """

    save_wanted = Signal()
    changed = Signal()
    said = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.entering: Entering | None = None
        self._deciding: Collision | None = None
        self.table: Table[Box] = Table(self._columns(), _identity)
        self.visit = FormView((VISIT,), headings=False)
        self.correction = Correction()
        self.jump = QLineEdit()
        self._heading, self._where = paragraph("", "heading"), paragraph("", "quiet")
        self._block = paragraph("", "heading")
        self._walk = push("", self._begin_visit, kind="flat", icon="jam")
        self._stack = QStackedWidget()
        self._question = paragraph("")
        self._ask, self._ask_inside = card()
        self._keys: dict[str, Callable[[], object]] = {
            "1": lambda: self._mark_here(RIGHT),
            "2": self._correct_here,
            "/": self._begin_jump,
            "+": self._add_person,
            "T": self._begin_visit,
        }
        self._build()
        self._connect()

    def show_sheet(self, entering: Entering, heading: str, where: str) -> None:
        """Begin with this sheet, the keyboard at its first box."""
        self.entering, self._deciding = entering, None
        self._heading.setText(heading)
        self._where.setText(where)
        self.visit.set_record(entering.visit_answers(), Situation)
        self._ask.hide()
        self.correction.close_box()
        self.jump.hide()
        self._show()
        self.focus_boxes()

    def focus_boxes(self) -> None:
        """Put everything else away and bring the keyboard back to the boxes."""
        self.visit.commit()
        self._stack.setCurrentIndex(0)
        self.correction.close_box()
        self.jump.hide()
        self.table.setFocus()

    def unread(self) -> bool:
        """Whether something typed about the visit cannot be understood; then the person is brought to it."""
        self.visit.commit()
        found = self.visit.unread()
        if found:
            self._begin_visit(found[0].field)
        return bool(found)

    def ask(self, one: Collision) -> None:
        """Ask which of two answers holds; the digits answer."""
        if self.entering is None:
            return
        self._deciding = one
        box = self.entering.find_spot(one.box.spot) or one.box
        self._show(box)
        self._question.setText(
            f"{self._title(box)}: berubah sesudah lembar dicetak. Yang tercetak {_or_empty(box, box.printed)}.\n"
            f"1   data sekarang tetap: {_or_empty(box, one.now)}\n"
            f"2   menurut kertas: {_or_empty(box, one.paper)}"
        )
        self._ask.show()
        self.table.setFocus()

    def point_out(self, issue: Issue) -> str:
        """Bring the person to the box an issue belongs to; what it is called, empty when it stands nowhere here."""
        box = self.entering.find_record(issue.record, issue.field) if self.entering is not None else None
        if box is None:
            if issue.field in VISIT_KEYS:
                self._begin_visit(issue.field)
            return ""
        self._show(box)
        self.table.setFocus()
        return box.number or box.field.label

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of entering, while the keyboard is at the boxes."""
        text = event.text().upper()
        if self.entering is None or not self.table.hasFocus():
            super().keyPressEvent(event)
        elif self._deciding is not None:
            self._decide(text)
        elif text in self._keys:
            self._keys[text]()
        elif text == "B":
            self._all_right(everywhere=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._unmark_here()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.jump.setPlaceholderText("Nomor isian yang salah, misalnya 306a atau 405.3; atau katanya, lalu Enter")
        self.jump.setAccessibleName("Langsung ke nomor")
        self._ask_inside.addWidget(self._question)
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        boxes = QWidget()
        inside = QVBoxLayout(boxes)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for widget in (self._block, self.table, self.jump, self._ask, self.correction):
            inside.addWidget(widget, int(widget is self.table))
        box, visit = card()
        visit.addWidget(label("Kunjungan", "heading"))
        visit.addWidget(scrolled(self.visit), 1)
        visit.addLayout(side_by_side(push("Kembali ke isian  F6", self.focus_boxes)))
        self._stack.addWidget(boxes)
        self._stack.addWidget(box)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._walk)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(paragraph(KEYS, "small"), 1)
        foot.addWidget(push("Simpan  F2", self.save_wanted.emit, kind="main", icon="simpan"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._where)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.table.activated_row.connect(lambda _box: self._next())
        self.correction.given.connect(self._corrected)
        self.correction.left.connect(self.focus_boxes)
        self.visit.changed.connect(self._visit_changed)
        self.jump.textEdited.connect(lambda text: self._jump_to(text, complete=False))
        self.jump.returnPressed.connect(lambda: self._jump_to(self.jump.text(), complete=True))
        for keys, deed in (
            ("F2", self.save_wanted.emit),
            ("F6", self.focus_boxes),
            ("PgDown", partial(self._step_block, 1)),
            ("PgUp", partial(self._step_block, -1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    def _show(self, box: Box | None = None) -> None:
        """The block as it is now, the keyboard's row on `box` when that is given."""
        entering = self.entering
        if entering is None:
            return
        self.table.show_rows(entering.shown)
        if box is not None:
            self.table.select(_identity(box))
        blocks = entering.blocks
        place = blocks.index(entering.block) + 1 if entering.block in blocks else 0
        rest = entering.open
        words = f"{wording.thousands(rest)} isian belum ditandai" if rest else "semua isian sudah ditandai"
        self._walk.setText(f"{entering.walk_words}   T")
        self._block.setText(f"{entering.block}   ({place} dari {len(blocks)} bagian, {words})")

    def _mark_here(self, mark: Mark) -> None:
        box = self.table.current()
        if self.entering is not None and box is not None:
            self.entering.mark(box, mark)
            self.changed.emit()
            self._show(box)
            self._next()

    def _unmark_here(self) -> None:
        box = self.table.current()
        if self.entering is not None and box is not None:
            self.entering.mark(box, None)
            self.changed.emit()
            self._show(box)

    def _next(self) -> None:
        """The next box of the block; behind its last one the next block."""
        row = self.table.currentIndex().row()
        if row + 1 < len(self.table.rows.rows):
            self.table.selectRow(row + 1)
        else:
            self._step_block(1)

    def _step_block(self, step: int) -> None:
        if self.entering is not None and self.entering.step_block(step):
            self._show()
            self.table.selectRow(0)

    def _all_right(self, *, everywhere: bool) -> None:
        if self.entering is not None:
            self.entering.all_right(everywhere=everywhere)
            self.changed.emit()
            self._show()
            if not everywhere:
                self._step_block(1)

    def _add_person(self) -> None:
        box = self.entering.add_person() if self.entering is not None else None
        if box is None:
            self.said.emit("info", "Tempat orang pada lembar ini habis. Tambahkan lewat penyunting keluarga.")
            return
        self._show(box)
        self._correct_here()

    def _correct_here(self) -> None:
        box = self.table.current()
        if self.entering is not None and box is not None:
            mark = self.entering.keyed.marks.get(box.spot)
            self.jump.hide()
            self.correction.ask(box, self.entering.who(box), mark.value if mark else None)

    def _corrected(self, value: Value) -> None:
        self.focus_boxes()
        self._mark_here(Mark(False, value))

    def _begin_visit(self, key: str = "hasil") -> None:
        self._stack.setCurrentIndex(1)
        self.visit.focus_on(key)

    def _begin_jump(self) -> None:
        self.jump.clear()
        self.jump.show()
        self.jump.setFocus()

    def _jump_to(self, text: str, *, complete: bool) -> None:
        box = self.entering.find(text, complete=complete) if self.entering is not None else None
        if box is not None:
            self._show(box)
            self._correct_here()
        elif complete:
            self.said.emit("peringatan", f"Tidak ada isian {text.strip()} yang berlaku pada lembar ini.")

    def _visit_changed(self, _key: str) -> None:
        if self.entering is not None:
            self.entering.take_visit(self.visit.values())
            self.changed.emit()
            self._show(self.table.current())

    def _decide(self, text: str) -> None:
        if self._deciding is None or self.entering is None or text not in ("1", "2"):
            return
        self.entering.decide(self._deciding, paper=text == "2")
        self._deciding = None
        self._ask.hide()
        self.save_wanted.emit()

    def _title(self, box: Box) -> str:
        who = self.entering.who(box) if self.entering is not None else ""
        return " · ".join(part for part in (box.number, box.field.label, who) if part)

    def _columns(self) -> list[Column[Box]]:
        def words(box: Box, place: int) -> str:
            return self.entering.mark_words(box)[place] if self.entering is not None else ""

        def question(box: Box) -> str:
            who = self.entering.who(box) if self.entering is not None else ""
            return f"{who}: {box.field.label}" if who else box.field.label

        return [
            Column("number", "No.", 66, lambda box: box.number, sortable=False),
            Column("question", "Isian", 300, question, least=150, sortable=False),
            Column("old", "Data lama", 180, lambda box: box.old, least=90, sortable=False),
            Column("mark", "Tanda", 60, lambda box: words(box, 0), bold=True, sortable=False),
            Column("fix", "Perbaikan", 150, lambda box: words(box, 1), least=80, sortable=False),
        ]


def _identity(box: Box) -> str:
    return "/".join(map(str, box.spot))


def _or_empty(box: Box, value: Value) -> str:
    return box.shown(value) or "(kosong)"
