"""Every document of a meeting by its name, and writing one as PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from puskesos_desktop.documents.letters import flow, minutes, notices, statements
from puskesos_desktop.documents.letters.data import TITLES, Matter
from puskesos_desktop.documents.letters.flow import Layout, LetterPage, Part
from puskesos_desktop.documents.press.page import Paper
from puskesos_desktop.domain.words import calendar


@dataclass(frozen=True)
class Letter:
    """How a document is made, and whether its foot says that it is to be kept locked."""

    parts: Callable[[Matter, Layout], list[Part]]
    guarded: bool = False


LETTERS = {
    "undangan": Letter(notices.invitation),
    "hadir": Letter(notices.attendance, guarded=True),
    "berita-acara": Letter(minutes.minutes, guarded=True),
    "sptjm": Letter(statements.statement, guarded=True),
    "pengantar": Letter(statements.covering),
    "perubahan": Letter(minutes.changes, guarded=True),
    "tanda-terima": Letter(statements.slip),
    "pengumuman": Letter(notices.announcement),
}
"""One for each name of `TITLES`."""


def write_letter(path: Path, name: str, matter: Matter, paper: Paper) -> int:
    """Write one document; how many pages. The same data give the same bytes; raises `UserError` as `write_pdf` does."""
    pages = letter_pages(name, matter, paper)
    flow.write(path, TITLES[name], paper, pages)
    return len(pages)


def letter_pages(name: str, matter: Matter, paper: Paper) -> list[LetterPage]:
    """The pages of one document before they are painted."""
    layout = _layout(name, matter, paper)
    return flow.pages(layout, LETTERS[name].parts(matter, layout))


def _layout(name: str, matter: Matter, paper: Paper) -> Layout:
    guard = " · memuat data pribadi, simpan di tempat terkunci (UU 27/2022)" if LETTERS[name].guarded else ""
    foot = f"{TITLES[name]} · {matter.meeting_here}, {calendar.long_date(matter.day)}{guard}"
    return Layout(matter.head, matter.contact, paper, foot)
