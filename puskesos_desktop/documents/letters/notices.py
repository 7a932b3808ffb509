"""Before and after a meeting: the invitation, the attendance list, and the list on the village's notice board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportlab.lib.units import mm

from puskesos_desktop.documents.letters import flow, pieces
from puskesos_desktop.documents.letters.data import UNKNOWN, Case, Matter
from puskesos_desktop.documents.letters.flow import Block, Column, Layout, Part
from puskesos_desktop.documents.press.marks import masked_number
from puskesos_desktop.domain.codes.meetings import BARU, REAKTIVASI, TIDAK_LAYAK
from puskesos_desktop.domain.words import calendar, spelled

FEWEST_LINES = 20
"""An attendance list has room for people nobody had written down."""
SIGN_ROW = 8 * mm
PUBLIC_TITLES = {
    BARU: "Usulan baru",
    REAKTIVASI: "Usulan reaktivasi",
    TIDAK_LAYAK: "Perubahan kepesertaan menurut hasil musyawarah",
}
"""On the wall nobody is called "tidak layak" and no reason stands beside a name; corrections are nobody's business."""
GUARDED = "NIK hanya ditampilkan enam angka pertama untuk melindungi data pribadi (UU 27/2022)."
_THERE = (
    Column("No.", 9, right=True), Column("Nama", 48), Column("Unsur/jabatan", 38), Column("Alamat", 34),
    Column("L/P", 9, centred=True), Column("Tanda tangan", 50),
)  # fmt: skip
_PUBLIC = (
    Column("No.", 9, right=True), Column("Nama", 56), Column("NIK", 42, centred=True),
    Column("RT/RW", 20, centred=True), Column("Dusun", 34),
)  # fmt: skip


def invitation(matter: Matter, layout: Layout) -> list[Part]:
    """The letter of invitation, and the list of who is invited when somebody is named."""
    parts = [Part("Undangan", tuple(invitation_blocks(matter, layout.width())), kop=True)]
    if matter.people:
        width = layout.width()
        rows = [(str(n), one.name, one.role, one.address) for n, one in enumerate(matter.people, start=1)]
        columns = (_THERE[0], Column("Nama", 60), Column("Unsur/jabatan", 55), Column("Alamat", 46))
        head = [flow.centred("DAFTAR UNDANGAN", width, size=12), flow.space(3 * mm)]
        parts.append(Part("Daftar undangan", (*head, flow.table(columns, rows, width))))
    return parts


def invitation_blocks(matter: Matter, width: float) -> list[Block]:
    """The words of the invitation, from its number to the signature."""
    attached = "1 (satu) lembar" if matter.people else "–"
    to = ("Kepada", "Yth. Bapak/Ibu/Saudara", "      (daftar terlampir)" if matter.people else f"      {UNKNOWN}",
          "di Tempat")  # fmt: skip
    rows = (
        ("Hari, tanggal", f"{spelled.weekday(matter.day)}, {calendar.long_date(matter.day)}"),
        ("Waktu", matter.hours),
        ("Tempat", matter.place),
        ("Acara", matter.subject),
    )
    asked = "Demikian undangan ini kami sampaikan. Atas perhatian dan kehadirannya kami ucapkan terima kasih."
    sent = matter.answers.get("tanggal_undangan") or UNKNOWN
    return [
        *pieces.letter_head(
            matter, width, number=matter.answers.get("nomor_undangan") or UNKNOWN, about=f"Undangan {matter.meeting}",
            attached=attached, to=to, day=sent,
        ),
        *flow.text(matter.block("teks_undangan"), width, first=10 * mm),
        flow.space(2 * mm),
        *flow.pairs(rows, width, indent=10 * mm),
        flow.space(2 * mm),
        *flow.held(*flow.text(asked, width, first=10 * mm), flow.space(6 * mm)),
        *pieces.signatures((pieces.chief(matter),), width),
    ]  # fmt: skip


def attendance(matter: Matter, layout: Layout) -> list[Part]:
    """The list to be signed at the door."""
    width = layout.width()
    return [
        Part(
            "Daftar hadir",
            (*pieces.title(("Daftar Hadir",), "", width), *attendance_blocks(matter, width)),
            kop=True,
        )
    ]


def attendance_blocks(matter: Matter, width: float) -> list[Block]:
    """What, when, where; a line for each, odd ones to be signed at the left and even ones at the right."""
    lines = max(len(matter.people), matter.invited or 0, FEWEST_LINES)
    rows = []
    for number in range(1, lines + 1):
        known = matter.people[number - 1] if number <= len(matter.people) else None
        told = (known.name, known.role, known.address, known.sex) if known else ("", "", "", "")
        rows.append((str(number), *told, f"{number}." if number % 2 else f"{' ' * 34}{number}."))
    about = (
        ("Kegiatan", matter.meeting_here),
        ("Hari, tanggal", f"{spelled.weekday(matter.day)}, {calendar.long_date(matter.day)}"),
        ("Waktu, tempat", f"{matter.hours}, {matter.place}"),
    )
    return [
        *flow.pairs(about, width),
        flow.space(3 * mm),
        flow.table(_THERE, rows, width, least=SIGN_ROW),
        flow.space(5 * mm),
        *pieces.signatures((pieces.chief(matter, "Mengetahui,"),), width, dated=pieces.dated(matter)),
    ]


def announcement(matter: Matter, layout: Layout) -> list[Part]:
    """The public list: names, masked numbers and places of what was agreed, and nothing else (domain 10.4)."""
    width = layout.width()
    blocks: list[Block] = [
        *pieces.title(("Pengumuman", f"Hasil {matter.meeting_here}"), matter.number, width),
        *flow.text(matter.block("teks_pengumuman"), width, first=10 * mm),
        flow.space(3 * mm),
    ]
    for kind, title in PUBLIC_TITLES.items():
        found = [one for one in matter.sent if one.kind == kind]
        if not found:
            continue
        words = f"{title}: {spelled.with_words(len(found))} usulan"
        blocks += [flow.subtitle(words, width), flow.table(_PUBLIC, public_rows(found), width), flow.space(4 * mm)]
    if not any(one.kind in PUBLIC_TITLES for one in matter.sent):
        blocks += flow.text("Tidak ada usulan yang disepakati.", width)
    blocks += [
        *flow.held(*flow.text(GUARDED, width, size=9.5), flow.space(5 * mm)),
        *pieces.signatures((pieces.chief(matter),), width, dated=pieces.dated(matter)),
    ]
    return [Part("Pengumuman", tuple(blocks), kop=True)]


def public_rows(cases: Sequence[Case]) -> list[tuple[str, str, str, str, str]]:
    """Rows for the wall by place and name: children as initials, numbers masked, namesakes of one RT numbered."""
    listed = sorted(cases, key=lambda one: (one.hamlet, one.rw, one.rt, one.name))
    same = Counter((one.place, public_name(one)) for one in listed)
    seen: Counter[tuple[str, str]] = Counter()
    rows = []
    for number, one in enumerate(listed, start=1):
        key = (one.place, public_name(one))
        seen[key] += 1
        name = f"{key[1]} ({seen[key]})" if same[key] > 1 else key[1]
        rows.append((str(number), name, masked_number(one.nik) if one.nik else "–", one.place, one.hamlet))
    return rows


def public_name(case: Case) -> str:
    """The name as it may stand on a wall: of a child only the initials."""
    if not case.minor:
        return case.name
    return "".join(f"{word[0]}." for word in case.name.split() if word[0].isalpha()) or "–"
