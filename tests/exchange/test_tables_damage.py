"""What Excel did to numbers and days is undone where that is sure, and named where it is not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos_desktop.domain.words.calendar import MONTHS
from puskesos_desktop.exchange.tables.damage import (
    Certainty,
    mend_count,
    mend_date,
    mend_neighbourhood,
    mend_number,
)  # fmt: skip

NIK = "3328011505900012"
NIKS = st.integers(1_100_000_000_000_000, 8_999_999_999_999_999).map(str).filter(lambda one: len(set(one)) > 1)
CERTAIN = NIKS.filter(lambda one: not one.endswith("0"))
HIDDEN = st.sampled_from(["\u00a0", "\u200b", "\ufeff", " ", "'", ".", "-", "\u2019", "\u2060"])


@given(CERTAIN, st.lists(st.tuples(st.integers(0, 16), HIDDEN), max_size=6))
def test_a_nik_between_hidden_signs_comes_back_whole(nik: str, signs: list[tuple[int, str]]) -> None:
    text = nik
    for at, sign in signs:
        text = text[:at] + sign + text[at:]
    assert mend_number(text).value == nik


@given(NIKS)
def test_a_number_cell_is_restored_or_named_but_never_changed(nik: str) -> None:
    mended = mend_number(float(nik))
    if nik.endswith("0"):
        assert (mended.value, mended.state, mended.start) == (None, Certainty.UNSURE, nik[:15])
    else:
        assert (mended.value, mended.state) == (nik, Certainty.HEALED)


@given(NIKS)
def test_the_sixteenth_digit_zeroed_by_excel_is_named_with_the_first_fifteen(nik: str) -> None:
    mended = mend_number(float(nik[:15] + "0"))
    assert (mended.value, mended.state, mended.start) == (None, Certainty.UNSURE, nik[:15])


@given(NIKS, st.integers(1, 14), st.sampled_from([",", "."]))
def test_shortened_scientific_writing_is_never_filled_with_zeros(nik: str, kept: int, point: str) -> None:
    mended = mend_number(f"{nik[0]}{point}{nik[1 : kept + 1]}E+15")
    assert mended.value is None
    assert mended.state is Certainty.UNSURE
    assert nik.startswith(mended.start)


@given(st.text(max_size=30) | st.floats() | st.integers() | st.booleans() | st.dates())
def test_whatever_is_in_the_cell_a_number_comes_back_of_sixteen_digits_or_not_at_all(cell: Any) -> None:
    value = mend_number(cell).value
    assert value is None or (isinstance(value, str) and len(value) == 16 and value.isascii() and value.isdigit())


@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [
        (NIK, NIK, Certainty.SOUND),
        (f"'{NIK}", NIK, Certainty.HEALED),
        (f"{NIK}.0", NIK, Certainty.HEALED),
        (f"{NIK},00", NIK, Certainty.HEALED),
        ("3328.0115.0590.0012", NIK, Certainty.HEALED),
        (int(NIK), NIK, Certainty.HEALED),
        ("3.328011505900012E+15", NIK, Certainty.HEALED),
        ("3,3E+15", None, Certainty.UNSURE),
        ("332801150590001", None, Certainty.UNSURE),
        ("33280115059000123", None, Certainty.UNSURE),
        ("3333333333333333", None, Certainty.UNSURE),
        ("tidak punya", None, Certainty.UNSURE),
        ("0332801200100001", None, Certainty.HEALED),
        (9.171011505900012e15, None, Certainty.UNSURE),
        ("", None, Certainty.SOUND),
        ("-", None, Certainty.SOUND),
        ("0", None, Certainty.SOUND),
        (0.0, None, Certainty.SOUND),
    ],
)
def test_each_known_damage_of_a_nik(cell: Any, value: str | None, state: Certainty) -> None:
    mended = mend_number(cell)
    assert (mended.value, mended.state) == (value, state)


def test_every_doubt_and_repair_is_told_in_words() -> None:
    for cell in (float(NIK), "3,3E+15", "332801150590001", f"{NIK}.0", "3328011505900010E"):
        assert mend_number(cell, "Nomor KK").note.endswith(".")


@given(st.dates(date(1906, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_from_every_way_it_is_written(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    ways: list[Any] = [
        day, datetime(day.year, day.month, day.day, 7, 30), float(serial), str(serial), f"{serial}.0", day.isoformat(),
        f"{day:%d-%m-%Y}", f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%Y/%m/%d}",
        f"{day:%Y-%m-%d} 00:00:00", f"{day:%Y-%m-%d}T00:00:00", f"'{day:%d-%m-%Y}", f"\u00a0{day:%d-%m-%Y}\u200b",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}", f"{day.day:02}-{MONTHS[day.month - 1][:3]}-{day.year}",
    ]  # fmt: skip
    for way in ways:
        assert mend_date(way).value == day.isoformat(), way


@pytest.mark.parametrize("cell", ["12/31/1990", "31-12-90", "31-02-1990", "lima", "1990", 12.0, True, "3 Mei"])
def test_what_is_no_sure_day_is_refused_in_words(cell: Any) -> None:
    mended = mend_date(cell)
    assert (mended.value, mended.state) == (None, Certainty.REFUSED)
    assert mended.note


@pytest.mark.parametrize("cell", ["", "-", "0", "00-00-0000", "0000-00-00", "0000-00-00 00:00:00", 0.0])
def test_no_day_is_no_answer(cell: Any) -> None:
    assert mend_date(cell).value is None
    assert mend_date(cell).state is Certainty.SOUND


@given(st.integers(1, 999))
def test_rt_is_three_digits_however_it_was_kept(number: int) -> None:
    for cell in (float(number), number, str(number), f"'{number:03}", f"{number}.0", f"RT {number}", f"RT.{number:02}"):
        assert mend_neighbourhood(cell).value == f"{number:03}", cell


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("-", Certainty.SOUND),
        (0.0, Certainty.SOUND),
        (date(2026, 2, 1), Certainty.REFUSED),
        ("1/2", Certainty.REFUSED),
        (1.5, Certainty.REFUSED),
        ("lima", Certainty.REFUSED),
    ],
)
def test_what_is_no_rt_is_left_out(cell: Any, state: Certainty) -> None:
    assert mend_neighbourhood(cell).value is None
    assert mend_neighbourhood(cell).state is state


def test_a_word_for_a_number_is_refused_with_the_word() -> None:
    assert mend_count("lima").note == "'lima' bukan angka."
    assert mend_count("1.250").value == 1250
    assert mend_count("54.5").value is None
    assert mend_count(3.0).value == 3
