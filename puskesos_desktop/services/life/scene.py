"""What every deed of family life stands on: the families as they are, and how they will be if it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from puskesos_desktop.domain.household import (
    BANGUNAN,
    KELUARGA,
    KEPALA,
    PERISTIWA,
    Household,
    Record,
    Value,
    is_present,
    read_day,
)
from puskesos_desktop.domain.outcome import Issue, UserError, error
from puskesos_desktop.domain.rules import DEAD
from puskesos_desktop.domain.words.calendar import show_date
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.life import relations
from puskesos_desktop.services.life.plans import House, HouseOf, Succession
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households

CASE_CLOSED = (5, 6)
CASE_LEFT = 6
"""Status of a PPKS record whose person died or moved away."""
CARD_FITS, CARD_OF_PARENT, CARD_OF_BRANCH = 0, 1, 2
"""Question 115: the KK is the family's own, is shared with a family that left it, is still another family's."""


@dataclass(frozen=True)
class Outcome:
    """What a deed makes: its label, the families as they will be, the events written down, and both in words."""

    label: str
    homes: tuple[Household, ...]
    events: tuple[Record, ...]
    words: tuple[str, ...]
    problems: tuple[Issue, ...] = field(default=())


class Scene:
    """The village while a deed is being planned; nothing is written here."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.today = registry.today(store)

    def home(self, family: str) -> Household:
        """The family as it is now. Raises `UserError` when it is gone."""
        found = households.load(self.store.reader(), family)
        if found is None:
            raise UserError("Keluarga ini tidak ada lagi.", "Muat ulang daftar, lalu pilih keluarganya.")
        return found

    def event(self, kind: int, home: Household, person: str | None, on: date, **answers: Value) -> Record:
        """One line of what happened, to a person or to the whole family."""
        record = Record(PERISTIWA, self.store.new_id(), FORMS[PERISTIWA].empty())
        given = {key: value or None for key, value in answers.items()}
        return record.answering(
            keluarga_id=home.family.id, anggota_id=person, jenis=kind, tanggal=on.isoformat(), **given
        )

    def house(self, home: Household, wanted: House) -> Household:
        """The family in this house, with the families and people it will share it with."""
        if isinstance(wanted, HouseOf):
            host = self.home(wanted.family)
            around = [mate for mate in (host.family, *host.neighbours) if mate.id != home.family.id]
            people = len(host.living) + host.others_in_house
            building = host.building
        else:
            building = Record(BANGUNAN, self.store.new_id(), FORMS[BANGUNAN].empty())
            building = building.answering(dusun=wanted.dusun, rw=wanted.rw, rt=wanted.rt, alamat=wanted.address)
            around, people = [], 0
        return replace(
            home,
            building=building,
            family=home.family.answering(bangunan_id=building.id),
            neighbours=tuple(around),
            others_in_house=people,
        )

    def new_family(self) -> Household:
        """An empty family without a house yet."""
        family = Record(KELUARGA, self.store.new_id(), FORMS[KELUARGA].empty())
        return Household(Record(BANGUNAN, "", FORMS[BANGUNAN].empty()), family)

    def day_problems(self, on: date, people: Iterable[Record]) -> Iterator[Issue]:
        """A day that is still to come, or before the birth of somebody it is about."""
        if on > self.today:
            yield error("tanggal", f"Tanggal {show_date(on)} belum tiba.")
        for person in people:
            born = read_day(person["tanggal_lahir"])
            if born is not None and on < born:
                yield error("tanggal", f"Tanggal ini mendahului kelahiran {name(person)} ({show_date(born)}).")


def name(person: Record) -> str:
    """How a person is called in sentences."""
    return person.text("nama") or "orang tanpa nama"


def family_name(home: Household) -> str:
    """How a family is called in sentences."""
    return f"keluarga {registry.head_name(home)}"


def names(people: Iterable[Record]) -> str:
    """Who: "SITI", "SITI dan KARTO", "SITI dan 3 orang lain"."""
    called = [name(one) for one in people]
    if len(called) <= 2:
        return " dan ".join(called)
    return f"{called[0]} dan {len(called) - 1} orang lain"


def member(home: Household, person: str) -> Record:
    """A member by id. Raises `UserError` when they are not of this family any more."""
    found = next((one for one in home.members if one.id == person), None)
    if found is None:
        raise UserError("Orang ini bukan lagi anggota keluarga itu.", "Muat ulang daftar, lalu ulangi.")
    return found


def with_member(home: Household, changed: Record) -> Household:
    """The family with one member as changed."""
    return replace(home, members=tuple(changed if one.id == changed.id else one for one in home.members))


def without(home: Household, people: Iterable[str]) -> Household:
    """The family after these left it, with the PPKS records that hang on them."""
    gone = set(people)
    return replace(
        home,
        members=tuple(one for one in home.members if one.id not in gone),
        ppks=tuple(case for case in home.ppks if case["anggota_id"] not in gone),
    )


def received(home: Household, origin: Household, related: dict[str, int]) -> Household:
    """The family after these came into it from `origin`, in their order there, with their PPKS records."""
    last = max((int(one["nomor_urut"] or 0) for one in home.members), default=0)
    coming = [one for one in origin.members if one.id in related]
    coming.sort(key=lambda one: related[one.id] != KEPALA)
    moved = tuple(
        one.answering(keluarga_id=home.family.id, nomor_urut=last + place, hubungan=related[one.id])
        for place, one in enumerate(coming, 1)
    )
    cases = tuple(case.answering(keluarga_id=home.family.id) for case in origin.ppks if case["anggota_id"] in related)
    return replace(home, members=(*home.members, *moved), ppks=(*home.ppks, *cases))


def succeeded(home: Household, succession: Succession) -> Household:
    """The family with its new head, everybody else's relation to them, and its new KK number if there is one."""
    likely = relations.after(home, succession.head)
    related = {**{one.id: likely.get(one.id) for one in home.members if not present(one)}, **succession.relations}
    members = tuple(
        one.answering(hubungan=KEPALA if one.id == succession.head else related.get(one.id)) for one in home.members
    )
    home = replace(home, members=members)
    return with_card(home, succession.card) if succession.card else home


def with_card(home: Household, card: str) -> Household:
    """The family with this KK number, which is now its own (115 = 0 where it was still another family's)."""
    code = home.family["kode_kk"]
    return replace(
        home, family=home.family.answering(nomor_kk=card, kode_kk=CARD_FITS if code == CARD_OF_BRANCH else code)
    )


def succession_problems(home: Household, succession: Succession) -> Iterator[Issue]:
    """A head who does not live here, or somebody who does without a relation to the new head."""
    head = next((one for one in home.members if one.id == succession.head), None)
    if head is None:
        yield error("kepala", "Pilih kepala keluarga yang baru dari anggota keluarga ini.", home.family.id)
        return
    if not present(head):
        yield error("kepala", f"{name(head)} tidak tinggal di keluarga ini. Pilih orang lain.", home.family.id)
    for one in home.living:
        if one.id != head.id and succession.relations.get(one.id) is None:
            yield error("hubungan", f"Isi hubungan {name(one)} dengan {name(head)}.", one.id)


def head_wanted(home: Household, succession: Succession | None) -> Iterator[Issue]:
    """A family that lost its head while others still live in it needs a new one."""
    if succession is None and home.living:
        yield error("kepala", "Pilih kepala keluarga yang baru.", home.family.id)


def event_problems(events: Iterable[Record]) -> Iterator[Issue]:
    """What is wrong with the answers of the events themselves; KK numbers are judged at the family."""
    for event in events:
        for issue in FORMS[PERISTIWA].problems(Situation(event.answers)):
            if issue.field not in _CARDS:
                yield issue


def living_problem(person: Record) -> Iterator[Issue]:
    """Somebody who died takes part in nothing any more."""
    if person["keberadaan"] == DEAD:
        yield error("orang", f"{name(person)} tercatat meninggal.", person.id)


def cases_left(home: Household, people: Iterable[str], on: str) -> tuple[Household, int]:
    """The family with the open PPKS records of people who died or moved away set to that status; how many."""
    gone = set(people)
    open_cases = {case.id for case in home.ppks if case["anggota_id"] in gone and case["status"] not in CASE_CLOSED}
    cases = tuple(
        case.answering(status=CASE_LEFT, tanggal_status=on) if case.id in open_cases else case for case in home.ppks
    )
    return replace(home, ppks=cases), len(open_cases)


def cards(before: Household, after: Household) -> dict[str, str | None]:
    """Both KK numbers for an event, when the deed changed them."""
    numbers = (before.family.text("nomor_kk"), after.family.text("nomor_kk"))
    return {} if numbers[0] == numbers[1] else dict(zip(_CARDS, numbers, strict=True))


def present(person: Record) -> bool:
    """Whether this person lives in the family (404)."""
    return is_present(person.answers)


_CARDS = ("nomor_kk_lama", "nomor_kk_baru")
