"""The window, through the words people read and the keys they press."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from puskesos_desktop.app import Shell
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.services.family import registry
from puskesos_desktop.store import opened
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, lists
from puskesos_desktop.ui.desa.lists.households import FamiliesPage
from puskesos_desktop.ui.desa.start.first_start import FirstStart
from puskesos_desktop.ui.kit import dialogs
from tests.support.operator import Operator, edit, frame_of, go, two_families
from tests.support.places import ROOT
from tests.support.village import OPERATOR, PASSWORD, a_household, a_store, answering, saved


@pytest.fixture
def village(shell: Shell, operator: Operator, tmp_path: Path) -> Store:
    return two_families(shell, operator, tmp_path / "desa")


def test_first_start_makes_a_village_in_four_steps(shell: Shell, operator: Operator, tmp_path: Path) -> None:
    shell.begin()
    first = shell._stack.currentWidget()
    assert isinstance(first, FirstStart)
    QTest.keyClicks(first._village_text, "prupuk utara")
    operator.settle()
    assert operator.sees("33.28.01.2012")
    operator.press("Lanjut")
    for line, text in ((first._operator, "Ibu Contoh"), (first._password, "rahasia1"), (first._again, "rahasia2")):
        QTest.keyClicks(line, text)
    operator.press("Lanjut")
    assert operator.sees("Kedua kata sandi belum sama")
    first._again.clear()
    QTest.keyClicks(first._again, "rahasia1")
    operator.press("Lanjut")
    first._places.setPlainText("Krajan, 1, 3")
    operator.press("Buat data desa")
    assert operator.sees("Kode pemulihan")
    first._kept.setChecked(True)
    operator.press("Mulai bekerja")
    assert operator.sees("Desa Prupuk Utara")
    assert operator.sees("Desa ini belum berisi keluarga")
    assert shell.frame is not None
    assert households.places(shell.frame.desk.db) == [("Krajan", "001", "003")]


def test_a_wrong_password_is_said_and_the_right_one_opens(shell: Shell, operator: Operator, tmp_path: Path) -> None:
    a_store(tmp_path / "desa").close()
    shell.begin()
    sign_in(shell, operator, "salah-sekali")
    assert operator.sees("Kata sandi tidak cocok.")
    sign_in(shell, operator, PASSWORD)
    assert operator.sees("Desa Uji")


@pytest.mark.usefixtures("village")
def test_the_list_searches_while_typing_and_says_why(operator: Operator, shell: Shell) -> None:
    assert operator.sees("2 keluarga")
    operator.type_keys("kart")
    operator.settle()
    assert operator.sees("nama memuat KART")
    operator.type_keys(Qt.Key.Key_Escape)
    operator.settle()
    assert operator.sees("SARKIM")
    assert shell.frame is not None
    shell.frame.page_of(FamiliesPage).text.setText("tidak ada")
    operator.settle()
    assert operator.sees("Tidak ada yang cocok")


def test_a_family_is_registered_with_the_keyboard_alone(village: Store, operator: Operator, shell: Shell) -> None:
    QTest.keyClick(frame_of(shell), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    operator.settle()
    assert operator.sees("Keluarga baru")
    operator.fill(dusun="Krajan", rw="1", rt="3", alamat="Gang Kenanga 5")
    operator.press("Tambah anggota")
    operator.fill(nama="tarsini", nik="3328014105607001")
    assert operator.sees("Menurut NIK: lahir 01-05-1960, perempuan")
    operator.press("Pakai")
    operator.fill(keberadaan="1", status_kawin="4")
    QTest.keyClick(operator.entry("nama"), Qt.Key.Key_F2)
    operator.settle()
    assert operator.sees("Keluarga TARSINI sudah disimpan.")
    (line,) = [one for one in lists.families(village.reader()) if one.kepala == "TARSINI"]
    assert (line.rt, line.rw, line.dusun, line.alamat) == ("003", "001", "Krajan", "Gang Kenanga 5")
    home = households.load(village.reader(), line.id)
    assert home is not None
    assert (home.members[0]["jenis_kelamin"], home.members[0]["tanggal_lahir"]) == (2, "1960-05-01")


def sign_in(shell: Shell, operator: Operator, password: str) -> None:
    QTest.keyClicks(shell.sign_in.password, password)
    QTest.keyClick(shell.sign_in.password, Qt.Key.Key_Return)
    operator.settle()


def test_digits_choose_questions_appear_and_the_keyboard_moves_on(
    village: Store, operator: Operator, shell: Shell
) -> None:
    edit(shell, operator, village, "SARKIM")
    go(shell, operator, "III.C")
    assert not operator.asked("jarak_limbah")
    operator.fill(sumber_air="5")
    assert operator.asked("jarak_limbah")
    assert operator.entry("jarak_limbah").hasFocus()
    operator.type_keys("1")
    operator.fill(sumber_air="11")
    assert not operator.asked("jarak_limbah")


def test_letters_search_the_words_of_a_code(village: Store, operator: Operator, shell: Shell) -> None:
    edit(shell, operator, village, "SARKIM")
    go(shell, operator, "III.C")
    operator.fill(bahan_bakar="kayu")
    editor = shell.frame.host.editor  # type: ignore[union-attr]
    assert editor is not None
    assert editor.editing.household.family["bahan_bakar"] == 10


def test_a_wrong_answer_stands_beside_its_question_and_saving_is_refused(
    village: Store, operator: Operator, shell: Shell
) -> None:
    family = edit(shell, operator, village, "SARKIM")
    go(shell, operator, "SARKIM")
    before = village.tip()
    operator.fill(nik="12345")
    operator.press("Simpan")
    assert operator.sees("16 angka")
    assert operator.sees("Betulkan")
    assert village.tip() == before
    assert households.load(village.reader(), family) is not None


def test_a_warning_lets_save(village: Store, operator: Operator, shell: Shell) -> None:
    family = edit(shell, operator, village, "SARKIM")
    go(shell, operator, "SARKIM")
    operator.fill(nik="3328015505807001")
    operator.settle()
    assert operator.sees("1 peringatan")
    operator.press("Simpan")
    assert operator.sees("peringatan masih perlu dilihat")
    home = households.load(village.reader(), family)
    assert home is not None
    assert home.members[0]["nik"] == "3328015505807001"


def test_undo_says_what_it_takes_back_and_does(village: Store, operator: Operator, shell: Shell) -> None:
    assert operator.sees("Batalkan: Daftarkan keluarga KARTO")
    operator.press("Batalkan: Daftarkan")
    assert operator.sees("1 keluarga")
    assert not any("KARTO" in line.kepala for line in lists.families(village.reader()) if line.kepala)


def test_leaving_unsaved_work_keeps_it_as_a_draft_that_is_offered(
    village: Store, operator: Operator, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(shell, operator, village, "SARKIM")
    operator.fill(alamat="Gang Baru 9")
    monkeypatch.setattr(dialogs, "choose", lambda *_arguments: 1)
    operator.press("Tutup")
    assert operator.sees("belum disimpan")
    operator.press("Lanjutkan")
    assert shell.frame is not None
    assert shell.frame.host.editor is not None
    assert shell.frame.host.editor.editing.household.building["alamat"] == "Gang Baru 9"


def test_the_lock_hides_everything_until_the_password(village: Store, operator: Operator, shell: Shell) -> None:
    operator.press("Kunci layar")
    assert operator.sees("Layar terkunci")
    assert operator.never_sees("SARKIM")
    sign_in(shell, operator, PASSWORD)
    assert operator.sees("SARKIM")


def test_kirim_needs_a_key_then_writes_and_says_what_the_file_holds(
    village: Store, operator: Operator, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator.press("Kirim")
    assert operator.sees("Kunci kabupaten belum dipilih")
    key, usb = tmp_path / "kunci.txt", tmp_path / "usb"
    key.write_text(sealing.new_age_key().public + "\n")
    usb.mkdir()
    monkeypatch.setattr(dialogs, "open_file", lambda *_arguments, **_named: key)
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_arguments, **_named: usb)
    operator.press("Pilih berkas kunci")
    operator.press("Kirim ke USB")
    assert operator.sees("sudah ditulis dan dibaca ulang")
    assert operator.sees("Aman dicabut")
    assert len(list(usb.glob("PSB_*.psb"))) == 1


def test_what_is_shown_goes_to_excel_and_pdf_without_confidential_answers(
    village: Store, operator: Operator, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = saved(village, a_household(village, "WASTAP"))
    saved(village, answering(home, home.members[0].id, penyakit=12))
    operator.settle()
    for button, name in (("Excel", "k.xlsx"), ("PDF", "k.pdf")):
        monkeypatch.setattr(dialogs, "save_file", lambda *_arguments, name=name: tmp_path / name)
        operator.press(button)
        assert operator.sees(f"3 baris ditulis ke {name}")
    from pypdf import PdfReader

    text = PdfReader(tmp_path / "k.pdf").pages[0].extract_text()
    assert "WASTAP" in text
    assert "HIV" not in text
    assert (tmp_path / "k.xlsx").read_bytes().startswith(b"PK")


TYPING = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from puskesos_desktop.app import Shell
from puskesos_desktop.store import opened as database
from puskesos_desktop.store.read import lists
from tests.support import waiting
app = QApplication([])
folder = Path(sys.argv[1])
shell = Shell(folder, folder / "contoh")
shell.show()
shell.enter(*[database.open_store(folder, sys.argv[2])[0], "op"])
family = lists.families(shell.frame.desk.db)[0].id
QTest.qWaitForWindowActive(shell)
shell.frame.edit_family(family)
waiting.rest(shell.jobs)
form = shell.frame.host.editor.sections.form
for key, text in (("alamat", "Gang Selesai"), ("nama_sls", "RT Selesai")):
    form.focus_on(key)
    entry = form._rows[key].input.entry()
    entry.selectAll()
    QTest.keyClicks(entry, text)
    if key == "alamat":
        QTest.keyClick(entry, Qt.Key.Key_Return)
        waiting.rest(shell.jobs)
print("mengetik", flush=True)
app.exec()
"""


def test_kill_nine_while_typing_loses_at_most_the_field_being_typed(tmp_path: Path) -> None:
    store = a_store(tmp_path / "desa")
    family = saved(store, a_household(store, "SARKIM", alamat="Gang Lama")).family.id
    key = store.key
    store.close()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", TYPING, str(tmp_path / "desa"), PASSWORD]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.kill()
    assert said == "mengetik\n"
    again, _ = opened.open_store(tmp_path / "desa", PASSWORD)
    drafts = Drafts(again.folder, key)
    draft = drafts.find(family)
    assert draft is not None
    assert draft.household.building["alamat"] == "Gang Selesai"
    registry.save_household(again, draft.household, OPERATOR)
    home = households.load(again.reader(), family)
    assert home is not None
    assert home.building["alamat"] == "Gang Selesai"
    drafts.close()
    again.close()


def test_what_cannot_be_read_keeps_the_person_there_and_the_saved_answer(
    village: Store, operator: Operator, shell: Shell
) -> None:
    family = edit(shell, operator, village, "SARKIM")
    go(shell, operator, "SARKIM")
    operator.fill(tanggal_lahir="1-5-1970")
    operator.press("Simpan")
    edit(shell, operator, village, "SARKIM")
    go(shell, operator, "SARKIM")
    operator.fill(tanggal_lahir="31-02-1970")
    go(shell, operator, "III.C")
    assert operator.sees("belum dapat dibaca")
    assert operator.asked("tanggal_lahir")
    operator.press("Simpan")
    home = households.load(village.reader(), family)
    assert home is not None
    assert home.members[0]["tanggal_lahir"] == "1970-05-01"


def test_a_family_is_deleted_with_a_reason_and_comes_back_by_undo(
    village: Store, operator: Operator, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = edit(shell, operator, village, "SARKIM")
    monkeypatch.setattr(dialogs, "choose", lambda *_arguments: 1)
    operator.press("Hapus keluarga")
    assert operator.sees("Keluarga SARKIM sudah dihapus.")
    assert households.load(village.reader(), family) is None
    operator.press("Batalkan: Hapus keluarga SARKIM")
    assert households.load(village.reader(), family) is not None


def test_an_answer_that_cannot_be_kept_as_a_draft_is_said_and_stays_in_the_form(
    village: Store, operator: Operator, shell: Shell
) -> None:
    """As on a full disk."""
    edit(shell, operator, village, "SARKIM")
    go(shell, operator, "III.C")
    drafts = frame_of(shell).desk.drafts
    drafts._database.conn.execute("PRAGMA query_only = ON")
    operator.fill(sumber_air="4")
    assert operator.sees("draf belum tersimpan")
    assert operator.sees("Folder data hanya dapat dibaca")
    operator.press("Simpan")
    assert operator.sees("Keluarga SARKIM sudah disimpan.")
