"""A thousand prefilled forms in one PDF against a bare canvas that draws the same strings and boxes one by one."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import psutil
from reportlab.pdfgen.canvas import Canvas

from benchmarks.figures import Figure, most, ratio, timed
from puskesos_desktop.documents.form import pack
from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.documents.form.sheet import FormPrinter, Sheet
from puskesos_desktop.documents.press.ink import Box, Ink, Rule, Words, paint
from puskesos_desktop.documents.press.letterhead import Letterhead
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.rounds import numbers, printing
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, lists

FAMILIES, FLOOR, WARM = 1000, 100, 200
OPTIONS = Options()


def figures(store: Store, scratch: Path) -> list[Figure]:
    """Time for each family against the floor, bytes and memory for each family, and one family for a preview."""
    scratch.mkdir()
    db = store.reader()
    head, today = printing.letterhead(store), registry.today(store)
    homes = (households.load(db, line.id) for line in lists.families(db))
    sheets = [
        Sheet(numbers.sheet_number(home.family.id), home, today, "20 November 2026")
        for home in islice((home for home in homes if home), FAMILIES)
    ]
    path, grown = scratch / "formulir.pdf", Growth()
    _, ours = timed(lambda: pack.write_forms(path, head, sheets, OPTIONS, grown.watch))
    pages = _everything(head, sheets[:FLOOR])
    _, floor = timed(lambda: _bare(scratch / "polos.pdf", pages))
    started = time.process_time()
    pack.write_forms(scratch / "satu.pdf", head, sheets[:1], OPTIONS)
    return [
        ratio(f"{len(sheets)} prefilled forms to PDF, CPU a family", ours / len(sheets), floor / FLOOR, 1),
        most("size of the PDF, a family", os.path.getsize(path) / len(sheets) / 1000, 30, "KB"),
        most("memory growing, a family", grown.per_family / 1000, 60, "KB"),
        most("one form written for the preview, CPU", (time.process_time() - started) * 1000, 300, "ms"),
    ]


class Growth:
    """Memory of the process while forms are printed, told by their progress."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._first = (0, 0)
        self._last = (0, 0)

    def watch(self, done: int, _total: int, _text: str) -> None:
        if done in (WARM, FAMILIES - 1):
            now = (done, self._process.memory_info().rss)
            self._first, self._last = self._first if self._first[0] else now, now

    @property
    def per_family(self) -> float:
        """Bytes from the form after the first two hundred to the last."""
        return (self._last[1] - self._first[1]) / max(1, self._last[0] - self._first[0])


def _everything(head: Letterhead, sheets: Sequence[Sheet]) -> list[list[Ink]]:
    """All ink of all pages, the shared pages too."""
    printer = FormPrinter(head, OPTIONS)
    return [
        [*page.inks, *inks]
        for sheet in sheets
        for page, inks in zip(printer.layout_for(sheet).pages, printer.pages_of(sheet), strict=True)
    ]


def _bare(path: Path, pages: Sequence[Sequence[Ink]]) -> None:
    canvas = Canvas(str(path), pagesize=(OPTIONS.paper.width, OPTIONS.paper.height), invariant=1, pageCompression=1)
    for inks in pages:
        for one in inks:
            if isinstance(one, Words):
                canvas.setFont(one.font, one.size)
                canvas.drawString(one.x, one.y, one.text)
            elif isinstance(one, Box):
                canvas.rect(one.x, one.y, one.width, one.height, fill=int(one.fill is not None))
            elif isinstance(one, Rule):
                canvas.line(one.x, one.y, one.to_x, one.to_y)
            else:
                paint(canvas, [one])
        canvas.showPage()
    canvas.save()
