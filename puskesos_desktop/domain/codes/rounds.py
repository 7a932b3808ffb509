"""Code lists of verification rounds: what a round is for, how a visit ended, and the kinds of record that hold them."""

from __future__ import annotations

from types import MappingProxyType

from puskesos_desktop.domain.codes.house import codes
from puskesos_desktop.domain.codes.meetings import ALASAN_TIDAK_LAYAK

PUTARAN = "putaran"
LEMBAR = "lembar"

TUJUAN_PUTARAN = codes({1: "Verval DTSEN", 2: "RTLH", 3: "BLT Dana Desa", 4: "Pemutakhiran rutin"})

TUJUAN_KEYS = MappingProxyType({"verval": 1, "rtlh": 2, "blt-dd": 3, "rutin": 4})
"""The purposes as they are typed on the command line."""

DITEMUKAN, MENINGGAL, PINDAH, TIDAK_DITEMUKAN, LUAR_NEGERI, MENOLAK, TIDAK_BERTEMU = 1, 2, 3, 4, 5, 6, 7

HASIL_KUNJUNGAN = codes(
    {
        DITEMUKAN: "Ditemukan",
        MENINGGAL: "Meninggal",
        PINDAH: "Pindah domisili",
        TIDAK_DITEMUKAN: "Tidak ditemukan atau alamat tidak dikenal",
        LUAR_NEGERI: "Bekerja atau menetap di luar negeri",
        MENOLAK: "Menolak atau mengundurkan diri",
        TIDAK_BERTEMU: "Tidak ada orang di rumah",
    },
)
"""Presence of a family, in the words of group A of domain 3.3; 7 is our own: nobody was met, so nothing is known."""

ALASAN_KEBERADAAN = codes({code: words for code, words in ALASAN_TIDAK_LAYAK.items.items() if code < 20}, width=2)
"""Group A of the reasons: what a proposal made of this result would say."""

ALASAN_OF = MappingProxyType({MENINGGAL: 11, PINDAH: 13, TIDAK_DITEMUKAN: 14, LUAR_NEGERI: 15, MENOLAK: 16})
"""The usual reason of each way a visit ended."""

HASIL_205 = MappingProxyType(
    {MENINGGAL: 3, PINDAH: 5, TIDAK_DITEMUKAN: 5, LUAR_NEGERI: 5, MENOLAK: 4, TIDAK_BERTEMU: 3}
)
"""What question 205 of the visit says then; for a family that was met it is 1 or 2."""
