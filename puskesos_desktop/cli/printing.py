"""`puskesos cetak`: forms and lists for the field as PDF, without a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from puskesos_desktop.cli.frame import PATH, Call, puskesos
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import wording

if TYPE_CHECKING:
    from puskesos_desktop.documents.form.layout import Options

SIZES = {"kecil": 0.95, "sedang": 1.0, "besar": 1.2}


@puskesos.group(cls=type(puskesos))
def cetak() -> None:
    """Cetak formulir dan daftar kunjungan ke PDF."""


def _target(command: Any) -> Any:
    """The options both commands have."""
    for option in (
        click.option("--ke", "target", type=PATH, metavar="BERKAS.pdf", required=True, help="Berkas PDF tujuan."),
        click.option("--kertas", "paper", type=click.Choice(["a4", "f4"]), default="f4", metavar="a4|f4",
                     help="Ukuran kertas; f4 (215 × 330 mm)."),
        click.option("--semua", "everyone", is_flag=True, help="Seluruh desa, urut dusun, RW, dan RT."),
        click.option("--rt", default=None, metavar="RT/RW", help="Satu RT, misalnya 001/002."),
    ):  # fmt: skip
        command = option(command)
    return command


@cetak.command()
@_target
@click.option("--kk", "card", default=None, metavar="NOMOR", help="Satu keluarga menurut nomor KK.")
@click.option("--kosong", "blank", is_flag=True, help="Tanpa data lama; sendirian: satu formulir kosong.")
@click.option("--bagian", "sections", multiple=True, metavar="NOMOR", help="Hanya bagian ini, misalnya III.C.")
@click.option(
    "--huruf", "size", type=click.Choice(list(SIZES)), default="sedang", metavar="kecil|sedang|besar",
    help="Ukuran huruf; sedang.",
)  # fmt: skip
@click.option("--per-rt", "each", is_flag=True, help="Satu berkas untuk tiap RT; --ke adalah folder.")
@click.option("--samar", "masked", is_flag=True, help="NIK dan nomor KK hanya enam angka pertama.")
@click.option("--dua", "two_up", is_flag=True, help="Dua halaman pada satu lembar, diperkecil.")
@click.pass_obj
def formulir(
    call: Call, /, target: Path, *, paper: str, everyone: bool, rt: str | None, card: str | None, each: bool, **how: Any
) -> None:
    """Cetak formulir verifikasi keluarga: satu keluarga, satu RT, seluruh desa, atau kosong."""
    from puskesos_desktop.services.family import told
    from puskesos_desktop.services.rounds import printing

    chosen = sum((everyone, rt is not None, card is not None))
    if chosen > 1 or (chosen == 0 and not how["blank"]):
        raise UserError("Keluarga belum dipilih.", "Pilih salah satu: --kk, --rt, --semua, atau --kosong saja.")
    options = sheet_options(paper, **how)
    with call.store() as (store, _):
        if card is not None:
            one = told.family_by_card(store.reader(), card).household.family.id
            printed = printing.print_families(store, target, [one], options)
        elif each:
            files = printing.print_each_rt(store, target, printing.chosen(rt), options)
            words = f"{wording.thousands(len(files))} berkas ditulis ke {target.name}."
            call.answer({"berkas": [str(path) for path in files]}, words)
            return
        elif chosen:
            printed = printing.print_chosen(store, target, printing.chosen(rt), options)
        else:
            printed = printing.print_blank(store, target, options)
    _told(call, target, printed.families, printed.sheets)


@cetak.command()
@_target
@click.pass_obj
def daftar(call: Call, target: Path, *, paper: str, everyone: bool, rt: str | None) -> None:
    """Cetak rekap RT, daftar kunjungan tiap RT, dan label amplop, tanpa formulir."""
    from puskesos_desktop.services.rounds import printing

    if everyone == (rt is not None):
        raise UserError("RT belum dipilih.", "Pilih salah satu: --rt atau --semua.")
    with call.store() as (store, _):
        printed = printing.print_chosen(store, target, printing.chosen(rt), sheet_options(paper), forms=False)
    _told(call, target, printed.families, printed.sheets)


def sheet_options(paper: str, **how: Any) -> Options:
    """How forms are printed, from the words of the command."""
    from puskesos_desktop.documents.form.layout import Options
    from puskesos_desktop.documents.press.page import A4, F4

    sheet = {"a4": A4, "f4": F4}[paper]
    scale = SIZES[how.pop("size", "sedang")]
    return Options(sheet, scale=scale, sections=frozenset(how.pop("sections", ())), **how)


def _told(call: Call, target: Path, families: int, sheets: int) -> None:
    who = f"{wording.thousands(families)} keluarga" if families else "Formulir kosong"
    call.answer(
        {"berkas": str(target), "keluarga": families, "lembar": sheets},
        f"{who} ditulis ke {target.name}: {wording.thousands(sheets)} halaman. Cetak pada ukuran sebenarnya (100 %).",
    )
