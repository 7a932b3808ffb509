"""The `puskesos` command line: the same deeds as the window, for scripts, tests and the office."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from puskesos_desktop import __version__, settings
from puskesos_desktop.domain import wording
from puskesos_desktop.domain.outcome import InvalidData, UserError
from puskesos_desktop.store import database
from puskesos_desktop.store.database import Store

_PATH = click.Path(path_type=Path)
Answer = Mapping[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True)
class Call:
    """What stands before the command's own name: the data folder, and whether to answer in JSON."""

    folder: Path
    as_json: bool

    @contextmanager
    def store(self, *, write: bool = False) -> Iterator[tuple[Store, str]]:
        """The opened store and the operator's name; the password from `PUSKESOS_SANDI` or asked for."""
        opened, operator = database.open_store(self.folder, password(), write=write)
        try:
            yield opened, operator.name
        finally:
            opened.close()

    def answer(self, content: Answer, words: str) -> None:
        """Print the result: one JSON object (or list), or sentences for people."""
        click.echo(json.dumps(content, ensure_ascii=False, indent=1) if self.as_json else words)


def password() -> str:
    """The password from the environment, else from the prompt, else one line of what is piped in."""
    given = settings.given_password()
    if given is None and sys.stdin is not None and sys.stdin.isatty():
        given = str(click.prompt("Kata sandi", hide_input=True, err=True))
    if given is None and sys.stdin is not None:
        given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise UserError("Kata sandi belum diberikan.", f"Ketik pada layar, atau isi {settings.PASSWORD_VARIABLE}.")
    return given


class _Told(click.Command):
    """A command whose help speaks Indonesian: click itself speaks English only."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows how it is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Pemakaian: ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What stands behind the command's name."""
        pieces = super().collect_usage_pieces(ctx)
        return ["[PILIHAN]" if piece == "[OPTIONS]" else piece for piece in pieces]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options with their words."""
        rows = [record for one in self.get_params(ctx) if (record := one.get_help_record(ctx)) is not None]
        with formatter.section("Pilihan"):
            formatter.write_dl([(name, words.replace("[required]", "[wajib]")) for name, words in rows])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--bantuan, in words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Tampilkan bantuan ini."
        return option


class _Commands(_Told, click.Group):
    """The commands together."""

    command_class = _Told

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What stands behind the program's name."""
        return ["[PILIHAN]", "PERINTAH …"]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands with their first sentence."""
        _Told.format_options(self, ctx, formatter)
        rows = [(name, one.get_short_help_str(100)) for name, one in sorted(self.commands.items())]
        with formatter.section("Perintah"):
            formatter.write_dl(rows)


@click.group(cls=_Commands, context_settings={"help_option_names": ["--bantuan", "--help"], "max_content_width": 110})
@click.option("--data", "folder", type=_PATH, metavar="FOLDER", default=None, help="Folder data desa.")
@click.option("--json", "as_json", is_flag=True, help="Jawab dengan satu objek JSON.")
@click.version_option(__version__, message="puskesos %(version)s", help="Tampilkan versi.")
@click.pass_context
def puskesos(context: click.Context, folder: Path | None, as_json: bool) -> None:
    """Puskesos Desktop dari baris perintah."""
    context.obj = Call(folder or settings.data_folder(), as_json)


@puskesos.command()
@click.option("--ke", "target", type=_PATH, metavar="FOLDER", required=True, help="Folder baru untuk desa contoh.")
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
    from puskesos_desktop.services import sample_store
    from puskesos_desktop.store import households

    today = day.date() if day else date.today()
    store = sample_store.create_sample(
        target, families, seed, today, settings.given_password() or sample_store.PASSWORD
    )
    totals = households.totals(store.reader())
    store.close()
    call.answer({"folder": str(target), **totals}, f"Desa contoh siap di {target}: {wording.totals(totals)}.")


@puskesos.command()
@click.argument("teks")
@click.pass_obj
def cari(call: Call, teks: str) -> None:
    """Cari orang atau keluarga menurut nama, NIK, nomor KK, alamat, atau IDPEL."""
    from puskesos_desktop.store import search

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
    from puskesos_desktop.services import describing

    with call.store() as (store, _):
        found = describing.family_by_card(store.reader(), nomor_kk)
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
    from puskesos_desktop.store import history

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
        f"{deed.number:>6}  {deed.wall}  {deed.label} · {deed.operator}{' (dibatalkan)' if deed.undone else ''}"
        for deed in deeds
    ]
    call.answer(rows, "\n".join(words) or "Belum ada perubahan.")


@puskesos.command()
@click.argument("nomor", type=int, required=False)
@click.pass_obj
def batalkan(call: Call, nomor: int | None) -> None:
    """Batalkan perubahan terakhir, atau yang bernomor NOMOR di riwayat."""
    from puskesos_desktop.store import households, undo

    with call.store(write=True) as (store, operator):
        label = undo.undo(store, operator, nomor)
        totals = households.totals(store.reader())
    call.answer({"label": label, **totals}, f"{label}. Sekarang {wording.totals(totals)}.")


@puskesos.command()
@click.option("--ke", "target", type=_PATH, metavar="FOLDER", required=True, help="Folder atau USB tujuan.")
@click.option("--kunci", "key", type=_PATH, metavar="BERKAS", default=None, help="Berkas kunci kabupaten.")
@click.pass_obj
def kirim(call: Call, target: Path, key: Path | None) -> None:
    """Tulis paket tersegel berisi perubahan yang belum diterima kabupaten."""
    from puskesos_desktop.services import sending

    with call.store(write=True) as (store, _):
        sent = sending.send(store, target, sending.recipient_of(store, key))
    again = f" Isinya sama dengan {sent.repeats.name}." if sent.repeats else ""
    call.answer(
        {"berkas": str(sent.path), "perubahan": sent.changes, "ukuran": sent.size, **sent.totals},
        f"Paket {sent.path.name} sudah ditulis dan dibaca ulang: {wording.thousands(sent.changes)} perubahan. "
        f"Seluruh desa: {wording.totals(sent.totals)}. Aman dicabut.{again}\n"
        "Bukti sampai hanyalah tanda terima dari kabupaten.",
    )


@puskesos.command()
@click.argument("berkas", type=_PATH)
@click.pass_obj
def periksa(call: Call, berkas: Path) -> None:
    """Periksa paket tanpa kunci: utuh atau tidak, siapa pengirimnya, berapa isinya."""
    from puskesos_desktop.exchange.bundle import read_bundle

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
            **manifest.totals,
        },
        f"Paket utuh dan tanda tangannya cocok. Pengirim {manifest.sender}, desa {manifest.desa}, "
        f"{wording.thousands(manifest.changes)} perubahan. Seluruh desa: {wording.totals(manifest.totals)}.",
    )


@puskesos.command()
@click.option("--perbaiki", "mend", is_flag=True, help="Susun ulang tabel dari catatan bila berbeda.")
@click.pass_obj
def cek(call: Call, mend: bool) -> None:
    """Periksa data desa: berkas, rantai catatan, dan tabel."""
    from puskesos_desktop.store import households, selfcheck

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
            "temuan": list(health.findings),
            **totals,
        },
        "\n".join(health.findings)
        or f"Data baik: {wording.thousands(health.operations)} catatan utuh, {wording.totals(totals)}.",
    )
    if not health.sound:
        sys.exit(1)


@puskesos.command()
@click.argument("berkas", type=_PATH)
@click.option("--kunci", "key", type=_PATH, metavar="BERKAS", required=True, help="Berkas kunci rahasia kabupaten.")
@click.option("--ke", "target", type=_PATH, metavar="FOLDER", required=True, help="Folder data kabupaten.")
@click.pass_obj
def buka(call: Call, berkas: Path, key: Path, target: Path) -> None:
    """Sisi kabupaten: buka paket, masukkan ke data kabupaten, tulis tanda terima."""
    from puskesos_desktop.exchange import sealing
    from puskesos_desktop.kabupaten import intake

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
            "cocok": received.equal,
            "tanda_terima": str(received.receipt),
            **received.totals,
        },
        f"Pengirim yang dipercaya: {received.sender}. {wording.thousands(received.taken.new)} catatan baru. "
        f"Sekarang {wording.totals(received.totals)}; "
        f"jumlahnya {'cocok dengan' if received.equal else 'berbeda dari'} pengirim. "
        f"Tanda terima: {received.receipt.name}.",
    )


@puskesos.command()
@click.argument("berkas", type=_PATH)
@click.pass_obj
def terima(call: Call, berkas: Path) -> None:
    """Catat tanda terima dari kabupaten; sesudah itu hanya yang lebih baru yang dikirim."""
    from puskesos_desktop.services import sending

    with call.store(write=True) as (store, _):
        receipt, fresh = sending.take_receipt(store, berkas)
        waiting = sending.pending(store.reader(), receipt.recipient)
    call.answer(
        {
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


@puskesos.command()
@click.pass_obj
def peragaan(call: Call) -> None:
    """Peragakan pekerjaan utama pada desa contoh: daftarkan, ubah, batalkan, lalu periksa."""
    from puskesos_desktop.services import rehearsal

    with call.store(write=True) as (store, operator):
        steps = rehearsal.run(store, operator)
    call.answer({"langkah": [asdict(step) for step in steps]}, "\n".join(step.words for step in steps))


def main() -> NoReturn:
    """Run a command; failures a person can act on go to stderr in one sentence, with exit status 1."""
    try:
        puskesos.main(standalone_mode=False)
    except InvalidData as problem:
        _fail("\n".join(dict.fromkeys(issue.message for issue in problem.issues)))
    except UserError as problem:
        _fail(str(problem))
    except click.exceptions.Abort:
        _fail("Dibatalkan.")
    except click.ClickException as problem:
        _fail(_usage_words(problem))
    sys.exit(0)


def _usage_words(problem: click.ClickException) -> str:
    """What is wrong with the words of a command: click itself speaks English only."""
    named = getattr(problem, "param_hint", None) or getattr(problem, "option_name", None)
    parameter = getattr(problem, "param", None)
    if named is None and parameter is not None:
        named = parameter.opts[-1] if parameter.param_type_name == "option" else str(parameter.human_readable_name)
    if isinstance(problem, click.MissingParameter):
        return f"{named} belum diisi. Lihat: puskesos --bantuan."
    if isinstance(problem, click.NoSuchOption):
        return f"Pilihan {named} tidak dikenal. Lihat: puskesos --bantuan."
    if isinstance(problem, click.BadParameter):
        return f"Isi {named} tidak dapat dipakai. Lihat: puskesos --bantuan."
    typed = " ".join(sys.argv[1:])
    return f"Perintah tidak dikenal: puskesos {typed}. Lihat: puskesos --bantuan."


def _fail(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
