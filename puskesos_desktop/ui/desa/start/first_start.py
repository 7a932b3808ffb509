"""The first start: which village, who works here, its dusun/RW/RT, and the recovery code on paper."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from puskesos_desktop.domain import wilayah
from puskesos_desktop.domain.household import DESA, Answers
from puskesos_desktop.domain.outcome import Progress, UserError
from puskesos_desktop.domain.wilayah import Village
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.services.village.start import create_village
from puskesos_desktop.store.file import keyslots
from puskesos_desktop.store.opened import Store
from puskesos_desktop.ui.desa.start.join_step import JoinStep
from puskesos_desktop.ui.desa.start.restore_step import RestoreStep
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.jobs import Jobs
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Page, card, label, paragraph, push, side_by_side
from puskesos_desktop.ui.kit.search_line import SearchLine
from puskesos_desktop.ui.kit.table import Column, Table

SHORTEST_SEARCH = 3
_HOME = "33.28"


class FirstStart(Page):
    """Four steps, or one for a further laptop or for a laptop filled from a backup.

    `made` carries the open store and the operator, `sample_wanted` asks for the sample village.
    """

    made = Signal(object, str)
    sample_wanted = Signal()

    def __init__(self, folder: Path, jobs: Jobs) -> None:
        super().__init__()
        self._folder = folder
        self._jobs = jobs
        self._store: Store | None = None
        self._list_is_read = False
        self._steps = QStackedWidget()
        self._join = JoinStep(folder, jobs)
        self._restore = RestoreStep(folder, jobs)
        for step in (
            self._village_step(), self._operator_step(), self._places_step(), self._code_step(), self._join,
            self._restore, self._restored_step(),
        ):  # fmt: skip
            self._steps.addWidget(step)
        self._join.back.connect(lambda: self._go(0))
        self._join.refused.connect(lambda words: self.banner.say("salah", words))
        self._join.joined.connect(self._joined)
        self._restore.back.connect(lambda: self._go(0))
        self._restore.refused.connect(lambda words: self.banner.say("salah", words))
        self._restore.restored.connect(self._is_back)
        box, inside = card()
        box.setFixedWidth(round(760 * style.scaled(1.0)))
        inside.setContentsMargins(32, 24, 32, 24)
        inside.addWidget(self.banner)
        inside.addWidget(self._steps)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(box)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addLayout(row, 1)
        jobs.read_unseen(self, _read_list, self._list_was_read)

    def focus_first(self) -> None:
        """The keyboard begins where the village's name is typed."""
        self._village_text.setFocus()

    def _village_step(self) -> QWidget:
        step, column = _step(
            "Selamat datang di Puskesos",
            "Pilih desa atau kelurahan Anda. Ketik namanya, boleh dengan kecamatannya.",
        )
        self._villages: Table[Village] = Table(
            [
                Column("name", "Desa/kelurahan", 190, lambda one: one.name, bold=True, sortable=False),
                Column("district", "Kecamatan", 150, lambda one: one.district, sortable=False),
                Column("regency", "Kabupaten/kota", 190, lambda one: one.regency, sortable=False),
                Column("code", "Kode", 120, lambda one: one.code, sortable=False),
            ],
            lambda one: one.code,
        )
        self._villages.activated_row.connect(lambda _one: self._choose_village())
        self._village_text = SearchLine(self._villages, "Cari desa", "Misalnya: Prupuk Margasari")
        self._village_text.wanted.connect(self._search_village)
        self._village_text.entered.connect(self._village_text.choose)
        self._found = label("", "quiet")
        for widget in (self._village_text, self._found, self._villages):
            column.addWidget(widget)
        column.addLayout(
            _buttons(
                push("Buka desa contoh", self.sample_wanted.emit),
                push("Laptop tambahan…", lambda: self._go(4)),
                push("Pulihkan dari cadangan…", lambda: self._go(5)),
                push("Lanjut", self._choose_village, kind="main"),
            )
        )
        return step

    def _operator_step(self) -> QWidget:
        step, column = _step("Siapa yang bekerja di sini?", "Kata sandi mengunci seluruh data desa di laptop ini.")
        self._operator, self._password, self._again = QLineEdit(), QLineEdit(), QLineEdit()
        for words, line in (
            ("Nama operator", self._operator),
            ("Kata sandi", self._password),
            ("Ulangi kata sandi", self._again),
        ):
            line.setAccessibleName(words)
            column.addWidget(label(words))
            column.addWidget(line)
            if line is not self._operator:
                line.setEchoMode(QLineEdit.EchoMode.Password)
            line.returnPressed.connect(self._check_operator if line is self._again else self.focusNextChild)
        column.addWidget(label(f"Paling sedikit {keyslots.SHORTEST_PASSWORD} huruf atau angka.", "small"))
        column.addStretch()
        column.addLayout(
            _buttons(push("Kembali", lambda: self._go(0)), push("Lanjut", self._check_operator, kind="main"))
        )
        return step

    def _places_step(self) -> QWidget:
        step, column = _step(
            "Dusun, RW, dan RT",
            "Satu baris untuk tiap RT: dusun, RW, RT. Boleh dikosongkan; daftar ini tumbuh dari keluarga yang dicatat.",
        )
        self._places = QPlainTextEdit()
        self._places.setPlaceholderText("Krajan, 001, 001\nKrajan, 001, 002")
        self._places.setAccessibleName("Daftar dusun, RW, RT")
        self._places.setTabChangesFocus(True)
        column.addWidget(self._places)
        column.addLayout(
            _buttons(push("Kembali", lambda: self._go(1)), push("Buat data desa", self._make, kind="main"))
        )
        return step

    def _code_step(self) -> QWidget:
        step, column = _step(
            "Kode pemulihan",
            "Kode ini membuka data bila kata sandi terlupa. Simpan lembarnya di amplop tertutup, jangan di laptop ini.",
        )
        self._code = QLabel()
        self._code.setStyleSheet("font-family: monospace; font-size: 15pt;")
        self._kept = QCheckBox("Lembar kode sudah saya cetak atau catat")
        self._finish = push("Mulai bekerja", self._done, kind="main")
        self._kept.toggled.connect(self._finish.setEnabled)
        self._finish.setEnabled(False)
        column.addWidget(self._code)
        column.addStretch()
        column.addWidget(self._kept)
        column.addLayout(_buttons(push("Simpan lembar kode (PDF)…", self._save_code, icon="cetak"), self._finish))
        return step

    def _restored_step(self) -> QWidget:
        step, column = _step("Data sudah kembali", "Baca sebentar, lalu mulai bekerja.")
        self._is_there = paragraph("")
        column.addWidget(self._is_there)
        column.addStretch()
        column.addLayout(side_by_side(push("Mulai bekerja", self._done, kind="main")))
        return step

    def _search_village(self, text: str) -> None:
        """Show the villages that fit, once the national list is read, which takes a second or two in the background."""
        enough = len(text) >= SHORTEST_SEARCH
        found = wilayah.search(text) if enough and self._list_is_read else []
        self._villages.show_rows(found)
        if not enough:
            self._found.setText(f"Ketik paling sedikit {SHORTEST_SEARCH} huruf.")
        elif not self._list_is_read:
            self._found.setText("Daftar desa sedang dibaca, tunggu sebentar…")
        elif not found:
            self._found.setText("Tidak ada desa bernama itu. Coba sebagian namanya saja.")
        else:
            self._found.setText("Tekan panah bawah untuk memilih, lalu Enter.")

    def _list_was_read(self, _nothing: None) -> None:
        self._list_is_read = True
        self._village_text.search_now()

    def _choose_village(self) -> None:
        if self._villages.current() is None:
            self.banner.say("info", f"Ketik paling sedikit {SHORTEST_SEARCH} huruf nama desa, lalu pilih dari daftar.")
            return
        self._go(1)
        self._operator.setFocus()

    def _check_operator(self) -> None:
        if not self._operator.text().strip():
            self.banner.say("salah", "Isi nama operator.")
        elif len(self._password.text()) < keyslots.SHORTEST_PASSWORD:
            self.banner.say("salah", f"Kata sandi paling sedikit {keyslots.SHORTEST_PASSWORD} huruf atau angka.")
        elif self._password.text() != self._again.text():
            self.banner.say("salah", "Kedua kata sandi belum sama. Ketik ulang.")
        else:
            self._go(2)
            self._places.setFocus()

    def _make(self) -> None:
        village = self._villages.current()
        if village is None:
            return
        answers, operator, password = village_answers(village), self._operator.text().strip(), self._password.text()
        places, odd = read_places(self._places.toPlainText())
        if odd:
            self.banner.say("salah", f"{odd} Tulis dusun, RW, RT dengan koma di antaranya: Krajan, 001, 002.")
            return
        self._jobs.run(
            self,
            "Membuat data desa…",
            lambda _progress: create_village(self._folder, answers, operator, password, places),
            self._made,
            self._refused,
        )

    def _made(self, store: Store) -> None:
        self._store = store
        groups = keyslots.recovery_code(store.key).split("-")
        rows = ["   ".join(groups[:-1][start : start + 4]) for start in range(0, len(groups) - 1, 4)]
        self._code.setText("\n".join([*rows, f"{groups[-1]}   (huruf pemeriksa)"]))
        self._go(3)

    def _joined(self, store: Store, operator: str, request: Path) -> None:
        self._operator.setText(operator)
        self._made(store)
        code = laptops.code_of(store.device.name)
        self.banner.say(
            "benar", f"Permintaan {request.name} sudah ditulis. Bawa ke laptop pertama dan cocokkan kode ini: {code}."
        )

    def _is_back(self, store: Store, operator: str, words: str) -> None:
        self._store = store
        self._operator.setText(operator)
        self._is_there.setText(words)
        self._go(6)

    def _refused(self, problem: Exception) -> None:
        if isinstance(problem, UserError):
            self.banner.say("salah", str(problem))

    def _save_code(self) -> None:
        from puskesos_desktop.documents import recovery_paper

        path = dialogs.save_file(self, "Simpan lembar kode", "Kode pemulihan Puskesos.pdf", "PDF (*.pdf)")
        store, village = self._store, self._villages.current()
        if path is None or store is None:
            return
        name = f"Desa {village.name}" if village is not None else laptops.own_name(store)
        operator, day = self._operator.text().strip(), calendar.long_date(date.today())
        code = keyslots.recovery_code(store.key)
        self._jobs.read(
            self,
            "Menulis lembar kode…",
            lambda _progress: recovery_paper.write(path, code, name, operator, day),
            lambda _none: self.banner.say("benar", f"Lembar kode ditulis ke {path.name}. Cetak, lalu hapus berkasnya."),
        )

    def _done(self) -> None:
        if self._store is not None:
            self.made.emit(self._store, self._operator.text().strip())

    def _go(self, step: int) -> None:
        self.banner.hide()
        self._steps.setCurrentIndex(step)


def _read_list(_progress: Progress) -> None:
    """Read the national list once; every later search is quick."""
    wilayah.search(_HOME, 1)


def village_answers(village: Village) -> Answers:
    """The village record of a region out of the national list."""
    return {
        **FORMS[DESA].empty(),
        "kode": village.code,
        "nama": village.name,
        "jenis": 2 if village.kind == "kelurahan" else 1,
        "kecamatan": village.district,
        "kabupaten": village.regency,
        "provinsi": village.province,
        "ambang_luas": 72,
        "contoh": 2,
    }


def read_places(text: str) -> tuple[list[tuple[str, str, str]], str]:
    """Lines "dusun, RW, RT" as typed, numbers padded to three digits, and a sentence about the first odd line.

    A line may hold a dusun alone; the sentence is empty when every line could be read.
    """
    found: list[tuple[str, str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip(" ,;"):
            continue
        place = _place(line)
        if place is None:
            return found, f"Baris {number} belum dapat dibaca: {line.strip()}."
        found.append(place)
    return found, ""


def _place(line: str) -> tuple[str, str, str] | None:
    """The place one line names, or nothing when it cannot be told apart."""
    dusun, *numbers = (part.strip() for part in line.replace(";", ",").split(","))
    if not numbers:
        return (dusun, "", "") if len(re.findall(r"\d+", dusun)) < 2 else None
    read = [re.fullmatch(r"(?:R[WT][ .]*)?(\d{1,3})", part, re.IGNORECASE) for part in numbers]
    if len(read) != 2 or read[0] is None or read[1] is None:
        return None
    return dusun, read[0][1].zfill(3), read[1][1].zfill(3)


def _step(title: str, text: str) -> tuple[QWidget, QVBoxLayout]:
    step = QWidget()
    column = QVBoxLayout(step)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    column.addWidget(label(title, "title"))
    words = label(text, "quiet")
    words.setWordWrap(True)
    column.addWidget(words)
    return step, column


def _buttons(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(buttons[0])
    row.addStretch()
    for button in buttons[1:]:
        row.addWidget(button)
    return row
