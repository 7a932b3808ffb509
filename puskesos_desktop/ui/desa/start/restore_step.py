"""A laptop without data of its own, filled from a backup: which one, how it is opened, and the village as it was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import Progress, UserError
from puskesos_desktop.services.safety import restore
from puskesos_desktop.services.village import start
from puskesos_desktop.store import opened
from puskesos_desktop.store.backup.note import Backup
from puskesos_desktop.store.file import keyslots
from puskesos_desktop.store.opened import Store
from puskesos_desktop.ui.desa.safety.cards import backup_columns
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.jobs import Jobs
from puskesos_desktop.ui.kit.page import label, paragraph, push, side_by_side
from puskesos_desktop.ui.kit.table import Table

FEWEST_ROWS = 2
"""Rows of the list of backups that are always in sight."""


class RestoreStep(QWidget):
    """One step of the first start. `restored` carries the open store, the operator, and what was restored in words."""

    restored = Signal(object, str, str)
    back = Signal()
    refused = Signal(str)

    def __init__(self, folder: Path, jobs: Jobs) -> None:
        super().__init__()
        self._folder = folder
        self._jobs = jobs
        self._password, self._code, self._operator, self._new, self._again = (QLineEdit() for _ in range(5))
        self._forgotten = QCheckBox("Kata sandi tidak diketahui: buka dengan kode pemulihan yang dicetak")
        self._forgotten.toggled.connect(self._ask_for)
        self.table: Table[Backup] = Table(backup_columns()[:3], lambda one: str(one.folder))
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * (FEWEST_ROWS + 1) + 12)
        self.table.setAccessibleName("Cadangan yang ditemukan")
        self._found = QWidget()
        self._build()

    def choose(self, folder: Path | None = None) -> None:
        """Show the backups in a folder or on a drive (asked for when not given)."""
        source = folder or dialogs.choose_folder(self, "Pilih drive atau folder cadangan")
        if source is not None:
            self._jobs.run(self, "Mencari cadangan…", lambda _progress: restore.all_in(source), self._listed)

    def restore(self) -> None:
        """Put the chosen backup into the empty data folder and open it, under a new device."""
        backup, by_code = self.table.current(), self._forgotten.isChecked()
        problem = self._problem(by_code)
        if backup is None or problem:
            self.refused.emit(problem or "Pilih dulu cadangannya dalam daftar.")
            return
        folder, operator = self._folder, self._operator.text().strip()
        password = (self._new if by_code else self._password).text()
        code = self._code.text() if by_code else ""

        def work(progress: Progress) -> tuple[Store, str, str]:
            if code:
                opening = restore.unlock_by_code(folder, backup, code)
            else:
                opening = restore.unlock(folder, backup, password)
            done = restore.finish(restore.prepare(folder, backup, opening, progress))
            if code:
                start.reset_password(folder, code, operator, password)
            store, who = opened.open_store(folder, password)
            return store, who.name, restore.in_words(done)

        self._jobs.run(self, "Memulihkan…", work, self._done, self._failed)

    def _listed(self, found: list[Backup]) -> None:
        self.table.show_rows(found)
        for widget in (self._found, self._take):
            widget.setVisible(bool(found))
        self._intro.setVisible(not found)
        if not found:
            self.refused.emit(
                "Di folder itu tidak ada cadangan yang utuh. Pilih drive salinan atau folder cadangan-puskesos-…"
            )
            return
        self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self._ask_for(self._forgotten.isChecked())

    def _problem(self, by_code: bool) -> str:
        if not by_code:
            return "" if self._password.text() else "Ketik kata sandi yang dipakai saat cadangan itu dibuat."
        try:
            keyslots.read_recovery_code(self._code.text())
        except UserError as mistyped:
            return str(mistyped)
        if not self._operator.text().strip():
            return "Isi nama operator."
        if len(self._new.text()) < keyslots.SHORTEST_PASSWORD:
            return f"Kata sandi paling sedikit {keyslots.SHORTEST_PASSWORD} huruf atau angka."
        return "" if self._new.text() == self._again.text() else "Kedua kata sandi belum sama. Ketik ulang."

    def _done(self, result: tuple[Store, str, str]) -> None:
        for line in (self._password, self._code, self._new, self._again):
            line.clear()
        self.restored.emit(*result)

    def _failed(self, problem: Exception) -> None:
        self.refused.emit(str(problem))

    def _ask_for(self, by_code: bool) -> None:
        self._by_password.setVisible(not by_code)
        self._by_code.setVisible(by_code)
        (self._code if by_code else self._password).setFocus()

    def _build(self) -> None:
        for line in (self._password, self._new, self._again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
        self._by_password = self._lines(("Kata sandi saat cadangan itu dibuat", self._password))
        self._by_code = self._lines(
            ("Kode pemulihan (14 kelompok)", self._code),
            ("Nama operator", self._operator),
            ("Kata sandi baru", self._new),
            ("Ulangi kata sandi baru", self._again),
        )
        inside = QVBoxLayout(self._found)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.table, 1)
        for widget in (self._forgotten, self._by_password, self._by_code):
            inside.addWidget(widget)
        self._take = push("Pulihkan", self.restore, kind="main", icon="urungkan")
        self._intro = paragraph(
            "Untuk laptop baru, atau bila data di laptop ini hilang. Pasang drive yang berisi salinan cadangan, "
            "lalu pilih drive atau foldernya. Cadangannya sendiri tidak diubah.",
            "quiet",
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label("Pulihkan dari cadangan", "title"))
        column.addWidget(self._intro)
        column.addWidget(self._found, 1)
        column.addStretch(0)
        row = side_by_side(push("Kembali", self.back.emit), push("Pilih folder cadangan…", self.choose, icon="folder"))
        row.addWidget(self._take)
        column.addLayout(row)
        self._found.hide()
        self._take.hide()

    def _lines(self, *asked: tuple[str, QLineEdit]) -> QWidget:
        made = QWidget()
        rows = QFormLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        for words, line in asked:
            line.setAccessibleName(words)
            line.returnPressed.connect(self.restore if line is asked[-1][1] else self.focusNextChild)
            rows.addRow(label(words), line)
        return made
