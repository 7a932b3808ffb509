"""Photos in a village: added and removed as deeds, encrypted at rest, damage noticed and named."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from puskesos_desktop.domain.codes.photo import DALAM_RUMAH, JAMBAN, KARTU_KELUARGA, LAINNYA, LAMPIRAN, RUMAH_DEPAN
from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import photos, registry
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.log import history, undo
from puskesos_desktop.store.opened import Store, open_with_key
from puskesos_desktop.store.photos import at_rest
from puskesos_desktop.store.photos.at_rest import NotHere, PhotoState
from puskesos_desktop.store.read import households, lists
from tests.support.photos import a_photo
from tests.support.village import OPERATOR, a_household, answering, opened, saved


@pytest.fixture
def home(store: Store) -> Household:
    return saved(store, a_household(store, "SARKIM", rt="001"))


def add(store: Store, home: Household, seed: int = 1, kind: int = RUMAH_DEPAN, *, located: bool = False) -> str:
    return photos.add(store, home.family.id, a_photo(seed, located=located), kind, OPERATOR)


def file_of(store: Store, seed: int = 1) -> Path:
    return store.folder / at_rest.FOLDER / a_photo(seed).sha256


def test_a_photo_is_one_deed_with_a_name(store: Store, home: Household) -> None:
    add(store, home)
    (record,) = photos.of_family(store, home.family.id)
    assert (record["jenis"], record["bangunan_id"], record["keluarga_id"]) == (RUMAH_DEPAN, home.building.id, None)
    assert (record["lebar"], record["tinggi"], record["waktu_ambil"]) == (60, 40, "2026-11-20T10:41:05")
    assert record["ukuran"] == len(a_photo().jpeg)
    deed = history.next_undo(store, store.reader())
    assert deed is not None
    assert deed.label == "Tambah foto rumah depan keluarga SARKIM"
    assert at_rest.fetch(store, record.text("sha256")) == a_photo().jpeg


def test_the_card_goes_with_the_family_and_the_house_stays_where_it_is(store: Store, home: Household) -> None:
    mates = saved(store, answering(a_household(store, "KARTO"), "", bangunan_id=home.building.id))
    add(store, home, 1, KARTU_KELUARGA)
    add(store, home, 2, JAMBAN)
    assert [one["jenis"] for one in photos.of_family(store, home.family.id)] == [KARTU_KELUARGA, JAMBAN]
    assert [one["jenis"] for one in photos.of_family(store, mates.family.id)] == [JAMBAN]


def test_removing_is_undone_and_the_file_was_there_all_the_time(store: Store, home: Household) -> None:
    photo = add(store, home)
    photos.remove(store, home.family.id, photo, OPERATOR)
    assert photos.of_family(store, home.family.id) == []
    assert undo.undo(store, OPERATOR) == "Batalkan: Hapus foto rumah depan keluarga SARKIM"
    assert [one.id for one in photos.of_family(store, home.family.id)] == [photo]
    assert undo.undo(store, OPERATOR) == "Batalkan: Tambah foto rumah depan keluarga SARKIM"
    assert photos.of_family(store, home.family.id) == []
    assert at_rest.fetch(store, a_photo().sha256) == a_photo().jpeg


def test_the_same_photo_twice_is_one(store: Store, home: Household) -> None:
    assert add(store, home) == add(store, home)
    assert add(store, home, kind=DALAM_RUMAH) != add(store, home)
    assert len(list((store.folder / at_rest.FOLDER).iterdir())) == 1


def test_a_family_that_is_not_saved_has_no_photos(store: Store) -> None:
    unsaved = registry.new_household(store)
    with pytest.raises(UserError, match="Simpan keluarga dulu"):
        add(store, unsaved)
    assert not (store.folder / at_rest.FOLDER).exists()


def test_nobody_reads_a_photo_off_the_disk(store: Store, home: Household) -> None:
    add(store, home)
    raw = file_of(store).read_bytes()
    assert b"JFIF" not in raw
    assert a_photo().jpeg[20:60] not in raw


def test_a_copy_of_the_folder_opened_with_its_key_shows_the_photos(store: Store, home: Household) -> None:
    add(store, home)
    store.close()
    again = open_with_key(store.folder, store.key)
    assert at_rest.fetch(again, a_photo().sha256) == a_photo().jpeg
    again.close()


def test_every_kind_of_damage_is_noticed_and_a_new_copy_puts_it_right(store: Store, home: Household) -> None:
    add(store, home)
    path = file_of(store)
    whole = path.read_bytes()
    other = at_rest.keep(store, a_photo(2).jpeg)
    torn = [whole[: len(whole) // 2], b"", whole[:10], (path.parent / other).read_bytes(), b"PSF2" + whole[4:]]
    torn += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), len(whole) // 40)]
    for hurt in torn:
        path.write_bytes(hurt)
        with pytest.raises(NotHere, match="rusak"):
            at_rest.fetch(store, a_photo().sha256)
    assert at_rest.keep(store, a_photo().jpeg) == a_photo().sha256
    assert at_rest.state(store, a_photo().sha256) is PhotoState.HERE


def test_a_sound_file_is_never_written_again(store: Store, home: Household) -> None:
    add(store, home)
    before = file_of(store).read_bytes()
    add(store, home, kind=LAINNYA)
    assert file_of(store).read_bytes() == before


def test_the_check_counts_what_is_missing_and_what_is_damaged(store: Store, home: Household) -> None:
    for seed in (1, 2, 3):
        add(store, home, seed)
    assert selfcheck.check(store).sound
    file_of(store, 1).unlink()
    health = selfcheck.check(store)
    assert (health.sound, health.findings) == (
        True,
        ("1 dari 3 foto belum ada di laptop ini. Daftarnya: puskesos foto.",),
    )
    file_of(store, 2).write_bytes(b"rusak")
    health = selfcheck.check(store)
    assert (health.sound, health.photos.missing, health.photos.damaged) == (False, 1, 1)
    assert "1 dari 3 berkas foto rusak. Terima lagi paketnya, atau foto ulang." in health.findings


def test_a_missing_photo_is_called_by_its_family(store: Store, home: Household) -> None:
    add(store, home)
    add(store, home, 2, KARTU_KELUARGA)
    for seed in (1, 2):
        file_of(store, seed).unlink()
    assert [one.sentence for one in photos.missing(store)] == [
        "foto rumah depan keluarga SARKIM belum ada",
        "foto KK keluarga SARKIM belum ada",
    ]
    registry.delete_family(store, home.family.id, "ganda", OPERATOR)
    assert photos.missing(store) == []


def test_when_the_disk_is_full_nothing_names_a_photo_that_is_not_there(
    store: Store, home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "penuh")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="Cakram penuh"):
        add(store, home)
    monkeypatch.undo()
    assert photos.of_family(store, home.family.id) == []
    assert list((store.folder / at_rest.FOLDER).iterdir()) == []


def test_the_place_of_a_photo_is_offered_only_while_the_house_has_none(store: Store, home: Household) -> None:
    family = home.family.id
    add(store, home, 1, KARTU_KELUARGA, located=True)
    assert photos.offered_place(home, photos.of_family(store, family)) == ""
    add(store, home, 2, located=True)
    assert photos.offered_place(home, photos.of_family(store, family)) == "-6.974306,109.140889"
    assert opened(store, family).building["koordinat"] is None
    filled = saved(store, answering(home, "", koordinat="-6.900000,109.100000"))
    assert photos.offered_place(filled, photos.of_family(store, family)) == ""


def test_lists_and_totals_do_not_change_with_photos(store: Store, home: Household) -> None:
    lines, totals = lists.families(store.reader()), households.totals(store.reader())
    add(store, home)
    assert (lists.families(store.reader()), households.totals(store.reader())) == (lines, totals)
    assert selfcheck.check(store).projection


def test_names_that_are_none_are_never_looked_up_on_the_disk(store: Store) -> None:
    for name in ("../desa.db", "desa.db", "", "A" * 64, "0" * 63):
        assert at_rest.state(store, name) is PhotoState.MISSING
        assert not at_rest.is_here(store, name)


def test_a_photo_record_holds_only_valid_answers(store: Store, home: Household) -> None:
    add(store, home, located=True)
    (record,) = photos.of_family(store, home.family.id)
    assert [field.problem(record[key]) for key, field in FORMS[LAMPIRAN].fields.items()] == [None] * 11
