"""The command line, run as people and scripts run it: exit status, JSON, sentences on stderr."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.commands import answer, run, run_apart


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "desa"
    done = run("contoh", "--ke", str(folder), "--keluarga", "40", "--tanggal", "2026-11-20")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture
def village(made: Path, tmp_path: Path) -> Path:
    """A sample village of this test alone."""
    return Path(shutil.copytree(made, tmp_path / "desa"))


def test_the_main_job_from_sample_to_receipt(village: Path, tmp_path: Path) -> None:
    data = ("--data", str(village), "--json")
    stick, office = tmp_path / "usb", tmp_path / "kab"
    stick.mkdir()
    sent = answer(*data, "kirim", "--ke", str(stick))
    checked = answer("--json", "periksa", sent["berkas"])
    key = str(village / "kunci-kabupaten-contoh.txt")
    got = answer("--json", "buka", sent["berkas"], "--kunci", key, "--ke", str(office))
    health = answer(*data, "cek")
    kinds = ("bangunan", "keluarga", "anggota", "ppks")
    assert [sent[kind] for kind in kinds] == [got[kind] for kind in kinds] == [checked[kind] for kind in kinds]
    assert sent["keluarga"] == health["keluarga"] == 40
    assert (checked["utuh"], checked["tanda_tangan"], checked["pengirim"]) == (True, True, got["pengirim"])
    assert (health["integritas"], health["rantai"], health["proyeksi"]) == (True, True, True)
    assert got["cocok"] is True
    receipt = answer(*data, "terima", got["tanda_terima"])
    assert receipt["belum_diterima"] == 0
    nothing = run(*data, "kirim", "--ke", str(stick))
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "Tidak ada perubahan" in nothing.stderr


def test_search_family_history_and_undo(village: Path) -> None:
    data = ("--data", str(village), "--json")
    first = answer(*data, "riwayat")[0]
    assert first["label"].startswith("Daftarkan keluarga")
    hits = answer(*data, "cari", "gang")
    family = next(hit for hit in hits if hit["person"] is None)
    told = answer(*data, "keluarga", family["number"])
    assert told["nomor_kk"] == family["number"].replace(" ", "")
    before = answer(*data, "cek")["keluarga"]
    undone = answer(*data, "batalkan", str(first["nomor"]))
    assert undone["label"] == f"Batalkan: {first['label']}"
    assert undone["keluarga"] == before - 1
    again = answer(*data, "riwayat")
    assert (again[0]["membatalkan"], again[1]["dibatalkan"]) == (first["nomor"], True)


def test_the_rehearsal_leaves_the_village_as_it_was(village: Path) -> None:
    data = ("--data", str(village), "--json")
    before = answer(*data, "cek")["anggota"]
    steps = answer(*data, "peragaan")["langkah"]
    assert [step["name"] for step in steps][:2] == ["daftarkan", "cari"]
    assert answer(*data, "cek")["anggota"] == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("keluarga", "123"), "Tidak ada keluarga dengan nomor KK 123"),
        (("batalkan", "99999"), "Tidak ada perubahan bernomor 99999"),
        (("kirim", "--ke", "tidak/ada"), "tidak"),
        (("kirim", "--ke", ".", "--kunci", "tidak-ada.txt"), "tidak-ada.txt"),
        (("periksa", "tidak-ada.psb"), "tidak-ada.psb"),
        (("terima", "README.md"), "README.md"),
        (("kirim",), "--ke"),
        (("tidak-ada",), "tidak-ada"),
    ],
)
def test_what_cannot_be_done_is_said_in_indonesian_with_status_one(
    village: Path, words: tuple[str, ...], said: str
) -> None:
    done = run("--data", str(village), *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert not any(word in done.stderr for word in ("Error", "Traceback", "Usage", "Missing", "No such"))


def test_a_wrong_password_is_said(village: Path) -> None:
    done = run("--data", str(village), "cek", password="salah-sekali")
    assert done.returncode == 1
    assert "tidak cocok" in done.stderr


def test_an_existing_folder_is_not_overwritten_by_a_sample(village: Path) -> None:
    done = run("contoh", "--ke", str(village))
    assert (done.returncode, "sudah berisi" in done.stderr) == (1, True)


def test_the_same_seed_and_date_give_the_same_operations(tmp_path: Path) -> None:
    from datetime import date

    from puskesos_desktop.services.sample import make
    from puskesos_desktop.store.log.outbox import Span, ops_in

    found = []
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        store = make.create_sample(tmp_path / name, 12, seed, date(2026, 11, 20))
        tip, _ = store.tip()
        found.append([(op.header, op.body) for op in ops_in(store.reader(), Span(store.device.name, 1, tip.sequence))])
        store.close()
    assert found[0] == found[1]
    assert found[0] != found[2]


@pytest.mark.parametrize(
    "words", [("--json", "cek"), ("--json", "riwayat"), ("keluarga", "123"), ("kirim",), ("periksa", "tidak-ada.psb")]
)
def test_a_process_of_its_own_answers_as_the_commands_of_these_tests_do(village: Path, words: tuple[str, ...]) -> None:
    assert run_apart("--data", str(village), *words) == run("--data", str(village), *words)


def test_a_process_of_its_own_opens_with_its_password_alone(village: Path) -> None:
    done = run_apart("--data", str(village), "cek", password="salah-sekali")
    assert (done.returncode, done.stdout, "tidak cocok" in done.stderr) == (1, "", True)
    assert "Pemakaian: " in run_apart("--bantuan").stdout


@pytest.mark.parametrize("words", [(), ("contoh",), ("kirim",), ("buka",), ("riwayat",), ("cek",)])
def test_the_help_speaks_indonesian(words: tuple[str, ...]) -> None:
    done = run(*words, "--bantuan")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Pemakaian: " in done.stdout
    assert not any(
        word in done.stdout for word in ("Usage", "Options", "Commands", "Show", "required", "default", "PATH")
    )


def test_two_laptops_exchange_by_stick_and_decide_a_conflict(village: Path, tmp_path: Path) -> None:
    first, stick = tmp_path / "satu", tmp_path / "usb"
    shutil.copytree(village, first)
    stick.mkdir()
    second = tmp_path / "dua"
    joined = answer("--data", str(second), "--json", "gabung", "--ke", str(stick), "--nama", "Laptop dua")
    refused = run("--data", str(first), "terima", joined["berkas"])
    assert (refused.returncode, joined["kode"] in refused.stderr) == (1, True)
    begun = answer(
        "--data", str(first), "--json", "terima", joined["berkas"], "--percaya", joined["kode"], "--nama", "Laptop dua"
    )
    look = answer("--data", str(second), "--json", "terima", begun["berkas"], "--coba")
    assert (look["diterima"], look["dikenal"], look["keluarga"]) == (False, False, 0)
    taken = answer("--data", str(second), "--json", "terima", begun["berkas"], "--percaya", look_code(look["pengirim"]))
    families = answer("--data", str(first), "--json", "cek")["keluarga"]
    assert (taken["cocok"], taken["ditahan"], taken["keluarga"]) == (True, 0, families)
    assert answer("--data", str(second), "--json", "bentrok") == []
    nothing = run("--data", str(first), "kirim", "--laptop", "Laptop tiga", "--ke", str(stick))
    assert (nothing.returncode, "Laptop dua" in nothing.stderr) == (1, True)
    assert answer("--data", str(second), "--json", "cek")["proyeksi"] is True


def look_code(device: str) -> str:
    return " ".join(device[start : start + 4].upper() for start in range(0, 16, 4))
