"""Files that go out: the persons for OpenSID, and the whole village as Excel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout

from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.imports import export
from puskesos_desktop.services.imports.export import ForOpensid
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import Banner, card, label, paragraph, push, side_by_side

EXCEL = "Excel (*.xlsx)"


class ExportCard(QFrame):
    """Two buttons and whether confidential answers go along; what was written is told on the banner of the page."""

    def __init__(self, desk: Desk, banner: Banner) -> None:
        super().__init__()
        self._desk, self._banner = desk, banner
        self.confidential = QCheckBox("Sertakan isian rahasia (kesehatan, PPKS, isi prelist)")
        box, inside = card()
        inside.addWidget(label("Berkas keluar", "heading"))
        words = "Untuk OpenSID, atau seluruh desa untuk disimpan; keduanya dapat diimpor lagi di sini."
        inside.addWidget(paragraph(words))
        inside.addWidget(self.confidential)
        inside.addLayout(
            side_by_side(
                push("Excel OpenSID…", self.export_opensid, icon="excel"),
                push("Seluruh desa ke Excel…", self.export_village, icon="excel"),
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box)

    def export_opensid(self) -> None:
        """The persons as a file OpenSID takes in."""
        path = dialogs.save_file(self, "Simpan untuk OpenSID", "Penduduk OpenSID.xlsx", EXCEL)
        if path is not None:
            store = self._desk.store
            self._desk.jobs.read(
                self,
                "Menulis Excel…",
                lambda progress: export.opensid(store.reader(), path, progress),
                lambda done: self._exported(path, done),
            )

    def export_village(self) -> None:
        """Every record of the village as Excel."""
        path = dialogs.save_file(self, "Simpan seluruh desa", "Seluruh desa.xlsx", EXCEL)
        if path is not None:
            store, confidential = self._desk.store, self.confidential.isChecked()
            self._desk.jobs.read(
                self,
                "Menulis Excel…",
                lambda progress: export.village(store.reader(), path, progress, confidential=confidential),
                lambda counts: self._banner.say("benar", f"{wording.records(counts)} ditulis ke {path.name}."),
            )

    def _exported(self, path: Path, done: ForOpensid) -> None:
        text = f"{wording.thousands(done.written)} orang ditulis ke {path.name}."
        if done.by_hand is not None:
            text += f" {wording.thousands(len(done.left))} orang harus diubah di OpenSID: lihat {done.by_hand.name}."
        self._banner.say("peringatan" if done.left else "benar", text)
