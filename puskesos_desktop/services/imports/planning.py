"""From rows and the operator's answers to a plan: a line for every row, and the records as they should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from puskesos_desktop.domain import rules
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, Answers, Household, Record, Value
from puskesos_desktop.domain.outcome import Progress, Severity
from puskesos_desktop.exchange.tables.kinds.kind import SourceRow
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.imports import identifying
from puskesos_desktop.services.imports.draft import Draft
from puskesos_desktop.services.imports.families import Assembly, Incoming, family_key, second_heads
from puskesos_desktop.services.imports.findings import Change, Decision, Line, Plan, Sums, Verdict
from puskesos_desktop.services.imports.identifying import Who
from puskesos_desktop.services.imports.own_export import Fate, OwnRows
from puskesos_desktop.services.imports.prelists import Outcome, Prelists, Whose, Words
from puskesos_desktop.services.imports.village import Village, place_words

Decisions = Mapping[int, Decision]
Told = tuple[tuple[str, str], ...]
_AS_BEFORE: Told = (("", "Seperti yang diputuskan pada impor terdahulu."),)
_PERSONAL = (rules.born_believably, rules.pregnancy_possible)


def population(
    village: Village, rows: Sequence[SourceRow], decisions: Decisions, today: date, progress: Progress
) -> Plan:
    """Rows of a population: persons and families changed and added."""
    refused = [_refusals(row, today) for row in rows]
    open_rows = [not told for told in refused]
    asked = [row if fine and row.person else None for row, fine in zip(rows, open_rows, strict=True)]
    who = _with_family(asked, identifying.identify(asked, village, progress, overwrites=True))
    heads = second_heads(rows, open_rows)
    for at, first in heads.items():
        doubt = f"Kepala keluarga ini sudah ada di baris {first}."
        who[at] = Who(matches=who[at].matches or identifying.resident(who[at]), doubts=(*who[at].doubts, doubt))
    who, again = _answered(asked, who, decisions, village, makes=True)
    draft = Draft(village)
    known = [one if fine else None for one, fine in zip(who, open_rows, strict=True)]
    entries = Assembly(draft, today).assemble(_with_one_head(rows, heads), known)
    lines = []
    for at, row in enumerate(rows):
        entry = entries.get(at)
        told = (*(_told_of(entry) if entry else refused[at]), *_doubts(row, who[at]), *again.get(at, ()))
        changes = tuple(entry.changes) if entry else ()
        verdict = _verdict(refused[at], who[at], entry)
        lines.append(_line(at, row, verdict, told, village, changes=changes, who=who[at]))
    persons = {at: one.person for at, one in entries.items() if one.person}
    return Plan(tuple(lines), draft.records(), persons=persons, after=draft.sums())


def prelist(
    village: Village,
    rows: Sequence[SourceRow],
    words: Words,
    lists: Prelists,
    decisions: Decisions,
    *,
    today: date,
    register: bool,
    progress: Progress,
) -> Plan:
    """Rows of somebody else's list: prelist records linked to persons; with `register` new persons too.

    `words` are what the rows say, needed only where lines of this list were imported before.
    """
    refused = [tuple(row.refusals) for row in rows]
    asked = [row if not told and row.person else None for row, told in zip(rows, refused, strict=True)]
    found = identifying.identify(asked, village, progress, overwrites=False)
    found = _with_family(asked, found) if register else found
    who, again = _answered(asked, found, decisions, village, makes=register)
    draft = Draft(village)
    made = _registered(draft, rows, refused, who, today) if register else {}
    cards = _cards_made(draft)
    lines, records, kept = [], [], {}
    whose: dict[int, Whose] = {}
    for at, row in enumerate(rows):
        if at % 500 == 0:
            progress(at, len(rows), "Membandingkan baris…")
        if refused[at] or who[at].skipped:
            verdict = Verdict.REFUSED if refused[at] else Verdict.UNSURE
            told = (*refused[at], *_doubts(row, who[at]), *again.get(at, ()))
            lines.append(_line(at, row, verdict, told, village, who=who[at]))
            continue
        named = who[at].person or row.person.get("nama")
        family = "" if named else cards.get(row.household.get("nomor_kk"), "")
        whose[at] = made.get(at) or Whose(who[at].person, family)
        outcome = lists.meet(at, row, who[at], whose[at], words)
        if outcome.record is not None:
            records.append(outcome.record)
            if outcome.new:
                kept[outcome.record.id] = at
        verdict = _prelist_verdict(outcome, who[at])
        told = () if outcome.linked else (*_doubts(row, who[at]), *_linked(outcome, who[at], village))
        told = (*told, *again.get(at, ()))
        lines.append(_line(at, row, verdict, told, village, changes=outcome.changes, who=who[at]))
    persons = {at: one.person for at, one in whose.items() if one.person}
    return Plan(tuple(lines), (*draft.records(), *records), texts=kept, persons=persons, after=draft.sums())


def _cards_made(draft: Draft) -> dict[Value, str]:
    """The families that would be made, by a card number that nobody has yet."""
    made = (one for one in draft.records() if one.kind == KELUARGA and one.before is None)
    return {one["nomor_kk"]: one.id for one in made if one["nomor_kk"] and one["nomor_kk"] not in draft.village.by_card}


def own(village: Village, rows: Sequence[SourceRow], decisions: Decisions, progress: Progress) -> Plan:
    """Rows of our own export."""
    found = OwnRows(village, rows)
    fine = [at for at, row in enumerate(rows) if not row.refusals]
    found.rows = [rows[at] for at in fine]
    place = {at: number for number, at in enumerate(fine)}
    found.plan({place[at]: one for at, one in decisions.items() if at in place}, progress)
    fates = dict(zip(fine, found.fates, strict=True))
    lines = tuple(_own_line(at, row, fates.get(at), village) for at, row in enumerate(rows))
    return Plan(lines, found.records(), found.revived(), after=found.sums())


def sums_of_file(rows: Sequence[SourceRow]) -> Sums:
    """The control sums of the rows themselves, refused ones too."""
    if rows and rows[0].form:
        return _sums_of_own(rows)
    sexes: dict[Value, int] = {}
    by_rt: dict[str, int] = {}
    persons, families = 0, set()
    for at, row in enumerate(rows):
        families.add(family_key(row) or at)
        if not row.person:
            continue
        persons += 1
        sex = row.person.get("jenis_kelamin")
        sexes[sex] = sexes.get(sex, 0) + 1
        place = place_words(str(row.household.get("rt") or ""), str(row.household.get("rw") or ""))
        by_rt[place] = by_rt.get(place, 0) + 1
    return Sums(len(families), persons, sexes.get(1, 0), sexes.get(2, 0), by_rt)


def _sums_of_own(rows: Sequence[SourceRow]) -> Sums:
    by_form = {form: [row for row in rows if row.form == form] for form in (BANGUNAN, KELUARGA, ANGGOTA)}
    houses = {row.record: row.household for row in by_form[BANGUNAN]}
    families = {row.record: houses.get(str(row.household.get("bangunan_id")), {}) for row in by_form[KELUARGA]}
    flat = [
        replace(row, form="", household=families.get(str(row.person.get("keluarga_id")), {}), family="satu")
        for row in by_form[ANGGOTA]
    ]
    return replace(sums_of_file(flat), families=len(by_form[KELUARGA]))


def _with_family(rows: Sequence[SourceRow | None], found: Sequence[Who]) -> list[Who]:
    """The same, but somebody new whose row names no family for certain waits for a person."""
    return [
        Who(doubts=(row.homeless,)) if row is not None and row.homeless and who == identifying.NOBODY else who
        for row, who in zip(rows, found, strict=True)
    ]


def _answered(
    rows: Sequence[SourceRow | None], found: Sequence[Who], decisions: Decisions, village: Village, *, makes: bool
) -> tuple[list[Who], dict[int, Told]]:
    """Who the rows are after the operator's answers and those of earlier imports; what to tell of the latter."""
    earlier = identifying.remembered(rows, found, village, makes=makes)
    told = {at: _AS_BEFORE for at in earlier if at not in decisions}
    return identifying.decided(found, {**earlier, **decisions}, village), told


def _refusals(row: SourceRow, today: date) -> Told:
    """What the file itself, or a rule about one person, refuses; an open answer never does."""
    person = row.person
    if row.refusals or not (person.get("hamil") == 1 or str(person.get("tanggal_lahir") or "") > today.isoformat()):
        return row.refusals
    member = Record(ANGGOTA, "", FORMS[ANGGOTA].complete(person))
    house, family = (Record(kind, "", FORMS[kind].empty()) for kind in (BANGUNAN, KELUARGA))
    household = Household(house, family, (member,))
    issues = (issue for rule in _PERSONAL for issue in rule(household, today))
    return tuple(
        ("", f"{FORMS[ANGGOTA].fields[one.field].label}: {one.message}")
        for one in issues
        if one.severity is Severity.ERROR and member[one.field] is not None
    )


def _with_one_head(rows: Sequence[SourceRow], extra: Mapping[int, int]) -> Sequence[SourceRow]:
    """A row that comes in beside the head of its family leaves the relation open."""
    changed = list(rows)
    for at in extra:
        changed[at] = replace(rows[at], person={key: one for key, one in rows[at].person.items() if key != "hubungan"})
    return changed


def _registered(
    draft: Draft, rows: Sequence[SourceRow], refused: Sequence[Told], who: Sequence[Who], today: date
) -> dict[int, Whose]:
    """Persons made of rows that name nobody here, with their family; by the place of their row."""
    known = [one if row.person and not told else None for row, told, one in zip(rows, refused, who, strict=True)]
    entries = Assembly(draft, today, updates=False).assemble(rows, known)
    return {at: Whose(entry.person, draft.person(entry.person).text("keluarga_id"))
            for at, entry in entries.items() if entry.made}  # fmt: skip


def _told_of(entry: Incoming) -> Told:
    if entry.refused:
        return (("", entry.refused),)
    return (*entry.row.notes, *(("", note) for note in entry.notes))


def _doubts(row: SourceRow, who: Who) -> Told:
    """Why a person must look, as long as nobody did."""
    if who.skipped:
        return (("", "Dilewati."),)
    return (*row.doubts, *(("", doubt) for doubt in who.doubts if doubt)) if who.doubts else ()


def _verdict(refused: Told, who: Who, entry: Incoming | None) -> Verdict:
    if refused or (entry is not None and entry.refused):
        return Verdict.REFUSED
    if entry is None:
        return Verdict.UNSURE
    if entry.made:
        return Verdict.NEW
    return Verdict.CHANGED if entry.changes else Verdict.SAME


def _prelist_verdict(outcome: Outcome, who: Who) -> Verdict:
    if who.doubts and not outcome.linked:
        return Verdict.UNSURE
    if outcome.record is None:
        return Verdict.SAME
    return Verdict.NEW if outcome.new else Verdict.CHANGED


def _linked(outcome: Outcome, who: Who, village: Village) -> Told:
    if outcome.record is None or who.doubts:
        return ()
    person = who.person
    if person:
        return (("", f"Terhubung dengan {village.words(person)}."),)
    if outcome.record["keluarga_id"]:
        return (("", "Terhubung dengan keluarga menurut nomor KK."),)
    return (("", "Belum tercatat di desa."),)


def _own_line(at: int, row: SourceRow, fate: Fate | None, village: Village) -> Line:
    if fate is None or fate.refused:
        told = row.refusals if fate is None else (("", fate.refused),)
        return _line(at, row, Verdict.REFUSED, told, village)
    told = (*_doubts(row, fate.who), *((("", fate.note),) if fate.note else ()))
    if fate.who.waits:
        verdict = Verdict.UNSURE
    elif fate.record is None:
        verdict = Verdict.SAME
    else:
        verdict = Verdict.NEW if fate.record.before is None or fate.revived else Verdict.CHANGED
    return _line(at, row, verdict, told, village, changes=fate.changes, who=fate.who)


def _line(
    at: int,
    row: SourceRow,
    verdict: Verdict,
    told: Told,
    village: Village,
    *,
    changes: tuple[Change, ...] = (),
    who: Who = identifying.NOBODY,
) -> Line:
    answers: Answers = {**row.household, **row.person}
    remembered = _AS_BEFORE[0] in told
    matches = who.matches if verdict is Verdict.UNSURE or remembered else ()
    return Line(
        at, row.sheet, row.row, str(answers.get("nama") or ""),
        str(row.person.get("nik") or row.nik_start or answers.get("nomor_kk") or ""),
        verdict, told, changes, matches, {one.id: _words(village, one.id) for one in matches}, family_key(row),
        who.skipped, remembered,
    )  # fmt: skip


def _words(village: Village, record: str) -> str:
    if record in village.people:
        return village.words(record)
    family = village.families.get(record)
    return f"KK {family.text('nomor_kk')}" if family else ""
