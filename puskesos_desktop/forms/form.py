"""Forms: ordered sections of questions, in the words and order of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from puskesos_desktop.domain.household import Answers, Value
from puskesos_desktop.domain.outcome import Issue, error
from puskesos_desktop.forms.conditions import Condition, Situation
from puskesos_desktop.forms.fields import Choices, Field


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

    @cached_property
    def _conditions(self) -> tuple[Condition | None, ...]:
        """Every condition of the form once: many questions share one, and each is looked at once per record."""
        return tuple(dict.fromkeys(one.when for one in self.fields.values()))

    @cached_property
    def _placed(self) -> tuple[tuple[Field, int], ...]:
        return tuple((one, self._conditions.index(one.when)) for one in self.fields.values())

    @cached_property
    def _dependent(self) -> tuple[tuple[Field, frozenset[str]], ...]:
        """Questions that another answer can take the ground from, with the keys of those answers."""
        found = ((one, one.when.keys() if one.when else frozenset()) for one in self.fields.values())
        return tuple((one, keys) for one, keys in found if keys or isinstance(one, Choices))

    def asked(self, situation: Situation) -> list[Field]:
        """Questions that apply in this situation, in paper order."""
        applies = [one is None or one.met(situation) for one in self._conditions]
        return [one for one, place in self._placed if applies[place]]

    def problems(self, situation: Situation) -> list[Issue]:
        """What is wrong with each answer on its own; questions that do not apply are skipped."""
        answers = situation.answers
        given = (one for one in self.asked(situation) if answers[one.key] is not None)
        return [issue for one in given if (issue := one.beside(answers).problem(answers[one.key]))]

    def missing(self, situation: Situation) -> list[Issue]:
        """Required questions without an answer."""
        return [
            error(one.key, "Wajib diisi.")
            for one in self.asked(situation)
            if situation.answers[one.key] is None
            and (one.required or (one.required_when is not None and one.required_when.met(situation)))
        ]

    def cleaned(self, situation: Situation, changed: frozenset[str]) -> Answers:
        """Answers without those that lost their ground because of something in `changed` (keys of this save).

        That is: the condition fell away, or the list of codes became another one and the answer was not given anew.
        Age alone never erases an answer: only a condition that names a changed key does.
        """
        answers = dict(situation.answers)
        todo = set(changed)
        while True:
            now = Situation(answers, situation.age, situation.family)
            gone = {
                one.key
                for one, keys in self._dependent
                if answers[one.key] is not None
                and (_fell_away(one, keys, now, todo) or (one.key not in changed and _list_changed(one, todo)))
            }
            if not gone:
                return answers
            for key in gone:
                answers[key] = None
            todo |= gone


def _fell_away(one: Field, keys: AbstractSet[str], now: Situation, changed: AbstractSet[str]) -> bool:
    return one.when is not None and not keys.isdisjoint(changed) and not one.when.met(now)


def _list_changed(one: Field, changed: AbstractSet[str]) -> bool:
    return isinstance(one, Choices) and one.options_by in changed
