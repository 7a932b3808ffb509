"""What a check of Periksa consists of, the three ways of finding, and what is found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from puskesos_desktop.domain.outcome import Severity
from puskesos_desktop.domain.rules import Rule
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read.checks import Odd


class Fix(StrEnum):
    """What can be done about a finding without opening the family, in the words of its button."""

    MERGE = "Gabungkan…"
    FAMILY_BACK = "Kembalikan keluarganya"
    HOUSE_BACK = "Kembalikan rumahnya"
    SEPARATE = "Tampilkan lagi"
    GIVE_NIK = "Isi NIK…"
    DECIDE = "Putuskan di Bentrok"

    def possible(self, odd: Odd) -> bool:
        """Whether there is something to do it with."""
        if self is Fix.MERGE:
            return bool(odd.other)
        return bool(odd.about) if self in (Fix.FAMILY_BACK, Fix.HOUSE_BACK) else True


@dataclass(frozen=True)
class Between:
    """Found by one query over the records of the village, which says what it looked at; `words` is why it is odd."""

    query: Callable[[Database], Iterable[Odd]]
    words: Callable[[Odd], str]


@dataclass(frozen=True)
class Within:
    """Found by rules of the editor, run over every family.

    `looks_at` are the answers it depends on besides the one an issue stands at: it stays settled while they stay.
    """

    looks_at: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Through:
    """Found by a search of its own through the store; gives what is odd with its words. `doing` is told meanwhile."""

    doing: str
    search: Callable[[Store], Iterable[tuple[Odd, str]]]


@dataclass(frozen=True)
class Check:
    """All of one check: key, weight, name, what to do about it, how it is found, and what its button does.

    `counted`: such a finding between records cannot stay so. `several`: one record may have several findings, each
    found right on its own. `twins`: a finding is two that may be one, and found right when they are two.
    """

    key: str
    weight: Severity
    title: str
    advice: str
    find: Between | Within | Through
    fix: Fix | None = None
    counted: bool = False
    several: bool = False
    twins: bool = False

    def finding(self, odd: Odd, words: str) -> Finding:
        """One finding of this check, with a trace of what was looked at."""
        fix = self.fix if self.fix is not None and self.fix.possible(odd) else None
        trace = hashlib.sha256(canonical([self.key, odd.record, odd.looked_at]).encode()).hexdigest()[:32]
        place = f"RT {odd.rt}/RW {odd.rw or '–'}" if odd.rt else ""
        other = odd.about if fix is Fix.HOUSE_BACK else odd.other
        who = odd.name or "tanpa nama"
        return Finding(self, odd.kind, odd.record, odd.family, who, place, words, trace, other, fix)


@dataclass(frozen=True)
class Finding:
    """One thing to mend: about which record, in which family (empty when none can be opened), who, where, and why.

    `trace` names the answers that were looked at; `other` is the second record of a pair, or the house to bring back.
    """

    check: Check
    kind: str
    record: str
    family: str
    who: str
    place: str
    words: str
    trace: str
    other: str = ""
    fix: Fix | None = None

    @property
    def said(self) -> tuple[str, str, str]:
        """As a person's word that it is right names it: the check, the record, the trace."""
        return self.check.key, self.record, self.trace
