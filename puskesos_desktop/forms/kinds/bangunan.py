"""The house: where it stands (block I), what it is built of (III.B) and its RTLH card."""

from __future__ import annotations

from puskesos_desktop.domain.codes import house
from puskesos_desktop.forms.conditions import When
from puskesos_desktop.forms.fields import (
    Choice,
    Choices,
    Coordinate,
    Digits,
    Money,
    Number,
    Place,
    Sensitivity,
    Text,
    Year,
)  # fmt: skip
from puskesos_desktop.forms.form import section

SIMPERUM = "SIMPERUM 2026"
TAMBAHAN = "tambahan"
CANCELLED = 6

TEMPAT = section(
    "I", "Keterangan tempat",
    Place("dusun", "Dusun/dukuh", source=TAMBAHAN),
    Digits("rw", "RW", length=3, pad=True, source=TAMBAHAN),
    Digits("rt", "RT", length=3, pad=True, source=TAMBAHAN),
    Digits("kode_sls", "Kode SLS", number="105", length=4, pad=True, counted=False),
    Digits("kode_sub_sls", "Kode sub-SLS", number="105", length=2, pad=True, counted=False),
    Text("nama_sls", "Nama SLS", number="106", longest=60, counted=False),
    Text("alamat", "Alamat (jalan/gang, nomor rumah)", number="107", longest=120),
    Digits("nomor_bangunan", "Nomor urut bangunan tempat tinggal", number="109", length=3, pad=True),
    Coordinate("koordinat", "Titik koordinat rumah", source=TAMBAHAN, counted=False,
               sensitivity=Sensitivity.PRIBADI, hint="Lintang, bujur dari GPS."),
)  # fmt: skip

RUMAH = section(
    "III.B", "Keadaan rumah",
    Number("luas_lantai", "Luas lantai", number="302", unit="m²", most=999),
    Choice("jenis_lantai", "Jenis lantai terluas", number="303", options=house.LANTAI),
    Choice("jenis_dinding", "Jenis dinding terluas", number="304", options=house.DINDING),
    Choice("jenis_atap", "Jenis atap terluas", number="305", options=house.ATAP),
)  # fmt: skip


def _part(key: str, words: str) -> Choice:
    return Choice(f"kondisi_{key}", f"Kondisi {words}", options=house.KONDISI, source=SIMPERUM, counted=False)


KARTU_RTLH = section(
    "RTLH", "Kartu rumah tidak layak huni",
    _part("atap", "penutup atap"),
    _part("lantai", "lantai"),
    _part("dinding", "dinding"),
    _part("pondasi", "pondasi"),
    _part("sloof", "sloof"),
    _part("kolom", "kolom"),
    _part("balok", "balok"),
    _part("rangka_atap", "rangka atap"),
    _part("plafon", "plafon"),
    _part("kusen", "kusen"),
    _part("pintu", "pintu"),
    _part("jendela", "jendela"),
    Choice("bukaan_cahaya", "Bukaan cahaya (paling sedikit 10 % luas lantai)", options=house.BUKAAN, source=SIMPERUM,
           counted=False),
    Choice("bukaan_udara", "Bukaan udara (paling sedikit 5 % luas lantai)", options=house.BUKAAN, source=SIMPERUM,
           counted=False),
    Choices("kawasan", "Kawasan rumah", options=house.KAWASAN, source=SIMPERUM, counted=False),
    Choice("status_rtlh", "Status usulan perbaikan rumah", options=house.STATUS_RTLH, source=SIMPERUM, counted=False),
    Text("alasan_batal_rtlh", "Alasan usulan dibatalkan", when=When("status_rtlh", (CANCELLED,)), source=SIMPERUM,
         counted=False, hint="Misalnya sudah layak huni, meninggal, data ganda, atau pindah."),
    Choice("sumber_bantuan_rtlh", "Sumber bantuan perbaikan rumah", options=house.SUMBER_BANTUAN_RTLH, source=SIMPERUM,
           counted=False),
    Year("tahun_bantuan_rtlh", "Tahun bantuan perbaikan rumah", source=SIMPERUM, counted=False),
    Money("nilai_bantuan_rtlh", "Nilai bantuan perbaikan rumah", source=SIMPERUM, counted=False),
)  # fmt: skip

SECTIONS = (TEMPAT, RUMAH, KARTU_RTLH)
