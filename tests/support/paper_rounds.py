"""Small rounds of verification for tests: three invented families, planned and printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, Household, Record, Value
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.rounds import plan, results
from puskesos_desktop.services.rounds.results import Keyed, Mark, OpenSheet, Spot, Walk
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import rounds
from puskesos_desktop.store.read.lists import Filter
from puskesos_desktop.store.read.rounds import SheetLine
from tests.support.village import OPERATOR, a_household, saved

EVERYBODY, WHOLE = Filter(), Options()
SMALL = Options(sections=frozenset({"III.A", "III.C"}))


def three_families(store: Store) -> list[Household]:
    """Two in RT 001, one in RT 002; the first has a wife and a child."""
    first = a_household(store, "SARKIM", rt="001", rw="001", dusun="Krajan", alamat="Gang Melati 5", sumber_air=5,
                        jarak_limbah=2, sumber_penerangan=1, daya_1=2, fasilitas_bab=1, nomor_kk="3328011103000001",
                        tanggal_lahir="1972-03-12", status_kawin=2)  # fmt: skip
    for name, sex, relation, born in (("TARSINI", 2, 2, "1975-06-15"), ("NUR", 2, 3, "2015-07-01")):
        person = registry.new_member(store, first).answering(
            nama=name, jenis_kelamin=sex, hubungan=relation, tanggal_lahir=born
        )
        first = replace(first, members=(*first.members, person))
    others = [
        a_household(store, name, rt=rt, rw="001", dusun="Krajan", alamat=f"Gang Mawar {rt}", sumber_air=1)
        for name, rt in (("KARTO", "001"), ("DARMO", "002"))
    ]
    return [saved(store, home) for home in (first, *others)]


def a_round(store: Store, families: Filter = EVERYBODY) -> Record:
    """A round of these families, as it is now."""
    made = plan.new_round(store).answering(nama="Verval November", tujuan=1)
    plan.plan(store, made, families, OPERATOR)
    return made


def a_printed_round(store: Store, folder: Path, options: Options = WHOLE) -> Record:
    """A round of everybody whose sheets are in the field."""
    made = a_round(store)
    plan.print_sheets(store, folder / "putaran.pdf", lines(store, made), options, OPERATOR)
    return made


def lines(store: Store, round_: Record) -> list[SheetLine]:
    """The sheets of a round as they are now."""
    return rounds.sheets(store.reader(), round_.id)


def number_of(store: Store, round_: Record, family: str) -> str:
    """The number of a family's sheet."""
    return next(line.number for line in lines(store, round_) if line.family == family)


def walk(sheet: OpenSheet, **how: Any) -> Walk:
    """A visit of today by Ibu Tarmi."""
    return Walk(sheet.today, "Ibu Tarmi", **how)


def keyed_all(sheet: OpenSheet, **corrections: Value) -> Keyed:
    """Everything right but these answers of the family or, named "orang2_key", of a person."""
    marks = {}
    for name, value in corrections.items():
        person, _, key = name.partition("__")
        place = int(person.removeprefix("orang")) - 1 if key else -1
        marks[Spot(ANGGOTA if key else KELUARGA, place, key or name)] = Mark(False, value)
    return results.all_right(sheet, Keyed(marks), walk(sheet))
