"""Every kind of file by name, and a kind made on the spot from a mapping the operator chose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from puskesos_desktop.exchange.tables.kinds import bdt, dtks, opensid, regsosek, siak
from puskesos_desktop.exchange.tables.kinds.kind import Codes, Column, Kind, squeeze
from puskesos_desktop.exchange.tables.kinds.words import MARRIAGE, RELATION_REGSOSEK, SEX

KINDS: tuple[Kind, ...] = (*opensid.KINDS, *regsosek.KINDS, *bdt.KINDS, *dtks.KINDS, *siak.KINDS)
OTHER = "lain"
_GENEROUS: Mapping[str, Codes] = {"jenis_kelamin": SEX, "status_kawin": MARRIAGE, "hubungan": RELATION_REGSOSEK}
_TEACHERS = (opensid.PENDUDUK, siak.SIAK, siak.BIP_2016, siak.BIP_2012, dtks.DTKS_23, dtks.DTSEN_INDIVIDU)
_OFTEN = {
    "nama": "Nama Anggota Keluarga, Nama ART, Nama Warga, Nama Penerima, Nama KPM, Nama Jiwa",
    "nik": "No NIK, NIK KTP, No. KTP, Nomor KTP, Nomor Induk Kependudukan",
    "nomor_kk": "No Kartu Keluarga, Nomor Kartu Keluarga, KK, No. KK",
    "jenis_kelamin": "L/P, LP, Kelamin, Gender, Jns Kelamin",
    "tanggal_lahir": "Tgl Lahir, Tgl. Lhr, Lahir",
    "tempat_lahir": "Tmp Lahir, Tempat Lhr",
    "hubungan": "Hub, Hubungan, Hubungan dengan KK, Status Hubungan, Status dalam Keluarga",
    "umur": "Umur, Usia",
    "dusun": "Dukuh, Dusun/Dukuh, Nama Dusun",
    "status_kawin": "Status Perkawinan, Status Nikah",
    "telepon": "No HP, Nomor HP, Telepon, No Telepon",
    "nama_ibu": "Ibu Kandung, Nama Ibu Kandung",
}


def fingerprint(headers: Iterable[str]) -> str:
    """Names a set of headers whatever their order, case and spacing: a mapping is remembered under it."""
    words = sorted({squeeze(one) for one in headers} - {""})
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def suggested(headers: Iterable[str]) -> dict[str, str]:
    """For each header of an unknown table the question it most likely answers; headers nobody knows are left out.

    A question is suggested once, for the first header that fits.
    """
    found: dict[str, str] = {}
    for one in headers:
        key = _known().get(squeeze(one))
        if key and key not in found.values():
            found[one] = key
    return found


def mapped(mapping: Mapping[str, str], *, prelist: bool = False) -> Kind:
    """A kind for an unknown table out of the operator's choice, header to key of a question; `KeyError` never comes.

    Words of sex, marriage and relation are understood as people write them, other codes as on our form.
    """
    columns = tuple(Column(one, key, codes=_GENEROUS.get(key)) for one, key in mapping.items())
    family = tuple(one for one, key in mapping.items() if key == "nomor_kk")
    named = "nama" in mapping.values()
    people = named or "nik" in mapping.values()
    return Kind(OTHER, "Tabel lain", columns, tuple(mapping), (), family, prelist, people=people, named=named)


def _known() -> dict[str, str]:
    known = {spelling: one.to for kind in reversed(_TEACHERS) for spelling, one in kind.by_spelling.items() if one.to}
    return known | {squeeze(word): key for key, words in _OFTEN.items() for word in words.split(", ")}
