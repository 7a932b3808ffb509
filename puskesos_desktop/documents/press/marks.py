"""How each kind of question is answered by pen: how many boxes it has, and what was known before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from puskesos_desktop.domain.household import Value
from puskesos_desktop.forms.fields import (
    Choice,
    Choices,
    Coordinate,
    Date,
    Digits,
    Field,
    Money,
    Month,
    Nik,
    Number,
    Photo,
    Place,
    Reference,
    Text,
    Year,
)

SHOWN = 6
"""Digits of a NIK or KK number that stay readable when it is masked (domain 10.4)."""
MONEY_BOXES = (3, 3, 3)


@dataclass(frozen=True)
class Mark:
    """Groups of code boxes, or with no box at all a line to write on for about `letters` letters."""

    groups: tuple[int, ...] = ()
    letters: int = 0

    @property
    def boxes(self) -> int:
        """All boxes together."""
        return sum(self.groups)

    @property
    def asked(self) -> bool:
        """Whether the question stands on paper at all; references to other records do not."""
        return bool(self.groups or self.letters)


def _text(field: Text) -> Mark:
    return Mark(letters=field.longest)


def _number(field: Number) -> Mark:
    return Mark((len(str(field.most)),))


def _choice(field: Choice) -> Mark:
    return Mark((max(len(field.options.printed(code)) for code in field.options.items),))


def _choices(field: Choices) -> Mark:
    largest = max(sum(code for code in field.options.items if code not in field.exclusive), *field.exclusive, 0)
    return Mark((len(str(largest)),))


MARKS: dict[type[Field], Callable[[Any], Mark]] = {
    Text: _text,
    Digits: lambda field: Mark((field.length,)),
    Nik: lambda field: Mark((4, 4, 4, 4)),
    Number: _number,
    Money: lambda field: Mark(MONEY_BOXES),
    Year: lambda field: Mark((4,)),
    Date: lambda field: Mark((2, 2, 4)),
    Month: lambda field: Mark((2, 4)),
    Choice: _choice,
    Choices: _choices,
    Reference: lambda field: Mark(),
    Place: lambda field: Mark(letters=40),
    Photo: lambda field: Mark((1,)),
    Coordinate: lambda field: Mark(letters=24),
}
"""From each kind of question to what the pen fills in."""


def mark_of(field: Field) -> Mark:
    """What the pen fills in for this question."""
    return MARKS[type(field)](field)


def options_of(field: Field) -> tuple[tuple[str, str], ...]:
    """The printed codes with their words, ("1", "Ya"), ("2", "Tidak"); nothing for questions without a list."""
    if not isinstance(field, Choice | Choices):
        return ()
    return tuple((field.options.printed(code), words) for code, words in field.options.items.items())


def known(field: Field, value: Value, *, masked: bool) -> str:
    """What was answered before, as it stands on paper: codes as codes, a masked number by its first six digits."""
    if value is None:
        return ""
    if isinstance(field, Choice | Choices):
        return field.code(value)
    if isinstance(field, Nik) and masked:
        return masked_number(str(value))
    return " ".join(field.show(value).split())


def masked_number(number: str) -> str:
    """A NIK or KK number as it may be seen in public: "332801**********"."""
    return number[:SHOWN] + "*" * (len(number) - SHOWN)
