"""Riwayat: what was done and changed, filters, undo with the reason when it is refused, losers shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from puskesos_desktop.services.family import registry
from puskesos_desktop.services.told.history import FATES, HIDDEN, of_deed, of_records
from puskesos_desktop.store.log import commits, history, undo
from puskesos_desktop.store.log.history import Wanted
from puskesos_desktop.store.log.undo import ChangedSince
from puskesos_desktop.store.opened import Store
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.history.page import HistoryPage
from puskesos_desktop.ui.kit import dialogs
from tests.support.laptops import a_second_laptop, hand_over
from tests.support.operator import Operator
from tests.support.village import OPERATOR, a_household, answering, opened, saved


def shown(qtbot: QtBot, desk: Desk) -> tuple[HistoryPage, Operator]:
    page = HistoryPage(desk)
    qtbot.addWidget(page)
    page.resize(1150, 690)
    page.show()
    page.refresh()
    operator = Operator(page, desk.jobs)
    operator.settle()
    return page, operator


def test_a_change_is_told_with_its_old_and_new_answer(qtbot: QtBot, desk: Desk) -> None:
    home = saved(desk.store, a_household(desk.store, "SARKIM"))
    saved(desk.store, answering(home, home.members[0].id, nama="SARKIMAN"))
    _, operator = shown(qtbot, desk)
    assert operator.sees("Simpan keluarga SARKIMAN")
    assert any("Nama" in text and "SARKIM " in text and "SARKIMAN" in text for text in operator.texts())


def test_a_confidential_answer_is_not_told(store: Store) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    case = registry.new_case(store, home, home.members[0].id).answering(jenis=18)
    saved(store, replace(home, ppks=(case,)))
    [newest, *_] = history.deeds(store, store.reader())
    told = of_deed(store, newest)
    jenis = [one for one in told if one.new == HIDDEN]
    assert jenis or all(one.question != "Jenis PPKS" for one in told)


def test_deeds_are_found_by_operator_words_day_record_and_laptop(store: Store, tmp_path: Path) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    registry.save_household(store, a_household(store, "KARTO"), "Bu Endang")
    second = a_second_laptop(store, tmp_path)
    saved(second, a_household(second, "TARSINI"))
    hand_over(second, store, tmp_path / "usb")
    db = store.reader()

    def labels(wanted: Wanted) -> list[str]:
        return [deed.label for deed in history.deeds(store, db, wanted=wanted)]

    assert labels(Wanted(operator="Bu Endang")) == ["Daftarkan keluarga KARTO"]
    assert labels(Wanted(words="sarkim")) == ["Daftarkan keluarga SARKIM"]
    assert labels(Wanted(device=second.device.name)) == ["Daftarkan keluarga TARSINI"]
    assert labels(Wanted(record=home.family.id)) == ["Daftarkan keluarga SARKIM"]
    assert labels(Wanted(since="2999-01-01T00:00:00Z")) == []
    second.close()


def test_a_chosen_deed_is_undone(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    home = saved(desk.store, a_household(desk.store, "SARKIM"))
    saved(desk.store, answering(home, home.members[0].id, nama="SARKIMAN"))
    page, operator = shown(qtbot, desk)
    monkeypatch.setattr(dialogs, "ask", lambda *_arguments: True)
    operator.press("Batalkan perubahan ini")
    page.refresh()
    operator.settle()
    assert opened(desk.store, home.family.id).members[0].text("nama") == "SARKIM"
    assert operator.sees("dibatalkan")


def test_an_undo_that_is_refused_says_why(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    home = saved(desk.store, a_household(desk.store, "SARKIM"))
    home = saved(desk.store, answering(home, home.members[0].id, nama="SARKIMAN"))
    saved(desk.store, answering(home, home.members[0].id, nama="SARKIMIN"))
    page, operator = shown(qtbot, desk)
    monkeypatch.setattr(dialogs, "ask", lambda *_arguments: True)
    page.table.selectRow(1)
    operator.press("Batalkan perubahan ini")
    assert operator.sees("sudah diubah lagi")


def test_of_a_large_deed_the_untouched_records_can_be_undone_and_the_rest_is_counted(store: Store) -> None:
    homes = [a_household(store, name) for name in ("SARKIM", "KARTO", "TARSINI")]
    with commits.group(store, "Impor uji", OPERATOR) as transaction:
        for home in homes:
            registry.write_household(transaction, home)
    [imported, *_] = history.deeds(store, store.reader())
    changed = opened(store, homes[0].family.id)
    saved(store, answering(changed, changed.members[0].id, nama="SARKIMAN"))
    with pytest.raises(ChangedSince) as refused:
        undo.undo(store, OPERATOR, imported.number)
    assert (refused.value.changed, refused.value.total) == (1, 12)
    undo.undo(store, OPERATOR, imported.number, untouched_only=True)
    live = store.reader().conn.execute("SELECT nama FROM anggota WHERE deleted = 0").fetchall()
    assert live == [("SARKIMAN",)]


def test_the_answer_that_lost_stands_in_the_history(store: Store, tmp_path: Path) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    second = a_second_laptop(store, tmp_path)
    saved(second, answering(opened(second, home.family.id), "", sumber_air=4))
    saved(store, answering(home, "", sumber_air=5))
    hand_over(second, store, tmp_path / "usb")
    told = [one for one in of_records(store, [home.family.id]) if "air minum" in one.question.lower()]
    assert sorted(one.fate for one in told) == [FATES["berlaku"], FATES["kalah"]]
    second.close()


def test_an_empty_history_says_what_will_stand_here(qtbot: QtBot, desk: Desk) -> None:
    page, operator = shown(qtbot, desk)
    assert operator.sees("Buat data desa Uji")
    page._text.setText("tidak ada ini")
    operator.settle()
    assert page.table.rows.rows == []
