"""Kinds of photo a family or a house may have, and the kind of record that holds one."""

from __future__ import annotations

from puskesos_desktop.domain.codes.house import codes

LAMPIRAN = "lampiran"

KARTU_KELUARGA, RUMAH_DEPAN, DALAM_RUMAH, JAMBAN, KERUSAKAN, LAINNYA, LOGO = 1, 2, 3, 4, 5, 6, 9

JENIS_FOTO = codes(
    {
        KARTU_KELUARGA: "Kartu keluarga",
        RUMAH_DEPAN: "Rumah depan",
        DALAM_RUMAH: "Dalam rumah",
        JAMBAN: "Jamban",
        KERUSAKAN: "RTLH/kerusakan",
        LAINNYA: "Lainnya",
        LOGO: "Logo desa pada kop surat",
    },
)

OF_A_HOME = tuple(kind for kind in JENIS_FOTO.items if kind != LOGO)
"""Kinds a family or a house may have; the logo is the village's."""

OF_FAMILY = frozenset({KARTU_KELUARGA, LAINNYA})
"""Photos that go with the family when it moves; all others stay with the house."""

KEYS = {
    "kk": KARTU_KELUARGA,
    "rumah_depan": RUMAH_DEPAN,
    "dalam_rumah": DALAM_RUMAH,
    "jamban": JAMBAN,
    "kerusakan": KERUSAKAN,
    "lainnya": LAINNYA,
}
"""The kinds as they are typed on the command line."""

SPOKEN = {
    KARTU_KELUARGA: "KK",
    RUMAH_DEPAN: "rumah depan",
    DALAM_RUMAH: "dalam rumah",
    JAMBAN: "jamban",
    KERUSAKAN: "kerusakan rumah",
    LAINNYA: "lain",
}
"""The kinds inside a sentence: "foto rumah depan keluarga SARKIM"."""
