"""A dialog of family life as data: its questions, where issues belong, and the plan its answers make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from puskesos_desktop.domain.codes.house import YA_TIDAK, Codes, codes
from puskesos_desktop.domain.codes.person import HUBUNGAN
from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    KELUARGA,
    KEPALA,
    PERISTIWA,
    Answers,
    Household,
    Record,
    Value,
    age_of,
    is_present,
)
from puskesos_desktop.domain.outcome import Issue
from puskesos_desktop.domain.rules import DEAD
from puskesos_desktop.forms.conditions import All, Condition, When
from puskesos_desktop.forms.fields import Choice, Field
from puskesos_desktop.forms.form import Form, section
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.life.plans import NewHouse, Plan, Succession
from puskesos_desktop.services.life.relations import after

Places = Mapping[tuple[str, str], tuple[str, ...]]
"""(field, record) of an issue to the questions it may stand at, the best first."""
YES, NO = 1, 2
NOBODY_NEW = codes({code: words for code, words in HUBUNGAN.items.items() if code != KEPALA})
"""Question 409 without the head."""


def _nothing_follows(_key: str, _answers: Answers) -> Answers:
    return {}


@dataclass(frozen=True, kw_only=True)
class LifeForm:
    """What one dialog asks and makes of it.

    `plan` turns complete answers, and the other family that was found, into a plan. `follows` gives answers that are
    offered when the answer to a key changed. `places` says at which questions an issue of a registered record belongs.
    `finds` is when another family must be looked for, under the words `finding`.
    """

    title: str
    intro: str
    fields: tuple[Field, ...]
    plan: Callable[[Answers, str], Plan]
    start: Answers = field(default_factory=dict)
    follows: Callable[[str, Answers], Answers] = _nothing_follows
    places: Places = field(default_factory=dict)
    finds: Condition | None = None
    finding: str = ""

    def form(self) -> Form:
        """Its questions as a form of one section."""
        return Form("", self.title, "", (section("", self.title, *self.fields),))

    def places_of(self, issue: Issue, known: Iterable[str]) -> tuple[str, ...]:
        """The questions an issue may stand at, the best first; none when it is about something not asked here.

        `known` are the registered persons: only an issue of nobody registered stands at the question of its own name.
        """
        own = () if issue.record in known else (issue.field,)
        return (*self.places.get((issue.field, issue.record), ()), *own)


class People:
    """The members of a family who are alive, numbered from 1 for questions about them."""

    def __init__(self, home: Household, today: date) -> None:
        self.home = home
        self.members = tuple(one for one in home.members if one["keberadaan"] != DEAD)
        self._today = today

    def options(self) -> Codes:
        """Everybody as a list to choose from."""
        return codes({number: self.words(one) for number, one in enumerate(self.members, 1)})

    def words(self, person: Record) -> str:
        """Name, relation and age."""
        relation, age = person["hubungan"], age_of(person.answers, self._today)
        parts = (
            person.text("nama") or "(tanpa nama)",
            HUBUNGAN.label(relation).lower() if isinstance(relation, int) else "",
            f"{age}\N{NO-BREAK SPACE}th" if age is not None else "",
        )
        return ", ".join(filter(None, parts))

    def of(self, number: Value) -> Record:
        """The person with this number."""
        return self.members[int(number or 0) - 1]

    @property
    def head(self) -> int:
        """The head's number; 0 when there is none alive."""
        heads = [number for number, one in enumerate(self.members, 1) if one["hubungan"] == KEPALA]
        return heads[0] if heads else 0

    def others_than(self, *numbers: int) -> tuple[int, ...]:
        """All numbers but these."""
        return tuple(number for number in range(1, len(self.members) + 1) if number not in numbers)

    def rows(self, key: str, options: Codes, number: str = "") -> tuple[Choice, ...]:
        """The same question about each person, under `key`_1, `key`_2 …"""
        return tuple(
            Choice(f"{key}_{place}", self.words(one), options=options, number=number)
            for place, one in enumerate(self.members, 1)
        )

    def answered(self, answers: Answers, key: str, but: Value = None) -> dict[str, int]:
        """Person to code for every row that is answered, except with the code `but`."""
        found = ((one.id, answers.get(f"{key}_{place}")) for place, one in enumerate(self.members, 1))
        return {person: code for person, code in found if isinstance(code, int) and code != but}

    def places(self, of: str, *keys: str) -> dict[tuple[str, str], tuple[str, ...]]:
        """Issues of field `of` at each person stand at that person's row under one of these keys."""
        return {(of, one.id): tuple(f"{key}_{place}" for key in keys) for place, one in enumerate(self.members, 1)}


@dataclass(frozen=True)
class Following:
    """Who becomes head when the old one is gone: the questions for it, and what they come to.

    `gone` is when the old head goes, `stays(number)` when that person stays in the family.
    """

    people: People
    gone: Condition | None
    stays: Callable[[int], Condition | None] = lambda _number: None
    with_card: bool = True
    required: bool = True

    def fields(self) -> tuple[Field, ...]:
        """New head, everybody's relation to them, and the new KK number."""
        people = self.people
        heirs = (place for place in people.others_than(people.head) if is_present(people.of(place).answers))
        named = {place: people.words(people.of(place)) for place in heirs}
        if not named:
            return ()
        head = Choice(
            "kepala_baru", "Kepala keluarga yang baru", options=codes(named), when=self.gone, number="409",
            required=self.required,
        )  # fmt: skip
        relations = tuple(
            replace(row, label=f"Hubungan {people.of(place).text('nama')} dengan kepala baru", when=self._asked(place))
            for place, row in enumerate(people.rows("hubungan", NOBODY_NEW, "409"), 1)
            if place in self._related()
        )
        card = card_field("Nomor KK baru", "Kosongkan bila KK baru belum terbit.", self._chosen())
        return (head, *relations, *((card,) if self.with_card else ()))

    def succession(self, answers: Answers) -> Succession | None:
        """What was answered; nothing when no head was named or the old one stays."""
        chosen = answers.get("kepala_baru")
        if not isinstance(chosen, int):
            return None
        relations = self.people.answered(answers, "hubungan")
        card = answers.get("nomor_kk") if self.with_card else None
        return Succession(self.people.of(chosen).id, relations, str(card) if card else None)

    def follows(self, key: str, answers: Answers) -> Answers:
        """Likely relations once the new head is named."""
        chosen = answers.get("kepala_baru")
        if key != "kepala_baru" or not isinstance(chosen, int):
            return {}
        likely = after(self.people.home, self.people.of(chosen).id)
        return {
            f"hubungan_{place}": likely.get(self.people.of(place).id) for place in self._related() if place != chosen
        }

    def places(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Issues about head, relation and KK number stand at their questions, or at the row of the person."""
        family = self.people.home.family.id
        return {
            ("kepala", family): ("kepala_baru",),
            ("nomor_kk", family): ("nomor_kk",),
            **self.people.places("hubungan", "hubungan", "ikut"),
            **{one: ("orang", *rows) for one, rows in self.people.places("orang", "ikut").items()},
        }

    def _related(self) -> tuple[int, ...]:
        """Who needs a relation to a new head: everybody but the old one where that one goes."""
        people = self.people
        return people.others_than(people.head) if self.gone is not None else people.others_than()

    def _asked(self, place: int) -> Condition:
        parts = (self.gone, When("kepala_baru", self.people.others_than(place)), self.stays(place))
        return All(tuple(part for part in parts if part is not None))

    def _chosen(self) -> Condition:
        named = When("kepala_baru", self.people.others_than())
        return named if self.gone is None else All((self.gone, named))


def date_field(label: str) -> Field:
    """The day it happened."""
    return replace(FORMS[PERISTIWA].fields["tanggal"], label=label, source="")


def reason_field(hint: str) -> Field:
    """Why, in a few words."""
    return replace(FORMS[PERISTIWA].fields["alasan"], hint=hint)


def card_field(label: str, hint: str, when: Condition | None = None, *, required: bool = False) -> Field:
    """A KK number."""
    return replace(
        FORMS[KELUARGA].fields["nomor_kk"], label=label, hint=hint, when=when, required=required, number="114"
    )


def person_fields(*keys: str) -> tuple[Field, ...]:
    """Questions about a new person, as on the person's card."""
    return tuple(FORMS[ANGGOTA].fields[key] for key in keys)


def house_fields(when: Condition) -> tuple[Field, ...]:
    """Where a house stands that is not registered yet."""
    return tuple(replace(FORMS[BANGUNAN].fields[key], when=when) for key in ("dusun", "rw", "rt", "alamat"))


def new_house(answers: Answers) -> NewHouse:
    """The house these answers tell of."""
    dusun, rw, rt, address = (text(answers, key) or None for key in ("dusun", "rw", "rt", "alamat"))
    return NewHouse(dusun, rw, rt, address)


def yes_rows(people: People, key: str = "ikut") -> tuple[Choice, ...]:
    """Yes or no about each person."""
    return people.rows(key, YA_TIDAK)


def chosen(people: People, answers: Answers, key: str = "ikut") -> tuple[str, ...]:
    """The persons with a yes."""
    return tuple(person for person, code in people.answered(answers, key).items() if code == YES)


def text(answers: Answers, key: str) -> str:
    """An answer as text."""
    value = answers.get(key)
    return "" if value is None else str(value)


def day(answers: Answers, key: str = "tanggal") -> date:
    """The day that was answered; the dialog asks for it before it makes a plan."""
    return date.fromisoformat(text(answers, key))
