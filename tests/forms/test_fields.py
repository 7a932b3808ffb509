"""Kinds of question: what is typed, what is kept, what is shown, what is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos_desktop.domain.codes.house import codes
from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.outcome import Issue, Severity
from puskesos_desktop.forms.fields import (
    KINDS,
    Choice,
    Choices,
    Coordinate,
    Date,
    Digits,
    Field,
    Money,
    Month,
    Nik,
    Number,
    Photo,
    Place,
    Reference,
    Text,
    Year,
)
from tests.support.invent import STRATEGIES, values_of

FUEL = codes({1: "Listrik", 4: "Gas elpiji 3 kg", 10: "Kayu bakar", 0: "Tidak memasak di rumah"}, width=2)
CARDS = codes({0: "Tidak memiliki", 1: "Akta kelahiran", 2: "KIA", 4: "KTP", 99: "Tidak tahu"})

NAME = Text("nama", "Nama", upper=True, longest=12)
NOTES = Text("catatan", "Catatan", lines=3)
RT = Digits("rt", "RT", length=3, pad=True)
PHONE = Digits("telepon", "Nomor telepon", length=13, exact=False)
NIK = Nik("nik", "NIK")
FLOOR = Number("luas_lantai", "Luas lantai", most=999)
SAVINGS = Money("tabungan", "Tabungan")
YEAR = Year("tahun", "Tahun")
BORN = Date("tanggal_lahir", "Tanggal lahir")
PAID = Month("bulan", "Bulan terakhir")
COOKING = Choice("bahan_bakar", "Bahan bakar", options=FUEL)
IDENTITY = Choices("identitas", "Kartu identitas", options=CARDS, exclusive=(99,))
POINT = Coordinate("koordinat", "Titik koordinat")

EXAMPLES: tuple[Field, ...] = (
    NAME, NOTES, RT, PHONE, NIK, FLOOR, SAVINGS, YEAR, BORN, PAID, COOKING, IDENTITY, POINT,
    Place("dusun", "Dusun"), Reference("kepala", "Kepala", to="anggota"), Photo("foto", "Foto"),
)  # fmt: skip
NOT_TYPED = (Reference, Photo)


def subclasses(kind: type[Field]) -> Iterator[type[Field]]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def test_every_kind_of_question_is_listed() -> None:
    assert set(subclasses(Field)) == set(KINDS)


def test_every_kind_of_question_can_be_invented_and_is_tried_here() -> None:
    assert set(STRATEGIES) == set(KINDS)
    assert {type(one) for one in EXAMPLES} == set(KINDS)


@pytest.mark.parametrize("field", [one for one in EXAMPLES if not isinstance(one, NOT_TYPED)], ids=lambda one: one.key)
@given(data=st.data())
def test_what_is_shown_can_be_typed_again(field: Field, data: st.DataObject) -> None:
    value = data.draw(values_of(field))
    assert field.parse(field.show(value)) == value


@pytest.mark.parametrize("field", EXAMPLES, ids=lambda one: one.key)
@given(data=st.data())
def test_a_valid_answer_has_no_problem(field: Field, data: st.DataObject) -> None:
    assert field.problem(data.draw(values_of(field))) is None


@pytest.mark.parametrize("field", EXAMPLES, ids=lambda one: one.key)
@given(typed=st.text())
def test_whatever_is_typed_becomes_an_answer_of_the_right_type_or_an_issue(field: Field, typed: str) -> None:
    parsed = field.parse(typed)
    if isinstance(parsed, Issue):
        assert parsed.field == field.key
        return
    assert parsed is None or type(parsed) is (int if field.column == "INTEGER" else str)
    assert isinstance(field.show(parsed), str)
    field.problem(parsed)


@pytest.mark.parametrize("field", EXAMPLES, ids=lambda one: one.key)
def test_nothing_typed_is_no_answer(field: Field) -> None:
    assert field.parse("   ") is None
    assert field.show(None) == ""
    assert field.problem(None) is None


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (NAME, "  siti   aminah ", "SITI AMINAH"),
        (NOTES, " baris satu \n\n  baris   dua ", "baris satu\n\nbaris dua"),
        (RT, "3", "003"),
        (RT, "'003", "003"),
        (PHONE, "0812-3456 7890", "081234567890"),
        (NIK, "3328 0110 1280 0001", "3328011012800001"),
        (NIK, "'3328011012800001", "3328011012800001"),
        (FLOOR, "36", 36),
        (SAVINGS, "Rp1.250.000", 1_250_000),
        (SAVINGS, "Rp. 1.250.000,-", 1_250_000),
        (SAVINGS, "rp 1 250 000,00", 1_250_000),
        (SAVINGS, "1250000", 1_250_000),
        (YEAR, "2019", 2019),
        (BORN, "31/12/1990", "1990-12-31"),
        (BORN, "31 Des 1990", "1990-12-31"),
        (PAID, "Maret 2026", "2026-03"),
        (COOKING, "04", 4),
        (COOKING, "4", 4),
        (COOKING, "00", 0),
        (COOKING, "kayu  BAKAR", 10),
        (IDENTITY, "5", 5),
        (IDENTITY, "1+4", 5),
        (IDENTITY, "01 + 04", 5),
        (IDENTITY, "4, 1, 1", 5),
        (IDENTITY, "akta kelahiran; KTP", 5),
        (IDENTITY, "99", 99),
        (IDENTITY, "0", 0),
        (POINT, "-6.974311, 109.140882", "-6.974311,109.140882"),
    ],
)
def test_answers_are_read_as_people_write_them(field: Field, typed: str, kept: Value) -> None:
    assert field.parse(typed) == kept
    assert field.problem(kept) is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (RT, "tiga"),
        (NIK, "33280110128O0001"),
        (FLOOR, "54.5"),
        (FLOOR, "7,2"),
        (FLOOR, "luas"),
        (SAVINGS, "1.25.000"),
        (BORN, "31-02-1990"),
        (BORN, "31-12-90"),
        (PAID, "13-2026"),
        (COOKING, "3"),
        (COOKING, "gas"),
        (IDENTITY, "1+3"),
        (IDENTITY, "0+4"),
        (IDENTITY, "99+1"),
        (IDENTITY, "SIM"),
        (POINT, "Desa Kalibata"),
        *((field, "9" * 5000) for field in (FLOOR, SAVINGS, YEAR, COOKING, IDENTITY)),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(field: Field, typed: str) -> None:
    issue = field.parse(typed)
    assert isinstance(issue, Issue)
    assert (issue.field, issue.severity) == (field.key, Severity.ERROR)
    assert issue.message.endswith(".")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (NAME, "LEBIH DARI SEPULUH"),
        (RT, "0003"),
        (PHONE, "08123456789012"),
        (NIK, "332801101280001"),
        (NIK, "0000000000000000"),
        (FLOOR, 1000),
        (FLOOR, -1),
        (YEAR, 1899),
        (BORN, "1899-12-31"),
        (BORN, "19901231"),
        (BORN, "1990-02-31"),
        (PAID, "2026-13"),
        (COOKING, 3),
        (IDENTITY, 8),
        (IDENTITY, 100),
        (IDENTITY, -1),
        (POINT, "51.500000,0.120000"),
        (POINT, "di sana"),
    ],
)
def test_a_kept_answer_that_cannot_be_is_pointed_out(field: Field, value: Value) -> None:
    issue = field.problem(value)
    assert issue is not None
    assert (issue.field, issue.severity) == (field.key, Severity.ERROR)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (NIK, "3328011012800001", "3328 0110 1280 0001"),
        (FLOOR, 1250, "1.250"),
        (SAVINGS, 1_250_000, "Rp1.250.000"),
        (YEAR, 2019, "2019"),
        (BORN, "1990-12-31", "31-12-1990"),
        (BORN, "rusak", "rusak"),
        (PAID, "2026-03", "03-2026"),
        (COOKING, 0, "Tidak memasak di rumah"),
        (COOKING, 3, "03"),
        (IDENTITY, 5, "Akta kelahiran; KTP"),
        (IDENTITY, 99, "Tidak tahu"),
        (IDENTITY, 0, "Tidak memiliki"),
    ],
)
def test_answers_are_shown_as_people_read_them(field: Field, value: Value, shown: str) -> None:
    assert field.show(value) == shown


def test_codes_are_printed_with_their_leading_zero() -> None:
    assert (COOKING.code(4), COOKING.code(0), COOKING.code(None)) == ("04", "00", "")


def test_a_list_that_depends_on_another_answer_is_the_one_of_that_answer() -> None:
    short, long = codes({0: "Tidak ada", 1: "Pendek"}), codes({0: "Tidak ada", 1: "Satu", 2: "Dua"})
    field = Choices("kriteria", "Kriteria", options=long, options_by="jenis", tables={1: short, 2: long})
    assert field.options_for({"jenis": 1}) is short
    assert field.options_for({"jenis": None}) is long
    assert field.beside({"jenis": 1}).show(1) == "Pendek"
    assert field.beside({"jenis": 1}).problem(2) is not None
    assert field.beside({"jenis": 2}).problem(2) is None
