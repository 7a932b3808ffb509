"""Short ways for tests of imports: a file of people rehearsed and written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.services.imports import carry_out, rehearse
from puskesos_desktop.services.imports.findings import Decision, Imported, Line, Options, Rehearsal
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import population
from tests.support import tables
from tests.support.tables import Rows
from tests.support.village import OPERATOR


def a_file(folder: Path, rows: Rows, name: str = "berkas.xlsx") -> Path:
    """An Excel file of one sheet."""
    folder.mkdir(exist_ok=True)
    return tables.xlsx(folder / name, {"Data": rows})


def rehearsed(store: Store, path: Path, options: Options | None = None) -> Rehearsal:
    return rehearse.rehearse(store.reader(), path, options)


def imported(
    store: Store,
    path: Path,
    decisions: Mapping[int, Decision] | None = None,
    options: Options | None = None,
    progress: Progress = silent,
) -> Imported:
    """Rehearsed and carried out."""
    return carry_out.carry_out(store, rehearsed(store, path, options), decisions or {}, OPERATOR, progress)


def line_of(found: Rehearsal, name: str) -> Line:
    """The line that names somebody."""
    return next(one for one in found.lines if one.name == name)


def without(counts: Mapping[str, int]) -> dict[str, int]:
    """The verdicts that occur."""
    return {verdict: count for verdict, count in counts.items() if count}


def state(store: Store) -> dict[str, dict[str, object]]:
    """Every live answer of the village."""
    return {
        kind: {one.id: one.answers for one in population.every(store.reader().conn, kind)}
        for kind in (BANGUNAN, KELUARGA, ANGGOTA, "prelist")
    }
