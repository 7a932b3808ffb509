"""What came in, with the village's control sums as the store counts them now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.imports.findings import Imported, Line, Rehearsal
from puskesos_desktop.ui.desa.imports.sums import PlacesTable, SumsView, verdict_words
from puskesos_desktop.ui.kit.page import card, clear, label, paragraph, push, side_by_side


class ResultView(QWidget):
    """Shows one import; `again` wants another file, `return_wanted` the rows that did not come in as Excel."""

    again = Signal()
    return_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.left: tuple[Line, ...] = ()
        self._box, self._inside = card()
        self._sums, self._places = SumsView(), PlacesTable("Desa kini")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._box)
        column.addWidget(self._sums)
        column.addWidget(self._places, 1)

    def show_result(self, found: Rehearsal, done: Imported) -> None:
        """Show what was written."""
        self.left = done.left
        clear(self._inside)
        self._inside.addWidget(label(f"{found.path.name} · {found.title}", "heading"))
        self._inside.addWidget(paragraph(f"Baris berkas: {verdict_words(done.counts)}."))
        written = f"Ditulis: {wording.records(done.written)}." if done.written else "Tidak ada yang berubah."
        self._inside.addWidget(paragraph(written))
        buttons = [push("Impor berkas lain", self.again.emit, kind="main", icon="berkas")]
        if done.left:
            rest = wording.thousands(len(done.left))
            text = f"{rest} baris ragu atau ditolak. Simpan sebagai Excel catatan, betulkan, lalu impor berkas itu."
            self._inside.addWidget(paragraph(text, "peringatan"))
            buttons.append(push("Simpan Excel catatan…", self.return_wanted.emit, icon="excel"))
        self._inside.addLayout(side_by_side(*buttons))
        self._sums.show_sums(found.file, done.before, done.after)
        self._places.show_sums(found.file, done.before, done.after)
