"""Every reader of bytes that others wrote: whatever comes, it is read or refused in words, and nothing is written."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.outcome import BadFile, UserError
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.exchange.pictures import photo
from puskesos_desktop.exchange.tables.guard import UnreadableTable
from puskesos_desktop.services.imports import rehearse
from puskesos_desktop.services.rounds import numbers
from puskesos_desktop.services.safety import restore, update, upkeep
from puskesos_desktop.services.sync import receive, send
from puskesos_desktop.settings import FOLDER_VARIABLE, TEXT_SIZES, text_percent
from puskesos_desktop.store import drafts
from puskesos_desktop.store.backup import backups, location, note
from puskesos_desktop.store.backup.note import Backup
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.store.file import cipher, keyslots, layout
from puskesos_desktop.store.file.keyslots import Operator
from puskesos_desktop.store.opened import Store, open_with_key
from puskesos_desktop.store.tables import refold
from tests.durability.damage import in_little_memory, mangled, mangled_zip, odd_json, raw, read_or_refused
from tests.support import tables
from tests.support.amount import FULL
from tests.support.laptops import a_second_laptop, recipient_of
from tests.support.photos import a_picture, encoded, exif
from tests.support.village import PASSWORD, a_household, a_store, saved

EXAMPLES = 2000 if FULL else 50
MANY = settings(max_examples=EXAMPLES)
_PEOPLE = tables.people(3)
_JPEG = encoded(a_picture(), exif=exif())
_PNG, _WEBP = encoded(a_picture(2), "PNG"), encoded(a_picture(3), "WEBP")


@pytest.fixture(autouse=True)
def little_memory() -> Iterator[None]:
    with in_little_memory():
        yield


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A village that must stay as it is, whatever is read."""
    store = a_store(tmp_path_factory.mktemp("desa") / "desa")
    saved(store, a_household(store, "SARKIM"))
    before = store.tip()
    yield store
    assert store.tip() == before
    assert refold.differences(store.reader().conn) == 0
    store.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("berkas")


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def made(maker: Callable[[Path], Path], tmp: Path) -> bytes:
    """The bytes of a file that `maker` writes."""
    return maker(tmp).read_bytes()


@pytest.fixture(scope="module")
def table_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A sound file of each kind."""
    tmp = tmp_path_factory.mktemp("tabel")
    rows = tables.opensid(_PEOPLE)
    return {
        "xlsx": tables.xlsx(tmp / "a.xlsx", {"Data": rows, "Lain": tables.dtks(_PEOPLE)}).read_bytes(),
        "ods": tables.ods(tmp / "a.ods", tables.bip_2016(_PEOPLE)).read_bytes(),
        "csv": tables.csv(tmp / "a.csv", rows).read_bytes(),
        "bdt.csv": tables.csv(tmp / "b.csv", tables.bdt(_PEOPLE), ";").read_bytes(),
    }


@MANY
@given(data=st.data(), kind=st.sampled_from(["xlsx", "ods", "csv", "bdt.csv"]), inside=st.booleans())
def test_any_table_is_read_or_refused(
    data: st.DataObject, kind: str, inside: bool, table_files: dict[str, bytes], village: Store, folder: Path
) -> None:
    whole = table_files[kind]
    content = data.draw(mangled_zip(whole) if inside and whole.startswith(b"PK") else mangled(whole))
    path = written(folder, f"tabel.{kind}", content)
    read_or_refused(lambda: rehearse.rehearse(village.reader(), path))


def test_an_excel_file_whose_packed_part_is_damaged_is_refused(
    table_files: dict[str, bytes], village: Store, tmp_path: Path
) -> None:
    """Found by the fuzz: the unpacker raises an error of its own."""
    whole = bytearray(table_files["xlsx"])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    name, more = (int.from_bytes(whole[start + at : start + at + 2], "little") for at in (26, 28))
    whole[start + 30 + name + more] = 0xFF
    with pytest.raises(UnreadableTable, match="rusak"):
        rehearse.rehearse(village.reader(), written(tmp_path, "rusak.xlsx", bytes(whole)))


@MANY
@given(content=mangled(_JPEG) | mangled(_PNG) | mangled(_WEBP) | st.binary(max_size=300))
def test_any_picture_is_made_ready_or_refused(content: bytes) -> None:
    ready = read_or_refused(lambda: photo.prepare(content, "foto.jpg"))
    if ready is not None:
        assert max(ready.width, ready.height) <= photo.LONGEST_SIDE


@pytest.mark.parametrize("read", [
    lambda folder: keyslots.unlock(folder, PASSWORD, 0), keyslots.operators, lambda folder: location.notes(folder),
    lambda folder: text_percent(), note.read,
], ids=["keys", "operators", "upkeep", "look", "backup"])  # fmt: skip
def test_json_nested_beyond_reading_is_refused_like_any_other_damage(
    read: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by the fuzz: it ends in an error of its own kind."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "data"))
    for name in (keyslots.FILE, keyslots.TRIES_FILE, location.FILE, note.NOTE, "tampilan.json"):
        written(tmp_path, name, b"[" * 100_000)
    read_or_refused(lambda: read(tmp_path))


def test_a_note_of_wrong_passwords_nested_beyond_reading_is_none(keys: dict[str, Any], tmp_path: Path) -> None:
    written(tmp_path, keyslots.FILE, raw(keys))
    written(tmp_path, keyslots.TRIES_FILE, b"[" * 100_000)
    assert keyslots.unlock(tmp_path, PASSWORD, 0)[1].name
    written(tmp_path, keyslots.TRIES_FILE, b'{"kali": 1e999, "terakhir": 0}')
    assert keyslots.unlock(tmp_path, PASSWORD, 0)[1].name


def test_a_keys_file_that_asks_for_a_gigabyte_of_memory_is_refused_at_once(
    keys: dict[str, Any], tmp_path: Path
) -> None:
    for kdf in ({**LIGHT, "memory_kib": 1 << 20}, {**LIGHT, "iterations": float("inf")}, {**LIGHT, "lanes": 1000}):
        greedy = {"format": 1, "slots": [{**keys["slots"][0], "kdf": kdf}]}
        written(tmp_path, keyslots.FILE, raw(greedy))
        with pytest.raises(BadFile):
            keyslots.unlock(tmp_path, PASSWORD, 0)
    written(tmp_path, keyslots.FILE, raw({"format": 1, "slots": keys["slots"] * 1000}))
    with pytest.raises(BadFile):
        keyslots.unlock(tmp_path, PASSWORD, 0)


LIGHT = {"name": "argon2id", "memory_kib": 64, "iterations": 1, "lanes": 1}


@pytest.fixture(scope="module")
def keys(village: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A keys file of the village that is quick to try."""
    inside = tmp_path_factory.mktemp("kunci")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyslots, "_KDF", LIGHT)
        keyslots.create(inside, village.key, Operator("uji", "Operator Uji"), PASSWORD, os.urandom)
    return dict(json.loads((inside / keyslots.FILE).read_bytes()))


@MANY
@given(data=st.data(), cut=st.booleans())
def test_any_keys_file_opens_or_is_refused(
    data: st.DataObject, cut: bool, keys: dict[str, Any], village: Store, folder: Path
) -> None:
    content = data.draw(mangled(raw(keys)) if cut else odd_json(keys).map(raw))
    written(folder, keyslots.FILE, content)
    (folder / keyslots.TRIES_FILE).unlink(missing_ok=True)
    read_or_refused(lambda: keyslots.operators(folder))
    read_or_refused(lambda: keyslots.unlock(folder, PASSWORD, 0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyslots, "_KDF", LIGHT)
        read_or_refused(lambda: keyslots.change_password(folder, village.key, Operator("x", "X"), PASSWORD, os.urandom))


def test_a_keys_file_with_half_a_letter_is_refused_with_a_sentence(keys: dict[str, Any], folder: Path) -> None:
    """Found by the fuzz at its full size: it was read, and could not be written again with a new password."""
    written(folder, keyslots.FILE, raw({**keys, "slots": [{**keys["slots"][0], "name": "\ud800"}]}))
    with pytest.raises(UserError, match="rusak"):
        keyslots.operators(folder)


@MANY
@given(content=odd_json({"kali": 7, "terakhir": 1.0}).map(raw) | mangled(b'{"kali": 7, "terakhir": 1.0}'))
def test_any_note_of_wrong_passwords_lets_people_in_again(content: bytes, keys: dict[str, Any], folder: Path) -> None:
    written(folder, keyslots.FILE, raw(keys))
    written(folder, keyslots.TRIES_FILE, content)
    read_or_refused(lambda: keyslots.unlock(folder, "bukan sandinya", 0))


@MANY
@given(code=st.text(max_size=80) | st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ-", min_size=56, max_size=70))
def test_any_recovery_code_is_a_key_or_refused(code: str) -> None:
    key = read_or_refused(lambda: keyslots.read_recovery_code(code))
    assert key is None or len(key) == cipher.KEY_BYTES


@MANY
@given(content=odd_json({"ukuran_huruf": 125}).map(raw) | mangled(b'{"ukuran_huruf": 125}') | st.binary(max_size=40))
@example(content=b'{"ukuran_huruf": 125.0}')
def test_any_file_of_the_look_gives_a_size(content: bytes, folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(folder / "data"))
        written(folder, "tampilan.json", content)
        percent = text_percent()
    assert percent in TEXT_SIZES
    assert isinstance(percent, int)


@MANY
@given(content=odd_json({"tempat": "/x", "latihan_pada": "2026-11-24T00:00:00Z"}).map(raw) | st.binary(max_size=40))
def test_any_note_of_upkeep_leaves_a_place_for_backups(content: bytes, village: Store) -> None:
    note = village.folder / location.FILE
    note.write_bytes(content)
    try:
        assert location.of(village.folder)
        location.unreachable(village.folder)
        read_or_refused(lambda: upkeep.describe(village))
        upkeep.rehearsal_due(village)
    finally:
        note.unlink()


def test_a_place_of_backups_with_an_impossible_name_is_one_that_cannot_be_reached(store: Store) -> None:
    """Found by the fuzz: a name that is too long is an error, not just no folder."""
    location.remember(store.folder, tempat="/x" + "1" * 5000)
    assert location.of(store.folder) == location.usual(store.folder)
    assert location.unreachable(store.folder)
    assert upkeep.automatic(store) == ""


@pytest.fixture(scope="module")
def backup(village: Store) -> Backup:
    return upkeep.back_up(village)


@MANY
@given(data=st.data(), how=st.sampled_from(["bytes", "json", "sealed"]))
def test_any_note_of_a_backup_is_read_or_no_backup(
    data: st.DataObject, how: str, backup: Backup, village: Store, folder: Path
) -> None:
    place = folder / "cadangan"
    copied = place / backup.name
    if not copied.exists():
        shutil.copytree(backup.folder, copied)
        shutil.copytree(backup.folder, place / "2020-01-01_10.00.00")
    whole = (backup.folder / note.NOTE).read_bytes()
    if how == "bytes":
        content = data.draw(mangled(whole))
    else:
        said = data.draw(odd_json(json.loads(whole)))
        content = note.sealed(said) if how == "sealed" and isinstance(said, dict) and _is_utf8(said) else raw(said)
    (copied / note.NOTE).write_bytes(content)
    for one in backups.listed(place):
        assert one.size >= 0
        assert one.moment.year
        read_or_refused(lambda one=one: backups.verify(one))  # type: ignore[misc]
        read_or_refused(lambda one=one: restore.look_in_words(restore.look_from_outside(  # type: ignore[misc]
            folder / "kosong", one, restore.Opening(village.key, True))))  # fmt: skip


def _is_utf8(said: Any) -> bool:
    try:
        json.dumps(said, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        return False
    return True


@MANY
@given(data=st.data(), cut=st.booleans())
def test_any_draft_is_read_or_left_out(data: st.DataObject, cut: bool, village: Store) -> None:
    whole = drafts._pack(a_household(village, "KARTO"))
    content = data.draw(mangled(raw(whole)) if cut else odd_json(whole).map(raw))
    local = Drafts(village.folder, village.key)
    try:
        local._database.conn.execute(
            "INSERT OR REPLACE INTO draf VALUES ('x', 'X', 1, ?)", (content.decode("latin-1"),)
        )
        local.all()
    finally:
        local.close()


@settings(max_examples=EXAMPLES // 5)
@given(data=st.data())
def test_any_file_of_drafts_is_read_or_set_aside(data: st.DataObject, village: Store, folder: Path) -> None:
    inside = folder / "draf"
    if not inside.exists():
        inside.mkdir()
        local = Drafts(inside, village.key)
        local.keep("x", "X", a_household(village), 1)
        local.close()
        shutil.copyfile(inside / drafts.FILE, inside / "utuh")
    for old in inside.glob("lokal*"):
        old.unlink()
    (inside / drafts.FILE).write_bytes(data.draw(mangled((inside / "utuh").read_bytes())))
    local = Drafts(inside, village.key)
    assert len(local.all()) <= 1
    local.remember("a", "b")
    local.close()


@settings(max_examples=EXAMPLES // 5)
@given(data=st.data())
def test_any_database_is_opened_or_refused(data: st.DataObject, village: Store, folder: Path) -> None:
    inside = folder / "db"
    inside.mkdir(exist_ok=True)
    whole = upkeep.back_up(village).folder / layout.MAIN if not (inside / "utuh").exists() else inside / "utuh"
    if not (inside / "utuh").exists():
        shutil.copyfile(whole, inside / "utuh")
    for old in inside.glob("desa*"):
        old.unlink()
    (inside / layout.MAIN).write_bytes(data.draw(mangled((inside / "utuh").read_bytes())))
    opened = read_or_refused(lambda: open_with_key(inside, village.key))
    if opened is not None:
        opened.close()


@pytest.fixture(scope="module")
def bundles(village: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """A bundle of another laptop, and a request to join."""
    tmp = tmp_path_factory.mktemp("paket")
    first = a_store(tmp / "satu")
    second = a_second_laptop(first, tmp)
    saved(second, a_household(second, "KARTO"))
    sent = send.send(second, tmp, recipient_of(first)).path
    asked = next((tmp / "usb Laptop dua").glob("GABUNG*"))
    yield {"paket": sent.read_bytes(), "gabung": asked.read_bytes()}
    second.close()
    first.close()


@MANY
@given(data=st.data(), kind=st.sampled_from(["paket", "gabung"]))
def test_any_bundle_is_taken_or_refused(
    data: st.DataObject, kind: str, bundles: dict[str, bytes], village: Store, folder: Path
) -> None:
    path = written(folder, "a.psb", data.draw(mangled(bundles[kind])))
    before = village.tip()
    for deed in (receive.look, receive.take, send.take_receipt):
        read_or_refused(lambda deed=deed: deed(village, path))  # type: ignore[misc]
    assert village.tip() == before


@MANY
@given(data=st.data(), vouched=st.booleans())
def test_any_note_of_an_update_is_believed_only_when_it_is_signed(
    data: st.DataObject, vouched: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stick = tmp_path_factory.mktemp("usb", numbered=True)
    setup = written(stick, "Puskesos-Setup-99.1.exe", b"pemasang")
    key = sealing.new_signing_key(bytes(32))
    note = update.write_note(setup, ("baru",), key)
    signature, _, body = note.read_bytes().partition(b"\n")
    if vouched:
        body = data.draw(odd_json(json.loads(body)).map(raw))
        signature = sealing.sign(key, update.SIGNED_START + body).hex().encode()
        note.write_bytes(signature + b"\n" + body)
    else:
        note.write_bytes(data.draw(mangled(note.read_bytes())))
    found = update.find(stick, publisher=key.public)
    assert found is None or vouched or found.news == ("baru",)
    shutil.rmtree(stick)


@MANY
@given(content=mangled(b"# public key: age1x\nage1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudd77yxs0yqxzc\n"))
def test_any_file_of_a_recipient_is_read_or_refused(content: bytes, folder: Path) -> None:
    read_or_refused(lambda: sealing.read_recipient_file(written(folder, "kunci.txt", content)))


@MANY
@given(typed=st.text(max_size=40) | st.from_regex(r"PSK1:[0-9A-Z]{0,6}:[0-9]{10,14}", fullmatch=True))
def test_any_number_of_a_form_is_found_or_refused(typed: str, village: Store) -> None:
    read_or_refused(lambda: numbers.families_of_number(village.reader(), typed))
