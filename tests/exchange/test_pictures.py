"""Getting photos ready: what is accepted, what is kept of it, and that nothing hostile gets further than a sentence."""

from __future__ import annotations

import hashlib
import io
import random
import struct
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from puskesos_desktop.domain.outcome import BadFile
from puskesos_desktop.exchange.pictures import photo
from tests.support.amount import examples
from tests.support.photos import TEGAL, a_picture, encoded, exif

ALL_TAGS = {0x0112, 0x010F, 0x8825}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_usual_kinds_become_a_jpeg_named_by_its_bytes(kind: str) -> None:
    made = photo.prepare(encoded(a_picture(), kind), "foto")
    with Image.open(io.BytesIO(made.jpeg)) as seen:
        assert (seen.format, seen.size, seen.mode) == ("JPEG", (60, 40), "RGB")
    assert (made.width, made.height, made.taken, made.place) == (60, 40, None, None)
    assert made.sha256 == hashlib.sha256(made.jpeg).hexdigest()


@pytest.mark.parametrize("size", [(4000, 3000), (3000, 4000), (9000, 20)])
def test_a_large_photo_is_scaled_to_1600_on_its_long_side(size: tuple[int, int]) -> None:
    made = photo.prepare(encoded(a_picture(1, *size)), "besar.jpg")
    assert max(made.width, made.height) == 1600
    assert abs(made.width / made.height - size[0] / size[1]) / (size[0] / size[1]) < 0.2


def test_a_small_photo_is_not_made_larger() -> None:
    made = photo.prepare(encoded(a_picture()), "kecil.jpg")
    assert (made.width, made.height) == (60, 40)


@pytest.mark.parametrize(("orientation", "corner"), [(1, "kiri atas"), (3, "kanan bawah"), (6, "kanan atas"),
                                                     (8, "kiri bawah"), (2, "kanan atas"), (4, "kiri bawah"),
                                                     (5, "kiri atas"), (7, "kanan bawah")])  # fmt: skip
def test_the_photo_stands_upright_however_the_phone_was_held(orientation: int, corner: str) -> None:
    made = photo.prepare(encoded(a_picture(), exif=exif(orientation=orientation)), "miring.jpg")
    assert (made.width > made.height) == (orientation < 5)
    with Image.open(io.BytesIO(made.jpeg)) as seen:
        left, right, top, bottom = 5, seen.width - 6, 5, seen.height - 6
        places = {"kiri atas": (left, top), "kanan atas": (right, top), "kiri bawah": (left, bottom),
                  "kanan bawah": (right, bottom)}  # fmt: skip
        red = {name for name, place in places.items() if sum(_colour(seen, place)[1:]) < 120 < _colour(seen, place)[0]}
    assert red == {corner}


def _colour(seen: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    found = seen.getpixel(place)
    assert isinstance(found, tuple)
    return found


def test_of_what_the_phone_wrote_only_the_time_stays_in_the_file() -> None:
    made = photo.prepare(encoded(a_picture(), exif=exif()), "lengkap.jpg")
    assert (made.taken, made.place) == ("2026-11-20T10:41:05", TEGAL)
    with Image.open(io.BytesIO(made.jpeg)) as seen:
        kept = seen.getexif()
        assert set(kept) & ALL_TAGS == set()
        assert dict(kept.get_ifd(0x8769)) == {0x9003: "2026:11:20 10:41:05"}
    assert b"Ponsel" not in made.jpeg


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "kemarin", "", "2026:13:40 10:00:00", "1970:01:01 00:00:00"])
def test_a_time_that_is_none_is_left_out(taken: str) -> None:
    assert photo.prepare(encoded(a_picture(), exif=exif(taken=taken)), "x.jpg").taken is None


def test_a_phone_without_a_fix_tells_no_place() -> None:
    lost = exif(located=False)
    lost.get_ifd(0x8825).update({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)})
    assert photo.prepare(encoded(a_picture(), exif=lost), "x.jpg").place is None


def test_the_same_photo_gives_the_same_bytes() -> None:
    raw = encoded(a_picture(3, 2000, 1500), exif=exif())
    assert photo.prepare(raw, "a.jpg").jpeg == photo.prepare(raw, "b.jpg").jpeg


def test_what_is_transparent_becomes_white() -> None:
    made = photo.prepare(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"), "kosong.png")
    with Image.open(io.BytesIO(made.jpeg)) as seen:
        assert seen.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"heix", b"msf1"])
def test_a_photo_of_an_iphone_gets_a_sentence_that_says_how_to_convert_it(brand: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        photo.prepare(b"\0\0\0\x18ftyp" + brand + b"\0" * 40, "IMG_0042.HEIC")
    assert "Setelan > Kamera > Format > Paling Kompatibel" in refused.value.hint
    assert "WhatsApp" in refused.value.hint


NO_PHOTOS = (
    b"", b"%PDF-1.7", b"GIF89a" + b"\0" * 20, b"BM" + b"\0" * 60, b"halo", b"RIFF1234WAVE", b"II*\0" * 9,
    b"\0\0\0\x18ftypavif" + b"\0" * 40, b"\xff\xd8", b"\x89PNG\r\n\x1a\n",
)  # fmt: skip


@pytest.mark.parametrize("raw", NO_PHOTOS)
def test_whatever_is_no_photo_gets_a_sentence(raw: bytes) -> None:
    with pytest.raises(BadFile, match=r"Berkas berkas\.bin: "):
        photo.prepare(raw, "berkas.bin")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_was_cut_off_is_refused(kind: str) -> None:
    raw = encoded(Image.effect_noise((300, 300), 90).convert("RGB"), kind)
    for part in (0.02, 0.5, 0.95):
        with pytest.raises(BadFile, match="rusak atau terpotong"):
            photo.prepare(raw[: int(len(raw) * part)], "potong")


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    began = time.monotonic()
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0" * 9_000_000, 9))
    for bomb in (png, encoded(Image.new("1", (9000, 9000)), "PNG")):
        with pytest.raises(BadFile, match="64 juta titik"):
            photo.prepare(bomb, "bom.png")
    with pytest.raises(BadFile, match="40 MB"):
        photo.prepare(bytes(photo.RAW_LIMIT + 1), "besar.jpg")
    text = b"iTXtKeterangan\0\x01\0\0\0" + zlib.compress(b"A" * 200_000_000, 9)
    good = encoded(a_picture(), "PNG")
    with pytest.raises(BadFile, match="rusak"):
        photo.prepare(good[:33] + _chunk(text[:4], text[4:]) + good[33:], "teks.png")
    assert time.monotonic() - began < 20


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_flipped_bytes_give_a_photo_or_a_sentence_never_anything_else(kind: str) -> None:
    raw = encoded(Image.effect_noise((64, 48), 60).convert("RGB"), kind, exif=exif())
    chance = random.Random(20261120)
    for _ in range(400):
        hurt = bytearray(raw)
        for _ in range(chance.choice((1, 2, 8))):
            hurt[chance.randrange(min(len(hurt), chance.choice((60, 400, len(hurt)))))] = chance.randrange(256)
        try:
            made = photo.prepare(bytes(hurt), "x")
        except BadFile:
            continue
        assert max(made.width, made.height) <= photo.LONGEST_SIDE


STARTS = (b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", b"RIFF\x40\0\0\0WEBPVP8X")


@settings(max_examples=examples(150, 50))
@given(st.sampled_from(STARTS), st.binary())
def test_noise_behind_a_good_beginning_gets_a_sentence(start: bytes, rest: bytes) -> None:
    with pytest.raises(BadFile):
        photo.prepare(start + rest, "x")


def test_files_that_cannot_be_read_get_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(encoded(a_picture()))
    assert photo.read(tmp_path / "foto.jpg").width == 60
    for path in (tmp_path / "tidak-ada.jpg", tmp_path):
        with pytest.raises(BadFile):
            photo.read(path)
