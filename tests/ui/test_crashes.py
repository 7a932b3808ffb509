"""Mistakes of the program itself: one dialog, data looked at, a report without anybody in it, offered once more."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from puskesos_desktop import log
from puskesos_desktop.app import Shell
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.file import cipher, layout
from puskesos_desktop.store.opened import Store
from puskesos_desktop.ui import crashes, running
from puskesos_desktop.ui.crashes import Crashes
from puskesos_desktop.ui.running import Last
from tests.support import waiting
from tests.support.operator import Operator, a_shell
from tests.support.places import ROOT
from tests.support.village import OPERATOR, PASSWORD, a_household, a_store, answering, saved

PRIVATE = ("3328014505707001", "3328012001107001", "TARSINI", "SARKIM", "Kenanga", "petani", "08123456789")


def a_failure(work: Callable[[], object]) -> Exception:
    """The exception that this raises, with its trace."""
    try:
        work()
    except Exception as problem:
        return problem
    raise AssertionError("nothing was raised")


def report_of(problem: Exception) -> str:
    return log.crash_text(type(problem), problem, problem.__traceback__)


def nobody_is_in(text: str) -> bool:
    return not any(one.casefold() in text.casefold() for one in PRIVATE)


@pytest.mark.parametrize(
    "message",
    [
        "NIK {0} milik {2} di KK {1}, kepala {3}",
        "{2} {3}",
        "'{2}' bekerja sebagai \"{5}\" di Gang {4}",
        "nik={0};nama={2};alamat={4};telepon={6}",
        "{0}{1}",
        "no such column: {2}",
    ],
)
def test_a_report_names_nobody_whatever_the_message_and_the_values_hold(message: str) -> None:
    nik, kk, name, head, street, work, phone = PRIVATE

    def deeper(_answers: dict[str, str]) -> None:
        try:
            raise KeyError(name)
        except KeyError as cause:
            raise ValueError(message.format(*PRIVATE)) from cause

    locals_too = {"nik": nik, "nomor_kk": kk, "kepala": head, "alamat": street, "kerja": work, "telepon": phone}
    report = report_of(a_failure(lambda: deeper(locals_too)))
    assert nobody_is_in(report), report
    assert "ValueError" in report
    assert "disebabkan oleh KeyError" in report
    assert "test_crashes.py" in report
    assert str(ROOT) not in report


def test_a_failure_deep_in_the_program_names_nobody_and_says_where(store: Store) -> None:
    home = saved(store, a_household(store, "SARKIM", nik=PRIVATE[0], nomor_kk=PRIVATE[1]))
    odd = answering(home, home.members[0].id, nama=["TARSINI"], pekerjaan="petani")  # type: ignore[arg-type]
    report = report_of(a_failure(lambda: registry.save_household(store, odd, OPERATOR)))
    assert nobody_is_in(report), report
    assert "registry.py" in report


def test_what_python_and_our_own_source_say_stays_readable() -> None:
    wrong = report_of(a_failure(lambda: cipher.connect(Path("x"), b"short")))
    assert "ValueError: the data key has … bytes" in wrong
    none = report_of(a_failure(lambda: crashes.offer(None, Last("a", "b", False))))  # type: ignore[arg-type]
    assert "AttributeError: 'NoneType' object has no attribute 'say'" in none


def test_a_log_line_leaves_out_the_values_put_into_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    log.start(tmp_path)
    handler = logging.getLogger().handlers[-1]
    try:
        problem = a_failure(lambda: int("SARKIM"))
        logging.getLogger("uji").error("keluarga %s belum %s", "SARKIM", "3328014505707001", exc_info=problem)
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    caplog.clear()
    written = (tmp_path / "puskesos.log").read_text("utf-8")
    assert "keluarga %s belum %s" in written
    assert "ValueError" in written
    assert nobody_is_in(written)


def test_what_the_system_wrote_of_a_fall_names_no_folder_of_the_person() -> None:
    fell = (
        "Windows fatal exception: access violation\n\nCurrent thread 0x00001a2c (most recent call first):\n"
        '  File "C:\\Users\\SARKIM\\AppData\\lib\\app.py", line 12 in tell\n'
        '  File "/home/sarkim/jobs.py", line 7 in run\n'
    )
    report = log.halt_text("24-11-2026 10.42", fell)
    assert nobody_is_in(report)
    assert "Windows fatal exception: access violation\n  app.py:12 tell\n  jobs.py:7 run" in report


@pytest.fixture
def kept() -> list[str]:
    return []


def surfaced(qtbot: QtBot, made: Crashes, problem: Exception, press: str) -> list[str]:
    """Let a failure surface, read the dialog once the data were looked at, and press a button of it."""
    read: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        labels = box.findChildren(QLabel)
        qtbot.waitUntil(lambda: not any("sedang diperiksa" in one.text() for one in labels), timeout=20_000)
        read.extend(one.text() for one in labels)
        next(one for one in box.findChildren(QAbstractButton) if one.text() == press).click()

    waiting.once(waiting.asked, look)
    made.tell(type(problem), problem, problem.__traceback__)
    return read


def test_the_dialog_says_what_happened_that_the_data_are_whole_and_copies_the_report(
    qtbot: QtBot, tmp_path: Path, kept: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    shell = a_shell(qtbot, tmp_path)
    store = a_store(tmp_path / "desa")
    shell.enter(store, OPERATOR)
    made = Crashes(shell, shell.jobs, lambda: store, kept.append)
    words = " ".join(surfaced(qtbot, made, a_failure(lambda: 1 // 0), "Salin laporan"))
    assert "Terjadi kesalahan program." in words
    assert "Program keliru, jadi pekerjaan tadi dihentikan." in words
    assert crashes.SOUND in words
    assert "Laporan tidak memuat data pribadi." in words
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()
    assert [bool(one) for one in kept] == [True, False]
    caplog.clear()
    shell.backed_up = True


def test_a_damaged_file_is_said_in_the_dialog(
    qtbot: QtBot, tmp_path: Path, kept: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    shell = a_shell(qtbot, tmp_path)
    store = a_store(tmp_path / "desa")
    store.close()
    path = store.folder / layout.MAIN
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    made = Crashes(shell, shell.jobs, lambda: store, kept.append)
    words = " ".join(surfaced(qtbot, made, MemoryError(), "Tutup"))
    assert "Memori laptop habis" in words
    assert "Berkas data tidak lulus pemeriksaan. Jangan hapus apa pun" in words
    assert len(kept) == 1
    caplog.clear()


def test_the_same_failure_again_is_only_logged(
    qtbot: QtBot, tmp_path: Path, kept: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    shell = a_shell(qtbot, tmp_path)
    made = Crashes(shell, shell.jobs, lambda: None, kept.append)
    problem = a_failure(lambda: 1 // 0)
    assert any("tidak ada yang berubah" in words for words in surfaced(qtbot, made, problem, "Tutup"))
    made.tell(type(problem), problem, problem.__traceback__)
    assert len([one for one in caplog.records if "ZeroDivisionError" in one.getMessage()]) == 2
    caplog.clear()


def begun(shell: Shell, place: Path) -> running.Running:
    found = running.first(place, None)
    assert found is not None
    shell.last = found.last
    shell.begin()
    return found


def test_a_window_that_was_killed_is_told_once_and_its_data_are_looked_at(qtbot: QtBot, tmp_path: Path) -> None:
    a_store(tmp_path / "desa").close()
    killed = running.first(tmp_path / "desa", None)
    assert killed is not None
    assert killed._lock is not None
    killed._lock.release()  # as the system does when a process dies
    shell = a_shell(qtbot, tmp_path)
    again = begun(shell, tmp_path / "desa")
    operator = Operator(shell, shell.jobs)
    assert operator.sees("berhenti sebelum ditutup. Sesudah Anda masuk, datanya diperiksa.")
    operator.press("Salin laporan")
    assert operator.sees("Laporan disalin.")
    assert "tidak ditutup: listrik padam" in QGuiApplication.clipboard().text()
    shell.sign_in.password.setText(PASSWORD)
    operator.press("Masuk")
    operator.settle()
    assert operator.sees("berhenti sebelum ditutup. Data yang sudah disimpan baru saja diperiksa")
    again.end()
    third = running.first(tmp_path / "desa", None)
    assert third is not None
    assert third.last is None
    third.end()
    shell.backed_up = True


def test_the_report_of_a_crash_waits_for_the_next_start_also_before_there_is_a_village(
    qtbot: QtBot, tmp_path: Path
) -> None:
    before = running.first(tmp_path / "desa", None)
    assert before is not None
    before.keep("laporan uji")
    before.end()
    shell = a_shell(qtbot, tmp_path)
    again = begun(shell, tmp_path / "desa")
    operator = Operator(shell, shell.jobs)
    assert operator.sees("Terakhir kali terjadi kesalahan program.")
    operator.press("Salin laporan")
    assert QGuiApplication.clipboard().text() == "laporan uji"
    operator.settle()
    again.end()


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that kills is not known there")
def test_a_real_fall_leaves_where_it_was(tmp_path: Path) -> None:
    script = (
        "import sys, os, signal\nfrom pathlib import Path\nfrom PySide6.QtCore import QCoreApplication\n"
        "from puskesos_desktop.ui import running\napp = QCoreApplication([])\n"
        "place = running.first(Path(sys.argv[1]), None)\nplace.begin()\nos.kill(os.getpid(), signal.SIGSEGV)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "desa")], env=environment, check=False)
    assert done.returncode == -signal.SIGSEGV
    found = running.first(tmp_path / "desa", None)
    assert found is not None
    assert found.last is not None
    assert "Fatal Python error: Segmentation fault" in found.last.report
    assert "  <string>:8 <module>" in found.last.report
    assert found.last.stopped
    found.end()
