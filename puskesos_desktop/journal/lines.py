"""Operations as lines of a bundle: header and body of each in turn, then the seals of the devices that wrote them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from puskesos_desktop.journal.chain import ChainBroken, Tip
from puskesos_desktop.journal.op import Op, canonical

ERASED = b"null"


@dataclass(frozen=True)
class Seal:
    """A device's signature under how far its chain went."""

    device: str
    tip: Tip
    signature: bytes


def seal_message(device: str, tip: Tip) -> bytes:
    """The bytes a device signs for a seal."""
    return b"PSB1 seal\0" + f"{device} {tip.sequence} {tip.hash.hex()}".encode()


def pack(ops: Iterable[Op], seals: Iterable[Seal]) -> Iterator[bytes]:
    """Lines without newline, ready for a bundle."""
    for op in ops:
        yield op.header.encode()
        yield ERASED if op.body is None else op.body.encode()
    for seal in seals:
        row = [seal.device, seal.tip.sequence, seal.tip.hash.hex(), seal.signature.hex()]
        yield canonical({"seal": row}).encode()


def unpack(lines: Iterable[bytes]) -> Iterator[Op | Seal]:
    """The way back; what is no operation and no seal raises `ChainBroken`. Shapes of operations are not checked."""
    rows = iter(lines)
    for place, line in enumerate(rows, start=1):
        if line.startswith(b'{"seal":'):
            yield _seal(line, place)
            continue
        body = next(rows, None)
        if body is None:
            raise ChainBroken("?", place, "isi catatan tidak ada")
        try:
            yield Op(line.decode(), None if body == ERASED else body.decode())
        except UnicodeDecodeError:
            raise ChainBroken("?", place, "catatan tidak dapat dibaca") from None


def _seal(line: bytes, place: int) -> Seal:
    try:
        device, sequence, digest, signature = json.loads(line)["seal"]
        if type(device) is str and type(sequence) is int:
            return Seal(device, Tip(sequence, bytes.fromhex(digest)), bytes.fromhex(signature))
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise ChainBroken("?", place, "segel tidak dapat dibaca")
