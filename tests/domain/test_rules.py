from dataclasses import replace
from datetime import date

import pytest

from puskesos_desktop.domain import rules
from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    KELUARGA,
    KUNJUNGAN,
    PPKS,
    Household,
    Record,
    Value,
)
from puskesos_desktop.domain.outcome import Issue, Severity, warning
from puskesos_desktop.forms.paper import FORMS

TODAY = date(2026, 11, 24)
MAN, WOMAN = 1, 2


def record(kind: str, name: str, **answers: Value) -> Record:
    return Record(kind, name, FORMS[kind].complete(answers))


def person(name: str, **answers: Value) -> Record:
    return record(ANGGOTA, name, nama=name, keberadaan=1, **answers)


def born(age: int) -> str:
    return date(2026 - age, 1, 1).isoformat()


def home(*members: Record, **family: Value) -> Household:
    return Household(record(BANGUNAN, "rumah"), record(KELUARGA, "keluarga", **family), members)


HEAD = person("SARKIM", hubungan=1, jenis_kelamin=MAN, tanggal_lahir=born(45), status_kawin=2)
WIFE = person("TASRIPAH", hubungan=2, jenis_kelamin=WOMAN, tanggal_lahir=born(40), status_kawin=2)
SON = person("WARYONO", hubungan=3, jenis_kelamin=MAN, tanggal_lahir=born(12), status_kawin=1, partisipasi_sekolah=2)


def found(rule: rules.Rule, household: Household) -> list[tuple[str, str, Severity]]:
    return [(issue.record, issue.field, issue.severity) for issue in rule(household, TODAY)]


def test_an_ordinary_family_has_nothing_odd() -> None:
    assert rules.check(home(HEAD, WIFE, SON), TODAY) == []


def test_empty_forms_are_judged_without_a_word_too_many() -> None:
    empty = Household(record(BANGUNAN, "rumah"), record(KELUARGA, "keluarga"), (), record(KUNJUNGAN, "kunjungan"))
    assert rules.check(empty, TODAY) == []


def test_every_sentence_ends_like_one_and_names_its_record() -> None:
    baby = person("BAYI", hubungan=1, jenis_kelamin=MAN, tanggal_lahir=born(3), hamil=1, identitas=4)
    odd = home(baby, replace(baby, id="KEMBAR"), sumber_penerangan=1, jumlah_anggota_kk=9)
    issues = rules.check(odd, TODAY)
    assert issues
    assert all(issue.message.endswith((".", "?", ")")) and "!" not in issue.message for issue in issues)
    assert {issue.record for issue in issues} == {"BAYI", "KEMBAR", "keluarga"}


def test_a_family_without_head_is_pointed_out_at_its_first_member() -> None:
    assert found(rules.has_a_head, home(WIFE, SON)) == [("TASRIPAH", "hubungan", Severity.WARNING)]


def test_a_head_who_died_needs_a_successor() -> None:
    gone = home(HEAD.answering(keberadaan=2), WIFE)
    assert found(rules.has_a_head, gone) == [("SARKIM", "keberadaan", Severity.WARNING)]


def test_a_spouse_of_the_same_sex_as_the_head_is_odd() -> None:
    same = home(HEAD, WIFE.answering(jenis_kelamin=MAN))
    assert found(rules.spouse_of_other_sex, same) == [("TASRIPAH", "jenis_kelamin", Severity.WARNING)]
    assert found(rules.spouse_of_other_sex, home(HEAD, WIFE.answering(jenis_kelamin=None))) == []


@pytest.mark.parametrize(("age", "odd"), [(14, True), (15, False)])
def test_a_head_under_fifteen_is_odd(age: int, odd: bool) -> None:
    issues = found(rules.head_of_age, home(HEAD.answering(tanggal_lahir=born(age))))
    assert issues == [("SARKIM", "tanggal_lahir", Severity.WARNING)] * odd


@pytest.mark.parametrize(("relation", "age", "odd"), [(3, 34, True), (3, 33, False), (6, 56, True), (6, 57, False)])
def test_children_and_parents_are_twelve_years_from_the_head(relation: int, age: int, odd: bool) -> None:
    other = SON.answering(hubungan=relation, tanggal_lahir=born(age))
    assert bool(found(rules.generations_apart, home(HEAD, other))) is odd


def test_a_pregnant_man_is_refused() -> None:
    assert found(rules.pregnancy_possible, home(HEAD.answering(hamil=1))) == [("SARKIM", "hamil", Severity.ERROR)]


@pytest.mark.parametrize(("age", "odd"), [(9, True), (10, False), (54, False), (55, True)])
def test_a_pregnancy_outside_ten_to_fifty_four_is_odd(age: int, odd: bool) -> None:
    issues = found(rules.pregnancy_possible, home(HEAD, WIFE.answering(hamil=1, tanggal_lahir=born(age))))
    assert issues == [("TASRIPAH", "hamil", Severity.WARNING)] * odd


@pytest.mark.parametrize(("area", "others", "odd"), [(14, 0, True), (15, 0, False), (15, 1, True), (None, 0, False)])
def test_little_floor_a_head_is_hinted_at_with_everybody_in_the_house(area: int | None, others: int, odd: bool) -> None:
    crowded = replace(home(HEAD, WIFE), others_in_house=others)
    crowded = replace(crowded, building=crowded.building.answering(luas_lantai=area))
    assert found(rules.enough_floor, crowded) == [("rumah", "luas_lantai", Severity.HINT)] * odd


def test_a_meter_without_power_is_refused() -> None:
    assert found(rules.metered_power, home(sumber_penerangan=1)) == [("keluarga", "daya_1", Severity.ERROR)]
    assert found(rules.metered_power, home(sumber_penerangan=1, daya_2=1)) == []
    assert found(rules.metered_power, home(sumber_penerangan=2)) == []


@pytest.mark.parametrize(("key", "length"), [("idpel", 12), ("nomor_meter", 11)])
def test_numbers_of_pln_of_another_length_are_odd(key: str, length: int) -> None:
    assert found(rules.numbers_of_pln, home(**{key: "5" * length})) == []
    assert found(rules.numbers_of_pln, home()) == []
    for wrong in (length - 1, length + 1):
        assert found(rules.numbers_of_pln, home(**{key: "5" * wrong})) == [("keluarga", key, Severity.WARNING)]


def test_the_married_without_spouse_in_the_family_are_hinted_at() -> None:
    assert found(rules.spouses_together, home(HEAD, SON)) == [("SARKIM", "status_kawin", Severity.HINT)]
    married_son = SON.answering(status_kawin=2)
    assert found(rules.spouses_together, home(HEAD, WIFE, married_son)) == [("WARYONO", "status_kawin", Severity.HINT)]
    daughter_in_law = person("NURYATI", hubungan=4, status_kawin=2)
    assert found(rules.spouses_together, home(HEAD, WIFE, married_son, daughter_in_law)) == []


def test_a_nik_twice_in_one_family_is_pointed_out_at_both() -> None:
    twice = home(HEAD.answering(nik="3328015203900001"), WIFE.answering(nik="3328015203900001"), SON)
    assert [issue[0] for issue in found(rules.nik_once, twice)] == ["SARKIM", "TASRIPAH"]


def test_the_same_name_and_birth_date_twice_is_pointed_out_once() -> None:
    twin = replace(SON, id="lagi")
    assert found(rules.person_once, home(HEAD, SON, twin)) == [("lagi", "nama", Severity.WARNING)]
    unnamed = person("").answering(nama=None)
    assert found(rules.person_once, home(unnamed, replace(unnamed, id="x"))) == []


@pytest.mark.parametrize(("printed", "odd"), [(None, False), (2, False), (3, False), (4, True), (1, True)])
def test_the_printed_number_of_members_is_compared_with_all_and_with_those_living_here(
    printed: int | None, odd: bool
) -> None:
    counted = home(HEAD, WIFE, SON.answering(keberadaan=3), jumlah_anggota_kk=printed)
    assert found(rules.members_counted, counted) == [("keluarga", "jumlah_anggota_kk", Severity.WARNING)] * odd


@pytest.mark.parametrize(
    ("age", "school", "odd"), [(7, 1, True), (15, 3, True), (6, 1, False), (16, 3, False), (10, 2, False)]
)
def test_a_child_out_of_school_prompts_for_ppks(age: int, school: int, odd: bool) -> None:
    child = SON.answering(tanggal_lahir=born(age), partisipasi_sekolah=school)
    issues = found(rules.children_at_school, home(HEAD, child))
    assert issues == [("WARYONO", "partisipasi_sekolah", Severity.HINT)] * odd


def test_a_child_already_recorded_as_ppks_prompts_no_more() -> None:
    case = record(PPKS, "kasus", anggota_id="WARYONO", jenis=2)
    family = replace(home(HEAD, SON.answering(partisipasi_sekolah=3)), ppks=(case,))
    assert found(rules.children_at_school, family) == []


def test_an_elder_living_alone_prompts_for_ppks() -> None:
    elder = HEAD.answering(tanggal_lahir=born(60))
    assert found(rules.elders_alone, home(elder)) == [("SARKIM", "keberadaan", Severity.HINT)]
    assert found(rules.elders_alone, home(elder, WIFE)) == []
    assert found(rules.elders_alone, home(elder, WIFE.answering(keberadaan=2))) != []
    assert found(rules.elders_alone, replace(home(elder), others_in_house=2)) == []
    assert found(rules.elders_alone, home(HEAD.answering(tanggal_lahir=born(59)))) == []


def test_programmes_of_the_dead_are_pointed_out() -> None:
    dead = SON.answering(keberadaan=2, pip=1, kur=2, jamkes=1 + 4)
    assert found(rules.aid_of_the_dead, home(HEAD, dead)) == [
        ("WARYONO", "pip", Severity.WARNING),
        ("WARYONO", "jamkes", Severity.WARNING),
    ]
    assert found(rules.aid_of_the_dead, home(HEAD, dead.answering(keberadaan=1))) == []
    assert found(rules.aid_of_the_dead, home(HEAD, SON.answering(keberadaan=2, jamkes=99))) == []


def test_family_aid_after_the_head_died_or_everybody_left_is_pointed_out() -> None:
    dead = HEAD.answering(keberadaan=2)
    assert found(rules.aid_without_head, home(dead, WIFE, pkh=1, sembako=2)) == [("keluarga", "pkh", Severity.WARNING)]
    assert found(rules.aid_without_head, home(HEAD, WIFE, pkh=1)) == []
    left = home(HEAD.answering(keberadaan=3), sembako=1)
    (issue,) = rules.aid_without_head(left, TODAY)
    assert issue.message.startswith("Tidak ada lagi anggota yang tinggal di sini")


def test_birth_dates_ahead_are_refused_and_those_too_long_ago_are_odd() -> None:
    tomorrow = HEAD.answering(tanggal_lahir="2026-11-25")
    assert found(rules.born_believably, home(tomorrow)) == [("SARKIM", "tanggal_lahir", Severity.ERROR)]
    ancient = HEAD.answering(tanggal_lahir="1910-01-01")
    assert found(rules.born_believably, home(ancient)) == [("SARKIM", "tanggal_lahir", Severity.WARNING)]


def test_a_written_age_that_does_not_fit_the_birth_date_is_hinted_at() -> None:
    assert found(rules.born_believably, home(HEAD.answering(umur=44))) == [("SARKIM", "umur", Severity.HINT)]
    assert found(rules.born_believably, home(HEAD.answering(umur=45))) == []


def test_ages_count_on_the_day_of_the_visit() -> None:
    visit = record(KUNJUNGAN, "kunjungan", tanggal_pendataan="2025-06-01")
    visited = replace(home(HEAD.answering(umur=44)), visit=visit)
    assert found(rules.born_believably, visited) == []


def test_papers_and_marriages_too_early_are_odd() -> None:
    assert found(rules.papers_fit_age, home(SON.answering(identitas=5))) == [("WARYONO", "identitas", Severity.HINT)]
    bride = SON.answering(status_kawin=2, tanggal_lahir=born(9))
    assert found(rules.papers_fit_age, home(bride)) == [("WARYONO", "status_kawin", Severity.WARNING)]


def test_visit_days_ahead_or_in_the_wrong_order_are_odd() -> None:
    visit = record(KUNJUNGAN, "k", tanggal_pendataan="2026-12-01", tanggal_pemeriksaan="2026-11-01")
    issues = found(rules.visit_days, replace(home(HEAD), visit=visit))
    assert [field for _, field, _ in issues] == ["tanggal_pendataan", "tanggal_pemeriksaan"]


@pytest.mark.parametrize(
    ("kind", "age", "odd"), [(1, 5, False), (1, 6, True), (2, 5, True), (8, 59, True), (8, 95, False), (9, 3, False)]
)
def test_a_ppks_kind_fits_the_age(kind: int, age: int, odd: bool) -> None:
    case = record(PPKS, "kasus", anggota_id="SARKIM", jenis=kind)
    family = replace(home(HEAD.answering(tanggal_lahir=born(age))), ppks=(case,))
    assert found(rules.ppks_fit_person, family) == [("kasus", "jenis", Severity.WARNING)] * odd


def test_a_man_is_no_vulnerable_woman() -> None:
    case = record(PPKS, "kasus", anggota_id="SARKIM", jenis=23)
    assert found(rules.ppks_fit_person, replace(home(HEAD), ppks=(case,))) == [("kasus", "jenis", Severity.WARNING)]


def test_taken_numbers_are_told_in_one_sentence() -> None:
    assert rules.nik_taken("SARKIM", "003") == warning("nik", "NIK ini sudah dipakai SARKIM, RT 003.")
    assert rules.nik_taken("", "") == Issue("nik", "NIK ini sudah dipakai orang lain.", Severity.WARNING)
    assert rules.card_taken() == warning("nomor_kk", "Nomor KK ini sudah dipakai keluarga lain di desa ini.")
