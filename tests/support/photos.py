"""Invented photos for tests, made on the spot."""

from __future__ import annotations

import io

from PIL import Image

from puskesos_desktop.exchange.pictures import photo
from puskesos_desktop.exchange.pictures.photo import Prepared

TAKEN = "2026:11:20 10:41:05"
TEGAL = (-6.974306, 109.140889)
"""Where `located` photos were taken."""


def a_picture(seed: int = 1, width: int = 60, height: int = 40) -> Image.Image:
    """A picture whose four corners differ, so that turning it shows, and whose seed makes it another one."""
    picture = Image.new("RGB", (width, height), (seed * 37 % 256, seed * 91 % 256, seed * 151 % 256))
    picture.paste((250, 20, 20), (0, 0, width // 2, height // 2))
    return picture


def encoded(picture: Image.Image, kind: str = "JPEG", *, exif: Image.Exif | None = None) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **({"exif": exif} if exif is not None else {}))
    return out.getvalue()


def exif(*, orientation: int = 1, taken: str | None = TAKEN, located: bool = True) -> Image.Exif:
    """What a phone writes beside a picture."""
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = "Ponsel rekaan"
    if taken is not None:
        made.get_ifd(0x8769)[0x9003] = taken
    if located:
        made.get_ifd(0x8825).update({1: "S", 2: (6.0, 58.0, 27.5), 3: "E", 4: (109.0, 8.0, 27.2)})
    return made


def a_photo(seed: int = 1, *, located: bool = False) -> Prepared:
    """A photo ready to be kept."""
    return photo.prepare(encoded(a_picture(seed), exif=exif(located=located)), f"foto{seed}.jpg")
