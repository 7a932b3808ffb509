from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos_desktop.domain.words import calendar

LAST_OF_1990 = date(1990, 12, 31)


@pytest.mark.parametrize(
    "typed",
    [
        "31-12-1990", "31/12/1990", "31.12.1990", "31 12 1990", "31121990", "31 Des 1990", "31 Desember 1990",
        "31 desember 1990", "31-Des-1990", "1990-12-31", "  31-12-1990 ",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_spelling(typed: str) -> None:
    assert calendar.read_date(typed) == LAST_OF_1990


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1-2-2000", date(2000, 2, 1)),
        ("17 Agt 1945", date(1945, 8, 17)),
        ("17 Agustus 1945", date(1945, 8, 17)),
        ("5 Nopember 1988", date(1988, 11, 5)),
        ("29-02-2024", date(2024, 2, 29)),
    ],
)
def test_days_without_leading_zero_and_old_month_names_are_read(typed: str, day: date) -> None:
    assert calendar.read_date(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["", "31-12-90", "311290", "31-13-1990", "30-02-2000", "29-02-2023", "0-1-2000", "kemarin", "31 Foo 1990",
     "31-12/1990", "3112199", "1-1-0000", "\u0663\u0661-12-1990"],
)  # fmt: skip
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert calendar.read_date(typed) is None


@given(st.dates())
def test_a_shown_day_is_read_back(day: date) -> None:
    assert calendar.read_date(calendar.show_date(day)) == day
    assert calendar.read_date(day.isoformat()) == day
    assert calendar.read_date(f"{day.day} {calendar.MONTHS[day.month - 1]} {day.year:04}") == day


@given(st.text())
def test_no_text_at_all_makes_reading_fail(text: str) -> None:
    calendar.read_date(text)
    calendar.read_month(text)


@pytest.mark.parametrize("typed", ["2026-03", "2026-3", "03-2026", "3/2026", "032026", "Mar 2026", "maret 2026"])
def test_a_month_is_read_in_every_usual_spelling(typed: str) -> None:
    assert calendar.read_month(typed) == "2026-03"


@pytest.mark.parametrize("typed", ["", "13-2026", "00-2026", "03-26", "2026", "Foo 2026"])
def test_what_is_no_month_is_not_guessed(typed: str) -> None:
    assert calendar.read_month(typed) is None


def test_days_and_hours_are_shown_the_indonesian_way() -> None:
    assert calendar.show_date(LAST_OF_1990) == "31-12-1990"
    assert calendar.show_date(date(2026, 1, 2)) == "02-01-2026"
    assert calendar.long_date(date(2026, 1, 12)) == "12 Januari 2026"
    assert calendar.show_time(datetime(2026, 1, 12, 8, 5)) == "08.05"
    assert calendar.show_time(datetime(2026, 1, 12, 10, 42)) == "10.42"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "hari ini"),
        (date(2026, 11, 25), "hari ini"),
        (date(2026, 11, 19), "5 hr"),
        (date(2026, 10, 25), "30 hr"),
        (date(2026, 10, 24), "1 bln"),
        (date(2026, 8, 1), "3 bln"),
        (date(2025, 11, 25), "11 bln"),
        (date(2025, 11, 24), "1 thn"),
        (date(2024, 1, 1), "2 thn"),
    ],
)
def test_time_gone_by_is_told_in_the_largest_whole_unit(day: date, words: str) -> None:
    assert calendar.ago(day, date(2026, 11, 24)) == words
