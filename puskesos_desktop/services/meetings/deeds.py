"""Proposals and meetings about the data: proposing, the agenda, decisions, sending, answers; one undoable deed each."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from puskesos_desktop.domain.codes.meetings import (
    JADWAL,
    JAWABAN,
    KEPUTUSAN,
    MUSDES,
    MUSYAWARAH,
    SETUJU,
    TOLAK,
    TUNDA,
    USULAN,
)
from puskesos_desktop.domain.household import Record, read_day
from puskesos_desktop.domain.outcome import InvalidData, Issue, UserError, warning
from puskesos_desktop.domain.words import wording
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, meetings
from puskesos_desktop.store.read.meetings import Proposal

USUAL_CUTOFF = 17
"""The day of the month seen in practice in December 2025 (domain 3.2), until the village has a schedule of its own."""
_OWN = (
    "keluarga_id", "anggota_id", "lembar_id", "jenis", "program", "alasan_tidak_layak", "perbaikan", "alasan", "sumber",
)  # fmt: skip


class ProposalState(StrEnum):
    """How far a proposal has come; the value is the word people see."""

    PROPOSED = "diusulkan"
    LISTED = "diagendakan"
    AGREED = "disetujui"
    REFUSED = "ditolak"
    POSTPONED = "ditunda"
    CONTINUED = "dilanjutkan"
    SENT = "dikirim"
    ANSWERED = "dijawab"


@dataclass(frozen=True)
class Decision:
    """What a meeting decided, on the day of the meeting; votes only where they were counted."""

    code: int
    votes_for: int | None = None
    votes_against: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Cutoff:
    """The next day by which proposals have to be in SIKS-NG, and how many days are left; `ground` says who set it."""

    day: date
    left: int
    ground: str = ""


def state_of(proposal: Proposal) -> ProposalState:
    """How far it has come; nothing of this is stored twice."""
    record = proposal.record
    if record["jawaban"] is not None or record["tanggal_jawaban"] is not None:
        return ProposalState.ANSWERED
    if record["tanggal_kirim"] is not None:
        return ProposalState.SENT
    decided = {SETUJU: ProposalState.AGREED, TOLAK: ProposalState.REFUSED, TUNDA: ProposalState.POSTPONED}
    if isinstance(record["keputusan"], int) and record["keputusan"] in decided:
        found = decided[record["keputusan"]]
        return ProposalState.CONTINUED if found is ProposalState.POSTPONED and proposal.continued else found
    return ProposalState.LISTED if record["musyawarah_id"] else ProposalState.PROPOSED


def listed(db: Database, state: ProposalState | None = None, kind: int | None = None) -> list[Proposal]:
    """Proposals in this state and of this kind; without them all, the oldest first."""
    return [
        one
        for one in meetings.proposals(db)
        if (state is None or state_of(one) is state) and (kind is None or one["jenis"] == kind)
    ]


def new_proposal(store: Store, family: str, kind: int | None = None, person: str | None = None) -> Record:
    """An empty proposal about a family, or one of its members, of today."""
    made = Record(USULAN, store.new_id(), FORMS[USULAN].empty())
    day = registry.today(store).isoformat()
    return made.answering(keluarga_id=family, anggota_id=person, jenis=kind, tanggal=day)


def check(record: Record) -> list[Issue]:
    """What is wrong with the answers of a proposal, a meeting or a schedule."""
    found = FORMS[record.kind].issues(Situation(record.answers))
    return [replace(issue, record=record.id) for issue in found]


def propose(store: Store, proposals: Sequence[Record], operator: str) -> int:
    """Save new or still undecided proposals as one undoable group; how many.

    Raises `InvalidData` when an answer is wrong, `UserError` for one that a meeting has decided.
    """
    proposals = [_cleaned(one) for one in proposals]
    if issues := [issue for one in proposals for issue in check(one)]:
        raise InvalidData(issues)
    if any(one["keputusan"] is not None for one in proposals):
        raise UserError("Usulan ini sudah diputuskan.", "Batalkan keputusannya di Riwayat dulu, atau buat usulan baru.")
    with commits.group(store, _proposing(store.reader(), proposals), operator) as transaction:
        for one in proposals:
            transaction.save(one)
    return len(proposals)


def withdraw(store: Store, proposal: Proposal, reason: str, operator: str) -> None:
    """Take a proposal back before it was sent. Raises `UserError` once it is in SIKS-NG."""
    if proposal["tanggal_kirim"] is not None:
        raise UserError("Usulan ini sudah dimasukkan ke SIKS-NG.", "Catat jawabannya bila sudah ada.")
    with commits.group(store, f"Tarik usulan {proposal.name}", operator) as transaction:
        transaction.delete(USULAN, proposal.id, reason)


def new_meeting(store: Store) -> Record:
    """An empty meeting of today; a kelurahan holds a muskel."""
    made = Record(MUSYAWARAH, store.new_id(), FORMS[MUSYAWARAH].empty())
    return made.answering(jenis=MUSDES, tanggal=registry.today(store).isoformat(), cara_keputusan=1)


def hold(store: Store, meeting: Record, operator: str) -> list[Issue]:
    """Save a meeting as one undoable group; the warnings that remain. Raises `InvalidData` on errors."""
    if issues := check(meeting):
        raise InvalidData(issues)
    verb = "Catat" if meeting.before is None else "Ubah"
    with commits.group(store, f"{verb} {naming(meeting)}", operator) as transaction:
        transaction.save(meeting)
    return _meeting_warnings(store.reader(), meeting)


def attach(store: Store, meeting: Record, agenda: Sequence[Proposal], operator: str) -> int:
    """Put proposals on the agenda; how many. One that was postponed comes again as a new proposal of today.

    Raises `UserError` for one that is decided.
    """
    with commits.group(store, f"Agendakan {_several(agenda)}", operator) as transaction:
        for record in _for_agenda(store, meeting.id, agenda):
            transaction.save(record)
    return len(agenda)


def detach(store: Store, agenda: Sequence[Proposal], operator: str) -> None:
    """Take undecided proposals off their agenda."""
    _only(agenda, lambda one: one["keputusan"] is None, "sudah diputuskan", "Batalkan keputusannya di Riwayat dulu.")
    with commits.group(store, f"Keluarkan dari agenda {_several(agenda)}", operator) as transaction:
        for one in agenda:
            transaction.save(one.record.answering(musyawarah_id=None))


def decide(store: Store, agenda: Sequence[Proposal], decision: Decision, operator: str) -> None:
    """Write what the meeting decided about proposals on its agenda, one group.

    Raises `UserError` for a proposal on no agenda or one that is sent, and when more votes were counted than people
    were there.
    """
    _only(agenda, lambda one: one["musyawarah_id"] is not None, "belum masuk agenda", "Agendakan dulu.")
    _only(agenda, lambda one: one["tanggal_kirim"] is None, "sudah dimasukkan ke SIKS-NG", "Keputusannya tetap.")
    db = store.reader()
    word = KEPUTUSAN.label(decision.code).lower()
    with commits.group(store, f"Putuskan {word}: {_several(agenda)}", operator) as transaction:
        for one in agenda:
            meeting = meetings.meeting(db, str(one["musyawarah_id"]))
            _votes_fit(meeting, decision)
            day = meeting["tanggal"] if meeting else registry.today(store).isoformat()
            transaction.save(
                one.record.answering(
                    keputusan=decision.code, tanggal_keputusan=day, suara_setuju=decision.votes_for,
                    suara_tidak=decision.votes_against, catatan_keputusan=decision.note or None,
                )
            )  # fmt: skip


def mark_sent(store: Store, sent: Sequence[Proposal], day: date, operator: str) -> None:
    """Write on which day agreed proposals were put into SIKS-NG. Raises `UserError` for others."""
    _only(sent, lambda one: one["keputusan"] == SETUJU, "belum disetujui musyawarah", "Putuskan dulu.")
    with commits.group(store, f"Tandai terkirim {_several(sent)}", operator) as transaction:
        for one in sent:
            transaction.save(one.record.answering(tanggal_kirim=day.isoformat()))


def record_answer(
    store: Store, proposals: Sequence[Proposal], answer: int, operator: str, *, day: date, note: str = ""
) -> None:
    """Write what came back for sent proposals. Raises `UserError` for those that were not sent, or sent later."""
    _only(proposals, lambda one: one["tanggal_kirim"] is not None, "belum dimasukkan ke SIKS-NG", "Tandai dulu.")
    _only(proposals, lambda one: str(one["tanggal_kirim"]) <= day.isoformat(), "dikirim sesudah tanggal itu",
          "Periksa tanggal jawabannya.")  # fmt: skip
    word = JAWABAN.label(answer).lower()
    with commits.group(store, f"Catat jawaban {word}: {_several(proposals)}", operator) as transaction:
        for one in proposals:
            transaction.save(
                one.record.answering(jawaban=answer, tanggal_jawaban=day.isoformat(), catatan_jawaban=note or None)
            )


def cutoff(db: Database, today: date) -> Cutoff:
    """The next cut-off by the schedule in force on that day; without one the usual day."""
    plans = [one for one in meetings.schedule(db) if one.text("berlaku_sejak") <= today.isoformat()]
    wanted = int(plans[0]["tanggal_batas"] or USUAL_CUTOFF) if plans else USUAL_CUTOFF
    day = _in_month(today, wanted)
    if day < today:
        day = _in_month(today.replace(day=1) + timedelta(days=31), wanted)
    ground = plans[0].text("dasar_hukum") or "jadwal desa" if plans else "kebiasaan; atur menurut surat kabupaten"
    return Cutoff(day, (day - today).days, ground)


def new_schedule(store: Store) -> Record:
    """A cut-off that begins today, on the usual day."""
    made = Record(JADWAL, store.new_id(), FORMS[JADWAL].empty())
    return made.answering(berlaku_sejak=registry.today(store).isoformat(), tanggal_batas=USUAL_CUTOFF)


def save_schedule(store: Store, schedule: Record, operator: str) -> None:
    """Save a cut-off; earlier ones stay, for earlier months. Raises `InvalidData`."""
    if issues := check(schedule):
        raise InvalidData(issues)
    label = f"Atur batas usulan tanggal {schedule['tanggal_batas']}"
    with commits.group(store, label, operator) as transaction:
        transaction.save(schedule)


def naming(meeting: Record) -> str:
    """A meeting as people call it: "musyawarah desa 12 Januari 2026"."""
    kind = FORMS[MUSYAWARAH].fields["jenis"].show(meeting["jenis"])
    return f"{kind[:1].lower()}{kind[1:]} {FORMS[MUSYAWARAH].fields['tanggal'].show(meeting['tanggal'])}".strip()


def present(meeting: Record) -> int | None:
    """How many were there; nothing while nobody has counted."""
    counts = [meeting["hadir_laki"], meeting["hadir_perempuan"]]
    return None if counts == [None, None] else sum(int(one or 0) for one in counts)


def _cleaned(record: Record) -> Record:
    situation = Situation(record.answers)
    return replace(record, answers=FORMS[USULAN].cleaned(situation, frozenset(record.answers)))


def _for_agenda(store: Store, meeting: str, agenda: Iterable[Proposal]) -> list[Record]:
    """The records that stand on the agenda: undecided ones as they are, a postponed one as its continuation."""
    chosen = list(agenda)
    fresh = (ProposalState.PROPOSED, ProposalState.LISTED, ProposalState.POSTPONED)
    _only(chosen, lambda one: state_of(one) in fresh, "sudah diputuskan", "Buat usulan baru bila perlu.")
    records = []
    for one in chosen:
        record = one.record
        if record["keputusan"] == TUNDA:
            again = new_proposal(store, "")
            record = again.answering(**{key: record[key] for key in _OWN}, lanjutan_dari=record.id)
        records.append(record.answering(musyawarah_id=meeting))
    return records


def _only(proposals: Sequence[Proposal], fits: Callable[[Proposal], bool], why: str, hint: str) -> None:
    odd = [one for one in proposals if not fits(one)]
    if odd:
        raise UserError(f"Usulan {odd[0].name} {why}.", hint)


def _votes_fit(meeting: Record | None, decision: Decision) -> None:
    there = present(meeting) if meeting else None
    counted = (decision.votes_for or 0) + (decision.votes_against or 0)
    if there is not None and counted > there:
        raise UserError(f"Suara yang dihitung {counted}, yang hadir {there}.", "Periksa hitungan suara atau peserta.")


def _meeting_warnings(db: Database, meeting: Record) -> list[Issue]:
    found = []
    day = read_day(meeting["tanggal"])
    invited, there = meeting["jumlah_undangan"], present(meeting)
    twins = [one for one in meetings.meetings_of_number(db, meeting.text("nomor_agenda")) if one.id != meeting.id]
    if meeting["nomor_agenda"] is None:
        found.append(warning("nomor_agenda", "Nomor agenda belum diisi.", meeting.id))
    elif twins:
        found.append(warning("nomor_agenda", f"Nomor agenda ini sudah dipakai {naming(twins[0])}.", meeting.id))
    if isinstance(invited, int) and there is not None and there > invited:
        found.append(warning("jumlah_undangan", f"Yang hadir {there}, yang diundang {invited}.", meeting.id))
    sent = read_day(meeting["tanggal_undangan"])
    if day and sent and sent > day:
        found.append(warning("tanggal_undangan", "Undangan bertanggal sesudah musyawarah.", meeting.id))
    return found


def _proposing(db: Database, proposals: Sequence[Record]) -> str:
    if len(proposals) != 1:
        return f"Catat {wording.thousands(len(proposals))} usulan"
    one = proposals[0]
    kind = FORMS[USULAN].fields["jenis"].show(one["jenis"]).lower()
    home = households.load(db, one.text("keluarga_id"))
    verb = "Catat" if one.before is None else "Ubah"
    who = registry.head_name(home) if home else "keluarga tidak dikenal"
    return f"{verb} usulan {kind.removeprefix('usulan ')}: {who}"


def _several(proposals: Sequence[Proposal]) -> str:
    return proposals[0].name if len(proposals) == 1 else f"{wording.thousands(len(proposals))} usulan"


def _in_month(day: date, wanted: int) -> date:
    return day.replace(day=min(wanted, monthrange(day.year, day.month)[1]))
