"""The fold: the state of a record as a pure function of the set of its operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from puskesos_desktop.journal.op import DELETED, Op

Heads = dict[str, dict[str, Any]]
"""field -> stamp -> value: the values of a field that no other operation has replaced."""


@dataclass
class State:
    """A record after some operations: the heads of every field, and the stamps that were replaced."""

    kind: str
    id: str
    heads: Heads = field(default_factory=dict)
    replaced: dict[str, set[str]] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """The winner: the head with the highest stamp."""
        heads = self.heads.get(name)
        return heads[max(heads)] if heads else None

    def values(self) -> dict[str, Any]:
        """The winner of every field ever written."""
        return {name: heads[max(heads)] for name, heads in self.heads.items() if heads}

    def stamps(self) -> dict[str, tuple[str, ...]]:
        """Stamps of the heads of every field: the bases of the next edit."""
        return {name: tuple(sorted(heads)) for name, heads in self.heads.items() if heads}

    @property
    def deleted(self) -> bool:
        """Whether the record is deleted now."""
        return self.value(DELETED) is not None

    def conflicts(self) -> dict[str, dict[str, Any]]:
        """Fields with heads of different values, and a deletion that had not seen every present value."""
        found = {name: heads for name, heads in self.heads.items() if _differ(heads.values())}
        if self.deleted and DELETED not in found:
            seen = set(self.value(DELETED)["seen"])
            unseen = {stamp for name, heads in self.heads.items() if name != DELETED for stamp in heads} - seen
            if unseen:
                found[DELETED] = dict(self.heads[DELETED])
        return found


def apply(state: State, op: Op) -> None:
    """Take one more operation into the state; the order of arrival does not matter."""
    for name, (value, *bases) in op.fields.items():
        replaced = state.replaced.setdefault(name, set())
        replaced.update(bases)
        heads = state.heads.setdefault(name, {})
        for base in bases:
            heads.pop(base, None)
        if op.stamp not in replaced:
            heads[op.stamp] = value


def fold(kind: str, record: str, ops: Iterable[Op]) -> State:
    """The state of a record from all its operations, in any order, repeats allowed."""
    state = State(kind, record)
    for op in ops:
        apply(state, op)
    return state


def fold_all(ops: Iterable[Op]) -> dict[tuple[str, str], State]:
    """The states of every record the operations touch."""
    states: dict[tuple[str, str], State] = {}
    for op in ops:
        key = (op.kind, op.record)
        if key not in states:
            states[key] = State(*key)
        apply(states[key], op)
    return states


def changes(
    values: Mapping[str, Any], stamps: Mapping[str, tuple[str, ...]], wanted: Mapping[str, Any]
) -> dict[str, list[Any]]:
    """What an operation must write to turn `values` (opened with `stamps`) into `wanted`: only what differs."""
    return {name: [value, *stamps.get(name, ())] for name, value in wanted.items() if value != values.get(name)}


def _differ(values: Iterable[Any]) -> bool:
    unique: list[Any] = []
    for value in values:
        if value not in unique:
            unique.append(value)
    return len(unique) > 1
