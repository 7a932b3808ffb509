"""A household and its records as plain answers, with the few properties the rest of the program leans on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache

Value = int | str | None
Answers = dict[str, Value]
Stamps = Mapping[str, tuple[str, ...]]

BANGUNAN = "bangunan"
KELUARGA = "keluarga"
ANGGOTA = "anggota"
PPKS = "ppks"
DESIL = "desil"
KUNJUNGAN = "kunjungan"
PERISTIWA = "peristiwa"
DESA = "desa"
WILAYAH_SETEMPAT = "wilayah_setempat"
BUKAN_GANDA = "bukan_ganda"
PERIKSA_SELESAI = "periksa_selesai"

KEPALA = 1
PRESENT = (None, 1, 5)
"""Codes of question 404 that count as living in the family: not asked yet, living here, new member."""


@dataclass(frozen=True)
class Record:
    """One record: complete answers, and what they were when it was opened.

    `before` and `stamps` are the answers as opened and the names of those values (the bases of the next edit);
    a record with `before` None is new.
    """

    kind: str
    id: str
    answers: Answers
    before: Answers | None = None
    stamps: Stamps = field(default_factory=dict)

    def __getitem__(self, key: str) -> Value:
        """The answer to one question; a key no form knows is a mistake of ours."""
        return self.answers[key]

    def text(self, key: str) -> str:
        """The answer as text, empty when there is none."""
        value = self.answers[key]
        return "" if value is None else str(value)

    @property
    def changed(self) -> frozenset[str]:
        """Keys answered differently from when the record was opened; every answered key of a new one."""
        before = self.before or {}
        return frozenset([key for key, value in self.answers.items() if value != before.get(key)])

    def answering(self, **answers: Value) -> Record:
        """The same record with some answers changed."""
        return replace(self, answers={**self.answers, **answers})


@dataclass(frozen=True)
class Listed:
    """A record as it stands in a list, beside what is told of it there."""

    record: Record

    def __getitem__(self, key: str) -> Value:
        """An answer of the record."""
        return self.record[key]

    @property
    def id(self) -> str:
        """Id of the record."""
        return self.record.id


@dataclass(frozen=True)
class Removal:
    """A record to be deleted, and why."""

    record: Record
    reason: str


@dataclass(frozen=True)
class Household:
    """A family by its KK with its house, its members in order, its last visit and what hangs on its members.

    `neighbours` are the other families of the same house and `others_in_house` the people living in them; they are
    read along, never saved with it. `removed` are records taken out since it was opened.
    """

    building: Record
    family: Record
    members: tuple[Record, ...] = ()
    visit: Record | None = None
    ppks: tuple[Record, ...] = ()
    desil: tuple[Record, ...] = ()
    neighbours: tuple[Record, ...] = ()
    others_in_house: int = 0
    removed: tuple[Removal, ...] = ()

    @property
    def head(self) -> Record | None:
        """The member the family's register `kepala` names, if that member is here."""
        return next((member for member in self.members if member.id == self.family["kepala"]), None)

    @cached_property
    def living(self) -> tuple[Record, ...]:
        """Members who live in the family: question 404 is 1, 5 or not asked yet."""
        return tuple(member for member in self.members if is_present(member.answers))

    @cached_property
    def visited(self) -> date | None:
        """Day of the last visit (question 201)."""
        return read_day(self.visit["tanggal_pendataan"]) if self.visit else None

    def records(self) -> tuple[Record, ...]:
        """Everything that is saved with the household."""
        visit = (self.visit,) if self.visit else ()
        return (self.building, self.family, *self.members, *visit, *self.ppks, *self.desil)


def is_present(member: Mapping[str, Value]) -> bool:
    """Whether this person counts among those who live here (404 = 1 or 5, or not asked yet)."""
    return member["keberadaan"] in PRESENT


@lru_cache(maxsize=4096)
def read_day(value: Value) -> date | None:
    """A stored ISO day, or nothing when there is none or it is broken."""
    try:
        return date.fromisoformat(str(value)) if value is not None else None
    except ValueError:
        return None


def age_of(member: Mapping[str, Value], on: date) -> int | None:
    """Completed years on that day from the birth date (406), else the age written down (407), else unknown."""
    born = read_day(member["tanggal_lahir"])
    if born is None:
        written = member["umur"]
        return written if isinstance(written, int) else None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
