"""The words of a meeting's letters: the template's to be edited, and only what differs from it to be stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from puskesos_desktop.documents.letters.data import BLOCKS, TITLES, template
from puskesos_desktop.domain.household import Record, read_day

__all__ = ["TITLES", "file_name", "with_words", "without_template"]


def file_name(name: str, meeting: Record) -> str:
    """What the file is called: the document and the day, no number with slashes."""
    return f"{name} {meeting.text('tanggal')}.pdf".strip()


def with_words(meeting: Record) -> Record:
    """The meeting with the template's words where it has none of its own, to be edited."""
    known = template(read_day(meeting["tanggal"]) or date.max)
    own = {key: meeting[key] or known["blok"][key] for key in BLOCKS}
    grounds = meeting["dasar_hukum"] or "\n".join(known["dasar_hukum"])
    return replace(meeting, answers={**meeting.answers, **own, "dasar_hukum": grounds})


def without_template(meeting: Record) -> Record:
    """The way back: words that are the template's own are not stored, so that a later template may change them."""
    known = template(read_day(meeting["tanggal"]) or date.max)
    kept = {key: None if meeting[key] == known["blok"][key] else meeting[key] for key in BLOCKS}
    same = meeting.text("dasar_hukum").split("\n") == list(known["dasar_hukum"])
    return replace(
        meeting, answers={**meeting.answers, **kept, "dasar_hukum": None if same else meeting["dasar_hukum"]}
    )
