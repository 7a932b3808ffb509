"""A sheet while it is being entered, without any widget: what is marked, what the visit was, what to decide."""

from __future__ import annotations

import json
from dataclasses import replace

from puskesos_desktop.domain.codes.rounds import DITEMUKAN
from puskesos_desktop.domain.household import ANGGOTA, Answers
from puskesos_desktop.services.rounds import results, visit
from puskesos_desktop.services.rounds.boxes import Boxes
from puskesos_desktop.services.rounds.results import Box, Collision, Keyed, Mark, OpenSheet, Spot, Walk


class Entering:
    """The one truth of an open sheet; `second` when it is keyed by another person to be compared."""

    def __init__(self, sheet: OpenSheet, walk: Walk, *, second: bool = False) -> None:
        self.sheet = sheet
        self.walk = walk
        self.second = second
        self.keyed = Keyed()
        self.people = len(sheet.printed.members)
        self.boxes = Boxes()
        self.settle()

    @property
    def open(self) -> int:
        """Boxes that apply and have no mark."""
        return sum(box.spot not in self.keyed.marks for box in self.boxes.every)

    @property
    def started(self) -> bool:
        """Whether anything was keyed."""
        return bool(self.keyed.marks) or self.walk.outcome != DITEMUKAN

    def settle(self) -> None:
        """Find anew which boxes apply."""
        self.boxes.replace(results.asked(self.sheet, self.keyed, self.walk, people=self.people))

    def mark(self, box: Box, mark: Mark | None) -> None:
        """Take what the pen says about a box, or take it back; what was decided about it is open again."""
        marks = {spot: one for spot, one in self.keyed.marks.items() if spot != box.spot}
        if mark is not None:
            marks[box.spot] = mark
        self.keyed = Keyed(marks, self.keyed.taken - {box.spot}, self.keyed.kept - {box.spot})
        self.settle()

    def all_right(self, *, everywhere: bool = False) -> None:
        """The unmarked boxes of this block are right, or of the whole sheet."""
        block = None if everywhere else self.boxes.block
        self.keyed = results.all_right(self.sheet, self.keyed, self.walk, block)
        self.settle()

    def add_person(self) -> Box | None:
        """Show the boxes of the next empty place; its name box, or nothing when the sheet has no place left."""
        places = len(self.sheet.printed.members) + len(self.sheet.spare) - 1
        if self.people >= places:
            return None
        self.people += 1
        self.settle()
        return self.boxes.at(Spot(ANGGOTA, self.people - 1, "nama"))

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

    def take_visit(self, answers: Answers) -> None:
        """Take the answers of the visit's form."""
        self.walk = visit.answered(self.walk, answers)
        self.settle()

    def packed(self) -> str:
        """What is keyed so far as text, for the draft; empty when nothing is."""
        if not self.started:
            return ""
        marks = [[*spot, mark.right, mark.value] for spot, mark in self.keyed.marks.items()]
        return json.dumps({"tanda": marks, "kunjungan": visit.answers_of(self.walk), "orang": self.people})

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
