"""Opening SQLCipher files: the only place that knows the cipher, and how a raw key is handed over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.store.file.connection import DATABASE_ERRORS, Connection, Damaged, Database

KEY_BYTES = 32
NO_ROOM = 64 * 1024
"""With fewer bytes free nothing can be opened."""


def connect(path: Path, key: bytes, *, write: bool = False) -> Database:
    """An open encrypted database; without `write`, SQLite itself refuses every change."""
    if len(key) != KEY_BYTES:
        raise ValueError("the data key has 32 bytes")
    mode = "rwc" if write else "rw"
    with explained(path.parent):
        connection = sqlcipher3.dbapi2.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=5
        )
        try:
            _prepare(connection, key, write=write)
        except BaseException:
            connection.close()
            raise
    return Database(connection, execute_plugins=False)


def _prepare(connection: Connection, key: bytes, *, write: bool) -> None:
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_memory_security = OFF")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if write:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_autocheckpoint = 1000")
    else:
        connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -16000")


@contextmanager
def explained(folder: Path | None = None) -> Iterator[None]:
    """Turn what the database says of its surroundings into a sentence an operator can act on.

    On a full disk SQLite may say no more than that it cannot write: with a `folder` the room there is looked at.
    """
    try:
        yield
    except DATABASE_ERRORS as problem:
        said = str(problem)
        vague = "disk I/O error" in said or "unable to open" in said
        known = _explain("full" if vague and _is_full(folder) else said)
        if known is None:
            raise
        raise known from problem


def _is_full(folder: Path | None) -> bool:
    try:
        return folder is not None and shutil.disk_usage(folder).free < NO_ROOM
    except OSError:
        return False


def _explain(said: str) -> UserError | None:
    if "not a database" in said:
        return Damaged("Berkas data tidak dapat dibuka dengan kunci ini atau sudah rusak.", _RESTORE)
    if "malformed" in said:
        return Damaged("Berkas data rusak.", _RESTORE)
    for mark, message, hint in (
        ("full", "Cakram penuh, jadi tidak ada yang ditulis.", "Kosongkan paling sedikit 200 MB, lalu coba lagi."),
        ("locked", "Data sedang dipakai jendela Puskesos yang lain.", "Tutup jendela itu, lalu coba lagi."),
        ("disk I/O error", "Cakram tidak dapat dibaca atau ditulis.", _LOOK),
        ("readonly database", "Folder data hanya dapat dibaca.", "Beri izin tulis pada folder data, lalu coba lagi."),
        ("unable to open", "Berkas data tidak dapat dibuka.", "Periksa apakah folder data masih ada dan boleh dibaca."),
    ):
        if mark in said:
            return UserError(message, hint)
    return None


_LOOK = "Periksa sisa ruang dan cakramnya, lalu coba lagi. Bila tetap begitu, pulihkan dari cadangan."
_RESTORE = "Jangan hapus berkas ini. Pulihkan dari cadangan terakhir."
