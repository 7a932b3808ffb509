"""The command of Periksa: every check with its findings, the same as the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from puskesos_desktop.cli.frame import Call, puskesos
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import wording

if TYPE_CHECKING:  # the matcher is loaded by whoever checks, not by every command
    from puskesos_desktop.services.checks.kinds import Check, Finding

AT_MOST = 5
"""So many findings of a check are read out unless it was asked for by name; JSON has them all."""


@puskesos.command()
@click.argument("pemeriksaan", required=False)
@click.pass_obj
def temuan(call: Call, pemeriksaan: str | None) -> None:
    """Apa yang perlu dibetulkan di data desa; dengan nama satu pemeriksaan, semua temuannya."""
    from puskesos_desktop.services.checks.report import examine

    with call.store() as (store, _operator):
        report = examine(store)
    if pemeriksaan is not None and pemeriksaan not in report.found:
        raise UserError(f"Pemeriksaan {pemeriksaan} tidak ada.", f"Yang ada: {', '.join(report.found)}.")
    wanted = [check for check, _ in report.counts() if pemeriksaan in (None, check.key)]
    rows = [_row(check, report.found[check.key]) for check in wanted]
    most = None if pemeriksaan else AT_MOST
    lines = [line for check in wanted for line in _lines(check, report.found[check.key], most)]
    call.answer(rows, "\n".join(lines) or "Tidak ada yang perlu dibetulkan.")


def _row(check: Check, found: Sequence[Finding]) -> dict[str, Any]:
    return {
        "pemeriksaan": check.key,
        "judul": check.title,
        "bobot": str(check.weight),
        "jumlah": len(found),
        "temuan": [
            {
                "siapa": one.who,
                "tempat": one.place,
                "mengapa": one.words,
                "keluarga": one.family,
                "catatan": one.record,
                "catatan_lain": one.other or None,
            }
            for one in found
        ],
    }


def _lines(check: Check, found: Sequence[Finding], most: int | None) -> Iterator[str]:
    if not found:
        return
    yield f"{wording.thousands(len(found)):>6}  {check.title} ({check.key})"
    shown = found[:most]
    for one in shown:
        yield f"        {', '.join(filter(None, (one.who, one.place)))}: {one.words}"
    if len(shown) < len(found):
        yield f"        … dan {wording.thousands(len(found) - len(shown))} lagi"
