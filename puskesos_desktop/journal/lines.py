"""Operations as lines of a bundle: header and body of each in turn, then the seals of the devices that wrote them.

A header travels without its `body_hash` while the body travels with it: the reader computes the hash anew, and a third
of what cannot be packed is saved.
"""

from __future__ import annotations

import hashlib
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
        yield (op.header if op.body is None else _without_hash(op.header)).encode()
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
            yield Op(line.decode(), None) if body == ERASED else Op(_with_hash(line, body), body.decode())
        except (ValueError, TypeError, RecursionError):
            raise ChainBroken("?", place, "catatan tidak dapat dibaca") from None


def _without_hash(header: str) -> str:
    """In canonical JSON no quoted text can hold this key with its quotes, so it is found by its letters."""
    start = header.index('"body_hash":"')
    return header[:start] + header[start + len('"body_hash":"",') + 64 :]


def _with_hash(line: bytes, body: bytes) -> str:
    return canonical({**json.loads(line), "body_hash": hashlib.sha256(body).hexdigest()})


def _seal(line: bytes, place: int) -> Seal:
    try:
        device, sequence, digest, signature = json.loads(line)["seal"]
        if type(device) is str and type(sequence) is int:
            return Seal(device, Tip(sequence, bytes.fromhex(digest)), bytes.fromhex(signature))
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise ChainBroken("?", place, "segel tidak dapat dibaca")
