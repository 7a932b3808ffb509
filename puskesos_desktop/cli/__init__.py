"""The `puskesos` command line: the same deeds as the window, for scripts, tests and the office."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from puskesos_desktop.cli import checks, imports, meetings, overview, photos, printing, rounds, safety, sync, village
from puskesos_desktop.cli.frame import puskesos
from puskesos_desktop.domain.outcome import InvalidData, UserError

__all__ = [
    "checks",
    "imports",
    "main",
    "meetings",
    "overview",
    "photos",
    "printing",
    "puskesos",
    "rounds",
    "safety",
    "sync",
    "village",
]


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
