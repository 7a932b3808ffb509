"""Which house a family of a file lives in: its own, one at the same address, or the one its household shares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from puskesos_desktop.domain.household import BANGUNAN, Answers, Record
from puskesos_desktop.domain.words.names import plain
from puskesos_desktop.forms.kinds.bangunan import TEMPAT
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.imports.draft import Draft, differs
from puskesos_desktop.services.imports.findings import Change

MOST_FAMILIES = 3
"""An address that more families than this give is a hamlet or a street, not a house."""
_HOUSE = "Bangunan"
_PLACE = tuple(one.key for one in TEMPAT.fields if one.key in ("dusun", "rw", "rt", "alamat"))
_NEIGHBOURHOOD = re.compile(r"\bR[TW]\b\.?\s*[:.]?\s*[0-9]+", re.IGNORECASE)


@dataclass(frozen=True)
class Living:
    """A family of the file: its key there, what its rows say of house and family, and the family here it is."""

    key: str
    home: Answers
    family: str = ""


@dataclass
class Houses:
    """Finds or makes the house of each family; a family whose house nobody knows gets one of its own."""

    draft: Draft
    updates: bool = True
    _known: dict[object, str] = field(default_factory=dict)
    _families: Counter[object] = field(default_factory=Counter)
    _said: dict[str, Answers] = field(default_factory=dict)
    _given: dict[str, set[str]] = field(default_factory=dict)

    def prepare(self, living: Sequence[Living]) -> None:
        """Look at all families of the file together: which addresses are houses, and who says what of which house."""
        village = self.draft.village
        for one in living:
            self._families.update(filter(None, {_address(one.home)}))
            if one.family:
                self._said[one.family] = one.home
        for house in village.houses.values():
            if (address := _address(house.answers)) is not None:
                self._families[address] += len(
                    [one for one in village.families_in.get(house.id, ()) if one not in self._said]
                )
                if not self._moves(house):
                    self._known[address] = "" if address in self._known else house.id

    def for_new(self, one: Living) -> str:
        """The house of a family that is not here yet; its id."""
        given = _of_house(one.home)
        shares = one.key.partition("|")[0] if "|" in one.key else ""
        address = _address(one.home)
        if shares:
            address = shares
        elif self._families[address] > MOST_FAMILIES:
            address = None
        known = self._known.get(address, "") if address is not None else ""
        if known:
            if self.updates:
                self._give(known, given)
            return known
        made = self.draft.make(BANGUNAN, {}).id
        self._give(made, given)
        if address is not None:
            self._known[address] = made
        return made

    def update(self, one: Living) -> tuple[Change, ...]:
        """What the file says of the house of a family that is here; one that moved out of a shared house gets its own.

        The changes, in words.
        """
        family = self.draft.family(one.family)
        house, given = self.draft.house(family.text("bangunan_id")), _of_house(one.home)
        if house is None:
            if given:
                self.draft.put(family, bangunan_id=self.for_new(one))
            return ()
        if _elsewhere(house, given) and self._others_stay(house, one.family):
            old, new = _words(house.answers), _words({**house.answers, **given})
            self.draft.put(family, bangunan_id=self.for_new(one))
            return (Change(_HOUSE, old, new),)
        return self._give(house.id, given)

    def _give(self, house: str, given: Answers) -> tuple[Change, ...]:
        """Each answer about a house comes from the first of its families that gives it."""
        record, told = self.draft.house(house), self._given.setdefault(house, set())
        assert record is not None
        new = {key: value for key, value in given.items() if value is not None and key not in told}
        told.update(new)
        return self.draft.give(record, new)

    def _moves(self, house: Record) -> bool:
        """Whether the file says of one of its families that it lives elsewhere."""
        families = self.draft.village.families_in.get(house.id, ())
        return any(_elsewhere(house, _of_house(self._said.get(one, {}))) for one in families)

    def _others_stay(self, house: Record, family: str) -> bool:
        """Whether another family of the house is said to live where it stands, or nothing is said of it."""
        others = [one for one in self.draft.village.families_in.get(house.id, ()) if one != family]
        return any(not _elsewhere(house, _of_house(self._said.get(one, {}))) for one in others)


def _of_house(home: Mapping[str, object]) -> Answers:
    fields = FORMS[BANGUNAN].fields
    return {key: value for key, value in home.items() if key in fields}  # type: ignore[misc]


def _elsewhere(house: Record, given: Answers) -> bool:
    fields = FORMS[BANGUNAN].fields
    return any(differs(fields[key], house.answers[key], given.get(key)) for key in _PLACE)


def _address(home: Mapping[str, object]) -> object | None:
    """The address of one house: only one with a number of its own can be told from its neighbours'."""
    street = _NEIGHBOURHOOD.sub(" ", str(home.get("alamat") or ""))
    if not re.search("[0-9]", street):
        return None
    return (plain(street), plain(str(home.get("dusun") or "")), home.get("rt"), home.get("rw"))


def _words(answers: Mapping[str, object]) -> str:
    parts = (answers.get("alamat"), answers.get("rt") and f"RT {answers['rt']}", answers.get("dusun"))
    return ", ".join(str(part) for part in parts if part)
