"""No quote of a text file eats a row, and text of any letters and web pages called .xls are read."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from puskesos_desktop.exchange.tables import reading, recogniser, sheets, text
from puskesos_desktop.exchange.tables.guard import UnreadableTable
from puskesos_desktop.exchange.tables.kinds.kind import SourceRow
from tests.support import table_layouts as layouts
from tests.support import tables as maker
from tests.support.tables import Cell

PEOPLE = maker.people(100)


def read(path: Path) -> tuple[recogniser.Recognised, list[SourceRow]]:
    seen = recogniser.recognise(sheets.open_book(path))
    return seen, list(reading.read(seen))


def spoiled(folder: Path, spoil: Callable[[list[str]], None], delimiter: str = ",") -> Path:
    """A text file of 300 people, its lines changed."""
    path = maker.csv(folder / "a.csv", maker.opensid(PEOPLE), delimiter)
    lines = path.read_text(encoding="utf-8").split("\n")
    spoil(lines)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    return path


STRAY: dict[str, dict[int, tuple[str, str]]] = {
    "before a name": {100: ("332801", '"332801')},
    "two in a line": {100: ("Jl.", '"Jl.'), 101: ("TEGAL", '"TEGAL')},
    "two lines far apart": {50: ("Jl.", '"Jl.'), 90: ("Jl.", '"Jl.')},
    "in the last line": {300: ("Jl.", '"Jl.')},
    "within a word": {7: ("TEGAL", 'TE"GAL')},
}


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("where", STRAY)
def test_a_stray_quote_eats_no_row_and_is_told(tmp_path: Path, where: str, delimiter: str) -> None:
    def spoil(lines: list[str]) -> None:
        for at, (old, new) in STRAY[where].items():
            lines[at] = lines[at].replace(old, new, 1)

    path = spoiled(tmp_path, spoil, delimiter)
    seen, rows = read(path)
    assert len(rows) == len(path.read_text(encoding="utf-8").splitlines()) - 1 == 300
    assert [row.person.get("nik") for row in rows] == [one.nik for one in PEOPLE]
    assert [notice.code for notice in seen.notices] == ["petik"]


def test_a_cell_of_two_lines_stays_one_cell(tmp_path: Path) -> None:
    def broken(lines: list[str]) -> None:
        lines[5] = lines[5].replace("Jl. Melati 1", '"Jl. Melati 1\nsebelah mushola, RT 3"')

    seen, rows = read(spoiled(tmp_path, broken))
    assert len(rows) == 300
    assert rows[4].household["alamat"] == "Jl. Melati 1 sebelah mushola, RT 3"
    assert not seen.notices


def test_a_quote_that_leaves_half_a_row_is_refused_by_its_line(tmp_path: Path) -> None:
    def halved(lines: list[str]) -> None:
        lines[5] = lines[5].replace("TEGAL", '"TEGAL\n')

    with pytest.raises(UnreadableTable, match="tanda petik di baris 6") as caught:
        read(spoiled(tmp_path, halved))
    assert caught.value.code == "rusak"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text("ab 12\"'", max_size=6), min_size=3, max_size=3), min_size=2, max_size=20))
def test_quotes_anywhere_in_full_lines_leave_a_row_for_each_line(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8", newline="")
    assert len(list(text.Records(path, "utf-8", ","))) == len(rows)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_are_known_without_their_mark(tmp_path: Path, encoding: str) -> None:
    found = maker.people(4)
    path = maker.csv(tmp_path / "warga.csv", maker.opensid(found), "\t", encoding)
    assert [row.person["nama"] for row in read(path)[1]] == [one.name for one in found]


def web(path: Path, rows: list[list[Cell]], start: str = "<html><head><meta charset=utf-8></head><body>") -> Path:
    """A page with a table, as many programs write it and call it .xls."""
    lines = ("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    path.write_text(f"{start}<style>td {{x:1}}</style><table border=1>{''.join(lines)}</table>", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "start", ["<html><body>", "<table><tr><td>Desa Uji</td></tr></table>", "<!DOCTYPE html><html>"]
)
def test_a_web_page_called_xls_is_read(tmp_path: Path, start: str) -> None:
    found = maker.people(4)
    _, rows = read(web(tmp_path / "penduduk.xls", maker.siak(found), start))
    assert [row.person["nik"] for row in rows] == [one.nik for one in found]


def test_joined_cells_of_a_web_page_are_known(tmp_path: Path) -> None:
    found = maker.people(2)
    rows = layouts.once(maker.siak(found), ("Nomor KK", "SHDK"), layouts.heads(found))
    path = web(tmp_path / "a.xls", rows)
    page = path.read_text(encoding="utf-8")
    for one in (found[0], found[3]):
        page = page.replace(f"<td>{one.kk}</td>", f"<td rowspan=3>{one.kk}</td>")
    kept = page.replace("<tr><td></td>", "<tr>")
    path.write_text(kept, encoding="utf-8")
    assert [row.household["nomor_kk"] for row in read(path)[1]] == [one.kk for one in found]
