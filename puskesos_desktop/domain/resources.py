"""Finding the files the program carries, from a checkout, an installed package or a frozen program."""

from __future__ import annotations

import sys
from pathlib import Path


def resource(name: str) -> Path:
    """Path of a file below `resources/`; `FileNotFoundError` when the program was built without it."""
    package = Path(__file__).resolve().parent.parent
    for root in (package / "resources", package.parent / "resources", Path(sys.executable).parent / "resources"):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(name)
