"""The visit a sheet tells of, as a form asks for it and as it is said in a few words."""

from __future__ import annotations

from puskesos_desktop.domain.codes.rounds import HASIL_KUNJUNGAN
from puskesos_desktop.domain.household import Answers, Value, read_day
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.forms.form import Section, section
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.rounds.results import Walk

_SHEET = FORMS["lembar"].fields
VISIT_KEYS = ("hasil", "alasan", "catatan", "tanggal_kunjungan", "petugas")
VISIT: Section = section("Kunjungan", "Kunjungan", *(_SHEET[key] for key in VISIT_KEYS))
"""What is asked about the visit itself."""


def words(walk: Walk) -> str:
    """The visit in a few words: "24-11-2026 · Tarmi · Ditemukan"."""
    parts = (calendar.show_date(walk.day), walk.walker, HASIL_KUNJUNGAN.label(walk.outcome))
    return "  ·  ".join(part for part in parts if part)


def answers_of(walk: Walk) -> Answers:
    """The visit as its form shows it."""
    return {
        "tanggal_kunjungan": walk.day.isoformat(), "petugas": walk.walker or None, "hasil": walk.outcome,
        "alasan": walk.reason, "catatan": walk.note or None,
    }  # fmt: skip


def answered(walk: Walk, answers: Answers) -> Walk:
    """The visit after the answers of that form; without a day or an outcome the ones before stay."""
    day, outcome = read_day(answers["tanggal_kunjungan"]), answers["hasil"]
    return Walk(
        day or walk.day,
        _text(answers["petugas"]),
        outcome if isinstance(outcome, int) else walk.outcome,
        answers["alasan"] if isinstance(answers["alasan"], int) else None,
        _text(answers["catatan"]),
    )


def _text(value: Value) -> str:
    return "" if value is None else str(value)
