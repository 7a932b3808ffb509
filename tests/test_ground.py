"""The ground everything stands on: the window library, the resources, the version."""

from __future__ import annotations

import subprocess
import sys

import pytest

from puskesos_desktop import __version__
from puskesos_desktop.domain.resources import resource

VOID_CALLS = """
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(20_000):
    thing.setObjectName("a")
    thing.blockSignals(False)
print("selesai")
"""


def test_twenty_thousand_void_qt_calls_do_not_abort_python() -> None:
    done = subprocess.run([sys.executable, "-c", VOID_CALLS], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout.strip()) == (0, "selesai")


def test_the_window_library_is_the_one_that_was_tried() -> None:
    import PySide6

    assert PySide6.__version__ == "6.11.3"


def test_resources_are_found_and_a_missing_one_is_named() -> None:
    assert resource("icons").is_dir()
    with pytest.raises(FileNotFoundError, match=r"tidak-ada\.txt"):
        resource("tidak-ada.txt")


def test_the_version_has_three_numbers() -> None:
    assert len(__version__.split(".")) == 3
