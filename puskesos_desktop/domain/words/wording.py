"""Counts and sizes as people read them in Indonesian."""

from __future__ import annotations

from collections.abc import Mapping

_KINDS = (("keluarga", "keluarga"), ("anggota", "anggota"), ("bangunan", "bangunan"), ("ppks", "catatan PPKS"))

_OTHER_KINDS = (
    ("kunjungan", "kunjungan"), ("desil", "catatan desil"), ("peristiwa", "peristiwa"), ("lampiran", "foto"),
    ("wilayah_setempat", "baris daftar wilayah"), ("desa", "data desa"), ("usulan", "usulan"),
    ("musyawarah", "musyawarah"), ("jadwal", "jadwal"), ("prelist", "baris prelist"),
    ("putaran", "putaran"), ("lembar", "lembar formulir"),
)  # fmt: skip


def thousands(value: int) -> str:
    """With dots between thousands: 1.250.000."""
    return f"{value:,}".replace(",", ".")


def totals(counts: Mapping[str, int]) -> str:
    """Totals per record kind: "1.600 keluarga, 5.120 anggota, 1.510 bangunan, 96 catatan PPKS"."""
    return ", ".join(f"{thousands(counts[key])} {word}" for key, word in _KINDS if key in counts)


def records(counts: Mapping[str, int]) -> str:
    """Counts of any record kinds; what this program has no word for is "catatan lain"."""
    known = dict((*_KINDS, *_OTHER_KINDS))
    told = [f"{thousands(counts[key])} {word}" for key, word in known.items() if counts.get(key)]
    rest = sum(count for key, count in counts.items() if key not in known)
    return ", ".join([*told, f"{thousands(rest)} catatan lain"] if rest else told)


def size(count: int) -> str:
    """Bytes as "840 KB" or "1,2 MB"."""
    return f"{count / 1_000_000:.1f} MB".replace(".", ",") if count >= 1_000_000 else f"{max(1, count // 1000)} KB"
