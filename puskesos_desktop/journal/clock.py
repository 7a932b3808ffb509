"""The hybrid clock: stamps that follow the wall clock but never go back, whatever the PC believes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

AHEAD_MS = 48 * 3600 * 1000
"""How far a foreign stamp may pull our clock ahead of the wall clock."""


@dataclass(frozen=True)
class Ambient:
    """Where a store takes time and chance from; tests and the sample village bring their own."""

    now_ms: Callable[[], int]
    random: Callable[[int], bytes]


def tick(last: int, now_ms: int) -> int:
    """The next clock value: after `last`, and not behind the wall clock."""
    return max(last + 1, now_ms << 16)


def observe(last: int, seen: int, now_ms: int) -> int:
    """Our clock after reading a foreign stamp: it follows, but at most 48 hours past our own wall clock."""
    return max(last, min(seen, (now_ms + AHEAD_MS) << 16))


def wall_ms(clock: int) -> int:
    """Milliseconds since 1970 inside a clock value."""
    return clock >> 16


def wall_text(now_ms: int) -> str:
    """The wall clock for people: UTC, to the second."""
    return datetime.fromtimestamp(now_ms // 1000, UTC).isoformat().replace("+00:00", "Z")
