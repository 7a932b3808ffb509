"""What is asked of every member by codes: a table with the questions below each other and five people beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.lib.units import mm

from puskesos_desktop.documents.press.ink import Box, Ink, Rule, Words, fit, shifted
from puskesos_desktop.documents.press.marks import mark_of
from puskesos_desktop.documents.press.page import BOLD
from puskesos_desktop.documents.press.pieces import (
    GAP,
    PAD,
    SHADE,
    Piece,
    Run,
    Slot,
    Style,
    boxes,
    boxes_width,
    code_band,
    frame,
    heading,
    listed_apart,
    number_width,
    old_box,
    paragraph,
    question_runs,
    said,
    shared,
    tick,
)
from puskesos_desktop.domain.household import ANGGOTA
from puskesos_desktop.forms.fields import Field
from puskesos_desktop.forms.form import Section
from puskesos_desktop.forms.kinds.anggota import HADIR, IDENTITAS

BESIDE = 5
"""People beside each other."""
SMALL, CELL, OLD = 4.0 * mm, 27 * mm, 5.4 * mm
"""Side of a box, width of one person, width of the old answer."""
ROW, TEXT_ROW, OLD_LINES = 4.5 * mm, 12.2 * mm, 3
NAMES, TITLES = 4.8 * mm, 2.8 * mm
EDGE = 0.3 * mm
_NUMBER, _NAME = (next(one for one in IDENTITAS.fields if one.key == key) for key in ("nomor_urut", "nama"))


def names(width: float, style: Style) -> Piece:
    """The head of the table: number and name of the first five people, and what stands below each name."""
    left = width - BESIDE * CELL
    height = NAMES + TITLES
    inks: list[Ink] = [
        Box(0, -height, width, height, 0.4, SHADE),
        Words(PAD, -3.2 * mm, "Nomor urut (401) dan nama anggota (402)", style.code, BOLD),
    ]
    slots: list[Slot] = []
    for place in range(BESIDE):
        x = left + place * CELL
        inks += [Rule(x, 0, x, -height), *_titles(x, -height + 0.9 * mm, style)]
        extent = (x + 5 * mm, -NAMES + 0.3 * mm, x + CELL - EDGE, -0.4 * mm)
        number = (x + EDGE, -NAMES + 0.3 * mm, x + 4.6 * mm, -0.4 * mm)
        inks += [Box(number[0], number[1], number[2] - number[0], number[3] - number[1], 0.25, 1.0)]
        inks += [Box(extent[0], extent[1], extent[2] - extent[0], extent[3] - extent[1], 0.25, 1.0)]
        slots += [
            Slot(ANGGOTA, place, _NUMBER, number, size=7),
            Slot(ANGGOTA, place, _NAME, extent, lines=2, size=7, left=True),
        ]
    return Piece(height, tuple(inks), tuple(slots), binds=True)


def rows(section: Section, width: float, style: Style) -> Iterator[Piece]:
    """A section of the table: its heading with what all its questions depend on, then each question with its cells."""
    asked = [one for one in section.fields if mark_of(one).asked]
    common = shared(asked)
    note = f"Diisi bila {said((HADIR, *common), style.numbers)}"
    yield heading(f"{section.number}  {section.title}", width, style, note)
    style = replace(style, when="bila", apart=2.5)
    apart = listed_apart(asked, width - BESIDE * CELL - number_width(style) - PAD, style)
    told = {one.key for same in apart.values() for one in same}
    for one in asked:
        if one.key in apart:
            yield code_band(apart[one.key], width, style)
        yield _row(one, width, style, question_runs(one, style, codes=one.key not in told, common=common))


def _row(one: Field, width: float, style: Style, runs: Sequence[Run]) -> Piece:
    start, left = number_width(style), width - BESIDE * CELL
    words, high = paragraph(runs, start, left - start - PAD, style.leading)
    if one.number:
        words.append(fit(Words(PAD, words[0].y, one.number, style.label, BOLD), start - 1.4 * PAD))
    height = max(high + 0.9 * mm, ROW if mark_of(one).groups else TEXT_ROW)
    inks = shifted(words, 0, -(height - high) / 2)
    slots: list[Slot] = []
    for place in range(BESIDE):
        x = left + place * CELL
        cell, old = _cell(one, height, style)
        inks += [Rule(x, 0, x, -height), *shifted(cell, x, 0)]
        if style.old:
            lines = 1 if mark_of(one).groups else OLD_LINES
            extent = (old[0] + x, old[1], old[2] + x, old[3])
            area = (x, -height, x + CELL, 0)
            slots.append(Slot(ANGGOTA, place, one, extent, area, lines, size=7.0 if lines == 1 else 6.4))
    return Piece(height, (*inks, *frame(width, height)), tuple(slots))


def _cell(one: Field, height: float, style: Style) -> tuple[list[Ink], tuple[float, float, float, float]]:
    """One person's place: old answer, B, S, boxes; for words the old answer above, below it the line to write on."""
    mark = mark_of(one)
    bottom = -(height + SMALL) / 2 if mark.groups else -height + 0.5 * mm
    right = EDGE + (OLD + EDGE if mark.groups else 0)
    wrong = right + SMALL + EDGE
    fix = wrong + SMALL + 0.5 * mm if style.old else (CELL - boxes_width(mark, SMALL)) / 2 if mark.groups else EDGE
    if mark.groups:
        inks = boxes(mark, fix, bottom, SMALL)
        old = (EDGE, bottom, EDGE + OLD, bottom + SMALL)
    else:
        inks = [Rule(fix, bottom + 0.2 * mm, CELL - EDGE, bottom + 0.2 * mm)]
        old = (EDGE, bottom + SMALL + EDGE, CELL - EDGE, -EDGE)
    if style.old:
        inks += [old_box(old), *tick("B", right, bottom, SMALL), *tick("S", wrong, bottom, SMALL)]
    return inks, old


def _titles(x: float, y: float, style: Style) -> list[Ink]:
    """What stands below a name: lama, B, S, perbaikan."""
    if not style.old:
        return [fit(Words(x, y, "isian", style.micro), CELL, centred=True)]
    start = x + EDGE + OLD + EDGE
    last = start + 2 * (SMALL + EDGE)
    return [
        fit(Words(x + EDGE, y, "lama", style.micro), OLD, centred=True),
        fit(Words(start, y, "B", style.micro), SMALL, centred=True),
        fit(Words(start + SMALL + EDGE, y, "S", style.micro), SMALL, centred=True),
        fit(Words(last + GAP, y, "perbaikan", style.micro), x + CELL - EDGE - last - GAP, centred=True),
    ]
