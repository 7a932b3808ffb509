"""What a measurement is, and how the table of them is written."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Figure:
    """One line of the report: ours against its floor, and the limit for the ratio (or for ours itself)."""

    what: str
    ours: str
    floor: str
    ratio: float | None
    limit: str
    held: bool


def ratio(what: str, ours: float, floor: float, limit: float, unit: str = "ms") -> Figure:
    """A figure that holds when ours is at most `limit` times the floor; both in seconds, shown in ms."""
    factor = 1000 if unit == "ms" else 1
    share = ours / floor
    return Figure(
        what, f"{ours * factor:.2f} {unit}", f"{floor * factor:.2f} {unit}", share, f"≤ {limit} ×", share <= limit
    )


def most(what: str, ours: float, limit: float, unit: str) -> Figure:
    """A figure that holds when ours is at most `limit`."""
    return Figure(what, f"{ours:.2f} {unit}", "–", None, f"≤ {limit:g} {unit}", ours <= limit)


def median(samples: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(samples)


def p95(samples: Sequence[float]) -> float:
    """What 95 of 100 stay below."""
    return sorted(samples)[int(len(samples) * 0.95)]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds of one call."""
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def table(figures: Sequence[Figure]) -> str:
    """The report as Markdown."""
    lines = ["| what | ours | floor | ratio | limit | held |", "|---|---|---|---|---|---|"]
    for one in figures:
        share = "–" if one.ratio is None else f"{one.ratio:.2f} ×"
        lines.append(
            f"| {one.what} | {one.ours} | {one.floor} | {share} | {one.limit} | {'yes' if one.held else 'NO'} |"
        )
    return "\n".join(lines)
