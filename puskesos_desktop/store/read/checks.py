"""What is odd between the records of a village, as queries with the same answer on every laptop; nothing is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA
from puskesos_desktop.store.file.connection import Connection, Database
from puskesos_desktop.store.tables import duplicates


class Odd(NamedTuple):
    """One record that is odd: whose family, what it is called, where, and the answers that made it so, as text.

    `other` is a second record of the same kind that is part of it, `about` what a sentence needs beside.
    """

    kind: str
    record: str
    family: str
    name: str
    rt: str
    rw: str
    about: str
    looked_at: str
    other: str = ""


def shared_niks(db: Database) -> list[Odd]:
    """A NIK that several live persons have: the first of them, `about` who the others are."""
    return _grouped(ANGGOTA, db.conn.execute(_SHARED_NIKS).fetchall())


def shared_cards(db: Database) -> list[Odd]:
    """A KK number that several live families have."""
    return _grouped(KELUARGA, db.conn.execute(_SHARED_CARDS).fetchall())


def headless(db: Database) -> list[Odd]:
    """Families with somebody living there and no head, or a head who died (`about` is then the name)."""
    return _odd(db, KELUARGA, _HEADLESS)


def orphans(db: Database) -> list[Odd]:
    """Live persons whose family is deleted or unknown; `family` is that family, `about` "ada" when it can come back."""
    return _odd(db, ANGGOTA, _ORPHANS)


def homeless(db: Database) -> list[Odd]:
    """Live families whose house is deleted (`about` is the house) or unknown."""
    return _odd(db, KELUARGA, _HOMELESS)


def empty_families(db: Database) -> list[Odd]:
    """Live families without any member."""
    return _odd(db, KELUARGA, _EMPTY)


def without_nik(db: Database) -> list[Odd]:
    """Persons living here without a NIK."""
    return _odd(db, ANGGOTA, _WITHOUT_NIK)


def stale(db: Database, before: str) -> list[Odd]:
    """Families not visited since that ISO day; `about` is the last visit."""
    return _odd(db, KELUARGA, _STALE, before)


def incomplete(db: Database) -> list[Odd]:
    """Families with open questions; `about` is how many."""
    return _odd(db, KELUARGA, _INCOMPLETE)


def lost_duplicates(db: Database) -> list[Odd]:
    """Duplicates of a record that is deleted or unknown: neither of the two is shown anywhere."""
    kept = duplicates.load(db.conn)
    found = []
    for kind, record in db.conn.execute("SELECT kind, record FROM ganda ORDER BY 1, 2").fetchall():
        end = kept.of(kind, record)
        if kind in (ANGGOTA, KELUARGA, BANGUNAN) and end != record and not _live(db.conn, kind, end):
            found += _odd(db, kind, _LOST[kind], record, end)
    return found


def doubted_duplicates(db: Database) -> list[Odd]:
    """Duplicates that somebody changed, or merged elsewhere, without knowing; `about` is "lain" for the second."""
    rows = db.conn.execute("SELECT kind, record, heads FROM conflict WHERE field = '_dup' ORDER BY 1, 2").fetchall()
    found = []
    for kind, record, heads in rows:
        if kind in _LOST:
            kept = {value for value in json.loads(heads).values() if value is not None}
            about = "lain" if len(kept) > 1 else ""
            found += [odd._replace(about=about) for odd in _odd(db, kind, _LOST[kind], record, heads)]
    return found


def quiet(db: Database) -> set[tuple[str, str, str]]:
    """(check, record, trace) of everything a person found right."""
    rows = db.conn.execute("SELECT pemeriksaan, catatan, jejak FROM periksa_selesai WHERE deleted = 0")
    return {(check or "", record or "", trace or "") for check, record, trace in rows}


def settled(connection: Connection, check: str, record: str) -> str:
    """The record that says a person looked at this; empty when there is none."""
    row = connection.execute(
        "SELECT id FROM periksa_selesai WHERE pemeriksaan = ? AND catatan = ? AND deleted = 0 ORDER BY rid LIMIT 1",
        (check, record),
    ).fetchone()
    return str(row[0]) if row else ""


def _odd(db: Database, kind: str, sql: str, *given: str) -> list[Odd]:
    return [Odd(kind, *(str(value or "") for value in row)) for row in db.conn.execute(sql, given)]


def _live(connection: Connection, kind: str, record: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {kind} WHERE id = ? AND deleted = 0", (record,)).fetchone() is not None


def _grouped(kind: str, rows: list[tuple[str | None, ...]]) -> list[Odd]:
    """One line for each number; rows are (number, record, family, name, rt, rw), those of a number together."""
    groups: dict[str, list[tuple[str, ...]]] = {}
    for number, *row in rows:
        groups.setdefault(str(number), []).append(tuple(value or "" for value in row))
    return list(_lines(kind, groups))


def _lines(kind: str, groups: dict[str, list[tuple[str, ...]]]) -> Iterator[Odd]:
    for number, members in groups.items():
        if len(members) < 2:
            continue
        first, second, *_ = members
        others = ", ".join(f"{name or 'tanpa nama'} (RT {rt or '–'})" for _, _, name, rt, _ in members[1:])
        record, family, name, rt, rw = first
        looked_at = " ".join((number, *sorted(member[0] for member in members)))
        yield Odd(kind, record, family, name, rt, rw, others, looked_at, second[0] if len(members) == 2 else "")


_LIVING = "ifnull(a.keberadaan, 1) IN (1, 5)"
_SHARED_NIKS = """SELECT a.nik, a.id, a.keluarga_id, a.nama, r.rt, r.rw
    FROM anggota a LEFT JOIN ringkasan r ON r.id = a.keluarga_id
    WHERE a.deleted = 0 AND a.nik IN (SELECT nik FROM anggota WHERE nik IS NOT NULL GROUP BY nik
        HAVING count(*) > 1) ORDER BY a.nik, a.id"""
_SHARED_CARDS = """SELECT r.nomor_kk, r.id, r.id, 'keluarga ' || ifnull(r.kepala, 'tanpa kepala'), r.rt, r.rw
    FROM ringkasan r WHERE r.nomor_kk IN (SELECT nomor_kk FROM ringkasan WHERE nomor_kk IS NOT NULL
        GROUP BY nomor_kk HAVING count(*) > 1) ORDER BY r.nomor_kk, r.id"""
_FIRST = "(SELECT f.nama FROM anggota f WHERE f.keluarga_id = r.id AND f.deleted = 0 ORDER BY f.nomor_urut, f.rid)"
_NAMED = f"'keluarga ' || ifnull(ifnull(r.kepala, {_FIRST}), 'tanpa nama')"
_HEADLESS = f"""SELECT r.id, r.id, {_NAMED}, r.rt, r.rw, h.nama,
    ifnull(k.kepala, '') || ' ' || ifnull(h.keberadaan, '') || ' ' || r.anggota
    FROM ringkasan r JOIN keluarga k ON k.rid = r.rid
    LEFT JOIN anggota h ON h.id = k.kepala AND h.keluarga_id = k.id AND h.deleted = 0
    WHERE r.anggota > 0 AND (h.id IS NULL OR h.keberadaan = 2)
        AND (r.kepala IS NULL OR r.id IN (SELECT keluarga_id FROM anggota WHERE keberadaan = 2)) ORDER BY r.rid"""
_ORPHANS = """SELECT a.id, a.keluarga_id, a.nama, '', '', CASE WHEN k.id IS NULL THEN '' ELSE 'ada' END, a.keluarga_id
    FROM anggota a LEFT JOIN keluarga k ON k.id = a.keluarga_id
    WHERE a.deleted = 0 AND (a.keluarga_id IS NULL OR a.keluarga_id IN (
        SELECT keluarga_id FROM anggota EXCEPT SELECT id FROM ringkasan)) ORDER BY a.rid"""
_HOMELESS = f"""SELECT r.id, r.id, {_NAMED}, r.rt, r.rw, b.id, k.bangunan_id
    FROM keluarga k JOIN ringkasan r ON r.rid = k.rid LEFT JOIN bangunan b ON b.id = k.bangunan_id
    WHERE k.bangunan_id IS NULL OR k.bangunan_id IN (
        SELECT bangunan_id FROM keluarga EXCEPT SELECT id FROM bangunan
        UNION SELECT id FROM bangunan WHERE deleted <> 0) ORDER BY r.rid"""
_EMPTY = f"""SELECT r.id, r.id, {_NAMED}, r.rt, r.rw, '', ifnull(r.nomor_kk, '') FROM ringkasan r
    WHERE r.anggota = 0 AND NOT EXISTS (SELECT 1 FROM anggota a WHERE a.keluarga_id = r.id AND a.deleted = 0)
    ORDER BY r.rid"""
_WITHOUT_NIK = f"""SELECT a.id, a.keluarga_id, a.nama, r.rt, r.rw, '', ifnull(a.nama, '')
    FROM anggota a JOIN ringkasan r ON r.id = a.keluarga_id
    WHERE a.deleted = 0 AND a.nik IS NULL AND {_LIVING} ORDER BY r.dusun, r.rw, r.rt, a.nama, a.rid"""
_STALE = f"""SELECT r.id, r.id, {_NAMED}, r.rt, r.rw, r.dikunjungi, ifnull(r.dikunjungi, '') FROM ringkasan r
    WHERE r.anggota > 0 AND (r.dikunjungi IS NULL OR r.dikunjungi < ?) ORDER BY r.dikunjungi, r.rid"""
_INCOMPLETE = f"""SELECT r.id, r.id, {_NAMED}, r.rt, r.rw, r.kosong, r.kosong FROM ringkasan r
    WHERE r.anggota > 0 AND r.kosong > 0 ORDER BY r.kosong DESC, r.rid"""
_LOST = {
    kind: f"SELECT id, {family}, {name}, {place}, ?2, ?2 FROM {kind} WHERE id = ?1 AND deleted = 2"
    for kind, family, name, place in (
        (ANGGOTA, "keluarga_id", "nama", "'', ''"),
        (KELUARGA, "id", "'keluarga ' || ifnull(nomor_kk, '')", "'', ''"),
        (BANGUNAN, "''", "'rumah ' || ifnull(alamat, '')", "rt, rw"),
    )
}
