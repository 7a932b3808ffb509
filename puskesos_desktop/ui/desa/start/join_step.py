"""A further laptop of a village that has one already: its name and operator, and the request to join on a stick."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from puskesos_desktop.services.sync import laptops
from puskesos_desktop.store.file import keyslots
from puskesos_desktop.store.opened import Store
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.jobs import Jobs
from puskesos_desktop.ui.kit.page import label, paragraph, push, side_by_side


class JoinStep(QWidget):
    """One step of the first start. `joined` carries the new, empty store, the operator, and the request's file."""

    joined = Signal(object, str, object)
    back = Signal()
    refused = Signal(str)

    def __init__(self, folder: Path, jobs: Jobs) -> None:
        super().__init__()
        self._folder = folder
        self._jobs = jobs
        self._name, self._operator, self._password, self._again = (QLineEdit() for _ in range(4))
        self._name.setText("Laptop kedua")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label("Laptop tambahan", "title"))
        words = (
            "Untuk desa yang sudah memakai Puskesos di laptop lain. Permintaan bergabung ditulis ke USB; "
            "laptop pertama menjawabnya dengan paket awal berisi seluruh data desa."
        )
        column.addWidget(paragraph(words, "quiet"))
        for words, line in (
            ("Nama laptop ini", self._name),
            ("Nama operator", self._operator),
            ("Kata sandi di laptop ini", self._password),
            ("Ulangi kata sandi", self._again),
        ):
            line.setAccessibleName(words)
            if line in (self._password, self._again):
                line.setEchoMode(QLineEdit.EchoMode.Password)
            line.returnPressed.connect(self.ask if line is self._again else self.focusNextChild)
            column.addWidget(label(words))
            column.addWidget(line)
        column.addStretch(1)
        column.addLayout(
            side_by_side(
                push("Kembali", self.back.emit), push("Tulis permintaan bergabung…", self.ask, kind="main", icon="usb")
            )
        )

    def ask(self) -> None:
        """Look at what was typed, ask where to, and write the request."""
        problem = self._problem()
        if problem:
            self.refused.emit(problem)
            return
        folder = dialogs.choose_folder(self, "Pilih USB untuk permintaan bergabung")
        if folder is None:
            return
        name, operator, password = self._name.text(), self._operator.text().strip(), self._password.text()
        self._jobs.run(
            self,
            "Menyiapkan laptop ini…",
            lambda _progress: laptops.join(self._folder, name, operator, password, folder),
            self._made,
            lambda failure: self.refused.emit(str(failure)),
        )

    def _problem(self) -> str:
        if not self._name.text().strip() or not self._operator.text().strip():
            return "Isi nama laptop dan nama operator."
        if len(self._password.text()) < keyslots.SHORTEST_PASSWORD:
            return f"Kata sandi paling sedikit {keyslots.SHORTEST_PASSWORD} huruf atau angka."
        if self._password.text() != self._again.text():
            return "Kedua kata sandi belum sama. Ketik ulang."
        return ""

    def _made(self, result: tuple[Store, Path]) -> None:
        store, request = result
        self.joined.emit(store, self._operator.text().strip(), request)
