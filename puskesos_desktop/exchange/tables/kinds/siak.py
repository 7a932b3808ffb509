"""Listings of the civil registry: the SIAK export and the three layouts of the village register (BIP)."""

from __future__ import annotations

import re

from puskesos_desktop.domain.household import Value
from puskesos_desktop.exchange.tables.damage import Certainty, mend_date
from puskesos_desktop.exchange.tables.kinds.kind import Answers, Codes, Column, Kind, Look, column, question
from puskesos_desktop.exchange.tables.kinds.opensid import PRESENCE
from puskesos_desktop.exchange.tables.kinds.words import MARRIAGE, RELATION, SCHOOLING, SEX, told

_KEPT: Codes = told({})


def _born_in(header: str, *other: str) -> Column:
    """Place of birth with the day in the next column, or both in one cell."""
    return column(header, "tempat_lahir", *other, then="tanggal_lahir")


def split_birth(person: Answers, look: Look) -> None:
    """Place and day of birth out of one cell: "TEGAL, 31-12-1990"."""
    place: Value = person.get("tempat_lahir")
    if (
        person.get("tanggal_lahir") is None
        and isinstance(place, str)
        and (found := re.fullmatch(r"(.*?),\s*(.+)", place))
    ):
        day = mend_date(found[2])
        if day.value is not None and day.state is Certainty.SOUND and not question("tanggal_lahir").problem(day.value):
            person["tempat_lahir"], person["tanggal_lahir"] = found[1] or None, day.value


SIAK = Kind(
    "siak",
    "Ekspor SIAK",
    (
        column("Nomor KK", "nomor_kk"),
        column("NIK", "nik"),
        column("Nama Penduduk", "nama"),
        column("Status", "keberadaan", codes=Codes({**PRESENCE.ours, "aktif": 1}, {}, PRESENCE.doubts)),
        column("Tempat Lahir", "tempat_lahir"),
        column("Tanggal Lahir", "tanggal_lahir"),
        column("Kelamin", "jenis_kelamin", codes=SEX),
        column("NIK Ayah"),
        column("Ayah"),
        column("NIK Ibu"),
        column("Ibu", "nama_ibu"),
        column("Status Kawin", "status_kawin", codes=MARRIAGE),
        column("SHDK", "hubungan", codes=RELATION),
        column("Agama"),
        column("Kecamatan"),
        column("Desa/Kel"),
        column("Alamat", "alamat"),
        column("RW", "rw"),
        column("RT", "rt"),
        column("Pendidikan", "ijazah", codes=SCHOOLING),
        column("Pekerjaan", codes=_KEPT, says=True),
        column("Deskripsi Pekerjaan"),
        column("Gol. Darah"),
        column("Cacat"),
        column("Cetak KTP"),
        column("Ganti KTP"),
        column("KTP Berakhir"),
        column("Nomor Paspor"),
        column("Nomor Akta Lahir"),
        column("Nomor Akta Kawin"),
        column("Tanggal Kwn"),
        column("Nomor Akta Cerai"),
        column("Tgl Cerai"),
        column("Petugas Registrasi"),
        column("Tgl Ubah"),
        column("Petugas Entri"),
        column("Tgl Entri"),
    ),
    must=("Nomor KK", "NIK", "Nama Penduduk", "SHDK"),
    family=("Nomor KK",),
)

BIP_2012 = Kind(
    "bip_2012",
    "Buku induk penduduk 2012",
    (
        column("NO"),
        column("NIK", "nik"),
        column("NAMA", "nama"),
        column("JK", "jenis_kelamin", codes=SEX),
        column("TMPT LHR", "tempat_lahir"),
        column("TGL LHR", "tanggal_lahir"),
        column("KTPEL"),
        column("AGAMA"),
        column("STATUS", "status_kawin", codes=MARRIAGE),
        column("HUB. KEL", "hubungan", codes=RELATION),
        column("PENDIDIKAN", "ijazah", codes=SCHOOLING),
        column("PEKERJAAN", codes=_KEPT, says=True),
        column("NAMA IBU", "nama_ibu"),
        column("NAMA AYAH"),
        column("NO.AKTE LAHIR"),
    ),
    must=("NIK", "NAMA", "TMPT LHR", "HUB. KEL"),
    blocks=True,
)

BIP_2016 = Kind(
    "bip_2016",
    "Buku induk penduduk 2016",
    (
        column("No"),
        column("Nama Lengkap", "nama"),
        column("NIK", "nik"),
        _born_in("Tempat dan Tanggal Lahir"),
        column("JK", "jenis_kelamin", codes=SEX),
        column("SHDK", "hubungan", codes=RELATION),
        column("Agama"),
        column("Pendidikan", "ijazah", codes=SCHOOLING),
        column("Pekerjaan", codes=_KEPT, says=True),
        column("Nama Orang Tua Kandung", "nama_ibu", "Ibu", "Nama Ibu"),
        column("Ayah", "", "Nama Ayah"),
    ),
    must=("Nama Lengkap", "NIK", "SHDK", "Pendidikan"),
    blocks=True,
    finish_person=split_birth,
)

BIP_EKTP = Kind(
    "bip_ektp",
    "Buku induk penduduk KTP-el",
    (
        column("NO"),
        column("Nama Lengkap", "nama"),
        column("NIK", "nik"),
        _born_in("Tempat dan Tanggal Lahir"),
        column("JK", "jenis_kelamin", codes=SEX),
        column("Stat Kwn", "status_kawin", codes=MARRIAGE),
        column("Gol. Drh"),
        column("SHDK", "hubungan", codes=RELATION),
        column("Agama"),
        column("Pendidikan Terakhir", "ijazah", codes=SCHOOLING),
        column("No Akta Lahir"),
        column("Pekerjaan", codes=_KEPT, says=True),
        column("Nama Ibu", "nama_ibu"),
        column("Nama Ayah"),
        column("Wjb KTP"),
        column("KTP-eL"),
        column("Status"),
        column("Stat Rkm"),
    ),
    must=("Nama Lengkap", "NIK", "Wjb KTP", "KTP-eL"),
    blocks=True,
    finish_person=split_birth,
)

KINDS = (SIAK, BIP_2012, BIP_2016, BIP_EKTP)
