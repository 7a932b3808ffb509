"""What the lists of families and persons show of each row; confidential answers are never among it."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, timedelta

from puskesos_desktop.domain import calendar, identity
from puskesos_desktop.domain.codes_person import HUBUNGAN, KEBERADAAN
from puskesos_desktop.store.lists import FamilyLine, PersonLine
from puskesos_desktop.ui.kit import style
from puskesos_desktop.ui.kit.table import Column

STALE_DAYS = 183
VERY_STALE_DAYS = 365


def family_columns(today: date, drafts: Set[str]) -> list[Column[FamilyLine]]:
    """Columns of the families."""
    return [
        Column("kepala", "Kepala keluarga", 176, lambda line: line.kepala or "(tanpa kepala)", bold=True),
        Column("nomor_kk", "Nomor KK", 164, lambda line: identity.grouped(line.nomor_kk or "")),
        Column("rt", "RT/RW", 84, lambda line: _place(line.rt, line.rw)),
        Column("dusun", "Dusun", 110, lambda line: line.dusun or "", shown=False),
        Column("alamat", "Alamat", 170, lambda line: line.alamat or "", shown=False),
        Column("anggota", "Anggota", 86, lambda line: str(line.anggota), right=True),
        Column("kosong", "Kosong", 76, lambda line: str(line.kosong) if line.kosong else "", right=True),
        Column("dikunjungi", "Kunjungan", 104, lambda line: _since(line.dikunjungi, today),
               colour=lambda line: _stale(line.dikunjungi, today)),
        Column("rtlh", "Catatan", 120, lambda _line: "", chips=lambda line: _chips(line, drafts)),
        Column("air", "Air minum", 110, lambda line: line.air, shown=False, sortable=False),
        Column("sanitasi", "Sanitasi", 120, lambda line: line.sanitasi, shown=False, sortable=False),
        Column("listrik", "Listrik", 150, lambda line: line.listrik, shown=False, sortable=False),
    ]  # fmt: skip


def person_columns(today: date) -> list[Column[PersonLine]]:
    """Columns of the persons."""
    return [
        Column("nama", "Nama", 210, lambda line: line.nama or "(belum diisi)", bold=True),
        Column("nik", "NIK", 170, lambda line: identity.grouped(line.nik or "") or "belum ada",
               colour=lambda line: None if line.nik else style.ODD),
        Column("jenis_kelamin", "L/P", 48, lambda line: {1: "L", 2: "P"}.get(line.jenis_kelamin or 0, "")),
        Column("tanggal_lahir", "Lahir", 100, lambda line: _day(line.tanggal_lahir)),
        Column("umur", "Umur", 56, lambda line: _age(line.tanggal_lahir, today), right=True, sortable=False),
        Column("hubungan", "Hubungan", 140, lambda line: HUBUNGAN.items.get(line.hubungan or 0, ""), sortable=False),
        Column("kepala", "Kepala keluarga", 170, lambda line: line.kepala or ""),
        Column("rt", "RT/RW", 84, lambda line: _place(line.rt, line.rw)),
        Column("dusun", "Dusun", 110, lambda line: line.dusun or "", shown=False),
        Column("keberadaan", "Keberadaan", 120, lambda line: KEBERADAAN.items.get(line.keberadaan or 0, ""),
               sortable=False),
    ]  # fmt: skip


def stale_before(today: date) -> str:
    """The day before which a visit is too long ago (six months), ISO."""
    return (today - timedelta(days=STALE_DAYS)).isoformat()


def _chips(line: FamilyLine, drafts: Set[str]) -> list[tuple[str, str]]:
    chips = [("draf", "info")] if line.id in drafts else []
    if line.rtlh == "RTLH":
        chips.append(("RTLH", "salah"))
    if line.ppks:
        chips.append((f"PPKS {line.ppks}", "info"))
    if line.tanpa_nik:
        chips.append((f"tanpa NIK {line.tanpa_nik}", "peringatan"))
    return chips


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
