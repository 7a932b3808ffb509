"""Starting the program and opening a village, each in a process of its own, against a bare window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, median, most, ratio

TIMES = 11

BARE = """
import json, sys, time
import puskesos_desktop.store.file.cipher, cryptography.hazmat.primitives.ciphers.aead
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
print(json.dumps([time.time() - float(sys.argv[1])]))
"""

OURS = """
import json, sys, time
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from puskesos_desktop.app import Shell
from puskesos_desktop.ui.kit.look import style
app = QApplication([])
style.apply(app)
folder = Path(sys.argv[2])
shell = Shell(folder, folder / "contoh")
shell.show()
shell.begin()
QTest.qWaitForWindowExposed(shell)
app.processEvents()
signed = time.time() - float(sys.argv[1])
QTest.qWait(500)  # somebody types the password
from puskesos_desktop.store import opened as database
from puskesos_desktop.store.file import keyslots
key, operator = keyslots.unlock(folder, "contoh", time.time())
accepted = time.perf_counter()
shell.enter(database.open_with_key(folder, key), operator.name)
shell.frame.show_page("Keluarga")
app.processEvents()
assert shell.frame.families.table.rows.rowCount() == int(sys.argv[3])
usable = time.perf_counter() - accepted
import psutil
QTest.qWait(300)
print(json.dumps([signed, usable, psutil.Process().memory_info().rss / 1e6]))
"""


def figures(village: Path, families: int) -> list[Figure]:
    """Medians of several starts, ours and the floor in turn; the time starts before the process does."""
    bare, signed, usable, memory = [], [], [], []
    with tempfile.TemporaryDirectory() as cache:
        for number in range(TIMES + 1):
            floor = _run(cache, BARE)[0]
            start, opened, resident = _run(cache, OURS, str(village), str(families))
            if number == 0:
                continue  # it filled the cache of compiled modules that an installed program comes with
            bare.append(floor)
            signed.append(start)
            usable.append(opened)
            memory.append(resident)
    return [
        ratio("process start to the sign-in window", median(signed), median(bare), 1.5),
        ratio(f"accepted password to a usable list of {families:,} families", median(usable), median(bare), 1.5),
        most("resident memory with that village open", median(memory), 200, "MB"),
    ]


def _run(cache: str, script: str, *words: str) -> list[float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", script, str(time.time()), *words]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return list(json.loads(done.stdout.strip().splitlines()[-1]))
