"""Registering and changing families: the same rules whoever calls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from puskesos_desktop.domain.outcome import InvalidData, Severity
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.family.told import family_by_card
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, lists
from puskesos_desktop.store.read.lists import Filter
from tests.support.village import OPERATOR, a_household, answering, opened, saved


def test_the_head_is_the_register_of_the_family_and_reads_as_code_one(store: Store) -> None:
    home = saved(store, a_household(store))
    head = home.members[0]
    assert (home.family["kepala"], head["hubungan"]) == (head.id, 1)
    stored = store.reader().conn.execute("SELECT hubungan FROM anggota WHERE id = ?", (head.id,)).fetchone()
    assert stored == (None,)


def test_another_head_takes_the_place_of_the_first(store: Store) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    wife = registry.new_member(store, home).answering(nama="TARSINI", keberadaan=1, hubungan=1)
    old = home.members[0].answering(hubungan=2)
    home = saved(store, replace(home, members=(old, wife)))
    assert [(one["nama"], one["hubungan"]) for one in home.members] == [("SARKIM", 2), ("TARSINI", 1)]
    assert home.family["kepala"] == wife.id


def test_two_heads_are_refused(store: Store) -> None:
    home = a_household(store, "SARKIM")
    second = registry.new_member(store, home).answering(nama="TARSINI", hubungan=1)
    with pytest.raises(InvalidData) as refused:
        registry.save_household(store, replace(home, members=(*home.members, second)), OPERATOR)
    assert any("SARKIM" in issue.message for issue in refused.value.issues)


def test_a_missing_name_refuses_and_writes_nothing(store: Store) -> None:
    before = store.tip()
    home = a_household(store)
    with pytest.raises(InvalidData) as refused:
        registry.save_household(store, answering(home, home.members[0].id, nama=None), OPERATOR)
    assert [(issue.field, issue.message) for issue in refused.value.issues if issue.severity is Severity.ERROR] == [
        ("nama", "Wajib diisi.")
    ]
    assert store.tip() == before


def test_a_nik_already_in_the_village_is_pointed_out_and_still_saves(store: Store) -> None:
    nik = "3328011205807001"
    saved(store, a_household(store, "SARKIM", nik=nik, rt="003", jenis_kelamin=1))
    issues = registry.save_household(store, a_household(store, "KARTO", nik=nik, rt="004"), OPERATOR)
    assert any(issue.field == "nik" and "SARKIM" in issue.message and "003" in issue.message for issue in issues)
    assert households.totals(store.reader())["keluarga"] == 2


def test_an_answer_whose_condition_falls_away_in_this_save_is_emptied(store: Store) -> None:
    home = saved(store, a_household(store, sumber_air=5, jarak_limbah=2))
    assert saved(store, answering(home, "", sumber_air=3)).family["jarak_limbah"] is None


def test_two_families_in_one_house_share_its_answers(store: Store) -> None:
    first = saved(store, a_household(store, "SARKIM", luas_lantai=40))
    second = a_household(store, "KARTO")
    second = replace(second, building=first.building, family=second.family.answering(bangunan_id=first.building.id))
    second = saved(store, second)
    assert [mate.id for mate in second.neighbours] == [first.family.id]
    assert (second.building["luas_lantai"], second.others_in_house) == (40, 1)
    assert households.totals(store.reader())["bangunan"] == 1


def test_deleting_a_family_keeps_the_house_of_another(store: Store) -> None:
    first = saved(store, a_household(store, "SARKIM"))
    second = a_household(store, "KARTO")
    second = replace(second, building=first.building, family=second.family.answering(bangunan_id=first.building.id))
    saved(store, second)
    registry.delete_family(store, second.family.id, "ganda", OPERATOR)
    assert households.totals(store.reader()) == {"bangunan": 1, "keluarga": 1, "anggota": 1, "ppks": 0}


def test_a_removed_member_takes_the_ppks_records_along(store: Store) -> None:
    home = a_household(store)
    child = registry.new_member(store, home).answering(nama="ANAK", keberadaan=1, hubungan=3)
    home = replace(home, members=(*home.members, child))
    case = registry.new_case(store, home, child.id).answering(jenis=5)
    home = saved(store, replace(home, ppks=(case,)))
    home = saved(store, registry.remove_member(home, child.id, "salah masuk"))
    assert (len(home.members), home.ppks) == (1, ())
    assert households.totals(store.reader())["ppks"] == 0


def test_confidential_ppks_stay_out_of_the_lists(store: Store) -> None:
    home = a_household(store)
    open_case = registry.new_case(store, home, None).answering(jenis=24)
    secret = registry.new_case(store, home, home.members[0].id).answering(jenis=16)
    saved(store, replace(home, ppks=(open_case, secret)))
    (line,) = lists.families(store.reader())
    assert line.ppks == 1


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (Filter(rt="002"), ["KARTO"]),
        (Filter(dusun="Krajan"), ["KARTO", "SARKIM"]),
        (Filter(no_nik=True), ["KARTO"]),
        (Filter(stale_before="2020-01-01"), []),
        (Filter(rw="009"), []),
    ],
)
def test_filters_narrow_the_list(store: Store, chosen: Filter, names: list[str]) -> None:
    saved(store, a_household(store, "SARKIM", dusun="Krajan", rt="001", nik="3328011205807001"))
    saved(store, a_household(store, "KARTO", dusun="Krajan", rt="002"))
    assert [line.kepala for line in lists.families(store.reader(), chosen)] == names


def test_the_lists_sort_both_ways(store: Store) -> None:
    for name in ("SARKIM", "KARTO", "TARSINI"):
        saved(store, a_household(store, name))
    assert [line.nama for line in lists.persons(store.reader(), sort="nama", descending=True)] == [
        "TARSINI",
        "SARKIM",
        "KARTO",
    ]
    assert opened(store, lists.families(store.reader())[0].id).members[0]["nama"] == "KARTO"


def test_a_family_is_told_with_the_units_of_its_answers(store: Store) -> None:
    saved(store, a_household(store, nomor_kk="3328012001107001", luas_lantai=48, ternak_sapi=2))
    told = family_by_card(store.reader(), "3328 0120 0110 7001").as_text().splitlines()
    assert "    302  Luas lantai: 48 m²" in told
    assert "   504a  Jumlah sapi: 2 ekor" in told
