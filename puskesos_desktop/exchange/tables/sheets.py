"""Opening a table file and giving its rows with their numbers, the same for Excel, LibreOffice and CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from puskesos_desktop.exchange.tables import extent, guard, text, web
from puskesos_desktop.exchange.tables.guard import Content, Notice, UnreadableTable

Cell = str | float | bool | date | datetime | time | timedelta
"""As the file has it: text, number, day or moment; an empty cell is an empty text."""
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Merge:
    """Cells joined into one, rows from 1 and columns from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def words(self) -> str:
        """As in Excel: "B5:B8"."""
        return f"{address(self.first_row, self.first_column)}:{address(self.last_row, self.last_column)}"


class Worksheet:
    """One sheet of a book; its cells are read when they are first asked for and stay with it."""

    def __init__(self, name: str, hidden: bool, load: Callable[[], CalamineSheet]) -> None:
        """A sheet that can be loaded."""
        self.name, self.hidden = name, hidden
        self._load = load

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each row with its number as Excel shows it; the first cell is always column A."""
        loaded = self._loaded
        if loaded.start is None:
            return
        indent = ("",) * loaded.start[1]
        for number, row in enumerate(loaded.iter_rows(), start=1):
            yield number, (*indent, *row)

    @property
    def height(self) -> int:
        """Number of the last filled row."""
        return self._loaded.end[0] + 1 if self._loaded.end else 0

    @cached_property
    def merges(self) -> tuple[Merge, ...]:
        """Joined cells; none where the format does not tell."""
        found = self._loaded.merged_cell_ranges or ()
        return tuple(Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in found)

    @cached_property
    def _loaded(self) -> CalamineSheet:
        return self._load()


class TextSheet(Worksheet):
    """A CSV file as the one sheet it is."""

    merges: tuple[Merge, ...] = ()

    def __init__(self, path: Path, encoding: str, delimiter: str, skipped: int) -> None:
        """The file, how its letters and columns are told apart, and how many lines stand before the table."""
        self.name, self.hidden = path.stem[:31], False
        self._path, self._encoding, self._delimiter, self._skipped = path, encoding, delimiter, skipped

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each record with its number, as Excel would number it."""
        records = text.Records(self._path, self._encoding, self._delimiter)
        try:
            for number, row in enumerate(records, start=1):
                if len(row) > extent.MAX_COLUMNS or number > extent.MAX_ROWS:
                    raise guard.too_far(self._path)
                if number > self._skipped:
                    yield number, row
        except (csv.Error, text.UnevenQuotes) as problem:
            where = f"di baris {problem.line} " if isinstance(problem, text.UnevenQuotes) else ""
            why = f"tanda petik {where}tidak berpasangan, sehingga beberapa baris menjadi satu."
            raise UnreadableTable(
                self._path, "rusak", why, "Hapus tanda petik itu, atau simpan ulang dari Excel."
            ) from None

    def mended(self) -> tuple[int, ...]:
        """The lines whose quote does not close; each was read as the row it is."""
        records = text.Records(self._path, self._encoding, self._delimiter)
        try:
            for _ in records:
                pass
        except (csv.Error, text.UnevenQuotes):
            return ()
        return tuple(records.mended)

    @cached_property
    def height(self) -> int:
        """Number of the last line, for progress only."""
        with self._path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) + 1


class WebSheet(Worksheet):
    """A table of a web page."""

    def __init__(self, name: str, grid: web.Grid, joined: Sequence[web.Joined]) -> None:
        """The table as it was read."""
        self.name, self.hidden, self.merges = name, False, tuple(Merge(*one) for one in joined)
        self._grid = grid

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each row with its number in the table."""
        return ((number, tuple(row)) for number, row in enumerate(self._grid, start=1))

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self._grid)


@dataclass(frozen=True)
class Book:
    """An opened table file: its sheets in order, and what is to be said about the whole."""

    path: Path
    content: Content
    sheets: tuple[Worksheet, ...]
    notices: tuple[Notice, ...] = ()


def open_book(path: Path) -> Book:
    """Open a table by what is in it, not by its name; `UnreadableTable` with one sentence when that cannot be.

    Nothing of the sheets is read yet: each is loaded when its rows are first asked for (the interpreter runs on
    meanwhile, so a progress bar moves).
    """
    seen = guard.inspect(path)
    if seen.content is Content.CSV:
        return _text_book(path, seen.notices)
    if seen.content is Content.WEB:
        return _web_book(path, seen.notices)
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheets = tuple(_sheets(path, workbook))
    except PasswordError:
        raise UnreadableTable(path, "sandi", "terkunci dengan kata sandi.", "Simpan ulang tanpa kata sandi.") from None
    except (CalamineError, OSError):
        raise _broken(path) from None
    if not sheets:
        raise UnreadableTable(path, "kosong", "tidak berisi lembar tabel.", "Periksa berkasnya di Excel.")
    return Book(path, seen.content, sheets, seen.notices)


def address(row: int, column: int) -> str:
    """As in Excel: row 7, column 1 is "B7" (rows from 1, columns from 0)."""
    return f"{letters(column)}{row}"


def letters(column: int) -> str:
    """Name of a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def shown(cell: Cell) -> str:
    """The cell as people read it: no ".0" behind whole numbers, days as 31-12-1990, single spaces."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return "YA" if cell else "TIDAK"
    if isinstance(cell, float | int):
        return str(int(cell)) if abs(cell) < 1e18 and cell == int(cell) else str(cell)
    if isinstance(cell, date):
        return f"{cell.day:02}-{cell.month:02}-{cell.year:04}"
    return str(cell)


def _sheets(path: Path, workbook: CalamineWorkbook) -> Iterator[Worksheet]:
    for at, meta in enumerate(workbook.sheets_metadata):
        if meta.typ is SheetTypeEnum.WorkSheet:
            yield Worksheet(meta.name, meta.visible is not Visible.Visible, _loader(path, workbook, at))


def _loader(path: Path, workbook: CalamineWorkbook, at: int) -> Callable[[], CalamineSheet]:
    def load() -> CalamineSheet:
        try:
            return workbook.get_sheet_by_index(at)
        except (CalamineError, OSError):
            raise _broken(path) from None

    return load


def _text_book(path: Path, notices: tuple[Notice, ...]) -> Book:
    encoding = text.encoding_of(path)
    sheet = TextSheet(path, encoding, *text.delimiter_of(path, encoding))
    if mended := sheet.mended():
        where = ", ".join(str(line) for line in mended[:5]) + (", …" if len(mended) > 5 else "")
        words = f"Tanda petik di baris {where} tidak berpasangan; setiap baris tetap dibaca sebagai satu baris."
        notices = (*notices, Notice("petik", words))
    return Book(path, Content.CSV, (sheet,), notices)


def _web_book(path: Path, notices: tuple[Notice, ...]) -> Book:
    try:
        found = web.tables(path)
    except web.TooWide:
        raise guard.too_far(path) from None
    if not found:
        raise guard.web_page(path)
    names = [path.stem[:31] if len(found) == 1 else f"Tabel {at}" for at in range(1, len(found) + 1)]
    made = tuple(WebSheet(name, grid, joined) for name, (grid, joined) in zip(names, found, strict=True))
    return Book(path, Content.WEB, made, notices)


def _broken(path: Path) -> UnreadableTable:
    return UnreadableTable(path, "rusak", "isinya tidak dapat dibaca.", "Salin ulang berkas aslinya.")
