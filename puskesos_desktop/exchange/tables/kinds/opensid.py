"""OpenSID: the 43 columns of its population file, and its lists of households, aid and supplements."""

from __future__ import annotations

from puskesos_desktop.exchange.tables.kinds.kind import Answers, Codes, Kind, Look, column, question
from puskesos_desktop.exchange.tables.kinds.words import MARRIAGE, SCHOOLING, SEX, opensid, told
from puskesos_desktop.exchange.tables.sheets import shown

_WHERE = "Di OpenSID statusnya {}; tentukan keberadaannya sekarang."

RELATION = opensid(
    "kk_level", {1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 6, 9: 8, 10: 7, 11: 8}, {"Isteri": 3, "Orang Tua": 7}
)

_STATUS = opensid(
    "status_dasar",
    {1: 1, 2: 2},
    {"TETAP": 1},
    {
        3: _WHERE.format("PINDAH"),
        4: _WHERE.format("HILANG"),
        6: _WHERE.format("PERGI"),
        9: _WHERE.format("TIDAK VALID"),
    },
)
PRESENCE = Codes(
    {**_STATUS.ours, "pindahdalamnegeri": 3, "pindahluarnegeri": 4},
    _STATUS.words,
    {**_STATUS.doubts, "tidaktetap": _WHERE.format("TIDAK TETAP (ekspor lama menulisnya untuk orang mati)")},
)
"""Question 404 out of the basic status; its text export writes TETAP for living people (a known mistake there)."""

_ATTENDING = opensid(
    "pendidikan_sedang_id",
    {1: 1, 3: 1, **dict.fromkeys((4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), 2), 5: 3},
)
_INSURANCE = opensid("id_asuransi", {1: 0, 2: 1}, {"Tidak Punya": 1, "Belum Punya": 1})
_PREGNANT = opensid("hamil", {1: 1, 2: 2})
_NEVER_AT_SCHOOL = frozenset({"1", "tidakbelumsekolah", "tidakblmsekolah"})


def finish_person(person: Answers, look: Look) -> None:
    """What several cells say together: school never visited, and that only women are pregnant."""
    level = shown(look("pendidikan_kk_id")).casefold()
    if person.get("partisipasi_sekolah") is None and "".join(filter(str.isalnum, level)) in _NEVER_AT_SCHOOL:
        person["partisipasi_sekolah"] = 1
    if person.get("jenis_kelamin") == 1:
        person.pop("hamil", None)


def finish_family(home: Answers, look: Look) -> None:
    """The point on the map out of two columns; the hamlet without the word for it."""
    latitude, longitude = (shown(look(key)).replace(",", ".") for key in ("lat", "lng"))
    point = question("koordinat").parse(f"{latitude},{longitude}") if latitude and longitude else None
    if isinstance(point, str) and question("koordinat").problem(point) is None:
        home["koordinat"] = point
    dusun = home.get("dusun")
    if isinstance(dusun, str):
        words = dusun.replace("_", " ").split()
        home["dusun"] = " ".join(words[1:] if words[:1] and words[0].upper() == "DUSUN" and words[1:] else words)


PENDUDUK = Kind(
    "opensid_penduduk",
    "Data penduduk OpenSID",
    (
        column("alamat", "alamat"),
        column("dusun", "dusun"),
        column("rw", "rw"),
        column("rt", "rt"),
        column("nama", "nama"),
        column("no_kk", "nomor_kk"),
        column("nik", "nik"),
        column("sex", "jenis_kelamin", codes=SEX),
        column("tempatlahir", "tempat_lahir"),
        column("tanggallahir", "tanggal_lahir"),
        column("agama_id"),
        column("pendidikan_kk_id", "ijazah", codes=SCHOOLING),
        column("pendidikan_sedang_id", "partisipasi_sekolah", codes=_ATTENDING),
        column("pekerjaan_id", codes=opensid("pekerjaan_id", {}), says=True),
        column("status_kawin", "status_kawin", codes=MARRIAGE),
        column("kk_level", "hubungan", codes=RELATION),
        column("warganegara_id"),
        column("ayah_nik"),
        column("nama_ayah"),
        column("ibu_nik"),
        column("nama_ibu", "nama_ibu"),
        column("golongan_darah_id"),
        column("akta_lahir"),
        column("dokumen_pasport"),
        column("tanggal_akhir_paspor"),
        column("dokumen_kitas"),
        column("akta_perkawinan"),
        column("tanggalperkawinan"),
        column("akta_perceraian"),
        column("tanggalperceraian"),
        column("cacat_id", codes=opensid("cacat_id", {}), says=True),
        column("cara_kb_id"),
        column("hamil", "hamil", codes=_PREGNANT),
        column("ktp_el"),
        column("status_rekam"),
        column("alamat_sekarang"),
        column("status_dasar", "keberadaan", codes=PRESENCE),
        column("suku"),
        column("tag_id_card"),
        column("id_asuransi", "jamkes", "asuransi", codes=_INSURANCE),
        column("no_asuransi"),
        column("lat"),
        column("lng"),
    ),
    must=("nik", "nama", "no_kk"),
    exact=("no_kk",),
    family=("no_kk",),
    looks=("lat", "lng"),
    finish_family=finish_family,
    finish_person=finish_person,
)

RTM = Kind(
    "opensid_rtm",
    "Rumah tangga OpenSID",
    (
        column("NIK", "nik"),
        column("NOMOR RUMAH TANGGA"),
        column("STATUS HUBUNGAN DALAM RUMAH TANGGA"),
    ),
    must=("NIK", "NOMOR RUMAH TANGGA"),
    family=("NOMOR RUMAH TANGGA",),
    prelist=True,
    named=False,
)

BANTUAN = Kind(
    "opensid_bantuan",
    "Peserta bantuan OpenSID",
    (
        column("Peserta"),
        column("No. Peserta", "", "Nomor Peserta", "No Kartu"),
        column("NIK", "nik"),
        column("Nama", "nama"),
        column("Tempat Lahir", "tempat_lahir"),
        column("Tanggal Lahir", "tanggal_lahir"),
        column("Alamat"),
    ),
    must=("Peserta", "No. Peserta", "NIK"),
    prelist=True,
    named=False,
)

SUPLEMEN = Kind(
    "opensid_suplemen",
    "Data suplemen OpenSID",
    (column("Peserta", "nik"), column("Keterangan", codes=told({}), says=True)),
    must=("Peserta", "Keterangan"),
    prelist=True,
    named=False,
    remark="Nomor peserta dapat berupa NIK atau nomor KK, sesuai sasaran daftarnya di OpenSID.",
)

KINDS = (PENDUDUK, RTM, BANTUAN, SUPLEMEN)
