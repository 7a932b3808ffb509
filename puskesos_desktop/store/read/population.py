"""The whole village at once, for imports and exports: every record of a kind, what lists said, and control sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from puskesos_desktop.domain.codes.prelist import PRELIST
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, Record
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.op import DELETED, canonical
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.tables import projection

UNDONE = "dibatalkan"
"""The reason under which undo deletes what a group had made."""
MERGED = "digabung dengan catatan lain"


def every(connection: Connection, kind: str) -> list[Record]:
    """Every live record of a kind, opened, oldest first."""
    return projection.read(connection, kind, "1 ORDER BY rid")


def those(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, Record]:
    """The records of a kind with these ids, opened, deleted ones too."""
    wanted = canonical(list(ids))
    found = projection.read(connection, kind, "id IN (SELECT value FROM json_each(?))", (wanted,), deleted=True)
    return {one.id: one for one in found}


def deleted_among(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Which of these records are deleted, and why."""
    rows = connection.execute(
        f"SELECT id FROM {kind} WHERE deleted <> 0 AND id IN (SELECT value FROM json_each(?))", (canonical(list(ids)),)
    )
    return {record: _reason(connection, kind, record) for (record,) in rows.fetchall()}


def tip(connection: Connection) -> str:
    """Names the state of the journal: another text after every commit."""
    rows = connection.execute("SELECT device, sequence, hex(hash) FROM peer ORDER BY device")
    return canonical([list(row) for row in rows])


def last_import(connection: Connection, title: str) -> int:
    """The clock of the last operation by which a file of this kind was imported; 0 when none was."""
    row = connection.execute(
        """SELECT max(b.clock) FROM op b JOIN (SELECT device, sequence FROM op WHERE sequence = "group"
           AND json_extract(body, '$.label') LIKE ? ORDER BY clock DESC LIMIT 1) a
           ON b.device = a.device AND b.sequence >= a.sequence AND b."group" = a.sequence""",
        (f"Impor {title}:%",),
    ).fetchone()
    return int(row[0] or 0)


class PrelistLine(NamedTuple):
    """A line of a list: its record, whom it names, whose it is, and what it says; what is not known is empty."""

    record: str
    nik: str
    name: str
    born: str
    card: str
    state: int
    person: str
    family: str
    text: str


def prelist_lines(connection: Connection, source: str, name: str) -> Iterator[PrelistLine]:
    """Live lines of one list (kind and name), oldest first."""
    rows = connection.execute(
        f"""SELECT id, ifnull(nik, ''), ifnull(nama, ''), ifnull(tanggal_lahir, ''), ifnull(nomor_kk, ''),
            ifnull(keadaan, 0), ifnull(anggota_id, ''), ifnull(keluarga_id, ''), ifnull(isi, '')
            FROM {PRELIST} WHERE deleted = 0 AND jenis = ? AND daftar = ? ORDER BY rid""",
        (source, name),
    )
    return (PrelistLine(*row) for row in rows)


def counted(connection: Connection) -> Iterator[tuple[str, str, int | None, int]]:
    """Persons by (RT, RW, sex), counted; those without a house come under empty texts."""
    yield from connection.execute(
        f"""SELECT ifnull(b.rt, ''), ifnull(b.rw, ''), a.jenis_kelamin, count(*) FROM {ANGGOTA} a
            LEFT JOIN {KELUARGA} k ON k.id = a.keluarga_id LEFT JOIN bangunan b ON b.id = k.bangunan_id
            WHERE a.deleted = 0 GROUP BY 1, 2, 3"""
    )


def how_many(connection: Connection, kind: str) -> int:
    """Live records of a kind."""
    return int(connection.execute(f"SELECT count(*) FROM {kind} WHERE deleted = 0").fetchone()[0])


def _reason(connection: Connection, kind: str, record: str) -> str:
    state = fold.fold(kind, record, projection.ops_of(connection, record))
    said = state.value(DELETED) or {"alasan": MERGED}
    return str(said["alasan"])
