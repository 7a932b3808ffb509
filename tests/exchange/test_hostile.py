"""Bundles of a trusted laptop that went mad: every one is refused with a sentence, and the store stays as it was."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.exchange.bundle.manifest import Manifest, Range
from puskesos_desktop.exchange.bundle.packing import read_bundle, write_bundle
from puskesos_desktop.journal.bundle_lines import seal_message
from puskesos_desktop.journal.chain import Tip, link
from puskesos_desktop.services.sync import laptops, receive, send
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.tables import refold
from tests.support.amount import examples
from tests.support.laptops import a_second_laptop, recipient_of
from tests.support.village import a_household, a_store, saved

Lines = list[bytes]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store, Manifest, Lines]]:
    folder = tmp_path_factory.mktemp("jahat")
    store = a_store(folder / "satu")
    second = a_second_laptop(store, folder)
    saved(second, a_household(second, "KARTO"))
    sent = send.send(second, folder, recipient_of(store))
    opened = read_bundle(sent.path)
    yield store, second, opened.manifest, list(opened.lines(laptops.own_key(store)))
    second.close()
    store.close()


def fingerprint(store: Store) -> tuple[object, ...]:
    """All that a refused bundle must leave alone."""
    counts = [
        store.reader().conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("op", "peer", "held", "held_seal", "seal", "vouch", "stranger", "anggota", "conflict", "receipt")
    ]
    return (*counts, store.tip())


def written(second: Store, manifest: Manifest, lines: Lines, folder: Path, receiver: Store) -> Path:
    """A bundle with these lines, correctly signed and sealed by the second laptop."""
    target = folder / f"{os.urandom(6).hex()}.psb"
    draft = replace(manifest, files=(), recipients=(), sender="", key="")
    write_bundle(target, draft, lines, signer=laptops.signing_key(second), recipients=[recipient_of(receiver)])
    return target


def refused(store: Store, path: Path) -> str:
    before = fingerprint(store)
    said = ""
    for deed in (receive.look, receive.take):
        with pytest.raises(UserError) as told:
            deed(store, path)
        said = str(told.value)
    assert fingerprint(store) == before
    return said


def first(lines: Lines) -> int:
    """Where the first operation begins."""
    return next(place for place, line in enumerate(lines) if not line.startswith((b'{"vouch"', b'{"seal"')))


def change_header(lines: Lines, **values: object) -> Lines:
    """The first operation with other values in its header."""
    at = first(lines)
    head = {**json.loads(lines[at]), **values}
    changed = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return [*lines[:at], changed, *lines[at + 1 :]]


def change_body(lines: Lines, body: bytes) -> Lines:
    at = first(lines)
    return [*lines[: at + 1], body, *lines[at + 2 :]]


HOSTILE: dict[str, Callable[[Lines], Lines]] = {
    "no operation at all": lambda lines: [b"[]", *lines],
    "malformed JSON": lambda lines: [*lines[:2], b'{"a":', *lines[3:]],
    "malformed UTF-8": lambda lines: [*lines[:2], b"\xff\xfe", *lines[3:]],
    "a header without its body": lambda lines: [line for line in lines if line.startswith(b'{"')][:-2],
    "a header of another shape": lambda lines: change_header(lines, extra=1),
    "a clock beyond every table": lambda lines: change_header(lines, clock=1 << 80),
    "a negative sequence": lambda lines: change_header(lines, sequence=-5),
    "a sequence that is text": lambda lines: change_header(lines, sequence="1"),
    "another device's name": lambda lines: change_header(lines, device="aaaaaaaaaaaaaaaa"),
    "a sequence outside the announced range": lambda lines: change_header(lines, sequence=900, group=900),
    "a body that is a list": lambda lines: change_body(lines, b"[]"),
    "a body without fields": lambda lines: change_body(lines, b'{"label":"x"}'),
    "a change without a value": lambda lines: change_body(lines, b'{"fields":{"nama":[]}}'),
    "a value nested beyond reading": lambda lines: change_body(
        lines, b'{"fields":{"nama":[' + b"[" * 900 + b"]" * 900 + b"]}}"
    ),
    "spaces nobody writes": lambda lines: change_body(lines, b'{"fields": {}}'),
    "another body": lambda lines: change_body(lines, b'{"fields":{"nama":["PALSU"]}}'),
    "the seal left out": lambda lines: [line for line in lines if not line.startswith(b'{"seal"')],
    "a seal that is no seal": lambda lines: [*lines[:-1], b'{"seal":["a","b"]}'],
    "a seal over something else": lambda lines: [
        *lines[:-1],
        json.dumps({"seal": [*json.loads(lines[-1])["seal"][:3], "00" * 64]}, separators=(",", ":")).encode(),
    ],
    "a vouch that is none": lambda lines: [b'{"vouch":1}', *lines],
    "an operation left out": lambda lines: [*lines[: first(lines)], *lines[first(lines) + 2 :]],
    "an operation twice": lambda lines: [*lines[: first(lines) + 2], *lines[first(lines) :]],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_lines_are_refused_and_nothing_is_half_applied(
    name: str, world: tuple[Store, Store, Manifest, Lines], tmp_path: Path
) -> None:
    store, second, manifest, lines = world
    said = refused(store, written(second, manifest, HOSTILE[name](lines), tmp_path, store))
    assert "Berkas" in said
    assert "Mintalah" in said


def test_a_forged_vouch_of_a_trusted_laptop_is_refused(
    world: tuple[Store, Store, Manifest, Lines], tmp_path: Path
) -> None:
    store, second, manifest, lines = world
    forged = json.loads(next(line for line in lines if line.startswith(b'{"vouch"')))["vouch"]
    forged[0] = "bbbbbbbbbbbbbbbb"
    line = json.dumps({"vouch": forged}, separators=(",", ":")).encode()
    refused(store, written(second, manifest, [line, *lines], tmp_path, store))


def test_a_rewritten_history_is_a_fork_even_when_it_is_signed(
    world: tuple[Store, Store, Manifest, Lines], tmp_path: Path
) -> None:
    store, second, manifest, lines = world
    receive.take(store, written(second, manifest, lines, tmp_path, store))
    other = change_body(lines, b'{"fields":{"nama":["LAIN"]},"label":"x","salt":"00","wall":"2026-01-01T00:00:00Z"}')
    said = refused_only(store, written(second, manifest, resealed(second, other), tmp_path, store))
    assert "dua catatan berbeda" in said


def refused_only(store: Store, path: Path) -> str:
    before = fingerprint(store)
    with pytest.raises(UserError) as told:
        receive.take(store, path)
    assert fingerprint(store) == before
    return str(told.value)


def resealed(second: Store, lines: Lines) -> Lines:
    """The same lines under a seal that fits them."""
    tip, plain = Tip(), [line for line in lines if not line.startswith((b'{"vouch"', b'{"seal"'))]
    for header, body in zip(plain[::2], plain[1::2], strict=True):
        head = {**json.loads(header), "body_hash": hashlib.sha256(body).hexdigest()}
        text = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        tip = Tip(head["sequence"], link(tip.hash, text))
    signature = sealing.sign(laptops.signing_key(second), seal_message(second.device.name, tip))
    row = [second.device.name, tip.sequence, tip.hash.hex(), signature.hex()]
    return [*plain, json.dumps({"seal": row}, separators=(",", ":")).encode()]


def test_a_replayed_bundle_changes_nothing(world: tuple[Store, Store, Manifest, Lines], tmp_path: Path) -> None:
    store, second, manifest, lines = world
    path = written(second, manifest, lines, tmp_path, store)
    receive.take(store, path)
    before = fingerprint(store)
    receive.take(store, path)
    assert fingerprint(store) == before
    assert selfcheck.check(store).sound


def test_a_range_that_lies_about_its_length_is_refused(
    world: tuple[Store, Store, Manifest, Lines], tmp_path: Path
) -> None:
    store, second, manifest, lines = world
    short = replace(manifest, ranges=tuple(Range(one.device, one.first, one.first) for one in manifest.ranges))
    refused(store, written(second, short, lines, tmp_path, store))


@settings(max_examples=examples(150, 50))
@given(data=st.data())
def test_lines_changed_at_random_never_crash_and_never_half_apply(
    data: st.DataObject, world: tuple[Store, Store, Manifest, Lines], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store, second, manifest, lines = world
    before = fingerprint(store)
    changed = list(lines)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed) - 1))
        deed = data.draw(st.sampled_from(["cut", "swap", "flip", "junk", "twice"]))
        line = changed[at]
        if deed == "cut":
            changed[at] = line[: data.draw(st.integers(0, len(line)))]
        elif deed == "swap":
            other = data.draw(st.integers(0, len(changed) - 1))
            changed[at], changed[other] = changed[other], changed[at]
        elif deed == "flip" and line:
            place = data.draw(st.integers(0, len(line) - 1))
            changed[at] = line[:place] + bytes([line[place] ^ data.draw(st.integers(1, 255))]) + line[place + 1 :]
        elif deed == "junk":
            changed[at] = data.draw(st.binary(max_size=60).filter(lambda junk: b"\n" not in junk))
        else:
            changed.insert(at, line)
    changed = [line.replace(b"\n", b" ") or b" " for line in changed]
    path = written(second, manifest, changed, tmp_path_factory.mktemp("acak"), store)
    with suppress(UserError):
        receive.take(store, path)
        before = fingerprint(store)
    assert fingerprint(store) == before
    assert refold.differences(store.reader().conn) == 0
