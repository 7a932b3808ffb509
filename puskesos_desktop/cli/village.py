"""Commands about the village on this laptop: make, find, show, undo, check."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from puskesos_desktop import settings
from puskesos_desktop.cli.frame import PATH, Call, puskesos
from puskesos_desktop.domain.words import calendar, wording


@puskesos.command()
@click.option("--ke", "target", type=PATH, metavar="FOLDER", required=True, help="Folder baru untuk desa contoh.")
@click.option(
    "--keluarga",
    "families",
    type=click.IntRange(1, 100_000),
    default=1600,
    metavar="ANGKA",
    help="Banyaknya keluarga; 1600.",
)
@click.option(
    "--benih", "seed", type=int, default=7, metavar="ANGKA", help="Benih yang sama memberi desa yang sama; 7."
)
@click.option(
    "--tanggal",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="TTTT-BB-HH",
    default=None,
    help="Hari ini menurut desa contoh.",
)
@click.pass_obj
def contoh(call: Call, target: Path, families: int, seed: int, day: Any) -> None:
    """Buat desa contoh yang seluruhnya rekaan."""
    from puskesos_desktop.services.sample import make
    from puskesos_desktop.store.read import households

    today = day.date() if day else date.today()
    store = make.create_sample(target, families, seed, today, settings.given_password() or make.PASSWORD)
    totals = households.totals(store.reader())
    store.close()
    call.answer({"folder": str(target), **totals}, f"Desa contoh siap di {target}: {wording.totals(totals)}.")


@puskesos.command()
@click.argument("teks")
@click.pass_obj
def cari(call: Call, teks: str) -> None:
    """Cari orang atau keluarga menurut nama, NIK, nomor KK, alamat, atau IDPEL."""
    from puskesos_desktop.store.read import search

    with call.store() as (store, _):
        hits = search.search(store.reader(), teks)
    lines = [
        f"{hit.name or '(tanpa nama)'}  {hit.number}  RT {hit.rt}/RW {hit.rw} {hit.dusun}  ({hit.why})" for hit in hits
    ]
    call.answer([asdict(hit) for hit in hits], "\n".join(lines) or "Tidak ada yang cocok.")


@puskesos.command()
@click.argument("nomor_kk")
@click.pass_obj
def keluarga(call: Call, nomor_kk: str) -> None:
    """Tampilkan satu keluarga menurut nomor KK."""
    from puskesos_desktop.services.family import told

    with call.store() as (store, _):
        found = told.family_by_card(store.reader(), nomor_kk)
    call.answer(found.as_dict(), found.as_text())


@puskesos.command()
@click.option(
    "--banyak",
    "limit",
    type=click.IntRange(1, 10_000),
    default=50,
    metavar="ANGKA",
    help="Paling banyak sekian baris; 50.",
)
@click.pass_obj
def riwayat(call: Call, limit: int) -> None:
    """Apa yang dikerjakan, terbaru di atas."""
    from puskesos_desktop.store.log import history

    with call.store() as (store, _):
        deeds = history.deeds(store, store.reader(), limit)
    rows = [
        {
            "nomor": deed.number, "label": deed.label, "operator": deed.operator, "waktu": deed.wall,
            "catatan": deed.operations, "dibatalkan": deed.undone, "membatalkan": deed.undoes, "perangkat": deed.device,
        }
        for deed in deeds
    ]  # fmt: skip
    words = [
        f"{deed.number:>6}  {calendar.short_utc(deed.wall)}  {deed.label} · {deed.operator}"
        + (" (dibatalkan)" if deed.undone else "")
        for deed in deeds
    ]
    call.answer(rows, "\n".join(words) or "Belum ada perubahan.")


@puskesos.command()
@click.argument("nomor", type=int, required=False)
@click.pass_obj
def batalkan(call: Call, nomor: int | None) -> None:
    """Batalkan perubahan terakhir, atau yang bernomor NOMOR di riwayat."""
    from puskesos_desktop.store.log import undo
    from puskesos_desktop.store.read import households

    with call.store(write=True) as (store, operator):
        label = undo.undo(store, operator, nomor)
        totals = households.totals(store.reader())
    call.answer({"label": label, **totals}, f"{label}. Sekarang {wording.totals(totals)}.")


@puskesos.command()
@click.option("--perbaiki", "mend", is_flag=True, help="Susun ulang tabel dari catatan bila berbeda.")
@click.pass_obj
def cek(call: Call, mend: bool) -> None:
    """Periksa data desa: berkas, rantai catatan, dan tabel."""
    from puskesos_desktop.store import selfcheck
    from puskesos_desktop.store.read import households

    with call.store(write=mend) as (store, _):
        if mend:
            selfcheck.repair(store)
        health = selfcheck.check(store)
        totals = households.totals(store.reader()) if health.integrity else {}
    call.answer(
        {
            "integritas": health.integrity,
            "rantai": health.chain,
            "proyeksi": health.projection,
            "catatan": health.operations,
            "foto": asdict(health.photos),
            "temuan": list(health.findings),
            **totals,
        },
        "\n".join(health.findings)
        or f"Data baik: {wording.thousands(health.operations)} catatan utuh, {wording.totals(totals)}.",
    )
    if not health.sound:
        sys.exit(1)


@puskesos.command()
@click.pass_obj
def peragaan(call: Call) -> None:
    """Peragakan pekerjaan utama pada desa contoh: daftarkan, ubah, batalkan, lalu periksa."""
    from puskesos_desktop.services.sample import demo

    with call.store(write=True) as (store, operator):
        steps = demo.run(store, operator)
    call.answer({"langkah": [asdict(step) for step in steps]}, "\n".join(step.words for step in steps))
