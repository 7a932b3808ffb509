"""Starting the program and opening a village, each in a process of its own, against a bare window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure, median, most, ratio

TIMES = 7

BARE = """
import time; began = time.perf_counter()
import json, psutil
import puskesos_desktop.store.cipher, cryptography.hazmat.primitives.ciphers.aead
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QMainWindow
from PySide6.QtTest import QTest
app = QApplication([])
window = QMainWindow()
table = QTableWidget(1600, 8)
for row in range(1600):
    for column in range(8):
        table.setItem(row, column, QTableWidgetItem("SARKIM"))
window.setCentralWidget(table)
window.resize(1366, 720)
window.show()
QTest.qWaitForWindowExposed(window)
app.processEvents()
print(json.dumps([time.perf_counter() - began]))
"""

OURS = """
import time; began = time.perf_counter()
import json, sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from puskesos_desktop.app import Shell
from puskesos_desktop.ui.kit import style
app = QApplication([])
style.apply(app)
folder = Path(sys.argv[1])
shell = Shell(folder, folder / "contoh")
shell.show()
shell.begin()
QTest.qWaitForWindowExposed(shell)
app.processEvents()
signed = time.perf_counter() - began
from puskesos_desktop.store import database, keyslots
key, operator = keyslots.unlock(folder, "contoh", time.time())
accepted = time.perf_counter()
shell.enter(database.open_with_key(folder, key), operator.name)
app.processEvents()
assert shell.frame.families.table.rows.rowCount() == int(sys.argv[2])
usable = time.perf_counter() - accepted
import psutil
QTest.qWait(300)
print(json.dumps([signed, usable, psutil.Process().memory_info().rss / 1e6]))
"""


def figures(village: Path, families: int) -> list[Figure]:
    """Medians of several starts, ours and the floor in turn."""
    bare, signed, usable, memory = [], [], [], []
    for _ in range(TIMES):
        bare.append(_run(BARE)[0])
        start, opened, resident = _run(OURS, str(village), str(families))
        signed.append(start)
        usable.append(opened)
        memory.append(resident)
    return [
        ratio("process start to the sign-in window", median(signed), median(bare), 1.5),
        ratio(f"accepted password to a usable list of {families:,} families", median(usable), median(bare), 1.5),
        most("resident memory with that village open", median(memory), 200, "MB"),
    ]


def _run(script: str, *words: str) -> list[float]:
    with tempfile.TemporaryDirectory() as cache:
        return [_once(script, words, cache) for _ in range(2)][1]


def _once(script: str, words: Sequence[str], cache: str) -> list[float]:
    """One process; the first fills the cache of compiled modules that an installed program comes with."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, env=environment, check=True
    )
    return list(json.loads(done.stdout.strip().splitlines()[-1]))
