from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.household import Answers, Value
from puskesos_desktop.domain.outcome import Issue, Severity

TODAY = date(2026, 11, 24)
SITI = "3328015203900001"
"""A woman born 12-03-1990, registered in Margasari."""


def person(nik: str | None, **answers: Value) -> Answers:
    return {"nik": nik, "tanggal_lahir": None, "jenis_kelamin": None, **answers}


def judged(nik: str, **answers: Value) -> list[Issue]:
    return identity.nik_issues(person(nik, **answers), TODAY)


@pytest.mark.parametrize(
    "typed",
    ["3328 0152 0390 0001", "3328.01.520390.0001", "3328-0152-0390-0001", "'3328015203900001", "\u20193328015203900001",
     "3328\u00a00152\u00a00390\u00a00001", "\u200b3328015203900001\ufeff", " 3328015203900001\n"],
)  # fmt: skip
def test_what_people_put_between_digits_is_dropped(typed: str) -> None:
    assert identity.clean_number(typed) == SITI


def test_a_number_is_shown_in_groups_of_four() -> None:
    assert identity.grouped(SITI) == "3328 0152 0390 0001"
    assert identity.grouped("33280") == "3328 0"


@given(st.text(alphabet="0123456789", max_size=20))
def test_a_grouped_number_is_read_back(number: str) -> None:
    assert identity.clean_number(identity.grouped(number)) == number


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (SITI, None),
        ("332801520390000", "NIK harus 16 angka, sekarang 15."),
        ("33280152039000011", "NIK harus 16 angka, sekarang 17."),
        ("0000000000000000", "NIK ini bukan nomor asli. Kosongkan bila belum diketahui."),
        ("9999999999999999", "NIK ini bukan nomor asli. Kosongkan bila belum diketahui."),
        ("1234567890123456", "NIK ini bukan nomor asli. Kosongkan bila belum diketahui."),
        ("3.32801520390E+15", "NIK hanya berisi angka."),
        ("332801520390000A", "NIK hanya berisi angka."),
        ("\u0663" * 16, "NIK hanya berisi angka."),
    ],
)
def test_only_length_and_obvious_fakes_block(number: str, problem: str | None) -> None:
    assert identity.blocking_problem(number, "NIK") == problem


def test_a_sound_nik_has_nothing_odd() -> None:
    assert judged(SITI, tanggal_lahir="1990-03-12", jenis_kelamin=2) == []


def test_a_person_without_nik_has_nothing_odd_about_it() -> None:
    assert identity.nik_issues(person(None), TODAY) == []


@pytest.mark.parametrize(
    ("nik", "field", "severity", "words"),
    [
        ("3328015203900000", "nik", Severity.WARNING, "berakhiran 0000"),
        ("2028015203900001", "nik", Severity.WARNING, "provinsi 20"),
        ("3377015203900001", "nik", Severity.HINT, "kabupaten 3377"),
        ("3300015203900001", "nik", Severity.HINT, "kabupaten 3300"),
        ("3328005203900001", "nik", Severity.HINT, "kecamatan 332800"),
        ("3328013203900001", "nik", Severity.WARNING, "tidak mungkin"),
        ("3328014003900001", "nik", Severity.WARNING, "tidak mungkin"),
        ("3328017203900001", "nik", Severity.WARNING, "tidak mungkin"),
        ("3328010003900001", "nik", Severity.WARNING, "tidak mungkin"),
        ("3328015213900001", "nik", Severity.WARNING, "tidak mungkin"),
        ("3328015200900001", "nik", Severity.WARNING, "tidak mungkin"),
        ("3328017002900001", "nik", Severity.WARNING, "tidak mungkin"),
    ],
)
def test_each_odd_part_of_a_nik_is_graded(nik: str, field: str, severity: Severity, words: str) -> None:
    (issue,) = judged(nik)
    assert (issue.field, issue.severity) == (field, severity)
    assert words in issue.message


@pytest.mark.parametrize("province", ["54", "65", "91", "92", "93", "94", "95", "96", "11", "76"])
def test_provinces_of_today_and_of_the_past_are_known(province: str) -> None:
    assert judged(f"{province}01015203900001") == []


def test_another_birth_date_than_in_the_nik_is_a_warning_at_the_date() -> None:
    (issue,) = judged(SITI, tanggal_lahir="1990-03-13")
    assert (issue.field, issue.severity) == ("tanggal_lahir", Severity.WARNING)
    assert "12-03-1990" in issue.message


def test_a_birth_date_a_century_from_the_guess_is_no_mismatch() -> None:
    assert judged("3328015203250001", tanggal_lahir="1925-03-12") == []
    assert judged("3328015203250001", tanggal_lahir="2025-03-12") == []


@pytest.mark.parametrize(("sex", "nik", "word"), [(1, SITI, "perempuan"), (2, "3328011203900001", "laki-laki")])
def test_another_sex_than_in_the_nik_is_a_warning_at_the_sex(sex: int, nik: str, word: str) -> None:
    (issue,) = judged(nik, jenis_kelamin=sex)
    assert (issue.field, issue.severity) == ("jenis_kelamin", Severity.WARNING)
    assert word in issue.message


@pytest.mark.parametrize(
    ("nik", "born", "sex"),
    [
        (SITI, date(1990, 3, 12), 2),
        ("3328011203900001", date(1990, 3, 12), 1),
        ("3328012411260001", date(2026, 11, 24), 1),
        ("3328012511260001", date(1926, 11, 25), 1),
        ("3328012902000001", date(2000, 2, 29), 1),
        ("3328017112160001", date(2016, 12, 31), 2),
        ("3328012902010001", None, 1),
        ("3328013203900001", None, None),
        ("33280152039000", None, None),
        ("", None, None),
    ],
)
def test_birth_date_and_sex_are_offered_from_a_nik(nik: str, born: date | None, sex: int | None) -> None:
    assert identity.birth_from_nik(nik, TODAY) == born
    assert identity.sex_from_nik(nik) == sex


@given(st.dates(date(1917, 1, 1), TODAY), st.sampled_from([1, 2]))
def test_the_birth_date_in_a_nik_comes_back_but_for_the_century(born: date, sex: int) -> None:
    nik = f"332801{born.day + 40 * (sex - 1):02}{born.month:02}{born.year % 100:02}0001"
    offered = identity.birth_from_nik(nik, TODAY)
    assert offered is not None
    assert offered <= TODAY
    assert (offered.day, offered.month, offered.year % 100) == (born.day, born.month, born.year % 100)
    assert identity.nik_issues(person(nik, tanggal_lahir=born.isoformat(), jenis_kelamin=sex), TODAY) == []


@given(st.text(), st.text(max_size=10))
def test_whatever_stands_in_the_answers_judging_never_fails(nik: str, born: str) -> None:
    identity.nik_issues(person(nik, tanggal_lahir=born), TODAY)
    identity.kk_issues(nik)


def test_a_card_number_carries_the_day_it_was_issued() -> None:
    assert identity.kk_issues("3328011203150001") == []
    (issue,) = identity.kk_issues("3328015203150001")
    assert issue.field == "nomor_kk"
    assert issue.severity is Severity.WARNING
    assert "Tanggal terbit" in issue.message


def test_a_card_number_shares_the_other_grades_and_is_silent_when_blocked_anyway() -> None:
    assert [issue.field for issue in identity.kk_issues("2028011203150000")] == ["nomor_kk", "nomor_kk"]
    assert identity.kk_issues("332801") == []
    assert identity.kk_issues("") == []


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_an_id_is_a_uuid_of_version_seven(now_ms: int, random: bytes) -> None:
    made = identity.new_id(now_ms, random)
    assert identity.is_id(made)
    assert int(made.replace("-", "")[:12], 16) == now_ms


def test_later_ids_sort_after_earlier_ones() -> None:
    assert identity.new_id(1, b"\xff" * 10) < identity.new_id(2, b"\x00" * 10)


def test_an_id_needs_ten_random_bytes() -> None:
    with pytest.raises(ValueError, match="ten random bytes"):
        identity.new_id(1, b"short")


@pytest.mark.parametrize(
    "text", ["", "x", "0190a5b0-0000-4000-8000-000000000000", "0190A5B0-0000-7000-8000-000000000000"]
)
def test_other_texts_are_no_ids(text: str) -> None:
    assert not identity.is_id(text)
