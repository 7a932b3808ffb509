"""Headers no writer would write, and what an edit names of the values it replaces."""

from __future__ import annotations

from typing import Any

import pytest

from puskesos_desktop.journal import chain, fold
from puskesos_desktop.journal.chain import ChainBroken
from puskesos_desktop.journal.op import Op, Position, Signature, canonical, compose


def an_op(sequence: int = 2, group: int = 1, clock: int = 5, device: str = "laptop", **fields: list[Any]) -> Op:
    return compose(
        Signature(device, "op", "R22K.1"), Position(sequence, group, clock), ("keluarga", "r1"), fields, {"salt": "00"}
    )


@pytest.mark.parametrize("group", [1, 2])
def test_a_group_begins_at_or_before_its_operation(group: int) -> None:
    chain.check_shape(an_op(2, group), 2)


@pytest.mark.parametrize(
    ("sequence", "group", "clock"),
    [(2, 3, 5), (2, 0, 5), (2, -1, 5), (0, 0, 5), (1 << 63, 1, 5), (2, 1, -1), (2, 1, 1 << 63)],
)
def test_places_no_writer_would_give_are_refused(sequence: int, group: int, clock: int) -> None:
    with pytest.raises(ChainBroken, match="bentuk catatan"):
        chain.check_shape(an_op(sequence, group, clock), 2)


@pytest.mark.parametrize("name", ["sequence", "group", "clock"])
def test_a_yes_is_no_number(name: str) -> None:
    op = an_op(1, 1, 1)
    with pytest.raises(ChainBroken):
        chain.check_shape(Op(canonical({**op.head, name: True}), op.body), 1)


@pytest.mark.parametrize("name", ["device", "actor", "kind", "record", "schema"])
def test_texts_of_a_header_are_text(name: str) -> None:
    op = an_op()
    with pytest.raises(ChainBroken):
        chain.check_shape(Op(canonical({**op.head, name: 1}), op.body), 2)


def test_an_edit_names_every_head_it_replaces_and_leaves_one() -> None:
    ours, theirs = an_op(clock=5, sumber_air=[4]), an_op(clock=6, device="lain", sumber_air=[6])
    state = fold.fold("keluarga", "r1", [ours, theirs])
    changed = fold.changes(state.values(), state.stamps(), {"sumber_air": 3})
    assert changed == {"sumber_air": [3, ours.stamp, theirs.stamp]}
    edit = an_op(3, 3, 7, "laptop", **changed)
    after = fold.fold("keluarga", "r1", [edit, theirs, ours])
    assert (after.heads["sumber_air"], after.conflicts()) == ({edit.stamp: 3}, {})
