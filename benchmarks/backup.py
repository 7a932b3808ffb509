"""Backing up a whole village against SQLite's own copy of an open database, and looking at nine months of backups."""

from __future__ import annotations

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure, median, most, ratio, timed
from puskesos_desktop.services.safety import upkeep
from puskesos_desktop.store.backup import backups, location, note, retention
from puskesos_desktop.store.file import cipher, layout
from puskesos_desktop.store.opened import Store

TIMES = 5
LONGEST_FREEZE = 0.05
"""Seconds a save may wait for a backup, and the window for its status line."""


def figures(store: Store, scratch: Path) -> list[Figure]:
    """Wall of one backup, in turn with two floors: SQLite's own copy, and the bare bytes brought to the disk."""
    scratch.mkdir()
    ours, sqlite, plain = [], [], []
    for number in range(TIMES):
        plain.append(timed(lambda: _plain_copy(store, scratch / "polos.db"))[0])
        sqlite.append(timed(partial(_sqlite_copy, store, scratch / f"{number}.db"))[0])
        ours.append(timed(lambda: upkeep.back_up(store))[0])
    families = store.reader().conn.execute("SELECT count(*) FROM ringkasan").fetchone()[0]
    _nine_months(store)
    status = median([timed(lambda: upkeep.status_words(store))[0] for _ in range(TIMES)])
    asked = median([timed(lambda: upkeep.changed(store))[0] for _ in range(TIMES)])
    kept = len(backups.listed(location.of(store.folder)))
    return [
        ratio(f"checked backup of {families:,} families, against SQLite's own copy", median(ours), median(sqlite), 3),
        ratio("the same, against copying the bytes of the file", median(ours), median(plain), 3),
        most("longest standstill of the window's thread meanwhile", _standstill(store) * 1000, 100, "ms"),
        most(f"status line with {kept} backups of nine months", status * 1000, LONGEST_FREEZE * 1000, "ms"),
        most("whether anything has changed since, with as many", asked * 1000, LONGEST_FREEZE * 1000, "ms"),
    ]


def _standstill(store: Store) -> float:
    """The longest a thread that only wants to wake up every millisecond waits while another one backs up."""
    longest = 0.0
    with ThreadPoolExecutor(max_workers=1) as worker:
        done = worker.submit(upkeep.back_up, store)
        last = time.perf_counter()
        while not done.done():
            time.sleep(0.001)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now
    return longest


def _plain_copy(store: Store, target: Path) -> None:
    shutil.copyfile(store.folder / layout.MAIN, target)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _sqlite_copy(store: Store, target: Path) -> None:
    with closing(cipher.connect(target, store.key, write=True).conn) as copy:
        store.reader().conn.backup(copy)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _nine_months(store: Store) -> None:
    """The notes of as many backups as the rule keeps of nine months with one every two hours."""
    place = location.of(store.folder)
    pattern = backups.listed(place)[0]
    begin, now = datetime.now(UTC) - timedelta(days=300, minutes=30), datetime.now(UTC) - timedelta(hours=1)
    kept: set[datetime] = set()
    moment = begin
    while moment < now:
        moment += timedelta(hours=2)
        kept = retention.kept({*kept, moment}, moment)
    for one in kept:
        folder = place / f"{one.astimezone():%Y-%m-%d_%H.%M.%S}"
        folder.mkdir()
        for name in (*pattern.files, note.NOTE):
            os.link(pattern.folder / name, folder / name)
