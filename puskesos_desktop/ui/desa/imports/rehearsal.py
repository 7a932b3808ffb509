"""The rehearsal on the screen: sums, notices, every row with its verdict and reasons, and decisions by the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.imports.decisions import KeptDecisions
from puskesos_desktop.services.imports.findings import Choice, Decision, Line, Rehearsal, Role, Verdict
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.ui.desa.imports.sums import PlacesTable, SumsView
from puskesos_desktop.ui.desa.rows.columns import LARGE_TEXT
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.inputs.answer import Picker
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import card, clear, label, paragraph, push, side_by_side
from puskesos_desktop.ui.kit.table import NUMBER, Column, Table

CHIPS = {
    Verdict.NEW: "benar", Verdict.SAME: "info", Verdict.CHANGED: "info", Verdict.UNSURE: "peringatan",
    Verdict.REFUSED: "salah",
}  # fmt: skip
EXPLAINED = {
    Verdict.NEW: "Belum ada di desa, akan ditambahkan.",
    Verdict.SAME: "Sudah ada dan tidak berubah.",
    Verdict.CHANGED: "Sudah ada, isiannya akan berubah.",
    Verdict.UNSURE: "Perlu Anda putuskan; tanpa putusan tidak ikut masuk.",
    Verdict.REFUSED: "Tidak dapat masuk; kembalikan kepada pemilik berkas.",
}
EXPLAINED_OF_LIST = {
    **EXPLAINED,
    Verdict.NEW: "Baris daftar yang belum pernah diimpor, akan disimpan; data warga tidak diubah.",
    Verdict.CHANGED: "Baris daftar yang sekarang berkata lain; data warga tidak diubah.",
    Verdict.UNSURE: "Perlu Anda putuskan; tanpa putusan disimpan untuk diperiksa nanti.",
}
_ROLES = (("Penduduk desa", Role.POPULATION), ("Prelist", Role.PRELIST))
_MOST_MATCHES, _MOST_TOLD = 3, 4


class RehearsalView(QWidget):
    """Shows a rehearsal and gathers decisions; says what the operator wants by its signals.

    `import_wanted`, `return_wanted` and `given_up` are the three ways out, `asked_again` (role, register) wants the
    file looked at otherwise, `opened` names a resident to look at.
    """

    import_wanted = Signal()
    return_wanted = Signal()
    given_up = Signal()
    asked_again = Signal(object, bool)
    opened = Signal(str)

    def __init__(self, drafts: Drafts) -> None:
        super().__init__()
        self.kept = KeptDecisions(drafts)
        self.decisions: dict[int, Decision] = {}
        self._found: Rehearsal | None = None
        self._filter: Verdict | None = None
        self._heading = paragraph("", "heading")
        self._notices = paragraph("", "quiet")
        self.role = Picker()
        self.register = QCheckBox("Daftarkan juga orang yang belum tercatat")
        self._sums, self._places = SumsView(), PlacesTable("Desa nanti")
        self._filters = Flow()
        self.table: Table[Line] = Table(self._columns(), lambda line: str(line.at))
        self._stack = QStackedWidget()
        self._box, self._inside = card()
        self._import = push("Impor", self.import_wanted.emit, kind="main", icon="terima")
        self._return = push("Simpan Excel catatan…", self.return_wanted.emit, icon="excel")
        self._build()

    def show_rehearsal(self, found: Rehearsal) -> None:
        """Show another rehearsal, with what was decided about this file before."""
        self._found, self.decisions, self._filter = found, self.kept.of(found), None
        self._heading.setText(f"{found.path.name} · {found.title} · {wording.thousands(len(found.lines))} baris")
        told = [one.sentence for one in found.notices]
        if found.unread:
            told.append(f"Lembar yang tidak dibaca: {', '.join(found.unread)}.")
        if found.skipped:
            told.append(f"{wording.thousands(len(found.skipped))} baris bukan data (judul, jumlah, catatan) dilewati.")
        if self.decisions:
            told.append(f"{wording.thousands(len(self.decisions))} putusan dari sebelumnya dipakai lagi.")
        self._notices.setText(" ".join(told))
        self._notices.setVisible(bool(told))
        self.role.setCurrentIndex(self.role.findData(found.role))
        self.role.setVisible(found.kind != "puskesos")
        self.register.setChecked(found.options.register)
        self.register.setVisible(found.role is Role.PRELIST and found.kind != "puskesos")
        self._sums.setVisible(not _is_large())
        self._sums.show_sums(found.file, found.before, found.plan.after)
        self._places.show_sums(found.file, found.before, found.plan.after)
        counts = found.counts()
        self._return.setEnabled(bool(counts[Verdict.UNSURE] or counts[Verdict.REFUSED]))
        self.show_only(Verdict.UNSURE if counts[Verdict.UNSURE] else None)
        self.table.setFocus()

    def show_only(self, verdict: Verdict | None) -> None:
        """Show rows of one verdict, or all."""
        self._filter = verdict
        self._stack.setCurrentIndex(0)
        lines = self._found.lines if self._found else ()
        self.table.show_rows([one for one in lines if verdict is None or one.verdict is verdict])
        self._show_filters()
        self._show(self.table.current())

    def show_sums(self) -> None:
        """Show every control sum in place of the rows."""
        self._stack.setCurrentIndex(1)
        self._show_filters()
        self._box.hide()

    def left(self) -> list[Line]:
        """Rows that would stay out: refused, or unsure without a decision."""
        waiting = (Verdict.UNSURE, Verdict.REFUSED)
        lines = self._found.lines if self._found else ()
        return [one for one in lines if one.verdict in waiting and one.at not in self.decisions]

    def decide(self, choice: Choice | None, place: int = 0) -> None:
        """Decide the chosen row and go on to the next that waits; without a choice the decision is taken back."""
        line = self.table.current()
        if line is None or not line.asks:
            return
        if choice is Choice.SAME and place >= len(line.matches):
            return
        if choice is None:
            self.decisions.pop(line.at, None)
        else:
            self.decisions[line.at] = Decision(choice, line.matches[place].id if choice is Choice.SAME else "")
        if self._found is not None:
            self.kept.keep(self._found, self.decisions)
        self._show_filters()
        waiting = self._waiting(self.table.rows.rows)
        later = [one for one in waiting if one.at > line.at] or waiting
        if choice is not None and later:
            self.table.select(str(later[0].at))
        self.table.viewport().update()
        self._show(self.table.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits take a resident, B somebody new, L passes over, K takes a decision back."""
        typed = event.text().upper()
        if typed.isdigit() and typed != "0":
            self.decide(Choice.SAME, int(typed) - 1)
        elif typed in ("B", "L", "K"):
            self.decide({"B": Choice.NEW, "L": Choice.SKIP, "K": None}[typed])
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        for words, role in _ROLES:
            self.role.addItem(words, role)
        self.role.setAccessibleName("Berkas ini dianggap")
        self.role.activated.connect(lambda _place: self._ask_again())
        self.register.clicked.connect(lambda _on: self._ask_again())
        self.table.selected_row.connect(self._show)
        self.table.activated_row.connect(self._open)
        top = Flow(self.register, self.role, gap=12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self._heading)
        whole.addLayout(top)
        whole.addWidget(self._notices)
        whole.addWidget(self._sums)
        whole.addLayout(self._filters)
        self.table.setMinimumHeight((3 if _is_large() else 4) * style.row_height())
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._places)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._box)
        whole.addLayout(side_by_side(self._import, self._return, push("Batal", self.given_up.emit)))

    def _ask_again(self) -> None:
        self.asked_again.emit(self.role.currentData(), self.register.isChecked())

    def _show_filters(self) -> None:
        """One button a verdict, with its count; below, how many still wait."""
        clear(self._filters)
        if self._found is None:
            return
        counts = self._found.counts()
        choices: list[tuple[str, int, Verdict | None]] = [("Semua", len(self._found.lines), None)]
        choices += [(str(one).capitalize(), counts[one], one) for one in Verdict if counts[one] or not _is_large()]
        for words, count, verdict in choices:
            kind = "main" if verdict is self._filter and not self._stack.currentIndex() else ""
            button = push(f"{words}  {wording.thousands(count)}", partial(self.show_only, verdict), kind=kind)
            button.setEnabled(bool(count) or verdict is None)
            button.setToolTip(_explained(self._found, verdict) if verdict else "")
            self._filters.addWidget(button)
        kind = "main" if self._stack.currentIndex() else ""
        self._filters.addWidget(push("Jumlah", self.show_sums, kind=kind))
        self._filters.addStretch()
        waiting = len(self._waiting(self._found.lines))
        if counts[Verdict.UNSURE]:
            text = f"{wording.thousands(waiting)} menunggu putusan" if waiting else "semua yang ragu sudah diputuskan"
            text = text.removesuffix(" putusan").removeprefix("semua yang ragu ") if _is_large() else text
            self._filters.addWidget(label(text, "peringatan" if waiting else "quiet"))

    def _waiting(self, lines: Sequence[Line]) -> list[Line]:
        """The unsure ones that nobody decided, now or at an earlier import."""
        unsure = (one for one in lines if one.verdict is Verdict.UNSURE and not one.skipped)
        return [one for one in unsure if one.at not in self.decisions]

    def _show(self, line: Line | None) -> None:
        """Reasons and changes of the chosen row, and the buttons to decide it."""
        clear(self._inside)
        self._box.setVisible(line is not None)
        if line is None:
            return
        who = line.name or line.number or "tanpa nama"
        place = f"{line.sheet} baris {line.row}"
        self._inside.addWidget(paragraph(f"{who} · {line.verdict} · {place}", "heading"))
        if not _is_large():
            self._inside.addWidget(paragraph(_explained(self._found, line.verdict), "quiet"))
        told = [*line.said, *(one.words for one in line.changes)]
        if self._found is not None and (unclear := self._found.rows[line.at].keterangan_sumber):
            told.append(f"Belum rinci menurut daftar kode kita: {unclear}.")
        most = 1 if _is_large() and line.matches else _MOST_TOLD
        if told:
            self._inside.addWidget(paragraph("\n".join(told[:most]) + ("\n…" if len(told) > _MOST_TOLD else "")))
        if not line.asks:
            return
        for at, match in enumerate(line.matches[:_MOST_MATCHES]):
            words = f"{at + 1}   Sama dengan {line.who.get(match.id, '')}"
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(self._choice(words, line, Decision(Choice.SAME, match.id), at))
            row.addWidget(paragraph(", ".join(match.reasons[: 3 if _is_large() else None]), "quiet"), 1)
            self._inside.addLayout(row)
        self._inside.addLayout(
            side_by_side(
                self._choice("B   Orang baru", line, Decision(Choice.NEW)),
                self._choice("L   Lewati", line, Decision(Choice.SKIP)),
                push("K   Kosongkan putusan", partial(self.decide, None), kind="flat"),
            )
        )

    def _choice(self, words: str, line: Line, decision: Decision, place: int = 0) -> QPushButton:
        chosen = self.decisions.get(line.at) == decision
        return push(words, partial(self.decide, decision.choice, place), kind="main" if chosen else "")

    def _open(self, line: Line) -> None:
        if line.matches:
            self.opened.emit(line.matches[0].id)

    def _columns(self) -> list[Column[Line]]:
        return [
            Column("row", "Baris", 70, lambda line: wording.thousands(line.row), right=True, spare=1, sortable=False),
            Column("verdict", "Putusan", 110, lambda line: "", sortable=False,
                   chips=lambda line: [(str(line.verdict), CHIPS[line.verdict])]),
            Column("name", "Nama", 210, lambda line: line.name or "–", least=120, bold=True, sortable=False),
            Column("number", "NIK / nomor KK", 165, lambda line: line.number or "–", whole=NUMBER, sortable=False),
            Column("why", "Alasan dan perubahan", 420, lambda line: _why(line, self.decisions.get(line.at)), least=180,
                   sortable=False, colour=lambda line: style.QUIET if line.verdict is Verdict.SAME else None),
        ]  # fmt: skip


def _is_large() -> bool:
    """Whether the text is so large that only what is decided has room; the sums stand under Jumlah."""
    return style.scaled(1.0) > LARGE_TEXT


def _why(line: Line, decision: Decision | None) -> str:
    """The decision when there is one, else reasons and changes in one line."""
    if decision is not None:
        told = {Choice.NEW: "orang baru", Choice.SKIP: "dilewati"}
        return f"Diputuskan: {told.get(decision.choice) or 'sama dengan ' + line.who.get(decision.person, '')}"
    return " ".join((*line.said, *(f"{one.words}." for one in line.changes)))


def _explained(found: Rehearsal | None, verdict: Verdict) -> str:
    of_list = found is not None and found.role is Role.PRELIST
    return (EXPLAINED_OF_LIST if of_list else EXPLAINED)[verdict]
