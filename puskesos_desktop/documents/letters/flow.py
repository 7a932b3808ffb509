"""Letters as a flow: lines, lists and tables placed on pages one below the other, with kop, foot and page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from puskesos_desktop.documents.press.ink import Ink, Picture, Rule, Words, fit, measure, paint, width_of
from puskesos_desktop.documents.press.letterhead import Letterhead
from puskesos_desktop.documents.press.page import Paper, write_pdf
from puskesos_desktop.documents.press.pieces import Piece, Run, joined, paragraph

ROMAN, ROMAN_BOLD = "Times-Roman", "Times-Bold"
LEFT, RIGHT, TOP, BOTTOM = 25 * mm, 20 * mm, 15 * mm, 20 * mm
"""Margins of a letter (domain 9.4); the kop begins a little higher than the words of later pages."""
SIZE, LEADING, SMALL = 11.5, 15.0, 9.0
CELL, CELL_LEADING, CELL_PAD = 9.0, 11.0, 1.2 * mm
WIDEST_GAP = 3.2
"""A line whose words would stand further apart than this many spaces is left ragged."""


@dataclass(frozen=True)
class Rows:
    """A table: its head is said again on every page it goes on to."""

    head: Piece
    rows: tuple[Piece, ...]


Block = Piece | Rows


@dataclass(frozen=True)
class Part:
    """Blocks that begin on a page of their own; `title` is its bookmark."""

    title: str
    blocks: tuple[Block, ...]
    kop: bool = False
    turned: bool = False


@dataclass(frozen=True)
class Layout:
    """What is the same on every page: the village, its address, the paper, and the words at the foot."""

    head: Letterhead
    contact: str
    paper: Paper
    foot: str

    def width(self, *, turned: bool = False) -> float:
        """Room between the margins."""
        return float((self.paper.landscape if turned else self.paper).width - LEFT - RIGHT)


class LetterPage(NamedTuple):
    """One page, ready to be painted; `title` only where a part begins."""

    paper: Paper
    inks: list[Ink]
    title: str


@dataclass(frozen=True)
class Column:
    """A column of a table: its words, its share of the width, and how its cells stand."""

    title: str
    share: float
    right: bool = False
    centred: bool = False


def write(path: Path, title: str, paper: Paper, laid: Sequence[LetterPage]) -> None:
    """Put the pages into one PDF. The same content gives the same bytes; fails as `write_pdf` does."""

    def draw(canvas: Canvas) -> None:
        for number, page in enumerate(laid, start=1):
            canvas.setPageSize((page.paper.width, page.paper.height))
            if page.title:
                canvas.bookmarkPage(f"bagian{number}")
                canvas.addOutlineEntry(page.title, f"bagian{number}", 0)
            paint(canvas, page.inks)
            canvas.showPage()

    write_pdf(path, paper, title, draw)


def pages(layout: Layout, parts: Sequence[Part]) -> list[LetterPage]:
    """The parts laid out, each page with its foot."""
    laid = [page for part in parts for page in _part_pages(layout, part)]
    return [
        page._replace(inks=[*page.inks, *_foot(layout, page.paper, number, len(laid))])
        for number, page in enumerate(laid, start=1)
    ]


def space(height: float) -> Piece:
    """Nothing, so many points high."""
    return Piece(height)


def centred(text: str, width: float, *, size: float = SIZE, bold: bool = True, underlined: bool = False) -> Piece:
    """Words in the middle, over as many lines as they need."""
    font = ROMAN_BOLD if bold else ROMAN
    lines, leading = _wrap(text, width, font, size), size * 1.25
    inks: list[Ink] = []
    for row, line in enumerate(lines):
        words = fit(Words(0, -(row + 0.8) * leading, " ".join(line), size, font), width, centred=True)
        inks.append(words)
        if underlined:
            inks.append(Rule(words.x, words.y - 1.8, words.x + width_of(words), words.y - 1.8, 0.7))
    return Piece(len(lines) * leading, tuple(inks), binds=True)


def subtitle(text: str, width: float) -> Piece:
    """Bold words on one line that stay with what follows."""
    words = fit(Words(0, -0.78 * LEADING, text, SIZE, ROMAN_BOLD), width)
    return Piece(LEADING * 1.2, (words,), binds=True)


def text(
    words: str, width: float, *, indent: float = 0.0, first: float = 0.0, font: str = ROMAN, size: float = SIZE
) -> list[Piece]:
    """A paragraph set to both margins, its first line `first` further in; a piece for each line."""
    leading = LEADING * size / SIZE
    pieces: list[Piece] = []
    for row in words.split("\n"):
        lines = _wrap(row, width - indent, font, size, first)
        for place, line in enumerate(lines):
            start = indent + (first if place == 0 else 0.0)
            inks = _spread(line, start, width - start, font, size, last=place == len(lines) - 1)
            binds = place in (0, len(lines) - 2) and len(lines) > 1
            pieces.append(Piece(leading, tuple(_lowered(inks, leading)), binds=binds))
    return pieces


def held(*pieces: Piece) -> list[Piece]:
    """The same, kept with what follows: no page ever holds signatures without the last sentence above them."""
    return [replace(piece, binds=True) for piece in pieces]


def numbered(items: Sequence[str], width: float, *, indent: float = 0.0, marks: Sequence[str] = ()) -> list[Piece]:
    """A list with hanging numbers, or with the marks given."""
    pieces: list[Piece] = []
    for number, item in enumerate(items, start=1):
        mark = marks[number - 1] if marks else f"{number}."
        first, *rest = text(item, width, indent=indent + 7 * mm)
        sign = Words(indent, -0.78 * LEADING, mark, SIZE, ROMAN)
        pieces += [Piece(first.height, (sign, *first.inks), binds=first.binds), *rest]
    return pieces


def pairs(
    items: Sequence[tuple[str, str]], width: float, *, indent: float = 0.0, label: float = 34 * mm
) -> list[Piece]:
    """Labels, colons and values, the values hanging below each other."""
    pieces: list[Piece] = []
    start = indent + label + 4 * mm
    for name, value in items:
        first, *rest = [
            Piece(LEADING, tuple(_lowered([Words(start, 0, " ".join(line), SIZE, ROMAN)], LEADING)))
            for line in _wrap(value, width - start, ROMAN, SIZE)
        ]
        said = fit(Words(indent, -0.78 * LEADING, name, SIZE, ROMAN), label)
        colon = Words(indent + label, -0.78 * LEADING, ":", SIZE, ROMAN)
        pieces += [Piece(LEADING, (said, colon, *first.inks), binds=bool(rest)), *rest]
    return pieces


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    width: float,
    *,
    least: float = 0.0,
    bold_last: bool = False,
) -> Rows:
    """A ruled table; rows are at least `least` points high."""
    head = _row(columns, [column.title for column in columns], width, 0.0, head=True)
    made = [_row(columns, row, width, least, head=False, bold=bold_last and row is rows[-1]) for row in rows]
    return Rows(head, tuple(made))


def _row(
    columns: Sequence[Column], cells: Sequence[str], width: float, least: float, *, head: bool, bold: bool = False
) -> Piece:
    """A row as high as its fullest cell, with its rules."""
    total, x = sum(column.share for column in columns), 0.0
    font = ROMAN_BOLD if head or bold else ROMAN
    placed: list[tuple[float, float, list[Words], Column]] = []
    deep = least
    for column, cell in zip(columns, cells, strict=True):
        wide = width * column.share / total
        words, high = paragraph([Run(cell, CELL, font)], x + CELL_PAD, wide - 2 * CELL_PAD, CELL_LEADING)
        deep = max(deep, high + 1.6 * mm)
        placed.append((x, wide, words, column))
        x += wide
    inks: list[Ink] = [Rule(0, 0, width, 0, 0.5), Rule(0, -deep, width, -deep, 0.5), Rule(width, 0, width, -deep, 0.5)]
    for left, wide, words, column in placed:
        inks.append(Rule(left, 0, left, -deep, 0.5))
        for one in words:
            room = wide - 2 * CELL_PAD - width_of(one)
            aside = room if column.right and not head else room / 2 if head or column.centred else 0.0
            inks.append(one._replace(x=one.x + max(aside, 0.0), y=one.y - 0.8 * mm))
    return Piece(deep, tuple(inks), binds=head)


def _part_pages(layout: Layout, part: Part) -> list[LetterPage]:
    paper = layout.paper.landscape if part.turned else layout.paper
    inks: list[Ink] = []
    y = paper.height - TOP - 5 * mm
    if part.kop:
        drawn, y = kop(layout, paper)
        inks += drawn
    laid: list[LetterPage] = []
    top, floor = paper.height - TOP - 5 * mm, BOTTOM
    for piece, again in _units(part.blocks):
        if y - piece.height < floor and y < top:
            laid.append(LetterPage(paper, inks, "" if laid else part.title))
            inks, y = [], top
            if again is not None:
                inks += again.at(LEFT, y)[0]
                y -= again.height
        inks += piece.at(LEFT, y)[0]
        y -= piece.height
    return [*laid, LetterPage(paper, inks, "" if laid else part.title)]


def _units(blocks: Sequence[Block]) -> Iterable[tuple[Piece, Piece | None]]:
    """What is never torn, and the table head to be said again when it comes to stand at the top of a page."""
    waiting: list[Piece] = []
    for block in blocks:
        if isinstance(block, Rows):
            first, *rest = block.rows or (Piece(0),)
            yield joined([*waiting, block.head, first]), None
            waiting = []
            yield from ((row, block.head) for row in rest)
            continue
        waiting.append(block)
        if not block.binds:
            yield joined(waiting), None
            waiting = []
    if waiting:
        yield joined(waiting), None


def kop(layout: Layout, paper: Paper) -> tuple[list[Ink], float]:
    """Regency, district and village in capitals, the office's address, a double rule; and where the words begin."""
    edge = 20 * mm if layout.head.logo else 0.0
    wide, top = paper.width - LEFT - RIGHT - 2 * edge, paper.height - TOP
    inks: list[Ink] = [Picture(LEFT, top - 19 * mm, 18 * mm, layout.head.logo)] if edge else []
    y = top
    for line, size in zip(layout.head.lines, (13.0, 13.0, 16.0), strict=True):
        y -= size * 1.18
        inks.append(fit(Words(LEFT + edge, y, line, size, ROMAN_BOLD), wide, centred=True))
    if layout.contact:
        y -= 12
        inks.append(fit(Words(LEFT + edge, y, layout.contact, 9.5, ROMAN), wide, centred=True))
    y -= 5
    right = paper.width - RIGHT
    inks += [Rule(LEFT, y, right, y, 2.2), Rule(LEFT, y - 2.6, right, y - 2.6, 0.6)]
    return inks, y - 7 * mm


def _foot(layout: Layout, paper: Paper, number: int, count: int) -> list[Ink]:
    y, right = BOTTOM - 8 * mm, paper.width - RIGHT
    page = Words(0, y, f"Halaman {number} dari {count}", 8, ROMAN)
    said = fit(Words(LEFT, y, layout.foot, 8, ROMAN), right - LEFT - width_of(page) - 6 * mm)
    line = Rule(LEFT, y + 4 * mm, right, y + 4 * mm, 0.3)
    return [line, said, page._replace(x=right - width_of(page))]


def _wrap(words: str, width: float, font: str, size: float, first: float = 0.0) -> list[list[str]]:
    """Words in lines no wider than `width`, the first one narrower by `first`."""
    gap, used = measure(" ", font, size), first
    lines: list[list[str]] = [[]]
    for word in words.split():
        wide = measure(word, font, size)
        if lines[-1] and used + gap + wide > width:
            lines.append([])
            used = 0.0
        used += wide + (gap if lines[-1] else 0.0)
        lines[-1].append(word)
    return lines


def _spread(line: Sequence[str], x: float, width: float, font: str, size: float, *, last: bool) -> list[Words]:
    """A line over the whole width: its words apart, unless that would tear it open."""
    gap = measure(" ", font, size)
    each = [measure(word, font, size) for word in line]
    free = width - sum(each)
    wide = free / (len(line) - 1) if len(line) > 1 else 0.0
    if last or not gap <= wide <= gap * WIDEST_GAP:
        return [fit(Words(x, 0, " ".join(line), size, font), width)]
    found = []
    for word, own in zip(line, each, strict=True):
        found.append(Words(x, 0, word, size, font))
        x += own + wide
    return found


def _lowered(inks: Iterable[Words], leading: float) -> list[Words]:
    return [one._replace(y=one.y - 0.78 * leading) for one in inks]
