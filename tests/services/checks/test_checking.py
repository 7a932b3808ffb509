"""Periksa: what to mend, each check counted with its reason, quiet once a person found it right."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from puskesos_desktop.cli import puskesos
from puskesos_desktop.domain.household import Household, Value
from puskesos_desktop.domain.outcome import InvalidData
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.checks import report
from puskesos_desktop.services.checks.catalogue import CHECKS
from puskesos_desktop.services.checks.kinds import Finding, Fix, Through, Within
from puskesos_desktop.services.doubles import merge
from puskesos_desktop.services.doubles.compare import Pair, Plan, compare
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.log import commits, conflicts, undo
from puskesos_desktop.store.opened import Store
from tests.support.doubles import suggested
from tests.support.laptops import hand_over
from tests.support.village import OPERATOR, PASSWORD, a_household, answering, opened, saved

NIK, OTHER_NIK, CARD = "3328011203900001", "3328011203900077", "3328011203120001"


def found(store: Store, check: str) -> list[Finding]:
    return list(report.examine(store).found[check])


def the_only(store: Store, check: str) -> Finding:
    (one,) = found(store, check)
    return one


def two_with_one_nik(store: Store) -> None:
    saved(store, a_household(store, "SITI", nik=NIK, rt="003"))
    saved(store, a_household(store, "KARTO WIYONO", nik=NIK, rt="001", tanggal_lahir="1960-01-02"))


def two_with_one_card(store: Store) -> None:
    saved(store, a_household(store, "SITI", nomor_kk=CARD, rt="003"))
    saved(store, a_household(store, "KARTO", nomor_kk=CARD, rt="001"))


def without_head(store: Store) -> None:
    home = a_household(store, "WARJO")
    saved(store, replace(home, members=(home.members[0].answering(hubungan=3),)))


def with_dead_head(store: Store) -> None:
    home = a_household(store, "WARJO")
    wife = registry.new_member(store, home).answering(nama="TARSINI", hubungan=2)
    home = saved(store, replace(home, members=(home.members[0], wife)))
    saved(store, answering(home, home.members[0].id, keberadaan=2))


def of_deleted_family(store: Store) -> None:
    home = saved(store, a_household(store, "TARYONO"))
    with commits.group(store, "Hapus", OPERATOR) as transaction:
        transaction.delete("keluarga", home.family.id, "uji")


def in_deleted_house(store: Store) -> None:
    home = saved(store, a_household(store, "TARYONO"))
    with commits.group(store, "Hapus", OPERATOR) as transaction:
        transaction.delete("bangunan", home.building.id, "uji")


def lost_duplicate(store: Store) -> None:
    one, other = (saved(store, a_household(store, "SITI")) for _ in range(2))
    merge.merge(store, Plan((Pair("anggota", one.members[0].id, other.members[0].id),)), OPERATOR)
    with commits.group(store, "Hapus", OPERATOR) as transaction:
        transaction.delete("anggota", one.members[0].id, "uji")


def family_of_nobody(store: Store) -> None:
    home = saved(store, a_household(store, "SITI"))
    with commits.group(store, "Hapus", OPERATOR) as transaction:
        transaction.delete("anggota", home.members[0].id, "uji")


def child_too_old(store: Store) -> None:
    home = a_household(store, "SARKIM", tanggal_lahir="1975-01-01")
    child = registry.new_member(store, home).answering(nama="BUDI", hubungan=3, tanggal_lahir="1970-01-01")
    saved(store, replace(home, members=(*home.members, child)))


def aid_to_the_dead(store: Store) -> None:
    brought_in(store, a_household(store, "SARKIM", keberadaan=2), prakerja=1)


def brought_in(store: Store, home: Household, **answers: Value) -> None:
    """Saved, and then its head's answers brought in from elsewhere, which refuses nothing."""
    head = saved(store, home).members[0]
    with commits.group(store, "Impor", OPERATOR) as transaction:
        transaction.save(head.answering(**answers))


def once_more(store: Store) -> None:
    for name in ("KARTO", "WARJO"):
        home = a_household(store, name, rt="003")
        wife = registry.new_member(store, home).answering(
            nama="SITI AMINAH", hubungan=2, tanggal_lahir="1990-03-12", nama_ibu="TARSINI"
        )
        saved(store, replace(home, members=(*home.members, wife)))


def never_visited(store: Store) -> None:
    saved(store, replace(a_household(store, "SARKIM"), visit=None))


def too_young_to_lead(store: Store) -> None:
    saved(store, a_household(store, "BUDI", tanggal_lahir="2020-01-01"))


def two_men_married(store: Store) -> None:
    home = a_household(store, "SARKIM")
    mate = registry.new_member(store, home).answering(nama="KARTO", hubungan=2, jenis_kelamin=1)
    saved(store, replace(home, members=(*home.members, mate)))


def pregnant_at_seventy(store: Store) -> None:
    brought_in(store, a_household(store, "WARTI", jenis_kelamin=2, tanggal_lahir="1950-01-01"), hamil=1)


def born_long_ago(store: Store) -> None:
    brought_in(store, a_household(store, "SARKIM"), tanggal_lahir="1880-01-01")


def a_married_child(store: Store) -> None:
    saved(store, a_household(store, "BUDI", tanggal_lahir="2020-01-01", status_kawin=2))


def a_number_of_no_day(store: Store) -> None:
    saved(store, a_household(store, "SARKIM", nik="3328019913900001"))


def more_on_the_card(store: Store) -> None:
    saved(store, a_household(store, "SARKIM", jumlah_anggota_kk=5))


def a_short_meter_number(store: Store) -> None:
    saved(store, a_household(store, "SARKIM", sumber_penerangan=1, daya_1=1, idpel="123"))


def visited_in_the_future(store: Store) -> None:
    home = a_household(store, "SARKIM")
    assert home.visit is not None
    saved(store, replace(home, visit=home.visit.answering(tanggal_pendataan="2999-01-01")))


def a_child_of_seventy(store: Store) -> None:
    home = saved(store, a_household(store, "SARKIM", tanggal_lahir="1950-01-01"))
    case = registry.new_case(store, home, home.members[0].id).answering(jenis=1)
    saved(store, replace(home, ppks=(case,)))


def not_at_school(store: Store) -> None:
    home = a_household(store, "SARKIM", tanggal_lahir="1980-01-01")
    born = f"{registry.today(store).year - 10}-01-01"
    child = registry.new_member(store, home).answering(
        nama="BUDI", hubungan=3, keberadaan=1, tanggal_lahir=born, partisipasi_sekolah=1
    )
    saved(store, replace(home, members=(*home.members, child)))


def old_and_alone(store: Store) -> None:
    saved(store, a_household(store, "WARTI", tanggal_lahir="1940-01-01"))


def married_to_nobody(store: Store) -> None:
    saved(store, a_household(store, "SARKIM", tanggal_lahir="1980-01-01", status_kawin=2))


CASES: tuple[tuple[str, Callable[[Store], None], str, Fix | None], ...] = (
    ("nik_ganda", two_with_one_nik, "juga dipakai", Fix.MERGE),
    ("kk_ganda", two_with_one_card, "juga dipakai", Fix.MERGE),
    ("kepala", without_head, "Belum ada kepala keluarga.", None),
    ("kepala", with_dead_head, "Kepala keluarga, WARJO, sudah meninggal.", None),
    ("keluarga_hilang", of_deleted_family, "Keluarganya sudah dihapus.", Fix.FAMILY_BACK),
    ("rumah_hilang", in_deleted_house, "Rumahnya sudah dihapus.", Fix.HOUSE_BACK),
    ("ganda_terputus", lost_duplicate, "tidak tampil di mana pun", Fix.SEPARATE),
    ("tanpa_anggota", family_of_nobody, "Tidak ada seorang pun", None),
    ("umur_anak", child_too_old, "Anak berumur", None),
    ("bantuan_meninggal", aid_to_the_dead, "masih tercatat menerima Prakerja", None),
    ("ganda_mungkin", once_more, "nama sama, lahir sama", Fix.MERGE),
    ("umur_kepala", too_young_to_lead, "Kepala keluarga baru berumur", None),
    ("pasangan", two_men_married, "Sama dengan jenis kelamin kepala keluarga", None),
    ("hamil", pregnant_at_seventy, "Hamil pada umur", None),
    ("tanggal_lahir", born_long_ago, "Periksa tanggal lahirnya.", None),
    ("surat_umur", a_married_child, "Berstatus pernah kawin", None),
    ("nik_janggal", a_number_of_no_day, "Tanggal lahir di dalam NIK tidak mungkin ada.", None),
    ("jumlah_anggota", more_on_the_card, "Tercetak 5 anggota, yang tercatat 1.", None),
    ("listrik", a_short_meter_number, "IDPEL biasanya 12 angka, sekarang 3.", None),
    ("kunjungan", visited_in_the_future, "Tanggal pendataan belum tiba.", None),
    ("ppks_umur", a_child_of_seventy, "berlaku untuk umur", None),
    ("sekolah", not_at_school, "tidak bersekolah", None),
    ("lansia_sendiri", old_and_alone, "tinggal sendiri", None),
    ("kawin", married_to_nobody, "pasangannya tidak tercatat", None),
    ("lama", never_visited, "Belum pernah dikunjungi.", None),
    ("tanpa_nik", never_visited, "Belum mempunyai NIK.", Fix.GIVE_NIK),
    ("belum_lengkap", never_visited, "isian masih kosong", None),
)
BETWEEN_LAPTOPS = {"bentrok", "ganda_diubah"}
"""Checks that only two laptops can make a village for; they have tests of their own below."""
cases = pytest.mark.parametrize(("check", "make", "words", "fix"), CASES, ids=[one[1].__name__ for one in CASES])


@cases
def test_each_check_finds_its_own_says_why_and_offers_its_fix(
    store: Store, check: str, make: Callable[[Store], None], words: str, fix: Fix | None
) -> None:
    assert found(store, check) == []
    make(store)
    one = found(store, check)[0]
    assert words in one.words
    assert one.fix is fix


@cases
def test_what_was_found_right_stays_quiet_also_on_the_other_laptop(
    store: Store, second: Store, tmp_path: Path, check: str, make: Callable[[Store], None], words: str, fix: Fix | None
) -> None:
    make(store)
    before = found(store, check)
    report.settle(store, before[0], "sudah dicek di lapangan", OPERATOR)
    hand_over(store, second, tmp_path / "usb")
    for laptop in (store, second):
        assert found(laptop, check) == before[1:]
    undo.undo(store, OPERATOR)
    assert found(store, check) == before


def test_a_finding_comes_back_when_the_answers_it_looked_at_change(store: Store) -> None:
    child_too_old(store)
    one = the_only(store, "umur_anak")
    report.settle(store, one, "anak angkat", OPERATOR)
    home = opened(store, one.family)
    child = home.members[1].id
    saved(store, answering(home, child, tempat_lahir="Slawi"))
    assert found(store, "umur_anak") == []
    saved(store, answering(opened(store, one.family), child, tanggal_lahir="1971-01-01"))
    assert found(store, "umur_anak") != []


def test_a_reason_is_needed(store: Store) -> None:
    without_head(store)
    with pytest.raises(InvalidData):
        report.settle(store, the_only(store, "kepala"), "  ", OPERATOR)


@pytest.mark.parametrize(
    ("check", "make"),
    [("keluarga_hilang", of_deleted_family), ("rumah_hilang", in_deleted_house), ("ganda_terputus", lost_duplicate)],
)
def test_the_plain_fix_mends_it_and_can_be_undone(store: Store, check: str, make: Callable[[Store], None]) -> None:
    make(store)
    one = the_only(store, check)
    report.mend(store, one, OPERATOR)
    assert found(store, check) == []
    undo.undo(store, OPERATOR)
    assert found(store, check) == [one]


def test_twins_and_people_of_one_name_born_on_other_days_are_not_asked_about(store: Store) -> None:
    home = a_household(store, "TARSINI", nik="3328015203800001")
    twins = [
        registry.new_member(store, home).answering(
            nama=name, hubungan=3, nomor_urut=at, nik=f"332801050515000{at}", tanggal_lahir="2015-05-05"
        )
        for at, name in ((2, "RAHMA"), (3, "RAHMI"))
    ]
    saved(store, replace(home, members=(*home.members, *twins)))
    saved(store, a_household(store, "SUTRISNO", tanggal_lahir="1970-01-02", nik="3328010201700003"))
    saved(store, a_household(store, "SUTRISNO", tanggal_lahir="1988-11-21", nik="3328012111880004"))
    assert found(store, "ganda_mungkin") == []


def test_merging_ends_the_finding(store: Store) -> None:
    once_more(store)
    one = the_only(store, "ganda_mungkin")
    merge.merge(store, suggested(compare(store, one.kind, one.record, one.other)), OPERATOR)
    assert found(store, "ganda_mungkin") == []


def test_a_family_recorded_twice_is_one_finding_and_its_members_again_when_the_families_are_two(store: Store) -> None:
    for _ in range(2):
        home = a_household(store, "KARTO", tanggal_lahir="1970-02-03", rt="003", nama_ibu="WASTI")
        wife = registry.new_member(store, home).answering(
            nama="SITI AMINAH", hubungan=2, tanggal_lahir="1975-03-12", nama_ibu="TARSINI"
        )
        saved(store, replace(home, members=(*home.members, wife)))
    one = the_only(store, "ganda_mungkin")
    assert (one.kind, one.who) == ("keluarga", "keluarga KARTO")
    report.settle(store, one, "dua keluarga", OPERATOR)
    assert [(left.kind, left.who) for left in found(store, "ganda_mungkin")] == [("anggota", "SITI AMINAH")]


def test_a_confidential_case_is_never_told(store: Store) -> None:
    home = saved(store, a_household(store, "SARKIM", tanggal_lahir="1950-01-01"))
    case = registry.new_case(store, home, home.members[0].id).answering(jenis=3)
    saved(store, replace(home, ppks=(case,)))
    assert found(store, "ppks_umur") == []
    saved(store, replace(opened(store, home.family.id), ppks=(case.answering(jenis=1),)))


def test_a_conflict_between_laptops_is_listed_until_it_is_decided(store: Store, second: Store, tmp_path: Path) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    hand_over(store, second, tmp_path / "usb")
    saved(second, answering(opened(second, home.family.id), home.members[0].id, nama="SARKIMAN"))
    saved(store, answering(home, home.members[0].id, nama="SARKIMIN"))
    hand_over(second, store, tmp_path / "usb2")
    one = the_only(store, "bentrok")
    assert (one.family, one.fix) == (home.family.id, Fix.DECIDE)
    assert "SARKIMAN" in one.words
    assert "SARKIMIN" in one.words
    conflict = conflicts.open_conflicts(store.reader())[0]
    conflicts.decide(store, conflict, conflict.sides[0], OPERATOR)
    assert found(store, "bentrok") == []


def test_a_duplicate_changed_by_who_did_not_know_is_pointed_out_on_both_laptops(
    store: Store, second: Store, tmp_path: Path
) -> None:
    one, other = (saved(store, a_household(store, "SITI", rt="003")) for _ in range(2))
    hand_over(store, second, tmp_path / "usb")
    saved(second, answering(opened(second, other.family.id), other.members[0].id, nik=NIK))
    merge.merge(store, Plan((Pair("anggota", one.members[0].id, other.members[0].id),)), OPERATOR)
    assert found(store, "ganda_diubah") == []
    hand_over(second, store, tmp_path / "usb2")
    hand_over(store, second, tmp_path / "usb3")
    assert found(store, "ganda_diubah") == found(second, "ganda_diubah")
    finding = the_only(store, "ganda_diubah")
    assert (finding.record, finding.fix) == (other.members[0].id, Fix.SEPARATE)
    report.mend(store, finding, OPERATOR)
    pair = Pair("anggota", one.members[0].id, other.members[0].id, frozenset({"nik"}))
    merge.merge(store, Plan((pair,)), OPERATOR)
    assert found(store, "ganda_diubah") == []
    assert opened(store, one.family.id).members[0]["nik"] == NIK


def test_one_merged_into_two_different_ones_is_pointed_out(store: Store, second: Store, tmp_path: Path) -> None:
    first, other, third = (saved(store, a_household(store, "SITI")).members[0].id for _ in range(3))
    hand_over(store, second, tmp_path / "usb")
    merge.merge(store, Plan((Pair("anggota", first, other),)), OPERATOR)
    merge.merge(second, Plan((Pair("anggota", third, other),)), OPERATOR)
    hand_over(second, store, tmp_path / "usb2")
    assert "ke catatan lain" in the_only(store, "ganda_diubah").words


def test_the_quick_count_counts_what_is_wrong_between_records_and_not_what_is_quiet(store: Store) -> None:
    two_with_one_nik(store)
    without_head(store)
    never_visited(store)
    whole = report.examine(store)
    assert report.urgent(store.reader()) == whole.urgent == 2
    report.settle(store, the_only(store, "kepala"), "memang begitu", OPERATOR)
    assert report.urgent(store.reader()) == 1


def test_three_with_one_nik_are_one_finding_that_comes_back_with_a_fourth(store: Store) -> None:
    two_with_one_nik(store)
    saved(store, a_household(store, "BUDI", nik=NIK, tanggal_lahir="2001-01-01"))
    one = the_only(store, "nik_ganda")
    assert one.fix is None
    report.settle(store, one, "menunggu Disdukcapil", OPERATOR)
    assert found(store, "nik_ganda") == []
    saved(store, a_household(store, "WATI", nik=NIK, tanggal_lahir="1999-01-01"))
    assert len(found(store, "nik_ganda")) == 1


def test_every_check_is_one_whole_entry() -> None:
    assert len({check.key for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.title
        assert check.advice.endswith(".")
        match check.find:
            case Within(looks_at, some):
                assert some
                assert looks_at
                assert set(looks_at) <= {key for form in FORMS.values() for key in form.fields}
            case Through(doing, _):
                assert doing.endswith("…")


def test_every_check_has_a_village_made_for_it() -> None:
    assert {check for check, *_ in CASES} | BETWEEN_LAPTOPS == {check.key for check in CHECKS}


def test_the_command_tells_the_same(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    two_with_one_nik(store)
    monkeypatch.setenv("PUSKESOS_SANDI", PASSWORD)
    data = ["--data", str(store.folder)]
    told = CliRunner().invoke(puskesos, [*data, "--json", "temuan"], obj=None)
    counts = {one["pemeriksaan"]: one["jumlah"] for one in json.loads(told.output)}
    assert counts == {key: len(some) for key, some in report.examine(store).found.items()}
    words = CliRunner().invoke(puskesos, [*data, "temuan", "nik_ganda"]).output
    assert "KARTO WIYONO" in words
    assert "NIK dipakai lebih dari satu orang" in words


def test_saving_a_home_does_not_ask_about_a_duplicate(store: Store) -> None:
    """A duplicate's NIK is nobody else's."""
    one, other = (saved(store, a_household(store, "SITI", nik=NIK)) for _ in range(2))
    merge.merge(store, Plan((Pair("anggota", one.members[0].id, other.members[0].id),)), OPERATOR)
    home: Household = opened(store, one.family.id)
    issues = registry.save_household(store, answering(home, home.members[0].id, tempat_lahir="Slawi"), OPERATOR)
    assert not any("sudah dipakai" in issue.message for issue in issues)
