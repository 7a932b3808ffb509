"""Saving one family of four against the same rows written by raw sqlcipher3 in one transaction."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, median, most, ratio, timed
from puskesos_desktop.domain.household import Household
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.sample import village
from puskesos_desktop.store.file import cipher
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.file.layout import MAIN
from puskesos_desktop.store.opened import Store

TIMES = 60
_WRITES = ("INSERT ", "UPDATE peer")


class Recorder:
    """Stands in for the writing connection and keeps what the floor must replay."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.rows: list[tuple[str, Any]] = []

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        if sql.startswith(_WRITES):
            self.rows.append((sql, parameters))
        return self._connection.execute(sql, parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def figures(store: Store, scratch: Path) -> list[Figure]:
    """Wall against the floor, and CPU. Ours and the floor take turns on two copies of the same store."""
    writer: Any = store._writer
    assert writer is not None
    real = writer.conn
    scratch.mkdir()
    real.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(store.folder / MAIN, scratch / MAIN)
    raw = cipher.connect(scratch / MAIN, store.key, write=True).conn
    ours, cpu, floor = [], [], []
    for home in families_of_four(store, TIMES):
        recorder = Recorder(real)
        writer.conn = recorder
        wall, used = timed(partial(registry.save_household, store, home, "ukur"))
        writer.conn = real
        ours.append(wall)
        cpu.append(used)
        floor.append(timed(partial(_replay, raw, recorder.rows))[0])
    raw.close()
    return [
        ratio("save a family of four, wall", median(ours), median(floor), 1.6),
        most("save a family of four, CPU", median(cpu) * 1000, 5, "ms"),
    ]


def one_sync(path: Path) -> float:
    """Wall of bringing 200 KB, about what one save writes, safely to disk."""
    with path.open("wb", buffering=0) as file:
        return median([timed(partial(_write_down, file))[0] for _ in range(30)])


def _write_down(file: FileIO) -> None:
    file.write(bytes(200_000))
    os.fsync(file.fileno())


def families_of_four(store: Store, count: int) -> Iterator[Household]:
    """Invented families of four as the editor would hand them over."""
    made = 0
    for house in village.invent(4000, 99, date(2026, 11, 20)):
        for invented in house.families:
            if len(invented.members) == 4 and invented.head == 0 and made < count:
                made += 1
                home = registry.new_household(store)
                building = home.building.answering(**house.building)
                family = home.family.answering(**invented.family)
                home = replace(home, building=building, family=family)
                for number, answers in enumerate(invented.members, start=1):
                    given = {**answers, "keluarga_id": family.id, "nomor_urut": number}
                    person = registry.new_member(store, home).answering(**given)
                    home = replace(home, members=(*home.members, person))
                yield home


def _replay(connection: Connection, rows: list[tuple[str, Any]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for sql, parameters in rows:
        connection.execute(sql, parameters)
    connection.execute("COMMIT")
