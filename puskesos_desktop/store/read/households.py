"""Reading households: one whole family for the editor, and lines for the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    DESIL,
    KELUARGA,
    KEPALA,
    KUNJUNGAN,
    PPKS,
    Household,
    Record,
    Value,
    is_present,
)
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.store.file.connection import Connection, Database
from puskesos_desktop.store.tables import projection


def load(db: Database, family_id: str) -> Household | None:
    """The family with its house, members in order, last visit, PPKS and desil; nothing if deleted or unknown.

    The head's `hubungan` (409) reads 1: the register `kepala` of the family says who it is.
    """
    connection = db.conn
    family = projection.one(connection, KELUARGA, family_id)
    if family is None:
        return None
    house = family.text("bangunan_id")
    building = projection.one(connection, BANGUNAN, house) or Record(BANGUNAN, house, FORMS[BANGUNAN].empty())
    members = projection.read(connection, ANGGOTA, "keluarga_id = ? ORDER BY nomor_urut, rid", (family_id,))
    visits = projection.read(
        connection, KUNJUNGAN, "keluarga_id = ? ORDER BY tanggal_pendataan DESC, rid DESC LIMIT 1", (family_id,)
    )
    mates = projection.read(connection, KELUARGA, "bangunan_id = ? AND id <> ? ORDER BY rid", (house, family_id))
    others = (projection.read(connection, ANGGOTA, "keluarga_id = ?", (mate.id,)) for mate in mates)
    return Household(
        building,
        family,
        tuple(_with_head(member, family) for member in members),
        visits[0] if visits else None,
        tuple(projection.read(connection, PPKS, "keluarga_id = ? ORDER BY rid", (family_id,))),
        tuple(projection.read(connection, DESIL, "keluarga_id = ? ORDER BY tanggal_cek, rid", (family_id,))),
        tuple(mates),
        sum(is_present(member.answers) for group in others for member in group),
    )


def every(db: Database) -> Iterator[Household]:
    """Every live family as `load` gives it, to look at only: nothing in it can be edited, and desil are left out."""
    connection = db.conn
    look = projection.look
    members = _by(look(connection, ANGGOTA, "keluarga_id IS NOT NULL ORDER BY nomor_urut, rid"), "keluarga_id")
    cases = _by(look(connection, PPKS, "keluarga_id IS NOT NULL ORDER BY rid"), "keluarga_id")
    visits = _by(look(connection, KUNJUNGAN, "1 ORDER BY tanggal_pendataan DESC, rid DESC"), "keluarga_id")
    buildings = {one.id: one for one in look(connection, BANGUNAN, "1")}
    families = look(connection, KELUARGA, "1 ORDER BY rid")
    mates = _by(families, "bangunan_id")
    living = {family: sum(is_present(one.answers) for one in people) for family, people in members.items()}
    for family in families:
        house = family.text("bangunan_id")
        building = buildings.get(house) or Record(BANGUNAN, house, FORMS[BANGUNAN].empty())
        around = tuple(mate for mate in mates.get(house, ()) if mate.id != family.id) if house else ()
        yield Household(
            building,
            family,
            tuple(_with_head(member, family) for member in members.get(family.id, ())),
            next(iter(visits.get(family.id, ())), None),
            tuple(cases.get(family.id, ())),
            neighbours=around,
            others_in_house=sum(living.get(mate.id, 0) for mate in around),
        )


def any_record(db: Database, kind: str, record: str) -> Record | None:
    """A record as it is now, whether deleted or not."""
    return projection.one(db.conn, kind, record, deleted=True)


def live_record(db: Database, kind: str, record: str) -> Record | None:
    """A record as it is now; nothing when it is deleted, a duplicate of another, or unknown."""
    return projection.one(db.conn, kind, record)


def all_of(db: Database, kind: str) -> list[Record]:
    """Every live record of a kind, to look at, in the order they were made."""
    return projection.look(db.conn, kind, "1 ORDER BY rid")


def place_of(db: Database, family: str) -> tuple[str, str, str]:
    """(dusun, RW, RT) where a family lives; empty parts are not known."""
    row = db.conn.execute("SELECT dusun, rw, rt FROM ringkasan WHERE id = ?", (family,)).fetchone()
    return (row[0] or "", row[1] or "", row[2] or "") if row else ("", "", "")


def find_by_card(db: Database, number: str) -> list[str]:
    """Ids of the live families with this KK number."""
    return families_with_card(db.conn, number)


def families_with_card(connection: Connection, number: str) -> list[str]:
    """The same inside a transaction."""
    return _ids(connection, "SELECT id FROM keluarga WHERE nomor_kk = ? AND deleted = 0 ORDER BY rid", number)


@dataclass(frozen=True)
class NikOwner:
    """Somebody who already has a NIK: which, who, and where."""

    nik: str
    record: str
    family: str
    name: str
    rt: str


def owners_of_niks(connection: Connection, niks: Sequence[str]) -> list[NikOwner]:
    """Live persons registered with one of these NIKs."""
    if not niks:
        return []
    rows = connection.execute(
        f"""SELECT a.nik, a.id, a.keluarga_id, a.nama, r.rt FROM anggota a
            LEFT JOIN ringkasan r ON r.id = a.keluarga_id
            WHERE a.nik IN ({", ".join("?" * len(niks))}) AND a.deleted = 0 ORDER BY a.rid""",
        niks,
    )
    return [NikOwner(nik, record, family or "", name or "", rt or "") for nik, record, family, name, rt in rows]


def village(db: Database) -> Record | None:
    """The village's own record, once the first start has made it."""
    found = projection.read(db.conn, "desa", "1 ORDER BY rid LIMIT 1")
    return found[0] if found else None


def places(db: Database) -> list[tuple[str, str, str]]:
    """The village's own (dusun, RW, RT): its list, and whatever stands at houses beside it."""
    rows = db.conn.execute(
        """SELECT dusun, rw, rt FROM wilayah_setempat WHERE deleted = 0
           UNION SELECT dusun, rw, rt FROM bangunan WHERE deleted = 0 ORDER BY 1, 2, 3"""
    )
    return [(dusun or "", rw or "", rt or "") for dusun, rw, rt in rows if dusun or rw or rt]


def listed_places(db: Database) -> list[tuple[str, tuple[str, str, str]]]:
    """The village's own list as (record, (dusun, RW, RT)), in the order it was written."""
    rows = db.conn.execute("SELECT id, dusun, rw, rt FROM wilayah_setempat WHERE deleted = 0 ORDER BY rid")
    return [(record, (dusun or "", rw or "", rt or "")) for record, dusun, rw, rt in rows]


def totals(db: Database) -> dict[str, int]:
    """The whole village at its head, without deleted and duplicate records; the dead and the moved are in.

    Rows of a projection are numbered from 1 without gaps and never taken out, so only the deleted ones are counted.
    """
    return {
        kind: db.conn.execute(
            f"SELECT ifnull(max(rid), 0) - (SELECT count(*) FROM {kind} WHERE deleted <> 0) FROM {kind}"
        ).fetchone()[0]
        for kind in (BANGUNAN, KELUARGA, ANGGOTA, PPKS)
    }


def kk_history(db: Database, family_id: str) -> list[tuple[str, str]]:
    """Earlier and present KK numbers of a family as (number, wall time it was written), oldest first."""
    history: list[tuple[str, str]] = []
    for op in projection.ops_of(db.conn, family_id):
        value: Value = op.fields.get("nomor_kk", [None])[0]
        if value and (not history or history[-1][0] != value):
            history.append((str(value), str(op.content["wall"])))
    return history


def _with_head(member: Record, family: Record) -> Record:
    if member.id != family["kepala"]:
        return member
    filled = {**member.answers, "hubungan": KEPALA}
    return replace(member, answers=filled, before=dict(filled))


def _by(records: Iterable[Record], key: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.text(key), []).append(record)
    return found


def _ids(connection: Connection, sql: str, *parameters: Value) -> list[str]:
    rows: Iterable[tuple[str]] = connection.execute(sql, parameters)
    return [row[0] for row in rows]
