"""The pure half of the journal: operations, clock, chain and fold."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.journal import bundle_lines, chain, clock, fold
from puskesos_desktop.journal.chain import ChainBroken, Tip
from puskesos_desktop.journal.op import DELETED, Op, Position, Signature, canonical, compose
from tests.support.amount import examples

NOW = 1_790_000_000_000


def an_op(
    sequence: int, fields: dict[str, list[Any]], *, device: str = "laptop", record: str = "r1", at: int = 0
) -> Op:
    place = Position(sequence, sequence, clock.tick(0, NOW + (at or sequence)))
    extra = {"salt": f"{sequence:032x}", "wall": clock.wall_text(NOW), "label": "Simpan"}
    return compose(Signature(device, "op", "R22K.1"), place, ("keluarga", record), fields, extra)


def a_chain(length: int) -> list[tuple[Op, bytes]]:
    tip, stored = Tip(), []
    for number in range(1, length + 1):
        op = an_op(number, {"alamat_kk": [f"Gang {number}"]})
        tip = chain.extend(tip, op)
        stored.append((op, tip.hash))
    return stored


def test_canonical_json_has_sorted_keys_no_spaces_and_real_letters() -> None:
    assert canonical({"b": 1, "a": ["é", None]}) == '{"a":["é",null],"b":1}'


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 64) - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(plain)
def test_canonical_json_is_what_the_standard_library_writes_and_comes_back(value: Any) -> None:
    slow = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(value) == slow
    assert json.loads(slow) == value


@pytest.mark.parametrize(
    "odd", ["[1e400]", "[NaN]", "[123456789012345678901234567890]", '["\\ud800"]', "[1,]", "[" * 5000]
)
def test_bodies_no_writer_would_write_are_no_operations(odd: str) -> None:
    body = '{"fields":{"nama":' + odd + "}}"
    head = {**an_op(1, {}).head, "body_hash": hashlib.sha256(body.encode()).hexdigest()}
    with pytest.raises(ChainBroken):
        chain.check_shape(Op(canonical(head), body), 1)


def test_stamps_sort_like_clock_then_device() -> None:
    early, late = an_op(1, {}, at=5), an_op(2, {}, device="aaa", at=6)
    assert early.stamp < late.stamp
    assert an_op(1, {}, device="a", at=5).stamp < an_op(1, {}, device="b", at=5).stamp


@given(st.integers(0, 1 << 60), st.integers(0, 1 << 42))
def test_the_clock_never_goes_back_and_never_lags_the_wall_clock(last: int, now: int) -> None:
    ticked = clock.tick(last, now)
    assert ticked > last
    assert ticked >= now << 16


def test_a_stamp_of_2099_pulls_the_clock_at_most_48_hours_ahead() -> None:
    far = 4_090_000_000_000 << 16
    assert clock.wall_ms(clock.observe(0, far, NOW)) == NOW + 48 * 3600 * 1000


def test_a_chain_verifies_and_ends_at_its_tip() -> None:
    stored = a_chain(20)
    assert chain.verify(stored) == Tip(20, stored[-1][1])


def test_an_erased_body_still_verifies() -> None:
    stored = a_chain(9)
    stored[4] = (replace(stored[4][0], body=None), stored[4][1])
    assert chain.verify(stored).sequence == 9
    assert stored[4][0].fields == {}


def test_a_missing_operation_is_named() -> None:
    stored = a_chain(9)
    del stored[4]
    with pytest.raises(ChainBroken, match="urutan 5"):
        chain.verify(stored)


@given(st.data())
def test_any_changed_letter_of_header_or_body_is_found(data: st.DataObject) -> None:
    stored = a_chain(3)
    place = data.draw(st.integers(0, 2))
    op, digest = stored[place]
    part = data.draw(st.sampled_from(["header", "body"]))
    text = getattr(op, part)
    where = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(min_codepoint=32, max_codepoint=126).filter(lambda char: char != text[where]))
    stored[place] = (replace(op, **{part: text[:where] + letter + text[where + 1 :]}), digest)
    with pytest.raises(ChainBroken):
        chain.verify(stored)


def test_the_winner_is_the_head_with_the_highest_stamp_and_the_loser_is_kept() -> None:
    first = an_op(1, {"sumber_air": [3]})
    ours = an_op(2, {"sumber_air": [4, first.stamp]}, at=10)
    theirs = an_op(1, {"sumber_air": [6, first.stamp]}, device="lain", at=20)
    state = fold.fold("keluarga", "r1", [ours, theirs, first])
    assert state.value("sumber_air") == 6
    assert state.conflicts() == {"sumber_air": {ours.stamp: 4, theirs.stamp: 6}}


def test_equal_values_are_no_conflict() -> None:
    ours = an_op(1, {"sumber_air": [4]}, at=10)
    theirs = an_op(1, {"sumber_air": [4]}, device="lain", at=20)
    assert fold.fold("keluarga", "r1", [ours, theirs]).conflicts() == {}


def test_a_deletion_that_had_not_seen_an_edit_is_a_conflict() -> None:
    made = an_op(1, {"alamat_kk": ["Gang 1"]})
    gone = an_op(2, {DELETED: [{"alasan": "ganda", "seen": [made.stamp]}]})
    edit = an_op(1, {"alamat_kk": ["Gang 2", made.stamp]}, device="lain", at=30)
    assert fold.fold("keluarga", "r1", [made, gone]).conflicts() == {}
    assert DELETED in fold.fold("keluarga", "r1", [made, gone, edit]).conflicts()


FIELDS = ("nama", "nik", "rt")


@st.composite
def programs(draw: st.DrawFn) -> list[Op]:
    """Edits of one record on three laptops that see each other's work only now and then."""
    ops: list[Op] = []
    known: dict[str, list[Op]] = {name: [] for name in ("satu", "dua", "tiga")}
    counts = dict.fromkeys(known, 0)
    for step in range(draw(st.integers(1, 14))):
        device = draw(st.sampled_from(sorted(known)))
        if draw(st.booleans()):
            known[device] = list({op.stamp: op for op in (*known[device], *ops)}.values())
        stamps = fold.fold("keluarga", "r1", known[device]).stamps()
        chosen = draw(st.lists(st.sampled_from(FIELDS), min_size=1, unique=True))
        counts[device] += 1
        skew = draw(st.integers(-11 * 86_400_000, 11 * 86_400_000))
        fields = {name: [draw(st.integers(0, 3)), *stamps.get(name, ())] for name in chosen}
        op = an_op(counts[device], fields, device=device, at=skew + step + 20 * 86_400_000)
        ops.append(op)
        known[device].append(op)
    return ops


@settings(max_examples=examples(300, 60))
@given(programs(), st.randoms())
def test_the_state_is_the_same_for_any_order_and_repeats(ops: list[Op], chance: random.Random) -> None:
    straight = fold.fold("keluarga", "r1", ops)
    mixed = [*ops, *chance.sample(ops, len(ops) // 2)]
    chance.shuffle(mixed)
    other = fold.fold("keluarga", "r1", mixed)
    assert (other.values(), other.stamps(), other.conflicts()) == (
        straight.values(), straight.stamps(), straight.conflicts(),
    )  # fmt: skip


@settings(max_examples=examples(300, 60))
@given(programs())
def test_no_value_vanishes_unless_somebody_who_saw_it_replaced_it(ops: list[Op]) -> None:
    state = fold.fold("keluarga", "r1", ops)
    replaced = {(name, base) for op in ops for name, (_, *bases) in op.fields.items() for base in bases}
    for op in ops:
        for name, (value, *_) in op.fields.items():
            if (name, op.stamp) not in replaced:
                assert state.heads[name][op.stamp] == value
                assert state.value(name) == state.heads[name][max(state.heads[name])]


def test_changes_write_only_what_differs_and_name_what_was_seen() -> None:
    stamps = {"rt": ("s1",), "rw": ("s2", "s3")}
    wanted = {"rt": "002", "rw": "001", "dusun": None}
    assert fold.changes({"rt": "001", "rw": "001"}, stamps, wanted) == {"rt": ["002", "s1"]}


def test_lines_come_back_as_they_went() -> None:
    ops = [op for op, _ in a_chain(4)]
    ops[1] = replace(ops[1], body=None)
    seal = bundle_lines.Seal("laptop", Tip(4, b"\1" * 32), b"\2" * 64)
    back = list(bundle_lines.unpack(bundle_lines.pack(ops, [seal])))
    assert back == [*ops, seal]


@pytest.mark.parametrize("bad", [[b"{}"], [b'{"seal":1}'], [b'{"seal":["a","b","c","d"]}'], [b"\xff", b"{}"]])
def test_lines_that_are_nothing_known_are_refused(bad: list[bytes]) -> None:
    with pytest.raises(ChainBroken):
        list(bundle_lines.unpack(bad))
