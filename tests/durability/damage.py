"""Damage for files that others write: bytes cut, flipped, doubled; JSON with anything where something else belongs."""

from __future__ import annotations

import io
import json
import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from hypothesis import strategies as st

from puskesos_desktop.domain.outcome import UserError

LONGEST_S = 20.0
MOST_MEMORY_KB = 400_000
_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, 10**400, 0.5, float("inf"), float("-inf"), float("nan"), "", "0",
    "x", "\x00", "\ud800", "٣", "1" * 5000, "../../desa.db", "2026-13-45T00:00:00Z", [], [[]], [1, 2], {}, {"a": {}},
)  # fmt: skip

T = TypeVar("T")

jsons = st.recursive(st.sampled_from(_ODD) | st.text(max_size=20) | st.integers(), lambda inner: (
    st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
), max_leaves=6)  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn, whole: bytes, edits: int = 4) -> bytes:
    """The bytes with a few of them cut out, flipped, doubled, exchanged or put in."""
    content = bytearray(whole)
    for _ in range(draw(st.integers(1, edits))):
        start = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(1, 64) | st.integers(1, max(1, len(content))))
        piece = bytes(content[start : start + length])
        deed = draw(st.sampled_from(["flip", "cut", "end", "twice", "junk", "zeros", "number"]))
        if deed == "flip" and content:
            content[start] ^= draw(st.integers(1, 255))
        elif deed == "cut":
            del content[start : start + length]
        elif deed == "end":
            del content[start:]
        elif deed == "twice":
            content[start:start] = piece * draw(st.integers(1, 3))
        elif deed == "junk":
            content[start:start] = draw(st.binary(max_size=40))
        elif deed == "zeros":
            content[start : start + length] = bytes(len(piece))
        else:
            content[start : start + length] = draw(st.sampled_from([b"99999999999", b"-1", b"1e999", b"\xff" * 8]))
    return bytes(content)


@st.composite
def odd_json(draw: st.DrawFn, whole: Any) -> Any:
    """The value with one or a few of its parts exchanged, left out or added."""
    found = json.loads(json.dumps(whole))
    for _ in range(draw(st.integers(1, 3))):
        found = _changed(draw, found)
    return found


def _changed(draw: st.DrawFn, value: Any) -> Any:
    if isinstance(value, dict) and value and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(value)))
        if not draw(st.integers(0, 6)):
            return {name: one for name, one in value.items() if name != key}
        return {**value, key: _changed(draw, value[key])}
    if isinstance(value, list) and value and draw(st.integers(0, 9)):
        at = draw(st.integers(0, len(value) - 1))
        return [*value[:at], _changed(draw, value[at]), *value[at + 1 :]]
    return draw(jsons)


def raw(value: Any) -> bytes:
    """JSON as a hostile writer writes it: infinities and half characters included."""
    return json.dumps(value, ensure_ascii=True).encode()


@st.composite
def mangled_zip(draw: st.DrawFn, whole: bytes) -> bytes:
    """A ZIP with one of its members mangled, and sound again as a ZIP."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(sorted(members)))
    members[name] = draw(mangled(members[name]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in members.items():
            archive.writestr(zipfile.ZipInfo(one), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_or_refused(read: Callable[[], T]) -> T | None:
    """What a reader gives, or nothing when it refuses in words; in time either way."""
    start = time.monotonic()
    try:
        return read()
    except UserError:
        return None
    finally:
        assert time.monotonic() - start < LONGEST_S, "hangs"


@contextmanager
def in_little_memory() -> Iterator[None]:
    """The process must not grow by more than a laptop has to spare."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < MOST_MEMORY_KB, f"grew by {grown} kB"
