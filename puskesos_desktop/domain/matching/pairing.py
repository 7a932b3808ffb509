"""Among everybody of a village, the pairs that may be one person: only who shares something rare is compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations
from typing import NamedTuple

from puskesos_desktop.domain.matching.description import Prepared
from puskesos_desktop.domain.matching.judging import TWINS, Match, judge_if_possible

MOST_SHARING = 40
"""What more people share than this tells nobody from the others."""
LIKELY = 0.6
"""From this score on a pair is worth a person's time."""

Key = tuple[str, str | int]


class LikelyPair(NamedTuple):
    """Two who may be one: the smaller id, and the match that names the larger."""

    one: str
    match: Match


def likely_pairs(people: Collection[Prepared], asked: Collection[str] | None = None) -> Iterator[LikelyPair]:
    """All pairs of score `LIKELY` or more, of which one at least is in `asked` when that is given."""
    sharing: dict[Key, list[Prepared]] = {}
    for person in people:
        for key in _keys(person):
            sharing.setdefault(key, []).append(person)
    seen: set[tuple[str, str]] = set()
    for group in sharing.values():
        if not 1 < len(group) <= MOST_SHARING:
            continue
        for one, other in combinations(group, 2):
            if asked is not None and one.id not in asked and other.id not in asked:
                continue
            first, second = (one, other) if one.id < other.id else (other, one)
            if (first.id, second.id) in seen:
                continue
            seen.add((first.id, second.id))
            match = judge_if_possible(first, second)
            if match is not None and match.score >= LIKELY and not _told_apart(first, second, match):
                yield LikelyPair(first.id, match)


def _told_apart(one: Prepared, other: Prepared, match: Match) -> bool:
    """Twins with a number each are two: asking about all of them would bury the others."""
    return TWINS in match.reasons and bool(one.nik and other.nik) and one.nik != other.nik


def _keys(person: Prepared) -> Iterator[Key]:
    """NIK but for a slip at either end, birth date with a word of the name, and the name with its place or year."""
    if person.nik:
        yield "awal", person.nik[:12]
        yield "akhir", person.nik[-10:]
    name = " ".join(sorted(person.words))
    if name and person.born:
        for year in (0, 1):
            yield f"nama {name}", person.born // 10_000 + year
    if name:
        yield f"nama {name} rt", person.rt
        if person.kk:
            yield f"nama {name} kk", person.kk
    if person.born % 100:
        yield "lahir", person.born
        year, month, day = person.born // 10_000, person.born // 100 % 100, person.born % 100
        if day <= 12 and day != month:
            yield "terbalik", year * 10_000 + min(day, month) * 100 + max(day, month)
