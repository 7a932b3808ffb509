"""Population rows made into families: whom they change, whom they add, and which family and house each belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, KEPALA, Answers, Record, Value, age_of
from puskesos_desktop.domain.words.names import plain
from puskesos_desktop.exchange.tables.kinds.kind import SourceRow
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.imports.draft import Draft
from puskesos_desktop.services.imports.findings import Change
from puskesos_desktop.services.imports.houses import Houses, Living
from puskesos_desktop.services.imports.identifying import Who

_FAMILY = "Keluarga"
_RELATION = "Status hubungan dengan kepala keluarga"


@dataclass
class Incoming:
    """A row that comes in, and whom it names (an empty id: somebody new)."""

    at: int
    row: SourceRow
    person: str
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: str = ""
    made: bool = False

    @property
    def heads(self) -> bool:
        """Whether the row says that this is the head of the family."""
        return self.row.person.get("hubungan") == KEPALA


@dataclass
class Group:
    """The rows of one family of the file; `number` is its whole KK number, when it has one.

    `homes` are rows that tell of no person, `waiting` those that do not come in until a person answers.
    """

    key: str
    number: str
    entries: list[Incoming] = field(default_factory=list)
    homes: list[Incoming] = field(default_factory=list)
    waiting: list[Incoming] = field(default_factory=list)
    home: Answers = field(default_factory=dict)
    target: str = ""

    @property
    def living(self) -> Living:
        """The family as one that lives in a house."""
        return Living(self.key, self.home, self.target)

    @property
    def teller(self) -> Incoming:
        """The row to which changes of family and house are told: the head's, else the first."""
        first = (self.homes or self.entries)[0]
        return next((one for one in self.entries if one.heads), (self.entries or [first])[0])


class Assembly:
    """Puts rows into a draft of the village, family by family."""

    def __init__(self, draft: Draft, today: date, *, updates: bool = True) -> None:
        """With `updates` false only new people come in, and nothing of anybody else is changed."""
        self.draft, self.village, self.today, self.updates = draft, draft.village, today, updates
        self.houses = Houses(draft, updates)
        self._taken: set[str] = set()

    def assemble(self, rows: Sequence[SourceRow], who: Sequence[Who | None]) -> dict[int, Incoming]:
        """Take in every row whose `Who` is settled; what became of each, by its place.

        One that waits for a person tells of its family and house all the same: else they would be told otherwise once
        it is answered. One that was passed over tells nothing; a row without a `Who` was refused.
        """
        known = [(Incoming(at, rows[at], one.person), one) for at, one in enumerate(who) if one is not None]
        entries = [entry for entry, one in known if not one.waits]
        groups = self._found(_grouped(entries, [entry for entry, one in known if one.doubts]))
        for group in groups:
            group.home = self._home_of(group)
        self.houses.prepare([group.living for group in groups])
        for group in groups:
            self._take(group)
        return {one.at: one for one in entries}

    def _found(self, groups: Sequence[Group]) -> list[Group]:
        """The groups, each with the family it is here; rows without a card come to the group that is their family."""
        named = {group.number for group in groups if group.number and group.entries}
        here: dict[str, Group] = {}
        for group in sorted(groups, key=lambda one: not one.number):
            group.target = self._family_of(group, named)
            first = here.setdefault(group.target or group.key, group)
            if first is not group:
                first.entries += group.entries
                first.homes += group.homes
                first.waiting += group.waiting
            self._taken.add(group.target)
        return [group for group in groups if here[group.target or group.key] is group]

    def _home_of(self, group: Group) -> Answers:
        """What the rows say of family and house: the head's row first, each answer from the first that gives it."""
        home: Answers = {}
        told = sorted([*group.entries, *group.homes, *group.waiting], key=lambda one: one.at)
        for entry in sorted(told, key=lambda one: not one.heads):
            for key, value in entry.row.household.items():
                if value is not None and home.setdefault(key, value) != value and key in ("rt", "rw"):
                    entry.notes.append(f"{key.upper()} {value} berbeda dengan baris lain keluarga ini: {home[key]}.")
        if home.get("dusun"):
            home["dusun"] = self.village.dusun.setdefault(plain(str(home["dusun"])), str(home["dusun"]))
        return home

    def _family_of(self, group: Group, named: set[str]) -> str:
        """The family of the village these rows are, or none: by card, else by the people in it."""
        homes = Counter(self.village.people[one.person].text("keluarga_id") for one in group.entries if one.person)
        if found := [one for one in self.village.by_card.get(group.number, ()) if one not in self._taken]:
            return max(found, key=lambda one: homes[one])
        for family, _ in homes.most_common():
            if family in self.village.families and self._is_it(family, group, named):
                return family
        return ""

    def _is_it(self, family: str, group: Group, named: set[str]) -> bool:
        """Whether a family with another number, or none, is this one: all its people are here, or no card is told."""
        card = self.village.families[family].text("nomor_kk")
        if not group.number:
            return True
        mine = {one.person for one in group.entries}
        return family not in self._taken and card not in named and mine.issuperset(self.village.members.get(family, ()))

    def _take(self, group: Group) -> None:
        if not group.entries and not group.target:
            for entry in group.homes:
                entry.refused = "Keluarga ini belum tercatat di desa, dan berkas tidak memuat anggotanya."
            return
        family = self._family(group)
        order = max((_number(self.draft.person(one)) for one in self.village.members.get(family, ())), default=0)
        for entry in group.entries:
            if entry.person:
                self._change(entry, family)
            else:
                order += 1
                self._add(entry, family, order)
        self._head(group, family)

    def _family(self, group: Group) -> str:
        """The family with what the rows say of it; its id."""
        fields = FORMS[KELUARGA].fields
        given = {key: value for key, value in group.home.items() if key in fields}
        if not group.target:
            if all(one.person for one in group.entries) and not self.updates:
                return self.draft.person(group.entries[0].person).text("keluarga_id")
            for home in group.homes:
                home.made = True
            house = self.houses.for_new(group.living)
            return self.draft.make(KELUARGA, {**given, "bangunan_id": house}).id
        if self.updates:
            group.teller.changes += self.draft.give(self.draft.family(group.target), given)
            group.teller.changes += self.houses.update(group.living)
        return group.target

    def _change(self, entry: Incoming, family: str) -> None:
        if not self.updates:
            return
        person = self.draft.person(entry.person)
        given = {**entry.row.person}
        if given.get("hubungan") == KEPALA:
            given.pop("hubungan")
        age = age_of({**person.answers, **_given(given)}, self.today)
        entry.changes += self.draft.give(person, given, age)
        person = self.draft.person(entry.person)
        before = person.text("keluarga_id")
        if before != family:
            self.draft.put(person, keluarga_id=family)
            entry.changes.append(Change(_FAMILY, self._card(before), self._card(family)))
            self._leave(before, entry.person)

    def _leave(self, family: str, person: str) -> None:
        """A family whose head went to another one has none, until somebody says who it is."""
        if family in self.village.families and self.draft.family(family)["kepala"] == person:
            self.draft.put(self.draft.family(family), kepala=None)

    def _add(self, entry: Incoming, family: str, order: int) -> None:
        answers = {"keberadaan": 1, "nomor_urut": order, **_given(entry.row.person), "keluarga_id": family}
        if entry.heads:
            answers["hubungan"] = None
        entry.person, entry.made = self.draft.make(ANGGOTA, answers).id, True

    def _head(self, group: Group, family: str) -> None:
        """Who the head is goes into the family's register; who was it and is something else now is it no more."""
        wanted = next((one for one in group.entries if one.heads), None)
        record = self.draft.family(family)
        old = record.text("kepala")
        if wanted is not None and wanted.person != old:
            if old and not self.updates:
                return
            self.draft.put(record, kepala=wanted.person)
            person = self.draft.person(wanted.person)
            if person.before is not None:
                before = FORMS[ANGGOTA].fields["hubungan"].show(person["hubungan"])
                self.draft.put(person, hubungan=None)
                wanted.changes.append(Change(_RELATION, before, "Kepala keluarga"))
        elif wanted is None and self.updates:
            lost = next((one for one in group.entries if one.person == old and one.row.person.get("hubungan")), None)
            if lost is not None:
                self.draft.put(record, kepala=None)

    def _card(self, family: str) -> str:
        if not family or (family not in self.village.families and not family.startswith("+")):
            return ""
        record = self.draft.family(family)
        return FORMS[KELUARGA].fields["nomor_kk"].show(record["nomor_kk"]) or "tanpa nomor KK"


def second_heads(rows: Sequence[SourceRow], open_rows: Sequence[bool]) -> dict[int, int]:
    """Rows that call a second person head of their family, with the row that did so first."""
    first: dict[str, int] = {}
    found: dict[int, int] = {}
    for at, row in enumerate(rows):
        key = family_key(row)
        if open_rows[at] and key and row.person.get("hubungan") == KEPALA and first.setdefault(key, row.row) != row.row:
            found[at] = first[key]
    return found


def family_key(row: SourceRow) -> str:
    """What is equal in all rows of one family."""
    return str(row.household.get("nomor_kk") or row.family or "")


def _grouped(entries: Sequence[Incoming], waiting: Sequence[Incoming]) -> list[Group]:
    """Rows by family; a row that names none is a family of its own. Families of which all rows wait are left out."""
    groups: dict[str, Group] = {}
    for entry in entries:
        number = str(entry.row.household.get("nomor_kk") or "")
        group = groups.setdefault(_key(entry), Group(_key(entry), number))
        (group.entries if entry.row.person else group.homes).append(entry)
    for entry in waiting:
        if _key(entry) in groups:
            groups[_key(entry)].waiting.append(entry)
    return list(groups.values())


def _key(entry: Incoming) -> str:
    return family_key(entry.row) or f"baris {entry.at}"


def _given(person: Mapping[str, Value]) -> Answers:
    return {key: value for key, value in person.items() if value is not None}


def _number(person: Record) -> int:
    value = person["nomor_urut"]
    return value if isinstance(value, int) else 0
