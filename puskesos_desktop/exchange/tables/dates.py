"""Days of birth whose month and day may stand in either order: the whole column is judged, with the NIK as referee."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.words.calendar import show_date
from puskesos_desktop.exchange.tables.sheets import Cell, Row, shown

_DIGITS = re.compile(r"'?\s*([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})(?:[T ].*)?")
_CLEAR = 10
"""So many times more rows have to speak for one order than for the other."""
_FEW = 3
"""So many rows, or one day above 12, settle a column in which none speaks against."""
_ALL_LOW = 8
"""So many day cells none of which is later than the 12th are no chance (1 : 1,900) beside texts that all are."""
_EPOCH = date(1899, 12, 30)


class Order(StrEnum):
    """How the cells of a column are to be read: as they stand, with day and month changed, or not for certain."""

    STANDS = "tetap"
    TURNED = "tertukar"
    OPEN = "tidak pasti"


@dataclass(frozen=True)
class Day:
    """A cell whose day and month may have changed places: as it stands it is `day`-`month`-`year`."""

    text: bool
    day: int
    month: int
    year: int

    @property
    def either(self) -> bool:
        """Whether both orders give a day, and another one."""
        return self.day <= 12 and self.month <= 12 and self.day != self.month

    def read(self, *, turned: bool) -> date | None:
        """The day in one of the orders."""
        day, month = (self.month, self.day) if turned else (self.day, self.month)
        try:
            return date(self.year, month, day)
        except ValueError:
            return None


class Dates:
    """One column of days: its day cells and its texts are judged apart, each from all rows."""

    def __init__(self, at: int, nik: int | None) -> None:
        """The column, and that of the NIK."""
        self.at, self._nik = at, nik
        self._stands: Counter[bool] = Counter()
        self._turned: Counter[bool] = Counter()
        self._proof: set[tuple[bool, bool]] = set()
        self._high: Counter[bool] = Counter()
        self._either: Counter[bool] = Counter()
        self._order: dict[bool, Order] = {}

    def look(self, row: Row) -> None:
        """Take in one row."""
        one = day_of(row[self.at])
        if one is None:
            return
        if one.either:
            self._either[one.text] += 1
            told = self._referee(row, one)
            if told is not None:
                (self._turned if told else self._stands)[one.text] += 1
        elif one.day > 12 >= one.month:
            self._high[one.text] += 1
            self._stands[one.text] += one.text
            self._proof.add((one.text, False))
        elif one.month > 12 >= one.day:
            self._turned[one.text] += 1
            self._proof.add((one.text, True))

    def settle(self) -> None:
        """Judge texts and day cells."""
        for text in (True, False):
            self._order[text] = self._judged(text)
        low = self._either[False] >= _ALL_LOW and not self._high[False]
        nobody = not self._stands[False] and not self._turned[False]
        if low and nobody and self._high[True] and not self._either[True]:
            self._order[False] = Order.TURNED

    def read(self, row: Row) -> tuple[Cell, str]:
        """The cell with its day in the right order, and why it has to be asked when that is not certain."""
        cell = row[self.at]
        one = day_of(cell)
        if one is None or (not one.either and one.month <= 12):
            return cell, ""
        order = self._order.get(one.text, Order.STANDS)
        if not one.either:
            return (cell if order is Order.STANDS else one.read(turned=True) or cell), ""
        if order is Order.OPEN:
            told = self._referee(row, one)
            if told is None:
                first, second = (show_date(one.read(turned=way) or _EPOCH) for way in (False, True))
                return "", f"'{shown(cell)}' dapat berarti {first} atau {second}; NIK tidak memberi tahu yang benar."
            order = Order.TURNED if told else Order.STANDS
        return (one.read(turned=order is Order.TURNED) or cell), ""

    def turned(self) -> bool:
        """Whether the column was written with the month first, or turned by Excel."""
        return Order.TURNED in self._order.values()

    def _judged(self, text: bool) -> Order:
        stands, turned = self._stands[text], self._turned[text]
        if not turned or stands >= _CLEAR * turned:
            return Order.STANDS
        if stands and turned < _CLEAR * stands:
            return Order.OPEN
        return Order.TURNED if turned >= _FEW or (text, True) in self._proof else Order.OPEN

    def _referee(self, row: Row, one: Day) -> bool | None:
        """Whether the NIK says that day and month changed places; nothing when it fits neither order."""
        nik = identity.clean_number(shown(row[self._nik])) if self._nik is not None else ""
        if len(nik) < 15 or not nik[:15].isdigit() or int(nik[10:12]) != one.year % 100:
            return None
        born = (int(nik[6:8]) % 40, int(nik[8:10]))
        if born == (one.day, one.month):
            return False
        return True if born == (one.month, one.day) else None


def day_of(cell: Cell) -> Day | None:
    """The day in a cell as it stands; nothing where the order cannot be meant otherwise (ISO, months in words)."""
    if isinstance(cell, datetime | date):
        return Day(False, cell.day, cell.month, cell.year)
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float | int):
        if not (cell == cell and 2101 < cell < 73_051):
            return None
        day = _EPOCH + timedelta(days=int(cell))
        return Day(False, day.day, day.month, day.year)
    found = _DIGITS.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return Day(True, int(found[1]), int(found[3]), int(found[4])) if found else None


def against_nik(nik: object, born: object, sex: object) -> tuple[str, str]:
    """What a whole NIK says otherwise of this birth date (ISO) and this sex, each in a sentence or empty."""
    told = identity.sex_from_nik(nik) if isinstance(nik, str) else None
    if told is None or not isinstance(nik, str):
        return "", ""
    of_day = of_sex = ""
    day = f"{int(nik[6:8]) % 40:02}-{nik[8:10]}-{nik[10:12]}"
    if isinstance(born, str) and day != f"{born[8:10]}-{born[5:7]}-{born[2:4]}":
        written = show_date(date.fromisoformat(born))
        of_day = f"Tanggal lahir {written} bertentangan dengan NIK ({day}). Cocokkan dengan KK atau KTP."
    if isinstance(sex, int) and sex != told:
        words = {identity.MALE: "laki-laki", identity.FEMALE: "perempuan"}
        of_sex = f"Jenis kelamin {words.get(sex, '')} bertentangan dengan NIK ({words[told]})."
    return of_day, of_sex
