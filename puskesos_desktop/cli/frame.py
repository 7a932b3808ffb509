"""What every command shares: the data folder, the password, answers for people or as JSON, help in Indonesian."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from puskesos_desktop import __version__, settings
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.store.opened import Store, open_store

PATH = click.Path(path_type=Path)
Answer = Mapping[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True)
class Call:
    """What stands before the command's own name: the data folder, and whether to answer in JSON."""

    folder: Path
    as_json: bool

    @contextmanager
    def store(self, *, write: bool = False) -> Iterator[tuple[Store, str]]:
        """The opened store and the operator's name; the password from `PUSKESOS_SANDI` or asked for."""
        opened, operator = open_store(self.folder, password(), write=write)
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
@click.option("--data", "folder", type=PATH, metavar="FOLDER", default=None, help="Folder data desa.")
@click.option("--json", "as_json", is_flag=True, help="Jawab dengan satu objek JSON.")
@click.version_option(__version__, message="puskesos %(version)s", help="Tampilkan versi.")
@click.pass_context
def puskesos(context: click.Context, folder: Path | None, as_json: bool) -> None:
    """Puskesos Desktop dari baris perintah."""
    context.obj = Call(folder or settings.data_folder(), as_json)
