"""Periksa: what to mend today. Every check of the village counted, each finding with its reason, a jump and a fix."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, PERIKSA_SELESAI, Household
from puskesos_desktop.domain.matching.description import prepare
from puskesos_desktop.domain.matching.judging import Match
from puskesos_desktop.domain.matching.pairing import likely_pairs
from puskesos_desktop.domain.outcome import InvalidData, Progress, error, silent
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.services.checks import rules
from puskesos_desktop.services.checks.kinds import BY_KEY, CHECKS, Check, Finding, Fix
from puskesos_desktop.services.doubles import merge
from puskesos_desktop.services.doubles.compare import called
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.told import conflicts
from puskesos_desktop.store.file.cipher import Database
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import checks, households, residents
from puskesos_desktop.store.read.checks import Odd
from puskesos_desktop.store.read.lists import stale_before
from puskesos_desktop.store.read.residents import Line


@dataclass(frozen=True)
class Report:
    """What was found, by the key of the check in the order of `CHECKS`; `quiet` counts what was found right before."""

    found: Mapping[str, tuple[Finding, ...]]
    quiet: int

    @property
    def urgent(self) -> int:
        """How many findings are wrong, not only odd or open."""
        return sum(len(self.found[check.key]) for check in CHECKS if check.counted)


def report(store: Store, progress: Progress = silent) -> Report:
    """Every check over the whole village; meant for a reading worker."""
    db, on = store.reader(), registry.today(store)
    raw: dict[str, list[Finding]] = {check.key: [] for check in CHECKS}
    steps: tuple[tuple[str, Callable[[], Iterable[Finding]]], ...] = (
        ("Mencari nomor dan keluarga yang bermasalah…", lambda: _between_records(db)),
        ("Memeriksa isian keluarga…", lambda: _in_families(db, on, progress)),
        ("Mencari orang yang mungkin tercatat dua kali…", lambda: _twice(db)),
        ("Membaca bentrok dan kunjungan…", lambda: (*_disputed(store), *_open_work(db, on))),
    )
    for done, (words, find) in enumerate(steps):
        progress(done, len(steps), words)
        for finding in find():
            raw[finding.check].append(finding)
    quiet = checks.quiet(db)
    kept = {key: tuple(one for one in found if _said(one) not in quiet) for key, found in raw.items()}
    progress(len(steps), len(steps), "Selesai")
    return Report(kept, sum(map(len, raw.values())) - sum(map(len, kept.values())))


def urgent(db: Database) -> int:
    """How many findings between records are wrong: quick enough for after every commit."""
    quiet = checks.quiet(db)
    return sum(_said(one) not in quiet for one in _between_records(db) if BY_KEY[one.check].counted)


def settle(store: Store, finding: Finding, reason: str, operator: str) -> str:
    """Say that a finding is right as it is, on every laptop, until the answers it looked at change; the label.

    Two who may be one are remembered as two. Raises `InvalidData` without a reason.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidData([error("alasan", "Tulis alasannya, supaya yang membaca nanti mengerti.")])
    if finding.check == "ganda_mungkin":
        return merge.not_the_same(store, finding.kind, finding.record, finding.other, operator, reason=reason)
    label = f"Sudah benar: {BY_KEY[finding.check].title}, {finding.who}"
    answers = {
        "pemeriksaan": finding.check, "catatan": finding.record, "alasan": reason[:200], "jejak": finding.trace,
    }  # fmt: skip
    with commits.group(store, label, operator) as transaction:
        earlier = checks.settled(transaction.connection, finding.check, finding.record)
        record = households.live_record(store.reader(), PERIKSA_SELESAI, earlier) if earlier else None
        if record is None or finding.several:
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


def _between_records(db: Database) -> Iterator[Finding]:
    for key, found, words, fix in (
        ("nik_ganda", checks.shared_niks(db), lambda odd: f"NIK {identity.grouped(odd.looked_at[:16])} juga dipakai "
         f"{odd.about}.", Fix.MERGE),
        ("kk_ganda", checks.shared_cards(db), lambda odd: f"Nomor KK {identity.grouped(odd.looked_at[:16])} juga "
         f"dipakai {odd.about}.", Fix.MERGE),
        ("kepala", checks.headless(db), _no_head, None),
        ("keluarga_hilang", checks.orphans(db), lambda odd: "Keluarganya sudah dihapus."
         if odd.about else "Keluarganya belum ada di laptop ini.", Fix.FAMILY_BACK),
        ("rumah_hilang", checks.homeless(db), lambda odd: "Rumahnya sudah dihapus."
         if odd.about else "Rumahnya belum dicatat.", Fix.HOUSE_BACK),
        ("ganda_terputus", checks.lost_duplicates(db), lambda odd: "Digabung ke catatan yang kemudian dihapus, jadi "
         "tidak tampil di mana pun.", Fix.SEPARATE),
        ("ganda_diubah", checks.doubted_duplicates(db), lambda odd: "Laptop lain menggabungkannya ke catatan lain."
         if odd.about else "Diubah oleh yang belum tahu bahwa sudah digabung; perubahannya tidak tampil.",
         Fix.SEPARATE),
        ("tanpa_anggota", checks.empty_families(db), lambda odd: "Tidak ada seorang pun di keluarga ini.", None),
    ):  # fmt: skip
        yield from (_finding(key, odd, words(odd), _possible(fix, odd)) for odd in found)


def _no_head(odd: Odd) -> str:
    return f"Kepala keluarga, {odd.about}, sudah meninggal." if odd.about else "Belum ada kepala keluarga."


def _possible(fix: Fix | None, odd: Odd) -> Fix | None:
    """The fix, where there is something to do it with."""
    if fix is Fix.MERGE:
        return fix if odd.other else None
    return fix if fix is Fix.SEPARATE or odd.about else None


def _in_families(db: Database, on: date, progress: Progress) -> Iterator[Finding]:
    for number, home in enumerate(households.every(db)):
        if number % 400 == 0:
            progress(1, 4, f"Memeriksa isian keluarga… {number}")
        yield from (_in_family(home, *found) for found in rules.found(home, on))


def _in_family(home: Household, key: str, record: str, words: str, looked_at: str) -> Finding:
    person = next((one for one in home.members if one.id == record), None)
    who = called(person) if person else f"keluarga {registry.head_name(home)}"
    odd = Odd(
        ANGGOTA if person else KELUARGA, record, home.family.id, who, home.building.text("rt"),
        home.building.text("rw"), "", looked_at,
    )  # fmt: skip
    return _finding(key, odd, words, None)


def _twice(db: Database) -> Iterator[Finding]:
    """Persons who may be one, but for those found to be two; of two families with such heads only the families."""
    apart = merge.known_apart(db)
    pairs = [
        (one, match)
        for one, match in likely_pairs([prepare(person) for person in residents.descriptions(db)])
        if (ANGGOTA, one, match.id) not in apart
    ]
    known = residents.lines(db, {record for one, match in pairs for record in (one, match.id)})
    told: set[tuple[str, str]] = set()
    for one, match in sorted(pairs, key=lambda pair: (not _both_lead(known, pair), -pair[1].score)):
        first, second = known[one], known[match.id]
        homes = (min(first.family, second.family), max(first.family, second.family))
        if homes in told:
            continue
        kind, record, other = ANGGOTA, one, match.id
        if _both_lead(known, (one, match)) and (KELUARGA, *homes) not in apart:
            told.add(homes)
            kind, record, other = KELUARGA, *homes
        whole = "keluarga " if kind == KELUARGA else ""
        words = f"Mungkin sama dengan {whole}{second.name or 'tanpa nama'} (RT {second.rt or '–'}): {match.words}."
        odd = Odd(kind, record, first.family, whole + first.name, first.rt, first.rw, "", f"{record} {other}", other)
        yield _finding("ganda_mungkin", odd, words, Fix.MERGE)


def _both_lead(known: Mapping[str, Line], pair: tuple[str, Match]) -> bool:
    """Whether both are heads, of two families."""
    first, second = known[pair[0]], known[pair[1].id]
    return bool(first.leads and second.leads) and first.family != second.family


def _disputed(store: Store) -> Iterator[Finding]:
    for one in conflicts.told(store):
        answers = " / ".join(side.answer for side in one.sides)
        odd = Odd(one.conflict.kind, one.conflict.record, one.family, one.subject, "", "", "", answers)
        yield _finding("bentrok", odd, f"{one.question}: {answers}.", Fix.DECIDE)


def _open_work(db: Database, on: date) -> Iterator[Finding]:
    for odd in checks.stale(db, stale_before(on)):
        since = f"Terakhir dikunjungi {calendar.show_date(date.fromisoformat(odd.about))}." if odd.about else ""
        yield _finding("lama", odd, since or "Belum pernah dikunjungi.", None)
    for odd in checks.without_nik(db):
        yield _finding("tanpa_nik", odd, "Belum mempunyai NIK.", Fix.GIVE_NIK)
    for odd in checks.incomplete(db):
        yield _finding("belum_lengkap", odd, f"{odd.about} isian masih kosong.", None)


def _finding(key: str, odd: Odd, words: str, fix: Fix | None) -> Finding:
    trace = hashlib.sha256(canonical([key, odd.record, odd.looked_at]).encode()).hexdigest()[:32]
    place = f"RT {odd.rt}/RW {odd.rw or '–'}" if odd.rt else ""
    other = odd.about if fix is Fix.HOUSE_BACK else odd.other
    return Finding(key, odd.kind, odd.record, odd.family, odd.name or "tanpa nama", place, words, trace, other, fix)


def _said(one: Finding) -> tuple[str, str, str]:
    return one.check, one.record, one.trace


def counts(found: Report) -> list[tuple[Check, int]]:
    """Every check with how many it found, also those that found nothing."""
    return [(check, len(found.found[check.key])) for check in CHECKS]
