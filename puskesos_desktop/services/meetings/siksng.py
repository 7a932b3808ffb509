"""Agreed proposals for entry into SIKS-NG: field by field in the order of its menus, and as Excel, a sheet per kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from puskesos_desktop.domain.codes.meetings import (
    BARU,
    JENIS_USULAN,
    PERBAIKAN,
    REAKTIVASI,
    TIDAK_LAYAK,
    USULAN,
)
from puskesos_desktop.domain.household import ANGGOTA, Record, read_day
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read.meetings import Proposal, all_meetings

MENUS = {
    BARU: "Usulan baru",
    PERBAIKAN: "Perbaikan data",
    TIDAK_LAYAK: "Verifikasi kelayakan",
    REAKTIVASI: "PBI-JK reaktivasi",
}
"""The menu each kind is entered in, in their order; names drift (domain 3.2, December 2025)."""


class CopyLine(NamedTuple):
    """One field to be copied: its words, and what goes into it."""

    label: str
    value: str


Read = Callable[[Proposal, Mapping[str, Record]], str]


def entries(db: Database, proposal: Proposal) -> list[CopyLine]:
    """What is to be copied for one proposal, in the order it is asked for; what is unknown is empty."""
    return _entries(proposal, {one.id: one for one in all_meetings(db)})


def write_excel(store: Store, path: Path, proposals: Sequence[Proposal], progress: Progress = silent) -> int:
    """Write these proposals, a sheet for each kind in the order of the menus; how many lines.

    Every number is text. Raises `UserError` when the place cannot be written.
    """
    from puskesos_desktop.exchange.tables import excel
    from puskesos_desktop.exchange.tables.excel import Cell, Page

    meetings = {one.id: one for one in all_meetings(store.reader())}
    pages = []
    for kind, menu in MENUS.items():
        listed = [one for one in proposals if one["jenis"] == kind]
        columns = ["No.", *(label for label, _ in _fields(kind)), "Tanggal kirim", "Jawaban"]
        rows: list[Sequence[Cell]] = [[number, *_row(one, meetings)] for number, one in enumerate(listed, start=1)]
        pages.append(Page(menu, columns, rows, count=len(rows)))
    excel.write_pages(path, pages, progress)
    return sum(one["jenis"] in JENIS_USULAN.items for one in proposals)


def _row(proposal: Proposal, meetings: Mapping[str, Record]) -> list[str]:
    fields = FORMS[USULAN].fields
    follow = [fields[key].show(proposal[key]) for key in ("tanggal_kirim", "jawaban")]
    return [*(entry.value for entry in _entries(proposal, meetings)), *follow]


def _entries(proposal: Proposal, meetings: Mapping[str, Record]) -> list[CopyLine]:
    return [CopyLine(label, read(proposal, meetings)) for label, read in _fields(int(proposal["jenis"] or BARU))]


def _fields(kind: int) -> list[tuple[str, Read]]:
    """The fields of a kind: who, then what is proposed and why, then the minutes it rests on."""
    own: dict[int, list[tuple[str, Read]]] = {
        BARU: [("Program", _shown("program"))],
        PERBAIKAN: [("Isian yang diperbaiki", _shown("perbaikan"))],
        TIDAK_LAYAK: [("Alasan tidak layak", _shown("alasan_tidak_layak"))],
        REAKTIVASI: [("Program", _shown("program"))],
    }
    why: list[tuple[str, Read]] = [("Uraian", lambda one, _meetings: one.record.text("alasan"))]
    return [*_WHO, *own.get(kind, []), *why, *_MINUTES]


def _shown(key: str) -> Read:
    return lambda one, _meetings: FORMS[USULAN].fields[key].show(one[key])


def _person(key: str) -> Read:
    return lambda one, _meetings: FORMS[ANGGOTA].fields[key].show(getattr(one.subject, key))


def _plain(key: str) -> Read:
    return lambda one, _meetings: getattr(one.subject, key) or ""


def _meeting(key: str) -> Read:
    def read(one: Proposal, meetings: Mapping[str, Record]) -> str:
        found = meetings.get(str(one["musyawarah_id"]))
        return found.text(key) if found else ""

    return read


def _minutes_day(one: Proposal, meetings: Mapping[str, Record]) -> str:
    day = read_day(_meeting("tanggal")(one, meetings) or None)
    return calendar.show_date(day) if day else ""


_WHO: list[tuple[str, Read]] = [
    ("Nomor KK", _plain("nomor_kk")),
    ("NIK", _plain("nik")),
    ("Nama", lambda one, _meetings: one.name),
    ("Tempat lahir", _plain("tempat_lahir")),
    ("Tanggal lahir", _person("tanggal_lahir")),
    ("Jenis kelamin", _person("jenis_kelamin")),
    ("Nama ibu kandung", _plain("nama_ibu")),
    ("Alamat", _plain("alamat")),
    ("RT", _plain("rt")),
    ("RW", _plain("rw")),
    ("Dusun", _plain("dusun")),
]
_MINUTES: list[tuple[str, Read]] = [
    ("Nomor berita acara", _meeting("nomor_agenda")),
    ("Tanggal berita acara", _minutes_day),
]
