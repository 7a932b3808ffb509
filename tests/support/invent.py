"""Invented answers: one strategy for each kind of question, and whole records built from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from puskesos_desktop.domain.household import Answers, Value
from puskesos_desktop.forms.fields import (
    Choice,
    Choices,
    Coordinate,
    Date,
    Digits,
    Field,
    Money,
    Month,
    Nik,
    Number,
    Photo,
    Place,
    Reference,
    Text,
    Year,
)
from puskesos_desktop.forms.form import Form

_LETTERS = st.characters(exclude_categories=("Cc", "Cs"))
_DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def _text(field: Text) -> SearchStrategy[Value]:
    letters = _LETTERS | st.just("\n") if field.lines > 1 else _LETTERS
    return _as_stored(field, st.text(letters, max_size=min(field.longest, 60)))


def _place(field: Place) -> SearchStrategy[Value]:
    return _as_stored(field, st.text(_LETTERS, max_size=30))


def _digits(field: Digits) -> SearchStrategy[Value]:
    least = field.length if field.exact or field.pad else 1
    return st.text("0123456789", min_size=least, max_size=field.length)


def _nik(field: Nik) -> SearchStrategy[Value]:
    return st.text("0123456789", min_size=16, max_size=16).filter(lambda number: field.problem(number) is None)


def _number(field: Number) -> SearchStrategy[Value]:
    return st.integers(field.least, field.most)


def _choice(field: Choice) -> SearchStrategy[Value]:
    return st.sampled_from(sorted(field.options.items))


def _choices(field: Choices) -> SearchStrategy[Value]:
    alone = [code for code in field.options.items if code == 0 or code in field.exclusive]
    ticks = [code for code in field.options.items if code not in alone]
    several = st.sets(st.sampled_from(ticks), min_size=1).map(sum)
    return several | st.sampled_from(alone) if alone else several


def _coordinate(field: Coordinate) -> SearchStrategy[Value]:
    return st.tuples(st.floats(-12, 7), st.floats(94, 142)).map(lambda point: f"{point[0]:.6f},{point[1]:.6f}")


def _as_stored(field: Field, typed: SearchStrategy[str]) -> SearchStrategy[Value]:
    stored = typed.map(field.parse)
    return stored.filter(lambda value: isinstance(value, str) and field.problem(value) is None)  # type: ignore[return-value]


STRATEGIES: dict[type[Field], Callable[[Any], SearchStrategy[Value]]] = {
    Text: _text,
    Digits: _digits,
    Nik: _nik,
    Number: _number,
    Money: _number,
    Year: _number,
    Date: lambda field: _DAYS.map(date.isoformat),
    Month: lambda field: _DAYS.map(lambda day: f"{day:%Y-%m}"),
    Choice: _choice,
    Choices: _choices,
    Reference: lambda field: st.uuids().map(str),
    Place: _place,
    Photo: lambda field: st.binary(min_size=32, max_size=32).map(bytes.hex),
    Coordinate: _coordinate,
}
"""From each kind of question to its valid stored answers."""


def values_of(field: Field) -> SearchStrategy[Value]:
    """Valid answers to one question."""
    return STRATEGIES[type(field)](field)


@st.composite
def answers_of(draw: DrawFn, form: Form) -> Answers:
    """Complete answers of a record: each question open or validly answered, whether or not it would be asked."""
    answers = form.empty()
    for key, field in form.fields.items():
        if draw(st.booleans()):
            answers[key] = draw(values_of(field.beside(answers)))
    return answers
