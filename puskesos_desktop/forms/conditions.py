"""When a question is asked, as data: screens hide by it, checks skip by it, paper prints it in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from puskesos_desktop.domain.household import Value


@dataclass(frozen=True)
class Situation:
    """What a condition may look at: the record's own answers, the person's age in years, the family's answers."""

    answers: Mapping[str, Value]
    age: int | None = None
    family: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class When:
    """Asked when the answer to `key` is one of `codes`; `of_family` looks at the family's answers instead."""

    key: str
    codes: tuple[int, ...]
    of_family: bool = False

    def met(self, situation: Situation) -> bool:
        """Whether the answer is one of the codes; no answer is a no."""
        return (situation.family if self.of_family else situation.answers).get(self.key) in self.codes

    def keys(self) -> frozenset[str]:
        """Answers of the same record this depends on."""
        return frozenset() if self.of_family else frozenset({self.key})

    def words(self, numbers: Mapping[str, str]) -> str:
        """As printed: "306a = 4–8"; `numbers` gives the printed number of each key."""
        return f"{numbers.get(self.key) or self.key} = {_ranges(self.codes)}"


@dataclass(frozen=True)
class Has:
    """Asked when the bit sum in `key` contains `code`."""

    key: str
    code: int

    def met(self, situation: Situation) -> bool:
        """Whether that box is ticked."""
        value = situation.answers.get(self.key)
        return isinstance(value, int) and bool(value & self.code)

    def keys(self) -> frozenset[str]:
        """Answers of the same record this depends on."""
        return frozenset({self.key})

    def words(self, numbers: Mapping[str, str]) -> str:
        """As printed: "411 memuat 4"."""
        return f"{numbers.get(self.key) or self.key} memuat {self.code}"


@dataclass(frozen=True)
class Age:
    """Asked of people of `least` to `most` completed years on the day of the visit; unknown age is asked too."""

    least: int = 0
    most: int | None = None

    def met(self, situation: Situation) -> bool:
        """Whether the age fits; with no known age the question is asked rather than lost."""
        if situation.age is None:
            return True
        return situation.age >= self.least and (self.most is None or situation.age <= self.most)

    def keys(self) -> frozenset[str]:
        """Age is no answer: birthdays never erase anything."""
        return frozenset()

    def words(self, numbers: Mapping[str, str]) -> str:
        """As printed: "umur ≥ 5 tahun", "umur 5–30 tahun"."""
        return f"umur ≥ {self.least} tahun" if self.most is None else f"umur {self.least}–{self.most} tahun"


@dataclass(frozen=True)
class All:
    """Asked when every part holds."""

    parts: tuple[Condition, ...]

    def met(self, situation: Situation) -> bool:
        """Whether all hold."""
        for part in self.parts:  # noqa: SIM110 - at every save, and a generator takes twice the time
            if not part.met(situation):
                return False
        return True

    def keys(self) -> frozenset[str]:
        """Answers any part depends on."""
        return frozenset().union(*(part.keys() for part in self.parts))

    def words(self, numbers: Mapping[str, str]) -> str:
        """Joined by "dan", alternatives in brackets."""
        said = ((part, part.words(numbers)) for part in self.parts)
        return " dan ".join(f"({words})" if isinstance(part, AnyOf) else words for part, words in said)


@dataclass(frozen=True)
class AnyOf:
    """Asked when at least one part holds."""

    parts: tuple[Condition, ...]

    def met(self, situation: Situation) -> bool:
        """Whether any holds."""
        return any(part.met(situation) for part in self.parts)

    def keys(self) -> frozenset[str]:
        """Answers any part depends on."""
        return frozenset().union(*(part.keys() for part in self.parts))

    def words(self, numbers: Mapping[str, str]) -> str:
        """Joined by "atau"; questions with the same codes said together: "salah satu 428a, 428b, 428c = 1, 2"."""
        same: dict[tuple[int, ...], list[When]] = {}
        for part in self.parts:
            if isinstance(part, When):
                same.setdefault(part.codes, []).append(part)
        said = dict.fromkeys(_together(part, same, numbers) for part in self.parts)
        return " atau ".join(said)


Condition = When | Has | Age | All | AnyOf


def leaves(condition: Condition) -> Iterator[When | Has | Age]:
    """The single tests a condition is built of."""
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from leaves(part)
    else:
        yield condition


def _ranges(codes: tuple[int, ...]) -> str:
    """Codes as printed: (4, 5, 6, 7, 8) is "4–8", (1, 2, 4) is "1, 2, 4"."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][-1] + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def _together(part: Condition, same: Mapping[tuple[int, ...], list[When]], numbers: Mapping[str, str]) -> str:
    """A part in words, or for a question that shares its codes with others all of them at once."""
    group = same.get(part.codes, []) if isinstance(part, When) else []
    if len(group) < 2:
        return part.words(numbers)
    names = ", ".join(numbers.get(one.key) or one.key for one in group)
    return f"salah satu {names} = {_ranges(group[0].codes)}"
