"""Undo that survives a restart: a group of operations is taken back by a new group that says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.op import DELETED, Op
from puskesos_desktop.store import projection
from puskesos_desktop.store.cipher import Connection
from puskesos_desktop.store.commits import Journal, Transaction
from puskesos_desktop.store.database import Store

Target = tuple[str, str]


def undo(store: Store, operator: str, number: int | None = None) -> str:
    """Write back what a group of this device replaced, as a new group; its label.

    Without `number` the newest group that is neither undone nor itself an undo. Raises `UserError` with the reason
    when there is nothing to undo or a field was changed since.
    """
    with store.transaction() as connection:
        ops = _group_ops(store, connection, number)
        label = f"Batalkan: {ops[0].content.get('label', 'perubahan')}"
        book = Journal(store, connection)
        writing = Transaction(book, label, operator, {"undoes": [store.device.name, ops[0].sequence]})
        for (kind, record), fields in _reverse(connection, ops).items():
            writing.write(kind, record, fields)
        changed = book.finish()
    store.announce(changed)
    return label


def last_undoable(store: Store, connection: Connection) -> int | None:
    """Number of the newest own group that is neither undone nor an undo; making the village itself stays."""
    undone = undone_groups(store, connection)
    rows = connection.execute(
        """SELECT sequence FROM op WHERE device = ? AND sequence = "group"
           AND json_extract(body, '$.undoes') IS NULL AND json_extract(header, '$.kind') <> 'desa'
           ORDER BY sequence DESC""",
        (store.device.name,),
    )
    return next((sequence for (sequence,) in rows if sequence not in undone), None)


def undone_groups(store: Store, connection: Connection) -> set[int]:
    """Own groups that an undo took back, and was not taken back itself."""
    rows = connection.execute(
        """SELECT sequence, json_extract(body, '$.undoes[1]') FROM op INDEXED BY op_undo
           WHERE device = ? AND sequence = "group" AND json_extract(body, '$.undoes') IS NOT NULL
           ORDER BY sequence DESC""",
        (store.device.name,),
    )
    undone: set[int] = set()
    for sequence, target in rows:
        if sequence not in undone:
            undone.add(target)
    return undone


def _group_ops(store: Store, connection: Connection, number: int | None) -> list[Op]:
    number = last_undoable(store, connection) if number is None else number
    if number is None:
        raise UserError("Tidak ada perubahan yang dapat dibatalkan.")
    rows = connection.execute(
        """SELECT header, body FROM op WHERE device = ? AND sequence >= ? AND "group" = ? ORDER BY sequence""",
        (store.device.name, number, number),
    ).fetchall()
    if not rows:
        raise UserError(f"Tidak ada perubahan bernomor {number} dari laptop ini.", "Lihat nomornya di Riwayat.")
    if any(body is None for _, body in rows):
        raise UserError("Perubahan ini sudah dihapus isinya, jadi tidak dapat dibatalkan.")
    if number in undone_groups(store, connection):
        raise UserError("Perubahan ini sudah dibatalkan.", "Batalkan pembatalannya untuk mengembalikannya.")
    return [Op(header, body) for header, body in rows]


def _reverse(connection: Connection, ops: list[Op]) -> dict[Target, dict[str, list[Any]]]:
    """What must be written to each record so that it is as it was before these operations."""
    found: dict[Target, dict[str, list[Any]]] = {}
    for target in dict.fromkeys((op.kind, op.record) for op in ops):
        mine = [op for op in ops if op.record == target[1]]
        past = _Past(projection.ops_of(connection, target[1]))
        heads = fold.fold(*target, past.ops).stamps()
        stamps = {op.stamp for op in mine}
        if past.ops[0].stamp in stamps:
            for name, current in heads.items():
                _refuse_if_changed(past.origins(name, current), stamps)
            seen = sorted({stamp for current in heads.values() for stamp in current})
            found[target] = {DELETED: [{"alasan": "dibatalkan", "seen": seen}, *heads.get(DELETED, ())]}
            continue
        found[target] = {}
        for name in sorted({name for op in mine for name in op.fields}):
            _refuse_if_changed(past.origins(name, heads[name]), stamps)
            first = next(op for op in mine if name in op.fields)
            found[target][name] = [past.value(name, first.fields[name][1:]), *heads[name]]
    return found


class _Past:
    """What happened to one record, with undone steps seen through: an undo counts as what it put back."""

    def __init__(self, ops: list[Op]) -> None:
        self.ops = ops
        self._by_stamp = {op.stamp: op for op in ops}

    def value(self, name: str, bases: Iterable[str]) -> Any:
        """The value the newest of these stamps wrote, or nothing."""
        known = [stamp for stamp in bases if stamp in self._by_stamp]
        return self._by_stamp[max(known)].fields[name][0] if known else None

    def origins(self, name: str, stamps: Iterable[str]) -> set[str]:
        """The stamps that first wrote these values, before any undo put them back."""
        found: set[str] = set()
        todo = list(stamps)
        while todo:
            op = self._by_stamp[todo.pop()]
            undone = op.content.get("undoes")
            source = self._first(name, undone) if undone else None
            if undone and source is None:
                continue
            if source is None:
                found.add(op.stamp)
            else:
                todo += [stamp for stamp in source.fields[name][1:] if stamp in self._by_stamp]
        return found

    def _first(self, name: str, group: list[Any]) -> Op | None:
        device, number = group
        return next((op for op in self.ops if op.device == device and op.group == number and name in op.fields), None)


def _refuse_if_changed(origins: set[str], mine: set[str]) -> None:
    if not origins <= mine:
        raise UserError(
            "Isian ini sudah diubah lagi sesudahnya, jadi tidak dapat dibatalkan.",
            "Batalkan dulu perubahan yang lebih baru.",
        )
