"""How people are related once somebody else is head: suggestions for question 409, each for a person to confirm."""

from __future__ import annotations

from collections.abc import Mapping

from puskesos_desktop.domain.household import KEPALA, Household, Record
from puskesos_desktop.domain.rules import CHILD, CHILD_IN_LAW, PARENT, SPOUSE

GRANDCHILD, OTHER = 5, 8

_AFTER: Mapping[int, Mapping[int, int]] = {
    SPOUSE: {KEPALA: SPOUSE, CHILD: CHILD, CHILD_IN_LAW: CHILD_IN_LAW, GRANDCHILD: GRANDCHILD, PARENT: PARENT},
    CHILD: {KEPALA: PARENT, SPOUSE: PARENT},
    CHILD_IN_LAW: {KEPALA: PARENT, SPOUSE: PARENT},
    PARENT: {KEPALA: CHILD, SPOUSE: CHILD_IN_LAW, CHILD: GRANDCHILD, PARENT: SPOUSE},
}
"""By the new head's old relation: from each other person's old relation to the new one; what is not here is 8."""


def after(household: Household, head: str) -> dict[str, int]:
    """For everybody but the new head a likely relation (409) to them, from how they were related to the old head.

    Where the old answers leave it open (whose child a grandchild is), the suggestion is 8 "Lainnya".
    """
    was = {member.id: member["hubungan"] for member in household.members}
    old = was.get(head)
    if old == KEPALA:
        return {person: code for person, code in was.items() if person != head and isinstance(code, int)}
    table = _AFTER.get(old, {}) if isinstance(old, int) else {}
    return {
        person: table.get(code, OTHER) if isinstance(code, int) else OTHER
        for person, code in was.items()
        if person != head
    }


def of_child(mother: Record | None) -> int:
    """How a newborn is related to the head: child of the head's or of the spouse's, grandchild of a child's."""
    relation = mother["hubungan"] if mother is not None else KEPALA
    if relation in (KEPALA, SPOUSE):
        return CHILD
    return GRANDCHILD if relation in (CHILD, CHILD_IN_LAW) else OTHER


def widowed_by(household: Household, dead: str) -> str | None:
    """Who was married to this person as far as question 409 tells: the head's one spouse, or the spouse's head."""
    married = [one for one in household.living if one["hubungan"] in (KEPALA, SPOUSE) and one["status_kawin"] in _WED]
    if len(married) != 2 or dead not in {one.id for one in married}:
        return None
    if {one["hubungan"] for one in married} != {KEPALA, SPOUSE}:
        return None
    return next(one.id for one in married if one.id != dead)


_WED = (None, 2)
"""Question 408: married, or not asked yet."""
