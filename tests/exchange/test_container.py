"""Container, manifest and keys: one fixed shape to us, an ordinary ZIP and age keys to the world."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos_desktop.domain.outcome import BadFile, silent
from puskesos_desktop.exchange.bundle import container, sealing
from puskesos_desktop.exchange.bundle.container import Expected, Member
from puskesos_desktop.exchange.bundle.manifest import Head, Json, Kind, Manifest, Range, parse, serialise

KEY = sealing.new_signing_key(b"\x07" * 32)
DEVICE = sealing.device_id(KEY.public)
MANIFEST = Manifest(
    Kind.RETURN,
    id="7",
    desa="33.28.01.2001",
    created="kini",
    app="0.1",
    sender=DEVICE,
    key=KEY.public.hex(),
    ranges=(Range(DEVICE, 1, 9),),
    needs={DEVICE: 4},
)
CONTENTS = {"manifest.json": b"{}", "manifest.sig": bytes(64), "ops.age": b"rahasia" * 9, "att/00001.age": b""}


def a_container(contents: dict[str, bytes]) -> bytes:
    """The bytes the writer makes of these members."""
    target = io.BytesIO()
    members = ((Member(name, len(data), zlib.crc32(data)), io.BytesIO(data)) for name, data in contents.items())
    container.write(target, members, 0, silent)
    return target.getvalue()


def expected(contents: dict[str, bytes]) -> list[Expected]:
    """What a reader expects of these members, hashes left out."""
    return [Expected(name, len(data)) for name, data in contents.items()]


def test_an_ordinary_zip_program_opens_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(a_container(CONTENTS))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == CONTENTS
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
def test_unzip_finds_nothing_wrong(tmp_path: Path) -> None:
    (tmp_path / "a.psb").write_bytes(a_container(CONTENTS))
    checked = subprocess.run(["unzip", "-t", tmp_path / "a.psb"], capture_output=True, text=True, check=False)
    assert (checked.returncode, "No errors detected" in checked.stdout) == (0, True)


def test_the_same_members_always_give_the_same_bytes() -> None:
    assert a_container(CONTENTS) == a_container(CONTENTS)


@given(st.lists(st.binary(max_size=50), max_size=6))
def test_size_and_offsets_are_known_beforehand(parts: list[bytes]) -> None:
    contents = {f"att/{number:05d}.age": part for number, part in enumerate(parts)}
    whole = a_container(contents)
    assert container.total_size([(name, len(data)) for name, data in contents.items()]) == len(whole)
    for name, data in contents.items():
        assert whole[container.offset_of(name, expected(contents)) :].startswith(data)


def test_what_the_writer_wrote_passes_the_check() -> None:
    container.check(io.BytesIO(a_container(CONTENTS)), Path("a.psb"), expected(CONTENTS), silent)


def test_no_bit_of_the_headers_may_differ_even_where_no_hash_covers_it() -> None:
    """The contents' own bits are covered by the CRC alone here: a single flip never keeps it."""
    whole = a_container(CONTENTS)
    for place in range(len(whole) * 8):
        bent = bytearray(whole)
        bent[place // 8] ^= 1 << place % 8
        with pytest.raises(BadFile):
            container.check(io.BytesIO(bent), Path("a.psb"), expected(CONTENTS), silent)


def test_the_same_zip_made_by_another_program_is_refused() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        for name, data in CONTENTS.items():
            archive.writestr(name, data)
    with pytest.raises(BadFile, match="bungkus paket rusak"):
        container.check(other, Path("a.psb"), expected(CONTENTS), silent)


def test_members_in_another_order_are_refused() -> None:
    turned = dict(reversed(CONTENTS.items()))
    with pytest.raises(BadFile):
        container.check(io.BytesIO(a_container(turned)), Path("a.psb"), expected(CONTENTS), silent)


def test_a_manifest_announced_larger_than_its_limit_is_not_read() -> None:
    whole = io.BytesIO(a_container({"manifest.json": b"x" * 100}))
    with pytest.raises(BadFile, match="melebihi batas"):
        container.first_content(whole, Path("a.psb"), "manifest.json", 99)


def test_a_device_is_named_after_its_public_key() -> None:
    key = sealing.new_signing_key(bytes(32))
    assert key.public.hex() == "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"
    assert sealing.device_id(key.public) == "copdsqhgjnkjc4ra"


def test_only_the_exact_message_of_the_exact_signer_verifies() -> None:
    key, other = sealing.new_signing_key(b"a" * 32), sealing.new_signing_key(b"b" * 32)
    signature = sealing.sign(key, b"pesan")
    assert sealing.verify(key.public, signature, b"pesan")
    assert not sealing.verify(key.public, signature, b"pesam")
    assert not sealing.verify(other.public, signature, b"pesan")
    assert not sealing.verify(key.public, signature[:-1], b"pesan")


@given(st.binary(min_size=32, max_size=32))
def test_an_age_key_from_a_seed_is_one_age_accepts_and_always_the_same(seed: bytes) -> None:
    key = sealing.age_identity_from(seed)
    assert key == sealing.age_identity_from(seed) == sealing.age_key(key.secret)
    assert str(pyrage.x25519.Identity.from_str(key.secret).to_public()) == key.public


def test_secrets_do_not_show_in_reports() -> None:
    age, signing = sealing.new_age_key(), sealing.new_signing_key(b"q" * 32)
    assert age.secret not in repr(age)
    assert "qqqq" not in repr(signing)


def test_key_files_are_read_as_age_keygen_writes_them(tmp_path: Path) -> None:
    key = sealing.new_age_key()
    secret, public = tmp_path / "kunci.txt", tmp_path / "umum.txt"
    secret.write_bytes(f"\ufeff# created: 2026-11-24\r\n# public key: {key.public}\r\n{key.secret}\r\n".encode())
    public.write_text(f"# kantor\n\n{key.public}\n")
    assert sealing.read_recipient_file(secret) == sealing.read_recipient_file(public) == key.public
    assert sealing.read_identity_file(secret) == key
    with pytest.raises(BadFile, match="hanya memuat kunci umum"):
        sealing.read_identity_file(public)


@pytest.mark.parametrize("content", [b"", b"halo", b"\xff\xfe\x00", b"#\n" * 40_000])
def test_a_file_without_a_key_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kunci.txt").write_bytes(content)
    for read in (sealing.read_recipient_file, sealing.read_identity_file):
        with pytest.raises(BadFile, match="tidak memuat kunci"):
            read(tmp_path / "kunci.txt")


def test_a_mistyped_key_and_an_unreadable_file_say_so(tmp_path: Path) -> None:
    key = sealing.age_identity_from(b"\x03" * 32)
    for text in (key.public[:-1] + "q" * (key.public[-1] != "q") + "p" * (key.public[-1] == "q"), key.secret[:-2]):
        (tmp_path / "kunci.txt").write_text(text)
        with pytest.raises(BadFile, match="salah tulis"):
            sealing.read_recipient_file(tmp_path / "kunci.txt")
    with pytest.raises(BadFile, match="tidak ditemukan"):
        sealing.read_identity_file(tmp_path / "tiada.txt")
    with pytest.raises(BadFile, match="tidak dapat dibaca"):
        sealing.read_identity_file(tmp_path)


def test_locked_data_other_than_was_checked_is_not_unlocked() -> None:
    key, locked = sealing.new_age_key(), io.BytesIO()
    sealing.encrypt(io.BytesIO(b"data"), locked, [key.public])
    whole = locked.getvalue()
    assert sealing.unlock(io.BytesIO(whole), len(whole), hashlib.sha256(whole).hexdigest(), key) == b"data"
    with pytest.raises(sealing.Damaged):
        sealing.unlock(io.BytesIO(whole), len(whole), hashlib.sha256(b"lain").hexdigest(), key)


def test_locking_streams_and_tells_a_wrong_key_from_damage() -> None:
    mine, other = sealing.new_age_key(), sealing.new_age_key()
    locked, plain = io.BytesIO(), os.urandom(300_000)
    sealing.encrypt(io.BytesIO(plain), locked, [mine.public])
    opened = io.BytesIO()
    sealing.decrypt(io.BytesIO(locked.getvalue()), opened, mine)
    assert opened.getvalue() == plain
    with pytest.raises(sealing.WrongKey):
        sealing.decrypt(io.BytesIO(locked.getvalue()), io.BytesIO(), other)
    with pytest.raises(sealing.Damaged):
        sealing.decrypt(io.BytesIO(locked.getvalue()[:-1]), io.BytesIO(), mine)


@given(
    totals=st.dictionaries(st.sampled_from(["bangunan", "keluarga", "anggota", "ppks"]), st.integers(0, 2**63 - 1)),
    extra=st.dictionaries(
        st.text("xyz", min_size=1), st.recursive(st.integers() | st.text("aé漢"), st.lists, max_leaves=4)
    ),
    changes=st.integers(0, 2**40),
    sample=st.booleans(),
    head=st.none() | st.just(Head(DEVICE, 9, "0f" * 32)),
)
def test_a_manifest_comes_back_as_it_went_out(
    totals: dict[str, int], extra: dict[str, Json], changes: int, sample: bool, head: Head | None
) -> None:
    made = replace(MANIFEST, totals=totals, extra=extra, changes=changes, sample=sample, head=head)
    assert parse(serialise(made), Path("a.psb")) == made


@pytest.mark.parametrize(
    "raw",
    [
        *(
            b"",
            b"[]",
            b"{",
            b'{"format":1.0}',
            b'{"format":true}',
            b'{ "format":1}',
            b'{"a":1,"a":1,"format":1}',
            b"\xff",
        ),
        *(b"[" * 100_000, b'{"a":"\\ud800","format":1}', b'{"a":null,"format":1}', b'{"format":' + b"9" * 5000 + b"}"),
    ],
)
def test_a_manifest_that_is_not_canonical_is_refused(raw: bytes) -> None:
    with pytest.raises(BadFile, match="daftar isi paket rusak"):
        parse(raw, Path("a.psb"))


@pytest.mark.parametrize(
    "change",
    [
        {"type": "virus"},
        {"changes": -1},
        {"changes": 2**63},
        {"sample": 2},
        {"desa": "../.."},
        {"app": "\x1b[2J"},
        {"app": "a" * 201},
        {"ranges": [["x", 1, 2]]},
        {"ranges": [[DEVICE, 3, 2]]},
        {"needs": {"x": 1}},
        {"head": [DEVICE, 1]},
        {"to": ["age1"]},
        {"totals": [1]},
        {"files": {}},
    ],
)
def test_a_manifest_with_values_no_writer_gives_is_refused(change: dict[str, Json]) -> None:
    tree = json.loads(serialise(MANIFEST)) | change
    raw = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(BadFile, match="tidak sesuai aturan"):
        parse(raw, Path("a.psb"))
