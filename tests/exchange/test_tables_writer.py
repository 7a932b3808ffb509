"""What goes out comes back: returned rows, the whole village, and the file for OpenSID."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from puskesos_desktop.domain.household import Answers, Value
from puskesos_desktop.exchange.tables import opensid_export, reading, recogniser, sheets, writer
from puskesos_desktop.exchange.tables.kinds import puskesos
from puskesos_desktop.exchange.tables.kinds.kind import SourceRow
from puskesos_desktop.exchange.tables.sheets import shown
from puskesos_desktop.exchange.tables.writer import Returned
from puskesos_desktop.forms.fields import Field
from puskesos_desktop.forms.paper import FORMS
from tests.support import tables
from tests.support.amount import examples
from tests.support.invent import answers_of

PEOPLE = tables.people(4)
Make = Callable[[list[tables.Person]], list[list[tables.Cell]]]


def read(path: Path) -> tuple[recogniser.Recognised, list[SourceRow]]:
    seen = recogniser.recognise(sheets.open_book(path))
    return seen, list(reading.read(seen))


def cells(path: Path) -> list[list[str]]:
    return [[shown(cell) for cell in row] for _, row in sheets.open_book(path).sheets[0].rows()]


@pytest.mark.parametrize(
    "make", [tables.opensid, tables.dtks, tables.siak, tables.bdt, tables.bip_2012, tables.bip_2016, tables.bip_ektp]
)
def test_returned_rows_can_be_read_again_as_the_same_kind(tmp_path: Path, make: Make) -> None:
    seen, rows = read(tables.xlsx(tmp_path / "a.xlsx", {"Data": make(PEOPLE)}))
    count = writer.write_returned(tmp_path / "kembali.xlsx", seen, [Returned(row, ("Periksa lagi.",)) for row in rows])
    again, mended = read(tmp_path / "kembali.xlsx")
    assert (again.kind, count, len(mended)) == (seen.kind, len(PEOPLE), len(PEOPLE))
    assert [row.person for row in mended] == [row.person for row in rows]
    keys = {"nomor_kk", "rt", "rw", "dusun"}
    assert [{key: row.household.get(key) for key in keys} for row in mended] == [
        {key: row.household.get(key) for key in keys} for row in rows
    ]


def test_a_returned_row_says_why_and_where_in_its_last_column(tmp_path: Path) -> None:
    rows = tables.bdt(PEOPLE, Luas_lantai="lima")
    seen, found = read(tables.xlsx(tmp_path / "a.xlsx", {"BDT": rows}))
    writer.write_returned(tmp_path / "kembali.xlsx", seen, [Returned(found[0], ("Orang ini ganda.",))])
    header, line = cells(tmp_path / "kembali.xlsx")
    assert header[-1] == writer.REASON
    assert line[-1] == "Luas lantai (18) (R3): 'lima' bukan angka. Orang ini ganda."


def test_an_unmended_number_is_doubted_again_and_a_mended_one_is_sound(tmp_path: Path) -> None:
    rows = tables.opensid(PEOPLE)
    rows[1][6] = float(PEOPLE[0].nik[:15] + "0")
    seen, found = read(tables.xlsx(tmp_path / "a.xlsx", {"Data": rows}))
    writer.write_returned(tmp_path / "kembali.xlsx", seen, [Returned(found[0])])
    _, (again,) = read(tmp_path / "kembali.xlsx")
    assert (again.nik_start, "nik" in again.person) == (PEOPLE[0].nik[:15], False)
    assert again.doubts[0][1] == found[0].doubts[0][1]


def test_numbers_of_a_zeroed_text_column_stay_in_doubt_when_only_one_row_returns(tmp_path: Path) -> None:
    damaged = [replace(one, nik=one.nik[:15] + "0") for one in PEOPLE]
    seen, found = read(tables.csv(tmp_path / "a.csv", tables.opensid(damaged)))
    writer.write_returned(tmp_path / "kembali.xlsx", seen, [Returned(found[0])])
    _, (again,) = read(tmp_path / "kembali.xlsx")
    assert again.doubts


OUT_AND_BACK = settings(max_examples=examples(25, 10), suppress_health_check=[HealthCheck.function_scoped_fixture])


def back(path: Path, form: str, answers: Answers) -> tuple[SourceRow, Answers]:
    writer.write_village(path, {form: [("id-1", answers)]}, confidential=True)
    seen, (row,) = read(path)
    assert seen.kind == "puskesos"
    return row, dict(row.household if form in ("bangunan", "keluarga") else row.person)


@OUT_AND_BACK
@given(answers=answers_of(FORMS["keluarga"]))
def test_a_family_comes_back_from_the_village_file_as_it_was(tmp_path: Path, answers: Answers) -> None:
    row, found = back(tmp_path / "desa.xlsx", "keluarga", answers)
    assert (row.form, row.record) == ("keluarga", "id-1")
    assert found == {key: value for key, value in answers.items() if value is not None}


@OUT_AND_BACK
@given(answers=answers_of(FORMS["bangunan"]))
def test_a_house_comes_back_as_it_was(tmp_path: Path, answers: Answers) -> None:
    assert back(tmp_path / "desa.xlsx", "bangunan", answers)[1] == {k: v for k, v in answers.items() if v is not None}


@OUT_AND_BACK
@given(answers=answers_of(FORMS["anggota"]))
def test_a_person_comes_back_as_they_were(tmp_path: Path, answers: Answers) -> None:
    assert back(tmp_path / "desa.xlsx", "anggota", answers)[1] == {k: v for k, v in answers.items() if v is not None}


def test_confidential_answers_stay_at_home_unless_asked_for(tmp_path: Path) -> None:
    answers = {**FORMS["anggota"].empty(), "nama": "SARKIM", "penyakit": 12}
    writer.write_village(tmp_path / "desa.xlsx", {"anggota": [("id-1", answers)]})
    assert "HIV/AIDS" not in str(cells(tmp_path / "desa.xlsx"))
    assert "anggota.penyakit" not in str(cells(tmp_path / "desa.xlsx"))


def test_every_field_shows_what_it_can_read_again() -> None:
    for form in FORMS.values():
        for field in form.fields.values():
            assert isinstance(field, Field)
            assert puskesos.to_cell(field, None) == ""


HOME: Answers = {"alamat": "Jl. Melati", "dusun": "Krajan", "rt": "003", "rw": "001", "nomor_kk": "3328010101180011",
        "koordinat": "-6.900000,109.100000"}  # fmt: skip
HEAD: Answers = {"nama": "SARKIM-DARSONO", "nik": "3328011501750011", "jenis_kelamin": 1, "hubungan": 1,
        "status_kawin": 2,
        "tanggal_lahir": "1975-01-15", "ijazah": 8, "keberadaan": 1, "hamil": 2}  # fmt: skip


def opensid_faults(path: Path) -> list[str]:
    """What OpenSID's importer would say, written from the rules of its 43 columns and not from our exporter."""
    book = sheets.open_book(path)
    rows = [list(row) for _, row in book.sheets[0].rows()]
    header, *body = rows
    faults = [] if book.sheets[0].name == "Data Penduduk" and len(book.sheets) == 1 else ["lembar"]
    faults += [f"judul {one!r}" for one in header if one not in tables.OPENSID]
    ends = [at for at, row in enumerate(body) if row[1] == "###"]
    faults += [] if ends == [len(body) - 1] else ["penanda akhir"]
    faults += [f"bukan teks: {cell}" for row in rows for cell in row if not isinstance(cell, str)]
    numbers = [row[header.index("nik")] for row in body[:-1] if row[header.index("nik")] != "0"]
    faults += [] if len(numbers) == len(set(numbers)) else ["nik ganda"]
    for at, row in enumerate(body[:-1], start=2):
        one = dict(zip(map(str, header), map(str, row), strict=True))
        faults += [f"{at}: {fault}" for fault in _row_faults(one)]
    return faults


def _row_faults(one: Mapping[str, str]) -> list[str]:
    ranges = {"sex": 2, "agama_id": 7, "pendidikan_kk_id": 10, "pendidikan_sedang_id": 18, "pekerjaan_id": 89,
              "status_kawin": 4, "kk_level": 11, "warganegara_id": 3, "golongan_darah_id": 13, "cacat_id": 7,
              "hamil": 2, "ktp_el": 2, "status_rekam": 8}  # fmt: skip
    faults = [key for key in ("nama", "dusun", "rt", "rw", "kk_level") if not one[key]]
    faults += [] if re.fullmatch(r"\d{16}", one["no_kk"]) else ["no_kk"]
    faults += [key for key in ("nik", "ayah_nik", "ibu_nik") if not re.fullmatch(r"(\d{16}|0|)", one[key])]
    faults += [] if re.fullmatch(r"[A-Za-z ,.']+", one["nama"]) else ["nama"]
    faults += [key for key, most in ranges.items() if one[key] and not 1 <= int(one[key]) <= most]
    faults += [] if one["status_dasar"] in ("1", "2", "3", "4", "6", "9", "") else ["status_dasar"]
    faults += [] if one["id_asuransi"] in ("1", "2", "3", "99", "") else ["id_asuransi"]
    faults += [key for key in ("tanggallahir",) if one[key] and not re.fullmatch(r"\d{4}-\d\d-\d\d", one[key])]
    faults += [] if bool(one["lat"]) == bool(one["lng"]) else ["lat/lng"]
    return faults + (["hamil"] if one["sex"] == "1" and one["hamil"] else [])


def test_the_opensid_file_passes_a_checker_written_from_its_rules(tmp_path: Path) -> None:
    wife: dict[str, Value] = {**HEAD, "nama": "RASEM", "nik": None, "jenis_kelamin": 2, "hubungan": 2, "hamil": 1}
    rows = [opensid_export.row_of(HOME, HEAD), opensid_export.row_of(HOME, wife)]
    done = opensid_export.write(tmp_path / "opensid.xlsx", rows)
    assert (done.written, done.left) == (2, ())
    assert opensid_faults(tmp_path / "opensid.xlsx") == []
    header, head, woman, end = cells(tmp_path / "opensid.xlsx")
    assert header == list(tables.OPENSID)
    assert end[1] == "###"
    told = dict(zip(header, head, strict=True))
    assert (told["nama"], told["kk_level"], told["pendidikan_kk_id"], told["rt"]) == ("SARKIM DARSONO", "1", "4", "003")
    assert dict(zip(header, woman, strict=True))["nik"] == "0"


def test_rows_opensid_would_refuse_come_back_with_the_reasons(tmp_path: Path) -> None:
    mother = {**HEAD, "nama": "TUMINI", "hubungan": 6}
    again = {**HEAD, "nama": "WARYADI 2"}
    rows = [opensid_export.row_of(HOME, one) for one in (HEAD, mother, again)]
    done = opensid_export.write(tmp_path / "opensid.xlsx", [*rows, opensid_export.row_of({}, HEAD)])
    assert done.written == 1
    assert done.left[0].reasons == ("Kolom kk_level kosong.", "NIK sama dengan baris lain.")
    assert "Nama memuat angka." in done.left[1].reasons
    assert "Kolom no_kk kosong." in done.left[2].reasons
    assert opensid_faults(tmp_path / "opensid.xlsx") == []
    opensid_export.write_by_hand(tmp_path / "manual.xlsx", done.left)
    assert len(cells(tmp_path / "manual.xlsx")) == 4


def test_our_opensid_file_is_read_back_as_it_was_told(tmp_path: Path) -> None:
    opensid_export.write(tmp_path / "opensid.xlsx", [opensid_export.row_of(HOME, HEAD)])
    seen, (row,) = read(tmp_path / "opensid.xlsx")
    assert seen.kind == "opensid_penduduk"
    assert dict(row.household) == HOME
    assert row.person["nik"] == HEAD["nik"]
    assert row.person["hubungan"] == 1
