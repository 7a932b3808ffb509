"""Reading 31,000 BDT rows of 101 columns into our words, against the bare read of the same file; run as a module."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.figures import MEGABYTE, Figure, median, most, ratio, table, timed
from puskesos_desktop.exchange.tables import reading, recogniser, sheets
from puskesos_desktop.ui import footprint
from tests.support.tables import BDT, people

ROWS, TIMES = 31_000, 3
_FIRST_OF_PERSON = BDT.index("Nomor urut ART")


def figures(scratch: Path) -> list[Figure]:
    """CPU time against the bare read, and the most memory a process of its own takes."""
    scratch.mkdir(exist_ok=True)
    path = prelist(scratch / "bdt.xlsx")
    floor, ours = [], []
    for _ in range(TIMES):
        floor.append(timed(lambda: _bare(path))[1])
        ours.append(timed(lambda: _ours(path))[1])
    memory = subprocess.run(
        [sys.executable, "-m", "benchmarks.tables", str(path)], capture_output=True, text=True, check=True
    )
    return [
        ratio(f"read {ROWS:,} BDT rows of 101 columns, families of three, CPU time", median(ours), median(floor), 2),
        most("memory of that read", float(memory.stdout), 500, "MB"),
    ]


def prelist(path: Path) -> Path:
    """Families of three with the family's answers in each of its rows, as the prelists have them."""
    chance, found = random.Random(5), people(ROWS // 3 + 1)[:ROWS]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("BDT")
        for column, header in enumerate(BDT):
            sheet.write_string(0, column, header)
        home: list[float] = []
        for at, one in enumerate(found, start=1):
            if at % 3 == 1:
                home = [chance.randint(1, 4) for _ in BDT]
            for column in range(len(BDT)):
                person = column >= _FIRST_OF_PERSON
                sheet.write_number(at, column, chance.randint(1, 4) if person else home[column])
            words = {1: f"{one.family:010}", 10: "RT 003 RW 002 KRAJAN", 11: "Jl. Melati", 12: one.name,
                     _FIRST_OF_PERSON + 1: one.name, _FIRST_OF_PERSON + 2: one.nik}  # fmt: skip
            for column, text in words.items():
                sheet.write_string(at, column, text)
    return path


def _bare(path: Path) -> None:
    for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
        pass


def _ours(path: Path) -> int:
    seen = recogniser.recognise(sheets.open_book(path))
    count = sum(1 for row in reading.read(seen) if row.person)
    assert count == ROWS, count
    return count


def main() -> int:
    """The figures, or with a file the memory in MB that reading it takes."""
    if len(sys.argv) > 1:
        _ours(Path(sys.argv[1]))
        print(footprint.memory()[1] / MEGABYTE)
        return 0
    with tempfile.TemporaryDirectory(prefix="puskesos-ukur-") as scratch:
        found = figures(Path(scratch))
    print(table(found))
    return 0 if all(one.held for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
