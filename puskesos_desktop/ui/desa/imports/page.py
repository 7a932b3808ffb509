"""Impor: a file is looked at first, shown row by row, then written as one deed; and the village goes out as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import ANGGOTA
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.imports import carry_out, rehearse, returning
from puskesos_desktop.services.imports.findings import Imported, Options, Rehearsal, Role
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.imports.export import EXCEL, ExportCard
from puskesos_desktop.ui.desa.imports.mapping import MappingView
from puskesos_desktop.ui.desa.imports.rehearsal import RehearsalView
from puskesos_desktop.ui.desa.imports.result import ResultView
from puskesos_desktop.ui.desa.requests import OpensFamilies
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.drops import FileDrop
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.page import Page, card, label, paragraph, push, side_by_side

FILES = "Tabel (*.xlsx *.xlsm *.xls *.ods *.csv *.txt)"
_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt")
_START, _MAPPING, _REHEARSAL, _RESULT = range(4)


class ImportPage(Page, OpensFamilies):
    """Choose a file, see what would happen, decide what is unsure, import."""

    title = "Impor"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        FileDrop(self, self.look, *_ENDINGS)
        self._desk = desk
        self._found: Rehearsal | None = None
        self.mapping = MappingView(desk.drafts)
        self.rehearsal = RehearsalView(desk.drafts)
        self.result = ResultView()
        self._stack = QStackedWidget()
        self._build()

    def choose(self) -> None:
        """Ask for the file."""
        path = dialogs.open_file(self, "Pilih berkas yang diimpor", f"{FILES};;Semua berkas (*)")
        if path is not None:
            self.look(path)

    def look(self, path: Path, options: Options | None = None) -> None:
        """Rehearse a file and show what it would do; nothing is written."""
        store = self._desk.store
        self.banner.hide()
        self._desk.jobs.read(
            self,
            "Memeriksa berkas…",
            lambda progress: rehearse.rehearse(store.reader(), path, options, progress),
            self._looked,
            lambda problem: self.banner.say("salah", f"{problem} Belum ada yang ditulis."),
        )

    def may_leave(self) -> bool:
        """Decisions wait on the disk until the file comes again; only what a full disk does not hold is asked about."""
        waiting, found = len(self.rehearsal.decisions), self._found
        shown = self._stack.currentIndex() == _REHEARSAL
        if not shown or not waiting or found is None or self.rehearsal.kept.outlast(found):
            return True
        text = f"{wording.thousands(waiting)} putusan belum tersimpan: disk penuh. Tinggalkan halaman ini?"
        return dialogs.ask(self, "Impor belum selesai", text, "Tinggalkan")

    def _build(self) -> None:
        self.mapping.chosen.connect(lambda mapping, role: self._look_again(role, mapping))
        self.mapping.given_up.connect(self._begin)
        self.rehearsal.import_wanted.connect(self._import)
        self.rehearsal.return_wanted.connect(self._return)
        self.rehearsal.given_up.connect(self._begin)
        self.rehearsal.asked_again.connect(lambda role, register: self._look_again(role, None, register))
        self.rehearsal.opened.connect(self._open)
        self.result.again.connect(self._begin)
        self.result.return_wanted.connect(self._return)
        for widget in (self._start(), self.mapping, self.rehearsal, self.result):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(label(self.title, "title"))
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)

    def _start(self) -> QWidget:
        start = QWidget()
        column = QVBoxLayout(start)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        box, inside = card()
        inside.addWidget(label("Berkas masuk", "heading"))
        inside.addWidget(
            paragraph(
                "Pilih atau seret ke sini berkas Excel, ODS, atau CSV: penduduk OpenSID, SIAK, buku induk penduduk, "
                "DTKS, DTSEN, BDT, daftar bantuan, ekspor Puskesos, atau tabel lain. Isinya ditunjukkan dulu baris "
                "demi baris; belum ada yang berubah."
            )
        )
        inside.addLayout(side_by_side(push("Pilih berkas…", self.choose, kind="main", icon="berkas")))
        column.addWidget(box)
        column.addWidget(ExportCard(self._desk, self.banner))
        column.addStretch(1)
        return scrolled(start)

    def _looked(self, found: Rehearsal) -> None:
        self._found = found
        if found.unmapped:
            self.mapping.show_file(found)
            self._stack.setCurrentIndex(_MAPPING)
            return
        self.rehearsal.show_rehearsal(found)
        self._stack.setCurrentIndex(_REHEARSAL)

    def _look_again(self, role: Role, mapping: Mapping[str, str] | None = None, register: bool = False) -> None:
        """The same file taken otherwise; without a mapping the one it has stays."""
        if self._found is not None:
            options = self._found.options
            mapping = options.mapping if mapping is None else mapping
            self.look(self._found.path, replace(options, role=role, mapping=mapping, register=register))

    def _import(self) -> None:
        found = self._found
        if found is None:
            return
        store, operator, decisions = self._desk.store, self._desk.operator, dict(self.rehearsal.decisions)
        self._desk.jobs.run(
            self,
            "Mengimpor…",
            lambda progress: carry_out.carry_out(store, found, decisions, operator, progress),
            lambda done: self._imported(found, done),
            lambda problem: self.banner.say("salah", f"{problem} Belum ada yang ditulis."),
        )

    def _imported(self, found: Rehearsal, done: Imported) -> None:
        if done.written:
            self.rehearsal.kept.drop(found)
        self.result.show_result(found, done)
        self._stack.setCurrentIndex(_RESULT)
        if done.equal:
            self.banner.say("benar", "Sudah diimpor dan dibaca kembali: jumlahnya sama dengan yang ditunjukkan.")
        else:
            self.banner.say("peringatan", "Jumlah yang dibaca kembali berbeda dari yang ditunjukkan. Periksa Riwayat.")

    def _return(self) -> None:
        found = self._found
        if found is None:
            return
        left = list(self.result.left) if self._stack.currentIndex() == _RESULT else self.rehearsal.left()
        path = dialogs.save_file(self, "Simpan Excel catatan", f"{found.path.stem} - catatan.xlsx", EXCEL)
        if path is not None:
            self._desk.jobs.read(
                self,
                "Menulis Excel…",
                lambda progress: returning.write_back(found, left, path, progress),
                lambda count: self.banner.say("benar", f"{wording.thousands(count)} baris ditulis ke {path.name}."),
            )

    def _open(self, person: str) -> None:
        record = households.any_record(self._desk.db, ANGGOTA, person)
        self.opened.emit(record.text("keluarga_id") if record else person)

    def _begin(self) -> None:
        self._found = None
        self.rehearsal.decisions.clear()
        self.banner.hide()
        self._stack.setCurrentIndex(_START)
