"""Counts of the whole village by place, one scan of the lines each; every count asks what its list asks."""

from __future__ import annotations

from typing import NamedTuple

from puskesos_desktop.domain.codes.ppks import SENSITIVE
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.read.lists import CASES, CONDITIONS, OPEN_CASE, OPEN_KINDS, PRESENT_CASE


class RtCounts(NamedTuple):
    """What is counted in one RT among the families with somebody living there.

    `persons` and `no_nik` are persons, all else families: `unknown_…` are those of which it was not asked,
    `without_nik` those with such a person, `stale` those not visited for long.
    """

    dusun: str
    rw: str
    rt: str
    families: int
    persons: int
    no_latrine: int
    no_power: int
    bad_water: int
    unknown_latrine: int
    unknown_power: int
    unknown_water: int
    no_nik: int
    without_nik: int
    incomplete: int
    stale: int
    very_stale: int


class Houses(NamedTuple):
    """Houses of one RT where somebody lives; however many families share one, it counts once.

    `unfit` are RTLH; of the `unrated` too little is known to tell.
    """

    dusun: str
    rw: str
    rt: str
    houses: int
    unfit: int
    unrated: int


class Cases(NamedTuple):
    """PPKS cases of one RT that are not closed, of people living here; confidential kinds are not counted."""

    dusun: str
    rw: str
    rt: str
    cases: int


def count_places(db: Database, stale_before: str, very_stale_before: str) -> list[RtCounts]:
    """The counts of every RT where somebody lives; both days are ISO."""
    return list(map(RtCounts._make, db.conn.execute(_PLACES, (stale_before, very_stale_before))))


def count_houses(db: Database) -> list[Houses]:
    """The houses of every RT."""
    return list(map(Houses._make, db.conn.execute(_HOUSES)))


def count_cases(db: Database) -> list[Cases]:
    """The PPKS cases of every RT."""
    return list(
        map(Cases._make, db.conn.execute(f"SELECT {_PLACE}, count(*) {_live_cases(OPEN_KINDS)} GROUP BY 1, 2, 3"))
    )


def count_confidential(db: Database) -> dict[int, int]:
    """How many such cases there are of each confidential kind: nothing more is ever told of them."""
    kinds = tuple(sorted(SENSITIVE))
    return dict(db.conn.execute(f"SELECT p.jenis, count(*) {_live_cases(kinds)} GROUP BY 1").fetchall())


def _live_cases(kinds: tuple[int, ...]) -> str:
    return f"FROM {CASES} WHERE p.deleted = 0 AND p.jenis IN {kinds} AND {OPEN_CASE} AND {PRESENT_CASE}"


def _unanswered(question: str, codes: int) -> str:
    return f"r.rid NOT IN (SELECT rid FROM keluarga WHERE {question} BETWEEN 1 AND {codes})"


_PLACE = "ifnull(r.dusun, ''), ifnull(r.rw, ''), ifnull(r.rt, '')"
_FAMILIES = (
    CONDITIONS["no_latrine"],
    CONDITIONS["no_power"],
    CONDITIONS["bad_water"],
    _unanswered("fasilitas_bab", 6),
    _unanswered("sumber_penerangan", 4),
    "r.air = 'perlu data'",
)
_PLACES = f"""SELECT {_PLACE}, count(*), sum(r.anggota), {", ".join(f"sum({sql})" for sql in _FAMILIES)},
    sum(r.tanpa_nik), sum({CONDITIONS["no_nik"]}), sum({CONDITIONS["incomplete"]}),
    sum({CONDITIONS["stale_before"]}), sum({CONDITIONS["stale_before"]})
    FROM ringkasan r WHERE {CONDITIONS["present"]} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
_HOUSES = f"""SELECT {_PLACE}, count(*), sum(r.unfit), sum(r.unrated) FROM (
    SELECT r.dusun, r.rw, r.rt, max({CONDITIONS["rtlh"]}) AS unfit, max({CONDITIONS["unrated"]}) AS unrated
    FROM keluarga k JOIN ringkasan r ON r.rid = k.rid
    WHERE k.bangunan_id IS NOT NULL
    GROUP BY k.bangunan_id HAVING sum(r.anggota) > 0) r GROUP BY 1, 2, 3"""
