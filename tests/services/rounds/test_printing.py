"""From the store to paper: which families, in which order, by which number; and the same from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from puskesos_desktop.cli.frame import puskesos
from puskesos_desktop.cli.printing import cetak
from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.domain import identity
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.services.rounds import numbers, printing
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read.lists import Filter
from tests.support.village import PASSWORD, a_household, saved

ONE = "0197a3b2-7c11-7f00-8000-00000000abcd"
KK = "3328011103000001"
SMALL = Options(sections=frozenset({"III.A"}))


def a_family(store: Store, name: str, rt: str, building: str, **answers: Any) -> str:
    home = a_household(store, name, rt=rt, rw="001", dusun="Krajan", nomor_bangunan=building, **answers)
    return saved(store, home).family.id


def words_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_a_number_leads_back_to_its_family_typed_or_scanned(store: Store) -> None:
    family = a_family(store, "SARKIM", "001", "001")
    a_family(store, "TARSINI", "001", "002")
    number = numbers.sheet_number(family)
    plain = number.replace(" ", "")
    assert len(plain) == 12
    for typed in (number, plain, f"PSK1:3328012998:{plain}"):
        assert numbers.families_of_number(store.reader(), typed) == [family]
    assert numbers.families_of_number(store.reader(), numbers.sheet_number(ONE)) == []


def test_the_search_finds_a_family_by_the_number_on_its_form_before_other_digits(store: Store) -> None:
    family = a_family(store, "SARKIM", "001", "001")
    plain = numbers.sheet_number(family).replace(" ", "")
    other = saved(store, a_household(store, "TARSINI", idpel=plain))
    for typed in (plain, identity.grouped(plain), f"PSK1:3328012998:{plain}"):
        hits = numbers.find(store.reader(), typed)
        assert (hits[0].family, hits[0].name) == (family, "SARKIM")
        assert hits[0].why == f"nomor lembar {identity.grouped(plain)}"
    assert [hit.family for hit in numbers.find(store.reader(), plain)] == [family, other.family.id]
    wrong = plain[:-1] + str((int(plain[-1]) + 1) % 10)
    assert numbers.find(store.reader(), wrong) == []
    assert [hit.name for hit in numbers.find(store.reader(), "sarkim")] == ["SARKIM"]


def test_a_number_with_one_wrong_digit_is_refused(store: Store) -> None:
    number = numbers.sheet_number(ONE).replace(" ", "")
    for place, digit in enumerate(number):
        wrong = number[:place] + str((int(digit) + 1) % 10) + number[place + 1 :]
        with pytest.raises(UserError, match="salah"):
            numbers.families_of_number(store.reader(), wrong)


def test_an_rt_is_printed_from_house_to_house(store: Store, tmp_path: Path) -> None:
    for name, rt, building in (("KETIGA", "001", "010"), ("PERTAMA", "001", "002"), ("LAIN", "002", "001")):
        a_family(store, name, rt, building)
    a_family(store, "KEDUA", "001", "009")
    done = printing.print_chosen(store, tmp_path / "a.pdf", printing.chosen("1/1"), SMALL)
    text = words_of(tmp_path / "a.pdf")
    assert done.families == 3
    assert done.sheets == len(PdfReader(tmp_path / "a.pdf").pages)
    places = [text.index(name) for name in ("PERTAMA", "KEDUA", "KETIGA")]
    assert places == sorted(places)
    assert "LAIN" not in text


def test_a_whole_village_begins_with_its_totals(store: Store, tmp_path: Path) -> None:
    for number in range(3):
        a_family(store, f"ORANG {number}", f"00{number + 1}", "001")
    printing.print_chosen(store, tmp_path / "a.pdf", Filter(), SMALL)
    first = PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    assert "REKAP PER RT" in first
    assert "Jumlah" in first


def test_every_rt_can_have_a_file_of_its_own(store: Store, tmp_path: Path) -> None:
    for number in range(2):
        a_family(store, f"ORANG {number}", f"00{number + 1}", "001")
    files = printing.print_each_rt(store, tmp_path, Filter(), SMALL)
    assert [path.name for path in files] == ["RT 001 RW 001 Krajan.pdf", "RT 002 RW 001 Krajan.pdf"]
    assert "ORANG 1" in words_of(files[1])
    assert "ORANG 0" not in words_of(files[1])


def test_a_round_gives_its_own_sheet_numbers(store: Store, tmp_path: Path) -> None:
    family = a_family(store, "SARKIM", "001", "001")
    printing.print_families(store, tmp_path / "a.pdf", [family], SMALL, numbers={family: "V03-0127"})
    assert "Nomor formulir V03-0127" in words_of(tmp_path / "a.pdf")


def test_printing_writes_nothing_and_only_a_change_changes_the_paper(store: Store, tmp_path: Path) -> None:
    family = a_family(store, "SARKIM", "001", "001")
    before = store.reader().conn.execute("SELECT count(*) FROM op").fetchone()
    for name in ("a.pdf", "b.pdf"):
        printing.print_families(store, tmp_path / name, [family], SMALL)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert store.reader().conn.execute("SELECT count(*) FROM op").fetchone() == before
    assert "Keadaan data per" in words_of(tmp_path / "a.pdf")


def test_nobody_to_print_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Tidak ada keluarga"):
        printing.print_chosen(store, tmp_path / "a.pdf", printing.chosen("009/009"), SMALL)
    with pytest.raises(UserError, match="tidak dikenali"):
        printing.chosen("sebelah masjid")
    assert not (tmp_path / "a.pdf").exists()


@pytest.fixture
def run(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("PUSKESOS_SANDI", PASSWORD)
    a_family(store, "SARKIM", "001", "001", nomor_kk=KK)
    a_family(store, "TARSINI", "002", "001")
    assert cetak.name == "cetak"

    def call(*words: str) -> Any:
        done = CliRunner().invoke(puskesos, ["--data", str(store.folder), "--json", "cetak", *words])
        return json.loads(done.output) if done.exception is None else done.exception

    return call


@pytest.mark.parametrize(
    ("words", "families", "said"),
    [
        (("formulir", "--kk", KK), 1, "SARKIM"),
        (("formulir", "--rt", "002/001", "--kertas", "a4"), 1, "TARSINI"),
        (("formulir", "--semua", "--kosong", "--bagian", "III.C"), 2, "Sumber air minum utama"),
        (("formulir", "--kosong"), 0, "Formulir kosong"),
        (("daftar", "--semua"), 2, "DAFTAR KELUARGA YANG DIKUNJUNGI"),
    ],
)
def test_cetak_writes_what_is_asked(
    run: Callable[..., Any], tmp_path: Path, words: tuple[str, ...], families: int, said: str
) -> None:
    told = run(*words, "--ke", str(tmp_path / "a.pdf"))
    assert told["keluarga"] == families
    assert told["lembar"] == len(PdfReader(tmp_path / "a.pdf").pages)
    assert said in words_of(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    "words", [("formulir",), ("formulir", "--semua", "--rt", "001/001"), ("daftar",)], ids=" ".join
)
def test_cetak_asks_for_one_choice(run: Callable[..., Any], tmp_path: Path, words: tuple[str, ...]) -> None:
    problem = run(*words, "--ke", str(tmp_path / "a.pdf"))
    assert isinstance(problem, UserError)
    assert "belum dipilih" in problem.message
