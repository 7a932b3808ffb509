"""Head, foot and signatures of the verification form: the village's kop, the family's number and QR, who signs."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.units import mm

from puskesos_desktop.documents.press.ink import QR_SIZE, Box, Ink, Picture, Qr, Rule, Words, fit, shifted, width_of
from puskesos_desktop.documents.press.page import BOLD, REGULAR, Paper
from puskesos_desktop.documents.press.pieces import PAD, Piece, Run, Style, paragraph

LEFT, RIGHT, TOP, BOTTOM = 12 * mm, 10 * mm, 9 * mm, 13 * mm
"""Margins of every page of the form; the left one is for the punch."""
LOGO_SIDE = 13 * mm
HEAD = 7.5 * mm
"""Height of the strip at the head of every page but the first."""
TITLE = "FORMULIR VERIFIKASI KELUARGA"
CONSENT = (
    "Saya menyatakan bahwa informasi yang saya berikan adalah benar, dan boleh dipergunakan untuk keperluan pemerintah."
)
PROTECTION = (
    "Data pribadi dalam formulir ini dilindungi UU 27/2022. Simpan di tempat terkunci; jangan difoto atau disebarkan."
)
FIRST = 54.5 * mm
"""Height of the head of the first page."""
_QUIET = 5 * mm
_HOW = (
    ("Data lama", "tercetak abu-abu."),
    ("B", "disilang bila benar."),
    ("S", "disilang bila salah, lalu tulis yang benar pada Perbaikan."),
    ("Kotak lama kosong:", "isi langsung pada Perbaikan."),
    ("Latar abu-abu:", "menurut data lama tidak ditanyakan."),
    ("R:", "sudah ada, tetapi dirahasiakan; tulis hanya bila berubah."),
)
_HOW_BLANK = (
    ("Kotak", "diisi kode jawaban atau angka, satu kotak satu angka; tulisan dengan huruf balok."),
    ("“Diisi bila”:", "lewati bila syaratnya tidak terpenuhi."),
)
_BOTH = ("Jawaban lebih dari satu", "(411, 426, 431a, 431f, dan lainnya dengan kode 1, 2, 4, 8 …): jumlahkan kodenya.")


@dataclass(frozen=True)
class Letterhead:
    """The village as it stands over its papers.

    `code` is its Kemendagri code, dots or not; `address` one line of office, telephone and mail; `logo` JPEG bytes.
    """

    code: str
    village: str
    district: str
    regency: str
    province: str
    kind: str = "Desa"
    address: str = ""
    logo: bytes = b""

    @property
    def lines(self) -> tuple[str, str, str]:
        """The kop from the regency down to the village, in capitals."""
        regency = self.regency if self.regency.casefold().startswith(("kab", "kota")) else f"Kabupaten {self.regency}"
        return (
            f"Pemerintah {regency}".upper(),
            f"Kecamatan {self.district}".upper(),
            f"{self.kind} {self.village}".upper(),
        )


@dataclass(frozen=True)
class Family:
    """What names a family on every page of its form: the human number first."""

    number: str
    qr: str
    head: str = ""
    card: str = ""
    place: str = ""
    members: str = ""
    asof: str = ""


def kop(head: Letterhead, left: float, right: float, top: float) -> list[Ink]:
    """The three lines of the village and the double line below; 15 mm high."""
    edge = (LOGO_SIDE + PAD) if head.logo else 0.0
    middle = right - left - 2 * edge
    sizes = ((9.0, BOLD, 3.2), (9.0, BOLD, 7.2), (12.5, BOLD, 12.2))
    inks: list[Ink] = [
        fit(Words(left + edge, top - down * mm, text, size, font), middle, centred=True)
        for text, (size, font, down) in zip(head.lines, sizes, strict=True)
    ]
    y = top - 14.2 * mm
    if head.logo:
        inks.append(Picture(left, y + 0.6 * mm, LOGO_SIDE, head.logo))
    return [*inks, Rule(left, y, right, y, 1.4), Rule(left, y - 0.7 * mm, right, y - 0.7 * mm, 0.4)]


def page_inks(head: Letterhead, paper: Paper, page: tuple[int, int], *, blank: bool) -> list[Ink]:
    """Head and foot as every family has them on page x of y."""
    number, count = page
    right, y = paper.width - RIGHT, BOTTOM - 2 * mm
    inks: list[Ink] = [Rule(LEFT, y, right, y, 0.4)]
    of = Words(0, y - 3.4 * mm, f"Halaman {number} dari {count}", 7.5, BOLD)
    inks.append(_right(of, right))
    if number == 1:
        return [*inks, *_first(head, paper, blank=blank)]
    top = paper.height - TOP
    inks.append(Words(LEFT, top - 3.6 * mm, TITLE, 8, BOLD))
    return [*inks, Rule(LEFT, top - 5.6 * mm, right, top - 5.6 * mm, 0.8)]


def family_inks(family: Family, paper: Paper, page: int) -> list[Ink]:
    """What head and foot of page `page` (from 1) say about this family."""
    right, foot = paper.width - RIGHT, BOTTOM - 5.4 * mm
    asof = f"Keadaan data per {family.asof}" if family.asof else "Formulir kosong"
    inks: list[Ink] = [fit(Words(LEFT, foot, asof, 7.5), 90 * mm)]
    if family.number:
        inks.append(fit(Words(LEFT + 92 * mm, foot, f"Nomor formulir {family.number}", 7.5, BOLD), 58 * mm))
    if page == 1:
        return [*inks, *_named(family, paper)]
    top = paper.height - TOP - 3.6 * mm
    name = fit(Words(0, top, family.head, 8), right - LEFT - 95 * mm)
    inks.append(_right(name, right))
    if family.number:
        inks.append(fit(Words(LEFT + 52 * mm, top, f"Nomor {family.number}", 9, BOLD), 40 * mm))
    return inks


def signatures(head: Letterhead, width: float, style: Style) -> Piece:
    """The consent of the respondent, place and date, and who signs."""
    consent, high = paragraph([Run(CONSENT, style.label + 0.6)], PAD * 2, width - 4 * PAD, style.leading * 1.1)
    inks: list[Ink] = list(shifted(consent, 0, -1.2 * mm))
    y = -high - 5.4 * mm
    inks.append(Words(width - 62 * mm, y, f"{head.village}, tanggal", 7.5))
    inks.append(Rule(width - 32 * mm, y - 0.5 * mm, width - 3 * mm, y - 0.5 * mm))
    third = width / 3
    signs = y - 19 * mm
    for place, who in enumerate(("Responden", "Petugas pendata", "Ketua RT")):
        x = place * third
        inks.append(fit(Words(x, y - 4.6 * mm, who, 7.5, BOLD), third, centred=True))
        inks.append(Rule(x + 8 * mm, signs, x + third - 8 * mm, signs, 0.5))
        inks.append(fit(Words(x, signs - 3 * mm, "nama jelas dan tanda tangan", 6), third, centred=True))
    height = -signs + 8 * mm
    inks.append(fit(Words(PAD * 2, -height + 1.4 * mm, PROTECTION, 6.2), width - 4 * PAD))
    return Piece(height, (*inks, Box(0, -height, width, height, 0.6)))


def _first(head: Letterhead, paper: Paper, *, blank: bool) -> list[Ink]:
    top, right = paper.height - TOP, paper.width - RIGHT
    text = right - QR_SIZE - 2 * _QUIET
    inks = kop(head, LEFT, text, top)
    middle = text - LEFT
    inks.append(fit(Words(LEFT, top - 20.2 * mm, TITLE, 12, BOLD), middle, centred=True))
    under = "Pemutakhiran data kesejahteraan sosial keluarga (susunan Regsosek 2022.K)"
    inks.append(fit(Words(LEFT, top - 24 * mm, under, 7.5), middle, centred=True))
    box_top, row = top - 26.2 * mm, 5.6 * mm
    inks.append(Box(LEFT, box_top - 3 * row, middle, 3 * row, 0.6))
    inks += [Rule(LEFT, box_top - line * row, text, box_top - line * row) for line in (1, 2)]
    for x, line, words in (
        (0.0, 1, "108  Kepala keluarga"), (112 * mm, 1, "112  Anggota"),
        (0.0, 2, "114  Nomor kartu keluarga"), (76 * mm, 2, "RT/RW, dusun"),
        (0.0, 3, "101–104  Wilayah"),
    ):  # fmt: skip
        inks.append(Words(LEFT + x + PAD, box_top - line * row + 1.8 * mm, words, 6.6))
    region = f"{head.kind} {head.village}, {head.lines[1].title()}, {head.lines[0].title()[11:]}, {head.province}"
    inks.append(fit(Words(LEFT + 30 * mm, box_top - 3 * row + 1.7 * mm, region, 8, BOLD), middle - 32 * mm))
    return [*inks, *_how(blank, LEFT, right - LEFT, box_top - 3 * row - 1.6 * mm)]


def _how(blank: bool, left: float, width: float, top: float) -> list[Ink]:
    """The strip that tells how to fill in."""
    runs = [Run("Cara mengisi.", 6.6, BOLD)]
    for lead, words in (*(_HOW_BLANK if blank else _HOW), _BOTH):
        runs += [Run(lead, 6.6, BOLD), Run(words, 6.6, REGULAR)]
    words, high = paragraph(runs, PAD, width - 2 * PAD, 7.6)
    box = Box(left, top - high - 1 * mm, width, high + 1 * mm, 0.25, 0.96)
    return [box, *shifted(words, left, top - 0.4 * mm)]


def _named(family: Family, paper: Paper) -> list[Ink]:
    """Number, QR and who the family is, on the first page."""
    top, right = paper.height - TOP, paper.width - RIGHT
    text, left = right - QR_SIZE - 2 * _QUIET, right - QR_SIZE - _QUIET
    box_top, row = top - 26.2 * mm, 5.6 * mm
    inks: list[Ink] = []
    if family.qr:
        inks.append(Qr(left, top - QR_SIZE, family.qr))
        inks.append(fit(Words(text, top - QR_SIZE - 6 * mm, "Nomor formulir", 6.6), QR_SIZE + 2 * _QUIET, centred=True))
        number = Words(text, top - QR_SIZE - 10.6 * mm, family.number, 12.5, BOLD)
        inks.append(fit(number, QR_SIZE + 2 * _QUIET, centred=True))
    for x, line, width, words in (
        (28 * mm, 1, 82 * mm, family.head), (130 * mm, 1, text - LEFT - 131 * mm, family.members),
        (34 * mm, 2, 41 * mm, family.card), (94 * mm, 2, text - LEFT - 95 * mm, family.place),
    ):  # fmt: skip
        if words:
            inks.append(fit(Words(LEFT + x, box_top - line * row + 1.6 * mm, words, 9, BOLD), width))
    return inks


def _right(words: Words, edge: float) -> Words:
    """The words ending at `edge`."""
    return words._replace(x=edge - width_of(words))
