"""The proofs of durability at full size: `python3 -m tests.durability.__main__` runs them and notes the result in docs.

The option `--penuh` of pytest is the flag: with it tests take their full size wherever they are run.
Needs strace for the power cuts, and root for the small disks (Debian: `apt-get install strace`); else those are skipped
and the note says so.
"""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from xml.etree import ElementTree

from tests.support.places import ROOT

NOTE = ROOT / "docs" / "durability.md"
HEADING = "## The last run at full size"
_PARTS = {
    "test_kills": "kill -9 at a random moment",
    "test_power": "power cuts replayed, and the tests of the replay itself",
    "test_space": "full and read-only disks, wrong clocks, flipped bits",
    "test_fuzz": "readers of foreign bytes, 2,000 inputs each",
}


def main() -> int:
    """Run everything, write the table; 0 when nothing failed."""
    report = ROOT / ".durability.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--timeout=1800", "--penuh"]
    command.append(f"--junitxml={report}")
    files = [f"tests/durability/{name}.py" for name in _PARTS]
    start = time.monotonic()
    done = subprocess.run([*command, *files], cwd=ROOT, check=False)
    cases = [case for case in ElementTree.parse(report).iter("testcase")]
    report.unlink()
    _note(cases, time.monotonic() - start)
    return done.returncode


def _note(cases: list[ElementTree.Element], seconds: float) -> None:
    machine = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    lines = [
        HEADING, "",
        f"`python3 -m tests.durability.__main__`, {date.today():%Y-%m-%d}, {seconds / 60:.0f} minutes, {machine}.", "",
        "| What | Tests | Passed | Failed | Skipped |", "|---|---|---|---|---|",
        *(_row(name, words, cases) for name, words in _PARTS.items()),
    ]  # fmt: skip
    text = NOTE.read_text("utf-8")
    section = re.compile(rf"{re.escape(HEADING)}\n.*?(?=\n## |\Z)", re.DOTALL)
    NOTE.write_text(section.sub("\n".join(lines) + "\n", text), "utf-8")


def _row(name: str, words: str, cases: list[ElementTree.Element]) -> str:
    mine = [case for case in cases if case.get("classname", "").endswith(name)]
    ended = Counter(case[0].tag if len(case) and case[0].tag != "system-err" else "passed" for case in mine)
    skipped = {case[0].get("message", "") for case in mine if len(case) and case[0].tag == "skipped"}
    reasons = f" ({'; '.join(sorted(skipped))})" if skipped else ""
    failed = ended["failure"] + ended["error"]
    return f"| {words} | {len(mine)} | {ended['passed']} | {failed} | {ended['skipped']}{reasons} |"


if __name__ == "__main__":
    raise SystemExit(main())
