"""The `puskesos` commands in tests: by their own door but in this process, or in a real process of their own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from puskesos_desktop import cli
from tests.support.places import ROOT


@dataclass(frozen=True)
class Done:
    """How a command ended and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: str, password: str = "contoh", typed: str = "") -> Done:
    """Run one command as `puskesos` runs it, without the start of a process: half a second each."""
    out, said = io.StringIO(), io.StringIO()
    with (
        patch.multiple(sys, argv=["puskesos", *words], stdin=io.StringIO(typed)),
        patch.dict(os.environ, {"PUSKESOS_SANDI": password}),
        chdir(ROOT),
        redirect_stdout(out),
        redirect_stderr(said),
    ):
        try:
            cli.main()
        except SystemExit as end:
            return Done(int(end.code or 0), out.getvalue(), said.getvalue())


def run_apart(*words: str, password: str = "contoh", typed: str = "") -> Done:
    """Run one command in a process of its own, as people and scripts do."""
    environment = {**os.environ, "PUSKESOS_SANDI": password, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "puskesos_desktop.cli", *words]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=120, check=False, input=typed
    )
    return Done(done.returncode, done.stdout, done.stderr)


def answer(*words: str, password: str = "contoh", typed: str = "") -> Any:
    """What a command answers; it has to succeed without a word besides."""
    done = run(*words, password=password, typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)
