"""Periksa: what to mend today. Every check of the village counted, each finding with its reason, a jump and a fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from puskesos_desktop.domain.household import KELUARGA, PERIKSA_SELESAI
from puskesos_desktop.domain.outcome import InvalidData, Progress, error, silent
from puskesos_desktop.services.checks import families
from puskesos_desktop.services.checks.catalogue import CHECKS
from puskesos_desktop.services.checks.kinds import Between, Check, Finding, Fix, Through, Within
from puskesos_desktop.services.doubles import merge
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import checks, households


@dataclass(frozen=True)
class Report:
    """What was found, by the key of the check in the order of `CHECKS`; `quiet` counts what was found right before."""

    found: Mapping[str, tuple[Finding, ...]]
    quiet: int

    @property
    def urgent(self) -> int:
        """How many findings are wrong, not only odd or open."""
        return sum(len(self.found[check.key]) for check in CHECKS if check.counted)

    def counts(self) -> list[tuple[Check, int]]:
        """Every check with how many it found, also those that found nothing."""
        return [(check, len(self.found[check.key])) for check in CHECKS]


def examine(store: Store, progress: Progress = silent) -> Report:
    """Every check over the whole village; meant for a reading worker."""
    raw: dict[str, list[Finding]] = {check.key: [] for check in CHECKS}
    steps = list(_steps(store, lambda words: progress(1, len(steps), words)))
    for done, (words, find) in enumerate(steps):
        progress(done, len(steps), words)
        for finding in find():
            raw[finding.check.key].append(finding)
    quiet = checks.quiet(store.reader())
    kept = {key: tuple(one for one in found if one.said not in quiet) for key, found in raw.items()}
    progress(len(steps), len(steps), "Selesai")
    return Report(kept, sum(map(len, raw.values())) - sum(map(len, kept.values())))


def urgent(db: Database) -> int:
    """How many findings between records are wrong: quick enough for after every commit."""
    quiet = checks.quiet(db)
    return sum(one.said not in quiet for check in CHECKS if check.counted for one in _between(db, check))


def settle(store: Store, finding: Finding, reason: str, operator: str) -> str:
    """Say that a finding is right as it is, on every laptop, until the answers it looked at change; the label.

    Two who may be one are remembered as two. Raises `InvalidData` without a reason.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidData([error("alasan", "Tulis alasannya, supaya yang membaca nanti mengerti.")])
    check = finding.check
    if check.twins:
        return merge.not_the_same(store, finding.kind, finding.record, finding.other, operator, reason=reason)
    label = f"Sudah benar: {check.title}, {finding.who}"
    answers = {
        "pemeriksaan": check.key, "catatan": finding.record, "alasan": reason[:200], "jejak": finding.trace,
    }  # fmt: skip
    with commits.group(store, label, operator) as transaction:
        earlier = checks.settled(transaction.connection, check.key, finding.record)
        record = households.live_record(store.reader(), PERIKSA_SELESAI, earlier) if earlier else None
        if record is None or check.several:
            transaction.create(PERIKSA_SELESAI, {**answers})
        else:
            transaction.save(record.answering(**answers))
    return label


def mend(store: Store, finding: Finding, operator: str) -> str:
    """Do the plain fix of a finding (bring back what is lost, show a lost duplicate again); the label of the group."""
    if finding.fix is Fix.SEPARATE:
        return merge.separate(store, finding.kind, finding.record, operator)
    kind, record, words = (
        (KELUARGA, finding.family, "keluarga")
        if finding.fix is Fix.FAMILY_BACK
        else ("bangunan", finding.other, "rumah")
    )
    label = f"Kembalikan {words} {finding.who}"
    with commits.group(store, label, operator) as transaction:
        transaction.undelete(kind, record)
    return label


def _steps(store: Store, tell: Callable[[str], None]) -> Iterator[tuple[str, Callable[[], Iterable[Finding]]]]:
    """What is done one after the other, with the words told meanwhile: the queries, all families once, the searches."""
    db, on = store.reader(), registry.today(store)
    within = [(check, check.find) for check in CHECKS if isinstance(check.find, Within)]
    yield (
        "Mencari nomor dan keluarga yang bermasalah…",
        lambda: (one for check in CHECKS for one in _between(db, check)),
    )
    yield "Memeriksa isian keluarga…", lambda: families.found(db, within, on, tell)
    for check in CHECKS:
        if isinstance(check.find, Through):
            yield check.find.doing, _searching(store, check, check.find)


def _between(db: Database, check: Check) -> Iterator[Finding]:
    if isinstance(check.find, Between):
        for odd in check.find.query(db):
            yield check.finding(odd, check.find.words(odd))


def _searching(store: Store, check: Check, through: Through) -> Callable[[], Iterable[Finding]]:
    return lambda: (check.finding(odd, words) for odd, words in through.search(store))
