"""What every test may use, and the rule that nothing unexpected is logged."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from puskesos_desktop.store.database import Store
from tests.village import a_store

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _own in ("PUSKESOS_SANDI", "PUSKESOS_DATA"):
    os.environ.pop(_own, None)

settings.register_profile("puskesos", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("puskesos")


@pytest.fixture(autouse=True)
def nothing_unexpected_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning or worse in the log fails the test; one that is expected is looked at, then `caplog.clear()`."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    loud = [record.getMessage() for record in records if record.levelno >= logging.WARNING]
    assert not loud, loud


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = a_store(tmp_path / "desa")
    yield made
    made.close()
