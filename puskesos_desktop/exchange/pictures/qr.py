"""The number of a sheet out of a picture: a phone's photo or a scan of its QR."""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from PIL import Image

from puskesos_desktop.domain.outcome import BadFile

PREFIX = "PSK"
HINT = "Ambil foto lebih dekat, rata, dan terang, atau ketik nomor di bawah kode QR."


def read_numbers(path: Path) -> list[str]:
    """What the QR codes of sheets in a picture say, each once. Raises `BadFile` when there is none to be read."""
    try:
        with Image.open(path) as picture:
            found = zxingcpp.read_barcodes(picture.convert("L"))
    except (OSError, Image.DecompressionBombError):
        raise BadFile(path, "bukan gambar yang dapat dibuka.", HINT) from None
    numbers = list(dict.fromkeys(one.text for one in found if one.text.startswith(PREFIX)))
    if not numbers:
        raise BadFile(path, "kode QR lembar tidak terbaca.", HINT)
    return numbers
