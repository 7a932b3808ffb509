"""Beside the form of a new person: who of the village it may be, with the reasons; it never stands in the way."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from puskesos_desktop.domain.matching.description import Description
from puskesos_desktop.services.doubles.likely import Likely
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import clear, label, paragraph, push

ASK_AFTER_MS = 200
WIDTH = 250


class LikelyBox(QFrame):
    """`chosen` names the family of the one that was pressed; `shown` says whether anybody is alike."""

    chosen = Signal(str)
    shown = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._desk = desk
        self._asked = Description()
        self._ready = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(16, 12, 16, 16)
        self._inside.setSpacing(6)

    def make_ready(self) -> None:
        """Let the reading worker take in everybody before the first question."""
        if not self._ready:
            self._ready = True
            self._desk.jobs.read_unseen(self, lambda _progress: self._desk.residents.prepare(), lambda _none: None)

    def ask(self, person: Description) -> None:
        """Look, a moment after the last key, who this may be."""
        if person != self._asked:
            self._asked = person
            self._timer.start(ASK_AFTER_MS)

    def forget(self) -> None:
        """Nobody is being added."""
        self._asked = Description()
        self._timer.stop()
        self.shown.emit(False)

    def focus_first(self) -> None:
        """Bring the keyboard to the likeliest one, if there is any."""
        button = self.findChild(QPushButton)
        if button is not None and button.isVisible():
            button.setFocus()

    def _ask(self) -> None:
        asked = self._asked
        self._desk.jobs.read_unseen(
            self, lambda _progress: self._desk.residents.likely(asked), partial(self._answered, asked)
        )

    def _answered(self, asked: Description, found: list[Likely]) -> None:
        if asked != self._asked:
            return
        clear(self._inside)
        if found:
            self._inside.addWidget(label("Mungkin sudah tercatat", "heading"))
            for one in found:
                self._inside.addWidget(self._button(one))
                self._inside.addWidget(paragraph(one.words, "quiet"))
            self._inside.addWidget(
                paragraph("F6 lalu Enter membuka keluarganya. Bila bukan orang itu, lanjutkan.", "quiet")
            )
            self._inside.addStretch(1)
        self.shown.emit(bool(found))

    def _button(self, one: Likely) -> QPushButton:
        button = push(f"{one.name}\n{one.place}", partial(self.chosen.emit, one.family), kind="flat")
        button.setAccessibleName(f"{one.name}, {one.place}: {one.words}")
        button.setStyleSheet(f"text-align: left; color: {style.ACCENT};")
        button.setMaximumWidth(round(WIDTH * style.scaled(1.0)))
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), button)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(button.click)
        return button
