"""A photo from a phone made ready to be kept: small, upright, without what else the phone wrote into it."""

from __future__ import annotations

import hashlib
import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image

from puskesos_desktop.domain.outcome import BadFile

RAW_LIMIT = 40_000_000
"""Bytes of a file that is looked at."""
PIXEL_LIMIT = 64_000_000
"""Pixels that are unpacked: the largest common phone photo, and memory that an old laptop has."""
LONGEST_SIDE = 1600
QUALITY = 80
_FORMATS = ("JPEG", "PNG", "WEBP")
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
_ORIENTATION, _EXIF, _GPS, _TAKEN, _DIGITISED = 0x0112, 0x8769, 0x8825, 0x9003, 0x9004
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, MemoryError,
    RuntimeError, AssertionError, struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip
"""What decoders raise on damaged or hostile files: they promise no single error."""


@dataclass(frozen=True)
class Prepared:
    """A photo ready to be kept: JPEG bytes, their SHA-256 in hex, size in pixels.

    `taken` is the camera's own time ("2026-11-20T10:41:05", no zone) and `place` latitude and longitude in degrees,
    each when the camera wrote them.
    """

    jpeg: bytes
    sha256: str
    width: int
    height: int
    taken: str | None = None
    place: tuple[float, float] | None = None


def read(path: Path) -> Prepared:
    """The photo in this file; `BadFile` says why it cannot be used and what to do."""
    try:
        if path.stat().st_size > RAW_LIMIT:
            raise _too_large(path.name)
        return prepare(path.read_bytes(), path.name)
    except FileNotFoundError:
        raise BadFile(path, "tidak ditemukan.", "Pastikan USB masih terpasang, lalu pilih lagi fotonya.") from None
    except OSError:
        raise BadFile(path, "tidak dapat dibaca.", "Salin foto itu ke laptop, lalu pilih lagi.") from None


def prepare(raw: bytes, name: str) -> Prepared:
    """A JPEG, PNG or WebP scaled to at most 1600 pixels on the long side, upright; the same input gives the same bytes.

    Everything the phone wrote beside the picture is left out, but for the time it was taken. `name` is what the file
    is called in a refusal (`BadFile`).
    """
    if len(raw) > RAW_LIMIT:
        raise _too_large(name)
    _refuse_by_sight(raw, name)
    with _quiet():
        try:
            with Image.open(io.BytesIO(raw), formats=_FORMATS) as image:
                if image.width * image.height > PIXEL_LIMIT:
                    raise _too_many_pixels(name)
                exif = _exif_of(image)
                upright = _small_and_upright(image, exif)
                taken = _taken(exif)
                jpeg = _as_jpeg(upright, taken)
        except Image.DecompressionBombError:
            raise _too_many_pixels(name) from None
        except _BROKEN:
            why = "isi fotonya rusak atau terpotong."
            raise BadFile(name, why, "Salin ulang foto itu dari ponsel, lalu pilih lagi.") from None
        place = _place(exif)
    return Prepared(jpeg, hashlib.sha256(jpeg).hexdigest(), upright.width, upright.height, taken, place)


@contextmanager
def _quiet() -> Iterator[None]:
    """Decoders also warn about what they then leave out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _refuse_by_sight(raw: bytes, name: str) -> None:
    """Files whose first bytes already say that they are none of ours, each with what to do."""
    if not raw:
        raise BadFile(name, "kosong.", "Salin ulang foto itu dari ponsel, lalu pilih lagi.")
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIF:
        raise BadFile(
            name,
            "foto HEIC dari iPhone, yang tidak dapat dibuka di sini.",
            "Di iPhone pilih Setelan > Kamera > Format > Paling Kompatibel lalu foto lagi, "
            "atau kirim foto itu lewat WhatsApp dan simpan yang diterima.",
        )
    if not (raw.startswith((b"\xff\xd8", b"\x89PNG\r\n\x1a\n")) or (raw[:4] == b"RIFF" and raw[8:12] == b"WEBP")):
        raise BadFile(name, "bukan foto JPEG, PNG, atau WebP.", "Pilih berkas foto dari ponsel atau kamera.")


def _small_and_upright(image: Image.Image, exif: Image.Exif) -> Image.Image:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    orientation = exif.get(_ORIENTATION)
    turned = image.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else image
    if turned.has_transparency_data:
        layered = turned.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    return turned.convert("RGB")


def _as_jpeg(image: Image.Image, taken: str | None) -> bytes:
    kept = Image.Exif()
    if taken is not None:
        kept.get_ifd(_EXIF)[_TAKEN] = datetime.fromisoformat(taken).strftime("%Y:%m:%d %H:%M:%S")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, exif=kept if taken is not None else b"")
    return out.getvalue()


def _exif_of(image: Image.Image) -> Image.Exif:
    """What the phone wrote; nothing when that part is damaged, for the picture itself may still be good."""
    try:
        return image.getexif()
    except _BROKEN:
        return Image.Exif()


def _part(exif: Image.Exif, number: int) -> Mapping[int, Any]:
    try:
        return exif.get_ifd(number)
    except _BROKEN:
        return {}


def _taken(exif: Image.Exif) -> str | None:
    """The camera's time in ISO form, when it is a time of the calendar."""
    part = _part(exif, _EXIF)
    for tag in (_TAKEN, _DIGITISED):
        try:
            taken = datetime.strptime(str(part.get(tag, "")).strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S")
        except ValueError:
            continue
        return taken.isoformat() if taken.year >= 1990 else None
    return None


def _place(exif: Image.Exif) -> tuple[float, float] | None:
    """Latitude and longitude, when both are points of the globe and not the null island of a phone without a fix."""
    part = _part(exif, _GPS)
    latitude = _degrees(part.get(2), part.get(1), "S", 90)
    longitude = _degrees(part.get(4), part.get(3), "W", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return latitude, longitude


def _degrees(parts: Any, side: Any, negative: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
        value = degrees + minutes / 60 + seconds / 3600
    except _BROKEN:
        return None
    if not math.isfinite(value) or not 0 <= value <= most:
        return None
    return round(-value if str(side).strip("\0 ").upper() == negative else value, 6)


def _too_large(name: str) -> BadFile:
    return BadFile(name, "lebih besar dari 40 MB.", "Pilih foto biasa, bukan video atau foto mentah kamera.")


def _too_many_pixels(name: str) -> BadFile:
    why = "terlalu besar: lebih dari 64 juta titik."
    return BadFile(name, why, "Atur kamera ponsel ke ukuran biasa, atau kirim foto itu lewat WhatsApp dan simpan.")
