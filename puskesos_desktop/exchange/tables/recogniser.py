"""Which kind of file this is, and where in it the header and the rows of people stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from puskesos_desktop.exchange.tables.guard import Notice, UnreadableTable
from puskesos_desktop.exchange.tables.kinds import opensid, puskesos, registry
from puskesos_desktop.exchange.tables.kinds.kind import Kind, squeeze
from puskesos_desktop.exchange.tables.kinds.registry import OTHER, fingerprint, suggested
from puskesos_desktop.exchange.tables.sheets import Book, Cell, Row, Worksheet, shown

_LOOKED_AT = 60
"""Rows searched for a header from the top of a sheet."""
_HEADER_LINES = 3
_CODE_SHEETS = frozenset({"kodedata", "petunjuk", "keterangan", "referensi"})
END = "###"


@dataclass(frozen=True)
class Table:
    """The part of a sheet that holds rows of one kind: headers by column, and the first row below them (from 1)."""

    sheet: Worksheet
    kind: Kind
    headers: tuple[str, ...]
    header_row: int
    first_row: int


@dataclass(frozen=True)
class Recognised:
    """What a file is: its kind, its tables, and what only an unknown table needs.

    `kind` is the key ("opensid_penduduk", …, "lain"), `title` its name for people, `prelist` whether it lists people
    somebody else counts. For "lain", `headers` are to be mapped to questions, `suggestions` say how probably, and the
    mapping is remembered under `fingerprint`. `about` is what the file says of itself (the aid programme). `unread`
    are sheets that hold something but are not read.
    """

    kind: str
    title: str
    prelist: bool
    tables: tuple[Table, ...]
    fingerprint: str
    headers: tuple[str, ...] = ()
    suggestions: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def recognise(book: Book) -> Recognised:
    """Find sheet, header row and kind by the headers alone; `UnreadableTable` when no sheet holds a table."""
    tops = {sheet.name: _top(sheet) for sheet in book.sheets}
    visible = [sheet for sheet in book.sheets if not sheet.hidden and squeeze(sheet.name) not in _CODE_SHEETS]
    found = [table for sheet in visible if (table := _known(sheet, tops[sheet.name]))]
    if found:
        strength: dict[str, int] = {}
        for table in found:
            strength[table.kind.key] = strength.get(table.kind.key, 0) + _matched(table.kind, table.headers)
        best = max(strength, key=lambda key: strength[key])
        tables = tuple(table for table in found if table.kind.key == best)
    else:
        tables = _largest(visible, tops)
    if not tables:
        why = "tidak berisi tabel dengan baris judul."
        raise UnreadableTable(book.path, "tanpa_tabel", why, "Baris judul berisi nama kolom seperti NIK dan Nama.")
    return _told(book, tables, tops)


def remap(seen: Recognised, mapping: Mapping[str, str], *, prelist: bool = False) -> Recognised:
    """An unknown table with the operator's mapping (header to key of a question), ready to be read."""
    kind = registry.mapped(mapping, prelist=prelist)
    tables = tuple(Table(one.sheet, kind, one.headers, one.header_row, one.first_row) for one in seen.tables)
    return Recognised(OTHER, kind.title, prelist, tables, seen.fingerprint, seen.headers, mapping, seen.about,
                      seen.unread, seen.notices)  # fmt: skip


def is_end(row: Row) -> bool:
    """Whether the data end here: ### in one of the first two columns."""
    first, second = row[0] if row else "", row[1] if len(row) > 1 else ""
    return _ends(first) or _ends(second)


def _ends(cell: Cell) -> bool:
    return isinstance(cell, str) and cell[:20].lstrip().startswith(END)


def is_numbering(row: Row) -> bool:
    """Whether this row only numbers the columns: "KOLOM 2 3 …", "(1) (2) (3)", "-1 -2 -3"."""
    cells = [text for cell in row if (text := shown(cell))]
    if cells and squeeze(cells[0]) in ("kolom", "kol"):
        cells = cells[1:]
    numbers = [re.fullmatch(r"\(?-?([0-9]{1,3})[).]?", cell) for cell in cells]
    if len(numbers) < 3 or None in numbers:
        return False
    values = [int(one[1]) for one in numbers if one]
    steps = [after - before for before, after in pairwise(values)]
    return values[0] <= 2 and all(step in (0, 1) for step in steps) and sum(steps) >= len(steps) * 0.7


def _told(book: Book, tables: tuple[Table, ...], tops: Mapping[str, Sequence[tuple[int, Row]]]) -> Recognised:
    kind, names = tables[0].kind, {table.sheet.name for table in tables}
    headers = tuple(one for one in tables[0].headers if one)
    unread = tuple(
        sheet.name for sheet in book.sheets
        if sheet.name not in names and tops[sheet.name] and squeeze(sheet.name) not in (*_CODE_SHEETS, "program")
    )  # fmt: skip
    merged = [merge for table in tables for merge in table.sheet.merges if merge.last_row >= table.first_row]
    notices = list(book.notices)
    if kind.remark:
        notices.append(Notice("keterangan", kind.remark))
    if merged:
        notices.append(Notice("sel_gabungan", f"Ada sel yang digabung di dalam tabel, misalnya {merged[0].words}."))
    return Recognised(
        kind.key, kind.title, kind.prelist, tables,
        fingerprint(header for table in tables for header in table.headers),
        headers, suggested(headers) if kind.key == OTHER else {},
        _about(book, tops) if kind.key == opensid.BANTUAN.key else {}, unread, tuple(notices),
    )  # fmt: skip


def _top(sheet: Worksheet) -> list[tuple[int, Row]]:
    """The first rows with something in them."""
    filled = ((number, row) for number, row in sheet.rows() if any(cell != "" for cell in row))
    return list(islice(filled, _LOOKED_AT))


def _known(sheet: Worksheet, top: Sequence[tuple[int, Row]]) -> Table | None:
    """The kind whose headers explain most of a row, or of up to three rows read as one."""
    best: tuple[int, int, Table] | None = None
    for header_row, last_row, cells in _candidates(top):
        own = puskesos.kind_of(cells)
        kinds = (own,) if own else registry.KINDS
        for kind in kinds:
            score = _matched(kind, cells)
            lines = last_row - header_row
            if score and (best is None or (score, -lines) > best[:2]):
                first = last_row + (2 if own else 1)
                best = (score, -lines, Table(sheet, kind, tuple(cells), header_row, first))
    return best[2] if best else None


def _candidates(top: Sequence[tuple[int, Row]]) -> Iterator[tuple[int, int, list[str]]]:
    for at, (number, row) in enumerate(top):
        cells = [shown(cell) if isinstance(cell, str | float | int) else "" for cell in row]
        yield number, number, cells
        for lower, below in top[at + 1 : at + _HEADER_LINES]:
            if lower - number >= _HEADER_LINES or is_numbering(below):
                break
            under = [shown(cell) if isinstance(cell, str | float | int) else "" for cell in below]
            width = max(len(cells), len(under))
            pairs = zip(cells + [""] * (width - len(cells)), under + [""] * (width - len(under)), strict=True)
            cells = [lower_cell or upper for upper, lower_cell in pairs]
            yield number, lower, cells


def _matched(kind: Kind, cells: Sequence[str]) -> int:
    """How many columns of the kind these headers hold; 0 when one that must be there is missing."""
    if kind.exact and not set(kind.exact) <= {cell.strip().casefold() for cell in cells}:
        return 0
    columns = {kind.by_spelling.get(squeeze(cell)) for cell in cells if cell} - {None}
    found = {squeeze(column.header) for column in columns if column}
    return len(found) if kind.required <= found else 0


def _largest(sheets: Sequence[Worksheet], tops: Mapping[str, Sequence[tuple[int, Row]]]) -> tuple[Table, ...]:
    """The widest row of different words with rows below it, over all sheets; every sheet with that same header."""
    found = [
        (len({squeeze(cell) for cell in cells if cell}), sheet, number, cells)
        for sheet in sheets
        for number, cells in _wordy(tops[sheet.name])
    ]
    if not found:
        return ()
    _, _, _, headers = max(found, key=lambda one: one[0])
    wanted = fingerprint(headers)
    taken: dict[str, tuple[Worksheet, int, list[str]]] = {}
    for _, sheet, number, cells in found:
        if fingerprint(cells) == wanted:
            taken.setdefault(sheet.name, (sheet, number, cells))
    kind = registry.mapped({})
    return tuple(Table(sheet, kind, tuple(cells), number, number + 1) for sheet, number, cells in taken.values())


def _wordy(top: Sequence[tuple[int, Row]]) -> Iterator[tuple[int, list[str]]]:
    """Rows that could be headers: two or more different texts, no number among them, and something below."""
    for number, row in top[:-1]:
        filled = [cell for cell in row if cell != ""]
        texts = [cell for cell in filled if isinstance(cell, str) and re.search("[A-Za-z]", cell)]
        if len(texts) == len(filled) and len({squeeze(one) for one in texts}) >= 2:
            yield number, [shown(cell) for cell in row]


def _about(book: Book, tops: Mapping[str, Sequence[tuple[int, Row]]]) -> dict[str, str]:
    """Labels in A and values in B of the sheet that describes an aid programme, up to the ###."""
    about: dict[str, str] = {}
    for sheet in book.sheets:
        if squeeze(sheet.name) == "program":
            for _, row in tops[sheet.name]:
                if is_end(row):
                    break
                if len(row) > 1 and shown(row[0]) and shown(row[1]):
                    about[shown(row[0])] = shown(row[1])
    return about
