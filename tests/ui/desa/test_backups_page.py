"""The page Cadangan, through the words people read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from puskesos_desktop.services.safety import restore, upkeep
from puskesos_desktop.services.safety.restore import Prepared
from puskesos_desktop.store import opened
from puskesos_desktop.store.backup import backups, location
from puskesos_desktop.store.file import layout
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.frame.watch import Watch
from puskesos_desktop.ui.desa.safety.page import BackupsPage
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import breakable
from tests.support.operator import Operator
from tests.support.village import a_household, saved


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> BackupsPage:
    made = BackupsPage(desk)
    qtbot.addWidget(made)
    made.resize(1150, 900)
    made.show()
    made.refresh()
    return made


@pytest.fixture
def operator(page: BackupsPage, desk: Desk) -> Operator:
    return Operator(page, desk.jobs)


def test_without_a_backup_the_page_says_so_and_what_to_do(operator: Operator) -> None:
    assert operator.sees("Belum ada cadangan. Tekan Cadangkan sekarang.")
    assert operator.never_sees("Semua cadangan")
    operator.press("Coba pulihkan")
    assert operator.sees("Belum ada cadangan untuk dicoba.")


def test_a_backup_is_made_shown_and_rehearsed(operator: Operator, store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    operator.press("Cadangkan sekarang")
    assert operator.sees("Cadangan ditulis dan diperiksa: 1 keluarga")
    assert operator.sees("Semua perubahan sudah ada di cadangan ini.")
    assert operator.sees(breakable(location.of(store.folder)))
    assert operator.sees("(hari ini)")
    operator.press("Coba pulihkan")
    assert operator.sees("Latihan berhasil")
    assert operator.sees("Latihan pulih terakhir")


def test_a_copy_says_where_it_is_and_that_the_drive_may_go(
    operator: Operator, page: BackupsPage, tmp_path: Path
) -> None:
    (tmp_path / "drive").mkdir()
    page.copy(tmp_path / "drive")
    operator.settle()
    assert operator.sees("dibaca ulang")
    assert operator.sees("Aman dicabut.")
    assert operator.sees(f"di {breakable(upkeep.home_in(tmp_path / 'drive', page._desk.store.key))}.")


def test_another_place_is_used_from_now_on(operator: Operator, page: BackupsPage, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    page.change_place(tmp_path / "drive")
    operator.settle()
    assert operator.sees(f"Tempat: {breakable(tmp_path / 'drive')}")


def test_going_back_shows_first_what_is_lost_and_asks(
    operator: Operator, page: BackupsPage, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(store, a_household(store, "SARKIM"))
    operator.press("Cadangkan sekarang")
    saved(store, a_household(store, "KARTO"))
    page.refresh()
    operator.press("Pulihkan…")
    assert operator.sees("1 perubahan tidak ada di cadangan dan akan hilang")
    assert operator.sees("Daftarkan keluarga KARTO")
    asked: list[str] = []
    ready: list[Prepared] = []
    page.restored.connect(ready.append)

    def refuse(_parent: object, _title: str, text: str, _yes: str) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr(dialogs, "ask", refuse)
    operator.press("Pulihkan sekarang…")
    assert "1 perubahan hilang dari laptop ini." in asked[0]
    assert ready == []
    monkeypatch.setattr(dialogs, "ask", lambda *_words: True)
    operator.press("Pulihkan sekarang…")
    folder, key = store.folder, store.key
    store.close()
    done = restore.finish(ready[0])
    assert "sudah dipulihkan: 1 keluarga" in restore.in_words(done)
    back = opened.open_with_key(folder, key)
    assert households.totals(back.reader())["keluarga"] == 1
    back.close()


def test_a_damaged_backup_is_told_and_a_folder_that_is_none_too(
    operator: Operator, page: BackupsPage, store: Store, tmp_path: Path
) -> None:
    made = upkeep.back_up(store)
    page.refresh()
    path = made.folder / layout.MAIN
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(content)
    operator.press("Pulihkan…")
    assert operator.sees("rusak dan disisihkan. Cadangan baru sudah dibuat.")
    page.choose(tmp_path)
    assert operator.sees("bukan cadangan yang utuh")


def test_backups_of_another_line_stand_in_a_list_of_their_own(
    operator: Operator, page: BackupsPage, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = upkeep.back_up(store)
    odd = replace(made.holds, chains={name: (number + 5, "0" * 64) for name, (number, _) in made.holds.chains.items()})
    monkeypatch.setattr(backups, "listed", lambda _place: [replace(made, holds=odd)])
    page.refresh()
    assert operator.sees("Cadangan dari keadaan lain")
    assert operator.sees("Belum ada cadangan. Tekan Cadangkan sekarang.")


def test_the_watch_backs_up_by_itself_and_says_a_trouble_once(qtbot: QtBot, desk: Desk, page: BackupsPage) -> None:
    store = desk.store
    saved(store, a_household(store, "SARKIM"))
    watch = Watch(desk, page)
    operator = Operator(page, desk.jobs)
    operator.settle()
    said: list[str] = []
    watch.said.connect(said.append)
    watch.tend()
    operator.settle()
    place = location.of(store.folder)
    assert [one.why for one in backups.listed(place)] == [backups.ROUTINE]
    assert said == []
    place.rename(place.with_name("dipindah"))
    place.write_text("bukan folder")
    for _ in range(2):
        watch.tend()
        operator.settle()
    assert len(said) == 1
    assert said[0].startswith("Belum dicadangkan.")
