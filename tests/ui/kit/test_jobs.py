"""Work off the window's thread: results and failures come back, Batal reaches the work, nothing is swallowed."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from puskesos_desktop.domain.outcome import BadFile, InvalidData, Progress, UserError, error
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.jobs import Jobs, ProgressDialog, time_left

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.shutdown()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_result_comes_back_on_the_windows_thread(jobs: Jobs, window: QWidget, qtbot: QtBot) -> None:
    got: list[tuple[bool, bool]] = []
    here = threading.get_ident()
    with qtbot.waitSignal(jobs.idle):
        jobs.run(
            window, "Menyimpan…", lambda _progress: threading.get_ident() == here,
            lambda same: got.append((same, threading.get_ident() == here)),
        )  # fmt: skip
    assert got == [(False, True)]


def test_writing_jobs_keep_their_order(jobs: Jobs, window: QWidget, qtbot: QtBot) -> None:
    done: list[int] = []

    def numbered(number: int) -> Callable[[Progress], int]:
        return lambda _progress: number

    with qtbot.waitSignal(jobs.idle):
        for number in range(20):
            jobs.run(window, "Menyimpan…", numbered(number), done.append)
    assert done == list(range(20))


def test_saving_never_waits_for_printing(jobs: Jobs, window: QWidget, qtbot: QtBot) -> None:
    saved = threading.Event()
    order: list[str] = []
    with qtbot.waitSignal(jobs.idle):
        jobs.read(window, "Mencetak…", lambda _progress: saved.wait(10), lambda seen: order.append(f"cetak {seen}"))
        jobs.run(window, "Menyimpan…", lambda _progress: saved.set(), lambda _none: order.append("simpan"))
    assert sorted(order) == ["cetak True", "simpan"]


def test_work_nobody_asked_for_is_never_shown(jobs: Jobs, window: QWidget, qtbot: QtBot) -> None:
    """Work that somebody asked for later is shown while it still goes on: had it been shown, it would be by then."""
    done: list[bool] = []
    ended = threading.Event()
    jobs.read_unseen(window, lambda _progress: ended.wait(10), done.append)
    jobs.run(window, "Menyimpan…", lambda _progress: ended.wait(10), done.append)
    qtbot.waitUntil(lambda: bool(window.findChildren(ProgressDialog)))
    assert [one._job.label for one in window.findChildren(ProgressDialog)] == ["Menyimpan…"]
    with qtbot.waitSignal(jobs.idle):
        ended.set()
    assert done == [True, True]


def test_long_work_is_shown_and_batal_reaches_it_silently(jobs: Jobs, window: QWidget, qtbot: QtBot) -> None:
    stopped = threading.Event()
    heard: list[object] = []

    def work(progress: Progress) -> None:
        try:
            while True:
                progress(812, 1600, "812 dari 1.600 keluarga")
                threading.Event().wait(0.01)
        finally:
            stopped.set()

    jobs.run(window, "Menulis paket…", work, heard.append, heard.append)
    qtbot.waitUntil(lambda: bool(window.findChildren(ProgressDialog)), timeout=20_000)
    with qtbot.waitSignal(jobs.idle):
        window.findChildren(ProgressDialog)[0].reject()
    assert stopped.is_set()
    assert heard == []


def test_short_work_shows_no_dialog(jobs: Jobs, window: QWidget, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.idle):
        jobs.run(window, "Menyimpan…", lambda _progress: None, lambda _none: None)
    assert window.findChildren(ProgressDialog) == []


@pytest.mark.parametrize(
    "problem", [BadFile("x.psb", "isi paket rusak."), InvalidData([error("nama", "Wajib diisi.")])]
)
def test_a_failure_people_can_act_on_reaches_failed(
    jobs: Jobs, window: QWidget, qtbot: QtBot, problem: Exception
) -> None:
    heard: list[Exception] = []

    def work(_progress: Progress) -> None:
        raise problem

    with qtbot.waitSignal(jobs.idle):
        jobs.run(window, "Menyimpan…", work, lambda _none: None, heard.append)
    assert heard == [problem]


def test_a_failure_nobody_takes_is_told_with_what_to_do(
    jobs: Jobs, window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(dialogs, "tell_problem", lambda _parent, problem: told.append(str(problem)))

    def work(_progress: Progress) -> None:
        raise UserError("Disk penuh.", "Kosongkan sebagian isinya.")

    with qtbot.waitSignal(jobs.idle):
        jobs.run(window, "Menyimpan…", work, lambda _none: None)
    assert told == ["Disk penuh. Kosongkan sebagian isinya."]


def test_a_mistake_of_ours_goes_to_the_one_crash_dialog(
    jobs: Jobs, window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[type[BaseException], int]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _problem, _trace: seen.append((kind, threading.get_ident())))

    def work(_progress: Progress) -> None:
        raise ZeroDivisionError

    heard: list[Exception] = []
    with qtbot.waitSignal(jobs.idle):
        jobs.run(window, "Menyimpan…", work, lambda _none: None, heard.append)
    assert seen == [(ZeroDivisionError, threading.get_ident())]
    assert heard == []


def test_a_job_whose_window_is_gone_ends_unheard(jobs: Jobs, qtbot: QtBot) -> None:
    window, go = QWidget(), threading.Event()
    heard: list[object] = []
    jobs.run(window, "Menyimpan…", lambda _progress: go.wait(10), heard.append)
    window.deleteLater()
    qtbot.waitUntil(lambda: not isValid(window))
    with qtbot.waitSignal(jobs.idle):
        go.set()
    assert heard == []


def test_closing_waits_for_what_is_being_written(window: QWidget) -> None:
    jobs, written = Jobs(), threading.Event()

    def work(_progress: Progress) -> None:
        threading.Event().wait(0.1)
        written.set()

    jobs.run(window, "Menyimpan…", work, lambda _none: None)
    jobs.shutdown()
    assert written.is_set()


@pytest.mark.parametrize(
    ("done", "total", "spent", "words"),
    [
        (0, 10, 5, ""),
        (5, 10, 0.5, ""),
        (10, 10, 5, ""),
        (812, 1600, 5, "kira-kira 6 detik lagi"),
        (1, 100, 3, "kira-kira 5 menit lagi"),
    ],
)
def test_time_left_is_told_in_words_once_it_is_more_than_a_guess(
    done: int, total: int, spent: float, words: str
) -> None:
    assert time_left(done, total, spent) == words


@pytest.mark.parametrize(("button", "answer"), [("Hapus", True), ("Batal", False)])
def test_a_question_names_the_deed_on_its_button(window: QWidget, button: str, answer: bool) -> None:
    def press() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        next(one for one in box.findChildren(QPushButton) if one.text() == button).click()

    QTimer.singleShot(0, window, press)
    assert dialogs.ask(window, "Hapus anggota", "Hapus SARKIM dari keluarga ini?", "Hapus") is answer
