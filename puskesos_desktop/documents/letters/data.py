"""What a meeting's letters are made of, as plain values, and the dated templates of their words; draws nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from puskesos_desktop.domain.codes.meetings import (
    BARU,
    PERBAIKAN,
    REAKTIVASI,
    SETUJU,
    TANPA_MUSYAWARAH,
    TIDAK_LAYAK,
)
from puskesos_desktop.domain.words import calendar, spelled
from puskesos_desktop.files.resources import resource

if TYPE_CHECKING:
    from puskesos_desktop.documents.press.letterhead import Letterhead

TITLES = {
    "undangan": "Undangan",
    "hadir": "Daftar hadir",
    "berita-acara": "Berita acara",
    "sptjm": "SPTJM",
    "pengantar": "Surat pengantar",
    "perubahan": "Berita acara perubahan",
    "tanda-terima": "Tanda terima penyerahan data",
    "pengumuman": "Pengumuman",
}
"""Every document by the name the command line uses, in the order they are needed."""
BLOCKS = (
    "teks_undangan", "teks_pembuka", "teks_penutup", "teks_sptjm", "teks_pengantar", "teks_perubahan",
    "teks_pengumuman",
)  # fmt: skip
KINDS = (BARU, PERBAIKAN, TIDAK_LAYAK, REAKTIVASI)
UNKNOWN = "……………………"
"""Where something is still to be written by hand."""
_KEY = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Person:
    """Somebody at the meeting, as the list says it."""

    name: str
    role: str = ""
    address: str = ""
    sex: str = ""


@dataclass(frozen=True)
class Case:
    """One proposal of the meeting, in words where it is printed; `minor` when the person is not yet 18."""

    kind: int
    kind_words: str
    card: str
    nik: str
    name: str
    rt: str
    rw: str
    hamlet: str
    desil: str
    program: str
    reason: str
    decision: int | None
    votes: tuple[int, int] | None = None
    note: str = ""
    minor: bool = False

    @property
    def place(self) -> str:
        """RT and RW as they stand in lists: "003/001"."""
        return f"{self.rt or '–'}/{self.rw or '–'}"


@dataclass(frozen=True)
class Handover:
    """A bundle that was written for the office: its file, when, how many changes, and its fingerprint."""

    file: str
    written: str
    changes: int
    sha256: str


@dataclass(frozen=True)
class Matter:
    """A meeting with its people and proposals, and the village that holds it; empty words are still unknown.

    `answers` are the meeting's own, as stored; `chief` is the kepala desa or lurah, `contact` the office's address.
    """

    head: Letterhead
    contact: str
    chief: str
    day: date
    kind: int
    kind_words: str
    answers: Mapping[str, str]
    invited: int | None
    men: int | None
    women: int | None
    people: tuple[Person, ...] = ()
    cases: tuple[Case, ...] = ()
    handover: Handover | None = None

    @property
    def village(self) -> str:
        """As in a letter: "Desa Kalibata"."""
        return f"{self.head.kind} {self.head.village}"

    @property
    def chief_title(self) -> str:
        """Who leads the village."""
        return "Lurah" if self.head.kind == "Kelurahan" else "Kepala Desa"

    @property
    def regency(self) -> str:
        """As in a letter: "Kabupaten Tegal"."""
        name = self.head.regency
        return name if name.casefold().startswith(("kab", "kota")) or not name else f"Kabupaten {name}"

    @property
    def meeting(self) -> str:
        """The meeting as a title: "Musyawarah Desa"."""
        return self.kind_words.title() if self.held else f"Penetapan {self.chief_title}"

    @property
    def meeting_here(self) -> str:
        """The same with the village: "Musyawarah Desa Kalibata", "Musyawarah Dusun Desa Kalibata"."""
        named = self.head.village if self.meeting.endswith((self.head.kind, "Lurah")) else self.village
        return f"{self.meeting} {named}"

    @property
    def held(self) -> bool:
        """Whether there was a meeting at all."""
        return self.kind != TANPA_MUSYAWARAH

    @property
    def subject(self) -> str:
        """What it is about."""
        return self.answers.get("acara") or str(template(self.day)["acara"])

    @property
    def number(self) -> str:
        """The agenda number, or room for it."""
        return self.answers.get("nomor_agenda") or UNKNOWN

    @property
    def hours(self) -> str:
        """As in a letter: "09.00 s.d. 11.30 WIB"."""
        begin, end = self.answers.get("jam") or UNKNOWN, self.answers.get("jam_selesai")
        return f"{begin} s.d. {end} WIB" if end else f"{begin} WIB s.d. selesai"

    @property
    def place(self) -> str:
        """Where it was held."""
        return self.answers.get("tempat") or f"Balai {self.village}"

    @property
    def grounds(self) -> list[str]:
        """The rules it stands on, the meeting's own or the template's, and the invitation when it has a number."""
        rules = lines(self.answers.get("dasar_hukum", "")) or list(template(self.day)["dasar_hukum"])
        sent = self.answers.get("nomor_undangan")
        return [*rules, f"Surat undangan {self.chief_title} {self.head.village} nomor {sent}."] if sent else rules

    @property
    def sent(self) -> list[Case]:
        """Proposals the meeting agreed to."""
        return [one for one in self.cases if one.decision == SETUJU]

    def of(self, *kinds: int) -> list[Case]:
        """Proposals of these kinds, whatever was decided."""
        return [one for one in self.cases if one.kind in kinds]

    def count(self, kind: int, decision: int | None = None) -> int:
        """How many of a kind, with this decision or whatever was decided."""
        return sum(one.kind == kind and (decision is None or one.decision == decision) for one in self.cases)

    def block(self, key: str) -> str:
        """A block of words with its facts filled in: the meeting's own, else the template in force on that day."""
        words = self.answers.get(key) or str(template(self.day)["blok"][key])
        return filled(words, _facts(self))


def filled(words: str, facts: Mapping[str, str]) -> str:
    """Words with every {name} that is known replaced; an unknown one stays as it was typed."""
    return _KEY.sub(lambda found: facts.get(found[1], found[0]), words)


def template(day: date) -> Mapping[str, Any]:
    """The words in force on that day, those of the oldest template for days before it."""
    known = _templates()
    return next((one for one in reversed(known) if one["berlaku_sejak"] <= day.isoformat()), known[0])


def lines(words: str) -> list[str]:
    """The lines of a note that say something."""
    return [line.strip() for line in words.splitlines() if line.strip()]


def people_of(listed: str) -> tuple[Person, ...]:
    """Participants as they are typed: one a line, "nama; unsur; alamat; L"."""
    found = []
    for line in lines(listed):
        parts = [part.strip() for part in line.split(";")][:4]
        found.append(Person(*parts[:3], *(part.upper()[:1] for part in parts[3:])))
    return tuple(found)


def _facts(matter: Matter) -> dict[str, str]:
    return {
        "desa": matter.village,
        "kecamatan": matter.head.district,
        "kabupaten": matter.regency,
        "acara": matter.subject,
        "musyawarah_desa": matter.meeting_here,
        "nomor": matter.number,
        "tempat": matter.place,
        "pukul": matter.hours,
        "tanggal": calendar.long_date(matter.day),
        "tanggal_angka": calendar.show_date(matter.day),
        "hari_tanggal": f"{spelled.weekday(matter.day)}, {calendar.long_date(matter.day)}",
        "hari_tanggal_kata": spelled.day_in_words(matter.day),
        "periode": f"{calendar.MONTHS[matter.day.month - 1]} {matter.day.year}",
        "jumlah": str(len(matter.sent)),
        "jumlah_kata": spelled.with_words(len(matter.sent)),
    }


@cache
def _templates() -> list[Mapping[str, Any]]:
    files = sorted(resource("surat").glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]
