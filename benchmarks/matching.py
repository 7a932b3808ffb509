"""Linking a list to a village and finding the likely while typing, against rapidfuzz alone over the same names."""

from __future__ import annotations

import random
import tracemalloc
from dataclasses import replace
from datetime import date
from functools import partial

from rapidfuzz import fuzz, process

from benchmarks.figures import Figure, median, most, p95, ratio, timed
from puskesos_desktop.domain.matching.description import Description, describe
from puskesos_desktop.domain.matching.index import Index
from puskesos_desktop.domain.matching.linking import link
from puskesos_desktop.services.sample import village

ROWS, RESIDENTS, PERSONS = 3000, 5000, 50_000
FAMILIES = 16_600
TIMES, TYPED = 3, 300


def figures() -> list[Figure]:
    """Index and linking of a village, typing in one ten times as large, memory of its index."""
    people = invented()[:PERSONS]
    return [*_linking(people[:RESIDENTS]), *_typing(people), _memory(people)]


def invented() -> list[Description]:
    """Everybody of a large sample village."""
    return [
        describe(f"{number}-{home}-{place}", member, family.family, house.building)
        for number, house in enumerate(village.invent(FAMILIES, 7, date(2026, 11, 20)))
        for home, family in enumerate(house.families)
        for place, member in enumerate(family.members)
    ]


def _linking(residents: list[Description]) -> list[Figure]:
    """A list with a wrong digit in a third of the numbers and no number in another third."""
    chosen = random.Random(5).sample(residents, ROWS)
    spoilt = (lambda nik: nik, lambda nik: nik[:9] + "7" + nik[10:], lambda _nik: "")
    rows = [replace(row, id=f"baris {at}", nik=spoilt[at % 3](row.nik), nama_ibu="") for at, row in enumerate(chosen)]
    names, wanted = [person.nama for person in residents], [row.nama for row in rows]
    ours, floor = [], []
    for _ in range(TIMES):
        floor.append(timed(lambda: [process.extractOne(name, names, scorer=fuzz.ratio) for name in wanted])[1])
        ours.append(timed(lambda: link(rows, Index(residents)))[1])
    what = f"link {ROWS:,} rows to {RESIDENTS:,} residents"
    return [
        most(f"{what}, CPU, index included", median(ours), 2, "s"),
        ratio(f"{what}, CPU", median(ours), median(floor), 5, "s"),
    ]


def _typing(people: list[Description]) -> list[Figure]:
    """New persons with more and more filled in: name and place, then the birth date, then the number."""
    index, names = Index(people), [person.nama for person in people]
    ours, floor = [], []
    for at, person in enumerate(random.Random(6).sample(people, TYPED)):
        typed = Description(nama=person.nama, rt=person.rt, dusun=person.dusun)
        typed = replace(typed, tanggal_lahir=person.tanggal_lahir) if at % 3 else typed
        typed = replace(typed, nik=person.nik) if at % 3 == 2 else typed
        floor.append(timed(partial(process.extract, person.nama, names, scorer=fuzz.ratio, limit=5))[0])
        ours.append(timed(partial(index.likely, typed))[0])
    what = f"likely the same, {len(people):,} persons, p95"
    return [most(what, p95(ours) * 1000, 50, "ms"), ratio(what, p95(ours), p95(floor), 1)]


def _memory(people: list[Description]) -> Figure:
    tracemalloc.start()
    index = Index(people)
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return most(f"memory of an index of {len(index):,} persons", used / 1e6, 50, "MB")
