"""Other processes in tests: waiting for what they do, and killing them at a moment nobody chose."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from typing import Any

_LIMIT_S = 60.0


def until(happened: Callable[[], bool], child: subprocess.Popen[Any]) -> None:
    """Until it happened; a child that ends by itself before, or never comes to it, fails the test."""
    limit = time.monotonic() + _LIMIT_S
    while not happened():
        assert child.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.002)


def kill_within(child: subprocess.Popen[Any], seconds: float) -> None:
    """Kill -9 after a random while that the caller drew: the moment is the test, nothing is waited for."""
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
