"""Days, months and hours as Indonesians write them: read from what was typed, shown in one way."""

from __future__ import annotations

import re
from datetime import date, datetime

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

_MONTH_WORDS = {
    **{month[:length].casefold(): number for number, month in enumerate(MONTHS, 1) for length in (3, len(month))},
    "agt": 8, "ags": 8, "agust": 8, "sept": 9, "okt": 10, "nop": 11, "nopember": 11, "pebruari": 2, "peb": 2,
}  # fmt: skip

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DIGITS = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})")
_SOLID = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_WORDS = re.compile(r"([0-9]{1,2})[-/. ]*([A-Za-z]{3,9})\.?[-/. ]*([0-9]{4})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_DIGIT_MONTH = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{4})")
_SOLID_MONTH = re.compile(r"([0-9]{2})([0-9]{4})")
_WORD_MONTH = re.compile(r"([A-Za-z]{3,9})\.?[-/. ]*([0-9]{4})")


def read_date(text: str) -> date | None:
    """The day that was typed, or nothing when it is no day.

    Reads 31-12-1990, 31/12/1990, 31.12.1990, 31121990, 31 Des 1990, 31 Desember 1990 and 1990-12-31; the day always
    stands before the month. A year of two digits is never completed by guessing.
    """
    typed = " ".join(text.split())
    if found := _ISO.fullmatch(typed):
        return _day(found[1], found[2], found[3])
    if found := _DIGITS.fullmatch(typed):
        return _day(found[4], found[3], found[1])
    if found := _SOLID.fullmatch(typed):
        return _day(found[3], found[2], found[1])
    if found := _WORDS.fullmatch(typed):
        return _day(found[3], _MONTH_WORDS.get(found[2].casefold(), 0), found[1])
    return None


def read_month(text: str) -> str | None:
    """The month that was typed as "YYYY-MM", or nothing: 2026-01, 01-2026, 1/2026, 012026, Jan 2026, Januari 2026."""
    typed = " ".join(text.split())
    if found := _ISO_MONTH.fullmatch(typed):
        day = _day(found[1], found[2], 1)
    elif found := _DIGIT_MONTH.fullmatch(typed) or _SOLID_MONTH.fullmatch(typed):
        day = _day(found[2], found[1], 1)
    elif found := _WORD_MONTH.fullmatch(typed):
        day = _day(found[2], _MONTH_WORDS.get(found[1].casefold(), 0), 1)
    else:
        return None
    return f"{day.year:04}-{day.month:02}" if day else None


def show_date(day: date) -> str:
    """As on forms: "31-12-1990"."""
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def long_date(day: date) -> str:
    """As in letters: "12 Januari 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def show_time(moment: datetime) -> str:
    """Hours and minutes with a dot: "10.42"."""
    return f"{moment.hour:02}.{moment.minute:02}"


def show_utc(text: str) -> str:
    """A stored wall time ("2026-11-24T03:12:45Z") in the machine's own zone: "24 November 2026 pukul 10.12"."""
    moment = _local(text)
    return f"{long_date(moment.date())} pukul {show_time(moment)}" if moment else text


def short_utc(text: str) -> str:
    """The same for a list: "24-11-2026 10.12"; what is no moment stays as it is."""
    moment = _local(text)
    return f"{show_date(moment.date())} {show_time(moment)}" if moment else text


def _local(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        return None


def ago(day: date, today: date) -> str:
    """How long since that day, in the largest whole unit: "hari ini", "5 hr", "3 bln", "2 thn"."""
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months >= 12:
        return f"{months // 12} thn"
    if months >= 1:
        return f"{months} bln"
    days = (today - day).days
    return f"{days} hr" if days > 0 else "hari ini"


def _day(year: str, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
