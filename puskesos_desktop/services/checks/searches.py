"""Searches of a check's own: who may stand twice, what is in conflict, who was not visited for long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from puskesos_desktop.domain.household import ANGGOTA, KELUARGA
from puskesos_desktop.domain.matching.description import prepare
from puskesos_desktop.domain.matching.judging import Match
from puskesos_desktop.domain.matching.pairing import likely_pairs
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.services.doubles import merge
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.told import conflicts
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import checks, residents
from puskesos_desktop.store.read.checks import Odd
from puskesos_desktop.store.read.lists import stale_before
from puskesos_desktop.store.read.residents import Line


def twice(store: Store) -> Iterator[tuple[Odd, str]]:
    """Persons who may be one, but for those found to be two; of two families with such heads only the families."""
    db = store.reader()
    apart = merge.known_apart(db)
    pairs = [
        (one, match)
        for one, match in likely_pairs([prepare(person) for person in residents.descriptions(db)])
        if (ANGGOTA, one, match.id) not in apart
    ]
    known = residents.lines(db, {record for one, match in pairs for record in (one, match.id)})
    told: set[tuple[str, str]] = set()
    for one, match in sorted(pairs, key=lambda pair: (not _both_lead(known, pair), -pair[1].score)):
        first, second = known[one], known[match.id]
        homes = (min(first.family, second.family), max(first.family, second.family))
        if homes in told:
            continue
        kind, record, other = ANGGOTA, one, match.id
        if _both_lead(known, (one, match)) and (KELUARGA, *homes) not in apart:
            told.add(homes)
            kind, record, other = KELUARGA, *homes
        whole = "keluarga " if kind == KELUARGA else ""
        words = f"Mungkin sama dengan {whole}{second.name or 'tanpa nama'} (RT {second.rt or '–'}): {match.words}."
        looked_at = f"{record} {other}"
        yield Odd(kind, record, first.family, whole + first.name, first.rt, first.rw, "", looked_at, other), words


def in_conflict(store: Store) -> Iterator[tuple[Odd, str]]:
    """Answers given differently on two laptops."""
    for one in conflicts.told(store):
        answers = " / ".join(side.answer for side in one.sides)
        odd = Odd(one.conflict.kind, one.conflict.record, one.family, one.subject, "", "", "", answers)
        yield odd, f"{one.question}: {answers}."


def not_visited(store: Store) -> Iterator[tuple[Odd, str]]:
    """Families whose last visit is too long ago today."""
    for odd in checks.stale(store.reader(), stale_before(registry.today(store))):
        since = f"Terakhir dikunjungi {calendar.show_date(date.fromisoformat(odd.about))}." if odd.about else ""
        yield odd, since or "Belum pernah dikunjungi."


def _both_lead(known: Mapping[str, Line], pair: tuple[str, Match]) -> bool:
    """Whether both are heads, of two families."""
    first, second = known[pair[0]], known[pair[1].id]
    return bool(first.leads and second.leads) and first.family != second.family
