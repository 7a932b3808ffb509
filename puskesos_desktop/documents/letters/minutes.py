"""The minutes (berita acara) of a meeting with its six appendices, and the minutes of changes."""

from __future__ import annotations

from reportlab.lib.units import mm

from puskesos_desktop.documents.letters import flow, notices, pieces
from puskesos_desktop.documents.letters.data import KINDS, UNKNOWN, Matter, lines
from puskesos_desktop.documents.letters.flow import ROMAN, ROMAN_BOLD, Block, Column, Layout, Part
from puskesos_desktop.documents.letters.pieces import Signer
from puskesos_desktop.documents.press.ink import Box, Ink, Words, fit
from puskesos_desktop.documents.press.pieces import Piece
from puskesos_desktop.domain.codes.meetings import (
    BARU,
    JENIS_USULAN,
    PERBAIKAN,
    REAKTIVASI,
    SETUJU,
    TIDAK_LAYAK,
    TOLAK,
    TUNDA,
)
from puskesos_desktop.domain.words import calendar, spelled

INDENT = 7 * mm
GONE = ("A1", "A2", "A3")
"""Reasons of leaving, told by themselves in the minutes (domain 9.1, 6d): dead, dead and alone, moved away."""
_COUNTS = (
    Column("No.", 8, right=True), Column("Jenis usulan", 62), Column("Dibahas", 22, right=True),
    Column("Disetujui", 22, right=True), Column("Ditolak", 22, right=True), Column("Ditunda", 22, right=True),
    Column("Belum diputuskan", 26, right=True),
)  # fmt: skip
_CHANGES = (
    Column("No.", 8, right=True), Column("Nomor KK", 34, centred=True), Column("Nama", 40),
    Column("RT/RW", 18, centred=True), Column("Perubahan", 58), Column("Keterangan", 30),
)  # fmt: skip


def minutes(matter: Matter, layout: Layout) -> list[Part]:
    """The berita acara and appendices I to VI."""
    return [
        Part("Berita acara", tuple(_minutes(matter, layout.width())), kop=True),
        *_lists(matter, layout),
        *_attendance(matter, layout),
        _photos(matter, layout.width()),
        *_invited(matter, layout),
    ]


def changes(matter: Matter, layout: Layout) -> list[Part]:
    """The berita acara of changed data: corrections and families that died out or moved, as agreed."""
    width = layout.width()
    found = [one for one in matter.sent if one.kind == PERBAIKAN or _gone(one.reason)]
    rows = [
        (str(number), one.card, one.name, one.place, one.reason, one.note) for number, one in enumerate(found, start=1)
    ] or [("", "", "Nihil", "", "", "")]
    closing = (
        f"Jumlah perubahan: {spelled.with_words(len(found))}. Demikian berita acara ini dibuat dengan sebenarnya "
        "untuk dipergunakan sebagaimana mestinya."
    )
    blocks: list[Block] = [
        *pieces.title(("Berita Acara Perubahan Data", f"{matter.village}"), matter.number, width),
        *flow.text(matter.block("teks_perubahan"), width, first=INDENT * 1.4),
        flow.space(3 * mm),
        flow.table(_CHANGES, rows, width),
        flow.space(3 * mm),
        *flow.held(*flow.text(closing, width, first=INDENT * 1.4), flow.space(4 * mm)),
        *pieces.signatures(
            (Signer("Petugas Puskesos"), pieces.chief(matter, "Mengetahui,")), width, dated=pieces.dated(matter)
        ),
    ]
    return [Part("Berita acara perubahan", tuple(blocks), kop=True)]


def _minutes(matter: Matter, width: float) -> list[Block]:
    return [
        *pieces.title(("Berita Acara", matter.meeting_here, f"tentang {matter.subject}"), matter.number, width),
        *flow.text(matter.block("teks_pembuka"), width, first=INDENT * 1.4),
        flow.space(2 * mm),
        *_heading("A.", "Dasar", width),
        *flow.numbered(matter.grounds, width, indent=INDENT),
        *_heading("B.", "Pimpinan dan peserta", width),
        *flow.pairs(_people(matter), width, indent=INDENT, label=44 * mm),
        *_heading("C.", "Materi", width),
        *flow.text(f"Pembahasan {matter.subject} di {matter.village}.", width, indent=INDENT),
        *_heading("D.", "Hasil", width),
        *flow.text(_opening(matter), width, indent=INDENT),
        flow.space(1.5 * mm),
        _counts(matter, width),
        flow.space(2 * mm),
        *flow.numbered(
            _results(matter), width, indent=INDENT, marks=[f"{letter}." for letter in "abcdefghijklmnopqrstuvwxyz"]
        ),
        *_heading("E.", "Cara mengambil keputusan", width),
        *flow.text(_manner(matter), width, indent=INDENT),
        flow.space(2 * mm),
        *flow.held(*flow.text(matter.block("teks_penutup"), width, first=INDENT * 1.4), flow.space(4 * mm)),
        *pieces.signatures(_signers(matter), width, dated=pieces.dated(matter)),
    ]


def _heading(mark: str, words: str, width: float) -> list[Piece]:
    sign = Words(0, -0.95 * flow.LEADING, mark, flow.SIZE, ROMAN_BOLD)
    said = fit(Words(INDENT, -0.95 * flow.LEADING, words, flow.SIZE, ROMAN_BOLD), width - INDENT)
    return [Piece(flow.LEADING * 1.25, (sign, said), binds=True)]


def _people(matter: Matter) -> list[tuple[str, str]]:
    answers = matter.answers
    roles = dict.fromkeys(person.role for person in matter.people if person.role)
    there = None if matter.men is None and matter.women is None else (matter.men or 0) + (matter.women or 0)
    told = [
        ("Pemimpin", answers.get("pemimpin") or UNKNOWN),
        ("Notulis", answers.get("notulis") or UNKNOWN),
        ("Narasumber", answers.get("narasumber", "")),
        ("Unsur yang hadir", ", ".join(roles)),
        ("Diundang", _persons(matter.invited)),
        ("Hadir", _persons(there)),
        ("   laki-laki", _persons(matter.men)),
        ("   perempuan", _persons(matter.women)),
    ]
    return [(name, value) for name, value in told if value]


def _persons(count: int | None) -> str:
    return UNKNOWN + " orang" if count is None else f"{spelled.with_words(count)} orang"


def _opening(matter: Matter) -> str:
    return (
        f"Dari {spelled.with_words(len(matter.cases))} usulan yang dibahas, {spelled.with_words(len(matter.sent))} "
        "usulan disetujui untuk diteruskan, dengan rincian:"
    )


def _counts(matter: Matter, width: float) -> flow.Rows:
    """How many of each kind were discussed and how they were decided, and the sums."""
    counts = []
    for kind in KINDS:
        known = [matter.count(kind, decision) for decision in (SETUJU, TOLAK, TUNDA)]
        counts.append((matter.count(kind), *known, matter.count(kind) - sum(known)))
    told = [
        (str(number), JENIS_USULAN.label(kind), *map(str, counted))
        for number, (kind, counted) in enumerate(zip(KINDS, counts, strict=True), start=1)
    ]
    sums = [sum(column) for column in zip(*counts, strict=True)]
    return flow.table(_COUNTS, [*told, ("", "Jumlah", *map(str, sums))], width, bold_last=True)


def _results(matter: Matter) -> list[str]:
    """The agreed ones in sentences, with their appendices; then whatever else the meeting noted."""
    agreed = {kind: matter.count(kind, SETUJU) for kind in KINDS}
    gone = sum(_gone(one.reason) for one in matter.sent if one.kind == TIDAK_LAYAK)
    kinds = (
        (BARU, "usulan baru", "Lampiran I"), (REAKTIVASI, "usulan reaktivasi", "Lampiran I"),
        (TIDAK_LAYAK, "dinyatakan tidak layak oleh musyawarah", "Lampiran II"),
        (PERBAIKAN, "perbaikan data", "Lampiran III"),
    )  # fmt: skip
    told = [
        f"{words[0].upper()}{words[1:]}: {spelled.with_words(agreed[kind])} usulan, tercantum dalam {where}"
        + (f"; di antaranya meninggal atau pindah {spelled.with_words(gone)}" if kind == TIDAK_LAYAK and gone else "")
        + "."
        for kind, words, where in kinds
    ]
    return [*told, *lines(matter.answers.get("hasil", ""))]


def _gone(reason: str) -> bool:
    return reason.startswith(GONE)


def _manner(matter: Matter) -> str:
    """How it was decided; what was voted on is counted."""
    voted = sum(one.votes is not None for one in matter.cases)
    if not matter.held:
        return f"Ditetapkan oleh {matter.chief_title} dengan Surat Pernyataan Tanggung Jawab Mutlak."
    manner = matter.answers.get("cara_keputusan") or "Musyawarah mufakat"
    rest = f" Pemungutan suara dilakukan untuk {spelled.with_words(voted)} usulan." if voted else ""
    return f"{manner}.{rest}"


def _signers(matter: Matter) -> list[Signer]:
    answers = matter.answers
    citizens = [*lines(answers.get("wakil_masyarakat", "")), "", ""]
    board = "Ketua LPMK" if matter.head.kind == "Kelurahan" else "Ketua BPD"
    signers = [
        Signer(f"{board} {matter.head.village}", answers.get("ketua_bpd", "")),
        pieces.chief(matter),
        Signer("Notulis", answers.get("notulis", "")),
        *(Signer("Wakil masyarakat", name) for name in citizens[: max(2, len(citizens) - 2)]),
    ]
    if answers.get("pendamping"):
        signers.append(Signer("Pendamping", answers["pendamping"]))
    return signers


def _lists(matter: Matter, layout: Layout) -> list[Part]:
    width = layout.width(turned=True)
    made = []
    for roman, words, kinds in (
        ("I", "Daftar usulan baru dan reaktivasi", (BARU, REAKTIVASI)),
        ("II", "Daftar yang dinyatakan tidak layak oleh musyawarah", (TIDAK_LAYAK,)),
        ("III", "Daftar perbaikan data", (PERBAIKAN,)),
    ):
        found = sorted(matter.of(*kinds), key=lambda one: kinds.index(one.kind))
        blocks = [*_appendix(matter, roman, words, width), pieces.cases_table(found, width)]
        blocks += [flow.space(4 * mm), *pieces.signatures((pieces.chief(matter),), width)]
        made.append(Part(f"Lampiran {roman}", tuple(blocks), turned=True))
    return made


def _appendix(matter: Matter, roman: str, words: str, width: float) -> list[Block]:
    """The head of an appendix: which, of which minutes, and what it holds."""
    said = f"Lampiran {roman} Berita Acara {matter.meeting_here}"
    about = f"Nomor {matter.number}, tanggal {calendar.long_date(matter.day)}"
    return [
        *flow.text(said, width, font=ROMAN_BOLD, size=10.5),
        *flow.text(about, width, size=10.5),
        flow.space(2 * mm),
        flow.centred(words.upper(), width, size=12),
        flow.space(3 * mm),
    ]


def _attendance(matter: Matter, layout: Layout) -> list[Part]:
    width = layout.width()
    head = _appendix(matter, "IV", "Daftar hadir", width)
    return [Part("Lampiran IV", (*head, *notices.attendance_blocks(matter, width)))]


def _photos(matter: Matter, width: float) -> Part:
    """Room for two photos of the meeting, and where it was held."""
    where = matter.answers.get("koordinat") or UNKNOWN
    deep = 78 * mm
    inks: list[Ink] = [Box(0, -deep, width, deep, 0.6)]
    hint = Words(0, -deep / 2, "Tempel foto musyawarah di sini", 10, ROMAN, 0.45)
    frame = Piece(deep + 5 * mm, (*inks, fit(hint, width, centred=True)))
    blocks = [
        *_appendix(matter, "V", "Foto kegiatan", width),
        *flow.pairs((("Tempat", matter.place), ("Koordinat", where)), width),
        flow.space(4 * mm),
        frame,
        frame,
    ]
    return Part("Lampiran V", tuple(blocks))


def _invited(matter: Matter, layout: Layout) -> list[Part]:
    head = _appendix(matter, "VI", "Undangan", layout.width())
    return [Part("Lampiran VI", (*head, *notices.invitation_blocks(matter, layout.width())))]
