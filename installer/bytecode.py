"""Compiles Python sources so that the same sources give the same bytes, run in a process with a fixed hash seed."""

from __future__ import annotations

import os
import py_compile
import subprocess
import sys
import zipfile
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)


def compile_tree(folder: Path) -> None:
    """Put a .pyc in the place of every .py below this folder."""
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, __file__, str(folder)], env=environment, check=True)


def zip_tree(folder: Path, target: Path) -> None:
    """The compiled modules as a zip, unpacked inside (setup packs it as a whole), in a fixed order and date."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        for path in sorted(folder.rglob("*.pyc")):
            entry = zipfile.ZipInfo(str(path.relative_to(folder)), EPOCH)
            entry.external_attr = 0o644 << 16
            made.writestr(entry, path.read_bytes())


def main(folder: Path) -> None:
    """Compile everything below; the names in tracebacks begin at this folder, whatever machine builds."""
    for source in sorted(folder.rglob("*.py")):
        py_compile.compile(
            str(source),
            cfile=str(source.with_suffix(".pyc")),
            dfile=str(source.relative_to(folder)),
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        source.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
