"""Reading households: one whole family for the editor, and lines for the lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from puskesos_desktop.store import projection
from puskesos_desktop.store.cipher import Connection, Database


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


def any_record(db: Database, kind: str, record: str) -> Record | None:
    """A record as it is now, whether deleted or not."""
    return projection.one(db.conn, kind, record, deleted=True)


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


def totals(db: Database) -> dict[str, int]:
    """The whole village at its head, without deleted and duplicate records; the dead and the moved are in."""
    return {
        kind: db.conn.execute(f"SELECT count(*) FROM {kind} WHERE deleted = 0").fetchone()[0]
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


def _ids(connection: Connection, sql: str, *parameters: Value) -> list[str]:
    rows: Iterable[tuple[str]] = connection.execute(sql, parameters)
    return [row[0] for row in rows]
