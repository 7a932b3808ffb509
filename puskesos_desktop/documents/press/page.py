"""Paper: sizes, fonts that know every Indonesian letter we print, and writing a PDF whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from puskesos_desktop.domain.outcome import UserError

rl_config.useA85 = 0
"""Streams as bytes, not as letters: a fifth smaller, and quicker to write."""

REGULAR = "Helvetica"
BOLD = "Helvetica-Bold"
MONO = "Courier-Bold"

Target = Path | BytesIO
"""Where a PDF goes: a file, or memory, so that a preview never lies unencrypted on the disk."""


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


def write_pdf(path: Target, paper: Paper, title: str, draw: Callable[[Canvas], None]) -> None:
    """Draw a document and put it at `path` in one step, or into memory: same content, same bytes.

    Raises `UserError` when the place cannot be written; `Cancelled` and failures of `draw` leave nothing behind.
    """
    if isinstance(path, BytesIO):
        _drawn(path, paper, title, draw).save()
        return
    canvas = _drawn(str(_part(path)), paper, title, draw)
    _in_one_step(path, canvas.save)


def save_pdf(path: Path, pdf: bytes) -> None:
    """Put a PDF that stands in memory at `path`, in one step. Raises `UserError` when the place cannot be written."""
    _in_one_step(path, lambda: _part(path).write_bytes(pdf))


def _in_one_step(path: Path, write: Callable[[], object]) -> None:
    try:
        write()
        with _part(path).open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(_part(path), path)
    except OSError:
        _part(path).unlink(missing_ok=True)
        raise UserError(
            f"Berkas {path.name} tidak dapat ditulis.", "Tutup berkas itu bila sedang dibuka, atau pilih folder lain."
        ) from None


def _part(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _drawn(into: str | BytesIO, paper: Paper, title: str, draw: Callable[[Canvas], None]) -> Canvas:
    canvas = Canvas(into, pagesize=(paper.width, paper.height), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    draw(canvas)
    return canvas


def fitted(text: str, width: float, font: str, size: float) -> str:
    """The text, shortened with an ellipsis when it is wider than `width` points."""
    if stringWidth(text, font, size) <= width:
        return text
    while text and stringWidth(text + "…", font, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, width: float, font: str, size: float) -> list[str]:
    """The text in lines no wider than `width` points; a word longer than a line is shortened."""
    lines: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}".strip()
        if stringWidth(longer, font, size) <= width:
            current = longer
            continue
        if current:
            lines.append(current)
        current = fitted(word, width, font, size)
    return [*lines, current] if current or not lines else lines
