"""A full disk, a read-only one, a wrong clock, flipped bits: noticed, said in words, survived."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.services.safety import restore, upkeep, warnings
from puskesos_desktop.services.safety.restore import Opening
from puskesos_desktop.services.sync import laptops, send
from puskesos_desktop.store import opened, selfcheck
from puskesos_desktop.store.backup import backups, location
from puskesos_desktop.store.backup.note import Backup
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.store.file import layout
from puskesos_desktop.store.file.connection import DATABASE_ERRORS
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from tests.durability.judge import a_world, claims
from tests.durability.kills import command
from tests.durability.space import LIMITS, SPARING, a_small_disk, on_full_disk, on_small_files
from tests.support.amount import FULL
from tests.support.places import ROOT
from tests.support.village import a_household, a_store, saved

PAGES = range(80) if FULL else range(0, 60, 12)
DAY_MS = 24 * 3600 * 1000
FLIPS = 60
RESTORED_EVERY = 1 if FULL else 12


@pytest.mark.parametrize("deed", SPARING if FULL else ("simpan", "impor"))
def test_a_file_that_may_not_grow_is_told_in_words_and_nothing_is_lost(deed: str, tmp_path: Path) -> None:
    said, wrong = on_small_files(deed, tmp_path / "dunia")
    assert wrong == []
    assert 0 < len(said.refused) <= len(LIMITS)


@pytest.mark.parametrize("deed", SPARING)
def test_a_full_disk_at_every_step_is_told_in_words_and_work_goes_on_when_there_is_room(
    deed: str, tmp_path: Path
) -> None:
    with a_small_disk(tmp_path / "cakram") as there:
        if not there:
            pytest.skip("no small disk can be made here: that needs root")
        said, wrong = on_full_disk(deed, tmp_path / "cakram" / "dunia", PAGES)
    assert wrong == []
    assert said.refused


def test_a_full_disk_leaves_the_drafts_where_they_are(tmp_path: Path) -> None:
    """Found by the full disk: drafts that could not be opened for want of room were taken for damaged and put away."""
    with a_small_disk(tmp_path / "cakram") as there:
        if not there:
            pytest.skip("no small disk can be made here: that needs root")
        store = a_store(tmp_path / "cakram" / "desa")
        home = a_household(store, "SARKIM")
        drafts = Drafts(store.folder, store.key)
        drafts.keep(home.family.id, "SARKIM", home, 1)
        drafts.close()
        filler = tmp_path / "cakram" / "penuh"
        filler.write_bytes(bytes(shutil.disk_usage(tmp_path / "cakram").free))
        with pytest.raises(UserError):
            Drafts(store.folder, store.key)
        filler.unlink()
        drafts = Drafts(store.folder, store.key)
        assert drafts.find(home.family.id) is not None
        drafts.close()
        store.close()


def test_a_disk_that_fills_up_never_stops_what_was_saved_and_says_when_a_draft_is_not_kept(store: Store) -> None:
    """Found at a full disk: the family was saved, its draft could not be dropped, and the editor stood still."""
    home = a_household(store, "SARKIM")
    drafts = Drafts(store.folder, store.key)
    drafts.keep(home.family.id, "SARKIM", home, 1)
    drafts.remember("folder", "lama")
    drafts._database.conn.execute("PRAGMA query_only = ON")
    drafts.drop(home.family.id)
    drafts.remember("folder", "baru")
    assert drafts.find(home.family.id) is None
    assert (drafts.recall("folder"), drafts.is_on_disk("folder")) == ("baru", False)
    with pytest.raises(UserError):
        drafts.keep(home.family.id, "SARKIM", home, 2)
    drafts._database.conn.execute("PRAGMA query_only = OFF")
    drafts.keep(home.family.id, "SARKIM", home, 3)
    drafts.remember("folder", "baru")
    assert drafts.find(home.family.id) is not None
    assert drafts.is_on_disk("folder")
    drafts.close()


@pytest.mark.parametrize("seed", range(8))
def test_damaged_drafts_are_set_aside_whole_and_new_ones_can_be_kept(store: Store, seed: int) -> None:
    """Found by flipped bits: only the first page was looked at, and the damaged file stayed open beside the new one."""
    home = a_household(store, "SARKIM")
    drafts = Drafts(store.folder, store.key)
    for number in range(20):
        drafts.keep(str(number), "SARKIM", home, number)
    drafts.close()
    flip(store.folder / "lokal.db", seed)
    drafts = Drafts(store.folder, store.key)
    assert drafts.all() == []
    drafts.keep(home.family.id, "SARKIM", home, 1)
    drafts.close()
    drafts = Drafts(store.folder, store.key)
    assert drafts.find(home.family.id) is not None
    drafts.close()
    assert (store.folder / "lokal.rusak").exists()


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder below which everybody may look."""
    folder = Path(tempfile.mkdtemp(prefix="puskesos-uji-"))
    folder.chmod(0o755)
    yield folder
    for one in folder.rglob("*"):
        one.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("writable", ["nothing", "the folder", "all but the database"])
def test_a_read_only_village_is_told_in_words_and_stays_as_it_was(writable: str, open_to_all: Path) -> None:
    world = open_to_all / "dunia"
    key = a_world(world)
    before = content_of(world / "desa")
    for one in (world, *world.rglob("*")):
        one.chmod(0o777 if one.is_dir() and writable != "nothing" else 0o555)
    if writable == "all but the database":
        (world / "desa" / "desa.lock").chmod(0o666)
    done = subprocess.run(
        command("simpan", world, key, "--kali", "1", "--tamu"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    said = claims(done.stdout.splitlines(keepends=True))
    assert (done.returncode, said.names) == (0, set()), done.stderr
    assert "izin tulis" in said.refused[0]
    assert content_of(world / "desa").items() >= before.items()


@pytest.mark.parametrize("days", [-11, 11])
def test_a_clock_eleven_days_off_is_told_and_neither_saves_nor_backups_suffer(
    store: Store, tmp_path: Path, days: int
) -> None:
    now = opened.REAL.now_ms() + 400 * DAY_MS
    at(store, now)
    saved(store, a_household(store, "SARKIM"))
    first = upkeep.back_up(store)
    at(store, now + days * DAY_MS)
    assert [one.key for one in warnings.look_around(store) if one.key == "jam"] == (["jam"] if days < 0 else [])
    saved(store, a_household(store, "KARTO"))
    second = upkeep.back_up(store)
    (tmp_path / "usb").mkdir()
    send.send(store, tmp_path / "usb", laptops.own_key(store).public)
    at(store, now)
    assert any(one.key == "jam" for one in warnings.look_around(store)) == (days > 0)
    saved(store, a_household(store, "WARTI"))
    third = upkeep.back_up(store)
    have = backups.listed(location.of(store.folder))
    assert {one.name for one in (first, second, third)} == {one.name for one in have}
    assert have[0] == third
    assert not upkeep.changed(store)
    assert households.totals(store.reader())["keluarga"] == 3
    assert selfcheck.check(store).sound


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, Backup]:
    """A closed village of three families, its key and its last backup."""
    store = a_store(tmp_path_factory.mktemp("asli") / "desa")
    for name in ("SARKIM", "KARTO", "WARTI"):
        saved(store, a_household(store, name))
    made = upkeep.back_up(store)
    store.close()
    return store.folder, store.key, made


@pytest.mark.parametrize("seed", range(FLIPS))
def test_a_flipped_bit_in_the_store_is_noticed_said_in_words_and_survived_by_the_last_backup(
    backed_up: tuple[Path, bytes, Backup], seed: int, tmp_path: Path
) -> None:
    original, key, made = backed_up
    folder = tmp_path / "desa"
    shutil.copytree(original, folder)
    flip(folder / layout.MAIN, seed)
    assert "ulihkan dari cadangan" in noticed(folder, key)
    if seed % RESTORED_EVERY:
        return
    restore.finish(restore.prepare(folder, made, Opening(key, False)))
    back = opened.open_with_key(folder, key)
    assert selfcheck.check(back).sound
    assert households.totals(back.reader())["keluarga"] == 3
    back.close()


def noticed(folder: Path, key: bytes) -> str:
    """What opening or checking says; a backup of it is never taken for a good one with fewer in it."""
    try:
        store = opened.open_with_key(folder, key)
    except UserError as problem:
        return str(problem)
    try:
        with_backup = upkeep.automatic(store)
        health = selfcheck.check(store)
        assert not health.sound
        for one in backups.listed(location.of(folder)):
            assert one.counts["keluarga"] == 3, with_backup
        return " ".join(health.findings)
    except DATABASE_ERRORS as problem:
        pytest.fail(f"not said in words: {problem}")
    finally:
        store.close()


def flip(path: Path, seed: int) -> None:
    """Turn one bit of a file."""
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def at(store: Store, moment_ms: int) -> None:
    """Set the store's clock."""
    store.ambient = replace(store.ambient, now_ms=lambda: moment_ms)


def content_of(folder: Path) -> dict[str, str]:
    """What lies in a folder; the shared memory of readers does not count, nor an empty write-ahead file."""
    return {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in folder.iterdir()
        if not one.name.endswith("-shm") and one.stat().st_size
    }
