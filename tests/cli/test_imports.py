"""`puskesos impor` and `puskesos ekspor`, as scripts run them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support import tables
from tests.support.commands import run
from tests.support.imports import a_file
from tests.support.tables import dtks, opensid, people
from tests.support.village import PASSWORD, a_store

FIVE = people(5)


@pytest.fixture
def village(tmp_path: Path) -> Path:
    a_store(tmp_path / "desa").close()
    return tmp_path / "desa"


def asked(village: Path, *words: str) -> Any:
    done = run("--data", str(village), "--json", *words, password=PASSWORD)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_a_trial_tells_every_number_and_writes_nothing(village: Path, tmp_path: Path) -> None:
    path = str(a_file(tmp_path, opensid([*FIVE, FIVE[0]])))
    tried = asked(village, "impor", path, "--coba")
    counted = {key: tried[key] for key in ("jenis", "baris", "baru", "sama", "berubah", "ragu", "ditolak")}
    assert counted == {
        "jenis": "opensid_penduduk", "baris": 16, "baru": 15, "sama": 0, "berubah": 0, "ragu": 1, "ditolak": 0,
    }  # fmt: skip
    assert (tried["diimpor"], tried["jumlah_berkas"]["orang"], tried["jumlah_desa_sesudah"]["orang"]) == (False, 16, 15)
    assert asked(village, "cek")["anggota"] == 0


def test_an_import_reads_its_sums_back_and_a_second_one_finds_everything_there(village: Path, tmp_path: Path) -> None:
    path = str(a_file(tmp_path, opensid(FIVE)))
    done = asked(village, "impor", path)
    assert (done["diimpor"], done["cocok"], done["ditulis"]["anggota"]) == (True, True, 15)
    assert done["jumlah_desa_sesudah"] == {**done["jumlah_berkas"]}
    again = run("--data", str(village), "impor", path, password=PASSWORD)
    assert "15 sama" in again.stdout
    assert "Tidak ada yang berubah." in again.stdout
    assert asked(village, "batalkan")["anggota"] == 0


def test_rows_are_told_one_by_one_with_verdict_and_reasons(village: Path, tmp_path: Path) -> None:
    rows = opensid(FIVE[:3])
    rows[1][rows[0].index("nik")] = FIVE[0].nik[:15]
    rows[2][rows[0].index("tanggallahir")] = "kemarin"
    told = asked(village, "impor", str(a_file(tmp_path, rows)), "--coba", "--rincian")["rincian"]
    assert [one["putusan"] for one in told] == ["ragu", "ditolak", "baru"]
    assert told[1]["alasan"] == ["J3: 'kemarin' bukan tanggal; tulis hari-bulan-tahun."]
    assert (told[0]["lembar"], told[0]["baris"], told[0]["nama"]) == ("Data", 2, FIVE[0].name)


def test_the_rows_left_are_given_back_as_excel(village: Path, tmp_path: Path) -> None:
    rows = opensid(FIVE)
    rows[2][rows[0].index("tanggallahir")] = "kemarin"
    target = tmp_path / "catatan.xlsx"
    asked(village, "impor", str(a_file(tmp_path, rows)), "--catatan", str(target))
    assert asked(village, "impor", str(target), "--coba")["ditolak"] == 1


def test_a_prelist_is_taken_as_one_unless_told_otherwise(village: Path, tmp_path: Path) -> None:
    path = str(a_file(tmp_path, dtks(FIVE)))
    assert asked(village, "impor", path, "--coba")["jumlah_desa_sesudah"]["orang"] == 0
    assert asked(village, "impor", path, "--coba", "--jenis", "penduduk")["jumlah_desa_sesudah"]["orang"] == 15
    assert asked(village, "impor", path, "--daftarkan")["jumlah_desa_sesudah"]["keluarga"] == 5


def test_an_unknown_table_needs_names_for_its_columns(village: Path, tmp_path: Path) -> None:
    rows: tables.Rows = [["Warga", "Hobi"], ["SARKIM", "memancing"]]
    path = str(a_file(tmp_path, rows))
    refused = run("--data", str(village), "impor", path, password=PASSWORD)
    assert (refused.returncode, "Kolom berkas ini belum dikenal: Warga, Hobi." in refused.stderr) == (1, True)
    assert asked(village, "impor", path, "--kolom", "Warga=nama")["baru"] == 1


def test_a_file_that_cannot_be_read_is_one_sentence(village: Path, tmp_path: Path) -> None:
    (tmp_path / "kosong.xlsx").touch()
    refused = run("--data", str(village), "impor", str(tmp_path / "kosong.xlsx"), password=PASSWORD)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "Berkas kosong.xlsx: tidak berisi apa pun. Salin ulang berkas aslinya.\n"


def test_the_village_goes_out_and_comes_in_by_command(village: Path, tmp_path: Path) -> None:
    asked(village, "impor", str(a_file(tmp_path, opensid(FIVE))))
    whole, outside = tmp_path / "desa.xlsx", tmp_path / "opensid.xlsx"
    assert asked(village, "ekspor", "desa", "--ke", str(whole), "--rahasia")["anggota"] == 15
    assert asked(village, "ekspor", "opensid", "--ke", str(outside))["ditulis"] == 15
    a_store(tmp_path / "lain").close()
    for path in (whole, outside):
        done = asked(tmp_path / "lain", "impor", str(path), "--coba")
        assert done["jumlah_desa_sesudah"]["orang"] == 15
    assert asked(village, "impor", str(whole))["sama"] > 15
