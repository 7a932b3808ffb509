"""Who the members are: one card of lines for each person, with the questions in screen order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportlab.lib.units import mm

from puskesos_desktop.documents.press.ink import Box, Ink, Rule, Words, shifted, width_of
from puskesos_desktop.documents.press.marks import Mark, mark_of, options_of
from puskesos_desktop.documents.press.page import BOLD
from puskesos_desktop.documents.press.pieces import (
    BOX,
    GAP,
    ITALIC,
    PAD,
    Piece,
    Run,
    Slot,
    Style,
    band,
    boxes,
    boxes_width,
    heading,
    moved,
    old_box,
    option_runs,
    paragraph,
    said,
    tick,
)
from puskesos_desktop.domain.household import ANGGOTA
from puskesos_desktop.forms.fields import Choice, Choices, Field, Nik
from puskesos_desktop.forms.form import Section

TOP, DEEP = 3.1 * mm, 7.7 * mm
"""In a card: height of the line with the question and its old answer, and of that line with its boxes."""


class _Cell(NamedTuple):
    """A question in a card: its mark, the words over it, and the width it takes at least; a line to write on grows."""

    field: Field
    mark: Mark
    words: list[Words]
    width: float


def legend(section: Section, width: float, style: Style) -> list[Piece]:
    """The head of the cards: the heading, then codes and conditions of the questions in them."""
    runs: list[Run] = []
    for one in section.fields:
        if mark_of(one).asked and (options_of(one) or one.when or _told_apart(one)):
            runs.append(Run(f"{one.number} {one.label}:".strip(), style.code, BOLD, binds=True))
            runs += option_runs(one, style)
            if one.when:
                runs.append(Run(f"Diisi bila {said((one.when,), style.numbers)}.", style.code, ITALIC))
    return [heading(f"{section.number}  {section.title}", width, style), band(runs, width, style)]


def card(section: Section, width: float, style: Style) -> Piece:
    """Who the first person is: the questions in screen order on as many lines as they need."""
    inks: list[Ink] = []
    slots: list[Slot] = []
    lines = list(_lines(section, width, style))
    for row, cells in enumerate(lines):
        x, top = 0.0, -row * DEEP
        for cell, wide in zip(cells, _stretched(cells, width), strict=True):
            drawn, slot = _draw(cell, wide, style)
            inks += shifted(drawn, x, top)
            if x:
                inks.append(Rule(x, top, x, top - DEEP))
            if style.old:
                slots.append(moved(slot._replace(area=(0, -DEEP, wide, 0)), x, top))
            x += wide
        inks.append(Rule(0, top, width, top, 0.25))
    height = len(lines) * DEEP
    return Piece(height, (*inks, Box(0, -height, width, height, 1.2)), tuple(slots))


def _lines(section: Section, width: float, style: Style) -> Iterator[list[_Cell]]:
    line: list[_Cell] = []
    for one in section.fields:
        if not mark_of(one).asked:
            continue
        cell = _cell(one, style)
        if line and sum(each.width for each in line) + cell.width > width:
            yield line
            line = []
        line.append(cell)
    if line:
        yield line


def _told_apart(one: Field) -> bool:
    """Whether the question's words stand in the legend and the card shows its number or its first word alone."""
    return len(one.label) > 30 or (bool(one.number) and bool(options_of(one)))


def _cell(one: Field, style: Style) -> _Cell:
    mark = mark_of(one)
    runs = [Run(one.number, style.micro, BOLD)] if one.number else []
    if not _told_apart(one):
        runs.append(Run(one.label, style.micro))
    elif not one.number:
        runs.append(Run(one.label.split()[0], style.micro))
    words, _ = paragraph(runs, PAD, 200 * mm, TOP)
    ends = max(each.x + width_of(each) for each in words)
    old = 0.0 if not style.old else 26 * mm if isinstance(one, Nik) else 6 * mm if len(mark.groups) < 2 else 15 * mm
    ticks = 2 * BOX + 3 * GAP if style.old else 0.0
    pen = boxes_width(mark) if mark.groups else min(mark.letters * 0.75 * mm, 28 * mm)
    return _Cell(one, mark, words, max(2 * PAD + ticks + pen, ends + old + PAD))


def _stretched(cells: Sequence[_Cell], width: float) -> list[float]:
    """Widths that fill the line: lines to write on grow first, else all grow alike."""
    rest = width - sum(cell.width for cell in cells)
    growing = [not cell.mark.groups for cell in cells]
    share = rest / (sum(growing) or len(cells))
    return [
        cell.width + (share if grows or not any(growing) else 0.0) for cell, grows in zip(cells, growing, strict=True)
    ]


def _draw(cell: _Cell, width: float, style: Style) -> tuple[list[Ink], Slot]:
    inks: list[Ink] = [*cell.words]
    x, bottom = PAD, -DEEP + 0.5 * mm
    if style.old:
        inks += [*tick("B", x, bottom), *tick("S", x + BOX + GAP, bottom)]
        x += 2 * BOX + 3 * GAP
    if cell.mark.groups:
        inks += boxes(cell.mark, x, bottom)
    else:
        inks.append(Rule(x, bottom + 0.3 * mm, width - PAD, bottom + 0.3 * mm))
    ends = max(each.x + width_of(each) for each in cell.words)
    old = (ends + GAP, -TOP + 0.2 * mm, width - GAP, -0.4 * mm)
    if style.old:
        inks.insert(0, old_box(old)._replace(line=0))
    return inks, Slot(ANGGOTA, 0, cell.field, old, size=6.6, left=not isinstance(cell.field, Choice | Choices))
