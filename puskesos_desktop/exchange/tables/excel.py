"""Lists as Excel files: every cell a text cell unless it is a count, so that no NIK loses a digit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from puskesos_desktop.domain.outcome import Progress, UserError, silent

Cell = str | int | float | None


@dataclass(frozen=True)
class Marked:
    """A cell to be coloured, because somebody has to look at it; typing over it makes it text."""

    cell: Cell


@dataclass(frozen=True)
class Page:
    """One sheet: header cells, rows, and keys for programs in a hidden row above the header.

    With `bare` there is nothing but plain text cells: no bold, no frozen row, no filter.
    """

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell | Marked]]
    keys: Sequence[str] = ()
    bare: bool = False
    count: int = 0


def write_list(
    path: Path,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    progress: Progress = silent,
) -> None:
    """One sheet with a bold, frozen header row; `UserError` when the place cannot be written, nothing left behind."""
    write_pages(path, (Page(title, columns, rows, count=len(rows)),), progress)


def write_pages(path: Path, pages: Iterable[Page], progress: Progress = silent) -> None:
    """Several sheets in one file; fails as `write_list` does. Rows are taken one by one and never kept."""
    part = path.with_name(path.name + ".part")
    try:
        part.touch()
        _write(part, pages, progress)
        os.replace(part, path)
    except (OSError, xlsxwriter.exceptions.FileCreateError):
        raise UserError(
            f"Berkas {path.name} tidak dapat ditulis.", "Tutup berkas itu di Excel, atau pilih folder lain."
        ) from None
    finally:
        part.unlink(missing_ok=True)


def _write(part: Path, pages: Iterable[Page], progress: Progress) -> None:
    options = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(part), options) as book:
        styles = {
            "bold": book.add_format({"bold": True, "bottom": 1}),
            "text": book.add_format({"num_format": "@"}),
            "marked": book.add_format({"num_format": "@", "bg_color": "#FFE08A"}),
        }
        for page in pages:
            _write_page(book.add_worksheet(page.title[:31]), page, styles, progress)


def _write_page(sheet: Any, page: Page, styles: dict[str, Any], progress: Progress) -> None:
    top = 1 if page.keys else 0
    for column, key in enumerate(page.keys):
        sheet.write_string(0, column, key)
    for column, name in enumerate(page.columns):
        sheet.set_column(column, column, max(10, min(40, len(name) + 4)))
    if page.keys:
        sheet.set_row(0, None, None, {"hidden": True})
    for column, name in enumerate(page.columns):
        sheet.write_string(top, column, name, None if page.bare else styles["bold"])
    if not page.bare:
        sheet.freeze_panes(top + 1, 0)
    for number, row in enumerate(page.rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, top + number, column, cell, styles)
        if number % 500 == 0:
            progress(number, max(number, page.count), f"{number} dari {max(number, page.count)} baris")


def _write_cell(sheet: Any, row: int, column: int, cell: Cell | Marked, styles: dict[str, Any]) -> None:
    if isinstance(cell, Marked):
        _write_marked(sheet, row, column, cell.cell, styles["marked"])
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell, styles["text"])


def _write_marked(sheet: Any, row: int, column: int, cell: Cell, style: object) -> None:
    if isinstance(cell, int | float):
        sheet.write_number(row, column, cell, style)
    elif cell:
        sheet.write_string(row, column, cell, style)
    else:
        sheet.write_blank(row, column, None, style)


def sheet_names(wanted: Iterable[str], taken: AbstractSet[str] = frozenset()) -> dict[str, str]:
    """A name Excel allows for each wanted one: at most 31 signs, none of []:*?/\\, no two alike whatever the case."""
    used, names = {one.casefold() for one in taken}, {}
    for name in wanted:
        plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in name).strip("' ")[:31] or "Lembar"
        tried, number = plain, 2
        while tried.casefold() in used:
            tried, number = f"{plain[:27]} {number}", number + 1
        used.add(tried.casefold())
        names[name] = tried
    return names
