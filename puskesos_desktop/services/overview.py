"""The whole village at a glance: what waits to be done, what is counted, each with the list that stands behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from puskesos_desktop.domain.codes.ppks import JENIS_PPKS
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.safety.worries import worries
from puskesos_desktop.services.sync import send
from puskesos_desktop.store.drafts import Draft
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import conflicts, outbox
from puskesos_desktop.store.log.outbox import Receipt, SentBundle
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read.lists import UNPLACED, VERY_STALE_DAYS, Filter, stale_before
from puskesos_desktop.store.read.overview import (
    Cases,
    Houses,
    RtCounts,
    count_cases,
    count_confidential,
    count_houses,
    count_places,
)

MOST_TASKS = 6
STALE_PLACES = 2
"""So many RTs are named one by one."""
LEVELS = ("dusun", "rw", "rt")


@dataclass(frozen=True)
class Task:
    """Something to do: a sentence, the word on its button, and the page with the filter, or the family, it leads to."""

    words: str
    deed: str
    page: str = ""
    chosen: Filter | None = None
    family: str = ""


@dataclass(frozen=True)
class Bar:
    """The part of a number that falls to one dusun (or RW, RT), and the filter that lists just this part."""

    words: str
    count: int
    chosen: Filter


@dataclass(frozen=True)
class Tile:
    """A number of the village, the page and filter that list exactly so many, and its parts; `flagged` if odd."""

    key: str
    words: str
    note: str
    count: int
    page: str
    chosen: Filter
    bars: tuple[Bar, ...]
    flagged: bool = False


@dataclass(frozen=True)
class Overview:
    """Everything the first page shows. `confidential` counts cases by the name of their kind, and is all that is told.

    `waiting` are changes the kabupaten has not receipted; `empty` is a village without any family yet.
    """

    today: date
    empty: bool
    tasks: tuple[Task, ...]
    tiles: tuple[Tile, ...]
    confidential: dict[str, int]
    waiting: int
    sent: SentBundle | None
    receipt: Receipt | None


def overview(store: Store, recipient: str, drafts: Sequence[Draft] = ()) -> Overview:
    """The village now, as its own laptop sees it; `recipient` is whom it sends to."""
    db, today = store.reader(), registry.today(store)
    stale = stale_before(today)
    pending = send.pending(db, recipient)
    places = count_places(db, stale, stale_before(today, VERY_STALE_DAYS))
    houses, cases = count_houses(db), count_cases(db)
    confidential = {JENIS_PPKS.items[kind]: number for kind, number in count_confidential(db).items()}
    sent, receipt = outbox.last_bundle(db), outbox.last_receipt(db)
    tasks = [
        *_drafts(drafts),
        *(Task(one.words, one.deed, "Cadangan") for one in worries(store)),
        *_conflicts(db),
        *_unsent(pending.changes, sent, receipt),
        *_stale(places, stale),
        *_gaps(places, houses),
    ]
    return Overview(
        today,
        pending.totals["keluarga"] == 0,
        tuple(tasks[:MOST_TASKS]),
        tuple(_tiles(places, houses, cases, sum(confidential.values()), stale)),
        confidential,
        pending.changes,
        sent,
        receipt,
    )


def as_dict(seen: Overview) -> dict[str, Any]:
    """Numbers and sentences as plain data, for the command line."""
    return {
        "tanggal": seen.today.isoformat(),
        **{tile.key: tile.count for tile in seen.tiles},
        "ppks_rahasia": sum(seen.confidential.values()),
        "belum_diterima": seen.waiting,
        "paket_terakhir": seen.sent.created if seen.sent else None,
        "tanda_terima_terakhir": seen.receipt.received if seen.receipt else None,
        "menurut_tempat": {tile.key: {bar.words: bar.count for bar in tile.bars} for tile in seen.tiles},
        "hari_ini": [task.words for task in seen.tasks],
    }


def as_text(seen: Overview) -> str:
    """The same, as it would be read out."""
    lines = [f"Keadaan {calendar.long_date(seen.today)}"]
    lines += [
        f"{wording.thousands(tile.count):>9}  {tile.words}{f' ({tile.note})' if tile.note else ''}"
        for tile in seen.tiles
    ]
    return "\n".join((*lines, "", "Hari ini:", *(f"- {task.words}" for task in seen.tasks or (NOTHING,))))


NOTHING = Task("Tidak ada yang menunggu.", "")


def _drafts(drafts: Sequence[Draft]) -> Iterator[Task]:
    if len(drafts) == 1:
        yield Task(f"Isian {drafts[0].label} belum disimpan.", "Lanjutkan", family=drafts[0].family)
    elif drafts:
        words = f"{len(drafts)} isian belum disimpan, yang terakhir {drafts[0].label}."
        yield Task(words, "Lanjutkan", family=drafts[0].family)


def _conflicts(db: Database) -> Iterator[Task]:
    if number := conflicts.count(db):
        words = f"{wording.thousands(number)} isian berbeda antara dua laptop dan menunggu keputusan."
        yield Task(words, "Putuskan", "Bentrok")


def _unsent(changes: int, sent: SentBundle | None, receipt: Receipt | None) -> Iterator[Task]:
    if not changes:
        return
    number = f"{wording.thousands(changes)} perubahan"
    if sent is None:
        words = f"{number} belum pernah dikirim ke kabupaten."
    elif receipt is None or receipt.received < sent.created:
        words = f"{number} belum diterima kabupaten; paket {_day(sent.created)} belum ada tanda terimanya."
    else:
        words = f"{number} sejak tanda terima {_day(receipt.received)} belum dikirim."
    yield Task(words, "Buka Kirim", "Kirim")


def _stale(places: Sequence[RtCounts], stale: str) -> Iterator[Task]:
    """The RTs with the most families that were not visited for long."""
    since = date.fromisoformat(stale)
    worst = sorted((place for place in places if place.stale), key=lambda place: -place.stale)
    for place in worst[:STALE_PLACES]:
        old = f", {wording.thousands(place.very_stale)} di antaranya lebih dari setahun" if place.very_stale else ""
        where: dict[str, Any] = {level: getattr(place, level) or UNPLACED for level in LEVELS}
        yield Task(
            f"{wording.thousands(place.stale)} keluarga di {_place_words(place)} belum dikunjungi sejak "
            f"{calendar.MONTHS[since.month - 1]} {since.year}{old}.",
            "Lihat",
            "Keluarga",
            Filter(**where, present=True, stale_before=stale),
        )


def _gaps(places: Sequence[RtCounts], houses: Sequence[Houses]) -> Iterator[Task]:
    """What is not known yet."""
    if number := sum(place.no_nik for place in places):
        words = f"{wording.thousands(number)} orang belum mempunyai NIK."
        yield Task(words, "Lihat", "Individu", Filter(present=True, no_nik=True))
    if number := sum(place.incomplete for place in places):
        words = f"{wording.thousands(number)} keluarga masih mempunyai isian kosong."
        yield Task(words, "Lihat", "Keluarga", Filter(present=True, incomplete=True))
    if number := sum(house.unrated for house in houses):
        words = f"{wording.thousands(number)} rumah belum dapat dinilai kelayakannya: datanya kurang."
        yield Task(words, "Lihat", "Rumah", Filter(present=True, unrated=True))


def _tiles(
    places: Sequence[RtCounts], houses: Sequence[Houses], cases: Sequence[Cases], confidential: int, stale: str
) -> Iterator[Tile]:
    families = sum(place.families for place in places)
    homes = sum(house.houses for house in houses)

    def of(key: str) -> int:
        return sum(getattr(place, key) for place in places)

    def share(key: str, unknown: str) -> str:
        return _note(_percent(of(key), families, "keluarga"), of(unknown), "belum diketahui")

    here = Filter(present=True)
    unfit, unrated = sum(house.unfit for house in houses), sum(house.unrated for house in houses)
    for key, words, note, page, chosen, rows, column in (
        ("keluarga", "Keluarga", f"{wording.thousands(homes)} rumah", "Keluarga", here, places, "families"),
        ("individu", "Orang", "yang tinggal di desa", "Individu", here, places, "persons"),
        ("ppks", "Kasus PPKS", f"dan {wording.thousands(confidential)} kasus rahasia" if confidential else "",
         "PPKS", replace(here, open_cases=True), cases, "cases"),
        ("rtlh", "Rumah tidak layak huni", _note(_percent(unfit, homes, "rumah"), unrated, "perlu data"),
         "Rumah", replace(here, rtlh=True), houses, "unfit"),
        ("tanpa_jamban", "Tanpa jamban sendiri", share("no_latrine", "unknown_latrine"),
         "Keluarga", replace(here, no_latrine=True), places, "no_latrine"),
        ("air_tidak_layak", "Air minum tidak layak", share("bad_water", "unknown_water"),
         "Keluarga", replace(here, bad_water=True), places, "bad_water"),
        ("tanpa_listrik", "Tanpa listrik", share("no_power", "unknown_power"),
         "Keluarga", replace(here, no_power=True), places, "no_power"),
        ("lama_tidak_dikunjungi", "Belum dikunjungi 6 bulan",
         _note("", of("very_stale"), "di antaranya lebih dari setahun"),
         "Keluarga", replace(here, stale_before=stale), places, "stale"),
        ("tanpa_nik", "Orang tanpa NIK", f"di {wording.thousands(of('without_nik'))} keluarga",
         "Individu", replace(here, no_nik=True), places, "no_nik"),
    ):  # fmt: skip
        bars = _bars(places, rows, column, chosen)
        count = sum(bar.count for bar in bars)
        yield Tile(key, words, note, count, page, chosen, bars, flagged=column == "stale" and count > 0)


def _bars(
    places: Sequence[RtCounts], rows: Sequence[RtCounts | Houses | Cases], column: str, chosen: Filter
) -> tuple[Bar, ...]:
    """The rows added up by dusun; where no dusun is known by RW, and where no RW is known by RT."""
    level = next((level for level in LEVELS if any(getattr(place, level) for place in places)), LEVELS[0])
    sums: dict[str, int] = {getattr(place, level): 0 for place in places}
    for row in rows:
        name = getattr(row, level)
        sums[name] = sums.get(name, 0) + getattr(row, column)

    def only(name: str) -> Filter:
        part: dict[str, Any] = {level: name or UNPLACED}
        return replace(chosen, **part)

    return tuple(Bar(_level_words(level, name), sums[name], only(name)) for name in sorted(sums, key=_in_order))


def _in_order(name: str) -> tuple[bool, list[str | int]]:
    """By the alphabet and by number, so that "Dusun 10" follows "Dusun 9"; what has no name comes last."""
    parts = re.split(r"(\d+)", name)
    return not name, [int(part) if number % 2 else part for number, part in enumerate(parts)]


def _level_words(level: str, name: str) -> str:
    if not name:
        return f"Tanpa {level if level == 'dusun' else level.upper()}"
    return name if level == "dusun" else f"{level.upper()} {name}"


def _place_words(place: RtCounts) -> str:
    if not place.rt:
        return f"dusun {place.dusun} tanpa RT" if place.dusun else "tempat tanpa RT"
    return f"RT {place.rt}/RW {place.rw}" if place.rw else f"RT {place.rt}"


def _note(share: str, unknown: int, words: str) -> str:
    return " · ".join(part for part in (share, f"{wording.thousands(unknown)} {words}" if unknown else "") if part)


def _percent(part: int, whole: int, words: str) -> str:
    if not part or not whole:
        return ""
    share = round(100 * part / whole)
    return f"{share} % {words}" if share else f"kurang dari 1 % {words}"


def _day(stored: str) -> str:
    return calendar.show_utc(stored).partition(" pukul")[0]
