"""Taking in another laptop's bundle against decrypting, parsing and raw inserts of the same rows; refolding; growth."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure, median, most, ratio, timed
from benchmarks.saving import families_of_four
from puskesos_desktop.exchange.bundle.packing import read_bundle
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.sync import laptops, receive, send
from puskesos_desktop.store import opened
from puskesos_desktop.store.file import cipher
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.log import outbox, peers
from puskesos_desktop.store.log.peers import Stranger
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.tables import refold, schema, summaries

TIMES = 3
ROUNDS = 9
OPERATIONS = 8300
"""What the limit for refolding is about; the sample village has more, so the time is taken down to this many."""
TABLES = (
    "op",
    "bangunan",
    "keluarga",
    "anggota",
    "kunjungan",
    "ppks",
    "desil",
    "desa",
    "wilayah_setempat",
    "ringkasan",
)


def figures(small: Store, large: Store, scratch: Path) -> list[Figure]:
    """The whole village to a new laptop; then small bundles to a laptop that holds a small or a large one."""
    scratch.mkdir()
    ours, floor, folding = [], [], []
    for number in range(TIMES):
        folder = scratch / str(number)
        receiver, snapshot = _new_laptop(small, folder)
        ours.append(timed(partial(receive.take, receiver, snapshot, trust=True))[0])
        floor.append(_bare(receiver, snapshot, folder / "lantai.db"))
        folding.append(_refold(receiver))
        receiver.close()
    walls = _small_bundles(small, large, scratch)
    return [
        ratio("taking in a whole foreign village", median(ours), median(floor), 2),
        most("refold of 8,300 operations, lines and search included", median(folding), 1, "s"),
        ratio("one small bundle taken in, 16,000 families against 1,600", median(walls[1]), median(walls[0]), 1.5),
    ]


def _new_laptop(first: Store, folder: Path) -> tuple[Store, Path]:
    """An empty laptop of the same village and the bundle it begins with."""
    folder.mkdir()
    store, request = laptops.join(folder / "desa", "Laptop ukur", "ukur", "rahasia-ukur", folder)
    sent = receive.accept(first, receive.look(first, request), "Laptop ukur", folder)
    return store, sent.path


def _bare(receiver: Store, path: Path, target: Path) -> float:
    """Decrypt and parse the bundle, and insert the very rows it led to into the same empty tables."""
    source = receiver.reader().conn
    rows = {table: source.execute(f"SELECT {_columns(receiver, table)} FROM {table}").fetchall() for table in TABLES}
    words = _search_rows(source)
    key = laptops.own_key(receiver)
    database_ = cipher.connect(target, receiver.key, write=True)
    connection = database_.conn
    schema.create_journal(connection, 1)
    schema.create_projections(connection)

    def work() -> None:
        for line in read_bundle(path).lines(key):
            json.loads(line)
        connection.execute("BEGIN IMMEDIATE")
        for table, content in rows.items():
            names = _columns(receiver, table)
            marks = ", ".join("?" * (names.count(",") + 1))
            connection.executemany(f"INSERT INTO {table}({names}) VALUES ({marks})", content)
        connection.executemany("INSERT INTO telusur(rowid, nama, angka, alamat) VALUES (?, ?, ?, ?)", words)
        connection.execute("COMMIT")

    wall = timed(work)[0]
    connection.close()
    return wall


def _search_rows(connection: Connection) -> list[tuple[int, str, str, str]]:
    """The rows of the search index, which itself holds no text: made from the tables as the program makes them."""
    people = connection.execute("SELECT rid, nama, nik FROM anggota WHERE deleted = 0").fetchall()
    return [
        *(
            (summaries.member_row(rid), summaries.searchable_name(name or ""), nik or "", "")
            for rid, name, nik in people
        ),
        *map(summaries._searchable, summaries._every_home(connection)),
    ]


def _columns(store: Store, table: str) -> str:
    """Names of the stored columns, for an insert."""
    rows = store.reader().conn.execute(f"PRAGMA table_info({table})").fetchall()
    return ", ".join(f'"{row[1]}"' for row in rows)


def _refold(store: Store) -> float:
    def work() -> None:
        with store.transaction() as connection:
            refold.everything(connection)

    count: int = store.reader().conn.execute("SELECT count(*) FROM op").fetchone()[0]
    return timed(work)[0] * OPERATIONS / count


def _small_bundles(small: Store, large: Store, scratch: Path) -> tuple[list[float], list[float]]:
    """Walls of bundles of one changed family, in turn."""
    walls: tuple[list[float], list[float]] = ([], [])
    pairs = [_partner(store, scratch / f"rekan-{number}") for number, store in enumerate((small, large))]
    for number, homes in enumerate(zip(*(families_of_four(one, ROUNDS) for one, _ in pairs), strict=True)):
        for which, ((author, receiver), home) in enumerate(zip(pairs, homes, strict=True)):
            registry.save_household(author, home, "ukur")
            folder = scratch / f"kecil-{number}-{which}"
            folder.mkdir()
            path = send.send(author, folder, laptops.own_key(receiver).public).path
            walls[which].append(timed(partial(receive.take, receiver, path))[0])
    for author, receiver in pairs:
        author.close()
        receiver.close()
    return walls


def _partner(store: Store, folder: Path) -> tuple[Store, Store]:
    """Two laptops that hold this village, and know that they do: copies, one of them under a device of its own."""
    copies: list[Store] = []
    for name in ("satu", "dua"):
        shutil.copytree(store.folder, folder / name)
        copies.append(opened.open_with_key(folder / name, store.key))
    laptops.continue_as_new_device(copies[1])
    author, receiver = copies
    stranger = _stranger(receiver)
    laptops.vouch_for(author, stranger, "Rekan")
    known = outbox.Receipt(
        "awal", "", receiver.device.name, stranger.recipient, "2026-11-20T00:00:00Z",
        {name: tip.sequence for name, tip in peers.holdings(author.reader()).items()}, {},
    )  # fmt: skip
    outbox.record_receipt(author, known)
    return author, receiver


def _stranger(store: Store) -> Stranger:
    return Stranger(store.device.name, store.device.public_key, laptops.own_key(store).public, "Rekan")
