"""Every dialog of the window by keyboard only; a dialog that stands in no table fails."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from puskesos_desktop import ui
from puskesos_desktop.app import Shell
from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.domain.codes.photo import LAMPIRAN, RUMAH_DEPAN
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, Household, Record
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.doubles import compare
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.meetings import deeds as meeting_deeds
from puskesos_desktop.services.meetings import siksng
from puskesos_desktop.services.rounds import plan
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, lists, rounds
from puskesos_desktop.store.read.meetings import Proposal
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.doubles.find import MergeWith
from puskesos_desktop.ui.desa.doubles.merge import MergeDialog
from puskesos_desktop.ui.desa.family.house_picker import HousePicker
from puskesos_desktop.ui.desa.family.photos import LargePhoto
from puskesos_desktop.ui.desa.history.record import RecordHistory
from puskesos_desktop.ui.desa.life.dialog import LifeDialog
from puskesos_desktop.ui.desa.life.menu import ITEMS
from puskesos_desktop.ui.desa.meetings.collect import CollectDialog
from puskesos_desktop.ui.desa.meetings.dialogs import AskDialog, CopyDialog
from puskesos_desktop.ui.desa.meetings.proposals import ProposalsPage
from puskesos_desktop.ui.desa.rounds.dialogs import PlanDialog, PrintDialog
from puskesos_desktop.ui.desa.rounds.preview import PaperPreview
from puskesos_desktop.ui.desa.start.sign_in import Recovery
from puskesos_desktop.ui.kit.inputs.answer import Input
from puskesos_desktop.ui.kit.jobs import ProgressDialog, _Job
from puskesos_desktop.ui.kit.line_dialog import LineDialog
from tests.support.operator import frame_of
from tests.support.robot import LOOKS, Robot
from tests.support.stage import LONG, at_the_village, in_turn, long_family

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@dataclass
class Stage:
    """What a dialog is opened from."""

    shell: Shell
    desk: Desk
    folder: Path

    @property
    def store(self) -> Store:
        """The village."""
        return self.desk.store

    def home(self) -> Household:
        """The family with the long name."""
        found = households.load(self.desk.db, long_family(self.store))
        assert found is not None
        return found

    def large_home(self) -> Household:
        """A family of many."""
        line = max(lists.families(self.desk.db), key=lambda one: one.anggota)
        found = households.load(self.desk.db, line.id)
        assert found is not None
        return found


def planning(stage: Stage) -> QDialog:
    return PlanDialog(stage.shell, stage.desk, plan.new_round(stage.store))


def preview(stage: Stage) -> QDialog:
    target = BytesIO()
    sheets = rounds.sheets(stage.desk.db, rounds.rounds(stage.desk.db)[0].id)[-1:]
    plan.draw_sheets(stage.store, target, sheets, Options(), nothing)
    return PaperPreview(stage.shell, stage.desk, "Lembar verifikasi", target.getvalue())


def merging(stage: Stage, kind: str) -> QDialog:
    one, other = (line.id for line in lists.families(stage.desk.db)[:2])
    if kind == ANGGOTA:
        people = [(home := households.load(stage.desk.db, family)) and home.members[0].id for family in (one, other)]
        one, other = str(people[0]), str(people[1])
    return MergeDialog(stage.shell, stage.desk, compare.compare(stage.store, kind, one, other), said)


def life(place: int) -> Callable[[Stage], QDialog]:
    """The dialog of one event."""

    def opened(stage: Stage) -> QDialog:
        item = ITEMS[place]
        assert item is not None
        home = stage.large_home()
        return LifeDialog(stage.shell, stage.desk, home, item[1](home, registry.today(stage.store)), said)

    return opened


def a_proposal(stage: Stage) -> Proposal:
    return meeting_deeds.listed(stage.desk.db)[0]


def asking(stage: Stage) -> QDialog:
    page = frame_of(stage.shell).page("Usulan")
    assert isinstance(page, ProposalsPage)
    page.deeds.propose()
    assert page.deeds.dialog is not None
    return page.deeds.dialog


def copying(stage: Stage) -> QDialog:
    return CopyDialog(stage.shell, "Usulan baru", siksng.entries(stage.desk.db, a_proposal(stage)))


def line(stage: Stage) -> QDialog:
    said_words = (
        "Sudah benar",
        f"{LONG}: tanggal lahir sesudah kunjungan. Mengapa ini sudah benar?",
        "Tandai sudah benar",
    )
    return LineDialog(stage.shell, stage.desk.jobs, said_words, lambda _typed: None, said)


def photo(stage: Stage) -> QDialog:
    picture = QImage(1200, 900, QImage.Format.Format_RGB32)
    picture.fill(0x336655)
    record = FORMS[LAMPIRAN].complete({"jenis": RUMAH_DEPAN})
    return LargePhoto(stage.shell, Record(LAMPIRAN, "1", record, None, {}), picture)


def waiting(stage: Stage) -> QDialog:
    job = _Job(stage.shell, "Membuat paket untuk kabupaten…", said, None)
    job.told = (812, 1600, "812 dari 1.600 keluarga")
    return ProgressDialog(job)


DIALOGS: dict[str, tuple[type[QDialog], Callable[[Stage], QDialog]]] = {
    "putaran baru": (PlanDialog, planning),
    "cetak lembar": (PrintDialog, lambda stage: PrintDialog(stage.shell, "12 lembar. Nomor dicatat begitu dicetak.")),
    "pratinjau": (PaperPreview, preview),
    "sama dengan keluarga lain": (
        MergeWith, lambda stage: MergeWith(stage.shell, stage.desk, KELUARGA, stage.home(), said),
    ),
    "sama dengan orang lain": (
        MergeWith, lambda stage: MergeWith(stage.shell, stage.desk, ANGGOTA, stage.large_home(), said),
    ),
    "gabungkan keluarga": (MergeDialog, lambda stage: merging(stage, KELUARGA)),
    "gabungkan orang": (MergeDialog, lambda stage: merging(stage, ANGGOTA)),
    "riwayat keluarga": (RecordHistory, lambda stage: RecordHistory(stage.shell, stage.store, stage.large_home())),
    "rumah bersama": (HousePicker, lambda stage: HousePicker(stage.shell, stage.desk, long_family(stage.store))),
    "foto besar": (LargePhoto, photo),
    "usulan dari hasil": (CollectDialog, lambda stage: CollectDialog(stage.shell, stage.desk)),
    "usulan baru": (AskDialog, asking),
    "salin satu per satu": (CopyDialog, copying),
    "satu baris": (LineDialog, line),
    "mohon tunggu": (ProgressDialog, waiting),
    "kode pemulihan": (Recovery, lambda stage: Recovery(stage.shell, stage.store.folder)),
    **{f"peristiwa: {item[0]}": (LifeDialog, life(place)) for place, item in enumerate(ITEMS) if item is not None},
}  # fmt: skip
"""Every dialog of the window by a name, and how it comes up."""


@pytest.fixture
def robot(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[Robot]:
    """A robot in front of the village, in the look that the test names."""
    yield from at_the_village(request.param, qtbot, tmp_path)


@pytest.mark.parametrize("robot", LOOKS, indirect=True, ids=str)
def test_every_dialog_is_walked_by_tab_and_by_enter(
    robot: Robot, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    shell = robot.window
    assert isinstance(shell, Shell)
    stage = Stage(shell, frame_of(shell).desk, tmp_path)
    for number, name in enumerate(DIALOGS):
        if in_turn(robot, number, request):
            walk(robot, name, stage)
    assert not robot.found, "\n".join(robot.found)


def walk(robot: Robot, name: str, stage: Stage) -> None:
    """Open it, go round, type into it, go through its questions, leave it by Esc."""
    kind, opened = DIALOGS[name]
    robot.where = name
    dialog = opened(stage)
    assert type(dialog) is kind
    if not dialog.isVisible():
        dialog.open()
    robot.fit(dialog)
    robot.check_focus("at the start")
    robot.check_not_destructive("at the start")
    robot.check_sight()
    robot.round_by_tab()
    robot.write_into_fields()
    robot.check_sight()
    questions = [one for one in dialog.findChildren(Input) if one.isVisible()]
    if questions:
        questions[0].entry().setFocus(Qt.FocusReason.TabFocusReason)
        robot.enter_through()
    if kind is ProgressDialog:
        dialog.accept()  # Esc is its Batal, and it goes when the work has come to an end
    robot.leave(dialog)


def test_no_dialog_of_the_window_is_forgotten() -> None:
    for module in pkgutil.walk_packages(ui.__path__, "puskesos_desktop.ui."):
        importlib.import_module(module.name)
    ours = {one for one in descendants(QDialog) if one.__module__.startswith("puskesos_desktop.")}
    assert ours == {kind for kind, _opened in DIALOGS.values()}


def descendants(kind: type[QDialog]) -> Iterator[type[QDialog]]:
    """Every class below this one."""
    for one in kind.__subclasses__():
        yield one
        yield from descendants(one)


def said(*_words: object) -> None:
    """Told to nobody."""


def nothing(_done: int, _total: int, _text: str) -> None:
    """Progress nobody looks at."""
