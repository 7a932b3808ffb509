"""The sample village's kabupaten key: it lies open in the program, so it may never seal a real village."""

from __future__ import annotations

import hashlib

from puskesos_desktop.exchange.bundle import sealing

SAMPLE_KEY = sealing.age_identity_from(hashlib.sha256(b"puskesos desa contoh").digest())
FILE = "kunci-kabupaten-contoh.txt"


def text() -> str:
    """The key file as age-keygen would write it, with a warning."""
    return (
        "# Kunci kabupaten CONTOH untuk latihan. Siapa pun memilikinya; desa sungguhan ditolak.\n"
        f"# public key: {SAMPLE_KEY.public}\n{SAMPLE_KEY.secret}\n"
    )
