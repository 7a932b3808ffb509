"""What stands in the folder of a village; light, for the sign-in screen asks before anything is opened."""

from __future__ import annotations

from pathlib import Path

MAIN = "desa.db"


def exists(folder: Path) -> bool:
    """Whether a store stands in this folder."""
    return (folder / MAIN).exists()
