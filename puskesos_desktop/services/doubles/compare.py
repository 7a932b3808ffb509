"""Two records side by side: where they differ, whose answer is suggested, and what else seems to be in both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, Household, Record, Value
from puskesos_desktop.domain.matching.description import describe
from puskesos_desktop.domain.matching.index import Index
from puskesos_desktop.domain.matching.linking import link
from puskesos_desktop.domain.matching.pairing import LIKELY
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.told import naming
from puskesos_desktop.services.told.history import HIDDEN
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households

NONE = "–"
_NEVER_COMPARED = frozenset({"nomor_urut"})


@dataclass(frozen=True)
class Pair:
    """Two records that are one: which is kept, and the questions whose answer is taken from the other."""

    kind: str
    kept: str
    other: str
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """The pair that was asked for, then those that follow it: the house, members who are in both families."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Line:
    """One question the two answer differently, in words; `take` says that the other's answer is suggested."""

    key: str
    question: str
    kept: str
    other: str
    take: bool


@dataclass(frozen=True)
class Comparison:
    """Two records side by side: how each is called, where they differ, and why they are taken for one.

    `sure` says whether merging them is suggested; the pair that was asked for always is.
    """

    pair: Pair
    names: tuple[str, str]
    lines: tuple[Line, ...]
    reasons: str = ""
    sure: bool = True


def compare(store: Store, kind: str, one: str, other: str) -> tuple[Comparison, ...]:
    """The two side by side, first the pair asked for; the one with more answers is kept.

    With two families come their houses, when nobody else lives in the second one, and the members who seem to be in
    both. Raises `UserError` when one of them is gone, or when both are the same.
    """
    db = store.reader()
    first, second = record_of(db, kind, one), record_of(db, kind, other)
    if one == other:
        raise UserError("Keduanya adalah catatan yang sama.")
    if (-_answers(second), second.id) < (-_answers(first), first.id):
        first, second = second, first
    if kind == ANGGOTA:
        return (_compared(db, first, second, same_family=first["keluarga_id"] == second["keluarga_id"]),)
    home, twin = home_of(db, first.id), home_of(db, second.id)
    members = tuple(_members(db, home, twin))
    houses = tuple(_houses(db, home, twin))
    paired = {comparison.pair.other: comparison.pair.kept for comparison in (*members, *houses)}
    return (_compared(db, first, second, paired=paired), *houses, *members)


def record_of(db: Database, kind: str, record: str) -> Record:
    """A live record. Raises `UserError` when it is gone."""
    found = households.live_record(db, kind, record)
    if found is None:
        raise UserError("Salah satu catatan ini tidak ada lagi.", "Muat ulang halaman, lalu ulangi.")
    return found


def home_of(db: Database, family: str) -> Household:
    """A live family. Raises `UserError` when it is gone."""
    found = households.load(db, family)
    if found is None:
        raise UserError("Keluarganya tidak ada lagi.", "Kembalikan dulu keluarganya di Periksa.")
    return found


def _answers(record: Record) -> int:
    return sum(value is not None for value in record.answers.values())


def called(person: Record) -> str:
    """How a person is called in sentences."""
    return person.text("nama") or "orang tanpa nama"


def _compared(
    db: Database,
    kept: Record,
    other: Record,
    *,
    same_family: bool = True,
    paired: Mapping[str, str] | None = None,
    reasons: str = "",
    sure: bool = True,
) -> Comparison:
    """Where two records differ; references to what is merged along count as equal."""
    skipped = {*_NEVER_COMPARED, *(("hubungan",) if not same_family else ()), *_decided_by_head(db, kept, other)}
    lines = []
    for key in FORMS[kept.kind].fields:
        mine, yours = kept[key], other[key]
        if key in skipped or mine == (paired or {}).get(str(yours), yours):
            continue
        shown = [_shown(db, record, key, record[key]) for record in (kept, other)]
        lines.append(Line(key, naming.question(kept.kind, key), shown[0], shown[1], take=mine is None))
    lines.sort(key=lambda line: NONE in (line.kept, line.other))
    pair = Pair(kept.kind, kept.id, other.id, frozenset(line.key for line in lines if line.take))
    names = (naming.subject(db, kept), naming.subject(db, other))
    return Comparison(pair, names, tuple(lines), reasons, sure)


def _decided_by_head(db: Database, kept: Record, other: Record) -> tuple[str, ...]:
    """In one family the head stays the head, whichever record is kept."""
    if kept.kind != ANGGOTA or kept["keluarga_id"] != other["keluarga_id"]:
        return ()
    family = households.live_record(db, KELUARGA, kept.text("keluarga_id"))
    return ("hubungan",) if family is not None and family["kepala"] in (kept.id, other.id) else ()


def _shown(db: Database, record: Record, key: str, value: Value) -> str:
    if value is None:
        return NONE
    if naming.guarded(record.kind, key):
        return HIDDEN
    words = naming.answer(db, record.kind, key, value)
    if key != "keluarga_id":
        return words
    place = households.place_of(db, str(value))
    return ", ".join(filter(None, (words, f"RT {place[2]}" if place[2] else "")))


def _members(db: Database, home: Household, twin: Household) -> Iterator[Comparison]:
    """Members of both families who seem to be the same, each at most once."""
    index = Index(describe(one.id, one.answers) for one in home.members)
    people = {one.id: one for one in (*home.members, *twin.members)}
    free = {one.id for one in home.members}
    for linked in link([describe(one.id, one.answers) for one in twin.members], index):
        match = next((match for match in linked.matches if match.id in free), None)
        if match is not None:
            free.discard(match.id)
            surely = match.score >= LIKELY
            yield _compared(db, people[match.id], people[linked.row], reasons=match.words, sure=surely, paired=_same(
                home, twin
            ))  # fmt: skip


def _same(home: Household, twin: Household) -> dict[str, str]:
    return {twin.family.id: home.family.id}


def _houses(db: Database, home: Household, twin: Household) -> Iterator[Comparison]:
    """The two houses, when the second would stand empty and is not known to be somewhere else."""
    one, other = home.building, twin.building
    apart = one["rt"] is not None and other["rt"] is not None and one["rt"] != other["rt"]
    saved = one.before is not None and other.before is not None
    if one.id != other.id and saved and not twin.neighbours and not apart:
        yield _compared(db, one, other, reasons="RT sama, tidak ada keluarga lain di rumah kedua")
