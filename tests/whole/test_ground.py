"""The ground everything stands on: the window library, the package and its resources, the locks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import PySide6
import pytest

from puskesos_desktop import __version__
from puskesos_desktop.files.resources import resource
from tests.support.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-data.txt")
A_RESOURCE = "contoh/nama.json"

VOID_CALLS = """
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(20_000):
    thing.setObjectName("a")
    thing.blockSignals(False)
print("selesai")
"""

BURST_OF_WARNINGS = """
import logging
import warnings
from PySide6.QtCore import qWarning

def test_python():
    warnings.warn("tak terduga")

def test_qt():
    qWarning("tak terduga")

def test_log():
    logging.getLogger("x").warning("tak terduga")

def test_calm():
    logging.getLogger("x").info("biasa")
"""


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", text, re.MULTILINE))


def test_twenty_thousand_void_qt_calls_do_not_abort_python() -> None:
    done = subprocess.run([sys.executable, "-c", VOID_CALLS], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "selesai")


def test_the_window_library_is_the_one_that_was_tried() -> None:
    assert PySide6.__version__ == "6.11.3"


def test_an_unexpected_warning_of_python_qt_or_the_log_fails_a_test(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_burst.py").write_text(BURST_OF_WARNINGS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_burst.py"]
    ours = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=ours, capture_output=True, text=True, timeout=120, check=False)
    told = done.stdout.splitlines()[-1]
    assert "2 failed" in told, done.stdout
    assert "2 passed" in told, done.stdout
    assert "1 error" in told, done.stdout


def test_every_room_says_what_it_is_for() -> None:
    silent = [str(path) for path in ROOT.glob("puskesos_desktop/**/__init__.py") if path.read_text()[:3] != '"""']
    assert silent == []


def test_resources_are_found_and_a_missing_one_is_named() -> None:
    assert resource(A_RESOURCE).is_file()
    with pytest.raises(FileNotFoundError, match=r"tidak-ada\.txt"):
        resource("tidak-ada.txt")


def test_the_built_program_carries_its_resources_and_finds_them(tmp_path: Path) -> None:
    source, built, placed = tmp_path / "source", tmp_path / "built", tmp_path / "placed"
    for folder in ("puskesos_desktop", "resources", "docs/panduan"):
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "setup.py", "README.md"):
        shutil.copy(ROOT / file, source)
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(built),
        ".",
    ]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(placed)
    modules = {path.relative_to(ROOT) for path in ROOT.glob("puskesos_desktop/**/*.py")}
    there = {path.relative_to(placed) for path in placed.glob("puskesos_desktop/**/*.py")}
    assert {path for path in there if "resources" not in path.parts[:-1]} == modules
    ask = (
        "from puskesos_desktop.files.resources import manual, resource; "
        f"print(resource({A_RESOURCE!r})); print(manual('gambar/mulai.png'))"
    )
    done = subprocess.run([sys.executable, "-c", ask], cwd=placed, check=True, capture_output=True, text=True)
    carried = placed / "puskesos_desktop" / "resources"
    assert done.stdout.split() == [str(carried / A_RESOURCE), str(carried / "panduan" / "gambar" / "mulai.png")]


def test_the_version_has_three_numbers() -> None:
    assert len(__version__.split(".")) == 3


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_and_gives_hashes_for_every_version(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if entry.strip()]
    assert not [entry for entry in entries if not re.match(r"[a-z0-9-]+==\S+.*\\\n +--hash=sha256:[0-9a-f]{64}", entry)]
    assert not re.search(r"://|--index|--extra|--find-links|--trusted|file:", text)


def test_the_two_locks_agree_and_hold_what_the_program_asks_for() -> None:
    program, tools = pins("requirements.txt"), pins("requirements-dev.txt")
    assert program.items() <= tools.items()
    asked = {re.split(r"[<>=]", need)[0].lower() for need in PROJECT["project"]["dependencies"]}
    assert asked <= program.keys()
