"""The sample village as plain answers: house by house, the same for the same seed and date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from puskesos_desktop.domain.household import ANGGOTA, Answers, age_of
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.sample import families, hardship, houses, names, people

VILLAGE: Answers = {
    "kode": "33.28.01.2999",
    "nama": "Kalibata",
    "jenis": 1,
    "kecamatan": "Margasari",
    "kabupaten": "Kabupaten Tegal",
    "provinsi": "Jawa Tengah",
    "klasifikasi": 2,
    "ambang_luas": 72,
    "contoh": 1,
}
"""Desa Kalibata does not exist: its code lies in a real kecamatan, where no village has the number 2999."""

Place = tuple[str, str, str]


@dataclass(frozen=True)
class InventedFamily:
    """One family's answers; `head` is the place of its head among `members`, PPKS records name members by place."""

    family: Answers
    members: list[Answers]
    head: int | None
    visit: Answers
    ppks: list[tuple[int | None, Answers]]
    desil: list[Answers]


@dataclass(frozen=True)
class InventedHousehold:
    """One house with the families that live in it."""

    building: Answers
    families: list[InventedFamily]


def places(seed: int, count: int) -> list[Place]:
    """(dusun, RW, RT) of a village with this many families: about 65 families an RT, at most 24 RT."""
    rts = max(1, min(24, count // 65))
    return [
        (names.hamlets()[number * 4 // max(rts, 4)], f"{number * 6 // max(rts, 6) + 1:03d}", f"{number + 1:03d}")
        for number in range(rts)
    ]


def invent(count: int, seed: int, today: date) -> Iterator[InventedHousehold]:
    """Exactly `count` families, house by house in walking order; about 6 % of the houses hold two or three."""
    chance = Random(f"Kalibata {seed} {today.isoformat()}")
    streets = places(seed, count)
    left, made = count, 0
    while left:
        sharing = min(left, chance.choices((1, 2, 3), (94, 5, 1))[0])
        place = streets[min(made * len(streets) // count, len(streets) - 1)]
        house = _house(chance, place, made + 1, sharing, today)
        yield house
        left -= sharing
        made += sharing


def _house(chance: Random, place: Place, number: int, sharing: int, today: date) -> InventedHousehold:
    wealth = min(1.0, max(0.0, chance.betavariate(2.0, 2.4)))
    invented = [_family(chance, wealth, number + extra, today) for extra in range(sharing)]
    people_in = sum(len(family.members) for family in invented)
    building = houses.house(chance, wealth, people_in)
    building |= dict(zip(("dusun", "rw", "rt"), place, strict=True))
    building |= {"alamat": names.street(chance), "nomor_bangunan": f"{number % 1000:03d}"}
    return InventedHousehold(_sometimes_incomplete(chance, building, ("luas_lantai", "jenis_atap")), invented)


def _family(chance: Random, wealth: float, number: int, today: date) -> InventedFamily:
    sketches = families.sketch(chance, today)
    members = [people.person(chance, sketch, wealth, today) for sketch in sketches]
    answers = houses.utilities(chance, wealth) | hardship.block_five(chance, wealth, today)
    issued = today - timedelta(days=chance.randint(40, 4500))
    answers |= {
        "nomor_kk": f"{people.HOME_AREA}{issued:%d%m%y}{chance.randint(people.FIRST_SERIAL, 9999)}",
        "kode_kk": 0,
        "nomor_urut_keluarga": f"{number % 1000:03d}",
    }
    head = None if number % 211 == 0 else 0
    if head is None:
        members[0]["hubungan"] = None
    for place, member in enumerate(members):
        _oddities(chance, member, number * 10 + place, today)
    return InventedFamily(
        _sometimes_incomplete(chance, answers, ("sumber_air", "jenis_kloset", "rekening")),
        members,
        head,
        _visit(chance, today),
        hardship.cases(chance, members, wealth, today),
        hardship.desil(chance, wealth, today),
    )


def _visit(chance: Random, today: date) -> Answers:
    """Mostly within the last ten months, some stale."""
    back = chance.randint(5, 175) if chance.random() < 0.82 else chance.randint(185, 640)
    return {
        "tanggal_pendataan": (today - timedelta(days=back)).isoformat(),
        "petugas": chance.choice(("Relawan Satu", "Relawan Dua", "Relawan Tiga")),
        "hasil": 1,
    }


def _oddities(chance: Random, member: Answers, number: int, today: date) -> None:
    """What real data are like: no NIK, a NIK of another birth date, the same NIK twice, unfinished answers."""
    if chance.random() < 0.012:
        member |= {"nik": None, "status_nik": 2, "alasan_tanpa_nik": "Belum direkam"}
    elif chance.random() < 0.01 and member["nik"]:
        nik = str(member["nik"])
        member["nik"] = nik[:6] + f"{int(nik[6:8]) % 27 + 1 + (40 if nik[6] >= '4' else 0):02d}" + nik[8:]
    elif number % 5003 == 4990 and member["nik"]:
        member["nik"] = "3328010101807001"
    if chance.random() < 0.03:
        for key in ("ijazah", "jamkes", "penyakit"):
            member[key] = None
    member |= people.only_asked({key: member[key] for key in FORMS[ANGGOTA].fields}, age_of(member, today))


def _sometimes_incomplete(chance: Random, answers: Answers, keys: tuple[str, ...]) -> Answers:
    if chance.random() < 0.04:
        missing = chance.choice(keys)
        return {**answers, missing: None} | ({"jarak_limbah": None} if missing == "sumber_air" else {})
    return answers
