"""What starting the window may load: whatever the first screen does not need waits for the job that needs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.places import ROOT

LATER = {
    "reportlab", "xlsxwriter", "segno", "PIL", "pypdfium2", "zxingcpp", "python_calamine", "rapidfuzz", "hypothesis",
    "pytest", "httpx",
}  # fmt: skip

START = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from puskesos_desktop.app import Shell
app = QApplication([])
shell = Shell(Path(sys.argv[1]) / "desa", Path(sys.argv[1]) / "contoh")
shell.begin()
shell.jobs.shutdown()
print(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_starting_the_window_loads_nothing_heavy(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", START, str(tmp_path)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert LATER & set(done.stdout.split()) == set()
