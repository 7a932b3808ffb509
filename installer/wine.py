"""A Windows laptop made of Wine: a prefix and a screen of its own, thrown away afterwards."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from installer.native import PREFIX

TOOLS = {
    "wine": "wine wine64",
    "Xvfb": "xvfb",
    "import": "imagemagick",
    "xdotool": "xdotool",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
}
"""The command that must be there, and the Debian packages that hold it."""
MISSING_IN_WINE = {
    "icuuc": "ICU of Windows 10, asked for by the window library; every function answers with nothing",
    "bcryptprimitives": "chance of Windows 10, asked for by modules written in Rust",
}
LONGEST_RUN = 300
"""Seconds after which a program hangs."""
RANDOM = """
#include <windows.h>
BOOLEAN WINAPI SystemFunction036(void *bytes, ULONG count);
__declspec(dllexport) BOOL ProcessPrng(BYTE *bytes, SIZE_T count) { return SystemFunction036(bytes, (ULONG)count); }
"""


class Laptop:
    """Runs Windows programs; use it in a `with`, which begins the screen and ends everything that was begun."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drive = folder / "prefix" / "drive_c"
        self._screen: subprocess.Popen[str] | None = None
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("QT_", "PYTHON"))},
            "WINEPREFIX": str(folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
            "LANG": "C.UTF-8",
        }

    def __enter__(self) -> Laptop:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
        self._screen = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL, text=True)
        os.close(writing)
        with os.fdopen(reading) as told:
            self._environment["DISPLAY"] = f":{told.readline().strip()}"
        self.run("wineboot", "-i")
        self.become("win10")
        for profile in self.drive.glob("windows/system32/spool/drivers/color/*.icm"):
            profile.unlink()  # Wine cannot make use of them, and Qt ends when it fails at it
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        subprocess.run(["wineserver", "-k"], env=self._environment, check=False)
        if self._screen is not None:
            self._screen.terminate()
            self._screen.wait()

    @property
    def local(self) -> Path:
        """The user's folder for programs and data, %LOCALAPPDATA%."""
        return next((self.drive / "users").glob("*/AppData/Local"))

    @property
    def home(self) -> Path:
        """The user's own folder."""
        return self.local.parent.parent

    def run(self, *words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a Windows program to its end; paths are turned into Windows' own. Its output comes through pipes."""
        command = ["wine", *(self.spelled(word) for word in words)]
        return subprocess.run(
            command,
            env={**self._environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=LONGEST_RUN,
            check=False,
        )

    def start(self, *words: str | Path) -> subprocess.Popen[bytes]:
        """Begin a Windows program and leave it running."""
        command = ["wine", *(self.spelled(word) for word in words)]
        return subprocess.Popen(
            command, env=self._environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End what `start` began, and wait until Windows knows."""
        process.kill()
        process.communicate()
        time.sleep(1)

    def spelled(self, word: str | Path) -> str:
        """A path as Windows spells it; a word as it is."""
        if not isinstance(word, Path):
            return word
        if word.is_relative_to(self.drive):
            return "C:\\" + str(word.relative_to(self.drive)).replace("/", "\\")
        return "Z:" + str(word.resolve()).replace("/", "\\")

    def become(self, windows: str) -> None:
        """Say that this is another Windows, as Wine names them (win10, win7)."""
        self.run("reg", "add", "HKCU\\Software\\Wine", "/v", "Version", "/d", windows, "/f")
        subprocess.run(["wineserver", "-w"], env=self._environment, check=False, timeout=60)

    def registry(self, key: str, name: str = "") -> str | None:
        """A text in the user's registry; nothing when it is not there."""
        which = ("/v", name) if name else ("/ve",)
        told = self.run("reg", "query", f"HKCU\\{key}", *which)
        found = re.search(r"REG_(?:SZ|DWORD)\s+(.*?)\r?$", told.stdout, re.MULTILINE)
        return found.group(1) if told.returncode == 0 and found else None

    def supply(self, asking: Path) -> None:
        """Put what Wine lacks into its system folder, with the names that this DLL asks for."""
        told = subprocess.run([f"{PREFIX}objdump", "-p", str(asking)], capture_output=True, text=True, check=True)
        part = told.stdout.partition("DLL Name: icuuc.dll")[2].partition("DLL Name")[0]
        names = re.findall(r"^\s+[0-9a-f]+\s+\d+\s+(\w+)\s*$", part, re.MULTILINE)
        empty = "\n".join(f"__declspec(dllexport) void *{name}(void) {{ return 0; }}" for name in names)
        for name, text, libraries in (("icuuc", empty, []), ("bcryptprimitives", RANDOM, ["-ladvapi32"])):
            source = self.folder / f"{name}.c"
            source.write_text(text)
            target = self.drive / "windows" / "system32" / f"{name}.dll"
            subprocess.run([f"{PREFIX}gcc", "-shared", str(source), "-o", str(target), *libraries], check=True)

    def windows(self, title: str) -> list[str]:
        """The windows on the screen whose title holds these words."""
        command = ["xdotool", "search", "--onlyvisible", "--name", title]
        return subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False
        ).stdout.split()

    def picture(self, target: Path) -> None:
        """What the screen shows."""
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", str(target)], env=self._environment, check=True)

    def forget(self, path: Path) -> None:
        """Delete a file or folder."""
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def until(done: Callable[[], object], seconds: float = 90) -> bool:
    """Look four times a second until this is so; whether it became so in time."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if done():
            return True
        time.sleep(0.25)
    return bool(done())
