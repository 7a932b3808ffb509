"""Lines for the lists of families and of persons, filtered and sorted by SQL, ready to show."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from puskesos_desktop.store.cipher import Database

FAMILY_SORTS = (
    "kepala",
    "nomor_kk",
    "dusun",
    "rw",
    "rt",
    "alamat",
    "anggota",
    "ppks",
    "rtlh",
    "kosong",
    "dikunjungi",
    "diubah",
)
PERSON_SORTS = ("nama", "nik", "tanggal_lahir", "jenis_kelamin", "kepala", "rt", "rw", "dusun", "dikunjungi")


@dataclass(frozen=True)
class Filter:
    """What the lists are narrowed to; empty parts narrow nothing. `stale_before` is an ISO day."""

    dusun: str = ""
    rw: str = ""
    rt: str = ""
    rtlh: bool = False
    ppks: bool = False
    no_nik: bool = False
    incomplete: bool = False
    stale_before: str = ""
    families: frozenset[str] | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered at all."""
        return any(getattr(self, one.name) not in ("", False, None) for one in fields(self))


class FamilyLine(NamedTuple):
    """One family as a list shows it; days are ISO, `diubah` milliseconds since 1970."""

    id: str
    rid: int
    nomor_kk: str | None
    kepala: str | None
    dusun: str | None
    rw: str | None
    rt: str | None
    alamat: str | None
    anggota: int
    ppks: int
    tanpa_nik: int
    kosong: int
    rtlh: str
    air: str
    sanitasi: str
    listrik: str
    dikunjungi: str | None
    diubah: int


class PersonLine(NamedTuple):
    """One person as a list shows it."""

    id: str
    keluarga_id: str
    nama: str | None
    nik: str | None
    jenis_kelamin: int | None
    tanggal_lahir: str | None
    hubungan: int | None
    keberadaan: int | None
    kepala: str | None
    dusun: str | None
    rw: str | None
    rt: str | None
    dikunjungi: str | None


@dataclass(frozen=True)
class _Where:
    sql: str
    parameters: list[Any] = field(default_factory=list)


def families(
    db: Database, chosen: Filter = Filter(), sort: str = "kepala", *, descending: bool = False
) -> list[FamilyLine]:
    """All families that pass the filter, sorted by one of `FAMILY_SORTS`."""
    if sort not in FAMILY_SORTS:
        raise ValueError(f"families cannot be sorted by {sort}")
    where = _where(chosen)
    rows = db.conn.execute(
        f"SELECT r.* FROM ringkasan r WHERE {where.sql} ORDER BY {_order('r.' + sort, descending)}, r.rid",
        where.parameters,
    )
    return list(map(FamilyLine._make, rows))


def persons(
    db: Database, chosen: Filter = Filter(), sort: str = "nama", *, descending: bool = False
) -> list[PersonLine]:
    """All persons whose family passes the filter, sorted by one of `PERSON_SORTS`; the head's `hubungan` is 1."""
    if sort not in PERSON_SORTS:
        raise ValueError(f"persons cannot be sorted by {sort}")
    where = _where(chosen)
    column = f"a.{sort}" if sort in ("nama", "nik", "tanggal_lahir", "jenis_kelamin") else f"r.{sort}"
    extra = " AND a.nik IS NULL" if chosen.no_nik else ""
    rows = db.conn.execute(
        f"""SELECT a.id, a.keluarga_id, a.nama, a.nik, a.jenis_kelamin, a.tanggal_lahir,
            CASE WHEN k.kepala = a.id THEN 1 ELSE a.hubungan END, a.keberadaan,
            r.kepala, r.dusun, r.rw, r.rt, r.dikunjungi
            FROM anggota a LEFT JOIN ringkasan r ON r.id = a.keluarga_id LEFT JOIN keluarga k ON k.id = a.keluarga_id
            WHERE a.deleted = 0 AND {where.sql}{extra} ORDER BY {_order(column, descending)}, a.rid""",
        where.parameters,
    )
    return list(map(PersonLine._make, rows))


def _where(chosen: Filter) -> _Where:
    parts, parameters = ["1"], []
    for column in ("dusun", "rw", "rt"):
        if value := getattr(chosen, column):
            parts.append(f"r.{column} = ?")
            parameters.append(value)
    for wanted, sql in (
        (chosen.rtlh, "r.rtlh = 'RTLH'"),
        (chosen.ppks, "r.ppks > 0"),
        (chosen.no_nik, "r.tanpa_nik > 0"),
        (chosen.incomplete, "r.kosong > 0"),
    ):
        if wanted:
            parts.append(sql)
    if chosen.stale_before:
        parts.append("(r.dikunjungi IS NULL OR r.dikunjungi < ?)")
        parameters.append(chosen.stale_before)
    if chosen.families is not None:
        parts.append(f"r.id IN ({', '.join('?' * len(chosen.families))})")
        parameters += sorted(chosen.families)
    return _Where(" AND ".join(parts), parameters)


def _order(column: str, descending: bool) -> str:
    return f"{column} IS NULL, {column} {'DESC' if descending else 'ASC'}"
