"""The forms of an RT or a whole village in one PDF, with bookmarks, cover lists, totals and envelope labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from puskesos_desktop.documents.form import covers
from puskesos_desktop.documents.form.covers import Count, Neighbourhood
from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.documents.form.sheet import FormPrinter, Sheet, family_of
from puskesos_desktop.documents.press.ink import Ink, paint
from puskesos_desktop.documents.press.letterhead import Letterhead
from puskesos_desktop.documents.press.page import Paper, Target, write_pdf
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.domain.words import wording


@dataclass(frozen=True)
class Batch:
    """An RT and its forms in the order of its list."""

    area: Neighbourhood
    sheets: Sequence[Sheet]


@dataclass(frozen=True)
class Overview:
    """What there is in each RT, to be told before the RTs themselves; `asof` is the last change among all, in words."""

    counts: Sequence[Count]
    asof: str = ""

    @property
    def families(self) -> int:
        """In all RTs together."""
        return sum(one.families for one in self.counts)


def write_forms(
    path: Target, head: Letterhead, sheets: Sequence[Sheet], options: Options, progress: Progress = silent
) -> int:
    """Some forms without lists around them; how many sheets of paper they take when printed on one side.

    The same data give the same bytes. Raises `UserError` when the place cannot be written; `Cancelled` leaves nothing.
    """
    used = 0

    def draw(canvas: Canvas) -> None:
        nonlocal used
        printer = FormPrinter(head, options)
        for done, sheet in enumerate(sheets):
            progress(done, len(sheets), _counted(done, len(sheets)))
            used += _form(canvas, printer, sheet, level=0)

    write_pdf(path, _paper(options), "Formulir verifikasi keluarga", draw)
    return used


def write_pack(
    path: Target,
    head: Letterhead,
    overview: Overview,
    batches: Iterable[Batch],
    *,
    options: Options,
    forms: bool = True,
    progress: Progress = silent,
) -> int:
    """Totals, for each RT its list and (with `forms`) its forms, then the labels; how many sheets of paper that takes.

    Batches are taken one by one as their turn comes, so that a village never stands in memory whole.
    """
    used, areas = 0, []

    def draw(canvas: Canvas) -> None:
        nonlocal used
        printer, done, paper = FormPrinter(head, options), 0, options.paper
        if len(overview.counts) > 1:
            pages = covers.total_pages(head, overview.counts, overview.asof, paper)
            used += _plain(canvas, paper, pages, "Rekap per RT")
        for batch in batches:
            areas.append(batch.area)
            used += _plain(canvas, paper, covers.list_pages(head, batch.area, paper), batch.area.title)
            for sheet in batch.sheets:
                progress(done, overview.families, _counted(done, overview.families))
                used += _form(canvas, printer, sheet, level=1) if forms else 0
                done += 1
        used += _plain(canvas, paper, covers.label_pages(head, areas, paper), "Label amplop")

    title = "Formulir verifikasi keluarga" if forms else "Daftar keluarga per RT"
    write_pdf(path, _paper(options), title, draw)
    return used


def _counted(done: int, total: int) -> str:
    return f"{wording.thousands(done)} dari {wording.thousands(total)} keluarga"


def _paper(options: Options) -> Paper:
    return options.paper.landscape if options.two_up else options.paper


def _form(canvas: Canvas, printer: FormPrinter, sheet: Sheet, level: int) -> int:
    family = family_of(printer.head, sheet, masked=printer.options.masked)
    _mark(canvas, f"{family.head or 'Formulir kosong'} · {sheet.number}".rstrip(" ·"), level)
    paper = _paper(printer.options)
    canvas.setPageSize((paper.width, paper.height))
    return printer.draw(canvas, sheet)


def _plain(canvas: Canvas, paper: Paper, pages: Sequence[Sequence[Ink]], title: str) -> int:
    """Pages that stand upright whatever the forms do."""
    if pages:
        _mark(canvas, title, 0)
    for inks in pages:
        canvas.setPageSize((paper.width, paper.height))
        paint(canvas, inks)
        canvas.showPage()
    return len(pages)


def _mark(canvas: Canvas, title: str, level: int) -> None:
    """A bookmark on the page that is drawn next."""
    key = f"halaman{canvas.getPageNumber()}"
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(title, key, level, closed=True)
