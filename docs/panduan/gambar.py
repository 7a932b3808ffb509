"""Makes the pictures of the manual: drives the real window, without a screen, on a fresh sample village."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from puskesos_desktop.app import Shell
from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.domain.codes.meetings import SETUJU
from puskesos_desktop.domain.codes.rounds import DITEMUKAN, PINDAH
from puskesos_desktop.domain.household import KELUARGA
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.imports import export
from puskesos_desktop.services.meetings import deeds
from puskesos_desktop.services.meetings.deeds import Decision
from puskesos_desktop.services.rounds import plan, results
from puskesos_desktop.services.rounds.results import Keyed, Mark, Spot, Walk
from puskesos_desktop.services.sample import make
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, rounds
from puskesos_desktop.store.read.lists import Filter
from puskesos_desktop.store.read.rounds import SheetLine
from puskesos_desktop.ui.desa.family.editor import HouseholdEditor
from puskesos_desktop.ui.desa.family.person import PersonView
from puskesos_desktop.ui.desa.frame.frame import Frame
from puskesos_desktop.ui.desa.imports.page import ImportPage
from puskesos_desktop.ui.desa.life import people
from puskesos_desktop.ui.desa.life.menu import LifeMenu
from puskesos_desktop.ui.desa.lists.households import FamiliesPage
from puskesos_desktop.ui.desa.meetings.proposals import ProposalsPage
from puskesos_desktop.ui.desa.rounds.page import RoundsPage
from puskesos_desktop.ui.desa.safety.page import BackupsPage
from puskesos_desktop.ui.desa.start.first_start import FirstStart
from puskesos_desktop.ui.desa.sync.send import SendingPage
from puskesos_desktop.ui.kit.look import style

P = TypeVar("P", bound=QWidget)
OPERATOR = "Ibu Contoh"
PLACE = "Tempat: C:\\Puskesos\\desa-cadangan"
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
        make.create_sample(folder / "contoh", 300, 7, date.today()).close()
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
        upkeep(shell, shell.frame, folder)
        field_work(shell, shell.frame, folder)
        shell.close()
        until(lambda: not shell.isVisible() and not shell.jobs.busy)


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
    line = max(frame.page_of(FamiliesPage).table.rows.rows[:40], key=lambda one: one.anggota)
    frame.edit_family(line.id)
    menu = frame.findChildren(LifeMenu)[-1]
    menu.open(people.death)
    QTest.qWait(300)
    assert menu.dialog is not None
    shoot(menu.dialog, "peristiwa")
    menu.dialog.reject()
    frame.host.drop()


def lists(shell: Shell, frame: Frame) -> None:
    """Families, filter, search, persons."""
    frame.show_page("Keluarga")
    frame.page_of(FamiliesPage).table.selectRow(4)
    shoot(shell, "keluarga")
    frame.page_of(FamiliesPage).filters.set_filter(Filter(rtlh=True, rt="002"))
    shoot(shell, "saringan")
    frame.page_of(FamiliesPage).filters.set_filter(Filter())
    frame.page_of(FamiliesPage).text.setText("moh hidayat")
    until(lambda: bool(frame.page_of(FamiliesPage).hits.rows.rows))
    shoot(shell, "cari")
    frame.page_of(FamiliesPage).text.clear()
    frame.show_page("Individu")
    shoot(shell, "individu")


def sending(shell: Shell, frame: Frame, stick: Path) -> None:
    """The page after a bundle was written and read back."""
    frame.show_page("Kirim")
    frame.page_of(SendingPage).send_to(stick)
    until(lambda: any(stick.glob("*.psb")) and not shell.jobs.busy)
    shoot(shell, "kirim")
    frame.show_page("Keluarga")


def editor(shell: Shell, frame: Frame) -> None:
    """A section of the form, and a new member whose NIK offers birth and sex."""
    frame.edit_family(frame.page_of(FamiliesPage).table.rows.rows[3].id)
    page = frame.host.editor
    assert isinstance(page, HouseholdEditor)
    page.outline.setCurrentRow(7)
    form = page.sections.form
    assert form is not None
    form.focus_on("jarak_limbah")
    shoot(shell, "penyunting")
    page.composing.add_member()
    view = page.sections.currentWidget()
    assert isinstance(view, PersonView)
    view.form.set_answer("nama", "SITI AMINAH")
    view.form.set_answer("nik", NEW_NIK)
    QTest.qWait(400)
    shoot(shell, "orang")
    frame.host.drop()


def upkeep(shell: Shell, frame: Frame, folder: Path) -> None:
    """A file looked at before it is imported, what is to be mended, and the newest backup."""
    export.opensid(frame.desk.db, folder / "penduduk.xlsx")
    line = frame.page_of(FamiliesPage).table.rows.rows[5]
    home = households.load(frame.desk.db, line.id)
    assert home is not None
    changed = (home.members[0].answering(tempat_lahir="BREBES"), *home.members[1:])
    registry.save_household(frame.desk.store, replace(home, members=changed), OPERATOR)
    frame.show_page("Impor")
    one_of(frame, ImportPage).look(folder / "penduduk.xlsx")
    until(lambda: not shell.jobs.busy)
    shoot(shell, "impor")
    frame.show_page("Periksa")
    QTest.qWait(600)
    until(lambda: not shell.jobs.busy)
    shoot(shell, "periksa")
    frame.show_page("Cadangan")
    one_of(frame, BackupsPage).back_up()
    until(lambda: not shell.jobs.busy)
    for label in one_of(frame, BackupsPage).findChildren(QLabel):
        if label.text().startswith("Tempat: "):
            label.setText(PLACE)  # the folder of this run means nothing to a reader
    shoot(shell, "cadangan")


def field_work(shell: Shell, frame: Frame, folder: Path) -> None:
    """A round half way, a sheet being entered, what its results propose, and the meeting about it."""
    store = frame.desk.store
    made = plan.new_round(store).answering(nama="Verval November", tujuan=1)
    plan.plan(store, made, Filter(rw="001", present=True), OPERATOR)
    sheets = rounds.sheets(store.reader(), made.id)
    plan.print_sheets(store, folder / "putaran.pdf", sheets[:30], Options(), OPERATOR)
    sheets = rounds.sheets(store.reader(), made.id)
    for place, line in enumerate(sheets[:18]):
        enter(store, line, PINDAH if place % 7 == 6 else DITEMUKAN, wrong=place % 3 == 0)
    plan.take_back(store, sheets[18:24], OPERATOR)
    frame.show_page("Verifikasi")
    QTest.qWait(600)
    shoot(shell, "verifikasi")
    page = one_of(frame, RoundsPage)
    page.enter(sheets[18].number)
    until(lambda: page.results.sheet.entering is not None and not shell.jobs.busy)
    shoot(shell, "entri")
    frame.show_page("Usulan")
    proposals = one_of(frame, ProposalsPage)
    proposals.collect()
    assert proposals.collecting is not None
    until(lambda: not shell.jobs.busy)
    shoot(proposals.collecting, "usulan-kumpul")
    proposals.collecting.save()
    until(lambda: not shell.jobs.busy)
    shoot(shell, "usulan")
    meeting = deeds.new_meeting(store).answering(
        nomor_agenda="400.9/12/2026", jam="09.00", tempat="Balai desa", jumlah_undangan=30, hadir_laki=17,
        hadir_perempuan=8,
    )  # fmt: skip
    deeds.hold(store, meeting, OPERATOR)
    deeds.attach(store, meeting, deeds.listed(store.reader()), OPERATOR)
    deeds.decide(store, deeds.listed(store.reader())[:3], Decision(SETUJU), OPERATOR)
    frame.show_page("Musyawarah")
    QTest.qWait(300)
    shoot(shell, "musyawarah")


def enter(store: Store, line: SheetLine, outcome: int, *, wrong: bool) -> None:
    """Enter one sheet: all right, or with its drinking water corrected."""
    sheet = results.opened(store, line)
    walk = Walk(sheet.today, "Ibu Tarmi", outcome=outcome)
    water = Spot(KELUARGA, -1, "sumber_air")
    changed = {water: Mark(False, 4)} if wrong and sheet.by_spot[water].printed != 4 else {}
    results.save(store, sheet, results.all_right(sheet, Keyed(changed), walk), walk, OPERATOR)


def one_of(frame: Frame, kind: type[P]) -> P:
    """The page of this kind."""
    found = frame.findChild(kind)
    assert isinstance(found, kind)
    return found


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
