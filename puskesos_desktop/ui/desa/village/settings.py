"""Pengaturan: the village and its letterhead, its dusun/RW/RT, text size, password, recovery code, laptop name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from puskesos_desktop import settings
from puskesos_desktop.domain.household import DESA, WILAYAH_SETEMPAT, Record
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
from puskesos_desktop.ui.desa.requests import RebuildsWindow
from puskesos_desktop.ui.desa.start.first_start import read_places
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.form_view import FormView, scrolled
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Page, card, label, paragraph, push, side_by_side


class SettingsPage(Page, RebuildsWindow):
    """One card for each thing that can be set, each with its own button. Another text size wants a new window."""

    title = "Pengaturan"
    tables = frozenset({DESA, WILAYAH_SETEMPAT})

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._village: Record | None = None
        self.form = FormView(desa.SECTIONS)
        self._places = QPlainTextEdit()
        self._size = QComboBox()
        self._name = QLineEdit()
        self._old, self._new, self._again, self._known = (_password(name) for name in _PASSWORDS)
        self._build()

    def refresh(self) -> None:
        """Show what the store holds, unless something is being typed here."""
        if self._untouched():
            self._village = households.village(self._desk.db)
            if self._village is not None:
                self.form.set_record(self._village.answers, lambda answers: Situation(answers, None, answers))
            self._places.setPlainText(self._saved_places())
            self._name.setText(laptops.own_name(self._desk.store))
        self._show_logo()

    def save_village(self) -> None:
        """Save the village's record, or bring the person to what is wrong with it."""
        self.form.commit()
        unread = self.form.unread()
        if self._village is None or unread:
            self.banner.say("salah", "Ada isian yang belum dapat dibaca. Betulkan atau kosongkan dulu.")
            return
        store, operator = self._desk.store, self._desk.operator
        village = replace(self._village, answers=self.form.values())
        self._run(
            "Menyimpan pengaturan…", lambda: save_village(store, village, operator),
            "Pengaturan desa sudah disimpan. Kelas rumah dan sanitasi dihitung ulang.",
        )  # fmt: skip

    def save_places(self) -> None:
        """Save the list of dusun/RW/RT."""
        places, odd = read_places(self._places.toPlainText())
        if odd:
            self.banner.say("salah", f"{odd} Tulis seperti ini: Krajan, 001, 002.")
            return
        self._run(
            "Menyimpan daftar…", lambda: save_places(self._desk.store, places, self._desk.operator),
            f"Daftar wilayah sudah disimpan: {len(places)} baris.",
        )  # fmt: skip

    def change_password(self) -> None:
        """Give this operator a new password."""
        old, new = self._old.text(), self._new.text()
        if new != self._again.text():
            self.banner.say("salah", "Kata sandi baru yang diketik dua kali belum sama.")
            return
        self._run(
            "Mengganti kata sandi…", lambda: change_password(self._desk.store, old, new),
            "Kata sandi sudah diganti. Pakai yang baru mulai sekarang.",
        )  # fmt: skip

    def print_code(self) -> None:
        """Write the recovery sheet once more."""
        path = dialogs.save_file(self, "Simpan lembar kode", "kode-pemulihan.pdf", "PDF (*.pdf)")
        if path is not None:
            self.print_code_to(path)

    def print_code_to(self, path: Path) -> None:
        """Write the recovery sheet into this file."""
        store, operator, password = self._desk.store, self._desk.operator, self._known.text()
        self._run(
            "Menulis lembar kode…", lambda: print_recovery_code(store, password, operator, path),
            f"Lembar kode ditulis ke {path.name}. Cetak, simpan di tempat aman, lalu hapus berkasnya.",
        )  # fmt: skip

    def choose_logo(self) -> None:
        """Ask for the picture that stands over the village's papers."""
        path = dialogs.open_file(self, "Pilih logo desa", "Gambar (*.jpg *.jpeg *.png *.webp)")
        if path is not None:
            self.take_logo(path)

    def take_logo(self, path: Path) -> None:
        """Use this picture."""
        from puskesos_desktop.exchange.pictures import photo

        store, operator = self._desk.store, self._desk.operator
        self._run(
            "Menyimpan logo…", lambda: set_logo(store, photo.read(path), operator),
            "Logo tersimpan dan dicetak pada kop surat.",
        )  # fmt: skip

    def _show_logo(self) -> None:
        picture = QPixmap()
        picture.loadFromData(logo(self._desk.store) or b"")
        side = round(64 * style.scaled(1.0))
        self._logo.setVisible(not picture.isNull())
        if not picture.isNull():
            self._logo.setPixmap(picture.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))

    def _run(self, doing: str, deed: Callable[[], object], done: str) -> None:
        self._desk.jobs.run(
            self,
            doing,
            lambda _progress: deed(),
            lambda _result: self._done(done),
            self._failed,
        )

    def _done(self, words: str) -> None:
        self.banner.say("benar", words)
        for entry in (self._old, self._new, self._again, self._known):
            entry.clear()
        self._village = None
        self._places.clear()
        self.refresh()

    def _failed(self, problem: Exception) -> None:
        if isinstance(problem, InvalidData):
            self.form.show_issues(problem.issues)
            self.form.focus_on(problem.issues[0].field)
            self.banner.say("salah", "Belum disimpan. Betulkan isian yang bertanda.")
        else:
            self.banner.say("salah", str(problem))

    def _untouched(self) -> bool:
        """Whether nothing is being typed here that a refresh would wipe out."""
        return not self._village_changed() and self._places.toPlainText() in ("", self._saved_places())

    def _village_changed(self) -> bool:
        return self._village is not None and self.form.values() != self._village.answers

    def _saved_places(self) -> str:
        return "\n".join(", ".join(place) for _, place in households.listed_places(self._desk.db))

    def _choose_size(self, _place: int) -> None:
        settings.remember_text_percent(int(self._size.currentData()))
        self.rebuild_wanted.emit()

    def _rename(self) -> None:
        try:
            laptops.rename(self._desk.store, self._name.text())
        except UserError as problem:
            self.banner.say("salah", str(problem))
            return
        self.banner.say("benar", f"Laptop ini bernama {laptops.own_name(self._desk.store)}.")

    def _build(self) -> None:
        content = QWidget()
        content.setObjectName("page")
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(16)
        column.addWidget(label(self.title, "title"))
        column.addWidget(self.banner)
        for box in (
            self._village_card(), self._places_card(), self._look_card(), self._password_card(), self._code_card(),
            self._laptop_card(),
        ):  # fmt: skip
            column.addWidget(box)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))

    def _village_card(self) -> QWidget:
        box, inside = card()
        inside.addWidget(self.form)
        self._logo = QLabel()
        inside.addLayout(side_by_side(self._logo, push("Pilih logo untuk kop surat…", self.choose_logo, icon="folder")))
        inside.addLayout(side_by_side(push("Simpan pengaturan desa", self.save_village, kind="main", icon="simpan")))
        return box

    def _places_card(self) -> QWidget:
        box, inside = card()
        inside.addWidget(label("Dusun, RW, RT", "heading"))
        words = "Satu baris satu RT: dusun, RW, RT. Daftar ini dipakai saringan, cetak per RT, dan pilihan isian."
        inside.addWidget(paragraph(words, "quiet"))
        self._places.setAccessibleName("Daftar dusun, RW, RT")
        self._places.setFixedHeight(round(170 * style.scaled(1.0)))
        self._places.setTabChangesFocus(True)
        inside.addWidget(self._places)
        inside.addLayout(side_by_side(push("Simpan daftar", self.save_places, icon="simpan")))
        return box

    def _look_card(self) -> QWidget:
        box, inside = card()
        inside.addWidget(label("Ukuran huruf", "heading"))
        for percent in settings.TEXT_SIZES:
            self._size.addItem(f"{percent} %", percent)
        self._size.setCurrentIndex(settings.TEXT_SIZES.index(settings.text_percent()))
        self._size.setAccessibleName("Ukuran huruf")
        self._size.activated.connect(self._choose_size)
        inside.addLayout(side_by_side(self._size, label("hanya di laptop ini", "quiet")))
        return box

    def _password_card(self) -> QWidget:
        box, inside = card()
        inside.addWidget(label("Kata sandi", "heading"))
        rows = QFormLayout()
        for name, entry in zip(_PASSWORDS[:3], (self._old, self._new, self._again), strict=True):
            rows.addRow(label(name), entry)
        inside.addLayout(rows)
        inside.addLayout(side_by_side(push("Ganti kata sandi", self.change_password, icon="kunci")))
        return box

    def _code_card(self) -> QWidget:
        box, inside = card()
        inside.addWidget(label("Kode pemulihan", "heading"))
        words = "Kode ini membuka data tanpa kata sandi. Cetak lagi bila lembarnya hilang, dan simpan terkunci."
        inside.addWidget(paragraph(words, "quiet"))
        rows = QFormLayout()
        rows.addRow(label(_PASSWORDS[3]), self._known)
        inside.addLayout(rows)
        inside.addLayout(side_by_side(push("Cetak lembar kode…", self.print_code, icon="pdf")))
        return box

    def _laptop_card(self) -> QWidget:
        box, inside = card()
        inside.addWidget(label("Nama laptop ini", "heading"))
        self._name.setMaximumWidth(round(320 * style.scaled(1.0)))
        self._name.setAccessibleName("Nama laptop ini")
        inside.addLayout(side_by_side(self._name, push("Pakai nama ini", self._rename)))
        return box


_PASSWORDS = ("Kata sandi sekarang", "Kata sandi baru", "Sekali lagi yang baru", "Kata sandi Anda")


def _password(name: str) -> QLineEdit:
    entry = QLineEdit()
    entry.setEchoMode(QLineEdit.EchoMode.Password)
    entry.setAccessibleName(name)
    entry.setMaximumWidth(round(320 * style.scaled(1.0)))
    return entry
