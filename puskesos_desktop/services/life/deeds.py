"""Real family life as deeds: each one checked like the editor's save, told in words first, one group to undo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.outcome import InvalidData, Issue, Severity
from puskesos_desktop.domain.rules import DEAD, aid_of_the_dead
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.life import families, people
from puskesos_desktop.services.life.plans import Plan
from puskesos_desktop.services.life.scene import Outcome, Scene, event_problems, name
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households

DEEDS = {**people.DEEDS, **families.DEEDS}
"""From each kind of plan to what it makes."""


@dataclass(frozen=True)
class Foresight:
    """What a plan would do, in sentences, and what is wrong or odd about it; nothing is written.

    `names` says who each person is that an issue may be about.
    """

    label: str
    words: tuple[str, ...]
    issues: tuple[Issue, ...]
    names: Mapping[str, str]

    @property
    def possible(self) -> bool:
        """Whether it may be carried out."""
        return all(issue.severity is not Severity.ERROR for issue in self.issues)


def foresee(store: Store, plan: Plan) -> Foresight:
    """What the plan would change and what is to be said about it.

    Issues that stood before are left out. Raises `UserError` when a family or person of the plan is gone.
    """
    scene = Scene(store)
    outcome = DEEDS[type(plan)](scene, plan)
    homes = tuple(registry.cleaned(home, scene.today) for home in outcome.homes)
    emptied = tuple(_emptied(outcome, homes))
    names = {one.id: name(one) for home in homes for one in home.members}
    return Foresight(outcome.label, (*outcome.words, *emptied), tuple(_issues(scene, outcome, homes)), names)


def carry_out(store: Store, plan: Plan, operator: str) -> list[Issue]:
    """Do it as one labelled group that can be undone; the warnings and hints it brought.

    Answers whose condition fell away are emptied, as in the editor. Raises `InvalidData` when the plan or one of the
    families as they would be has an error that did not stand there before; nothing is written then.
    """
    scene = Scene(store)
    outcome = DEEDS[type(plan)](scene, plan)
    homes = tuple(registry.cleaned(home, scene.today) for home in outcome.homes)
    issues = _issues(scene, outcome, homes)
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise InvalidData(issues)
    with commits.group(store, outcome.label, operator) as transaction:
        for home in homes:
            registry.write_household(transaction, home)
        for event in outcome.events:
            transaction.save(event)
    return issues


def _issues(scene: Scene, outcome: Outcome, homes: tuple[Household, ...]) -> list[Issue]:
    """Problems of the plan, then everything the checks find in the families that was not so before."""
    found = [*outcome.problems, *event_problems(outcome.events)]
    if not outcome.homes:
        return found
    db = scene.store.reader()
    before: set[Issue] = set()
    for home in outcome.homes:
        was = households.load(db, home.family.id)
        before.update(registry.check(db, was, scene.today) if was is not None else ())
    for home in homes:
        found += registry.check(db, home, scene.today)
    for home in outcome.homes:
        found += aid_of_the_dead(home, scene.today)
    return [issue for issue in dict.fromkeys(found) if issue not in before]


def _emptied(outcome: Outcome, homes: tuple[Household, ...]) -> Iterator[str]:
    """Whose answers fall away because the person is not here any more."""
    for planned, cleaned in zip(outcome.homes, homes, strict=True):
        for one, after in zip(planned.members, cleaned.members, strict=True):
            if one.answers != after.answers:
                why = "meninggal" if one["keberadaan"] == DEAD else "tidak tinggal di sini"
                yield f"Isian {name(one)} yang tidak berlaku lagi ({why}) dikosongkan; tetap ada di riwayat."
