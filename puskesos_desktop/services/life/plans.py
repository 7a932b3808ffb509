"""What may happen to a family, each as a frozen plan: who, when, why, and how things stand afterwards.

Every plan names the family it starts from by its id, persons by theirs, and the day it happened (`on`). Relations are
codes of question 409 towards the head the family has afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Relations = Mapping[str, int]
"""Person to code of question 409."""


@dataclass(frozen=True)
class Succession:
    """Who becomes head, how everybody else is related to them, and the number of the new KK if there is one."""

    head: str
    relations: Relations = field(default_factory=dict)
    card: str | None = None


@dataclass(frozen=True)
class NewHouse:
    """A house that is not registered yet: where it stands."""

    dusun: str | None = None
    rw: str | None = None
    rt: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class HouseOf:
    """The house a family lives in already."""

    family: str


House = NewHouse | HouseOf


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Somebody not registered yet; `relation` is towards the head of the family they come into."""

    name: str
    sex: int | None = None
    relation: int | None = None
    born: date | None = None
    birthplace: str | None = None
    nik: str | None = None


@dataclass(frozen=True, kw_only=True)
class Born:
    """A child was born into the family; its day of birth is `on`."""

    family: str
    on: date
    child: NewPerson
    mother: str | None = None


@dataclass(frozen=True, kw_only=True)
class Died:
    """A person died (404 = 2). When it was the head, somebody succeeds; `widowed` is whose 408 becomes 4."""

    family: str
    person: str
    on: date
    reason: str = ""
    succession: Succession | None = None
    widowed: str | None = None


@dataclass(frozen=True, kw_only=True)
class MovedOut:
    """Persons left the village: 404 = 3, or 4 when they went abroad. A new head is wanted only if one is named."""

    family: str
    persons: tuple[str, ...]
    on: date
    destination: str = ""
    abroad: bool = False
    reason: str = ""
    succession: Succession | None = None


@dataclass(frozen=True, kw_only=True)
class Returned:
    """Registered persons came (back) to live here: 404 = 1 for those who were away."""

    family: str
    persons: tuple[str, ...]
    on: date
    origin: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Joined:
    """Somebody not registered yet came to live with the family (404 = 5)."""

    family: str
    person: NewPerson
    on: date
    origin: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PresenceChanged:
    """Question 404 of one person became another code; a death is `Died`."""

    family: str
    person: str
    presence: int
    on: date
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class MovedToFamily:
    """Persons went over to another family of the village; `relations` says who, and how they are related there."""

    family: str
    relations: Relations
    target: str
    on: date
    reason: str = ""
    succession: Succession | None = None


@dataclass(frozen=True, kw_only=True)
class Split:
    """Persons became a family of their own (pecah KK); exactly one of `relations` is 1, its head.

    `card` is the new family's KK number, nothing while it has none. `succession` is for the family they leave.
    """

    family: str
    relations: Relations
    on: date
    house: House
    card: str | None = None
    reason: str = ""
    succession: Succession | None = None


@dataclass(frozen=True, kw_only=True)
class HeadChanged:
    """Somebody else became head of the family."""

    family: str
    succession: Succession
    on: date
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CardChanged:
    """The family was given another KK number."""

    family: str
    card: str
    on: date
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Rehoused:
    """The family went to live in another house: to share one, to part from the others, or simply elsewhere."""

    family: str
    house: House
    on: date
    reason: str = ""


Plan = (
    Born
    | Died
    | MovedOut
    | Returned
    | Joined
    | PresenceChanged
    | MovedToFamily
    | Split
    | HeadChanged
    | CardChanged
    | Rehoused
)
