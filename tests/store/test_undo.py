"""Undo's bookkeeping: what it names as seen, and which deeds count as undone after undos were undone."""

from __future__ import annotations

from puskesos_desktop.journal.op import DELETED
from puskesos_desktop.store.log import history, undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from puskesos_desktop.store.tables import projection
from tests.support.village import OPERATOR, a_household, answering, opened, saved


def newest(store: Store) -> int:
    return history.deeds(store, store.reader())[0].number


def undone(store: Store) -> set[int]:
    return undo.undone_groups(store.reader().conn, store.device.name)


def test_undoing_a_creation_says_what_it_had_seen_and_leaves_no_question(store: Store) -> None:
    family = saved(store, a_household(store, "SARKIM", sumber_air=5)).family
    undo.undo(store, OPERATOR)
    *_, last = projection.ops_of(store.reader().conn, family.id)
    assert last.values[DELETED] == {
        "alasan": "dibatalkan",
        "seen": sorted({stamp for heads in family.stamps.values() for stamp in heads}),
    }
    assert store.reader().conn.execute("SELECT count(*) FROM conflict").fetchone() == (0,)


def test_a_deed_counts_as_undone_only_while_its_undo_stands(store: Store) -> None:
    family = saved(store, a_household(store, "SARKIM")).family.id
    deed = newest(store)
    undo.undo(store, OPERATOR, deed)
    first = newest(store)
    assert undone(store) == {deed}
    undo.undo(store, OPERATOR, first)
    second = newest(store)
    assert undone(store) == {first}
    undo.undo(store, OPERATOR, second)
    assert undone(store) == {deed, second}
    assert households.load(store.reader(), family) is None


def test_a_deed_that_is_back_can_be_undone_again_and_is_the_next(store: Store) -> None:
    family = saved(store, a_household(store, "SARKIM")).family.id
    deed = newest(store)
    undo.undo(store, OPERATOR, deed)
    undo.undo(store, OPERATOR, newest(store))
    assert undo.last_undoable(store, store.reader().conn) == deed
    undo.undo(store, OPERATOR)
    assert households.load(store.reader(), family) is None
    assert undo.last_undoable(store, store.reader().conn) is None


def test_an_edit_after_a_conflict_replaces_every_value_it_had_seen(store: Store) -> None:
    home = saved(store, a_household(store, "SARKIM", sumber_air=5))
    saved(store, answering(home, "", sumber_air=3))
    both = saved(store, answering(home, "", sumber_air=4))
    assert len(both.family.stamps["sumber_air"]) == 2
    settled = saved(store, answering(opened(store, home.family.id), "", sumber_air=6))
    assert len(settled.family.stamps["sumber_air"]) == 1
    assert store.reader().conn.execute("SELECT count(*) FROM conflict").fetchone() == (0,)
