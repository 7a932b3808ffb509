"""Bar charts as drawings, which the window shows as SVG."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing, Path, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from puskesos_desktop.documents.press.page import BOLD, REGULAR
from puskesos_desktop.domain.words import wording

STEPS = ("#E4F2EF", "#BFE0DA", "#86BFB6", "#3F9488", "#0F6E62")
"""One hue from light to dark; each step has a hatching of its own, so that black-and-white paper tells them apart."""
_HATCHINGS = ((0, False), (7, False), (4, False), (4, True), (0, False))
"""For each step: distance of the slanting lines (0 for none), and whether they cross."""
EDGE = "#0B564D"
_GAP = 6
_WIDER = 1.1
"""Letters on screen may be so much wider than the ones measured here."""


@dataclass(frozen=True)
class Look:
    """Height of the letters and of a row in pixels, and the colours of words and edges.

    `plain` leaves the hue away: white bars with hatching, for a screen in high contrast.
    """

    size: float = 9
    row: float = 17
    ink: str = "#1B2B34"
    edge: str = EDGE
    plain: bool = False


def bars(values: Sequence[tuple[str, int]], width: float, look: Look = Look()) -> Drawing:
    """Horizontal bars, one row each from the top: words, a bar as long as its number, the number.

    The step of a bar says how it stands to the longest one: the darkest has at least four fifths of it.
    """
    drawing = Drawing(width, look.row * max(len(values), 1))
    words = min(max((_wide(text, look) for text, _ in values), default=0), width * 0.45)
    most = max((number for _, number in values), default=0)
    room = width - words - 2 * _GAP - max((_wide(_shown(number), look) for _, number in values), default=0)
    for place, (text, number) in enumerate(values):
        base = drawing.height - look.row * (place + 1)
        line = base + (look.row - look.size * 0.72) / 2
        drawing.add(_string(0, line, _fitted(text, words, look), look))
        long = max(room, 0) * number / most if most else 0
        if number:
            thick = look.row * 0.62
            _add_bar(
                drawing, (words + _GAP, base + (look.row - thick) / 2, max(long, 2), thick), step(number, most), look
            )
        drawing.add(_string(words + 2 * _GAP + long, line, _shown(number), look))
    return drawing


def shares(rows: Sequence[tuple[str, Sequence[int]]], width: float, look: Look = Look()) -> Drawing:
    """Rows divided into parts, the first the darkest: words, one bar of all parts together, "12 dari 40" of the first.

    Bars are as long as their rows are large; at most five parts.
    """
    drawing = Drawing(width, look.row * max(len(rows), 1))
    said = [f"{_shown(parts[0])} dari {_shown(sum(parts))}" for _, parts in rows]
    words = min(max((_wide(text, look) for text, _ in rows), default=0), width * 0.45)
    most = max((sum(parts) for _, parts in rows), default=0)
    room = max(width - words - 2 * _GAP - max((_wide(text, look) for text in said), default=0), 0)
    for place, (text, parts) in enumerate(rows):
        base = drawing.height - look.row * (place + 1)
        line, thick = base + (look.row - look.size * 0.72) / 2, look.row * 0.62
        drawing.add(_string(0, line, _fitted(text, words, look), look))
        x = words + _GAP
        for shade, number in zip(range(4, -1, -1), parts, strict=False):
            long = room * number / most if most else 0
            if number:
                _add_bar(drawing, (x, base + (look.row - thick) / 2, max(long, 2), thick), shade, look)
            x += long
        drawing.add(_string(x + _GAP, line, said[place], look))
    return drawing


def step(number: int, most: int) -> int:
    """Which of the five steps a number has beside the largest one, 0 to 4."""
    return min(4, 5 * number // most) if most else 0


def svg(drawing: Drawing, family: str = REGULAR) -> bytes:
    """The drawing as SVG that Qt shows rightly: in the window's own letters, the clip path where SVG wants it."""
    text: str = renderSVG.drawToString(drawing)
    text = text.replace("<clipPath", "<defs><clipPath").replace("</clipPath>", "</clipPath></defs>")
    text = text.replace(f"font-family: {BOLD}", f"font-family: '{family}'; font-weight: bold")
    return re.sub(rf"font-family: {REGULAR}\b", f"font-family: '{family}'", text).encode()


def _add_bar(drawing: Drawing, box: tuple[float, float, float, float], shade: int, look: Look) -> None:
    x, y, width, height = box
    edge = HexColor(look.edge)
    fill = None if look.plain and shade < 4 else edge if look.plain else HexColor(STEPS[shade])
    drawing.add(Rect(x, y, width, height, fillColor=fill, strokeColor=None))
    apart, crossing = _HATCHINGS[shade]
    if apart:
        lines = Path(strokeColor=edge, strokeWidth=0.7, fillColor=None)
        for slope in (1, -1) if crossing else (1,):
            _hatch(lines, box, apart, slope)
        drawing.add(lines)
    drawing.add(Rect(x, y, width, height, fillColor=None, strokeColor=edge, strokeWidth=0.8))


def _hatch(lines: Path, box: tuple[float, float, float, float], apart: float, slope: int) -> None:
    """Slanting lines that end at the edges of the box."""
    x, y, width, height = box
    start = apart - height
    while start < width:
        left, right = max(start, 0.0), min(start + height, width)
        low, high = left - start, right - start
        if slope < 0:
            low, high = height - low, height - high
        lines.moveTo(x + left, y + low)
        lines.lineTo(x + right, y + high)
        start += apart


def _string(x: float, y: float, text: str, look: Look) -> String:
    return String(x, y, text, fontName=REGULAR, fontSize=look.size, fillColor=HexColor(look.ink))


def _shown(number: int) -> str:
    return wording.thousands(number)


def _wide(text: str, look: Look) -> float:
    return float(stringWidth(text, REGULAR, look.size)) * _WIDER


def _fitted(text: str, width: float, look: Look) -> str:
    if _wide(text, look) <= width:
        return text
    while text and _wide(text + "…", look) > width:
        text = text[:-1]
    return text.rstrip() + "…"
