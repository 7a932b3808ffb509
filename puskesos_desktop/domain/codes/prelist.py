"""Code list about the lines of a prelist: whether the person they name is known here."""

from __future__ import annotations

from puskesos_desktop.domain.codes.house import codes

PRELIST = "prelist"
BARU, TERHUBUNG, RAGU = 1, 2, 3

KEADAAN_PRELIST = codes(
    {
        BARU: "Belum tercatat di desa",
        TERHUBUNG: "Terhubung dengan warga",
        RAGU: "Perlu diperiksa orangnya",
    }
)
