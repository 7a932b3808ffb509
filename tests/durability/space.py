"""Work on a disk that is full: every refusal in words, and when there is room again the work goes on."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.durability.judge import Claims, a_world, claims, problems
from tests.durability.kills import command
from tests.support.places import ROOT

SPARING = ("simpan", "kirim", "cadangkan", "impor", "foto", "cetak")
"""Deeds that can be refused and done again while the store stays open."""
_PAGE = 4096
LIMITS = (0, 100, 1000, 5000, 20_000, 60_000, 120_000, 200_000, 380_000, 400_000)


def on_small_files(deed: str, folder: Path, limits: Sequence[int] = LIMITS) -> tuple[Claims, list[str]]:
    """The deed once under each limit, and once without after each; what was said, and what is wrong."""
    key = a_world(folder)
    return _judged(deed, folder, key, ("--batas", *map(str, limits)))


def on_full_disk(deed: str, folder: Path, pages: Sequence[int]) -> tuple[Claims, list[str]]:
    """The deed with so many pages left on the disk, which should be a small one; as above."""
    key = a_world(folder)
    return _judged(deed, folder, key, ("--sisa", *(str(count * _PAGE) for count in pages)))


def _judged(deed: str, folder: Path, key: bytes, more: Sequence[str]) -> tuple[Claims, list[str]]:
    done = subprocess.run(
        command(deed, folder, key, "--kali", "1", *more), cwd=ROOT, capture_output=True, text=True, check=False
    )
    said = claims(done.stdout.splitlines(keepends=True))
    wrong = problems(folder, key, said)
    if done.returncode:
        wrong.append(f"ended by itself with {done.returncode}: {done.stderr[-1500:]}")
    return said, wrong + [f"not said what to do: {words}" for words in said.refused if words.count(".") < 2]


@contextmanager
def a_small_disk(folder: Path, megabytes: int = 24) -> Iterator[bool]:
    """A small disk at this folder while inside; False where none can be made."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    try:
        yield made.returncode == 0
    finally:
        if made.returncode == 0:
            subprocess.run(["umount", str(folder)], check=True)
