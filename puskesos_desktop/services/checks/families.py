"""The checks that look within families: rules of the editor run over every one, with the answers each looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.codes.ppks import SENSITIVE
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, Household
from puskesos_desktop.domain.outcome import Issue, Severity
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.services.checks.kinds import Check, Finding, Within
from puskesos_desktop.services.doubles.compare import called
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.read import households
from puskesos_desktop.store.read.checks import Odd

Looking = Sequence[tuple[Check, Within]]


def found(db: Database, looking: Looking, on: date, tell: Callable[[str], None]) -> Iterator[Finding]:
    """What these checks find, reading every family once; `tell` hears how far it is."""
    for number, home in enumerate(households.every(db)):
        if number % 400 == 0:
            tell(f"Memeriksa isian keluarga… {number}")
        yield from _in_family(home, looking, on)


def odd_numbers(home: Household, on: date) -> Iterator[Issue]:
    """What is odd about each NIK and the KK number by themselves."""
    for member in home.members:
        if member["nik"] is not None:
            for issue in identity.nik_issues(member.answers, on):
                yield Issue(issue.field, issue.message, issue.severity, member.id)
    for issue in identity.kk_issues(home.family.text("nomor_kk")):
        yield Issue(issue.field, issue.message, issue.severity, home.family.id)


def _in_family(home: Household, looking: Looking, on: date) -> Iterator[Finding]:
    """What the checks find in one family; what a confidential case would tell is left out."""
    secret = {case.id for case in home.ppks if case["jenis"] in SENSITIVE}
    for check, within in looking:
        for rule in within.rules:
            for issue in rule(home, on):
                weighs = issue.severity is not Severity.HINT or check.weight is Severity.HINT
                if weighs and issue.record not in secret:
                    yield check.finding(_odd(home, issue, within.looks_at), issue.message)


def _odd(home: Household, issue: Issue, looks_at: tuple[str, ...]) -> Odd:
    person = next((one for one in home.members if one.id == issue.record), None)
    return Odd(
        ANGGOTA if person else KELUARGA,
        issue.record,
        home.family.id,
        called(person) if person else f"keluarga {registry.head_name(home)}",
        home.building.text("rt"),
        home.building.text("rw"),
        "",
        _looked_at(home, issue, (*looks_at, issue.field)),
    )


def _looked_at(home: Household, issue: Issue, keys: tuple[str, ...]) -> str:
    """The answers of the record, its person and the head the check depends on; ages grow, so they are left out."""
    head = home.head
    records = [one for one in home.records() if one.id == issue.record]
    persons = {one.answers.get("anggota_id") for one in records}
    records += [one for one in home.members if one.id in persons]
    records += [head] if head is not None and head.id != issue.record else []
    values = [[one.answers.get(key) for key in keys] for one in records]
    return canonical([issue.field, values])
