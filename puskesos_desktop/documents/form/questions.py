"""A question in a column of the form: number, words and codes; the old answer, B, S, and room for the right one."""

from __future__ import annotations

from typing import NamedTuple

from reportlab.lib.units import mm

from puskesos_desktop.documents.press.ink import Extent, Ink, Rule, Words, fit, shifted
from puskesos_desktop.documents.press.marks import mark_of
from puskesos_desktop.documents.press.page import BOLD
from puskesos_desktop.documents.press.pieces import (
    BOX,
    GAP,
    HEADING,
    PAD,
    ROW,
    Piece,
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
    tick,
)
from puskesos_desktop.forms.fields import Field, Text
from puskesos_desktop.forms.form import Section

OLD = 8 * mm
SHORT = 3
"""Boxes that stand beside B and S; more of them stand below, or on a line of their own."""
LONG = 60
"""Letters from which an old answer gets two lines."""
WIDE_LABEL, WRITING = 34 * mm, 5.2 * mm


class Answer(NamedTuple):
    """Where the parts of an answer begin in a column: old answer, B, S, and the boxes for the right one."""

    old: float
    right: float
    wrong: float
    fix: float

    @classmethod
    def of(cls, width: float, style: Style) -> Answer:
        """The same places for every question of a column."""
        fix = width - PAD - SHORT * BOX
        if not style.old:
            return cls(fix, fix, fix, fix)
        wrong = fix - 1.2 * mm - BOX
        right = wrong - GAP - BOX
        return cls(right - GAP - OLD, right, wrong, fix)


class _Place(NamedTuple):
    field: Field
    kind: str
    width: float
    style: Style


def block(section: Section, kind: str, width: float, style: Style) -> list[Piece]:
    """A section for a column: its heading with the titles of the answers, and its questions in screen order."""
    part = Answer.of(width, style)
    head = heading(f"{section.number}  {section.title}", width, style, room=width - part.old)
    titles = _column_titles(part, -HEADING + 1.4 * mm, width, style)
    asked = [one for one in section.fields if mark_of(one).asked]
    apart = listed_apart(asked, part.old - number_width(style) - PAD, style)
    told = {one.key for same in apart.values() for one in same}
    pieces = [Piece(head.height, (*head.inks, *titles), binds=True)]
    for one in asked:
        if one.key in apart:
            pieces.append(code_band(apart[one.key], width, style))
        pieces.append(question(one, kind, width, style, codes=one.key not in told))
    return pieces


def question(one: Field, kind: str, width: float, style: Style, *, codes: bool = True) -> Piece:
    """One question, as high as its words and its boxes need."""
    mark, part = mark_of(one), Answer.of(width, style)
    start = number_width(style)
    wide = not mark.groups or boxes_width(mark) > width - PAD - part.old
    wide = wide and (style.old or not mark.groups or mark.boxes > SHORT)
    room = WIDE_LABEL * min(style.scale, 1.2) if wide else part.old - start - PAD
    if mark.letters > LONG:
        room = part.right - start - PAD
    words, high = paragraph(question_runs(one, style, codes=codes), start, room, style.leading)
    first = max(ROW, high + 1.1 * mm)
    if one.number:
        words.append(fit(Words(PAD, words[0].y, one.number, style.label, BOLD), start - 1.4 * PAD))
    inks = shifted(words, 0, -(first - high) / 2 if first == ROW else -0.5 * mm)
    place = _Place(one, kind, width, style)
    return _wide(place, inks, first, start + room + GAP) if wide else _narrow(place, inks, first)


def _narrow(place: _Place, inks: list[Ink], height: float) -> Piece:
    """Boxes beside the words; more than three of them stand under B and S."""
    mark, part = mark_of(place.field), Answer.of(place.width, place.style)
    bottom = -(ROW + BOX) / 2
    old = (part.old, bottom, part.old + OLD, bottom + BOX)
    if mark.boxes <= SHORT:
        inks += boxes(mark, part.fix, bottom)
    else:
        height = max(height, 2 * ROW)
        inks += boxes(mark, place.width - PAD - boxes_width(mark), bottom - ROW)
    return _closed(place, inks, height, old)


def _wide(place: _Place, inks: list[Ink], first: float, left: float) -> Piece:
    """The old answer beside the words, or below them when it may be long; then a line of boxes or to write on."""
    one, _, width, style = place
    mark, part = mark_of(one), Answer.of(width, style)
    bottom, lines, height = -(ROW + BOX) / 2, 1, first
    old = (left, bottom, part.right - GAP, bottom + BOX)
    if style.old and mark.letters > LONG:
        lines, height = 2, first + 6.4 * mm
        old = (number_width(style), -height + 0.4 * mm, width - PAD, -first)
    if mark.groups:
        start = width - PAD - boxes_width(mark)
        beside = not style.old and start >= left
        height += 0 if beside else ROW
        inks += boxes(mark, start, bottom if beside else -height + (ROW - BOX) / 2)
        return _closed(place, inks, height, old, lines)
    beside = not style.old and mark.letters <= LONG
    height = max(first, WRITING) if beside else height
    for _ in range(one.lines if isinstance(one, Text) else 1):
        height += 0 if beside else WRITING
        inks.append(Rule(left if beside else number_width(style), -height + 0.9 * mm, width - PAD, -height + 0.9 * mm))
    return _closed(place, inks, height, old, lines)


def _closed(place: _Place, inks: list[Ink], height: float, old: Extent, lines: int = 1) -> Piece:
    """With old answer, B and S where they have a place, the rule below and the sides of the column."""
    one, kind, width, style = place
    part, bottom = Answer.of(width, style), -(ROW + BOX) / 2
    slots: tuple[Slot, ...] = ()
    if style.old:
        inks += [old_box(old), *tick("B", part.right, bottom), *tick("S", part.wrong, bottom)]
        slots = (Slot(kind, -1, one, old, (0, -height, width, 0), lines, left=not mark_of(one).groups),)
    return Piece(height, (*inks, *frame(width, height)), slots)


def _column_titles(part: Answer, y: float, width: float, style: Style) -> list[Ink]:
    """What stands in the columns of answers, over them."""
    fix = Words(part.fix, y, "Perbaikan" if style.old else "Isian", style.micro, BOLD)
    room = width - part.fix - PAD / 2
    if not style.old:
        return [fit(fix, room, centred=True)]
    return [
        fit(Words(part.old, y, "Data lama", style.micro, BOLD), OLD, centred=True),
        fit(Words(part.right, y, "B", style.micro, BOLD), BOX, centred=True),
        fit(Words(part.wrong, y, "S", style.micro, BOLD), BOX, centred=True),
        fit(fix, room, centred=True),
    ]
