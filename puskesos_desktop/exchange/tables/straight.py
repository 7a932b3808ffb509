"""What whole columns tell of a row: the family it stands under, and the right order of day and month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from puskesos_desktop.exchange.tables.cards import Cards
from puskesos_desktop.exchange.tables.dates import Dates
from puskesos_desktop.exchange.tables.guard import Notice
from puskesos_desktop.exchange.tables.kinds import puskesos
from puskesos_desktop.exchange.tables.kinds.kind import squeeze
from puskesos_desktop.exchange.tables.layout import Slot, places
from puskesos_desktop.exchange.tables.recogniser import Table
from puskesos_desktop.exchange.tables.records import Marks
from puskesos_desktop.exchange.tables.sheets import Row, address


class Straight(NamedTuple):
    """A row as it is to be read: its key of a family, why that has to be asked, and doubts by their cell."""

    row: Row
    family: str = ""
    homeless: str = ""
    doubts: tuple[tuple[str, str], ...] = ()


class Survey:
    """Looks over a table before it is read; only columns that another row may explain are looked at."""

    def __init__(self, table: Table, home: Sequence[Slot], person: Sequence[Slot], marks: Marks) -> None:
        """Nothing is looked at yet."""
        own = table.kind.key == puskesos.KEY
        born = next((slot for slot in person if slot.key == "tanggal_lahir"), None)
        card = next((slot for slot in home if slot.key == "nomor_kk"), None)
        self._card_at = card.at if card else None
        self._dates = Dates(born.at, marks.nik) if born and not own else None
        by_card = {at for one in map(squeeze, table.kind.family) if (at := places(table).get(one)) is not None}
        looks = table.kind.people and not table.kind.blocks and not own and by_card <= {self._card_at}
        self._cards = Cards(table, card, marks) if looks and (card or marks.serial is not None) else None
        self._born_in = table.headers[born.at] or table.headers[born.at - 1] if born else ""

    @property
    def needed(self) -> bool:
        """Whether there is anything to look at."""
        return self._dates is not None or self._cards is not None

    def look(self, number: int, row: Row) -> None:
        """Take in one record."""
        if self._dates:
            self._dates.look(row)
        if self._cards:
            self._cards.look(number, row)

    def settle(self) -> None:
        """Judge all that was looked at."""
        for one in (self._dates, self._cards):
            if one:
                one.settle()

    def straight(self, number: int, row: Row) -> Straight:
        """The row as it is to be read."""
        doubts: tuple[tuple[str, str], ...] = ()
        if self._dates:
            cell, asked = self._dates.read(row)
            if cell is not row[self._dates.at]:
                row = (*row[: self._dates.at], cell, *row[self._dates.at + 1 :])
            if asked:
                doubts = ((address(number, self._dates.at), asked),)
        belongs = self._cards.of(number) if self._cards else None
        if belongs is None:
            return Straight(row, doubts=doubts)
        if self._card_at is not None and not belongs.doubt:
            row = (*row[: self._card_at], belongs.card, *row[self._card_at + 1 :])
        return Straight(row, "" if belongs.card else belongs.key, belongs.doubt, doubts)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is to be said of the whole table."""
        if not self._dates or not self._dates.turned():
            return ()
        words = f"Di kolom {self._born_in} ada tanggal dengan bulan di depan; dibaca menurut NIK di kolom lain."
        return (Notice("tanggal_terbalik", words),)
