"""The line for sheets that come back: scan or type a number, and it is written down."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.services.rounds import plan
from puskesos_desktop.store.read.rounds import SheetLine
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit.search_line import hint


class BackLine(QLineEdit):
    """`said` carries a kind and words: whose sheet came back, or why nothing was written."""

    said = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        hint(self, "Lembar kembali: pindai atau ketik nomornya")
        self.setAccessibleName("Nomor lembar yang kembali")
        self.returnPressed.connect(self.take_back)

    def take_back(self) -> None:
        """Write that the sheet whose number stands here came back."""
        store, operator, typed = self._desk.store, self._desk.operator, self.text()

        def work(_progress: Progress) -> tuple[SheetLine, int]:
            line = plan.find(store.reader(), typed)
            return line, plan.take_back(store, [line], operator)

        self._desk.jobs.run(self, "Mencatat…", work, self._taken, self._not_taken)

    def _taken(self, found: tuple[SheetLine, int]) -> None:
        line, count = found
        words = "dicatat kembali" if count else "sudah pernah dicatat kembali"
        self.said.emit("benar", f"Lembar {line.place.kepala or plan.shown(line)} {words}.")
        self.clear()
        self.setFocus()

    def _not_taken(self, problem: Exception) -> None:
        self.said.emit("salah", str(problem))
        self.selectAll()
