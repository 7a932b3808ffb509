"""Linking a list full of field errors to the sample village: what is taken for sure is right, kin go to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import pytest

from puskesos_desktop.domain.matching.description import Description, describe, prepare
from puskesos_desktop.domain.matching.index import Index
from puskesos_desktop.domain.matching.judging import Verdict, judge
from puskesos_desktop.domain.matching.linking import Linked, link
from puskesos_desktop.services.sample import village

TODAY = date(2026, 11, 20)
Change = Callable[[Random, Description], Description]


@dataclass(frozen=True)
class Labelled:
    """A row, the id of the resident it is ("" for nobody), and what was done to it."""

    row: Description
    truth: str
    kind: str


@pytest.fixture(scope="module")
def residents() -> list[Description]:
    return people(1200, 7)


@pytest.fixture(scope="module")
def linked(residents: list[Description]) -> list[tuple[Labelled, Linked]]:
    rows = labelled(residents, 11)
    return list(zip(rows, link([one.row for one in rows], Index(residents)), strict=True))


def test_what_is_taken_for_sure_is_right(linked: list[tuple[Labelled, Linked]]) -> None:
    sure = [(one, found) for one, found in linked if found.verdict is Verdict.SAMA]
    wrong = [one.kind for one, found in sure if found.matches[0].id != one.truth]
    assert len(sure) > 1500
    assert 1 - len(wrong) / len(sure) >= 0.995, Counter(wrong)


def test_nearly_every_resident_is_found_by_the_computer_or_the_person(linked: list[tuple[Labelled, Linked]]) -> None:
    lost = [one.kind for one, found in linked if one.truth and one.truth not in [match.id for match in found.matches]]
    assert len(lost) / sum(bool(one.truth) for one, _ in linked) < 0.01, Counter(lost)


@pytest.mark.parametrize("kind", ["as it is", "wrong digit", "swapped digits", "no NIK", "dummy NIK", "spelling"])
def test_one_slip_alone_troubles_nobody(kind: str, linked: list[tuple[Labelled, Linked]]) -> None:
    verdicts = Counter(found.verdict for one, found in linked if one.kind == kind)
    assert verdicts[Verdict.SAMA] / verdicts.total() > 0.9, verdicts


@pytest.mark.parametrize("kind", ["fifteen digits", "zeroed by Excel"])
def test_a_number_that_lost_a_digit_is_found_and_put_before_a_person(
    kind: str, residents: list[Description], linked: list[tuple[Labelled, Linked]]
) -> None:
    numbers = {person.id: person.nik for person in residents}
    for one, found in linked:
        if one.kind == kind and one.row.nik != numbers[one.truth]:
            assert found.verdict is Verdict.RAGU, found
            assert one.truth in [match.id for match in found.matches]


def test_an_unregistered_twin_always_goes_to_a_person(linked: list[tuple[Labelled, Linked]]) -> None:
    twins = [found for one, found in linked if one.kind == "twin"]
    assert len(twins) == 150
    assert {found.verdict for found in twins} == {Verdict.RAGU}
    assert all("mungkin kembar" in found.matches[0].reasons for found in twins)


@pytest.mark.parametrize("kind", ["namesake", "son of the same name", "namesake of the same day"])
def test_a_namesake_is_never_taken_for_the_resident(kind: str, linked: list[tuple[Labelled, Linked]]) -> None:
    assert [found for one, found in linked if one.kind == kind and found.verdict is Verdict.SAMA] == []


def test_a_village_against_itself_finds_everybody_and_links_no_two(residents: list[Description]) -> None:
    rows = [replace(person, id=f"baris {person.id}") for person in residents]
    found = link(rows, Index(residents))
    assert [one.matches[0].id for one in found] == [person.id for person in residents]
    assert sum(one.verdict is not Verdict.SAMA for one in found) / len(found) < 0.03


def test_two_people_of_one_village_are_hardly_ever_asked_about(residents: list[Description]) -> None:
    index = Index(residents)
    asked = [person for person in residents if index.likely(person)]
    assert len(asked) / len(residents) < 0.03
    sure = [match for person in asked for match in index.likely(person) if match.verdict is Verdict.SAMA]
    assert sure == []


def test_both_sides_may_be_exchanged(residents: list[Description]) -> None:
    for one in labelled(residents, 3)[:600]:
        other = residents[len(one.row.nama) * 7]
        row, known = prepare(one.row), prepare(other)
        mine, theirs = judge(row, known), judge(known, row)
        assert (mine.score, mine.verdict, mine.reasons) == (theirs.score, theirs.verdict, theirs.reasons)


def people(families: int, seed: int) -> list[Description]:
    """The people of a sample village."""
    return [
        describe(f"{number}-{home}-{place}", member, family.family, house.building)
        for number, house in enumerate(village.invent(families, seed, TODAY))
        for home, family in enumerate(house.families)
        for place, member in enumerate(family.members)
    ]


def labelled(residents: list[Description], seed: int) -> list[Labelled]:
    """Rows of residents with one error or several, and of people who live nowhere here but look as if they did."""
    chance = Random(seed)
    chosen = chance.sample([person for person in residents if person.nik], 3100)
    rows = []
    for person in chosen[:2300]:
        kind = chance.choice(list(SLIPS))
        rows.append(Labelled(SLIPS[kind](chance, thinner(chance, person)), person.id, kind))
    for person in chosen[2300:2500]:
        row = thinner(chance, person)
        for change in chance.sample(list(SLIPS.values()), 2):
            row = change(chance, row)
        rows.append(Labelled(row, person.id, "two errors"))
    for number, person in enumerate(chosen[2500:]):
        kind = list(STRANGERS)[number % len(STRANGERS)]
        rows.append(Labelled(STRANGERS[kind](chance, person), "", kind))
    return [replace(one, row=replace(one.row, id=f"baris {number}")) for number, one in enumerate(rows)]


def thinner(chance: Random, person: Description) -> Description:
    """Lists rarely have everything: no mother, another KK, no address."""
    if chance.random() < 0.6:
        person = replace(person, nama_ibu="")
    if chance.random() < 0.2:
        person = replace(person, nomor_kk="", alamat="")
    return replace(person, dusun="") if chance.random() < 0.5 else person


def wrong_digit(chance: Random, person: Description) -> Description:
    at = chance.choice([at for at, digit in enumerate(person.nik) if digit.isdigit()] or [0])
    digit = str((int(person.nik[at : at + 1] or 0) + chance.randint(1, 9)) % 10)
    return replace(person, nik=person.nik[:at] + digit + person.nik[at + 1 :])


def swapped_digits(chance: Random, person: Description) -> Description:
    pairs = [at for at in range(len(person.nik) - 1) if person.nik[at] != person.nik[at + 1]]
    at = chance.choice(pairs or [0])
    nik = person.nik
    return replace(person, nik=nik[:at] + nik[at : at + 2][::-1] + nik[at + 2 :])


def fifteen_digits(chance: Random, person: Description) -> Description:
    at = chance.randrange(16)
    return replace(person, nik=person.nik[:at] + person.nik[at + 1 :])


def zeroed(_chance: Random, person: Description) -> Description:
    return replace(person, nik=f"{person.nik[:15]}0")


def dummy(chance: Random, person: Description) -> Description:
    return replace(person, nik=chance.choice(("0000000000000000", "9999999999999999", "1234567890123456", "3,3E+15")))


def no_nik(_chance: Random, person: Description) -> Description:
    return replace(person, nik="")


def spelling(chance: Random, person: Description) -> Description:
    name = person.nama
    for old, new in (("MUHAMAD", "MOH."), ("SITI", "ST."), ("ABDUL", "ABD."), ("U", "OE"), ("J", "DJ"), ("S", "SS")):
        if old in name and chance.random() < 0.5:
            name = name.replace(old, new, 1)
    return replace(person, nama=chance.choice(("", "H. ", "Hj. ")) + name.title() + chance.choice(("", ", S.Pd.")))


def typing(chance: Random, person: Description) -> Description:
    at = chance.randrange(1, len(person.nama))
    letter = chance.choice(("", person.nama[at - 1], chance.choice("AEIOUNRT")))
    return replace(person, nama=person.nama[:at] + letter + person.nama[at + 1 :])


def one_word(chance: Random, person: Description) -> Description:
    return replace(person, nama=chance.choice(person.nama.split()))


def other_day(chance: Random, person: Description) -> Description:
    year, month, day = person.tanggal_lahir.split("-")
    born = chance.choice(
        (f"{int(year) + chance.choice((-1, 1))}-{month}-{day}", f"{year}-{day}-{month}", f"{year}-07-01", year, "")
    )
    return replace(person, tanggal_lahir=born)


def moved(chance: Random, person: Description) -> Description:
    number = f"332801{chance.randint(1, 28):02}0525{chance.randint(7000, 9999)}"
    return replace(person, nomor_kk=number, rt=f"{chance.randint(1, 24):03}", alamat="", rw="", dusun="")


SLIPS: dict[str, Change] = {
    "as it is": lambda _chance, person: person,
    "wrong digit": wrong_digit,
    "swapped digits": swapped_digits,
    "fifteen digits": fifteen_digits,
    "zeroed by Excel": zeroed,
    "dummy NIK": dummy,
    "no NIK": no_nik,
    "spelling": spelling,
    "typing": typing,
    "one word": one_word,
    "other day": other_day,
    "moved": moved,
}


def another_nik(chance: Random, person: Description, born: str) -> str:
    day = int(born[8:]) + (40 if person.jenis_kelamin == 2 else 0)
    return f"332801{day:02}{born[5:7]}{born[2:4]}{chance.randint(7000, 9999)}"


def namesake(chance: Random, person: Description) -> Description:
    """Same name, born within some years, elsewhere in the village, other mother; little else is known of some."""
    year = int(person.tanggal_lahir[:4]) + chance.randint(-6, 6)
    born = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    rt = chance.choice((person.rt, f"{chance.randint(1, 24):03}"))
    other = Description(nama=person.nama, jenis_kelamin=person.jenis_kelamin, rt=rt, dusun=person.dusun)
    other = replace(other, nik=another_nik(chance, person, born), tanggal_lahir=born, nama_ibu="TURSINAH")
    if chance.random() < 0.35:
        other = replace(other, nik="")
    if chance.random() < 0.35:
        other = replace(other, tanggal_lahir="")
    return replace(other, nama_ibu="") if chance.random() < 0.35 else other


def namesake_of_the_day(chance: Random, person: Description) -> Description:
    """Same name and the very same birthday, but another number and another mother."""
    nik = another_nik(chance, person, person.tanggal_lahir)
    return replace(person, nik=nik, nama_ibu="TURSINAH", nomor_kk="", alamat="", rt="", rw="", dusun="")


def son(chance: Random, person: Description) -> Description:
    """A child named like the father, in his house and on his KK."""
    born = (
        f"{int(person.tanggal_lahir[:4]) + chance.randint(19, 35)}{person.tanggal_lahir[4:8]}{chance.randint(1, 28):02}"
    )
    nik = another_nik(chance, person, born)
    return replace(
        person, nama_ibu="", tanggal_lahir=chance.choice((born, born, "")), nik=chance.choice((nik, nik, ""))
    )


def twin(chance: Random, person: Description) -> Description:
    """Born with a resident of the same house; the number follows, is missing, damaged or was copied."""
    *front, last = person.nama.split()
    ending = {"A": "I", "I": "A", "O": "I", "N": "H"}.get(last[-1], "I")
    name = " ".join([*front, chance.choice((last[:-1] + ending, "HUSEN", "MAEMUNAH"))])
    tail = f"{(int(person.nik[12:]) + 1) % 10_000:04}"
    numbers = (person.nik[:12] + tail, "", person.nik[:15] + "0", person.nik)
    nik = chance.choice(numbers)
    return replace(person, nama=name, nik=nik, jenis_kelamin=person.jenis_kelamin)


STRANGERS: dict[str, Change] = {
    "namesake": namesake,
    "namesake of the same day": namesake_of_the_day,
    "son of the same name": son,
    "twin": twin,
}
