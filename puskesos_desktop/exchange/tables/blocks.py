"""Listings in which a family's number and address stand on lines of their own above its people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from puskesos_desktop.domain.household import Value
from puskesos_desktop.exchange.tables.damage import NOTHING, Certainty, Mended, mend_neighbourhood, mend_number
from puskesos_desktop.exchange.tables.sheets import Cell, Row, shown

_CARD = re.compile(r"\bN(?:o|omor)\b\.?\s*(?:KK|Kartu\s+Keluarga)\b\.?\s*:?\s*(\S*)", re.IGNORECASE)
_ADDRESS = re.compile(r"\bAlamat\s*:?\s*(.*?)\s*(?=[,;/]?\s*(?:Nama\s+)?Dusun\b|\bRT\b|\bRW\b|$)", re.IGNORECASE)
_HAMLET = re.compile(
    r"\b(?:Nama\s+)?Dusun(?:/\w+)?\s*:?\s*(.*?)\s*(?=[,;/]?\s*\bRT\b|\bRW\b|\bAlamat\b|$)", re.IGNORECASE
)
_BOTH = re.compile(r"\bRT\s*/\s*RW\s*:?\s*([0-9]{1,3})\s*/\s*([0-9]{1,3})", re.IGNORECASE)
_ONE = re.compile(r"\b(RT|RW)\s*[:.]?\s*([0-9]{1,3})\b", re.IGNORECASE)
_LONG = re.compile(r"[0-9](?:[0-9 .'\u00a0\u200b]{12,20})[0-9]")
_SHORTENED = re.compile(r"[0-9][.,][0-9]+E\+?[0-9]+", re.IGNORECASE)


@dataclass(frozen=True)
class Family:
    """What the lines above people say: answers of house and family, the card number, and which family it is."""

    answers: Mapping[str, Value] = field(default_factory=dict)
    card: Mended = NOTHING
    number: int = 0

    @property
    def key(self) -> str:
        """Equal for all people of this family."""
        return str(self.answers.get("nomor_kk") or f"kk-{self.number}")


class FamilyLines:
    """Reads the lines in order; `now` is the family whose people follow, `waiting` says that its number comes next."""

    def __init__(self) -> None:
        """No family yet."""
        self.now = Family()
        self.waiting = False

    def take(self, row: Row) -> bool:
        """Read a line that is about a family; false when the row is something else."""
        text = " ".join(part for cell in row if (part := shown(cell)))
        found = _CARD.search(text)
        if found:
            kept = {key: value for key, value in self.now.answers.items() if key in ("dusun", "rt", "rw")}
            self.now = Family(kept, NOTHING, self.now.number + 1)
            number = _LONG.search(text, found.start(1)) or _SHORTENED.search(text, found.start(1))
            self.waiting = number is None
            if number:
                self._keep(mend_number(number[0], "Nomor KK"))
        elif self.waiting and (cell := next(filter(_is_number, row), None)) is not None:
            self._keep(mend_number(cell, "Nomor KK"))
        elif not self._place(text):
            return False
        self._place(text)
        return True

    def _keep(self, card: Mended) -> None:
        self.waiting = False
        known = {"nomor_kk": card.value} if card.state in (Certainty.SOUND, Certainty.HEALED) else {}
        self.now = replace(self.now, card=card, answers={**self.now.answers, **known})

    def _place(self, text: str) -> bool:
        found = {"alamat": _words(_ADDRESS, text), "dusun": _words(_HAMLET, text), **_neighbourhoods(text)}
        known = {key: value for key, value in found.items() if value}
        if known:
            self.now = replace(self.now, answers={**self.now.answers, **known})
        return bool(known)


def _neighbourhoods(text: str) -> dict[str, str | None]:
    if both := _BOTH.search(text):
        return {"rt": both[1].zfill(3), "rw": both[2].zfill(3)}
    return {name.lower(): str(mend_neighbourhood(number).value or "") for name, number in _ONE.findall(text)}


def _words(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[1].strip(" :/,;-") if found else None


def _is_number(cell: Cell) -> bool:
    return (isinstance(cell, str) and bool(_LONG.fullmatch(cell.strip()))) or (isinstance(cell, float) and cell > 1e14)
