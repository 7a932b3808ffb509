"""The line under the pages: who works, how safe the data are, what has not arrived, and Batalkan."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.services.safety import upkeep
from puskesos_desktop.services.safety.worries import worries
from puskesos_desktop.store.log import history, outbox, undo
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import paragraph, push

WIDEST_DEED = 300
"""Pixels at the usual text size for the words of the deed that Batalkan takes back; a screen reader says them all."""

LARGE = 1.2
"""From this text size on, what is wrong with the backups is one word beside its sign."""


class StatusLine(QFrame):
    """`undone` carries the sentence to say once a deed was taken back; `mend_wanted` asks for the page of backups."""

    undone = Signal(str)
    mend_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("statusline")
        self._desk = desk
        self._words = paragraph("", "quiet")
        self._worry = push("", self.mend_wanted.emit, kind="flat", icon="peringatan")
        self._worry.hide()
        self.undo_button = push("", self.undo, kind="flat", icon="urungkan")
        self.undo_button.setProperty("shortened", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 16, 4)
        row.addWidget(self._words, 1)
        row.addWidget(self._worry)
        row.addWidget(self.undo_button)

    def show_status(self, unsent: int) -> None:
        """Say how things stand, with so many changes that the recipient has not confirmed."""
        grave = next(iter(worries(self._desk.store)), None)
        words = [
            f"Operator: {self._desk.operator}", *([upkeep.status_words(self._desk.store)] if grave is None else []),
            f"{wording.thousands(unsent)} perubahan belum diterima",
        ]  # fmt: skip
        receipt = outbox.last_receipt(self._desk.db)
        if receipt is not None:
            words.append(f"Tanda terima terakhir {calendar.show_utc(receipt.received)}")
        self._words.setText("  ·  ".join(words))
        self._worry.setVisible(grave is not None)
        if grave is not None:
            self._worry.setText(grave.short if style.scaled(1.0) < LARGE else grave.short.split()[0])
            self._worry.setAccessibleName(f"{grave.words} {grave.deed}")
        deed = history.next_undo(self._desk.store, self._desk.db)
        text = f"Batalkan: {deed.label}" if deed else "Batalkan"
        self.undo_button.setEnabled(deed is not None)
        metrics = self.undo_button.fontMetrics()
        widest = WIDEST_DEED if grave is None else WIDEST_DEED / 2
        room = round(widest * min(style.scaled(1.0), 1.25))
        self.undo_button.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
        self.undo_button.setAccessibleName(text)

    def undo(self) -> None:
        """Take back the last deed, if there is one."""
        if self.undo_button.isEnabled():
            store, operator = self._desk.store, self._desk.operator
            self._desk.jobs.run(self, "Membatalkan…", lambda _progress: undo.undo(store, operator), self._tell)

    def _tell(self, words: str) -> None:
        self.undone.emit(f"{words}. Sudah dikembalikan.")
