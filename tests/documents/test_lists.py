"""What goes out as PDF and Excel: all of it, with every digit, the same bytes for the same content."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from puskesos_desktop.documents import printed_list, recovery_paper
from puskesos_desktop.documents.printed_list import Heading, ListColumn
from puskesos_desktop.domain.outcome import Cancelled, UserError
from puskesos_desktop.exchange.tables import excel
from puskesos_desktop.store.file import keyslots

HEADING = Heading("Keluarga", "Desa Uji", "Saringan: Semua", "20 November 2026 pukul 10.00")
COLUMNS = (ListColumn("Kepala keluarga", 180), ListColumn("Nomor KK", 160), ListColumn("Anggota", 60, right=True))


def test_every_row_of_a_list_is_printed_and_pages_are_counted(tmp_path: Path) -> None:
    rows = [(f"ORANG {number:03d}", "3328 0120 0110 7001", "3") for number in range(95)]
    printed_list.write(tmp_path / "a.pdf", HEADING, COLUMNS, rows)
    pages = PdfReader(tmp_path / "a.pdf").pages
    text = "\n".join(page.extract_text() for page in pages)
    assert all(name in text for name, _, _ in rows)
    assert f"Halaman {len(pages)} dari {len(pages)}" in text
    printed_list.write(tmp_path / "b.pdf", HEADING, COLUMNS, rows)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_batal_leaves_no_file_and_keeps_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"lama")

    def stop(_done: int, _total: int, _text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        printed_list.write(tmp_path / "a.pdf", HEADING, COLUMNS, [("X", "", "")], progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"lama"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="tidak dapat ditulis"):
        printed_list.write(tmp_path / "tidak-ada" / "a.pdf", HEADING, COLUMNS, [])
    with pytest.raises(UserError, match="tidak dapat ditulis"):
        excel.write_list(tmp_path / "tidak-ada" / "a.xlsx", "Keluarga", ["Nama"], [["X"]])


def test_the_recovery_sheet_shows_every_group(tmp_path: Path) -> None:
    code = keyslots.recovery_code(bytes(range(32)))
    recovery_paper.write(tmp_path / "kode.pdf", code, "Desa Uji", "Ibu Uji", "20 November 2026")
    text = PdfReader(tmp_path / "kode.pdf").pages[0].extract_text()
    assert all(" ".join(group) in text for group in code.split("-"))
    assert "Ibu Uji" in text


def test_excel_keeps_a_nik_as_text_and_takes_no_formula(tmp_path: Path) -> None:
    excel.write_list(tmp_path / "a.xlsx", "Keluarga", ["NIK", "Nama", "Anggota"], [["0012345678901234", "=1+1", 3]])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "0012345678901234" in sheet
    assert "<f>" not in sheet
    assert 't="inlineStr"' in sheet
