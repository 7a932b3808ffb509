"""Forms: ordered sections of questions, in the words and order of the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from puskesos_desktop.domain.household import Answers, Value
from puskesos_desktop.domain.outcome import Issue, error
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.fields import Field


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

    def asked(self, situation: Situation) -> Iterator[Field]:
        """Questions that apply in this situation, in paper order."""
        for one in self.fields.values():
            if one.when is None or one.when.met(situation):
                yield one

    def problems(self, situation: Situation) -> list[Issue]:
        """What is wrong with each answer on its own; questions that do not apply are skipped."""
        return [issue for one in self.asked(situation) if (issue := one.problem(situation.answers[one.key]))]

    def missing(self, situation: Situation) -> list[Issue]:
        """Required questions without an answer."""
        return [
            error(one.key, "Wajib diisi.")
            for one in self.asked(situation)
            if one.required and situation.answers[one.key] is None
        ]

    def cleaned(self, situation: Situation, changed: frozenset[str]) -> Answers:
        """Answers without those whose condition fell away because of something in `changed` (keys of this save).

        Age alone never erases an answer: only a condition that names a changed key does.
        """
        answers = dict(situation.answers)
        todo = set(changed)
        while True:
            now = Situation(answers, situation.age, situation.family)
            gone = {
                one.key
                for one in self.fields.values()
                if one.when is not None
                and answers[one.key] is not None
                and one.when.keys() & todo
                and not one.when.met(now)
            }
            if not gone:
                return answers
            for key in gone:
                answers[key] = None
            todo |= gone
