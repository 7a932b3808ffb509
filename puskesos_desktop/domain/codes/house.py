"""Code lists as printed, by name; forms ask by them and indicators judge by them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Codes:
    """A printed list: code to words, and how many digits a code is printed with."""

    items: Mapping[int, str]
    width: int = 1

    def label(self, code: int) -> str:
        """Words of a code; the code itself when the list does not hold it."""
        return self.items.get(code, self.printed(code))

    def printed(self, code: int) -> str:
        """The code as it stands on paper, with leading zeros."""
        return str(code).zfill(self.width)

    def read(self, typed: str) -> int | None:
        """The code typed as digits, or the one whose words are exactly what was typed, whatever the case."""
        if re.fullmatch(r"[0-9]{1,9}", typed):
            return int(typed) if int(typed) in self.items else None
        wanted = " ".join(typed.split()).casefold()
        found = [code for code, words in self.items.items() if words.casefold() == wanted]
        return found[0] if len(found) == 1 else None


def codes(items: dict[int, str], width: int = 1) -> Codes:
    """A list as written in this file."""
    return Codes(MappingProxyType(items), width)


YA_TIDAK = codes({1: "Ya", 2: "Tidak"})
YA_TIDAK_TAHU = codes({1: "Ya", 2: "Tidak", 8: "Tidak tahu"})

KODE_KK = codes(
    {
        0: "KK sesuai",
        1: "Keluarga induk",
        2: "Keluarga pecahan",
    },
)

HASIL_PENDATAAN = codes(
    {
        1: "Terisi lengkap",
        2: "Terisi tidak lengkap",
        3: "Tidak ada responden yang dapat memberi jawaban sampai akhir masa pendataan",
        4: "Responden menolak",
        5: "Keluarga pindah/bangunan sensus sudah tidak ada",
    },
)

STATUS_BANGUNAN = codes(
    {
        1: "Milik sendiri",
        2: "Kontrak/sewa",
        3: "Bebas sewa",
        4: "Dinas",
        5: "Lainnya",
    },
)

BUKTI_TANAH = codes(
    {
        1: "SHM atas nama anggota keluarga",
        2: "SHM bukan a.n. anggota keluarga dengan perjanjian pemanfaatan tertulis",
        3: "SHM bukan a.n. anggota keluarga tanpa perjanjian pemanfaatan tertulis",
        4: "Sertifikat selain SHM (SHGB, SHSRS)",
        5: "Surat bukti lainnya (Girik, Letter C, dll.)",
        6: "Tidak punya",
    },
)

LANTAI = codes(
    {
        1: "Marmer/granit",
        2: "Keramik",
        3: "Parket/vinil/karpet",
        4: "Ubin/tegel/teraso",
        5: "Kayu/papan",
        6: "Semen/bata merah",
        7: "Bambu",
        8: "Tanah",
        9: "Lainnya",
    },
)

DINDING = codes(
    {
        1: "Tembok",
        2: "Plesteran anyaman bambu/kawat",
        3: "Kayu/papan/gypsum/GRC/calciboard",
        4: "Anyaman bambu",
        5: "Batang kayu",
        6: "Bambu",
        7: "Lainnya",
    },
)

ATAP = codes(
    {
        1: "Beton",
        2: "Genteng",
        3: "Seng",
        4: "Asbes",
        5: "Bambu",
        6: "Kayu/sirap",
        7: "Jerami/ijuk/daun-daunan/rumbia",
        8: "Lainnya",
    },
)

SUMBER_AIR = codes(
    {
        1: "Air kemasan bermerk",
        2: "Air isi ulang",
        3: "Leding",
        4: "Sumur bor/pompa",
        5: "Sumur terlindung",
        6: "Sumur tak terlindung",
        7: "Mata air terlindung",
        8: "Mata air tak terlindung",
        9: "Air permukaan (sungai/danau/waduk/kolam/irigasi)",
        10: "Air hujan",
        11: "Lainnya",
    },
)

JARAK_LIMBAH = codes(
    {
        1: "< 10 meter",
        2: "≥ 10 meter",
        8: "Tidak tahu",
    },
)

SUMBER_PENERANGAN = codes(
    {
        1: "Listrik PLN dengan meteran",
        2: "Listrik PLN tanpa meteran",
        3: "Listrik non-PLN",
        4: "Bukan listrik",
    },
)

DAYA = codes(
    {
        1: "450 watt (VA)",
        2: "900 watt (VA)",
        3: "1.300 watt (VA)",
        4: "2.200 watt (VA)",
        5: "> 2.200 watt (VA)",
    },
)

BAHAN_BAKAR = codes(
    {
        1: "Listrik",
        2: "Gas elpiji 5,5 kg/blue gaz",
        3: "Gas elpiji 12 kg",
        4: "Gas elpiji 3 kg",
        5: "Gas kota/meteran PGN",
        6: "Biogas",
        7: "Minyak tanah",
        8: "Briket",
        9: "Arang",
        10: "Kayu bakar",
        11: "Lainnya",
        0: "Tidak memasak di rumah",
    },
    width=2,
)

FASILITAS_BAB = codes(
    {
        1: "Ada, digunakan hanya anggota keluarga sendiri",
        2: "Ada, digunakan bersama anggota keluarga dari rumah tangga tertentu",
        3: "Ada, di MCK komunal",
        4: "Ada, di MCK umum/siapa pun menggunakan",
        5: "Ada, anggota keluarga tidak menggunakan",
        6: "Tidak ada fasilitas",
    },
)

JENIS_KLOSET = codes(
    {
        1: "Leher angsa",
        2: "Plengsengan dengan tutup",
        3: "Plengsengan tanpa tutup",
        4: "Cemplung/cubluk",
    },
)

PEMBUANGAN_TINJA = codes(
    {
        1: "Tangki septik",
        2: "IPAL",
        3: "Kolam/sawah/sungai/danau/laut",
        4: "Lubang tanah",
        5: "Pantai/tanah lapang/kebun",
        6: "Lainnya",
    },
)

INTERNET = codes(
    {
        0: "Tidak menggunakan internet",
        1: "Internet dan TV digital berlangganan",
        2: "Wifi",
        3: "Internet handphone",
    },
)

REKENING = codes(
    {
        1: "Ya, untuk usaha",
        2: "Ya, untuk pribadi",
        3: "Ya, untuk usaha dan pribadi",
        4: "Tidak",
    },
)

STATUS_KELUARGA = codes(
    {
        1: "Ditemukan",
        2: "Keluarga baru",
        3: "Bergabung dengan keluarga lain",
        4: "Tidak ditemukan",
    },
)

KUALITAS_AIR = codes({0: "Baik", 1: "Keruh", 2: "Berbau", 4: "Berasa", 8: "Berwarna"})

AIR_LANCAR = codes({1: "Lancar sepanjang tahun", 2: "Hanya musim hujan", 3: "Sering mati"})

STATUS_METER = codes({1: "Milik sendiri", 2: "Menumpang/menyalur", 3: "Tanpa meter"})

GOLONGAN_TARIF = codes({1: "R1 450 VA subsidi", 2: "R1T 900 VA subsidi", 3: "R1M 900 VA nonsubsidi", 4: "Lainnya"})

KONDISI_INSTALASI = codes({1: "Baik dan aman", 2: "Perlu perbaikan", 3: "Berbahaya"})

SEPTIK = codes({1: "Kedap", 2: "Dasar terbuka", 3: "Belum punya"})

SUMBER_BANTUAN_JAMBAN = codes(
    {1: "Swadaya", 2: "Dana Desa", 3: "APBD kabupaten", 4: "APBD provinsi", 5: "APBN", 6: "Lainnya"}
)

KONDISI = codes({1: "Baik", 2: "Rusak ringan", 3: "Rusak sedang", 4: "Rusak berat/tidak ada"})

BUKAAN = codes({1: "Cukup", 2: "Kurang", 3: "Tidak ada"})

KAWASAN = codes(
    {0: "Tidak ada", 1: "Rawan kekeringan", 2: "Kumuh", 4: "Rawan banjir", 8: "Rawan longsor", 16: "Pesisir"}
)

STATUS_RTLH = codes(
    {
        1: "Usulan",
        2: "Diverifikasi",
        3: "Masuk SIMPERUM",
        4: "Mendapat bantuan",
        5: "Selesai, sudah layak",
        6: "Batal",
    },
)

SUMBER_BANTUAN_RTLH = codes(
    {
        1: "APBN",
        2: "APBD kabupaten",
        3: "APBD provinsi",
        4: "Dana Desa",
        5: "BSPS",
        6: "CSR",
        7: "Baznas",
        8: "Lainnya",
    },
)

PENGHASILAN = codes(
    {
        1: "< Rp1 juta",
        2: "Rp1 juta – < UMK",
        3: "UMK – Rp10 juta",
        4: "> Rp10 juta",
    },
)

STATUS_NIK = codes({1: "Ada", 2: "Belum ada", 3: "Lupa/tidak dibawa", 4: "Tidak padan", 5: "Ganda"})

DESIL = codes({level: f"Desil {level}" for level in range(1, 11)})

SUMBER_DESIL = codes({1: "SIKS-NG", 2: "Cek Bansos", 3: "Berkas Excel", 4: "Lainnya"})

JENIS_DESA = codes({1: "Desa", 2: "Kelurahan"})

KLASIFIKASI_DESA = codes({1: "Perkotaan", 2: "Perdesaan"})

AMBANG_LUAS = codes({72: "7,2 m² per orang (BPS, RST)", 90: "9 m² per orang (PUPR)"})
