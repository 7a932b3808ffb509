"""Who of the village somebody being typed may be: everybody in an index that follows what is saved."""

from __future__ import annotations

from dataclasses import dataclass

from puskesos_desktop.domain.matching.description import Description
from puskesos_desktop.domain.matching.index import Index
from puskesos_desktop.domain.matching.judging import Verdict
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import residents
from puskesos_desktop.store.read.residents import Vector

MOST = 4
"""So many are shown beside a form."""


@dataclass(frozen=True)
class Likely:
    """Somebody registered who may be the one typed: where they live, and why; `sure` says hardly anybody else."""

    person: str
    family: str
    name: str
    place: str
    words: str
    sure: bool


class Residents:
    """Everybody registered, ready to be compared; asked by one worker at a time.

    The index is built when the first question comes and brought up to date before each later one.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._index: Index | None = None
        self._read: Vector = {}

    def prepare(self) -> None:
        """Take in whatever was saved since the last time, by whichever laptop."""
        db = self._store.reader()
        now = residents.vector(db)
        if self._index is None:
            self._index = Index(residents.descriptions(db))
        elif now != self._read:
            touched = residents.touched_since(db, self._read, now)
            for person in touched:
                self._index.remove(person)
            for person_now in residents.descriptions(db, touched):
                self._index.add(person_now)
        self._read = now

    def likely(self, asked: Description) -> list[Likely]:
        """Those it may be, the likeliest first; nobody while there is neither a name nor a number to go by."""
        if not asked.nama and not asked.nik:
            return []
        self.prepare()
        assert self._index is not None
        matches = self._index.likely(asked, MOST)
        lines = residents.lines(self._store.reader(), {match.id for match in matches})
        return [
            Likely(
                match.id,
                line.family,
                line.name or "tanpa nama",
                f"keluarga {line.head or 'tanpa kepala'}" + (f", RT {line.rt}" if line.rt else ""),
                match.words,
                match.verdict is Verdict.SAMA,
            )
            for match in matches
            if (line := lines.get(match.id)) is not None
        ]
