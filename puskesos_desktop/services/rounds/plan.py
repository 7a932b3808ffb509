"""Rounds of verification on paper: planned, assigned, printed, taken back; how far each RT is and what is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.documents.press.page import Target
from puskesos_desktop.domain import identity
from puskesos_desktop.domain.codes.rounds import LEMBAR, PUTARAN
from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.outcome import InvalidData, Issue, Progress, UserError, silent
from puskesos_desktop.domain.words import wording
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.rounds import printing
from puskesos_desktop.services.rounds.numbers import NUMBER_LENGTH, digits_of, is_number, sheet_number
from puskesos_desktop.services.rounds.printing import Printed
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, lists, rounds
from puskesos_desktop.store.read.lists import Filter
from puskesos_desktop.store.read.rounds import SheetLine, Stamp

TWICE_PERCENT = 5
ENDING = 6
"""So many last digits of a number are enough where they name one sheet only; the very last is the check digit."""
Area = tuple[str, str, str]
"""Dusun, RW, RT."""


class SheetState(StrEnum):
    """How far a sheet is; the value is the word people see."""

    PLANNED = "belum dicetak"
    OUT = "di lapangan"
    BACK = "kembali"
    ENTERED = "dientri"


@dataclass(frozen=True)
class AreaProgress:
    """The sheets of one RT: how many there are in each state, and who walks there."""

    area: Area
    counts: Mapping[SheetState, int]
    walkers: tuple[str, ...]

    @property
    def words(self) -> str:
        """The RT as people call it."""
        return area_words(self.area)

    @property
    def short(self) -> str:
        """The same for a chart: "001/002 Krajan"."""
        dusun, rw, rt = self.area
        return f"{rt or '–'}/{rw or '–'} {dusun}".strip()

    @property
    def total(self) -> int:
        """All sheets of the RT."""
        return sum(self.counts.values())

    @property
    def entered(self) -> int:
        """Sheets whose results are in."""
        return self.counts[SheetState.ENTERED]


@dataclass(frozen=True)
class Drawn:
    """Sheets that were drawn: how many pages they took, and for each the state it shows."""

    printed: Printed
    sheets: tuple[SheetLine, ...]
    stamps: Mapping[str, Stamp]


def state_of(line: SheetLine) -> SheetState:
    """How far this sheet is; nothing of this is stored twice."""
    if line["dientri"] is not None:
        return SheetState.ENTERED
    if line["kembali"] is not None:
        return SheetState.BACK
    return SheetState.OUT if line["dicetak"] is not None else SheetState.PLANNED


def new_round(store: Store) -> Record:
    """An empty round that begins today; 5 % of its sheets are keyed twice."""
    made = Record(PUTARAN, store.new_id(), FORMS[PUTARAN].empty())
    return made.answering(tanggal_mulai=registry.today(store).isoformat(), persen_ketik_ganda=TWICE_PERCENT)


def check(round_: Record) -> list[Issue]:
    """What is wrong with the answers of a round."""
    found = FORMS[PUTARAN].issues(Situation(round_.answers))
    first, last = round_["tanggal_mulai"], round_["tanggal_selesai"]
    if not found and first and last and str(last) < str(first):
        found = [Issue("tanggal_selesai", "Tanggal selesai mendahului tanggal mulai.")]
    return [replace(issue, record=round_.id) for issue in found]


def plan(store: Store, round_: Record, families: Filter | None, operator: str) -> int:
    """Save a round and give each chosen family a sheet in it, one undoable group; how many sheets are new.

    Without `families` only the round itself is saved; a family that has its sheet keeps it. Raises `InvalidData` for
    wrong answers and `UserError` when no family passes the filter.
    """
    if issues := check(round_):
        raise InvalidData(issues)
    db = store.reader()
    has = {line.family for line in rounds.sheets(db, round_.id)}
    chosen = [line.id for line in lists.families(db, families)] if families is not None else []
    if families is not None and not chosen:
        raise UserError("Tidak ada keluarga yang cocok.", "Pilih RT lain, atau hapus salah satu saringan.")
    fresh = [family for family in chosen if family not in has]
    count = f": {wording.thousands(len(fresh))} keluarga" if fresh else ""
    verb = "Rencanakan" if round_.before is None else "Ubah"
    with commits.group(store, f"{verb} putaran {round_.text('nama')}{count}", operator) as transaction:
        transaction.save(round_)
        for family in fresh:
            record = store.new_id()
            transaction.create(LEMBAR, _sheet_answers(round_.id, family, record), record)
    return len(fresh)


def assign(store: Store, round_id: str, area: Area, walker: str, operator: str) -> int:
    """Write who walks in an RT (empty takes the name out); how many sheets that are not entered yet have changed."""
    lines = [
        line
        for line in rounds.sheets(store.reader(), round_id)
        if area_of(line) == area and state_of(line) is not SheetState.ENTERED
    ]
    name = " ".join(walker.split())[:60]
    with commits.group(store, f"Tugaskan {name or 'tanpa petugas'} di {area_words(area)}", operator) as transaction:
        for line in lines:
            transaction.save(line.record.answering(petugas=name or None))
    return len(lines)


def print_sheets(
    store: Store, path: Path, sheets: Sequence[SheetLine], options: Options, operator: str, progress: Progress = silent
) -> Printed:
    """Write these sheets of a round to a PDF, then note in the journal that they were printed and from which state."""
    drawn = draw_sheets(store, path, sheets, options, progress)
    note_printed(store, drawn, operator)
    return drawn.printed


def draw_sheets(
    store: Store, path: Target, sheets: Sequence[SheetLine], options: Options, progress: Progress = silent
) -> Drawn:
    """Draw these sheets, nothing noted yet: several come with the lists and labels of their RTs, a single one alone.

    Raises `UserError` when nothing is chosen, the place cannot be written, or a sheet is entered.
    """
    if not sheets:
        raise UserError("Belum ada lembar yang dipilih.", "Pilih putaran atau RT yang mempunyai lembar.")
    entered = next((line for line in sheets if state_of(line) is SheetState.ENTERED), None)
    if entered is not None:
        raise UserError(f"Lembar {shown(entered)} sudah dientri.", "Cetak keluarganya di luar putaran.")
    db = store.reader()
    known, moment, sections = rounds.known_now(db), store.ambient.now_ms(), tuple(sorted(options.sections))
    stamps = {line.id: Stamp(_records_of(db, line.family), known, moment, sections) for line in sheets}
    numbers = {line.family: shown(line) for line in sheets}
    if len(sheets) == 1:
        done = printing.print_families(store, path, list(numbers), options, numbers=numbers, progress=progress)
    else:
        chosen = Filter(families=frozenset(numbers))
        done = printing.print_chosen(store, path, chosen, options, numbers=numbers, progress=progress)
    return Drawn(done, tuple(sheets), stamps)


def note_printed(store: Store, drawn: Drawn, operator: str) -> None:
    """Write that these sheets were printed today and from which state; it takes the place of an earlier printing."""
    lines = drawn.sheets
    what = f"lembar {shown(lines[0])}" if len(lines) == 1 else f"{wording.thousands(len(lines))} lembar"
    day = registry.today(store).isoformat()
    with commits.group(store, f"Cetak {what}", operator) as transaction:
        for line in lines:
            stamp = drawn.stamps[line.id].packed()
            transaction.save(line.record.answering(dicetak=day, cap=stamp, kembali=None))


def take_back(store: Store, sheets: Sequence[SheetLine], operator: str, day: date | None = None) -> int:
    """Write that these printed sheets came back (today); how many had not been back before.

    Raises `UserError` for a sheet that was never printed.
    """
    odd = next((line for line in sheets if state_of(line) is SheetState.PLANNED), None)
    if odd is not None:
        raise UserError(f"Lembar {shown(odd)} belum pernah dicetak.", "Periksa nomornya.")
    fresh = [line for line in sheets if state_of(line) is SheetState.OUT]
    back = (day or registry.today(store)).isoformat()
    what = f"lembar {shown(fresh[0])}" if len(fresh) == 1 else f"{wording.thousands(len(fresh))} lembar"
    with commits.group(store, f"Terima kembali {what}", operator) as transaction:
        for line in fresh:
            transaction.save(line.record.answering(kembali=back))
    return len(fresh)


def find(db: Database, typed: str) -> SheetLine:
    """The sheet with this number, typed whole, by its last six digits, or scanned ("PSK1:…:…").

    Raises `UserError` when there is none, when the digits name several, and when the check digit is wrong.
    """
    digits = digits_of(typed)
    if len(digits) == NUMBER_LENGTH:
        if not is_number(digits):
            raise UserError(f"Nomor lembar {typed.strip()} salah ketik.", "Periksa angka di bawah kode QR.")
    elif len(digits) != ENDING:
        raise UserError("Nomor lembar belum lengkap.", f"Ketik 12 angka, atau {ENDING} angka terakhir saja.")
    found = rounds.sheets_of_number(db, digits)
    if not found:
        hint = "Periksa nomornya, atau terima dulu paket laptop yang mencetaknya."
        raise UserError(f"Tidak ada lembar bernomor {typed.strip()} di sini.", hint)
    if len(found) > 1:
        raise UserError(f"Ada {len(found)} lembar yang berakhir {digits}.", "Ketik nomornya lengkap.")
    return found[0]


def round_named(db: Database, name: str) -> Record:
    """The newest round of this name, whatever the case and spaces; `UserError` when there is none."""
    wanted = " ".join(name.split()).casefold()
    found = [one for one in rounds.rounds(db) if one.text("nama").casefold() == wanted]
    if not found:
        raise UserError(f"Tidak ada putaran {name.strip()}.", "Lihat daftarnya dengan: puskesos putaran.")
    return found[0]


def progress_by_area(sheets: Iterable[SheetLine]) -> list[AreaProgress]:
    """How far each RT is, in the order of dusun, RW and RT."""
    found = []
    for area, of_area in groupby(sorted(sheets, key=area_of), area_of):
        lines = list(of_area)
        counts = dict.fromkeys(SheetState, 0)
        for line in lines:
            counts[state_of(line)] += 1
        walkers = sorted({line.record.text("petugas") for line in lines} - {""})
        found.append(AreaProgress(area, counts, tuple(walkers)))
    return found


def entered_twice(sheets: Iterable[SheetLine]) -> list[SheetLine]:
    """Sheets entered more than once, on one laptop or on two, and sheets of a family that has two entered ones."""
    lines = [line for line in sheets if state_of(line) is SheetState.ENTERED]
    families = [line.family for line in lines]
    return [
        line
        for line in lines
        if line.claimed or int(line["entri_ke"] or 0) > 1 or families.count(line.family) > 1
    ]  # fmt: skip


def to_key_twice(round_: Record, sheets: Sequence[SheetLine]) -> list[SheetLine]:
    """The sheets that are to be keyed a second time: the wanted share of the printed ones, rounded up.

    The choice is by a hash of their ids, so every laptop chooses the same ones and nobody can.
    """
    percent = round_["persen_ketik_ganda"]
    wanted = TWICE_PERCENT if percent is None else int(percent)
    printed = [line for line in sheets if state_of(line) is not SheetState.PLANNED]
    count = -(-len(printed) * wanted // 100)
    chosen = sorted(printed, key=lambda line: hashlib.sha256(line.id.encode()).digest())[:count]
    ids = {line.id for line in chosen}
    return [line for line in sheets if line.id in ids]


def waits_for_second(line: SheetLine) -> bool:
    """Whether a sheet chosen for it was entered and not yet keyed again."""
    return state_of(line) is SheetState.ENTERED and line["ketikan_kedua"] is None


def area_of(line: SheetLine) -> Area:
    """Where the family of a sheet lives now."""
    return (line.place.dusun or "", line.place.rw or "", line.place.rt or "")


def area_words(area: Area) -> str:
    """An RT as people call it: "RT 001/RW 002 Krajan"."""
    dusun, rw, rt = area
    return f"RT {rt or '–'}/RW {rw or '–'} {dusun}".strip()


def shown(line: SheetLine) -> str:
    """The number as it stands on paper, in groups of four."""
    return identity.grouped(line.number)


def _sheet_answers(round_id: str, family: str, record: str) -> dict[str, int | str | None]:
    number = sheet_number(record).replace(" ", "")
    return {**FORMS[LEMBAR].empty(), "putaran_id": round_id, "keluarga_id": family, "nomor": number}


def _records_of(db: Database, family: str) -> tuple[tuple[str, str], ...]:
    """What stands on a family's sheet, in the order of the paper."""
    home = households.load(db, family)
    if home is None:
        return ()
    return tuple((one.kind, one.id) for one in (home.building, home.family, *home.members))
