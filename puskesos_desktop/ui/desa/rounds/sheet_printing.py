"""Sheets onto paper: how is asked, the paper is shown, and what came out of the printer is noted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.rounds import plan
from puskesos_desktop.services.rounds.plan import Drawn
from puskesos_desktop.store.read.rounds import SheetLine
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.rounds import preview
from puskesos_desktop.ui.desa.rounds.dialogs import PrintDialog, Wish


class SheetPrinting(QObject):
    """Prints for one page; `said` carries a kind and words for its banner."""

    said = Signal(str, str)

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk

    def begin(self, lines: Sequence[SheetLine]) -> None:
        """Ask how, show the paper, and note it once it was printed or saved."""
        if not lines:
            self.said.emit("info", "Tidak ada lembar yang belum dicetak dalam daftar ini.")
            return
        count = f"{wording.thousands(len(lines))} lembar" if len(lines) > 1 else f"Lembar {plan.shown(lines[0])}"
        intro = f"{count}. Nomor dan keadaan data dicatat begitu lembar dicetak atau PDF-nya disimpan."
        dialog = PrintDialog(self._page, intro)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wished.connect(partial(self._preview, lines))
        dialog.open()

    def _preview(self, lines: Sequence[SheetLine], wish: Wish) -> None:
        options = wish.options()
        store, drawn = self._desk.store, list[Drawn]()

        def draw(progress: Progress) -> bytes:
            target = BytesIO()
            drawn.append(plan.draw_sheets(store, target, lines, options, progress))
            return target.getvalue()

        title = f"Lembar {plan.shown(lines[0])}" if len(lines) == 1 else "Lembar verifikasi"
        preview.preview(self._page, self._desk, title, draw, partial(self._note, drawn))

    def _note(self, drawn: list[Drawn]) -> None:
        """Once the paper is out, note it; the same preview printed a second time is the same paper."""
        if not drawn:
            return
        done, store, operator = drawn.pop(), self._desk.store, self._desk.operator
        words = f"{wording.thousands(len(done.sheets))} lembar tercatat dicetak."
        self._desk.jobs.run(
            self._page, "Mencatat…", lambda _progress: plan.note_printed(store, done, operator),
            lambda _none: self.said.emit("benar", words),
        )  # fmt: skip
