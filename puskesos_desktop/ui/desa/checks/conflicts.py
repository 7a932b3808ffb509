"""Bentrok: what two laptops answered differently, decided one after the other by a digit."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.told import conflicts
from puskesos_desktop.services.told.conflicts import SideTold, Told
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.desa.requests import OpensFamilies
from puskesos_desktop.ui.kit.page import EmptyState, Page, card, clear, label, paragraph, push, side_by_side
from puskesos_desktop.ui.kit.table import Column, Table

MOST_SIDES = 9
"""Sides are chosen by one digit."""


class ConflictsPage(Page, OpensFamilies):
    """A list with our answer beside theirs, and below it one button for each answer."""

    title = "Bentrok"
    tables = EVERYTHING

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table: Table[Told] = Table(_columns(), lambda one: f"{one.conflict.record} {one.conflict.field}")
        self.table.selected_row.connect(self._show)
        self.table.activated_row.connect(lambda one: self.opened.emit(one.family))
        self._count = label("", "quiet")
        self._box, self._inside = card()
        self._stack = QStackedWidget()
        self._build()
        for digit in range(1, MOST_SIDES + 1):
            shortcut = QShortcut(QKeySequence(str(digit)), self)
            shortcut.activated.connect(partial(self._decide_at, digit - 1))

    def refresh(self) -> None:
        """Show what waits now."""
        rows = conflicts.told(self._desk.store)
        self.table.show_rows(rows)
        self._count.setText(f"{wording.thousands(len(rows))} menunggu keputusan" if rows else "")
        self._stack.setCurrentIndex(0 if rows else 1)
        self._show(self.table.current())

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label(self.title, "title"))
        top.addStretch(1)
        top.addWidget(self._count)
        both = QFrame()
        inside = QVBoxLayout(both)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.table, 1)
        inside.addWidget(self._box)
        self._stack.addWidget(both)
        self._stack.addWidget(
            EmptyState(
                "benar",
                "Tidak ada bentrok",
                "Bila dua laptop menjawab isian yang sama dengan berbeda, keduanya disimpan dan Anda memilih di sini.",
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)

    def _show(self, one: Told | None) -> None:
        """The answers of the chosen conflict, each as a button."""
        clear(self._inside)
        if one is None:
            return
        self._inside.addWidget(paragraph(f"{one.question}: {one.subject}", "heading"))
        self._inside.addWidget(
            paragraph("Mana yang benar? Tekan angkanya. Yang tidak dipilih tetap ada di Riwayat.", "quiet")
        )
        for place, side in enumerate(one.sides[:MOST_SIDES]):
            self._inside.addWidget(self._choice(place, side))
        if one.family:
            opening = push("Buka keluarga  Enter", partial(self.opened.emit, one.family), kind="flat")
            self._inside.addLayout(side_by_side(opening))

    def _choice(self, place: int, side: SideTold) -> QPushButton:
        shown = "  (yang tampil sekarang)" if side.side.wins else ""
        words = f"{place + 1}   {side.answer}   ·   {side.operator}, {side.when}, {side.laptop}{shown}"
        button = push(words, partial(self._decide_at, place))
        button.setStyleSheet("text-align: left;")
        return button

    def _decide_at(self, place: int) -> None:
        one = self.table.current()
        if one is None or place >= len(one.sides):
            return
        side = one.sides[place]
        self._desk.jobs.run(
            self,
            "Menyimpan keputusan…",
            lambda _progress: conflicts.decide(self._desk.store, one, side, self._desk.operator),
            lambda _label: self._decided(one, side),
        )

    def _decided(self, one: Told, side: SideTold) -> None:
        self.banner.say("benar", f"{one.question} {one.subject}: {side.answer}. Keputusan ikut paket berikutnya.")
        self.refresh()
        self.table.setFocus()


def _columns() -> list[Column[Told]]:
    return [
        Column("subject", "Tentang", 240, lambda one: one.subject, least=140, bold=True, sortable=False),
        Column("question", "Isian", 170, lambda one: one.question, least=110, sortable=False),
        Column("ours", "Di laptop ini", 230, lambda one: _side_words(one, ours=True), least=130, sortable=False),
        Column("theirs", "Di laptop lain", 230, lambda one: _side_words(one, ours=False), least=130, sortable=False),
    ]


def _side_words(one: Told, *, ours: bool) -> str:
    found = [side for side in one.sides if side.ours is ours]
    return " / ".join(f"{side.answer} ({side.operator}, {side.when})" for side in found) or "–"
