"""Residents as they were known before somebody changed it: a file may still know them so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, Record, Value
from puskesos_desktop.domain.matching.description import Description, describe
from puskesos_desktop.domain.matching.index import Index
from puskesos_desktop.domain.matching.judging import Match
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.log import former
from puskesos_desktop.store.log.former import Moment
from puskesos_desktop.store.tables import duplicates, projection

Records = Mapping[str, Record]

_NOTHING: Mapping[str, Value] = {}
_BETWEEN = "#"
_READING = "Menyusun isian sebelum diubah…"
_FORMERLY = "menurut isian sebelum diubah"


class Former:
    """Finds residents by what was known of them earlier, and those who were merged into another by their own facts."""

    def __init__(
        self, connection: Connection, people: Records, families: Records, houses: Records, progress: Progress = silent
    ) -> None:
        """Read the past of everybody who lives here now."""
        self._pasts = former.pasts(connection, (ANGGOTA, KELUARGA, BANGUNAN), progress)
        self._now: dict[str, Record] = {**people, **families, **houses}
        kept = duplicates.load(connection)
        merged = (one for one, past in self._pasts.items() if past.kind == ANGGOTA and one not in people)
        residents = {**{one: one for one in people}, **{one: kept.of(ANGGOTA, one) for one in merged}}
        self._index = Index(
            replace(described, id=f"{resident}{_BETWEEN}{one}{_BETWEEN}{number}")
            for one, resident in projection.told(residents.items(), len(residents), _READING, progress)
            if resident in people
            for number, described in enumerate(self._earlier(one))
        )

    def likely(self, asked: Description) -> tuple[Match, ...]:
        """The residents whose earlier description this may be, likeliest first; a person decides about each."""
        found: dict[str, Match] = {}
        for match in self._index.likely(asked):
            resident = match.id.partition(_BETWEEN)[0]
            found.setdefault(resident, replace(match, id=resident).doubted(_FORMERLY))
        return tuple(found.values())

    def _earlier(self, person: str) -> Iterator[Description]:
        """Every other description the person had after some deed."""
        moments = {moment for record in self._around(person) if record in self._pasts
                   for moment in self._pasts[record].moments}  # fmt: skip
        last = max(moments, default=(0, ""))
        seen = {self._described(person, last)} if person in self._now else set()
        for moment in sorted(moments):
            described = self._described(person, moment)
            if (described.nama or described.nik) and described not in seen:
                seen.add(described)
                yield described

    def _around(self, person: str) -> Iterator[str]:
        """The person, the families they ever were in, and the houses those ever lived in."""
        yield person
        for family in self._ever(person, "keluarga_id"):
            yield family
            yield from self._ever(family, "bangunan_id")

    def _ever(self, record: str, key: str) -> set[str]:
        past = self._pasts.get(record)
        states = past.answers if past else [self._now[record].answers] if record in self._now else []
        return {str(value) for state in states if (value := state.get(key)) is not None}

    def _described(self, person: str, moment: Moment) -> Description:
        answers = self._at(person, moment)
        family = self._at(str(answers.get("keluarga_id")), moment)
        return describe("", answers, family, self._at(str(family.get("bangunan_id")), moment))

    def _at(self, record: str, moment: Moment) -> Mapping[str, Value]:
        if record in self._pasts:
            return self._pasts[record].at(moment)
        return self._now[record].answers if record in self._now else _NOTHING
