"""Days of birth are judged by the whole column, day cells and texts apart, with the NIK as referee."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from puskesos_desktop.exchange.tables import reading, recogniser, sheets
from puskesos_desktop.exchange.tables.kinds.kind import SourceRow
from puskesos_desktop.exchange.tables.reading import Reader
from tests.support import tables as maker
from tests.support.tables import Cell, Person

PEOPLE = maker.people(30)
BORN = [one.born.isoformat() for one in PEOPLE]
Write = Callable[[Person], Cell]


def read(folder: Path, cells: Sequence[Cell], found: Sequence[Person] = PEOPLE) -> tuple[Reader, list[SourceRow]]:
    rows = maker.siak(found)
    for row, cell in zip(rows[1:], cells, strict=True):
        row[maker.SIAK.index("Tanggal Lahir")] = cell
    path = maker.xlsx(folder / "a.xlsx", {"Data": rows})
    reader = reading.read(recogniser.recognise(sheets.open_book(path)))
    return reader, list(reader)


def born(rows: Sequence[SourceRow]) -> list[object]:
    return [row.person.get("tanggal_lahir") for row in rows]


def turned(day: date) -> Cell:
    """As an American Excel keeps what was typed with the day first: a wrong day cell, or a text."""
    return date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"


WAYS: dict[str, Write] = {
    "day first": lambda one: f"{one.born:%d/%m/%Y}",
    "month first": lambda one: f"{one.born:%m/%d/%Y}",
    "month first, short": lambda one: f"{one.born.month}/{one.born.day}/{one.born.year}",
    "day cells": lambda one: one.born,
    "typed into an American Excel": lambda one: turned(one.born),
    "ISO": lambda one: f"{one.born:%Y-%m-%d}",
    "in words": lambda one: f"{one.born.day} Mei {one.born.year}" if one.born.month == 5 else one.born.isoformat(),
    "serial numbers": lambda one: float((one.born - date(1899, 12, 30)).days),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_day_is_read_as_it_was_meant(tmp_path: Path, way: str) -> None:
    _, rows = read(tmp_path, [WAYS[way](one) for one in PEOPLE])
    assert born(rows) == BORN
    assert not [row for row in rows if row.doubts or row.refusals]


def test_a_column_of_all_ways_is_read_cell_by_cell(tmp_path: Path) -> None:
    ways = [WAYS[one] for one in ("day first", "day cells", "ISO", "serial numbers")]
    _, rows = read(tmp_path, [ways[at % 4](one) for at, one in enumerate(PEOPLE)])
    assert born(rows) == BORN


def test_day_cells_and_texts_of_one_column_are_judged_apart(tmp_path: Path) -> None:
    mixed = [f"{one.born:%d/%m/%Y}" if at % 2 else turned(one.born) for at, one in enumerate(PEOPLE)]
    assert born(read(tmp_path, mixed)[1]) == BORN


def test_people_without_a_nik_are_read_as_the_others_show(tmp_path: Path) -> None:
    found = [one if at % 3 else replace(one, nik="") for at, one in enumerate(PEOPLE)]
    reader, rows = read(tmp_path, [f"{one.born:%m/%d/%Y}" for one in found], found)
    assert born(rows) == BORN
    assert "bulan di depan" in " ".join(one.sentence for one in reader.remarks)


def test_a_column_turned_by_excel_is_seen_without_any_nik(tmp_path: Path) -> None:
    found = [replace(one, nik="") for one in PEOPLE]
    assert sum(one.born.day <= 12 for one in found) >= 8
    assert born(read(tmp_path, [turned(one.born) for one in found], found)[1]) == BORN


def test_where_both_orders_occur_the_nik_decides_and_without_one_a_person(tmp_path: Path) -> None:
    low = [one for one in PEOPLE if one.born.day <= 12 and one.born.day != one.born.month]
    found = [replace(low[0], nik=""), *low[1:]]
    cells = [f"{one.born:%d/%m/%Y}" if at % 2 else f"{one.born:%m/%d/%Y}" for at, one in enumerate(found)]
    _, rows = read(tmp_path, cells, found)
    assert born(rows)[1:] == [one.born.isoformat() for one in low[1:]]
    assert (born(rows)[0], len(rows[0].doubts)) == (None, 1)
    assert "dapat berarti" in rows[0].doubts[0][1]


def test_what_the_nik_says_otherwise_is_told_per_row_and_as_a_sum_and_asked(tmp_path: Path) -> None:
    found = [replace(one, born=date(one.born.year - 1, 5, 20)) if at < 7 else one for at, one in enumerate(PEOPLE)]
    found[9] = replace(found[9], sex=3 - found[9].sex)
    reader, rows = read(tmp_path, [f"{one.born:%d-%m-%Y}" for one in found], found)
    assert [at for at, row in enumerate(rows) if row.doubts] == [*range(7), 9]
    assert "bertentangan dengan NIK" in rows[0].doubts[0][1]
    told = [one.sentence for one in reader.remarks]
    assert told == ["7 tanggal dan 1 jenis kelamin bertentangan dengan NIK."]


def test_a_few_wrong_days_do_not_turn_a_column(tmp_path: Path) -> None:
    low = next(at for at, one in enumerate(PEOPLE) if one.born.day <= 12 and one.born.day != one.born.month)
    cells: list[Cell] = [f"{one.born:%d-%m-%Y}" for one in PEOPLE]
    cells[low] = f"{PEOPLE[low].born:%m-%d-%Y}"
    _, rows = read(tmp_path, cells)
    assert [at for at, row in enumerate(rows) if row.doubts] == [low]
    assert born(rows)[:low] == BORN[:low]


def test_no_order_of_any_column_is_taken_against_its_niks(tmp_path: Path) -> None:
    chance = random.Random(5)
    for at in range(8):
        way = chance.choice([WAYS[one] for one in WAYS if one != "in words"])
        found = maker.people(20, seed=at + 50)
        folder = tmp_path / str(at)
        folder.mkdir()
        assert born(read(folder, [way(one) for one in found], found)[1]) == [one.born.isoformat() for one in found]
