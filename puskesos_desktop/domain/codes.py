"""Code lists as printed, by name; forms ask by them and indicators judge by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Codes:
    """A printed list: code to words, and how many digits a code is printed with."""

    items: Mapping[int, str]
    width: int = 1

    def label(self, code: int) -> str:
        """Words of a code; the code itself when the list does not hold it."""
        return self.items.get(code, self.printed(code))

    def printed(self, code: int) -> str:
        """The code as it stands on paper, with leading zeros."""
        return str(code).zfill(self.width)

    def read(self, typed: str) -> int | None:
        """The code typed as digits, or the one whose words are exactly what was typed, whatever the case."""
        if typed.isascii() and typed.isdigit():
            return int(typed) if int(typed) in self.items else None
        wanted = " ".join(typed.split()).casefold()
        found = [code for code, words in self.items.items() if words.casefold() == wanted]
        return found[0] if len(found) == 1 else None


def codes(items: dict[int, str], width: int = 1) -> Codes:
    """A list as written in this file."""
    return Codes(MappingProxyType(items), width)


YA_TIDAK = codes({1: "Ya", 2: "Tidak"})
