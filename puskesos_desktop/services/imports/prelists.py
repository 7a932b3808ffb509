"""Rows of other people's lists made into prelist records, each linked to the resident or family it names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from puskesos_desktop.domain.codes.prelist import BARU, PRELIST, RAGU, TERHUBUNG
from puskesos_desktop.domain.household import Record, Value
from puskesos_desktop.domain.words.names import plain
from puskesos_desktop.exchange.tables.kinds.kind import Says, SourceRow
from puskesos_desktop.exchange.tables.sheets import shown
from puskesos_desktop.forms.kinds.prelist import LONGEST
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.imports.draft import GUARDED
from puskesos_desktop.services.imports.findings import Change
from puskesos_desktop.services.imports.identifying import Who
from puskesos_desktop.services.imports.village import Village
from puskesos_desktop.store.read import population
from puskesos_desktop.store.read.population import PrelistLine

KEPT = ("nama", "nik", "tanggal_lahir")


class Known(NamedTuple):
    """A line that was imported before, and the digest of what it said (`line.text` is empty)."""

    line: PrelistLine
    digest: bytes


class Whose(NamedTuple):
    """The person a line is of, and the family when it is not the one the person has here."""

    person: str = ""
    family: str = ""


@dataclass
class Words:
    """What the rows say, as it is kept: a digest of each, and the text of those nobody has yet."""

    digests: dict[int, bytes] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def take(self, at: int, says: Mapping[str, str], known: AbstractSet[bytes] = frozenset()) -> None:
        """Keep what the row at this place says; of what is `known` already only the digest."""
        text = text_of(says)
        self.digests[at] = digest(text)
        if self.digests[at] not in known:
            self.texts[at] = text


@dataclass(frozen=True)
class List:
    """Which list the rows come from: the key of its kind, its name, the file, and columns whose words stay hidden."""

    kind: str
    name: str
    file: str
    guarded: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What would become of one row: a record to write, or nothing where it is known as it stands.

    `linked` says that it is known and somebody's already.
    """

    record: Record | None
    changes: tuple[Change, ...] = ()
    linked: bool = False

    @property
    def new(self) -> bool:
        """Whether the list's line is not here yet."""
        return self.record is not None and self.record.before is None


@dataclass
class Prelists:
    """Compares rows with the lines of the same list that were imported before; each line is met once."""

    village: Village
    source: List
    _by_number: dict[str, list[Known]] = field(default_factory=dict)
    _by_name: dict[tuple[str, str, str], list[Known]] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)
    digests: set[bytes] = field(default_factory=set)
    _made: int = 0

    def load(self) -> None:
        """Read what was imported before."""
        for line in population.prelist_lines(self.village.connection, self.source.kind, self.source.name):
            known = Known(line._replace(text=""), digest(line.text))
            self.digests.add(known.digest)
            if line.nik:
                self._by_number.setdefault(line.nik, []).append(known)
            self._by_name.setdefault((plain(line.name), line.born, line.card), []).append(known)

    @property
    def empty(self) -> bool:
        """Whether nothing of this kind of list was imported before: no row's words are needed to compare."""
        return not self._by_name

    def meet(self, at: int, row: SourceRow, who: Who, whose: Whose, words: Words) -> Outcome:
        """What would become of the row at this place; `whose` it is, `words` are of all rows."""
        answers = self._answers(row, who, whose)
        mark, text = words.digests.get(at, b""), words.texts.get(at, "")
        known = None if self.empty else self._find(row, mark)
        if known is None:
            self._made += 1
            return Outcome(Record(PRELIST, f"+prelist-{self._made}", FORMS[PRELIST].complete(answers)))
        self._met.add(known.line.record)
        if known.digest == mark and _as_it_is(known.line, answers):
            return Outcome(None, linked=bool(known.line.person))
        record = population.those(self.village.connection, PRELIST, (known.line.record,))[known.line.record]
        if record["anggota_id"] and answers["keadaan"] != TERHUBUNG:
            answers.pop("keadaan")
        new: dict[str, Value] = {
            key: value for key, value in answers.items() if value is not None and value != record[key]
            and key not in ("berkas", "lembar", "baris")
        }  # fmt: skip
        said = self._compared(record.text("isi"), text) if known.digest != mark else ()
        if said:
            new["isi"] = text
        if not new:
            return Outcome(None, linked=bool(record["anggota_id"]))
        fields = FORMS[PRELIST].fields
        linked = [Change(fields["keadaan"].label, fields["keadaan"].show(record["keadaan"]),
                         fields["keadaan"].show(new["keadaan"]))] if "keadaan" in new else []  # fmt: skip
        return Outcome(record.answering(**new), (*linked, *said), bool(record["anggota_id"]))

    def _answers(self, row: SourceRow, who: Who, whose: Whose) -> dict[str, Value]:
        person, family = whose.person, whose.family or self._family(row, whose.person)
        linked = bool(person or family)
        state = TERHUBUNG if linked else RAGU if who.doubts else BARU
        answers: dict[str, Value] = {
            "jenis": self.source.kind, "daftar": self.source.name, "berkas": self.source.file[:200],
            "lembar": row.sheet[:40], "baris": row.row, "keadaan": state, "anggota_id": person or None,
            "keluarga_id": family or None, "nomor_kk": row.household.get("nomor_kk"),
        }  # fmt: skip
        return answers | {key: row.person.get(key) for key in KEPT}

    def _family(self, row: SourceRow, person: str) -> str:
        """The family of the person; of a row that names nobody, the one family that has its card number."""
        if person in self.village.people:
            return self.village.people[person].text("keluarga_id")
        if row.person.get("nama"):
            return ""
        number = str(row.household.get("nomor_kk") or row.person.get("nik") or "")
        found = self.village.by_card.get(number, [])
        return found[0] if len(found) == 1 else ""

    def _find(self, row: SourceRow, mark: bytes) -> Known | None:
        """The line of the same number, else of the same name, birth date and card where one of them has no number."""
        nik, name = str(row.person.get("nik") or ""), plain(str(row.person.get("nama") or ""))
        born, card = str(row.person.get("tanggal_lahir") or ""), str(row.household.get("nomor_kk") or "")
        if found := self._unmet(self._by_number.get(nik, []), mark):
            return found
        named = self._by_name.get((name, born, card), []) if name or card else []
        return self._unmet([one for one in named if not (nik and one.line.nik)], mark)

    def _unmet(self, candidates: list[Known], mark: bytes) -> Known | None:
        """Of lines no other row is, the one that says the same, else the oldest."""
        left = [one for one in candidates if one.line.record not in self._met]
        return next((one for one in left if one.digest == mark), left[0]) if left else None

    def _compared(self, old: str, new: str) -> tuple[Change, ...]:
        """Columns that say something else now."""
        before, after = dict(_columns(old)), dict(_columns(new))
        differing = (one for one in dict.fromkeys((*before, *after)) if before.get(one) != after.get(one))
        return tuple(
            Change(one, GUARDED if one in before else "", GUARDED if one in after else "")
            if one in self.source.guarded
            else Change(one, before.get(one, ""), after.get(one, ""))
            for one in differing
        )


def _as_it_is(line: PrelistLine, answers: Mapping[str, Value]) -> bool:
    """Whether a line that says the same is also whose it was."""
    person, family = answers["anggota_id"], answers["keluarga_id"]
    state = line.state if line.person and answers["keadaan"] != TERHUBUNG else answers["keadaan"]
    return (line.state, line.person, line.family) == (state, person or line.person, family or line.family)


def text_of(says: Mapping[str, str]) -> str:
    """What a row says, one column a line, as it is kept."""
    if not isinstance(says, Says):
        return _cut(f"{header}: {words}" for header, words in says.items())
    width, cells = len(says.cells), says.cells
    return _cut(front + words for front, at in _fronts(says.headers) if at < width and (words := _shown(cells[at])))


def _cut(lines: Iterable[str]) -> str:
    return "\n".join(lines)[:LONGEST].rstrip()


@lru_cache(maxsize=64)
def _fronts(headers: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    return tuple((f"{' '.join(header.split())}: ", at) for header, at in headers)


_shown = lru_cache(maxsize=50_000, typed=True)(shown)
"""Codes come again and again."""


def digest(text: str) -> bytes:
    """Sixteen bytes that name a text."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _columns(text: str) -> Iterator[tuple[str, str]]:
    return ((header, words) for header, _, words in (line.partition(": ") for line in text.splitlines()))
