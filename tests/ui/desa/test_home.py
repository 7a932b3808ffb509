"""Beranda and the pages behind its numbers, through the words people read and the keys they press."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from puskesos_desktop.app import Shell
from puskesos_desktop.domain.codes.ppks import JENIS_PPKS, SENSITIVE
from puskesos_desktop.domain.household import Household
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.sample import make
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import lists
from puskesos_desktop.ui.desa.frame.entries import RailEntry
from puskesos_desktop.ui.desa.frame.frame import Frame
from puskesos_desktop.ui.desa.frame.rail import NavButton, Rail
from puskesos_desktop.ui.desa.lists.page import ListPage
from puskesos_desktop.ui.desa.rows.tiles import BarChart, NumberButton, TileCard, row_pixels
from puskesos_desktop.ui.desa.village.home import HomePage
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Page
from tests.support import waiting
from tests.support.operator import Operator
from tests.support.village import OPERATOR, a_household, a_store, opened, saved


@pytest.fixture
def village(shell: Shell, operator: Operator, tmp_path: Path) -> Store:
    """Three families in two dusun: one with an open case and one with a confidential one."""
    store = a_store(tmp_path / "desa")
    for name, dusun, latrine in (("SARKIM", "Krajan", 6), ("KARTO", "Krajan", 1), ("WASTAP", "Wetan", 4)):
        saved(store, a_household(store, name, dusun=dusun, rt="001", rw="001", fasilitas_bab=latrine))
    for name, kind in (("SARKIM", 8), ("KARTO", 16)):
        home = family_of(store, name)
        case = registry.new_case(store, home, home.members[0].id).answering(jenis=kind, kebutuhan=1)
        saved(store, replace(home, ppks=(case,)))
    enter(shell, operator, store)
    return store


def family_of(store: Store, name: str) -> Household:
    return opened(store, next(line.id for line in lists.families(store.reader()) if line.kepala == name))


def enter(shell: Shell, operator: Operator, store: Store) -> Frame:
    shell.enter(store, OPERATOR)
    operator.settle()
    assert shell.frame is not None
    return shell.frame


def front(frame: Frame) -> ListPage:
    page = frame.navigation.pages.current
    assert isinstance(page, ListPage)
    return page


def is_whole(button: QWidget) -> bool:
    """Whether nothing of its height is cut."""
    return button.visibleRegion().boundingRect().height() == button.height()


def test_an_empty_village_begins_with_one_large_choice(shell: Shell, operator: Operator, tmp_path: Path) -> None:
    enter(shell, operator, a_store(tmp_path / "desa"))
    assert operator.sees("Desa ini belum berisi keluarga")
    assert QApplication.focusWidget().text() == "Daftarkan keluarga"  # type: ignore[union-attr]
    operator.press("Daftarkan keluarga")
    assert operator.sees("Keluarga baru")


def test_pressing_a_tile_opens_just_so_many(shell: Shell, operator: Operator, tmp_path: Path) -> None:
    store = make.create_sample(tmp_path / "contoh", 90, 11, date(2026, 11, 20))
    frame = enter(shell, operator, store)
    tiles = frame.page_of(HomePage).findChildren(TileCard)
    assert len(tiles) == 9
    for tile in tiles:
        button = tile.findChild(NumberButton)
        assert button is not None
        operator.press(button.text())
        shown = front(frame).table.rows.rowCount()
        assert button.text().startswith(f"{shown} "), button.text()
        frame.show_page("Beranda")
        operator.settle()


@pytest.mark.usefixtures("village")
def test_pressing_a_bar_opens_its_dusun(shell: Shell, operator: Operator) -> None:
    frame = shell.frame
    assert frame is not None
    assert operator.sees("Tanpa jamban sendiri menurut tempat: Krajan 1, Wetan 1")
    chart = next(
        one
        for one in frame.page_of(HomePage).findChildren(BarChart)
        if one.accessibleName().startswith("Tanpa jamban sendiri")
    )
    point = QPointF(40, 4 + row_pixels() * 1.5).toPoint()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=point)
    operator.settle()
    assert operator.sees("Dusun Wetan")
    assert operator.sees("WASTAP")
    assert operator.sees("1 keluarga")
    assert operator.never_sees("SARKIM")


@pytest.mark.usefixtures("village")
def test_bars_are_chosen_by_keyboard_alone(shell: Shell, operator: Operator) -> None:
    assert shell.frame is not None
    chart = shell.frame.page_of(HomePage).findChildren(BarChart)[0]
    chart.setFocus()
    operator.type_keys(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert operator.sees("Dusun Wetan")
    assert operator.sees("1 keluarga")


@pytest.mark.usefixtures("village")
def test_a_task_leads_to_what_it_speaks_of(shell: Shell, operator: Operator) -> None:
    assert operator.sees("3 orang belum mempunyai NIK.")
    button = next(one for one in shell.findChildren(QPushButton) if "NIK" in one.accessibleName())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    operator.settle()
    assert operator.sees("3 orang")
    assert operator.sees("Tanpa NIK")


def test_a_draft_waits_on_beranda_and_saving_it_returns_there(
    village: Store, shell: Shell, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = shell.frame
    assert frame is not None
    frame.host.edit(family_of(village, "SARKIM"))
    operator.fill(alamat="Gang Baru 9")
    monkeypatch.setattr(dialogs, "choose", lambda *_arguments: 1)
    operator.press("Tutup")
    assert operator.sees("SARKIM belum disimpan.")
    operator.press("Lanjutkan")
    operator.press("Simpan")
    assert operator.sees("Keluarga SARKIM sudah disimpan.")
    assert frame.navigation.pages.current is frame.page_of(HomePage)
    assert operator.never_sees("belum disimpan.")


@pytest.mark.usefixtures("village")
def test_the_rail_says_how_much_waits_to_be_sent(shell: Shell) -> None:
    assert shell.frame is not None
    button = next(one for one in shell.frame.findChildren(NavButton) if one.text() == "Kirim")
    assert button.accessibleName() == "Kirim, 6 menunggu"


def test_counts_follow_a_commit(village: Store, operator: Operator) -> None:
    assert operator.sees("3 Keluarga")
    saved(village, a_household(village, "TARSINI", dusun="Wetan"))
    operator.settle()
    assert operator.sees("4 Keluarga")
    operator.press("Batalkan: Daftarkan keluarga TARSINI")
    operator.settle()
    assert operator.sees("3 Keluarga")
    assert operator.sees("Sudah dikembalikan.")


@pytest.mark.usefixtures("village")
def test_confidential_cases_are_numbers_and_never_lines(shell: Shell, operator: Operator) -> None:
    operator.press("PPKS")
    assert operator.sees("1 kasus")
    assert operator.sees(f"1 {JENIS_PPKS.items[16]}")
    assert operator.sees("SARKIM Lanjut Usia Terlantar")
    assert shell.frame is not None
    assert [line.nama for line in front(shell.frame).table.rows.rows] == ["SARKIM"]
    operator.type_keys("hiv")
    operator.settle()
    assert operator.sees("Tidak ada yang cocok")


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize("page", ["Keluarga", "Individu", "PPKS", "Rumah"])
def test_what_is_confidential_is_in_no_export(
    shell: Shell, operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    operator.press(page)
    for button, name in (("Excel", "a.xlsx"), ("PDF", "a.pdf")):
        monkeypatch.setattr(dialogs, "save_file", lambda *_arguments, name=name: tmp_path / name)
        operator.press(button)
        assert operator.sees(f"baris ditulis ke {name}")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    text += "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "SARKIM" in text
    assert not [JENIS_PPKS.items[kind] for kind in SENSITIVE if JENIS_PPKS.items[kind] in text]
    assert "Pangan" not in text


def test_enter_on_a_house_asks_which_family_when_several_share_it(
    village: Store, shell: Shell, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = family_of(village, "SARKIM")
    guest = a_household(village, "TARSINI")
    shared = guest.family.answering(bangunan_id=first.building.id)
    saved(village, replace(guest, building=first.building, family=shared))
    operator.press("Rumah")
    offered: list[tuple[str, ...]] = []

    def choose(*arguments: Any) -> int:
        offered.append(arguments[3])
        return 1

    monkeypatch.setattr(dialogs, "choose", choose)
    assert shell.frame is not None
    page = front(shell.frame)
    page.table.select(first.building.id)
    operator.type_keys(Qt.Key.Key_Return)
    assert offered == [("SARKIM", "TARSINI")]
    assert operator.sees("Keluarga TARSINI")


@pytest.mark.usefixtures("village")
def test_states_of_a_list_are_chosen_from_its_own_menu(shell: Shell, operator: Operator) -> None:
    frame = shell.frame
    assert frame is not None
    frame.show_page("PPKS")
    actions = {action.text(): action for action in front(frame).filters._menu.actions()}
    assert set(actions) == {"Masih ditangani", "Masih tinggal di sini", "Jenis PPKS", "Status penanganan"}
    actions["Masih ditangani"].trigger()
    kinds = actions["Jenis PPKS"].menu()
    assert kinds is not None
    offered = {action.text(): action for action in kinds.actions()}  # type: ignore[attr-defined]
    assert not {JENIS_PPKS.items[kind] for kind in SENSITIVE} & set(offered)
    offered["Pemulung"].trigger()
    assert front(frame).filters.words() == "Masih ditangani, Pemulung"
    assert operator.sees("Tidak ada yang cocok")


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_every_entry_of_a_full_rail_can_be_reached(qtbot: QtBot, percent: int) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    style.apply(application, percent)
    try:
        names = ["Beranda", "Keluarga", "Individu", "PPKS", "Rumah", "Verifikasi", "Usulan", "Musyawarah", "Impor"]
        names += ["Periksa", "Bentrok", "Kirim", "Terima", "Riwayat"]
        entries = [RailEntry(name, "beranda", Page) for name in names]
        entries += [RailEntry(name, "panduan", Page, below=True) for name in ("Cadangan", "Pengaturan", "Panduan")]
        deeds = [(name, "kunci", lambda: None) for name in ("Kunci layar", "Keluar")]
        rail = Rail(None, entries, deeds)
        qtbot.addWidget(rail)
        rail.resize(rail.width(), 690)
        rail.show()
        rail.show_waiting({"Usulan": 1601})
        area = rail.findChild(QScrollArea)
        assert area is not None
        for button in rail.findChildren(NavButton):
            area.ensureWidgetVisible(button)
            waiting.until(partial(is_whole, button), f"{button.text()} in sight")
            assert button.height() >= button.fontMetrics().height()
    finally:
        style.apply(application, 100)
