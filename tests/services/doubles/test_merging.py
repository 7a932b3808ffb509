"""One person or family only once: side by side, as one group to undo, with what hangs on them, on every laptop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from puskesos_desktop.domain.household import Household, Value
from puskesos_desktop.domain.outcome import InvalidData, UserError
from puskesos_desktop.services.doubles import compare, merge
from puskesos_desktop.services.doubles.compare import Comparison, Pair, Plan
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.log import undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, lists, search
from puskesos_desktop.store.tables import projection, refold
from tests.support.doubles import suggested
from tests.support.laptops import hand_over
from tests.support.village import OPERATOR, a_household, answering, opened, saved

NIK = "3328011203900001"


def with_case(store: Store, home: Household, kind: int = 8) -> Household:
    case = registry.new_case(store, home, home.members[0].id).answering(jenis=kind)
    return saved(store, replace(home, ppks=(*home.ppks, case)))


def with_member(store: Store, home: Household, name: str, **answers: Value) -> Household:
    person = registry.new_member(store, home).answering(nama=name, hubungan=3, **answers)
    return saved(store, replace(home, members=(*home.members, person)))


def twice(store: Store) -> tuple[Household, Household]:
    """SITI in two families: with her NIK in one, with a birth date and a PPKS record in the other."""
    one = saved(store, a_household(store, "SITI AMINAH", nik=NIK, rt="003"))
    other = saved(store, a_household(store, "SITI AMINAH", tanggal_lahir="1990-03-12", rt="003"))
    return one, with_case(store, other)


def merged(store: Store, kind: str, one: str, other: str, **taken: bool) -> Plan:
    """Both merged as suggested, but for the questions given."""
    asked, *rest = compare.compare(store, kind, one, other)
    keys = {key for key in asked.pair.taken if taken.get(key, True)} | {key for key, take in taken.items() if take}
    plan = suggested([replace(asked, pair=replace(asked.pair, taken=frozenset(keys))), *rest])
    merge.merge(store, plan, OPERATOR)
    return plan


def line(comparison: Comparison, key: str) -> tuple[str, str, bool]:
    return next((one.kept, one.other, one.take) for one in comparison.lines if one.key == key)


def test_only_what_differs_stands_side_by_side_and_the_empty_side_takes_the_others_answer(store: Store) -> None:
    one, other = twice(store)
    (found,) = compare.compare(store, "anggota", one.members[0].id, other.members[0].id)
    assert {entry.key for entry in found.lines} == {"nik", "tanggal_lahir", "keluarga_id"}
    assert line(found, "nik") == ("3328 0112 0390 0001", "–", False)
    assert line(found, "tanggal_lahir") == ("–", "12-03-1990", True)
    assert found.pair.taken == {"tanggal_lahir"}


def test_what_hangs_on_the_duplicate_follows_the_one_kept_into_their_family(store: Store) -> None:
    one, other = twice(store)
    merged(store, "anggota", one.members[0].id, other.members[0].id)
    home = opened(store, one.family.id)
    assert [case["jenis"] for case in home.ppks] == [8]
    assert home.ppks[0]["anggota_id"] == one.members[0].id
    assert home.members[0]["tanggal_lahir"] == "1990-03-12"
    assert opened(store, other.family.id).ppks == ()
    assert refold.differences(store.reader().conn) == 0


def test_a_duplicate_is_in_no_list_no_total_and_no_search(store: Store) -> None:
    one, other = twice(store)
    merged(store, "anggota", one.members[0].id, other.members[0].id)
    db = store.reader()
    assert households.totals(db) == {"bangunan": 2, "keluarga": 2, "anggota": 1, "ppks": 1}
    assert [row.id for row in lists.persons(db)] == [one.members[0].id]
    assert [hit.person for hit in search.search(db, "siti aminah")] == [one.members[0].id]
    assert {row.id: (row.anggota, row.ppks) for row in lists.families(db)} == {
        one.family.id: (1, 1),
        other.family.id: (0, 0),
    }
    assert [row.keluarga_id for row in lists.cases(db)] == [one.family.id]


def test_undo_gives_both_back_as_they_were(store: Store) -> None:
    one, other = twice(store)
    before = state(store)
    merged(store, "anggota", one.members[0].id, other.members[0].id)
    assert undo.undo(store, OPERATOR) == "Batalkan: Gabungkan dua catatan SITI AMINAH"
    assert state(store) == before
    assert refold.differences(store.reader().conn) == 0


def state(store: Store) -> object:
    """All that can be seen, but for stamps and row numbers."""
    db = store.reader()
    kinds = ("bangunan", "keluarga", "anggota", "ppks", "kunjungan")
    rows = [[(one.id, one.answers) for one in projection.look(db.conn, kind, "1 ORDER BY id")] for kind in kinds]
    lines = [one._replace(diubah=0) for one in lists.families(db)]
    return rows, lines, households.totals(db), search.search(db, "siti")


def test_a_case_added_afterwards_by_who_did_not_know_follows_too(store: Store, second: Store, tmp_path: Path) -> None:
    one, other = twice(store)
    hand_over(store, second, tmp_path / "usb")
    with_case(second, opened(second, other.family.id), kind=1)
    merged(store, "anggota", one.members[0].id, other.members[0].id)
    hand_over(second, store, tmp_path / "usb2")
    hand_over(store, second, tmp_path / "usb3")
    for laptop in (store, second):
        home = opened(laptop, one.family.id)
        assert sorted(int(case["jenis"] or 0) for case in home.ppks) == [1, 8]
        assert {case["anggota_id"] for case in home.ppks} == {one.members[0].id}
        assert refold.differences(laptop.reader().conn) == 0


def test_two_laptops_that_merge_the_other_way_round_end_with_the_same_person(
    store: Store, second: Store, tmp_path: Path
) -> None:
    one, other = twice(store)
    hand_over(store, second, tmp_path / "usb")
    first_id, second_id = one.members[0].id, other.members[0].id
    merge.merge(store, Plan((Pair("anggota", first_id, second_id),)), OPERATOR)
    merge.merge(second, Plan((Pair("anggota", second_id, first_id),)), OPERATOR)
    hand_over(second, store, tmp_path / "usb2")
    hand_over(store, second, tmp_path / "usb3")
    for laptop in (store, second):
        assert [row.id for row in lists.persons(laptop.reader())] == [min(first_id, second_id)]
        assert households.totals(laptop.reader())["anggota"] == 1
    assert state(store) == state(second)


def test_a_chain_of_duplicates_leads_to_its_end_and_back_when_one_link_is_undone(store: Store) -> None:
    homes = [saved(store, a_household(store, "SITI", rt="001")) for _ in range(3)]
    first, middle, last = (home.members[0].id for home in homes)
    with_case(store, homes[0])
    merge.merge(store, Plan((Pair("anggota", middle, first),)), OPERATOR)
    merge.merge(store, Plan((Pair("anggota", last, middle),)), OPERATOR)
    assert [case["anggota_id"] for case in opened(store, homes[2].family.id).ppks] == [last]
    merge.separate(store, "anggota", middle, OPERATOR)
    assert [case["anggota_id"] for case in opened(store, homes[1].family.id).ppks] == [middle]
    assert refold.differences(store.reader().conn) == 0


def test_the_person_kept_may_go_to_the_other_family_and_become_its_head(store: Store) -> None:
    home = with_member(store, saved(store, a_household(store, "KARTO")), "SITI AMINAH", nik=NIK)
    other = saved(store, a_household(store, "SITI AMINAH"))
    kept, twin = home.members[1].id, other.members[0].id
    merged(store, "anggota", kept, twin, keluarga_id=True)
    assert [one.text("nama") for one in opened(store, home.family.id).members] == ["KARTO"]
    after = opened(store, other.family.id)
    assert [(one.id, one["hubungan"]) for one in after.members] == [(kept, 1)]
    assert after.head is not None


def test_in_one_family_the_head_stays_the_head_whichever_record_is_kept(store: Store) -> None:
    home = with_member(store, saved(store, a_household(store, "SITI")), "SITI", nik=NIK, tanggal_lahir="1990-03-12")
    head, twin = home.members[0].id, home.members[1].id
    merged(store, "anggota", head, twin)
    after = opened(store, home.family.id)
    assert [(one.id, one["hubungan"]) for one in after.members] == [(twin, 1)]


def test_a_family_that_loses_its_head_or_its_last_member_is_told_of_before(store: Store) -> None:
    one, other = twice(store)
    pair = Plan((Pair("anggota", one.members[0].id, other.members[0].id),))
    assert "Keluarga SITI AMINAH tidak lagi mempunyai anggota" in " ".join(merge.foresee(store, pair).words)
    with_member(store, opened(store, other.family.id), "BUDI")
    assert "Keluarga SITI AMINAH kehilangan kepalanya" in " ".join(merge.foresee(store, pair).words)
    assert "1 catatan PPKS ikut" in " ".join(merge.foresee(store, pair).words)


def test_two_families_become_one_with_their_house_and_the_members_who_are_in_both(store: Store) -> None:
    one, other = twice(store)
    other = with_member(store, other, "BUDI", tanggal_lahir="2015-01-02")
    asked, *along = compare.compare(store, "keluarga", one.family.id, other.family.id)
    assert [found.pair.kind for found in along] == ["bangunan", "anggota"]
    merge.merge(store, suggested([asked, *along]), OPERATOR)
    db = store.reader()
    assert households.totals(db) == {"bangunan": 1, "keluarga": 1, "anggota": 2, "ppks": 1}
    (row,) = lists.families(db)
    home = opened(store, row.id)
    assert sorted(one.text("nama") for one in home.members) == ["BUDI", "SITI AMINAH"]
    assert [member["hubungan"] for member in home.members if member.text("nama") == "SITI AMINAH"] == [1]
    assert len(home.ppks) == 1
    assert refold.differences(db.conn) == 0
    undo.undo(store, OPERATOR)
    assert households.totals(db) == {"bangunan": 2, "keluarga": 2, "anggota": 3, "ppks": 1}
    assert refold.differences(db.conn) == 0


def test_houses_known_to_be_in_other_places_stay_two(store: Store) -> None:
    one = saved(store, a_household(store, "SITI", rt="001"))
    other = saved(store, a_household(store, "SITI", rt="002"))
    kinds = [found.pair.kind for found in compare.compare(store, "keluarga", one.family.id, other.family.id)]
    assert "bangunan" not in kinds


def test_a_mix_of_answers_that_cannot_be_is_refused_and_nothing_is_written(store: Store) -> None:
    one = saved(store, a_household(store, "SITI", sumber_penerangan=2))
    other = saved(store, a_household(store, "SITI", sumber_penerangan=1, daya_1=1))
    pair = Pair("keluarga", one.family.id, other.family.id, frozenset({"sumber_penerangan"}))
    tip = store.tip()
    assert not merge.foresee(store, Plan((pair,))).possible
    with pytest.raises(InvalidData):
        merge.merge(store, Plan((pair,)), OPERATOR)
    assert store.tip() == tip


def test_a_record_that_is_gone_cannot_be_merged(store: Store) -> None:
    one, other = twice(store)
    registry.delete_family(store, other.family.id, "uji", OPERATOR)
    with pytest.raises(UserError, match="tidak ada lagi"):
        compare.compare(store, "anggota", one.members[0].id, other.members[0].id)
    with pytest.raises(UserError, match="catatan yang sama"):
        compare.compare(store, "anggota", one.members[0].id, one.members[0].id)


def test_two_found_to_be_two_are_known_on_every_laptop_in_either_order(
    store: Store, second: Store, tmp_path: Path
) -> None:
    one, other = twice(store)
    pair = sorted((one.members[0].id, other.members[0].id))
    merge.not_the_same(store, "anggota", pair[1], pair[0], OPERATOR, reason="sudah dicek KTP")
    hand_over(store, second, tmp_path / "usb")
    assert merge.known_apart(second.reader()) == {("anggota", *pair)}


def test_who_had_no_nik_receives_the_real_one_and_doubles_are_told(store: Store) -> None:
    _, other = twice(store)
    person = other.members[0].id
    issues = merge.give_nik(store, person, "3328 0112 0390 0001", OPERATOR)
    assert opened(store, other.family.id).members[0]["nik"] == NIK
    assert any("NIK ini sudah dipakai SITI AMINAH" in issue.message for issue in issues)
    with pytest.raises(UserError, match="sudah mempunyai NIK"):
        merge.give_nik(store, person, NIK, OPERATOR)


@pytest.mark.parametrize("typed", ["", "12345", "abc", "0000000000000000"])
def test_what_is_no_nik_is_refused(store: Store, typed: str) -> None:
    home = saved(store, a_household(store, "SITI"))
    with pytest.raises(InvalidData):
        merge.give_nik(store, home.members[0].id, typed, OPERATOR)


def test_a_house_of_the_family_kept_that_changes_later_is_the_one_seen(store: Store) -> None:
    one, other = twice(store)
    merged(store, "keluarga", one.family.id, other.family.id)
    (row,) = lists.families(store.reader())
    home = opened(store, row.id)
    saved(store, answering(home, home.members[0].id, alamat="Gang Baru 9"))
    assert [line.alamat for line in lists.houses(store.reader())] == ["Gang Baru 9"]
    assert refold.differences(store.reader().conn) == 0
