"""How much is tried: little by default, everything with the flag `--penuh` (or `PUSKESOS_PENUH=1`)."""

from __future__ import annotations

import os

FULL = os.environ.get("PUSKESOS_PENUH") == "1"
"""Known before any test is collected: `tests/conftest.py` turns the option into the variable."""


def examples(full: int, few: int) -> int:
    """How many invented examples a property is tried with."""
    return full if FULL else few
