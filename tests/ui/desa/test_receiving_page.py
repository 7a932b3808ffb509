"""Terima and Bentrok, through the words people read and the keys they press."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from puskesos_desktop.services.family import registry
from puskesos_desktop.services.sync import laptops, receive, send
from puskesos_desktop.services.village import start
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.store.log import conflicts, peers
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.checks.conflicts import ConflictsPage
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.sync.receive import ReceivingPage
from puskesos_desktop.ui.desa.sync.send import SendingPage
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import Page
from tests.support.laptops import hand_over, recipient_of
from tests.support.operator import Operator
from tests.support.village import OPERATOR, PASSWORD, a_household, answering, opened, saved


def shown(qtbot: QtBot, desk: Desk, page: Page) -> Operator:
    qtbot.addWidget(page)
    page.resize(1150, 690)
    page.show()
    page.refresh()
    operator = Operator(page, desk.jobs)
    operator.settle()
    return operator


def a_conflict(store: Store, second: Store, folder: Path) -> str:
    home = saved(store, a_household(store, "SARKIM"))
    hand_over(store, second, folder / "usb")
    saved(second, answering(opened(second, home.family.id), home.members[0].id, nama="SARKIMAN"))
    saved(store, answering(home, home.members[0].id, nama="SARKIMIN"))
    hand_over(second, store, folder / "usb")
    return home.family.id


def test_a_bundle_is_shown_first_and_taken_only_after_terima(
    qtbot: QtBot, desk: Desk, second: Store, tmp_path: Path
) -> None:
    saved(second, a_household(second, "KARTO"))
    (tmp_path / "usb").mkdir()
    sent = send.send(second, tmp_path / "usb", recipient_of(desk.store))
    page = ReceivingPage(desk)
    operator = shown(qtbot, desk, page)
    page.receive(sent.path)
    operator.settle()
    assert operator.sees("Daftarkan keluarga KARTO")
    assert operator.sees("Dari Laptop dua")
    assert households.totals(desk.db)["keluarga"] == 0
    operator.press("Terima")
    assert households.totals(desk.db)["keluarga"] == 1
    assert operator.sees("Jumlahnya sama dengan pengirim")


def test_a_laptop_joins_after_its_code_was_compared(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "usb").mkdir()
    new, request = laptops.join(tmp_path / "baru", "Laptop baru", "Operator Dua", PASSWORD, tmp_path / "usb")
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_arguments: tmp_path / "usb")
    page = ReceivingPage(desk)
    operator = shown(qtbot, desk, page)
    page.receive(request)
    operator.settle()
    assert operator.sees(laptops.code_of(new.device.name))
    operator.press("Kode cocok")
    assert operator.sees("sekarang laptop desa ini")
    assert [one.device for one in peers.laptops(desk.db)] == [new.device.name]
    new.close()


def test_a_new_laptop_waits_for_its_first_bundle_and_says_so(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    saved(desk.store, a_household(desk.store, "SARKIM"))
    new, request = laptops.join(tmp_path / "baru", "Laptop baru", "Operator Dua", PASSWORD, tmp_path / "usb")
    sent = receive.accept(desk.store, receive.look(desk.store, request), "Laptop baru", tmp_path / "usb")
    there = Desk(new, Drafts(new.folder, new.key), desk.jobs, "Operator Dua")
    page = ReceivingPage(there)
    operator = shown(qtbot, there, page)
    assert operator.sees("menunggu paket awal")
    page.receive(sent.path)
    operator.settle()
    assert operator.sees("Pengirim belum dikenal")
    operator.press("Kode pengirim sudah dicocokkan")
    with qtbot.waitSignal(page.rebuild_wanted, timeout=20_000):
        operator.press("Terima")
    assert households.totals(new.reader()) == households.totals(desk.db)
    there.drafts.close()
    new.close()


def test_what_an_unknown_laptop_sent_is_held_and_can_be_trusted_later(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = households.village(desk.db)
    assert village is not None
    stranger = start.create_village(tmp_path / "lain", village.answers, "Operator Lain", PASSWORD)
    saved(stranger, a_household(stranger, "KARTO"))
    (tmp_path / "usb").mkdir()
    sent = send.send(stranger, tmp_path / "usb", recipient_of(desk.store))
    page = ReceivingPage(desk)
    operator = shown(qtbot, desk, page)
    page.receive(sent.path)
    operator.settle()
    operator.press("Terima")
    assert operator.sees("dari laptop yang belum dikenal")
    assert households.totals(desk.db)["keluarga"] == 0
    monkeypatch.setattr(dialogs, "ask", lambda *_arguments: True)
    operator.press("Percayai")
    assert households.totals(desk.db)["keluarga"] == 1
    stranger.close()


def test_a_file_that_is_no_bundle_is_said(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(dialogs, "tell_problem", lambda _parent, problem: said.append(str(problem)))
    (tmp_path / "surat.psb").write_bytes(b"bukan paket")
    page = ReceivingPage(desk)
    operator = shown(qtbot, desk, page)
    page.receive(tmp_path / "surat.psb")
    operator.settle()
    assert said
    assert "bukan paket Puskesos" in said[0]


def test_a_conflict_shows_both_answers_and_a_digit_decides_it(
    qtbot: QtBot, desk: Desk, second: Store, tmp_path: Path
) -> None:
    family = a_conflict(desk.store, second, tmp_path)
    page = ConflictsPage(desk)
    operator = shown(qtbot, desk, page)
    assert operator.sees("SARKIMIN (Operator Uji")
    assert operator.sees("SARKIMAN (Operator Uji")
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_2)
    operator.settle()
    assert opened(desk.store, family).members[0].text("nama") == "SARKIMAN"
    assert operator.sees("Tidak ada bentrok")
    assert conflicts.count(desk.db) == 0


def test_a_decision_travels(desk: Desk, second: Store, tmp_path: Path, qtbot: QtBot) -> None:
    family = a_conflict(desk.store, second, tmp_path)
    page = ConflictsPage(desk)
    operator = shown(qtbot, desk, page)
    operator.press("SARKIMIN")
    hand_over(desk.store, second, tmp_path / "usb")
    assert conflicts.count(second.reader()) == 0
    assert opened(second, family).members[0].text("nama") == "SARKIMIN"


def test_a_deletion_against_a_change_is_decided_too(qtbot: QtBot, desk: Desk, second: Store, tmp_path: Path) -> None:
    home = saved(desk.store, a_household(desk.store, "SARKIM"))
    hand_over(desk.store, second, tmp_path / "usb")
    saved(second, answering(opened(second, home.family.id), home.members[0].id, nama="SARKIMAN"))
    registry.delete_family(desk.store, home.family.id, "ganda", OPERATOR)
    hand_over(second, desk.store, tmp_path / "usb")
    page = ConflictsPage(desk)
    operator = shown(qtbot, desk, page)
    assert operator.sees("Dihapus")
    operator.press("Tetap ada")
    person = desk.db.conn.execute("SELECT deleted FROM anggota WHERE id = ?", (home.members[0].id,)).fetchone()
    assert person[0] == 0


def test_kirim_writes_for_another_laptop_what_that_one_lacks(
    qtbot: QtBot, desk: Desk, second: Store, tmp_path: Path
) -> None:
    saved(desk.store, a_household(desk.store, "SARKIM"))
    page = SendingPage(desk)
    operator = shown(qtbot, desk, page)
    page._to.setCurrentIndex(page._to.findText("Laptop dua"))
    page.refresh()
    assert operator.sees(laptops.code_of(second.device.name))
    (tmp_path / "usb").mkdir(exist_ok=True)
    page.send_to(tmp_path / "usb")
    operator.settle()
    [bundle] = list((tmp_path / "usb").glob("PSB_*.psb"))
    assert receive.take(second, bundle).equal
