"""Families for tests of the paper: invented ones like the sample village's, and ones with the longest of answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from functools import cache

from puskesos_desktop.documents.form.sheet import Sheet
from puskesos_desktop.documents.press.letterhead import Letterhead
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, Answers, Household, Record, Value
from puskesos_desktop.forms.fields import Choice, Choices, Coordinate, Date, Digits, Field, Month, Nik, Number, Text
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.sample import village

TODAY = date(2026, 11, 20)
ASOF = "24 November 2026 pukul 10.12"
HEAD = Letterhead("33.28.01.2998", "Kalibata", "Margasari", "Tegal", "Jawa Tengah")
NUMBER = "1234 5678 9012"


def invented(count: int) -> Iterator[Household]:
    """Families as the sample village has them."""
    for house in village.invent(count * 2 + 20, 99, TODAY):
        for family in house.families:
            if count > 0:
                count -= 1
                members = [{**one, "nomor_urut": place} for place, one in enumerate(family.members, start=1)]
                yield a_home(house.building, family.family, members, family.head)


@cache
def of_size(people: int) -> Household:
    """An invented family of just so many."""
    return next(home for home in invented(3000) if len(home.members) == people)


def fixed() -> Household:
    """A family of five that never changes, with an answer of each sort."""
    people: tuple[Answers, ...] = (
        {"nama": "SARKIM", "nik": "3328011203720001", "jenis_kelamin": 1, "tanggal_lahir": "1972-03-12"},
        {
            "nama": "TARSINI",
            "nik": "3328015506750002",
            "jenis_kelamin": 2,
            "tanggal_lahir": "1975-06-15",
            "hubungan": 2,
        },
        {"nama": "MUHAMMAD WIRYAWAN KUSUMANINGRAT", "jenis_kelamin": 1, "tanggal_lahir": "2004-01-09", "hubungan": 3},
        {"nama": "NUR", "nik": "3328014107150003", "jenis_kelamin": 2, "tanggal_lahir": "2015-07-01", "hubungan": 3},
        {"nama": "DARMINI", "jenis_kelamin": 2, "umur": 81, "hubungan": 6, "uraian_lapangan_usaha": "Buruh tani padi"},
    )
    members = [
        {**one, "nomor_urut": place, "keberadaan": 1, "status_kawin": 2, "bekerja": 1, "identitas": 5, "jamkes": 1}
        for place, one in enumerate(people, start=1)
    ]
    building: Answers = {"dusun": "Krajan", "rw": "001", "rt": "003", "alamat": "Gang Melati No. 5", "luas_lantai": 42}
    building |= {"jenis_lantai": 8, "jenis_dinding": 4, "jenis_atap": 2, "kondisi_atap": 3}
    family: Answers = {"nomor_kk": "3328011103000001", "kode_kk": 0, "status_bangunan": 2, "sumber_air": 1}
    family |= {
        "sumber_penerangan": 1,
        "daya_1": 2,
        "fasilitas_bab": 1,
        "sembako": 1,
        "sembako_bulan": "2026-10",
        "pkh": 2,
    }
    return a_home(building, family, members, 0)


def a_home(building: Answers, family: Answers, members: list[Answers], head: int | None) -> Household:
    """A household from plain answers."""
    kepala = None if head is None else f"orang-{head}"
    return Household(
        Record(BANGUNAN, "rumah", FORMS[BANGUNAN].complete(building)),
        Record(KELUARGA, "keluarga", FORMS[KELUARGA].complete({**family, "kepala": kepala})),
        tuple(Record(ANGGOTA, f"orang-{place}", FORMS[ANGGOTA].complete(one)) for place, one in enumerate(members)),
    )


def a_sheet(home: Household | None, number: str = NUMBER) -> Sheet:
    """The form of a family as the services would hand it over."""
    return Sheet(number, home, TODAY, ASOF if home else "")


def extreme(seed: int) -> Household:
    """A family of up to twenty with answers that are absent, as long as they may be, or anything between."""
    chance = random.Random(seed)
    people = chance.choice((0, 1, 2, 5, 5, 6, 11, 20))
    members = [_answers(ANGGOTA, chance) for _ in range(people)]
    return a_home(_answers(BANGUNAN, chance), _answers(KELUARGA, chance), members, 0 if people else None)


def _answers(kind: str, chance: random.Random) -> Answers:
    fullness = chance.choice((0.0, 0.5, 1.0, 1.0))
    return {key: _value(one, chance) if chance.random() < fullness else None for key, one in FORMS[kind].fields.items()}


def _value(one: Field, chance: random.Random) -> Value:
    """The longest answer in half of the cases."""
    long = chance.random() < 0.5
    if isinstance(one, Text):
        words = "W" * one.longest if chance.random() < 0.5 else ("MUHAMMAD WIRYAWAN " * 60)[: one.longest]
        return words.strip() if long else "SARKIM"
    if isinstance(one, Nik):
        return "3328010112800001"
    if isinstance(one, Digits):
        return "8" * one.length
    if isinstance(one, Number):
        return one.most if long else max(one.least, 1)
    if isinstance(one, Choice):
        return chance.choice(list(one.options.items))
    if isinstance(one, Choices):
        return sum(code for code in one.options.items if code not in one.exclusive)
    if isinstance(one, Date):
        return f"{chance.randint(1930, 2026)}-11-20"
    if isinstance(one, Month):
        return "2026-11"
    return "-11.123456,109.123456" if isinstance(one, Coordinate) else "W" * 40 if long else "Krajan"
