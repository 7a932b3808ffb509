"""The dialogs of family life, through the words people read and the keys they press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, Household, Value
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.store.log import undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.doubles.merge import MergeDialog
from puskesos_desktop.ui.desa.life.dialog import LifeDialog
from puskesos_desktop.ui.desa.life.menu import ITEMS, SAME, LifeMenu
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.jobs import Jobs
from tests.support.operator import Operator
from tests.support.village import OPERATOR, a_household, opened, saved

NEW_CARD = "3328010503267002"


class Desktop:
    """A window with the button, and what it told."""

    def __init__(self, qtbot: QtBot, store: Store) -> None:
        self.store = store
        self.jobs = Jobs()
        self.drafts = Drafts(store.folder, store.key)
        self.told: list[str] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1366, 720)
        self.column = QVBoxLayout(self.window)
        self.window.show()

    def menu(self, home: Household, ready: bool = True) -> LifeMenu:
        desk = Desk(self.store, self.drafts, self.jobs, OPERATOR)
        made = LifeMenu(desk, home.family.id, self.told.append, ready=lambda: ready)
        self.column.addWidget(made)
        return made

    def open(self, home: Household, words: str) -> Operator:
        menu = self.menu(home)
        menu.open(next(item[1] for item in ITEMS if item is not None and item[0] == words))
        assert isinstance(menu.dialog, LifeDialog)
        operator = Operator(menu.dialog, self.jobs)
        operator.settle()
        return operator


@pytest.fixture
def desktop(qtbot: QtBot, store: Store) -> Iterator[Desktop]:
    made = Desktop(qtbot, store)
    yield made
    made.jobs.shutdown()
    made.drafts.close()


@pytest.fixture
def home(store: Store) -> Household:
    return a_family(store, "SARKIM", "TARSINI", "SITI", rt="001", nomor_kk="3328012001107001")


def a_family(store: Store, *names: str, **answers: Value) -> Household:
    home = a_household(store, names[0], tanggal_lahir="1970-01-01", status_kawin=2, **answers)
    for place, name in enumerate(names[1:]):
        person = registry.new_member(store, home).answering(
            nama=name, hubungan=2 + place, jenis_kelamin=2, tanggal_lahir=f"{1985 + 19 * place}-02-02",
            status_kawin=2 - place,
        )  # fmt: skip
        home = replace(home, members=(*home.members, person))
    return saved(store, home)


def relations(store: Store, home: Household) -> dict[str, Value]:
    return {one.text("nama"): one["hubungan"] for one in opened(store, home.family.id).members}


def look(operator: Operator) -> None:
    operator.settle()


def test_the_head_dies_and_everything_is_told_before_it_is_saved(
    desktop: Desktop, store: Store, home: Household
) -> None:
    operator = desktop.open(home, "Meninggal…")
    assert not operator.asked("kepala_baru")
    operator.fill(orang="1", tanggal="01-06-2026", alasan="sakit", kepala_baru="2", nomor_kk=NEW_CARD)
    look(operator)
    assert operator.sees("TARSINI menjadi kepala keluarga; hubungan 1 anggota lain disesuaikan.")
    assert operator.sees("TARSINI berstatus cerai mati (408).")
    assert relations(store, home)["SARKIM"] == 1
    operator.type_keys(Qt.Key.Key_F2)
    assert desktop.told == ["Catat SARKIM meninggal: sudah disimpan."]
    now = opened(store, home.family.id)
    assert relations(store, home) == {"SARKIM": 2, "TARSINI": 1, "SITI": 3}
    assert (now.family["nomor_kk"], now.members[1]["status_kawin"]) == (NEW_CARD, 4)
    undo.undo(store, OPERATOR)
    assert relations(store, home) == {"SARKIM": 1, "TARSINI": 2, "SITI": 3}


def test_only_digits_and_enter_are_needed(desktop: Desktop, store: Store, home: Household) -> None:
    operator = desktop.open(home, "Keberadaan (404)…")
    operator.type_keys("3", "6", "01062026", Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert isinstance(operator.window.focusWidget(), QPushButton)
    assert desktop.told == []
    operator.type_keys(Qt.Key.Key_Return)
    assert desktop.told == ["Ubah keberadaan SITI: sudah disimpan."]


def test_open_questions_are_pointed_out_and_nothing_is_saved(desktop: Desktop, store: Store, home: Household) -> None:
    before = store.tip()
    operator = desktop.open(home, "Nomor KK baru…")
    assert operator.sees("Lengkapi isian di kiri")
    operator.press("Simpan")
    assert operator.sees("Wajib diisi.")
    assert operator.sees("Belum disimpan. Betulkan isian yang bertanda.")
    assert store.tip() == before


def test_what_is_wrong_stands_beside_its_answer(desktop: Desktop, store: Store, home: Household) -> None:
    operator = desktop.open(home, "Meninggal…")
    operator.fill(orang="3", tanggal="01-01-2000")
    look(operator)
    assert operator.sees("Tanggal ini mendahului kelahiran SITI (02-02-2004).")
    operator.press("Simpan")
    assert operator.sees("Belum disimpan. Betulkan isian yang bertanda.")
    operator.fill(tanggal="01-06-2026")
    operator.type_keys(Qt.Key.Key_F2)
    assert desktop.told == ["Catat SITI meninggal: sudah disimpan."]


def test_a_warning_about_what_is_not_asked_here_says_whom(desktop: Desktop, store: Store, home: Household) -> None:
    insured = replace(home, members=tuple(one.answering(jamkes=1) for one in home.members))
    operator = desktop.open(saved(store, insured), "Meninggal…")
    operator.fill(orang="3", tanggal="01-06-2026")
    look(operator)
    assert operator.sees("SITI: Sudah meninggal, tetapi masih tercatat sebagai peserta PBI/JKN.")
    operator.press("Simpan")
    assert desktop.told == ["Catat SITI meninggal: sudah disimpan. 1 peringatan perlu dilihat."]


def test_two_of_a_family_move_out(desktop: Desktop, store: Store, home: Household) -> None:
    operator = desktop.open(home, "Pindah keluar desa…")
    operator.fill(ikut_1="1", ikut_2="1", tanggal="01-06-2026", tujuan="Brebes")
    look(operator)
    assert operator.sees("SARKIM dan TARSINI pindah ke Brebes pada 01-06-2026 (404 menjadi 3).")
    operator.press("Simpan")
    assert [one["keberadaan"] for one in opened(store, home.family.id).members] == [3, 3, 1]


def test_pecah_kk_with_a_new_house(desktop: Desktop, store: Store, home: Household) -> None:
    operator = desktop.open(home, "Pecah KK…")
    operator.fill(ikut_3="1", tanggal="01-06-2026", rumah="3", rw="1", rt="4", alamat="Gang Mawar")
    look(operator)
    assert operator.sees("SITI menjadi keluarga tersendiri pada 01-06-2026, belum punya nomor KK sendiri.")
    assert operator.sees("Keluarga baru tinggal di Gang Mawar, RT 004/RW 001; isiannya perlu dilengkapi.")
    operator.press("Simpan")
    assert desktop.told == ["Pecah KK: keluarga SITI dari keluarga SARKIM: sudah disimpan."]
    assert households.totals(store.reader()) == {"bangunan": 2, "keluarga": 2, "anggota": 3, "ppks": 0}


def test_a_head_who_goes_along_asks_for_the_next_one(desktop: Desktop, store: Store, home: Household) -> None:
    operator = desktop.open(home, "Pecah KK…")
    operator.fill(ikut_1="1", tanggal="01-06-2026")
    look(operator)
    operator.press("Simpan")
    assert operator.sees("Pilih kepala keluarga yang baru.")
    operator.fill(kepala_baru="2")
    operator.press("Simpan")
    assert relations(store, home) == {"TARSINI": 1, "SITI": 3}


def test_a_person_goes_to_the_family_that_was_looked_for(desktop: Desktop, store: Store, home: Household) -> None:
    other = a_family(store, "KARTO", rt="002")
    operator = desktop.open(home, "Pindah ke keluarga lain…")
    operator.fill(ikut_3="4", tanggal="01-06-2026")
    operator.press("Simpan")
    assert operator.sees("Keluarga yang dituju belum dipilih. Ketik namanya lalu pilih.")
    QTest.keyClicks(operator.window.focusWidget(), "karto")
    operator.settle()
    assert operator.sees("SITI pindah dari keluarga SARKIM ke keluarga KARTO pada 01-06-2026.")
    operator.press("Simpan")
    assert relations(store, other) == {"KARTO": 1, "SITI": 4}


def test_a_child_is_born_to_the_mother_that_is_chosen(desktop: Desktop, store: Store, home: Household) -> None:
    operator = desktop.open(home, "Kelahiran…")
    operator.fill(ibu="3", tanggal="01-06-2026", nama="Budi", jenis_kelamin="1")
    look(operator)
    assert operator.sees("BUDI lahir pada 01-06-2026 dan menjadi anggota keluarga SARKIM (cucu).")
    operator.press("Simpan")
    assert relations(store, home)["BUDI"] == 5


def test_a_family_comes_to_share_a_house(desktop: Desktop, store: Store, home: Household) -> None:
    other = a_family(store, "KARTO", rt="002")
    operator = desktop.open(other, "Serumah, pisah, atau pindah rumah…")
    operator.fill(rumah="2", tanggal="01-06-2026")
    operator.press("Simpan")
    QTest.keyClicks(operator.window.focusWidget(), "sarkim")
    operator.settle()
    assert operator.sees("Rumah itu juga ditempati keluarga SARKIM; keadaan rumahnya satu untuk semua.")
    operator.press("Simpan")
    assert opened(store, other.family.id).building.id == home.building.id


@pytest.mark.parametrize(
    ("words", "answers", "told"),
    [
        ("Anggota baru datang…", {"nama": "Darto", "hubungan": "8", "tanggal": "01-06-2026"}, "Catat DARTO datang"),
        ("Datang atau kembali…", {"ikut_3": "1", "tanggal": "01-06-2026", "asal": "Brebes"}, "Catat SITI datang"),
        ("Nomor KK baru…", {"nomor_kk": NEW_CARD, "tanggal": "01-06-2026"}, "Ganti nomor KK keluarga SARKIM"),
        (
            "Ganti kepala keluarga…",
            {"kepala_baru": "2", "tanggal": "01-06-2026"},
            "Ganti kepala keluarga SARKIM menjadi TARSINI",
        ),
    ],
)
def test_the_other_dialogs_save_too(
    desktop: Desktop, store: Store, home: Household, words: str, answers: dict[str, str], told: str
) -> None:
    operator = desktop.open(home, words)
    operator.fill(**answers)
    look(operator)
    operator.type_keys(Qt.Key.Key_F2)
    assert desktop.told == [f"{told}: sudah disimpan."]


def test_escape_leaves_without_saving(desktop: Desktop, store: Store, home: Household) -> None:
    before = store.tip()
    operator = desktop.open(home, "Meninggal…")
    operator.fill(orang="3", tanggal="01-06-2026")
    QTest.keyClick(operator.window, Qt.Key.Key_Escape)
    desktop.column.activate()
    assert (store.tip(), desktop.told) == (before, [])


def test_the_menu_offers_what_can_happen_to_this_family(desktop: Desktop, store: Store, home: Household) -> None:
    alone = a_family(store, "DARSO")
    assert items(desktop.menu(home)) == [*(item[0] for item in ITEMS if item is not None), *SAME.values()]
    assert "Pecah KK…" not in items(desktop.menu(alone))
    registry.delete_family(store, alone.family.id, "ganda", OPERATOR)
    assert items(desktop.menu(alone)) == []


def items(menu: LifeMenu) -> list[str]:
    listed = menu.menu()
    assert isinstance(listed, QMenu)
    listed.aboutToShow.emit()
    return [action.text() for action in listed.actions() if not action.isSeparator()]


def test_an_editor_that_is_not_ready_opens_nothing(desktop: Desktop, home: Household) -> None:
    menu = desktop.menu(home, ready=False)
    menu.open(ITEMS[0][1])  # type: ignore[index]
    assert menu.dialog is None


def test_a_family_that_is_gone_is_said(
    desktop: Desktop, store: Store, home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(dialogs, "tell", lambda _parent, _title, text: said.append(text))
    menu = desktop.menu(home)
    registry.delete_family(store, home.family.id, "ganda", OPERATOR)
    menu.open(ITEMS[0][1])  # type: ignore[index]
    assert said == ["Keluarga ini tidak ada lagi."]


@pytest.mark.parametrize("words", [item[0] for item in ITEMS if item is not None])
def test_every_dialog_opens_for_a_family_whose_members_are_gone(desktop: Desktop, store: Store, words: str) -> None:
    home = a_family(store, "DARSO")
    dead = home.members[0].answering(keberadaan=2)
    operator = desktop.open(saved(store, replace(home, members=(dead,))), words)
    operator.press("Simpan")
    assert desktop.told == []


def test_a_family_recorded_twice_is_merged_from_its_own_menu(desktop: Desktop, home: Household) -> None:
    twin = a_family(desktop.store, "SARKIM", rt="002")
    menu = desktop.menu(home)
    menu.merge(KELUARGA)
    dialog = menu.same
    assert dialog is not None
    inside = Operator(dialog, desktop.jobs)
    inside.press("Bandingkan")
    assert inside.sees("Keluarganya belum dipilih")
    dialog.finder.text.setText("SARKIM")
    dialog.finder.text.search_now()
    inside.settle()
    assert {hit.family for hit in dialog.finder.table.rows.rows} == {twin.family.id}
    inside.press("Bandingkan")
    merge = menu.window().findChild(MergeDialog)
    assert merge is not None
    merge.merge()
    Operator(merge, desktop.jobs).settle()
    assert households.totals(desktop.store.reader())["keluarga"] == 1
    assert desktop.told == ["Gabungkan dua catatan keluarga SARKIM"]


def test_a_person_recorded_twice_is_merged_from_the_menu_of_the_family(desktop: Desktop, home: Household) -> None:
    """Who is like the member is offered without a key typed."""
    wife = home.members[1]
    born = {"jenis_kelamin": wife["jenis_kelamin"], "tanggal_lahir": wife["tanggal_lahir"]}
    twin = saved(desktop.store, a_household(desktop.store, wife.text("nama"), rt="002", **born))
    menu = desktop.menu(home)
    menu.merge(ANGGOTA)
    dialog = menu.same
    assert dialog is not None
    inside = Operator(dialog, desktop.jobs)
    dialog.member.setCurrentIndex(1)
    inside.settle()
    assert [hit.person for hit in dialog.finder.table.rows.rows] == [twin.members[0].id]
    assert "nama sama" in dialog.finder.table.rows.rows[0].why
    inside.press("Bandingkan")
    merge = menu.window().findChild(MergeDialog)
    assert merge is not None
    merge.merge()
    Operator(merge, desktop.jobs).settle()
    assert households.totals(desktop.store.reader())["anggota"] == len(home.members)
    assert desktop.told[0].startswith("Gabungkan dua catatan")


def test_a_person_is_typed_for_and_never_compared_with_themselves(desktop: Desktop, home: Household) -> None:
    a_family(desktop.store, "WAGIMAN", rt="002")
    menu = desktop.menu(home)
    menu.merge(ANGGOTA)
    dialog = menu.same
    assert dialog is not None
    inside = Operator(dialog, desktop.jobs)
    for typed, found in (("WAGIMAN", ["WAGIMAN"]), (home.members[0].text("nama"), [])):
        dialog.finder.text.setText(typed)
        dialog.finder.text.search_now()
        inside.settle()
        assert [hit.name for hit in dialog.finder.table.rows.rows] == found
    assert inside.sees("Tidak ada yang cocok dengan")
    inside.press("Bandingkan")
    assert inside.sees("Warganya belum dipilih")
