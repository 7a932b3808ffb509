"""Nothing on paper overlaps or leaves the frame: checked on all that is drawn for odd families (500 with `--penuh`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import pytest
from reportlab.lib.units import mm

from puskesos_desktop.documents.form import covers
from puskesos_desktop.documents.form.covers import Count, ListedFamily, Neighbourhood
from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.documents.form.sheet import HATCH, FormPrinter
from puskesos_desktop.documents.press.ink import Box, Extent, Ink, Qr, Rule, Words
from puskesos_desktop.documents.press.letterhead import LEFT, RIGHT, TOP
from puskesos_desktop.documents.press.page import A4, F4, Paper
from tests.support.amount import FULL
from tests.support.ink import extent
from tests.support.paper_families import HEAD, a_sheet, extreme

NEAR, BAND = 0.35, 10.0
"""Points that two things may share, and height of the strips in which neighbours are looked for."""


def test_many_odd_families_are_printed_without_overlap_inside_the_frame() -> None:
    for paper in (A4, F4):
        printer = FormPrinter(HEAD, Options(paper))
        proofs: dict[int, list[Proof]] = {}
        for seed in range(250 if FULL else 40):
            sheet = a_sheet(extreme(seed + int(paper.width)))
            layout = printer.layout_for(sheet)
            if layout.people not in proofs:
                proofs[layout.people] = [Proof(page.inks, paper) for page in layout.pages]
            for proof, inks in zip(proofs[layout.people], printer.pages_of(sheet), strict=True):
                found = list(proof.faults(inks))
                assert not found, (seed, found[:3])


@pytest.mark.parametrize("paper", [A4, F4], ids=str)
@pytest.mark.parametrize("options", [{"blank": True}, {"scale": 1.2}, {"scale": 0.95}, {"masked": True}], ids=str)
def test_every_option_is_printed_without_overlap(paper: Paper, options: dict[str, bool | float]) -> None:
    printer = FormPrinter(HEAD, Options(paper, **options))  # type: ignore[arg-type]
    sheet = a_sheet(extreme(3))
    for page, inks in zip(printer.layout_for(sheet).pages, printer.pages_of(sheet), strict=True):
        assert not list(Proof(page.inks, paper).faults(inks))[:3]


@pytest.mark.parametrize("paper", [A4, F4], ids=str)
def test_boxes_are_large_enough_to_tick(paper: Paper) -> None:
    printer = FormPrinter(HEAD, Options(paper))
    sheet = a_sheet(extreme(3))
    small = [
        one for page in printer.layout_for(sheet).pages for one in page.inks if isinstance(one, Box) and not one.fill
    ]
    ticked = [one for one in small if one.width < 10 * mm]
    assert len(ticked) > 1000
    assert min(min(one.width, one.height) for one in ticked) >= 4 * mm - 0.01


@pytest.mark.parametrize("paper", [A4, F4], ids=str)
def test_lists_totals_and_labels_are_printed_without_overlap(paper: Paper) -> None:
    entries = [ListedFamily("1234 5678 9012", "W" * 60, "W" * 120, 20) for _ in range(70)]
    areas = [
        Neighbourhood("001", f"{place:03}", "W" * 40, tuple(entries[: place * 9]), "24 November") for place in range(9)
    ]
    counts = [Count("001", "001", "W" * 40, place * 40, place * 160, place) for place in range(60)]
    pages = [*covers.total_pages(HEAD, counts, "24 November 2026", paper), *covers.label_pages(HEAD, areas, paper)]
    for area in areas:
        pages += covers.list_pages(HEAD, area, paper)
    for inks in pages:
        assert not list(Proof([], paper).faults(inks))[:3]


def test_what_overlaps_or_leaves_the_frame_is_found() -> None:
    words, box = Words(100, 100, "SARKIM", 8), Box(150, 95, 12, 12)
    page: list[Ink] = [words, box]
    for wrong in (Words(110, 103, "X", 8), Words(148, 97, "XX", 8), Box(156, 95, 12, 12), Rule(90, 102, 200, 102),
                  Words(590, 100, "X", 8), Qr(90, 90, "X")):  # fmt: skip
        assert list(Proof(page, A4).faults([wrong])), wrong
    assert not list(Proof(page, A4).faults([Words(152, 98, "B", 6), Words(100, 110, "X", 8), Rule(90, 98, 90, 110)]))


class Proof:
    """A page's own ink, proved once, against which the answers of each family are held."""

    def __init__(self, inks: Sequence[Ink], paper: Paper) -> None:
        self._strips: dict[int, list[tuple[Ink, Extent]]] = defaultdict(list)
        self._frame = (min(LEFT, RIGHT), 4 * mm, paper.width - RIGHT, paper.height - TOP)
        assert not list(self.faults(inks, keep=True))[:3]

    def faults(self, inks: Iterable[Ink], *, keep: bool = False) -> Iterator[str]:
        """What leaves the frame, and pairs that run into each other."""
        strips = self._strips if keep else {key: list(held) for key, held in self._strips.items()}
        for ink in inks:
            room = extent(ink)
            if _outside(room, self._frame):
                yield f"outside: {ink}"
            if isinstance(ink, Box) and ink.fill == HATCH:
                continue
            places = range(int(room[1] // BAND), int(room[3] // BAND) + 1)
            seen: set[int] = set()
            for place in places:
                for other, theirs in strips.setdefault(place, []):
                    if id(other) not in seen and _collide(ink, room, other, theirs):
                        seen.add(id(other))
                        yield f"{ink} runs into {other}"
                strips[place].append((ink, room))


def _outside(room: Extent, frame: Extent) -> bool:
    return room[0] < frame[0] - 1 or room[1] < frame[1] or room[2] > frame[2] + 1 or room[3] > frame[3] + 1


def _collide(one: Ink, a: Extent, other: Ink, b: Extent) -> bool:
    """Words and codes touch nothing; boxes are apart or one holds the other; rules may meet boxes and rules."""
    if a[0] >= b[2] - NEAR or b[0] >= a[2] - NEAR or a[1] >= b[3] - NEAR or b[1] >= a[3] - NEAR:
        return _crosses(one, a, other, b)
    kinds = {type(one), type(other)}
    if Rule in kinds:
        return bool(kinds & {Words, Qr})
    return not (Box in kinds and (_inside(a, b, other) or _inside(b, a, one)))


def _crosses(one: Ink, a: Extent, other: Ink, b: Extent) -> bool:
    """A rule has no height of its own: it may not run through words."""
    if {type(one), type(other)} != {Rule, Words}:
        return False
    line, words = (a, b) if isinstance(one, Rule) else (b, a)
    across = line[0] < words[2] - NEAR and line[2] > words[0] + NEAR
    return across and words[1] + NEAR < line[1] and line[3] < words[3] - NEAR


def _inside(inner: Extent, outer: Extent, holder: Ink) -> bool:
    return (
        isinstance(holder, Box)
        and inner[0] >= outer[0] - NEAR
        and inner[1] >= outer[1] - NEAR
        and inner[2] <= outer[2] + NEAR
        and inner[3] <= outer[3] + NEAR
    )
