"""The building blocks of the form: words in lines, boxes, headings, lists of codes; measured before they are placed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reportlab.lib.units import mm

from puskesos_desktop.documents.press.ink import Box, Extent, Ink, Rule, Words, fit, measure, shifted, width_of
from puskesos_desktop.documents.press.marks import Mark, mark_of, options_of
from puskesos_desktop.documents.press.page import BOLD, REGULAR
from puskesos_desktop.forms.conditions import All, Condition
from puskesos_desktop.forms.fields import Field
from puskesos_desktop.forms.kinds.anggota import HADIR

ITALIC = "Helvetica-Oblique"
NO_BREAK = "\u00a0"
BOX = 4.1 * mm
ROW = 4.6 * mm
PAD = 0.8 * mm
GAP = 0.5 * mm
HEADING, SHADE, LETTER = 4.6 * mm, 0.86, 0.55
"""Height of a heading, grey of its ground, grey of the letters B and S inside their boxes."""
OLD_SHADE = 0.94


class Slot(NamedTuple):
    """Where the old answer to a question goes (`old`), and what is hatched when it need not be asked (`area`)."""

    kind: str
    person: int
    field: Field
    old: Extent
    area: Extent | None = None
    lines: int = 1
    size: float = 8.0
    left: bool = False


@dataclass(frozen=True)
class Piece:
    """Ink and slots below and right of (0, 0), and the height they take; `binds` keeps it with what follows."""

    height: float
    inks: tuple[Ink, ...] = ()
    slots: tuple[Slot, ...] = ()
    binds: bool = False

    def at(self, x: float, y: float) -> tuple[list[Ink], list[Slot]]:
        """The same with its upper left corner at this point."""
        return shifted(self.inks, x, y), [moved(one, x, y) for one in self.slots]

    def of_people(self, first: int) -> Piece:
        """The same for the people that stand so many places later."""
        return replace(self, slots=tuple(one._replace(person=one.person + first) for one in self.slots))


@dataclass(frozen=True)
class Style:
    """Sizes of the words, whether old answers have a place, and how questions are referred to.

    `numbers` names every question for conditions, which begin with `when`; a list of codes that makes a question longer
    than `apart` lines stands apart.
    """

    scale: float = 1.0
    old: bool = True
    numbers: Mapping[str, str] = field(default_factory=dict)
    when: str = "Diisi bila"
    apart: float = 99.0

    @property
    def label(self) -> float:
        """Size of a question."""
        return 6.6 * self.scale

    @property
    def code(self) -> float:
        """Size of codes and conditions."""
        return 6.0 * self.scale

    @property
    def micro(self) -> float:
        """Size of the words above a box."""
        return 5.4 * self.scale

    @property
    def leading(self) -> float:
        """From one line of words to the next."""
        return self.label * 1.1


class Run(NamedTuple):
    """Words of one look inside a paragraph; one that binds is never last on a line."""

    text: str
    size: float
    font: str = REGULAR
    binds: bool = False


def moved(slot: Slot, x: float, y: float) -> Slot:
    """The same slot somewhere else."""
    area = None if slot.area is None else _moved(slot.area, x, y)
    return slot._replace(old=_moved(slot.old, x, y), area=area)


def _moved(extent: Extent, x: float, y: float) -> Extent:
    return (extent[0] + x, extent[1] + y, extent[2] + x, extent[3] + y)


def joined(pieces: Iterable[Piece], *, binds: bool = False) -> Piece:
    """Pieces below each other as one that is never torn."""
    inks: list[Ink] = []
    slots: list[Slot] = []
    height = 0.0
    for piece in pieces:
        drawn, places = piece.at(0, -height)
        inks += drawn
        slots += places
        height += piece.height
    return Piece(height, tuple(inks), tuple(slots), binds)


def paragraph(runs: Sequence[Run], x: float, width: float, leading: float) -> tuple[list[Words], float]:
    """Runs broken into lines inside a width, the first one below y = 0; and the height they take."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    for place, run in enumerate(runs):
        space = measure(" ", run.font, run.size)
        bound = _first_word(runs[place + 1]) if run.binds and place + 1 < len(runs) else 0.0
        for word in run.text.split(" "):
            wide = measure(word, run.font, run.size)
            if used and used + space + wide + bound > width:
                lines.append([])
                used = 0.0
            used += wide + (space if used else 0.0)
            lines[-1].append(Run(word, run.size, run.font))
    words: list[Words] = []
    for row, line in enumerate(lines):
        words += _line(line, x, -(row + 0.78) * leading)
    return [fit(one, x + width - one.x) for one in words], len(lines) * leading


def _first_word(run: Run) -> float:
    """Room the first word of a run takes with the space before it."""
    return measure(f" {run.text.split(' ')[0]}", run.font, run.size)


def _line(line: Sequence[Run], x: float, y: float) -> list[Words]:
    """One line, neighbours of the same look written together."""
    found: list[Words] = []
    for run in line:
        last = found[-1] if found else None
        if last and (last.font, last.size) == (run.font, run.size):
            found[-1] = last._replace(text=f"{last.text} {run.text}")
            continue
        start = last.x + width_of(last) + measure(" ", last.font, last.size) if last else x
        found.append(Words(start, y, run.text, run.size, run.font))
    return found


def conditions(one: Field) -> tuple[Condition, ...]:
    """The parts of a question's condition, without the one all questions about a person share (404 = 1, 5)."""
    if one.when is None:
        return ()
    parts = one.when.parts if isinstance(one.when, All) else (one.when,)
    return tuple(part for part in parts if part != HADIR)


def shared(fields: Iterable[Field]) -> tuple[Condition, ...]:
    """Conditions that every question of a block has, to be said once at its head."""
    each = [conditions(one) for one in fields if mark_of(one).asked]
    return tuple(part for part in each[0] if all(part in other for other in each)) if each else ()


def said(parts: Iterable[Condition], numbers: Mapping[str, str]) -> str:
    """Conditions in the words of the paper, joined by "dan", none of them torn at the end of a line; empty for none."""
    each = (All((part,)).words(numbers) for part in parts)
    return " dan ".join(words.replace(" ", NO_BREAK) if len(words) < 24 else words for words in each)


def question_runs(one: Field, style: Style, *, codes: bool = True, common: Sequence[Condition] = ()) -> list[Run]:
    """A question's words, its codes and its condition without what is `common` to the block."""
    unit = f" ({one.unit})" if one.unit else ""
    runs = [Run(one.label + unit, style.label)]
    runs += option_runs(one, style) if codes else []
    own = [part for part in conditions(one) if part not in common]
    if own:
        runs.append(Run(f"{style.when} {said(own, style.numbers)}", style.code, ITALIC))
    return runs


def option_runs(one: Field, style: Style) -> list[Run]:
    """The codes of a question, each bold before its words; a code that is its own word (414) stands alone."""
    runs: list[Run] = []
    for code, words in options_of(one):
        alone = words == code
        runs.append(Run(code, style.code, BOLD, binds=not alone))
        runs += [] if alone else [Run(words, style.code)]
    return runs


def listed_apart(fields: Sequence[Field], width: float, style: Style) -> dict[str, list[Field]]:
    """Lists of codes that get a band of their own before the first of `fields` they belong to, by its key.

    Those are the lists too long to stand beside their question, and those that would lengthen several questions.
    """
    apart: dict[str, list[Field]] = {}
    for one in fields:
        same = [other for other in fields if options_of(one) and options_of(other) == options_of(one)]
        if not same or same[0] is not one:
            continue
        plain = paragraph(question_runs(one, style, codes=False), 0, width, style.leading)[1]
        more = paragraph(question_runs(one, style), 0, width, style.leading)[1] - plain
        if more > style.leading * (style.apart if len(same) == 1 else 0.5 if len(same) > 2 else 1.5):
            apart[one.key] = same
    return apart


def code_band(same: Sequence[Field], width: float, style: Style) -> Piece:
    """The list of codes that these questions share."""
    first, last = (one.number or one.label for one in (same[0], same[-1]))
    who = first if first == last else f"{first} {'dan' if len(same) == 2 else 'sampai'} {last}"
    return band([Run(f"Kode {who}:", style.code, BOLD), *option_runs(same[0], style)], width, style)


def boxes(mark: Mark, x: float, bottom: float, size: float = BOX) -> list[Ink]:
    """Code boxes in their groups, from left to right."""
    inks: list[Ink] = []
    for group in mark.groups:
        inks += [Box(x + place * size, bottom, size, size) for place in range(group)]
        x += group * size + GAP * 1.6
    return inks


def boxes_width(mark: Mark, size: float = BOX) -> float:
    """How wide the code boxes of a question stand."""
    return float(mark.boxes * size + (len(mark.groups) - 1) * GAP * 1.6)


def tick(letter: str, x: float, bottom: float, size: float = BOX) -> list[Ink]:
    """A box to be crossed, with its letter grey inside so that a cross stands out."""
    words = Words(x, bottom + size * 0.3, letter, 6.2, BOLD, LETTER)
    return [Box(x, bottom, size, size), fit(words, size, centred=True)]


def heading(title: str, width: float, style: Style, note: str = "", room: float = 0.0) -> Piece:
    """The bar over a block: its number and title, then a note; `room` at the right is left free for column titles."""
    runs = [Run(title, style.label, BOLD)] + ([Run(note, style.code)] if note else [])
    words, high = paragraph(runs, PAD, width - room - 2 * PAD, style.leading)
    deep = max(HEADING, high + 1.2 * mm)
    bar = Box(0, -deep, width, deep, 0.4, SHADE)
    return Piece(deep, (bar, *shifted(words, 0, -(deep - high) / 2)), binds=True)


def band(runs: Sequence[Run], width: float, style: Style) -> Piece:
    """A paragraph across the block, for lists of codes too long to stand beside a question."""
    words, high = paragraph(runs, PAD, width - 2 * PAD, style.leading)
    deep = high + 1.0 * mm
    return Piece(deep, (*shifted(words, 0, -0.4 * mm), *frame(width, deep)), binds=True)


def frame(width: float, height: float) -> list[Ink]:
    """The sides of a block and the rule below a row of it."""
    below = Rule(0, -height, width, -height)
    return [below, Rule(0, 0, 0, -height, 0.4), Rule(width, 0, width, -height, 0.4)]


def number_width(style: Style) -> float:
    """Room for the printed number before a question's words."""
    return float(8.0 * mm) * min(style.scale, 1.2)


def old_box(extent: Extent) -> Box:
    """The shaded box an old answer stands in."""
    left, bottom, right, top = extent
    return Box(left, bottom, right - left, top - bottom, 0.25, OLD_SHADE)
