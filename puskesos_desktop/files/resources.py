"""Finding the files the program carries, from a checkout, an installed package or a frozen program."""

from __future__ import annotations

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """Path of a file below `resources/`; `FileNotFoundError` when the program was built without it."""
    beside = Path(sys.executable).parent / "resources"
    return _first(name, _PACKAGE / "resources", _PACKAGE.parent / "resources", beside)


def manual(name: str) -> Path:
    """Path of a file of the manual, which is `docs/panduan` in a checkout; `FileNotFoundError` when it is not there."""
    beside = Path(sys.executable).parent / "resources" / "panduan"
    return _first(name, _PACKAGE / "resources" / "panduan", _PACKAGE.parent / "docs" / "panduan", beside)


def _first(name: str, *roots: Path) -> Path:
    for root in roots:
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(name)
