"""The questionnaire as data: the codes of the print, sound lists and conditions, what is required, guarded, merged."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.codes.house import Codes
from puskesos_desktop.domain.codes.meetings import JADWAL, MUSYAWARAH, USULAN
from puskesos_desktop.domain.codes.photo import LAMPIRAN
from puskesos_desktop.domain.codes.ppks import JENIS_PPKS, KRITERIA, SENSITIVE
from puskesos_desktop.domain.codes.prelist import PRELIST
from puskesos_desktop.domain.codes.rounds import LEMBAR, PUTARAN
from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    BUKAN_GANDA,
    DESA,
    DESIL,
    KELUARGA,
    KUNJUNGAN,
    PERIKSA_SELESAI,
    PERISTIWA,
    PPKS,
    WILAYAH_SETEMPAT,
)
from puskesos_desktop.forms.conditions import All, AnyOf, Condition, Has, Situation, When
from puskesos_desktop.forms.fields import Choice, Choices, Field, Merge, Photo, Reference, Sensitivity
from puskesos_desktop.forms.paper import FORMS, PAPER, VERSION, dump, fingerprint
from tests.support.amount import examples
from tests.support.invent import answers_of
from tests.support.places import TESTS

HERE = TESTS
GOLDEN = HERE / "golden" / "forms.txt"
PRINTED_CODES: dict[str, list[str]] = json.loads((HERE / "data" / "kode_regsosek.json").read_text(encoding="utf-8"))
RENEW = (
    "The questionnaire changed. If that is meant, renew the golden dump and look at its diff: "
    'python -c "from puskesos_desktop.forms.paper import dump; '
    "open('tests/golden/forms.txt', 'w', encoding='utf-8', newline='').write(dump())\""
)

DIFFICULTIES = (
    "penglihatan", "pendengaran", "berjalan", "tangan_jari", "intelektual", "perilaku", "bicara", "urus_diri",
    "ingatan", "depresi",
)  # fmt: skip
QUESTIONS = [(kind, field) for kind, form in FORMS.items() for field in form.fields.values()]


def names(case: object) -> str:
    return f"{case[0]}.{case[1].key}" if isinstance(case, tuple) else str(case)


def lists_of(field: Field) -> Iterator[Codes]:
    if isinstance(field, Choices) and field.tables:
        yield from field.tables.values()
    elif isinstance(field, Choice | Choices):
        yield field.options


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
    assert set(FORMS) == {
        BANGUNAN, KELUARGA, ANGGOTA, PPKS, DESIL, KUNJUNGAN, DESA, WILAYAH_SETEMPAT, PERISTIWA, LAMPIRAN, MUSYAWARAH,
        USULAN, JADWAL, PRELIST, PUTARAN, LEMBAR, BUKAN_GANDA, PERIKSA_SELESAI,
    }  # fmt: skip
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
@settings(max_examples=examples(25, 10))
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


def test_only_what_a_record_cannot_be_without_is_required() -> None:
    assert {(kind, field.key) for kind, field in QUESTIONS if field.required} == {
        (ANGGOTA, "nama"), (PPKS, "jenis"), (DESIL, "desil"), (DESIL, "tanggal_cek"), (DESA, "kode"), (DESA, "nama"),
        (PERISTIWA, "jenis"), (PERISTIWA, "tanggal"), (MUSYAWARAH, "jenis"), (MUSYAWARAH, "tanggal"),
        (USULAN, "jenis"), (USULAN, "tanggal"), (JADWAL, "berlaku_sejak"), (JADWAL, "tanggal_batas"),
        (LAMPIRAN, "jenis"), (LAMPIRAN, "sha256"),
        (PUTARAN, "nama"), (PUTARAN, "tujuan"), (LEMBAR, "nomor"),
        (BUKAN_GANDA, "jenis"), (BUKAN_GANDA, "satu"), (BUKAN_GANDA, "dua"),
        (PERIKSA_SELESAI, "pemeriksaan"), (PERIKSA_SELESAI, "catatan"), (PERIKSA_SELESAI, "alasan"),
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
    lists = {("prelist", "isi")}
    assert secret == {(ANGGOTA, key) for key in health} | {(PPKS, key) for key in told} | lists


def test_a_person_is_asked_about_every_difference_that_says_who_somebody_is() -> None:
    asking = defaultdict(set)
    for kind, field in QUESTIONS:
        if field.merge is Merge.ASK:
            asking[kind].add(field.key)
    assert asking[ANGGOTA] == {"keluarga_id", "nama", "nik", "jenis_kelamin", "tanggal_lahir", "hubungan"}
    assert asking[KELUARGA] == {"kepala", "nomor_kk"}
    assert asking[PPKS] == set(FORMS[PPKS].fields) - {"petugas"}


def test_the_ten_guarded_kinds_of_ppks_are_marked() -> None:
    assert [JENIS_PPKS.label(number) for number in sorted(SENSITIVE)] == [
        "Anak yang Berhadapan dengan Hukum",
        "Anak yang menjadi Korban Tindak Kekerasan atau diperlakukan Salah",
        "Anak yang Memerlukan Perlindungan Khusus",
        "Tuna Susila",
        "Kelompok Minoritas",
        "Bekas Warga Binaan Lembaga Pemasyarakatan",
        "Orang dengan HIV/AIDS",
        "Korban Penyalahgunaan NAPZA",
        "Korban Trafficking",
        "Korban Tindak Kekerasan",
    ]


def test_each_of_the_26_kinds_of_ppks_has_its_own_checklist() -> None:
    assert list(JENIS_PPKS.items) == list(range(1, 27)) == list(KRITERIA)
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
