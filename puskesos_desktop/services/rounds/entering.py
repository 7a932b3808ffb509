"""A sheet while it is being entered, without any widget: what is marked, which block is shown, what to decide."""

from __future__ import annotations

import json
from dataclasses import replace

from puskesos_desktop.domain.codes.rounds import DITEMUKAN, HASIL_KUNJUNGAN
from puskesos_desktop.domain.household import ANGGOTA, Answers, Value, read_day
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.forms.form import Section, section
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.rounds import results
from puskesos_desktop.services.rounds.results import Box, Collision, Keyed, Mark, OpenSheet, Spot, Walk

_SHEET = FORMS["lembar"].fields
VISIT_KEYS = ("hasil", "alasan", "catatan", "tanggal_kunjungan", "petugas")
VISIT: Section = section("Kunjungan", "Kunjungan", *(_SHEET[key] for key in VISIT_KEYS))
"""What is asked about the visit itself."""


class Entering:
    """The one truth of an open sheet."""

    def __init__(self, sheet: OpenSheet, walk: Walk) -> None:
        self.sheet = sheet
        self.walk = walk
        self.keyed = Keyed()
        self.people = len(sheet.printed.members)
        self.boxes: list[Box] = []
        self.block = ""
        self.settle()

    @property
    def blocks(self) -> list[str]:
        """The blocks of the paper in their order."""
        return list(dict.fromkeys(box.block for box in self.boxes))

    @property
    def shown(self) -> list[Box]:
        """The boxes of the block that is shown."""
        return [box for box in self.boxes if box.block == self.block]

    @property
    def open(self) -> int:
        """Boxes that apply and have no mark."""
        return sum(box.spot not in self.keyed.marks for box in self.boxes)

    @property
    def started(self) -> bool:
        """Whether anything was keyed."""
        return bool(self.keyed.marks) or self.walk.outcome != DITEMUKAN

    def settle(self) -> None:
        """Find anew which boxes apply; the block shown stays when it still has any."""
        self.boxes = results.asked(self.sheet, self.keyed, self.walk, people=self.people)
        if self.block not in self.blocks:
            self.block = self.blocks[0] if self.boxes else ""

    def mark(self, box: Box, mark: Mark | None) -> None:
        """Take what the pen says about a box, or take it back; what was decided about it is open again."""
        marks = {spot: one for spot, one in self.keyed.marks.items() if spot != box.spot}
        if mark is not None:
            marks[box.spot] = mark
        self.keyed = Keyed(marks, self.keyed.taken - {box.spot}, self.keyed.kept - {box.spot})
        self.settle()

    def all_right(self, *, everywhere: bool = False) -> None:
        """The unmarked boxes of this block are right, or of the whole sheet."""
        block = None if everywhere else self.block
        self.keyed = results.all_right(self.sheet, self.keyed, self.walk, block)
        self.settle()

    def step_block(self, step: int) -> bool:
        """Show the next or the last block; whether there was one."""
        blocks = self.blocks
        place = blocks.index(self.block) + step if self.block in blocks else -1
        if not 0 <= place < len(blocks):
            return False
        self.block = blocks[place]
        return True

    def add_person(self) -> Box | None:
        """Show the boxes of the next empty place; its name box, or nothing when the sheet has no place left."""
        places = len(self.sheet.printed.members) + len(self.sheet.spare) - 1
        if self.people >= places:
            return None
        self.people += 1
        self.settle()
        return self.find_spot(Spot(ANGGOTA, self.people - 1, "nama"))

    def find_spot(self, spot: Spot) -> Box | None:
        """A box that applies, its block shown."""
        found = next((box for box in self.boxes if box.spot == spot), None)
        if found is not None:
            self.block = found.block
        return found

    def find_record(self, record: str, key: str) -> Box | None:
        """The box an issue belongs to, its block shown."""
        found = next((box for box in self.boxes if (box.record, box.spot.key) == (record, key)), None)
        return self.find_spot(found.spot) if found else None

    def find(self, typed: str, *, complete: bool) -> Box | None:
        """The first box with this number ("306a", "405.3") or words; before Enter (`complete`) only once no other fits.

        Its block is then shown.
        """
        text = typed.strip().casefold()
        exact = [box for box in self.boxes if box.number == text]
        begun = [box for box in self.boxes if text and box.number.startswith(text)]
        if not complete:
            found = exact if len(begun) == len(exact) else []
        else:
            found = exact or begun or [box for box in self.boxes if text and text in box.field.label.casefold()]
        return self.find_spot(found[0].spot) if found else None

    def who(self, box: Box) -> str:
        """Whose answer a box takes; nothing for house and family."""
        if box.spot.person < 0:
            return ""
        written = self.keyed.marks.get(Spot(ANGGOTA, box.spot.person, "nama"))
        if written is not None and not written.right and written.value:
            return str(written.value)
        people = self.sheet.printed.members
        return people[box.spot.person].text("nama") if box.spot.person < len(people) else "orang baru"

    def to_decide(self) -> Collision | None:
        """The next changed answer nobody decided about."""
        decided = self.keyed.taken | self.keyed.kept
        return next((one for one in results.collisions(self.sheet, self.keyed) if one.box.spot not in decided), None)

    def decide(self, one: Collision, *, paper: bool) -> None:
        """The paper holds, or what is recorded now."""
        spot = frozenset({one.box.spot})
        keyed = self.keyed
        self.keyed = replace(keyed, taken=keyed.taken | spot) if paper else replace(keyed, kept=keyed.kept | spot)
        self.settle()

    @property
    def walk_words(self) -> str:
        """The visit in a few words: "24-11-2026 · Tarmi · Ditemukan"."""
        walk = self.walk
        parts = (calendar.show_date(walk.day), walk.walker, HASIL_KUNJUNGAN.label(walk.outcome))
        return "  ·  ".join(part for part in parts if part)

    def visit_answers(self) -> Answers:
        """The visit as its form shows it."""
        walk = self.walk
        return {
            "tanggal_kunjungan": walk.day.isoformat(), "petugas": walk.walker or None, "hasil": walk.outcome,
            "alasan": walk.reason, "catatan": walk.note or None,
        }  # fmt: skip

    def take_visit(self, answers: Answers) -> None:
        """Take the answers of that form; without a day or an outcome the ones before stay."""
        walk, day, outcome = self.walk, read_day(answers["tanggal_kunjungan"]), answers["hasil"]
        self.walk = Walk(
            day or walk.day,
            _text(answers["petugas"]),
            outcome if isinstance(outcome, int) else walk.outcome,
            answers["alasan"] if isinstance(answers["alasan"], int) else None,
            _text(answers["catatan"]),
        )
        self.settle()

    def packed(self) -> str:
        """What is keyed so far as text, for the draft; empty when nothing is."""
        if not self.started:
            return ""
        marks = [[*spot, mark.right, mark.value] for spot, mark in self.keyed.marks.items()]
        return json.dumps({"tanda": marks, "kunjungan": self.visit_answers(), "orang": self.people})

    def unpack(self, draft: str) -> bool:
        """Take up a draft again; whether there was one that could be read."""
        try:
            content = json.loads(draft or "null")
            marks = {
                Spot(kind, person, key): Mark(right, value) for kind, person, key, right, value in content["tanda"]
            }
            known = {spot: mark for spot, mark in marks.items() if spot in self.sheet.by_spot}
            self.keyed, self.people = Keyed(known), int(content["orang"])
            self.take_visit(content["kunjungan"])
        except (ValueError, TypeError, KeyError):
            return False
        return True

    def mark_words(self, box: Box) -> tuple[str, str]:
        """What the pen says in words: its tick, and the correction."""
        mark = self.keyed.marks.get(box.spot)
        if mark is None:
            return "", ""
        return ("B", "") if mark.right else ("S", box.shown(mark.value) or "(dikosongkan)")


def _text(value: Value) -> str:
    return "" if value is None else str(value)
