"""What was decided about a file that is not imported yet: on this laptop's disk after every key."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import suppress

from puskesos_desktop.services.imports.findings import Choice, Decision, Line, Rehearsal
from puskesos_desktop.store.drafts import Drafts


class KeptDecisions:
    """Decisions by the place of their row, kept for each file by its hash until it is imported."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    def of(self, found: Rehearsal) -> dict[int, Decision]:
        """What was decided about this file before and can still be so; what cannot be read is passed over."""
        kept: dict[int, Decision] = {}
        lines = {one.at: one for one in found.lines}
        with suppress(ValueError, TypeError, AttributeError):
            for place, (choice, person, seen) in json.loads(self._drafts.recall(_name(found), "{}")).items():
                decision, line = Decision(Choice(choice), str(person)), lines.get(int(place))
                if line is not None and _fits(line, decision, seen):
                    kept[line.at] = decision
        return kept

    def keep(self, found: Rehearsal, decisions: Mapping[int, Decision]) -> None:
        """Write down what is decided now."""
        seen = {one.at: [match.id for match in one.matches] for one in found.lines if one.at in decisions}
        told = {str(at): [one.choice, one.person, seen.get(at, [])] for at, one in decisions.items()}
        self._drafts.remember(_name(found), json.dumps(told))

    def drop(self, found: Rehearsal) -> None:
        """The file is imported: the village itself remembers what was decided."""
        self.keep(found, {})

    def outlast(self, found: Rehearsal) -> bool:
        """Whether they outlast a power cut: not on a full disk."""
        return self._drafts.is_on_disk(_name(found))


def _name(found: Rehearsal) -> str:
    """The file, and what it is taken for: somebody new is another answer where new people are registered."""
    taken_for = [found.role, found.options.register, dict(found.options.mapping)]
    return f"putusan {found.sha256} {json.dumps(taken_for, sort_keys=True)}"


def _fits(line: Line, decision: Decision, seen: Collection[str]) -> bool:
    """Whether the answer can still be given, and nobody else is like the row by now who was not when it was given."""
    alike = {one.id for one in line.matches}
    if not line.asks or (decision.choice is Choice.SAME and decision.person not in alike):
        return False
    return decision.choice is not Choice.NEW or alike <= set(seen)
