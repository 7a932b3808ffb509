"""Forms: ordered sections of questions, in the words and order of the paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from puskesos_desktop.domain.household import Answers, Value
from puskesos_desktop.domain.outcome import Issue, error
from puskesos_desktop.forms.conditions import Age, Condition, Situation, When, leaves
from puskesos_desktop.forms.fields import Choice, Choices, Field, Month

Check = Callable[[Value], Issue | None]
REMEMBERED = 512
"""So many different situations of one form are remembered."""


@dataclass(frozen=True)
class Section:
    """A block of the paper: its number, its title and its questions."""

    number: str
    title: str
    fields: tuple[Field, ...]
    kind: str = ""


def section(number: str, title: str, *fields: Field) -> Section:
    """A block as it is written in the form files."""
    return Section(number, title, fields)


class Placed(NamedTuple):
    """A question with the places of its two conditions among those of its form; place 0 is no condition."""

    field: Field
    when: int
    required: int


class Dependent(NamedTuple):
    """A condition by its place, the keys of the answers it depends on, and the keys of the questions under it."""

    when: int
    keys: frozenset[str]
    questions: tuple[str, ...]


class Applying(NamedTuple):
    """What applies in one situation: the questions in paper order, keys of those required and of those that count.

    `checks` has what judges each answer, nothing where that depends on the other answers (`Field.beside`); `fallen` are
    the conditions that do not hold, `lost` the questions that stand under one of them or whose list of codes depends on
    another answer.
    """

    fields: tuple[Field, ...]
    checks: Mapping[str, Check | None]
    required: tuple[str, ...]
    counted: tuple[str, ...]
    fallen: tuple[Dependent, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """All questions of one kind of record; `version` names the questionnaire and is stored with every answer."""

    kind: str
    title: str
    version: str
    sections: tuple[Section, ...]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every question by its key, in paper order."""
        found: dict[str, Field] = {}
        for block in self.sections:
            for one in block.fields:
                if one.key in found:
                    raise ValueError(f"{self.kind}.{one.key} stands twice")
                found[one.key] = one
        return found

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Printed number of each question, for conditions in words."""
        return {key: one.number for key, one in self.fields.items()}

    def empty(self) -> Answers:
        """Answers with every key and nothing answered."""
        return dict.fromkeys(self.fields)

    def complete(self, answers: Mapping[str, Value]) -> Answers:
        """The same answers with every key there; keys of other forms are dropped."""
        return {key: answers.get(key) for key in self.fields}

    def asked(self, situation: Situation) -> tuple[Field, ...]:
        """Questions that apply in this situation, in paper order."""
        return self._applying(situation).fields

    def issues(self, situation: Situation) -> list[Issue]:
        """All that is wrong with the answers of one record: `problems`, then `missing`."""
        applying = self._applying(situation)
        return [*self._wrong(applying, situation.answers), *_open(applying, situation.answers)]

    def problems(self, situation: Situation) -> list[Issue]:
        """What is wrong with each answer on its own; questions that do not apply are skipped."""
        return self._wrong(self._applying(situation), situation.answers)

    def missing(self, situation: Situation) -> list[Issue]:
        """Required questions without an answer."""
        return _open(self._applying(situation), situation.answers)

    def unanswered(self, situation: Situation) -> int:
        """How many questions that apply and count have no answer yet."""
        counted = self._applying(situation).counted
        return list(map(situation.answers.__getitem__, counted)).count(None)

    def grounded(self, situation: Situation) -> bool:
        """Whether `cleaned` would leave all as it is, whatever was changed: every answered question applies."""
        lost = self._applying(situation).lost
        return list(map(situation.answers.__getitem__, lost)).count(None) == len(lost)

    def cleaned(self, situation: Situation, changed: frozenset[str]) -> Answers:
        """Answers without those that lost their ground because of something in `changed` (keys of this save).

        That is: the condition fell away, or the list of codes became another one and the answer was not given anew.
        Age alone never erases an answer: only a condition that names a changed key does.
        """
        answers = dict(situation.answers)
        todo = set(changed)
        while True:
            fallen = self._applying(Situation(answers, situation.age, situation.family)).fallen
            gone = {
                key
                for lost in fallen
                if not lost.keys.isdisjoint(todo)
                for key in lost.questions
                if answers[key] is not None
            }
            gone |= {
                key for key, by in self._listed_by if by in todo and key not in changed and answers[key] is not None
            }
            if not gone:
                return answers
            answers.update(dict.fromkeys(gone))
            todo |= gone

    def _wrong(self, applying: Applying, answers: Mapping[str, Value]) -> list[Issue]:
        found = []
        for key, value in set(answers.items()) - self._sound:
            if key in applying.checks:
                check = applying.checks[key]
                issue = check(value) if check else self.fields[key].beside(answers).problem(value)
                if issue:
                    found.append(issue)
        return sorted(found, key=lambda one: self._places[one.field]) if len(found) > 1 else found

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.fields)}

    def _applying(self, situation: Situation) -> Applying:
        """What applies here. Cleaning, checking and counting all ask for it: it is found once, then remembered."""
        own, family = self._looked_at
        return self._weighed(
            tuple(map(situation.answers.get, own)), situation.age, tuple(map(situation.family.get, family))
        )

    @cached_property
    def _weighed(self) -> Callable[[tuple[Value, ...], int | None, tuple[Value, ...]], Applying]:
        return lru_cache(maxsize=REMEMBERED)(self._weigh)

    def _weigh(self, own: tuple[Value, ...], age: int | None, family: tuple[Value, ...]) -> Applying:
        """Look at every condition of the form once; what is not in `_looked_at` has no say."""
        keys, family_keys = self._looked_at
        situation = Situation(dict(zip(keys, own, strict=True)), age, dict(zip(family_keys, family, strict=True)))
        return self._picked(tuple([one is None or one.met(situation) for one in self._conditions]))

    @cached_property
    def _picked(self) -> Callable[[tuple[bool, ...]], Applying]:
        return lru_cache(maxsize=REMEMBERED)(self._pick)

    def _pick(self, met: tuple[bool, ...]) -> Applying:
        """What applies when these conditions hold; a village knows few such sets."""
        asked = [placed for placed in self._placed if met[placed.when]]
        fallen = tuple(lost for lost in self._dependent if not met[lost.when])
        listed = (key for key, _ in self._listed_by)
        return Applying(
            tuple(one.field for one in asked),
            {one.field.key: self._judges[one.field.key] for one in asked},
            tuple(one.field.key for one in asked if one.field.required or (one.required and met[one.required])),
            tuple(one.field.key for one in asked if one.field.counted),
            fallen,
            tuple(dict.fromkeys((*(key for one in fallen for key in one.questions), *listed))),
        )

    @cached_property
    def _conditions(self) -> tuple[Condition | None, ...]:
        """Every condition of the form once; the first is none at all, which always holds."""
        asked = (when for one in self.fields.values() for when in (one.when, one.required_when))
        return tuple(dict.fromkeys((None, *asked)))

    @cached_property
    def _sound(self) -> frozenset[tuple[str, Value]]:
        """Answers that need no look: none at all, and every code of a list. Most answers are among them."""
        codes = (
            (one.key, code) for one in self.fields.values() if isinstance(one, Choice) for code in one.options.items
        )
        return frozenset((*codes, *((key, None) for key in self.fields)))

    @cached_property
    def _judges(self) -> dict[str, Check | None]:
        """What judges each answer; what it said of the few sums and months that come again and again is remembered."""
        listed = {key for key, _ in self._listed_by}
        judges: dict[str, Check | None] = {key: one.problem for key, one in self.fields.items() if key not in listed}
        for key, one in self.fields.items():
            if key not in listed and isinstance(one, Choices | Month):
                judges[key] = lru_cache(maxsize=REMEMBERED)(one.problem)
        return judges | dict.fromkeys(listed)

    @cached_property
    def _placed(self) -> tuple[Placed, ...]:
        place = self._conditions.index
        return tuple(Placed(one, place(one.when), place(one.required_when)) for one in self.fields.values())

    @cached_property
    def _looked_at(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Keys of the record and of its family that the conditions look at."""
        named = {
            (one.key, isinstance(one, When) and one.of_family)
            for condition in self._conditions
            if condition is not None
            for one in leaves(condition)
            if not isinstance(one, Age)
        }
        own, family = ([key for key, of_family in sorted(named) if of_family is wanted] for wanted in (False, True))
        return tuple(own), tuple(family)

    @cached_property
    def _dependent(self) -> tuple[Dependent, ...]:
        """Conditions that an answer of the same record can make fall."""
        return tuple(
            Dependent(place, when.keys(), tuple(one.field.key for one in self._placed if one.when == place))
            for place, when in enumerate(self._conditions)
            if when is not None and when.keys()
        )

    @cached_property
    def _listed_by(self) -> tuple[tuple[str, str], ...]:
        """Questions whose list of codes depends on another answer, with the key of that answer."""
        choices = (one for one in self.fields.values() if isinstance(one, Choices))
        return tuple((one.key, one.options_by) for one in choices if one.options_by)


def _open(applying: Applying, answers: Mapping[str, Value]) -> list[Issue]:
    return [error(key, "Wajib diisi.") for key in applying.required if answers[key] is None]
