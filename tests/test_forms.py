"""The questionnaire as data: codes, skips and ages as printed, and what cleaning may erase."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.codes import Codes
from puskesos_desktop.domain.codes_ppks import JENIS_PPKS, KRITERIA, SENSITIVE, SINGKATAN
from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    DESA,
    DESIL,
    KELUARGA,
    KUNJUNGAN,
    PPKS,
    WILAYAH_SETEMPAT,
    Answers,
    Value,
)
from puskesos_desktop.forms.conditions import Age, All, AnyOf, Condition, Has, Situation, When
from puskesos_desktop.forms.fields import Choice, Choices, Field, Merge, Photo, Reference, Sensitivity
from puskesos_desktop.forms.paper import FORMS, PAPER, VERSION, dump, fingerprint
from tests.invent import answers_of

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "forms.txt"
PRINTED_CODES: dict[str, list[str]] = json.loads((HERE / "data" / "kode_regsosek.json").read_text(encoding="utf-8"))
RENEW = (
    "The questionnaire changed. If that is meant, renew the golden dump and look at its diff: "
    'python -c "from puskesos_desktop.forms.paper import dump; '
    "open('tests/golden/forms.txt', 'w', encoding='utf-8', newline='').write(dump())\""
)

QUESTIONS = [(kind, field) for kind, form in FORMS.items() for field in form.fields.values()]


def names(case: object) -> str:
    return f"{case[0]}.{case[1].key}" if isinstance(case, tuple) else str(case)


def asked(kind: str, key: str, age: int | None = None, **answers: Value) -> bool:
    situation = Situation(FORMS[kind].complete(answers), age)
    return key in {field.key for field in FORMS[kind].asked(situation)}


def cleaned(kind: str, changed: set[str], age: int | None = None, **answers: Value) -> Answers:
    form = FORMS[kind]
    return form.cleaned(Situation(form.complete(answers), age), frozenset(changed))


def lists_of(field: Field) -> Iterator[Codes]:
    if isinstance(field, Choices) and field.tables:
        yield from field.tables.values()
    elif isinstance(field, Choice | Choices):
        yield field.options


# --- as printed


def test_the_questionnaire_is_the_one_in_the_golden_dump() -> None:
    assert dump().splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines(), RENEW
    assert len(fingerprint()) == 64


@pytest.mark.parametrize("number", PRINTED_CODES)
def test_every_printed_question_is_asked_with_exactly_its_printed_codes(number: str) -> None:
    fields = [field for _, field in QUESTIONS if field.number == number]
    assert fields, f"{number} is not asked"
    if PRINTED_CODES[number]:
        offered = [field for field in fields if isinstance(field, Choice | Choices)]
        assert offered
        for field in offered:
            assert [field.options.printed(code) for code in field.options.items] == PRINTED_CODES[number]


def test_blocks_one_and_two_and_the_identity_of_persons_are_asked() -> None:
    numbers = {field.number for _, field in QUESTIONS}
    derived = {"108", "112"}
    assert {str(number) for number in range(101, 116)} - derived <= numbers
    assert {str(number) for number in range(201, 206)} | {"VI"} <= numbers
    assert {str(number) for number in (*range(401, 413), *range(417, 420))} <= numbers


def test_what_is_derived_is_neither_asked_nor_stored() -> None:
    numbers = {field.number for _, field in QUESTIONS}
    assert not numbers & {"108", "112"}


def test_the_roof_follows_the_print_and_not_the_swapped_list_of_others() -> None:
    roof = FORMS[BANGUNAN].fields["jenis_atap"]
    assert (roof.show(5), roof.show(6)) == ("Bambu", "Kayu/sirap")


def test_nutrition_has_no_code_for_normal_as_on_the_printed_form() -> None:
    nutrition = FORMS[ANGGOTA].fields["gizi"]
    assert isinstance(nutrition, Choice)
    assert list(nutrition.options.items) == [1, 2, 3, 8]


def test_every_kind_of_record_has_a_form_of_this_version() -> None:
    assert set(FORMS) == {BANGUNAN, KELUARGA, ANGGOTA, PPKS, DESIL, KUNJUNGAN, DESA, WILAYAH_SETEMPAT}
    assert {form.version for form in FORMS.values()} == {VERSION}


@pytest.mark.parametrize("kind", [BANGUNAN, KELUARGA, KUNJUNGAN])
def test_the_paper_holds_every_section_of_a_household_once_and_in_the_order_of_its_form(kind: str) -> None:
    assert tuple(section for one, section in PAPER if one == kind) == FORMS[kind].sections


def test_the_paper_goes_from_block_one_to_block_five() -> None:
    assert [section.number for _, section in PAPER] == [
        "I", "I", "II", "III.A", "III.B", "RTLH", "RTLH", "III.C", "V",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "case", [(kind, field) for kind, field in QUESTIONS if kind in (BANGUNAN, KELUARGA, ANGGOTA)], ids=names
)
def test_every_question_about_a_household_says_where_it_comes_from(case: tuple[str, Field]) -> None:
    assert case[1].origin or isinstance(case[1], Reference)


# --- sound as data


@pytest.mark.parametrize("case", QUESTIONS, ids=names)
def test_the_words_and_the_codes_of_a_list_can_be_told_apart(case: tuple[str, Field]) -> None:
    for options in lists_of(case[1]):
        words = [said.casefold() for said in options.items.values()]
        assert len(set(words)) == len(words)
        if isinstance(case[1], Choices):
            ticks = [code for code in options.items if code and code not in case[1].exclusive]
            assert ticks == [1 << place for place in range(len(ticks))]
            assert not any(";" in said for said in words)


@pytest.mark.parametrize(
    "case", [(kind, field) for kind, field in QUESTIONS if field.when or field.required_when], ids=names
)
def test_a_condition_names_a_question_asked_before_and_codes_that_are_on_its_list(case: tuple[str, Field]) -> None:
    fields = FORMS[case[0]].fields
    order = list(fields)
    for condition in (case[1].when, case[1].required_when):
        for key, codes in _looked_at(condition):
            assert order.index(key) < order.index(case[1].key)
            other = fields[key]
            assert isinstance(other, Choice | Choices)
            assert set(codes) <= set(other.options.items)


def _looked_at(condition: Condition | None) -> Iterator[tuple[str, tuple[int, ...]]]:
    if isinstance(condition, When):
        yield condition.key, condition.codes
    elif isinstance(condition, Has):
        yield condition.key, (condition.code,)
    elif isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from _looked_at(part)


@pytest.mark.parametrize("kind", FORMS)
@settings(max_examples=25)
@given(data=st.data())
def test_every_valid_answer_has_no_problem_and_can_be_typed_as_it_is_shown(kind: str, data: st.DataObject) -> None:
    form = FORMS[kind]
    answers = data.draw(answers_of(form))
    assert form.problems(Situation(answers)) == []
    for key, field in form.fields.items():
        if not isinstance(field, Reference | Photo):
            beside = field.beside(answers)
            assert beside.parse(beside.show(answers[key])) == answers[key]


def test_a_key_that_stands_twice_is_refused() -> None:
    form = FORMS[DESIL]
    twice = type(form)(form.kind, form.title, form.version, (*form.sections, *form.sections))
    with pytest.raises(ValueError, match=r"desil\.keluarga_id stands twice"):
        twice.fields


def test_complete_answers_have_every_key_and_no_other() -> None:
    form = FORMS[WILAYAH_SETEMPAT]
    assert form.complete({"rt": "001", "sumber_air": 5}) == {"dusun": None, "rw": None, "rt": "001"}


# --- skips


SKIPS = [
    (KELUARGA, "bukti_tanah", "status_bangunan", {1}),
    (KELUARGA, "jarak_limbah", "sumber_air", {4, 5, 6, 7, 8}),
    (KELUARGA, "daya_1", "sumber_penerangan", {1}),
    (KELUARGA, "daya_3", "sumber_penerangan", {1}),
    (KELUARGA, "idpel", "sumber_penerangan", {1, 2}),
    (KELUARGA, "golongan_tarif", "sumber_penerangan", {1}),
    (KELUARGA, "kondisi_instalasi", "sumber_penerangan", {1, 2, 3}),
    (KELUARGA, "jenis_kloset", "fasilitas_bab", {1, 2, 3}),
    (KELUARGA, "pembuangan_tinja", "fasilitas_bab", {1, 2, 3, 4, 5, 6, None}),
    (KELUARGA, "septik", "fasilitas_bab", {1, 2}),
    (KELUARGA, "disedot", "pembuangan_tinja", {1}),
    (KELUARGA, "pkh_bulan", "pkh", {1}),
    (KELUARGA, "subsidi_lpg_bulan", "subsidi_lpg", {1}),
    (ANGGOTA, "jenjang", "partisipasi_sekolah", {2, 3}),
    (ANGGOTA, "kelas", "partisipasi_sekolah", {2, 3}),
    (ANGGOTA, "ijazah", "partisipasi_sekolah", {2, 3}),
    (ANGGOTA, "bekerja", "partisipasi_sekolah", {1, 2, 3, None}),
    (ANGGOTA, "jam_kerja", "bekerja", {1}),
    (ANGGOTA, "lapangan_usaha", "bekerja", {1}),
    (ANGGOTA, "kedudukan", "bekerja", {1}),
    (ANGGOTA, "npwp", "bekerja", {1, 2, None}),
    (ANGGOTA, "jumlah_usaha", "punya_usaha", {1}),
    (ANGGOTA, "internet_usaha", "punya_usaha", {1}),
    (ANGGOTA, "penyakit", "punya_usaha", {1, 2, None}),
    (ANGGOTA, "alasan_tanpa_nik", "status_nik", {2, 3, 4, 5}),
    (ANGGOTA, "hamil", "status_kawin", {2, 3, 4}),
    (ANGGOTA, "hamil", "jenis_kelamin", {2}),
    (PPKS, "kriteria", "jenis", set(range(1, 27))),
    (PPKS, "ragam_disabilitas", "jenis", {5, 9}),
    (KUNJUNGAN, "catatan", "hasil", {1, 2, 3, 4, 5, None}),
]
A_WOMAN = {"keberadaan": 1, "jenis_kelamin": 2, "status_kawin": 2}


@pytest.mark.parametrize(("kind", "key", "other", "codes"), SKIPS)
def test_a_question_is_asked_for_these_codes_of_another_only(
    kind: str, key: str, other: str, codes: set[int | None]
) -> None:
    question = FORMS[kind].fields[other]
    assert isinstance(question, Choice)
    rest = A_WOMAN if kind == ANGGOTA else {}
    every = (*question.options.items, None)
    assert {code for code in every if asked(kind, key, age=30, **rest | {other: code})} == codes


def test_a_person_who_is_not_here_is_asked_nothing_beyond_who_it_is() -> None:
    identity = {
        "keluarga_id", "nomor_urut", "nama", "nik", "status_nik", "keberadaan", "jenis_kelamin", "tempat_lahir",
        "tanggal_lahir", "umur", "hubungan", "nama_ibu", "telepon",
    }  # fmt: skip
    form = FORMS[ANGGOTA]
    for gone in (2, 3, 4, 6):
        situation = Situation(form.complete({"keberadaan": gone, "punya_usaha": 1, "bekerja": 1}), 30)
        assert {field.key for field in form.asked(situation)} == identity


DIFFICULTIES = (
    "penglihatan", "pendengaran", "berjalan", "tangan_jari", "intelektual", "perilaku", "bicara", "urus_diri",
    "ingatan", "depresi",
)  # fmt: skip
AGES = [
    ("hamil", {9: False, 10: True, 54: True, 55: False}),
    *((key, {4: False, 5: True, 99: True}) for key in (
        "partisipasi_sekolah", "jenjang", "kelas", "ijazah", "bekerja", "jam_kerja", "uraian_lapangan_usaha",
        "lapangan_usaha", "kedudukan", "npwp", "punya_usaha", "jumlah_usaha", "lapangan_usaha_utama",
        "pekerja_dibayar", "pekerja_tidak_dibayar", "izin_usaha", "omzet", "internet_usaha", "prakerja", "kur", "umi",
        *DIFFICULTIES[6:],
    )),
    ("gizi", {0: True, 4: True, 5: False}),
    *((key, {1: False, 2: True, 99: True}) for key in DIFFICULTIES[:6]),
    ("pengasuh", {59: False, 60: True, 99: True}),
    ("pip", {4: False, 5: True, 30: True, 31: False}),
    ("jamsostek", {14: False, 15: True}),
    ("penyakit", {0: True, 99: True}),
    ("jamkes", {0: True, 99: True}),
    ("identitas", {0: True, 99: True}),
    ("status_kawin", {0: True, 99: True}),
]  # fmt: skip
GRADUATE_WITH_A_SHOP = A_WOMAN | {"partisipasi_sekolah": 3, "bekerja": 1, "punya_usaha": 1}


@pytest.mark.parametrize(("key", "ages"), AGES)
def test_a_question_is_asked_at_these_ages_only(key: str, ages: dict[int, bool]) -> None:
    assert {age: asked(ANGGOTA, key, age, **GRADUATE_WITH_A_SHOP) for age in ages} == ages


@pytest.mark.parametrize("key", [key for key, _ in AGES])
def test_with_an_unknown_age_a_question_is_asked_rather_than_lost(key: str) -> None:
    assert asked(ANGGOTA, key, None, **GRADUATE_WITH_A_SHOP)


@pytest.mark.parametrize("key", DIFFICULTIES)
def test_a_younger_person_with_a_heavy_difficulty_is_asked_about_a_carer(key: str) -> None:
    heavy = {code: asked(ANGGOTA, "pengasuh", 30, keberadaan=1, **{key: code}) for code in (1, 2, 3, 4)}
    assert heavy == {1: True, 2: True, 3: False, 4: False}


def test_conditions_are_said_in_the_words_of_the_paper() -> None:
    family, person = FORMS[KELUARGA], FORMS[ANGGOTA]
    source, woman, carer = (
        family.fields["jarak_limbah"].when,
        person.fields["hamil"].when,
        person.fields["pengasuh"].when,
    )
    assert source is not None
    assert woman is not None
    assert carer is not None
    assert source.words(family.numbers) == "306a = 4–8"
    assert woman.words(person.numbers) == "404 = 1, 5 dan 405 = 2 dan umur 10–54 tahun dan 408 = 2–4"
    assert carer.words(person.numbers) == (
        "404 = 1, 5 dan (umur ≥ 60 tahun atau salah satu "
        "428a, 428b, 428c, 428d, 428e, 428f, 428g, 428h, 428i, 428j = 1, 2)"
    )
    assert Has("identitas", 4).words(person.numbers) == "411 memuat 4"


def test_a_condition_may_look_into_a_bit_sum_or_at_the_family() -> None:
    assert Has("identitas", 4).met(Situation({"identitas": 5}))
    assert not Has("identitas", 4).met(Situation({"identitas": 3}))
    assert When("sumber_air", (5,), of_family=True).met(Situation({}, None, {"sumber_air": 5}))
    assert When("sumber_air", (5,), of_family=True).keys() == frozenset()
    assert Age(5).keys() == frozenset()


# --- required, guarded, merged


def test_only_what_a_record_cannot_be_without_is_required() -> None:
    assert {(kind, field.key) for kind, field in QUESTIONS if field.required} == {
        (ANGGOTA, "nama"), (PPKS, "jenis"), (DESIL, "desil"), (DESIL, "tanggal_cek"), (DESA, "kode"), (DESA, "nama"),
    }  # fmt: skip


@pytest.mark.parametrize(("result", "missing"), [(None, []), (1, []), (2, ["catatan"]), (5, ["catatan"])])
def test_a_visit_that_was_not_complete_needs_a_note(result: int | None, missing: list[str]) -> None:
    form = FORMS[KUNJUNGAN]
    assert [issue.field for issue in form.missing(Situation(form.complete({"hasil": result})))] == missing


def test_an_open_question_is_not_an_error() -> None:
    form = FORMS[KELUARGA]
    situation = Situation(form.empty())
    assert form.missing(situation) == []
    assert form.problems(situation) == []


def test_health_answers_and_what_a_ppks_record_tells_are_confidential() -> None:
    health = {"gizi", *DIFFICULTIES, "pengasuh", "penyakit"}
    told = {
        "jenis", "kriteria", "kedaruratan", "kondisi", "kebutuhan", "tinggal_di", "wali", "ragam_disabilitas",
        "derajat_disabilitas", "alat_bantu", "bukti", "catatan",
    }  # fmt: skip
    secret = {(kind, field.key) for kind, field in QUESTIONS if field.sensitivity is Sensitivity.RAHASIA}
    assert secret == {(ANGGOTA, key) for key in health} | {(PPKS, key) for key in told}


def test_a_person_is_asked_about_every_difference_that_says_who_somebody_is() -> None:
    asking = defaultdict(set)
    for kind, field in QUESTIONS:
        if field.merge is Merge.ASK:
            asking[kind].add(field.key)
    assert asking[ANGGOTA] == {"keluarga_id", "nama", "nik", "jenis_kelamin", "tanggal_lahir", "hubungan"}
    assert asking[KELUARGA] == {"kepala", "nomor_kk"}
    assert asking[PPKS] == set(FORMS[PPKS].fields) - {"petugas"}


def test_the_ten_guarded_kinds_of_ppks_are_marked() -> None:
    short = {SINGKATAN[number] for number in SENSITIVE}
    assert short == {"ABH", "AKTK", "AMPK", "TS", "KM", "BWBLP", "ODHA", "NAPZA", "TRAF", "KTK"}


def test_each_of_the_26_kinds_of_ppks_has_its_own_checklist() -> None:
    assert list(JENIS_PPKS.items) == list(range(1, 27)) == list(KRITERIA) == list(SINGKATAN)
    assert all(len(checklist.items) > 2 for checklist in KRITERIA.values())
    longest = max(KRITERIA.values(), key=lambda checklist: len(checklist.items))
    field = FORMS[PPKS].fields["kriteria"]
    assert isinstance(field, Choices)
    assert field.options is longest


def test_a_tick_that_is_not_on_the_checklist_of_the_kind_is_pointed_out() -> None:
    form = FORMS[PPKS]
    for jenis, found in ((2, ["kriteria"]), (24, [])):
        situation = Situation(form.complete({"jenis": jenis, "kriteria": 256}))
        assert [issue.field for issue in form.problems(situation)] == found


# --- cleaning


def test_an_answer_whose_condition_fell_away_in_this_save_is_emptied() -> None:
    answers = cleaned(KELUARGA, {"sumber_penerangan"}, sumber_penerangan=4, daya_1=1, idpel="123456789012")
    assert (answers["daya_1"], answers["idpel"]) == (None, None)


def test_what_hangs_on_an_emptied_answer_is_emptied_too() -> None:
    answers = cleaned(ANGGOTA, {"partisipasi_sekolah"}, 30, keberadaan=1, partisipasi_sekolah=1, jenjang=3, kelas=6)
    assert (answers["jenjang"], answers["kelas"], answers["keberadaan"]) == (None, None, 1)


def test_an_answer_that_does_not_depend_on_this_save_stays_even_if_its_condition_does_not_hold() -> None:
    answers = cleaned(KELUARGA, {"bahan_bakar"}, sumber_penerangan=4, daya_1=1, bahan_bakar=10)
    assert answers["daya_1"] == 1


def test_a_birthday_erases_nothing() -> None:
    for age in (4, 5, 31, 60):
        answers = cleaned(ANGGOTA, {"keluarga_id"}, age, keberadaan=1, gizi=2, pip=1, pengasuh=1)
        assert (answers["gizi"], answers["pip"], answers["pengasuh"]) == (2, 1, 1)


def test_a_corrected_birth_date_erases_nothing_either() -> None:
    answers = cleaned(ANGGOTA, {"tanggal_lahir", "umur"}, 40, keberadaan=1, gizi=2, pip=1)
    assert (answers["gizi"], answers["pip"]) == (2, 1)


def test_ticks_of_another_kind_of_ppks_are_not_read_as_ticks_of_this_one() -> None:
    assert cleaned(PPKS, {"jenis"}, jenis=2, kriteria=1)["kriteria"] is None
    assert cleaned(PPKS, {"jenis", "kriteria"}, jenis=2, kriteria=1)["kriteria"] == 1
    assert cleaned(PPKS, {"status"}, jenis=2, kriteria=1, status=2)["kriteria"] == 1


@pytest.mark.parametrize("kind", FORMS)
@settings(max_examples=25)
@given(data=st.data())
def test_cleaning_only_empties_and_only_what_depends_on_a_change(kind: str, data: st.DataObject) -> None:
    form = FORMS[kind]
    answers = data.draw(answers_of(form))
    changed = data.draw(st.frozensets(st.sampled_from(list(form.fields)), max_size=4))
    age = data.draw(st.none() | st.integers(0, 110))
    after = form.cleaned(Situation(answers, age), changed)
    emptied = {key for key in form.fields if after[key] != answers[key]}
    assert all(after[key] is None for key in emptied)
    for key in emptied:
        field = form.fields[key]
        depends = field.when.keys() if field.when else frozenset()
        by = {field.options_by} if isinstance(field, Choices) else set()
        assert (depends | by) & (changed | emptied)
    assert form.cleaned(Situation(after, age), changed) == after
    assert form.cleaned(Situation(answers, age), frozenset()) == answers
