"""Tables in which the card number, or the serial number, stands only on one row of each family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from puskesos_desktop.exchange.tables.layout import Slot
from puskesos_desktop.exchange.tables.recogniser import Table
from puskesos_desktop.exchange.tables.records import Marks
from puskesos_desktop.exchange.tables.sheets import Cell, Row, shown

_BLANK = frozenset({"", "-", "–", "—", "0"})
_LONGEST_SERIAL = 6
_ASKED = "Nomor KK kosong dan keluarganya tidak pasti; mungkin keluarga di baris {}. Pastikan dari KK."


class Seen(NamedTuple):
    """What one row shows of its family: the card cell in words, whether it is the head, and its serial number."""

    row: int
    card: str
    heads: bool | None
    serial: int | None


@dataclass(frozen=True)
class Belongs:
    """The family of a row: the card cell it shares, or a key of its own; `doubt` says why it has to be asked."""

    card: Cell = ""
    key: str = ""
    doubt: str = ""


class Cards:
    """Looks at every row of a table once, then says which family rows without a card number of their own are of.

    Certain are joined cells, a column in which only heads have a number, one that agrees with the serial numbers, and
    numbered households. Anything else is asked, where it would make somebody new a family of their own.
    """

    def __init__(self, table: Table, card: Slot | None, marks: Marks) -> None:
        """The columns to look at; nothing is looked at yet."""
        self._card, self._marks = card, marks
        self._seen: list[Seen] = []
        self._cells: dict[int, Cell] = {}
        self._found: dict[int, Belongs] = {}
        self._joined: dict[int, int] = {}
        for merge in table.sheet.merges if card else ():
            if card and merge.first_column <= card.at <= merge.last_column and merge.first_row >= table.first_row:
                self._joined |= dict.fromkeys(range(merge.first_row + 1, merge.last_row + 1), merge.first_row)

    def look(self, number: int, row: Row) -> None:
        """Take in one record."""
        card = shown(row[self._card.at]).strip("'` ") if self._card else ""
        card = "" if card in _BLANK else card
        if card and self._card:
            self._cells[number] = row[self._card.at]
        self._seen.append(Seen(number, card, self._marks.heads(row), self._marks.number(row)))

    def settle(self) -> None:
        """Judge the whole column."""
        for row, first in self._joined.items():
            if first in self._cells:
                self._found[row] = Belongs(self._cells[first])
        seen = [one for one in self._seen if one.row not in self._joined]
        filled = [one for one in seen if one.card]
        if filled and all(one.card.isdigit() and len(one.card) <= _LONGEST_SERIAL for one in filled):
            self._found |= {one.row: Belongs(key=f"rumah-{one.card}") for one in filled}
        elif filled and len(filled) < len(seen):
            self._fill(seen)
        elif not filled and seen:
            self._without_cards(seen)

    def of(self, number: int) -> Belongs | None:
        """The family of this row where it does not tell it by itself."""
        return self._found.get(number)

    def _fill(self, seen: Sequence[Seen]) -> None:
        """Some rows have no number: below whose do they stand?"""
        carded = {one.row for one in seen if one.card}
        begins = _certain(_heads(seen), _serials(seen))
        certain = begins is not None and seen[0].row in begins and carded <= begins
        first = seen[0]
        for one in seen:
            if one.card or (certain and begins and one.row in begins):
                first = one
            elif not certain and one.heads is not True:
                self._found[one.row] = Belongs(doubt=_ASKED.format(first.row))
                continue
            if not one.card and certain:
                self._found[one.row] = Belongs(self._cells.get(first.row, ""), f"baris-{first.row}")

    def _without_cards(self, seen: Sequence[Seen]) -> None:
        """No row has a number: households by serial number, else in the order of their heads, which is asked."""
        serials = [one.serial for one in seen]
        heads, begins = _heads(seen), _serials(seen)
        if _numbers_households(serials):
            self._found = {one.row: Belongs(key=f"rumah-{one.serial}") for one in seen}
            return
        certain = begins is not None and (heads is None or heads == begins) and seen[0].row in begins
        if not certain and (heads is None or len(heads) < 2):
            return
        first = seen[0]
        for one in seen:
            first = one if one.row in (begins if certain and begins else heads or ()) else first
            if certain:
                self._found[one.row] = Belongs(key=f"baris-{first.row}")
            elif one is not first or not heads or one.row not in heads:
                self._found[one.row] = Belongs(doubt=_ASKED.format(first.row))


def _heads(seen: Sequence[Seen]) -> set[int] | None:
    """The rows of heads; nothing when a row does not say what it is."""
    return None if any(one.heads is None for one in seen) else {one.row for one in seen if one.heads}


def _serials(seen: Sequence[Seen]) -> set[int] | None:
    """The rows at which the serial number begins a household: where it alone stands, or begins at 1 again."""
    told = [one.serial for one in seen if one.serial is not None]
    if len(told) < len(seen):
        counts = told == list(range(1, len(told) + 1)) and len(told) > 1
        return {one.row for one in seen if one.serial is not None} if counts else None
    steps = [(before, after) for before, after in pairwise(told)]
    anew = [after == 1 for _, after in steps]
    counts = told[:1] == [1] and all(after in (1, before + 1) for before, after in steps)
    return {one.row for one in seen if one.serial == 1} if counts and any(anew) and not all(anew) else None


def _certain(heads: set[int] | None, serials: set[int] | None) -> set[int] | None:
    """Where families begin, when no sign speaks against another."""
    if heads is not None and serials is not None:
        return heads if heads == serials else None
    return heads if heads is not None else serials


def _numbers_households(serials: Sequence[int | None]) -> bool:
    """Whether the serial numbers count households: 1, 1, 1, 2, 2, 3 …"""
    known = [one for one in serials if one is not None]
    steps = [after - before for before, after in pairwise(known)]
    return len(known) == len(serials) and 0 in steps and 1 in steps and set(steps) == {0, 1} and known[0] == 1
