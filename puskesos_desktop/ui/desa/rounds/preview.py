"""Preview of a PDF before it goes to paper: page by page, in any size, printed at its actual size, or saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QPageLayout, QPageSize, QPainter, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import Progress, UserError
from puskesos_desktop.domain.words import wording
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.inputs.answer import Picker
from puskesos_desktop.ui.kit.page import Banner, label, push
from puskesos_desktop.ui.kit.search_line import hint

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from puskesos_desktop.documents.press.raster import Pages, Picture

PRINT_DPI = 300
"""Sharper than the boxes and the QR need, and small enough for an old laptop: 10 MB for a page in grey."""
FIT = "Selebar jendela"
SIZES: dict[str, float] = {FIT: 0.0, "75 %": 0.75, "Ukuran sebenarnya (100 %)": 1.0, "150 %": 1.5, "200 %": 2.0}


class PaperPreview(QDialog):
    """Shows a PDF that stands in memory; `sent` is told once it was printed or saved."""

    sent = Signal()

    def __init__(self, parent: QWidget, desk: Desk, title: str, pdf: bytes) -> None:
        from puskesos_desktop.documents.press.raster import Pages

        super().__init__(parent)
        self.setWindowTitle(title)
        self._desk, self._title, self._pdf = desk, title, pdf
        self._pages: Pages = Pages(pdf)
        self._at = 0
        self.banner = Banner()
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area = QScrollArea()
        self._said = label("", "quiet")
        self.size_box = Picker()
        self.range_line = QLineEdit()
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.timeout.connect(lambda: self.show_page(self._at))
        self._build()
        self.show_page(0)

    @property
    def page_count(self) -> int:
        """Pages of the document."""
        return len(self._pages)

    def show_page(self, page: int) -> None:
        """Draw one page, counted from 0."""
        self._at = max(0, min(page, len(self._pages) - 1))
        self.picture.setPixmap(_pixmap(self._pages.picture(self._at, self._dpi()), self.devicePixelRatioF()))
        self._said.setText(f"Halaman {self._at + 1} dari {wording.thousands(len(self._pages))}")
        self._area.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page as wide as the window stays so."""
        super().resizeEvent(event)
        if self.size_box.currentText() == FIT and event.oldSize().isValid():
            self._refit.start(0)

    def save(self) -> None:
        """Put the PDF where the person chooses."""
        from puskesos_desktop.documents.press import page

        path = dialogs.save_file(self, "Simpan PDF", f"{_as_file_name(self._title)}.pdf", "PDF (*.pdf)")
        if path is None:
            return
        pdf = self._pdf
        self._desk.jobs.read(
            self, "Menyimpan PDF…", lambda _progress: page.save_pdf(path, pdf), lambda _done: self._done(path)
        )

    def print_pages(self) -> None:
        """Ask the system for a printer, then print the chosen pages at their actual size."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        chosen = self.chosen_pages()
        if not chosen:
            self.banner.say(
                "salah", f"Halaman tidak dikenali. Tulis misalnya 1-4 atau 2, paling besar {self.page_count}."
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setDocName(self._title)
        prepare_printer(printer, self._pages.size(chosen[0]))
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("Cetak")
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self.print_to(printer, chosen)

    def print_to(self, printer: QPrinter, chosen: list[int]) -> None:
        """Print these pages to a printer that is ready, off the window's thread."""
        from puskesos_desktop.documents.press.raster import Pages

        pdf = self._pdf

        def work(progress: Progress) -> int:
            return print_on(printer, Pages(pdf), chosen, progress)

        self._desk.jobs.read(self, "Mencetak…", work, self._printed)

    def chosen_pages(self) -> list[int]:
        """The pages named in the line ("1-4, 7"), counted from 0; all when it is empty, none when it makes no sense."""
        return pages_of(self.range_line.text(), self.page_count)

    def done(self, result: int) -> None:
        """Let go of the document when the dialog goes."""
        self._refit.stop()
        super().done(result)
        self._pages.close()

    def _build(self) -> None:
        self.size_box.addItems(list(SIZES))
        self.size_box.setAccessibleName("Ukuran tampilan")
        self.size_box.activated.connect(lambda _place: self.show_page(self._at))
        hint(self.range_line, "semua halaman, atau 1-4, 7")
        self.range_line.setAccessibleName("Halaman yang dicetak")
        top = Flow()
        back = push("‹", lambda: self.show_page(self._at - 1))
        back.setAccessibleName("Halaman sebelumnya")
        on = push("›", lambda: self.show_page(self._at + 1))
        on.setAccessibleName("Halaman berikutnya")
        for widget in (back, self._said, on, self.size_box):
            top.addWidget(widget)
        foot = Flow(label("Cetak halaman", "quiet"), self.range_line)
        foot.addStretch()
        foot.addWidget(push("Tutup", self.reject))
        foot.addWidget(push("Simpan PDF…", self.save, icon="pdf"))
        foot.addWidget(push("Cetak…", self.print_pages, kind="main", icon="cetak"))
        self._area.setWidget(self.picture)
        self._area.setWidgetResizable(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addWidget(self.banner)
        whole.addWidget(self._area, 1)
        whole.addLayout(foot)
        for keys, step in (("PgDown", 1), ("PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda step=step: self.show_page(self._at + step))
        dialogs.size(self, 900, 660)

    def _dpi(self) -> float:
        """Points of the picture to the inch: of the whole width, or of the chosen size on this screen."""
        factor = SIZES[self.size_box.currentText() or FIT]
        if factor:
            return float(self.logicalDpiX()) * factor * self.devicePixelRatioF()
        room = max(self._area.viewport().width(), self.width() - 60) - 4
        return room * self.devicePixelRatioF() / self._pages.size(self._at)[0] * 72

    def _done(self, path: Path) -> None:
        self.banner.say("benar", f"PDF ditulis ke {path.name}. Cetak pada ukuran sebenarnya (100 %).")
        self.sent.emit()

    def _printed(self, count: int) -> None:
        self.banner.say("benar", f"{wording.thousands(count)} halaman dikirim ke pencetak.")
        self.sent.emit()


def prepare_printer(printer: QPrinter, size: tuple[float, float]) -> None:
    """Tell the printer the paper of the document, whole sheet, nothing scaled: F4 as a size of its own."""
    width, height = size
    exact = QPageSize.SizeMatchPolicy.ExactMatch  # the driver then offers its own F4, whatever it calls it
    paper = QPageSize(QSizeF(min(size), max(size)), QPageSize.Unit.Point, "", exact)
    turned = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, turned, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    printer.setResolution(PRINT_DPI)


def print_on(printer: QPrinter, pages: Pages, chosen: list[int], progress: Progress) -> int:
    """Paint these pages one after the other, each at its actual size; how many."""
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError("Pencetak tidak dapat dipakai.", "Periksa apakah pencetak menyala dan dipilih.")
    try:
        for place, page in enumerate(chosen):
            progress(place, len(chosen), f"Halaman {place + 1} dari {len(chosen)}")
            if place:
                prepare_next(printer, pages.size(page))
            image = _image(pages.picture(page, PRINT_DPI))
            dots = printer.resolution() / 72
            width, height = pages.size(page)
            painter.drawImage(QRectF(0, 0, width * dots, height * dots), image)
    finally:
        painter.end()
    return len(chosen)


def prepare_next(printer: QPrinter, size: tuple[float, float]) -> None:
    """Begin a new sheet, turned when the page is."""
    width, height = size
    turned = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(turned)
    printer.newPage()


def pages_of(text: str, count: int) -> list[int]:
    """Pages as people name them, counted from 0 and in order: "1-4, 7"; all for nothing, none for nonsense."""
    if not text.strip():
        return list(range(count))
    found: set[int] = set()
    for part in re.split(r"[,;]", text):
        named = re.fullmatch(r"\s*([0-9]+)\s*(?:[-–]\s*([0-9]+))?\s*", part)
        first, last = (int(named[1]), int(named[2] or named[1])) if named else (0, 0)
        if not 1 <= first <= last <= count:
            return []
        found |= set(range(first - 1, last))
    return sorted(found)


def preview(
    parent: QWidget, desk: Desk, title: str, draw: Callable[[Progress], bytes], sent: Callable[[], None] | None = None
) -> None:
    """Draw a PDF into memory off the window's thread, then open its preview over `parent`."""

    def opened(pdf: bytes) -> None:
        made = PaperPreview(parent, desk, title, pdf)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if sent is not None:
            made.sent.connect(sent)
        made.open()

    desk.jobs.read(parent, f"Menyiapkan {title}…", draw, opened)


def _image(picture: Picture) -> QImage:
    made = QImage(picture.points, picture.width, picture.height, picture.stride, QImage.Format.Format_Grayscale8)
    return made.copy()


def _pixmap(picture: Picture, ratio: float) -> QPixmap:
    made = QPixmap.fromImage(_image(picture))
    made.setDevicePixelRatio(ratio)
    return made


def _as_file_name(title: str) -> str:
    return re.sub(r"[^\w -]", "", title).strip() or "Puskesos"
