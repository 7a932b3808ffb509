"""The family by its KK: blocks I, III.A, III.C and V of the questionnaire."""

from __future__ import annotations

from puskesos_desktop.domain.codes import house
from puskesos_desktop.domain.codes.house import YA_TIDAK
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN
from puskesos_desktop.forms.conditions import When
from puskesos_desktop.forms.fields import (
    Choice,
    Choices,
    Digits,
    Field,
    Merge,
    Money,
    Month,
    Nik,
    Number,
    Reference,
    Sensitivity,
    Text,
    Year,
)  # fmt: skip
from puskesos_desktop.forms.form import section

TAMBAHAN = "tambahan"
ASK, PRIBADI = Merge.ASK, Sensitivity.PRIBADI

KARTU = section(
    "I", "Kartu keluarga",
    Reference("bangunan_id", "Bangunan", to=BANGUNAN, counted=False),
    Reference("kepala", "Kepala keluarga", to=ANGGOTA, merge=ASK, counted=False),
    Digits("nomor_urut_keluarga", "Nomor urut keluarga hasil verifikasi", number="110", length=3, pad=True),
    Choice("status_keluarga", "Status keluarga", number="111", options=house.STATUS_KELUARGA, counted=False),
    Number("jumlah_anggota_kk", "Jumlah anggota menurut kartu keluarga", source=TAMBAHAN, most=99, counted=False,
           hint="Dibandingkan dengan anggota yang dicatat (112)."),
    Digits("id_landmark", "ID landmark wilkerstat", number="113", length=6, counted=False),
    Nik("nomor_kk", "Nomor kartu keluarga", number="114", card=True, merge=ASK, sensitivity=PRIBADI,
        source="PP 40/2019", hint="Kosongkan bila belum punya; jangan mengarang angka."),
    Choice("kode_kk", "Kode kartu keluarga", number="115", options=house.KODE_KK),
    Text("alamat_kk", "Alamat menurut kartu keluarga", source=TAMBAHAN, counted=False,
         hint="Isi bila berbeda dari alamat rumah."),
)  # fmt: skip

PENGUASAAN = section(
    "III.A", "Penguasaan bangunan tempat tinggal",
    Choice("status_bangunan", "Status penguasaan bangunan tempat tinggal yang ditempati", number="301a",
           options=house.STATUS_BANGUNAN),
    Choice("bukti_tanah", "Jenis bukti kepemilikan tanah bangunan tempat tinggal", number="301b",
           options=house.BUKTI_TANAH, when=When("status_bangunan", (1,))),
)  # fmt: skip

SWADAYA = section(
    "RTLH", "Penghasilan dan swadaya",
    Choice("penghasilan", "Penghasilan keluarga sebulan", options=house.PENGHASILAN, source="SIMPERUM 2026",
           counted=False, sensitivity=PRIBADI),
    Money("tabungan", "Tabungan untuk perbaikan rumah", source="SIMPERUM 2026", counted=False, sensitivity=PRIBADI),
    Choice("mampu_swadaya", "Mampu berswadaya memperbaiki rumah", options=YA_TIDAK, source="SIMPERUM 2026",
           counted=False),
)  # fmt: skip

_PLN = When("sumber_penerangan", (1, 2))
_METERAN = When("sumber_penerangan", (1,))
_SENDIRI = When("fasilitas_bab", (1, 2))

FASILITAS = section(
    "III.C", "Air, listrik, memasak, jamban",
    Choice("sumber_air", "Sumber air minum utama", number="306a", options=house.SUMBER_AIR),
    Choice("jarak_limbah", "Jarak sumber air minum ke penampungan limbah/kotoran/tinja terdekat", number="306b",
           options=house.JARAK_LIMBAH, when=When("sumber_air", (4, 5, 6, 7, 8))),
    Choice("air_mck", "Sumber air mandi, cuci, dan memasak", options=house.SUMBER_AIR, source=TAMBAHAN, counted=False,
           hint="Menentukan kelayakan bila air minumnya kemasan atau isi ulang."),
    Choice("air_lancar", "Kelancaran air", options=house.AIR_LANCAR, source=TAMBAHAN, counted=False),
    Choices("kualitas_air", "Kualitas air", options=house.KUALITAS_AIR, source=TAMBAHAN, counted=False),
    Choice("pamsimas", "Terlayani Pamsimas", options=YA_TIDAK, source=TAMBAHAN, counted=False),
    Text("bulan_kekeringan", "Bulan rawan kekeringan", longest=40, source=TAMBAHAN, counted=False),
    Choice("sumber_penerangan", "Sumber penerangan utama", number="307a", options=house.SUMBER_PENERANGAN),
    Choice("daya_1", "Daya terpasang meteran 1", number="307b", options=house.DAYA, when=_METERAN),
    Choice("daya_2", "Daya terpasang meteran 2", number="307b", options=house.DAYA, when=_METERAN, counted=False,
           hint="Hanya bila ada lebih dari satu meteran."),
    Choice("daya_3", "Daya terpasang meteran 3", number="307b", options=house.DAYA, when=_METERAN, counted=False),
    Digits("idpel", "ID pelanggan PLN (IDPEL)", length=20, exact=False, when=_PLN, source=TAMBAHAN,
           counted=False, sensitivity=PRIBADI),
    Digits("nomor_meter", "Nomor meter", length=20, exact=False, when=_PLN, source=TAMBAHAN, counted=False,
           sensitivity=PRIBADI),
    Choice("status_meter", "Status meter", options=house.STATUS_METER, when=_PLN, source=TAMBAHAN, counted=False),
    Choice("golongan_tarif", "Golongan tarif", options=house.GOLONGAN_TARIF, when=_METERAN, source=TAMBAHAN,
           counted=False),
    Choice("kondisi_instalasi", "Kondisi instalasi listrik", options=house.KONDISI_INSTALASI,
           when=When("sumber_penerangan", (1, 2, 3)), source=TAMBAHAN, counted=False),
    Choice("bahan_bakar", "Bahan bakar/energi utama untuk memasak", number="308", options=house.BAHAN_BAKAR),
    Choice("fasilitas_bab", "Kepemilikan dan penggunaan fasilitas tempat buang air besar", number="309a",
           options=house.FASILITAS_BAB),
    Choice("jenis_kloset", "Jenis kloset", number="309b", options=house.JENIS_KLOSET,
           when=When("fasilitas_bab", (1, 2, 3))),
    Choice("pembuangan_tinja", "Tempat pembuangan akhir tinja", number="310", options=house.PEMBUANGAN_TINJA),
    Choice("septik", "Keadaan tangki septik", options=house.SEPTIK, when=_SENDIRI, source=TAMBAHAN, counted=False),
    Choice("disedot", "Tangki septik disedot dalam 5 tahun terakhir", options=YA_TIDAK,
           when=When("pembuangan_tinja", (1,)), source=TAMBAHAN, counted=False),
    Year("tahun_jamban", "Tahun jamban dibangun", when=_SENDIRI, source=TAMBAHAN, counted=False),
    Choice("sumber_bantuan_jamban", "Sumber bantuan jamban", options=house.SUMBER_BANTUAN_JAMBAN, when=_SENDIRI,
           source=TAMBAHAN, counted=False),
)  # fmt: skip


def _programme(letter: str, key: str, words: str) -> tuple[Field, Field]:
    return (
        Choice(key, words, number=f"501{letter}", options=YA_TIDAK),
        Month(f"{key}_bulan", f"{words}: bulan terakhir", number=f"501{letter}", when=When(key, (1,))),
    )


def _good(letter: str, key: str, words: str) -> Field:
    return Choice(f"aset_{key}", words, number=f"502{letter}", options=YA_TIDAK)


def _livestock(letter: str, key: str, words: str) -> Field:
    return Number(f"ternak_{key}", f"Jumlah {words}", number=f"504{letter}", unit="ekor", most=999)


PROGRAM = section(
    "V", "Program, aset, dan layanan",
    *_programme("a", "sembako", "Program Sembako/BPNT"),
    *_programme("b", "pkh", "Program Keluarga Harapan (PKH)"),
    *_programme("c", "blt_dd", "BLT Dana Desa"),
    *_programme("d", "subsidi_listrik", "Subsidi listrik (gratis/potongan biaya)"),
    *_programme("e", "bantuan_pemda", "Bantuan pemerintah daerah"),
    *_programme("f", "subsidi_pupuk", "Bantuan subsidi pupuk"),
    *_programme("g", "subsidi_lpg", "Bantuan (subsidi) LPG"),
    _good("a", "tabung_gas", "Tabung gas 5,5 kg atau lebih"),
    _good("b", "kulkas", "Lemari es/kulkas"),
    _good("c", "ac", "AC"),
    _good("d", "pemanas_air", "Pemanas air"),
    _good("e", "telepon", "Telepon rumah (PSTN)"),
    _good("f", "televisi", "Televisi layar datar minimal 30 inci"),
    _good("g", "emas", "Emas/perhiasan senilai 10 gram emas"),
    _good("h", "komputer", "Komputer/laptop"),
    _good("i", "sepeda_motor", "Sepeda motor"),
    _good("j", "sepeda", "Sepeda"),
    _good("k", "mobil", "Mobil"),
    _good("l", "perahu", "Perahu"),
    _good("m", "perahu_motor", "Kapal/perahu motor"),
    _good("n", "smartphone", "Smartphone"),
    Choice("lahan_lain", "Lahan selain yang ditempati", number="503a", options=YA_TIDAK),
    Choice("rumah_lain", "Rumah/bangunan di tempat lain", number="503b", options=YA_TIDAK),
    _livestock("a", "sapi", "sapi"),
    _livestock("b", "kerbau", "kerbau"),
    _livestock("c", "kuda", "kuda"),
    _livestock("d", "babi", "babi"),
    _livestock("e", "kambing", "kambing/domba"),
    Choice("internet", "Jenis akses internet utama keluarga sebulan terakhir", number="505", options=house.INTERNET),
    Choice("rekening", "Rekening aktif atau dompet digital", number="506", options=house.REKENING,
           sensitivity=PRIBADI),
)  # fmt: skip

SECTIONS = (KARTU, PENGUASAAN, SWADAYA, FASILITAS, PROGRAM)
