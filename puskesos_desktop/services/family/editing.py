"""A household while it is being edited, without any widget: what changed, what is wrong, how far each section is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from puskesos_desktop.domain.household import ANGGOTA, KEPALA, Answers, Household, Record
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.form import Section
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.family.review import Progress, Review
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.opened import Store


class Editing:
    """The one truth of an open editor; forms give answers in and take records out."""

    def __init__(self, store: Store, household: Household) -> None:
        self.store = store
        self.household = household
        self.review = Review()

    @property
    def today(self) -> date:
        """The day ages are counted to when there was no visit."""
        return registry.today(self.store)

    @property
    def changed(self) -> bool:
        """Whether anything differs from what was opened."""
        home = self.household
        return bool(home.removed) or any(
            record.changed if record.before is not None else record.kind == ANGGOTA or _typed(record)
            for record in home.records()
        )

    def record(self, record: str) -> Record:
        """The record with this id."""
        return next(one for one in self.household.records() if one.id == record)

    def situate(self, record: str, answers: Answers) -> Situation:
        """What conditions look at while these answers are being given."""
        return registry.situation_of(replace(self.record(record), answers=answers), self.household, self.today)

    def answer(self, record: str, answers: Answers) -> None:
        """Take the answers of one record; a new head takes the place of the old one."""
        old = self.record(record)
        self._put(replace(old, answers=answers))
        if old.kind == ANGGOTA and answers["hubungan"] == KEPALA and old["hubungan"] != KEPALA:
            for member in self.household.members:
                if member.id != record and member["hubungan"] == KEPALA:
                    self._put(member.answering(hubungan=None))

    def add_member(self) -> Record:
        """A new person at the end of the family."""
        person = registry.new_member(self.store, self.household)
        self.household = replace(self.household, members=(*self.household.members, person))
        return person

    def remove(self, record: str, reason: str) -> None:
        """Take a person out with what hangs on them, or a PPKS record or desil observation."""
        self.household = registry.remove_member(self.household, record, reason)

    def add_case(self, member: str | None) -> Record:
        """A new PPKS record of a member, or of the whole family."""
        case = registry.new_case(self.store, self.household, member)
        self.household = replace(self.household, ppks=(*self.household.ppks, case))
        return case

    def add_desil(self) -> Record:
        """A new desil observation."""
        desil = registry.new_desil(self.store, self.household)
        self.household = replace(self.household, desil=(*self.household.desil, desil))
        return desil

    def ensure_visit(self) -> Record:
        """The visit that block II shows; a family without one gets an empty one of today."""
        if self.household.visit is None:
            visit = registry.new_visit(self.store, self.household.family.id)
            self.household = replace(self.household, visit=visit)
            return visit
        return self.household.visit

    def move_into(self, building: Record, neighbours: tuple[Record, ...], others: int) -> None:
        """Let the family live in a house that is there already."""
        family = self.household.family.answering(bangunan_id=building.id)
        self.household = replace(
            self.household, building=building, family=family, neighbours=neighbours, others_in_house=others
        )

    def check(self, db: Database) -> None:
        """Look at everything anew."""
        self.review.look(db, self.household, self.today)

    def progress(self, record: Record | None, sections: Iterable[Section]) -> Progress:
        """How far these sections of a record are."""
        if record is None:
            return Progress.EMPTY
        return self.review.progress(self.household, self.today, record, sections)

    def _put(self, record: Record) -> None:
        home = self.household
        self.household = replace(
            home,
            building=record if record.id == home.building.id else home.building,
            family=record if record.id == home.family.id else home.family,
            members=tuple(record if one.id == record.id else one for one in home.members),
            visit=record if home.visit and record.id == home.visit.id else home.visit,
            ppks=tuple(record if one.id == record.id else one for one in home.ppks),
            desil=tuple(record if one.id == record.id else one for one in home.desil),
        )


def _typed(record: Record) -> bool:
    """Whether a new record holds more than the ids and the day it began with."""
    given = {
        "bangunan_id",
        "keluarga_id",
        "anggota_id",
        "tanggal_pendataan",
        "tanggal_ditemukan",
        "tanggal_cek",
        "status",
    }
    return any(value is not None and key not in given for key, value in record.answers.items())
