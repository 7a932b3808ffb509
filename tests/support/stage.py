"""A village with something on every page: families with long names, a round, proposals, a meeting, a conflict."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from puskesos_desktop.app import Shell
from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.services.rounds import plan, results
from puskesos_desktop.services.sample import make
from puskesos_desktop.store import opened
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import lists
from puskesos_desktop.store.read.lists import Filter
from tests.support.meetings import a_village_with_a_meeting
from tests.support.operator import frame_of
from tests.support.paper_rounds import keyed_all, lines, walk
from tests.support.robot import LOOKS, SMALL_LARGE, Look, Robot, letters
from tests.support.village import OPERATOR, a_household, saved

FAMILIES = 30
LONG = "MUHAMMAD ABDURRACHMAN AL-GHIFARI SASTROWARDOYO"
_keys: list[bytes] = []


def a_stage(folder: Path) -> Store:
    """The village in this folder, a copy of one that is made once."""
    shutil.copytree(_made(), folder)
    return opened.open_with_key(folder, _keys[0])


def long_family(store: Store) -> str:
    """The family with the long name."""
    return next(line.id for line in lists.families(store.reader()) if line.kepala == LONG)


def at_the_village(look: Look, qtbot: QtBot, folder: Path) -> Iterator[Robot]:
    """A robot in front of the village, in this look; afterwards the window is closed in order."""
    with letters(look):
        shell = Shell(folder / "desa", folder / "contoh")
        qtbot.addWidget(shell)
        shell.resize(look.width, look.height)
        shell.show()
        shell.enter(a_stage(folder / "desa"), OPERATOR)
        robot = Robot(shell, shell.jobs, look)
        robot.activate()
        yield robot
        frame_of(shell).navigation.host.drop()
        shell.close()
        robot.settle()
        shell.jobs.shutdown()


def in_turn(robot: Robot, number: int, request: pytest.FixtureRequest) -> bool:
    """Whether this look sees the place with this number: with `--penuh` every one does.

    Else the narrowest window with the largest letters sees all, and the others share them out.
    """
    if request.config.getoption("--penuh") or robot.look == SMALL_LARGE:
        return True
    return number % (len(LOOKS) - 1) == LOOKS.index(robot.look) - 1


@cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="puskesos-panggung-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = make.create_sample(folder / "desa", FAMILIES, make.DEFAULT_SEED, date.today())
    _keys.append(store.key)
    place = {"rt": "001", "rw": "001", "dusun": "Karangtengah", "alamat": "Gang Melati Putih 12"}
    numbers = {"nomor_kk": "3328011103000001", "nik": "3328011203720001", "tanggal_lahir": "1972-03-12"}
    saved(store, a_household(store, LONG, **place, **numbers))
    _field(store, folder)
    a_village_with_a_meeting(store, each=2)
    store.close()
    return folder / "desa"


def _field(store: Store, folder: Path) -> None:
    """A round half way: some sheets planned, some out, some entered."""
    made = plan.new_round(store).answering(nama="Verifikasi dan validasi November", tujuan=1)
    plan.plan(store, made, Filter(), OPERATOR)
    plan.print_sheets(store, folder / "putaran.pdf", lines(store, made)[:4], Options(), OPERATOR)
    for line in [one for one in lines(store, made) if one["dicetak"]][:2]:
        sheet = results.opened(store, line)
        results.save(store, sheet, keyed_all(sheet), walk(sheet), OPERATOR)
