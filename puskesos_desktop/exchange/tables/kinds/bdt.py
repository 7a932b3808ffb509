"""The BDT/PBDT 2015 prelist of 101 columns, its codes told in those of the printed form (domain 5.3, 5.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from puskesos_desktop.exchange.tables.kinds.kind import UNCLEAR, Answers, Codes, Column, Kind, Look, column
from puskesos_desktop.exchange.tables.kinds.words import same, told
from puskesos_desktop.exchange.tables.sheets import shown

_FLOOR = told({**same(1, 2, 3, 4, 5, 6, 7), 8: 5, 9: 8, 10: 9})
_WALL = told(same(*range(1, 8)))
_ROOF = told({1: 1, 2: 2, 3: 2, 4: 2, 5: 4, 6: 3, 7: 6, 8: 5, 9: 7, 10: 8})
_WATER = told({1: 1, 2: 2, 3: 3, 4: 3, 5: 4, 6: 5, 7: 6, 8: 7, 9: 8, 10: 9, 11: 10, 12: 11})
_LIGHT = told({1: 1, 2: 3, 3: 4})
_FUEL = told(
    {1: 1, 2: UNCLEAR, 3: 4, 4: UNCLEAR, 5: 7, 6: 8, 7: 9, 8: 10, 9: 0},
    {2: "gas lebih dari 3 kg", 4: "gas kota/biogas"},
)
_TOILET = told({1: 1, 2: 2, 3: UNCLEAR, 4: 6}, {3: "fasilitas umum"})
_CLOSET = told({1: 1, 2: UNCLEAR, 3: 4, 4: UNCLEAR}, {2: "plengsengan", 4: "tidak pakai"})
_SEWAGE = told({1: 1, 2: 2, 3: 4, 4: 3, 5: 5, 6: 6})
_POWER = told({**same(1, 2, 3, 4, 5), 6: UNCLEAR}, {6: "tanpa meteran"})
_OWNS = told({1: 1, 2: 2, 3: 1, 4: 2})
"""Goods are answered with 1/2 and 3/4 in turn; 1 and 3 are yes, 2 and 4 are no."""
_OWNS_OTHER = told({1: UNCLEAR, 2: 2, 3: UNCLEAR, 4: 2}, {1: "punya", 3: "punya"})
"""Goods defined more widely than ours: only "no" says the same."""
_SCHOOL = told({0: 1, 1: 2, 2: 3})
_LEVEL = told(
    {1: UNCLEAR, 2: 1, 3: 4, 4: UNCLEAR, 5: 6, 6: 9, 7: UNCLEAR, 8: 11, 9: 14, 10: UNCLEAR},
    {1: "SD/SDLB", 4: "SMP/SMPLB", 7: "SMA/SMK/SMALB", 10: "perguruan tinggi"},
)
_CERTIFICATE = told(
    {0: 23, 1: UNCLEAR, 2: UNCLEAR, 3: UNCLEAR, 4: 18, 5: 19, 6: UNCLEAR},
    {1: "SD/sederajat", 2: "SMP/sederajat", 3: "SMA/sederajat", 6: "S2/S3"},
)
_TRADE = told(
    {1: 1, 2: 2, 3: 3, 4: 4, 5: 4, 6: 5, 7: 6, 8: 7, 9: 8, 10: 9, 11: 11, 12: 12, 13: 14, 14: 13, 15: 15, 16: 16,
     17: 21, 18: 22, 19: UNCLEAR, 20: UNCLEAR, 21: UNCLEAR, 22: UNCLEAR},
    {19: "jasa kemasyarakatan, pemerintahan, dan perorangan", 20: "pemulung", 21: "TKI", 22: "lainnya"},
)  # fmt: skip
_ILLNESS = told({0: 1, 1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7, 7: 8, 8: 9, 9: UNCLEAR}, {9: "penyakit kronis lainnya"})
_DISABILITY = {
    0: "tidak cacat", 1: "tuna daksa", 2: "tuna netra", 3: "tuna rungu", 4: "tuna wicara", 5: "tuna rungu dan wicara",
    6: "tuna netra dan cacat tubuh", 7: "tuna netra, rungu, dan wicara", 8: "tuna rungu, wicara, dan cacat tubuh",
    9: "tuna rungu, wicara, netra, dan cacat tubuh", 10: "retardasi mental", 11: "mantan penderita gangguan jiwa",
    12: "cacat fisik dan mental",
}  # fmt: skip

_PLACE = re.compile(r"\bR\.?(T|W)\.?\s*[:.]?\s*0*([0-9]{1,3})\b", re.IGNORECASE)
_BOATS = ("Kepemilikan perahu motor", "Kepemilikan kapal")
_NOT_METERED = "6"


def _words(meaning: Mapping[int, str]) -> Codes:
    """Codes for which we have no question: always kept in words."""
    return told(dict.fromkeys(meaning, UNCLEAR), meaning)


def finish_family(home: Answers, look: Look) -> None:
    """RT and RW out of the name of the SLS, light without a meter, and two kinds of boat that are one question here."""
    for letter, number in _PLACE.findall(shown(look("Nama SLS"))):
        home.setdefault(f"r{letter.lower()}", number.zfill(3))
    if home.get("sumber_penerangan") == 1 and shown(look("Daya terpasang")).lstrip("0") == _NOT_METERED:
        home["sumber_penerangan"] = 2
    boats = [shown(look(header)) for header in _BOATS]
    if any(owned in ("1", "3") for owned in boats):
        home["aset_perahu_motor"] = 1
    elif all(owned in ("2", "4") for owned in boats):
        home["aset_perahu_motor"] = 2


def _plain(*headers: str) -> tuple[Column, ...]:
    return tuple(column(header) for header in headers)


_FAMILY = (
    column("ruta_6"),
    column("ID rumah tangga", "", "IDBDT", "ID BDT"),
    *_plain("Provinsi", "Kode Provinsi", "Kab/Kota", "Kode Kab/Kota", "Kecamatan", "Kode Kecamatan"),
    *_plain("Desa/Kelurahan", "Kode Desa/Kelurahan"),
    column("Nama SLS", "nama_sls"),
    column("Alamat", "alamat"),
    *_plain("Nama KRT", "Jumlah ART", "Jumlah Keluarga"),
    column("Status bangunan", "status_bangunan", codes=told(same(1, 2, 3, 4, 5))),
    column("Status lahan"),
    column("Luas lantai", "luas_lantai"),
    column("Lantai terluas", "jenis_lantai", codes=_FLOOR),
    column("Dinding terluas", "jenis_dinding", codes=_WALL),
    column("Kondisi Dinding"),
    column("Atap Terluas", "jenis_atap", codes=_ROOF),
    column("Kondisi Atap"),
    column("Jumlah kamar tidur"),
    column("Sumber air minum", "sumber_air", codes=_WATER),
    column("Cara memperoleh air minum"),
    column("Sumber penerangan utama", "sumber_penerangan", codes=_LIGHT),
    column("Daya terpasang", "daya_1", codes=_POWER),
    column("Bahan bakar memasak", "bahan_bakar", codes=_FUEL),
    column("Fasilitas BAB", "fasilitas_bab", codes=_TOILET),
    column("Jenis kloset", "jenis_kloset", codes=_CLOSET),
    column("Tempat buang tinja", "pembuangan_tinja", codes=_SEWAGE),
    column("Kepemilikan tabung gas 5,5kg", "aset_tabung_gas", codes=_OWNS),
    column("Kepemilikan lemari es", "aset_kulkas", codes=_OWNS),
    column("Kepemilikan ac", "aset_ac", codes=_OWNS),
    column("Kepemilikan pemanas air", "aset_pemanas_air", codes=_OWNS),
    column("Kepemilikan telepon rumah", "aset_telepon", codes=_OWNS),
    column("Kepemilikan televisi", "aset_televisi", codes=_OWNS_OTHER),
    column("Kepemilikan emas dan tabungan", "aset_emas", codes=_OWNS_OTHER),
    column("Kepemilikan laptop/komputer", "aset_komputer", codes=_OWNS),
    column("Kepemilikan sepeda", "aset_sepeda", codes=_OWNS),
    column("Kepemilikan sepeda motor", "aset_sepeda_motor", codes=_OWNS),
    column("Kepemilikan mobil", "aset_mobil", codes=_OWNS),
    column("Kepemilikan perahu", "aset_perahu", codes=_OWNS),
    column("Kepemilikan motor tempel"),
    *_plain(*_BOATS, "Nomor HP yang aktif", "Jumlah ruangan rumah yang ditempati"),
    column("Kepemilikan aset tidak bergerak", "lahan_lain", codes=_OWNS),
    column("Luas aset tidak bergerak"),
    column("Kepemilikan rumah di tempat lain", "rumah_lain", codes=_OWNS),
    column("Jumlah sapi yang dimiliki", "ternak_sapi"),
    column("Jumlah kerbau yang dimiliki", "ternak_kerbau"),
    column("Jumlah kuda yang dimiliki", "ternak_kuda"),
    column("Jumlah babi yang dimiliki", "ternak_babi"),
    column("Jumlah kambing/domba yang dimiliki", "ternak_kambing"),
)

_AID_OF_2015 = _plain(
    "Status ART yang memiliki usaha", "Status KKS", "Status KIP", "Status KIS", "Status BPJS mandiri",
    "Status Jamsostek", "Status asuransi kesehatan lainnya", "Status PKH", "Status Rastra", "Status KUR",
    "No Urut ART Wanita Usia Subur", "Usia Suami", "Usia Istri", "Kepesertaan KB", "Metode Kontrasepsi",
    "Lama menggunakan kontrasepsi (tahun)", "Lama menggunakan kontrasepsi (bulan)", "Tempat pelayanan KB",
    "Status ingin punya anak lagi", "Alasan utama tidak ber KB", "percentile",
)  # fmt: skip
"""What was true of a programme or a couple in 2015 answers nothing about today: kept as the source's own columns."""

_PERSON = (
    column("Nomor urut ART", "nomor_urut"),
    column("Nama ART", "nama"),
    column("NIK", "nik"),
    *_plain("HubKRT", "Nomor urut keluarga"),
    column("Hubungan dengan kepala keluarga", "hubungan", codes=told(same(*range(1, 9)))),
    column("jenis kelamin", "jenis_kelamin", codes=told(same(1, 2))),
    column("Umur anggota rumah tangga (tahun)", "umur"),
    column("Status perkawinan", "status_kawin", codes=told(same(1, 2, 3, 4))),
    *_plain("Kepemilikan akta/buku nikah", "Tercantum di dalam KK", "Kepemilikan kartu identitas", "Status kehamilan"),
    column("Jenis cacat", codes=_words(_DISABILITY), says=True),
    column("Penyakit kronis", "penyakit", codes=_ILLNESS),
    column("Partisipasi sekolah", "partisipasi_sekolah", codes=_SCHOOL),
    column("Pendidikan tertinggi", "jenjang", codes=_LEVEL),
    column("Kelas tertinggi", "kelas", codes=told(same(*range(1, 9)))),
    column("Ijazah tertinggi", "ijazah", codes=_CERTIFICATE),
    column("Bekerja seminggu yg lalu", "bekerja", codes=told(same(1, 2))),
    column("Jumlah jam kerja", "jam_kerja"),
    column("Lapangan usaha", "lapangan_usaha", codes=_TRADE),
    column("Status dalam pekerjaan", "kedudukan", codes=told(same(*range(1, 9)))),
)

BDT_2015 = Kind(
    "bdt_2015",
    "Prelist BDT/PBDT 2015",
    (*_FAMILY, *_AID_OF_2015, *_PERSON),
    must=("ID rumah tangga", "Nama ART", "HubKRT"),
    family=("ID rumah tangga", "Nomor urut keluarga"),
    prelist=True,
    looks=_BOATS,
    finish_family=finish_family,
)

KINDS = (BDT_2015,)
