"""Everything a developer runs: `app`, `test`, `check`, `bench`, `mutasi`. Standard library only."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements-dev.txt"
DATA_LOCK = ROOT / "requirements-data.txt"
"""Packages of which tests read files and import nothing, so that what they need is not installed."""
OLDEST = (3, 11)
QUIET_SECONDS = 5
"""Where nobody can write over a line, how long nothing is said at most."""

QT_LIBRARIES = ("QtWidgets.abi3.so", "QtSvg.abi3.so", "QtNetwork.abi3.so", "Qt/plugins/platforms/libqoffscreen.so")
"""The parts of the window library that the program and its tests load, seen from its own folder."""

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""Which Debian package holds a library that the loader may miss."""

HEADLESS_STEPS = (
    "contoh --ke {desa} --keluarga 400",
    "--data {desa} cari 'Mohamad Hidayat'",
    "--data {desa} peragaan",
    "--data {desa} riwayat --banyak 4",
    "--data {desa} kirim --ke {usb}",
    "periksa {usb}/PSB_*.psb",
    "buka {usb}/PSB_*.psb --kunci {desa}/kunci-kabupaten-contoh.txt --ke {kabupaten}",
    "--data {desa} terima {kabupaten}/TT_*.psb",
    "--data {desa} cek",
)
"""The main job as `puskesos` commands: {names} are its folders, a * stands for the file just written."""


def main() -> int:
    """Run the chosen command; its exit status."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("app", help="set up everything and open the window on the sample village")
    commands.add_parser("test", help="set up and run the tests; further words go to pytest")
    check = commands.add_parser("check", help="format, lint, types, layers, tests")
    check.add_argument("--cepat", action="store_true", help="all but the tests")
    commands.add_parser("bench", help="measure, and write docs/benchmarks.md; further words go to it")
    commands.add_parser(
        "mutasi",
        add_help=False,
        help="see whether tests notice small faults, and write docs/mutasi.md; --banyak N, --penuh",
    )
    chosen, rest = parser.parse_known_args()
    if rest and chosen.command in ("app", "check"):
        parser.error(f"{chosen.command} takes no {' '.join(rest)}")
    if chosen.command == "app":
        return app()
    set_up()
    if chosen.command == "test":
        return run_tests(rest)
    if chosen.command == "check":
        return check_all(with_tests=not chosen.cepat)
    if chosen.command == "mutasi":
        return python("-m", "benchmarks.mutants", *rest)
    return python("-m", "benchmarks", *rest)


def app() -> int:
    """Set up and open the window on the sample village; without a display, do the same job and print it."""
    screen = screen_plugin()
    set_up(screen)
    if screen or not sys.platform.startswith("linux"):
        return python("-m", "puskesos_desktop", "--contoh")
    print("This machine has no display, so no window opens. The same job without one, on a fresh sample village:\n")
    return headless()


def screen_plugin() -> str | None:
    """The part of Qt that will draw on this Linux screen; None without a screen, or where Qt brings all it needs."""
    if not sys.platform.startswith("linux"):
        return None
    if os.environ.get("DISPLAY"):
        return "Qt/plugins/platforms/libqxcb.so"
    return "Qt/plugins/platforms/libqwayland.so" if os.environ.get("WAYLAND_DISPLAY") else None


def headless() -> int:
    """Register, change, undo, send, open at the office, check: what each step prints; 1 at the first that fails."""
    with tempfile.TemporaryDirectory(prefix="puskesos-") as name:
        folder = Path(name)
        places = {place: str(folder / place) for place in ("desa", "usb", "kabupaten")}
        Path(places["usb"]).mkdir()
        for step in HEADLESS_STEPS:
            words = [written_file(word.format(**places)) for word in shlex.split(step)]
            print(f"$ puskesos {shlex.join(words)}".replace(str(folder), "…"), flush=True)
            status = puskesos(*words)
            print(flush=True)
            if status:
                return 1
    print("Every step did its work.")
    return 0


def puskesos(*words: str) -> int:
    """Run one `puskesos` command on the sample village, whose password is known; its exit status."""
    environment = {**project_environment(), "PUSKESOS_SANDI": "contoh"}
    command = [str(PYTHON), "-m", "puskesos_desktop.cli", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def written_file(word: str) -> str:
    """The file that a word with a * stands for, or the word itself."""
    pattern = Path(word)
    return str(next(pattern.parent.glob(pattern.name), pattern)) if "*" in word else word


def run_tests(words: Sequence[str] = ()) -> int:
    """The tests on two processes that share out the work; later words win (`-n 0` runs them in one, `--penuh` all)."""
    return python("-m", "pytest", "-n", "2", "--dist", "worksteal", *words)


def check_all(*, with_tests: bool) -> int:
    """Every gate in turn; stops at the first that is not green."""
    for name, words in gates():
        print(f"== {name}", flush=True)
        if python(*words):
            return 1
    if not with_tests:
        return 0
    print("== tests", flush=True)
    return run_tests()


def gates() -> Iterator[tuple[str, list[str]]]:
    """The quick checks: name, and what Python runs."""
    typed = [
        name for name in ("puskesos_desktop", "tests", "benchmarks", "installer") if any(ROOT.glob(f"{name}/*.py"))
    ]
    yield "format", ["-m", "ruff", "format", "--check", "."]
    yield "lint", ["-m", "ruff", "check", "."]
    yield "types", ["-m", "mypy", "--strict", "dev.py", *typed]
    yield "layers", ["-c", "from importlinter.cli import lint_imports_command as run; run()"]


def set_up(screen: str | None = None) -> None:
    """Virtual environment, pinned packages, the project's commands, system libraries; quick when all is there."""
    if not PYTHON.exists():
        make_environment()
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--progress-bar", "off")
    install_once("packages", [LOCK], [*pip, "--require-hashes", "-r", str(LOCK)])
    install_once("data", [DATA_LOCK], [*pip, "--no-deps", "--require-hashes", "-r", str(DATA_LOCK)])
    project = [ROOT / "pyproject.toml", ROOT / "puskesos_desktop" / "__init__.py"]
    install_once("project", project, [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    install_libraries([*QT_LIBRARIES, *([screen] if screen else [])])


def make_environment() -> None:
    """A fresh .venv; where Debian keeps the venv module apart, that package comes first."""
    print("Making the environment in .venv (once; about three minutes with all that follows) …", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        install_packages(["python3-venv"])
        subprocess.run(command, check=True)


def install_once(name: str, sources: Sequence[Path], command: Sequence[str]) -> None:
    """Run the installing command unless it was run for this folder and these very files before."""
    stamp = VENV / f"{name}.stamp"
    wanted = hashlib.sha256(b"\0".join([bytes(ROOT), *(path.read_bytes() for path in sources)])).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with Steps(f"Installing the {name}", sum(pins_of(path) for path in sources)) as steps:
        status, said = follow(command, steps)
    if status:
        print("".join(said[-20:]), flush=True)
        sys.exit(f"Installing the {name} did not work; pip says why above. The next run tries again.")
    stamp.write_text(wanted)


def follow(command: Sequence[str], steps: Steps) -> tuple[int, list[str]]:
    """Run pip while `steps` tells how far it is; its exit status and all it said."""
    said = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            said.append(line)
            steps.hear(line)
    return pip.returncode, said


def pins_of(lock: Path) -> int:
    """How many packages a lock file pins; other files pin none."""
    return len(re.findall(r"^\S+==", lock.read_text(encoding="utf-8"), re.MULTILINE)) if lock.suffix == ".txt" else 0


class Steps:
    """Says how far pip is: one line written over on a terminal, elsewhere a line every few seconds."""

    def __init__(self, words: str, total: int) -> None:
        self.words, self.total, self.done = words, total, 0
        self.began = self.told = time.monotonic()
        self.terminal = sys.stdout.isatty()

    def __enter__(self) -> Steps:
        print(f"{self.words} …", end="" if self.terminal else "\n", flush=True)
        return self

    def hear(self, line: str) -> None:
        """Take in one line of what pip says."""
        if found := re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line):
            self.done += 1
            self.tell(f"{self.done} of {self.total} ({found[1]})" if self.total else found[1])
        elif line.startswith("Installing collected"):
            self.told = 0
            self.tell("unpacking, the longest part")

    def tell(self, words: str) -> None:
        """Show it now, or nothing where a line was written a moment ago and cannot be written over."""
        if self.terminal:
            print(f"\r{self.words}: {words}"[:79].ljust(79), end="", flush=True)
        elif time.monotonic() - self.told > QUIET_SECONDS:
            print(f"  {words}", flush=True)
            self.told = time.monotonic()

    def __exit__(self, *_problem: object) -> None:
        words = f"done in {time.monotonic() - self.began:.0f} s"
        print(f"\r{self.words}: {words}".ljust(79) if self.terminal else f"  {words}", flush=True)


def install_libraries(parts: Sequence[str]) -> None:
    """Install what the loader misses for these parts of Qt, and ask it again; what has no known package is named."""
    missing = missing_libraries(parts)
    known = {DEBIAN_PACKAGES[library] for library in missing if library in DEBIAN_PACKAGES}
    if known:
        install_packages(sorted(known))
        missing = missing_libraries(parts)
    if missing:
        sys.exit(
            f"The window library still misses: {', '.join(sorted(missing))}. Install what holds it, then try again."
        )


def missing_libraries(parts: Sequence[str]) -> set[str]:
    """System libraries that the loader itself does not find for these parts of Qt; Qt's messages blame wrong ones."""
    if not sys.platform.startswith("linux") or not shutil.which("ldd"):
        return set()
    qt = next(VENV.glob("lib/python3*/site-packages/PySide6"))
    said = subprocess.run(["ldd", *(str(qt / part) for part in parts)], capture_output=True, text=True, check=False)
    return {line.split()[0] for line in said.stdout.splitlines() if line.endswith("not found")}


def install_packages(packages: Sequence[str]) -> None:
    """Install Debian packages as root; otherwise print the one line to run and stop."""
    line = f"apt-get install --yes --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get"):
        sys.exit(
            f"System libraries are missing. Debian calls them: {' '.join(packages)}. Install them, then try again."
        )
    if os.geteuid() != 0:
        sys.exit(f"System libraries are missing. Run this once, then again what you ran:\n  sudo {line}")
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("apt-get update -qq", line):
        if subprocess.run(command.split(), env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
            sys.exit(f"This did not work: {command}")


def python(*words: str) -> int:
    """Run the environment's Python in the project; its exit status."""
    return subprocess.run([str(PYTHON), *words], cwd=ROOT, env=project_environment(), check=False).returncode


def project_environment() -> dict[str, str]:
    """The environment for the project's own programs: this folder's code first."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


if __name__ == "__main__":
    sys.exit(main())
