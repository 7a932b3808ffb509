"""Makes the pictures of the manual: drives the real window, without a screen, on a fresh sample village."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - the paths above come first
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from puskesos_desktop.app import Shell  # noqa: E402
from puskesos_desktop.services import sample_store  # noqa: E402
from puskesos_desktop.store.lists import Filter  # noqa: E402
from puskesos_desktop.ui.desa import family_life_people_forms  # noqa: E402
from puskesos_desktop.ui.desa.family_life_menu import LifeMenu  # noqa: E402
from puskesos_desktop.ui.desa.first_start import FirstStart  # noqa: E402
from puskesos_desktop.ui.desa.household_editor import HouseholdEditor  # noqa: E402
from puskesos_desktop.ui.desa.person_view import PersonView  # noqa: E402
from puskesos_desktop.ui.desa.window import Frame  # noqa: E402
from puskesos_desktop.ui.kit import style  # noqa: E402

PICTURES = Path(__file__).resolve().parent / "gambar"
LARGEST = 60_000
"""Bytes one picture may have."""
NEW_NIK = "3328015407120003"
"""Says born on 14-07-2012, a girl; invented."""


def main() -> None:
    """Write every picture anew."""
    app = QApplication([])
    style.apply(app)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "usb").mkdir()
        sample_store.create_sample(folder / "contoh", 300, 7, date.today()).close()
        shell = Shell(folder / "baru", folder / "contoh")
        shell.resize(1366, 720)
        shell.show()
        first_start(shell)
        shell.begin_at(folder / "contoh")
        shoot(shell, "masuk")
        shell.sign_in.password.setText("contoh")
        shell.sign_in.submit()
        until(lambda: shell.frame is not None)
        assert shell.frame is not None
        pages(shell, shell.frame)
        lists(shell, shell.frame)
        sending(shell, shell.frame, folder / "usb")
        editor(shell, shell.frame)
        life(shell, shell.frame)
        shell.close()


def first_start(shell: Shell) -> None:
    """Choosing the village; the first search reads the national list."""
    shell.begin()
    first = shell.findChild(FirstStart)
    assert isinstance(first, FirstStart)
    first._village_text.setText("prupuk margasari")
    until(lambda: bool(first._villages.rows.rows) and not shell.jobs.busy)
    shoot(shell, "mulai")


def pages(shell: Shell, frame: Frame) -> None:
    """Pages that need no preparation."""
    for title in ("Beranda", "PPKS", "Rumah", "Riwayat", "Terima", "Pengaturan"):
        frame.show_page(title)
        QTest.qWait(600)
        until(lambda: not shell.jobs.busy)
        shoot(shell, title.lower())


def life(shell: Shell, frame: Frame) -> None:
    """The dialog for the death of a head."""
    frame.show_page("Keluarga")
    line = max(frame.families.table.rows.rows[:40], key=lambda one: one.anggota)
    frame.edit_family(line.id)
    menu = frame.findChildren(LifeMenu)[-1]
    menu.open(family_life_people_forms.death)
    QTest.qWait(300)
    assert menu.dialog is not None
    shoot(menu.dialog, "peristiwa")
    menu.dialog.reject()
    frame._drop_editor()


def lists(shell: Shell, frame: Frame) -> None:
    """Families, filter, search, persons."""
    frame.show_page("Keluarga")
    frame.families.table.selectRow(4)
    shoot(shell, "keluarga")
    frame.families.filters.set_filter(Filter(rtlh=True, rt="002"))
    shoot(shell, "saringan")
    frame.families.filters.set_filter(Filter())
    frame.families.text.setText("moh hidayat")
    until(lambda: bool(frame.families.hits.rows.rows))
    shoot(shell, "cari")
    frame.families.text.clear()
    frame.show_page("Individu")
    shoot(shell, "individu")


def sending(shell: Shell, frame: Frame, stick: Path) -> None:
    """The page after a bundle was written and read back."""
    frame.show_page("Kirim")
    frame.sending.send_to(stick)
    until(lambda: any(stick.glob("*.psb")) and not shell.jobs.busy)
    shoot(shell, "kirim")
    frame.show_page("Keluarga")


def editor(shell: Shell, frame: Frame) -> None:
    """A section of the form, and a new member whose NIK offers birth and sex."""
    frame.edit_family(frame.families.table.rows.rows[3].id)
    page = frame._editor
    assert isinstance(page, HouseholdEditor)
    page._outline.setCurrentRow(7)
    form = page._form()
    assert form is not None
    form.focus_on("jarak_limbah")
    shoot(shell, "penyunting")
    page._add_member()
    view = page._stack.currentWidget()
    assert isinstance(view, PersonView)
    view.form.set_answer("nama", "SITI AMINAH")
    view.form.set_answer("nik", NEW_NIK)
    QTest.qWait(400)
    shoot(shell, "orang")
    frame._drop_editor()


def until(done: Callable[[], bool]) -> None:
    """Let the window work until this is so, at most a minute."""
    for _ in range(1200):
        if done():
            return
        QTest.qWait(50)
    raise TimeoutError("the window did not get there")


def shoot(shell: QWidget, name: str) -> None:
    """One picture, in as many of a few colours as fit the size."""
    shell.activateWindow()
    QTest.qWait(250)
    path = PICTURES / f"{name}.png"
    shell.grab().save(str(path))
    whole = Image.open(path).convert("RGB")
    for colours in (128, 64, 40, 24):
        whole.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE).save(
            path, optimize=True
        )
        if path.stat().st_size <= LARGEST:
            return


if __name__ == "__main__":
    main()
