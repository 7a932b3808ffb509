"""Paper: sizes, fonts that know every Indonesian letter we print, and writing a PDF whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from puskesos_desktop.domain.outcome import UserError

REGULAR = "Helvetica"
BOLD = "Helvetica-Bold"
MONO = "Courier-Bold"


@dataclass(frozen=True)
class Paper:
    """A sheet in points."""

    name: str
    width: float
    height: float

    @property
    def landscape(self) -> Paper:
        """The sheet turned."""
        return Paper(self.name, self.height, self.width)


A4 = Paper("A4", 210 * mm, 297 * mm)
F4 = Paper("F4", 215 * mm, 330 * mm)


def write_pdf(path: Path, paper: Paper, title: str, draw: Callable[[Canvas], None]) -> None:
    """Draw a document and put it at `path` in one step: same content, same bytes.

    Raises `UserError` when the place cannot be written; `Cancelled` and failures of `draw` leave nothing behind.
    """
    part = path.with_name(path.name + ".part")
    canvas = Canvas(str(part), pagesize=(paper.width, paper.height), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    draw(canvas)
    try:
        canvas.save()
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise UserError(
            f"Berkas {path.name} tidak dapat ditulis.", "Tutup berkas itu bila sedang dibuka, atau pilih folder lain."
        ) from None


def fitted(canvas: Canvas, text: str, width: float, font: str, size: float) -> str:
    """The text, shortened with an ellipsis when it is wider than `width` points."""
    if canvas.stringWidth(text, font, size) <= width:
        return text
    while text and canvas.stringWidth(text + "…", font, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(canvas: Canvas, text: str, width: float, font: str, size: float) -> list[str]:
    """The text in lines no wider than `width` points; a word longer than a line is shortened."""
    lines: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}".strip()
        if canvas.stringWidth(longer, font, size) <= width:
            current = longer
            continue
        if current:
            lines.append(current)
        current = fitted(canvas, word, width, font, size)
    return [*lines, current] if current or not lines else lines
