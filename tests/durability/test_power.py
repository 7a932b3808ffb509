"""A power cut at any instant, with what was not synced dropped, torn or reordered, loses nothing that was promised."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from puskesos_desktop.files import disk
from puskesos_desktop.services.safety import restore, upkeep
from puskesos_desktop.services.safety.restore import Opening
from puskesos_desktop.store import opened, selfcheck
from puskesos_desktop.store.backup import location
from puskesos_desktop.store.file import keyslots, layout
from tests.durability.deeds import DEEDS
from tests.durability.judge import a_world, claims, problems
from tests.durability.replay import instants, lay_out
from tests.durability.trace import AVAILABLE, Event, Node, Recording, Sync, Write, record
from tests.support.amount import FULL
from tests.support.village import PASSWORD, a_household, a_store, saved

needs_strace = pytest.mark.skipif(not AVAILABLE, reason="strace, with which file writes are recorded, is not installed")
INSTANTS = {deed: 50 for deed in DEEDS} if FULL else {"simpan": 12, "kirim": 10, "cadangkan": 8, "pulihkan": 8}


@needs_strace
@pytest.mark.parametrize("deed", INSTANTS)
def test_a_power_cut_at_a_random_instant_loses_nothing_that_was_promised(deed: str, tmp_path: Path) -> None:
    key = a_world(tmp_path / "dunia")
    recording = record(deed, tmp_path / "dunia", key, 3)
    found = instants(recording, tmp_path / "padam", key, INSTANTS[deed])
    assert [one for one in found if one.problems] == []


@needs_strace
def test_a_program_that_never_syncs_is_found_out(tmp_path: Path) -> None:
    """The proof above would see losses if there were any."""
    key = a_world(tmp_path / "dunia")
    recording = record("simpan", tmp_path / "dunia", key, 2)
    careless = Recording(recording.root, [event for event in recording.events if not isinstance(event, Sync)])
    assert any(one.problems for one in instants(careless, tmp_path / "padam", key, 8))


def test_what_was_synced_is_always_there_and_what_was_not_may_be_torn(tmp_path: Path) -> None:
    root, file = Node(folder=True), Node()
    root.entries["a"] = file
    kept, later = b"k" * 2048, b"l" * 2048
    events: list[Event] = [Write(file, 0, kept), Sync(file), Write(file, 2048, later)]
    seen = set()
    for seed in range(60):
        lay_out(Recording(root, list(events)), 3, tmp_path / "d", random.Random(seed))
        content = (tmp_path / "d" / "a").read_bytes()
        assert content[:2048] == kept
        seen.add(content[2048:].count(b"l"))
        (tmp_path / "d" / "a").unlink()
        (tmp_path / "d").rmdir()
    assert {0, 2048} < seen


def test_a_page_torn_while_the_write_ahead_file_is_brought_in_is_no_damage(tmp_path: Path) -> None:
    """Found by the replay: the check of all seals reads the file past the write-ahead file, and cried wolf."""
    store = a_store(tmp_path / "desa")
    saved(store, a_household(store, "SARKIM"))
    path = store.folder / layout.MAIN
    store.reader().conn.execute("BEGIN")
    store.reader().conn.execute("SELECT count(*) FROM op").fetchone()
    page = _first_page_in(store.folder / f"{layout.MAIN}-wal")
    content = bytearray(path.read_bytes())
    content[page * 4096 - 2048 : page * 4096] = bytes(2048)
    path.write_bytes(content)
    assert selfcheck.check(store).sound
    assert selfcheck.file_is_sound(store)
    store.reader().conn.execute("COMMIT")
    store.close()
    again = opened.open_with_key(tmp_path / "desa", store.key)
    assert selfcheck.check(again).sound
    again.close()


def _first_page_in(log: Path) -> int:
    """A page beyond the first whose whole content stands in a write-ahead file."""
    content = log.read_bytes()
    pages = (int.from_bytes(content[at : at + 4]) for at in range(32, len(content), 24 + 4096))
    return next(page for page in pages if page > 1)


@contextmanager
def synced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The folders whose names are brought to the disk inside."""
    found: list[Path] = []
    real = disk.sync_folder

    def note(folder: Path) -> None:
        found.append(folder)
        real(folder)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "sync_folder", note)
        yield found


def test_a_new_place_of_backups_has_its_own_name_on_the_disk_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by the replay: the first backup was synced, the folder it lies in was not."""
    store = a_store(tmp_path / "desa")
    with synced(monkeypatch) as folders:
        upkeep.back_up(store)
    store.close()
    assert location.usual(tmp_path / "desa").parent in folders


def test_a_restore_into_a_new_folder_has_its_name_on_the_disk_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = a_store(tmp_path / "desa")
    made = upkeep.back_up(store)
    store.close()
    with synced(monkeypatch) as folders:
        restore.finish(restore.prepare(tmp_path / "baru" / "desa", made, Opening(store.key, True)))
    assert {tmp_path, tmp_path / "baru", tmp_path / "baru" / "desa"} <= set(folders)


def test_a_changed_password_is_on_the_disk_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = a_store(tmp_path / "desa")
    operator = keyslots.operators(store.folder)[0]
    with synced(monkeypatch) as folders:
        keyslots.change_password(store.folder, store.key, operator, f"{PASSWORD}-baru", lambda count: bytes(count))
    store.close()
    assert folders == [store.folder]


def test_the_judge_notices_what_is_not_there(tmp_path: Path) -> None:
    key = a_world(tmp_path / "dunia")
    lines = ['["simpan", "SIAPA"]\n', '["paket", "PSB_1.psb"]\n', '["cadangan", "2026-01-01_10.00.00"]\n']
    lines += ['["draf", "1", 3, "SIAPA"]\n', '["foto", "aa"]\n', '["cetak", "a.pdf"]\n', '["impor", "IBU", 12]\n']
    said = claims([*lines, '["simpan", "TIDAK SELESAI'])
    found = problems(tmp_path / "dunia", key, said)
    assert len(found) == len(lines) + 1, found
    (tmp_path / "dunia" / "desa" / layout.MAIN).write_bytes(b"rusak" * 999)
    assert "cannot be opened" in problems(tmp_path / "dunia", key, said)[0]
