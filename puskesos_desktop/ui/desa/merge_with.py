"""Finding the family that is the same as this one, to put both side by side."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from puskesos_desktop.domain.household import KELUARGA
from puskesos_desktop.services import merging_compared
from puskesos_desktop.services.merging_compared import Comparison
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.family_life_finder import FamilyFinder
from puskesos_desktop.ui.desa.merge_dialog import MergeDialog
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import Banner, dialog_column, dialog_foot, push

INTRO = "Untuk satu keluarga yang tercatat dua kali. Keduanya ditampilkan berdampingan dulu, belum digabungkan."


class MergeWith(QDialog):
    """Asks which family it is; `done` is told what was merged."""

    def __init__(self, parent: QWidget, desk: Desk, family: str, done: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._desk, self._family, self._told = desk, family, done
        self.setWindowTitle("Sama dengan keluarga lain")
        self.banner = Banner()
        self.finder = FamilyFinder(desk, family, "Keluarga yang sama")
        whole = dialog_column(self, self.windowTitle(), INTRO)
        whole.addWidget(self.banner)
        whole.addWidget(self.finder)
        whole.addStretch(1)
        compare = push("Bandingkan  F2", self.compare, kind="main", icon="kanan")
        whole.addLayout(dialog_foot(push("Batal", self.reject), compare))
        dialogs.size(self, 620, 400)
        QShortcut(QKeySequence("F2"), self).activated.connect(self.compare)
        self.finder.table.activated_row.connect(lambda _hit: self.compare())
        self.finder.text.setFocus()

    def compare(self) -> None:
        """Read both and show them side by side."""
        store, one, other = self._desk.store, self._family, self.finder.found()
        if not other:
            self.banner.say("salah", "Keluarganya belum dipilih. Ketik namanya lalu pilih.")
            self.finder.text.setFocus()
            return
        self._desk.jobs.read(
            self, "Membandingkan…", lambda _progress: merging_compared.compare(store, KELUARGA, one, other), self._show,
            lambda problem: self.banner.say("salah", str(problem)),
        )  # fmt: skip

    def _show(self, found: tuple[Comparison, ...]) -> None:
        self.accept()
        MergeDialog(self.parentWidget() or self, self._desk, found, self._told).open()
