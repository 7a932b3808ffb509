"""What the installer is made of, as far as no Windows compiler is needed to see it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

import puskesos_desktop
from installer import build, bytecode, native, parts
from tests.support.places import ROOT


def test_the_version_is_the_one_pyproject_names() -> None:
    assert build.version() == puskesos_desktop.__version__


def test_every_pin_of_the_program_goes_into_the_installer_with_its_hashes() -> None:
    pins = list(parts.windows_pins((ROOT / "requirements.txt").read_text()))
    names = {re.split(r"[=<>]", pin)[0].lower() for pin in pins}
    assert {"pyside6-essentials", "sqlcipher3", "pyrage", "reportlab"} <= names
    assert names & set(parts.UNUSED_PACKAGES) == set()
    assert all("--hash=sha256:" in pin and ";" not in pin for pin in pins)


def test_no_requirements_file_names_a_host() -> None:
    for name in ("requirements.txt", "installer/runtime.txt"):
        assert "://" not in (ROOT / name).read_text()


def test_markers_are_read_as_windows_reads_them() -> None:
    text = (
        "# words\n"
        "colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:aa\n"
        "uvloop==0.21 ; sys_platform != 'win32' \\\n    --hash=sha256:bb\n"
        "pip==26.3 \\\n    --hash=sha256:cc\n"
        "click==8.5.1 \\\n    --hash=sha256:dd \\\n    --hash=sha256:ee\n"
    )
    assert list(parts.windows_pins(text)) == [
        "colorama==0.4.6 --hash=sha256:aa\n",
        "click==8.5.1 --hash=sha256:dd --hash=sha256:ee\n",
    ]


def test_a_dll_is_found_by_its_name_in_the_one_that_loads_it() -> None:
    content = b"\x90Qt6Core.dll\0\0KERNEL32.DLL\0read qt.dll now"
    assert parts.dlls_named_in(content) == {"qt6core.dll", "kernel32.dll"}


def test_of_the_window_library_only_what_is_imported_is_taken_and_what_that_loads(tmp_path: Path) -> None:
    wheel = tmp_path / "pyside6_essentials-1-x.whl"
    with zipfile.ZipFile(wheel, "w") as made:
        for name, content in (
            ("PySide6/__init__.py", b""),
            ("PySide6/QtQuick.pyd", b""),
            ("PySide6/Qt6Core.dll", b""),
            ("PySide6/Qt6Gui.dll", b"Qt6Core.dll\0"),
            ("PySide6/Qt6Quick.dll", b""),
            ("PySide6/pyside6.abi3.dll", b""),
            *((f"PySide6/{name}.pyd", b"Qt6Gui.dll\0") for name in ("QtCore", "QtGui", "QtSvg", "QtWidgets")),
            *((f"PySide6/plugins/{name}", b"") for name in parts.QT_PLUGINS),
        ):
            made.writestr(name, content)
        missing = {f"PySide6/{name}.pyd" for name in imported_modules()} - set(made.namelist())
        for name in missing:
            made.writestr(name, b"")
        taken = parts.window_parts(made)
    assert "PySide6/Qt6Core.dll" in taken
    assert "PySide6/QtWidgets.pyd" in taken
    assert not any("Quick" in name for name in taken)


def imported_modules() -> set[str]:
    sources = (path.read_text() for path in (ROOT / "puskesos_desktop").rglob("*.py"))
    return {module for text in sources for module in parts.QT_USED.findall(text)}


def test_the_same_sources_compile_to_the_same_zip_anywhere(tmp_path: Path) -> None:
    made = []
    for place in ("satu", "dua/jauh di sana"):
        folder = tmp_path / place / "paket"
        folder.mkdir(parents=True)
        (folder / "modul.py").write_text("X = {'a', 'b', 'c'}\ndef f() -> bool:\n    return 'a' in {'x', 'y', 'z'}\n")
        (folder / "__init__.py").write_text("")
        (folder / "lain.txt").write_text("bukan modul")
        bytecode.compile_tree(folder.parent)
        bytecode.zip_tree(folder.parent, folder.parent / "hasil.zip")
        made.append((folder.parent / "hasil.zip").read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "satu/hasil.zip") as packed:
        assert packed.namelist() == ["paket/__init__.pyc", "paket/modul.pyc"]
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'satu/hasil.zip')!r}); from paket.modul import f; print(f())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_the_files_the_program_carries_are_found_where_the_program_looks_for_them() -> None:
    told: dict[str, dict[str, Any]] = {
        "package-dir": {"puskesos_desktop": "puskesos_desktop", "puskesos_desktop.resources": "resources"},
        "package-data": {"puskesos_desktop.resources": ["**/*"]},
    }
    carried = dict(parts.carried_files(told))
    assert carried["resources/icons/logo.svg"] == ROOT / "resources/icons/logo.svg"
    assert all(path.is_file() for path in carried.values())


def test_the_list_of_contents_names_every_file_with_size_and_check_sum(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "b.dll").write_bytes(b"bb")
    (tmp_path / "a.exe").write_bytes(b"a")
    build.write_contents(tmp_path)
    assert (tmp_path / "isi.txt").read_text().splitlines() == [
        f"{zlib.crc32(b'a'):08x} 1 a.exe",
        f"{zlib.crc32(b'bb'):08x} 2 lib\\b.dll",
    ]


def test_microsofts_runtime_is_there_once_and_a_packages_own_copy_under_its_own_name_stays(tmp_path: Path) -> None:
    for name in ("shiboken6/msvcp140.dll", "PySide6/msvcp140.dll", "shiboken6/vcomp140.dll", "x.libs/msvcp140-a4.dll"):
        (tmp_path / "lib" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lib" / name).write_text(name)
    parts.move_msvc(tmp_path)
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.dll")}
    assert left == {"msvcp140.dll", "lib/x.libs/msvcp140-a4.dll"}
    assert (tmp_path / "msvcp140.dll").read_text() == "shiboken6/msvcp140.dll"


def test_a_package_without_its_licence_stops_the_build(tmp_path: Path) -> None:
    wheel = tmp_path / "gratis-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as made:
        made.writestr("gratis-1.dist-info/METADATA", "Name: gratis")
    with pytest.raises(SystemExit, match="licence"):
        parts.lay_licences(tmp_path / "app", [wheel])


def test_licence_texts_are_taken_and_the_window_librarys_is_the_free_one(tmp_path: Path) -> None:
    wheels = []
    for name, file in (("baik", "licenses/LICENSE"), ("shiboken6", "licenses/LicenseRef-Qt-Commercial.txt")):
        wheel = tmp_path / f"{name}-1-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as made:
            made.writestr(f"{name}-1.dist-info/{file}", "teks")
        wheels.append(wheel)
    parts.lay_licences(tmp_path / "app", wheels)
    assert (tmp_path / "app/lisensi/baik/LICENSE").read_text() == "teks"
    assert "LESSER" in (tmp_path / "app/lisensi/shiboken6/LGPL-3.txt").read_text()
    assert (tmp_path / "app/lisensi/Python.txt").exists()


def test_the_launcher_and_setup_agree_on_the_name_that_says_the_program_is_open() -> None:
    launcher = (ROOT / "installer/launcher.c").read_text().replace("\\\\", "\\")
    (held,) = re.findall(r'RUNNING L"(.+?)"', launcher)
    (asked,) = re.findall(r'RUNNING "(.+?)"', (ROOT / "installer/puskesos.nsi").read_text())
    assert held == asked


def test_names_of_a_dll_are_read_from_both_ways_of_printing_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (
        "\t[   0] PyAIter_Check\n\t[  12] Py_Main\n",
        "\t[   0] +base[   1]  0000 PyAIter_Check\n\t[   1] +base[   2]  0001 Py_Main\n",
    ):
        tool = tmp_path / "objdump"
        tool.write_text(f"#!{sys.executable}\nprint({json.dumps('[Ordinal/Name Pointer] Table' + chr(10) + text)})\n")
        tool.chmod(0o755)
        monkeypatch.setattr(native, "PREFIX", f"{tmp_path}/")
        assert native.exported(tmp_path / "x.dll") == ["PyAIter_Check", "Py_Main"]
