"""Operations as lines of a bundle: vouchers for devices, header and body of each operation, then the writers' seals.

A header travels without its `body_hash` while the body travels with it: the reader computes the hash anew, and a third
of what cannot be packed is saved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from puskesos_desktop.journal.chain import ChainBroken, Tip
from puskesos_desktop.journal.op import Op, canonical

ERASED = b"null"
VOUCH_START = b'{"vouch":'
LONGEST_NAME = 200
"""Letters of any text a vouch may hold."""


@dataclass(frozen=True)
class Seal:
    """A device's signature under how far its chain went."""

    device: str
    tip: Tip
    signature: bytes


@dataclass(frozen=True)
class Vouch:
    """One device's signature under another's keys: `device` signs with `public_key` and is sealed for as `recipient`.

    `name` is what people call the laptop. After a restore the old device vouches for the new one.
    """

    device: str
    public_key: bytes
    recipient: str
    name: str
    by: str
    signature: bytes


def vouch_message(vouch: Vouch) -> bytes:
    """The bytes the vouching device signs."""
    row: list[str] = [vouch.device, vouch.public_key.hex(), vouch.recipient, vouch.name, vouch.by]
    return b"PSB1 vouch\0" + canonical(row).encode()


def seal_message(device: str, tip: Tip) -> bytes:
    """The bytes a device signs for a seal."""
    return b"PSB1 seal\0" + f"{device} {tip.sequence} {tip.hash.hex()}".encode()


def pack(ops: Iterable[Op], seals: Iterable[Seal], vouches: Iterable[Vouch] = ()) -> Iterator[bytes]:
    """Lines without newline, ready for a bundle."""
    for one in vouches:
        said = [one.device, one.public_key.hex(), one.recipient, one.name, one.by, one.signature.hex()]
        yield canonical({"vouch": said}).encode()
    for op in ops:
        yield (op.header if op.body is None else _without_hash(op.header)).encode()
        yield ERASED if op.body is None else op.body.encode()
    for seal in seals:
        row = [seal.device, seal.tip.sequence, seal.tip.hash.hex(), seal.signature.hex()]
        yield canonical({"seal": row}).encode()


Item = Op | Seal | Vouch


def unpack(lines: Iterable[bytes]) -> Iterator[Item]:
    """The way back; what is none of the three raises `ChainBroken`. Shapes of operations are not checked."""
    rows = iter(lines)
    for place, line in enumerate(rows, start=1):
        if line.startswith(b'{"seal":'):
            yield _seal(line, place)
            continue
        if line.startswith(VOUCH_START):
            yield _vouch(line, place)
            continue
        body = next(rows, None)
        if body is None:
            raise ChainBroken("?", place, "isi catatan tidak ada")
        try:
            yield Op(line.decode(), None) if body == ERASED else _with_body(line, body)
        except (ValueError, TypeError, RecursionError):
            raise ChainBroken("?", place, "catatan tidak dapat dibaca") from None


def announced(items: Iterable[Item], ranges: Mapping[str, tuple[int, int]]) -> Iterator[Item]:
    """The same items, which must hold exactly these ranges (device -> first, last), each in order; or `ChainBroken`."""
    awaited = {device: first for device, (first, _) in ranges.items()}
    for place, item in enumerate(items, start=1):
        if isinstance(item, Op):
            try:
                device, sequence = str(item.head["device"]), int(item.head["sequence"])
            except (ValueError, KeyError, TypeError, RecursionError):
                raise ChainBroken("?", place, "catatan tidak dapat dibaca") from None
            if awaited.get(device) != sequence or sequence > ranges[device][1]:
                raise ChainBroken(device[:16], sequence, "catatan ini tidak sesuai daftar isi")
            awaited[device] = sequence + 1
        yield item
    for device, (_, last) in ranges.items():
        if awaited[device] <= last:
            raise ChainBroken(device, awaited[device], "catatan ini tidak ada")


def _without_hash(header: str) -> str:
    """In canonical JSON no quoted text can hold this key with its quotes, so it is found by its letters."""
    start = header.index('"body_hash":"')
    return header[:start] + header[start + len('"body_hash":"",') + 64 :]


def _with_body(line: bytes, body: bytes) -> Op:
    """The hash put back where it was: before the clock, which no quoted text can hold with its quotes either."""
    text, digest = line.decode(), hashlib.sha256(body).hexdigest()
    at = text.index('"clock":')
    made = Op(f'{text[:at]}"body_hash":"{digest}",{text[at:]}', body.decode())
    made.__dict__["body_digest"] = digest  # known already
    return made


def _seal(line: bytes, place: int) -> Seal:
    try:
        device, sequence, digest, signature = json.loads(line)["seal"]
        if type(device) is str and type(sequence) is int:
            return Seal(device, Tip(sequence, bytes.fromhex(digest)), bytes.fromhex(signature))
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise ChainBroken("?", place, "segel tidak dapat dibaca")


def _vouch(line: bytes, place: int) -> Vouch:
    try:
        device, key, recipient, name, by, signature = json.loads(line)["vouch"]
        texts = (device, recipient, name, by)
        if all(type(text) is str and len(text) <= LONGEST_NAME for text in texts):
            return Vouch(device, bytes.fromhex(key), recipient, name, by, bytes.fromhex(signature))
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise ChainBroken("?", place, "jaminan perangkat tidak dapat dibaca")
