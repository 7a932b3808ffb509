"""Code lists about what happens to families: births, deaths, moves, new cards."""

from __future__ import annotations

from puskesos_desktop.domain.codes.house import codes

LAHIR, MENINGGAL, PINDAH_KELUAR, DATANG = 1, 2, 3, 4
PINDAH_KELUARGA, PECAH_KK, GANTI_NOMOR_KK, GANTI_KEPALA = 5, 6, 7, 8
SERUMAH, PISAH_RUMAH, PINDAH_RUMAH, UBAH_KEBERADAAN = 9, 10, 11, 12

JENIS_PERISTIWA = codes(
    {
        LAHIR: "Lahir",
        MENINGGAL: "Meninggal",
        PINDAH_KELUAR: "Pindah keluar desa",
        DATANG: "Datang atau kembali",
        PINDAH_KELUARGA: "Pindah ke keluarga lain",
        PECAH_KK: "Pecah KK",
        GANTI_NOMOR_KK: "Ganti nomor KK",
        GANTI_KEPALA: "Ganti kepala keluarga",
        SERUMAH: "Menempati rumah bersama keluarga lain",
        PISAH_RUMAH: "Pisah rumah",
        PINDAH_RUMAH: "Pindah rumah",
        UBAH_KEBERADAAN: "Perubahan keberadaan",
    },
    width=2,
)
