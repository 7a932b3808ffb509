"""What was done, when, by whom: the groups of the journal as people read them."""

from __future__ import annotations

from dataclasses import dataclass

from puskesos_desktop.store import undo
from puskesos_desktop.store.cipher import Database
from puskesos_desktop.store.database import Store


@dataclass(frozen=True)
class Deed:
    """One group: its number on its device, its label, who, when (UTC), how many operations, whether it was undone."""

    device: str
    number: int
    label: str
    operator: str
    wall: str
    operations: int
    undone: bool
    undoes: int | None


def deeds(store: Store, db: Database, limit: int = 200, before_clock: int | None = None) -> list[Deed]:
    """The newest groups first."""
    undone = undo.undone_groups(store, db.conn)
    rows = db.conn.execute(
        """SELECT o.device, o.sequence, json_extract(o.body, '$.label'), json_extract(o.header, '$.actor'),
               json_extract(o.body, '$.wall'), json_extract(o.body, '$.undoes[1]'),
               ifnull((SELECT min(n.sequence) FROM op n INDEXED BY op_start
                       WHERE n.device = o.device AND n.sequence > o.sequence AND n.sequence = n."group"),
                      (SELECT p.sequence + 1 FROM peer p WHERE p.device = o.device)) - o.sequence
           FROM op o WHERE o.sequence = o."group" AND o.clock < ? ORDER BY o.clock DESC LIMIT ?""",
        (before_clock or 1 << 62, limit),
    )
    return [
        Deed(device, number, label or "(isi sudah dihapus)", actor, wall or "", operations,
             device == store.device.name and number in undone, undoes)
        for device, number, label, actor, wall, undoes, operations in rows
    ]  # fmt: skip


def next_undo(store: Store, db: Database) -> Deed | None:
    """The deed that Batalkan would take back now."""
    number = undo.last_undoable(store, db.conn)
    if number is None:
        return None
    label, actor, wall = db.conn.execute(
        "SELECT json_extract(body, '$.label'), json_extract(header, '$.actor'), json_extract(body, '$.wall') "
        "FROM op WHERE device = ? AND sequence = ?",
        (store.device.name, number),
    ).fetchone()
    return Deed(store.device.name, number, label, actor, wall, 0, False, None)
