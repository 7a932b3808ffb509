"""The verification form laid out on pages: what is printed the same for every family, and where its answers go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from reportlab.lib.units import mm

from puskesos_desktop.documents.form import cards, code_table, questions
from puskesos_desktop.documents.form.code_table import BESIDE
from puskesos_desktop.documents.press import letterhead
from puskesos_desktop.documents.press.ink import Ink, Rule
from puskesos_desktop.documents.press.letterhead import BOTTOM, HEAD, LEFT, RIGHT, TOP, Letterhead
from puskesos_desktop.documents.press.page import A4, F4, Paper
from puskesos_desktop.documents.press.pieces import Piece, Slot, Style
from puskesos_desktop.domain.household import ANGGOTA, KUNJUNGAN
from puskesos_desktop.forms.form import Section
from puskesos_desktop.forms.kinds import anggota, keluarga
from puskesos_desktop.forms.paper import FORMS, PAPER

PAGES, SIZES = 4, (1.0, 0.96, 0.92, 0.88)
"""Pages for five people, and how far words may shrink to keep within them."""
BLANK_SCALE = 1.1
"""Without old answers there is room for larger words."""
GUTTER, SPACE = 2.5 * mm, 2 * mm
LEAST = 28 * mm
"""A block is begun on a new page when less than this is left."""


@dataclass(frozen=True)
class Options:
    """How forms are printed: the size of the words by what the paper has room for, and which sections ("III.C").

    No section named means all of them.
    `blank` prints no old answers, `masked` only the first six digits of NIK and KK numbers (domain 10.4), `two_up` two
    pages side by side on one sheet turned (boxes are then smaller than a pen likes).
    """

    paper: Paper = F4
    scale: float = 1.0
    sections: frozenset[str] = frozenset()
    blank: bool = False
    masked: bool = False
    two_up: bool = False

    def prints(self, section: Section) -> bool:
        """Whether this section is wanted."""
        return not self.sections or section.number in self.sections


@dataclass
class Page:
    """One page: the ink every family shares, and the slots of its answers."""

    inks: list[Ink] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)


@dataclass
class Flow:
    """Pages being filled from top to bottom inside the frame."""

    paper: Paper
    first: float
    pages: list[Page] = field(default_factory=list)
    y: float = 0.0

    def __post_init__(self) -> None:
        self.turn()

    @property
    def width(self) -> float:
        """Between the margins."""
        return float(self.paper.width - LEFT - RIGHT)

    @property
    def left(self) -> float:
        """What is left of the page's height."""
        return float(self.y - BOTTOM)

    def turn(self) -> None:
        """Begin a new page."""
        self.y = self.paper.height - TOP - (HEAD if self.pages else self.first)
        self.pages.append(Page())

    def put(self, piece: Piece, x: float = LEFT, y: float | None = None) -> None:
        """Put a piece on the page; without `y` below what stands there."""
        inks, slots = piece.at(x, self.y if y is None else y)
        self.pages[-1].inks += inks
        self.pages[-1].slots += slots
        if y is None:
            self.y -= piece.height

    def stack(self, pieces: Sequence[Piece], head: Piece | None = None) -> None:
        """Pieces below each other; one that binds is never last on a page; `head` is repeated on every new page."""
        for place, piece in enumerate(pieces):
            following = place
            needed = piece.height
            while pieces[following].binds and following + 1 < len(pieces):
                following += 1
                needed += pieces[following].height
            if needed > self.left:
                self.turn()
                if head is not None and place:
                    self.put(head)
            self.put(piece)

    def columns(self, pieces: Sequence[Piece]) -> None:
        """Pieces in two columns of the same length, over as many pages as they need."""
        wide = (self.width - GUTTER) / 2
        rest = list(pieces)
        while rest:
            if self.left < LEAST:
                self.turn()
            cut = _half(rest)
            if max(_height(rest[:cut]), _height(rest[cut:])) > self.left:
                cut = _fill(rest, self.left)
            second = cut + _fill(rest[cut:], self.left)
            top = self.y
            for x, column in ((LEFT, rest[:cut]), (LEFT + wide + GUTTER, rest[cut:second])):
                y = top
                column = column[1:] if column and not column[0].inks else column
                self.pages[-1].inks.append(Rule(x, top, x + (wide if column else 0), top, 0.4))
                for piece in column:
                    self.put(piece, x, y)
                    y -= piece.height
                self.y = min(self.y, y)
            rest = rest[second:]


def _height(pieces: Sequence[Piece]) -> float:
    return sum(piece.height for piece in pieces)


def _half(pieces: Sequence[Piece]) -> int:
    """Where to divide so that the longer column is as short as can be; never right after a heading."""
    cuts = [cut for cut in range(1, len(pieces) + 1) if not pieces[cut - 1].binds]
    return min(cuts, key=lambda cut: max(_height(pieces[:cut]), _height(pieces[cut:])))


def _fill(pieces: Sequence[Piece], height: float) -> int:
    """How many pieces go into this height; at least one, and no heading last."""
    cut, used = 0, 0.0
    while cut < len(pieces) and used + pieces[cut].height <= height + 0.01:
        used += pieces[cut].height
        cut += 1
    while cut < len(pieces) and cut > 1 and pieces[cut - 1].binds:
        cut -= 1
    return cut


@dataclass(frozen=True)
class Layout:
    """A finished form for up to `people` members: its pages, the same for every family of that size."""

    people: int
    pages: tuple[Page, ...]


def rounded(people: int) -> int:
    """Places for so many members: whole tables of five, and five on an empty form."""
    return max(1, -(-people // BESIDE)) * BESIDE


@lru_cache(maxsize=8)
def lay_out(head: Letterhead, options: Options, people: int) -> Layout:
    """The form for so many members, which is a multiple of five; it is remembered, for a preview must open at once.

    Five people never take more than four pages at the usual size: when questions are added, words become smaller.
    """
    for size in SIZES:
        pages = _filled(head, replace(options, scale=options.scale * size), people)
        if len(pages) <= PAGES or people > BESIDE or options.scale > 1:
            break
    for number, page in enumerate(pages, start=1):
        page.inks[:0] = letterhead.page_inks(head, options.paper, (number, len(pages)), blank=options.blank)
    return Layout(people, tuple(pages))


def _filled(head: Letterhead, options: Options, people: int) -> list[Page]:
    scale = options.scale * options.paper.height / A4.height * (BLANK_SCALE if options.blank else 1)
    style = Style(scale, not options.blank, _numbers())
    flow = Flow(options.paper, letterhead.FIRST)
    before = [pair for pair in PAPER if pair[1] is not keluarga.PROGRAM and options.prints(pair[1])]
    after = [pair for pair in PAPER if pair[1] is keluarga.PROGRAM and options.prints(pair[1])]
    _blocks(flow, before, style)
    _members(flow, options, style, people)
    _blocks(flow, after, style)
    flow.y -= SPACE
    flow.stack([letterhead.signatures(head, flow.width, style)])
    return flow.pages


def _blocks(flow: Flow, blocks: Sequence[tuple[str, Section]], style: Style) -> None:
    """Sections in two columns; a visit is asked anew, so it has no old answers."""
    wide = (flow.width - GUTTER) / 2
    fresh = Style(style.scale, False, style.numbers)
    pieces: list[Piece] = []
    for kind, section in blocks:
        pieces += [Piece(SPACE / 2, binds=True)] if pieces else []
        pieces += questions.block(section, kind, wide, fresh if kind == KUNJUNGAN else style)
    flow.columns(pieces)
    flow.y -= SPACE


def _members(flow: Flow, options: Options, style: Style, places: int) -> None:
    if options.prints(anggota.IDENTITAS):
        card = cards.card(anggota.IDENTITAS, flow.width, style)
        people = [card.of_people(person) for person in range(places)]
        flow.stack([*cards.legend(anggota.IDENTITAS, flow.width, style), *people])
        flow.y -= SPACE
    coded = [one for one in anggota.SECTIONS if one is not anggota.IDENTITAS and options.prints(one)]
    head = code_table.names(flow.width, style)
    rows = [row for one in coded for row in code_table.rows(one, flow.width, style)]
    for first in range(0, places if coded else 0, BESIDE):
        named = head.of_people(first)
        flow.stack([named, *(row.of_people(first) for row in rows)], named)
        flow.y -= SPACE


def _numbers() -> dict[str, str]:
    """How conditions name a question: by its number, or by its words when it has none."""
    return {
        key: one.number or one.label
        for kind in {ANGGOTA, *(kind for kind, _ in PAPER)}
        for key, one in FORMS[kind].fields.items()
    }
