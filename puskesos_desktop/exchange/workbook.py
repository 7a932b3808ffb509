"""Lists as Excel files: every cell a text cell unless it is a count, so that no NIK loses a digit."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from puskesos_desktop.domain.outcome import Progress, UserError, silent

Cell = str | int | None


def write_list(
    path: Path,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    progress: Progress = silent,
) -> None:
    """One sheet with a bold, frozen header row; `UserError` when the place cannot be written, nothing left behind."""
    part = path.with_name(path.name + ".part")
    try:
        part.touch()
        _write(part, title, columns, rows, progress)
        os.replace(part, path)
    except (OSError, xlsxwriter.exceptions.FileCreateError):
        raise UserError(
            f"Berkas {path.name} tidak dapat ditulis.", "Tutup berkas itu di Excel, atau pilih folder lain."
        ) from None
    finally:
        part.unlink(missing_ok=True)


def _write(part: Path, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], progress: Progress) -> None:
    options = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(part), options) as book:
        sheet = book.add_worksheet(title[:31])
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        for column, name in enumerate(columns):
            sheet.set_column(column, column, max(10, min(40, len(name) + 4)))
            sheet.write_string(0, column, name, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell, text)
            if number % 500 == 0:
                progress(number, len(rows), f"{number} dari {len(rows)} baris")
