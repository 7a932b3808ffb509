"""The verification form: every question is on it, its QR is read, the same data give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

from puskesos_desktop.documents.form import pack
from puskesos_desktop.documents.form.covers import Count, ListedFamily, Neighbourhood
from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.documents.form.pack import Batch, Overview
from puskesos_desktop.documents.form.sheet import FormPrinter, Sheet, qr_text
from puskesos_desktop.documents.press.ink import Words
from puskesos_desktop.documents.press.marks import MARKS, mark_of, options_of
from puskesos_desktop.documents.press.page import A4, F4, Paper
from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.outcome import Cancelled
from puskesos_desktop.forms.fields import KINDS
from puskesos_desktop.forms.kinds import anggota
from puskesos_desktop.forms.paper import PAPER
from tests.support.paper_families import ASOF, HEAD, NUMBER, a_sheet, fixed, invented, of_size
from tests.support.places import TESTS

GOLDEN = TESTS / "golden_paper"
RENEW = (
    "The paper looks different. If that is meant, delete the picture, run this test twice (the first run draws the new "
    "one and fails), and look at it."
)
BLOCK = 8
_SECTIONS = (*(section for _, section in PAPER), *anggota.SECTIONS)
_FIELDS = [one for section in _SECTIONS for one in section.fields if mark_of(one).asked]


def test_every_kind_of_question_has_a_mark_on_paper() -> None:
    assert set(MARKS) == set(KINDS)


@pytest.mark.parametrize("paper", [A4, F4], ids=lambda paper: paper.name)
@pytest.mark.parametrize("blank", [True, False], ids=["blank", "filled"])
def test_every_question_with_its_number_and_codes_stands_on_the_form(tmp_path: Path, paper: Paper, blank: bool) -> None:
    text = words_of(printed(tmp_path, [a_sheet(None if blank else of_size(5))], Options(paper, blank=blank)))
    for one in _FIELDS:
        assert one.label in text, one.label
        assert not one.number or f"{one.number} " in text, one.number
        for code, words in options_of(one):
            assert (code if code == words else f"{code} {words}") in text, (one.label, code)
    for section in _SECTIONS:
        assert f"{section.number} {section.title}" in text
    for words in (
        "Saya menyatakan bahwa informasi",
        "Responden",
        "Petugas pendata",
        "Ketua RT",
        "PEMERINTAH KABUPATEN",
    ):
        assert words in text
    assert "Diisi bila 306a = 4–8" in text
    assert "bila 416a = 1" in text


@pytest.mark.parametrize("paper", [A4, F4], ids=lambda paper: paper.name)
@pytest.mark.parametrize("people", [0, 1, 5])
def test_a_family_of_up_to_five_takes_at_most_four_pages(tmp_path: Path, paper: Paper, people: int) -> None:
    home = replace(of_size(5), members=of_size(5).members[:people])
    assert len(PdfReader(printed(tmp_path, [a_sheet(home)], Options(paper))).pages) <= 4


def test_every_page_says_which_family_which_page_and_what_state(tmp_path: Path) -> None:
    pages = PdfReader(printed(tmp_path, [a_sheet(of_size(6))], Options(A4))).pages
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert f"Halaman {number} dari {len(pages)}" in text
        assert f"Nomor formulir {NUMBER}" in text
        assert f"Keadaan data per {ASOF}" in text


def test_old_answers_are_printed_whole_however_long(tmp_path: Path) -> None:
    home = of_size(5)
    name, address = "MUHAMMAD " * 6 + "WIRYO", "Jalan " + "Panjang " * 12 + "No. 9"
    members = (home.members[0].answering(nama=name), *home.members[1:])
    home = replace(home, members=members, building=home.building.answering(alamat=address))
    text = words_of(printed(tmp_path, [a_sheet(home)], Options(A4)))
    assert name in text
    assert address in text
    born = home.members[0].text("tanggal_lahir").split("-")
    assert "-".join(reversed(born)) in text


def test_confidential_answers_are_hinted_at_and_never_printed(tmp_path: Path) -> None:
    home = of_size(1)
    sick = home.members[0].answering(penyakit=12, keberadaan=1)
    slots = answers_of_page(replace(home, members=(sick,)), "penyakit")
    assert slots == ["R"]
    assert answers_of_page(replace(home, members=(sick.answering(penyakit=None),)), "penyakit") == []


def test_a_masked_form_shows_six_digits_of_every_number(tmp_path: Path) -> None:
    home = of_size(5)
    text = words_of(printed(tmp_path, [a_sheet(home)], Options(A4, masked=True)))
    numbers = [home.family.text("nomor_kk"), *(one.text("nik") for one in home.members if one["nik"])]
    assert all(number[:6] + "*" * 10 in text for number in numbers)
    assert not re.search(r"\d{4} \d{4} \d{4} \d{4}", text)


def test_only_the_wanted_sections_are_printed(tmp_path: Path) -> None:
    text = words_of(printed(tmp_path, [a_sheet(of_size(5))], Options(A4, sections=frozenset({"III.C", "IV.A"}))))
    assert "Sumber air minum utama" in text
    assert "Nama lengkap" in text
    assert "Luas lantai" not in text
    assert "Partisipasi sekolah" not in text


@pytest.mark.parametrize("paper", [A4, F4], ids=lambda paper: paper.name)
@pytest.mark.parametrize("dpi", [100, 150])
def test_the_qr_of_every_form_is_read_from_its_picture(tmp_path: Path, paper: Paper, dpi: int) -> None:
    numbers = [f"{number:012}" for number in (0, 999_999_999_999, *range(123_456_789, 10**12, 87_654_321_987))]
    path = printed(tmp_path, [Sheet(number) for number in numbers], Options(paper, sections=frozenset({"III.A"})))
    with pypdfium2.PdfDocument(path) as document:
        for page, number in zip(document, numbers, strict=True):
            found = zxingcpp.read_barcodes(page.render(scale=dpi / 72, grayscale=True).to_pil())
            assert [one.text for one in found] == [f"PSK1:3328012998:{number}"]


def test_a_qr_is_never_longer_than_a_phone_reads() -> None:
    assert qr_text("33.28.01.2998", "1234 5678 9012") == "PSK1:3328012998:123456789012"
    with pytest.raises(ValueError, match="too long"):
        qr_text("33.28.01.2998", "1" * 60)


def test_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    sheets = [a_sheet(home, f"{place:012}") for place, home in enumerate(invented(6))]
    once = printed(tmp_path, sheets, Options(F4), "a.pdf").read_bytes()
    assert printed(tmp_path, sheets, Options(F4), "b.pdf").read_bytes() == once
    other = [replace(sheets[0], asof="25 November 2026 pukul 08.00"), *sheets[1:]]
    assert printed(tmp_path, other, Options(F4), "c.pdf").read_bytes() != once


def test_two_pages_side_by_side_take_half_the_sheets(tmp_path: Path) -> None:
    sheets = [a_sheet(of_size(5)), a_sheet(None)]
    pages = PdfReader(printed(tmp_path, sheets, Options(A4, two_up=True))).pages
    assert len(pages) == 4
    assert pages[0].mediabox.width > pages[0].mediabox.height
    assert "Halaman 1 dari 4" in pages[0].extract_text()
    assert "Halaman 2 dari 4" in pages[0].extract_text()


def test_a_pack_has_totals_lists_forms_and_labels_with_bookmarks(tmp_path: Path) -> None:
    path = tmp_path / "desa.pdf"
    sheets = pack.write_pack(path, HEAD, an_overview(), batches(), options=Options(A4))
    reader = PdfReader(path)
    assert len(reader.pages) == sheets
    assert titles(reader.outline) == [
        "Rekap per RT", "RT 001/RW 001, Krajan", "RT 002/RW 001, Krajan", "Label amplop",
    ]  # fmt: skip
    assert len(titles(reader.outline, level=1)) == 6
    marked = reader.outline[1]
    assert not isinstance(marked, list)
    first = reader.pages[reader.get_destination_page_number(marked) or 0].extract_text()
    assert "DAFTAR KELUARGA YANG DIKUNJUNGI" in first
    assert "Keadaan data per" in first
    assert "RT 002 / RW 001" in reader.pages[-1].extract_text()


def test_lists_alone_hold_every_family_in_the_order_given(tmp_path: Path) -> None:
    path = tmp_path / "daftar.pdf"
    pack.write_pack(path, HEAD, an_overview(), batches(), options=Options(F4), forms=False)
    text = words_of(path)
    places = [text.index(entry.number) for batch in batches() for entry in batch.area.entries]
    assert places == sorted(places)
    assert "Jumlah 6" in text
    assert "Cara mengisi" not in text


def test_batal_in_the_middle_of_a_pack_leaves_nothing(tmp_path: Path) -> None:
    told = []

    def stop(done: int, total: int, text: str) -> None:
        told.append((done, total, text))
        if done == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        pack.write_pack(tmp_path / "a.pdf", HEAD, an_overview(), batches(), options=Options(A4), progress=stop)
    assert told[-1] == (4, 6, "4 dari 6 keluarga")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("page", [1, 2, 4])
def test_the_form_looks_as_it_did(tmp_path: Path, page: int) -> None:
    path = printed(tmp_path, [a_sheet(fixed())], Options(A4))
    with pypdfium2.PdfDocument(path) as document:
        drawn = document[page - 1].render(scale=64 / 72, grayscale=True).to_pil()
    golden = GOLDEN / f"formulir-a4-{page}.png"
    if not golden.exists():
        drawn.save(golden, optimize=True)
        pytest.fail(RENEW)
    assert difference(drawn, Image.open(golden)) < 40, RENEW


def difference(one: Image.Image, other: Image.Image) -> float:
    """The greatest difference of grey between two pictures, each block of eight by eight dots taken as one.

    Letters drawn by another machine's fonts differ by a few dots; a box or a line that moved differs by many.
    """
    assert one.size == other.size
    small = [picture.convert("L").reduce(BLOCK) for picture in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*small)).extrema[0][1])


def printed(folder: Path, sheets: Sequence[Sheet], options: Options, name: str = "a.pdf") -> Path:
    path = folder / name
    pack.write_forms(path, HEAD, sheets, options)
    return path


def words_of(path: Path) -> str:
    """All words of a PDF in the order they are drawn, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).replace("\u00a0", " ").split())


def answers_of_page(home: Household, key: str) -> list[str]:
    """What is written in the places of one question."""
    printer = FormPrinter(HEAD, Options(A4))
    sheet = a_sheet(home)
    found = []
    for page, inks in zip(printer.layout_for(sheet).pages, printer.pages_of(sheet), strict=True):
        for slot in (one for one in page.slots if one.field.key == key):
            left, bottom, right, top = slot.old
            found += [
                ink.text for ink in inks if isinstance(ink, Words) and left <= ink.x <= right and bottom <= ink.y <= top
            ]
    return found


@cache
def batches() -> tuple[Batch, ...]:
    homes = list(invented(6))
    made = []
    for rt, group in (("001", homes[:3]), ("002", homes[3:])):
        sheets = [a_sheet(home, f"{rt} {place}") for place, home in enumerate(group)]
        entries = tuple(ListedFamily(sheet.number, "SARKIM", "Gang Melati", 3) for sheet in sheets)
        made.append(Batch(Neighbourhood(rt, "001", "Krajan", entries, ASOF), sheets))
    return tuple(made)


def an_overview() -> Overview:
    return Overview([Count("001", "001", "Krajan", 3, 9, 1), Count("002", "001", "Krajan", 3, 9, 0)], ASOF)


def titles(outline: Sequence[object], level: int = 0) -> list[str]:
    """The bookmarks of one level."""
    found: list[str] = []
    for one in outline:
        if isinstance(one, list):
            found += titles(one, level - 1) if level else []
        elif level == 0:
            found.append(str(one.title))  # type: ignore[attr-defined]
    return found
