"""Which places of a list carry a key, in eight bytes an entry: one sorted array and a little that is new."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable

_PLACE_BITS = 20
_PLACES = (1 << _PLACE_BITS) - 1
_KEYS = (1 << 44) - 1
_FRESH_MOST = 8_192

MOST_PLACES = _PLACES + 1
"""No more places than this can be told apart."""


class Postings:
    """Keys and the places they lead to; two keys may, once in a very long while, share their places."""

    def __init__(self) -> None:
        self._sorted = array("Q")
        self._fresh: dict[int, list[int]] = {}
        self._fresh_count = 0

    def fill(self, entries: Iterable[tuple[object, int]]) -> None:
        """Add many entries at once, as a key and a place each."""
        entry = [*self._sorted, *((hash(key) & _KEYS) << _PLACE_BITS | place for key, place in entries)]
        self._sorted = array("Q", sorted(entry))

    def add(self, key: object, place: int) -> None:
        """Add one entry."""
        self._fresh.setdefault(hash(key) & _KEYS, []).append(place)
        self._fresh_count += 1
        if self._fresh_count > _FRESH_MOST:
            self._settle()

    def find(self, key: object) -> list[int]:
        """The places of a key, also those of what has been taken out of the list since."""
        low = (hash(key) & _KEYS) << _PLACE_BITS
        start = bisect_left(self._sorted, low)
        end = bisect_left(self._sorted, low + _PLACES + 1, start) if start < len(self._sorted) else start
        found = [entry & _PLACES for entry in self._sorted[start:end]]
        return found + self._fresh.get(hash(key) & _KEYS, []) if self._fresh else found

    def _settle(self) -> None:
        more = [key << _PLACE_BITS | place for key, places in self._fresh.items() for place in places]
        self._sorted = array("Q", sorted([*self._sorted, *more]))
        self._fresh, self._fresh_count = {}, 0
