"""Lines for the lists of families, persons, PPKS cases and houses, filtered and sorted by SQL, ready to show."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any, NamedTuple

from puskesos_desktop.domain import indicators
from puskesos_desktop.domain.codes.ppks import JENIS_PPKS, SENSITIVE
from puskesos_desktop.domain.household import BANGUNAN, KELUARGA, Record
from puskesos_desktop.domain.indicators import Finding
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.tables import projection, summaries

STALE_DAYS = 183
VERY_STALE_DAYS = 365
UNPLACED = "\0"
"""As a place in a filter: where none is known."""
OPEN_KINDS = tuple(sorted(set(JENIS_PPKS.items) - SENSITIVE))
"""Kinds of PPKS that may stand in a list."""

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
CASE_SORTS = ("nama", "jenis", "status", "tanggal_ditemukan", "kepala", "rt", "rw", "dusun")
HOUSE_SORTS = ("alamat", "keluarga", "anggota", "rtlh", "rt", "rw", "dusun")

PRESENT_PERSON = "a.deleted = 0 AND ifnull(a.keberadaan, 1) IN (1, 5)"
CONDITIONS = {
    "present": "r.anggota > 0",
    "rtlh": "r.rtlh = 'RTLH'",
    "unrated": "r.rtlh = 'perlu data'",
    "ppks": "r.ppks > 0",
    "no_nik": "r.tanpa_nik > 0",
    "incomplete": "r.kosong > 0",
    "no_latrine": "r.rid IN (SELECT rid FROM keluarga WHERE fasilitas_bab BETWEEN 2 AND 6)",
    "no_power": "r.listrik = 'bukan listrik'",
    "bad_water": "r.air = 'tidak layak'",
    "stale_before": "(r.dikunjungi IS NULL OR r.dikunjungi < ?)",
}
"""What each part of a filter asks of a line of `ringkasan` (as r); counts of the village ask the same."""
OPEN_CASE = "ifnull(p.status, 0) NOT IN (5, 6)"
PRESENT_CASE = f"CASE WHEN p.anggota_id IS NULL THEN r.anggota > 0 ELSE r.id IS NOT NULL AND {PRESENT_PERSON} END"


@dataclass(frozen=True)
class Filter:
    """What the lists are narrowed to; empty parts narrow nothing. `stale_before` is an ISO day.

    `present`: families and houses with somebody living there, persons who do, cases of such. `case` and `case_status`
    are codes of a PPKS record and `open_cases` leaves out the closed ones; `shared` are houses of several families.
    """

    dusun: str = ""
    rw: str = ""
    rt: str = ""
    present: bool = False
    rtlh: bool = False
    ppks: bool = False
    no_nik: bool = False
    incomplete: bool = False
    no_latrine: bool = False
    no_power: bool = False
    bad_water: bool = False
    unrated: bool = False
    shared: bool = False
    open_cases: bool = False
    case: int = 0
    case_status: int = 0
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


class CaseLine(NamedTuple):
    """One PPKS case of a kind that is not confidential; without `nama` it is the whole family's."""

    id: str
    keluarga_id: str | None
    nama: str | None
    jenis: int
    status: int | None
    kebutuhan: int | None
    tanggal_ditemukan: str | None
    kepala: str | None
    dusun: str | None
    rw: str | None
    rt: str | None


class HouseLine(NamedTuple):
    """One house; `anggota` are the people living there, `rtlh` is its class, empty where no family is recorded."""

    id: str
    rid: int
    nomor_bangunan: str | None
    alamat: str | None
    dusun: str | None
    rw: str | None
    rt: str | None
    keluarga: int
    anggota: int
    rtlh: str
    heads: str

    @property
    def families(self) -> list[tuple[str, str]]:
        """Id and head of each family, the oldest record first."""
        return [(family, head or "(tanpa kepala)") for _, family, head in sorted(json.loads(self.heads))]


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
    where = _where(chosen, f"r.id IS NOT NULL AND {PRESENT_PERSON}")
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


def cases(db: Database, chosen: Filter = Filter(), sort: str = "nama", *, descending: bool = False) -> list[CaseLine]:
    """All PPKS cases that pass the filter, sorted by one of `CASE_SORTS`; confidential kinds are never among them."""
    if sort not in CASE_SORTS:
        raise ValueError(f"cases cannot be sorted by {sort}")
    where = _where(chosen, PRESENT_CASE)
    source = {"nama": "ifnull(a.nama, r.kepala)", "kepala": "r.kepala", "rt": "r.rt", "rw": "r.rw", "dusun": "r.dusun"}
    rows = db.conn.execute(
        f"""SELECT p.id, p.keluarga_id, a.nama, p.jenis, p.status, p.kebutuhan, p.tanggal_ditemukan,
            r.kepala, r.dusun, r.rw, r.rt
            FROM {CASES} WHERE p.deleted = 0 AND p.jenis IN {OPEN_KINDS} AND {where.sql}
            ORDER BY {_order(source.get(sort, "p." + sort), descending)}, p.rid""",
        where.parameters,
    )
    return list(map(CaseLine._make, rows))


def houses(
    db: Database, chosen: Filter = Filter(), sort: str = "alamat", *, descending: bool = False
) -> list[HouseLine]:
    """All houses that pass the filter, sorted by one of `HOUSE_SORTS`."""
    if sort not in HOUSE_SORTS:
        raise ValueError(f"houses cannot be sorted by {sort}")
    where = _where(chosen)
    rows = db.conn.execute(
        f"SELECT r.* FROM ({_HOUSES}) r WHERE {where.sql} ORDER BY {_order('r.' + sort, descending)}, r.rid",
        where.parameters,
    )
    return list(map(HouseLine._make, rows))


def house_findings(db: Database, lines: Iterable[HouseLine]) -> dict[str, Finding]:
    """Why each of these houses is in its class: the criteria that fired, or what must be known first."""
    connection = db.conn
    thresholds = summaries.village_thresholds(connection)
    people = {line.id: line.anggota for line in lines}
    ids = (canonical(list(people)),)
    listed = "IN (SELECT value FROM json_each(?))"
    living: dict[str, list[Record]] = {}
    for family in projection.read(connection, KELUARGA, f"bangunan_id {listed} ORDER BY rid", ids):
        living.setdefault(family.text("bangunan_id"), []).append(family)
    return {
        house.id: indicators.rtlh(
            house.answers, [family.answers for family in living.get(house.id, ())], people[house.id], thresholds
        )
        for house in projection.read(connection, BANGUNAN, f"id {listed}", ids)
    }


def stale_before(today: date, days: int = STALE_DAYS) -> str:
    """The day before which a visit is too long ago (six months; with `VERY_STALE_DAYS` twelve), ISO."""
    return (today - timedelta(days=days)).isoformat()


def _where(chosen: Filter, present: str = CONDITIONS["present"]) -> _Where:
    parts, parameters = ["1"], []
    for column in ("dusun", "rw", "rt"):
        if (value := getattr(chosen, column)) == UNPLACED:
            parts.append(f"ifnull(r.{column}, '') = ''")
        elif value:
            parts.append(f"r.{column} = ?")
            parameters.append(value)
    conditions = {**CONDITIONS, "present": present, "shared": "r.keluarga > 1", "open_cases": OPEN_CASE}
    for name, sql in (*conditions.items(), ("case", "p.jenis = ?"), ("case_status", "p.status = ?")):
        if value := getattr(chosen, name):
            parts.append(sql)
            parameters += [value] * sql.count("?")
    if chosen.families is not None:
        parts.append(f"r.id IN ({', '.join('?' * len(chosen.families))})")
        parameters += sorted(chosen.families)
    return _Where(" AND ".join(parts), parameters)


def _order(column: str, descending: bool) -> str:
    return f"{column} IS NULL, {column} {'DESC' if descending else 'ASC'}"


CASES = """ppks p LEFT JOIN ringkasan r ON r.id = p.keluarga_id
    LEFT JOIN anggota a ON a.id = p.anggota_id AND a.deleted = 0"""
"""Cases (p) with their family's line (r) and their person (a)."""
_HOUSES = """SELECT b.id, b.rid, b.nomor_bangunan, b.alamat, b.dusun, b.rw, b.rt, count(f.rid) AS keluarga,
    ifnull(sum(f.anggota), 0) AS anggota, ifnull(max(f.rtlh), '') AS rtlh,
    json_group_array(json_array(f.rid, f.id, f.kepala)) FILTER (WHERE f.id IS NOT NULL) AS heads
    FROM bangunan b LEFT JOIN (keluarga k JOIN ringkasan f ON f.rid = k.rid) ON k.bangunan_id = b.id
    WHERE b.deleted = 0 GROUP BY b.rid"""
