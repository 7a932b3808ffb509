"""A list as it is shown on screen, on paper: a heading, the filters in words, rows, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from puskesos_desktop.documents.press.page import BOLD, F4, REGULAR, Paper, fitted, write_pdf
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.domain.words import wording

MARGIN = 14 * mm
ROW = 5.6 * mm
SIZE = 8.5


@dataclass(frozen=True)
class Heading:
    """What stands above the rows; `note` says what the list is narrowed to, `asof` the state of the data."""

    title: str
    place: str
    note: str
    asof: str


@dataclass(frozen=True)
class ListColumn:
    """A column: its words, its share of the width, and whether it is set to the right."""

    title: str
    share: float
    right: bool = False


def write(
    path: Path,
    heading: Heading,
    columns: Sequence[ListColumn],
    rows: Sequence[Sequence[str]],
    paper: Paper = F4,
    progress: Progress = silent,
) -> None:
    """Print the rows in landscape; every page repeats the column titles and says which page of how many it is."""
    paper = paper.landscape

    def draw(canvas: Canvas) -> None:
        per_page = int((paper.height - 2 * MARGIN - 26 * mm) // ROW)
        pages = max(1, -(-len(rows) // per_page))
        for page in range(pages):
            progress(page, pages, f"Halaman {page + 1} dari {pages}")
            y = _head(canvas, paper, heading, columns)
            for number, row in enumerate(rows[page * per_page : (page + 1) * per_page]):
                _row(canvas, paper, columns, row, y - number * ROW)
            _foot(canvas, paper, heading, f"Halaman {page + 1} dari {pages}", len(rows))
            canvas.showPage()

    write_pdf(path, paper, heading.title, draw)


def _head(canvas: Canvas, paper: Paper, heading: Heading, columns: Sequence[ListColumn]) -> float:
    top = paper.height - MARGIN
    canvas.setFont(BOLD, 14)
    canvas.drawString(MARGIN, top - 5 * mm, heading.title)
    canvas.setFont(REGULAR, 9.5)
    canvas.drawRightString(paper.width - MARGIN, top - 5 * mm, heading.place)
    canvas.drawString(MARGIN, top - 10.5 * mm, fitted(heading.note, paper.width - 2 * MARGIN, REGULAR, 9.5))
    y = top - 18 * mm
    canvas.setFont(BOLD, SIZE)
    for column, x, width in _places(paper, columns):
        text = fitted(column.title, width - 2 * mm, BOLD, SIZE)
        canvas.drawRightString(x + width - 2 * mm, y, text) if column.right else canvas.drawString(x, y, text)
    canvas.setLineWidth(0.8)
    canvas.line(MARGIN, y - 2 * mm, paper.width - MARGIN, y - 2 * mm)
    return float(y - ROW)


def _row(canvas: Canvas, paper: Paper, columns: Sequence[ListColumn], row: Sequence[str], y: float) -> None:
    canvas.setFont(REGULAR, SIZE)
    for (column, x, width), text in zip(_places(paper, columns), row, strict=True):
        shown = fitted(text, width - 2 * mm, REGULAR, SIZE)
        canvas.drawRightString(x + width - 2 * mm, y, shown) if column.right else canvas.drawString(x, y, shown)
    canvas.setLineWidth(0.2)
    canvas.line(MARGIN, y - 1.7 * mm, paper.width - MARGIN, y - 1.7 * mm)


def _foot(canvas: Canvas, paper: Paper, heading: Heading, page: str, count: int) -> None:
    canvas.setFont(REGULAR, 8.5)
    canvas.drawString(MARGIN, MARGIN - 3 * mm, f"{wording.thousands(count)} baris · Keadaan data per {heading.asof}")
    canvas.drawRightString(paper.width - MARGIN, MARGIN - 3 * mm, page)


def _places(paper: Paper, columns: Sequence[ListColumn]) -> list[tuple[ListColumn, float, float]]:
    whole = paper.width - 2 * MARGIN
    total = sum(column.share for column in columns)
    places, x = [], MARGIN
    for column in columns:
        width = whole * column.share / total
        places.append((column, x, width))
        x += width
    return places
