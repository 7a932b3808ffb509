"""What a rehearsal finds: a verdict and reasons for every row, sums of file and village, what would be written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.matching.judging import Match
from puskesos_desktop.exchange.tables.guard import Notice
from puskesos_desktop.exchange.tables.kinds.kind import SourceRow
from puskesos_desktop.exchange.tables.records import Skipped


class Verdict(StrEnum):
    """What importing would do with a row."""

    NEW = "baru"
    SAME = "sama"
    CHANGED = "berubah"
    UNSURE = "ragu"
    REFUSED = "ditolak"


class Role(StrEnum):
    """What a file is taken for: the population itself, or a list in which somebody else counts people."""

    POPULATION = "penduduk"
    PRELIST = "prelist"


class Choice(StrEnum):
    """What a person decides about an unsure row."""

    SAME = "sama"
    NEW = "baru"
    SKIP = "lewati"


@dataclass(frozen=True)
class Decision:
    """The answer to one unsure row; `person` is the resident of a SAME."""

    choice: Choice
    person: str = ""


@dataclass(frozen=True)
class Options:
    """What the operator says about the file beforehand.

    `role` is needed only where a file is taken for something else than its kind suggests. `mapping` (header to key of
    a question) is needed for a table of no known kind. `register` also makes persons of those a prelist names and
    nobody here is like. `today` is the day of the rules; the machine's own when left out.
    """

    role: Role | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    register: bool = False
    today: date | None = None


@dataclass(frozen=True)
class Change:
    """One answer that would become another, in words; "(rahasia)" stands for confidential ones."""

    question: str
    old: str
    new: str

    @property
    def words(self) -> str:
        """As "RT: 003 → 004"."""
        return f"{self.question}: {self.old or 'kosong'} → {self.new or 'kosong'}"


@dataclass(frozen=True)
class Line:
    """One row of the file: where it stands, whom it names, what would become of it and why.

    `reasons` are (cell or empty, sentence); `matches` the residents an unsure row may be, likeliest first, with `who`
    they are in words by their id. `at` is the row's place among all rows, the key of a decision. `skipped` says that a
    person passed over it, `remembered` that an answer given at an earlier import was taken.
    """

    at: int
    sheet: str
    row: int
    name: str
    number: str
    verdict: Verdict
    reasons: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = ()
    matches: tuple[Match, ...] = ()
    who: Mapping[str, str] = field(default_factory=dict)
    family: str = ""
    skipped: bool = False
    remembered: bool = False

    @property
    def asks(self) -> bool:
        """Whether a person may answer it: it is unsure, or was and an earlier answer was taken."""
        return self.verdict is Verdict.UNSURE or self.remembered

    @property
    def said(self) -> tuple[str, ...]:
        """The reasons as sentences, each with its cell: "B7: 'lima' bukan angka."."""
        return tuple(f"{cell}: {sentence}" if cell else sentence for cell, sentence in self.reasons)


@dataclass(frozen=True)
class Sums:
    """Control sums: families, persons, men, women, and persons by neighbourhood ("RT 001/RW 002")."""

    families: int = 0
    persons: int = 0
    men: int = 0
    women: int = 0
    by_rt: Mapping[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """For programs."""
        return {
            "keluarga": self.families, "orang": self.persons, "L": self.men, "P": self.women,
            "per_rt": dict(sorted(self.by_rt.items())),
        }  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What writing would do: every row's line, the records as they should be, and the village's sums afterwards.

    New records have placeholder ids that begin with "+"; `revived` are deleted ones that live again. `texts` names, for
    each new or changed prelist record, the row whose words it keeps; `persons` by its place the resident a row is.
    """

    lines: tuple[Line, ...]
    records: tuple[Record, ...] = ()
    revived: tuple[Record, ...] = ()
    texts: Mapping[str, int] = field(default_factory=dict)
    persons: Mapping[int, str] = field(default_factory=dict)
    after: Sums = field(default_factory=Sums)


@dataclass(frozen=True)
class Rehearsal:
    """A file looked at, nothing written. With `headers` to be mapped there are no lines yet: `Options.mapping` is due,
    and `samples` has the first words of each column.

    `tip` names the state of the village it was compared with, `sha256` the file.
    """

    path: Path
    sha256: str
    kind: str
    title: str
    role: Role
    options: Options
    fingerprint: str
    rows: Sequence[SourceRow] = ()
    plan: Plan = Plan(())
    file: Sums = field(default_factory=Sums)
    before: Sums = field(default_factory=Sums)
    notices: tuple[Notice, ...] = ()
    unread: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    blank: int = 0
    headers: tuple[str, ...] = ()
    suggestions: Mapping[str, str] = field(default_factory=dict)
    samples: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    tip: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """One line for each row, in the order of the file."""
        return self.plan.lines

    @property
    def unmapped(self) -> bool:
        """Whether the operator must first say what the columns mean."""
        return bool(self.headers)

    def counts(self) -> dict[str, int]:
        """How many rows of each verdict, all five."""
        return counts(self.lines)


@dataclass(frozen=True)
class Imported:
    """What was written, read back from the store: `equal` says whether it is what the rehearsal promised.

    `left` are the lines that did not come in: refused, undecided, or passed over by the operator.
    """

    label: str
    counts: Mapping[str, int]
    written: Mapping[str, int]
    before: Sums
    after: Sums
    equal: bool
    left: tuple[Line, ...]


def counts(lines: Sequence[Line]) -> dict[str, int]:
    """How many lines of each verdict, all five."""
    found = Counter(one.verdict for one in lines)
    return {str(verdict): found[verdict] for verdict in Verdict}
