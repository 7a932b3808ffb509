"""From a cell to the answer of a question: by the kind of question and the source's own codes."""

from __future__ import annotations

from collections.abc import Callable

from puskesos_desktop.domain.outcome import Issue
from puskesos_desktop.exchange.tables.damage import (
    NOTHING,
    Certainty,
    Mended,
    mend_count,
    mend_date,
    mend_neighbourhood,
    mend_number,
)  # fmt: skip
from puskesos_desktop.exchange.tables.kinds.kind import Codes, Column, question, squeeze
from puskesos_desktop.exchange.tables.sheets import Cell, shown
from puskesos_desktop.forms.fields import Choice, Date, Digits, Field, Money, Nik, Number

Convert = Callable[[Cell], Mended]

_BLANK = frozenset({"", "-", "–", "—", "null", "n/a", "#n/a"})


def converter(column: Column) -> Convert:
    """How this column's cells become answers; a column without a question keeps its words."""
    if not column.to:
        return coded(column.codes) if column.codes else _kept
    field = question(column.to, column.form)
    if column.form:
        return _own(field)
    if column.codes:
        return _checked(field, coded(column.codes))
    return by_field(field)


def by_field(field: Field) -> Convert:
    """The answer to this question out of a cell of any damage, checked by the question itself."""
    if isinstance(field, Nik):
        label = "Nomor KK" if field.card else "NIK"
        return lambda cell: mend_number(cell, label)
    if isinstance(field, Date):
        return _checked(field, lambda cell: mend_date(cell, field.label))
    if field.key in ("rt", "rw"):
        return lambda cell: mend_neighbourhood(cell, field.label)
    if isinstance(field, Number) and not isinstance(field, Money):
        return _checked(field, lambda cell: mend_count(cell, field.label))
    if isinstance(field, Choice):
        return coded(Codes({squeeze(words): code for code, words in field.options.items.items()}
                           | {str(code): code for code in field.options.items}))  # fmt: skip
    return _checked(field, lambda cell: _parsed(field, cell))


def coded(codes: Codes) -> Convert:
    """A code or a label out of the source's list; what the list does not hold is kept in words."""

    def convert(cell: Cell) -> Mended:
        text = shown(cell).strip("'` ")
        if text.casefold() in _BLANK:
            return NOTHING
        key = text.lstrip("0") or "0" if text.isdigit() else squeeze(text)
        words = codes.words.get(key, "")
        if (asked := codes.doubts.get(key)) is not None:
            return Mended(f"{text} ({words})" if words else text, Certainty.UNSURE, asked)
        if key in codes.ours:
            ours = codes.ours[key]
            return Mended(ours) if ours is not None else _unclear(text, words)
        note = f"'{text[:40]}' tidak ada dalam daftar; disimpan sebagai keterangan." if codes.ours else ""
        return Mended(text, Certainty.UNCLEAR, note)

    return convert


def _own(field: Field) -> Convert:
    """What our own export wrote, taken as it stands; what a person changed in it, as in any other file."""
    mend = by_field(field)
    exact = isinstance(field, Nik | Digits) or not isinstance(field, Number | Choice | Date)

    def convert(cell: Cell) -> Mended:
        if exact and isinstance(cell, str):
            value = field.parse(cell)
            if not isinstance(value, Issue) and field.problem(value) is None:
                return Mended(value)
        return mend(cell)

    return convert


def _unclear(text: str, words: str) -> Mended:
    return Mended(f"{text} ({words})" if words and squeeze(words) != squeeze(text) else text, Certainty.UNCLEAR)


def _kept(cell: Cell) -> Mended:
    text = shown(cell)
    return NOTHING if text.casefold() in _BLANK else Mended(text, Certainty.UNCLEAR)


def _parsed(field: Field, cell: Cell) -> Mended:
    text = cell if isinstance(cell, str) else shown(cell)
    text = text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "").removeprefix("'")
    if text.strip().casefold() in _BLANK:
        return NOTHING
    value = field.parse(text)
    return Mended(None, Certainty.REFUSED, value.message) if isinstance(value, Issue) else Mended(value)


def _checked(field: Field, convert: Convert) -> Convert:
    """The same, with the question's own limits."""

    def check(cell: Cell) -> Mended:
        mended = convert(cell)
        if mended.value is None or mended.state not in (Certainty.SOUND, Certainty.HEALED):
            return mended
        issue = field.problem(mended.value)
        return Mended(None, Certainty.REFUSED, issue.message) if issue else mended

    return check
