"""kill -9 at random moments: a working process is killed, and what it had said must be there at the next start."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.durability.judge import Claims, a_world, claims, problems
from tests.support import processes
from tests.support.places import ROOT

_LATEST = {"pulihkan": 0.35, "buka": 0.3, "cetak": 0.2, "impor": 0.25, "cadangkan": 0.15}
"""Seconds within which one deed is over, mostly; 0.08 for the others."""


@dataclass(frozen=True)
class Kill:
    """One run: what was going on, what had been said by then, and what was wrong afterwards."""

    deed: str
    said: Claims
    problems: tuple[str, ...]


def command(deed: str, folder: Path, key: bytes, *more: str) -> list[str]:
    """The words that start a working process."""
    return [sys.executable, "-B", "-m", "tests.durability.deeds", deed, str(folder), key.hex(), *more]


def killed(deed: str, folder: Path, seed: int) -> Kill:
    """Let a process work, kill it after a random number of deeds and a random while, and judge what is left."""
    chance = random.Random(f"{deed} {seed}")
    key = a_world(folder)
    process = subprocess.Popen(command(deed, folder, key), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(1 + chance.randrange(8))]
    processes.kill_within(process, chance.uniform(0, _LATEST.get(deed, 0.08)))
    lines += process.stdout.readlines()
    process.stdout.close()
    said = claims(lines)
    wrong = problems(folder, key, said)
    if process.wait() != -signal.SIGKILL:
        wrong.append(f"ended by itself with {process.returncode}")
    wrong += [f"refused: {words}" for words in said.refused]
    return Kill(deed, said, tuple(wrong))
