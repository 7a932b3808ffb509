"""The photos of a family and its house: a box for each kind; choose, drag in or paste, look at, take out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QMimeData, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from puskesos_desktop.domain.codes.photo import JENIS_FOTO, LAINNYA, OF_A_HOME
from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.services.family import photos
from puskesos_desktop.services.family.editing import Editing
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.photos import at_rest
from puskesos_desktop.store.photos.at_rest import NotHere, PhotoState
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.family.photo_slot import THUMB, Shown, Slot, files_in, slot_width
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, label, paragraph, push, side_by_side

KINDS_OF_FILES = "Foto (*.jpg *.jpeg *.png *.webp *.heic *.heif);;Semua berkas (*)"
PASTED = "tempelan.png"
INTRO = "Tekan Pilih…, seret foto ke kotaknya, atau klik kotaknya lalu tekan Ctrl+V. Foto langsung tersimpan."
GAP = 12


class PhotosView(QWidget):
    """A calm grid of boxes; what is put in is saved at once, as a deed of its own.

    `take_place` is given the point of a photo when the person takes it over for the house.
    """

    def __init__(self, desk: Desk, editing: Editing, take_place: Callable[[str], None]) -> None:
        super().__init__()
        self._desk = desk
        self._editing = editing
        self._hand_over = take_place
        self._shown: dict[str, Shown] = {}
        self._columns = 0
        self._large: QDialog | None = None
        self._banner, self._offer = Banner(), Banner()
        self._intro = paragraph(INTRO, "quiet")
        self._slots = {kind: self._make_slot(kind) for kind in OF_A_HOME}
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        self._boxes = QWidget()
        inside = QVBoxLayout(self._boxes)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self._grid)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(GAP)
        column.addWidget(label("Foto", "heading"))
        for part in (self._intro, self._banner, self._offer, self._boxes):
            column.addWidget(part)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)

    def refresh(self) -> None:
        """Show what is saved now; a family that is not saved yet is told to be saved first."""
        home = households.load(self._desk.db, self._family)
        saved = home is not None and home.building.id == self._editing.household.building.id
        for part in (self._intro, self._boxes):
            part.setVisible(saved)
        self._offer.hide()
        if not saved:
            text = "Simpan keluarga dulu: tekan Simpan, lalu buka keluarga ini lagi dan tambahkan fotonya."
            self._banner.say("info", text)
            return
        store, family = self._desk.store, self._family
        self._desk.jobs.read_unseen(self, lambda _progress: load(store, family), self._show)

    @property
    def _family(self) -> str:
        return self._editing.household.family.id

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many boxes side by side as there is room for."""
        super().resizeEvent(event)
        columns = max(1, min(3, (self.width() - 2 * 16 - 12 + GAP) // (slot_width() + GAP)))
        if columns == self._columns:
            return
        self._columns = columns
        for place, slot in enumerate(self._slots.values()):
            self._grid.addWidget(slot, place // columns, place % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _make_slot(self, kind: int) -> Slot:
        slot = Slot(kind)
        slot.wanted.connect(self._choose)
        slot.given.connect(self._take)
        slot.opened.connect(self._open)
        return slot

    def _show(self, found: Sequence[Shown]) -> None:
        self._shown = {one.record.id: one for one in found}
        for kind, slot in self._slots.items():
            slot.show_photos([one for one in found if _box_of(one.record) == kind])
        point = photos.offered_place(self._editing.household, [one.record for one in found])
        if point:
            self._offer.say(
                "info",
                f"Rumah ini belum punya titik koordinat. Foto rumahnya diambil di {point.replace(',', ', ')}.",
                "Pakai titik ini",
                partial(self._take_place, point),
            )
        else:
            self._offer.hide()

    def _take_place(self, point: str) -> None:
        self._offer.hide()
        self._hand_over(point)

    def _choose(self, kind: int) -> None:
        title = f"Pilih foto: {JENIS_FOTO.label(kind)}"
        path = dialogs.open_file(self, title, KINDS_OF_FILES)
        if path is not None:
            self.add_files(kind, [path])

    def _paste(self) -> None:
        at = QApplication.focusWidget()
        chosen = [slot for slot in self._slots.values() if at is not None and slot.isAncestorOf(at)]
        if self._boxes.isHidden():
            return
        if not chosen:
            self._banner.say("info", "Klik dulu kotak tempat foto itu, lalu tekan Ctrl+V lagi.")
            return
        self._take(chosen[0].kind, QApplication.clipboard().mimeData())

    def _take(self, kind: int, data: QMimeData) -> None:
        """What was dropped or pasted: files, or a picture without a file."""
        paths = files_in(data)
        picture = data.imageData() if data.hasImage() else None
        if paths:
            self.add_files(kind, paths)
        elif isinstance(picture, QImage):
            self._add(kind, [(PASTED, partial(_as_png, picture))])
        else:
            self._banner.say("peringatan", "Yang ditempel bukan foto. Salin fotonya dulu, lalu tekan Ctrl+V.")

    def add_files(self, kind: int, paths: Sequence[Path]) -> None:
        """Add the photos in these files."""
        self._add(kind, [(path.name, path) for path in paths])

    def _add(self, kind: int, sources: Sequence[tuple[str, Path | Callable[[], bytes]]]) -> None:
        store, family, operator = self._desk.store, self._family, self._desk.operator
        self._banner.hide()

        def work(progress: Progress) -> int:
            from puskesos_desktop.exchange.pictures import photo

            for done, (name, source) in enumerate(sources):
                progress(done, len(sources), name)
                made = photo.read(source) if isinstance(source, Path) else photo.prepare(source(), name)
                photos.add(store, family, made, kind, operator)
            return len(sources)

        self._desk.jobs.run(self, "Menyimpan foto…", work, partial(self._added, kind), self._refused)

    def _added(self, kind: int, count: int) -> None:
        self._banner.say("benar", f"{count} foto tersimpan: {JENIS_FOTO.label(kind)}.")
        self.refresh()

    def _refused(self, problem: Exception) -> None:
        self._banner.say("salah", str(problem))
        self.refresh()

    def _open(self, photo: str) -> None:
        shown = self._shown[photo]
        if shown.state is not PhotoState.HERE:
            self._show_large(shown.record, None)
            return
        store, name = self._desk.store, shown.record.text("sha256")
        self._desk.jobs.read_unseen(
            self,
            lambda _progress: _decoded(store, name),
            partial(self._show_large, shown.record),
        )

    def _show_large(self, record: Record, picture: QImage | None) -> None:
        self._large = LargePhoto(self.window(), record, picture)
        self._large.removal_wanted.connect(partial(self._remove, record))
        self._large.open()

    def _remove(self, record: Record) -> None:
        text = "Keluarkan foto ini dari keluarga? Berkasnya tetap tersimpan, dan perbuatan ini dapat dibatalkan."
        if not dialogs.ask(self, "Hapus foto", text, "Hapus"):
            return
        store, family, operator = self._desk.store, self._family, self._desk.operator
        self._desk.jobs.run(
            self,
            "Menghapus foto…",
            lambda _progress: photos.remove(store, family, record.id, operator),
            lambda _none: self._removed(),
            self._refused,
        )

    def _removed(self) -> None:
        self._banner.say("benar", "Foto sudah dihapus dari keluarga ini.")
        self.refresh()


class LargePhoto(QDialog):
    """One photo as large as the window allows, with what is known of it."""

    removal_wanted = Signal()

    def __init__(self, parent: QWidget, record: Record, picture: QImage | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Foto: {JENIS_FOTO.label(_box_of(record))}")
        shown = QLabel()
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setMinimumSize(320, 160)
        if picture is None or picture.isNull():
            shown.setText("Berkas foto ini belum ada di laptop ini atau rusak.\nTerima lagi paketnya, atau foto ulang.")
        else:
            room = parent.size() * 0.75
            fitting = picture.scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            shown.setPixmap(QPixmap.fromImage(fitting if picture.width() > fitting.width() else picture))
        close = push("Tutup", self.accept, kind="main")
        buttons = side_by_side(push("Hapus foto…", self._remove, kind="flat", icon="hapus"))
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(GAP)
        column.addWidget(shown, 1)
        column.addWidget(paragraph(photos.described(record), "quiet"))
        column.addLayout(buttons)
        close.setFocus()

    def _remove(self) -> None:
        self.accept()
        self.removal_wanted.emit()


def _box_of(record: Record) -> int:
    """Where a photo is shown; a kind this program does not know yet goes to the others."""
    kind = record["jenis"]
    return kind if isinstance(kind, int) and kind in OF_A_HOME else LAINNYA


def load(store: Store, family: str) -> list[Shown]:
    """The photos of a family with small pictures, made on the worker; newest last."""
    return [_small(store, record) for record in photos.of_family(store, family)]


def _small(store: Store, record: Record) -> Shown:
    try:
        picture = _decoded(store, record.text("sha256"))
    except NotHere as problem:
        return Shown(record, problem.state, None)
    if picture.isNull():
        return Shown(record, PhotoState.DAMAGED, None)
    size = THUMB * (2 * style.scaled(1.0))
    fill = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    return Shown(record, PhotoState.HERE, picture.scaled(size, fill, Qt.TransformationMode.SmoothTransformation))


def _decoded(store: Store, name: str) -> QImage:
    """Read as a JPEG and as nothing else, for it may have come from anywhere; null when it is none."""
    buffer = QBuffer()
    buffer.setData(at_rest.fetch(store, name))
    reader = QImageReader(buffer, QByteArray(b"jpg"))
    reader.setAutoDetectImageFormat(False)
    return reader.read()


def _as_png(picture: QImage) -> bytes:
    buffer = QBuffer()
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())
