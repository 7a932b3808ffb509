"""`puskesos surat` and `puskesos usulan`: a meeting's documents as PDF, and the proposals as a list or as Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from puskesos_desktop.cli.frame import PATH, Call, puskesos
from puskesos_desktop.domain.codes.meetings import JENIS_USULAN
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import wording

if TYPE_CHECKING:
    from puskesos_desktop.services.meetings.collect import Collected
    from puskesos_desktop.store.read.meetings import Proposal


@puskesos.command()
@click.argument("jenis", metavar="JENIS")
@click.option("--musyawarah", "number", required=True, metavar="NOMOR", help="Nomor agenda musyawarahnya.")
@click.option("--ke", "target", type=PATH, required=True, metavar="BERKAS.pdf", help="Berkas PDF tujuan.")
@click.option(
    "--kertas", "paper", type=click.Choice(["a4", "f4"]), default="f4", metavar="a4|f4",
    help="Ukuran kertas; f4 (215 × 330 mm).",
)  # fmt: skip
@click.pass_obj
def surat(call: Call, jenis: str, number: str, target: Path, paper: str) -> None:
    """Tulis surat musyawarah: undangan, hadir, berita-acara, sptjm, pengantar, perubahan, tanda-terima, pengumuman."""
    from puskesos_desktop.services.meetings import letters
    from puskesos_desktop.services.meetings.words import TITLES

    if jenis not in TITLES:
        raise UserError(f"Surat {jenis} tidak dikenal.", f"Pilih salah satu: {', '.join(TITLES)}.")
    with call.store() as (store, _):
        meeting = letters.meeting_of_number(store.reader(), number)
        pages = letters.write_letter(store, target, jenis, meeting, paper)
    call.answer(
        {"berkas": str(target), "surat": jenis, "halaman": pages},
        f"{TITLES[jenis]} ditulis ke {target.name}: {wording.thousands(pages)} halaman.",
    )


@puskesos.command()
@click.option("--keadaan", "state", default=None, metavar="KEADAAN", help="Hanya yang disetujui, dikirim, dan lainnya.")
@click.option("--excel", "target", type=PATH, default=None, metavar="BERKAS.xlsx", help="Tulis juga ke Excel.")
@click.option(
    "--dari-putaran", "round_name", default=None, metavar="NAMA",
    help="Catat dulu usulan dari lembar putaran ini yang sudah dientri.",
)  # fmt: skip
@click.pass_obj
def usulan(call: Call, state: str | None, target: Path | None, round_name: str | None) -> None:
    """Daftar usulan ke SIKS-NG dengan keadaannya."""
    from puskesos_desktop.services.meetings import collect, deeds, siksng
    from puskesos_desktop.services.rounds import plan

    known = {one.value: one for one in deeds.ProposalState}
    if state is not None and state not in known:
        raise UserError(f"Keadaan {state} tidak dikenal.", f"Pilih salah satu: {', '.join(known)}.")
    said = []
    with call.store(write=round_name is not None) as (store, operator):
        if round_name is not None:
            found = collect.from_round(store, plan.round_named(store.reader(), round_name))
            if found.candidates:
                deeds.propose(store, [one.record for one in found.candidates], operator)
            said = [_collected(found)]
        listed = deeds.listed(store.reader(), known[state] if state else None)
        if target is not None:
            siksng.write_excel(store, target, listed)
        told = [_told(one, deeds.state_of(one)) for one in listed]
    lines = [f"{one['keadaan']:<12} {one['jenis']:<24} {one['nama']} (RT {one['rt']}/RW {one['rw']})" for one in told]
    written = [f"{wording.thousands(len(told))} usulan ditulis ke {target.name}."] if target else []
    call.answer(told, "\n".join([*said, *lines, *written]) or "Belum ada usulan.")


def _collected(found: Collected) -> str:
    fresh, sheets = len(found.candidates), wording.thousands(found.entered)
    again = f", {wording.thousands(found.recorded)} sudah diusulkan" if found.recorded else ""
    return f"Dari {sheets} lembar yang dientri: {wording.thousands(fresh)} usulan baru dicatat{again}."


def _told(one: Proposal, state: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "keadaan": str(state),
        "jenis": JENIS_USULAN.label(int(one["jenis"] or 0)),
        "nama": one.name,
        "nomor_kk": one.subject.nomor_kk,
        "rt": one.subject.rt,
        "rw": one.subject.rw,
        "tanggal": one["tanggal"],
    }
