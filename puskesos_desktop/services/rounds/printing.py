"""Printing for the field: families in walking order as forms, lists and labels; the store is only read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from puskesos_desktop.documents.form import pack
from puskesos_desktop.documents.form.covers import Count, ListedFamily, Neighbourhood
from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.documents.form.pack import Batch, Overview
from puskesos_desktop.documents.form.sheet import Sheet
from puskesos_desktop.documents.press.letterhead import Letterhead
from puskesos_desktop.documents.press.page import Target
from puskesos_desktop.domain.codes import house
from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.outcome import Progress, UserError, silent
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.rounds.numbers import sheet_number
from puskesos_desktop.services.village import settings
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, lists
from puskesos_desktop.store.read.lists import FamilyLine, Filter

_RT = re.compile(r"([0-9]{1,3})(?:\s*/\s*([0-9]{1,3}))?")


@dataclass(frozen=True)
class Printed:
    """What was written: how many families, on how many sheets printed on one side."""

    families: int
    sheets: int


def letterhead(store: Store) -> Letterhead:
    """The village as it stands over its papers."""
    village = households.village(store.reader())
    if village is None:
        return Letterhead("", "", "", "", "")
    kind = house.JENIS_DESA.label(int(village["jenis"])) if village["jenis"] is not None else "Desa"
    code, name, district, regency, province = map(village.text, ("kode", "nama", "kecamatan", "kabupaten", "provinsi"))
    address = ", ".join(filter(None, map(village.text, ("alamat_kantor", "kode_pos", "telepon", "surel", "laman"))))
    return Letterhead(code, name, district, regency, province, kind, address, settings.logo(store) or b"")


def chosen(rt: str | None) -> Filter:
    """The whole village for None, else the RT "001/002" (RT 001, RW 002) or "3" (RT 003 of every RW).

    Raises `UserError` for anything else.
    """
    if rt is None:
        return Filter()
    found = _RT.fullmatch(rt.strip())
    if not found:
        raise UserError(f"RT {rt} tidak dikenali.", "Tulis RT/RW, misalnya 001/002.")
    return Filter(rt=found[1].zfill(3), rw=found[2].zfill(3) if found[2] else "")


def print_blank(store: Store, path: Target, options: Options) -> Printed:
    """One empty form, for a family nobody knows yet."""
    sheets = pack.write_forms(path, letterhead(store), [Sheet()], options)
    return Printed(0, sheets)


def print_families(
    store: Store,
    path: Target,
    families: Sequence[str],
    options: Options,
    *,
    numbers: Mapping[str, str] = MappingProxyType({}),
    progress: Progress = silent,
) -> Printed:
    """The forms of some families in the order given, without lists around them.

    `numbers` has the sheet numbers that a round gave to its families; the others carry the number of their id.
    """
    db = store.reader()
    lines = {line.id: line for line in lists.families(db, Filter(families=frozenset(families)))}
    homes = [home for one in families if (home := households.load(db, one))]
    sheets = list(_sheets(homes, lines, numbers, registry.today(store)))
    used = pack.write_forms(path, letterhead(store), sheets, options, progress)
    return Printed(len(sheets), used)


def print_chosen(
    store: Store,
    path: Target,
    families: Filter,
    options: Options,
    *,
    forms: bool = True,
    numbers: Mapping[str, str] = MappingProxyType({}),
    progress: Progress = silent,
) -> Printed:
    """All families that pass the filter, RT by RT: totals, lists in walking order, forms (unless not wanted), labels.

    Raises `UserError` when no family passes.
    """
    db = store.reader()
    groups = _by_rt(db, families)
    lines = [line for group in groups for line in group]
    used = pack.write_pack(
        path,
        letterhead(store),
        Overview([_count(group) for group in groups], _changed(lines)),
        _batches(db, groups, numbers, registry.today(store)),
        options=options,
        forms=forms,
        progress=progress,
    )
    return Printed(len(lines), used)


def print_each_rt(
    store: Store, folder: Path, families: Filter, options: Options, progress: Progress = silent
) -> list[Path]:
    """The same with a file for each RT, "RT 001 RW 002 Krajan.pdf"; the files in their order."""
    written: list[Path] = []
    groups = _by_rt(store.reader(), families)
    for done, group in enumerate(groups):
        dusun, rw, rt = _area(group[0])
        name = re.sub(r"[^\w -]", "", f"RT {rt or '-'} RW {rw or '-'} {dusun}").strip()
        progress(done, len(groups), name)
        written.append(folder / f"{name}.pdf")
        print_chosen(store, written[-1], Filter(families=frozenset(line.id for line in group)), options)
    return written


def _by_rt(db: Database, families: Filter) -> list[list[FamilyLine]]:
    """The chosen families by RT, in the order of dusun, RW and RT."""
    lines = sorted(lists.families(db, families), key=_area)
    if not lines:
        raise UserError("Tidak ada keluarga yang cocok.", "Periksa RT dan RW, atau pilih seluruh desa.")
    return [list(group) for _, group in groupby(lines, _area)]


def _batches(db: Database, groups: list[list[FamilyLine]], numbers: Mapping[str, str], on: date) -> Iterator[Batch]:
    """One RT after the other, read when its turn comes."""
    for lines in groups:
        known = {line.id: line for line in lines}
        homes = [home for line in lines if (home := households.load(db, line.id))]
        homes.sort(key=lambda home: _on_the_way(home, known[home.family.id]))
        sheets = list(_sheets(homes, known, numbers, on))
        entries = tuple(_entry(sheet.number, known[home.family.id]) for sheet, home in zip(sheets, homes, strict=True))
        dusun, rw, rt = _area(lines[0])
        yield Batch(Neighbourhood(rt, rw, dusun, entries, _changed(lines)), sheets)


def _sheets(
    homes: Iterable[Household], lines: Mapping[str, FamilyLine], numbers: Mapping[str, str], on: date
) -> Iterator[Sheet]:
    for home in homes:
        family = home.family.id
        yield Sheet(numbers.get(family) or sheet_number(family), home, on, _changed([lines[family]]))


def _entry(number: str, line: FamilyLine) -> ListedFamily:
    return ListedFamily(number, line.kepala or "(tanpa nama)", line.alamat or "", line.anggota)


def _area(line: FamilyLine) -> tuple[str, str, str]:
    return (line.dusun or "", line.rw or "", line.rt or "")


def _on_the_way(home: Household, line: FamilyLine) -> tuple[bool, str, str, str, str, int]:
    """From house to house: by the number of the building (109), then by address as people count, then by the head."""
    address = [part.zfill(6) if part.isdigit() else part.casefold() for part in re.split(r"(\d+)", line.alamat or "")]
    number = home.building.text("nomor_bangunan")
    return (not number, number, "".join(address), home.family.text("nomor_urut_keluarga"), line.kepala or "", line.rid)


def _count(lines: list[FamilyLine]) -> Count:
    dusun, rw, rt = _area(lines[0])
    return Count(rt, rw, dusun, len(lines), sum(one.anggota for one in lines), sum(one.rtlh == "RTLH" for one in lines))


def _changed(lines: list[FamilyLine]) -> str:
    """The last change among them as words."""
    moment = datetime.fromtimestamp(max(line.diubah for line in lines) / 1000, UTC).astimezone()
    return f"{calendar.long_date(moment.date())} pukul {calendar.show_time(moment)}"
