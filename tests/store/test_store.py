"""The store on disk: keys, opening, what goes wrong, and that nothing of it is readable without the key."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Event, Semaphore, Thread
from types import SimpleNamespace

import pytest

from puskesos_desktop.domain.outcome import BadFile, UserError
from puskesos_desktop.services.village import start
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.file import cipher, keyslots, layout
from puskesos_desktop.store.file.connection import DATABASE_ERRORS
from puskesos_desktop.store.opened import Store, open_store
from puskesos_desktop.store.read import households
from tests.support.places import ROOT
from tests.support.village import OPERATOR, PASSWORD, VILLAGE, a_household, a_store, opened, saved


def test_what_was_saved_is_there_after_closing_and_opening(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    family = saved(store, a_household(store, "TARSINI", nik="3328014105607001", sumber_air=5)).family.id
    store.close()
    again, operator = open_store(tmp_path, PASSWORD)
    home = opened(again, family)
    assert (home.members[0]["nama"], home.family["sumber_air"], operator.name) == ("TARSINI", 5, OPERATOR)
    again.close()


def test_no_byte_on_disk_shows_a_name(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    saved(store, a_household(store, "TARSINI KALIBATA"))
    store.close()
    assert all(b"TARSINI" not in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert not (tmp_path / "desa.db").read_bytes().startswith(b"SQLite format")


def test_a_wrong_password_is_said_and_five_of_them_make_one_wait(tmp_path: Path) -> None:
    a_store(tmp_path).close()
    for _ in range(5):
        with pytest.raises(UserError, match="tidak cocok"):
            open_store(tmp_path, "salah-sekali")
    with pytest.raises(UserError, match=r"Tunggu \d+ detik"):
        open_store(tmp_path, PASSWORD)


def test_the_recovery_code_opens_without_the_keys_file(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    family = saved(store, a_household(store)).family.id
    code = keyslots.recovery_code(store.key)
    store.close()
    (tmp_path / keyslots.FILE).unlink()
    with pytest.raises(BadFile, match="kode pemulihan"):
        open_store(tmp_path, PASSWORD)
    start.reset_password(tmp_path, code.lower().replace("-", " "), "Operator Baru", "sandi-baru")
    again, operator = open_store(tmp_path, "sandi-baru")
    assert (opened(again, family).family.id, operator.name) == (family, "Operator Baru")
    again.close()


def test_one_mistyped_letter_of_the_recovery_code_names_its_column() -> None:
    code = keyslots.recovery_code(bytes(range(32)))
    assert keyslots.read_recovery_code(code) == bytes(range(32))
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    with pytest.raises(UserError, match="kolom 1"):
        keyslots.read_recovery_code(wrong)
    with pytest.raises(UserError, match="14 kelompok"):
        keyslots.read_recovery_code(code[:-3])


def test_a_recovery_code_of_another_village_is_refused(tmp_path: Path) -> None:
    a_store(tmp_path).close()
    with pytest.raises(UserError, match="tidak dapat dibuka dengan kunci ini"):
        start.reset_password(tmp_path, keyslots.recovery_code(os.urandom(32)), "X", "sandi-baru")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"format":1,"slots":[{}]}', b"\xff\xfe", b'{"format":9,"slots":[]}']
)
def test_a_damaged_keys_file_is_said(tmp_path: Path, content: bytes) -> None:
    a_store(tmp_path).close()
    (tmp_path / keyslots.FILE).write_bytes(content)
    with pytest.raises(BadFile, match="rusak"):
        open_store(tmp_path, PASSWORD)


def test_a_password_is_guarded_as_dearly_as_promised(tmp_path: Path) -> None:
    """In a process of its own: tests derive keys cheaply unless they are run with `--penuh`."""
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom puskesos_desktop.store.file import keyslots\n"
        "keyslots.create(Path(sys.argv[1]), os.urandom(32), keyslots.Operator('a', 'A'), 'rahasia-uji', os.urandom)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=environment, check=True)
    (slot,) = json.loads((tmp_path / keyslots.FILE).read_text())["slots"]
    assert slot["kdf"] == {"name": "argon2id", "memory_kib": 65536, "iterations": 3, "lanes": 1}


def test_a_changed_password_replaces_the_old_one(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    (operator,) = keyslots.operators(tmp_path)
    keyslots.change_password(tmp_path, store.key, operator, "sandi-kedua", os.urandom)
    store.close()
    with pytest.raises(UserError, match="tidak cocok"):
        open_store(tmp_path, PASSWORD)
    open_store(tmp_path, "sandi-kedua")[0].close()


def test_a_second_writer_is_refused_and_a_reader_is_not(store: Store) -> None:
    with pytest.raises(UserError, match="sedang dibuka"):
        open_store(store.folder, PASSWORD)
    reader, _ = open_store(store.folder, PASSWORD, write=False)
    assert households.village(reader.reader()) is not None
    reader.close()


def test_the_reading_connection_cannot_write(store: Store) -> None:
    with pytest.raises(DATABASE_ERRORS, match="readonly"):
        store.reader().conn.execute("DELETE FROM op")


def test_another_op_format_is_refused_and_left_alone(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    with store.transaction() as connection:
        connection.execute("PRAGMA user_version = 7")
    store.close()
    with pytest.raises(UserError, match="format 7"):
        open_store(tmp_path, PASSWORD)


def test_a_torn_database_is_said(tmp_path: Path) -> None:
    a_store(tmp_path).close()
    path = tmp_path / layout.MAIN
    path.write_bytes(os.urandom(8192))
    with pytest.raises(UserError, match="cadangan"):
        open_store(tmp_path, PASSWORD)


def test_flipped_bytes_deep_in_the_file_are_found_by_the_check(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    for number in range(30):
        saved(store, a_household(store, f"ORANG {number}"))
    store.close()
    path = tmp_path / layout.MAIN
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    try:
        store, _ = open_store(tmp_path, PASSWORD, write=False)
    except UserError:
        return
    health = selfcheck.check(store)
    store.close()
    assert not health.sound
    assert health.findings


def test_a_folder_without_a_village_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"desa\.db"):
        open_store(tmp_path, PASSWORD)


def test_a_second_village_in_the_same_folder_is_refused(store: Store) -> None:
    with pytest.raises(UserError, match="sudah berisi"):
        start.create_village(store.folder, VILLAGE, OPERATOR, PASSWORD)


def save_many(store: Store, count: int) -> None:
    for number in range(count):
        saved(store, a_household(store, f"ORANG {number}"))


@pytest.mark.parametrize(
    ("free", "said", "told"),
    [
        (0, "disk I/O error", "Cakram penuh"),
        (0, "unable to open database file", "Cakram penuh"),
        (1 << 30, "disk I/O error", "tidak dapat dibaca atau ditulis"),
        (0, "file is not a database", "sudah rusak"),
    ],
)
def test_a_full_disk_is_told_from_a_broken_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: str, told: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    with pytest.raises(UserError, match=told), cipher.explained(tmp_path):
        raise DATABASE_ERRORS[0](said)


def test_a_full_disk_is_said_and_the_data_stay(store: Store) -> None:
    family = saved(store, a_household(store, "PERTAMA")).family.id
    assert store._writer is not None
    pages = store._writer.conn.execute("PRAGMA page_count").fetchone()[0]
    store._writer.conn.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UserError, match="Cakram penuh"):
        save_many(store, 400)
    store._writer.conn.execute("PRAGMA max_page_count = 1000000")
    assert opened(store, family).members[0]["nama"] == "PERTAMA"
    assert selfcheck.check(store).sound


def test_a_damaged_projection_is_found_and_repaired(store: Store) -> None:
    family = saved(store, a_household(store, "SARKIM")).family.id
    with store.transaction() as connection:
        connection.execute("UPDATE anggota SET nama = 'BUKAN SARKIM'")
        connection.execute("UPDATE ringkasan SET kepala = 'BUKAN SARKIM'")
    found = selfcheck.check(store)
    assert (found.chain, found.projection) == (True, False)
    selfcheck.repair(store)
    assert selfcheck.check(store).sound
    assert opened(store, family).members[0]["nama"] == "SARKIM"


@pytest.mark.parametrize(
    "damage", ["UPDATE op SET body = replace(body, 'SARKIM', 'SARKUM')", "DELETE FROM op WHERE sequence = 3"]
)
def test_tampering_and_gaps_in_the_journal_are_found(store: Store, damage: str) -> None:
    saved(store, a_household(store, "SARKIM"))
    with store.transaction() as connection:
        connection.execute(damage)
    health = selfcheck.check(store)
    assert not health.chain


def test_an_erased_body_leaves_the_chain_whole(store: Store) -> None:
    family = saved(store, a_household(store, "SARKIM")).family.id
    with store.transaction() as connection:
        connection.execute("UPDATE op SET body = NULL WHERE record = ?", (opened(store, family).members[0].id,))
    selfcheck.repair(store)
    assert selfcheck.check(store).sound
    assert opened(store, family).members == ()


def test_a_store_of_an_older_program_is_brought_up_to_date_for_reading_too(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    family = saved(store, a_household(store, "SARKIM")).family.id
    with store.transaction() as connection:
        connection.execute("DROP TABLE keluarga")
        connection.execute("UPDATE meta SET value = 'pertanyaan lama' WHERE name = 'forms'")
        connection.execute("DROP TABLE vouch")
        for table in ("stranger", "held", "held_seal"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DELETE FROM own WHERE name = 'ledgers'")
    store.close()
    again, _ = open_store(tmp_path, PASSWORD, write=False)
    assert opened(again, family).members[0]["nama"] == "SARKIM"
    assert selfcheck.check(again).sound
    again.close()


def test_a_program_with_other_questions_refolds_when_it_opens(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    family = saved(store, a_household(store, "SARKIM")).family.id
    with store.transaction() as connection:
        connection.execute("UPDATE meta SET value = 'pertanyaan lama' WHERE name = 'forms'")
        connection.execute("DELETE FROM anggota")
    store.close()
    again, _ = open_store(tmp_path, PASSWORD)
    assert opened(again, family).members[0]["nama"] == "SARKIM"
    again.close()


@pytest.mark.parametrize("turn", range(5))
def test_closing_waits_for_nobody_and_breaks_nobody_who_is_reading(tmp_path: Path, turn: int) -> None:
    store = a_store(tmp_path)
    saved(store, a_household(store, "SARKIM"))
    reading, enough, trouble = Semaphore(0), Event(), list[Exception]()

    def read() -> None:
        connection = store.reader().conn
        try:
            while not enough.is_set():
                reading.release()
                connection.execute("SELECT count(*) FROM op, op twice").fetchall()
        except Exception as problem:
            trouble.append(problem)

    thread = Thread(target=read)
    thread.start()
    for _ in range(1 + turn * 20):
        reading.acquire()
    store.close()
    enough.set()
    thread.join()
    assert trouble == []
