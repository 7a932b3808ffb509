"""Everything a developer runs: `app`, `test`, `check`, `bench`. Standard library only."""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements.txt"
STAMP = VENV / "installed.txt"

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt needs even without a screen: what the loader looks for, and the Debian package that has it."""

SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt needs besides to open a window under X11."""


def main() -> int:
    """Run the chosen command; its exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("app", help="set up everything and open the window on the sample village")
    commands.add_parser("test", help="set up and run the tests; further words go to pytest")
    check = commands.add_parser("check", help="format, lint, types, layers, tests")
    check.add_argument("--cepat", action="store_true", help="all but the tests")
    commands.add_parser("bench", help="measure, and write docs/benchmarks.md")
    chosen, rest = parser.parse_known_args()
    if chosen.command == "app":
        return app()
    set_up()
    if chosen.command == "test":
        return run_tests(rest)
    if chosen.command == "check":
        return check_all(with_tests=not chosen.cepat)
    return python("-m", "benchmarks", *rest)


def app() -> int:
    """Set up and open the window on the sample village; without a display, do the same job and print it."""
    has_screen = os.name == "nt" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    set_up(with_screen=has_screen)
    if has_screen:
        return python("-m", "puskesos_desktop", "--contoh")
    print("This machine has no display, so no window opens. The same job without one, on a fresh sample village:\n")
    return headless()


def headless() -> int:
    """Register, change, undo, check, export and open at the office, printing what each step did."""
    with tempfile.TemporaryDirectory(prefix="puskesos-") as name:
        folder = Path(name)
        village, stick, office = folder / "desa", folder / "usb", folder / "kabupaten"
        stick.mkdir()
        environment = {**os.environ, "PUSKESOS_SANDI": "contoh"}
        key = str(village / "kunci-kabupaten-contoh.txt")

        def puskesos(*words: str) -> bool:
            print(f"$ puskesos {' '.join(words)}".replace(str(folder), "…"), flush=True)
            done = subprocess.run([str(PYTHON), "-m", "puskesos_desktop.cli", *words], cwd=ROOT, env=environment)
            print(flush=True)
            return done.returncode == 0

        data = ("--data", str(village))
        steps = [
            ("contoh", "--ke", str(village), "--keluarga", "400"),
            (*data, "cari", "sark"),
            (*data, "peragaan"),
            (*data, "riwayat", "--banyak", "4"),
            (*data, "kirim", "--ke", str(stick)),
        ]
        if not all(puskesos(*step) for step in steps):
            return 1
        bundle = next(stick.glob("PSB_*.psb"))
        if not puskesos("periksa", str(bundle)):
            return 1
        if not puskesos("buka", str(bundle), "--kunci", key, "--ke", str(office)):
            return 1
        receipt = next(office.glob("TT_*.psb"))
        return 0 if puskesos(*data, "terima", str(receipt)) and puskesos(*data, "cek") else 1


def run_tests(words: Sequence[str] = ()) -> int:
    """The whole suite on two processes, or what the words choose."""
    options = ["-n", "2", "--dist", "loadfile"] if not words else []
    return python("-m", "pytest", *options, *words)


def check_all(*, with_tests: bool) -> int:
    """Every gate in turn; stops at the first that is not green."""
    gates: list[tuple[str, list[str]]] = [
        ("format", ["-m", "ruff", "format", "--check", "."]),
        ("lint", ["-m", "ruff", "check", "."]),
        ("types", ["-m", "mypy"]),
        ("layers", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
    ]
    for name, words in gates:
        print(f"== {name}", flush=True)
        if python(*words):
            return 1
    if with_tests:
        print("== tests", flush=True)
        return run_tests()
    return 0


def set_up(*, with_screen: bool = False) -> None:
    """Virtual environment, pinned packages and system libraries; quick when all is there."""
    install_system({**QT_LIBRARIES, **(SCREEN_LIBRARIES if with_screen else {})})
    if not PYTHON.exists():
        make_environment()
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    print("Installing the pinned packages …", flush=True)
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    STAMP.write_text(wanted)


def make_environment() -> None:
    """A fresh .venv; on Debian as root the missing venv module is installed first."""
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    install_packages(["python3-venv", version])
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def install_system(libraries: dict[str, str]) -> None:
    """Install the Debian packages of the libraries that the loader does not find."""
    if not sys.platform.startswith("linux"):
        return
    missing = sorted({package for library, package in libraries.items() if not loads(library)})
    if missing:
        install_packages(missing)


def loads(library: str) -> bool:
    """Whether the loader finds this library: it is asked itself, Qt's own message names the wrong one."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: list[str]) -> None:
    """Install Debian packages as root; otherwise print the one line to run and stop."""
    line = f"apt-get install --yes --no-install-recommends {' '.join(packages)}"
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(f"Some system libraries are missing. Run this once, then again what you ran:\n  sudo {line}")
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(line.split(), env=quiet, check=True, stdout=subprocess.DEVNULL)


def python(*words: str) -> int:
    """Run the environment's Python in the project; its exit status."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([str(PYTHON), *words], cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
