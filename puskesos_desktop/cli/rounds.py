"""`puskesos putaran` and `puskesos hasil`: plan a round, print its sheets, take them back, enter them, see progress."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from puskesos_desktop.cli.frame import PATH, Call, puskesos
from puskesos_desktop.cli.printing import SIZES, sheet_options
from puskesos_desktop.domain.codes.rounds import HASIL_KUNJUNGAN, TUJUAN_KEYS, TUJUAN_PUTARAN
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import calendar, wording

if TYPE_CHECKING:
    from puskesos_desktop.domain.household import Record
    from puskesos_desktop.services.rounds.plan import AreaProgress
    from puskesos_desktop.store.opened import Store


@puskesos.group(cls=type(puskesos), invoke_without_command=True)
@click.option("--baru", "name", default=None, metavar="NAMA", help="Rencanakan putaran baru dengan nama ini.")
@click.option(
    "--tujuan", "purpose", type=click.Choice(list(TUJUAN_KEYS)), default="rutin", metavar="|".join(TUJUAN_KEYS),
    help="Untuk apa; rutin.",
)  # fmt: skip
@click.option("--rt", default=None, metavar="RT/RW", help="Hanya keluarga satu RT, misalnya 001/002.")
@click.option("--usang", "stale", is_flag=True, help="Hanya keluarga yang lebih dari 6 bulan tidak dikunjungi.")
@click.option("--daftar", "prelist", default=None, metavar="NAMA", help="Hanya keluarga dalam prelist bernama ini.")
@click.pass_context
def putaran(
    context: click.Context, name: str | None, purpose: str, rt: str | None, stale: bool, prelist: str | None
) -> None:
    """Putaran verifikasi: daftarnya, atau rencanakan yang baru."""
    call: Call = context.obj
    if context.invoked_subcommand is not None:
        return
    if name is None:
        _list(call)
        return
    from dataclasses import replace

    from puskesos_desktop.services.family import registry
    from puskesos_desktop.services.rounds import plan, printing
    from puskesos_desktop.store.read import lists, rounds

    with call.store(write=True) as (store, operator):
        made = plan.new_round(store).answering(nama=name.strip() or None, tujuan=TUJUAN_KEYS[purpose])
        chosen = printing.chosen(rt)
        if prelist is not None:
            chosen = replace(chosen, families=rounds.families_of_prelist(store.reader(), prelist))
        if stale:
            chosen = replace(chosen, stale_before=lists.stale_before(registry.today(store)))
        count = plan.plan(store, made, chosen, operator)
    call.answer(
        {"putaran": name, "lembar": count},
        f"Putaran {name} direncanakan: {wording.thousands(count)} lembar. Cetak dengan: puskesos putaran cetak.",
    )


@putaran.command()
@click.argument("nama")
@click.option("--ke", "target", type=PATH, metavar="BERKAS.pdf", required=True, help="Berkas PDF tujuan.")
@click.option(
    "--kertas", "paper", type=click.Choice(["a4", "f4"]), default="f4", metavar="a4|f4",
    help="Ukuran kertas; f4 (215 × 330 mm).",
)  # fmt: skip
@click.option("--rt", default=None, metavar="RT/RW", help="Hanya lembar satu RT.")
@click.option("--nomor", "number", default=None, metavar="NOMOR", help="Satu lembar, juga bila sudah dicetak.")
@click.option("--ulang", "again", is_flag=True, help="Termasuk lembar yang sudah dicetak dan belum dientri.")
@click.option(
    "--huruf", "size", type=click.Choice(list(SIZES)), default="sedang", metavar="kecil|sedang|besar",
    help="Ukuran huruf; sedang.",
)  # fmt: skip
@click.pass_obj
def cetak(call: Call, /, nama: str, target: Path, *, paper: str, size: str, **which: Any) -> None:
    """Cetak lembar putaran NAMA dan catat nomor serta keadaan yang dicetak."""
    from puskesos_desktop.services.rounds import plan

    with call.store(write=True) as (store, operator):
        sheets = _chosen(store, nama, **which)
        done = plan.print_sheets(store, target, sheets, sheet_options(paper, size=size), operator)
    call.answer(
        {"berkas": str(target), "lembar": len(sheets), "halaman": done.sheets},
        f"{wording.thousands(len(sheets))} lembar ditulis ke {target.name}: {wording.thousands(done.sheets)} halaman. "
        "Cetak pada ukuran sebenarnya (100 %).",
    )


@putaran.command()
@click.argument("nama")
@click.pass_obj
def kemajuan(call: Call, nama: str) -> None:
    """Kemajuan putaran NAMA per RT, dan apa yang perlu diurus."""
    from puskesos_desktop.services.rounds import plan, quality
    from puskesos_desktop.store.read import rounds

    with call.store() as (store, _):
        db = store.reader()
        round_ = plan.round_named(db, nama)
        sheets = rounds.sheets(db, round_.id)
        areas = plan.progress_by_area(sheets)
        changed = quality.changed_since(db, sheets)
        rates = quality.rates(sheets)
    out = [plan.shown(line) for line in sheets if plan.state_of(line) is plan.SheetState.OUT]
    twice = [plan.shown(line) for line in plan.entered_twice(sheets)]
    changed_numbers = [plan.shown(one.line) for one in changed]
    told = {
        "rt": [_told(one) for one in areas],
        "belum_kembali": out,
        "dientri_dua_kali": twice,
        "berubah_sesudah_dicetak": changed_numbers,
        "ketikan_kedua": {"lembar": rates.sheets, "isian": rates.boxes, "berbeda": rates.wrong},
    }
    lines = [
        *(f"{one.words:<28} {one.entered} dari {one.total} dientri  {', '.join(one.walkers)}" for one in areas),
        f"Belum kembali: {', '.join(out) or '–'}",
        f"Dientri dua kali: {', '.join(twice) or '–'}",
        f"Berubah sesudah dicetak: {', '.join(changed_numbers) or '–'}",
        f"Ketikan kedua: {rates.sheets} lembar, {rates.wrong} dari {rates.boxes} isian berbeda",
    ]
    call.answer(told, "\n".join(lines))


@putaran.command()
@click.argument("nomor", nargs=-1, required=True)
@click.pass_obj
def kembali(call: Call, nomor: tuple[str, ...]) -> None:
    """Catat lembar bernomor NOMOR sudah kembali dari lapangan."""
    from puskesos_desktop.services.rounds import plan

    with call.store(write=True) as (store, operator):
        sheets = [plan.find(store.reader(), one) for one in nomor]
        count = plan.take_back(store, sheets, operator)
    call.answer({"kembali": count}, f"{wording.thousands(count)} lembar dicatat kembali.")


@puskesos.command()
@click.argument("nomor")
@click.option("--semua-benar", "right", is_flag=True, help="Semua isian pada lembar benar.")
@click.option(
    "--hasil", "outcome", type=int, default=1, metavar="KODE", help="Hasil kunjungan 1 sampai 7; 1 ditemukan."
)
@click.option("--tanggal", "day", default=None, metavar="HARI", help="Tanggal kunjungan; hari ini.")
@click.option("--petugas", "walker", default="", metavar="NAMA", help="Petugas pendata, bila lain dari rencana.")
@click.pass_obj
def hasil(call: Call, nomor: str, right: bool, outcome: int, day: str | None, walker: str) -> None:
    """Entri lembar bernomor NOMOR: semua benar, atau keluarganya tidak ditemui (--hasil 2 sampai 7)."""
    from puskesos_desktop.services.rounds import results

    if outcome not in HASIL_KUNJUNGAN.items or right == (outcome != 1):
        raise UserError("Hasil lembar belum jelas.", "Pilih --semua-benar, atau --hasil 2 sampai 7.")
    walked = calendar.read_date(day) if day else None
    if day and walked is None:
        raise UserError(f"Tanggal {day} tidak dikenali.", "Tulis hari-bulan-tahun, misalnya 24-11-2026.")
    with call.store(write=True) as (store, operator):
        sheet = results.open_sheet(store, nomor)
        walk = results.Walk(walked or sheet.today, walker, outcome)
        keyed = results.all_right(sheet, results.Keyed(), walk) if right else results.Keyed()
        issues = results.save(store, sheet, keyed, walk, operator)
    odd = sum(issue.severity == "peringatan" for issue in issues)
    rest = f" {odd} peringatan masih perlu dilihat." if odd else ""
    call.answer(
        {
            "keluarga": sheet.name,
            "hasil": HASIL_KUNJUNGAN.label(outcome),
            "ditandai": len(keyed.marks),
            "peringatan": odd,
        },
        f"Lembar {sheet.name} dientri: {HASIL_KUNJUNGAN.label(outcome)}.{rest}",
    )


def _list(call: Call) -> None:
    from puskesos_desktop.services.rounds import plan
    from puskesos_desktop.store.read import rounds

    with call.store() as (store, _):
        db = store.reader()
        told = [_round(one, plan.progress_by_area(rounds.sheets(db, one.id))) for one in rounds.rounds(db)]
    lines = [
        f"{one['nama']}  ({one['tujuan']}, mulai {one['mulai'] or '–'})  {one['dientri']} dari {one['lembar']} dientri"
        for one in told
    ]
    call.answer(told, "\n".join(lines) or "Belum ada putaran verifikasi.")


def _round(round_: Record, areas: list[AreaProgress]) -> dict[str, Any]:
    return {
        "nama": round_["nama"],
        "tujuan": TUJUAN_PUTARAN.label(int(round_["tujuan"] or 0)),
        "mulai": round_["tanggal_mulai"],
        "lembar": sum(one.total for one in areas),
        "dientri": sum(one.entered for one in areas),
    }


def _told(one: AreaProgress) -> dict[str, Any]:
    counts = {str(state): count for state, count in one.counts.items()}
    return {"tempat": one.words, "petugas": list(one.walkers), **counts}


def _chosen(store: Store, name: str, *, rt: str | None, number: str | None, again: bool) -> list[Any]:
    """The sheets to print: one by its number, else those of the round (of an RT) that are not printed yet."""
    from puskesos_desktop.services.rounds import plan, printing
    from puskesos_desktop.store.read import rounds

    db = store.reader()
    sheets = rounds.sheets(db, plan.round_named(db, name).id)
    if number is not None:
        return [line for line in sheets if line.id == plan.find(db, number).id]
    chosen = printing.chosen(rt)
    states = {plan.SheetState.PLANNED, *((plan.SheetState.OUT, plan.SheetState.BACK) if again else ())}
    return [
        line
        for line in sheets
        if plan.state_of(line) in states and chosen.rt in ("", line.place.rt) and chosen.rw in ("", line.place.rw)
    ]
