"""Manifests of formats that are none of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from puskesos_desktop.domain.outcome import BadFile
from puskesos_desktop.exchange.bundle import manifest
from puskesos_desktop.exchange.bundle.manifest import Kind, Manifest

PATH = Path("paket.psb")


def with_format(number: object) -> bytes:
    made = Manifest(Kind.CHANGES, "a1", "33.28.01.2998", "2026-11-24T09:00:00+07:00", "0.1", sender="a" * 16)
    tree = {**json.loads(manifest.serialise(made)), "key": "ab" * 32, "format": number}
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_our_own_format_is_read() -> None:
    assert manifest.parse(with_format(manifest.FORMAT), PATH).sender == "a" * 16


@pytest.mark.parametrize("number", [0, -1, "1", None, True])
def test_a_format_there_never_was_is_damage(number: object) -> None:
    with pytest.raises(BadFile) as told:
        manifest.parse(with_format(number), PATH)
    assert told.value.why == "daftar isi paket rusak."
    assert told.value.hint
