"""Registering, changing and removing families: one function per deed, the same rules whoever calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from puskesos_desktop.domain import identity, rules
from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    DESIL,
    KELUARGA,
    KEPALA,
    KUNJUNGAN,
    PPKS,
    Household,
    Record,
    Removal,
    age_of,
)
from puskesos_desktop.domain.outcome import InvalidData, Issue, Severity, error, warning
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.store.file.connection import Connection, Database
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.log.commits import Transaction
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households


def new_household(store: Store) -> Household:
    """An empty family in an empty house, with fresh ids and nothing saved yet; visited today."""
    building = Record(BANGUNAN, store.new_id(), FORMS[BANGUNAN].empty())
    family = Record(KELUARGA, store.new_id(), FORMS[KELUARGA].empty()).answering(bangunan_id=building.id)
    visit = new_visit(store, family.id)
    return Household(building, family, (), visit)


def new_visit(store: Store, family: str) -> Record:
    """A visit of today to this family."""
    visit = Record(KUNJUNGAN, store.new_id(), FORMS[KUNJUNGAN].empty())
    return visit.answering(keluarga_id=family, tanggal_pendataan=today(store).isoformat())


def new_member(store: Store, household: Household) -> Record:
    """An empty person of this family, next in order; the first one is taken for the head."""
    number = max((int(member["nomor_urut"] or 0) for member in household.members), default=0) + 1
    person = Record(ANGGOTA, store.new_id(), FORMS[ANGGOTA].empty())
    relation = KEPALA if not household.members else None
    return person.answering(keluarga_id=household.family.id, nomor_urut=number, keberadaan=1, hubungan=relation)


def new_case(store: Store, household: Household, member: str | None) -> Record:
    """An empty PPKS record of a member, or of the whole family."""
    case = Record(PPKS, store.new_id(), FORMS[PPKS].empty())
    return case.answering(
        keluarga_id=household.family.id, anggota_id=member, tanggal_ditemukan=today(store).isoformat(), status=1
    )


def new_desil(store: Store, household: Household) -> Record:
    """An empty desil observation of the family, checked today."""
    desil = Record(DESIL, store.new_id(), FORMS[DESIL].empty())
    return desil.answering(keluarga_id=household.family.id, tanggal_cek=today(store).isoformat())


def today(store: Store) -> date:
    """The day by the store's clock, in the machine's own time zone."""
    return datetime.fromtimestamp(store.ambient.now_ms() / 1000, UTC).astimezone().date()


def check(db: Database, household: Household, on: date) -> list[Issue]:
    """Everything wrong or odd about a household: single answers, required ones, rules across people, doubles."""
    return [*_in_itself(household, on), *_doubles(db.conn, household)]


def save_household(store: Store, household: Household, operator: str) -> list[Issue]:
    """Save a family with its house and members as one undoable group; the warnings that remain.

    Answers whose condition fell away because of this edit are emptied. Raises `InvalidData` on errors; nothing is
    written then.
    """
    on = today(store)
    household = cleaned(household, on)
    issues = _in_itself(household, on)
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise InvalidData([*issues, *_doubles(store.reader().conn, household)])
    with commits.group(store, _label(household), operator) as transaction:
        issues += _doubles(transaction.connection, household)
        write_household(transaction, household)
    return issues


def write_household(transaction: Transaction, household: Household) -> None:
    """Append what changed in a household to a group; the head goes into the family's register `kepala`."""
    heads = [member.id for member in household.members if member["hubungan"] == KEPALA]
    family = household.family.answering(kepala=heads[0] if heads else None)
    for record in replace(household, family=family).records():
        transaction.save(_without_head_code(record))
    for gone in household.removed:
        transaction.delete(gone.record.kind, gone.record.id, gone.reason)


def remove_member(household: Household, member: str, reason: str) -> Household:
    """The household without this person and the PPKS records that hang on them."""
    gone = [
        record
        for record in (*household.members, *household.ppks)
        if member in (record.id, record.answers.get("anggota_id"))
    ]
    return replace(
        household,
        members=tuple(one for one in household.members if one not in gone),
        ppks=tuple(case for case in household.ppks if case not in gone),
        removed=(*household.removed, *(Removal(one, reason) for one in gone if one.before is not None)),
    )


def delete_family(store: Store, family_id: str, reason: str, operator: str) -> None:
    """Delete a family with its members and what hangs on them; its house too when nobody else lives there."""
    household = households.load(store.reader(), family_id)
    if household is None:
        return
    with commits.group(store, f"Hapus keluarga {head_name(household)}", operator) as transaction:
        for record in household.records():
            if record.kind != BANGUNAN or not household.neighbours:
                transaction.delete(record.kind, record.id, reason)


def head_name(household: Household) -> str:
    """Who the family is called after: its head, else its first member."""
    heads = [member for member in household.members if member["hubungan"] == KEPALA]
    named = next(iter(heads or household.members), None)
    return (named.text("nama") if named else "") or "tanpa nama"


def family_words(household: Household) -> str:
    """What the family is called inside a sentence."""
    return f"keluarga {head_name(household)}"


def cleaned(household: Household, on: date) -> Household:
    """The household with answers emptied whose condition fell away because of something changed in this edit."""
    family = household.family
    return replace(
        household,
        building=_clean(household.building, None, household),
        family=_clean(family, None, household),
        members=tuple(
            _clean(member, age_of(member.answers, household.visited or on), household) for member in household.members
        ),
        visit=_clean(household.visit, None, household) if household.visit else None,
        ppks=tuple(_clean(case, None, household) for case in household.ppks),
        desil=tuple(_clean(one, None, household) for one in household.desil),
    )


def situation_of(record: Record, household: Household, on: date) -> Situation:
    """What the conditions of this record's questions look at."""
    age = age_of(record.answers, household.visited or on) if record.kind == ANGGOTA else None
    return Situation(record.answers, age, household.family.answers)


def _clean(record: Record, age: int | None, household: Household) -> Record:
    situation = Situation(record.answers, age, household.family.answers)
    form = FORMS[record.kind]
    return record if form.grounded(situation) else replace(record, answers=form.cleaned(situation, record.changed))


def _in_itself(household: Household, on: date) -> list[Issue]:
    """What is wrong or odd about a household, whatever else the village holds."""
    return [*_answers(household, on), *_heads(household), *rules.check(household, on)]


def _answers(household: Household, on: date) -> Iterator[Issue]:
    for record in household.records():
        for issue in FORMS[record.kind].issues(situation_of(record, household, on)):
            yield replace(issue, record=record.id)
        yield from (replace(issue, record=record.id) for issue in _number_hints(record, on))


def _number_hints(record: Record, on: date) -> list[Issue]:
    if record.kind == ANGGOTA and record["nik"] is not None:
        return identity.nik_issues(record.answers, on)
    if record.kind == KELUARGA and record["nomor_kk"] is not None:
        return identity.kk_issues(record.text("nomor_kk"))
    return []


def _heads(household: Household) -> Iterator[Issue]:
    heads = [member for member in household.members if member["hubungan"] == KEPALA]
    if not household.members:
        words = "Keluarga ini belum mempunyai anggota. Tambahkan paling sedikit satu orang."
        yield warning("nomor_kk", words, household.family.id)
    for extra in heads[1:]:
        yield error("hubungan", f"Kepala keluarga sudah {heads[0].text('nama')}. Ubah salah satu.", extra.id)


def _doubles(connection: Connection, household: Household) -> Iterator[Issue]:
    """NIKs and a KK number that others of the village already have: warnings only."""
    mine = {member.id for member in household.members}
    niks = {member.id: member.text("nik") for member in household.members if member["nik"]}
    owners = [one for one in households.owners_of_niks(connection, list(niks.values())) if one.record not in mine]
    for member, nik in niks.items():
        yield from (replace(rules.nik_taken(one.name, one.rt), record=member) for one in owners if one.nik == nik)
    card = household.family.text("nomor_kk")
    if card and any(one != household.family.id for one in households.families_with_card(connection, card)):
        yield replace(rules.card_taken(), record=household.family.id)


def _without_head_code(record: Record) -> Record:
    """Question 409 = 1 is never stored: the family's register says who the head is."""
    if record.kind != ANGGOTA or (record["hubungan"] != KEPALA and (record.before or {}).get("hubungan") != KEPALA):
        return record
    before = None if record.before is None else {**record.before, "hubungan": None}
    answers = {**record.answers, "hubungan": None if record["hubungan"] == KEPALA else record["hubungan"]}
    if record.before is not None and record["hubungan"] == KEPALA:
        before = {**record.before, "hubungan": None}
    return replace(record, answers=answers, before=before)


def _label(household: Household) -> str:
    verb = "Daftarkan" if household.family.before is None else "Simpan"
    return f"{verb} keluarga {head_name(household)}"
