"""Commands that keep the village safe: make and copy a backup, go back to one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from puskesos_desktop.cli.frame import PATH, Call, password, puskesos
from puskesos_desktop.domain.words import wording

if TYPE_CHECKING:
    from puskesos_desktop.services.safety.restore import Look
    from puskesos_desktop.store.backup.note import Backup


@puskesos.command()
@click.option("--ke", "target", type=PATH, metavar="FOLDER", default=None, help="Salin juga ke drive lain.")
@click.option("--daftar", "only_list", is_flag=True, help="Hanya tampilkan cadangan yang ada.")
@click.option("--latihan", "trial", is_flag=True, help="Coba pulihkan cadangan terakhir ke folder sementara.")
@click.pass_obj
def cadangkan(call: Call, target: Path | None, only_list: bool, trial: bool) -> None:
    """Buat cadangan yang diperiksa; dengan --ke juga disalin ke drive lain dan dibaca ulang."""
    from puskesos_desktop.services.safety import upkeep

    with call.store() as (store, _):
        if only_list:
            standing = upkeep.describe(store)
            words = [_line(one) for one in standing.backups]
            words += [f"{_line(one)}  (dari keadaan lain)" for one in standing.apart]
            rows = [
                {**_row(one), "keadaan_lain": one in standing.apart} for one in (*standing.backups, *standing.apart)
            ]
            call.answer(rows, "\n".join(words) or "Belum ada cadangan.")
            return
        if trial:
            done = upkeep.rehearse(store)
            call.answer(
                {**_row(done.backup), "catatan": done.operations, "foto_kurang": done.missing},
                f"Latihan pulih berhasil: cadangan {done.backup.name} dibuka dan dibaca seluruhnya, "
                f"{wording.thousands(done.operations)} catatan utuh, {wording.totals(done.counts)}.",
            )
            return
        if target is not None:
            copied = upkeep.copy_to(store, target)
            made, photos, verb = copied.backup, copied.photos, "Cadangan disalin dan dibaca ulang"
        else:
            made, photos, verb = upkeep.back_up(store), 0, "Cadangan ditulis dan diperiksa"
    more = f", {wording.thousands(photos)} foto" if photos else ""
    call.answer(
        _row(made), f"{verb}: {wording.totals(made.counts)}{more}, {wording.size(made.size)}.\nTempat: {made.folder}"
    )


@puskesos.command()
@click.argument("cadangan")
@click.option("--coba", "only_look", is_flag=True, help="Hanya tunjukkan apa yang akan berubah.")
@click.option("--kode", "by_code", is_flag=True, help="Buka dengan kode pemulihan yang dicetak, bukan kata sandi.")
@click.pass_obj
def pulihkan(call: Call, cadangan: str, only_look: bool, by_code: bool) -> None:
    """Kembali ke CADANGAN (folder, nama, atau "terakhir"), juga ke folder data yang masih kosong."""
    from puskesos_desktop.services.safety import restore

    backup = restore.find(call.folder, cadangan)
    if by_code:
        opening = restore.unlock_by_code(call.folder, backup, _code())
    else:
        opening = restore.unlock(call.folder, backup, password())
    seen = restore.look_from_outside(call.folder, backup, opening)
    if only_look:
        call.answer(_looked(seen), restore.look_in_words(seen))
        return
    done = restore.finish(restore.prepare(call.folder, backup, opening))
    call.answer(
        {**_looked(seen), "disisihkan": str(done.aside) if done.aside else None, "foto_kurang": done.missing},
        restore.in_words(done),
    )


def _code() -> str:
    """The recovery code from the prompt, else one line of what is piped in: never an argument that others could see."""
    if sys.stdin.isatty():
        return str(click.prompt("Kode pemulihan", err=True))
    return sys.stdin.readline()


def _row(one: Backup) -> dict[str, Any]:
    return {
        "nama": one.name, "folder": str(one.folder), "dibuat": one.made, "sebab": one.why, "ukuran": one.size,
        "perubahan_terakhir": one.newest, **one.counts,
    }  # fmt: skip


def _line(one: Backup) -> str:
    return f"{one.name}  {wording.totals(one.counts)}  {wording.size(one.size)}  ({one.why})"


def _looked(seen: Look) -> dict[str, Any]:
    return {
        **_row(seen.backup),
        "sekarang": dict(seen.present) if seen.present is not None else None,
        "perubahan_terakhir_sekarang": seen.newest,
        "akan_hilang": seen.lost,
        "contoh": [{"label": one.label, "operator": one.operator, "waktu": one.wall} for one in seen.deeds],
    }
