"""Builds the Windows installer on Linux: `python3 installer/build.py` writes dist/Puskesos-Setup-x.y.z.exe.

What goes in is what requirements.txt pins; a new dependency needs no change here, only the command that renews
requirements.txt (it stands in requirements-dev.in) and another build. `--cepat` packs faster and larger, for trials;
`--portabel` also writes a zip to be unpacked on the laptop's own disk, which keeps the data beside the program.
On Debian the compiler and the installer maker are installed when you are root, else the one line to run is printed.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import dev  # noqa: E402 - the project's folder comes first

HERE = ROOT / "installer"
WORK = ROOT / "build" / "installer"
DIST = ROOT / "dist"
TOOLS = {"makensis": "nsis", "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32"}
"""The command that must be there, and the Debian packages that hold it."""
LARGEST = 45_000_000
"""Bytes the installer may have: it travels on sticks and over slow lines."""
WHEN = 1_767_225_600
"""The moment every file is dated with, 1 January 2026: the same sources give the same bytes on any day."""


DATE = (2026, 1, 1, 0, 0, 0)
PORTABLE = (
    "Selama berkas ini ada, data desa disimpan di folder data di sebelahnya.\r\n"
    "Buka app\\Puskesos.exe. Simpan folder Puskesos ini di disk laptop, jangan di USB.\r\n"
)


def main() -> None:
    """Build, and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cepat", action="store_true", help="pack with zlib: three times as fast, a third larger")
    parser.add_argument("--label", metavar="X.Y.Z", help="another version on the outside, to try upgrades")
    parser.add_argument("--portabel", action="store_true", help="also write the zip that needs no setup")
    chosen = parser.parse_args()
    in_the_environment()
    install_tools(TOOLS)
    target = build(chosen.label or version(), fast=chosen.cepat)
    if chosen.portabel:
        pack_portable(DIST / f"Puskesos-Portabel-{chosen.label or version()}.zip")
    size = target.stat().st_size
    installed = sum(path.stat().st_size for path in (WORK / "app").rglob("*") if path.is_file())
    print(f"{target.relative_to(ROOT)}: {size / 1e6:.1f} MB, installed {installed / 1e6:.1f} MB")
    if size > LARGEST and not chosen.cepat:
        sys.exit(f"The installer may have {LARGEST / 1e6:.0f} MB at most.")


def in_the_environment() -> None:
    """Go on in the project's own environment, which holds the pinned tools; set it up when it is not there."""
    if Path(sys.prefix).resolve() == dev.VENV.resolve():
        return
    dev.set_up()
    os.execv(dev.PYTHON, [str(dev.PYTHON), *sys.argv])


def install_tools(tools: dict[str, str]) -> None:
    """Debian packages for the commands that are not there yet."""
    missing = sorted({name for command, names in tools.items() if not shutil.which(command) for name in names.split()})
    if missing:
        dev.install_packages(missing)


def version() -> str:
    """The version pyproject.toml names: it says which attribute of which module holds it."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    module, _, name = str(told["tool"]["setuptools"]["dynamic"]["version"]["attr"]).rpartition(".")
    tree = ast.parse((ROOT / module.replace(".", "/") / "__init__.py").read_text())
    for step in tree.body:
        if isinstance(step, ast.Assign) and isinstance(step.targets[0], ast.Name) and step.targets[0].id == name:
            return str(ast.literal_eval(step.value))
    raise SystemExit(f"pyproject.toml names {module}.{name}, which is not there")


def build(number: str, *, fast: bool = False) -> Path:
    """The whole way from wheels to the installer; the same sources and the same Python give the same bytes."""
    from installer import native, parts

    app = WORK / "app"
    shutil.rmtree(app, ignore_errors=True)
    app.mkdir(parents=True)
    parts.stage(app, WORK)
    native.compile_launchers(app, WORK, number, parts.SHORT)
    write_contents(app)
    for path in app.rglob("*"):
        os.utime(path, (WHEN, WHEN))
    target = DIST / f"Puskesos-Setup-{number}.exe"
    pack(target, number, fast=fast)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    target.with_suffix(".exe.sha256").write_text(f"{digest}  {target.name}\n")
    return target


def write_contents(app: Path) -> None:
    """The list by which the launcher sees damage: check sum, size and name of every file, in a fixed order."""
    lines = []
    for path in files_of(app):
        content = path.read_bytes()
        name = str(path.relative_to(app)).replace("/", "\\")
        lines.append(f"{zlib.crc32(content):08x} {len(content)} {name}\n")
    (app / "isi.txt").write_text("".join(lines), encoding="ascii")


def files_of(folder: Path) -> list[Path]:
    """Every file below, sorted by name: the order in which the disk lists them differs between machines."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def pack(target: Path, number: str, *, fast: bool) -> None:
    """Let NSIS make the installer of the staged folder."""
    app = WORK / "app"
    lines, last = [], None
    for path in files_of(app):
        folder = path.parent.relative_to(app)
        if folder != last:
            place = "" if folder == Path() else "\\" + str(folder).replace("/", "\\")
            lines.append(f'SetOutPath "$INSTDIR\\app.baru{place}"')
            last = folder
        lines.append(f'File "{path}"')
    (WORK / "berkas.nsh").write_text("\n".join(lines) + "\n")
    target.parent.mkdir(exist_ok=True)
    defines = {
        "VERSION": number,
        "NUMBERS": ".".join([*number.split("."), "0", "0", "0"][:4]),
        "OUT": str(target),
        "FILES": str(WORK / "berkas.nsh"),
        "ICON": str(HERE / "puskesos.ico"),
        "SIDE": str(HERE / "puskesos.bmp"),
        "KILOBYTES": str(sum(path.stat().st_size for path in files_of(app)) // 1024),
        **({"FAST": "1"} if fast else {}),
    }
    run(["makensis", "-V2", *(f"-D{name}={value}" for name, value in defines.items()), str(HERE / "puskesos.nsi")])


def pack_portable(target: Path) -> None:
    """The program's folder as a zip, with the mark by which the launcher keeps the data beside it."""
    app = WORK / "app"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        entries = [("portabel.txt", PORTABLE.encode())]
        entries += [(f"app/{path.relative_to(app)}", path.read_bytes()) for path in files_of(app)]
        for name, content in entries:
            made.writestr(zipfile.ZipInfo(f"Puskesos/{name}", DATE), content, zipfile.ZIP_DEFLATED)


def run(command: Sequence[str]) -> None:
    """Run a tool; the first that fails ends the build with its name."""
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"This did not work: {' '.join(command[:4])} …")


if __name__ == "__main__":
    main()
