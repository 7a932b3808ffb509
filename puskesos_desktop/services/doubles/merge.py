"""One person, family or house only once: two records side by side, then one stands for both, as one undoable group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    BUKAN_GANDA,
    KELUARGA,
    KEPALA,
    Household,
    Record,
)
from puskesos_desktop.domain.outcome import InvalidData, Issue, Severity, UserError, error
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.doubles.compare import Pair, Plan, called, home_of, record_of
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.told import naming
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from puskesos_desktop.store.tables import duplicates

"""What a person may ask to be merged; houses follow their families."""
_PLACE_IN_FAMILY = ("keluarga_id", "hubungan", "nomor_urut")
"""Answered together: who a person is in a family is nothing without the family."""


@dataclass(frozen=True)
class Foresight:
    """What a merge would do, in sentences, and what speaks against it; nothing is written."""

    label: str
    words: tuple[str, ...]
    issues: tuple[Issue, ...]

    @property
    def possible(self) -> bool:
        """Whether it may be carried out."""
        return not self.issues


def foresee(store: Store, plan: Plan) -> Foresight:
    """What the plan would change. Raises `UserError` when one of its records is gone."""
    db = store.reader()
    before, after = _before_and_after(db, plan)
    asked = plan.pairs[0]
    kept, other = _named(before, asked.kept), _named(before, asked.other)
    words = [f"{_names_both(kept, other)} menjadi satu{_where(db, asked, after)}."]
    words += _following(db, plan)
    words += _left_headless(before, after, plan)
    return Foresight(_label(asked, kept, other), tuple(words), tuple(_problems(store, before, after)))


def merge(store: Store, plan: Plan, operator: str) -> str:
    """Do it as one labelled group that can be undone; its label.

    The answers of what is not kept stay in the journal, and what refers to it follows the one kept. Raises
    `InvalidData` when the one kept would have an error it had not before; nothing is written then.
    """
    before, after = _before_and_after(store.reader(), plan)
    problems = _problems(store, before, after)
    if problems:
        raise InvalidData(problems)
    asked = plan.pairs[0]
    label = _label(asked, _named(before, asked.kept), _named(before, asked.other))
    with commits.group(store, label, operator) as transaction:
        registry.write_household(transaction, registry.cleaned(after, registry.today(store)))
        for pair in plan.pairs:
            transaction.mark_duplicate(pair.kind, pair.other, pair.kept)
    return label


def separate(store: Store, kind: str, record: str, operator: str) -> str:
    """Show a record that was marked as a duplicate again; the label of the group."""
    label = f"Pisahkan lagi {naming.subject(store.reader(), households.any_record(store.reader(), kind, record))}"
    with commits.group(store, label, operator) as transaction:
        transaction.mark_duplicate(kind, record, None)
    return label


def not_the_same(store: Store, kind: str, one: str, other: str, operator: str, *, reason: str = "") -> str:
    """Remember on every laptop that these two are not one, nor the heads of two families; the label of the group."""
    db = store.reader()
    pairs = [(kind, *sorted((one, other)))]
    records = [households.any_record(db, kind, record) for record in pairs[0][1:]]
    if kind == KELUARGA:
        heads = sorted(record.text("kepala") for record in records if record is not None)
        pairs += [(ANGGOTA, *heads)] if len(heads) == 2 and all(heads) else []
    names = [naming.subject(db, record) for record in records]
    label = f"Bukan ganda: {names[0]} dan {names[1]}"
    why = " ".join(reason.split()) or None
    with commits.group(store, label, operator) as transaction:
        for of_kind, first, second in pairs:
            transaction.create(BUKAN_GANDA, {"jenis": of_kind, "satu": first, "dua": second, "alasan": why})
    return label


def known_apart(db: Database) -> frozenset[tuple[str, str, str]]:
    """(kind, smaller id, larger id) of all pairs found to be two; a duplicate counts as the one kept."""
    kept = duplicates.load(db.conn)
    pairs = ((one.text("jenis"), one.text("satu"), one.text("dua")) for one in households.all_of(db, BUKAN_GANDA))
    both = ((kind, *sorted((kept.of(kind, one), kept.of(kind, other)))) for kind, one, other in pairs)
    return frozenset((kind, one, other) for kind, one, other in both)


def give_nik(store: Store, person: str, typed: str, operator: str) -> list[Issue]:
    """Give somebody who had none their real NIK, as a labelled group; what is odd about it.

    Raises `InvalidData` when it is no NIK, `UserError` when the person is gone or has one already.
    """
    db = store.reader()
    record = record_of(db, ANGGOTA, person)
    if record["nik"] is not None:
        raise UserError(f"{called(record)} sudah mempunyai NIK.", "Ubah di isian keluarganya bila nomornya salah.")
    question = FORMS[ANGGOTA].fields["nik"]
    value = question.parse(typed)
    wrong = value if isinstance(value, Issue) else question.problem(value)
    if wrong is None and value is None:
        wrong = error("nik", "Ketik 16 angka NIK dari KTP atau KK.")
    if wrong is not None or isinstance(value, Issue):
        raise InvalidData([replace(wrong, record=person)] if wrong else [])
    home = home_of(db, record.text("keluarga_id"))
    members = tuple(one.answering(nik=value) if one.id == person else one for one in home.members)
    after = replace(home, members=members)
    with commits.group(store, f"Isi NIK {called(record)}", operator) as transaction:
        transaction.save(record.answering(nik=value))
    return [one for one in registry.check(db, after, registry.today(store)) if one.record == person]


def _names_both(one: str, other: str) -> str:
    return f"Dua catatan {one}" if one == other else f"{one[:1].upper()}{one[1:]} dan {other}"


def _before_and_after(db: Database, plan: Plan) -> tuple[tuple[Household, ...], Household]:
    """The families concerned as they are, and the one that is kept as it will be."""
    asked = plan.pairs[0]
    if asked.kind == ANGGOTA:
        return _person_merged(db, asked)
    return _families_merged(db, plan)


def _person_merged(db: Database, pair: Pair) -> tuple[tuple[Household, ...], Household]:
    kept, other = record_of(db, ANGGOTA, pair.kept), record_of(db, ANGGOTA, pair.other)
    home, twin = home_of(db, kept.text("keluarga_id")), home_of(db, other.text("keluarga_id"))
    kept = next(one for one in home.members if one.id == kept.id)
    other = next(one for one in twin.members if one.id == other.id)
    person = _taken(kept, other, pair)
    if home.family.id == twin.family.id and KEPALA in (kept["hubungan"], other["hubungan"]):
        person = person.answering(hubungan=KEPALA)
    goal = twin if "keluarga_id" in pair.taken else home
    others = [one for one in goal.members if one.id not in (kept.id, other.id)]
    place = next(at for at, one in enumerate(goal.members) if one.id in (kept.id, other.id))
    members = (*others[:place], person, *others[place:])
    families = (home,) if home.family.id == twin.family.id else (home, twin)
    return families, replace(goal, members=members)


def _families_merged(db: Database, plan: Plan) -> tuple[tuple[Household, ...], Household]:
    asked, rest = plan.pairs[0], plan.pairs[1:]
    home, twin = home_of(db, asked.kept), home_of(db, asked.other)
    twins = {pair.other: pair for pair in rest if pair.kind == ANGGOTA}
    by_kept = {pair.kept: pair for pair in twins.values()}
    people = {one.id: one for one in twin.members}
    family = _taken(home.family, twin.family, asked)
    head = family["kepala"] if family["kepala"] is not None else twin.family["kepala"]
    head = twins[str(head)].kept if str(head) in twins else head
    joined = [_taken(one, people[by_kept[one.id].other], by_kept[one.id]) if one.id in by_kept else one
              for one in home.members]  # fmt: skip
    last = max((int(one["nomor_urut"] or 0) for one in home.members), default=0)
    coming = [one for one in twin.members if one.id not in twins]
    joined += [one.answering(keluarga_id=home.family.id, nomor_urut=last + at) for at, one in enumerate(coming, 1)]
    members = tuple(_as_head(one, one.id == head) for one in joined)
    building = home.building
    for pair in rest:
        if pair.kind == BANGUNAN:
            building = _taken(building, twin.building, pair)
    if "bangunan_id" in asked.taken:
        building = twin.building
    around = tuple(one for one in (*home.neighbours, *twin.neighbours) if one.id not in (asked.kept, asked.other))
    return (home, twin), replace(home, building=building, family=family, members=members, neighbours=around)


def _taken(kept: Record, other: Record, pair: Pair) -> Record:
    keys = set(pair.taken)
    if "keluarga_id" in keys and pair.kind == ANGGOTA:
        keys.update(_PLACE_IN_FAMILY)
    return kept.answering(**{key: other[key] for key in keys})


def _as_head(member: Record, is_head: bool) -> Record:
    if is_head:
        return member.answering(hubungan=KEPALA)
    return member.answering(hubungan=None) if member["hubungan"] == KEPALA else member


def _problems(store: Store, before: Iterable[Household], after: Household) -> list[Issue]:
    """Errors the family kept would have and none of the two had."""
    db, on = store.reader(), registry.today(store)
    known = {(issue.field, issue.message) for home in before for issue in registry.check(db, home, on)}
    found = registry.check(db, registry.cleaned(after, on), on)
    return [one for one in found if one.severity is Severity.ERROR and (one.field, one.message) not in known]


def _named(homes: Iterable[Household], record: str) -> str:
    for home in homes:
        if record == home.family.id:
            return f"keluarga {registry.head_name(home)}"
        for one in home.members:
            if one.id == record:
                return called(one)
    return "catatan ini"


def _label(asked: Pair, kept: str, other: str) -> str:
    if kept == other:
        return f"Gabungkan dua catatan {kept}"
    return f"Gabungkan {other} ke {kept}"


def _where(db: Database, asked: Pair, after: Household) -> str:
    if asked.kind != ANGGOTA:
        return f" dengan {len(after.members)} anggota"
    person = next(one for one in after.members if one.id == asked.kept)
    return f": {called(person)}, keluarga {registry.head_name(after)}"


def _following(db: Database, plan: Plan) -> Iterator[str]:
    """What goes along."""
    asked = plan.pairs[0]
    same = sum(pair.kind == ANGGOTA for pair in plan.pairs[1:])
    if same:
        yield f"{same} anggota yang tercatat di keduanya juga menjadi satu."
    if any(pair.kind == BANGUNAN for pair in plan.pairs[1:]):
        yield "Kedua rumahnya menjadi satu rumah."
    counted = duplicates.hanging_on(db, asked.kind, asked.other)
    parts = [f"{number} {_SPOKEN[kind]}" for kind, number in counted.items() if kind in _SPOKEN]
    if parts:
        yield f"{', '.join(parts)} ikut ke catatan yang dipertahankan."
    yield "Isian yang tidak dipilih tetap tersimpan di Riwayat."


def _left_headless(before: Iterable[Household], after: Household, plan: Plan) -> Iterator[str]:
    """Families that lose their head or their last member by it."""
    asked = plan.pairs[0]
    if asked.kind != ANGGOTA:
        return
    for home in before:
        gone = [one for one in home.members if one.id in (asked.kept, asked.other)]
        if home.family.id == after.family.id or not gone:
            continue
        name = f"Keluarga {registry.head_name(home)}"
        if len(gone) == len(home.members):
            yield f"{name} tidak lagi mempunyai anggota; gabungkan atau hapus keluarganya."
        elif any(one["hubungan"] == KEPALA for one in gone):
            yield f"{name} kehilangan kepalanya; pilih yang baru di Peristiwa keluarga."


_SPOKEN = {
    "ppks": "catatan PPKS", "peristiwa": "peristiwa", "usulan": "usulan", "kunjungan": "kunjungan",
    "desil": "catatan desil", "lampiran": "foto",
}  # fmt: skip
