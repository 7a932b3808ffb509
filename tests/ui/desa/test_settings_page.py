"""Pengaturan and Panduan, through the words people read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from puskesos_desktop import settings
from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.documents.press.page import A4
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.services.rounds import printing
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.services.village.settings import change_password, logo, save_places, save_village
from puskesos_desktop.store.log import undo
from puskesos_desktop.store.opened import Store, open_store
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.village.manual import ManualPage, chapters
from puskesos_desktop.ui.desa.village.settings import SettingsPage
from tests.support.operator import Operator
from tests.support.village import OPERATOR, PASSWORD, a_household, saved


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SettingsPage:
    monkeypatch.setenv("PUSKESOS_DATA", str(tmp_path / "data"))
    made = SettingsPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 2200)
    made.show()
    made.refresh()
    return made


def test_the_letterhead_is_saved_and_undone(page: SettingsPage, desk: Desk) -> None:
    operator = Operator(page, desk.jobs)
    operator.settle()
    operator.fill(alamat_kantor="Jalan Raya 1", kepala_desa="SUTRISNO")
    operator.press("Simpan pengaturan desa")
    village = households.village(desk.db)
    assert village is not None
    assert (village["alamat_kantor"], village["kepala_desa"]) == ("Jalan Raya 1", "SUTRISNO")
    assert operator.sees("Pengaturan desa sudah disimpan")
    assert undo.undo(desk.store, OPERATOR, desk.store.tip()[0].sequence) == "Batalkan: Ubah pengaturan desa"


def test_another_class_of_the_village_counts_at_once(store: Store) -> None:
    home = a_household(store, "SARKIM", fasilitas_bab=1, jenis_kloset=1, pembuangan_tinja=4)
    saved(store, home)
    before = store.reader().conn.execute("SELECT sanitasi FROM ringkasan").fetchone()[0]
    village = households.village(store.reader())
    assert village is not None
    save_village(store, village.answering(klasifikasi=1), OPERATOR)
    assert store.reader().conn.execute("SELECT sanitasi FROM ringkasan").fetchone()[0] != before


def test_the_list_of_places_is_added_to_and_shortened_without_touching_houses(store: Store) -> None:
    assert save_places(store, [("KRAJAN", "001", "001"), ("KRAJAN", "001", "002")], OPERATOR) == (2, 0)
    saved(store, a_household(store, "SARKIM", dusun="KRAJAN", rw="001", rt="002"))
    assert save_places(store, [("KRAJAN", "001", "001")], OPERATOR) == (0, 1)
    assert ("KRAJAN", "001", "002") in households.places(store.reader())


def test_an_odd_line_of_places_is_named_and_nothing_is_saved(page: SettingsPage, desk: Desk) -> None:
    operator = Operator(page, desk.jobs)
    page.places.lines.setPlainText("Krajan, 001, 002\nRT 7 RW 8 apa ini 9")
    operator.press("Simpan daftar")
    assert operator.sees("Baris 2 belum dapat dibaca")
    assert households.listed_places(desk.db) == []


def test_what_is_typed_in_one_card_outlives_the_saving_of_another(page: SettingsPage, desk: Desk) -> None:
    operator = Operator(page, desk.jobs)
    operator.settle()
    operator.fill(kepala_desa="SUTRISNO")
    page.places.lines.setPlainText("Krajan, 001, 002")
    operator.press("Simpan daftar")
    assert page.village.form.values()["kepala_desa"] == "SUTRISNO"
    assert households.listed_places(desk.db) != []


def test_places_that_came_from_elsewhere_are_shown_and_outlive_the_next_saving(page: SettingsPage, desk: Desk) -> None:
    save_places(desk.store, [("KRAJAN", "001", "001")], OPERATOR)
    page.refresh()
    save_places(desk.store, [("KRAJAN", "001", "001"), ("WETAN", "002", "001")], OPERATOR)
    page.refresh()
    Operator(page, desk.jobs).press("Simpan daftar")
    assert len(households.listed_places(desk.db)) == 2


def test_the_password_is_changed_by_whoever_knows_it(store: Store) -> None:
    with pytest.raises(UserError, match="tidak cocok"):
        change_password(store, "salah sekali", "rahasia-baru")
    change_password(store, PASSWORD, "rahasia-baru")
    folder = store.folder
    store.close()
    opened, who = open_store(folder, "rahasia-baru")
    assert who.name == OPERATOR
    opened.close()


def test_two_different_new_passwords_are_pointed_out(page: SettingsPage, desk: Desk) -> None:
    operator = Operator(page, desk.jobs)
    page.password.old.setText(PASSWORD)
    page.password.new.setText("rahasia-baru")
    page.password.again.setText("rahasia-lain")
    operator.press("Ganti kata sandi")
    assert operator.sees("belum sama")


def test_the_recovery_sheet_is_printed_only_for_a_known_password(
    page: SettingsPage, desk: Desk, tmp_path: Path
) -> None:
    operator = Operator(page, desk.jobs)
    page.code.known.setText("bukan sandinya")
    page.code.print_code_to(tmp_path / "kode.pdf")
    operator.settle()
    assert not (tmp_path / "kode.pdf").exists()
    page.code.known.setText(PASSWORD)
    page.code.print_code_to(tmp_path / "kode.pdf")
    operator.settle()
    assert (tmp_path / "kode.pdf").read_bytes().startswith(b"%PDF")


def test_the_text_size_is_remembered_on_this_laptop(page: SettingsPage, qtbot: QtBot) -> None:
    page.look.size_choice.setCurrentIndex(3)
    with qtbot.waitSignal(page.rebuild_wanted):
        page.look.size_choice.activated.emit(3)
    assert settings.text_percent() == 150


@pytest.mark.parametrize("content", ["", "[]", '{"ukuran_huruf": 900}', "\x00"])
def test_a_damaged_file_of_the_look_means_the_usual_size(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUSKESOS_DATA", str(tmp_path / "data"))
    (tmp_path / "tampilan.json").write_text(content)
    assert settings.text_percent() == 100


def test_the_laptop_is_named(page: SettingsPage, desk: Desk) -> None:
    operator = Operator(page, desk.jobs)
    page.laptop.name.setText("Laptop balai desa")
    operator.press("Pakai nama ini")
    assert laptops.own_name(desk.store) == "Laptop balai desa"


def test_the_manual_opens_every_chapter_and_is_searched(qtbot: QtBot) -> None:
    page = ManualPage()
    qtbot.addWidget(page)
    page.show()
    titles = [page._list.item(place).text() for place in range(page._list.count())]
    assert len(titles) == len(chapters()) > 8
    page._search.setText("pecah")
    assert 0 < page._list.count() < len(titles)
    page.open_chapter("9-peristiwa.md")
    assert "eristiwa" in page._text.toPlainText()


def test_every_link_and_picture_of_the_manual_is_there() -> None:
    import re

    from puskesos_desktop.files.resources import manual

    for file, _, text in chapters():
        for name in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert manual(name).exists(), f"{file}: {name}"


def test_the_logo_is_kept_shown_and_printed_over_the_papers(page: SettingsPage, desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    Image.new("RGB", (300, 200), (15, 110, 98)).save(picture)
    operator = Operator(page, desk.jobs)
    page.village.take_logo(picture)
    operator.settle()
    assert operator.sees("Logo tersimpan")
    printing.print_blank(desk.store, tmp_path / "kosong.pdf", Options(A4))
    assert len(PdfReader(tmp_path / "kosong.pdf").pages[0].images) == 1


def test_a_picture_that_is_none_leaves_the_papers_as_they_were(page: SettingsPage, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"bukan gambar")
    operator = Operator(page, desk.jobs)
    page.village.take_logo(tmp_path / "logo.png")
    operator.settle()
    assert logo(desk.store) is None
