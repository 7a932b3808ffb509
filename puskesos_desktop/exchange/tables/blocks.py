"""Listings in which a family's number and address stand on lines of their own above its people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from puskesos_desktop.domain.household import Value
from puskesos_desktop.exchange.tables.damage import NOTHING, Certainty, Mended, mend_neighbourhood, mend_number
from puskesos_desktop.exchange.tables.sheets import Cell, Row, shown

_CARD = re.compile(r"\bN(?:o|omor)\b\.?\s*(?:KK|Kartu\s+Keluarga)\b\.?\s*:?\s*(\S*)", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\bAlamat\s*:?\s*(.*?)\s*(?=[,;/]?\s*(?:Nama\s+)?Dusun\b|\bRT\b|\bRW\b|[,;]?\s*Kode\s*pos\b|[,;]?\s*Telp\b|$)",
    re.IGNORECASE,
)
_HAMLET = re.compile(
    r"\b(?:(?:Nama\s+)?Dusun(?:/\w+)?|Dsn\b\.?)\s*:?\s*(.*?)"
    r"\s*(?=[,;/]?\s*\bRT\b|\bRW\b|\bAlamat\b|[,;]?\s*Kode\s*pos\b|[,;]?\s*Telp\b|$)",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\bRT\s*/\s*RW\s*:?\s*([0-9]{1,3})\s*/\s*([0-9]{1,3})", re.IGNORECASE)
_ONE = re.compile(r"\b(RT|RW)\s*[:.]?\s*([0-9]{1,3})\b", re.IGNORECASE)
_LONG = re.compile(r"[0-9](?:[0-9 .'\u00a0\u200b]{12,20})[0-9]")
_SHORTENED = re.compile(r"[0-9][.,][0-9]+E\+?[0-9]+", re.IGNORECASE)
_PLACE = ("dusun", "rt", "rw")

_NO_CARD = "Nomor KK keluarga ini tidak tertulis di berkas; keluarganya belum pasti."
_SECOND_HEAD = "Kepala keluarga kedua di bawah satu nomor KK; keluarga dan nomor KK-nya belum pasti."
_ANEW = "Nomor urut mulai lagi dari 1 tanpa nomor KK baru; keluarga dan nomor KK-nya belum pasti."


@dataclass(frozen=True)
class Family:
    """What the lines above people say: answers of house and family, the card number, and which family it is.

    `doubt` says why it is not certain which family the people under it are; it is then asked and never assigned.
    """

    answers: Mapping[str, Value] = field(default_factory=dict)
    card: Mended = NOTHING
    number: int = 0
    doubt: str = ""

    @property
    def key(self) -> str:
        """Equal for all people of this family."""
        return str(self.answers.get("nomor_kk") or f"kk-{self.number}")


class FamilyLines:
    """Reads the lines in order, and tells the family of each person that stands among them.

    A family begins with a card number, labelled or alone on a line that is no person. One label may stand over many
    families, on every page, or nowhere: where a family begins without a number, its people are in doubt.
    """

    def __init__(self) -> None:
        """No family yet."""
        self._now = Family(doubt=_NO_CARD)
        self._page: dict[str, Value] = {}
        self._waiting = self._headed = False
        self._people = self._serial = 0

    @staticmethod
    def labels(row: Row) -> bool:
        """Whether the line names the number of a family card; it is then of a family whatever else stands in it."""
        return any(isinstance(cell, str) and _CARD.search(cell) for cell in row)

    def expects(self, row: Row) -> bool:
        """Whether a name and a number on this line are rather those of a head and the card than of a person."""
        return self._waiting or bool(_BOTH.search(" ".join(shown(cell) for cell in row)))

    def take(self, row: Row) -> bool:
        """Read a line that is no person; false when it says nothing of a family or a place."""
        text = " ".join(part for cell in row if (part := shown(cell)))
        label, number = _CARD.search(text), _number(row)
        if label and number is None:
            found = _LONG.search(text, label.start(1)) or _SHORTENED.search(text, label.start(1))
            number = found[0] if found else None
        if number is not None:
            self._begin(mend_number(number, "Nomor KK"))
        elif label:
            self._waiting = True
        return self._place(text) or bool(label) or number is not None

    def of_person(self, serial: int | None, heads: bool | None) -> Family:
        """The family of the person on the next line; `serial` numbers the people, `heads` is open when not told."""
        follows = heads is False and serial is not None and serial == self._serial + 1
        follows = follows if self._people else bool(self._now.card.value)
        doubt = ""
        if self._people and heads and self._headed:
            doubt = _SECOND_HEAD
        elif self._people and serial == 1 and self._serial > 1:
            doubt = _ANEW
        elif self._waiting and not follows:
            doubt = _NO_CARD
        if doubt:
            self._now = Family(self._heading(), NOTHING, self._now.number + 1, doubt)
            self._people, self._headed = 0, False
        self._people += 1
        self._headed = self._headed or bool(heads)
        self._waiting, self._serial = False, serial or 0
        return self._now

    def _begin(self, card: Mended) -> None:
        """The next family; the number of the present one once more, on a new page, begins none."""
        self._waiting = False
        if self._people and card.value is not None and card.value == self._now.card.value:
            return
        known = {"nomor_kk": card.value} if card.state in (Certainty.SOUND, Certainty.HEALED) and card.value else {}
        self._now = Family({**self._heading(), **known}, card, self._now.number + 1)
        self._people = self._serial = 0
        self._headed = False

    def _heading(self) -> dict[str, Value]:
        """What the page says of the place; an address said before the number is of this family alone."""
        answers = {**self._page}
        self._page.pop("alamat", None)
        return answers

    def _place(self, text: str) -> bool:
        found = {"alamat": _words(_ADDRESS, text), "dusun": _words(_HAMLET, text), **_neighbourhoods(text)}
        known: dict[str, Value] = {key: value for key, value in found.items() if value}
        if known and not self._people and self._now.number and not self._waiting:
            self._now = replace(self._now, answers={**self._now.answers, **known})
        else:
            self._page |= known
        return bool(known)


def _neighbourhoods(text: str) -> dict[str, str | None]:
    both = _BOTH.search(text)
    named = (("RT", both[1]), ("RW", both[2])) if both else _ONE.findall(text)
    return {name.lower(): str(mend_neighbourhood(number).value or "") for name, number in named}


def _words(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[1].strip(" :/,;-") if found else None


def _number(row: Row) -> Cell | None:
    """The cell that is a card number and nothing else; the longer number of an official is none."""
    return next((cell for cell in row if _is_number(cell)), None)


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(_LONG.fullmatch(cell.strip())) and len(re.sub("[^0-9]", "", cell)) in (15, 16)
    return isinstance(cell, float) and 1e14 < cell < 1e16
