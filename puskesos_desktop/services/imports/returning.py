"""Rows that did not come in, given back to their owner as Excel with the reasons, to be mended and read again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from puskesos_desktop.domain.outcome import Progress, UserError, silent
from puskesos_desktop.exchange.tables import writer
from puskesos_desktop.exchange.tables.writer import Returned
from puskesos_desktop.services.imports import source
from puskesos_desktop.services.imports.findings import Line, Rehearsal


def write_back(rehearsal: Rehearsal, left: Iterable[Line], target: Path, progress: Progress = silent) -> int:
    """The rows of these lines as they stand in the file, with every reason in a last column; how many.

    The file is read once more: `UserError` when it is another one now, or when the target cannot be written.
    """
    wanted = {(one.sheet, one.row): one for one in left}
    if target.resolve() == rehearsal.path.resolve():
        raise UserError("Berkas asal tidak ditimpa.", "Pilih nama lain untuk berkas catatan.")
    seen = source.again(rehearsal, progress)
    returned = (
        Returned(row, tuple(sentence for cell, sentence in line.reasons if not cell))
        for row in source.rows(seen, progress)
        if (line := wanted.get((row.sheet, row.row))) is not None
    )
    return writer.write_returned(target, seen, returned, progress)
