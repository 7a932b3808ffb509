"""The file itself: opened with a bar that moves, recognised, and read row by row."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillLoading
from itertools import islice
from pathlib import Path
from typing import TypeVar

from puskesos_desktop.domain.outcome import Progress, UserError
from puskesos_desktop.exchange.tables import reading, recogniser, sheets
from puskesos_desktop.exchange.tables.guard import UnreadableTable
from puskesos_desktop.exchange.tables.kinds.registry import OTHER
from puskesos_desktop.exchange.tables.reading import Reader
from puskesos_desktop.exchange.tables.recogniser import Recognised
from puskesos_desktop.exchange.tables.sheets import shown
from puskesos_desktop.services.imports.findings import Options, Rehearsal, Role

_EVERY = 0.2
"""Seconds between two steps of the bar while a file is loaded, of which the loader tells nothing."""
_BYTES_A_SECOND = 3_000_000
_LOOKED_AT = 20
T = TypeVar("T")


def opened(path: Path, progress: Progress) -> tuple[Recognised, str]:
    """What the file is, and its SHA-256; `UnreadableTable` with one sentence, `Cancelled` at any moment."""
    return _moving(lambda: (recogniser.recognise(sheets.open_book(path)), _digest(path)), _expected(path), progress)


def readable(seen: Recognised, options: Options) -> Recognised:
    """The file ready to be read: a table of no known kind with the operator's mapping."""
    if seen.kind != OTHER:
        return seen
    chosen = {header: key for header, key in options.mapping.items() if key and header in seen.headers}
    return recogniser.remap(seen, chosen, prelist=role_of(seen, options) is Role.PRELIST)


def role_of(seen: Recognised, options: Options) -> Role:
    """What the file is taken for: as the operator says, else as its kind suggests."""
    return options.role or (Role.PRELIST if seen.prelist else Role.POPULATION)


def rows(seen: Recognised, progress: Progress) -> Reader:
    """The rows; iterate to read them."""
    return reading.read(seen, progress)


def samples(seen: Recognised) -> dict[str, str]:
    """The first words under each header of a table of no known kind."""
    found: dict[str, str] = {}
    table = seen.tables[0]
    for number, row in islice(table.sheet.rows(), table.first_row + _LOOKED_AT):
        if number >= table.first_row:
            for header, cell in zip(table.headers, row, strict=False):
                if words := shown(cell):
                    found.setdefault(header, words[:60])
    return found


def again(rehearsal: Rehearsal, progress: Progress) -> Recognised:
    """The rehearsed file once more, ready to be read; `UserError` when it is another file now."""
    seen, sha256 = opened(rehearsal.path, progress)
    if sha256 != rehearsal.sha256:
        raise UserError(f"Berkas {rehearsal.path.name} berubah sejak dicoba.", "Coba lagi dari awal.")
    return readable(seen, rehearsal.options)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise UnreadableTable(path, "tidak_terbuka", "tidak dapat dibuka.", "Periksa apakah berkasnya ada.") from None


def _expected(path: Path) -> float:
    try:
        return 0.5 + path.stat().st_size / _BYTES_A_SECOND
    except OSError:
        return 1.0


def _moving(work: Callable[[], T], expected: float, progress: Progress) -> T:
    """The work on a thread of its own, while the bar goes on by the clock; given up the moment progress cancels."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="muat")
    try:
        future: Future[T] = pool.submit(work)
        started = time.monotonic()
        while True:
            spent = time.monotonic() - started
            progress(round(1000 * spent / (spent + expected)), 1000, f"Membuka berkas… {int(spent)} detik")
            try:
                return future.result(timeout=_EVERY)
            except StillLoading:
                if future.done():
                    return future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
