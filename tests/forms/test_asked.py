"""Which questions are asked of whom, as printed, and which answers a save may empty."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, KUNJUNGAN, PPKS, Answers, Value
from puskesos_desktop.forms.conditions import Age, Has, Situation, When
from puskesos_desktop.forms.fields import Choice, Choices, Number
from puskesos_desktop.forms.form import Form, section
from puskesos_desktop.forms.paper import FORMS
from tests.support.amount import examples
from tests.support.invent import answers_of

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


def asked(kind: str, key: str, age: int | None = None, **answers: Value) -> bool:
    situation = Situation(FORMS[kind].complete(answers), age)
    return key in {field.key for field in FORMS[kind].asked(situation)}


def cleaned(kind: str, changed: set[str], age: int | None = None, **answers: Value) -> Answers:
    form = FORMS[kind]
    return form.cleaned(Situation(form.complete(answers), age), frozenset(changed))


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
@settings(max_examples=examples(25, 10))
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


@pytest.mark.parametrize("kind", FORMS)
@settings(max_examples=examples(25, 10))
@given(data=st.data())
def test_what_is_remembered_of_a_situation_is_what_looking_anew_would_say(kind: str, data: st.DataObject) -> None:
    form = FORMS[kind]
    answers = data.draw(answers_of(form))
    age = data.draw(st.none() | st.integers(0, 110))
    situation = Situation(answers, age)
    asked_now = [one for one in form.fields.values() if one.when is None or one.when.met(situation)]
    assert list(form.asked(situation)) == asked_now
    assert form.unanswered(situation) == sum(one.counted and answers[one.key] is None for one in asked_now)
    assert form.issues(situation) == [*form.problems(situation), *form.missing(situation)]
    wrong = [one.beside(answers).problem(answers[one.key]) for one in asked_now]
    assert form.problems(situation) == [issue for issue in wrong if issue]
    if form.grounded(situation):
        assert form.cleaned(situation, frozenset(form.fields)) == answers


def test_a_condition_may_look_at_the_family() -> None:
    deep = Number("kedalaman", "Kedalaman sumur", when=When("sumber_air", (5,), of_family=True))
    form = Form("uji", "Uji", "1", (section("I", "Uji", deep),))
    for source, found in ((5, 1), (1, 0), (5, 1)):
        assert form.unanswered(Situation(form.empty(), None, {"sumber_air": source})) == found
