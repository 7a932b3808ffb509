"""Makes two sample villages, measures everything, and writes docs/benchmarks.md."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks import (
    backup,
    finding,
    growing,
    importing,
    matching,
    overview,
    paper,
    receiving,
    saving,
    sending,
    starting,
    tables,
)
from benchmarks.figures import Figure, table
from puskesos_desktop.services.sample import make
from puskesos_desktop.store import opened
from puskesos_desktop.store.opened import Store

SMALL, LARGE = 1600, 16_000
REPORT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"

WORDS = """# Benchmarks

Made by `python3 dev.py bench` on {day}, on a virtual machine with two cores shared with other work and no display. The
ratios count, the milliseconds only show the order of size; between runs a ratio moves by about a tenth. Each floor is
measured in the same run, in turn with ours:

- saving: the very rows our save wrote (operations, tables, lines, search), by raw sqlcipher3 in one transaction with
  the same settings (WAL, synchronous FULL), into a copy of the same store. Ours also checks the answers and looks for
  doubles. Bringing 200 KB safely to disk takes {sync:.2f} ms here; where it takes longer, the ratio is smaller;
- same person: rapidfuzz's plain ratio of every name with every name, in one thread, without number, date or reasons;
- searching: the ranked trigram MATCH with LIMIT 50 alone, without the people behind the hits;
- starting and opening: a bare window with a table of 1,600 rows in a process that imported the store's libraries, from
  before the process starts. Typing the password is taken to last half a second, in which the program goes on loading;
- export: reading the operations, zstd level 9 and age, without file, hashes, signature and reading back;
- taking in a village: decrypting, parsing each line, and raw inserts of the very rows it led to (operations, tables,
  lines, search) into the same empty tables, without checking chains, seals and shapes and without folding;
- forms: a bare canvas that draws the same strings and boxes one by one;
- backup: SQLite's own copy of the open store. Copying the bytes is no safe copy of a store that is written to, and the
  two checks every backup passes, of each page's seal and of the structure, alone take more than four times as long;
- foreign tables: python-calamine reading the same file, without recognising, healing and translating;
- growth: the same deed in the small village. A search comes right after a save, so that none of its pages is cached.

{table}

For comparison, measured elsewhere: Anki searches in 10 to 18 ms and shows its main window after 0.89 s with 488 MB;
OpenSID searches 5,000 persons in 216 ms.
"""


def main() -> int:
    """Measure; exit status 1 when a limit is not held."""
    with tempfile.TemporaryDirectory(prefix="puskesos-ukur-") as name:
        scratch = Path(name)
        found = measure(scratch)
        sync = saving.one_sync(scratch / "sinkron") * 1000
    text = WORDS.format(day=date.today().isoformat(), table=table(found), sync=sync)
    REPORT.write_text(text, encoding="utf-8")
    print(table(found))
    return 0 if all(one.held for one in found) else 1


def measure(scratch: Path) -> list[Figure]:
    """All figures, the quick ones on the small village first."""
    small = village(scratch / "kecil", SMALL)
    key, folder = small.key, small.folder
    found = [
        *matching.figures(),
        *sending.figures(small, scratch / "kirim"),
        *saving.figures(small, scratch / "simpan"),
    ]
    families = small.reader().conn.execute("SELECT count(*) FROM ringkasan").fetchone()[0]
    small.close()
    found += starting.figures(folder, families)
    small = opened.open_with_key(folder, key)
    large = village(scratch / "besar", LARGE)
    found += [*finding.figures(large), *growing.figures(small, large, scratch / "tumbuh")]
    found += [*receiving.figures(small, large, scratch / "terima"), *overview.figures(large)]
    print(table(found), flush=True)
    found += [*paper.figures(small, scratch / "cetak"), *backup.figures(small, scratch / "cadangan")]
    print(table(found), flush=True)
    found += [*tables.figures(scratch / "tabel"), *importing.figures(scratch / "impor")]
    small.close()
    large.close()
    return found


def village(folder: Path, families: int) -> Store:
    """A sample village with the real clock."""
    print(f"making a village of {families:,} families …", flush=True)
    store = make.create_sample(folder, families, 7, date(2026, 11, 20))
    store.ambient = opened.REAL
    return store


if __name__ == "__main__":
    sys.exit(main())
