"""How far a sheet reaches, found in its raw text before a reader would take memory for every cell up to there."""

from __future__ import annotations

import re

MAX_ROWS, MAX_COLUMNS = 200_000, 702
"""A filled cell beyond row 200,000 or column ZZ is refused."""
MAX_CELLS = 12_000_000
"""Rows times columns of one sheet: 400 MB; 31,000 BDT rows of 101 columns are 3,100,000."""

_ROW = re.compile(rb'<row\b[^>]*? r="([0-9]+)"')
_FAR_ROW = re.compile(rb'<row r="(?:[2-9][0-9]{5}|[0-9]{7})')
_VALUES = (b"<v", b"<is", b":v>")


class Extent:
    """The reach of one sheet, growing with each piece of its text; styled but empty cells do not count."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        self.rows = self._counted = 0
        self.columns = 26
        self._wider = _wider_than(0)

    def take(self, piece: bytes, *, new: int = 0) -> None:
        """Look at a piece; its first `new` bytes were looked at before and are not counted again."""
        self._counted += piece.count(b"<row", new)
        last = piece.rfind(b"<row")
        found = _ROW.match(piece, last) if last >= 0 else None
        if found and int(found[1]) < MAX_ROWS:
            self.rows = max(self.rows, int(found[1]))
        for far in _FAR_ROW.finditer(piece):
            if any(mark in piece[far.end() : _end(piece, far.end())] for mark in _VALUES):
                self.rows = MAX_ROWS + 1
        self._widen(piece)

    @property
    def too_far(self) -> bool:
        """Whether reading it would take too much."""
        rows = max(self.rows, self._counted)
        return rows > MAX_ROWS or self.columns > MAX_COLUMNS or rows * self.columns > MAX_CELLS

    def _widen(self, piece: bytes) -> None:
        at = 0
        while found := self._wider.search(piece, at):
            at = found.end()
            if piece[piece.find(b">", at) - 1 : piece.find(b">", at)] == b"/":
                continue
            letters = found[1].decode()
            self.columns = MAX_COLUMNS + 1 if len(letters) == 3 else (ord(letters[0]) - 63) * 26
            self._wider = _wider_than(ord(letters[0]) - 64 if len(letters) == 2 else 26)
        if b' r="' not in piece and b"<c" in piece:
            self.columns = max(self.columns, *(row.count(b"<c") for row in piece.split(b"<row")))


def _wider_than(first: int) -> re.Pattern[bytes]:
    """Cells in columns of two letters whose first letter comes after number `first`, or of three letters."""
    later = "" if first >= 26 else f"|[{chr(65 + first)}-Z][A-Z]"
    return re.compile(f' r="([A-Z]{{3}}{later})(?=[0-9])'.encode())


def _end(piece: bytes, start: int) -> int:
    end = piece.find(b"</row", start)
    return end if end >= 0 else len(piece)
