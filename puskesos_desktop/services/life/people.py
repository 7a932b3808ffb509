"""Persons coming and going: births, deaths, leaving the village, coming back, presence (404)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from puskesos_desktop.domain.codes.life import DATANG, LAHIR, MENINGGAL, PINDAH_KELUAR, UBAH_KEBERADAAN
from puskesos_desktop.domain.codes.person import HUBUNGAN, KEBERADAAN
from puskesos_desktop.domain.household import KEPALA, Household, Record
from puskesos_desktop.domain.outcome import Issue, error
from puskesos_desktop.domain.rules import DEAD
from puskesos_desktop.domain.words.calendar import show_date
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.life import relations
from puskesos_desktop.services.life.plans import (
    Born,
    Died,
    Joined,
    MovedOut,
    NewPerson,
    PresenceChanged,
    Returned,
    Succession,
)
from puskesos_desktop.services.life.scene import (
    Outcome,
    Scene,
    cards,
    cases_left,
    family_name,
    head_wanted,
    living_problem,
    member,
    name,
    names,
    present,
    succeeded,
    succession_problems,
    with_member,
)

HERE, ELSEWHERE, ABROAD, NEW = 1, 3, 4, 5
UNMARRIED, WIDOWED = 1, 4
NIK_KNOWN, NO_NIK_YET = 1, 2
PREGNANT, NOT_PREGNANT = 1, 2


def born(scene: Scene, plan: Born) -> Outcome:
    """A new member with what the parents' answers say of them; the mother is no longer pregnant."""
    home = scene.home(plan.family)
    mother = member(home, plan.mother) if plan.mother else None
    problems = list(scene.day_problems(plan.on, [mother] if mother else []))
    relation = plan.child.relation or relations.of_child(mother)
    child = _newcomer(scene, home, replace(plan.child, relation=relation, born=plan.on))
    child = child.answering(status_kawin=UNMARRIED, nama_ibu=mother.text("nama") if mother else None)
    words = [
        f"{name(child)} lahir pada {show_date(plan.on)} dan menjadi anggota {family_name(home)} ({_relation(child)})."
    ]
    if mother is not None:
        words.append(f"Ibu kandung: {name(mother)}.")
        if mother["hamil"] == PREGNANT:
            home = with_member(home, mother.answering(hamil=NOT_PREGNANT))
            words.append(f"{name(mother)} tidak lagi tercatat sedang hamil (410).")
    event = scene.event(LAHIR, home, child.id, plan.on)
    return Outcome(f"Catat kelahiran {name(child)}", (_joined(home, child),), (event,), tuple(words), tuple(problems))


def joined(scene: Scene, plan: Joined) -> Outcome:
    """Somebody who was not registered becomes a member (404 = 5)."""
    home = scene.home(plan.family)
    person = _newcomer(scene, home, plan.person)
    words = (
        f"{name(person)} datang {_from(plan.origin)}dan menjadi anggota {family_name(home)} ({_relation(person)}).",
    )
    event = scene.event(DATANG, home, person.id, plan.on, asal=plan.origin, alasan=plan.reason)
    problems = tuple(scene.day_problems(plan.on, [person]))
    return Outcome(f"Catat {name(person)} datang", (_joined(home, person),), (event,), words, problems)


def died(scene: Scene, plan: Died) -> Outcome:
    """A death with everything that follows from it: new head, relations, widowhood, open PPKS records, new KK."""
    home = scene.home(plan.family)
    person = member(home, plan.person)
    problems = [*living_problem(person), *scene.day_problems(plan.on, [person])]
    was_head = person["hubungan"] == KEPALA
    words = [f"{name(person)} meninggal pada {show_date(plan.on)} (404 menjadi {KEBERADAAN.label(DEAD)})."]
    before = home
    home = with_member(home, person.answering(keberadaan=DEAD))
    if was_head:
        home = _hand_over(home, plan.succession, problems, words)
    if plan.widowed:
        partner = member(home, plan.widowed)
        home = with_member(home, partner.answering(status_kawin=WIDOWED))
        words.append(f"{name(partner)} berstatus cerai mati (408).")
    home = _close_cases(home, [person], plan.on.isoformat(), words)
    event = scene.event(MENINGGAL, home, person.id, plan.on, alasan=plan.reason, **cards(before, home))
    return Outcome(f"Catat {name(person)} meninggal", (home,), (event,), tuple(words), tuple(problems))


def moved_out(scene: Scene, plan: MovedOut) -> Outcome:
    """Persons, or the whole family, leave the village; they stay registered, as away."""
    home = scene.home(plan.family)
    people = [member(home, one) for one in plan.persons]
    problems = [*_somebody(people, "Pilih siapa yang pindah."), *scene.day_problems(plan.on, people)]
    for one in people:
        problems += living_problem(one)
    code = ABROAD if plan.abroad else ELSEWHERE
    whole = bool(people) and {one.id for one in home.living} <= set(plan.persons)
    who = family_name(home) if whole else names(people)
    goal = f" ke {plan.destination}" if plan.destination else ""
    words = [f"{names(people)} pindah{goal} pada {show_date(plan.on)} (404 menjadi {code})."] if people else []
    before = home
    for one in people:
        home = with_member(home, one.answering(keberadaan=code))
    if whole:
        words.append("Tidak ada lagi yang tinggal di keluarga ini; datanya tetap tersimpan.")
    elif plan.succession is not None:
        home = _hand_over(home, plan.succession, problems, words)
    home = _close_cases(home, people, plan.on.isoformat(), words)
    told = {"alasan": plan.reason, "tujuan": plan.destination, **cards(before, home)}
    events = tuple(scene.event(PINDAH_KELUAR, home, one.id, plan.on, **told) for one in people)
    return Outcome(f"Catat {who} pindah keluar", (home,), events, tuple(words), tuple(problems))


def returned(scene: Scene, plan: Returned) -> Outcome:
    """Registered persons live here again; of those who never left, only that and when they came is written down."""
    home = scene.home(plan.family)
    people = [member(home, one) for one in plan.persons]
    problems = [*_somebody(people, "Pilih siapa yang datang."), *scene.day_problems(plan.on, people)]
    for one in people:
        problems += living_problem(one)
        if not present(one):
            home = with_member(home, one.answering(keberadaan=HERE))
    words = []
    if people:
        words.append(
            f"{names(people)} datang {_from(plan.origin)}pada {show_date(plan.on)} dan tinggal di keluarga ini."
        )
    if any(not present(one) for one in people):
        words.append("Isian yang dulu dikosongkan karena pergi perlu ditanyakan lagi.")
    told = {"asal": plan.origin, "alasan": plan.reason}
    events = tuple(scene.event(DATANG, home, one.id, plan.on, **told) for one in people)
    return Outcome(f"Catat {names(people)} datang", (home,), events, tuple(words), tuple(problems))


def presence_changed(scene: Scene, plan: PresenceChanged) -> Outcome:
    """Question 404 of one person, with the day it was found so."""
    home = scene.home(plan.family)
    person = member(home, plan.person)
    problems = list(scene.day_problems(plan.on, [person]))
    if plan.presence == DEAD:
        problems.append(error("keberadaan", "Untuk orang yang meninggal, pilih Meninggal.", person.id))
    elif plan.presence == person["keberadaan"]:
        problems.append(error("keberadaan", f"Keberadaan {name(person)} memang sudah begitu.", person.id))
    label = KEBERADAAN.label(plan.presence)
    words = (f"Keberadaan {name(person)} (404) menjadi: {label}.",)
    home = with_member(home, person.answering(keberadaan=plan.presence))
    event = scene.event(UBAH_KEBERADAAN, home, person.id, plan.on, alasan=plan.reason, keterangan=label)
    return Outcome(f"Ubah keberadaan {name(person)}", (home,), (event,), words, tuple(problems))


DEEDS: dict[type, Callable[..., Outcome]] = {
    Born: born,
    Joined: joined,
    Died: died,
    MovedOut: moved_out,
    Returned: returned,
    PresenceChanged: presence_changed,
}
"""From each plan about persons to what it makes."""


def _newcomer(scene: Scene, home: Household, person: NewPerson) -> Record:
    record = registry.new_member(scene.store, home)
    relation = KEPALA if not home.members else person.relation
    return record.answering(
        nama=person.name or None,
        jenis_kelamin=person.sex,
        hubungan=relation,
        keberadaan=NEW,
        tanggal_lahir=person.born.isoformat() if person.born else None,
        tempat_lahir=person.birthplace or None,
        nik=person.nik or None,
        status_nik=NIK_KNOWN if person.nik else NO_NIK_YET,
    )


def _joined(home: Household, person: Record) -> Household:
    return replace(home, members=(*home.members, person))


def _hand_over(home: Household, succession: Succession | None, problems: list[Issue], words: list[str]) -> Household:
    """The family under its new head, adding what is wrong with that and what changes by it."""
    if succession is None:
        problems += head_wanted(home, succession)
        return home
    problems += succession_problems(home, succession)
    home = succeeded(home, succession)
    heads = [one for one in home.living if one.id == succession.head]
    others = len(home.living) - 1
    if heads:
        rest = f"; hubungan {others} anggota lain disesuaikan" if others else ""
        words.append(f"{name(heads[0])} menjadi kepala keluarga{rest}.")
    if succession.card:
        words.append("Keluarga ini mendapat nomor KK baru; nomor yang lama tetap tercatat di riwayat.")
    return home


def _close_cases(home: Household, people: list[Record], on: str, words: list[str]) -> Household:
    home, count = cases_left(home, [one.id for one in people], on)
    if count:
        words.append(f"{count} catatan PPKS menjadi berstatus meninggal/pindah.")
    return home


def _somebody(people: Iterable[Record], words: str) -> list[Issue]:
    return [] if list(people) else [error("orang", words)]


def _relation(person: Record) -> str:
    code = person["hubungan"]
    return HUBUNGAN.label(code).lower() if isinstance(code, int) else "hubungan belum diisi"


def _from(origin: str) -> str:
    return f"dari {origin} " if origin else ""
