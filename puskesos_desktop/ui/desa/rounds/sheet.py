"""An open sheet: the boxes of one block at a time, marked by digits, and the visit behind them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import Issue
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.services.rounds import visit
from puskesos_desktop.services.rounds.entering import Entering
from puskesos_desktop.services.rounds.results import RIGHT, Collision
from puskesos_desktop.ui.desa.rounds.boxes import BoxesView
from puskesos_desktop.ui.kit.form_view import FormView, scrolled
from puskesos_desktop.ui.kit.keys import shortcut
from puskesos_desktop.ui.kit.page import card, label, paragraph, push, side_by_side

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
        self._boxes = BoxesView()
        self.table = self._boxes.table
        self._visit = FormView((visit.VISIT,), headings=False)
        self._heading, self._where = paragraph("", "heading"), paragraph("", "quiet")
        self._walk = push("", self._begin_visit, kind="flat", icon="jam")
        self._stack = QStackedWidget()
        self._keys: dict[str, Callable[[], object]] = {
            "1": lambda: self._boxes.mark_here(RIGHT),
            "2": self._boxes.correct_here,
            "/": self._boxes.begin_jump,
            "+": self._boxes.add_person,
            "T": self._begin_visit,
        }
        self._build()
        self._connect()

    @property
    def entering(self) -> Entering | None:
        """The open sheet."""
        return self._boxes.entering

    def show_sheet(self, entering: Entering, heading: str, where: str) -> None:
        """Begin with this sheet, the keyboard at its first box."""
        self._boxes.entering = entering
        self._heading.setText(heading)
        self._where.setText(where)
        self._visit.set_record(visit.answers_of(entering.walk), Situation)
        self._boxes.collision.put_away()
        self._boxes.close_others()
        self._boxes.show_block()
        self.focus_boxes()

    def close_sheet(self) -> None:
        """Nothing is open; what was keyed is saved or kept elsewhere."""
        self._boxes.entering = None

    def focus_boxes(self) -> None:
        """Put everything else away and bring the keyboard back to the boxes."""
        self._visit.commit()
        self._stack.setCurrentIndex(0)
        self._boxes.close_others()
        self.table.setFocus()

    def unread(self) -> bool:
        """Whether something typed about the visit cannot be understood; then the person is brought to it."""
        self._visit.commit()
        found = self._visit.unread()
        if found:
            self._begin_visit(found[0].field)
        return bool(found)

    def ask(self, one: Collision) -> None:
        """Ask which of two answers holds; the digits answer."""
        if self.entering is None:
            return
        box = self.entering.boxes.at(one.box.spot) or one.box
        self._boxes.show_block(box)
        self._boxes.collision.ask(one, box, self.entering.who(box))
        self.table.setFocus()

    def point_out(self, issue: Issue) -> str:
        """Bring the person to the box an issue belongs to; what it is called, empty when it stands nowhere here."""
        box = self.entering.boxes.of_record(issue.record, issue.field) if self.entering is not None else None
        if box is None:
            if issue.field in visit.VISIT_KEYS:
                self._begin_visit(issue.field)
            return ""
        self._boxes.show_block(box)
        self.table.setFocus()
        return box.number or box.field.label

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of entering, while the keyboard is at the boxes."""
        text = event.text().upper()
        if self.entering is None or not self.table.hasFocus():
            super().keyPressEvent(event)
        elif self._boxes.collision.deciding is not None:
            self._decide(text)
        elif text in self._keys:
            self._keys[text]()
        elif text == "B":
            self._boxes.all_right(everywhere=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._boxes.mark_here(None)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        box, inside = card()
        inside.addWidget(label("Kunjungan", "heading"))
        inside.addWidget(scrolled(self._visit), 1)
        inside.addLayout(side_by_side(push("Kembali ke isian  F6", self.focus_boxes)))
        self._stack.addWidget(self._boxes)
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
        self._boxes.changed.connect(self.changed)
        self._boxes.shown.connect(self._show_walk)
        self._boxes.said.connect(self.said)
        self._boxes.left.connect(self.focus_boxes)
        self._visit.changed.connect(self._visit_changed)
        shortcut(self, "F2", self.save_wanted.emit)
        shortcut(self, "F6", self.focus_boxes)
        shortcut(self, "PgDown", partial(self._boxes.step_block, 1))
        shortcut(self, "PgUp", partial(self._boxes.step_block, -1))

    def _show_walk(self) -> None:
        if self.entering is not None:
            self._walk.setText(f"{visit.words(self.entering.walk)}   T")

    def _begin_visit(self, key: str = "hasil") -> None:
        self._stack.setCurrentIndex(1)
        self._visit.focus_on(key)

    def _visit_changed(self, _key: str) -> None:
        if self.entering is not None:
            self.entering.take_visit(self._visit.values())
            self.changed.emit()
            self._boxes.show_block(self.table.current())

    def _decide(self, text: str) -> None:
        one = self._boxes.collision.deciding
        if one is None or self.entering is None or text not in ("1", "2"):
            return
        self.entering.decide(one, paper=text == "2")
        self._boxes.collision.put_away()
        self.save_wanted.emit()
