"""Nobody is read into another family's card: families are told by their shape, and what is not certain is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from puskesos_desktop.exchange.tables import reading, recogniser, sheets
from puskesos_desktop.exchange.tables.kinds.kind import SourceRow
from tests.support import table_layouts as layouts
from tests.support import tables as maker
from tests.support.tables import Cell, Person, Rows

PEOPLE = maker.people(4)
CARDS = [one.kk for one in PEOPLE]
Draw = Callable[[list[Person]], list[list[Cell]]]


def rows_of(folder: Path, rows: Rows, merges: tuple[tuple[int, int, int, int], ...] = ()) -> list[SourceRow]:
    return list(
        reading.read(recogniser.recognise(sheets.open_book(maker.xlsx(folder / "a.xlsx", {"Data": rows}, merges))))
    )


def cards(rows: list[SourceRow]) -> list[object]:
    return [row.household.get("nomor_kk") for row in rows]


LAYOUTS: dict[str, Draw] = {
    "ektp": layouts.ektp_under_one_label,
    "ektp, pages": lambda found: layouts.ektp_under_one_label(found, 5),
    "regional pages": layouts.family_pages,
    "bip 2016": maker.bip_2016,
    "bip 2012": maker.bip_2012,
    "ektp, label each time": maker.bip_ektp,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_families_under_one_label_or_on_pages_keep_their_own_cards(tmp_path: Path, layout: str) -> None:
    found = rows_of(tmp_path, LAYOUTS[layout](PEOPLE))
    assert [row.person["nik"] for row in found] == [one.nik for one in PEOPLE]
    assert cards(found) == CARDS
    assert not [row.doubts for row in found if row.doubts]
    assert not [row.refusals for row in found if row.refusals]


def test_the_place_of_a_page_is_that_of_its_family(tmp_path: Path) -> None:
    for draw in (layouts.ektp_under_one_label, layouts.family_pages):
        home = [row.household for row in rows_of(tmp_path, draw(PEOPLE))]
        assert [(one["rt"], one["rw"], one["dusun"]) for one in home] == [(one.rt, one.rw, "KRAJAN") for one in PEOPLE]


@pytest.mark.parametrize("layout", ["ektp", "ektp, pages", "bip 2016", "bip 2012", "ektp, label each time"])
def test_a_family_whose_number_is_missing_is_asked_and_not_put_under_the_card_above(
    tmp_path: Path, layout: str
) -> None:
    lines = LAYOUTS[layout](PEOPLE)
    kept = [row for row in lines if not any(PEOPLE[3].kk in str(cell) for cell in row)]
    found = rows_of(tmp_path, kept)
    assert cards(found) == [one.kk if one.family != 1 else None for one in PEOPLE]
    assert [bool(row.doubts) for row in found] == [one.family == 1 for one in PEOPLE]
    assert len({row.family for row in found}) == 4


def test_people_before_any_number_are_asked(tmp_path: Path) -> None:
    lines = [row for row in maker.bip_2016(PEOPLE) if not str((row or [""])[0]).startswith("No. KK")]
    found = rows_of(tmp_path, lines)
    assert cards(found) == [None] * len(PEOPLE)
    assert all(row.doubts for row in found)


def test_the_number_of_an_official_below_a_page_begins_no_family(tmp_path: Path) -> None:
    lines = layouts.ektp_under_one_label(PEOPLE)
    place = next(at for at, row in enumerate(lines) if row[:1] == ["2"])
    signature: list[Cell] = ["", "", "", "196501011990031001"]
    signed = [*lines[:place], signature, *lines[place:]]
    assert cards(rows_of(tmp_path, signed)) == CARDS


TABLES: dict[str, tuple[Draw, tuple[str, ...]]] = {
    "opensid": (maker.opensid, ("no_kk",)),
    "siak": (maker.siak, ("Nomor KK",)),
    "dtks": (maker.dtks, ("NOKK", "ALAMAT")),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_card_written_only_on_the_row_of_the_head_is_that_of_the_rows_below(tmp_path: Path, kind: str) -> None:
    draw, columns = TABLES[kind]
    found = rows_of(tmp_path, layouts.once(draw(PEOPLE), columns, layouts.heads(PEOPLE)))
    assert cards(found) == CARDS
    assert len({row.family for row in found}) == 4
    assert not [row for row in found if row.doubts or row.homeless]


def test_joined_cells_of_a_card_are_one_family(tmp_path: Path) -> None:
    rows = layouts.once(maker.siak(PEOPLE), ("Nomor KK", "SHDK"), layouts.heads(PEOPLE))
    merges = tuple((at + 1, 0, at + 3, 0) for at in layouts.heads(PEOPLE))
    assert cards(rows_of(tmp_path, rows, merges)) == CARDS


def test_a_blank_card_below_a_full_one_is_asked_where_nothing_proves_whose_it_is(tmp_path: Path) -> None:
    rows = layouts.once(maker.siak(PEOPLE), ("Nomor KK",), [*layouts.heads(PEOPLE), 1, 5])
    found = rows_of(tmp_path, rows)
    asked = [row.homeless != "" for row in found]
    assert asked == [card is None for card in cards(found)]
    assert sum(asked) == 6
    assert "mungkin keluarga di baris" in next(row.homeless for row in found if row.homeless)


def test_a_head_without_a_card_begins_a_family_that_is_not_the_one_above(tmp_path: Path) -> None:
    rows = layouts.once(maker.siak(PEOPLE), ("Nomor KK",), [0, 6, 9])
    found = rows_of(tmp_path, rows)
    assert cards(found) == [one.kk if one.family != 1 else None for one in PEOPLE]
    assert len({row.family for row in found}) == 4


def numbered(found: list[Person], numbers: list[Cell]) -> list[list[Cell]]:
    """A list without cards: serial number, name, NIK, relation."""
    head: list[Cell] = ["No", "Nama Warga", "No. KTP", "Hubungan"]
    return [head, *([number, one.name, one.nik, one.label] for number, one in zip(numbers, found, strict=True))]


NUMBERS: dict[str, list[Cell]] = {
    "only heads": [cell for at in range(1, 5) for cell in (float(at), "", "")],
    "again at each head": [1.0, 2.0, 3.0] * 4,
    "one for each family": [float(one.family + 1) for one in PEOPLE],
}


def mapped(folder: Path, rows: Rows) -> list[SourceRow]:
    seen = recogniser.recognise(sheets.open_book(maker.xlsx(folder / "a.xlsx", {"Data": rows})))
    return list(reading.read(recogniser.remap(seen, seen.suggestions)))


@pytest.mark.parametrize("way", NUMBERS)
def test_households_may_be_told_by_their_serial_number(tmp_path: Path, way: str) -> None:
    found = mapped(tmp_path, numbered(PEOPLE, NUMBERS[way]))
    families = [row.family for row in found]
    assert [families.index(one) for one in families] == [at - at % 3 for at in range(12)]
    assert not [row for row in found if row.homeless or row.doubts]


def test_people_numbered_through_stand_in_no_certain_family(tmp_path: Path) -> None:
    found = mapped(tmp_path, numbered(PEOPLE, [float(at) for at in range(1, 13)]))
    assert [bool(row.homeless) for row in found] == [one.relation != 1 for one in PEOPLE]


def test_small_numbers_in_the_column_of_the_card_count_households(tmp_path: Path) -> None:
    rows = maker.siak(PEOPLE)
    for row, one in zip(rows[1:], PEOPLE, strict=True):
        row[0] = float(one.family + 1)
    found = rows_of(tmp_path, rows)
    assert cards(found) == [None] * 12
    assert len({row.family for row in found}) == 4
    assert not [row for row in found if row.doubts]
