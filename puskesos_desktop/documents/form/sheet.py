"""The verification form of one family, blank or with what is known: shared pages once, answers for each family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

from puskesos_desktop.documents.form.layout import Layout, Options, lay_out, rounded
from puskesos_desktop.documents.press import letterhead
from puskesos_desktop.documents.press.ink import NARROWEST, Box, Ink, Words, fit, fit_lines, paint, width_of
from puskesos_desktop.documents.press.letterhead import Family, Letterhead
from puskesos_desktop.documents.press.marks import known, masked_number
from puskesos_desktop.documents.press.page import REGULAR
from puskesos_desktop.documents.press.pieces import Slot
from puskesos_desktop.domain import identity
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, Household, Value, age_of
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.fields import Sensitivity
from puskesos_desktop.forms.paper import FORMS

QR_PREFIX = "PSK1"
OLD_GREY, HATCH = 0.35, 0.84
"""Grey of an old answer, and of what need not be asked."""
SECRET = "R"
"""Stands for a confidential answer that is there and is not printed."""
_EDGE = 0.9


@dataclass(frozen=True)
class Sheet:
    """One family's form: its human number, its records (none: a blank form), and the state of its data.

    Ages are counted on the day `on`; `asof` is the last change in words ("24 November 2026 pukul 10.12").
    """

    number: str = ""
    home: Household | None = None
    on: date = date.min
    asof: str = ""


class _Known(NamedTuple):
    """What is known of one record, and which of its questions are asked."""

    answers: Mapping[str, Value]
    asked: frozenset[str]


@dataclass
class FormPrinter:
    """Draws sheets on one canvas; the pages that every family of a size shares are drawn once, as form objects."""

    head: Letterhead
    options: Options
    _layouts: dict[int, Layout] = field(default_factory=dict)
    _drawn: set[str] = field(default_factory=set)

    def layout_for(self, sheet: Sheet) -> Layout:
        """The form that has room for this family's members."""
        people = rounded(len(sheet.home.members) if sheet.home else 0)
        if people not in self._layouts:
            self._layouts[people] = lay_out(self.head, self.options, people)
        return self._layouts[people]

    def pages_of(self, sheet: Sheet) -> list[list[Ink]]:
        """What is printed for this family alone, page by page."""
        layout, family = self.layout_for(sheet), family_of(self.head, sheet, masked=self.options.masked)
        answers = {} if self.options.blank else _answers(sheet)
        return [
            [
                *letterhead.family_inks(family, self.options.paper, number),
                *(ink for slot in page.slots for ink in _fill(slot, answers, masked=self.options.masked)),
            ]
            for number, page in enumerate(layout.pages, start=1)
        ]

    def draw(self, canvas: Canvas, sheet: Sheet) -> int:
        """Draw every page of the form, each family on a sheet of its own; how many sheets of paper that took."""
        layout, used = self.layout_for(sheet), 0
        for number, inks in enumerate(self.pages_of(sheet)):
            name = f"formulir{layout.people}h{number + 1}"
            if name not in self._drawn:
                self._drawn.add(name)
                self._share(canvas, name, layout.pages[number].inks)
            beside = self.options.two_up and number % 2 == 1
            if beside:
                used -= 1
            elif number:
                canvas.showPage()
            self._page(canvas, name, inks, beside=beside)
            used += 1
        canvas.showPage()
        return used

    def _share(self, canvas: Canvas, name: str, inks: list[Ink]) -> None:
        paper = self.options.paper
        canvas.beginForm(name, 0, 0, paper.width, paper.height)
        paint(canvas, inks)
        canvas.endForm()

    def _page(self, canvas: Canvas, name: str, inks: list[Ink], *, beside: bool) -> None:
        """Hatching, the shared page, the answers; half the size and to the side when two go on a sheet."""
        if self.options.two_up:
            paper, sheet = self.options.paper, self.options.paper.landscape
            canvas.saveState()
            size = min(sheet.width / 2 / paper.width, sheet.height / paper.height)
            canvas.translate((sheet.width / 2 - paper.width * size) / 2 + (sheet.width / 2 if beside else 0), 0)
            canvas.scale(size, size)
        paint(canvas, (one for one in inks if isinstance(one, Box)))
        canvas.doForm(name)
        paint(canvas, (one for one in inks if not isinstance(one, Box)))
        if self.options.two_up:
            canvas.restoreState()


def family_of(head: Letterhead, sheet: Sheet, *, masked: bool) -> Family:
    """What names this family on its pages; nothing but a number on a blank form."""
    home, qr = sheet.home, qr_text(head.code, sheet.number) if sheet.number else ""
    if home is None:
        return Family(sheet.number, qr)
    place, card = home.building, home.family.text("nomor_kk")
    first = home.head or (home.members[0] if home.members else None)
    where = ", ".join(
        part
        for part in (
            f"RT {place.text('rt') or '…'}/RW {place.text('rw') or '…'}",
            place.text("dusun"),
        )
        if part
    )
    name = first.text("nama") if first else ""
    shown = masked_number(card) if masked else identity.grouped(card)
    return Family(sheet.number, qr, name or "(tanpa nama)", shown, where, f"{len(home.living)} orang", sheet.asof)


def qr_text(code: str, number: str) -> str:
    """What the QR says: "PSK1:3328012998:123456789012"; at most 60 characters, digits and capitals only."""
    text = f"{QR_PREFIX}:{_plain(code)}:{_plain(number)}"
    if len(text) > 60:
        raise ValueError(f"{text} is too long to be read from a phone photo")
    return text


def _plain(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum() or letter == "-")


def _answers(sheet: Sheet) -> dict[tuple[str, int], _Known]:
    """By kind of record and place in the family; visits are asked anew."""
    home = sheet.home
    if home is None:
        return {}
    family = home.family.answers
    found = {
        (KELUARGA, -1): _known(KELUARGA, Situation(family)),
        (BANGUNAN, -1): _known(BANGUNAN, Situation(home.building.answers, None, family)),
    }
    for place, member in enumerate(home.members):
        situation = Situation(member.answers, age_of(member.answers, sheet.on), family)
        found[ANGGOTA, place] = _known(ANGGOTA, situation)
    return found


def _known(kind: str, situation: Situation) -> _Known:
    return _Known(situation.answers, frozenset(one.key for one in FORMS[kind].asked(situation)))


def _fill(slot: Slot, answers: Mapping[tuple[str, int], _Known], *, masked: bool) -> list[Ink]:
    """The old answer in its box, or hatching over a question that is not asked."""
    record = answers.get((slot.kind, slot.person))
    if record is None:
        return []
    inks: list[Ink] = []
    if slot.area is not None and slot.field.key not in record.asked:
        left, bottom, right, top = slot.area
        inks.append(Box(left, bottom, right - left, top - bottom, 0, HATCH))
    value = record.answers[slot.field.key]
    if value is None:
        return inks
    secret = slot.field.sensitivity is Sensitivity.RAHASIA
    text = SECRET if secret else known(slot.field, value, masked=masked)
    return [*inks, *_written(slot, text)]


def _written(slot: Slot, text: str) -> list[Words]:
    """In the middle of the box, or on several lines where there is room for them and the answer is long."""
    left, bottom, right, top = slot.old
    room = right - left - 2 * _EDGE
    words = Words(left + _EDGE, (top + bottom) / 2 - 0.36 * slot.size, text, slot.size, REGULAR, OLD_GREY)
    if slot.lines == 1 or width_of(words) * NARROWEST / 100 <= room:
        return [fit(words, room, centred=not slot.left)]
    leading = (top - bottom) / slot.lines
    smaller = words._replace(y=top - leading * 0.78, size=min(slot.size, leading / 1.02))
    return fit_lines(smaller, room, slot.lines, leading)
