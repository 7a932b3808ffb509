"""How a kind of file is described: its columns, the questions they answer, and what one row of it came to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from puskesos_desktop.domain.household import Value
from puskesos_desktop.exchange.tables.sheets import Cell, Row, shown
from puskesos_desktop.forms.fields import Field
from puskesos_desktop.forms.paper import FORMS

FAMILY_FORMS, PERSON_FORM = ("bangunan", "keluarga"), "anggota"
UNCLEAR = None
"""In a table of codes: the source says less than our list asks, so the answer stays open and its words are kept."""

Answers = dict[str, Value]
Look = Callable[[str], Cell]
"""The raw cell of a row under a header; an empty text where the file has no such column."""
Finish = Callable[[Answers, Look], None]
"""Answers that several cells give together, put into the mapping."""


@dataclass(frozen=True, eq=False)
class Codes:
    """How the source's codes or words (squeezed, see `squeeze`) are told in ours, and what its codes mean in words.

    `doubts` are those of which a person must say what they mean here, each with the sentence that asks.
    """

    ours: Mapping[str, int | None]
    words: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Column:
    """A column: its header and other spellings of it, and the question it answers ("" for none).

    `codes` translate a coded answer; without them our own codes and words are expected. `says` keeps the words of a
    column that answers no question of ours in the row's `keterangan_sumber`. `then` is the question that the next
    column answers when it has no header of its own. `form` is needed only where a key stands in several forms.
    """

    header: str
    to: str = ""
    other: tuple[str, ...] = ()
    codes: Codes | None = None
    says: bool = False
    then: str = ""
    form: str = ""

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Every header this column goes by, squeezed."""
        return frozenset(squeeze(one) for one in (self.header, *self.other))


@dataclass(frozen=True, eq=False)
class Kind:
    """One layout of one kind of file; a kind with several sheets has several layouts of the same `key`.

    `must` are headers that have to be there, `exact` those of them that are told by their very spelling. `family` are
    headers that together tell one family's rows from another's. `prelist` says that it lists people somebody else
    counts, rather than the population itself. `blocks` marks listings whose families stand under a line of their own.
    `people` is false for sheets that have no person in a row, `named` for lists that need no name. `looks` are headers
    without a question that `finish_family` looks at. `remark` is told of every file of the kind.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    must: tuple[str, ...]
    exact: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    prelist: bool = False
    blocks: bool = False
    people: bool = True
    named: bool = True
    looks: tuple[str, ...] = ()
    remark: str = ""
    finish_family: Finish | None = None
    finish_person: Finish | None = None

    @cached_property
    def by_spelling(self) -> Mapping[str, Column]:
        """The column of each squeezed header."""
        return {spelling: column for column in self.columns for spelling in column.spellings}

    @cached_property
    def required(self) -> frozenset[str]:
        """Squeezed first spellings of the headers that must be there."""
        return frozenset(squeeze(one) for one in self.must)


@dataclass(frozen=True)
class Says(Mapping[str, str]):
    """What the source itself says in a row: header to text, empty cells left out; read only when asked for."""

    headers: tuple[tuple[str, int], ...]
    cells: Row

    def __getitem__(self, header: str) -> str:
        for name, at in self.headers:
            if name == header and at < len(self.cells) and (text := shown(self.cells[at])):
                return text
        raise KeyError(header)

    def __iter__(self) -> Iterator[str]:
        return (name for name, at in self.headers if at < len(self.cells) and shown(self.cells[at]))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class SourceRow:
    """One row of a file in our words: answers for the house and family, and for the person, that can be relied on.

    `refusals` are (cell, sentence): such a row goes back to its owner. `doubts` are (cell, sentence): a person decides.
    `notes` are (cell, sentence) of what was restored. `unclear` are the source's words for answers it gives too
    coarsely, by question or header. `family` is equal in all rows of one family. `nik_start` and `kk_start` are the
    sure digits (at most 15) of a number that is not whole. `says` are the source's own columns, for prelist records.
    `form` and `record` are set only in our own export: the kind and id of the record; answers of forms that are neither
    house nor family stand in `person`. `homeless` says why somebody new has to be asked about: the row names no family.
    """

    kind: str
    sheet: str
    row: int
    household: Mapping[str, Value] = field(default_factory=dict)
    person: Mapping[str, Value] = field(default_factory=dict)
    refusals: tuple[tuple[str, str], ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    unclear: Mapping[str, str] = field(default_factory=dict)
    family: str = ""
    nik_start: str = ""
    kk_start: str = ""
    form: str = ""
    record: str = ""
    says: Mapping[str, str] = field(default_factory=dict)
    homeless: str = ""

    @property
    def keterangan_sumber(self) -> str:
        """The words kept because our lists ask more than the source tells; guard it like a confidential answer."""
        return "; ".join(f"{label}: {words}" for label, words in self.unclear.items())


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """A header or label without case, spaces, signs and a number in brackets behind it ("Kode Kab/Kota (6)")."""
    return re.sub(r"[^a-z0-9<>]", "", re.sub(r"\s*\([0-9]+\)\s*$", "", text.casefold()))


def question(key: str, form: str = "") -> Field:
    """The question with this key in the forms a row can answer; `StopIteration` is a mistake of ours."""
    forms = (form,) if form else (*FAMILY_FORMS, PERSON_FORM)
    return next(FORMS[one].fields[key] for one in forms if key in FORMS[one].fields)


def of_family(key: str, form: str = "") -> bool:
    """Whether the question is one about a house or a family."""
    return form in FAMILY_FORMS or (not form and key not in FORMS[PERSON_FORM].fields)


def column(
    header: str, to: str = "", *other: str, codes: Codes | None = None, says: bool = False, then: str = ""
) -> Column:
    """A column as it is written in the files of the kinds."""
    return Column(header, to, other, codes, says, then)
