"""Finds, among many people, the few a description may be of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nlargest

from puskesos_desktop.domain.matching.description import Description, Prepared, prepare
from puskesos_desktop.domain.matching.judging import Match, Verdict, judge_if_possible
from puskesos_desktop.domain.matching.postings import MOST_PLACES, Postings
from puskesos_desktop.domain.words.names import sound

JUDGED = 20
"""How many candidates, those sharing the rarest keys first, are compared in full."""

Key = tuple[str, str | int]


class Index:
    """People by what survives errors: halves of the NIK, parts of the birth date, the sound of the name, the KK.

    Each person needs an id of their own. Holds under half a kilobyte a person, a million people and changes at most.
    """

    def __init__(self, people: Iterable[Description] = ()) -> None:
        """Take in everybody; later ones with the same id replace earlier ones."""
        self._people: list[Prepared | None] = []
        self._places: dict[str, int] = {}
        self._postings = Postings()
        self._postings.fill(entry for person in people for entry in self._placed(prepare(person)))

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, person_id: str) -> bool:
        return person_id in self._places

    def add(self, person: Description) -> None:
        """Take one person in, in place of what was known under this id."""
        for key, place in self._placed(prepare(person)):
            self._postings.add(key, place)

    def remove(self, person_id: str) -> None:
        """Forget a person; one who is not here is no error."""
        place = self._places.pop(person_id, None)
        if place is not None:
            self._people[place] = None

    def likely(self, person: Description, limit: int = 5) -> list[Match]:
        """The people this may be, likeliest first and never of verdict BEDA; the person's own id is left out."""
        asked = prepare(person)
        found = [judge_if_possible(asked, other) for other in self.candidates(asked) if other.id != asked.id]
        return sorted(filter(None, found), key=_rank)[:limit]

    def candidates(self, asked: Prepared, most: int = JUDGED) -> list[Prepared]:
        """Those with the rarest keys in common, at most so many, and none with less than a quarter of the best.

        A key half as common weighs one more.
        """
        weights: dict[int, int] = {}
        for key in {*_keys(asked), *_more_keys(asked)}:
            places = self._postings.find(key)
            worth = MOST_PLACES.bit_length() - len(places).bit_length()
            for place in places:
                weights[place] = weights.get(place, 0) + worth
        best = nlargest(most, weights, key=weights.__getitem__)
        least = weights[best[0]] / 4 if best else 0
        return [person for place in best if weights[place] >= least and (person := self._people[place])]

    def _placed(self, person: Prepared) -> Iterator[tuple[Key, int]]:
        self.remove(person.id)
        if len(self._people) >= MOST_PLACES:
            raise ValueError(f"an index holds at most {MOST_PLACES} people and changes")
        place = self._places[person.id] = len(self._people)
        self._people.append(person)
        return ((key, place) for key in _keys(person))


def _rank(match: Match) -> tuple[bool, float, str]:
    return match.verdict is not Verdict.SAMA, -match.score, match.id


def _keys(person: Prepared) -> Iterator[Key]:
    """What a person is filed under."""
    for word in set(person.words):
        yield "nama", sound(word)
    if person.nik:
        yield "awal", person.nik[:12]
        yield "akhir", person.nik[-8:]
    if person.kk:
        yield "kk", person.kk
    if person.street:
        yield "alamat", person.street
    if person.born % 100:
        yield "lahir", person.born
        yield "bulan", person.born // 100
        yield "hari", person.born % 10_000


def _more_keys(asked: Prepared) -> Iterator[Key]:
    """Where else to look: day and month swapped."""
    if asked.born % 100:
        year, month, day = asked.born // 10_000, asked.born // 100 % 100, asked.born % 100
        yield "lahir", year * 10_000 + day * 100 + month
