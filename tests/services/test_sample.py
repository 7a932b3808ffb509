"""The sample village: invented, believable, the same for the same seed and date, and within its own rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from puskesos_desktop.domain import rules
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, KUNJUNGAN, Household, Record, age_of
from puskesos_desktop.domain.outcome import Cancelled, Severity
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.sample import make, village
from puskesos_desktop.services.sample.people import FIRST_SERIAL
from puskesos_desktop.services.sample.village import InventedFamily, InventedHousehold
from puskesos_desktop.store.file import layout

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def houses() -> list[InventedHousehold]:
    return list(village.invent(500, 7, TODAY))


def test_the_same_seed_and_date_invent_the_same_people() -> None:
    assert list(village.invent(30, 7, TODAY)) == list(village.invent(30, 7, TODAY))
    assert list(village.invent(30, 7, TODAY)) != list(village.invent(30, 8, TODAY))
    assert list(village.invent(30, 7, TODAY)) != list(village.invent(30, 7, date(2026, 11, 21)))


def test_counts_are_as_promised(houses: list[InventedHousehold]) -> None:
    families = [family for house in houses for family in house.families]
    people = sum(len(family.members) for family in families)
    assert len(families) == 500
    assert 2.6 < people / len(families) < 3.8
    assert 0.02 < sum(len(house.families) > 1 for house in houses) / len(houses) < 0.12
    assert any(family.ppks for family in families)
    assert 0.05 < sum(str(family.visit["tanggal_pendataan"]) < "2026-05-20" for family in families) / 500 < 0.4


def test_every_answer_is_one_the_forms_accept_and_ask_for(houses: list[InventedHousehold]) -> None:
    for house in houses:
        for family in house.families:
            home = as_household(house, family)
            for record in home.records():
                age = age_of(record.answers, TODAY) if record.kind == ANGGOTA else None
                situation = Situation(record.answers, age, home.family.answers)
                form = FORMS[record.kind]
                asked = {field.key for field in form.asked(situation)}
                assert form.problems(situation) == []
                assert [key for key, value in record.answers.items() if value is not None and key not in asked] == []


def test_no_family_breaks_a_rule_that_blocks(houses: list[InventedHousehold]) -> None:
    for house in houses:
        for family in house.families:
            issues = rules.check(as_household(house, family), TODAY)
            assert [issue for issue in issues if issue.severity is Severity.ERROR] == []


def test_numbers_can_be_told_as_invented(houses: list[InventedHousehold]) -> None:
    for house in houses:
        for family in house.families:
            numbers = [family.family["nomor_kk"], *(member["nik"] for member in family.members)]
            assert all(int(str(number)[-4:]) >= FIRST_SERIAL for number in numbers if number)


def test_the_village_says_that_it_is_a_sample_in_a_place_that_does_not_exist() -> None:
    from puskesos_desktop.domain import wilayah

    assert village.VILLAGE["contoh"] == 1
    assert wilayah.village(str(village.VILLAGE["kode"])) is None
    assert len(village.places(7, 1600)) == 24
    assert len(village.places(7, 3)) == 1


def as_household(house: InventedHousehold, family: InventedFamily) -> Household:
    answers = FORMS[KELUARGA].complete({**family.family, "kepala": None if family.head is None else "0"})
    members = tuple(Record(ANGGOTA, str(place), {**member}) for place, member in enumerate(family.members))
    return Household(
        Record(BANGUNAN, "b", FORMS[BANGUNAN].complete(house.building)),
        Record(KELUARGA, "k", answers),
        members,
        Record(KUNJUNGAN, "v", FORMS[KUNJUNGAN].complete(family.visit)),
    )


def test_batal_while_the_sample_is_made_leaves_nothing(tmp_path: Path) -> None:
    def stop(_done: int, _total: int, _text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make.create_sample(tmp_path / "contoh", 40, 7, TODAY, progress=stop)
    assert not layout.exists(tmp_path / "contoh")
    make.create_sample(tmp_path / "contoh", 5, 7, TODAY).close()
