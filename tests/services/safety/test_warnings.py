"""Early warnings: a full disk, a wrong clock, a stick, a cloud folder, a folder that cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.services.safety import upkeep, warnings
from puskesos_desktop.store.opened import Store
from tests.support.village import a_household, saved

NOW = datetime(2027, 3, 1, tzinfo=UTC)


def kinds(store: Store) -> set[str]:
    return {one.key for one in warnings.look_around(store)}


def test_nothing_is_said_where_all_is_well(store: Store) -> None:
    assert kinds(store) <= {"ruang"}


@pytest.mark.parametrize(("behind", "said"), [(-10, False), (0, False), (0.9, False), (1.1, True), (11, True)])
def test_a_clock_a_day_behind_the_last_change_is_told(behind: float, said: bool) -> None:
    found = list(warnings.about_clock(NOW - timedelta(days=behind), NOW))
    assert bool(found) is said
    assert all("1 Maret 2027" in str(one) for one in found)


def test_a_clock_before_the_program_was_made_is_told(store: Store) -> None:
    store.ambient = replace(store.ambient, now_ms=lambda: 1_000_000_000_000)
    assert "jam" in kinds(store)


def test_a_clock_that_fell_back_after_saving_is_told(store: Store) -> None:
    at = int((NOW + timedelta(days=30)).timestamp() * 1000)
    store.ambient = replace(store.ambient, now_ms=lambda: at)
    saved(store, a_household(store, "SARKIM"))
    store.ambient = replace(store.ambient, now_ms=lambda: at - 3 * 24 * 3600 * 1000)
    assert "jam" in kinds(store)


@pytest.mark.parametrize(
    ("folder", "cloud"),
    [
        ("/home/a/OneDrive/Puskesos/desa", "OneDrive"),
        ("/home/a/OneDrive - Pemkab Tegal/desa", "OneDrive"),
        ("/home/a/Google Drive/desa", "Google Drive"),
        ("/home/a/Dropbox (Pribadi)/desa", "Dropbox"),
        ("/home/a/Dropbox/desa", "Dropbox"),
        ("/home/a/My Drive/desa", "Google Drive"),
        ("/home/a/dropboxer/desa", ""),
        ("/home/a/Puskesos/desa", ""),
    ],
)
def test_a_folder_that_a_cloud_service_copies_is_told(folder: str, cloud: str) -> None:
    assert warnings.cloud_of(Path(folder)) == cloud


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked another way")
@pytest.mark.parametrize(("said", "removable"), [("1", True), ("0", False)])
def test_a_drive_that_can_be_pulled_out_is_told(tmp_path: Path, said: str, removable: bool) -> None:
    device = os.stat(tmp_path).st_dev
    disk = tmp_path / "perangkat" / "sdb"
    (disk / "sdb1").mkdir(parents=True)
    (disk / "removable").write_text(f"{said}\n")
    (tmp_path / "blok").mkdir()
    (tmp_path / "blok" / f"{os.major(device)}:{os.minor(device)}").symlink_to(disk / "sdb1")
    assert warnings.is_removable(tmp_path, tmp_path / "blok") is removable


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write")
def test_a_folder_that_can_only_be_read_is_told() -> None:
    assert [one.key for one in warnings.about_folder(Path("/proc/self")) if one.key == "baca"] == ["baca"]


def test_trying_to_write_leaves_nothing(tmp_path: Path) -> None:
    list(warnings.about_folder(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_yet_is_judged_by_the_disk_it_will_be_on(tmp_path: Path) -> None:
    assert [one.key for one in warnings.about_folder(tmp_path / "belum" / "ada") if one.key != "ruang"] == []


def test_a_chosen_place_that_is_gone_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    upkeep.keep_at(store, tmp_path / "drive")
    (tmp_path / "drive").rename(tmp_path / "dicabut")
    assert "tempat" in kinds(store)


def test_a_small_full_disk_is_told_and_a_backup_to_it_refused(store: Store, tmp_path: Path) -> None:
    disk = tmp_path / "cakram kecil"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small disk can be made here")
    try:
        assert [one.key for one in warnings.about_room(disk, "data")] == ["ruang"]
        (disk / "isi").write_bytes(bytes(1_500_000))
        with pytest.raises(UserError, match="tidak cukup"):
            upkeep.copy_to(store, disk)
        assert [one.name for one in disk.rglob("*") if one.suffix in (".db", ".part")] == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)
