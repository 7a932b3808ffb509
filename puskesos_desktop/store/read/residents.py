"""Everybody registered as the descriptions that finding the same person twice needs, and who changed since."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA
from puskesos_desktop.domain.matching.description import Description
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.tables import duplicates

Vector = Mapping[str, int]
"""How far the chain of each device was read."""


class Line(NamedTuple):
    """One person as they are told beside others; `leads` is the person's own id when they are the family's head."""

    id: str
    family: str
    name: str
    born: str
    head: str
    rt: str
    rw: str
    leads: str


def descriptions(db: Database, persons: Collection[str] | None = None) -> Iterator[Description]:
    """Everybody who is live, or of these persons those who are, with their family's card and place."""
    where = "" if persons is None else "AND a.id IN (SELECT value FROM json_each(?))"
    rows = db.conn.execute(f"{_DESCRIBED} {where}", () if persons is None else (canonical(sorted(persons)),))
    for person, sex, *texts in rows:
        name, nik, born, mother, card, street, rt, rw, dusun = (text or "" for text in texts)
        yield Description(
            id=person, nama=name, nik=nik, tanggal_lahir=born, jenis_kelamin=sex, nama_ibu=mother, nomor_kk=card,
            alamat=street, rt=rt, rw=rw, dusun=dusun,
        )  # fmt: skip


def lines(db: Database, persons: Collection[str]) -> dict[str, Line]:
    """These persons by their id, the live ones."""
    rows = db.conn.execute(_LINES, (canonical(sorted(persons)),))
    return {row[0]: Line(*(text or "" for text in row)) for row in rows}


def vector(db: Database) -> Vector:
    """How far every chain is now."""
    return dict(db.conn.execute("SELECT device, sequence FROM peer").fetchall())


def touched_since(db: Database, since: Vector, now: Vector) -> set[str]:
    """Persons whose description may have changed between two moments, also those who are gone."""
    found: dict[str, set[str]] = {ANGGOTA: set(), KELUARGA: set(), BANGUNAN: set()}
    for device, last in now.items():
        rows = db.conn.execute(_TOUCHED, (device, since.get(device, 0), last))
        for kind, record in rows:
            if kind in found:
                found[kind].add(record)
    kept = duplicates.load(db.conn)
    for kind in (KELUARGA, BANGUNAN):
        found[kind] |= {kept.of(kind, record) for record in found[kind]}
    rows = db.conn.execute(_LIVING_THERE, (canonical(sorted(found[KELUARGA])), canonical(sorted(found[BANGUNAN]))))
    return found[ANGGOTA] | {row[0] for row in rows}


_DESCRIBED = """SELECT a.id, a.jenis_kelamin, a.nama, a.nik, a.tanggal_lahir, a.nama_ibu, r.nomor_kk, r.alamat, r.rt,
    r.rw, r.dusun FROM anggota a LEFT JOIN ringkasan r ON r.id = a.keluarga_id WHERE a.deleted = 0"""
_LINES = """SELECT a.id, a.keluarga_id, a.nama, a.tanggal_lahir, r.kepala, r.rt, r.rw, k.kepala
    FROM anggota a LEFT JOIN ringkasan r ON r.id = a.keluarga_id
    LEFT JOIN keluarga k ON k.id = a.keluarga_id AND k.kepala = a.id
    WHERE a.deleted = 0 AND a.id IN (SELECT value FROM json_each(?))"""
_TOUCHED = """SELECT DISTINCT json_extract(header, '$.kind'), record FROM op
    WHERE device = ? AND sequence > ? AND sequence <= ?"""
_LIVING_THERE = """SELECT id FROM anggota WHERE keluarga_id IN (
    SELECT value FROM json_each(?1)
    UNION SELECT id FROM keluarga WHERE bangunan_id IN (SELECT value FROM json_each(?2)))"""
