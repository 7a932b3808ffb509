"""Table files of every format open, and bad ones each end in one sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from puskesos_desktop.exchange.tables import extent, guard, reading, recogniser, sheets
from puskesos_desktop.exchange.tables.guard import UnreadableTable
from puskesos_desktop.exchange.tables.kinds.kind import SourceRow
from tests.support import tables

PEOPLE = tables.people(4)


def read(path: Path) -> tuple[recogniser.Recognised, list[SourceRow]]:
    seen = recogniser.recognise(sheets.open_book(path))
    return seen, list(reading.read(seen))


def everyone(path: Path) -> list[tuple[object, object, object]]:
    _, rows = read(path)
    return [(row.person["nik"], row.person["nama"], row.person["tanggal_lahir"]) for row in rows]


EXPECTED = [(one.nik, one.name, one.born.isoformat()) for one in PEOPLE]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_files_of_any_delimiter_and_encoding_are_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    found = tables.changed(PEOPLE, 1, name="SITI FAT\u00c9MAH")
    path = tables.csv(tmp_path / "warga.csv", tables.opensid(found), delimiter, encoding)
    _, rows = read(path)
    assert [row.person["nama"] for row in rows] == [one.name for one in found]


def test_excel_libreoffice_and_text_give_the_same_people(tmp_path: Path) -> None:
    rows = tables.opensid(PEOPLE)
    assert everyone(tables.xlsx(tmp_path / "a.xlsx", {"Data Penduduk": rows})) == EXPECTED
    assert everyone(tables.ods(tmp_path / "a.ods", rows)) == EXPECTED
    assert everyone(tables.csv(tmp_path / "a.csv", rows)) == EXPECTED


def test_old_excel_is_read(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for at, row in enumerate(tables.siak(PEOPLE)):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    book.save(str(tmp_path / "siak.xls"))
    assert everyone(tmp_path / "siak.xls") == EXPECTED


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    path = tables.xlsx(tmp_path / "a.xlsx", {"Data": tables.opensid(PEOPLE)})
    assert everyone(path.rename(tmp_path / "a.csv")) == EXPECTED


def test_the_line_sep_of_excel_is_obeyed(tmp_path: Path) -> None:
    path = tables.csv(tmp_path / "a.csv", tables.opensid(PEOPLE), ";")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())
    seen, rows = read(path)
    assert (seen.tables[0].header_row, len(rows)) == (2, len(PEOPLE))


def test_cells_are_named_as_in_excel(tmp_path: Path) -> None:
    rows: tables.Rows = [[], ["", "NIK", "Nama"], ["", "x", "y"]]
    sheet = sheets.open_book(tables.xlsx(tmp_path / "a.xlsx", {"Data": rows})).sheets[0]
    assert list(sheet.rows())[1:] == [(2, ("", "NIK", "Nama")), (3, ("", "x", "y"))]
    assert sheets.address(7, 1) == "B7"
    assert [sheets.letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def refused(path: Path) -> UnreadableTable:
    with pytest.raises(UnreadableTable) as caught:
        read(path)
    assert str(caught.value).startswith(f"Berkas {path.name}: ")
    assert caught.value.message.endswith(".")
    return caught.value


BYTES = {
    "kosong": b"",
    "gambar": b"\x89PNG\r\n\x1a\n" + b"\0" * 99,
    "halaman_web": b"<html><body><p>Data penduduk</p></body></html>",
    "bukan_tabel": b"%PDF-1.7",
    "rusak": b"PK\x03\x04" + b"x" * 99,
}


@pytest.mark.parametrize("code", BYTES)
def test_a_file_that_is_no_table_is_named_for_what_it_is(tmp_path: Path, code: str) -> None:
    path = tmp_path / "warga.xlsx"
    path.write_bytes(BYTES[code])
    assert refused(path).code == code


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    assert refused(tmp_path / "hilang.xlsx").code == "tidak_terbuka"


def test_a_truncated_excel_file_is_broken(tmp_path: Path) -> None:
    path = tables.xlsx(tmp_path / "a.xlsx", {"Data": tables.opensid(PEOPLE)})
    path.write_bytes(path.read_bytes()[:2000])
    assert refused(path).code == "rusak"


def test_two_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "besar.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert refused(path).code == "terlalu_besar"


def test_a_locked_excel_file_asks_to_save_it_without_password(tmp_path: Path) -> None:
    path = tmp_path / "kunci.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    assert refused(path).code == "sandi"


def test_a_locked_libreoffice_file_asks_for_the_same(tmp_path: Path) -> None:
    path = tables.ods(tmp_path / "kunci.ods", tables.opensid(PEOPLE))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["META-INF/manifest.xml"] = b"<manifest:encryption-data/>"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert refused(path).code == "sandi"


def test_a_zip_bomb_is_refused_before_it_unfolds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(60):
                part.write(b"\0" * 10_000_000)
    monkeypatch.setattr(guard, "MAX_UNPACKED", 500_000_000)
    assert path.stat().st_size < 1_000_000
    assert refused(path).code == "bom"


def test_one_cell_of_libreoffice_standing_for_millions_is_a_bomb(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    body = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    assert refused(tables.ods_of(tmp_path / "bom.ods", body)).code == "bom"


def test_empty_rows_repeated_to_the_end_are_no_bomb(tmp_path: Path) -> None:
    row = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{word}</text:p></table:table-cell>'
        for word in ("NIK", "Nama", "no_kk")
    )
    tail = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    one = row.replace("NIK", PEOPLE[0].nik).replace("no_kk", PEOPLE[0].kk).replace("Nama", PEOPLE[0].name)
    body = f"<table:table-row>{row}</table:table-row><table:table-row>{one}</table:table-row>{tail}"
    _, rows = read(tables.ods_of(tmp_path / "a.ods", body))
    assert [row.person["nik"] for row in rows] == [PEOPLE[0].nik]


@pytest.mark.parametrize(("row", "column"), [(2, 16_383), (900_000, 0), (150_000, 300)])
def test_a_cell_far_outside_the_table_is_refused_before_memory_is_taken(tmp_path: Path, row: int, column: int) -> None:
    path = tmp_path / "lebar.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "NIK")
        sheet.write(0, column, "x")
        sheet.write(row, 0, "x")
        sheet.write(row, column, "x")
    assert refused(path).code == "terlalu_lebar"


def test_coloured_empty_columns_are_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "warna.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, yellow = book.add_worksheet(), book.add_format({"bg_color": "#FFFF00"})
        for at, row in enumerate(tables.opensid(PEOPLE)):
            sheet.write_row(at, 0, row)
        for column in range(43, 16_384):
            sheet.write_blank(0, column, None, yellow)
    assert everyone(path) == EXPECTED


def test_a_text_line_of_sixteen_thousand_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lebar.csv"
    path.write_text(",".join(["x"] * 16_384))
    assert refused(path).code == "terlalu_lebar"


def test_the_reach_of_a_sheet_without_addresses_is_counted() -> None:
    reach = extent.Extent()
    reach.take(b"<row><c><v>1</v></c></row>" + b"<row>" + b"<c><v>1</v></c>" * 800 + b"</row>")
    assert reach.too_far


def formula(path: Path, result: object) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(tables.opensid(PEOPLE)):
            sheet.write_row(at, 0, row)
        sheet.write_formula(1, 4, '="SAR"&"KIM"', None, result)
    return path


def test_the_stored_result_of_a_formula_is_read_and_told(tmp_path: Path) -> None:
    seen, rows = read(formula(tmp_path / "a.xlsx", "SARKIM"))
    assert rows[0].person["nama"] == "SARKIM"
    assert [notice.code for notice in seen.notices] == ["rumus"]


def test_a_formula_without_a_result_is_refused(tmp_path: Path) -> None:
    assert refused(formula(tmp_path / "a.xlsx", "")).code == "rumus"


def test_macros_are_told_and_never_run(tmp_path: Path) -> None:
    path = tables.xlsx(tmp_path / "a.xlsm", {"Data": tables.opensid(PEOPLE)})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0")
    seen, rows = read(path)
    assert [notice.code for notice in seen.notices] == ["makro"]
    assert len(rows) == len(PEOPLE)


def test_joined_cells_of_a_person_are_refused_and_those_of_titles_are_not(tmp_path: Path) -> None:
    rows = tables.titled(tables.opensid(PEOPLE))
    name = tables.OPENSID.index("nama")
    path = tables.xlsx(tmp_path / "a.xlsx", {"Data": rows}, merges=[(0, 0, 0, 9), (4, name, 5, name)])
    seen, found = read(path)
    assert [notice.sentence for notice in seen.notices] == ["Ada sel yang digabung di dalam tabel, misalnya E5:E6."]
    assert ("E5", "Sel E5:E6 digabung; pisahkan per orang.") in found[1].refusals
    assert not found[0].refusals


def test_a_book_without_a_table_is_a_sentence(tmp_path: Path) -> None:
    assert refused(tables.xlsx(tmp_path / "a.xlsx", {"Kosong": []})).code == "tanpa_tabel"
    assert refused(tables.xlsx(tmp_path / "b.xlsx", {"Angka": [[1.0, 2.0], [3.0, 4.0]]})).code == "tanpa_tabel"
