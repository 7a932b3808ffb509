"""Checking a store: the file itself, the chains of every device, the projections against a fresh fold, the photos."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from puskesos_desktop.domain.outcome import Progress, UserError, silent
from puskesos_desktop.journal import chain
from puskesos_desktop.journal.chain import ChainBroken, Tip
from puskesos_desktop.journal.op import Op
from puskesos_desktop.store.file import cipher
from puskesos_desktop.store.file.connection import DATABASE_ERRORS, Connection, Database
from puskesos_desktop.store.file.layout import MAIN
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.photos import at_rest
from puskesos_desktop.store.photos.at_rest import Stock
from puskesos_desktop.store.tables import refold


@dataclass(frozen=True)
class Health:
    """What a check found: each part sound or not, how many operations were read, and sentences for what is not.

    A photo that has not come yet is told among `findings`, but is nothing unsound.
    """

    integrity: bool
    chain: bool
    projection: bool
    operations: int
    findings: tuple[str, ...]
    photos: Stock

    @property
    def sound(self) -> bool:
        """Whether everything is as it should be."""
        return self.integrity and self.chain and self.projection and not self.photos.damaged


def check(store: Store, progress: Progress = silent) -> Health:
    """Look at everything, change nothing.

    Reads through a connection of its own: SQLite's check of a search index trusts what a connection remembers of it,
    and calls the index broken when another connection has written since.
    """
    db = cipher.connect(store.folder / MAIN, store.key)
    try:
        return _check(store, db, progress)
    finally:
        db.conn.close()


def _check(store: Store, db: Database, progress: Progress) -> Health:
    findings: list[str] = []
    progress(0, 3, "Memeriksa berkas…")
    integrity = _file_is_sound(db.conn, store)
    if not integrity:
        findings.append("Berkas data rusak. Pulihkan dari cadangan terakhir.")
    operations, whole, fresh, stock = 0, False, False, Stock(0, 0, 0)
    try:
        progress(1, 3, "Memeriksa rantai catatan…")
        operations = _verify_chains(db.conn)
        whole = True
        progress(2, 3, "Membandingkan tabel dengan catatan…")
        different = refold.differences(db.conn)
        fresh = different == 0
        if not fresh:
            findings.append(f"{different} baris tabel berbeda dari catatannya.")
        stock = at_rest.take_stock(store, db.conn, progress)
        findings += _about_photos(stock)
    except ChainBroken as broken:
        findings.append(str(broken))
    except DATABASE_ERRORS:
        findings.append("Sebagian berkas data tidak dapat dibaca. Pulihkan dari cadangan terakhir.")
    progress(3, 3, "Selesai")
    return Health(integrity, whole, fresh, operations, tuple(findings), stock)


def file_is_sound(store: Store) -> bool:
    """Whether the database file reads whole through a fresh connection that cannot write; quick, looks at no record."""
    try:
        connection = cipher.connect(store.folder / MAIN, store.key).conn
    except (UserError, *DATABASE_ERRORS):
        return False
    try:
        return _file_is_sound(connection, store)
    finally:
        connection.close()


def repair(store: Store) -> None:
    """Fold the journal anew into fresh projections; the journal itself is never touched."""
    with store.transaction() as connection:
        _verify_chains(connection)
        refold.everything(connection)


def _about_photos(stock: Stock) -> Iterator[str]:
    if stock.missing:
        yield f"{stock.missing} dari {stock.named} foto belum ada di laptop ini. Daftarnya: puskesos foto."
    if stock.damaged:
        yield f"{stock.damaged} dari {stock.named} berkas foto rusak. Terima lagi paketnya, atau foto ulang."


def _file_is_sound(connection: Connection, store: Store) -> bool:
    """The seals of all pages as they lie in the file, then the structure as SQLite reads it.

    A power cut may have torn a page whose whole content still waits in the write-ahead file: only SQLite's own reading
    counts then, which verifies the seal of each page that is in use.
    """
    try:
        torn = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        if torn and not _waits(store):
            return False
        return bool(connection.execute("PRAGMA quick_check").fetchall() == [("ok",)])
    except DATABASE_ERRORS:
        return False


def _waits(store: Store) -> bool:
    """Whether the write-ahead file may hold pages that have not come to the database file yet."""
    with suppress(OSError):
        return (store.folder / f"{MAIN}-wal").stat().st_size > 0
    return False


def _verify_chains(connection: Connection) -> int:
    """Verify the chain of every device up to the tip that `peer` remembers; how many operations there are."""
    count = 0
    for device, sequence, tip_hash in connection.execute("SELECT device, sequence, hash FROM peer").fetchall():
        rows = connection.execute("SELECT header, body, hash FROM op WHERE device = ? ORDER BY sequence", (device,))
        tip = chain.verify((Op(header, body), stored) for header, body, stored in rows)
        if tip != Tip(sequence, tip_hash):
            raise ChainBroken(device, tip.sequence + 1, "catatan berikutnya hilang")
        count += tip.sequence
    strangers = connection.execute("SELECT count(*) FROM op WHERE device NOT IN (SELECT device FROM peer)").fetchone()[
        0
    ]
    if strangers:
        raise UserError(f"{strangers} catatan berasal dari perangkat yang tidak dikenal.", "")
    return count
