"""Compiles what Windows must run before Python does: the two launchers, and python3.dll, which only passes calls on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
PREFIX = "x86_64-w64-mingw32-"
FLAGS = ("-O2", "-s", "-Wall", "-Werror", "-municode", "-static-libgcc", "-Wl,--no-insert-timestamp")


def compile_launchers(app: Path, work: Path, number: str, short: str) -> None:
    """Puskesos.exe opens the window, puskesos-cli.exe answers in the console; both check the files first.

    `short` is the Python they start: 311 for 3.11.
    """
    picture = work / "launcher.res.o"
    script = (HERE / "launcher.rc").read_text(encoding="utf-8")
    numbers = ",".join([*number.split("."), "0", "0", "0"][:4])
    for word, value in (("@NUMBERS@", numbers), ("@VERSION@", number), ("@HERE@", str(HERE))):
        script = script.replace(word, value)
    (work / "launcher.rc").write_text(script, encoding="utf-8")
    run(f"{PREFIX}windres", "-c", "65001", str(work / "launcher.rc"), str(picture))
    for name, kind in (("Puskesos.exe", ("-mwindows",)), ("puskesos-cli.exe", ("-mconsole", "-DCONSOLE"))):
        source, dll = str(HERE / "launcher.c"), f'-DPYTHON_DLL=L"python{short}.dll"'
        run(f"{PREFIX}gcc", *FLAGS, *kind, dll, source, str(picture), "-o", str(app / name))
    forward(app / f"python{short}.dll", app / "python3.dll", work)


def forward(runtime: Path, target: Path, work: Path) -> None:
    """A python3.dll whose every name leads to the runtime's own: modules built for any Python 3 ask for it."""
    lines = [f"{name} = {runtime.stem}.{name}" for name in exported(runtime)]
    definition = work / "python3.def"
    definition.write_text("\n".join(["LIBRARY python3.dll", "EXPORTS", *lines]) + "\n")
    flags = ("-shared", "-s", "-nostdlib", "-Wl,-e,0", "-Wl,--no-insert-timestamp", "-Wl,--disable-auto-image-base")
    run(f"{PREFIX}gcc", *flags, str(definition), "-o", str(target))


def exported(dll: Path) -> list[str]:
    """The names a DLL offers."""
    told = subprocess.run([f"{PREFIX}objdump", "-p", str(dll)], capture_output=True, text=True, check=True).stdout
    table = told.partition("[Ordinal/Name Pointer] Table")[2]
    return re.findall(r"^\s+\[\s*\d+\](?:\s+\+base\[\s*\d+\]\s+\w+)?\s+(\w+)$", table, re.MULTILINE)


def run(*command: str) -> None:
    """Run a compiler; `CalledProcessError` when it complains."""
    subprocess.run(command, check=True)
