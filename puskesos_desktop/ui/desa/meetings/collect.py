"""Choose proposals out of the results of a verification round: tick what a meeting shall speak about, save as one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain.codes.meetings import JENIS_USULAN
from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.meetings import collect, deeds
from puskesos_desktop.services.meetings.collect import Candidate, Collected
from puskesos_desktop.store.read import rounds
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.inputs.answer import Picker
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, EmptyState, dialog_column, dialog_foot, label, paragraph, push
from puskesos_desktop.ui.kit.table import Column, Table

INTRO = "Diambil dari lembar yang sudah dientri. Usulan mencatat fakta; musyawarah yang memutuskan."


class CollectDialog(QDialog):
    """Shows what the newest round gives, everything ticked; `told` says how many proposals were recorded."""

    told = Signal(str)

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rounds = rounds.rounds(desk.db)
        self.setWindowTitle("Usulan dari hasil verifikasi")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.banner = Banner()
        self.table: Table[Candidate] = Table(_columns(), lambda one: one.record.id, tickable=True)
        self._round = Picker()
        self._round.setAccessibleName("Putaran")
        for one in self._rounds:
            self._round.addItem(one.text("nama"))
        self._counted, self._ground = label("", "quiet"), paragraph("")
        self._hint = label("Spasi memilih atau melepas.", "quiet")
        self._all = push("Pilih semua", lambda: self._tick(True), kind="flat")
        self._none = push("Kosongkan", lambda: self._tick(False), kind="flat")
        self._save = push("", self.save, kind="main", icon="simpan")
        self._empty = EmptyState("centang", "", "")
        self._stack = QStackedWidget()
        self._build()
        self._round.activated.connect(lambda _place: self._collect())
        self.table.selected_row.connect(self._tell)
        self.table.rows.ticks_changed.connect(self._count)
        self._count()
        QShortcut(QKeySequence("F2"), self).activated.connect(self.save)
        self._collect()

    def save(self) -> None:
        """Record the ticked proposals as one deed."""
        chosen = [one.record for one in self.table.rows.ticked_rows()]
        if not chosen or not self._save.isEnabled():
            return
        store, operator = self._desk.store, self._desk.operator
        self._save.setEnabled(False)
        self._desk.jobs.run(
            self,
            "Menyimpan…",
            lambda _progress: deeds.propose(store, chosen, operator),
            self._saved,
            self._failed,
        )

    def _collect(self) -> None:
        """Read the results of the chosen round."""
        if not self._rounds:
            self._show(Collected())
            return
        self._counted.setText("Membaca hasil lembar…")
        store, round_ = self._desk.store, self._rounds[self._round.currentIndex()]

        def work(progress: Progress) -> Collected:
            return collect.from_round(store, round_, progress)

        self._desk.jobs.read(self, "Membaca hasil lembar…", work, self._show)

    def _show(self, found: Collected) -> None:
        self.table.show_rows(found.candidates)
        self.table.rows.tick(found.candidates, True)
        sheets = f"{wording.thousands(found.entered)} lembar dientri"
        left_out = f"; {wording.thousands(found.recorded)} sudah diusulkan" if found.recorded else ""
        self._counted.setText(f"{sheets}{left_out}" if self._rounds else "")
        self._empty.say(*_nothing(found, bool(self._rounds)))
        self._stack.setCurrentIndex(0 if found.candidates else 1)
        for widget in (self._all, self._none, self._hint):
            widget.setVisible(bool(found.candidates))
        if found.candidates:
            self.table.setFocus()

    def _tick(self, on: bool) -> None:
        self.table.rows.tick(self.table.rows.rows, on)
        self.table.setFocus()

    def _count(self) -> None:
        count = len(self.table.rows.ticked_rows())
        self._save.setText(f"Catat {wording.thousands(count)} usulan  F2" if count else "Catat usulan  F2")
        self._save.setEnabled(count > 0)

    def _tell(self, one: Candidate | None) -> None:
        self._ground.setText(
            f"{one.name}: {JENIS_USULAN.label(int(one.record['jenis'] or 0))}\n{one.ground}" if one else ""
        )

    def _saved(self, count: int) -> None:
        self.told.emit(f"{wording.thousands(count)} usulan dicatat dari hasil verifikasi.")
        self.accept()

    def _failed(self, problem: Exception) -> None:
        self._count()
        self.banner.say("salah", str(problem))

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._round)
        top.addWidget(self._counted)
        top.addStretch(1)
        top.addWidget(self._all)
        top.addWidget(self._none)
        self._round.setVisible(bool(self._rounds))
        self._ground.setAlignment(Qt.AlignmentFlag.AlignTop)
        ground = scrolled(self._ground)
        ground.setFixedHeight(round(112 * min(style.scaled(1.0), 1.1)))
        inside = QWidget()
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(8)
        listed.addWidget(self.table, 1)
        listed.addWidget(ground)
        self._stack.addWidget(inside)
        self._stack.addWidget(self._empty)
        whole = dialog_column(self, self.windowTitle(), INTRO)
        whole.addWidget(self.banner)
        whole.addLayout(top)
        whole.addWidget(self._stack, 1)
        whole.addLayout(dialog_foot(push("Batal", self.reject), self._save, left=self._hint))
        dialogs.size(self, 860, 600)


def _columns() -> list[Column[Candidate]]:
    return [
        Column("nama", "Nama", 210, lambda one: one.name, least=130, bold=True, sortable=False),
        Column("jenis", "Jenis", 190, lambda one: JENIS_USULAN.label(int(one.record["jenis"] or 0)), least=120,
               sortable=False),
        Column("rt", "RT/RW", 90, lambda one: _place(one), least=80, sortable=False),
        Column("dasar", "Hasil lembar", 300, lambda one: one.ground.replace("\n", "; "), least=140, sortable=False),
    ]  # fmt: skip


def _place(one: Candidate) -> str:
    return f"{one.line.place.rt or '–'}/{one.line.place.rw or '–'}"


def _nothing(found: Collected, any_round: bool) -> tuple[str, str]:
    """Why the list is empty, and what to do."""
    if not any_round:
        return "Belum ada putaran", "Rencanakan putaran di halaman Verifikasi, cetak lembarnya, lalu entri hasilnya."
    if not found.entered:
        return "Belum ada lembar yang dientri", "Entri dulu hasilnya di halaman Verifikasi (F4), lalu kembali ke sini."
    if found.recorded:
        return "Semua sudah diusulkan", "Usulan dari putaran ini sudah ada di daftar Usulan."
    return "Tidak ada yang perlu diusulkan", "Semua lembar yang dientri menyatakan data sudah benar."
