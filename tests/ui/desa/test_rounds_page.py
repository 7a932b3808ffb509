"""Verifikasi through the words people read: planning, printing with preview, taking back, what needs a look."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.documents.press import charts
from puskesos_desktop.domain.outcome import BadFile
from puskesos_desktop.exchange.pictures import qr
from puskesos_desktop.services.rounds import plan, printing
from puskesos_desktop.services.rounds.plan import SheetState
from puskesos_desktop.store.log import history
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import rounds
from puskesos_desktop.store.read.lists import Filter
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.rounds.dialogs import PlanDialog, PrintDialog
from puskesos_desktop.ui.desa.rounds.page import RoundsPage
from puskesos_desktop.ui.desa.rounds.preview import PaperPreview, pages_of, prepare_printer
from puskesos_desktop.ui.kit import dialogs
from tests.support.operator import Operator
from tests.support.paper_rounds import SMALL, a_printed_round, a_round, lines, three_families
from tests.support.village import OPERATOR, answering, opened, saved

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> RoundsPage:
    made = RoundsPage(desk)
    qtbot.addWidget(made)
    made.resize(1150, 690)
    made.show()
    return made


@pytest.fixture
def operator(page: RoundsPage, desk: Desk) -> Operator:
    made = Operator(page, desk.jobs)
    page.refresh()
    made.settle()
    return made


def dialog_of(page: RoundsPage, kind: type[D]) -> D:
    return next(one for one in page.findChildren(kind) if one.isVisible())


def shown_anew(page: RoundsPage, operator: Operator) -> None:
    page.refresh()
    operator.settle()


def test_a_round_is_planned_for_the_families_of_an_rt(
    store: Store, page: RoundsPage, operator: Operator, desk: Desk
) -> None:
    three_families(store)
    assert operator.sees("Belum ada putaran verifikasi")
    operator.press("Putaran baru…")
    dialog = dialog_of(page, PlanDialog)
    inside = Operator(dialog, desk.jobs)
    assert inside.sees("3 keluarga")
    inside.press("Rencanakan")
    assert inside.sees("Wajib diisi.")
    inside.fill(nama="Verval November", tujuan="1")
    dialog.filters.set_filter(Filter(rt="001"))
    assert inside.sees("2 keluarga")
    inside.press("Rencanakan")
    operator.settle()
    assert operator.sees("Putaran Verval November: 2 lembar baru.")
    assert operator.sees("2 lembar: 0 dientri, 0 kembali, 0 di lapangan, 2 belum dicetak.")
    assert operator.sees("SARKIM 001/001 belum dicetak")


def test_the_petugas_of_an_rt_is_written_on_its_sheets(
    store: Store, page: RoundsPage, operator: Operator, desk: Desk
) -> None:
    three_families(store)
    a_round(store)
    shown_anew(page, operator)
    operator.press("Petugas RT ini…")
    dialog = next(one for one in page.findChildren(QDialog) if one.isVisible())
    inside = Operator(dialog, desk.jobs)
    inside.fill(petugas="Ibu Tarmi")
    inside.press("Simpan")
    shown_anew(page, operator)
    assert operator.sees("Petugas RT 001/RW 001 Krajan tercatat.")
    (round_,) = rounds.rounds(store.reader())
    assert [line["petugas"] for line in lines(store, round_)] == ["Ibu Tarmi", "Ibu Tarmi", None]


def test_sheets_are_noted_as_printed_only_once_the_pdf_is_kept(
    store: Store, page: RoundsPage, operator: Operator, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_families(store)
    round_ = a_round(store)
    shown_anew(page, operator)
    operator.press("Cetak yang belum…")
    Operator(dialog_of(page, PrintDialog), desk.jobs).press("Pratinjau…")
    preview = dialog_of(page, PaperPreview)
    inside = Operator(preview, desk.jobs)
    assert inside.sees(f"Halaman 1 dari {preview.page_count}")
    assert not preview.picture.pixmap().isNull()
    assert {plan.state_of(line) for line in lines(store, round_)} == {SheetState.PLANNED}
    monkeypatch.setattr(dialogs, "save_file", lambda *_words: tmp_path / "a.pdf")
    inside.press("Simpan PDF…")
    inside.press("Simpan PDF…")
    operator.settle()
    assert {plan.state_of(line) for line in lines(store, round_)} == {SheetState.OUT}
    assert len(PdfReader(tmp_path / "a.pdf").pages) == preview.page_count
    assert [deed.label for deed in history.deeds(store, store.reader(), 2)] == [
        "Cetak 3 lembar", "Rencanakan putaran Verval November: 3 keluarga",
    ]  # fmt: skip
    preview.reject()


def test_a_sheet_that_comes_back_is_scanned_and_said(
    store: Store, page: RoundsPage, operator: Operator, tmp_path: Path
) -> None:
    three_families(store)
    round_ = a_printed_round(store, tmp_path, SMALL)
    shown_anew(page, operator)
    line = lines(store, round_)[0]
    page.overview.back_line.setText(f"PSK1:3328012998:{line.number}")
    page.overview.back_line.returnPressed.emit()
    operator.settle()
    assert operator.sees("Lembar KARTO dicatat kembali.")
    page.overview.back_line.setText("123")
    page.overview.back_line.returnPressed.emit()
    operator.settle()
    assert operator.sees("Nomor lembar belum lengkap.")


def test_what_changed_since_printing_is_listed_and_told(
    store: Store, page: RoundsPage, operator: Operator, tmp_path: Path
) -> None:
    home = three_families(store)[0]
    a_printed_round(store, tmp_path, SMALL)
    saved(store, answering(opened(store, home.family.id), home.members[0].id, sumber_air=4))
    shown_anew(page, operator)
    kinds = page.overview.list.kinds
    words = [kinds.itemText(place) for place in range(kinds.count())]
    assert "Berubah sesudah dicetak (1)" in words
    kinds.setCurrentIndex(words.index("Berubah sesudah dicetak (1)"))
    kinds.activated.emit(kinds.currentIndex())
    assert operator.sees("Sumber air minum utama: Sumur terlindung → Sumur bor/pompa")
    assert [line.family for line in page.overview.list.shown] == [home.family.id]


def test_a_bar_lists_the_sheets_of_its_rt(store: Store, page: RoundsPage, operator: Operator, tmp_path: Path) -> None:
    three_families(store)
    a_printed_round(store, tmp_path, SMALL)
    shown_anew(page, operator)
    assert operator.sees("Lembar dientri menurut tempat: 001/001 Krajan 0, 002/001 Krajan 0")
    page.overview.progress.chart.pressed.emit(1)
    assert [line.place.kepala for line in page.overview.list.shown] == ["DARMO"]


def test_f4_begins_entry_and_escape_comes_back(
    store: Store, page: RoundsPage, operator: Operator, tmp_path: Path
) -> None:
    three_families(store)
    a_printed_round(store, tmp_path, SMALL)
    shown_anew(page, operator)
    page.activateWindow()
    page.overview.list.table.setFocus()
    operator.type_keys(Qt.Key.Key_F4)
    assert operator.sees("Pindai lembar berikutnya")
    operator.type_keys(Qt.Key.Key_Escape)
    assert operator.sees("Kemajuan per RT")
    page.overview.list.table.setFocus()
    operator.type_keys(Qt.Key.Key_Return)
    assert operator.sees("Keluarga KARTO")


def a_pdf(store: Store) -> bytes:
    target = BytesIO()
    printing.print_blank(store, target, Options())
    return target.getvalue()


def test_the_preview_turns_pages_and_prints_them_at_their_actual_size(
    qtbot: QtBot, store: Store, page: RoundsPage, desk: Desk, tmp_path: Path
) -> None:
    pdf = a_pdf(store)
    preview = PaperPreview(page, desk, "Formulir kosong", pdf)
    preview.open()
    inside = Operator(preview, desk.jobs)
    preview.range_line.setText("9-12")
    assert preview.chosen_pages() == []
    preview.range_line.setText("2")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "cetak.pdf"))
    prepare_printer(printer, (609.4, 935.4))
    sent: list[bool] = []
    preview.sent.connect(lambda: sent.append(True))
    preview.print_to(printer, preview.chosen_pages())
    inside.settle()
    assert inside.sees("1 halaman dikirim ke pencetak.")
    assert sent == [True]
    box = PdfReader(tmp_path / "cetak.pdf").pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((609.4, 935.4), abs=1)
    assert _edges(tmp_path / "cetak.pdf", 0) == pytest.approx(_edges(pdf, 1), abs=2)
    preview.reject()


def _edges(pdf: Path | bytes, page: int) -> tuple[int, ...]:
    """Where the ink of a page begins and ends, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[page].render(scale=1, grayscale=True).to_pil()
    return tuple(picture.point(lambda shade: 255 if shade < 230 else 0).getbbox() or ())


@pytest.mark.parametrize(
    ("typed", "pages"),
    [("", [0, 1, 2, 3]), ("2", [1]), ("1-3", [0, 1, 2]), ("4, 1–2", [0, 1, 3]), ("5", []), ("3-1", []), ("a", [])],
)
def test_pages_are_named_as_people_name_them(typed: str, pages: list[int]) -> None:
    assert pages_of(typed, 4) == pages


def test_a_number_is_read_from_a_picture_of_its_qr(store: Store, tmp_path: Path) -> None:
    three_families(store)
    round_ = a_printed_round(store, tmp_path, SMALL)
    line = lines(store, round_)[0]
    plan.print_sheets(store, tmp_path / "satu.pdf", [line], SMALL, OPERATOR)
    with pypdfium2.PdfDocument(tmp_path / "satu.pdf") as document:
        document[0].render(scale=150 / 72).to_pil().rotate(4, expand=True, fillcolor="white").save(
            tmp_path / "foto.png"
        )
    (text,) = qr.read_numbers(tmp_path / "foto.png")
    assert plan.find(store.reader(), text).id == line.id


def test_a_picture_without_a_qr_is_said(tmp_path: Path) -> None:
    Image.new("L", (80, 80), 255).save(tmp_path / "kosong.png")
    (tmp_path / "bukan.png").write_bytes(b"bukan gambar")
    for name in ("kosong.png", "bukan.png", "tidak-ada.png"):
        with pytest.raises(BadFile):
            qr.read_numbers(tmp_path / name)


def test_rows_of_a_chart_are_divided_in_their_parts() -> None:
    drawing = charts.shares([("001/001 Krajan", (3, 1, 0, 4)), ("002/001 Krajan", (0, 0, 0, 0))], 300)
    text = charts.svg(drawing).decode()
    assert "3 dari 8" in text
    assert "0 dari 0" in text
    assert text.count("<rect") >= 6
