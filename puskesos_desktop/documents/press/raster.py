"""Pages of a finished PDF as pictures, for the preview in the window and for the system's printer."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import pypdfium2

_ONE_AT_A_TIME = Lock()
"""The library behind must not be asked from two threads at once."""


@dataclass(frozen=True)
class Picture:
    """A page in shades of grey: one byte for each point of the picture, rows of `stride` bytes."""

    width: int
    height: int
    stride: int
    points: bytes


class Pages:
    """An opened PDF; pages are counted from 0."""

    def __init__(self, pdf: bytes) -> None:
        """Open what stands in memory."""
        with _ONE_AT_A_TIME:
            self._document = pypdfium2.PdfDocument(pdf)

    def __len__(self) -> int:
        """How many pages there are."""
        return len(self._document)

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page in points (1/72 inch)."""
        with _ONE_AT_A_TIME:
            width, height = self._document[page].get_size()
        return float(width), float(height)

    def picture(self, page: int, dpi: float) -> Picture:
        """A page drawn at so many points of the picture to the inch."""
        with _ONE_AT_A_TIME:
            bitmap = self._document[page].render(scale=dpi / 72, grayscale=True)
            return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))

    def close(self) -> None:
        """Let go of the document."""
        with _ONE_AT_A_TIME:
            self._document.close()
