"""Statements and covering letters: SPTJM, the letter to the office, and the slip the office stamps."""

from __future__ import annotations

from dataclasses import replace

from reportlab.lib.units import mm

from puskesos_desktop.documents.letters import flow, pieces
from puskesos_desktop.documents.letters.data import KINDS, UNKNOWN, Matter, lines
from puskesos_desktop.documents.letters.flow import Block, Column, Layout, Part
from puskesos_desktop.documents.letters.pieces import Signer
from puskesos_desktop.documents.press.ink import Rule, Words, fit
from puskesos_desktop.documents.press.pieces import Piece
from puskesos_desktop.domain.codes.meetings import JENIS_USULAN, SETUJU
from puskesos_desktop.domain.words import calendar, spelled

_TRUE = "Demikian surat pernyataan ini dibuat dengan sebenarnya, tanpa paksaan dari pihak mana pun."
_CONTENTS = (
    Column("No.", 9, right=True), Column("Isi", 82), Column("Jumlah", 38), Column("Keterangan", 52),
)  # fmt: skip


def statement(matter: Matter, layout: Layout) -> list[Part]:
    """SPTJM: who signs, what is stated with the counts, the duty stamp; the agreed proposals as its list."""
    width, wide = layout.width(), layout.width(turned=True)
    who = (
        ("Nama", matter.chief or UNKNOWN),
        ("Jabatan", f"{matter.chief_title} {matter.head.village}"),
        ("Alamat", f"{matter.village}, Kecamatan {matter.head.district}, {matter.regency}"),
    )
    blocks: list[Block] = [
        *pieces.title(("Surat Pernyataan Tanggung Jawab Mutlak", "(SPTJM)"), matter.number, width),
        *flow.text("Yang bertanda tangan di bawah ini:", width),
        *flow.pairs(who, width, indent=8 * mm, label=22 * mm),
        flow.space(2 * mm),
        *flow.text("dengan ini menyatakan dengan sesungguhnya bahwa:", width),
        *flow.numbered(lines(matter.block("teks_sptjm")), width),
        flow.space(2 * mm),
        *flow.text("Rincian data yang diusulkan:", width),
        *flow.numbered(_per_kind(matter), width, indent=7 * mm, marks=("a.", "b.", "c.", "d.")),
        flow.space(2 * mm),
        *flow.held(*flow.text(_TRUE, width, first=10 * mm), flow.space(5 * mm)),
        *pieces.signatures(
            (replace(pieces.chief(matter, "Yang menyatakan,"), duty=True),), width, dated=pieces.dated(matter)
        ),
    ]  # fmt: skip
    listed = [
        *flow.text("Lampiran Surat Pernyataan Tanggung Jawab Mutlak", wide, font=flow.ROMAN_BOLD, size=10.5),
        *flow.text(f"Nomor {matter.number}, tanggal {calendar.long_date(matter.day)}", wide, size=10.5),
        flow.space(3 * mm),
        pieces.cases_table(matter.sent, wide),
        flow.space(4 * mm),
        *pieces.signatures((pieces.chief(matter),), wide),
    ]
    return [Part("SPTJM", tuple(blocks), kop=True), Part("Lampiran", tuple(listed), turned=True)]


def covering(matter: Matter, layout: Layout) -> list[Part]:
    """The letter with which the papers go to the office, with a line for whoever receives them."""
    width = layout.width()
    rows = [
        ("1", f"Berita acara {matter.meeting.lower()}" if matter.held else "Surat pernyataan (SPTJM)",
         "1 (satu) berkas", f"Nomor {matter.number}"),
        *((str(number), f"Daftar {JENIS_USULAN.label(kind).lower()}",
           f"{spelled.with_words(matter.count(kind, SETUJU))} usulan", "Disetujui musyawarah")
          for number, kind in enumerate(KINDS, start=2)),
    ]  # fmt: skip
    closing = "Demikian disampaikan, atas perhatian dan kerja samanya kami ucapkan terima kasih."
    to = ("Kepada", f"Yth. Kepala Dinas Sosial {matter.regency}".rstrip(), f"melalui Camat {matter.head.district}",
          "di Tempat")  # fmt: skip
    blocks: list[Block] = [
        *pieces.letter_head(
            matter, width, number=matter.number, about=f"Penyampaian hasil {matter.meeting.lower()}",
            attached="1 (satu) berkas", to=to, day=calendar.long_date(matter.day),
        ),
        *flow.text(matter.block("teks_pengantar"), width, first=10 * mm),
        flow.space(2 * mm),
        flow.table(_CONTENTS, rows, width),
        flow.space(3 * mm),
        *flow.held(*flow.text(closing, width, first=10 * mm), flow.space(6 * mm)),
        *pieces.signatures((Signer("Penerima", "", "Diterima tanggal ……………………"), pieces.chief(matter)), width),
    ]  # fmt: skip
    return [Part("Surat pengantar", tuple(blocks), kop=True)]


def slip(matter: Matter, layout: Layout) -> list[Part]:
    """The receipt for data handed over, twice on a sheet: one for the village, one for the office."""
    width = layout.width()
    cut = Piece(
        12 * mm,
        (Rule(0, -6 * mm, width, -6 * mm, 0.3), fit(Words(0, -5 * mm, "gunting di sini", 7), width, centred=True)),
    )
    return [
        Part(
            "Tanda terima", (*_slip(matter, width, "untuk desa"), cut, *_slip(matter, width, "untuk dinas")), kop=False
        )
    ]


def _slip(matter: Matter, width: float, whose: str) -> list[Block]:
    counts = ", ".join(
        f"{JENIS_USULAN.label(kind).lower()} {count}" for kind in KINDS if (count := matter.count(kind, SETUJU))
    )
    told = [
        ("Dari", f"{matter.village}, Kecamatan {matter.head.district}, {matter.regency}"),
        ("Perihal", f"Hasil {matter.meeting.lower()} nomor {matter.number}, {calendar.long_date(matter.day)}"),
        ("Usulan disetujui", f"{spelled.with_words(len(matter.sent))}{f': {counts}' if counts else ''}"),
    ]
    if matter.handover:
        sent = matter.handover
        told += [
            ("Berkas data", f"{sent.file}, {sent.changes} perubahan, ditulis {sent.written}"),
            ("Sidik berkas", " ".join(sent.sha256[at : at + 8] for at in range(0, 32, 8)) + " …"),
        ]
    else:
        told.append(("Berkas data", UNKNOWN))
    told.append(("Diserahkan tanggal", UNKNOWN))
    return [
        flow.centred(f"TANDA TERIMA PENYERAHAN DATA ({whose})", width, size=12),
        flow.space(2 * mm),
        *flow.pairs(told, width, label=36 * mm),
        flow.space(3 * mm),
        *pieces.signatures((Signer("Yang menyerahkan"), Signer("Yang menerima, stempel dinas")), width),
    ]


def _per_kind(matter: Matter) -> list[str]:
    return [f"{JENIS_USULAN.label(kind)}: {spelled.with_words(matter.count(kind, SETUJU))} usulan;" for kind in KINDS]
