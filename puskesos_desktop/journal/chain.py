"""The hash chain of a device: every operation names all that came before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain as chained
from typing import Any

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.journal.op import HEADER_KEYS, Op, canonical

DEEPEST = 20
"""How deep lists and objects inside a value may nest."""

_PLAIN = frozenset({str, int, type(None)})
_NUMBERS = ("clock", "group", "sequence")
_TEXTS = tuple(HEADER_KEYS.difference(_NUMBERS))

START = bytes(32)
"""Hash before the first operation."""


class ChainBroken(UserError):
    """An operation does not fit the chain of its device: changed, missing or out of place."""

    def __init__(self, device: str, sequence: int, why: str) -> None:
        """Say which operation of which device, and why."""
        super().__init__(
            f"Rantai catatan perangkat {device} putus pada urutan {sequence}: {why}.",
            "Jangan hapus berkas apa pun. Pulihkan dari cadangan terakhir atau minta salinan berkas yang utuh.",
        )
        self.why = why
        self.device = device
        self.sequence = sequence


@dataclass(frozen=True)
class Tip:
    """How far a chain is known: the last sequence and its hash."""

    sequence: int = 0
    hash: bytes = START


def link(previous: bytes, header: str) -> bytes:
    """Hash of an operation from the hash before it and its header."""
    return hashlib.sha256(previous + header.encode()).digest()


def extend(tip: Tip, op: Op) -> Tip:
    """The tip after `op`, checked: next sequence, canonical header and body, body as the header says."""
    check_shape(op, tip.sequence + 1)
    if op.sequence != tip.sequence + 1:
        raise ChainBroken(op.device, tip.sequence + 1, "catatan ini tidak ada")
    return Tip(op.sequence, link(tip.hash, op.header))


def check_shape(op: Op, place: int) -> None:
    """Header and body are canonical JSON of the agreed shape and belong together; else `ChainBroken`.

    Both are parsed here once and for all.
    """
    try:
        head = op.head
        device = head["device"]
        good = head.keys() == HEADER_KEYS and canonical(head) == op.header
        body = op.body
        if good and body is not None:
            content = op.content
            good = canonical(content) == body and isinstance(content["fields"], dict)
            good = good and _are_changes(op)
            good = good and all(
                type(value) in _PLAIN or key == "fields" or _is_shallow(value) for key, value in content.items()
            )
        good = good and _is_head(head)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ChainBroken("?", place, "catatan tidak dapat dibaca") from None
    if not good:
        raise ChainBroken(str(device)[:16], place, "bentuk catatan tidak dikenal")
    if body is not None and op.body_digest != head["body_hash"]:
        raise ChainBroken(str(device)[:16], place, "isi catatan tidak sesuai sidiknya")


def _is_head(head: dict[str, Any]) -> bool:
    """Whether every value of a header has the type and size a writer gives it; a clock beyond 2^63 fits no table."""
    if set(map(type, map(head.__getitem__, _NUMBERS))) != {int} or set(map(type, map(head.__getitem__, _TEXTS))) != {
        str
    }:
        return False
    return bool(0 <= head["clock"] < 1 << 63 and 0 < head["group"] <= head["sequence"] < 1 << 63)


def _are_changes(op: Op) -> bool:
    """Whether each is a value with the stamps it replaces; mostly they are plain values that replace nothing."""
    changes = op.fields.values()
    if not set(map(type, changes)) <= {list}:
        return False
    if set(map(len, changes)) <= {1}:
        values = dict(zip(op.fields, chained.from_iterable(changes), strict=True))
        op.__dict__["values"] = values  # known already
        if set(map(type, values.values())) <= _PLAIN:
            return True
    return all(map(_is_change, changes))


def _is_change(change: Any) -> bool:
    """A value with the stamps it replaces."""
    if type(change) is not list or not change:
        return False
    if type(change[0]) not in _PLAIN and not _is_shallow(change[0]):
        return False
    return len(change) == 1 or all(type(base) is str for base in change[1:])


def _is_shallow(value: Any, left: int = DEEPEST) -> bool:
    """Whether a value nests no deeper than any writer nests it; SQLite reads no JSON beyond its own depth."""
    if isinstance(value, dict):
        return left > 0 and all(_is_shallow(inner, left - 1) for inner in value.values())
    if isinstance(value, list):
        return left > 0 and all(_is_shallow(inner, left - 1) for inner in value)
    return True


def verify(ops: Iterable[tuple[Op, bytes]], start: Tip | None = None) -> Tip:
    """The tip after all (operation, stored hash) pairs of one device in order; `ChainBroken` at the first misfit."""
    tip = start or Tip()
    for op, stored in ops:
        tip = extend(tip, op)
        if tip.hash != stored:
            raise ChainBroken(op.device, op.sequence, "sidik tidak cocok")
    return tip
