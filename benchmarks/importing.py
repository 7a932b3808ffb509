"""Rehearsing 31,000 BDT rows of 101 columns and importing 5,000 persons from OpenSID; run as a module."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

import sqlcipher3.dbapi2
from python_calamine import CalamineWorkbook

from benchmarks.figures import MEGABYTE, Figure, median, most, ratio, table, timed
from benchmarks.tables import ROWS, prelist
from puskesos_desktop.services.imports import carry_out, rehearse
from puskesos_desktop.services.sample import make
from puskesos_desktop.store import opened
from puskesos_desktop.store.opened import Store
from puskesos_desktop.ui import footprint
from tests.support.tables import Person, opensid, people, xlsx

PERSONS, TIMES, FAMILIES = 5000, 3, 20
LONGEST_STILL = 0.5
"""Seconds the bar may stand still."""


def figures(scratch: Path) -> list[Figure]:
    """The rehearsal against bare read and insert, its memory and its bar; the import of a population."""
    scratch.mkdir(exist_ok=True)
    path = prelist(scratch / "bdt.xlsx")
    store = a_village(scratch / "desa")
    floor = [_floor(path, scratch / f"lantai{at}.db") for at in range(TIMES)]
    ours = [timed(lambda: _rehearse(store, path))[1] for _ in range(TIMES)]
    still = _longest_still(store, path)
    store.close()
    memory = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing", str(path), str(scratch / "lain")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    what = f"rehearse {ROWS:,} BDT rows of 101 columns"
    return [
        ratio(f"{what}, CPU, against 3 bare reads and 1 bare insert", median(ours), median(floor), 1, "s"),
        most("memory of that rehearsal", float(memory.stdout), 500, "MB"),
        most("longest the bar stands still meanwhile", still, LONGEST_STILL, "s"),
        *_population(scratch),
    ]


def a_village(folder: Path) -> Store:
    """A small one, with the real clock."""
    store = make.create_sample(folder, FAMILIES, 7, date(2026, 11, 20))
    store.ambient = opened.REAL
    return store


def population(persons: int = PERSONS) -> list[Person]:
    """Families of three with numbers of their own, from several kecamatan."""
    found = (
        replace(one, nik=_of(place, one.nik), kk=_of(place, one.kk), family=one.family + 999 * place)
        for place in range(persons // 2997 + 1)
        for one in people(999, place + 1)
    )
    return [one for _, one in zip(range(persons), found, strict=False)]


def _of(place: int, number: str) -> str:
    return f"{number[:4]}{place + 1:02}{number[6:]}"


def _rehearse(store: Store, path: Path) -> None:
    found = rehearse.rehearse(store.reader(), path)
    assert sum(found.counts().values()) == ROWS, found.counts()


def _floor(path: Path, target: Path) -> float:
    """Three bare reads, and the same rows into a bare table of the same cipher."""
    rows: list[Sequence[object]] = []

    def read() -> None:
        rows[:] = CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()

    def insert() -> None:
        connection = sqlcipher3.dbapi2.connect(str(target), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{bytes(32).hex()}'\"")
        connection.execute("PRAGMA journal_mode = WAL")
        width = len(rows[0])
        connection.execute(f"CREATE TABLE baris({', '.join(f'k{at}' for at in range(width))})")
        connection.execute("BEGIN")
        connection.executemany(f"INSERT INTO baris VALUES ({', '.join('?' * width)})", rows)
        connection.execute("COMMIT")
        connection.close()

    return 3 * timed(read)[1] + timed(insert)[1]


def _longest_still(store: Store, path: Path) -> float:
    moved = [time.perf_counter()]
    rehearse.rehearse(store.reader(), path, None, lambda *_step: moved.append(time.perf_counter()))
    moved.append(time.perf_counter())
    return max(after - before for before, after in pairwise(moved))


def _population(scratch: Path) -> list[Figure]:
    path = xlsx(scratch / "opensid.xlsx", {"Data Penduduk": opensid(population())})
    rehearsal, writes = [], []
    for at in range(TIMES):
        store = a_village(scratch / f"impor{at}")
        found = rehearse.rehearse(store.reader(), path)
        rehearsal.append(timed(partial(rehearse.rehearse, store.reader(), path))[1])
        writes.append(timed(partial(carry_out.carry_out, store, found, {}, "op"))[1])
        store.close()
    return [
        most(f"import {PERSONS:,} persons from OpenSID, written and read back, CPU", median(writes), 3, "s"),
        most("rehearsing them, CPU", median(rehearsal), 3, "s"),
    ]


def main() -> int:
    """The figures, or with a file and a folder the memory in MB that rehearsing it takes."""
    if len(sys.argv) > 1:
        store = a_village(Path(sys.argv[2]))
        _rehearse(store, Path(sys.argv[1]))
        print(footprint.memory()[1] / MEGABYTE)
        return 0
    with tempfile.TemporaryDirectory(prefix="puskesos-ukur-") as scratch:
        found = figures(Path(scratch))
    print(table(found))
    return 0 if all(one.held for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
