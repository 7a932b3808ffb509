"""What comparing two descriptions says, in words, points and a verdict."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.matching import comparing
from puskesos_desktop.domain.matching.comparing import compare_born, compare_names, compare_nik, compare_wards
from puskesos_desktop.domain.matching.description import TEXTS, Description, describe, prepare
from puskesos_desktop.domain.matching.index import Index
from puskesos_desktop.domain.matching.judging import Match, Verdict, judge
from puskesos_desktop.domain.matching.linking import link
from puskesos_desktop.domain.words.names import person_words, sound
from tests.support.amount import examples


def assess(one: Description, other: Description) -> Match:
    return judge(prepare(one), prepare(other))


SARKIM = Description(
    id="a",
    nama="MUHAMAD SARKIM",
    nik="3328012503807012",
    tanggal_lahir="1980-03-25",
    jenis_kelamin=1,
    nama_ibu="TARSINI",
    nomor_kk="3328011005157001",
    alamat="Jl. Melati No. 5",
    rt="003",
    rw="001",
    dusun="Krajan",
)

given_names = st.sampled_from(["SARKIM", "TARSINI", "MUHAMAD", "Moh.", "SITI", "RAHMA", "RAHMI", "H. YANTO", "S", ""])
days = st.sampled_from(["", "1980", "1980-03", "1980-03-25", "1980-03-26", "1981-03-25", "1980-12-31", "25-3-1980"])
people = st.builds(
    Description,
    id=st.just("b"),
    nama=st.lists(given_names, max_size=3).map(" ".join),
    nik=st.sampled_from(["", "3328012503807012", "3328012503807013", "332801250380701", "3328016503807012", "3,3E+15"]),
    tanggal_lahir=days,
    jenis_kelamin=st.sampled_from([None, 1, 2]),
    nama_ibu=given_names,
    nomor_kk=st.sampled_from(["", "3328011005157001", "3328011005157002"]),
    alamat=st.sampled_from(["", "Jl. Melati No. 5", "Melati 5", "Gang Kenanga"]),
    rt=st.sampled_from(["", "3", "003", "004"]),
    rw=st.sampled_from(["", "1"]),
    dusun=st.sampled_from(["", "Krajan"]),
)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Moh. Sarkim", "MUHAMMAD SARKIM", comparing.NAME_SAME),
        ("St.Aminah", "Siti Aminah", comparing.NAME_SAME),
        ("H. Sarkim bin Karto", "SARKIM", comparing.NAME_SAME_ONE_WORD),
        ("Nur Aini, S.Pd.", "NURAINI", comparing.NAME_SAME),
        ("Drs.H.M.Yusuf, M.Pd.", "Muhamad Yusuf", comparing.NAME_SAME),
        ("Soetjipto Djoko", "SUCIPTO JOKO", comparing.NAME_SAME),
        ("Yusuf Abd. Rohman", "Abdul Rohman Yusuf", comparing.NAME_TURNED),
        ("Wahyu Setiawan", "Wahyu Setyawan", comparing.NAME_SLIP),
        ("Tarsono", "Tarsno", comparing.NAME_SLIP_ONE_WORD),
        ("Siti Aminah", "Aminah", comparing.NAME_SHORTER),
        ("Siti A", "Siti Aminah", comparing.NAME_INITIAL),
        ("Yanto", "Suryanto", comparing.NAME_NICK),
        ("Dul Rohman", "Abdul Rohman", comparing.NAME_NICK),
        ("Budi Santoso", "Budi Wibowo", comparing.NAME_PARTLY),
        ("Siti Aminah", "Siti Romlah", comparing.NAME_OTHER),
        ("Sarkim", "Tarsini", comparing.NAME_OTHER),
        ("", "Tarsini", comparing.UNKNOWN),
    ],
)
def test_names_are_told_apart_by_what_differs(one: str, other: str, level: comparing.Level) -> None:
    assert compare_names(person_words(one), person_words(other)) == level
    assert compare_names(person_words(other), person_words(one)) == level


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("3328012503807012", "NIK sama"),
        ("'3328 0125 0380 7012", "NIK sama"),
        ("3328012503807012.0", "NIK sama"),
        ("3328012603807012", "NIK beda satu angka"),
        ("3328012053807012", "dua angka NIK tertukar"),
        ("332801250380712", "NIK kurang atau lebih satu angka"),
        ("332801250380701", "15 angka pertama NIK sama"),
        ("3328012503807010", "15 angka pertama NIK sama"),
        ("3328012503807013", "NIK beda satu angka di belakang"),
        ("3328012503807145", "NIK hanya beda nomor urut"),
        ("3328022603807012", "NIK beda dua angka"),
        ("3376014107657001", "NIK berbeda"),
        ("3,3E+15", ""),
        ("3.32801E+15", ""),
        ("0000000000000000", ""),
        ("1234567890123456", ""),
        ("-", ""),
    ],
)
def test_numbers_tell_how_near_they_are(written: str, words: str) -> None:
    nik = prepare(replace(SARKIM, nik=written)).nik
    assert compare_nik(nik, SARKIM.nik).words == words == compare_nik(SARKIM.nik, nik).words


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (19800325, 19800325, comparing.BORN_SAME),
        (19801231, 19801231, comparing.BORN_SAME_COMMON),
        (19800512, 19801205, comparing.BORN_SWAPPED),
        (19800325, 19810325, comparing.BORN_YEAR_OFF),
        (19800325, 19700325, comparing.BORN_ONE_DIGIT),
        (19800325, 19800311, comparing.BORN_PARTLY),
        (19800325, 19800300, comparing.BORN_MONTH),
        (19800325, 19800000, comparing.BORN_YEAR),
        (19800325, 19801107, comparing.BORN_YEAR_ONLY),
        (19800325, 19550102, comparing.BORN_OTHER),
        (19800325, 0, comparing.UNKNOWN),
    ],
)
def test_birth_dates_tell_how_near_they_are(one: int, other: int, level: comparing.Level) -> None:
    assert compare_born(one, other) == level == compare_born(other, one)


def test_the_place_is_named() -> None:
    assert compare_wards(("003", "001", "KRAJAN"), ("003", "001", "KRAJAN")).words == "RT 003"
    assert compare_wards(("", "", "KRAJAN"), ("003", "001", "KRAJAN")).words == "dusun Krajan"
    assert compare_wards(("003", "", ""), ("004", "", "")).words == "RT berbeda"


def test_the_reasons_read_as_an_operator_would_say_them() -> None:
    row = Description(nama="Moh Sarkim", tanggal_lahir="1980-03-25", rt="3")
    found = assess(row, SARKIM)
    assert found.words == "nama sama, lahir sama, RT 003"
    assert found.verdict is Verdict.SAMA


def test_answers_of_the_forms_describe_a_person() -> None:
    member = {"nama": "SARKIM", "nik": None, "jenis_kelamin": 1, "hubungan": 1}
    described = describe("a", member, {"nomor_kk": "3328011005157001"}, {"rt": "003", "alamat": None})
    assert described == Description(id="a", nama="SARKIM", jenis_kelamin=1, nomor_kk="3328011005157001", rt="003")


def test_a_name_alone_is_never_enough() -> None:
    assert assess(Description(nama="MUHAMAD SARKIM"), SARKIM).verdict is Verdict.RAGU
    assert assess(Description(nama="TARNO"), Description(nama="TARNO")).verdict is Verdict.BEDA


def test_name_mother_and_house_without_number_and_birthday_go_to_a_person() -> None:
    found = assess(replace(SARKIM, nik="", tanggal_lahir=""), SARKIM)
    assert found.verdict is Verdict.RAGU
    assert "tanpa NIK atau tanggal lahir yang cocok" in found.reasons


def test_a_number_stands_in_for_a_birthday_that_is_missing() -> None:
    row = Description(nama="MUHAMAD SARKIM", tanggal_lahir="1980-03-25", rt="003")
    known = replace(SARKIM, tanggal_lahir="")
    assert "tanggal lahir cocok dengan NIK" in assess(row, known).reasons
    assert "tanggal lahir cocok dengan NIK" not in assess(Description(nama="MUHAMAD SARKIM"), SARKIM).reasons


@pytest.mark.parametrize("nik", ["3328012503807013", "3328012503807010", "", SARKIM.nik])
def test_a_twin_goes_to_a_person_whatever_the_number(nik: str) -> None:
    twin = replace(SARKIM, nama="MUHAMAD TARNO", nik=nik)
    found = assess(twin, SARKIM)
    assert found.verdict is Verdict.RAGU
    assert "mungkin kembar" in found.reasons


def test_strangers_born_on_one_day_are_no_twins() -> None:
    other = replace(SARKIM, nama="TASWAD", nik="3328012503807145", nama_ibu="WASRI", nomor_kk="3328010101107009")
    assert assess(other, SARKIM).verdict is Verdict.BEDA


def test_a_son_named_like_his_father_goes_to_a_person() -> None:
    son = replace(SARKIM, nik="", tanggal_lahir="2004-07-19", nama_ibu="")
    found = assess(son, SARKIM)
    assert found.verdict is Verdict.RAGU
    assert "mungkin orang tua dan anak" in found.reasons


def test_one_number_for_two_names_goes_to_a_person() -> None:
    other = Description(nama="TASWAD", nik=SARKIM.nik, tanggal_lahir="1961-05-06")
    assert assess(other, SARKIM).verdict is Verdict.RAGU


def test_another_sex_goes_to_a_person() -> None:
    assert assess(replace(SARKIM, jenis_kelamin=2), SARKIM).verdict is Verdict.RAGU


@given(people)
def test_everything_is_one_with_itself(person: Description) -> None:
    full = replace(SARKIM, nama=person.nama.strip() or "SARKIM", nama_ibu=person.nama_ibu, alamat=person.alamat)
    assert assess(full, full).score == 1
    assert assess(full, full).verdict is Verdict.SAMA


@settings(max_examples=examples(300, 60))
@given(people, people)
def test_which_comes_first_changes_nothing(one: Description, other: Description) -> None:
    mine, theirs = assess(one, other), assess(other, one)
    assert (mine.score, mine.verdict, mine.reasons) == (theirs.score, theirs.verdict, theirs.reasons)


@settings(max_examples=examples(300, 60))
@given(people, people)
def test_nobody_is_likelier_than_the_person_and_a_reason_is_always_given(one: Description, other: Description) -> None:
    found = assess(one, replace(other, id="x"))
    assert 0 <= found.score <= 1
    assert found.reasons
    assert all(found.reasons)
    assert found.id == "x"
    assert assess(SARKIM, other).score <= assess(SARKIM, SARKIM).score


@given(people, st.lists(st.sampled_from(TEXTS), min_size=1))
def test_what_is_left_empty_never_raises_the_score(person: Description, emptied: list[str]) -> None:
    born = person.tanggal_lahir if len(person.tanggal_lahir) > 9 else "1980-03-25"
    full = replace(SARKIM, nama=person.nama, nama_ibu=person.nama_ibu, tanggal_lahir=born)
    scores = [assess(full, full).score]
    thinner = full
    for name in emptied:
        thinner = Description(**{**asdict(thinner), name: ""})
        scores.append(assess(full, thinner).score)
    assert scores == sorted(scores, reverse=True)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=10))
def test_any_text_can_be_compared(name: str, nik: str, day: str) -> None:
    odd = Description(id="o", nama=name, nik=nik, tanggal_lahir=day, rt=nik, alamat=name, nomor_kk=nik, dusun=day)
    assert assess(odd, SARKIM).reasons
    assert Index([odd]).likely(replace(SARKIM, id="")) == []


def test_an_index_forgets_and_learns() -> None:
    index = Index([SARKIM])
    typed = Description(nama="Moh. Sarkim", tanggal_lahir="1980-03-25")
    assert [match.id for match in index.likely(typed)] == ["a"]
    index.remove("a")
    index.remove("nobody")
    assert index.likely(typed) == []
    assert len(index) == 0
    index.add(SARKIM)
    index.add(replace(SARKIM, nama="TASWAD", tanggal_lahir="1955-01-02", nik=""))
    assert len(index) == 1
    assert index.likely(typed) == []
    assert index.likely(Description(nama="Taswad", tanggal_lahir="1955-01-02"))[0].id == "a"


def test_many_changes_are_kept_apart() -> None:
    index = Index()
    for number in range(1500):
        index.add(replace(SARKIM, id=str(number), nik=f"33280125038{number:05}", nama=f"SARKIM {number}"))
    assert index.likely(Description(nik="3328012503800777"))[0].id == "777"
    assert "777" in index
    assert "a" not in index


def test_a_person_is_not_likened_to_themselves() -> None:
    assert Index([SARKIM]).likely(SARKIM) == []
    assert [match.id for match in Index([SARKIM, replace(SARKIM, id="b")]).likely(SARKIM)] == ["b"]


def test_no_more_are_given_than_asked_for_and_the_surest_comes_first() -> None:
    crowd = [replace(SARKIM, id=f"c{number}", nik="", tanggal_lahir="1980-03") for number in range(9)]
    found = Index([*crowd, SARKIM]).likely(replace(SARKIM, id=""), limit=3)
    assert len(found) == 3
    assert found[0].id == "a"


def test_a_row_that_fits_two_residents_goes_to_a_person() -> None:
    (found,) = link([replace(SARKIM, id="row")], Index([SARKIM, replace(SARKIM, id="b")]))
    assert found.verdict is Verdict.RAGU
    assert "lebih dari satu warga cocok" in found.matches[0].reasons


def test_two_rows_for_one_resident_go_to_a_person_and_a_better_one_stays() -> None:
    weak = Description(id="lemah", nama=SARKIM.nama, tanggal_lahir=SARKIM.tanggal_lahir)
    strong = replace(SARKIM, id="kuat")
    assert [one.verdict for one in link([weak, strong], Index([SARKIM]))] == [Verdict.RAGU, Verdict.SAMA]
    again = link([strong, replace(strong, id="lagi")], Index([SARKIM]))
    assert [one.verdict for one in again] == [Verdict.RAGU, Verdict.RAGU]
    assert "baris lain lebih cocok atau sama cocoknya" in again[0].matches[0].reasons


def test_progress_is_told_and_nobody_known_is_beda() -> None:
    told: list[tuple[int, int]] = []
    rows = [Description(id=str(number), nama="WASTAP") for number in range(250)]
    found = link(rows, Index([SARKIM]), lambda done, total, _text: told.append((done, total)))
    assert told == [(0, 250), (100, 250), (200, 250), (250, 250)]
    assert {one.verdict for one in found} == {Verdict.BEDA}


@pytest.mark.parametrize(
    ("one", "other"),
    [("SOFIYAH", "SOPIAH"), ("ZAENUDIN", "JAINUDIN"), ("TARIYAH", "TARIAH"), ("ROHMAN", "ROMAN"), ("AYU", "AYU")],
)
def test_what_sounds_alike_is_filed_together(one: str, other: str) -> None:
    assert sound(one) == sound(other) != ""
