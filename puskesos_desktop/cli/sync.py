"""Commands that hand data over: to the kabupaten, between laptops of the village, and back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from puskesos_desktop.cli.frame import PATH, Answer, Call, password, puskesos
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import wording
from puskesos_desktop.store.opened import Store


@puskesos.command()
@click.option("--ke", "target", type=PATH, metavar="FOLDER", required=True, help="Folder atau USB tujuan.")
@click.option("--kunci", "key", type=PATH, metavar="BERKAS", default=None, help="Berkas kunci kabupaten.")
@click.option("--laptop", metavar="NAMA", default=None, help="Untuk laptop lain desa ini, menurut nama atau kodenya.")
@click.option("--semua", "whole", is_flag=True, help="Kirim lagi seluruhnya, bila penerima kehilangan datanya.")
@click.pass_obj
def kirim(call: Call, target: Path, key: Path | None, laptop: str | None, whole: bool) -> None:
    """Tulis paket tersegel berisi perubahan yang belum diterima kabupaten atau laptop lain."""
    from puskesos_desktop.services.family import photos
    from puskesos_desktop.services.sync import laptops, send

    with call.store(write=True) as (store, _):
        recipient = laptops.find(store, laptop).recipient if laptop else send.recipient_of(store, key)
        sent = send.send(store, target, recipient, whole=whole)
    again = f" Isinya sama dengan {sent.repeats.name}." if sent.repeats else ""
    proof = "Bukti sampai hanyalah tanda terima dari kabupaten."
    if laptop:
        proof = "Yang sudah diterima laptop itu diketahui dari paket balasannya."
    call.answer(
        {
            "berkas": str(sent.path),
            "paket_lanjutan": [str(path) for path in sent.more],
            "perubahan": sent.changes,
            "foto": sent.photos,
            "ukuran": sent.size,
            **sent.totals,
        },
        f"Paket {sent.path.name} sudah ditulis dan dibaca ulang: {wording.thousands(sent.changes)} perubahan"
        f"{photos.counted(sent.photos)}. Seluruh desa: {wording.totals(sent.totals)}. Aman dicabut.{again}\n"
        f"{proof} {send.rest_words(sent)}".rstrip(),
    )


@puskesos.command()
@click.argument("berkas", type=PATH)
@click.pass_obj
def periksa(call: Call, berkas: Path) -> None:
    """Periksa paket tanpa kunci: utuh atau tidak, siapa pengirimnya, berapa isinya."""
    from puskesos_desktop.exchange.bundle.packing import read_bundle
    from puskesos_desktop.services.family import photos

    manifest = read_bundle(berkas).manifest
    call.answer(
        {
            "utuh": True,
            "tanda_tangan": True,
            "pengirim": manifest.sender,
            "jenis": manifest.kind.value,
            "desa": manifest.desa,
            "dibuat": manifest.created,
            "perubahan": manifest.changes,
            "foto": photos.count_in(manifest),
            **manifest.totals,
        },
        f"Paket utuh dan tanda tangannya cocok. Pengirim {manifest.sender}, desa {manifest.desa}, "
        f"{wording.thousands(manifest.changes)} perubahan. Seluruh desa: {wording.totals(manifest.totals)}.",
    )


@puskesos.command()
@click.argument("berkas", type=PATH)
@click.option("--kunci", "key", type=PATH, metavar="BERKAS", required=True, help="Berkas kunci rahasia kabupaten.")
@click.option("--ke", "target", type=PATH, metavar="FOLDER", required=True, help="Folder data kabupaten.")
@click.pass_obj
def buka(call: Call, berkas: Path, key: Path, target: Path) -> None:
    """Sisi kabupaten: buka paket, masukkan ke data kabupaten, tulis tanda terima."""
    from puskesos_desktop.exchange.bundle import sealing
    from puskesos_desktop.kabupaten import intake
    from puskesos_desktop.services.family import photos

    identity = sealing.read_identity_file(key)
    store = intake.open_office(target, password())
    try:
        received = intake.receive(store, berkas, identity, target)
    finally:
        store.close()
    call.answer(
        {
            "pengirim": received.sender,
            "baru": received.taken.new,
            "sudah_ada": received.taken.known,
            "foto": received.photos,
            "cocok": received.equal,
            "tanda_terima": str(received.receipt),
            **received.totals,
        },
        f"Pengirim yang dipercaya: {received.sender}. {wording.thousands(received.taken.new)} catatan baru. "
        f"Sekarang {wording.totals(received.totals)}; "
        f"jumlahnya {'cocok dengan' if received.equal else 'berbeda dari'} pengirim. "
        f"Tanda terima: {received.receipt.name}. {photos.missing_words(received.missing)}".rstrip(),
    )


@puskesos.command()
@click.option("--ke", "target", type=PATH, metavar="FOLDER", required=True, help="USB untuk permintaan bergabung.")
@click.option("--nama", "name", metavar="NAMA", default="Laptop kedua", help="Nama laptop ini; Laptop kedua.")
@click.option("--operator", metavar="NAMA", default="Operator", help="Nama operator; Operator.")
@click.pass_obj
def gabung(call: Call, target: Path, name: str, operator: str) -> None:
    """Siapkan laptop tambahan: folder data kosong, dan permintaan bergabung untuk laptop pertama."""
    from puskesos_desktop.services.sync import laptops

    store, request = laptops.join(call.folder, name, operator, password(), target)
    code = laptops.code_of(store.device.name)
    store.close()
    call.answer(
        {"berkas": str(request), "kode": code},
        f"Permintaan {request.name} sudah ditulis. Bawa ke laptop pertama, lalu cocokkan kode ini: {code}.",
    )


@puskesos.command()
@click.argument("berkas", type=PATH)
@click.option("--coba", "only_look", is_flag=True, help="Hanya tunjukkan apa yang akan berubah.")
@click.option("--percaya", "code", metavar="KODE", default=None, help="Kode pengirim yang sudah dicocokkan.")
@click.option("--nama", "name", metavar="NAMA", default="Laptop kedua", help="Nama untuk laptop yang bergabung.")
@click.option("--ke", "target", type=PATH, metavar="FOLDER", default=None, help="Tempat paket awal; folder berkas.")
@click.pass_obj
def terima(call: Call, berkas: Path, only_look: bool, code: str | None, name: str, target: Path | None) -> None:
    """Terima berkas: tanda terima kabupaten, paket laptop lain, atau permintaan laptop yang mau bergabung."""
    from puskesos_desktop.exchange.bundle.manifest import Kind
    from puskesos_desktop.exchange.bundle.packing import read_bundle

    kind = read_bundle(berkas).manifest.kind
    with call.store(write=True) as (store, _):
        if kind is Kind.RECEIPT:
            call.answer(*_receipt(store, berkas))
        elif kind is Kind.ENROL and not only_look:
            call.answer(*_newcomer(store, berkas, code, name, target or berkas.parent))
        else:
            call.answer(*_bundle(store, berkas, code, only_look))


def _receipt(store: Store, path: Path) -> tuple[Answer, str]:
    from puskesos_desktop.services.sync import send

    receipt, fresh = send.take_receipt(store, path)
    waiting = send.pending(store.reader(), receipt.recipient)
    return (
        {
            "jenis": "receipt",
            "pengirim": receipt.signer,
            "paket": receipt.bundle,
            "baru": fresh,
            "belum_diterima": waiting.changes,
            **receipt.totals,
        },
        f"Tanda terima dari {receipt.signer} {'dicatat' if fresh else 'sudah pernah dicatat'}. "
        f"Di kabupaten: {wording.totals(receipt.totals)}. "
        f"Belum diterima: {wording.thousands(waiting.changes)} perubahan.",
    )


def _newcomer(store: Store, path: Path, code: str | None, name: str, target: Path) -> tuple[Answer, str]:
    from puskesos_desktop.services.sync import laptops, receive

    incoming = receive.look(store, path)
    if code is None or not laptops.is_code_of(code, incoming.manifest.sender):
        raise UserError(
            f"Kode laptop yang mau bergabung: {incoming.code}.",
            "Cocokkan dengan layar laptop itu, lalu ulangi dengan --percaya KODE.",
        )
    sent = receive.accept(store, incoming, name, target)
    return (
        {"jenis": "enrol", "pengirim": incoming.manifest.sender, "nama": name, "berkas": str(sent.path)},
        f"{name} sekarang laptop desa ini. Paket awal {sent.path.name} berisi {wording.totals(sent.totals)}; "
        "terima di laptop itu.",
    )


def _bundle(store: Store, path: Path, code: str | None, only_look: bool) -> tuple[Answer, str]:
    from puskesos_desktop.services.sync import laptops, receive
    from puskesos_desktop.store.log import conflicts
    from puskesos_desktop.store.read import households

    totals: Mapping[str, int]
    incoming = receive.look(store, path)
    received = None
    trusted = code is not None and laptops.is_code_of(code, incoming.manifest.sender)
    if code is not None and not trusted:
        raise UserError(f"Kode pengirim adalah {incoming.code}, bukan {code}.", "Cocokkan dengan layar laptop itu.")
    if only_look:
        taken, totals, equal = incoming.would, households.totals(store.reader()), None
    else:
        received = receive.take(store, path, trust=trusted)
        taken, totals, equal = received.taken, received.after, received.equal
    waiting = conflicts.count(store.reader())
    content: dict[str, Any] = {
        "jenis": incoming.manifest.kind.value,
        "pengirim": incoming.manifest.sender,
        "dikenal": incoming.known or trusted,
        "diterima": not only_look,
        "cocok": equal,
        "foto": received.photos if received else incoming.photos,
        "bentrok_menunggu": waiting,
        **totals,
    }
    if taken is None:
        return content, f"Laptop {incoming.code} minta bergabung."
    content |= {
        "baru": taken.new,
        "sudah_ada": taken.known,
        "ditahan": taken.held,
        "perbuatan": taken.deed_count,
        "bentrok": len(taken.conflicts),
        "dibuat": dict(taken.created),
        "diubah": dict(taken.changed),
        "dihapus": dict(taken.deleted),
    }
    return content, receive.in_words(incoming, taken, only_look, totals, received)


@puskesos.command()
@click.option("--putuskan", "number", type=int, metavar="NOMOR", default=None, help="Nomor bentrok yang diputuskan.")
@click.option("--pilih", "choice", type=int, metavar="ANGKA", default=1, help="Jawaban yang dipakai; 1.")
@click.pass_obj
def bentrok(call: Call, number: int | None, choice: int) -> None:
    """Isian yang dijawab berbeda di dua laptop, dan keputusannya."""
    from puskesos_desktop.services.told.conflicts import decide, told

    with call.store(write=number is not None) as (store, operator):
        if number is not None:
            waiting = told(store)
            if not 1 <= number <= len(waiting) or not 1 <= choice <= len(waiting[number - 1].sides):
                raise UserError("Nomor itu tidak ada di daftar bentrok.", "Lihat daftarnya: puskesos bentrok.")
            chosen = waiting[number - 1]
            decide(store, chosen, chosen.sides[choice - 1], operator)
        rows = told(store)
    words = [
        f"{place}. {row.subject}: {row.question}\n"
        + "\n".join(
            f"   {at}) {side.answer}  ({side.operator}, {side.when}, {side.laptop})"
            for at, side in enumerate(row.sides, start=1)
        )
        for place, row in enumerate(rows, start=1)
    ]
    call.answer(
        [
            {
                "nomor": place,
                "tentang": row.subject,
                "isian": row.question,
                "jawaban": [
                    {"isi": side.answer, "operator": side.operator, "waktu": side.when, "laptop": side.laptop}
                    for side in row.sides
                ],
            }
            for place, row in enumerate(rows, start=1)
        ],
        "\n".join(words) or "Tidak ada bentrok yang menunggu.",
    )
