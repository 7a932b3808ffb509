"""What letters have in common: titles, the head of a letter, signatures, and the tables of proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from puskesos_desktop.documents.letters import flow
from puskesos_desktop.documents.letters.data import UNKNOWN, Case, Matter
from puskesos_desktop.documents.letters.flow import LEADING, ROMAN, ROMAN_BOLD, SIZE, Block, Column, Rows
from puskesos_desktop.documents.press.ink import Box, Ink, Rule, Words, fit, width_of
from puskesos_desktop.documents.press.pieces import Piece
from puskesos_desktop.domain.codes.meetings import KEPUTUSAN
from puskesos_desktop.domain.words import calendar

BLANK_NAME = "(……………………………)"
SIGN_ROOM = 19 * mm
FROM_THE_RIGHT = 78 * mm
"""Width of what stands at the right: place, date and one signature."""

CASES = (
    Column("No.", 8, right=True), Column("Nomor KK", 31, centred=True), Column("NIK", 31, centred=True),
    Column("Nama", 38), Column("RT/RW", 15, centred=True), Column("Dusun", 20), Column("Desil", 11, centred=True),
    Column("Program", 23), Column("Alasan", 46), Column("Keputusan", 20), Column("Keterangan", 22),
)  # fmt: skip
"""Columns of the appendices (domain 9.1); for officials only, never for a public wall."""


@dataclass(frozen=True)
class Signer:
    """Who signs: the words above the name, each on its own line, and the name, empty while it is open."""

    title: str
    name: str = ""
    above: str = ""
    duty: bool = False


def title(words: Sequence[str], number: str, width: float) -> list[Block]:
    """The lines of a title in capitals, the first underlined when it stands alone, and the number."""
    made: list[Block] = [
        flow.centred(line.upper(), width, size=13 if place == 0 else 12, underlined=len(words) == 1)
        for place, line in enumerate(words)
    ]
    if number:
        made.append(flow.centred(f"Nomor: {number}", width, bold=False))
    return [*made, flow.space(4 * mm)]


def letter_head(
    matter: Matter, width: float, *, number: str, about: str, attached: str, to: Sequence[str], day: str
) -> list[Block]:
    """Place and date at the right; number, appendices and subject at the left; to whom it goes."""
    words = Words(0, -0.78 * LEADING, f"{matter.head.village}, {day}", SIZE, ROMAN)
    rows = (("Nomor", number), ("Sifat", "Penting"), ("Lampiran", attached), ("Perihal", about))
    return [
        Piece(LEADING, (words._replace(x=width - width_of(words)),)),
        *flow.pairs(rows, 115 * mm, label=18 * mm),
        flow.space(4 * mm),
        *(Piece(LEADING, (Words(0, -0.78 * LEADING, line, SIZE, ROMAN),), binds=True) for line in to),
        flow.space(3 * mm),
    ]


def signatures(signers: Sequence[Signer], width: float, *, dated: str = "") -> list[Block]:
    """Who signs, two beside each other; place and date stand over the right one of the first row."""
    blocks: list[Block] = []
    for place in range(0, len(signers), 2):
        pair = signers[place : place + 2]
        places = (0.0, width - FROM_THE_RIGHT) if len(signers) > 1 else (width - FROM_THE_RIGHT,)
        day, over = dated if place == 0 else "", any(one.above for one in pair)
        inks: list[Ink] = []
        for one, x in zip(pair, places, strict=False):
            inks += _signer(one, x, [*([day if x else ""] if day else []), *([one.above] if over else [])])
        blocks.append(Piece(SIGN_ROOM + (2 + bool(day) + over) * LEADING, tuple(inks)))
    return blocks


def decided(case: Case) -> str:
    """The decision in a word, with the votes where they were counted."""
    if case.decision is None:
        return "belum diputuskan"
    votes = f" ({case.votes[0]} setuju, {case.votes[1]} tidak)" if case.votes else ""
    return f"{KEPUTUSAN.label(case.decision)}{votes}"


def cases_table(cases: Sequence[Case], width: float) -> Rows:
    """Proposals with all that officials need; a row of nothing when there are none."""
    rows = [
        (str(number), one.card, one.nik, one.name, one.place, one.hamlet, one.desil, one.program, one.reason,
         decided(one), one.note)
        for number, one in enumerate(cases, start=1)
    ]  # fmt: skip
    return flow.table(CASES, rows or [("", "", "", "Nihil", *[""] * 7)], width)


def dated(matter: Matter) -> str:
    """Place and day as over a signature."""
    return f"{matter.head.village or UNKNOWN}, {calendar.long_date(matter.day)}"


def chief(matter: Matter, above: str = "") -> Signer:
    """The head of the village, who signs most of it."""
    return Signer(f"{matter.chief_title} {matter.head.village}", matter.chief, above)


def _signer(one: Signer, x: float, above: Sequence[str]) -> list[Ink]:
    """The words above, room to sign, and the name underlined; a place for the duty stamp when it takes one."""
    inks: list[Ink] = []
    y = -0.8 * LEADING
    for line in (*above, f"{one.title},"):
        if line:
            inks.append(fit(Words(x, y, line, SIZE, ROMAN), FROM_THE_RIGHT, centred=True))
        y -= LEADING
    if one.duty:
        box = Box(x, y - SIGN_ROOM + 8 * mm, 25 * mm, 13 * mm, 0.4)
        inks.append(box)
        for row, line in enumerate(("Meterai", "Rp10.000")):
            inks.append(fit(Words(box.x, box.y + 7.5 * mm - row * 10, line, 8, ROMAN), box.width, centred=True))
    y -= SIGN_ROOM - 5 * mm
    font = ROMAN_BOLD if one.name else ROMAN
    name = fit(Words(x, y, one.name or BLANK_NAME, SIZE, font), FROM_THE_RIGHT, centred=True)
    inks.append(name)
    if one.name:
        inks.append(Rule(name.x, y - 2, name.x + width_of(name), y - 2, 0.6))
    return inks
