"""Reading meetings and proposals: each proposal with who it is about, as the village knows them now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from puskesos_desktop.domain.codes.meetings import JADWAL, MUSYAWARAH, USULAN
from puskesos_desktop.domain.household import Listed, Record
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.tables import projection


class Subject(NamedTuple):
    """Who a proposal is about: the named member, else the head, with the family's card, place and newest desil."""

    kepala: str | None = None
    nomor_kk: str | None = None
    nama: str | None = None
    nik: str | None = None
    tempat_lahir: str | None = None
    tanggal_lahir: str | None = None
    umur: int | None = None
    jenis_kelamin: int | None = None
    nama_ibu: str | None = None
    alamat: str | None = None
    rt: str | None = None
    rw: str | None = None
    dusun: str | None = None
    desil: int | None = None


@dataclass(frozen=True)
class Proposal(Listed):
    """A proposal and its subject; `continued` when a later proposal took up a postponed one."""

    subject: Subject
    continued: bool = False

    @property
    def name(self) -> str:
        """Whom it names; never empty."""
        return self.subject.nama or self.subject.kepala or "(tanpa nama)"


def proposals(db: Database, meeting: str = "") -> list[Proposal]:
    """All live proposals, or those on the agenda of one meeting, the oldest first; confidential cases are not read."""
    where, given = ("musyawarah_id = ?", (meeting,)) if meeting else ("1", ())
    records = projection.read(db.conn, USULAN, f"{where} ORDER BY tanggal, rid", given)
    subjects = {row[0]: Subject._make(row[1:]) for row in db.conn.execute(_SUBJECTS)} if records else {}
    taken_up = {row[0] for row in db.conn.execute("SELECT lanjutan_dari FROM usulan WHERE deleted = 0")}
    return [Proposal(one, subjects.get(one.id, Subject()), one.id in taken_up) for one in records]


def all_meetings(db: Database) -> list[Record]:
    """All live meetings, the newest first."""
    return projection.read(db.conn, MUSYAWARAH, "1 ORDER BY tanggal DESC, rid DESC")


def meeting(db: Database, record: str) -> Record | None:
    """One live meeting."""
    return projection.one(db.conn, MUSYAWARAH, record)


def meetings_of_number(db: Database, number: str) -> list[Record]:
    """Live meetings with this agenda number, whatever the case and spaces."""
    wanted = "".join(number.split()).casefold()
    return [one for one in all_meetings(db) if "".join(one.text("nomor_agenda").split()).casefold() == wanted]


def proposals_per_meeting(db: Database) -> dict[str, int]:
    """How many live proposals stand on the agenda of each meeting."""
    rows = db.conn.execute(
        "SELECT musyawarah_id, count(*) FROM usulan WHERE deleted = 0 AND musyawarah_id IS NOT NULL GROUP BY 1"
    )
    return dict(rows.fetchall())


def schedule(db: Database) -> list[Record]:
    """Cut-offs by the day they are in force from, the newest first."""
    return projection.read(db.conn, JADWAL, "1 ORDER BY berlaku_sejak DESC, rid DESC")


_SUBJECTS = """SELECT u.id, r.kepala, k.nomor_kk, a.nama, a.nik, a.tempat_lahir, a.tanggal_lahir, a.umur,
    a.jenis_kelamin, a.nama_ibu, r.alamat, r.rt, r.rw, r.dusun,
    (SELECT d.desil FROM desil d WHERE d.keluarga_id = u.keluarga_id AND d.deleted = 0
     ORDER BY d.tanggal_cek DESC, d.rid DESC LIMIT 1)
    FROM usulan u LEFT JOIN keluarga k ON k.id = u.keluarga_id LEFT JOIN ringkasan r ON r.id = k.id
    LEFT JOIN anggota a ON a.id = ifnull(u.anggota_id, k.kepala) WHERE u.deleted = 0"""
