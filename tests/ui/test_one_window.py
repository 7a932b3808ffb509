"""One window per data folder: a second start calls the first one, hands it its bundle, and ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from puskesos_desktop.app import Shell
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.ui import running
from puskesos_desktop.ui.desa.frame.frame import Frame
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.running import Running
from tests.support import waiting
from tests.support.operator import Operator, a_shell
from tests.support.places import ROOT
from tests.support.village import OPERATOR, PASSWORD, a_household, a_store, saved

HELD = """
import sys
from pathlib import Path
from puskesos_desktop.ui import running
assert running.first(Path(sys.argv[1]), None) is not None
print("di sini", flush=True)
sys.stdin.read()
"""


CLOSED_AT_ONCE = """
import sys
from PySide6.QtCore import QTimer
from puskesos_desktop import app

class Brief(app.Shell):
    def begin(self):
        super().begin()
        QTimer.singleShot(0, self.close)

app.Shell = Brief
sys.exit(app.run(["puskesos", "--data", sys.argv[1]]))
"""


def environment(**more: str) -> dict[str, str]:
    home = {"XDG_STATE_HOME": more.pop("home")} if "home" in more else {}
    return {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", **home, **more}


def started(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """The program started once more on this folder, by its own door."""
    command = [sys.executable, "-m", "puskesos_desktop", "--data", str(folder / "desa"), *words]
    return subprocess.Popen(command, env=environment(home=str(folder)), cwd=folder)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Bundles that came to the page Terima."""
    found: list[Path] = []
    monkeypatch.setattr(Frame, "receive", lambda _frame, path: found.append(path))
    return found


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """The first window, signed in, and listening."""
    made = a_shell(qtbot, tmp_path)
    store = a_store(tmp_path / "desa")
    saved(store, a_household(store, "SARKIM"))
    made.enter(store, OPERATOR)
    place = running.first(tmp_path / "desa", None)
    assert place is not None
    place.called.connect(made.come_forward)
    place._timer.start(running.LISTEN_EVERY_MS)
    yield made
    place.end()
    made.backed_up = True


def test_a_second_start_brings_the_first_window_forward_with_its_bundle_and_ends(
    qtbot: QtBot, shell: Shell, taken: list[Path], tmp_path: Path
) -> None:
    shell.showMinimized()
    second = started(tmp_path, "PSB_contoh.psb")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 0
    assert not shell.isMinimized()
    assert taken == [tmp_path / "PSB_contoh.psb"]
    assert list((tmp_path / "desa-jendela").glob("panggilan-*")) == []


def test_a_bundle_handed_to_a_locked_window_waits_for_the_password(
    shell: Shell, taken: list[Path], tmp_path: Path
) -> None:
    operator = Operator(shell, shell.jobs)
    operator.settle()
    shell.lock()
    shell.come_forward(tmp_path / "PSB_contoh.psb")
    assert taken == []
    shell.sign_in.password.setText(PASSWORD)
    operator.press("Masuk")
    operator.settle()
    assert taken == [tmp_path / "PSB_contoh.psb"]


def test_a_bundle_handed_while_a_question_stands_open_waits_for_its_answer(
    qtbot: QtBot, shell: Shell, taken: list[Path], tmp_path: Path
) -> None:
    seen: list[int] = []

    def hand_over() -> None:
        shell.come_forward(tmp_path / "PSB_contoh.psb")
        seen.append(len(taken))
        waiting.once(waiting.asked, lambda: press_close(shell))

    waiting.once(waiting.asked, hand_over)
    dialogs.tell(shell, "Uji", "Satu pertanyaan masih terbuka.")
    assert seen == [0]
    qtbot.waitUntil(lambda: taken == [tmp_path / "PSB_contoh.psb"], timeout=20_000)


def press_close(shell: Shell) -> None:
    Operator(shell, shell.jobs).press("Tutup")


def test_a_window_that_does_not_answer_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = running.first(tmp_path / "desa", None)
    assert first is not None
    monkeypatch.setattr(running, "ANSWER_WITHIN_S", 0.5)
    with pytest.raises(UserError, match="sudah terbuka, tetapi jendelanya belum menjawab"):
        running.first(tmp_path / "desa", None)
    assert list((tmp_path / "desa-jendela").glob("panggilan-*")) == []
    first.end()


def test_a_window_that_crashed_blocks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", HELD, str(tmp_path / "desa")]
    crashed = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)
    assert crashed.stdout is not None
    assert crashed.stdout.readline().strip() == "di sini"
    crashed.kill()
    crashed.wait()
    crashed.stdout.close()
    monkeypatch.setattr(time, "sleep", lambda _seconds: pytest.fail("it waits for a window that is no more"))
    found = running.first(tmp_path / "desa", None)
    assert found is not None
    assert found.last is not None
    found.end()


def test_two_folders_have_two_windows_and_a_folder_that_cannot_be_written_has_one_all_the_same(tmp_path: Path) -> None:
    windows = [running.first(tmp_path / name, None) for name in ("desa", "latihan")]
    (tmp_path / "berkas").write_text("bukan folder")
    windows.append(running.first(tmp_path / "berkas" / "desa", None))
    assert all(isinstance(one, Running) for one in windows)
    for one in windows:
        assert one is not None
        one.end()


def test_nothing_but_the_lock_stays_after_closing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CLOSED_AT_ONCE, str(tmp_path / "desa")]
    assert subprocess.run(command, env=environment(home=str(tmp_path)), check=False, timeout=50).returncode == 0
    assert [one.name for one in (tmp_path / "desa-jendela").iterdir()] == ["desa.lock"]


def test_the_command_line_refuses_to_write_while_the_window_is_open_and_says_what_to_do(
    shell: Shell, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "puskesos_desktop.cli", "--data", str(tmp_path / "desa"), "cek", "--perbaiki"]
    done = subprocess.run(
        command, env=environment(PUSKESOS_SANDI=PASSWORD), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    words = "Data desa ini sedang dibuka di jendela Puskesos yang lain. Tutup jendela itu, lalu coba lagi."
    assert words in done.stderr
