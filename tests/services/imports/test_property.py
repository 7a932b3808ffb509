"""Any population file: twice it changes nothing, cancelled or undone it leaves nothing, decided it is sound."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.household import ANGGOTA
from puskesos_desktop.domain.outcome import Cancelled
from puskesos_desktop.services.imports import carry_out
from puskesos_desktop.services.imports.findings import Choice, Decision, Options, Rehearsal, Verdict
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.log import history, undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, population
from tests.support import tables
from tests.support.amount import FULL, examples
from tests.support.imports import a_file, imported, rehearsed, state, without
from tests.support.tables import Person, opensid, people
from tests.support.village import OPERATOR, a_store


class _Stop:
    """Progress that cancels at the given call."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, done: int, total: int, text: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


STEPS_BETWEEN = 1 if FULL else 6


def test_cancelling_at_any_step_leaves_nothing(store: Store, tmp_path: Path) -> None:
    """One rehearsal, cancelled later and later until it comes to its end: what is left behind would show next time."""
    found = rehearsed(store, a_file(tmp_path, opensid(people(250, 3))))
    before = state(store), households.totals(store.reader())
    at = 0
    while True:
        try:
            carry_out.carry_out(store, found, {}, OPERATOR, _Stop(at))
        except Cancelled:
            assert (state(store), households.totals(store.reader())) == before
            assert len(history.deeds(store, store.reader(), 5)) == 1
        else:
            break
        at += STEPS_BETWEEN
    assert at > 0
    assert households.totals(store.reader())["anggota"] == 750


def _spoiled(chance: random.Random, rows: list[list[tables.Cell]]) -> list[list[tables.Cell]]:
    """Some cells emptied, shortened or replaced."""
    for row in rows[1:]:
        for at in range(len(row)):
            if chance.random() < 0.02:
                damage: list[tables.Cell] = ["", "-", "lima", 3.0, str(row[at])[:15]]
                row[at] = chance.choice(damage)
    return rows


@settings(max_examples=examples(12, 5))
@given(seed=st.integers(0, 10_000))
def test_any_file_imported_twice_changes_nothing_and_undone_leaves_nothing(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    _imported_twice(tmp_path_factory, seed)


FACTS_CHANGED, CROWDED_OUT, NAMELESS, TWO_PLACES = 69, 1192, 1945, 4593
"""Once the second import did something: a row left to a person resembled nobody after the same file had changed the
mother, or among the many people it had added; a row had neither name nor NIK; rows without a card lived elsewhere."""


@pytest.mark.parametrize("seed", [FACTS_CHANGED, CROWDED_OUT, NAMELESS, TWO_PLACES])
def test_files_that_once_did_something_the_second_time(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    _imported_twice(tmp_path_factory, seed)


def _imported_twice(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    folder, chance = tmp_path_factory.mktemp("acak"), random.Random(seed)
    found: list[Person] = people(12, seed)
    chance.shuffle(found)
    with closing(a_store(folder / "desa")) as store:
        imported(store, a_file(folder, opensid(found[: chance.randint(0, 30)]), "dulu.xlsx"))
        before = state(store)
        path = a_file(folder, _spoiled(chance, opensid(found)))
        first = imported(store, path)
        assert first.equal
        after = state(store)
        second = imported(store, path)
        assert (state(store), second.written) == (after, {}), without(second.counts)
        if first.written:
            undo.undo(store, OPERATOR)
        assert state(store) == before


def _mixed(chance: random.Random, found: list[Person]) -> list[Person]:
    """Some with another card, relation or neighbourhood."""
    others = {one.kk for one in found}
    return [
        replace(
            one,
            kk=chance.choice(sorted(others)) if chance.random() < 0.1 else one.kk,
            relation=chance.choice((1, 2, 3)) if chance.random() < 0.1 else one.relation,
            rt=chance.choice(("001", "002", "003")),
        )
        for one in found
    ]


def _answers(chance: random.Random, found: Rehearsal) -> dict[int, Decision]:
    """Any answer to most unsure rows."""
    decisions: dict[int, Decision] = {}
    for line in found.lines:
        if line.verdict is Verdict.UNSURE and chance.random() < 0.7:
            choice = chance.choice(list(Choice) if line.matches else [Choice.NEW, Choice.SKIP])
            decisions[line.at] = Decision(choice, line.matches[0].id if choice is Choice.SAME else "")
    return decisions


def _careful(chance: random.Random, store: Store, found: Rehearsal) -> dict[int, Decision]:
    """Answers that are right, to most unsure rows: the resident of that number, else somebody new; or passed over."""
    numbers = {one.id: one.text("nik")[:15] for one in population.every(store.reader().conn, ANGGOTA)}
    decisions: dict[int, Decision] = {}
    for line in found.lines:
        if line.verdict is not Verdict.UNSURE or chance.random() < 0.3:
            continue
        number = str(found.rows[line.at].person.get("nik") or found.rows[line.at].nik_start)[:15]
        same = next((one.id for one in line.matches if number and numbers[one.id] == number), "")
        answer = Decision(Choice.SAME, same) if same else Decision(Choice.NEW)
        decisions[line.at] = chance.choice((answer, Decision(Choice.SKIP)))
    return decisions


@settings(max_examples=examples(12, 5))
@given(seed=st.integers(0, 10_000), make=st.sampled_from(("opensid", "dtks", "siak")), register=st.booleans())
def test_what_was_decided_once_is_not_asked_and_changes_nothing_again(
    tmp_path_factory: pytest.TempPathFactory, seed: int, make: str, register: bool
) -> None:
    folder, chance = tmp_path_factory.mktemp("lagi"), random.Random(seed)
    everybody, options = people(12, seed), Options(register=register)
    with closing(a_store(folder / "desa")) as store:
        imported(store, a_file(folder, opensid(everybody[: chance.randint(0, 30)]), "dulu.xlsx"))
        rows = _spoiled(chance, getattr(tables, make)(_mixed(chance, everybody)))
        path = a_file(folder, rows)
        found = rehearsed(store, path, options)
        imported(store, path, _careful(chance, store, found), options)
        after = state(store)
        second = imported(store, path, options=options)
        assert (state(store), second.written) == (after, {}), without(second.counts)


@settings(max_examples=examples(12, 5))
@given(seed=st.integers(0, 10_000), make=st.sampled_from(("opensid", "dtks", "siak")), register=st.booleans())
def test_any_decisions_leave_a_sound_village_as_promised_that_undo_takes_back(
    tmp_path_factory: pytest.TempPathFactory, seed: int, make: str, register: bool
) -> None:
    folder, chance = tmp_path_factory.mktemp("putus"), random.Random(seed)
    store = a_store(folder / "desa")
    everybody = people(12, seed)
    imported(store, a_file(folder, opensid(everybody[: chance.randint(0, 30)]), "dulu.xlsx"))
    before = state(store)
    rows = _spoiled(chance, getattr(tables, make)(_mixed(chance, everybody)))
    found = rehearsed(store, a_file(folder, rows), Options(register=register))
    done = carry_out.carry_out(store, found, _answers(chance, found), OPERATOR)
    assert done.equal
    assert selfcheck.check(store).sound
    if done.written:
        undo.undo(store, OPERATOR)
    assert state(store) == before
    store.close()
