"""Our own export back: records by their keys, with their references followed, so that nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.codes.photo import LAMPIRAN
from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    DESA,
    KELUARGA,
    WILAYAH_SETEMPAT,
    Answers,
    Record,
    Value,
)
from puskesos_desktop.domain.matching.judging import Match, Verdict
from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.exchange.tables.kinds.kind import SourceRow
from puskesos_desktop.forms.fields import Reference
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.imports import identifying
from puskesos_desktop.services.imports.draft import changes, count
from puskesos_desktop.services.imports.findings import Change, Choice, Decision, Sums
from puskesos_desktop.services.imports.identifying import Who
from puskesos_desktop.services.imports.village import Village
from puskesos_desktop.store.read import population

_NO_KEY = "Baris ini tidak punya kunci. Daftarkan orang atau keluarga baru di jendela Keluarga."
_STAYS = "Data desa tidak diganti oleh impor."
_LEFT_OUT = frozenset({DESA, LAMPIRAN})
_SAME_SCORE = 1.0
_PLACE = ("dusun", "rw", "rt")


@dataclass
class Fate:
    """What would become of one row."""

    record: Record | None = None
    revived: bool = False
    changes: tuple[Change, ...] = ()
    refused: str = ""
    who: Who = identifying.NOBODY
    note: str = ""


@dataclass
class OwnRows:
    """The rows of our export beside the village; `fates` has one entry a row."""

    village: Village
    rows: Sequence[SourceRow]
    fates: list[Fate] = field(default_factory=list)
    _there: dict[str, Record] = field(default_factory=dict)
    _deleted: dict[str, str] = field(default_factory=dict)
    _instead: dict[str, str] = field(default_factory=dict)
    _lost: set[str] = field(default_factory=set)

    def plan(self, decisions: Mapping[int, Decision], progress: Progress) -> None:
        """Find the fate of every row."""
        self._read()
        unknown = (row.form == ANGGOTA and bool(row.record) and row.record not in self._there for row in self.rows)
        strangers = [self._stranger(row) if one else None for row, one in zip(self.rows, unknown, strict=True)]
        found = identifying.identify(strangers, self.village, progress, overwrites=False, once=False)
        self.fates = [self._first_look(row, who) for row, who in zip(self.rows, found, strict=True)]
        for at, decision in decisions.items():
            self._decide(at, decision)
        for at, row in enumerate(self.rows):
            if self.fates[at].who.waits or self.fates[at].refused:
                self._lost.add(row.record)
        self._lost -= {*self._instead, *(self._there.keys() - self._deleted.keys())}
        for at in range(len(self.rows)):
            self._settle(at)

    def records(self) -> tuple[Record, ...]:
        """Records to be made or changed."""
        return tuple(one.record for one in self.fates if one.record is not None and not one.revived)

    def revived(self) -> tuple[Record, ...]:
        """Deleted records that live again."""
        return tuple(one.record for one in self.fates if one.record is not None and one.revived)

    def sums(self) -> Sums:
        """The village's control sums afterwards."""
        village = self.village
        now = {ANGGOTA: {**village.people}, KELUARGA: {**village.families}, BANGUNAN: {**village.houses}}
        for one in (*self.records(), *self.revived()):
            if one.kind in now:
                now[one.kind][one.id] = one
        return count(now[ANGGOTA].values(), now[KELUARGA], now[BANGUNAN])

    def _read(self) -> None:
        by_form: dict[str, list[str]] = {}
        for row in self.rows:
            by_form.setdefault(row.form, []).append(row.record)
        for form, ids in by_form.items():
            self._there |= population.those(self.village.connection, form, ids)
            self._deleted |= population.deleted_among(self.village.connection, form, ids)

    def _stranger(self, row: SourceRow) -> SourceRow:
        """A person of another key, with what the export says of the family."""
        family = self._exported.get(str(row.person.get("keluarga_id")))
        house = self._exported.get(str(family.household.get("bangunan_id"))) if family else None
        home = {**(house.household if house else {}), **(family.household if family else {})}
        return replace(row, household=home)

    @cached_property
    def _exported(self) -> dict[str, SourceRow]:
        return {row.record: row for row in self.rows if row.form in (BANGUNAN, KELUARGA)}

    def _first_look(self, row: SourceRow, who: Who) -> Fate:
        if row.form in _LEFT_OUT:
            return Fate(note=_STAYS if row.form == DESA else "Foto tidak ikut di Excel.")
        if not identity.is_id(row.record):
            return Fate(refused=_NO_KEY)
        if row.record in self._deleted:
            return self._gone(row)
        doubts = tuple(sentence for _, sentence in row.doubts)
        if row.record in self._there:
            return Fate(who=Who(doubts=doubts and ("",)))
        if row.form == KELUARGA and (owners := self.village.by_card.get(str(row.household.get("nomor_kk")), [])):
            match = Match(owners[0], _SAME_SCORE, Verdict.RAGU, ("nomor KK sama",))
            return Fate(who=Who(matches=(match,), doubts=("Nomor KK ini sudah ada pada keluarga lain di desa.",)))
        if who.person and not who.doubts:
            words = f"Sudah tercatat dengan kunci lain: {self.village.words(who.person)}."
            return Fate(who=Who(matches=who.matches, doubts=(words,)))
        return Fate(who=who)

    def _gone(self, row: SourceRow) -> Fate:
        reason = self._deleted[row.record]
        if reason == population.UNDONE:
            return Fate(revived=True)
        words = f"Catatan ini sudah dihapus di desa ini (alasan: {reason or 'tidak ada'})."
        return Fate(revived=True, who=Who(doubts=(words,)))

    def _decide(self, at: int, decision: Decision) -> None:
        fate, row = self.fates[at], self.rows[at]
        if decision.choice is Choice.SKIP:
            fate.who = Who(skipped=True)
        elif decision.choice is Choice.SAME and decision.person and row.record != decision.person:
            fate.who, self._instead[row.record] = Who(decision.person), decision.person
        else:
            fate.who = identifying.NOBODY

    def _settle(self, at: int) -> None:
        """The record as it should be, once it is known which of the others come in."""
        fate, row = self.fates[at], self.rows[at]
        if fate.refused or fate.note or fate.who.waits:
            return
        answers = self._answers(row, fate)
        if answers is None:
            return
        target = self._instead.get(row.record)
        if target:
            known = self.village.people.get(target) or self.village.families.get(target)
            own = {key: one for key, one in answers.items() if not _refers(row.form, key)}
            self._change(fate, known, own)
        elif row.record in self._there:
            self._change(fate, self._there[row.record], answers)
        elif not self._is_listed(row):
            fate.record = Record(row.form, row.record, FORMS[row.form].complete(answers))

    def _answers(self, row: SourceRow, fate: Fate) -> Answers | None:
        """The row's answers with references followed; nothing when one leads to what does not come in."""
        given: Answers = {
            key: value for key, value in (*row.household.items(), *row.person.items()) if value is not None
        }
        for key, value in given.items():
            if _refers(row.form, key):
                if value in self._lost and key != "kepala":
                    fate.refused = "Catatan tempat baris ini bergantung tidak ikut masuk."
                    return None
                given[key] = self._instead.get(str(value), value)
        return given

    def _is_listed(self, row: SourceRow) -> bool:
        """Whether this neighbourhood stands in the village's own list under another key."""
        if row.form != WILAYAH_SETEMPAT:
            return False
        return tuple(row.person.get(key) for key in _PLACE) in self._places

    @cached_property
    def _places(self) -> set[tuple[Value, ...]]:
        listed = population.every(self.village.connection, WILAYAH_SETEMPAT)
        return {tuple(one[key] for key in _PLACE) for one in listed}

    def _change(self, fate: Fate, known: Record | None, answers: Answers) -> None:
        if known is None:
            return
        new = {key: value for key, value in answers.items() if value != known[key]}
        if new or fate.revived:
            fate.record = known.answering(**new)
            fate.changes = changes(known.kind, known.answers, fate.record.answers)
            fate.changes = fate.changes or tuple(Change("Rujukan", "lama", "baru") for _ in new)


def _refers(form: str, key: str) -> bool:
    return isinstance(FORMS[form].fields.get(key), Reference)
