"""The village as it would be: records changed and made in memory, each change told in words, nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, Answers, Record, Value
from puskesos_desktop.domain.words.names import plain
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.fields import Field, Reference, Sensitivity, Text
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.imports.findings import Change, Sums
from puskesos_desktop.services.imports.village import Village, place_words

PLACEHOLDER = "+"
"""Ids that begin so get their real one when they are written."""
GUARDED = "(rahasia)"
_ORDER = (BANGUNAN, KELUARGA, ANGGOTA)


class Draft:
    """Working copies of the village's records; what is not touched stays the village's own."""

    def __init__(self, village: Village) -> None:
        """Nothing changed yet."""
        self.village = village
        self._now: dict[str, Record] = {}
        self._made = 0

    def person(self, record: str) -> Record:
        """A person as they would be."""
        return self._now.get(record) or self.village.people[record]

    def family(self, record: str) -> Record:
        """A family as it would be."""
        return self._now.get(record) or self.village.families[record]

    def house(self, record: str) -> Record | None:
        """A house as it would be."""
        return self._now.get(record) or self.village.houses.get(record)

    def make(self, kind: str, answers: Mapping[str, Value]) -> Record:
        """A new record."""
        self._made += 1
        record = Record(kind, f"{PLACEHOLDER}{self._made}", FORMS[kind].complete(answers))
        self._now[record.id] = record
        return record

    def give(self, record: Record, given: Mapping[str, Value], age: int | None = None) -> tuple[Change, ...]:
        """Put answers into a record: open ones are passed over, and what loses its ground by them is emptied.

        The same answer in other letters ("TEGAL", "Tegal") is no change.
        """
        fields = FORMS[record.kind].fields
        new = {key: value for key, value in given.items() if differs(fields[key], record.answers[key], value)}
        if not new:
            return ()
        answers = {**record.answers, **new}
        if record.before is not None:
            answers |= _fallen(record, answers, given, age)
        self._now[record.id] = replace(record, answers=answers)
        return () if record.before is None else changes(record.kind, record.answers, answers)

    def put(self, record: Record, **answers: Value) -> None:
        """Set registers of a record (references, the head), open ones too."""
        self._now[record.id] = replace(record, answers={**record.answers, **answers})

    def records(self) -> tuple[Record, ...]:
        """What would be written: houses, families, persons."""
        touched = [one for one in self._now.values() if one.before is None or one.changed]
        return tuple(one for kind in _ORDER for one in touched if one.kind == kind)

    def sums(self) -> Sums:
        """The village's control sums as they would be."""
        people = {**self.village.people, **{one.id: one for one in self._of(ANGGOTA)}}
        families = {**self.village.families, **{one.id: one for one in self._of(KELUARGA)}}
        houses = {**self.village.houses, **{one.id: one for one in self._of(BANGUNAN)}}
        return count(people.values(), families, houses)

    def _of(self, kind: str) -> Iterator[Record]:
        return (one for one in self._now.values() if one.kind == kind)


def count(people: Iterable[Record], families: Mapping[str, Record], houses: Mapping[str, Record]) -> Sums:
    """Control sums of records in memory."""
    sexes: Counter[Value] = Counter()
    by_rt: Counter[str] = Counter()
    for one in people:
        sexes[one.answers["jenis_kelamin"]] += 1
        family = families.get(str(one.answers["keluarga_id"]))
        house = houses.get(str(family.answers["bangunan_id"])) if family else None
        by_rt[place_words(house.text("rt"), house.text("rw")) if house else "tanpa RT"] += 1
    return Sums(len(families), sum(sexes.values()), sexes[1], sexes[2], dict(by_rt))


def differs(field: Field, old: Value, new: Value) -> bool:
    """Whether a given answer says something else than the one there is; an open one never does."""
    if new is None or new == old:
        return False
    words = isinstance(old, str) and isinstance(new, str) and not isinstance(field, Reference)
    return not (words and isinstance(field, Text) and _same_words(str(old), str(new)))


def changes(kind: str, old: Answers, new: Answers) -> tuple[Change, ...]:
    """Each answer that would become another one, in words; references are left to the caller's words."""
    fields = FORMS[kind].fields
    return tuple(
        told(fields[key], old[key], value)
        for key, value in new.items()
        if value != old[key] and not isinstance(fields[key], Reference)
    )


def told(field: Field, old: Value, new: Value) -> Change:
    """One change in words; confidential answers are not shown."""
    if field.sensitivity is Sensitivity.RAHASIA:
        return Change(field.label, GUARDED if old is not None else "", GUARDED if new is not None else "")
    return Change(field.label, field.show(old), field.show(new))


def _fallen(record: Record, answers: Answers, given: Mapping[str, Value], age: int | None) -> Answers:
    """Answers that stood before and lost their ground; what the file itself says stays."""
    form = FORMS[record.kind]
    situation = Situation(answers, age, answers)
    if form.grounded(situation):
        return {}
    kept = form.cleaned(situation, frozenset(key for key in answers if answers[key] != record.answers[key]))
    return {key: value for key, value in kept.items() if given.get(key) is None}


@lru_cache(maxsize=20_000)
def _same_words(one: str, other: str) -> bool:
    return plain(one) == plain(other) != ""
