"""No test sleeps to let something happen: the tests themselves are read."""

from __future__ import annotations

import re

import pytest

from tests.support.places import ROOT

SLEEPING = re.compile(
    r"\bqWait\(|\bqtbot\.wait\(|(?<!\.)\bsleep\(|\btime\.sleep\(|\.settle\(\d|\bsingleShot\([1-9]|\bnot [\w.]+\.sees\("
)
"""A wait of so long whatever happens; and what is not seen yet taken for what is never seen."""
SUPPORT = ROOT / "tests" / "support" / "processes.py"
"""Looks again after a moment whether another process has come to it, and kills one at a moment nobody chose."""


def test_no_test_waits_so_long_instead_of_for_what_it_means() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path not in (SUPPORT, ROOT / "tests" / "whole" / "test_waiting.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if SLEEPING.search(line)
    ]
    assert not found, "wait for what the test means (tests/support/waiting.py): " + ", ".join(found)


@pytest.mark.parametrize(
    ("line", "sleeps"),
    [
        ("    QTest.qWait(300)", True),
        ("    time.sleep(0.2)", True),
        ("    operator.settle(500)", True),
        ("    QTimer.singleShot(200, close)", True),
        ('    assert not operator.sees("SARKIM")', True),
        ("    operator.settle()", False),
        ("    checking.settle(store, one, 'anak angkat', OPERATOR)", False),
        ("    QTest.qWaitForWindowActive(shell)", False),
        ("    QTimer.singleShot(0, window, press)", False),
        ('    assert operator.never_sees("SARKIM")', False),
    ],
)
def test_what_is_such_a_wait_is_known(line: str, sleeps: bool) -> None:
    assert bool(SLEEPING.search(line)) is sleeps
