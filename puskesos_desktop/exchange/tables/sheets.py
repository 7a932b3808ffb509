"""Opening a table file and giving its rows with their numbers, the same for Excel, LibreOffice and CSV."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from puskesos_desktop.exchange.tables import extent, guard
from puskesos_desktop.exchange.tables.guard import Content, Notice, UnreadableTable

Cell = str | float | bool | date | datetime | time | timedelta
"""As the file has it: text, number, day or moment; an empty cell is an empty text."""
Row = tuple[Cell, ...]

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 40


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
        with self._path.open(encoding=self._encoding, errors="replace", newline="") as file:
            reader = csv.reader(file, delimiter=self._delimiter)
            try:
                for number, row in enumerate(reader, start=1):
                    if len(row) > extent.MAX_COLUMNS or number > extent.MAX_ROWS:
                        raise guard.too_far(self._path)
                    if number > self._skipped:
                        yield number, tuple(row)
            except csv.Error:
                raise UnreadableTable(
                    self._path, "rusak", "tanda petiknya tidak berpasangan.", "Simpan ulang dari Excel."
                ) from None

    @cached_property
    def height(self) -> int:
        """Number of the last line, for progress only."""
        with self._path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) + 1


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
        return Book(path, seen.content, (_text_sheet(path),), seen.notices)
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


def _text_sheet(path: Path) -> TextSheet:
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = [line for line, _ in zip(file, range(_SAMPLE_LINES), strict=False)]
    first = sample[0].strip().strip('"').casefold() if sample else ""
    if first.startswith("sep=") and len(first) == 5:
        return TextSheet(path, encoding, first[4], 1)
    return TextSheet(path, encoding, max(_DELIMITERS, key=lambda one: _columns_by(one, sample)), 0)


def _encoding(path: Path) -> str:
    """By its mark; else UTF-8 if every byte is, else what Windows in Indonesia writes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(1 << 20)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        try:
            chunk = start
            while chunk:
                decoder.decode(chunk)
                chunk = file.read(1 << 20)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _columns_by(delimiter: str, sample: Sequence[str]) -> tuple[int, int]:
    """How well a delimiter explains the sample: lines of the commonest width above one, then that width."""
    try:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter)]
    except csv.Error:
        return 0, 0
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0, 0
    common = max(set(wide), key=lambda width: (wide.count(width), width))
    return wide.count(common), common


def _broken(path: Path) -> UnreadableTable:
    return UnreadableTable(path, "rusak", "isinya tidak dapat dibaca.", "Salin ulang berkas aslinya.")
