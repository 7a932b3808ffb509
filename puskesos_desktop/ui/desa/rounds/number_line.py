"""Where the number of a sheet is typed, scanned, or read from a picture of its QR; it brings the sheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from puskesos_desktop.domain.outcome import Progress, UserError
from puskesos_desktop.services.rounds import numbers, results
from puskesos_desktop.services.rounds.results import OpenSheet
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import push
from puskesos_desktop.ui.kit.search_line import hint

PICTURES = "Gambar (*.jpg *.jpeg *.png *.bmp *.webp)"


class NumberLine(QLineEdit):
    """`given` carries a number as it was typed; `found` the sheet that was looked up.

    `told` carries a kind and words for the page's banner, with the family to open instead, if there is one.
    """

    given = Signal(str)
    found = Signal(object)
    told = Signal(str, str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        hint(self, "Pindai QR, ketik nomor lembar, atau enam angka terakhirnya")
        self.setAccessibleName("Nomor lembar")
        self.returnPressed.connect(lambda: self.given.emit(self.text()))
        self.from_picture = push("Dari gambar…", self.choose_picture, icon="foto")
        """Stands beside the line."""

    def begin(self) -> None:
        """Wait for a number."""
        self.clear()
        self.setFocus()

    def look_up(self, typed: str) -> None:
        """Find the sheet with this number."""
        store = self._desk.store

        def work(_progress: Progress) -> OpenSheet:
            return results.open_sheet(store, typed)

        self._desk.jobs.read(self, "Membuka lembar…", work, self.found.emit, self._not_found)

    def choose_picture(self) -> None:
        """Ask for the picture of a QR."""
        path = dialogs.open_file(self, "Gambar kode QR", PICTURES)
        if path is not None:
            self.read_picture(path)

    def read_picture(self, path: Path) -> None:
        """Take the number whose QR is in a picture."""

        def work(_progress: Progress) -> list[str]:
            from puskesos_desktop.exchange.pictures import qr

            return qr.read_numbers(path)

        self._desk.jobs.read(self, "Membaca gambar…", work, lambda found: self.given.emit(found[0]), self._not_found)

    def _not_found(self, problem: Exception) -> None:
        family = self._family_of(self.text())
        if family:
            words = "Formulir ini dicetak di luar putaran. Isikan di penyunting keluarganya."
            self.told.emit("info", words, family)
        else:
            self.told.emit("salah", str(problem), "")
        self.setFocus()
        self.selectAll()

    def _family_of(self, typed: str) -> str:
        """The family whose form outside a round carries this number."""
        try:
            found = numbers.families_of_number(self._desk.db, typed)
        except UserError:
            return ""
        return found[0] if len(found) == 1 else ""
