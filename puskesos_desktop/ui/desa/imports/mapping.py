"""What the columns of an unknown table mean: one line a column with its first words, remembered for the next time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA
from puskesos_desktop.forms.fields import Photo, Reference
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.imports.findings import Rehearsal, Role
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, card, clear, label, paragraph, push, side_by_side

_UNUSED = "tidak dipakai"
_REMEMBERED = "impor "
_ROLES = (("Penduduk desa", Role.POPULATION), ("Prelist atau daftar bantuan", Role.PRELIST))


class MappingView(QWidget):
    """Asks for each column which question it answers; `chosen` hands over the mapping and what the file is."""

    chosen = Signal(object, object)
    given_up = Signal()

    def __init__(self, drafts: Drafts) -> None:
        super().__init__()
        self._drafts = drafts
        self._found: Rehearsal | None = None
        self._boxes: dict[str, QComboBox] = {}
        self.banner = Banner()
        self.role = QComboBox()
        for words, role in _ROLES:
            self.role.addItem(words, role)
        self._grid = QGridLayout()
        self._build()

    def show_file(self, found: Rehearsal) -> None:
        """Ask about this file, beginning with what was chosen for such headers before, else with what they suggest."""
        self._found = found
        self.banner.hide()
        mapping, role = self._remembered(found)
        self.role.setCurrentIndex(max(0, self.role.findData(role)))
        clear(self._grid)
        self._boxes.clear()
        for column, words in enumerate(("Kolom di berkas", "Isi pertama", "Isian Puskesos")):
            self._grid.addWidget(label(words, "quiet"), 0, column)
        for row, header in enumerate(found.headers, start=1):
            box = _questions()
            box.setAccessibleName(f"Arti kolom {header}")
            box.setCurrentIndex(max(0, box.findData(mapping.get(header, ""))))
            self._boxes[header] = box
            self._grid.addWidget(paragraph(header), row, 0)
            self._grid.addWidget(paragraph(found.samples.get(header, "–"), "quiet"), row, 1)
            self._grid.addWidget(box, row, 2)

    def mapping(self) -> dict[str, str]:
        """Header to key of a question; columns that are not used have none."""
        return {header: str(box.currentData() or "") for header, box in self._boxes.items()}

    def choose(self, header: str, key: str) -> None:
        """Say what a column means."""
        self._boxes[header].setCurrentIndex(self._boxes[header].findData(key))

    def _build(self) -> None:
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        self.role.setAccessibleName("Berkas ini dianggap")
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.addLayout(self._grid)
        rows.addStretch(1)
        box, column = card()
        column.addWidget(label("Arti kolom", "heading"))
        column.addWidget(
            paragraph(
                "Tabel ini belum dikenal. Pilih isian untuk setiap kolom yang dipakai; pilihan Anda diingat di laptop "
                "ini untuk berkas dengan judul kolom yang sama.",
                "quiet",
            )
        )
        column.addLayout(side_by_side(label("Berkas ini dianggap"), self.role))
        column.addWidget(scrolled(inside), 1)
        column.addLayout(side_by_side(push("Lanjut", self._go_on, kind="main"), push("Batal", self.given_up.emit)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.banner)
        whole.addWidget(box, 1)

    def _go_on(self) -> None:
        mapping, role = self.mapping(), self.role.currentData()
        used = [key for key in mapping.values() if key]
        twice = [key for key, count in Counter(used).items() if count > 1]
        if twice:
            words = next(box.currentText() for box in self._boxes.values() if box.currentData() == twice[0])
            self.banner.say("salah", f"Isian “{words}” dipilih untuk dua kolom. Pilih satu saja.")
            return
        if not {"nama", "nik"} & set(used):
            self.banner.say("salah", "Pilih paling sedikit kolom untuk nama atau NIK.")
            return
        if self._found is not None:
            kept = json.dumps({"kolom": mapping, "sebagai": str(role)}, ensure_ascii=False)
            self._drafts.remember(_REMEMBERED + self._found.fingerprint, kept)
        self.chosen.emit(mapping, role)

    def _remembered(self, found: Rehearsal) -> tuple[Mapping[str, str], Role]:
        kept = self._drafts.recall(_REMEMBERED + found.fingerprint)
        if not kept:
            return found.suggestions, found.role
        known = json.loads(kept)
        return known["kolom"], Role(known["sebagai"])


def _questions() -> QComboBox:
    """Every question a column can answer, found by typing part of its words."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setMinimumWidth(round(330 * min(style.scaled(1.0), 1.2)))
    box.addItem(_UNUSED, "")
    taken: set[str] = set()
    for kind in (ANGGOTA, KELUARGA, BANGUNAN):
        for key, field in FORMS[kind].fields.items():
            if not isinstance(field, Reference | Photo) and key not in taken:
                taken.add(key)
                box.addItem(field.label, key)
    completer = QCompleter(box.model(), box)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    box.setCompleter(completer)
    return box
