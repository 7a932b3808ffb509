"""Excel files that come back: rows for their owner to mend, and the whole village to be read again without loss."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.exchange.tables import excel
from puskesos_desktop.exchange.tables.excel import Marked, Page
from puskesos_desktop.exchange.tables.kinds import puskesos
from puskesos_desktop.exchange.tables.kinds.kind import Says, SourceRow
from puskesos_desktop.exchange.tables.recogniser import Recognised, Table
from puskesos_desktop.exchange.tables.sheets import Cell, letters, shown
from puskesos_desktop.forms.fields import Sensitivity
from puskesos_desktop.forms.paper import FORMS

REASON = "ALASAN DIKEMBALIKAN"
"""Header of the column with the reasons; reading a file knows no such column and passes over it."""


@dataclass(frozen=True)
class Returned:
    """A row that goes back, with reasons of the caller beside those of the row itself."""

    row: SourceRow
    reasons: tuple[str, ...] = ()


def write_returned(path: Path, seen: Recognised, rows: Iterable[Returned], progress: Progress = silent) -> int:
    """The rows under the headers of their own sheet, odd cells coloured, reasons in a last column; gives the count.

    The file is of the same kind again: mended by its owner it can be read like the first one. What was damaged stays as
    it was (a number cell stays a number), so that an unmended row is named again and never passes for sound.
    """
    by_sheet: dict[str, list[Returned]] = {}
    for one in rows:
        by_sheet.setdefault(one.row.sheet, []).append(one)
    names = excel.sheet_names(by_sheet)
    tables = {table.sheet.name: table for table in seen.tables}
    pages = [
        Page(names[sheet], (*tables[sheet].headers, REASON), _lines(tables[sheet], returned), count=len(returned))
        for sheet, returned in by_sheet.items()
    ]
    excel.write_pages(path, pages, progress)
    return sum(map(len, by_sheet.values()))


def write_village(
    path: Path,
    records: Mapping[str, Sequence[tuple[str, Mapping[str, Value]]]],
    progress: Progress = silent,
    *,
    confidential: bool = False,
) -> None:
    """One sheet for each kind of record (id and answers), labels for people and hidden keys for us.

    Confidential answers are left out unless asked for. Reading the file gives back the same ids and answers.
    """
    pages = [_records(form, found, confidential) for form, found in records.items()]
    excel.write_pages(path, pages, progress)


def _records(form: str, found: Sequence[tuple[str, Mapping[str, Value]]], confidential: bool) -> Page:
    fields = [one for one in FORMS[form].fields.values() if confidential or one.sensitivity is not Sensitivity.RAHASIA]
    keys = [puskesos.header(form, puskesos.ID), *(puskesos.header(form, one.key) for one in fields)]
    rows = ([record, *(puskesos.to_cell(one, answers[one.key]) for one in fields)] for record, answers in found)
    return Page(form, ["Kunci", *(one.label for one in fields)], rows, keys, count=len(found))


def _lines(table: Table, returned: Sequence[Returned]) -> Iterator[list[excel.Cell | Marked]]:
    width, last = len(table.headers), ""
    for one in returned:
        if table.kind.blocks and one.row.family != last:
            last = one.row.family
            yield [_family_line(one.row)]
        cells = one.row.says.cells if isinstance(one.row.says, Says) else ()
        odd = {cell for cell, _ in (*one.row.refusals, *one.row.doubts)}
        padded = (*cells, *("",) * width)[:width]
        line = [_cell(cell, f"{letters(at)}{one.row.row}" in odd) for at, cell in enumerate(padded)]
        yield [*line, _reason(one, table)]


def _cell(cell: Cell, odd: bool) -> excel.Cell | Marked:
    kept: excel.Cell = cell if isinstance(cell, int | float) and not isinstance(cell, bool) else _text(cell)
    if odd and isinstance(kept, str) and re.fullmatch(r"[0-9]{16}", kept):
        kept = int(kept)  # as a number it is doubted again if nobody mends it
    return Marked(kept) if odd else kept


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else shown(cell) if not isinstance(cell, date) else cell.strftime("%Y-%m-%d")


def _reason(one: Returned, table: Table) -> str:
    """Every reason with the header of its cell: "nik (G7): hanya 15 angka."."""
    parts = []
    for cell, sentence in (*one.row.refusals, *one.row.doubts):
        header = next((head for at, head in enumerate(table.headers) if cell == f"{letters(at)}{one.row.row}"), "")
        parts.append(f"{header} ({cell}): {sentence}" if header else f"{cell}: {sentence}")
    return " ".join((*parts, *one.reasons))


def _family_line(row: SourceRow) -> str:
    """The line of a family as the listings have it, so that its people find it again."""
    home = row.household
    number = home.get("nomor_kk") or row.kk_start or ""
    place = f"Alamat : {home.get('alamat') or '-'} Dusun : {home.get('dusun') or '-'}"
    return f"No. KK : {number} {place} RT/RW : {home.get('rt') or '000'}/{home.get('rw') or '000'}"
