"""What is known of a person when asking who it is, and the same made ready for comparing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.identity import NUMBER_LENGTH, blocking_problem, clean_number, sex_from_nik
from puskesos_desktop.domain.words.names import person_words, plain

_BORN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_NO_PLACE = frozenset("JL JLN JALAN GG GANG NO NOMOR DS DESA DK DUKUH DUSUN DSN BLOK RT RW".split())


TEXTS = ("nama", "nik", "tanggal_lahir", "nama_ibu", "nomor_kk", "alamat", "rt", "rw", "dusun")
"""The keys of everything a description says in words."""


@dataclass(frozen=True, kw_only=True)
class Description:
    """A person as a register, a row of a list or a half-filled form describes them; what is not known is empty.

    `tanggal_lahir` is ISO and may stop early: "1980-12-31", "1980-12" or "1980". `nik` is as it was written, damage
    and all; `jenis_kelamin` is 1 for a man, 2 for a woman.
    """

    id: str = ""
    nama: str = ""
    nik: str = ""
    tanggal_lahir: str = ""
    jenis_kelamin: int | None = None
    nama_ibu: str = ""
    nomor_kk: str = ""
    alamat: str = ""
    rt: str = ""
    rw: str = ""
    dusun: str = ""


def describe(person_id: str, *answers: Mapping[str, Value]) -> Description:
    """The description that answers of the forms give: of the person, the family and the house, in any order."""
    known = {key: value for some in answers for key, value in some.items() if value is not None}
    sex = known.get("jenis_kelamin")
    texts = {key: str(known.get(key, "")) for key in TEXTS}
    return Description(id=person_id, jenis_kelamin=sex if isinstance(sex, int) else None, **texts)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A description in the one spelling that comparing needs; made by `prepare`.

    `born` holds year, month and day as one number, 0 for each part not known (19801231, 19801200); `nik_day` is the
    day a whole NIK carries ("311280"), used where the other side has no NIK to compare.
    """

    id: str
    words: tuple[str, ...]
    nik: str
    nik_day: str
    born: int
    sex: int | None
    nik_sex: int | None
    mother: tuple[str, ...]
    kk: str
    street: str
    rt: str
    rw: str
    dusun: str


def prepare(person: Description) -> Prepared:
    """The description made ready; a number that is no real one (dummy, 3,3E+15) counts as not known."""
    nik = _number(person.nik, shortest=NUMBER_LENGTH - 1)
    nik_sex = sex_from_nik(nik) if nik else None
    return Prepared(
        person.id,
        person_words(person.nama),
        nik,
        f"{int(nik[6:8]) % 40:02}{nik[8:12]}" if nik_sex else "",
        _born(person.tanggal_lahir),
        person.jenis_kelamin,
        nik_sex,
        person_words(person.nama_ibu),
        _number(person.nomor_kk, shortest=NUMBER_LENGTH),
        _street(person.alamat),
        _ward(person.rt),
        _ward(person.rw),
        _street(person.dusun),
    )


def _number(text: str, *, shortest: int) -> str:
    """The digits of a NIK or KK number of at least that many, one too many at most; else nothing."""
    digits = clean_number(text.strip().removesuffix(".0")) if text else ""
    if len(digits) == NUMBER_LENGTH:
        return "" if blocking_problem(digits, "") else digits
    if not (digits.isascii() and digits.isdigit() and shortest <= len(digits) <= NUMBER_LENGTH + 1):
        return ""
    return digits if len(set(digits)) > 2 else ""


@lru_cache(maxsize=30_000)
def _born(text: str) -> int:
    found = _BORN.fullmatch(text)
    return int(found[1]) * 10_000 + int(found[2] or 0) * 100 + int(found[3] or 0) if found else 0


@lru_cache(maxsize=30_000)
def _street(text: str) -> str:
    return " ".join(word.lstrip("0") for word in plain(text).split() if word not in _NO_PLACE)


@lru_cache(maxsize=1_000)
def _ward(text: str) -> str:
    """RT and RW as three digits, whether written 3, 03 or 003; 0 and "-" are none."""
    number = clean_number(text)
    if not (number.isascii() and number.isdigit()):
        return plain(text)
    return number.lstrip("0").zfill(3) if number.strip("0") else ""
