"""How far a round is: its sheets counted, a bar for each RT, and how carefully it was keyed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontInfo, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.overview import Bar
from puskesos_desktop.services.rounds import plan, quality
from puskesos_desktop.services.rounds.plan import AreaProgress, SheetState
from puskesos_desktop.store.read.lists import UNPLACED, Filter
from puskesos_desktop.store.read.rounds import SheetLine
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.rows.tiles import BarChart, letter_pixels, row_pixels
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import label, paragraph

ORDER = (SheetState.ENTERED, SheetState.BACK, SheetState.OUT, SheetState.PLANNED)
"""From the darkest part of a bar to the lightest."""
MOST_QUESTIONS = 3


class RoundProgress(QFrame):
    """A card; `pressed` carries the RT whose bar was chosen."""

    pressed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._desk = desk
        self._areas: list[AreaProgress] = []
        self.chart = BarChart()
        self._summary, self._rates = paragraph(""), paragraph("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(label("Kemajuan per RT", "heading"))
        column.addWidget(self._summary)
        column.addWidget(paragraph("Dari gelap ke terang: dientri, kembali, di lapangan, belum dicetak.", "small"))
        for widget in (self.chart, self._rates):
            column.addWidget(widget)
        column.addStretch(1)
        self.chart.pressed.connect(lambda place: self.pressed.emit(self._areas[place].area))

    def show_round(self, round_: Record | None, sheets: Sequence[SheetLine]) -> None:
        """Count these sheets."""
        self._areas = plan.progress_by_area(sheets)
        states = [plan.state_of(line) for line in sheets]
        counted = ", ".join(f"{wording.thousands(states.count(state))} {state}" for state in ORDER)
        self._summary.setText(f"{wording.thousands(len(states))} lembar: {counted}.")
        wanted = plan.to_key_twice(round_, sheets) if round_ is not None else []
        self._rates.setText(_rates_in_words(sheets, len(wanted)))
        self.chart.show_bars("Lembar dientri", [Bar(one.short, one.entered, _filter(one)) for one in self._areas])
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Bars are drawn once there is a width to draw them in."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._draw)

    def _draw(self) -> None:
        """Have the bars drawn on the reading worker, since what draws them takes long to load the first time."""
        if not self.isVisible() or not self._areas:
            return
        size, row, family = letter_pixels(), row_pixels(), QFontInfo(self.font()).family()
        colours, plain, width = style.colours(), style.high_contrast(), self.chart.picture_width()
        rows = [(one.short, [one.counts[state] for state in ORDER]) for one in self._areas]

        def work(_progress: Progress) -> bytes:
            from puskesos_desktop.documents.press import charts

            look = charts.Look(size, row, colours.ink, colours.ink if plain else charts.EDGE, plain)
            return charts.svg(charts.shares(rows, width, look), family)

        self._desk.jobs.read_unseen(self, work, self.chart.show_picture)


def _rates_in_words(sheets: Sequence[SheetLine], wanted: int) -> str:
    found = quality.rates(sheets)
    words = f"Ketikan kedua: {found.sheets} dari {wanted} lembar."
    if found.sheets:
        percent = f"{found.percent:.1f}".replace(".", ",")
        worst = ", ".join(f"{question} ({count})" for question, count in found.by_question[:MOST_QUESTIONS])
        words += f" Berbeda {found.wrong} dari {wording.thousands(found.boxes)} isian ({percent} %)."
        words += f" Paling sering: {worst}." if worst else ""
    return words


def _filter(one: AreaProgress) -> Filter:
    dusun, rw, rt = (part or UNPLACED for part in one.area)
    return Filter(dusun=dusun, rw=rw, rt=rt)
