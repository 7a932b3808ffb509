"""Backups: made, checked, listed, rotated; torn, killed and full-disk ones leave the earlier ones alone."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from puskesos_desktop.domain.outcome import BadFile, Cancelled, UserError
from puskesos_desktop.files import whole
from puskesos_desktop.services.safety import restore, upkeep
from puskesos_desktop.store import opened
from puskesos_desktop.store.backup import backups, location, note
from puskesos_desktop.store.backup.note import Backup
from puskesos_desktop.store.file import keyslots, layout
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.photos import at_rest
from puskesos_desktop.store.read import households
from tests.support.amount import examples
from tests.support.places import ROOT
from tests.support.village import PASSWORD, a_household, a_store, saved

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def place_of(store: Store) -> Path:
    return location.of(store.folder)


def at(store: Store, moment: datetime) -> None:
    milliseconds = int(moment.timestamp() * 1000)
    store.ambient = replace(store.ambient, now_ms=lambda: milliseconds)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backup]:
    """A backup that tests copy and damage."""
    store = a_store(tmp_path_factory.mktemp("asli") / "desa")
    saved(store, a_household(store, "SARKIM"))
    yield upkeep.back_up(store)
    store.close()


def test_a_backup_opens_with_the_same_password_and_holds_the_same(filled: Store) -> None:
    made = upkeep.back_up(filled)
    copied, operator = opened.open_store(made.folder, PASSWORD, write=False)
    assert households.totals(copied.reader()) == households.totals(filled.reader())
    assert copied.key == filled.key
    assert made.counts["keluarga"] == 1
    assert operator.name == "Operator Uji"
    copied.close()
    assert (made.folder / keyslots.FILE).read_bytes() == (filled.folder / keyslots.FILE).read_bytes()


def test_the_note_says_when_what_and_until_where_and_nothing_about_people(filled: Store) -> None:
    at(filled, NOON)
    saved(filled, a_household(filled, "KARTO"))
    made = upkeep.back_up(filled)
    said = (made.folder / note.NOTE).read_text("utf-8")
    assert (made.made, made.newest[:4], made.why) == ("2026-11-24T12:00:00Z", "2026", backups.ASKED)
    assert "SARKIM" not in said
    assert "KARTO" not in said


def test_a_backup_can_be_made_while_others_read_and_write(filled: Store) -> None:
    steps: list[str] = []

    def progress(done: int, total: int, text: str) -> None:
        if not steps:
            saved(filled, a_household(filled, "KARTO"))
        steps.append(text)

    made = upkeep.back_up(filled, progress)
    backups.verify(made)
    assert households.totals(filled.reader())["keluarga"] == 2
    assert steps


def test_only_changes_make_an_automatic_backup(filled: Store) -> None:
    assert upkeep.changed(filled)
    assert upkeep.automatic(filled) == ""
    assert not upkeep.changed(filled)
    assert upkeep.automatic(filled) == ""
    assert len(backups.listed(place_of(filled))) == 1
    saved(filled, a_household(filled, "KARTO"))
    assert upkeep.changed(filled)


def test_an_automatic_backup_is_due_half_an_hour_after_the_last(filled: Store) -> None:
    at(filled, NOON)
    assert upkeep.due(filled)
    upkeep.back_up(filled)
    saved(filled, a_household(filled, "KARTO"))
    at(filled, NOON + timedelta(minutes=29))
    assert not upkeep.due(filled)
    at(filled, NOON + timedelta(minutes=30))
    assert upkeep.due(filled)
    upkeep.back_up(filled)
    at(filled, NOON + timedelta(minutes=90))
    assert not upkeep.due(filled)


def test_a_changed_password_is_a_change(filled: Store) -> None:
    upkeep.back_up(filled)
    operator = keyslots.operators(filled.folder)[0]
    keyslots.change_password(filled.folder, filled.key, operator, "sandi-baru", os.urandom)
    assert upkeep.changed(filled)


def test_the_status_line_names_the_hour_and_on_other_days_the_day(filled: Store) -> None:
    assert upkeep.status_words(filled) == "Belum ada cadangan"
    at(filled, NOON)
    upkeep.back_up(filled)
    hour = f"{NOON.astimezone():%H.%M}"
    assert upkeep.status_words(filled) == f"Cadangan terakhir {hour}"
    at(filled, NOON + timedelta(days=3))
    assert upkeep.status_words(filled) == f"Cadangan terakhir 24-11-2026 {hour}"


def test_the_newest_is_the_one_that_holds_most_whatever_the_clock_said(filled: Store) -> None:
    at(filled, NOON + timedelta(days=27000))
    early = upkeep.back_up(filled)
    at(filled, NOON)
    saved(filled, a_household(filled, "KARTO"))
    made = upkeep.back_up(filled)
    assert upkeep.last(filled) == made
    assert [one.name for one in backups.listed(place_of(filled))] == [made.name, early.name]
    assert not upkeep.changed(filled)


def test_cancelling_leaves_nothing_of_it(filled: Store) -> None:
    first = upkeep.back_up(filled)

    def progress(done: int, total: int, text: str) -> None:
        if done >= 60:
            raise Cancelled

    with pytest.raises(Cancelled):
        upkeep.back_up(filled, progress)
    assert folders(place_of(filled)) == [first.name]


def test_a_large_copy_can_be_cancelled_while_sqlite_writes(filled: Store) -> None:
    with filled.transaction() as connection:
        connection.execute("CREATE TABLE besar(isi BLOB)")
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)"
            "INSERT INTO besar SELECT randomblob(200) FROM n"
        )
    seen: list[int] = []

    def progress(done: int, total: int, text: str) -> None:
        seen.append(done)
        raise Cancelled

    with pytest.raises(Cancelled):
        backups.make(filled.folder, filled.key, place_of(filled), now_ms=0, progress=progress)
    assert len(seen) == 1
    assert seen[0] < 60
    assert folders(place_of(filled)) == []


@trials(max_examples=examples(60, 20))
@given(st.integers(0, 1 << 30), st.booleans())
def test_a_backup_torn_at_any_byte_is_noticed(sealed: Backup, at_byte: int, flipped: bool) -> None:
    copied = a_copy(sealed)
    names = [*sealed.files, note.NOTE]
    name = names[at_byte % len(names)]
    path = copied / name
    content = bytearray(path.read_bytes())
    at_byte %= len(content)
    if flipped:
        content[at_byte] ^= 1 << at_byte % 8
        path.write_bytes(content)
        found = note.read(copied)
        if found is not None:
            with pytest.raises(BadFile):
                backups.verify(found)
    else:
        path.write_bytes(content[:at_byte])
        assert note.read(copied) is None
    shutil.rmtree(copied.parent)


def test_a_note_that_names_other_files_is_no_backup(sealed: Backup) -> None:
    copied = a_copy(sealed)
    said = json.loads((copied / note.NOTE).read_bytes())
    assert note.read(copied) is not None
    said["berkas"] = {"../desa.db": [1, "0"]}
    (copied / note.NOTE).write_bytes(note.sealed(said))
    assert note.read(copied) is None
    shutil.rmtree(copied.parent)


def test_torn_and_unfinished_folders_are_left_out_and_go_with_the_next_backup(filled: Store) -> None:
    place = place_of(filled)
    first = upkeep.back_up(filled)
    torn = place / "2026-01-01_10.00.00"
    shutil.copytree(first.folder, torn)
    (torn / layout.MAIN).write_bytes(b"")
    (place / "2026-01-02_10.00.00").mkdir()
    (place / "catatan saya").mkdir()
    assert backups.listed(place) == [first]
    saved(filled, a_household(filled, "KARTO"))
    second = upkeep.back_up(filled)
    assert folders(place) == sorted([first.name, second.name])
    assert (place / "catatan saya").is_dir()


def test_two_backups_at_once_wait_for_each_other(filled: Store) -> None:
    def progress(done: int, total: int, text: str) -> None:
        with pytest.raises(UserError, match="sedang dipakai"):
            upkeep.back_up(filled)

    upkeep.back_up(filled, progress)
    assert len(backups.listed(place_of(filled))) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from puskesos_desktop.store.backup import backups
left = int(sys.argv[4])
def progress(done, total, text):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
backups._OPCODES = 500
data, key, place = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), Path(sys.argv[3])
backups.make(data, key, place, now_ms=1_800_000_000_000, progress=progress)
print("selesai")
"""


def run(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)


def test_a_kill_in_the_middle_leaves_the_earlier_backups_whole(filled: Store) -> None:
    place = place_of(filled)
    first = upkeep.back_up(filled)
    killed = 0
    for steps in (0, 1, 3, 6, 8):
        done = run(KILLED, str(filled.folder), filled.key.hex(), str(place), str(steps))
        killed += done.returncode != 0
        assert first in backups.listed(place)
        backups.verify(first)
    assert killed >= 3
    saved(filled, a_household(filled, "KARTO"))
    backups.verify(upkeep.back_up(filled))
    assert all(note.read(place / name) for name in folders(place))


LIMITED = """
import resource, sys
from pathlib import Path
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.store.backup import backups
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
try:
    backups.make(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), Path(sys.argv[3]), now_ms=1_800_000_000_000)
except UserError as problem:
    print(problem)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are of other systems")
def test_a_full_disk_at_any_size_is_told_in_words_and_leaves_nothing(filled: Store) -> None:
    place = place_of(filled)
    first = upkeep.back_up(filled)
    size = first.files[layout.MAIN][0]
    for limit in (0, 4096, size // 2, size - 1):
        done = run(LIMITED, str(filled.folder), filled.key.hex(), str(place), str(limit))
        assert (done.returncode, done.stderr) == (0, "")
        assert "akram" in done.stdout
        assert backups.listed(place) == [first]
        assert folders(place) == [first.name]
    backups.verify(first)


def test_photos_are_shared_once_and_damaged_ones_stay_out(filled: Store) -> None:
    sound, damaged = at_rest.keep(filled, b"foto satu"), at_rest.keep(filled, b"foto dua")
    path = filled.folder / at_rest.FOLDER / damaged
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    upkeep.back_up(filled)
    shared = place_of(filled) / at_rest.FOLDER
    assert [one.name for one in shared.iterdir()] == [sound]
    before = (shared / sound).stat().st_mtime_ns
    saved(filled, a_household(filled, "KARTO"))
    upkeep.back_up(filled)
    assert (shared / sound).stat().st_mtime_ns == before
    assert (shared / sound).read_bytes() == (filled.folder / at_rest.FOLDER / sound).read_bytes()


def test_a_rehearsal_reads_everything_and_leaves_no_trace(filled: Store) -> None:
    at_rest.keep(filled, b"foto satu")
    upkeep.back_up(filled)
    assert upkeep.rehearsal_due(filled)
    done = upkeep.rehearse(filled)
    assert done.operations == filled.tip()[0].sequence
    assert done.counts["keluarga"] == 1
    assert not upkeep.rehearsal_due(filled)
    assert not list(place_of(filled).glob("latihan*"))
    at(filled, datetime.now(UTC) + timedelta(days=31))
    assert upkeep.rehearsal_due(filled)


def rot(backup: Backup) -> None:
    path = backup.folder / layout.MAIN
    content = bytearray(path.read_bytes())
    content[random.Random(3).randrange(len(content))] ^= 4
    path.write_bytes(content)


def test_a_rotten_backup_is_set_aside_and_replaced_at_once_and_the_next_rehearsal_is_due(filled: Store) -> None:
    made = upkeep.back_up(filled)
    rot(made)
    with pytest.raises(upkeep.Rotten, match=r"rusak dan disisihkan\. Cadangan baru sudah dibuat"):
        upkeep.rehearse(filled)
    standing = upkeep.describe(filled)
    assert "rusak" in standing.notes.latihan_hasil
    assert standing.rehearsal_due
    assert len(standing.backups) == 1
    assert not standing.changed
    assert [one.name for one in place_of(filled).glob("*.rusak")] == [f"{made.name}.rusak"]
    upkeep.rehearse(filled)
    assert not upkeep.rehearsal_due(filled)


def test_a_rotten_backup_no_longer_counts_also_where_no_new_one_can_be_made(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = upkeep.back_up(filled)
    rot(made)
    monkeypatch.setattr(backups, "make", full_disk)
    with pytest.raises(upkeep.Rotten, match=r"yang baru belum dapat dibuat\. Cakram penuh"):
        upkeep.rehearse(filled)
    assert upkeep.last(filled) is None
    assert upkeep.changed(filled)


def full_disk(*_words: object, **_more: object) -> Backup:
    raise UserError("Cakram penuh, jadi cadangan tidak ditulis.", "Kosongkan paling sedikit 200 MB.")


def test_going_back_to_a_rotten_backup_replaces_it_too(filled: Store) -> None:
    made = upkeep.back_up(filled)
    rot(made)
    with pytest.raises(upkeep.Rotten):
        restore.look(filled, made)
    assert [one.counts["keluarga"] for one in upkeep.describe(filled).backups] == [1]
    assert upkeep.rehearsal_due(filled)


def test_a_rotten_backup_of_another_drive_is_told_and_stays(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    copied = upkeep.copy_to(filled, tmp_path / "drive").backup
    rot(copied)
    with pytest.raises(BadFile, match="rusak"):
        restore.look(filled, copied)
    assert copied.folder.exists()
    again = upkeep.copy_to(filled, tmp_path / "drive").backup
    backups.verify(again)
    assert [one.name for one in copied.folder.parent.glob("*.rusak")] == [f"{copied.name}.rusak"]


def test_a_rotten_backup_is_not_copied_but_replaced(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    rot(upkeep.back_up(filled))
    copied = upkeep.copy_to(filled, tmp_path / "drive").backup
    backups.verify(copied)
    assert len(list(place_of(filled).glob("*.rusak"))) == 1


def test_only_so_many_rotten_backups_are_kept(filled: Store) -> None:
    for _ in range(4):
        rot(upkeep.back_up(filled))
        with pytest.raises(upkeep.Rotten):
            upkeep.rehearse(filled)
    assert len(list(place_of(filled).glob("*.rusak*"))) == backups.KEPT_ROTTEN


def test_an_upgrade_is_backed_up_first_and_that_backup_outlives_the_rule(store: Store) -> None:
    place = place_of(store)
    now = store.ambient.now_ms()
    assert backups.before_upgrade(store.folder, store.key, place, now) is None
    with store.transaction() as connection:
        connection.execute("UPDATE meta SET value = 'lain' WHERE name = 'forms'")
    made = backups.before_upgrade(store.folder, store.key, place, now)
    assert made is not None
    assert made.why == backups.UPGRADE
    for days in range(1, 5):
        at(store, datetime.fromtimestamp(now / 1000, UTC) + timedelta(days=400 * days))
        upkeep.back_up(store)
    assert made in backups.listed(place)


def folders(place: Path) -> list[str]:
    return sorted(one.name for one in place.iterdir() if one.is_dir() and one.name[:2] == "20")


def a_copy(backup: Backup) -> Path:
    other = backup.folder.parent.parent / "rusak"
    whole.remove_folder(other)
    shutil.copytree(backup.folder, other / backup.name)
    return other / backup.name
