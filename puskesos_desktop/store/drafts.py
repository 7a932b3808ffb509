"""The local file beside the store: drafts that survive a power cut, and window state. It never travels."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from puskesos_desktop.domain.household import Household, Record, Removal
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.store.file import cipher
from puskesos_desktop.store.file.connection import Damaged, Database
from puskesos_desktop.store.tables.projection import pack_stamps, unpack_stamps

FILE = "lokal.db"


@dataclass(frozen=True)
class Draft:
    """An unfinished edit: which family, what it is called, when it was last typed in (milliseconds since 1970)."""

    family: str
    label: str
    saved_ms: int
    household: Household


class Drafts:
    """Drafts in their own encrypted file, on disk when a call returns. Safe to call from any thread.

    On a full disk a draft that cannot be kept raises `UserError`; what is dropped or remembered then holds until the
    file is closed.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        """Open or make the local file; a damaged one is set aside, never in the way of the village's data.

        Raises `UserError` when the disk is full or the folder cannot be written; then the drafts stay where they are.
        """
        self._lock = threading.Lock()
        self._dropped: set[str] = set()
        self._unwritten: dict[str, str] = {}
        path = folder / FILE
        try:
            self._database = _open(path, key)
        except Damaged:
            _set_aside(path)
            self._database = _open(path, key)

    def keep(self, family: str, label: str, household: Household, now_ms: int) -> None:
        """Write the draft of this family, replacing its earlier one."""
        content = json.dumps(_pack(household), ensure_ascii=False, separators=(",", ":"))
        with self._lock, cipher.explained():
            self._database.conn.execute(
                "INSERT OR REPLACE INTO draf VALUES (?, ?, ?, ?)", (family, label, now_ms, content)
            )
        self._dropped.discard(family)

    def drop(self, family: str) -> None:
        """The draft is saved or given up."""
        try:
            with self._lock, cipher.explained():
                self._database.conn.execute("DELETE FROM draf WHERE family = ?", (family,))
        except UserError:
            self._dropped.add(family)

    def find(self, family: str) -> Draft | None:
        """The draft of this family, if there is one."""
        return next((draft for draft in self.all() if draft.family == family), None)

    def all(self) -> list[Draft]:
        """Every draft, newest first; one that cannot be read any more is left out."""
        with self._lock, cipher.explained():
            rows = self._database.conn.execute("SELECT family, label, saved, content FROM draf ORDER BY saved DESC")
            found = rows.fetchall()
        drafts = [(row, _unpack(row[3])) for row in found if row[0] not in self._dropped]
        return [Draft(row[0], row[1], row[2], household) for row, household in drafts if household is not None]

    def remember(self, name: str, value: str) -> None:
        """Keep a piece of window state."""
        try:
            with self._lock, cipher.explained():
                self._database.conn.execute("INSERT OR REPLACE INTO jendela VALUES (?, ?)", (name, value))
            self._unwritten.pop(name, None)
        except UserError:
            self._unwritten[name] = value

    def is_on_disk(self, name: str) -> bool:
        """Whether what was last remembered under this name outlasts a power cut."""
        return name not in self._unwritten

    def recall(self, name: str, default: str = "") -> str:
        """A piece of window state."""
        if name in self._unwritten:
            return self._unwritten[name]
        with self._lock, cipher.explained():
            row = self._database.conn.execute("SELECT value FROM jendela WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.conn.close()


def _open(path: Path, key: bytes) -> Database:
    database = cipher.connect(path, key, write=True)
    try:
        with cipher.explained():
            database.conn.execute(
                "CREATE TABLE IF NOT EXISTS draf("
                "family TEXT PRIMARY KEY, label TEXT NOT NULL, saved INTEGER NOT NULL, content TEXT NOT NULL) STRICT"
            )
            database.conn.execute(
                "CREATE TABLE IF NOT EXISTS jendela(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"
            )
            if database.conn.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
                raise Damaged("Berkas draf rusak.")
    except BaseException:
        database.conn.close()
        raise
    return database


def _set_aside(path: Path) -> None:
    """The damaged file with all that belongs to it, so that nothing of it meets the new one."""
    for end in ("", "-wal", "-shm"):
        part = path.with_name(path.name + end)
        if part.exists():
            part.replace(path.with_name(f"{path.stem}.rusak{end}"))


def _pack(household: Household) -> dict[str, Any]:
    return {
        "building": _pack_record(household.building),
        "family": _pack_record(household.family),
        "members": [_pack_record(member) for member in household.members],
        "visit": _pack_record(household.visit) if household.visit else None,
        "ppks": [_pack_record(case) for case in household.ppks],
        "desil": [_pack_record(one) for one in household.desil],
        "removed": [[_pack_record(gone.record), gone.reason] for gone in household.removed],
    }


def _unpack(content: str) -> Household | None:
    try:
        packed = json.loads(content)
        return Household(
            _unpack_record(packed["building"]),
            _unpack_record(packed["family"]),
            tuple(map(_unpack_record, packed["members"])),
            _unpack_record(packed["visit"]) if packed["visit"] else None,
            tuple(map(_unpack_record, packed["ppks"])),
            tuple(map(_unpack_record, packed["desil"])),
            removed=tuple(Removal(_unpack_record(record), reason) for record, reason in packed["removed"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _pack_record(record: Record) -> dict[str, Any]:
    return {
        "kind": record.kind, "id": record.id, "answers": record.answers, "before": record.before,
        "stamps": pack_stamps(record.stamps),
    }  # fmt: skip


def _unpack_record(packed: dict[str, Any]) -> Record:
    record = Record(packed["kind"], packed["id"], packed["answers"], packed["before"])
    return replace(record, stamps=unpack_stamps(packed["stamps"]))
