"""What a page is made of, as plain values: words, boxes, rules and a QR code, measured before they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import Any, NamedTuple

import segno
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from puskesos_desktop.documents.press.page import REGULAR

NARROWEST, SMALLEST = 70.0, 3.0
"""How far words may be squeezed (per cent of their width), and then shrunk (points), before a letter is left out."""
QR_SIZE = 28 * mm
"""At this side a phone photo of 100 dpi is still read; at 20 mm it is not."""
_MASK = 4


class Words(NamedTuple):
    """A piece of text on one line; `grey` 0 is black, `stretch` is per cent of its natural width."""

    x: float
    y: float
    text: str
    size: float
    font: str = REGULAR
    grey: float = 0.0
    stretch: float = 100.0


class Box(NamedTuple):
    """A rectangle from its lower left corner; `line` 0 draws no border, `fill` is a grey or nothing."""

    x: float
    y: float
    width: float
    height: float
    line: float = 0.5
    fill: float | None = None


class Rule(NamedTuple):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    line: float = 0.25


class Qr(NamedTuple):
    """A QR code of side `QR_SIZE` from its lower left corner."""

    x: float
    y: float
    text: str


class Picture(NamedTuple):
    """A picture (JPEG bytes) as large as fits into a square of this side, from its lower left corner."""

    x: float
    y: float
    side: float
    jpeg: bytes


Ink = Words | Box | Rule | Qr | Picture
Extent = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


@lru_cache(maxsize=20_000)
def measure(text: str, font: str, size: float) -> float:
    """How wide text is, in points; forms say the same words again and again."""
    return float(pdfmetrics.stringWidth(text, font, size))


def shifted(inks: Iterable[Ink], x: float, y: float) -> list[Ink]:
    """The same ink somewhere else."""
    return [
        Rule(one.x + x, one.y + y, one.to_x + x, one.to_y + y, one.line)
        if isinstance(one, Rule)
        else one._replace(x=one.x + x, y=one.y + y)
        for one in inks
    ]


def width_of(words: Words) -> float:
    """How wide the words come out, in points."""
    return measure(words.text, words.font, words.size) * words.stretch / 100


def fit(words: Words, width: float, *, centred: bool = False) -> Words:
    """The words squeezed, then shrunk, until they are no wider than `width`; every letter stays."""
    natural = width_of(words)
    if natural > width:
        stretch = max(NARROWEST, 100 * width / natural)
        size = words.size * min(1.0, 100 * width / natural / stretch)
        words = words._replace(stretch=stretch, size=size)
        natural = width_of(words)
    return words._replace(x=words.x + (width - natural) / 2) if centred else words


def fit_lines(words: Words, width: float, lines: int, leading: float) -> list[Words]:
    """Long words on up to `lines` lines below each other, broken between words where that is enough."""
    if lines == 1 or width_of(words) <= width:
        return [fit(words, width)]
    stretch, size = 100.0, words.size
    while True:
        room = width * 100 / stretch
        broken = _broken(words.text, room, words.font, size)
        torn = any(measure(word, words.font, size) > room for word in words.text.split())
        if (len(broken) <= lines and not (torn and stretch > NARROWEST)) or size <= SMALLEST:
            break
        if stretch > NARROWEST:
            stretch = max(NARROWEST, stretch - 6)
        else:
            size *= 0.94
    styled = words._replace(stretch=stretch, size=size)
    return [fit(styled._replace(text=text, y=words.y - row * leading), width) for row, text in enumerate(broken)]


def _broken(text: str, width: float, font: str, size: float) -> list[str]:
    """Lines no wider than `width`; a word that is wider is broken anywhere."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if measure(longer, font, size) <= width:
            lines[-1] = longer
            continue
        rest = word
        while rest:
            taken = len(rest)
            while taken > 1 and measure(rest[:taken], font, size) > width:
                taken -= 1
            lines.append(rest[:taken])
            rest = rest[taken:]
    return [line for line in lines if line]


def paint(canvas: Canvas, inks: Iterable[Ink]) -> None:
    """Draw ink in the order given; neighbours of one sort are drawn together."""
    for sort, together in groupby(inks, type):
        if sort is Words:
            _write(canvas, together)  # type: ignore[arg-type]
        elif sort is Box:
            _boxes(canvas, together)  # type: ignore[arg-type]
        else:
            for one in together:
                _DRAWN[sort](canvas, one)


def _write(canvas: Canvas, words: Iterable[Words]) -> None:
    text = canvas.beginText()
    font, grey, stretch = ("", 0.0), 0.0, 100.0
    for one in words:
        if (one.font, one.size) != font:
            font = (one.font, one.size)
            text.setFont(*font)
        if one.grey != grey:
            grey = one.grey
            text.setFillGray(grey)
        if one.stretch != stretch:
            stretch = one.stretch
            text.setHorizScale(stretch)
        text.setTextOrigin(one.x, one.y)
        text.textOut(one.text)
    if stretch != 100:
        text.setHorizScale(100)
    if grey:
        text.setFillGray(0)
    canvas.drawText(text)


def _boxes(canvas: Canvas, boxes: Iterable[Box]) -> None:
    fill, line = 0.0, 0.0
    for box in boxes:
        if box.fill is not None and box.fill != fill:
            fill = box.fill
            canvas.setFillGray(fill)
        if box.line and box.line != line:
            line = box.line
            canvas.setLineWidth(line)
        canvas.rect(box.x, box.y, box.width, box.height, stroke=int(box.line > 0), fill=int(box.fill is not None))
    if fill:
        canvas.setFillGray(0)


def _rule(canvas: Canvas, rule: Rule) -> None:
    canvas.setLineWidth(rule.line)
    canvas.line(rule.x, rule.y, rule.to_x, rule.to_y)


def _qr(canvas: Canvas, code: Qr) -> None:
    """Dark modules as one path of whole numbers; the mask is given, for looking for the best one takes five times."""
    matrix = segno.make(code.text, error="m", micro=False, mask=_MASK).matrix
    canvas.saveState()
    canvas.translate(code.x, code.y)
    canvas.scale(QR_SIZE / len(matrix), QR_SIZE / len(matrix))
    path = canvas.beginPath()
    for row, line in enumerate(matrix):
        start = 0
        while start < len(line):
            end = start
            while end < len(line) and line[end]:
                end += 1
            if end > start:
                path.rect(start, len(matrix) - row - 1, end - start, 1)
            start = end + 1
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _picture(canvas: Canvas, picture: Picture) -> None:
    image = ImageReader(BytesIO(picture.jpeg))
    canvas.drawImage(image, picture.x, picture.y, picture.side, picture.side, preserveAspectRatio=True, anchor="c")


_DRAWN: dict[type, Callable[[Canvas, Any], None]] = {Rule: _rule, Qr: _qr, Picture: _picture}
