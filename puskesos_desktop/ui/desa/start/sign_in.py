"""Signing in, coming back after the screen was locked, and getting in with the recovery code."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.store.file import keyslots
from puskesos_desktop.ui.kit.jobs import Jobs
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, Page, card, label, push

if TYPE_CHECKING:
    from puskesos_desktop.store.opened import Store


class SignIn(Page):
    """One password line. `opened` carries the store and the operator; `unlocked` says the same person is back."""

    opened = Signal(object, str)
    unlocked = Signal()
    sample_wanted = Signal()

    def __init__(self, folder: Path, jobs: Jobs) -> None:
        super().__init__()
        self._folder = folder
        self._jobs = jobs
        self._locked = False
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("Kata sandi")
        self.password.returnPressed.connect(self.submit)
        self._heading = label("Masuk", "title")
        self._who = label("", "quiet")
        self._enter = push("Masuk", self.submit, kind="main")
        self._forgotten = push("Lupa kata sandi…", self._recover, kind="flat")
        self._sample = push("Buka desa contoh", self.sample_wanted.emit, kind="flat")
        box, inside = card()
        box.setFixedWidth(round(440 * style.scaled(1.0)))
        inside.setContentsMargins(32, 24, 32, 24)
        picture = label("")
        picture.setPixmap(style.pixmap("logo", style.ACCENT, 44))
        for widget in (
            picture,
            self._heading,
            self._who,
            self.banner,
            label("Kata sandi"),
            self.password,
            self._enter,
        ):
            inside.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self._forgotten)
        row.addStretch()
        row.addWidget(self._sample)
        inside.addLayout(row)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(box)
        middle.addStretch()
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)

    def ask(self, folder: Path, *, locked: bool = False, note: str = "") -> None:
        """Get ready for a password of this folder; `locked` keeps everything open behind the screen."""
        self._folder, self._locked = folder, locked
        self._heading.setText("Layar terkunci" if locked else "Masuk")
        names = _names(folder)
        self._who.setText(f"Operator: {', '.join(names)}" if names else "")
        self._forgotten.setVisible(not locked)
        self._sample.setVisible(not locked)
        self.password.clear()
        self.banner.hide()
        if note:
            self.banner.say("info", note)
        self.password.setFocus()

    def submit(self) -> None:
        """Try the password on the worker: deriving the key takes a fifth of a second by design."""
        folder, password = self._folder, self.password.text()
        self._enter.setEnabled(False)
        if self._locked:
            self._jobs.run(
                self,
                "Membuka…",
                lambda _progress: keyslots.unlock(folder, password, time.time()),
                self._back,
                self._refused,
            )
        else:
            self._jobs.run(
                self,
                "Membuka data desa…",
                lambda _progress: _opened(folder, password),
                self._in,
                self._refused,
            )

    def _in(self, opened: tuple[Store, keyslots.Operator]) -> None:
        self._enter.setEnabled(True)
        self.password.clear()
        self.opened.emit(opened[0], opened[1].name)

    def _back(self, _result: object) -> None:
        self._enter.setEnabled(True)
        self.password.clear()
        self.unlocked.emit()

    def _refused(self, problem: Exception) -> None:
        self._enter.setEnabled(True)
        self.banner.say("salah", str(problem))
        self.password.selectAll()
        self.password.setFocus()

    def _recover(self) -> None:
        dialog = Recovery(self, self._folder)
        if dialog.exec():
            self.ask(self._folder, note="Kata sandi baru sudah dibuat. Masuklah dengannya.")


def _opened(folder: Path, password: str) -> tuple[Store, keyslots.Operator]:
    from puskesos_desktop.store.opened import open_store

    return open_store(folder, password)


class Recovery(QDialog):
    """A new password by the printed recovery code."""

    def __init__(self, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("Masuk dengan kode pemulihan")
        self.setMinimumWidth(round(560 * style.scaled(1.0)))
        self._folder = folder
        self._banner = Banner()
        self.code, self.operator, self.password, self.again = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        for secret in (self.password, self.again):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        names = ", ".join(_names(folder))
        warned = label(
            f"Kata sandi baru ini menggantikan kata sandi semua operator laptop ini{f' ({names})' if names else ''}: "
            "yang lama tidak berlaku lagi. Data desa tidak berubah.",
            "peringatan",
        )
        warned.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(warned)
        column.addWidget(self._banner)
        for words, line in (
            ("Kode pemulihan (14 kelompok, boleh dipindai)", self.code),
            ("Nama operator", self.operator),
            ("Kata sandi baru", self.password),
            ("Ulangi kata sandi baru", self.again),
        ):
            line.setAccessibleName(words)
            line.returnPressed.connect(self._try if line is self.again else self.focusNextChild)
            column.addWidget(label(words))
            column.addWidget(line)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(push("Batal", self.reject))
        replace = push("Ganti semua kata sandi", self._try, kind="main")
        row.addWidget(replace)
        column.addLayout(row)

    def _try(self) -> None:
        name = self.operator.text().strip() or "Operator"
        if self.password.text() != self.again.text():
            self._banner.say("salah", "Kedua kata sandi belum sama. Ketik ulang.")
            return
        from puskesos_desktop.services.village import start  # not needed to begin

        try:
            start.reset_password(self._folder, self.code.text(), name, self.password.text())
        except UserError as problem:
            self._banner.say("salah", str(problem))
            return
        self.accept()


def _names(folder: Path) -> list[str]:
    try:
        return [operator.name for operator in keyslots.operators(folder)]
    except UserError:
        return []
