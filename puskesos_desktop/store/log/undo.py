"""Undo that survives a restart: a group of operations is taken back by a new group that says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.journal import fold
from puskesos_desktop.journal.op import DELETED, Op
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.log.commits import Journal, Transaction
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.tables import projection

Target = tuple[str, str]
Reversal = dict[Target, dict[str, list[Any]]]
BACK, AGAIN = "Batalkan: ", "Kembalikan: "


class ChangedSince(UserError):
    """Not undone, because `changed` of `total` records were changed since; the others could be."""

    def __init__(self, changed: int, total: int) -> None:
        """Say how many."""
        if total == 1:
            said = "Isian ini sudah diubah lagi sesudahnya, jadi tidak dapat dibatalkan."
        else:
            said = f"{changed} dari {total} catatan sudah diubah lagi sesudahnya."
        super().__init__(said, "Batalkan dulu perubahan yang lebih baru.")
        self.changed = changed
        self.total = total


def undo(store: Store, operator: str, number: int | None = None, *, untouched_only: bool = False) -> str:
    """Write back what a group of this device replaced, as a new group; its label.

    Without `number` the newest group that is neither undone nor itself an undo. Raises `UserError` with the reason
    when there is nothing to undo, `ChangedSince` when a record was changed since; with `untouched_only` those records
    stay as they are and the others are put back.
    """
    with store.transaction() as connection:
        ops = _group_ops(store, connection, number)
        label = _label(ops[0])
        back, changed_since = _reverse(connection, ops)
        if changed_since and not (untouched_only and back):
            raise ChangedSince(len(changed_since), len(changed_since) + len(back))
        book = Journal(store, connection)
        writing = Transaction(book, label, operator, {"undoes": [store.device.name, ops[0].sequence]})
        for (kind, record), fields in back.items():
            writing.write(kind, record, fields)
        changed = book.finish()
    store.announce(changed)
    return label


def last_undoable(store: Store, connection: Connection) -> int | None:
    """Number of the newest own group that is neither undone nor an undo; making the village itself stays."""
    undone = undone_groups(connection, store.device.name)
    rows = connection.execute(
        """SELECT sequence FROM op WHERE device = ? AND sequence = "group"
           AND json_extract(body, '$.undoes') IS NULL AND json_extract(header, '$.kind') <> 'desa'
           ORDER BY sequence DESC""",
        (store.device.name,),
    )
    return next((sequence for (sequence,) in rows if sequence not in undone), None)


def undone_groups(connection: Connection, device: str) -> set[int]:
    """Groups of a device that an undo took back, and was not taken back itself."""
    rows = connection.execute(
        """SELECT sequence, json_extract(body, '$.undoes[1]') FROM op INDEXED BY op_undo
           WHERE device = ? AND sequence = "group" AND json_extract(body, '$.undoes') IS NOT NULL
           ORDER BY sequence DESC""",
        (device,),
    )
    undone: set[int] = set()
    for sequence, target in rows:
        if sequence not in undone:
            undone.add(target)
    return undone


def undone(connection: Connection) -> set[tuple[str, int]]:
    """The same of every device: (device, number)."""
    devices = [device for (device,) in connection.execute("SELECT device FROM peer")]
    return {(device, number) for device in devices for number in undone_groups(connection, device)}


def _label(op: Op) -> str:
    """What undoing this group is called; taking an undo back brings the deed again, and says so."""
    said = str(op.content.get("label", "perubahan"))
    for now, then in ((AGAIN, BACK), (BACK, AGAIN)):
        if "undoes" in op.content and said.startswith(then):
            return now + said.removeprefix(then)
    return BACK + said


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
    if number in undone_groups(connection, store.device.name):
        raise UserError("Perubahan ini sudah dibatalkan.", "Batalkan pembatalannya untuk mengembalikannya.")
    return [Op(header, body) for header, body in rows]


def _reverse(connection: Connection, ops: list[Op]) -> tuple[Reversal, list[Target]]:
    """What must be written to each record so that it is as it was before, and the records that changed since."""
    by_target: dict[Target, list[Op]] = {}
    for op in ops:
        by_target.setdefault((op.kind, op.record), []).append(op)
    found: Reversal = {}
    changed: list[Target] = []
    for target, mine in by_target.items():
        fields = _fields_back(_Past(projection.ops_of(connection, target[1])), target, mine)
        if fields is None:
            changed.append(target)
        else:
            found[target] = fields
    return found, changed


def _fields_back(past: _Past, target: Target, mine: list[Op]) -> dict[str, list[Any]] | None:
    """The fields of one record put back; nothing when somebody changed one of them since."""
    heads = fold.fold(*target, past.ops).stamps()
    stamps = {op.stamp for op in mine}
    created = past.ops[0].stamp in stamps
    names = sorted(heads if created else {name for op in mine for name in op.fields})
    if any(not past.origins(name, heads[name]) <= stamps for name in names):
        return None
    if created:
        seen = sorted({stamp for current in heads.values() for stamp in current})
        return {DELETED: [{"alasan": "dibatalkan", "seen": seen}, *heads.get(DELETED, ())]}
    first = {name: next(op for op in mine if name in op.fields) for name in names}
    return {name: [past.value(name, first[name].fields[name][1:]), *heads[name]] for name in names}


class _Past:
    """What happened to one record, with undone steps seen through: an undo counts as what it put back."""

    def __init__(self, ops: list[Op]) -> None:
        self.ops = ops
        self._by_stamp = {op.stamp: op for op in ops}

    def value(self, name: str, bases: Iterable[str]) -> Any:
        """The value the newest of these stamps wrote, or nothing."""
        known = self._writing(name, bases)
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
                todo += self._writing(name, source.fields[name][1:])
        return found

    def _writing(self, name: str, stamps: Iterable[str]) -> list[str]:
        """Those of the stamps whose operation wrote this field: a merge names all it saw."""
        return [stamp for stamp in stamps if stamp in self._by_stamp and name in self._by_stamp[stamp].fields]

    def _first(self, name: str, group: list[Any]) -> Op | None:
        device, number = group
        return next((op for op in self.ops if op.device == device and op.group == number and name in op.fields), None)
