"""`puskesos foto`: add, list, and what has not come yet."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.commands import run
from tests.support.photos import a_picture, encoded, exif
from tests.support.village import PASSWORD, a_household, a_store, saved

CARD = "3328012001107001"


def test_a_photo_is_added_listed_and_missed_by_name(tmp_path: Path) -> None:
    folder, source = tmp_path / "desa", tmp_path / "rumah.jpg"
    store = a_store(folder)
    saved(store, a_household(store, "SARKIM", nomor_kk=CARD))
    store.close()
    source.write_bytes(encoded(a_picture(1, 800, 600), exif=exif()))
    call = ("--data", str(folder))
    made = run(*call, "foto", CARD, "--tambah", str(source), "--jenis", "rumah_depan", password=PASSWORD)
    assert made.stdout.startswith("Rumah depan · 800 × 600 titik"), made.stderr
    shutil.rmtree(folder / "foto")
    listed = run(*call, "--json", "foto", CARD, password=PASSWORD)
    assert '"keadaan": "belum ada"' in listed.stdout
    assert run(*call, "foto", password=PASSWORD).stdout == "foto rumah depan keluarga SARKIM belum ada.\n"
    checked = run(*call, "cek", password=PASSWORD)
    assert (checked.returncode, "1 dari 1 foto belum ada" in checked.stdout) == (0, True)


def test_what_cannot_be_added_gets_a_sentence(tmp_path: Path) -> None:
    folder, source = tmp_path / "desa", tmp_path / "IMG_0042.HEIC"
    store = a_store(folder)
    saved(store, a_household(store, "SARKIM", nomor_kk=CARD))
    store.close()
    source.write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 40)
    call = ("--data", str(folder), "foto")
    refused = run(*call, CARD, "--tambah", str(source), "--jenis", "kk", password=PASSWORD)
    assert (refused.returncode, "Paling Kompatibel" in refused.stderr) == (1, True)
    half = run(*call, CARD, "--tambah", str(source), password=PASSWORD)
    assert (half.returncode, "memerlukan nomor KK, --tambah, dan --jenis" in half.stderr) == (1, True)
    assert run(*call, password=PASSWORD).stdout == "Semua foto ada di laptop ini.\n"
