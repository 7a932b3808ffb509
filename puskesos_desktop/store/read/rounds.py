"""Reading verification rounds: sheets with their families, what stood on a printed sheet, what an entry wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from puskesos_desktop.domain.codes.rounds import LEMBAR, PUTARAN
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, KEPALA, Household, Listed, Record, Value
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.op import DELETED, DUPLICATE, Op, canonical
from puskesos_desktop.store.file.connection import Connection, Database
from puskesos_desktop.store.tables import projection

Vector = Mapping[str, int]
"""For each device up to which of its operations something holds."""


class SheetFamily(NamedTuple):
    """Whom a sheet is about and where they live now; `diubah` is the family's last change, ms since 1970."""

    kepala: str | None = None
    dusun: str | None = None
    rw: str | None = None
    rt: str | None = None
    alamat: str | None = None
    diubah: int = 0


@dataclass(frozen=True)
class SheetLine(Listed):
    """A sheet with its family; `claimed` when two laptops entered it and did not know of each other."""

    place: SheetFamily
    claimed: bool = False

    @property
    def family(self) -> str:
        """Id of its family."""
        return self.record.text("keluarga_id")

    @property
    def number(self) -> str:
        """The human number, digits only."""
        return self.record.text("nomor")


@dataclass(frozen=True)
class Stamp:
    """The state a sheet was printed from: the records on it in paper order, how much of the journal was known, when.

    `sections` are the numbers of the sections printed, none for all; `moment` is in milliseconds since 1970.
    """

    records: tuple[tuple[str, str], ...]
    known: Vector
    moment: int
    sections: tuple[str, ...] = ()

    def packed(self) -> str:
        """As it is kept in the sheet's record."""
        content = {"catatan": self.records, "sampai": self.known, "saat": self.moment, "bagian": self.sections}
        return canonical(content)


def stamp_of(sheet: Record) -> Stamp | None:
    """The state this sheet was last printed from; nothing when it never was, or when what stands there is no stamp."""
    try:
        content: dict[str, Any] = json.loads(sheet.text("cap") or "null")
        records = tuple((str(kind), str(record)) for kind, record in content["catatan"])
        known = {str(device): int(sequence) for device, sequence in content["sampai"].items()}
        return Stamp(records, known, int(content["saat"]), tuple(map(str, content["bagian"])))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def rounds(db: Database) -> list[Record]:
    """All live rounds, the newest first."""
    return projection.read(db.conn, PUTARAN, "1 ORDER BY tanggal_mulai DESC, rid DESC")


def sheets(db: Database, round_id: str) -> list[SheetLine]:
    """The live sheets of a round by dusun, RW, RT and address."""
    return _lines(db.conn, "putaran_id = ?", round_id)


def sheet(db: Database, record: str) -> SheetLine | None:
    """One live sheet."""
    found = _lines(db.conn, "id = ?", record)
    return found[0] if found else None


def sheets_of_number(db: Database, digits: str) -> list[SheetLine]:
    """Live sheets whose number ends in these digits."""
    return _lines(db.conn, "nomor LIKE '%' || ?", digits)


def known_now(db: Database) -> dict[str, int]:
    """How much of each device's chain is folded in at this moment."""
    return dict(db.conn.execute("SELECT device, sequence FROM peer WHERE sequence > 0").fetchall())


def printed_household(db: Database, stamp: Stamp) -> Household:
    """The family as it stood on the sheet, members in the order of the paper."""
    records = [_as_then(db.conn, kind, record, stamp.known) for kind, record in stamp.records]
    by_kind = {kind: [one for one in records if one.kind == kind] for kind in (BANGUNAN, KELUARGA, ANGGOTA)}
    family = by_kind[KELUARGA][0]
    members = [
        replace(one, answers={**one.answers, "hubungan": KEPALA}) if one.id == family["kepala"] else one
        for one in by_kind[ANGGOTA]
    ]
    members = [replace(one, before=dict(one.answers)) for one in members]
    return Household(by_kind[BANGUNAN][0], family, tuple(members))


def entry_of(db: Database, line: SheetLine) -> tuple[str, int] | None:
    """The group that entered this sheet, as device and number: the one that made its present visit."""
    visit = line["kunjungan_id"]
    for op in reversed(projection.ops_of(db.conn, line.id)):
        change = op.fields.get("kunjungan_id")
        if visit is not None and change and change[0] == visit:
            return op.device, op.group
    return None


def written_at_entry(db: Database, line: SheetLine) -> dict[tuple[str, str], dict[str, Value]]:
    """What the entry of this sheet wrote: (kind, record) to the answers."""
    device, number = entry_of(db, line) or ("", 0)
    rows = db.conn.execute(
        'SELECT header, body FROM op WHERE device = ? AND sequence >= ? AND "group" = ? ORDER BY sequence',
        (device, number, number),
    )
    found: dict[tuple[str, str], dict[str, Value]] = {}
    for op in (Op(header, body) for header, body in rows):
        values = {name: change[0] for name, change in op.fields.items() if name not in (DELETED, DUPLICATE)}
        found.setdefault((op.kind, op.record), {}).update(values)
    return found


def _as_then(connection: Connection, kind: str, record: str, known: Vector) -> Record:
    """A record as the operations up to `known` made it; what came later or was erased since is not in it."""
    ops = [op for op in projection.ops_of(connection, record) if op.sequence <= known.get(op.device, 0)]
    answers = FORMS[kind].complete(fold.fold(kind, record, ops).values())
    return Record(kind, record, answers, dict(answers))


def _lines(connection: Connection, where: str, given: str) -> list[SheetLine]:
    records = projection.read(connection, LEMBAR, f"{where} ORDER BY rid", (given,))
    places = _places(connection, [one.text("keluarga_id") for one in records])
    rows = connection.execute("SELECT record FROM conflict WHERE kind = ? AND field = 'kunjungan_id'", (LEMBAR,))
    claimed = {row[0] for row in rows}
    lines = [SheetLine(one, places.get(one.text("keluarga_id"), SheetFamily()), one.id in claimed) for one in records]
    return sorted(lines, key=_on_the_way)


def _places(connection: Connection, families: Sequence[str]) -> dict[str, SheetFamily]:
    rows: Iterable[tuple[Any, ...]] = connection.execute(
        """SELECT id, kepala, dusun, rw, rt, alamat, diubah FROM ringkasan
           WHERE id IN (SELECT value FROM json_each(?))""",
        (canonical(families),),
    )
    return {row[0]: SheetFamily._make(row[1:]) for row in rows}


def _on_the_way(line: SheetLine) -> tuple[str, ...]:
    place = line.place
    known = (place.dusun, place.rw, place.rt, place.alamat, place.kepala)
    return (*(part or "" for part in known), line.number)


def prelists(db: Database) -> list[tuple[str, int]]:
    """Every imported list by name, with how many families of ours it speaks of."""
    rows = db.conn.execute(
        f"""SELECT p.daftar, count(DISTINCT {_FAMILY}) FROM {_LISTED}
            WHERE p.daftar IS NOT NULL GROUP BY p.daftar ORDER BY 1"""
    )
    return [(name, count) for name, count in rows if count]


def families_of_prelist(db: Database, name: str) -> frozenset[str]:
    """The living families a list speaks of, by its persons or by itself."""
    rows = db.conn.execute(f"SELECT DISTINCT {_FAMILY} FROM {_LISTED} WHERE p.daftar = ?", (name,))
    return frozenset(row[0] for row in rows)


_FAMILY = "ifnull(a.keluarga_id, p.keluarga_id)"
_LISTED = f"""prelist p LEFT JOIN anggota a ON a.id = p.anggota_id AND a.deleted = 0
    JOIN keluarga k ON k.id = {_FAMILY} AND k.deleted = 0 AND p.deleted = 0"""
