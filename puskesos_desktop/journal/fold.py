"""The fold: the state of a record as a pure function of the set of its operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from puskesos_desktop.journal.op import DELETED, DUPLICATE, Op

Heads = dict[str, dict[str, Any]]
"""field -> stamp -> value: the values of a field that no other operation has replaced."""

_REGISTERS = (DELETED, DUPLICATE)


@dataclass
class Folded:
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

    @property
    def duplicate_of(self) -> str | None:
        """The record this one was marked a duplicate of, as it was written: chains are followed by `kept_for`."""
        value = self.value(DUPLICATE)
        return value if isinstance(value, str) else None

    def conflicts(self) -> dict[str, dict[str, Any]]:
        """Fields with heads of different values, and a deletion or a merge that had not seen every present value."""
        found = {name: heads for name, heads in self.heads.items() if _differ(heads.values())}
        if self.duplicate_of is not None and (unseen := self._unseen(self.replaced[DUPLICATE])):
            found[DUPLICATE] = {**self.heads[DUPLICATE], **dict.fromkeys(unseen)}
        if self.deleted and DELETED not in found and self._unseen(self.value(DELETED)["seen"]):
            found[DELETED] = dict(self.heads[DELETED])
        return found

    def _unseen(self, seen: Iterable[str]) -> list[str]:
        """Stamps of the answers that now stand and are not among these."""
        present = {stamp for name, heads in self.heads.items() if name not in _REGISTERS for stamp in heads}
        return sorted(present - set(seen))


def apply(state: Folded, op: Op) -> None:
    """Take one more operation into the state; the order of arrival does not matter."""
    for name, (value, *bases) in op.fields.items():
        replaced = state.replaced.setdefault(name, set())
        replaced.update(bases)
        heads = state.heads.setdefault(name, {})
        for base in bases:
            heads.pop(base, None)
        if op.stamp not in replaced:
            heads[op.stamp] = value


def fold(kind: str, record: str, ops: Iterable[Op]) -> Folded:
    """The state of a record from all its operations, in any order, repeats allowed."""
    state = Folded(kind, record)
    for op in ops:
        apply(state, op)
    return state


def changes(
    values: Mapping[str, Any], stamps: Mapping[str, tuple[str, ...]], wanted: Mapping[str, Any]
) -> dict[str, list[Any]]:
    """What an operation must write to turn `values` (opened with `stamps`) into `wanted`: only what differs."""
    return {name: [value, *stamps.get(name, ())] for name, value in wanted.items() if value != values.get(name)}


def kept_for(marked: Mapping[str, str]) -> dict[str, str]:
    """For each duplicate the record that stands for it, from what each was marked a duplicate of.

    Chains are followed to their end; of records marked in a circle the one with the smallest id is kept.
    """
    kept: dict[str, str] = {}
    for start in marked:
        path: list[str] = []
        at = start
        while at in marked and at not in kept and at not in path:
            path.append(at)
            at = marked[at]
        end = min(path[path.index(at) :]) if at in path else kept.get(at, at)
        kept.update(dict.fromkeys(path, end))
    return {record: end for record, end in kept.items() if record != end}


def _differ(values: Iterable[Any]) -> bool:
    unique: list[Any] = []
    for value in values:
        if value not in unique:
            unique.append(value)
    return len(unique) > 1
