"""Lays out the program's folder: Python for Windows, its library, the pinned wheels pruned, our code, the licences."""

from __future__ import annotations

import fnmatch
import hashlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer import bytecode

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "installer"
PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
SHORT = PYTHON.replace(".", "")
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_release": "10",
    "platform_version": "10.0.17763",
}

UNUSED_PACKAGES = {
    "pip": "only a command of sqlite-utils that nobody runs here needs it",
    "tzdata": "600 small files of time zones; the program keeps to UTC and the laptop's own zone",
}
UNUSED_FILES = (
    *("*.pyi", "*.lib", "*.h", "*.c", "*.pyx", "*.pxd", "*.cmake", "*.sbom", "*/py.typed"),
    *("*/include/*", "*/tests/*", "*/test/*", "*.data/scripts/*", "*.data/data/*"),
    *("PIL/_avif*", "PIL/_imagingtk*", "PIL/ImageTk*"),
    *("reportlab/fonts/DarkGarden*", "zstandard/_cffi*", "cffi/recompiler*"),
)
"""What no part of the program loads: stubs, headers, readers of formats it never opens, a font under the GPL."""

UNUSED_STDLIB = (
    *("test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "pydoc_data", "distutils", "venv"),
    *("site-packages", "dist-packages", "lib-dynload", "curses", "msilib", "__pycache__", "config-*"),
    *("turtle.py", "pydoc.py", "antigravity.py", "this.py", "sitecustomize.py", "_sysconfigdata*", "LICENSE.txt"),
)
UNUSED_RUNTIME = ("tcl86t.dll", "tk86t.dll", "_tkinter.pyd", "_msi.pyd", "_test*", "winsound.pyd", "api-ms-*", "vcrun*")
MSVC = ("vcruntime140", "vcruntime140_1", "msvcp140", "msvcp140_1", "msvcp140_2", "msvcp140_codecvt_ids")
"""Microsoft's runtime, taken from the window library, newer than Python's own: an older one beside it would win."""

MSVC_UNUSED = ("concrt140", "vcamp140", "vcomp140", "vccorlib140")
"""Parts of it that come along and that nothing here loads."""

QT_PLUGINS = (
    *("platforms/qwindows.dll", "platforms/qoffscreen.dll", "styles/qmodernwindowsstyle.dll"),
    *("imageformats/qjpeg.dll", "imageformats/qsvg.dll", "imageformats/qico.dll", "iconengines/qsvgicon.dll"),
)
QT_USED = re.compile(r"^\s*(?:from|import) PySide6\.(Qt\w+)", re.MULTILINE)


def stage(app: Path, work: Path) -> None:
    """Everything but the launchers, below `app`."""
    wheels = download(ROOT / "requirements.txt", work)
    (donor,) = download(HERE / "runtime.txt", work)
    lay_runtime(app, donor)
    lay_stdlib(app, work)
    for wheel in wheels:
        lay_wheel(app, wheel)
    move_msvc(app)
    bytecode.compile_tree(app / "lib")
    lay_program(app, work)
    lay_licences(app, wheels)
    (app / f"python{SHORT}._pth").write_text(f"program.zip\npython{SHORT}.zip\n.\nlib\n", encoding="ascii")


def download(requirements: Path, work: Path) -> list[Path]:
    """The wheels for Windows that a requirements file pins by hash, markers read as Windows reads them."""
    pins = "".join(windows_pins(requirements.read_text()))
    folder = work / f"roda-{hashlib.sha256((pins + PYTHON).encode()).hexdigest()[:12]}"
    if not (folder / "lengkap").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pin.txt").write_text(pins)
        command = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", "download"]
        command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--platform", "win_amd64"]
        command += ["--implementation", "cp", "--python-version", PYTHON, "--dest", str(folder)]
        subprocess.run([*command, "-r", str(folder / "pin.txt")], check=True)
        (folder / "lengkap").touch()
    return sorted(folder.glob("*.whl"))


def windows_pins(text: str) -> Iterator[str]:
    """The pins of a requirements file that hold on Windows, each without its marker and on one line."""
    for line in re.sub(r"\\\n", " ", text).splitlines():
        words = re.split(r"\s+(?=--hash)", line.split(" #")[0].strip())
        if not words[0] or words[0].startswith("#"):
            continue
        wanted = Requirement(words[0])
        if canonicalize_name(wanted.name) in UNUSED_PACKAGES:
            continue
        if wanted.marker is None or wanted.marker.evaluate(WINDOWS):
            yield " ".join([f"{wanted.name}{wanted.specifier}", *words[1:]]) + "\n"


def lay_runtime(app: Path, donor: Path) -> None:
    """Python's own DLLs and extension modules."""
    with zipfile.ZipFile(donor) as wheel:
        for name in wheel.namelist():
            folder, _, file = name.rpartition("/")
            if folder == "deploy_libs" and file and not matches(file.lower(), UNUSED_RUNTIME):
                (app / file).write_bytes(wheel.read(name))


def lay_stdlib(app: Path, work: Path) -> None:
    """Python's library as one zip, from the Python that builds: only its third number may differ from the DLL's."""
    folder = work / "stdlib"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sysconfig.get_path("stdlib"), folder, ignore=shutil.ignore_patterns(*UNUSED_STDLIB))
    bytecode.compile_tree(folder)
    bytecode.zip_tree(folder, app / f"python{SHORT}.zip")


def lay_wheel(app: Path, wheel: Path) -> None:
    """One package below lib; of the window library only what the program imports and what that needs."""
    with zipfile.ZipFile(wheel) as opened:
        names = [name for name in opened.namelist() if not name.endswith("/") and ".dist-info/" not in name]
        if wheel.name.startswith("pyside6_essentials-"):
            names = window_parts(opened)
        for name in names:
            if not matches(name, UNUSED_FILES):
                path = app / "lib" / re.sub(r"^[^/]+\.data/(pure|plat)lib/", "", name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(opened.read(name))


def window_parts(wheel: zipfile.ZipFile) -> list[str]:
    """The modules of Qt that our sources import, a few plugins, and every DLL these load, found in the DLLs."""
    sources = (path.read_text() for path in (ROOT / "puskesos_desktop").rglob("*.py"))
    modules = {module for text in sources for module in QT_USED.findall(text)}
    by_name = {name.rpartition("/")[2].lower(): name for name in wheel.namelist() if name.startswith("PySide6/Qt6")}
    by_name["pyside6.abi3.dll"] = "PySide6/pyside6.abi3.dll"
    wanted = [f"PySide6/{name}.pyd" for name in modules] + [f"PySide6/plugins/{name}" for name in QT_PLUGINS]
    wanted += [name for name in wheel.namelist() if re.fullmatch(r"PySide6/\w+\.py", name)]
    found: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            content = wheel.read(name) if name.endswith((".pyd", ".dll")) else b""
            wanted += [by_name[word] for word in dlls_named_in(content) if word in by_name]
    return sorted(found)


def dlls_named_in(content: bytes) -> set[str]:
    """Names of DLLs that stand in a binary, in small letters: those it imports, and hardly any other."""
    return {word.decode().lower() for word in re.findall(rb"[\w.\-]{3,60}\.dll(?=\0)", content, re.IGNORECASE)}


def move_msvc(app: Path) -> None:
    """One copy of Microsoft's runtime, beside the launcher, where every DLL finds it."""
    for path in sorted((app / "lib").rglob("*.dll")):
        if path.stem in MSVC and path.parent.name == "shiboken6":
            path.rename(app / path.name)
        elif path.stem in (*MSVC, *MSVC_UNUSED):
            path.unlink()


def lay_program(app: Path, work: Path) -> None:
    """Our code as one zip, and the files it carries beside it."""
    folder = work / "program"
    shutil.rmtree(folder, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "puskesos_desktop", folder / "puskesos_desktop", ignore=ignored)
    bytecode.compile_tree(folder)
    bytecode.zip_tree(folder, app / "program.zip")
    for name, path in carried_files(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]):
        (app / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, app / name)


def carried_files(told: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Path]]:
    """What pyproject.toml says the program carries: where it lies beside the launcher, and where it is here."""
    for package, folder in told["package-dir"].items():
        _program, _, name = package.partition(".")
        for pattern in told["package-data"].get(package, ()):
            for path in sorted((ROOT / folder).glob(pattern)):
                if path.is_file() and path.suffix != ".pyc":
                    yield f"{name.replace('.', '/')}/{path.relative_to(ROOT / folder)}", path


def lay_licences(app: Path, wheels: Iterable[Path]) -> None:
    """The licence texts of everything that ships; a package without one stops the build."""
    target = app / "lisensi"
    shutil.copytree(HERE / "licences", target)
    for wheel in wheels:
        name = wheel.name.split("-")[0]
        texts = licence_texts(wheel)
        if not texts:
            raise SystemExit(f"{wheel.name} carries no licence text; put one into installer/licences/{name}.txt")
        for file, content in texts.items():
            (target / name).mkdir(exist_ok=True)
            (target / name / file).write_bytes(content)


def licence_texts(wheel: Path) -> Mapping[str, bytes]:
    """File name and text of each licence in a wheel."""
    with zipfile.ZipFile(wheel) as opened:
        found = {
            name.partition(".dist-info/")[2].removeprefix("licenses/").replace("/", "-"): opened.read(name)
            for name in opened.namelist()
            if ".dist-info/" in name
            and not name.endswith("/")
            and re.search(r"licen[cs]e|copying|notice", name, re.IGNORECASE)
        }
    return {name: text for name, text in found.items() if not name.startswith("LicenseRef-Qt-Commercial")} or (
        {"LGPL-3.txt": (HERE / "licences" / "LGPL-3.txt").read_bytes()}
        if "LicenseRef-Qt-Commercial.txt" in found
        else {}
    )


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name fits one of these patterns."""
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
