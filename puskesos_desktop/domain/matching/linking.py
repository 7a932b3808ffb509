"""Rows of a list and the residents they are: one resident to a row, or a question to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from puskesos_desktop.domain.matching.description import Description
from puskesos_desktop.domain.matching.index import Index
from puskesos_desktop.domain.matching.judging import Match, Verdict
from puskesos_desktop.domain.outcome import Progress, silent

_STEP = 100
_SEVERAL = "lebih dari satu warga cocok"
_CLAIMED = "baris lain lebih cocok atau sama cocoknya"


@dataclass(frozen=True)
class Linked:
    """One row (`row` is the id of its description) and the residents it may be, likeliest first."""

    row: str
    matches: tuple[Match, ...]

    @property
    def verdict(self) -> Verdict:
        """SAMA with exactly one resident, RAGU with some, BEDA: nobody here is like it."""
        return self.matches[0].verdict if self.matches else Verdict.BEDA


def link(rows: Sequence[Description], residents: Index, progress: Progress = silent) -> list[Linked]:
    """For each row, in order, who of the residents it is.

    A row that fits two residents, and all but the best of the rows that fit one resident, go to a person. `progress`
    is called every hundred rows.
    """
    found = []
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            progress(number, len(rows), "Mencocokkan orang…")
        found.append(Linked(row.id, _only_one(residents.likely(row))))
    progress(len(rows), len(rows), "Mencocokkan orang…")
    return _one_row_each(found)


def _only_one(matches: list[Match]) -> tuple[Match, ...]:
    sure = [match for match in matches if match.verdict is Verdict.SAMA]
    if len(sure) < 2:
        return tuple(matches)
    return tuple(match.doubted(_SEVERAL) if match in sure else match for match in matches)


def _one_row_each(found: list[Linked]) -> list[Linked]:
    """Of several rows that are surely one resident only a strictly better one stays sure."""
    claims = [(one.matches[0].id, one.matches[0].score) for one in found if one.verdict is Verdict.SAMA]
    best: dict[str, float] = {}
    for resident, score in claims:
        best[resident] = max(score, best.get(resident, 0))
    tied = Counter(claim for claim in claims if claim[1] == best[claim[0]])
    return [_checked(one, best, tied) for one in found]


def _checked(one: Linked, best: dict[str, float], tied: Counter[tuple[str, float]]) -> Linked:
    if one.verdict is not Verdict.SAMA:
        return one
    first = one.matches[0]
    if first.score == best[first.id] and tied[first.id, first.score] == 1:
        return one
    return Linked(one.row, (first.doubted(_CLAIMED), *one.matches[1:]))
