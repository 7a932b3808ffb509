"""Tables of a web page that was saved under the name of an Excel file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

from puskesos_desktop.exchange.tables.extent import MAX_COLUMNS, MAX_ROWS

Grid = list[list[str]]
Joined = tuple[int, int, int, int]
"""First row (from 1) and column (from 0), last row and column."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]+")


class TooWide(ValueError):
    """A table that reaches too far."""


class _Tables(HTMLParser):
    """Collects the cells of every table; a table inside a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[tuple[Grid, list[Joined]]] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._hidden = 0
        self._below: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ("style", "script"):
            self._hidden += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(([], []))
                self._below = {}
        elif self._depth != 1:
            return
        elif tag == "tr":
            self._end_cell()
            self._new_row()
        elif tag in ("td", "th"):
            self._end_cell()
            self._new_cell(told)
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._hidden = max(0, self._hidden - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._hidden:
            self._cell.append(data)

    def _new_row(self) -> None:
        grid = self.tables[-1][0]
        if len(grid) >= MAX_ROWS:
            raise TooWide
        grid.append([])
        self._below = {column: left - 1 for column, left in self._below.items() if left > 1}

    def _new_cell(self, told: Mapping[str, str]) -> None:
        grid, joined = self.tables[-1]
        if not grid:
            self._new_row()
        row = grid[-1]
        while self._below.get(len(row), 0):
            row.append("")
        across, down = _span(told.get("colspan", "")), _span(told.get("rowspan", ""))
        first = len(row)
        if first + across > MAX_COLUMNS:
            raise TooWide
        row += [""] * across
        if down > 1:
            self._below |= dict.fromkeys(range(first, first + across), down)
        if down > 1 or across > 1:
            joined.append((len(grid), first, len(grid) + down - 1, first + across - 1))
        self._at = first
        self._cell = []

    def _end_cell(self) -> None:
        if self._cell is not None:
            self.tables[-1][0][-1][self._at] = _SPACE.sub(" ", "".join(self._cell)).strip()
            self._cell = None


def tables(path: Path) -> list[tuple[Grid, list[Joined]]]:
    """Every table of the page with something in it: rows of texts, and which cells are joined; `TooWide`."""
    raw = path.read_bytes()
    found = _CHARSET.search(raw[:2048])
    try:
        text = raw.decode(found[1].decode() if found else "utf-8")
    except (UnicodeDecodeError, LookupError):
        text = raw.decode("cp1252", errors="replace")
    reader = _Tables()
    reader.feed(text)
    reader.close()
    return [(grid, joined) for grid, joined in reader.tables if sum(1 for row in grid if any(row)) > 1]


def _span(text: str) -> int:
    return int(text) if text.isdigit() and 0 < int(text) < 1000 else 1
