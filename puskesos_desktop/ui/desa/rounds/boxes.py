"""The boxes of one block of an open sheet: marked where the keyboard stands, corrected, jumped to by their number."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.rounds.entering import Entering
from puskesos_desktop.services.rounds.results import Box, Mark
from puskesos_desktop.ui.desa.rounds.collision import CollisionCard
from puskesos_desktop.ui.desa.rounds.correction import Correction
from puskesos_desktop.ui.kit.page import paragraph
from puskesos_desktop.ui.kit.table import Column, Table


class BoxesView(QWidget):
    """`changed` is told whenever something was keyed, `shown` whenever a block is shown anew.

    `said` carries a kind and words for the page's banner, `left` asks for the keyboard back at the boxes.
    """

    changed = Signal()
    shown = Signal()
    said = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.entering: Entering | None = None
        """The open sheet."""
        self.table: Table[Box] = Table(self._columns(), _identity)
        self.table.activated_row.connect(lambda _box: self._next())
        self.correction = Correction()
        self.correction.given.connect(self._corrected)
        self.correction.left.connect(self.left)
        self.collision = CollisionCard()
        self._jump = QLineEdit()
        self._jump.setPlaceholderText("Nomor isian yang salah, misalnya 306a atau 405.3; atau katanya, lalu Enter")
        self._jump.setAccessibleName("Langsung ke nomor")
        self._jump.textEdited.connect(lambda text: self._jump_to(text, complete=False))
        self._jump.returnPressed.connect(lambda: self._jump_to(self._jump.text(), complete=True))
        self._block = paragraph("", "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._block, self.table, self._jump, self.collision, self.correction):
            column.addWidget(widget, int(widget is self.table))

    def close_others(self) -> None:
        """Put away what stands between the keyboard and the boxes."""
        self.correction.close_box()
        self._jump.hide()

    def show_block(self, box: Box | None = None) -> None:
        """The block as it is now, the keyboard's row on `box` when that is given."""
        entering = self.entering
        if entering is None:
            return
        boxes = entering.boxes
        self.table.show_rows(boxes.shown)
        if box is not None:
            self.table.select(_identity(box))
        blocks = boxes.blocks
        number = blocks.index(boxes.block) + 1 if boxes.block in blocks else 0
        rest = entering.open
        words = f"{wording.thousands(rest)} isian belum ditandai" if rest else "semua isian sudah ditandai"
        self._block.setText(f"{boxes.block}   ({number} dari {len(blocks)} bagian, {words})")
        self.shown.emit()

    def mark_here(self, mark: Mark | None) -> None:
        """Take what the pen says about the chosen box and go on, or take its mark back and stay."""
        box = self.table.current()
        if self.entering is not None and box is not None:
            self.entering.mark(box, mark)
            self.changed.emit()
            self.show_block(box)
            if mark is not None:
                self._next()

    def step_block(self, by: int) -> None:
        """Show the next or the last block."""
        if self.entering is not None and self.entering.boxes.step(by):
            self.show_block()
            self.table.selectRow(0)

    def all_right(self, *, everywhere: bool) -> None:
        """What is unmarked in this block is right, or in the whole sheet."""
        if self.entering is not None:
            self.entering.all_right(everywhere=everywhere)
            self.changed.emit()
            self.show_block()
            if not everywhere:
                self.step_block(1)

    def add_person(self) -> None:
        """Go to the name box of the next empty place."""
        box = self.entering.add_person() if self.entering is not None else None
        if box is None:
            self.said.emit("info", "Tempat orang pada lembar ini habis. Tambahkan lewat penyunting keluarga.")
            return
        self.show_block(box)
        self.correct_here()

    def correct_here(self) -> None:
        """Ask for the right answer of the chosen box."""
        box = self.table.current()
        if self.entering is not None and box is not None:
            mark = self.entering.keyed.marks.get(box.spot)
            self._jump.hide()
            self.correction.ask(box, self.entering.who(box), mark.value if mark else None)

    def begin_jump(self) -> None:
        """Let the person type which box is wrong."""
        self._jump.clear()
        self._jump.show()
        self._jump.setFocus()

    def _next(self) -> None:
        """The next box of the block; behind its last one the next block."""
        row = self.table.currentIndex().row()
        if row + 1 < len(self.table.rows.rows):
            self.table.selectRow(row + 1)
        else:
            self.step_block(1)

    def _corrected(self, value: Value) -> None:
        self.left.emit()
        self.mark_here(Mark(False, value))

    def _jump_to(self, text: str, *, complete: bool) -> None:
        box = self.entering.boxes.find(text, complete=complete) if self.entering is not None else None
        if box is not None:
            self.show_block(box)
            self.correct_here()
        elif complete:
            self.said.emit("peringatan", f"Tidak ada isian {text.strip()} yang berlaku pada lembar ini.")

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
