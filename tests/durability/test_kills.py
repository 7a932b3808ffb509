"""A program that is killed at any moment has lost nothing it said was done, and the next start is clean."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.durability.deeds import DEEDS
from tests.durability.kills import killed
from tests.support.amount import FULL

_OFTEN = ("simpan", "kirim", "cadangkan", "pulihkan")
_FEW = [*((deed, 0) for deed in DEEDS), *((deed, 1) for deed in _OFTEN)]
RUNS = [(deed, seed) for seed in range(25) for deed in DEEDS] if FULL else _FEW


@pytest.mark.parametrize(("deed", "seed"), RUNS)
def test_a_kill_at_a_random_moment_loses_nothing_that_was_said_to_be_done(deed: str, seed: int, tmp_path: Path) -> None:
    assert killed(deed, tmp_path / "dunia", seed).problems == ()
    shutil.rmtree(tmp_path / "dunia")
