"""Around the forms of a round: the list of an RT in walking order, the totals of all RT, labels for the envelopes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportlab.lib.units import mm

from puskesos_desktop.documents.press import letterhead
from puskesos_desktop.documents.press.ink import Box, Ink, Rule, Words, fit, fit_lines, width_of
from puskesos_desktop.documents.press.letterhead import BOTTOM, LEFT, RIGHT, TOP, Letterhead
from puskesos_desktop.documents.press.page import BOLD, REGULAR, Paper
from puskesos_desktop.documents.press.pieces import SHADE
from puskesos_desktop.domain.words import wording

SIZE, ROW, TICK = 8.5, 8.2 * mm, 4.6 * mm
_KOP, _FOOT = 17 * mm, 26 * mm
_PAD = 1.2 * mm
LABELS = (2, 4)
"""Columns and rows of labels on a sheet."""


@dataclass(frozen=True)
class ListedFamily:
    """One family on the list of its RT: the number of its form, its head, where it lives, how many live there."""

    number: str
    head: str
    address: str
    members: int


@dataclass(frozen=True)
class Count:
    """What there is in one RT."""

    rt: str
    rw: str
    dusun: str
    families: int
    people: int
    rtlh: int


@dataclass(frozen=True)
class Neighbourhood:
    """An RT with its families in walking order; `asof` is the last change among them, in words."""

    rt: str
    rw: str
    dusun: str
    entries: tuple[ListedFamily, ...]
    asof: str = ""

    @property
    def title(self) -> str:
        """As people say it: "RT 001/RW 002, Krajan"."""
        return f"RT {self.rt or '…'}/RW {self.rw or '…'}{f', {self.dusun}' if self.dusun else ''}"


class _Column(NamedTuple):
    title: str
    share: float
    right: bool = False


_LIST = (
    _Column("No.", 8, right=True), _Column("Nomor formulir", 30), _Column("Kepala keluarga", 52),
    _Column("Alamat", 46), _Column("Anggota", 14, right=True), _Column("Selesai", 12), _Column("Hasil (205)", 14),
    _Column("Keterangan", 30),
)  # fmt: skip
_TOTALS = (
    _Column("Dusun", 34), _Column("RW", 10), _Column("RT", 10), _Column("Keluarga", 16, right=True),
    _Column("Anggota", 16, right=True), _Column("RTLH", 13, right=True), _Column("Banyaknya keluarga", 96),
)  # fmt: skip


def list_pages(head: Letterhead, area: Neighbourhood, paper: Paper) -> list[list[Ink]]:
    """The cover list of one RT: a line and a box to tick for each family, then who walked it and when."""
    return _pages(_Table(head, "DAFTAR KELUARGA YANG DIKUNJUNGI", area.title, area.asof, paper, _LIST), [
        (str(number), one.number, one.head, one.address, str(one.members), "", "", "")
        for number, one in enumerate(area.entries, start=1)
    ])  # fmt: skip


def total_pages(head: Letterhead, counts: Sequence[Count], asof: str, paper: Paper) -> list[list[Ink]]:
    """What there is in each RT, with a bar to compare them, and the sum of all."""
    rows = [
        (one.dusun, one.rw, one.rt, *map(wording.thousands, (one.families, one.people, one.rtlh)), str(one.families))
        for one in counts
    ]
    sums = (sum(one.families for one in counts), sum(one.people for one in counts), sum(one.rtlh for one in counts))
    table = _Table(head, "REKAP PER RT", f"{len(counts)} RT", asof, paper, _TOTALS)
    return _pages(table, [*rows, ("Jumlah", "", "", *map(wording.thousands, sums), "")])


def label_pages(head: Letterhead, areas: Sequence[Neighbourhood], paper: Paper) -> list[list[Ink]]:
    """A label for the envelope of each RT, eight on a sheet, to be cut along the rules."""
    across, down = LABELS
    width, height = (paper.width - 2 * RIGHT) / across, (paper.height - 2 * RIGHT) / down
    pages = []
    for first in range(0, len(areas), across * down):
        inks: list[Ink] = []
        for place, area in enumerate(areas[first : first + across * down]):
            x, y = RIGHT + place % across * width, paper.height - RIGHT - (place // across + 1) * height
            inks += _label(head, area, (x, y, x + width, y + height))
        pages.append(inks)
    return pages


class _Table(NamedTuple):
    head: Letterhead
    title: str
    about: str
    asof: str
    paper: Paper
    columns: Sequence[_Column]

    def places(self) -> Iterator[tuple[_Column, float, float]]:
        """Each column with its left edge and its width."""
        x, whole = LEFT, self.paper.width - LEFT - RIGHT
        for column in self.columns:
            width = whole * column.share / sum(each.share for each in self.columns)
            yield column, x, width
            x += width


def _pages(table: _Table, rows: Sequence[Sequence[str]]) -> list[list[Ink]]:
    """The rows over as many pages as they need; on the last one who carried it out."""
    top = table.paper.height - TOP - _KOP - 14 * mm
    fit_in = int((top - ROW - BOTTOM - _FOOT) // ROW)
    chunks = [rows[start : start + fit_in] for start in range(0, len(rows), fit_in)] or [()]
    longest = max((value for row in rows if (value := _bar_value(row))), default=1)
    pages = []
    for number, chunk in enumerate(chunks, start=1):
        inks = [*_title(table, number, len(chunks)), *_heads(table, top)]
        for place, row in enumerate(chunk, start=1):
            inks += _row(table, row, top - (place + 1) * ROW, longest)
        inks += _signed(table.paper, table.columns is _LIST) if number == len(chunks) else []
        pages.append(inks)
    return pages


def _title(table: _Table, number: int, count: int) -> list[Ink]:
    paper, right = table.paper, table.paper.width - RIGHT
    top = paper.height - TOP
    inks = letterhead.kop(table.head, LEFT, right, top)
    inks.append(fit(Words(LEFT, top - 22 * mm, table.title, 12, BOLD), right - LEFT, centred=True))
    inks.append(fit(Words(LEFT, top - 27 * mm, table.about, 10, BOLD), right - LEFT, centred=True))
    foot = BOTTOM - 5.4 * mm
    inks.append(Rule(LEFT, BOTTOM - 2 * mm, right, BOTTOM - 2 * mm, 0.4))
    if table.asof:
        inks.append(Words(LEFT, foot, f"Keadaan data per {table.asof}", 7.5))
    page = Words(0, foot, f"Halaman {number} dari {count}", 7.5, BOLD)
    return [*inks, page._replace(x=right - width_of(page))]


def _heads(table: _Table, top: float) -> list[Ink]:
    inks: list[Ink] = [Box(LEFT, top - ROW, table.paper.width - LEFT - RIGHT, ROW, 0.6, SHADE)]
    for column, x, width in table.places():
        words = Words(x + _PAD, top - 3.4 * mm, column.title, 7.5, BOLD)
        inks += fit_lines(words, width - 2 * _PAD, 2, 3.2 * mm)
        inks.append(Rule(x, top, x, top - ROW))
    return inks


def _row(table: _Table, row: Sequence[str], y: float, longest: int) -> list[Ink]:
    right = table.paper.width - RIGHT
    inks: list[Ink] = [Rule(LEFT, y, right, y), Rule(right, y, right, y + ROW, 0.4)]
    bold = row[0] == "Jumlah"
    for (column, x, width), text in zip(table.places(), row, strict=True):
        inks.append(Rule(x, y, x, y + ROW))
        if column.title in ("Selesai", "Hasil (205)"):
            inks.append(Box(x + (width - TICK) / 2, y + (ROW - TICK) / 2, TICK, TICK, 0.7))
        elif column is _TOTALS[-1]:
            if text:
                inks.append(Box(x + _PAD, y + ROW * 0.3, (width - 2 * _PAD) * int(text) / longest, ROW * 0.4, 0.4, 0.7))
        elif text:
            words = fit(Words(x + _PAD, y + 2.9 * mm, text, SIZE, BOLD if bold else REGULAR), width - 2 * _PAD)
            inks.append(words._replace(x=x + width - _PAD - width_of(words)) if column.right else words)
    return inks


def _bar_value(row: Sequence[str]) -> int:
    return int(row[-1]) if len(row) == len(_TOTALS) and row[-1].isdigit() else 0


def _signed(paper: Paper, walked: bool) -> list[Ink]:
    """Who walked the list, and when; totals are signed by nobody."""
    if not walked:
        return []
    y, width = BOTTOM + 3 * mm, (paper.width - LEFT - RIGHT) / 3
    inks: list[Ink] = []
    for place, words in enumerate(("Petugas pendata", "Tanggal mulai dan selesai", "Ketua RT")):
        x = LEFT + place * width
        inks.append(fit(Words(x, y + 17 * mm, words, 8, BOLD), width, centred=True))
        inks.append(Rule(x + 6 * mm, y + 2 * mm, x + width - 6 * mm, y + 2 * mm, 0.5))
    return inks


def _range(entries: Sequence[ListedFamily]) -> str:
    """First and last form of the list in walking order."""
    return f"{entries[0].number} – {entries[-1].number}" if entries else ""


def _label(head: Letterhead, area: Neighbourhood, room: tuple[float, float, float, float]) -> list[Ink]:
    left, bottom, right, top = room
    x, width = left + 5 * mm, right - left - 10 * mm
    households, people = len(area.entries), sum(one.members for one in area.entries)
    inks: list[Ink] = [Box(left, bottom, right - left, top - bottom, 0.3)]
    for down, text, size, font in (
        (8.0, "FORMULIR VERIFIKASI KELUARGA", 9.0, BOLD),
        (13.0, f"{head.kind} {head.village}, Kecamatan {head.district}", 9.0, REGULAR),
        (25.0, f"RT {area.rt or '…'} / RW {area.rw or '…'}", 24.0, BOLD),
        (32.0, area.dusun, 13.0, BOLD),
        (39.0, f"{households} formulir · {people} anggota", 10.0, REGULAR),
        (44.0, _range(area.entries), 8.5, REGULAR),
    ):
        if text:
            inks.append(fit(Words(x, top - down * mm, text, size, font), width))
    for up, text in ((13.0, "Petugas"), (6.0, "Diterima kembali tanggal")):
        inks.append(Words(x, bottom + up * mm, text, 8))
        inks.append(Rule(x + 34 * mm, bottom + (up - 0.6) * mm, right - 5 * mm, bottom + (up - 0.6) * mm, 0.4))
    return inks
