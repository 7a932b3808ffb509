"""Which backups stay: all of the last two days, then one a day, one a week, one a month."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import datetime, timedelta

ALL_FOR = timedelta(days=2)
DAYS, WEEKS, MONTHS = 12, 10, 9
AHEAD = timedelta(days=1)
"""A backup this far after now was made while the clock was wrong."""


def kept(moments: Collection[datetime], now: datetime) -> set[datetime]:
    """The moments whose backups stay, by days of the zone they are in; the newest is always among them.

    Days, weeks and months are those that have a backup, so that a laptop that lay unused for months keeps as many.
    Backups from a clock that ran ahead stay one a day.
    """
    ordered = sorted(set(moments), reverse=True)
    ahead = [one for one in ordered if one > now + AHEAD]
    older = [one for one in ordered if one < now - ALL_FOR]
    chosen = set(ordered[:1]) | set(_newest_of_each(ahead, DAYS, _day))
    chosen.update(one for one in ordered if now - ALL_FOR <= one <= now + AHEAD)
    for count, unit in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        picked = _newest_of_each(older, count, unit)
        chosen.update(picked)
        older = [one for one in older if one < picked[-1]] if picked else []
    return chosen


def _newest_of_each(ordered: Sequence[datetime], count: int, unit: Callable[[datetime], Hashable]) -> list[datetime]:
    """The newest moment of each of the newest `count` units; `ordered` is newest first, and so is the answer."""
    found: dict[Hashable, datetime] = {}
    for one in ordered:
        found.setdefault(unit(one), one)
    return list(found.values())[:count]


def _day(moment: datetime) -> Hashable:
    return moment.date()


def _week(moment: datetime) -> Hashable:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> Hashable:
    return moment.year, moment.month
