"""What was decided about a file that is not imported yet: on this laptop's disk after every key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

from puskesos_desktop.services.importing.rehearsal import Choice, Decision, Line, Rehearsal, Verdict
from puskesos_desktop.store.drafts import Drafts


class KeptDecisions:
    """Decisions by the place of their row, kept for each file by its hash until it is imported."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    def of(self, found: Rehearsal) -> dict[int, Decision]:
        """What was decided about this file before and can still be so; what cannot be read is passed over."""
        kept: dict[int, Decision] = {}
        with suppress(ValueError, TypeError, AttributeError):
            for place, (choice, person) in json.loads(self._drafts.recall(_name(found), "{}")).items():
                kept[int(place)] = Decision(Choice(choice), str(person))
        lines = {one.at: one for one in found.lines}
        return {at: one for at, one in kept.items() if at in lines and _fits(lines[at], one)}

    def keep(self, found: Rehearsal, decisions: Mapping[int, Decision]) -> None:
        """Write down what is decided now."""
        told = {str(at): [one.choice, one.person] for at, one in decisions.items()}
        self._drafts.remember(_name(found), json.dumps(told))

    def drop(self, found: Rehearsal) -> None:
        """The file is imported: the village itself remembers what was decided."""
        self.keep(found, {})

    def outlast(self, found: Rehearsal) -> bool:
        """Whether they outlast a power cut: not on a full disk."""
        return self._drafts.is_on_disk(_name(found))


def _name(found: Rehearsal) -> str:
    return f"putusan {found.sha256}"


def _fits(line: Line, decision: Decision) -> bool:
    same = decision.choice is not Choice.SAME or any(one.id == decision.person for one in line.matches)
    return line.verdict is Verdict.UNSURE and same
