"""Commands that take files of others in, and give the village out as files."""

from __future__ import annotations

from pathlib import Path

import click

from puskesos_desktop.cli.frame import PATH, Call, puskesos
from puskesos_desktop.domain.words import wording


@puskesos.command()
@click.argument("berkas", type=PATH)
@click.option("--coba", "only_look", is_flag=True, help="Hanya tunjukkan apa yang akan terjadi.")
@click.option("--jenis", "role", type=click.Choice(["penduduk", "prelist"]), default=None, metavar="JENIS",
              help="Berkas dianggap: penduduk atau prelist.")  # fmt: skip
@click.option("--kolom", "columns", multiple=True, metavar="JUDUL=ISIAN", help="Arti satu kolom tabel lain.")
@click.option("--daftarkan", "register", is_flag=True, help="Daftarkan juga orang prelist yang belum tercatat.")
@click.option("--rincian", "each_row", is_flag=True, help="Sebutkan juga setiap baris.")
@click.option(
    "--catatan", "target", type=PATH, metavar="BERKAS", default=None, help="Excel berisi baris yang tertinggal."
)
@click.pass_obj
def impor(
    call: Call,
    berkas: Path,
    *,
    only_look: bool,
    role: str | None,
    columns: tuple[str, ...],
    register: bool,
    each_row: bool,
    target: Path | None,
) -> None:
    """Impor berkas Excel, ODS, atau CSV: penduduk, prelist, atau ekspor Puskesos; dapat dibatalkan."""
    from puskesos_desktop.cli import imports_told

    options = imports_told.options_of(role, columns, register)
    with call.store(write=not only_look) as (store, operator):
        done = imports_told.run(store, berkas, options, operator, only_look=only_look)
        if target is not None:
            imports_told.write_back(done, target)
    lines = imports_told.lines_of(done) if each_row else ()
    content = imports_told.content(done)
    if each_row:
        content["rincian"] = [imports_told.row(done, one) for one in lines]
    call.answer(content, imports_told.words(done, lines))


@puskesos.group()
def ekspor() -> None:
    """Tulis data desa ke berkas Excel."""


@ekspor.command()
@click.option("--ke", "target", type=PATH, metavar="BERKAS", required=True, help="Berkas Excel yang ditulis.")
@click.pass_obj
def opensid(call: Call, target: Path) -> None:
    """Penduduk untuk diimpor OpenSID; yang harus diubah di sana dengan tangan ditulis ke berkas kedua."""
    from puskesos_desktop.services.imports import export

    with call.store() as (store, _):
        done = export.opensid(store.reader(), target)
    call.answer(
        {
            "berkas": str(target), "ditulis": done.written, "diubah_manual": len(done.left),
            "berkas_manual": str(done.by_hand) if done.by_hand else None,
        },
        f"{wording.thousands(done.written)} orang ditulis ke {target.name}."
        + (f" {wording.thousands(len(done.left))} orang harus diubah di OpenSID: {done.by_hand.name}."
           if done.by_hand else ""),
    )  # fmt: skip


@ekspor.command()
@click.option("--ke", "target", type=PATH, metavar="BERKAS", required=True, help="Berkas Excel yang ditulis.")
@click.option("--rahasia", "confidential", is_flag=True, help="Sertakan isian rahasia (kesehatan, PPKS).")
@click.pass_obj
def desa(call: Call, target: Path, confidential: bool) -> None:
    """Seluruh desa: satu lembar tiap jenis catatan, dapat diimpor lagi tanpa kehilangan."""
    from puskesos_desktop.services.imports import export

    with call.store() as (store, _):
        counts = export.village(store.reader(), target, confidential=confidential)
    call.answer({"berkas": str(target), **counts}, f"{wording.records(counts)} ditulis ke {target.name}.")
