"""DTKS and DTSEN lists: the 23 matched columns of DTKS, the 52 family and 48 person variables of DTSEN."""

from __future__ import annotations

from puskesos_desktop.exchange.tables.kinds.kind import UNCLEAR, Codes, Column, Kind, column, question
from puskesos_desktop.exchange.tables.kinds.words import MARRIAGE, RELATION, RELATION_REGSOSEK, SEX, told
from puskesos_desktop.forms.fields import Choice

DTKS_23 = Kind(
    "dtks_23",
    "Daftar DTKS 23 kolom",
    (
        column("ID DTKS", "", "IDDTKS", "ID SEMESTA", "IDBDT", "ID BDT"),
        column("PROVINSI"),
        column("KABUPATEN/KOTA", "", "KABUPATEN"),
        column("KECAMATAN"),
        column("DESA/KELUARAHAN", "", "DESA/KELURAHAN", "KELURAHAN/DESA", "DESA"),
        column("ALAMAT", "alamat"),
        column("DUSUN", "dusun"),
        column("RT", "rt"),
        column("RW", "rw"),
        column("NOKK", "nomor_kk", "NOMOR KK"),
        column("NIK", "nik", "NOMOR NIK"),
        column("NAMA", "nama"),
        column("TANGGAL LAHIR", "tanggal_lahir"),
        column("TEMPAT LAHIR", "tempat_lahir"),
        column("JENIS KELAMIN", "jenis_kelamin", codes=SEX),
        column("PEKERJAAN", codes=told({}), says=True),
        column("NAMA IBU KANDUNG", "nama_ibu"),
        column("HUB KELUARGA", "hubungan", "HUBUNGAN KELUARGA", codes=RELATION),
        column("KETERANGAN PADAN"),
        column("BANSOS BPNT", "", "BPNT"),
        column("BANSOS PKH", "", "PKH"),
        column("BANSOS BPNT-PPKM"),
        column("PBI JKN"),
    ),
    must=("ID DTKS", "NIK", "NAMA"),
    family=("NOKK",),
    prelist=True,
)


def _by_words(key: str, *merged: str) -> Codes:
    """Our own words of a choice; its codes only where DTSEN does not merge values, for then it counts otherwise."""
    field = question(key)
    assert isinstance(field, Choice)
    ours: dict[str | int, int | None] = {words: code for code, words in field.options.items.items()}
    if not merged:
        ours |= {code: code for code in field.options.items}
    return told({**ours, **dict.fromkeys(merged, UNCLEAR)})


def _goods(*pairs: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(
        column(f"aset_bergerak_{header}", f"aset_{key}", codes=_by_words(f"aset_{key}")) for header, key in pairs
    )


def _person(header: str, key: str) -> Column:
    return column(header, key, codes=_by_words(key))


DTSEN_KELUARGA = Kind(
    "dtsen_keluarga",
    "DTSEN keluarga",
    (
        column("nomor_kartu_keluarga", "nomor_kk"),
        column("nama_kepala_keluarga"),
        column("jumlah_anggota_keluarga", "jumlah_anggota_kk"),
        column("alamat", "alamat"),
        *(column(f"{what}{level}") for level in ("provinsi", "kabupaten_kota", "kecamatan", "kelurahan_desa")
          for what in ("kode_", "")),
        *(column(f"desil_{level}") for level in ("nasional", "provinsi", "kabupaten_kota")),
        column("pbi_nas"),
        column("pbi_pemda"),
        column("id_pelanggan_pln", "idpel"),
        column("status_kepemilikan_rumah", "status_bangunan", codes=_by_words("status_bangunan")),
        column("jenis_lantai_terluas", "jenis_lantai",
               codes=_by_words("jenis_lantai", "Keramik/granit/marmer/ubin/tegel/teraso")),
        column("luas_lantai", "luas_lantai"),
        column("jenis_dinding_terluas", "jenis_dinding", codes=_by_words("jenis_dinding")),
        column("jenis_atap_terluas", "jenis_atap", codes=_by_words("jenis_atap", "Asbes/seng")),
        column("sumber_air_minum_utama", "sumber_air", codes=_by_words("sumber_air", "Air kemasan/isi ulang")),
        column("sumber_penerangan_utama", "sumber_penerangan", codes=_by_words("sumber_penerangan")),
        column("daya_terpasang", "daya_1", codes=_by_words("daya_1", "<= 900", "> 900")),
        column("bahan_bakar_utama_memasak", "bahan_bakar", codes=_by_words("bahan_bakar")),
        column("fasilitas_bab", "fasilitas_bab", codes=_by_words("fasilitas_bab")),
        column("jenis_kloset", "jenis_kloset", codes=_by_words("jenis_kloset")),
        column("pembuangan_akhir_tinja", "pembuangan_tinja",
               codes=_by_words("pembuangan_tinja", "Tanpa tangki septik")),
        column("kepemilikan_aset"),
        *_goods(("tabung_gas", "tabung_gas"), ("lemari_es", "kulkas"), ("ac", "ac"), ("pemanas_air", "pemanas_air"),
                ("telepon_rumah", "telepon"), ("tv_datar", "televisi"), ("emas_perhiasan", "emas"),
                ("komputer_laptop_tablet", "komputer"), ("sepeda_motor", "sepeda_motor"), ("sepeda", "sepeda"),
                ("mobil", "mobil"), ("perahu", "perahu"), ("kapal_perahu_motor", "perahu_motor"),
                ("smartphone", "smartphone")),
        column("aset_tidak_bergerak_lahan_lainnya", "lahan_lain", codes=_by_words("lahan_lain")),
        column("aset_tidak_bergerak_rumah_lainnya", "rumah_lain", codes=_by_words("rumah_lain")),
        column("ternak_sapi", "ternak_sapi"),
        column("ternak_kerbau", "ternak_kerbau"),
        column("ternak_kuda", "ternak_kuda"),
        column("ternak_babi", "ternak_babi"),
        column("ternak_kambing_domba", "ternak_kambing"),
    ),
    must=("nomor_kartu_keluarga", "nama_kepala_keluarga"),
    family=("nomor_kartu_keluarga",),
    prelist=True,
    people=False,
)  # fmt: skip

DTSEN_INDIVIDU = Kind(
    "dtsen_individu",
    "DTSEN individu",
    (
        column("nomor_induk_kependudukan", "nik"),
        column("nomor_kartu_keluarga", "nomor_kk"),
        column("nama", "nama"),
        column("tanggal_lahir", "tanggal_lahir"),
        column("usia", "umur"),
        column("jenis_kelamin", "jenis_kelamin", codes=SEX),
        column("status_hubungan_keluarga", "hubungan", codes=RELATION_REGSOSEK),
        column("status_kawin", "status_kawin", codes=MARRIAGE),
        _person("partisipasi_sekolah", "partisipasi_sekolah"),
        _person("jenjang_tertinggi_yang_diduduki", "jenjang"),
        _person("kelas_tertinggi_yang_diduduki", "kelas"),
        _person("ijazah_tertinggi", "ijazah"),
        _person("status_bekerja", "bekerja"),
        _person("lapangan_usaha_pekerjaan_utama", "lapangan_usaha"),
        _person("status_dalam_pekerjaan_utama", "kedudukan"),
        _person("kepemilikan_usaha", "punya_usaha"),
        column("jumlah_usaha", "jumlah_usaha"),
        _person("lapangan_usaha_utama", "lapangan_usaha_utama"),
        column("pekerja_dibayar_usaha", "pekerja_dibayar"),
        column("pekerja_tidak_dibayar", "pekerja_tidak_dibayar"),
        _person("omzet_usaha_utama", "omzet"),
        column("pbi_nas"),
        column("pbi_pemda"),
        _person("kondisi_gizi", "gizi"),
        _person("penyakit_kronis", "penyakit"),
        _person("penglihatan", "penglihatan"),
        _person("pendengaran", "pendengaran"),
        _person("berjalan_atau_naik_tangga", "berjalan"),
        _person("menggunakan_tangan_jari", "tangan_jari"),
        _person("belajar_kemampuan_intelektual", "intelektual"),
        _person("pengendalian_perilaku", "perilaku"),
        _person("berbicara_komunikasi", "bicara"),
        _person("mengurus_diri", "urus_diri"),
        _person("mengingat_berkonsentrasi", "ingatan"),
        _person("kesedihan_depresi", "depresi"),
        *(column(f"{what}{level}_ktp") for level in ("provinsi", "kabupaten_kota", "kecamatan", "kelurahan_desa")
          for what in ("kode_", "")),
        *(column(f"{what}_ktp") for what in ("rt", "rw", "dusun", "alamat")),
    ),
    must=("nomor_induk_kependudukan", "nama", "status_hubungan_keluarga"),
    family=("nomor_kartu_keluarga",),
    prelist=True,
)  # fmt: skip

KINDS = (DTKS_23, DTSEN_KELUARGA, DTSEN_INDIVIDU)
