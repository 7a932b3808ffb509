"""Bundles: what goes in comes out for the recipient alone, and every damage or forgery is refused with a sentence."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zstandard

from puskesos_desktop.domain.outcome import BadFile, Cancelled, UserError
from puskesos_desktop.exchange.bundle import container, packing, sealing
from puskesos_desktop.exchange.bundle.container import Member
from puskesos_desktop.exchange.bundle.manifest import (
    OPS,
    Content,
    Head,
    Kind,
    Manifest,
    Range,
    serialise,
)
from puskesos_desktop.exchange.bundle.packing import Opened, Written, read_bundle, write_bundle

SIGNER = sealing.new_signing_key(b"\x07" * 32)
OTHER_SIGNER = sealing.new_signing_key(b"\x08" * 32)
OFFICE = sealing.age_identity_from(b"\x01" * 32)
STRANGER = sealing.age_identity_from(b"\x02" * 32)
DEVICE = sealing.device_id(SIGNER.public)
LINES = [b'{"device":"a","sequence":1}', b'{"nama":"SARKIM"}', b'{"nama":"WASTI"}']


def a_draft(**changes: Any) -> Manifest:
    """What a village says of three changes."""
    draft = Manifest(
        kind=Kind.CHANGES,
        id="01890a5d-ac96-774b-bcce-b302099a8057",
        desa="33.28.01.2001",
        created="2026-11-24T09:00:00+07:00",
        app="0.1",
        ranges=(Range(DEVICE, 1, 3),),
        head=Head(DEVICE, 3, "ab" * 32),
        totals={"keluarga": 2, "anggota": 5},
        changes=2,
    )
    return replace(draft, **changes)


def wrote(path: Path, lines: Sequence[bytes] = LINES, **changes: Any) -> Written:
    """A bundle for the office at `path`."""
    return write_bundle(path, a_draft(**changes), lines, signer=SIGNER, recipients=[OFFICE.public])


def refusal(path: Path) -> str:
    """The sentence `path` is refused with; it must come with advice."""
    with pytest.raises(BadFile) as caught:
        read_bundle(path)
    assert caught.value.hint
    return caught.value.why


def forged(
    path: Path,
    ops: bytes,
    *,
    change: Callable[[dict[str, Any]], object] = lambda tree: None,
    signer: sealing.SigningKey = SIGNER,
    names: Sequence[str] = (OPS,),
    **sizes: Any,
) -> Path:
    """A bundle as a hostile but skilful sender makes it: whatever it claims, its signature and container are right."""
    content = Content(OPS, len(ops), hashlib.sha256(ops).hexdigest(), 10, hashlib.sha256(b"").hexdigest())
    content = replace(content, **sizes)
    files = tuple(replace(content, name=name) for name in names)
    made = a_draft(sender=DEVICE, key=SIGNER.public.hex(), recipients=(OFFICE.public,), files=files)
    tree = json.loads(serialise(made))
    change(tree)
    raw = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    signature = sealing.sign(signer, b"PSB1\0" + raw)
    parts = [("manifest.json", raw), ("manifest.sig", signature), *((name, ops) for name in names)]
    with path.open("wb") as stream:
        members = ((Member(name, len(data), zlib.crc32(data)), io.BytesIO(data)) for name, data in parts)
        container.write(stream, members, 0, lambda done, total, text: None)
    return path


def for_office(plain: bytes) -> bytes:
    """Locked for the office without being packed."""
    locked = io.BytesIO()
    sealing.encrypt(io.BytesIO(plain), locked, [OFFICE.public])
    return locked.getvalue()


def with_lines(path: Path, plain: bytes) -> Opened:
    """A correctly signed bundle whose lines are exactly `plain`."""
    ops = for_office(zstandard.ZstdCompressor().compress(plain))
    return read_bundle(forged(path, ops, plain_size=len(plain), plain_sha256=hashlib.sha256(plain).hexdigest()))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small valid bundle."""
    return wrote(tmp_path / "a.psb").path


def test_the_recipient_reads_the_lines_that_went_in(small: Path) -> None:
    assert list(read_bundle(small).lines(OFFICE)) == LINES


def test_photos_come_back_in_their_order(tmp_path: Path) -> None:
    photos = [os.urandom(200_000), b"x"]
    target = tmp_path / "a.psb"
    write_bundle(target, a_draft(), LINES, signer=SIGNER, recipients=[OFFICE.public], photos=photos)
    assert list(read_bundle(target).photos(OFFICE)) == photos


def test_a_return_bundle_opens_for_each_of_its_recipients(tmp_path: Path) -> None:
    both = [OFFICE.public, STRANGER.public]
    write_bundle(tmp_path / "a.psb", a_draft(kind=Kind.RETURN), LINES, signer=SIGNER, recipients=both)
    opened = read_bundle(tmp_path / "a.psb")
    assert [list(opened.lines(key)) for key in (OFFICE, STRANGER)] == [LINES, LINES]


def test_a_receipt_needs_no_recipient_and_has_no_lines(tmp_path: Path) -> None:
    draft = a_draft(kind=Kind.RECEIPT, extra={"refused": [["0189", "NIK"]]})
    write_bundle(tmp_path / "a.psb", draft, (), signer=SIGNER, recipients=())
    opened = read_bundle(tmp_path / "a.psb")
    assert (opened.manifest.extra, list(opened.lines(OFFICE))) == (draft.extra, [])


def test_lines_without_a_recipient_are_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="recipient"):
        write_bundle(tmp_path / "a.psb", a_draft(), LINES, signer=SIGNER, recipients=())
    assert not list(tmp_path.iterdir())


def test_what_was_written_is_what_the_manifest_says(tmp_path: Path) -> None:
    written = wrote(tmp_path / "a.psb")
    assert read_bundle(written.path).manifest == written.manifest
    assert (written.size, written.manifest.sender) == (written.path.stat().st_size, DEVICE)


def test_the_same_lines_give_the_same_content_hash_for_whomever_they_are_locked(tmp_path: Path) -> None:
    first = wrote(tmp_path / "a.psb")
    second = write_bundle(tmp_path / "b.psb", a_draft(), LINES, signer=OTHER_SIGNER, recipients=[STRANGER.public])
    assert first.plain_sha256 == second.plain_sha256 == hashlib.sha256(b"\n".join([*LINES, b""])).hexdigest()


def test_the_manifest_shows_no_personal_data_and_the_file_hides_the_lines(small: Path) -> None:
    assert b"SARKIM" not in small.read_bytes()


def test_another_key_is_told_that_the_bundle_is_for_someone_else(small: Path) -> None:
    with pytest.raises(BadFile, match="dikunci untuk penerima lain"):
        read_bundle(small).lines(STRANGER)


def test_claiming_a_recipient_whose_key_does_not_fit_is_refused(tmp_path: Path) -> None:
    def claim(tree: dict[str, Any]) -> None:
        tree["to"] = [STRANGER.public]

    path = forged(tmp_path / "a.psb", for_office(b"x"), change=claim)
    with pytest.raises(BadFile, match="dikunci untuk penerima lain"):
        read_bundle(path).lines(STRANGER)


def test_a_file_exchanged_after_the_check_is_not_decrypted(small: Path, tmp_path: Path) -> None:
    opened = read_bundle(small)
    small.write_bytes(wrote(tmp_path / "b.psb").path.read_bytes())
    with pytest.raises(BadFile, match="tidak dapat dibongkar"):
        opened.lines(OFFICE)


def test_every_single_flipped_bit_is_refused(small: Path) -> None:
    whole = small.read_bytes()
    unnoticed = []
    with small.open("r+b", buffering=0) as stream:
        for place, byte in enumerate(whole):
            for bit in range(8):
                stream.seek(place)
                stream.write(bytes([byte ^ 1 << bit]))
                try:
                    read_bundle(small)
                    unnoticed.append((place, bit))
                except BadFile:
                    pass
            stream.seek(place)
            stream.write(bytes([byte]))
    assert unnoticed == []
    assert list(read_bundle(small).lines(OFFICE)) == LINES


def test_content_exchanged_in_a_repaired_container_is_refused(tmp_path: Path) -> None:
    """Every CRC and header fits the new content; only the signed hash does not."""
    ops = for_office(b"lama")
    target = forged(tmp_path / "a.psb", ops, sha256=hashlib.sha256(for_office(b"baru")).hexdigest())
    assert refusal(target) == "isi paket rusak pada bagian ops.age."


def test_every_truncation_is_refused(small: Path) -> None:
    whole = small.read_bytes()
    reasons = set()
    for size in reversed(range(1, len(whole))):
        os.truncate(small, size)
        reasons.add(refusal(small))
    assert reasons == {"paket terpotong, belum tersalin seluruhnya."}


@pytest.mark.parametrize("tail", [b"\0", b"PK\x05\x06" + bytes(18), b"x" * 70_000])
def test_appended_bytes_are_refused(small: Path, tail: bytes) -> None:
    small.write_bytes(small.read_bytes() + tail)
    assert refusal(small) == "ada tambahan di luar isi paket."


def test_bytes_before_the_bundle_are_refused(small: Path) -> None:
    small.write_bytes(b"MZ" + small.read_bytes())
    assert refusal(small) == "bukan paket Puskesos."


def test_a_signature_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = forged(tmp_path / "a.psb", for_office(b"x"), signer=OTHER_SIGNER)
    assert refusal(path) == "tanda tangan pengirim tidak cocok, isi paket telah berubah."


def test_a_sender_that_is_not_the_owner_of_the_key_is_refused(tmp_path: Path) -> None:
    def pretend(tree: dict[str, Any]) -> None:
        tree["key"] = OTHER_SIGNER.public.hex()

    path = forged(tmp_path / "a.psb", for_office(b"x"), change=pretend, signer=OTHER_SIGNER)
    assert refusal(path) == "nama pengirim tidak cocok dengan kuncinya."


def test_a_newer_format_asks_for_a_newer_program(tmp_path: Path) -> None:
    path = forged(tmp_path / "a.psb", for_office(b"x"), change=lambda tree: tree.update(format=2, ratio=None))
    assert refusal(path) == "dibuat oleh versi program yang lebih baru."


@pytest.mark.parametrize("name", ["../lain.age", "att/00002.age", "ops.agE", "C:ops.age", "att/../ops.age", "lain.txt"])
def test_members_with_names_of_their_own_are_refused(tmp_path: Path, name: str) -> None:
    path = forged(tmp_path / "a.psb", b"x", names=[OPS, name])
    assert refusal(path) == "daftar isi paket tidak sesuai aturan."


def test_a_member_the_manifest_does_not_name_is_refused(tmp_path: Path) -> None:
    path = forged(tmp_path / "a.psb", b"x", names=[OPS, "att/00001.age"], change=lambda tree: tree["files"].pop())
    assert refusal(path) == "ada tambahan di luar isi paket."


@pytest.mark.parametrize("sizes", [{"size": 64_000_001}, {"plain_size": 512_000_001}, {"plain_sha256": ""}])
def test_sizes_beyond_the_limits_are_refused_before_anything_is_read(tmp_path: Path, sizes: dict[str, Any]) -> None:
    assert refusal(forged(tmp_path / "a.psb", b"x", **sizes)) == "daftar isi paket tidak sesuai aturan."


def test_more_than_1_gib_in_all_is_refused(tmp_path: Path) -> None:
    def many(tree: dict[str, Any]) -> None:
        one = {"sha256": "00" * 32, "size": 8_000_000, "plain_size": 8_000_000}
        tree["files"] = [{**one, "name": f"att/{number:05d}.age"} for number in range(1, 140)]

    assert refusal(forged(tmp_path / "a.psb", b"x", change=many)) == "paket melebihi batas 1 GiB."


def test_a_zstd_bomb_is_refused_without_filling_memory(tmp_path: Path) -> None:
    bomb = for_office(zstandard.ZstdCompressor().compress(bytes(300_000_000)))
    honest = read_bundle(forged(tmp_path / "a.psb", bomb, plain_size=300_000_000))
    liar = read_bundle(forged(tmp_path / "b.psb", bomb, plain_size=1_000_000))
    tracemalloc.start()
    for opened, why in ((honest, "mengembang melebihi batas"), (liar, "melebihi 1 MB|tidak dapat dibongkar")):
        with pytest.raises(BadFile, match=why):
            list(opened.lines(OFFICE))
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_unpacking_stops_at_the_size_the_manifest_tells(tmp_path: Path) -> None:
    packed = for_office(zstandard.ZstdCompressor().compress(b"x\n" * 10_000_000))
    lines = read_bundle(forged(tmp_path / "a.psb", packed, plain_size=1000)).lines(OFFICE)
    taken: list[bytes] = []
    with pytest.raises(BadFile, match="tidak dapat dibongkar"):
        taken.extend(lines)
    assert len(taken) <= 500


@pytest.mark.parametrize("window_log", [27, 28])
def test_a_zstd_window_beyond_the_limit_is_refused(tmp_path: Path, window_log: int) -> None:
    settings = zstandard.ZstdCompressionParameters.from_level(1, window_log=window_log)
    packer = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    packed = for_office(packer.compress(b"x\n") + packer.flush())
    digest = hashlib.sha256(b"x\n").hexdigest()
    opened = read_bundle(forged(tmp_path / "a.psb", packed, plain_size=2, plain_sha256=digest))
    if window_log == 27:
        assert list(opened.lines(OFFICE)) == [b"x"]
    else:
        with pytest.raises(BadFile, match="tidak dapat dibongkar"):
            next(opened.lines(OFFICE))


def test_a_line_beyond_1_mb_is_refused_on_both_sides(tmp_path: Path) -> None:
    long = os.urandom(500_001).hex().encode()
    with pytest.raises(BadFile, match="melebihi 1 MB"):
        list(with_lines(tmp_path / "a.psb", long + b"\n").lines(OFFICE))
    with pytest.raises(UserError, match="melebihi 1 MB"):
        wrote(tmp_path / "b.psb", [long])


@pytest.mark.parametrize("plain", [b"tanpa akhir baris", b"a\n\nb\n"])
def test_lines_no_writer_would_write_are_refused(tmp_path: Path, plain: bytes) -> None:
    with pytest.raises(BadFile, match="tidak dapat dibongkar"):
        list(with_lines(tmp_path / "a.psb", plain).lines(OFFICE))


@pytest.mark.parametrize(
    "damage", [lambda ops: ops[:-1], lambda ops: ops + b"x", lambda ops: ops[:120], lambda ops: b"x"]
)
def test_a_locked_part_that_does_not_unlock_is_refused(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    opened = read_bundle(forged(tmp_path / "a.psb", damage(for_office(b"data"))))
    with pytest.raises(BadFile, match="tidak dapat dibongkar"):
        opened.lines(OFFICE)


def test_a_packed_stream_that_stops_early_is_refused(tmp_path: Path) -> None:
    packed = zstandard.ZstdCompressor().compress(b"satu\ndua\n")[:-3]
    opened = read_bundle(forged(tmp_path / "a.psb", for_office(packed), plain_size=9))
    with pytest.raises(BadFile, match="tidak dapat dibongkar"):
        list(opened.lines(OFFICE))


def test_things_that_are_no_bundle_each_have_their_sentence(tmp_path: Path) -> None:
    (tmp_path / "kosong.psb").touch()
    (tmp_path / "surat.psb").write_bytes(b"%PDF-1.7 surat")
    os.mkfifo(tmp_path / "pipa.psb")
    with zipfile.ZipFile(tmp_path / "arsip.psb", "w") as archive:
        archive.writestr("catatan-rapat.txt", "halo")
    names = ("tiada.psb", "", "kosong.psb", "surat.psb", "arsip.psb", "pipa.psb")
    assert [refusal(tmp_path / name) for name in names] == [
        "berkas tidak ditemukan.",
        "ini folder, bukan berkas paket.",
        "berkas kosong.",
        "bukan paket Puskesos.",
        "arsip lain, bukan paket Puskesos.",
        "tidak dapat dibaca.",
    ]


def test_a_big_bundle_needs_little_memory(tmp_path: Path) -> None:
    def lines() -> Iterator[bytes]:
        for _number in range(25_000):
            yield os.urandom(400).hex().encode()

    tracemalloc.start()
    write_bundle(tmp_path / "a.psb", a_draft(), lines(), signer=SIGNER, recipients=[OFFICE.public])
    opened = read_bundle(tmp_path / "a.psb")
    assert tracemalloc.get_traced_memory()[1] < 12_000_000
    tracemalloc.stop()
    assert sum(1 for _line in opened.lines(OFFICE)) == 25_000


def test_too_much_for_one_bundle_is_said_so_that_the_caller_can_split(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "PLAIN_LIMIT", 50_000)
    with pytest.raises(packing.BundleTooBig, match="terlalu besar"):
        wrote(tmp_path / "a.psb", [b"x" * 60_000])
    assert not list(tmp_path.iterdir())


def test_an_existing_file_is_never_overwritten(small: Path) -> None:
    before = small.read_bytes()
    with pytest.raises(UserError):
        wrote(small)
    assert small.read_bytes() == before


@pytest.mark.parametrize("text", ["Mengemas data", "Menulis paket"])
def test_cancelling_leaves_no_file_behind(tmp_path: Path, text: str) -> None:
    def stop(_done: int, _total: int, words: str) -> None:
        if words == text:
            raise Cancelled

    lines = [b"x" * 1000 + str(number).encode() for number in range(200)]
    with pytest.raises(Cancelled):
        write_bundle(tmp_path / "a.psb", a_draft(), lines, signer=SIGNER, recipients=[OFFICE.public], progress=stop)
    assert not list(tmp_path.iterdir())


def test_a_failure_of_the_lines_themselves_passes_through_unchanged(tmp_path: Path) -> None:
    def lines() -> Iterator[bytes]:
        yield b"satu"
        raise LookupError("store")

    with pytest.raises(LookupError, match="store"):
        write_bundle(tmp_path / "a.psb", a_draft(), lines(), signer=SIGNER, recipients=[OFFICE.public])
