"""Going over to another family, pecah KK, a new head, card or house: checked, labelled, and to be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from puskesos_desktop.domain.codes import life
from puskesos_desktop.domain.household import PERISTIWA, Household, Record, Value
from puskesos_desktop.domain.outcome import InvalidData, Issue, Severity, UserError
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.life import deeds, relations
from puskesos_desktop.services.life.plans import (
    CardChanged,
    HeadChanged,
    HouseOf,
    MovedToFamily,
    NewHouse,
    Plan,
    Rehoused,
    Split,
    Succession,
)
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.log import undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from puskesos_desktop.store.tables import projection
from tests.support.village import OPERATOR, a_household, opened, saved

DAY = date(2026, 3, 5)
OLD_CARD, NEW_CARD = "3328012001107001", "3328010503267002"


def a_family(store: Store, *names: str, **answers: Value) -> Household:
    """SARKIM's kind of family: head, wife, then children."""
    home = a_household(store, names[0], tanggal_lahir="1970-01-01", status_kawin=2, **answers)
    for place, name in enumerate(names[1:]):
        person = registry.new_member(store, home).answering(
            nama=name,
            hubungan=2 if place == 0 else 3,
            jenis_kelamin=2,
            tanggal_lahir="1975-02-02" if place == 0 else "2000-03-03",
            status_kawin=2 if place == 0 else 1,
        )
        home = replace(home, members=(*home.members, person))
    return saved(store, home)


@pytest.fixture
def home(store: Store) -> Household:
    return a_family(store, "SARKIM", "TARSINI", "SITI", "RATNA", nomor_kk=OLD_CARD, rt="001")


@pytest.fixture
def other(store: Store) -> Household:
    return a_family(store, "KARTO", "WARTI", rt="002")


def do(store: Store, plan: Plan) -> list[Issue]:
    issues = deeds.carry_out(store, plan, OPERATOR)
    assert selfcheck.check(store).findings == ()
    return issues


def refused(store: Store, plan: Plan) -> list[str]:
    """The sentences with which it is refused; nothing is written."""
    before = store.tip()
    with pytest.raises(InvalidData) as problem:
        deeds.carry_out(store, plan, OPERATOR)
    assert store.tip() == before
    return [issue.message for issue in problem.value.issues if issue.severity is Severity.ERROR]


def who(home: Household, name: str) -> str:
    return named(home, name).id


def named(home: Household, name: str) -> Record:
    return next(one for one in home.members if one["nama"] == name)


def relations_in(home: Household) -> dict[str, Value]:
    return {one.text("nama"): one["hubungan"] for one in home.members}


def events(store: Store) -> list[Record]:
    return projection.read(store.reader().conn, PERISTIWA, "1 ORDER BY rid")


def a_case(store: Store, home: Household, name: str) -> Household:
    case = registry.new_case(store, home, who(home, name)).answering(jenis=24)
    return saved(store, replace(home, ppks=(*home.ppks, case)))


def after(home: Household, head: str) -> Succession:
    person = who(home, head)
    return Succession(person, relations.after(home, person))


def test_a_person_goes_over_to_another_family_with_their_ppks_record(
    store: Store, home: Household, other: Household
) -> None:
    home = a_case(store, home, "SITI")
    siti = who(home, "SITI")
    do(store, MovedToFamily(family=home.family.id, relations={siti: 4}, target=other.family.id, on=DAY, reason="nikah"))
    left, joined = opened(store, home.family.id), opened(store, other.family.id)
    assert relations_in(left) == {"SARKIM": 1, "TARSINI": 2, "RATNA": 3}
    assert relations_in(joined) == {"KARTO": 1, "WARTI": 2, "SITI": 4}
    assert (left.ppks, [case["anggota_id"] for case in joined.ppks]) == ((), [siti])
    (event,) = events(store)
    assert (event["keluarga_id"], event["keluarga_lain_id"], event["anggota_id"]) == (
        home.family.id, other.family.id, siti,
    )  # fmt: skip
    assert (event["asal"], event["tujuan"]) == ("keluarga SARKIM", "keluarga KARTO")


def test_undoing_a_move_brings_the_person_and_their_record_back(
    store: Store, home: Household, other: Household
) -> None:
    home = a_case(store, home, "SITI")
    plan = MovedToFamily(family=home.family.id, relations={who(home, "SITI"): 4}, target=other.family.id, on=DAY)
    do(store, plan)
    undo.undo(store, OPERATOR)
    now = opened(store, home.family.id)
    assert relations_in(now) == relations_in(home)
    assert [case.answers for case in now.ppks] == [case.answers for case in home.ppks]
    assert len(opened(store, other.family.id).members) == 2


def test_a_head_who_leaves_for_another_family_is_followed(store: Store, home: Household, other: Household) -> None:
    sarkim = who(home, "SARKIM")
    plan = MovedToFamily(family=home.family.id, relations={sarkim: 6}, target=other.family.id, on=DAY)
    assert refused(store, plan) == ["Pilih kepala keluarga yang baru."]
    do(store, replace(plan, succession=after(home, "TARSINI")))
    assert relations_in(opened(store, home.family.id)) == {"TARSINI": 1, "SITI": 3, "RATNA": 3}
    assert [event["jenis"] for event in events(store)] == [life.PINDAH_KELUARGA, life.GANTI_KEPALA]


def test_a_family_that_all_left_stays_and_says_it_joined_another(
    store: Store, home: Household, other: Household
) -> None:
    everybody = {one.id: 8 for one in home.members}
    do(store, MovedToFamily(family=home.family.id, relations=everybody, target=other.family.id, on=DAY))
    left = opened(store, home.family.id)
    assert (left.members, left.family["status_keluarga"], left.family["kepala"]) == ((), 3, None)
    assert households.totals(store.reader())["anggota"] == 6


def test_a_second_head_a_stranger_and_the_own_family_are_refused_as_goal(
    store: Store, home: Household, other: Household
) -> None:
    siti = who(home, "SITI")
    plan = MovedToFamily(family=home.family.id, relations={siti: 1}, target=other.family.id, on=DAY)
    assert refused(store, plan) == ["Kepala keluarga sudah KARTO. Ubah salah satu."]
    assert refused(store, replace(plan, target=home.family.id)) == ["Pilih keluarga lain sebagai tujuan."]
    assert refused(store, replace(plan, relations={})) == ["Pilih siapa yang pindah."]
    with pytest.raises(UserError, match="bukan lagi anggota"):
        deeds.carry_out(store, replace(plan, relations={who(other, "WARTI"): 3}), OPERATOR)


def split_off(home: Household, **more: Any) -> Split:
    return Split(
        **{
            "family": home.family.id,
            "relations": {who(home, "RATNA"): 3, who(home, "SITI"): 1},
            "on": DAY,
            "house": HouseOf(home.family.id),
            "card": NEW_CARD,
            **more,
        }
    )


def new_family(store: Store, home: Household) -> Household:
    (found,) = store.reader().conn.execute(
        "SELECT id FROM keluarga WHERE id <> ? AND deleted = 0 ORDER BY rid DESC LIMIT 1", (home.family.id,)
    )
    return opened(store, found[0])


def test_pecah_kk_makes_a_family_with_its_own_head_and_card_in_the_same_house(store: Store, home: Household) -> None:
    do(store, split_off(home))
    branch, left = new_family(store, home), opened(store, home.family.id)
    assert relations_in(branch) == {"SITI": 1, "RATNA": 3}
    assert (branch.family["nomor_kk"], branch.family["kode_kk"], branch.family["status_keluarga"]) == (NEW_CARD, 0, 2)
    assert [one["nomor_urut"] for one in branch.members] == [1, 2]
    assert branch.building.id == left.building.id
    assert (branch.others_in_house, left.others_in_house) == (2, 2)
    assert relations_in(left) == {"SARKIM": 1, "TARSINI": 2}


def test_pecah_kk_without_a_card_yet_is_marked_on_both_families(store: Store, home: Household) -> None:
    do(store, split_off(home, card=None))
    branch, left = new_family(store, home), opened(store, home.family.id)
    assert (branch.family["nomor_kk"], branch.family["kode_kk"], left.family["kode_kk"]) == (None, 2, 1)
    do(store, CardChanged(family=branch.family.id, card=NEW_CARD, on=DAY))
    assert opened(store, branch.family.id).family["kode_kk"] == 0


def test_pecah_kk_into_a_new_house_or_into_another_familys(store: Store, home: Household, other: Household) -> None:
    do(store, split_off(home, house=NewHouse(rt="004", rw="001", address="Gang Mawar")))
    branch = new_family(store, home)
    assert (branch.building["rt"], branch.building["alamat"]) == ("004", "Gang Mawar")
    undo.undo(store, OPERATOR)
    do(store, split_off(home, house=HouseOf(other.family.id)))
    (mate,) = opened(store, other.family.id).neighbours
    assert relations_in(opened(store, mate.id)) == {"SITI": 1, "RATNA": 3}


def test_undoing_pecah_kk_brings_everybody_home_and_leaves_one_family(store: Store, home: Household) -> None:
    before = households.totals(store.reader())
    do(store, split_off(home, card=None, house=NewHouse(rt="009")))
    assert undo.undo(store, OPERATOR) == "Batalkan: Pecah KK: keluarga SITI dari keluarga SARKIM"
    now = opened(store, home.family.id)
    assert households.totals(store.reader()) == before
    assert [one.answers for one in now.members] == [one.answers for one in home.members]
    assert now.family.answers == home.family.answers


def test_pecah_kk_needs_one_head_and_somebody_who_stays(store: Store, home: Household) -> None:
    without_head = split_off(home, relations={who(home, "SITI"): 3})
    assert refused(store, without_head) == ["Pilih siapa kepala keluarga yang baru dibentuk."]
    everybody = {one.id: 1 if one["nama"] == "SITI" else 8 for one in home.members}
    assert refused(store, split_off(home, relations=everybody)) == [
        "Paling sedikit satu orang tetap tinggal di keluarga lama."
    ]


def test_a_wrong_card_number_refuses_the_split(store: Store, home: Household) -> None:
    assert refused(store, split_off(home, card="123")) == ["Nomor kartu keluarga harus 16 angka, sekarang 3."]


def test_a_new_card_keeps_the_old_number_in_the_history(store: Store, home: Household) -> None:
    do(store, CardChanged(family=home.family.id, card=NEW_CARD, on=DAY, reason="hilang"))
    assert [number for number, _ in households.kk_history(store.reader(), home.family.id)] == [OLD_CARD, NEW_CARD]
    same = CardChanged(family=home.family.id, card=NEW_CARD, on=DAY)
    assert refused(store, same) == ["Nomor ini memang sudah tercatat."]


def test_a_card_another_family_has_is_pointed_out_and_still_saved(
    store: Store, home: Household, other: Household
) -> None:
    issues = do(store, CardChanged(family=other.family.id, card=OLD_CARD, on=DAY))
    assert any("sudah dipakai keluarga lain" in issue.message for issue in issues)


def test_another_head_with_everybodys_relation(store: Store, home: Household) -> None:
    do(store, HeadChanged(family=home.family.id, succession=after(home, "SITI"), on=DAY))
    assert relations_in(opened(store, home.family.id)) == {"SARKIM": 6, "TARSINI": 6, "SITI": 1, "RATNA": 8}
    undo.undo(store, OPERATOR)
    assert relations_in(opened(store, home.family.id)) == relations_in(home)
    again = HeadChanged(family=home.family.id, succession=after(home, "SARKIM"), on=DAY)
    assert refused(store, again) == ["SARKIM memang sudah kepala keluarga."]


def test_families_come_to_share_a_house_and_part_again(store: Store, home: Household, other: Household) -> None:
    do(store, Rehoused(family=other.family.id, house=HouseOf(home.family.id), on=DAY))
    now = opened(store, other.family.id)
    assert ([mate.id for mate in now.neighbours], now.building["rt"]) == ([home.family.id], "001")
    assert refused(store, Rehoused(family=other.family.id, house=HouseOf(home.family.id), on=DAY)) == [
        "Keluarga ini memang sudah tinggal di rumah itu."
    ]
    do(store, Rehoused(family=other.family.id, house=NewHouse(rt="003"), on=DAY))
    assert opened(store, other.family.id).neighbours == ()
    do(store, Rehoused(family=other.family.id, house=NewHouse(rt="004"), on=DAY))
    assert [event["jenis"] for event in events(store)] == [
        life.SERUMAH, life.PISAH_RUMAH, life.PINDAH_RUMAH,
    ]  # fmt: skip
    for _ in range(3):
        undo.undo(store, OPERATOR)
    assert opened(store, other.family.id).building.id == other.building.id


def test_a_family_that_is_gone_is_said(store: Store, home: Household) -> None:
    registry.delete_family(store, home.family.id, "ganda", OPERATOR)
    with pytest.raises(UserError, match="tidak ada lagi"):
        deeds.foresee(store, CardChanged(family=home.family.id, card=NEW_CARD, on=DAY))


@pytest.mark.parametrize(
    ("head", "expected"),
    [("TARSINI", [2, 3, 3]), ("SITI", [6, 6, 8])],
)
def test_relations_after_a_new_head_are_suggested(
    store: Store, home: Household, head: str, expected: list[int]
) -> None:
    assert list(relations.after(home, who(home, head)).values()) == expected
