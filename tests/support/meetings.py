"""Invented meetings and proposals for tests: a village, its families proposed, some decided."""

from __future__ import annotations

from collections.abc import Sequence

from puskesos_desktop.domain.codes.meetings import BARU, PERBAIKAN, REAKTIVASI, SETUJU, TIDAK_LAYAK, TOLAK, TUNDA
from puskesos_desktop.domain.household import Record, Value
from puskesos_desktop.services.meetings import deeds
from puskesos_desktop.services.meetings.deeds import Decision
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import lists, meetings
from puskesos_desktop.store.read.meetings import Proposal
from tests.support.village import OPERATOR

NUMBER = "400.9/12/2026"
PEOPLE = """SUTRISNO; Kepala desa; Krajan; L
WARSITO; Ketua BPD; Krajan; L
ENDANG LESTARI; PKK; Karangtengah; P
KASMURI; Ketua RT 003; Krajan; L
NURHIDAYAH; PSM; Karangsari; P"""


def a_meeting(store: Store, **answers: Value) -> Record:
    """A meeting held and saved, as it is now."""
    made = deeds.new_meeting(store).answering(
        nomor_agenda=NUMBER, tanggal="2026-11-16", jam="09.00", jam_selesai="11.30", pemimpin="WARSITO",
        notulis="ENDANG LESTARI", ketua_bpd="WARSITO", wakil_masyarakat="KASMURI\nNURHIDAYAH", jumlah_undangan=30,
        hadir_laki=17, hadir_perempuan=8, daftar_peserta=PEOPLE, tempat="Balai Desa Kalibata",
    ).answering(**answers)  # fmt: skip
    deeds.hold(store, made, OPERATOR)
    found = meetings.meeting(store.reader(), made.id)
    assert found is not None
    return found


def a_proposal(store: Store, family: str, kind: int = BARU, **answers: Value) -> Proposal:
    """A proposal about a family, saved."""
    made = deeds.new_proposal(store, family, kind)
    if kind == TIDAK_LAYAK:
        made = made.answering(alasan_tidak_layak=13)
    made = made.answering(**answers)
    deeds.propose(store, [made], OPERATOR)
    return as_now(store, made.id)


def as_now(store: Store, proposal: str) -> Proposal:
    """The proposal as it is now."""
    return next(one for one in meetings.proposals(store.reader()) if one.id == proposal)


def all_now(store: Store, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals as they are now."""
    return [as_now(store, one.id) for one in proposals]


def decided(
    store: Store, proposals: Sequence[Proposal], code: int, votes: tuple[int, int] | tuple[None, None] = (None, None)
) -> list[Proposal]:
    """These proposals after the meeting decided them so."""
    deeds.decide(store, proposals, Decision(code, *votes), OPERATOR)
    return all_now(store, proposals)


def a_village_with_a_meeting(store: Store, each: int = 4) -> Record:
    """Proposals of every kind for the families there are, most of them decided, on the agenda of one meeting."""
    families = [line.id for line in lists.families(store.reader())]
    kinds = [BARU, PERBAIKAN, TIDAK_LAYAK, REAKTIVASI]
    facts: dict[int, dict[str, Value]] = {
        BARU: {
            "program": 3,
            "alasan": "Penghasilan kepala keluarga dari buruh harian, rumah menumpang orang tua",
        },
        PERBAIKAN: {"perbaikan": "Alamat: Gang Mawar menjadi Gang Melati 5", "alasan": "Pindah rumah"},
        TIDAK_LAYAK: {"alasan": "Sudah pindah sejak Mei"},
        REAKTIVASI: {"program": 4, "alasan": "Kartu nonaktif sejak Februari 2026"},
    }
    made = [
        a_proposal(store, family, kinds[place % 4], **facts[kinds[place % 4]])
        for place, family in enumerate(families[: each * 4])
    ]
    meeting = a_meeting(store)
    deeds.attach(store, meeting, made, OPERATOR)
    made = all_now(store, made)
    agreed, refused, postponed = made[: each * 3], made[each * 3 : each * 3 + 2], made[each * 3 + 2 : each * 4 - 1]
    decided(store, agreed, SETUJU)
    decided(store, refused, TOLAK, (4, 20))
    decided(store, postponed, TUNDA)
    return meeting
