"""Photos in the editor of a family: seen, chosen, dragged in, pasted, looked at, taken out."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from puskesos_desktop.app import Shell
from puskesos_desktop.domain.codes.photo import DALAM_RUMAH, JAMBAN, KARTU_KELUARGA, LAMPIRAN, RUMAH_DEPAN
from puskesos_desktop.domain.household import Household
from puskesos_desktop.services.family import photos, registry
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.photos import at_rest
from puskesos_desktop.ui.desa.family.editor import HouseholdEditor
from puskesos_desktop.ui.desa.family.outline import PHOTOS, Outline
from puskesos_desktop.ui.desa.family.photo_slot import Slot
from puskesos_desktop.ui.kit import dialogs
from tests.support.operator import Operator
from tests.support.photos import a_photo, a_picture, encoded, exif
from tests.support.village import OPERATOR, a_household, a_store, opened, saved


@pytest.fixture
def village(shell: Shell, tmp_path: Path) -> Store:
    store = a_store(tmp_path / "desa")
    shell.enter(store, OPERATOR)
    return store


@pytest.fixture
def home(village: Store, shell: Shell, operator: Operator) -> Household:
    made = saved(village, a_household(village, "SARKIM", rt="001"))
    show_photos(shell, operator, made.family.id)
    return made


def show_photos(shell: Shell, operator: Operator, family: str) -> None:
    assert shell.frame is not None
    shell.frame.edit_family(family)
    go_to_photos(shell, operator)


def go_to_photos(shell: Shell, operator: Operator) -> None:
    outline = shell.findChildren(Outline)[-1]
    outline.setCurrentRow(next(place for place, one in enumerate(outline._targets) if one.kind == PHOTOS))
    operator.settle()


def slot(shell: Shell, kind: int) -> Slot:
    return next(one for one in shell.findChildren(Slot) if one.kind == kind and one.isVisible())


def kinds(store: Store, home: Household) -> list[object]:
    return [one["jenis"] for one in photos.of_family(store, home.family.id)]


def drop(at: Slot, data: QMimeData) -> None:
    middle, copy = QPoint(40, 60), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(middle, copy, data, buttons, keys)
    QApplication.sendEvent(at, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(at, QDropEvent(QPointF(middle), copy, data, buttons, keys))


def test_every_kind_of_photo_has_its_box(operator: Operator, home: Household) -> None:
    for words in ("Kartu keluarga", "Rumah depan", "Dalam rumah", "Jamban", "RTLH/kerusakan", "Lainnya"):
        assert operator.sees(words)
    assert operator.texts().count("Seret foto ke sini") == 6


def test_a_photo_is_chosen_shown_and_taken_out_again(
    operator: Operator, shell: Shell, village: Store, home: Household, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rumah.jpg").write_bytes(encoded(a_picture(2, 900, 600), exif=exif(located=False)))
    monkeypatch.setattr(dialogs, "open_file", lambda *_arguments: tmp_path / "rumah.jpg")
    QTest.mouseClick(slot(shell, RUMAH_DEPAN).choose, Qt.MouseButton.LeftButton)
    operator.settle()
    assert operator.sees("1 foto tersimpan: Rumah depan.")
    assert operator.sees("Rumah depan 1")
    assert kinds(village, home) == [RUMAH_DEPAN]
    operator.press("Rumah depan 1")
    operator.settle()
    assert operator.sees("900 × 600 titik")
    assert operator.sees("20-11-2026 10.41")
    monkeypatch.setattr(dialogs, "ask", lambda *_arguments: True)
    operator.press("Hapus foto…")
    operator.settle()
    assert operator.sees("Foto sudah dihapus dari keluarga ini.")
    assert (kinds(village, home), operator.sees("Rumah depan 1")) == ([], False)


def test_photos_are_dragged_into_their_box(
    operator: Operator, shell: Shell, village: Store, home: Household, tmp_path: Path
) -> None:
    for seed in (1, 2):
        (tmp_path / f"jamban{seed}.png").write_bytes(encoded(a_picture(seed), "PNG"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / f"jamban{seed}.png")) for seed in (1, 2)])
    drop(slot(shell, JAMBAN), data)
    operator.settle()
    assert operator.sees("2 foto tersimpan: Jamban.")
    assert kinds(village, home) == [JAMBAN, JAMBAN]


def test_a_copied_picture_is_pasted_into_the_box_that_was_clicked(
    operator: Operator, shell: Shell, village: Store, home: Household
) -> None:
    picture = QImage(80, 50, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    QApplication.clipboard().setImage(picture)
    shell.activateWindow()
    QTest.qWaitForWindowActive(shell)
    QTest.mouseClick(slot(shell, KARTU_KELUARGA), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    operator.settle()
    assert operator.sees("1 foto tersimpan: Kartu keluarga.")
    (record,) = photos.of_family(village, home.family.id)
    assert (record["lebar"], record["tinggi"], record["keluarga_id"]) == (80, 50, home.family.id)


def test_what_is_copied_and_no_photo_is_said(operator: Operator, shell: Shell, village: Store, home: Household) -> None:
    QApplication.clipboard().setText("bukan foto")
    shell.activateWindow()
    QTest.qWaitForWindowActive(shell)
    QTest.mouseClick(slot(shell, DALAM_RUMAH), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    operator.settle()
    assert operator.sees("Yang ditempel bukan foto.")
    assert kinds(village, home) == []


def test_a_photo_that_cannot_be_used_is_said_and_those_before_it_stay(
    operator: Operator, shell: Shell, village: Store, home: Household, tmp_path: Path
) -> None:
    (tmp_path / "baik.jpg").write_bytes(encoded(a_picture()))
    (tmp_path / "IMG_0042.HEIC").write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 40)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("baik.jpg", "IMG_0042.HEIC")])
    drop(slot(shell, DALAM_RUMAH), data)
    operator.settle()
    assert operator.sees("Setelan > Kamera > Format > Paling Kompatibel")
    assert operator.sees("Dalam rumah 1")
    assert kinds(village, home) == [DALAM_RUMAH]


def test_a_family_that_is_not_saved_is_told_to_be_saved_first(shell: Shell, operator: Operator, village: Store) -> None:
    assert shell.frame is not None
    shell.frame.host.edit(registry.new_household(village))
    go_to_photos(shell, operator)
    assert operator.sees("Simpan keluarga dulu")
    assert operator.never_sees("Seret foto ke sini")


def test_the_place_of_a_photo_fills_the_question_only_when_it_is_taken(
    operator: Operator, shell: Shell, village: Store, home: Household
) -> None:
    photos.add(village, home.family.id, a_photo(1, located=True), RUMAH_DEPAN, OPERATOR)
    show_photos(shell, operator, home.family.id)
    assert operator.sees("Rumah ini belum punya titik koordinat.")
    editor = shell.findChildren(HouseholdEditor)[-1]
    assert not editor.editing.changed
    operator.press("Pakai titik ini")
    assert operator.sees("Titik koordinat rumah terisi dari foto.")
    assert opened(village, home.family.id).building["koordinat"] is None
    operator.press("Simpan  F2")
    assert opened(village, home.family.id).building["koordinat"] == "-6.974306,109.140889"


def test_photos_that_are_missing_or_damaged_are_shown_as_such(
    operator: Operator, shell: Shell, village: Store, home: Household
) -> None:
    for seed, kind in ((1, RUMAH_DEPAN), (2, JAMBAN)):
        photos.add(village, home.family.id, a_photo(seed), kind, OPERATOR)
    (village.folder / at_rest.FOLDER / a_photo(1).sha256).unlink()
    (village.folder / at_rest.FOLDER / a_photo(2).sha256).write_bytes(b"rusak")
    show_photos(shell, operator, home.family.id)
    assert operator.sees("Rumah depan 1, belum ada")
    assert operator.sees("Jamban 1, rusak")
    operator.press("Jamban 1, rusak")
    assert operator.sees("belum ada di laptop ini atau rusak")
    operator.press("Tutup")


def test_a_large_photo_never_holds_up_the_window(
    operator: Operator, shell: Shell, village: Store, home: Household, tmp_path: Path
) -> None:
    Image.effect_noise((6000, 4500), 40).convert("RGB").save(tmp_path / "besar.jpg", quality=90)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "besar.jpg"))])
    began = time.monotonic()
    drop(slot(shell, RUMAH_DEPAN), data)
    assert time.monotonic() - began < 0.1
    operator.settle()
    assert kinds(village, home) == [RUMAH_DEPAN]


def test_a_kind_of_a_newer_program_is_shown_among_the_others(
    operator: Operator, shell: Shell, village: Store, home: Household
) -> None:
    photos.add(village, home.family.id, a_photo(1), RUMAH_DEPAN, OPERATOR)
    (known,) = photos.of_family(village, home.family.id)
    with commits.group(village, "Dari program baru", OPERATOR) as transaction:
        transaction.create(LAMPIRAN, known.answers | {"jenis": 44})
    show_photos(shell, operator, home.family.id)
    assert operator.sees("Rumah depan 1")
    assert operator.sees("Lainnya 1")
