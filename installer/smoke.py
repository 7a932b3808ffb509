"""Tries installers under Wine with the network cut: `python3 installer/smoke.py [[OLD.exe] NEW.exe]`.

One line per check; pictures and reports go to build/installer/percobaan. Ends with 1 when a check failed. Without
NEW.exe the one that build.py made of this version is tried; without OLD.exe it is installed over itself. On Debian
what is needed is installed when you are root, else the one line to run is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer import build, wine  # noqa: E402 - the project's folder comes first
from installer.wine import Laptop, until  # noqa: E402

KEPT = ROOT / "build" / "installer" / "percobaan"
CUT = "PUSKESOS_TANPA_JARINGAN"
TITLE = "Puskesos Desktop"
UNINSTALL = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Puskesos"
TOO_OLD, IS_OPEN, DAMAGED = 3, 4, 70
PASSWORD = {"PUSKESOS_SANDI": "contoh"}
NO_BOX = {"PUSKESOS_TANPA_DIALOG": "1"}


def main() -> None:
    """Set up, cut the network, try."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("setups", nargs="*", type=Path, help="an earlier installer, to be upgraded; the one to try")
    given = parser.parse_args().setups or [build.DIST / f"Puskesos-Setup-{build.version()}.exe"]
    build.in_the_environment()
    build.install_tools(wine.TOOLS)
    if CUT not in os.environ:
        alone = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
        os.execvpe(alone[0], [*alone, sys.executable, *sys.argv], {**os.environ, CUT: "1"})
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="puskesos-wine-", ignore_cleanup_errors=True) as name,
        Laptop(Path(name)) as laptop,
    ):
        trial = Trial(laptop, given[0].resolve(), given[-1].resolve())
        trial.run()
    print(f"{trial.passed} checks passed, {trial.failed} failed, {time.monotonic() - began:.0f} s")
    sys.exit(1 if trial.failed else 0)


class Trial:
    """The life of an installation, step by step; each leaves the laptop as the next expects it."""

    def __init__(self, laptop: Laptop, old: Path, new: Path) -> None:
        self.laptop, self.old, self.new = laptop, old, new
        self.passed = self.failed = 0
        self.home = laptop.local / "Programs" / "Puskesos"
        self.data = laptop.local / "Puskesos"
        self.desktop = laptop.home / "Desktop" / f"{TITLE}.lnk"
        self.menu = laptop.home / f"AppData/Roaming/Microsoft/Windows/Start Menu/Programs/{TITLE}.lnk"
        self.bundle = Path()

    def run(self) -> None:
        """All steps in turn."""
        KEPT.mkdir(parents=True, exist_ok=True)
        for step in (
            self.refuse_old_windows,
            self.install,
            self.work,
            self.open_twice,
            self.upgrade,
            self.power_cut,
            self.damage,
            self.carry,
            self.uninstall,
            self.install_elsewhere,
        ):
            began = time.monotonic()
            step()
            print(f"      {step.__name__}: {time.monotonic() - began:.0f} s", flush=True)

    def check(self, words: str, holds: object, told: object = "") -> None:
        """One line of the report."""
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        print(f"{'ok   ' if holds else 'FAIL '} {words}{'' if holds else f': {told}'}", flush=True)

    def refuse_old_windows(self) -> None:
        """Windows 7 gets a sentence and nothing else."""
        self.laptop.become("win7")
        told = self.laptop.run(self.new, "/S")
        self.check("an older Windows is refused", told.returncode == TOO_OLD, told)
        self.check("and nothing was installed on it", not self.home.exists())
        self.show("windows-lama", self.new)
        self.laptop.become("win10")

    def install(self) -> None:
        """Files, shortcuts, entries."""
        self.show("selamat-datang", self.old)
        told = self.laptop.run(self.old, "/S")
        self.check("it installs without a question", told.returncode == 0 and self.exe().exists(), told)
        self.check("nothing is left of the unpacking", not list(self.home.glob("app.*")))
        self.check("icon on the desktop and in the menu", self.desktop.exists() and self.menu.exists())
        self.check("Windows lists it", self.laptop.registry(UNINSTALL, "DisplayName") == TITLE)
        self.check("a .psb belongs to it", self.laptop.registry("Software\\Classes\\.psb") == "Puskesos.Paket")
        self.check("licence texts are there", (self.home / "app/lisensi/LGPL-3.txt").exists())
        self.laptop.supply(self.home / "app/lib/PySide6/Qt6Core.dll")

    def work(self) -> None:
        """The command line, the self-test through the window, and the bundle it made, opened on Linux."""
        told = self.cli("--version")
        self.check("the command line answers", told.returncode == 0 and "puskesos" in told.stdout, told)
        told = self.cli("contoh", "--ke", self.data / "desa", "--keluarga", "60")
        self.check("a village is made in the data folder", told.returncode == 0, told)
        report = self.selftest("selftest")
        self.bundle = KEPT / "selftest" / str(report.get("paket"))
        self.check("the bundle is complete for the office on Linux", self.opens_on_linux(), self.bundle)

    def open_twice(self) -> None:
        """While the window is open nothing is replaced or removed; a bundle opens the program."""
        process = self.laptop.start(self.exe())
        self.check("the window opens", until(lambda: self.laptop.windows(TITLE)))
        time.sleep(3)
        self.laptop.picture(KEPT / "masuk.png")
        told = self.laptop.run(self.new, "/S")
        self.check("setup refuses while it is open", told.returncode == IS_OPEN, told)
        self.laptop.run(self.remover(), "/S")
        time.sleep(2)
        self.check("removing is refused while it is open", self.exe().exists())
        self.show("masih-terbuka", self.new)
        self.laptop.end(process)
        command = self.laptop.registry("Software\\Classes\\Puskesos.Paket\\shell\\open\\command") or ""
        self.check("the file type names the program", command == f'"{self.laptop.spelled(self.exe())}" "%1"', command)
        process = self.laptop.start(self.exe(), self.bundle)
        self.check("a bundle opens the program", until(lambda: self.laptop.windows(TITLE)))
        self.laptop.end(process)

    def upgrade(self) -> None:
        """Over an older version with its data."""
        before, stale = self.prints(), self.home / "app" / "usang.pyc"
        stale.write_text("usang")
        self.laptop.forget(self.desktop)
        told = self.laptop.run(self.new, "/S")
        self.check("it upgrades in place", told.returncode == 0 and self.exe().exists(), told)
        self.check("what the old version left is gone", not stale.exists() and not list(self.home.glob("app.*")))
        self.check("an icon that was thrown away stays away", not self.desktop.exists())
        self.check("the data are the same, byte for byte", self.prints() == before)
        version = self.new.stem.rpartition("-")[2]
        self.check("Windows lists the new version", self.laptop.registry(UNINSTALL, "DisplayVersion") == version)
        self.check_sound("the new version finds the old one's data sound")
        kept = {path.name for path in (self.home / "pemasang").iterdir()}
        self.check("both setups are kept for the way back", kept == {self.old.name, self.new.name}, kept)

    def power_cut(self) -> None:
        """Setup dies while unpacking, or between its two renames."""
        process = self.laptop.start(self.new, "/S")
        fresh = self.home / "app.baru"
        self.check("setup unpacks beside the program", until(lambda: len(list(fresh.rglob("*"))) > 40))
        self.laptop.end(process)
        self.check("killed while unpacking, the program still runs", self.cli("--version").returncode == 0)
        self.laptop.run(self.new, "/S")
        self.check_sound("the next setup comes to its end")
        (self.home / "app").rename(self.home / "app.lama")
        self.laptop.run(self.new, "/S")
        self.check_sound("and mends a cut between the renames")
        self.check("nothing is left of either", not list(self.home.glob("app.*")))

    def damage(self) -> None:
        """A file is gone, cut short, or changed: the start says which, and setup mends it."""
        app = self.home / "app"
        for file, harm, words in (
            ("_ssl.pyd", lambda path: path.unlink(), "hilang"),
            ("lib/PySide6/Qt6Gui.dll", lambda path: os.truncate(path, 100_000), "tidak utuh"),
            ("program.zip", lambda path: path.write_bytes(bytes(path.stat().st_size)), "berubah isinya"),
        ):
            whole = (app / file).read_bytes()
            harm(app / file)
            told = self.laptop.run(self.exe(), **NO_BOX)
            name = file.replace("/", "\\")
            good = told.returncode == DAMAGED and f"{name} {words}" in told.stderr
            self.check(f"a damaged installation says so ({words})", good, told)
            if not (app / file).exists():
                self.show("rusak", self.exe())
            (app / file).write_bytes(whole)
        (app / "program.zip").unlink()
        self.laptop.run(self.new, "/S")
        self.check_sound("installing again mends it")

    def carry(self) -> None:
        """The same program from a folder of its own keeps its data there."""
        folder = self.laptop.drive / "Puskesos Portabel"
        shutil.copytree(self.home / "app", folder / "app")
        (folder / "portabel.txt").touch()
        program = folder / "app" / "puskesos-cli.exe"
        made = self.laptop.run(program, "contoh", "--ke", folder / "data" / "desa", "--keluarga", "5", **PASSWORD)
        told = self.laptop.run(program, "--json", "cek", **PASSWORD)
        good = made.returncode == told.returncode == 0 and json.loads(told.stdout)["keluarga"] == 5
        self.check("a portable program keeps its data beside itself", good, (made, told))
        self.laptop.forget(folder)

    def uninstall(self) -> None:
        """The program goes, the data stay."""
        before = self.prints()
        self.laptop.run(self.remover(), "/S")
        self.check("it uninstalls", until(lambda: not self.home.exists(), 60), list(self.home.glob("*")))
        self.check("its icons are gone", not self.menu.exists() and not self.desktop.exists())
        gone = (UNINSTALL, "Software\\Classes\\.psb", "Software\\Classes\\Puskesos.Paket")
        self.check("its entries are gone", not any(self.laptop.registry(key) for key in gone))
        self.check("the data are still the same", before and self.prints() == before)

    def install_elsewhere(self) -> None:
        """In a folder with spaces and other letters; the data are found again."""
        self.home = self.laptop.drive / "Kantor Désa – Šari" / "Puskesos Désa"
        target = f"/D={self.laptop.spelled(self.home)}"
        told = self.laptop.run(self.new, "/S", *target.split(" "))  # setup wants it without quotation marks
        self.check("it installs into a folder with spaces and other letters", self.exe().exists(), told)
        self.check_sound("a new installation finds the data")
        self.selftest("hasil uji é")
        self.laptop.run(self.remover(), "/S")
        self.check("and goes from there", until(lambda: not self.home.exists(), 60), list(self.home.glob("*")))

    def selftest(self, name: str) -> dict[str, object]:
        """The program's own test; its report is printed."""
        out = KEPT / f"{name}.json"
        out.unlink(missing_ok=True)
        told = self.laptop.run(self.exe(), "--selftest", out)
        report: dict[str, object] = json.loads(out.read_text()) if out.exists() else {}
        self.check("the self-test passes", told.returncode == 0 and report.get("berhasil"), report or told)
        wanted = ("mulai_ms", "memori_mb", "memori_puncak_mb", "langkah_ms")
        print("      " + json.dumps({key: report.get(key) for key in wanted}), flush=True)
        return report

    def show(self, name: str, program: Path) -> None:
        """Keep a picture of what a program says when nobody asked it to be silent."""
        process = self.laptop.start(program)
        until(lambda: self.laptop.windows("Puskesos"), 20)
        time.sleep(1.5)
        self.laptop.picture(KEPT / f"{name}.png")
        self.laptop.end(process)

    def opens_on_linux(self) -> bool:
        """Whether the office's side takes the bundle in and counts the same."""
        key = self.data / "desa" / "kunci-kabupaten-contoh.txt"
        with tempfile.TemporaryDirectory() as name:
            words = ["--json", "buka", str(self.bundle), "--kunci", str(key), "--ke", name]
            command = [sys.executable, "-m", "puskesos_desktop.cli", *words]
            told = subprocess.run(command, cwd=ROOT, env={**os.environ, **PASSWORD}, capture_output=True, text=True)
        return told.returncode == 0 and bool(json.loads(told.stdout)["cocok"])

    def check_sound(self, words: str) -> None:
        """Whether the installed program runs and finds the village's data sound."""
        told = self.cli("cek")
        self.check(words, told.returncode == 0, told)

    def prints(self) -> dict[str, str]:
        """A check sum of every file of the village."""
        files = sorted(path for path in self.data.rglob("*") if path.is_file())
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def cli(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """One command in the console."""
        return self.laptop.run(self.home / "app" / "puskesos-cli.exe", *words, **PASSWORD)

    def exe(self) -> Path:
        """The program."""
        return self.home / "app" / "Puskesos.exe"

    def remover(self) -> Path:
        """What removes it."""
        return self.home / "Hapus Puskesos.exe"


if __name__ == "__main__":
    main()
