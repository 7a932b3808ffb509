"""What every test may use, and the rule that nothing unexpected is logged."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from puskesos_desktop.app import Shell
from puskesos_desktop.services.village import start
from puskesos_desktop.store import opened
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.store.file import keyslots
from puskesos_desktop.store.opened import Store
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit.jobs import Jobs
from tests.support import waiting
from tests.support.laptops import a_second_laptop
from tests.support.operator import Operator, a_shell
from tests.support.village import OPERATOR, a_household, a_store, saved

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _own in ("PUSKESOS_SANDI", "PUSKESOS_DATA"):
    os.environ.pop(_own, None)

_ours = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("ringkas", _ours, derandomize=True, max_examples=30)
settings.register_profile("penuh", _ours, max_examples=100)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--penuh", action="store_true", default=os.environ.get("PUSKESOS_PENUH") == "1",
        help="everything at full size: all examples, other ones each time, and key derivation at its real cost",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """The size of this run, before any test is collected, also for the processes that tests start."""
    full = bool(config.getoption("--penuh"))
    os.environ["PUSKESOS_PENUH"] = "1" if full else "0"
    settings.load_profile("penuh" if full else "ringkas")
    if not full:
        keyslots._KDF.update(memory_kib=64, iterations=1)


@pytest.fixture(autouse=True)
def nothing_unexpected_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning or worse in the log fails the test; one that is expected is looked at, then `caplog.clear()`."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    loud = [record.getMessage() for record in records if record.levelno >= logging.WARNING]
    assert not loud, loud


@pytest.fixture(autouse=True)
def no_window_outlives_its_test() -> Iterator[None]:
    """Closed windows go for good, with their timers and what they hold open; one that stays open fails the test."""
    yield
    if QApplication.instance() is None:
        return
    waiting.let_go()
    left = [type(window).__name__ for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert not left, left


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = a_store(tmp_path / "desa")
    yield made
    made.close()


@pytest.fixture
def filled(store: Store) -> Store:
    """The village with one family in it."""
    saved(store, a_household(store, "SARKIM"))
    return store


@pytest.fixture
def second(store: Store, tmp_path: Path) -> Iterator[Store]:
    """Another laptop of the same village."""
    made = a_second_laptop(store, tmp_path)
    yield made
    made.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    """The kabupaten's side."""
    made = opened.create_store(
        tmp_path / "kab", keyslots.Operator("kab", "Kabupaten"), "sandi-kab", device=start.new_device()
    )
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A USB stick."""
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    """What a page of the window works with."""
    jobs = Jobs()
    drafts = Drafts(store.folder, store.key)
    yield Desk(store, drafts, jobs, OPERATOR)
    jobs.shutdown()
    drafts.close()


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """The program's window, nobody signed in yet; at the end of the test its work is let come to an end."""
    made = a_shell(qtbot, tmp_path)
    yield made
    made.jobs.shutdown()


@pytest.fixture
def operator(shell: Shell) -> Operator:
    """The person in front of that window."""
    return Operator(shell, shell.jobs)
