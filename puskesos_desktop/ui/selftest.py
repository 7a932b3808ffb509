"""The self-test of an installed program: one family through the window, one print, one bundle, and what it cost."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget

import puskesos_desktop
from puskesos_desktop import __version__, log
from puskesos_desktop.exchange.bundle.packing import read_bundle
from puskesos_desktop.exchange.bundle.sample_key import SAMPLE_KEY
from puskesos_desktop.services.sample import make
from puskesos_desktop.store.opened import open_store
from puskesos_desktop.store.read import households
from puskesos_desktop.ui import footprint
from puskesos_desktop.ui.desa.frame.frame import Frame
from puskesos_desktop.ui.desa.start.sign_in import SignIn
from puskesos_desktop.ui.kit.inputs.table_of import Input
from puskesos_desktop.ui.kit.jobs import Jobs

FAMILIES = 40
HEAD = "TARSINI UJI"
STEP_SECONDS = 60
WHOLE_SECONDS = 240
FAILED = 2
"""Exit status of a self-test that failed; 1 is a program that could not begin."""

ADDRESS = {"dusun": "Krajan", "rw": "1", "rt": "3", "alamat": "Gang Kenanga 5"}
PERSON = {"nama": HEAD, "tanggal_lahir": "1-5-1960", "jenis_kelamin": "2", "keberadaan": "1", "status_kawin": "4"}


class Shell(Protocol):
    """What the self-test needs of the one window."""

    frame: Frame | None
    jobs: Jobs
    sign_in: SignIn

    def begin_at(self, folder: Path) -> None:
        """Ask for the password of this folder."""

    def grab(self) -> QPixmap:
        """A picture of the window."""

    def close(self) -> bool:
        """Close everything in order."""


def begin(shell: Shell, out: Path) -> None:
    """Once the window is up, work through it as an operator would, in a village of its own that is thrown away.

    Writes one JSON object to `out`; picture, print and bundle go to the folder of the same name without its ending.
    Ends the program with status 0, or 2 when a step failed or everything took longer than four minutes.
    """
    QTimer.singleShot(0, SelfTest(shell, out).run)


PICTURE = "jendela.png"


class SelfTest:
    """One run and its report."""

    def __init__(self, shell: Shell, out: Path) -> None:
        self._shell = shell
        self._out = out
        self._kept = out.with_suffix("")
        self._report: dict[str, Any] = {"berhasil": False, "versi": __version__, "sistem": platform.platform()}
        self._took: dict[str, int] = {}
        self._watch = QTimer()
        self._watch.setSingleShot(True)
        self._watch.timeout.connect(self._hangs)

    def run(self) -> None:
        """All steps in turn."""
        self._report["mulai_ms"] = round(footprint.age() * 1000)
        QApplication.setQuitOnLastWindowClosed(False)
        sys.excepthook = self._failed
        self._watch.start(WHOLE_SECONDS * 1000)
        self._kept.mkdir(parents=True, exist_ok=True)
        village = Path(tempfile.mkdtemp(prefix="puskesos-")) / "desa"
        make.create_sample(village, FAMILIES, make.DEFAULT_SEED, date.today()).close()
        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("masuk", lambda: self._sign_in(village)),
            ("daftarkan keluarga", self._register),
            ("cetak", self._print),
            ("kirim", self._send),
            ("periksa paket", lambda: self._verify(village)),
            ("muat semua bagian", _load_everything),
        )
        for words, deed in steps:
            began = time.monotonic()
            deed()
            self._took[words] = round((time.monotonic() - began) * 1000)
        self._shell.close()
        shutil.rmtree(village.parent, ignore_errors=True)
        self._report["berhasil"] = True
        self._end(0)

    def _sign_in(self, village: Path) -> None:
        self._shell.begin_at(village)
        type_into(self._shell.sign_in.password, make.PASSWORD)
        until(lambda: self._shell.frame is not None, "the village did not open")
        self._settle()

    def _register(self) -> None:
        press(self._frame, "Keluarga")
        press(self._frame, "Keluarga baru")
        self._fill(ADDRESS)
        press(self._frame, "Tambah anggota")
        self._fill(PERSON)
        press(self._frame, "Simpan")
        until(lambda: says(self._frame, f"Keluarga {HEAD} sudah disimpan."), "the family was not saved")
        self._settle()
        self._shell.grab().save(str(self._kept / PICTURE))

    def _print(self) -> None:
        """The list of families; its own button and the dialog behind it."""
        target = self._kept / "daftar.pdf"
        target.unlink(missing_ok=True)
        answer_file_dialog(target, "Simpan")
        press(self._frame, "PDF")
        self._settle()
        if not target.read_bytes().startswith(b"%PDF"):
            raise ValueError("the print is no PDF")
        self._report["cetakan"] = target.name

    def _send(self) -> None:
        press(self._frame, "Kirim")
        for old in self._kept.glob("*.psb"):
            old.unlink()
        answer_file_dialog(self._kept, "Pilih folder")
        press(self._frame, "Kirim ke USB")
        until(lambda: says(self._frame, "sudah ditulis dan dibaca ulang"), "the bundle was not written")
        self._settle()

    def _verify(self, village: Path) -> None:
        """The bundle holds what a second look into the store counts."""
        (path,) = self._kept.glob("*.psb")
        opened = read_bundle(path)
        count = sum(1 for _line in opened.lines(SAMPLE_KEY))
        store, _operator = open_store(village, make.PASSWORD, write=False)
        totals = households.totals(store.reader())
        store.close()
        if dict(opened.manifest.totals) != dict(totals) or not count:
            raise ValueError("the bundle does not hold the village")
        self._weigh()
        self._report.update({"paket": path.name, "baris_paket": count, "jumlah": dict(totals)})

    @property
    def _frame(self) -> Frame:
        frame = self._shell.frame
        if frame is None:
            raise ValueError("nobody is signed in")
        return frame

    def _fill(self, answers: dict[str, str]) -> None:
        for key, text in answers.items():
            until(lambda key=key: bool(_asked(self._frame, key)), f"question {key} is not shown")  # type: ignore[misc]
            type_into(_asked(self._frame, key)[0].entry(), text)
            self._settle()

    def _settle(self) -> None:
        until(lambda: not self._shell.jobs.busy, "a job did not end")

    def _hangs(self) -> None:
        """A dialog nobody answers, or a loop: tell it and end at once, for nothing else may still run."""
        open_dialog = QApplication.activeModalWidget()
        where = open_dialog.windowTitle() if open_dialog is not None else "no dialog"
        self._report["masalah"] = f"not done after {WHOLE_SECONDS} seconds; {where}"
        self._write()
        os._exit(FAILED)

    def _failed(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        self._report["masalah"] = log.crash_text(kind, problem, trace)
        self._shell.grab().save(str(self._kept / PICTURE))
        self._end(FAILED)

    def _end(self, status: int) -> None:
        self._watch.stop()
        self._write()
        QApplication.exit(status)

    def _weigh(self) -> None:
        now, peak = footprint.memory()
        self._report.update({"memori_mb": round(now / 1e6, 1), "memori_puncak_mb": round(peak / 1e6, 1)})

    def _write(self) -> None:
        self._report["langkah_ms"] = self._took
        self._out.write_text(json.dumps(self._report, ensure_ascii=False, indent=1), encoding="utf-8")


def type_into(entry: QWidget, text: str) -> None:
    """Type over what stands in an entry, then Enter."""
    if isinstance(entry, QComboBox | QLineEdit):
        entry.setFocus()
    line = entry.lineEdit() if isinstance(entry, QComboBox) else entry
    if isinstance(line, QLineEdit):
        line.selectAll()
    for letter in text:
        _key(entry, 0, letter)
    _key(entry, Qt.Key.Key_Return, "\r")


def press(window: QWidget, words: str) -> None:
    """Press the visible button with these words, else one that begins with them; `LookupError` when there is none."""
    ready = [one for one in window.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
    found = [one for one in ready if one.text() == words] or [one for one in ready if one.text().startswith(words)]
    if not found:
        raise LookupError(f"no button {words}")
    found[0].click()


def says(window: QWidget, words: str) -> bool:
    """Whether a visible label holds these words."""
    return any(words in one.text() for one in window.findChildren(QLabel) if one.isVisible())


def answer_file_dialog(path: Path, button: str) -> None:
    """As soon as the file dialog stands there, type the path and press its button."""
    began = time.monotonic()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        line = dialog.findChild(QLineEdit, "fileNameEdit") if dialog is not None else None
        if dialog is not None and isinstance(line, QLineEdit):
            line.setText(str(path))
            press(dialog, button)
        elif time.monotonic() - began < STEP_SECONDS:
            QTimer.singleShot(50, look)

    QTimer.singleShot(50, look)


def until(done: Callable[[], bool], otherwise: str) -> None:
    """Let the window work until this is so; `TimeoutError` with these words after a minute."""
    began = time.monotonic()
    while True:
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()
        if done():
            return
        if time.monotonic() - began > STEP_SECONDS:
            raise TimeoutError(otherwise)


def _load_everything() -> None:
    """Every module, so that whatever it needs is known to be there; the office may need more than is here."""
    for module in pkgutil.walk_packages(puskesos_desktop.__path__, "puskesos_desktop."):
        if not module.name.startswith("puskesos_desktop.kabupaten.") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _asked(window: QWidget, key: str) -> list[Input]:
    return [one for one in window.findChildren(Input, key) if one.isVisible()]


def _key(entry: QWidget, key: int, text: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(entry, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))
