"""A meeting's letters from what the village holds: the matter in plain words, and each document as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from puskesos_desktop.documents.letters import write
from puskesos_desktop.documents.letters.data import Case, Handover, Matter, people_of
from puskesos_desktop.documents.press.page import A4, F4
from puskesos_desktop.domain.codes.meetings import MUSYAWARAH, PERBAIKAN, TIDAK_LAYAK, USULAN
from puskesos_desktop.domain.household import Record, age_of, read_day
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.rounds.printing import letterhead
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import outbox
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, meetings
from puskesos_desktop.store.read.meetings import Proposal

ADULT = 18
"""Below this age a public list has initials only (domain 10.4)."""
PAPERS = {"f4": F4, "a4": A4}


def meeting_of_number(db: Database, number: str) -> Record:
    """The meeting with this agenda number; `UserError` when there is none, or more than one."""
    found = meetings.meetings_of_number(db, number)
    if len(found) != 1:
        why = "Tidak ada musyawarah" if not found else f"Ada {len(found)} musyawarah"
        raise UserError(f"{why} dengan nomor agenda {number}.", "Lihat nomornya di halaman Musyawarah.")
    return found[0]


def write_letter(store: Store, path: Path, name: str, meeting: Record, paper: str = "f4") -> int:
    """Write one document of a meeting on "f4" or "a4"; how many pages. Raises `UserError` when it cannot be written."""
    return write.write_letter(path, name, matter(store, meeting), PAPERS[paper])


def matter(store: Store, meeting: Record) -> Matter:
    """Everything the letters of a meeting say."""
    db = store.reader()
    village = households.village(db)
    fields, day = FORMS[MUSYAWARAH].fields, read_day(meeting["tanggal"]) or registry.today(store)
    shown = {key: one.show(meeting[key]) for key, one in fields.items() if meeting[key] is not None}
    sent = read_day(meeting["tanggal_undangan"])
    shown |= {"tanggal_undangan": calendar.long_date(sent)} if sent else {}
    return Matter(
        head=letterhead(store),
        contact=_contact(village),
        chief=village.text("kepala_desa") if village else "",
        day=day,
        kind=int(meeting["jenis"] or 1),
        kind_words=fields["jenis"].show(meeting["jenis"]),
        answers=shown,
        invited=_count(meeting, "jumlah_undangan"),
        men=_count(meeting, "hadir_laki"),
        women=_count(meeting, "hadir_perempuan"),
        people=people_of(meeting.text("daftar_peserta")),
        cases=tuple(_case(one, day) for one in meetings.proposals(db, meeting.id)),
        handover=_handover(db),
    )


def reason_of(proposal: Proposal) -> str:
    """Why it was proposed, in words: the listed reason, what is to be corrected, and what was seen."""
    fields = FORMS[USULAN].fields
    parts = [proposal.record.text("alasan")]
    if proposal["jenis"] == TIDAK_LAYAK:
        parts.insert(0, fields["alasan_tidak_layak"].show(proposal["alasan_tidak_layak"]))
    if proposal["jenis"] == PERBAIKAN:
        parts.insert(0, proposal.record.text("perbaikan"))
    return "; ".join(" ".join(part.split()) for part in parts if part)


def _case(one: Proposal, day: date) -> Case:
    fields, subject = FORMS[USULAN].fields, one.subject
    age = age_of({"tanggal_lahir": subject.tanggal_lahir, "umur": subject.umur}, day)
    counted = one["suara_setuju"] is not None or one["suara_tidak"] is not None
    return Case(
        kind=int(one["jenis"] or 0),
        kind_words=fields["jenis"].show(one["jenis"]),
        card=subject.nomor_kk or "",
        nik=subject.nik or "",
        name=one.name,
        rt=subject.rt or "",
        rw=subject.rw or "",
        hamlet=subject.dusun or "",
        desil="" if subject.desil is None else str(subject.desil),
        program=fields["program"].show(one["program"]),
        reason=reason_of(one),
        decision=int(one["keputusan"]) if one["keputusan"] is not None else None,
        votes=(int(one["suara_setuju"] or 0), int(one["suara_tidak"] or 0)) if counted else None,
        note=one.record.text("catatan_keputusan"),
        minor=age is not None and age < ADULT,
    )


def _contact(village: Record | None) -> str:
    """The office's address, telephone and mail on one line; what is not known is left out."""
    if village is None:
        return ""
    address = " ".join(filter(None, (village.text("alamat_kantor"), village.text("kode_pos"))))
    told = (("", address), ("Telepon ", village.text("telepon")), ("Surel ", village.text("surel")),
            ("Laman ", village.text("laman")))  # fmt: skip
    return " · ".join(f"{label}{value}" for label, value in told if value)


def _count(meeting: Record, key: str) -> int | None:
    value = meeting[key]
    return value if isinstance(value, int) else None


def _handover(db: Database) -> Handover | None:
    sent = outbox.last_bundle(db)
    return Handover(sent.file, calendar.show_utc(sent.created), sent.changes, sent.sha256) if sent else None
