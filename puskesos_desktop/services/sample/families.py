"""Who lives together: structures of families with ages that fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

HEAD, SPOUSE, CHILD, GRANDCHILD, PARENT = 1, 2, 3, 5, 6
SINGLE, MARRIED, DIVORCED, WIDOWED = 1, 2, 3, 4
MAN, WOMAN = 1, 2


@dataclass(frozen=True)
class Sketch:
    """A person before any question is asked: relation (409), sex, birth date, marital status (408)."""

    relation: int
    sex: int
    born: date
    married: int


def sketch(chance: Random, today: date) -> list[Sketch]:
    """One family: a couple with children, three generations, a widow, a divorced parent or somebody alone."""
    kind = chance.choices(
        ("pasangan", "tiga generasi", "janda", "sendiri lansia", "cerai", "lansia berdua"), (62, 12, 10, 6, 4, 6)
    )[0]
    return _BUILDERS[kind](chance, today)


def _couple(chance: Random, today: date) -> list[Sketch]:
    wife_age = int(min(max(chance.gauss(38, 10), 19), 68))
    husband = _born(chance, today, wife_age + chance.randint(-1, 8))
    wife = _born(chance, today, wife_age)
    people = [Sketch(HEAD, MAN, husband, MARRIED), Sketch(SPOUSE, WOMAN, wife, MARRIED)]
    return people + _children(chance, today, wife, leave_at=26)


def _three_generations(chance: Random, today: date) -> list[Sketch]:
    people = _couple(chance, today)
    elder = people[0].born - timedelta(days=365 * chance.randint(20, 32))
    if (today - elder).days > 365 * 95:
        return people
    sex = chance.choice((MAN, WOMAN, WOMAN))
    return [*people, Sketch(PARENT, sex, elder, WIDOWED)]


def _widow(chance: Random, today: date) -> list[Sketch]:
    head = _born(chance, today, chance.randint(42, 78))
    people = [Sketch(HEAD, WOMAN, head, WIDOWED)]
    children = _children(chance, today, head, leave_at=34)
    people += children
    if children and chance.random() < 0.25:
        grown = [child for child in children if _age(child.born, today) >= 20]
        if grown:
            mother = grown[0].born
            people.append(Sketch(GRANDCHILD, chance.choice((MAN, WOMAN)), _after(chance, mother, 19, today), SINGLE))
    return people


def _alone(chance: Random, today: date) -> list[Sketch]:
    sex = chance.choice((MAN, WOMAN, WOMAN))
    return [Sketch(HEAD, sex, _born(chance, today, chance.randint(60, 88)), WIDOWED)]


def _divorced(chance: Random, today: date) -> list[Sketch]:
    head = _born(chance, today, chance.randint(27, 50))
    return [Sketch(HEAD, WOMAN, head, DIVORCED), *_children(chance, today, head, leave_at=24)[:2]]


def _old_couple(chance: Random, today: date) -> list[Sketch]:
    age = chance.randint(60, 78)
    return [
        Sketch(HEAD, MAN, _born(chance, today, age + chance.randint(0, 7)), MARRIED),
        Sketch(SPOUSE, WOMAN, _born(chance, today, age), MARRIED),
    ]


def _children(chance: Random, today: date, mother: date, *, leave_at: int) -> list[Sketch]:
    """Children born when the mother was 17 to 42, at least 13 months apart, who have not left home yet."""
    count = chance.choices((0, 1, 2, 3, 4), (6, 26, 40, 21, 7))[0]
    found: list[Sketch] = []
    born = mother + timedelta(days=int(365.25 * chance.uniform(18, 26)))
    for _ in range(count):
        if born > today or (born - mother).days > 42 * 365:
            break
        age = _age(born, today)
        if age < leave_at - chance.randint(0, 6):
            found.append(Sketch(CHILD, chance.choice((MAN, WOMAN)), born, SINGLE))
        born += timedelta(days=chance.randint(400, 2400))
    return found


def _born(chance: Random, today: date, age: int) -> date:
    """A birthday of somebody who is this old today."""
    return today - timedelta(days=int(age * 365.25) + chance.randint(1, 360))


def _after(chance: Random, mother: date, least: int, today: date) -> date:
    born = mother + timedelta(days=int(365.25 * chance.uniform(least, least + 6)))
    return min(born, today - timedelta(days=chance.randint(30, 900)))


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


_BUILDERS = {
    "pasangan": _couple,
    "tiga generasi": _three_generations,
    "janda": _widow,
    "sendiri lansia": _alone,
    "cerai": _divorced,
    "lansia berdua": _old_couple,
}
