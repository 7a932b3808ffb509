"""What the lists show of each row: families, persons, PPKS cases, houses; what is confidential is never among it."""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import date

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.codes.person import HUBUNGAN, KEBERADAAN
from puskesos_desktop.domain.codes.ppks import JENIS_PPKS, STATUS_PPKS
from puskesos_desktop.domain.household import PPKS
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.store.read.lists import STALE_DAYS, VERY_STALE_DAYS, CaseLine, FamilyLine, HouseLine, PersonLine
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.table import DAY, NUMBER, PLACE, Column

LARGE_TEXT = 1.25
"""From this text size on what is beside the point makes room."""


def family_columns(today: date, drafts: Set[str]) -> list[Column[FamilyLine]]:
    """Columns of the families."""
    return [
        Column("kepala", "Kepala keluarga", 176, lambda line: line.kepala or "(tanpa kepala)", least=140, bold=True),
        Column("nomor_kk", "Nomor KK", 160, lambda line: identity.grouped(line.nomor_kk or ""), whole=NUMBER),
        Column("rt", "RT/RW", 84, lambda line: _place(line.rt, line.rw), least=74, whole=PLACE),
        Column("dusun", "Dusun", 110, lambda line: line.dusun or "", shown=False),
        Column("alamat", "Alamat", 170, lambda line: line.alamat or "", shown=False),
        Column("anggota", "Anggota", 86, lambda line: str(line.anggota), least=80, right=True, spare=2),
        Column("kosong", "Kosong", 80, lambda line: str(line.kosong) if line.kosong else "", least=74, right=True,
               spare=3),
        Column("dikunjungi", "Kunjungan", 104, lambda line: _since(line.dikunjungi, today),
               least=88, colour=lambda line: _stale(line.dikunjungi, today), spare=1),
        Column("rtlh", "Catatan", 120, lambda _line: "", least=80, chips=lambda line: _chips(line, drafts)),
        Column("air", "Air minum", 110, lambda line: line.air, shown=False, sortable=False),
        Column("sanitasi", "Sanitasi", 120, lambda line: line.sanitasi, shown=False, sortable=False),
        Column("listrik", "Listrik", 150, lambda line: line.listrik, shown=False, sortable=False),
    ]  # fmt: skip


def person_columns(today: date) -> list[Column[PersonLine]]:
    """Columns of the persons."""
    return [
        Column("nama", "Nama", 210, lambda line: line.nama or "(belum diisi)", least=116, bold=True),
        Column("nik", "NIK", 160, lambda line: identity.grouped(line.nik or "") or "belum ada", whole=NUMBER,
               colour=lambda line: None if line.nik else style.ODD),
        Column("jenis_kelamin", "L/P", 48, lambda line: {1: "L", 2: "P"}.get(line.jenis_kelamin or 0, ""),
               spare=5),
        Column("tanggal_lahir", "Lahir", 100, lambda line: _day(line.tanggal_lahir), whole=DAY, spare=3),
        Column("umur", "Umur", 56, lambda line: _age(line.tanggal_lahir, today), right=True, sortable=False),
        Column("hubungan", "Hubungan", 140, lambda line: HUBUNGAN.items.get(line.hubungan or 0, ""), least=88,
               spare=4, sortable=False),
        Column("kepala", "Kepala keluarga", 170, lambda line: line.kepala or "", least=130, spare=6),
        Column("rt", "RT/RW", 84, lambda line: _place(line.rt, line.rw), least=74, whole=PLACE),
        Column("dusun", "Dusun", 110, lambda line: line.dusun or "", shown=False),
        Column("keberadaan", "Keberadaan", 120, lambda line: KEBERADAAN.items.get(line.keberadaan or 0, ""),
               least=94, spare=2, sortable=False),
    ]  # fmt: skip


def case_columns() -> list[Column[CaseLine]]:
    """Columns of the PPKS cases."""
    return [
        Column("nama", "Nama", 190, lambda line: line.nama or f"Keluarga {line.kepala or '(tanpa kepala)'}", least=120,
               bold=True),
        Column("jenis", "Jenis PPKS", 210, lambda line: JENIS_PPKS.items[line.jenis], least=130),
        Column("status", "Status", 150, lambda line: STATUS_PPKS.items.get(line.status or 0, "belum diisi"), least=140,
               colour=lambda line: None if line.status else style.QUIET),
        Column("kebutuhan", "Kebutuhan", 170, _needs, least=100, spare=1, sortable=False),
        Column("tanggal_ditemukan", "Ditemukan", 100, lambda line: _day(line.tanggal_ditemukan), whole=DAY, spare=2),
        Column("kepala", "Kepala keluarga", 160, lambda line: line.kepala or "", least=110, shown=False),
        Column("rt", "RT/RW", 84, lambda line: _place(line.rt, line.rw), whole=PLACE),
        Column("dusun", "Dusun", 110, lambda line: line.dusun or "", shown=False),
    ]  # fmt: skip


def house_columns(reasons: Callable[[HouseLine], str]) -> list[Column[HouseLine]]:
    """Columns of the houses; `reasons` says why one is in its class."""
    return [
        Column("alamat", "Alamat", 170, lambda line: line.alamat or "(tanpa alamat)", least=130, bold=True),
        Column("rt", "RT/RW", 84, lambda line: _place(line.rt, line.rw), whole=PLACE),
        Column("dusun", "Dusun", 110, lambda line: line.dusun or "", shown=False),
        Column("keluarga", "Keluarga", 190, lambda line: ", ".join(head for _, head in line.families), least=120,
               spare=2),
        Column("anggota", "Penghuni", 84, lambda line: str(line.anggota), right=True, spare=1),
        Column("rtlh", "Kelas", 96, lambda line: line.rtlh, least=84, colour=_house_colour),
        Column("alasan", "Alasan", 300, reasons, least=150, sortable=False),
    ]  # fmt: skip


def _chips(line: FamilyLine, drafts: Set[str]) -> list[tuple[str, str]]:
    chips = [("draf", "info")] if line.id in drafts else []
    if line.rtlh == "RTLH":
        chips.append(("RTLH", "salah"))
    if line.ppks:
        chips.append((f"PPKS {line.ppks}", "info"))
    if line.tanpa_nik:
        chips.append((f"tanpa NIK {line.tanpa_nik}", "peringatan"))
    return chips


def _needs(line: CaseLine) -> str:
    return FORMS[PPKS].fields["kebutuhan"].show(line.kebutuhan)


def _house_colour(line: HouseLine) -> str | None:
    return {"RTLH": style.WRONG, "perlu data": style.QUIET}.get(line.rtlh)


def _place(rt: str | None, rw: str | None) -> str:
    return f"{rt or '–'}/{rw or '–'}" if rt or rw else ""


def _since(visited: str | None, today: date) -> str:
    return calendar.ago(date.fromisoformat(visited), today) if visited else "belum"


def _stale(visited: str | None, today: date) -> str | None:
    days = (today - date.fromisoformat(visited)).days if visited else VERY_STALE_DAYS + 1
    if days > VERY_STALE_DAYS:
        return style.WRONG
    return style.ODD if days > STALE_DAYS else None


def _day(text: str | None) -> str:
    return calendar.show_date(date.fromisoformat(text)) if text else ""


def _age(born: str | None, today: date) -> str:
    if born is None:
        return ""
    day = date.fromisoformat(born)
    return str(today.year - day.year - ((today.month, today.day) < (day.month, day.day)))
