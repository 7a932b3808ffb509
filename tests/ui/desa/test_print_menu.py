"""Printing verification forms from the list of families, outside any round."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.lists.households import FamiliesPage
from puskesos_desktop.ui.desa.rounds.dialogs import Wish
from puskesos_desktop.ui.desa.rounds.preview import PaperPreview
from tests.support.operator import Operator
from tests.support.village import a_household, saved


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> FamiliesPage:
    for name, rt in (("SARKIM", "001"), ("KARTO", "002")):
        saved(desk.store, a_household(desk.store, name, rt=rt, rw="001", dusun="KRAJAN"))
    made = FamiliesPage(desk)
    qtbot.addWidget(made)
    made.resize(1150, 690)
    made.show()
    made.refresh()
    return made


def previewed() -> PaperPreview | None:
    return next(
        (one for one in QApplication.topLevelWidgets() if isinstance(one, PaperPreview) and one.isVisible()), None
    )


def test_the_form_of_the_chosen_family_is_shown_before_it_is_printed_and_nothing_is_written(
    page: FamiliesPage, desk: Desk
) -> None:
    before = desk.store.tip()
    chosen = page.table.current()
    assert chosen is not None
    page.printer.print_lines([chosen])
    assert page.printer.dialog is not None
    page.printer.dialog.accept()
    Operator(page, desk.jobs).settle()
    shown = previewed()
    assert shown is not None
    assert shown.page_count == 4
    assert desk.store.tip() == before
    shown.close()


def test_a_blank_form_needs_no_family(page: FamiliesPage, desk: Desk) -> None:
    page.printer.print_blank()
    assert page.printer.dialog is not None
    page.printer.dialog.accept()
    Operator(page, desk.jobs).settle()
    shown = previewed()
    assert shown is not None
    shown.close()


def test_a_file_for_each_rt_is_written(page: FamiliesPage, desk: Desk, tmp_path: Path) -> None:
    page.printer.write_into(tmp_path, Wish("a4", 1.0, frozenset(), False))
    operator = Operator(page, desk.jobs)
    operator.settle()
    assert len(list(tmp_path.glob("RT *.pdf"))) == 2
    assert operator.sees("2 berkas ditulis")
