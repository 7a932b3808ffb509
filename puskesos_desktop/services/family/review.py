"""What is wrong or odd in a family that is being edited, and how far each of its sections is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from puskesos_desktop.domain.household import Household, Record
from puskesos_desktop.domain.outcome import Issue, Severity
from puskesos_desktop.forms.form import Section
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.file.connection import Database


class Progress(StrEnum):
    """How far a section is; each has its own icon."""

    EMPTY = "kosong"
    PARTLY = "sebagian"
    ODD = "peringatan"
    WRONG = "salah"
    DONE = "benar"


class Review:
    """The issues found when everything was looked at last."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def look(self, db: Database, household: Household, today: date) -> None:
        """Look at everything anew."""
        self.issues = registry.check(db, household, today)

    def of(self, record: str) -> list[Issue]:
        """What was found at one record."""
        return [issue for issue in self.issues if issue.record == record]

    @property
    def counted(self) -> str:
        """How many errors and warnings there are, in words; empty without any."""
        weights = [issue.severity for issue in self.issues]
        counts = ((weights.count(Severity.ERROR), "kesalahan"), (weights.count(Severity.WARNING), "peringatan"))
        return " · ".join(f"{count} {words}" for count, words in counts if count)

    def progress(self, household: Household, today: date, record: Record, sections: Iterable[Section]) -> Progress:
        """How far these sections of a record of this household are."""
        keys = {field.key for section in sections for field in section.fields}
        found = {issue.severity for issue in self.of(record.id) if issue.field in keys}
        if Severity.ERROR in found:
            return Progress.WRONG
        if Severity.WARNING in found:
            return Progress.ODD
        situation = registry.situation_of(record, household, today)
        asked = [field for field in FORMS[record.kind].asked(situation) if field.key in keys and field.counted]
        answered = sum(record[field.key] is not None for field in asked)
        if answered == len(asked):
            anything = bool(asked) or any(record[key] is not None for key in keys)
            return Progress.DONE if anything else Progress.EMPTY
        return Progress.PARTLY if answered else Progress.EMPTY
