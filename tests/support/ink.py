"""What can be read on finished pages, and where each piece of ink lies."""

from __future__ import annotations

from collections.abc import Iterable

from puskesos_desktop.documents.letters.flow import LetterPage
from puskesos_desktop.documents.press.ink import QR_SIZE, Box, Extent, Ink, Picture, Rule, Words, width_of

_DESCENT, _ASCENT = 0.21, 0.73


def extent(one: Ink) -> Extent:
    """The room a piece of ink takes."""
    if isinstance(one, Words):
        right = one.x + width_of(one)
        return (one.x, one.y - _DESCENT * one.size, right, one.y + _ASCENT * one.size)
    if isinstance(one, Box):
        return (one.x, one.y, one.x + one.width, one.y + one.height)
    if isinstance(one, Rule):
        return (min(one.x, one.to_x), min(one.y, one.to_y), max(one.x, one.to_x), max(one.y, one.to_y))
    side = one.side if isinstance(one, Picture) else QR_SIZE
    return (one.x, one.y, one.x + side, one.y + side)


def words_of(laid: Iterable[LetterPage]) -> str:
    """Everything that can be read on these pages, in the order it is drawn."""
    return " ".join(ink.text for page in laid for ink in page.inks if isinstance(ink, Words))
