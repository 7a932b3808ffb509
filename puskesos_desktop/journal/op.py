"""One operation of the journal: canonical header and body, exactly as they are hashed, stored and sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

import orjson

FORMAT = 1
"""Format of operations; a store of any other is refused."""

DELETED = "_del"
"""Register of deletion: null, or {"alasan": reason, "seen": stamps of what the deleter saw}."""

DUPLICATE = "_dup"
"""Register of a record that stands twice: null, or the id of the one that is kept.

Its bases are the stamps of everything in the record that the one who merged had seen.
"""

FieldChanges = Mapping[str, Sequence[Any]]
"""field -> [value, base stamp …]: the new value and the stamps of the values it replaces."""

HEADER_KEYS = frozenset({"device", "sequence", "clock", "group", "actor", "kind", "record", "schema", "body_hash"})

T = TypeVar("T")
_encode_slowly = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode


def canonical(value: Any) -> str:
    """Canonical JSON: sorted keys, no spaces, real letters; no numbers beyond 64 bits, which are not read back."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:
        return _encode_slowly(value)


def stamp_of(clock: int, device: str) -> str:
    """(clock, device) as text that sorts like the pair."""
    return f"{clock:016x}.{device}"


def _object(parsed: Any) -> dict[str, Any]:
    if type(parsed) is not dict:
        raise ValueError("not an object")
    return parsed


class _Once(Generic[T]):
    """What is worked out when first asked for; without the lock of `cached_property`, which costs more than parsing.

    Two threads that ask at once work it out twice, with the same result.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work, self._name, self.__doc__ = work, work.__name__, work.__doc__

    @overload
    def __get__(self, one: None, kind: type) -> _Once[T]: ...
    @overload
    def __get__(self, one: object, kind: type) -> T: ...
    def __get__(self, one: object | None, kind: type) -> _Once[T] | T:
        if one is None:
            return self
        found = one.__dict__[self._name] = self._work(one)
        return found


@dataclass(frozen=True)
class Op:
    """One change of one record. `body` is None once it was erased; the chain still verifies."""

    header: str
    body: str | None

    @_Once
    def head(self) -> dict[str, Any]:
        """The header, parsed."""
        return _object(orjson.loads(self.header))

    @_Once
    def content(self) -> dict[str, Any]:
        """The body, parsed; empty when erased."""
        return _object(orjson.loads(self.body)) if self.body is not None else {"fields": {}}

    @_Once
    def body_digest(self) -> str:
        """SHA-256 of the body in hex, which the header must name; empty once it was erased."""
        return hashlib.sha256(self.body.encode()).hexdigest() if self.body is not None else ""

    @property
    def device(self) -> str:
        """Who wrote it."""
        return str(self.head["device"])

    @property
    def sequence(self) -> int:
        """Its place in that device's chain, from 1, without gaps."""
        return int(self.head["sequence"])

    @property
    def group(self) -> int:
        """Sequence of the first operation of the same user action."""
        return int(self.head["group"])

    @property
    def kind(self) -> str:
        """Kind of record."""
        return str(self.head["kind"])

    @property
    def record(self) -> str:
        """Id of the record."""
        return str(self.head["record"])

    @_Once
    def stamp(self) -> str:
        """The name of the values it writes."""
        return stamp_of(int(self.head["clock"]), self.device)

    @property
    def fields(self) -> FieldChanges:
        """What it writes; nothing once erased."""
        return self.content["fields"]  # type: ignore[no-any-return]

    @_Once
    def values(self) -> dict[str, Any]:
        """What it writes, without the stamps that are replaced."""
        return {name: change[0] for name, change in self.fields.items()}


@dataclass(frozen=True)
class Signature:
    """Who writes the next operations: device, operator and questionnaire version."""

    device: str
    actor: str
    schema: str


@dataclass(frozen=True)
class Position:
    """Where an operation stands: sequence, first sequence of its group, clock."""

    sequence: int
    group: int
    clock: int


def compose(
    by: Signature, place: Position, target: tuple[str, str], fields: FieldChanges, body_extra: Mapping[str, Any]
) -> Op:
    """A new operation on `target` = (kind, record). `body_extra` holds salt, wall and, on a group's first op, label."""
    content = {"fields": fields, **body_extra}
    body = canonical(content)
    head = {
        "actor": by.actor,
        "body_hash": hashlib.sha256(body.encode()).hexdigest(),
        "clock": place.clock,
        "device": by.device,
        "group": place.group,
        "kind": target[0],
        "record": target[1],
        "schema": by.schema,
        "sequence": place.sequence,
    }
    made = Op(canonical(head), body)
    made.__dict__.update(head=head, content=content)  # known already: parsing them again takes longer than writing
    return made
