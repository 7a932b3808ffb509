"""One box of the photo grid: the photos of one kind as small pictures, and the ways to put another one in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QSizePolicy, QVBoxLayout

from puskesos_desktop.domain.codes.photo import JENIS_FOTO
from puskesos_desktop.domain.household import Record
from puskesos_desktop.store.photos.at_rest import PhotoState
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import clear, label, push

THUMB = QSize(96, 72)
"""Size of a small picture at 100 % text."""
ACROSS = 2
EMPTY_WORDS, DROP_WORDS = "Seret foto ke sini", "Lepaskan di sini"


@dataclass(frozen=True)
class Shown:
    """A photo as the grid shows it: its record, how its file lies here, and a small picture when it is sound."""

    record: Record
    state: PhotoState
    picture: QImage | None


def slot_width() -> int:
    """Pixels a box needs at the chosen text size."""
    return ACROSS * thumb_size().width() + 8 + 2 * 16 + 4


def thumb_size() -> QSize:
    """The size of a small picture at the chosen text size."""
    return THUMB * style.scaled(1.0)


class Slot(QFrame):
    """The photos of one kind. `wanted` asks for a file, `given` carries what was dropped, `opened` a record's id."""

    wanted = Signal(int)
    given = Signal(int, object)
    opened = Signal(str)

    def __init__(self, kind: int) -> None:
        super().__init__()
        self.kind = kind
        self.setProperty("kind", "card")
        self.setAcceptDrops(True)
        words = JENIS_FOTO.label(kind)
        self.setAccessibleName(f"Foto {words}")
        self._pictures = QGridLayout()
        self._pictures.setSpacing(8)
        self._pictures.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._empty = _Empty()
        self.choose = push("Pilih…", lambda: self.wanted.emit(kind), icon="tambah")
        self.choose.setAccessibleName(f"Pilih foto {words}")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(label(words, "heading"))
        column.addWidget(self._empty)
        column.addLayout(self._pictures)
        column.addStretch(1)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)

    def show_photos(self, photos: Sequence[Shown]) -> None:
        """Show these photos, all of this kind."""
        clear(self._pictures)
        self._empty.setVisible(not photos)
        for place, one in enumerate(photos):
            thumb = Thumbnail(one, f"{JENIS_FOTO.label(self.kind)} {place + 1}")
            thumb.clicked.connect(partial(self.opened.emit, one.record.id))
            self._pictures.addWidget(thumb, place // ACROSS, place % ACROSS)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the box brings the keyboard here, so that a copied photo is pasted here."""
        self.choose.setFocus()
        super().mousePressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()) or event.mimeData().hasImage():
            self._empty.say(DROP_WORDS)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._empty.say(EMPTY_WORDS)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._empty.say(EMPTY_WORDS)
        event.acceptProposedAction()
        self.given.emit(self.kind, event.mimeData())


def files_in(data: QMimeData) -> list[Path]:
    """The files of this computer among what is dragged or was copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class _Empty(QFrame):
    """Where the first photo of a kind goes: as large as a row of pictures, with a dashed edge."""

    def __init__(self) -> None:
        super().__init__()
        seen = style.colours()
        self.setStyleSheet(f"_Empty {{ border: 1px dashed {seen.edge}; border-radius: {style.RADIUS}px; }}")
        self._words = label(EMPTY_WORDS, "quiet")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self._words)
        self.setFixedHeight(thumb_size().height())

    def say(self, words: str) -> None:
        """Change the words."""
        self._words.setText(words)


class Thumbnail(QAbstractButton):
    """A small picture that opens large; one that is not here says so in words."""

    def __init__(self, shown: Shown, words: str) -> None:
        super().__init__()
        self._shown = shown
        told = words if shown.state is PhotoState.HERE else f"{words}, {shown.state}"
        self.setText(told)
        self.setAccessibleName(f"Buka foto {told}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Always the same, so that the grid stays calm."""
        return thumb_size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        seen = style.colours()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addRoundedRect(edge, style.RADIUS, style.RADIUS)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), QColor(seen.ground))
        if self._shown.picture is not None:
            painter.drawImage(edge, self._shown.picture, _covering(self._shown.picture, edge.width() / edge.height()))
        else:
            painter.setPen(QColor(seen.odd))
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(edge.adjusted(6, 6, -6, -6), flags, f"Foto {self._shown.state}")
        painter.setClipping(False)
        marked = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(QColor(seen.accent if marked else seen.edge), 2 if self.hasFocus() else 1))
        painter.drawPath(path)


def _covering(picture: QImage, shape: float) -> QRectF:
    """The middle of a picture in this shape (width over height)."""
    width, height = float(picture.width()), float(picture.height())
    wide, high = min(width, height * shape), min(height, width / shape)
    return QRectF((width - wide) / 2, (height - high) / 2, wide, high)
