"""The cards of Pengaturan, each with one thing that can be set and its own button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPlainTextEdit

from puskesos_desktop import settings
from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.outcome import InvalidData, UserError
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.kinds import desa
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.services.village.settings import (
    change_password,
    logo,
    print_recovery_code,
    save_places,
    save_village,
    set_logo,
)
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.start.first_start import read_places
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.form_view import FormView
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Card, label, paragraph, push, side_by_side

WIDEST_ENTRY = 320


class SettingCard(Card):
    """`said` carries a kind and words for the page's banner. A card refreshes only what nobody is typing in it."""

    said = Signal(str, str)

    def __init__(self, desk: Desk, heading: str = "", intro: str = "") -> None:
        super().__init__()
        self.desk = desk
        if heading:
            self.inside.addWidget(label(heading, "heading"))
        if intro:
            self.inside.addWidget(paragraph(intro, "quiet"))

    def refresh(self) -> None:
        """Show what the store holds, unless something is being typed here."""

    def forget_typing(self) -> None:
        """What was typed here is saved."""

    def run(self, doing: str, deed: Callable[[], object], done: str) -> None:
        """Do this on the worker and say so; what was wrong is said too."""
        self.desk.jobs.run(self, doing, lambda _progress: deed(), lambda _result: self._done(done), self.fail)

    def fail(self, problem: Exception) -> None:
        """Say why nothing was saved."""
        self.said.emit("salah", str(problem))

    def _done(self, words: str) -> None:
        self.said.emit("benar", words)
        self.forget_typing()
        self.refresh()


class VillageCard(SettingCard):
    """The village's own record and the picture over its papers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._village: Record | None = None
        self.form = FormView(desa.SECTIONS)
        self._logo = QLabel()
        choose = push("Pilih logo untuk kop surat…", self.choose_logo, icon="folder")
        self.inside.addWidget(self.form)
        self.inside.addLayout(side_by_side(self._logo, choose))
        save = push("Simpan pengaturan desa", self.save, kind="main", icon="simpan")
        self.inside.addLayout(side_by_side(save))

    def refresh(self) -> None:
        """Show the village, unless it is being typed in, and its picture."""
        if self._village is None or self.form.values() == self._village.answers:
            self._village = households.village(self.desk.db)
            if self._village is not None:
                self.form.set_record(self._village.answers, lambda answers: Situation(answers, None, answers))
        self._show_logo()

    def forget_typing(self) -> None:
        """What stands in the form is the village now."""
        self._village = None

    def save(self) -> None:
        """Save the village's record, or bring the person to what is wrong with it."""
        self.form.commit()
        if self._village is None or self.form.unread():
            self.said.emit("salah", "Ada isian yang belum dapat dibaca. Betulkan atau kosongkan dulu.")
            return
        store, operator = self.desk.store, self.desk.operator
        village = replace(self._village, answers=self.form.values())
        self.run(
            "Menyimpan pengaturan…", lambda: save_village(store, village, operator),
            "Pengaturan desa sudah disimpan. Kelas rumah dan sanitasi dihitung ulang.",
        )  # fmt: skip

    def fail(self, problem: Exception) -> None:
        """Bring the person to the first wrong answer."""
        if not isinstance(problem, InvalidData):
            super().fail(problem)
            return
        self.form.show_issues(problem.issues)
        self.form.focus_on(problem.issues[0].field)
        self.said.emit("salah", "Belum disimpan. Betulkan isian yang bertanda.")

    def choose_logo(self) -> None:
        """Ask for the picture that stands over the village's papers."""
        path = dialogs.open_file(self, "Pilih logo desa", "Gambar (*.jpg *.jpeg *.png *.webp)")
        if path is not None:
            self.take_logo(path)

    def take_logo(self, path: Path) -> None:
        """Use this picture; what is typed in the form stays."""
        from puskesos_desktop.exchange.pictures import photo

        store, operator = self.desk.store, self.desk.operator
        self.desk.jobs.run(
            self,
            "Menyimpan logo…",
            lambda _progress: set_logo(store, photo.read(path), operator),
            lambda _none: self._logo_taken(),
            self.fail,
        )

    def _logo_taken(self) -> None:
        self.said.emit("benar", "Logo tersimpan dan dicetak pada kop surat.")
        self.refresh()

    def _show_logo(self) -> None:
        picture = QPixmap()
        picture.loadFromData(logo(self.desk.store) or b"")
        side = round(64 * style.scaled(1.0))
        self._logo.setVisible(not picture.isNull())
        if not picture.isNull():
            self._logo.setPixmap(picture.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))


class PlacesCard(SettingCard):
    """The village's own list of dusun, RW and RT."""

    def __init__(self, desk: Desk) -> None:
        words = "Satu baris satu RT: dusun, RW, RT. Daftar ini dipakai saringan, cetak per RT, dan pilihan isian."
        super().__init__(desk, "Dusun, RW, RT", words)
        self._shown = ""
        self.lines = QPlainTextEdit()
        self.lines.setAccessibleName("Daftar dusun, RW, RT")
        self.lines.setFixedHeight(round(170 * style.scaled(1.0)))
        self.lines.setTabChangesFocus(True)
        self.inside.addWidget(self.lines)
        self.inside.addLayout(side_by_side(push("Simpan daftar", self.save, icon="simpan")))

    def refresh(self) -> None:
        """Show the list, unless it is being changed."""
        if self.lines.toPlainText() == self._shown:
            self._shown = "\n".join(", ".join(place) for _, place in households.listed_places(self.desk.db))
            self.lines.setPlainText(self._shown)

    def forget_typing(self) -> None:
        """What stands here is the list now."""
        self._shown = self.lines.toPlainText()

    def save(self) -> None:
        """Save the list, or name the first line that cannot be read."""
        places, odd = read_places(self.lines.toPlainText())
        if odd:
            self.said.emit("salah", f"{odd} Tulis seperti ini: Krajan, 001, 002.")
            return
        store, operator = self.desk.store, self.desk.operator
        self.run(
            "Menyimpan daftar…", lambda: save_places(store, places, operator),
            f"Daftar wilayah sudah disimpan: {len(places)} baris.",
        )  # fmt: skip


class LookCard(SettingCard):
    """How large the text is on this laptop; `changed` says that the window has to be built anew."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Ukuran huruf")
        self.size_choice = QComboBox()
        for percent in settings.TEXT_SIZES:
            self.size_choice.addItem(f"{percent} %", percent)
        self.size_choice.setCurrentIndex(settings.TEXT_SIZES.index(settings.text_percent()))
        self.size_choice.setAccessibleName("Ukuran huruf")
        self.size_choice.activated.connect(self._choose)
        self.inside.addLayout(side_by_side(self.size_choice, label("hanya di laptop ini", "quiet")))

    def _choose(self, _place: int) -> None:
        settings.remember_text_percent(int(self.size_choice.currentData()))
        self.changed.emit()


class PasswordCard(SettingCard):
    """Another password for whoever works here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Kata sandi")
        names = ("Kata sandi sekarang", "Kata sandi baru", "Sekali lagi yang baru")
        self.old, self.new, self.again = (_password(name) for name in names)
        rows = QFormLayout()
        for name, entry in zip(names, (self.old, self.new, self.again), strict=True):
            rows.addRow(label(name), entry)
        self.inside.addLayout(rows)
        self.inside.addLayout(side_by_side(push("Ganti kata sandi", self.change, icon="kunci")))

    def forget_typing(self) -> None:
        """No password stays on the screen."""
        for entry in (self.old, self.new, self.again):
            entry.clear()

    def change(self) -> None:
        """Give this operator a new password."""
        old, new, store = self.old.text(), self.new.text(), self.desk.store
        if new != self.again.text():
            self.said.emit("salah", "Kata sandi baru yang diketik dua kali belum sama.")
            return
        self.run(
            "Mengganti kata sandi…", lambda: change_password(store, old, new),
            "Kata sandi sudah diganti. Pakai yang baru mulai sekarang.",
        )  # fmt: skip


class CodeCard(SettingCard):
    """The recovery code on paper once more, for whoever knows the password."""

    def __init__(self, desk: Desk) -> None:
        words = "Kode ini membuka data tanpa kata sandi. Cetak lagi bila lembarnya hilang, dan simpan terkunci."
        super().__init__(desk, "Kode pemulihan", words)
        self.known = _password("Kata sandi Anda")
        rows = QFormLayout()
        rows.addRow(label("Kata sandi Anda"), self.known)
        self.inside.addLayout(rows)
        self.inside.addLayout(side_by_side(push("Cetak lembar kode…", self.print_code, icon="pdf")))

    def forget_typing(self) -> None:
        """No password stays on the screen."""
        self.known.clear()

    def print_code(self) -> None:
        """Ask where to, and write the recovery sheet."""
        path = dialogs.save_file(self, "Simpan lembar kode", "kode-pemulihan.pdf", "PDF (*.pdf)")
        if path is not None:
            self.print_code_to(path)

    def print_code_to(self, path: Path) -> None:
        """Write the recovery sheet into this file."""
        store, operator, password = self.desk.store, self.desk.operator, self.known.text()
        self.run(
            "Menulis lembar kode…", lambda: print_recovery_code(store, password, operator, path),
            f"Lembar kode ditulis ke {path.name}. Cetak, simpan di tempat aman, lalu hapus berkasnya.",
        )  # fmt: skip


class LaptopCard(SettingCard):
    """What this laptop is called on the others."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Nama laptop ini")
        self._shown = ""
        self.name = QLineEdit()
        self.name.setMaximumWidth(round(WIDEST_ENTRY * style.scaled(1.0)))
        self.name.setAccessibleName("Nama laptop ini")
        self.inside.addLayout(side_by_side(self.name, push("Pakai nama ini", self.rename)))

    def refresh(self) -> None:
        """Show the name, unless another one is being typed."""
        if self.name.text() == self._shown:
            self._shown = laptops.own_name(self.desk.store)
            self.name.setText(self._shown)

    def rename(self) -> None:
        """Use the name that stands here."""
        try:
            laptops.rename(self.desk.store, self.name.text())
        except UserError as problem:
            self.fail(problem)
            return
        self._shown = self.name.text()
        self.said.emit("benar", f"Laptop ini bernama {laptops.own_name(self.desk.store)}.")


def _password(name: str) -> QLineEdit:
    entry = QLineEdit()
    entry.setEchoMode(QLineEdit.EchoMode.Password)
    entry.setAccessibleName(name)
    entry.setMaximumWidth(round(WIDEST_ENTRY * style.scaled(1.0)))
    return entry
