"""The command about photos: those of a family, a new one, and those that have not come yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from puskesos_desktop.cli.frame import PATH, Call, puskesos
from puskesos_desktop.domain.codes.photo import KEYS
from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.store.opened import Store

_SPELLED = {code: key for key, code in KEYS.items()}


@puskesos.command()
@click.argument("nomor_kk", required=False)
@click.option("--tambah", "source", type=PATH, metavar="BERKAS", default=None, help="Foto JPEG, PNG, atau WebP.")
@click.option("--jenis", "kind", type=click.Choice(list(KEYS)), metavar="JENIS", help=f"Salah satu: {', '.join(KEYS)}.")
@click.option("--keterangan", "note", metavar="TEKS", default="", help="Keterangan foto yang ditambahkan.")
@click.pass_obj
def foto(call: Call, nomor_kk: str | None, source: Path | None, kind: str | None, note: str) -> None:
    """Foto satu keluarga dan rumahnya; tanpa nomor KK, foto yang belum ada di laptop ini."""
    from puskesos_desktop.services.family import photos
    from puskesos_desktop.services.family.told import family_by_card

    if (source is None) != (kind is None) or (source is not None and nomor_kk is None):
        raise UserError("Foto baru memerlukan nomor KK, --tambah, dan --jenis.", "Lihat: puskesos foto --bantuan.")
    with call.store(write=source is not None) as (store, operator):
        if nomor_kk is None:
            absent = photos.missing(store)
            rows: list[dict[str, Any]] = [{"keluarga": one.family, "foto": one.name} for one in absent]
            call.answer(rows, "\n".join(f"{one.sentence}." for one in absent) or "Semua foto ada di laptop ini.")
            return
        family = family_by_card(store.reader(), nomor_kk).household.family.id
        if source is not None and kind is not None:
            from puskesos_desktop.exchange.pictures import photo

            photos.add(store, family, photo.read(source), KEYS[kind], operator, note=note)
        rows = [_row(store, one) for one in photos.of_family(store, family)]
        words = [one.pop("kata") for one in rows]
        call.answer(rows, "\n".join(words) or "Keluarga ini belum mempunyai foto.")


def _row(store: Store, record: Record) -> dict[str, Any]:
    from puskesos_desktop.services.family import photos
    from puskesos_desktop.store.photos.at_rest import PhotoState, state

    kind, here = record["jenis"], state(store, record.text("sha256"))
    told = "" if here is PhotoState.HERE else f" · berkasnya {here}"
    return {
        "id": record.id,
        "jenis": _SPELLED.get(kind, str(kind)) if isinstance(kind, int) else "",
        "keadaan": str(here),
        **{key: record[key] for key in ("lebar", "tinggi", "ukuran", "waktu_ambil", "lintang", "bujur", "keterangan")},
        "kata": photos.described(record) + told,
    }
