"""The sheets of a round as a list: all, by how far they are, or those to look at; below it what one tells."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from puskesos_desktop.domain.codes.rounds import HASIL_KUNJUNGAN
from puskesos_desktop.domain.household import Record, Value, read_day
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.services.rounds import plan
from puskesos_desktop.services.rounds.plan import Area, SheetState
from puskesos_desktop.services.rounds.quality import Changed
from puskesos_desktop.store.read.rounds import SheetLine
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.inputs.answer import Picker
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import paragraph
from puskesos_desktop.ui.kit.table import DAY, PLACE, Column, Table

EVERY, SECOND, TWICE, CHANGED = "semua lembar", "menunggu ketikan kedua", "dientri dua kali", "berubah sesudah dicetak"
COLOURS = {SheetState.ENTERED: style.DONE, SheetState.BACK: style.INFO, SheetState.OUT: style.ODD}
MOST_CHANGES = 4


class SheetsList(QWidget):
    """Shows the sheets; `activated` carries one that was opened by Enter or a double click."""

    activated = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._round: Record | None = None
        self._sheets: Sequence[SheetLine] = ()
        self._changed: Sequence[Changed] = ()
        self.kinds = Picker()
        self.kinds.setAccessibleName("Lembar yang ditampilkan")
        self.table: Table[SheetLine] = Table(_columns(), lambda line: line.id)
        self._told = paragraph("", "quiet")
        self.top = Flow(self.kinds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.top)
        column.addWidget(self.table, 1)
        column.addWidget(self._told)
        self.kinds.activated.connect(lambda _place: self._show())
        self.table.selected_row.connect(self._tell)
        self.table.activated_row.connect(self.activated)

    @property
    def shown(self) -> list[SheetLine]:
        """The sheets that are listed."""
        return list(self.table.rows.rows)

    def show_round(self, round_: Record | None, sheets: Sequence[SheetLine], changed: Sequence[Changed]) -> None:
        """Take these sheets, and those among them whose family changed since printing; the list chosen stays."""
        self._round, self._sheets, self._changed = round_, sheets, changed
        chosen = self.kinds.currentData()
        self.kinds.clear()
        for kind in (EVERY, *map(str, SheetState), SECOND, TWICE, CHANGED):
            self.kinds.addItem(f"{kind.capitalize()} ({wording.thousands(len(self._of(kind)))})", kind)
        self.kinds.setCurrentIndex(max(self.kinds.findData(chosen), 0))
        self._show()

    def show_area(self, area: Area) -> None:
        """List the sheets of one RT."""
        self.kinds.setCurrentIndex(0)
        self.table.show_rows([line for line in self._sheets if plan.area_of(line) == area])
        self.table.setFocus()

    def _of(self, kind: str) -> Sequence[SheetLine]:
        if kind == EVERY or self._round is None:
            return self._sheets
        if kind == SECOND:
            return [line for line in plan.to_key_twice(self._round, self._sheets) if plan.waits_for_second(line)]
        if kind == TWICE:
            return plan.entered_twice(self._sheets)
        if kind == CHANGED:
            return [one.line for one in self._changed]
        return [line for line in self._sheets if plan.state_of(line) == kind]

    def _show(self) -> None:
        self.table.show_rows(self._of(str(self.kinds.currentData() or EVERY)))

    def _tell(self, line: SheetLine | None) -> None:
        """What is worth knowing about the chosen sheet, in one or two sentences."""
        self._told.setText(_story(line, self._changed) if line is not None else "")


def _columns() -> list[Column[SheetLine]]:
    return [
        Column("kepala", "Kepala keluarga", 180, lambda one: one.place.kepala or "(tanpa kepala)", least=110, bold=True,
               sortable=False),
        Column("rt", "RT/RW", 80, lambda one: f"{one.place.rt or '–'}/{one.place.rw or '–'}", whole=PLACE,
               sortable=False),
        Column("keadaan", "Keadaan", 115, lambda one: str(plan.state_of(one)), sortable=False,
               colour=lambda one: COLOURS.get(plan.state_of(one))),
        Column("petugas", "Petugas", 130, lambda one: one.record.text("petugas"), least=70, spare=2, sortable=False),
        Column("nomor", "Nomor lembar", 125, plan.shown, whole="0000 0000 0000", sortable=False),
        Column("dicetak", "Dicetak", 95, lambda one: _day(one["dicetak"]), whole=DAY, spare=3, sortable=False),
        Column("kembali", "Kembali", 95, lambda one: _day(one["kembali"]), whole=DAY, spare=1, sortable=False),
    ]  # fmt: skip


def _day(value: Value) -> str:
    day = read_day(value)
    return calendar.show_date(day) if day else ""


def _story(line: SheetLine, changed: Sequence[Changed]) -> str:
    found = next((one for one in changed if one.line.id == line.id), None)
    if found is not None:
        told = [
            f"{one.question}: {one.printed or '(kosong)'} → {one.now or '(kosong)'}"
            for one in found.changes[:MOST_CHANGES]
        ]
        rest = len(found.changes) - len(told)
        more = f" dan {rest} isian lain" if rest > 0 else ""
        return f"Berubah sesudah dicetak: {'; '.join(told)}{more}."
    if plan.state_of(line) is not SheetState.ENTERED:
        return line.place.alamat or ""
    outcome = HASIL_KUNJUNGAN.label(int(line["hasil"] or 0))
    again = " Dientri lebih dari satu kali." if line.claimed or int(line["entri_ke"] or 0) > 1 else ""
    entered = f"Dientri {_day(line['dientri'])} oleh {line.record.text('dientri_oleh')}."
    return f"{outcome}, dikunjungi {_day(line['tanggal_kunjungan'])}. {entered}{again}"
