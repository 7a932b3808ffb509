"""Proposals out of the results of a verification round: what the paper said, for a person to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from puskesos_desktop.documents.press.marks import mark_of
from puskesos_desktop.domain.codes.meetings import BARU, HASIL_VERIFIKASI, PERBAIKAN, TIDAK_LAYAK, USULAN
from puskesos_desktop.domain.codes.rounds import ALASAN_OF, DITEMUKAN, LEMBAR
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, Answers, Record
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.domain.words import wording
from puskesos_desktop.forms.kinds.usulan import NOTE
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.meetings import deeds
from puskesos_desktop.services.meetings.deeds import ProposalState, state_of
from puskesos_desktop.services.rounds import plan
from puskesos_desktop.services.rounds.plan import SheetState
from puskesos_desktop.services.told import naming
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import history
from puskesos_desktop.store.log.history import Change
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, meetings
from puskesos_desktop.store.read.rounds import SheetLine, entry_of, sheets

NEW_FAMILY, LIVES_HERE = 2, 1
"""What questions 111 and 404 say of a family that was not there before, and of a person about whom nothing changed."""
_GOING_ON = frozenset(
    {ProposalState.PROPOSED, ProposalState.LISTED, ProposalState.AGREED, ProposalState.POSTPONED, ProposalState.SENT}
)


@dataclass(frozen=True)
class Candidate:
    """A proposal that the results of a sheet give occasion to; nothing is written before a person takes it."""

    record: Record
    line: SheetLine

    @property
    def name(self) -> str:
        """Who the family is called after."""
        return self.line.place.kepala or "(tanpa nama)"

    @property
    def ground(self) -> str:
        """What the sheet says, in words; never empty."""
        reason = FORMS[USULAN].fields["alasan_tidak_layak"].show(self.record["alasan_tidak_layak"])
        return "\n".join(filter(None, (reason, self.record.text("perbaikan"), self.record.text("alasan"))))


@dataclass(frozen=True)
class Collected:
    """What the entered sheets of a round give: proposals to choose from, and how many are recorded already."""

    candidates: tuple[Candidate, ...] = ()
    entered: int = 0
    recorded: int = 0


def from_round(store: Store, round_: Record, progress: Progress = silent) -> Collected:
    """Proposals of today out of the entered sheets of a round; the store is only read.

    A family that was not met gives its reason of group A (domain 3.3), a corrected answer a correction (domain 3.2),
    question 111 a new family. A kind that is proposed for the family and not answered yet, or was proposed out of the
    same sheet before, is only counted. What is confidential and the walker's note are left out, for a proposal is
    printed in the minutes.
    """
    db = store.reader()
    entered = [one for one in sheets(db, round_.id) if plan.state_of(one) is SheetState.ENTERED]
    taken = _taken(db)
    found: list[Candidate] = []
    recorded = 0
    for number, line in enumerate(entered, start=1):
        progress(number, len(entered), f"Membaca hasil lembar {wording.thousands(number)}…")
        for kind, answers in _grounds(db, line):
            if {(line.id, kind), (line.family, kind)} & taken:
                recorded += 1
                continue
            made = deeds.new_proposal(store, line.family, kind)
            found.append(Candidate(made.answering(lembar_id=line.id, sumber=HASIL_VERIFIKASI, **answers), line))
    return Collected(tuple(found), len(entered), recorded)


def _taken(db: Database) -> set[tuple[object, object]]:
    """(sheet, kind) of every proposal, and (family, kind) of those that are still on their way."""
    found: set[tuple[object, object]] = set()
    for one in meetings.proposals(db):
        found.add((one["lembar_id"], one["jenis"]))
        if state_of(one) in _GOING_ON:
            found.add((one["keluarga_id"], one["jenis"]))
    return found


def _grounds(db: Database, line: SheetLine) -> Iterator[tuple[int, Answers]]:
    """The kinds of proposal this sheet gives occasion to, with their answers."""
    family = households.live_record(db, KELUARGA, line.family)
    if family is None:
        return
    if line["hasil"] in ALASAN_OF and line["alasan"] is not None:
        yield TIDAK_LAYAK, {"alasan_tidak_layak": line["alasan"], "alasan": _visit(line)}
        return
    if line["hasil"] != DITEMUKAN:
        return
    if family["status_keluarga"] == NEW_FAMILY:
        yield BARU, {"alasan": _visit(line, "keluarga baru (111)")}
    if words := _corrections(db, line):
        yield PERBAIKAN, {"perbaikan": _within(words, NOTE), "alasan": _visit(line)}


def _visit(line: SheetLine, what: str = "") -> str:
    """On which day the visit was and how it ended, as facts."""
    fields = FORMS[LEMBAR].fields
    told = what or fields["hasil"].show(line["hasil"]).lower()
    return f"Kunjungan {fields['tanggal_kunjungan'].show(line['tanggal_kunjungan'])}: {told}."


def _corrections(db: Database, line: SheetLine) -> list[str]:
    """Every answer the sheet corrected and that holds still, "who · question: old menjadi new"."""
    entry = entry_of(db, line)
    changes = history.changes_of_group(db, *entry) if entry else []
    return [words for one in changes if (words := _correction(db, one))]


def _correction(db: Database, change: Change) -> str:
    field = FORMS[change.kind].fields.get(change.field) if change.kind in (BANGUNAN, KELUARGA, ANGGOTA) else None
    if field is None or change.fate != "berlaku" or naming.guarded(change.kind, change.field):
        return ""
    subject = naming.subject(db, households.any_record(db, change.kind, change.record))
    if change.field == "keberadaan" and change.new != change.old and change.new not in (None, LIVES_HERE):
        return f"{subject} · {naming.answer(db, change.kind, change.field, change.new)}"
    if change.old is None or change.new in (None, change.old):
        return ""
    if change.field != "kepala" and not mark_of(field).asked:
        return ""
    old, new = (naming.answer(db, change.kind, change.field, value) for value in (change.old, change.new))
    who = f"{subject} · " if change.kind == ANGGOTA else ""
    return f"{who}{field.label}: {old} menjadi {new}"


def _within(lines: Sequence[str], longest: int) -> str:
    """As many lines as there is room for; what does not fit is counted."""
    text = "\n".join(lines)
    kept = len(lines)
    while len(text) > longest and kept:
        kept -= 1
        left = wording.thousands(len(lines) - kept)
        text = "\n".join([*lines[:kept], f"dan {left} isian lain; lihat riwayat keluarga"])
    return text
