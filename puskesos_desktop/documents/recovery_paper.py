"""The paper with the recovery code, for a sealed envelope: it opens the village when the password is lost."""

from __future__ import annotations

from pathlib import Path

import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from puskesos_desktop.documents.press.page import A4, BOLD, MONO, REGULAR, wrapped, write_pdf

QR_SIZE = 45 * mm
COLUMNS = 4


def write(path: Path, code: str, village: str, operator: str, day: str) -> None:
    """Draw the paper for a code of 14 groups ("ABCD-EFGH-…"); `day` is printed as it is given."""
    write_pdf(path, A4, "Kode pemulihan Puskesos", lambda canvas: _draw(canvas, code, (village, operator, day)))


def _draw(canvas: Canvas, code: str, about: tuple[str, str, str]) -> None:
    village, operator, day = about
    left, top = 25 * mm, A4.height - 30 * mm
    canvas.setFont(BOLD, 20)
    canvas.drawString(left, top, "Kode pemulihan")
    canvas.setFont(REGULAR, 11)
    canvas.drawString(left, top - 8 * mm, f"{village}  ·  Operator: {operator}  ·  Dicetak {day}")
    y = top - 20 * mm
    for text in (
        "Kode ini membuka seluruh data desa bila kata sandi terlupa atau berkas kunci hilang.",
        "Siapa pun yang memegang lembar ini dapat membaca semua data. Simpan dalam amplop tertutup di lemari terkunci; "
        "jangan difoto dan jangan disimpan di laptop yang sama.",
    ):
        for line in wrapped(text, A4.width - 2 * left, REGULAR, 11):
            canvas.drawString(left, y, line)
            y -= 5.5 * mm
        y -= 1.5 * mm
    y = _groups(canvas, code, left, y - 10 * mm)
    _qr(canvas, code.replace("-", ""), left, y - QR_SIZE - 6 * mm)
    canvas.setFont(REGULAR, 9.5)
    canvas.drawString(
        left, 28 * mm, "Cara memakai: pada layar Masuk pilih “Lupa kata sandi”, lalu ketik atau pindai kode ini."
    )
    canvas.drawString(left, 22 * mm, "Kelompok terakhir adalah huruf pemeriksa: satu huruf untuk tiap kolom.")
    canvas.showPage()


def _groups(canvas: Canvas, code: str, left: float, y: float) -> float:
    """The groups in four columns, each in its box; the check group stands alone below. The y below them."""
    groups = code.split("-")
    wide, high = 38 * mm, 13 * mm
    for place, group in enumerate(groups):
        last = place == len(groups) - 1
        column, row = (0, (place + COLUMNS - 1) // COLUMNS) if last else (place % COLUMNS, place // COLUMNS)
        x, base = left + column * (wide + 2 * mm), y - row * (high + 3 * mm)
        canvas.setLineWidth(1.2 if last else 0.6)
        canvas.rect(x, base - 4 * mm, wide, high)
        canvas.setFont(MONO, 20)
        canvas.drawCentredString(x + wide / 2, base, " ".join(group))
        if last:
            canvas.setFont(REGULAR, 9.5)
            canvas.drawString(x + wide + 3 * mm, base + 1 * mm, "huruf pemeriksa kolom 1, 2, 3, 4")
            return float(base - 4 * mm)
    return y


def _qr(canvas: Canvas, text: str, x: float, y: float) -> None:
    matrix = segno.make(text, error="m", micro=False).matrix
    module = QR_SIZE / len(matrix)
    for row, line in enumerate(matrix):
        for column, dark in enumerate(line):
            if dark:
                top = y + QR_SIZE - (row + 1) * module
                canvas.rect(x + column * module, top, module, module, stroke=0, fill=1)
