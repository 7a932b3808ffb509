"""Going back to a backup: the same content, nothing thrown away, and the next exchange completes both laptops."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from puskesos_desktop.domain.household import KELUARGA
from puskesos_desktop.domain.outcome import BadFile, UserError
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.safety import restore, upkeep
from puskesos_desktop.services.safety.restore import Opening
from puskesos_desktop.services.sync import laptops, send
from puskesos_desktop.services.village import start
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.backup import backups, swap
from puskesos_desktop.store.backup.note import Backup
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.store.file import keyslots, layout
from puskesos_desktop.store.log import conflicts, peers
from puskesos_desktop.store.opened import Store, open_store, open_with_key
from puskesos_desktop.store.photos import at_rest
from puskesos_desktop.store.read import households
from tests.support.commands import answer, run
from tests.support.laptops import hand_over, recipient_of
from tests.support.places import ROOT
from tests.support.village import OPERATOR, PASSWORD, VILLAGE, a_household, answering, opened, saved


def content(store: Store) -> list[str]:
    rows = store.reader().conn.execute("SELECT header, body FROM op ORDER BY device, sequence").fetchall()
    return [f"{header} {body}" for header, body in rows]


def answers(store: Store) -> dict[str, object]:
    """Every row of the tables by record, without its number."""
    connection = store.reader().conn
    return {row[1]: row[2:] for kind in FORMS for row in connection.execute(f"SELECT * FROM {kind}").fetchall()}


def restored(store: Store, backup: Backup) -> Store:
    """The same laptop after going back."""
    folder, key = store.folder, store.key
    ready = restore.prepare(folder, backup, Opening(key, False))
    store.close()
    restore.finish(ready)
    return open_with_key(folder, key)


def test_a_restore_brings_back_every_operation_and_keeps_the_present_aside(store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    then, made = content(store), upkeep.back_up(store)
    saved(store, a_household(store, "KARTO"))
    now = content(store)
    back = restored(store, made)
    assert content(back) == then
    assert selfcheck.check(back).sound
    aside = next((back.folder / swap.ASIDE).iterdir())
    former = open_with_key(aside, back.key, write=False)
    assert content(former) == now
    former.close()
    assert not (back.folder / swap.STAGE).exists()
    back.close()


def test_the_present_password_stays_and_a_password_of_then_brings_its_keys_back(store: Store) -> None:
    made = upkeep.back_up(store)
    operator = keyslots.operators(store.folder)[0]
    keyslots.change_password(store.folder, store.key, operator, "sandi-baru", os.urandom)
    store.close()
    assert restore.unlock(store.folder, made, "sandi-baru") == Opening(store.key, False)
    assert restore.unlock(store.folder, made, PASSWORD) == Opening(store.key, True)
    with pytest.raises(UserError, match="tidak cocok"):
        restore.unlock(store.folder, made, "lain sekali")
    assert not (made.folder / keyslots.TRIES_FILE).exists()
    restore.finish(restore.prepare(store.folder, made, restore.unlock(store.folder, made, PASSWORD)))
    open_store(store.folder, PASSWORD)[0].close()


def test_a_new_laptop_begins_from_a_backup_by_password_or_by_code(store: Store, tmp_path: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    name = at_rest.keep(store, b"foto satu")
    home = opened(store, families(store)[0])
    with_photo(store, home.family.id, name)
    made = upkeep.back_up(store)
    code = keyslots.recovery_code(store.key)
    for number, how in enumerate(("sandi", "kode")):
        folder = tmp_path / f"laptop {number}"
        opening = (
            restore.unlock(folder, made, PASSWORD) if how == "sandi" else restore.unlock_by_code(folder, made, code)
        )
        assert restore.look_from_outside(folder, made, opening).present is None
        done = restore.finish(restore.prepare(folder, made, opening))
        assert (done.aside, done.missing) == (None, 0)
        fresh, _ = open_store(folder, PASSWORD)
        assert content(fresh) == content(store)
        assert at_rest.fetch(fresh, name) == b"foto satu"
        assert (folder / keyslots.FILE).read_bytes() == (store.folder / keyslots.FILE).read_bytes()
        fresh.close()


def test_photos_no_backup_has_are_counted(store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    with_photo(store, families(store)[0], "a" * 64)
    made = upkeep.back_up(store)
    ready = restore.prepare(store.folder, made, Opening(store.key, False))
    assert ready.missing == 1


def test_photos_that_were_lost_come_back(store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    name = at_rest.keep(store, b"foto satu")
    with_photo(store, families(store)[0], name)
    made = upkeep.back_up(store)
    shutil.rmtree(store.folder / at_rest.FOLDER)
    back = restored(store, made)
    assert at_rest.fetch(back, name) == b"foto satu"
    back.close()


def test_before_a_restore_it_is_said_what_would_be_lost(store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    made = upkeep.back_up(store)
    assert restore.look(store, made).lost == 0
    saved(store, a_household(store, "KARTO"))
    seen = restore.look(store, made)
    assert (seen.lost, seen.own, seen.present is not None and seen.present[KELUARGA]) == (1, 1, 2)
    assert [one.label for one in seen.deeds] == ["Daftarkan keluarga KARTO"]
    assert "Daftarkan keluarga KARTO · Operator Uji" in restore.look_in_words(seen)


def test_going_back_and_exchanging_loses_nothing_and_forks_nothing(store: Store, second: Store, tmp_path: Path) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    made = upkeep.back_up(store)
    saved(store, answering(home, home.members[0].id, nama="SARKIMIN"))
    saved(store, a_household(store, "TERKIRIM LALU HILANG"))
    hand_over(store, second, tmp_path / "usb 1")
    saved(second, a_household(second, "DARI LAPTOP DUA"))
    hand_over(second, store, tmp_path / "usb 2")
    everything = answers(store)
    old = store.device.name

    back = restored(store, made)
    assert back.device.name != old
    saved(back, a_household(back, "SESUDAH PULIH"))
    got = hand_over(back, second, tmp_path / "usb 3")
    assert got.taken.held == 0
    returned = hand_over(second, back, tmp_path / "usb 4")
    assert returned.equal
    assert answers(back) == answers(second)
    assert everything.items() <= answers(back).items()
    assert len(answers(back)) > len(everything)
    assert opened(back, home.family.id).members[0]["nama"] == "SARKIMIN"
    for one in (back, second):
        assert selfcheck.check(one).sound
        assert conflicts.open_conflicts(one.reader()) == []
    back.close()


def test_the_other_laptop_may_also_be_the_first_to_hand_over(store: Store, second: Store, tmp_path: Path) -> None:
    saved(second, a_household(second, "DARI LAPTOP DUA"))
    hand_over(second, store, tmp_path / "usb 1")
    made = upkeep.back_up(second)
    saved(second, a_household(second, "LALU HILANG"))
    hand_over(second, store, tmp_path / "usb 2")
    back = restored(second, made)
    hand_over(back, store, tmp_path / "usb 3")
    saved(store, a_household(store, "BARU DI SATU"))
    assert hand_over(store, back, tmp_path / "usb 4").equal
    assert answers(back) == answers(store)
    back.close()


def test_others_see_the_restored_laptop_under_a_name_of_its_own(store: Store, second: Store, tmp_path: Path) -> None:
    made = upkeep.back_up(store)
    back = restored(store, made)
    again = restored(back, backups.listed(made.folder.parent)[0])
    assert laptops.own_name(again).count("pulih") == 1
    saved(again, a_household(again, "SARKIM"))
    hand_over(again, second, tmp_path / "usb")
    names = [one.name for one in peers.laptops(second.reader())]
    assert laptops.own_name(again) in names
    assert recipient_of(again) in [one.recipient for one in peers.laptops(second.reader())]
    again.close()


def test_what_was_not_sent_yet_is_still_to_be_sent(store: Store, tmp_path: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    before = send.pending(store.reader(), "siapa pun").changes
    back = restored(store, upkeep.back_up(store))
    assert send.pending(back.reader(), "siapa pun").changes == before
    back.close()


def test_drafts_outlive_a_restore(store: Store) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    drafts = Drafts(store.folder, store.key)
    drafts.keep(home.family.id, "SARKIM", answering(home, home.members[0].id, nama="SARKIMAN"), 1)
    drafts.close()
    back = restored(store, upkeep.back_up(store))
    drafts = Drafts(back.folder, back.key)
    assert [draft.label for draft in drafts.all()] == ["SARKIM"]
    drafts.close()
    back.close()


def test_a_damaged_store_is_replaced_and_kept_aside(store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    then, made = content(store), upkeep.back_up(store)
    store.close()
    path = store.folder / layout.MAIN
    path.write_bytes(b"rusak" * 1000)
    opening = restore.unlock(store.folder, made, PASSWORD)
    assert restore.look_from_outside(store.folder, made, opening).present is None
    done = restore.finish(restore.prepare(store.folder, made, opening))
    assert done.aside is not None
    assert (done.aside / layout.MAIN).read_bytes().startswith(b"rusak")
    back, _ = open_store(store.folder, PASSWORD)
    assert content(back) == then
    back.close()


def test_a_write_ahead_file_of_the_former_state_never_meets_the_new_one(store: Store, tmp_path: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    made = upkeep.back_up(store)
    saved(store, a_household(store, "KARTO"))
    for name in (layout.MAIN, f"{layout.MAIN}-wal", keyslots.FILE):
        (tmp_path / "mati listrik").mkdir(exist_ok=True)
        shutil.copy(store.folder / name, tmp_path / "mati listrik" / name)
    folder, now = tmp_path / "mati listrik", content(store)
    done = restore.finish(restore.prepare(folder, made, Opening(store.key, False)))
    assert not (folder / f"{layout.MAIN}-wal").exists()
    assert done.aside is not None
    former = open_with_key(done.aside, store.key, write=False)
    assert content(former) == now
    former.close()


def test_a_damaged_backup_changes_nothing(store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    made = upkeep.back_up(store)
    path = made.folder / layout.MAIN
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(BadFile, match="rusak"):
        restore.prepare(store.folder, made, Opening(store.key, False))
    assert not (store.folder / swap.STAGE).exists()
    assert selfcheck.check(store).sound


def test_a_window_that_is_open_stands_in_the_way_of_the_last_step(store: Store) -> None:
    ready = restore.prepare(store.folder, upkeep.back_up(store), Opening(store.key, False))
    with pytest.raises(UserError, match="sedang dibuka"):
        restore.finish(ready)
    assert selfcheck.check(store).sound


def test_another_villages_backup_is_refused(store: Store, tmp_path: Path) -> None:

    other = start.create_village(tmp_path / "lain", VILLAGE, OPERATOR, PASSWORD)
    made = upkeep.back_up(other)
    other.close()
    with pytest.raises(BadFile, match="milik data lain"):
        restore.look(store, made)
    with pytest.raises(UserError, match="data lain"):
        restore.unlock(store.folder, made, PASSWORD)


KILLED = """
import os, signal, sys
from pathlib import Path
from puskesos_desktop.services.safety import restore as restoring
from puskesos_desktop.services.safety.restore import Opening
from puskesos_desktop.files import disk
from puskesos_desktop.files import whole as files
from puskesos_desktop.store.backup import backups, note
left = 0
def counted(real):
    def call(*words):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*words)
    return call
for part, name in ((files, "replace"), (files, "link_or_copy"), (disk, "sync_folder")):
    setattr(part, name, counted(getattr(part, name)))
data, key = Path(sys.argv[1]), bytes.fromhex(sys.argv[2])
for line in sys.stdin:
    left = int(line)
    child = os.fork()
    if child == 0:
        backup = note.read(Path(sys.argv[3]))
        restoring.finish(restoring.prepare(data, backup, Opening(key, False)))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def told(killing: subprocess.Popen[str], steps: int) -> int:
    """How the process ended that was to be killed before this step: each is a child of one that has loaded all."""
    assert killing.stdin is not None
    assert killing.stdout is not None
    killing.stdin.write(f"{steps}\n")
    killing.stdin.flush()
    return int(killing.stdout.readline())


def test_a_kill_at_any_step_of_a_restore_leaves_the_former_state_or_the_new_one(store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    then, made = content(store), upkeep.back_up(store)
    saved(store, a_household(store, "KARTO"))
    now, folder, key = content(store), store.folder, store.key
    store.close()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ends = set()
    command = [sys.executable, "-c", KILLED, str(folder), key.hex(), str(made.folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as killing:
        for steps in range(14):
            status = told(killing, steps)
            reopened = open_store(folder, PASSWORD)[0]
            state = content(reopened)
            assert state in (now, then)
            assert selfcheck.check(reopened).sound
            reopened.close()
            ends.add("baru" if state == then else "lama")
            assert status in (0, -signal.SIGKILL)
            if status == 0 or state == then:
                break
    assert ends == {"lama", "baru"}


def test_the_commands_back_up_look_and_restore(store: Store, tmp_path: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    code = keyslots.recovery_code(store.key)
    data = ("--data", str(store.folder), "--json")
    store.close()
    made = answer(*data, "cadangkan", password=PASSWORD)
    assert made["keluarga"] == 1
    (tmp_path / "drive").mkdir()
    copied = answer(*data, "cadangkan", "--ke", str(tmp_path / "drive"), password=PASSWORD)
    assert Path(copied["folder"]).is_relative_to(tmp_path / "drive")
    assert [one["nama"] for one in answer(*data, "cadangkan", "--daftar", password=PASSWORD)] == [made["nama"]]
    assert answer(*data, "cadangkan", "--latihan", password=PASSWORD)["foto_kurang"] == 0
    reopened = open_with_key(store.folder, store.key)
    saved(reopened, a_household(reopened, "KARTO"))
    reopened.close()
    assert answer(*data, "pulihkan", "terakhir", "--coba", password=PASSWORD)["akan_hilang"] == 1
    words = run("--data", str(store.folder), "pulihkan", made["nama"], password=PASSWORD)
    assert (words.returncode, words.stderr) == (0, "")
    assert "sudah dipulihkan: 1 keluarga" in words.stdout
    fresh = ("--data", str(tmp_path / "laptop baru"), "--json")
    assert answer(*fresh, "pulihkan", copied["folder"], "--kode", typed=f"{code}\n", password=PASSWORD)["keluarga"] == 1
    assert answer(*fresh, "cek", password=PASSWORD)["keluarga"] == 1
    missing = run(*data, "pulihkan", "1999-01-01", password=PASSWORD)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "bukan cadangan yang utuh" in missing.stderr


def families(store: Store) -> list[str]:
    return [row[0] for row in store.reader().conn.execute("SELECT id FROM keluarga ORDER BY rid")]


def with_photo(store: Store, family: str, name: str) -> None:
    from puskesos_desktop.domain.codes.photo import LAMPIRAN
    from puskesos_desktop.store.log import commits

    with commits.group(store, "Tambah foto", OPERATOR) as transaction:
        transaction.create(LAMPIRAN, {"keluarga_id": family, "sha256": name})


def test_totals_after_a_restore_are_those_of_the_backup(store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    made = upkeep.back_up(store)
    back = restored(store, made)
    assert households.totals(back.reader()).items() <= made.counts.items()
    back.close()
