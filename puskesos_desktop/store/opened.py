"""A store on disk: a folder with the encrypted village, its keys and its local file; one process writes."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.files import whole
from puskesos_desktop.journal.chain import Tip
from puskesos_desktop.journal.clock import Ambient
from puskesos_desktop.journal.op import FORMAT
from puskesos_desktop.store.backup import backups, location
from puskesos_desktop.store.file import cipher, keyslots, layout
from puskesos_desktop.store.file.connection import DATABASE_ERRORS, Connection, Database
from puskesos_desktop.store.file.keyslots import Operator
from puskesos_desktop.store.file.lock import FolderLock
from puskesos_desktop.store.tables import migrations, refold, schema
from puskesos_desktop.store.tables.refold import Changed

REAL = Ambient(now_ms=lambda: time.time_ns() // 1_000_000, random=os.urandom)
"""The machine's own clock and chance."""


@dataclass(frozen=True)
class Device:
    """This store's own device: its short name in every operation and the private half of its signing key."""

    name: str
    private_key: bytes
    public_key: bytes


class Store:
    """An open store. Reads go through `reader()`, one read-only connection per thread; only `commits` writes."""

    def __init__(self, folder: Path, key: bytes, lock: FolderLock | None, ambient: Ambient = REAL) -> None:
        """Open an existing store; without `lock` nothing can be written. Use `open_store` and friends instead."""
        self.folder = folder
        self.key = key
        self.ambient = ambient
        self.lock = lock
        self.listeners: list[Callable[[Changed], None]] = []
        self.minted: set[str] = set()
        """Ids made here of which the journal has nothing yet: their records need not be looked for."""
        self.writing = threading.RLock()
        self._readers = threading.local()
        self._writer: Database | None = cipher.connect(folder / layout.MAIN, key, write=True) if lock else None
        try:
            with cipher.explained():
                self.device = self._made_ready()
        except BaseException:
            self.close()
            raise

    def reader(self) -> Database:
        """This thread's read-only connection."""
        database: Database | None = getattr(self._readers, "database", None)
        if database is None:
            database = cipher.connect(self.folder / layout.MAIN, self.key)
            self._readers.database = database
        return database

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The writing connection inside BEGIN IMMEDIATE; committed at the end, rolled back on any failure."""
        if self._writer is None:
            raise UserError("Data ini dibuka hanya untuk dibaca.", "Tutup jendela Puskesos yang lain, lalu coba lagi.")
        with self.writing, cipher.explained():
            connection = self._writer.conn
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def new_id(self) -> str:
        """A fresh UUIDv7."""
        made = identity.new_id(self.ambient.now_ms(), self.ambient.random(10))
        self.minted.add(made)
        return made

    def tip(self, connection: Connection | None = None) -> tuple[Tip, int]:
        """How far our own chain is, and the last clock value."""
        source = connection or self.reader().conn
        row = source.execute("SELECT sequence, hash, clock FROM peer WHERE device = ?", (self.device.name,)).fetchone()
        return Tip(row[0], row[1]), row[2]

    def announce(self, changed: Changed) -> None:
        """Tell whoever listens, after the commit."""
        for listener in list(self.listeners):
            listener(changed)

    def close(self) -> None:
        """Close every connection and let go of the folder; nothing is lost if this is never called.

        A connection that another thread is just reading from closes itself when that thread lets go of it.
        """
        own: Database | None = getattr(self._readers, "database", None)
        self._readers = threading.local()
        if own is not None:
            own.conn.close()
        if self._writer is not None:
            self._writer.conn.close()
            self._writer = None
        if self.lock is not None:
            self.lock.release()
            self.lock = None

    def _made_ready(self) -> Device:
        """Bring a store of an older program up to date; its own device."""
        self._check_format()
        if self._writer is not None:
            backups.before_upgrade(self.folder, self.key, location.of(self.folder), self.ambient.now_ms())
            refold.if_forms_changed(self._writer.conn)
        self._check_ledgers()
        return self._own_device()

    def _check_format(self) -> None:
        source = self._writer or self.reader()
        found = source.conn.execute("PRAGMA user_version").fetchone()[0]
        if found != FORMAT:
            raise UserError(
                f"Data ini memakai format {found}, sedangkan program ini memakai format {FORMAT}.",
                "Pasang versi Puskesos yang sesuai. Data tidak diubah.",
            )

    def _check_ledgers(self) -> None:
        source = self._writer or self.reader()
        if not migrations.waiting(source.conn):
            return
        if self._writer is None:
            raise UserError("Data ini dibuat oleh versi sebelumnya.", "Buka dulu sekali di jendela Puskesos.")
        with self.transaction() as connection:
            migrations.bring_up(connection)

    def _own_device(self) -> Device:
        source = self._writer or self.reader()
        own = dict(source.conn.execute("SELECT name, value FROM own").fetchall())
        return Device(own["device"].decode(), own["device_private"], own["device_public"])


def create_store(
    folder: Path,
    operator: Operator,
    password: str,
    *,
    device: Device,
    ambient: Ambient = REAL,
    key: bytes | None = None,
) -> Store:
    """A new, empty store for this device in `folder` (made if needed), with one operator slot.

    Raises `UserError` when the folder already holds one.
    """
    if layout.exists(folder):
        raise UserError("Folder ini sudah berisi data Puskesos.", "Pilih folder lain.")
    whole.make_folder(folder)
    lock = FolderLock.take(folder)
    key = key or os.urandom(cipher.KEY_BYTES)
    try:
        keyslots.create(folder, key, operator, password, os.urandom)
        database = cipher.connect(folder / layout.MAIN, key, write=True)
        with cipher.explained():
            _fill_new(database.conn, device)
        database.conn.close()
        return Store(folder, key, lock, ambient)
    except BaseException:
        lock.release()
        raise


def open_store(folder: Path, password: str, *, write: bool = True, ambient: Ambient = REAL) -> tuple[Store, Operator]:
    """The store in `folder` and the operator whose password this is.

    Raises `UserError` with a sentence for: no store there, wrong password, lost or damaged keys file, damaged
    database, another op format, another window writing (with `write`).
    """
    _require(folder)
    key, operator = keyslots.unlock(folder, password, ambient.now_ms() / 1000)
    return open_with_key(folder, key, write=write, ambient=ambient), operator


def open_with_key(folder: Path, key: bytes, *, write: bool = True, ambient: Ambient = REAL) -> Store:
    """The store in `folder` by its data key, as the recovery code gives it; needs no keys file.

    One of an older program is brought up to date first, also for reading; `UserError` while another window has it open.
    """
    _require(folder)
    if not write and _is_older(folder, key):
        Store(folder, key, FolderLock.take(folder), ambient).close()
    lock = FolderLock.take(folder) if write else None
    try:
        return Store(folder, key, lock, ambient)
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _is_older(folder: Path, key: bytes) -> bool:
    """Whether a program before this one made the tables; a file that cannot be read is for `Store` to tell about."""
    with suppress(UserError, *DATABASE_ERRORS):
        db = cipher.connect(folder / layout.MAIN, key)
        try:
            return refold.is_stale(db.conn) or migrations.waiting(db.conn)
        finally:
            db.conn.close()
    return False


def _require(folder: Path) -> None:
    if not layout.exists(folder):
        raise UserError("Di folder ini belum ada data Puskesos.", "Pilih folder yang berisi berkas desa.db.")


def _fill_new(connection: Connection, device: Device) -> None:
    connection.execute("BEGIN IMMEDIATE")
    schema.create_journal(connection, FORMAT)
    schema.create_projections(connection)
    for name, value in (
        ("device", device.name.encode()),
        ("device_private", device.private_key),
        ("device_public", device.public_key),
    ):
        connection.execute("INSERT INTO own VALUES (?, ?)", (name, value))
    migrations.bring_up(connection)
    connection.execute(
        "INSERT INTO peer VALUES (?, 0, ?, 0, ?, 'sendiri', NULL)", (device.name, Tip().hash, device.public_key)
    )
    connection.execute("COMMIT")
