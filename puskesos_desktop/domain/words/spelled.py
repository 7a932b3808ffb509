"""Numbers and days in Indonesian words, as letters and minutes write them beside the figures."""

from __future__ import annotations

from datetime import date

from puskesos_desktop.domain.words.calendar import MONTHS

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def in_words(number: int) -> str:
    """A whole number from 0 on in words: 25 is "dua puluh lima", 1000 is "seribu"."""
    from lokal.terbilang import terbilang

    return str(terbilang(number))


def with_words(number: int) -> str:
    """The figure and its words: "25 (dua puluh lima)"."""
    return f"{number} ({in_words(number)})"


def weekday(day: date) -> str:
    """The day of the week: "Senin"."""
    return WEEKDAYS[day.weekday()]


def day_in_words(day: date) -> str:
    """As minutes begin: "Senin, tanggal sebelas bulan Mei tahun dua ribu dua puluh enam"."""
    month = MONTHS[day.month - 1]
    return f"{weekday(day)}, tanggal {in_words(day.day)} bulan {month} tahun {in_words(day.year)}"
