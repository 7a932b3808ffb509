"""What every question has, whatever its kind: key, words, number, condition, and how its answer is treated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.outcome import Issue
from puskesos_desktop.forms.conditions import Condition

PRINTED = "REGSOSEK22.K"
"""The questionnaire whose numbers the questions carry (BPS, Regsosek 2022)."""


class Merge(StrEnum):
    """What happens when two laptops answer differently: a person is asked, or the newest wins quietly."""

    ASK = "tanya"
    QUIET = "diam"


class Sensitivity(StrEnum):
    """How guarded an answer is; `RAHASIA` stays out of lists, search, chips and exports."""

    BIASA = "biasa"
    PRIBADI = "pribadi"
    RAHASIA = "rahasia"


@dataclass(frozen=True, eq=False)
class Field:
    """One question: its key in the store, its words on paper, and the rules of a single answer.

    `when` says when it is asked, `required_when` when an answer may not be left open (`required` says always).
    `counted` says whether an unanswered question that applies makes a record incomplete: so do the printed questions
    and the few additions the lists lean on (dusun, RW, RT); not the other additions, notes, and what has its own sign.
    """

    key: str
    label: str
    number: str = field(default="", kw_only=True)
    required: bool = field(default=False, kw_only=True)
    required_when: Condition | None = field(default=None, kw_only=True)
    when: Condition | None = field(default=None, kw_only=True)
    merge: Merge = field(default=Merge.QUIET, kw_only=True)
    sensitivity: Sensitivity = field(default=Sensitivity.BIASA, kw_only=True)
    source: str = field(default="", kw_only=True)
    hint: str = field(default="", kw_only=True)
    unit: str = field(default="", kw_only=True)
    counted: bool = field(default=True, kw_only=True)

    column: ClassVar[str] = "TEXT"

    def parse(self, text: str) -> Value | Issue:
        """The stored value of what was typed, `None` for nothing, or the issue that says why not."""
        return " ".join(text.split()) or None

    def show(self, value: Value) -> str:
        """The answer as people read it; empty for no answer."""
        return "" if value is None else str(value)

    def problem(self, value: Value) -> Issue | None:
        """What is wrong with this stored value on its own, if anything."""
        return None

    def beside(self, answers: Mapping[str, Value]) -> Field:
        """The question as it stands beside the record's other answers; the same one for nearly every question."""
        return self

    @property
    def origin(self) -> str:
        """Where the question comes from: its number on the printed form, a regulation, or "tambahan" for our own."""
        printed = f"{PRINTED} {self.number}" if self.number else ""
        return "; ".join(part for part in (printed, self.source) if part)

    def _typed(self, text: str) -> str:
        return text.strip().strip("'\u2018\u2019").strip()
