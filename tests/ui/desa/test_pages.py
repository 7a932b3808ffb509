"""What every page of the window keeps: it says what was done where it is read, and asks no question twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from puskesos_desktop.app import Shell
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import lists
from puskesos_desktop.ui.desa import requests
from puskesos_desktop.ui.desa.frame.entries import entries
from puskesos_desktop.ui.desa.rounds.page import RoundsPage
from tests.support.operator import Operator, edit, frame_of, two_families


@pytest.fixture
def village(shell: Shell, operator: Operator, tmp_path: Path) -> Store:
    return two_families(shell, operator, tmp_path / "desa")


@pytest.mark.usefixtures("village")
def test_every_page_has_the_title_of_its_entry_and_places_its_banner(shell: Shell) -> None:
    for entry in entries(frame_of(shell).desk):
        page = frame_of(shell).page(entry.words)
        assert page.title == entry.words
        assert page.isAncestorOf(page.banner), page.title


def test_what_a_page_may_ask_is_heard_because_of_its_type(shell: Shell, operator: Operator, village: Store) -> None:
    page = frame_of(shell).page("Usulan")
    assert isinstance(page, requests.OpensFamilies)
    page.opened.emit(lists.families(village.reader())[0].id)
    operator.settle()
    assert frame_of(shell).host.editor is not None


@pytest.mark.usefixtures("village")
def test_a_deed_taken_back_is_told_on_the_page_in_front(shell: Shell, operator: Operator) -> None:
    frame_of(shell).show_page("Panduan")
    frame_of(shell).status.undo()
    operator.settle()
    assert operator.sees("Sudah dikembalikan.")


@pytest.mark.usefixtures("village")
def test_a_deed_taken_back_is_told_over_the_sheet_that_is_being_entered(shell: Shell, operator: Operator) -> None:
    frame_of(shell).show_page("Verifikasi")
    frame_of(shell).page_of(RoundsPage).enter()
    frame_of(shell).status.undo()
    operator.settle()
    assert operator.sees("Sudah dikembalikan.")


@pytest.mark.usefixtures("village")
def test_going_to_the_search_asks_once_what_to_do_with_the_page_in_front(
    shell: Shell, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame_of(shell).show_page("Verifikasi")
    asked: list[str] = []

    def may_leave() -> bool:
        asked.append("Verifikasi")
        return True

    monkeypatch.setattr(frame_of(shell).page("Verifikasi"), "may_leave", may_leave)
    frame_of(shell).navigation.find()
    operator.settle()
    assert asked == ["Verifikasi"]


def test_coming_back_from_the_editor_asks_nothing_of_the_page_below(
    shell: Shell, operator: Operator, village: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = frame_of(shell)
    frame.page("Verifikasi")
    monkeypatch.setattr(frame.page("Verifikasi"), "may_leave", lambda: False)
    edit(shell, operator, village, "SARKIM")
    operator.type_keys(Qt.Key.Key_Escape)
    assert frame.host.editor is None
    assert frame.navigation.pages.current is frame.page("Keluarga")
