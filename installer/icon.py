"""Draws puskesos.ico and setup's side picture from our sign; run it again when resources/icons/logo.svg changes."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt  # noqa: E402 - the paths above come first
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter  # noqa: E402
from PySide6.QtSvg import QSvgRenderer  # noqa: E402

from puskesos_desktop.files.resources import resource  # noqa: E402
from puskesos_desktop.ui.kit.look.tokens import ACCENT, INK, PAPER  # noqa: E402

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)


def main() -> None:
    """Write the icon in every size Windows asks for."""
    application = QGuiApplication([])
    pictures = [png(size) for size in SIZES]
    heads, offset = b"", 6 + 16 * len(SIZES)
    for size, picture in zip(SIZES, pictures, strict=True):
        heads += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    (HERE / "puskesos.ico").write_bytes(struct.pack("<HHH", 0, 1, len(SIZES)) + heads + b"".join(pictures))
    side_picture().save(str(HERE / "puskesos.bmp"))
    application.quit()


def png(size: int) -> bytes:
    """The white sign on a rounded square of our colour."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ACCENT))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.2, size * 0.2)
    sign().render(painter, QRectF(image.rect()).adjusted(*(size * share for share in EDGE)))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt does not
    return bytes(buffer.data().data())


def sign() -> QSvgRenderer:
    """Our sign in white."""
    text = resource("icons/logo.svg").read_text(encoding="utf-8").replace(INK, PAPER)
    return QSvgRenderer(QByteArray(text.encode()))


def side_picture() -> QImage:
    """What stands at the left of setup's first and last page, in the size Windows wants."""
    image = QImage(164, 314, QImage.Format.Format_RGB32)
    image.fill(QColor(ACCENT))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sign().render(painter, QRectF(42, 40, 80, 80))
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Indexed8)


EDGE = (0.12, 0.12, -0.12, -0.12)
"""How far the sign stays from the edges, as a share of the size."""

if __name__ == "__main__":
    main()
