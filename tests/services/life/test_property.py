"""Random life histories of a small village: after every deed rules, totals and tables hold, and all can be undone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.household import Household, Record
from puskesos_desktop.domain.outcome import InvalidData, Severity
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.life import relations
from puskesos_desktop.services.life.deeds import carry_out, foresee
from puskesos_desktop.services.life.plans import (
    Born,
    CardChanged,
    Died,
    HeadChanged,
    HouseOf,
    Joined,
    MovedOut,
    MovedToFamily,
    NewHouse,
    NewPerson,
    Plan,
    PresenceChanged,
    Rehoused,
    Returned,
    Split,
    Succession,
)
from puskesos_desktop.store.log import undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from puskesos_desktop.store.tables import projection, refold
from tests.support.amount import examples
from tests.support.village import OPERATOR, a_household, a_store, opened, saved

KINDS = (
    "lahir", "meninggal", "pindah keluar", "kembali", "datang", "keberadaan", "pindah keluarga", "pecah kk",
    "ganti kepala", "ganti kk", "rumah", "batalkan",
)  # fmt: skip
Step = tuple[str, int, int, int, bool]
"""Deed, which family, which person, which other family or code, and one choice left open."""
HISTORY = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.booleans()),
    min_size=3,
    max_size=14,
)


def settle(store: Store) -> None:
    """Three families, the first two in one house, with a PPKS record in each."""
    first: Household | None = None
    for number, names in enumerate(
        (("SARKIM", "TARSINI", "SITI", "RATNA"), ("KARTO", "WARTI"), ("DARSO", "YATMI", "JUMADI"))
    ):
        home = a_household(store, names[0], tanggal_lahir="1970-01-01", nomor_kk=f"332801200110700{number + 1}")
        for place, name in enumerate(names[1:]):
            person = registry.new_member(store, home).answering(
                nama=name, hubungan=2 if place == 0 else 3, jenis_kelamin=2, tanggal_lahir="1990-02-02"
            )
            home = replace(home, members=(*home.members, person))
        case = registry.new_case(store, home, home.members[-1].id).answering(jenis=24)
        home = replace(home, ppks=(case,))
        if number == 1 and first is not None:
            family = home.family.answering(bangunan_id=first.building.id)
            home = replace(home, building=first.building, family=family)
        first = first or saved(store, home)
        registry.save_household(store, home, OPERATOR) if number else None


def families(store: Store) -> list[str]:
    return [one.id for one in projection.read(store.reader().conn, "keluarga", "1 ORDER BY rid")]


def plan_of(store: Store, step: Step) -> Plan:
    """What this step comes to in the village as it is; it may well be refused."""
    kind, which, person, other, choice = step
    known = families(store)
    home = opened(store, known[which % len(known)])
    target = known[other % len(known)]
    if not home.members:
        return Joined(family=home.family.id, on=day(store, other), person=NewPerson(name=f"BARU {person}"))
    made: Plan = PLANS[kind](store, home, home.members[person % len(home.members)], (target, other, choice))
    return made


def day(store: Store, back: int) -> date:
    return registry.today(store) - timedelta(days=back * 30 if back < 9 else -1)


def after(home: Household, leaving: set[str], choice: bool) -> Succession | None:
    """The first who stays and lives here becomes head; sometimes nobody is named."""
    staying = [one.id for one in home.living if one.id not in leaving]
    if not staying or not choice:
        return None
    return Succession(staying[0], relations.after(home, staying[0]))


def died(store: Store, home: Household, person: Record, more: tuple[str, int, bool]) -> Plan:
    return Died(
        family=home.family.id, person=person.id, on=day(store, more[1]), succession=after(home, {person.id}, more[2]),
        widowed=relations.widowed_by(home, person.id),
    )  # fmt: skip


def moved_out(store: Store, home: Household, person: Record, more: tuple[str, int, bool]) -> Plan:
    people = tuple(one.id for one in home.members) if more[2] else (person.id,)
    return MovedOut(family=home.family.id, persons=people, on=day(store, more[1]), abroad=more[2])


def moved(store: Store, home: Household, person: Record, more: tuple[str, int, bool]) -> Plan:
    return MovedToFamily(
        family=home.family.id, relations={person.id: 8}, target=more[0], on=day(store, more[1]),
        succession=after(home, {person.id}, more[2]),
    )  # fmt: skip


def split(store: Store, home: Household, person: Record, more: tuple[str, int, bool]) -> Plan:
    going = {person.id: 1}
    if more[2]:
        going |= {one.id: 8 for one in home.members[-2:] if one.id != person.id}
    return Split(
        family=home.family.id, relations=going, on=day(store, more[1]),
        house=(HouseOf(home.family.id), HouseOf(more[0]), NewHouse(rt="004"))[more[1] % 3],
        card=f"33280105032670{more[1]:02}" if more[2] else None, succession=after(home, set(going), True),
    )  # fmt: skip


def rehoused(store: Store, home: Household, person: Record, more: tuple[str, int, bool]) -> Plan:
    house = HouseOf(more[0]) if more[2] else NewHouse(rt=f"00{more[1]}")
    return Rehoused(family=home.family.id, house=house, on=day(store, more[1]))


PLANS: dict[str, Any] = {
    "lahir": lambda store, home, person, more: Born(
        family=home.family.id, on=day(store, more[1]), child=NewPerson(name="BAYI", sex=1), mother=person.id
    ),
    "meninggal": died,
    "pindah keluar": moved_out,
    "kembali": lambda store, home, person, more: Returned(
        family=home.family.id, persons=(person.id,), on=day(store, more[1])
    ),
    "datang": lambda store, home, person, more: Joined(
        family=home.family.id, on=day(store, more[1]), person=NewPerson(name="BARU", relation=1 if more[2] else 8)
    ),
    "keberadaan": lambda store, home, person, more: PresenceChanged(
        family=home.family.id, person=person.id, presence=more[1] % 6 + 1, on=day(store, more[1])
    ),
    "pindah keluarga": moved,
    "pecah kk": split,
    "ganti kepala": lambda store, home, person, more: HeadChanged(
        family=home.family.id, on=day(store, more[1]),
        succession=Succession(person.id, relations.after(home, person.id)),
    ),
    "ganti kk": lambda store, home, person, more: CardChanged(
        family=home.family.id, card=f"33280105032680{more[1]:02}", on=day(store, more[1])
    ),
    "rumah": rehoused,
}  # fmt: skip


def errors(store: Store) -> set[tuple[str, str, str]]:
    return {
        (issue.record, issue.field, issue.message)
        for family in families(store)
        for issue in registry.check(store.reader(), opened(store, family), registry.today(store))
        if issue.severity is Severity.ERROR
    }


def answers(store: Store) -> dict[tuple[str, str], Any]:
    """Every living record of the village."""
    connection = store.reader().conn
    return {(kind, one.id): one.answers for kind in FORMS for one in projection.read(connection, kind, "1")}


def hold_together(store: Store) -> None:
    """What must be so whatever happened."""
    connection = store.reader().conn
    assert refold.differences(connection) == 0
    living = families(store)
    homes = [opened(store, family) for family in living]
    people = Counter(one.id for home in homes for one in home.members)
    assert set(people.values()) <= {1}
    assert sum(people.values()) == households.totals(store.reader())["anggota"]
    for home in homes:
        heads = [one.id for one in home.members if one["hubungan"] == 1]
        assert len(heads) <= 1
        assert heads == [home.family["kepala"]] if home.family["kepala"] else heads == []
        own = {one.id for one in home.members}
        assert all(case["anggota_id"] in own for case in home.ppks)


@settings(max_examples=examples(100, 25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORY)
def test_whatever_happens_to_families_nobody_is_lost_and_everything_can_be_taken_back(
    tmp_path_factory: pytest.TempPathFactory, history: list[Step]
) -> None:
    store = a_store(tmp_path_factory.mktemp("desa") / "d")
    settle(store)
    first, wrong = answers(store), errors(store)
    deeds: list[int] = []
    for step in history:
        live(store, step, deeds)
        hold_together(store)
        assert errors(store) <= wrong
    while deeds:
        live(store, ("batalkan", 0, 0, 0, False), deeds)
    assert answers(store) == first
    hold_together(store)
    store.close()


def live(store: Store, step: Step, people: list[int]) -> None:
    """One step; `people` has the number of persons before every deed that is not undone."""
    count = households.totals(store.reader())["anggota"]
    tip = store.tip()
    if step[0] == "batalkan":
        if people:
            undo.undo(store, OPERATOR)
            assert households.totals(store.reader())["anggota"] == people.pop()
        return
    plan = plan_of(store, step)
    if not foresee(store, plan).possible:
        with pytest.raises(InvalidData):
            carry_out(store, plan, OPERATOR)
        assert store.tip() == tip
        return
    carry_out(store, plan, OPERATOR)
    assert households.totals(store.reader())["anggota"] >= count
    people.append(count)
