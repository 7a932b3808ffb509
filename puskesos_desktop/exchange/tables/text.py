"""Text files of rows: their letters, their delimiter, and quotes that do not close mended before they eat lines."""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 40
_LONGEST_CELL = 100
"""A quote that does not close within so many lines is a stray one."""


class UnevenQuotes(ValueError):
    """A quote joins lines into a row that fits neither as one nor as several; `line` is where it begins."""

    def __init__(self, line: int) -> None:
        """Remember where."""
        super().__init__(line)
        self.line = line


class Records:
    """The rows of a text file, each with the number of its first line; `mended` fills with lines whose quote was stray.

    A cell may hold line breaks between quotes. A quote that joins lines which are rows by themselves is a stray one:
    then each line is read as the row it is.
    """

    def __init__(self, path: Path, encoding: str, delimiter: str) -> None:
        """Nothing is read yet."""
        self.mended: list[int] = []
        self._path, self._encoding, self._delimiter = path, encoding, delimiter

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Each row in order; `UnevenQuotes` when a row cannot be told."""
        with self._path.open(encoding=self._encoding, errors="replace", newline="") as file:
            ahead: deque[str] = deque()
            width = self._usual_width()
            number = 0
            while line := ahead.popleft() if ahead else file.readline():
                number += 1
                taken = [line]
                if line.count('"') % 2:
                    _take_until_closed(taken, ahead, file)
                    if len(taken) > 1 and not self._is_one(taken, width):
                        if line.count(self._delimiter) + 1 < width:
                            raise UnevenQuotes(number)
                        ahead.extendleft(reversed(taken[1:]))
                        del taken[1:]
                number += len(taken) - 1
                yield self._row(taken, number)

    def _usual_width(self) -> int:
        with self._path.open(encoding=self._encoding, errors="replace", newline="") as file:
            return columns_by(self._delimiter, list(islice(file, _SAMPLE_LINES)))[1]

    def _is_one(self, lines: Sequence[str], width: int) -> bool:
        """Whether these lines are one row with line breaks in a cell."""
        if "".join(lines).count('"') % 2:
            return False
        reader = csv.reader(lines, delimiter=self._delimiter)
        whole = next(reader)
        if reader.line_num < len(lines):
            return False
        alone = all(_width(one, self._delimiter) >= width for one in lines)
        return len(whole) <= width and not alone

    def _row(self, lines: Sequence[str], number: int) -> tuple[str, ...]:
        if len(lines) == 1 and '"' not in lines[0]:
            return tuple(lines[0].rstrip("\r\n").split(self._delimiter))
        if len(lines) == 1 and lines[0].count('"') % 2:
            self.mended.append(number)
            return tuple(cell.strip().strip('"') for cell in lines[0].rstrip("\r\n").split(self._delimiter))
        return tuple(next(csv.reader(lines, delimiter=self._delimiter), ()))


def encoding_of(path: Path) -> str:
    """By its mark or its zeros; else UTF-8 if every byte is, else what Windows in Indonesia writes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(1 << 20)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if wide := wide_letters(start[:4096]):
            return wide
        try:
            chunk = start
            while chunk:
                decoder.decode(chunk)
                chunk = file.read(1 << 20)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def wide_letters(start: bytes) -> str:
    """The name of UTF-16 without its mark, told by the zeros at every second place; else an empty text."""
    half = len(start) // 2
    if half < 8:
        return ""
    even, odd = start[0 : half * 2 : 2].count(0), start[1 : half * 2 : 2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.05 * half else ""


def delimiter_of(path: Path, encoding: str) -> tuple[str, int]:
    """What parts the columns, and how many lines stand before the table ("sep=;")."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = list(islice(file, _SAMPLE_LINES))
    first = sample[0].strip().strip('"').casefold() if sample else ""
    if first.startswith("sep=") and len(first) == 5:
        return first[4], 1
    return max(_DELIMITERS, key=lambda one: columns_by(one, sample)), 0


def columns_by(delimiter: str, sample: Sequence[str]) -> tuple[int, int]:
    """How well a delimiter explains these lines: lines of the commonest width above one, then that width."""
    widths = [_width(line, delimiter) for line in sample]
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0, 0
    common = max(set(wide), key=lambda width: (wide.count(width), width))
    return wide.count(common), common


def _width(line: str, delimiter: str) -> int:
    """How many cells a line has by itself; of a line with a stray quote, by its delimiters alone."""
    if line.count('"') % 2 == 0 and '"' in line:
        return len(next(csv.reader([line], delimiter=delimiter), ()))
    return line.count(delimiter) + 1


def _take_until_closed(taken: list[str], ahead: deque[str], file: Iterator[str]) -> None:
    """Add the lines that the open quote of the first would take in; the others stay ahead."""
    while len(taken) < _LONGEST_CELL:
        line = ahead.popleft() if ahead else next(file, "")
        if not line:
            return
        taken.append(line)
        if line.count('"') % 2:
            return
