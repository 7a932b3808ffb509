"""Layouts of real listings drawn with invented people: families under one label, on pages, with numbers only once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from tests.support.tables import Cell, Person

EKTP = (
    "NO|Nama Lengkap|NIK|Tempat dan Tanggal Lahir||JK|Stat Kwn|Gol. Drh|SHDK|Agama|Pendidikan Terakhir|No Akta Lahir|"
    "Pekerjaan|Nama Ibu|Nama Ayah|Wjb KTP|KTP-eL|Status|Stat Rkm"
).split("|")
PAGE = (
    "|NO|NIK|NAMA|JK|TMPT LHR|TGL LHR|G.DRH|AGAMA|STATUS|HUB.KEL|PENDIDIKAN|PEKERJAAN|NAMA IBU|NAMA AYAH|KET"
).split("|")


def families(found: Sequence[Person]) -> list[list[Person]]:
    """The people by family."""
    return [list(members) for _, members in groupby(found, key=lambda one: one.family)]


def ektp_under_one_label(found: Sequence[Person], pages: int = 0) -> list[list[Cell]]:
    """The KTP-el register: the label stands once, in the header, each family's number in A, its head in C.

    With `pages` every so many rows a new page begins, with a footer and the header once more.
    """
    head: list[list[Cell]] = [["No. KK", "", "Nama Kepala Keluarga", *[""] * 8, "Alamat"], list[Cell](EKTP)]
    body: list[list[Cell]] = []
    for members in families(found):
        first = members[0]
        place = f"DESA UJI RT/RW : {first.rt}/{first.rw} DUSUN : KRAJAN"
        body.append([first.kk, "", first.name, *[""] * 8, place])
        body += [_ektp(at, one) for at, one in enumerate(members, start=1)]
    if not pages:
        return [*head, *body]
    cut = [body[at : at + pages] for at in range(0, len(body), pages)]
    lines: list[list[Cell]] = []
    for page, part in enumerate(cut, 1):
        lines += [*head, *part, [], ["", f"Halaman : {page}"]]
    return lines


def _ektp(at: int, one: Person) -> list[Cell]:
    sex = "Lk" if one.sex == 1 else "Pr"
    return [str(at), one.name, one.nik, "TEGAL", f"{one.born:%d-%m-%Y}", sex, "K", "-", one.label, "ISLAM", "SLTP",
            "", "BURUH", one.mother, "SARKIM", "WAJIB", "KTP-eL", "SDH DPT", "CARD SHIPPED"]  # fmt: skip


def family_pages(found: Sequence[Person]) -> list[list[Cell]]:
    """A regional register: a page for each family, its card and address beside the province, the header once more."""
    rows: list[list[Cell]] = []
    for members in families(found):
        one = members[0]
        rows += [["", "BUKU INDUK KEPENDUDUKAN KABUPATEN UJI (DAFTAR  KELUARGA)"], []]
        rows += [_page("PROVINSI :", "JAWA TENGAH", "NO. KK :", one.kk)]
        rows += [_page("KABUPATEN :", "UJI", "NAMA. KK :", one.name)]
        rows += [_page("KECAMATAN :", "CONTOH", "ALAMAT :", "DSN. KRAJAN,Kodepos :52463,Telp :,-")]
        rows += [_page("DESA :", "UJI", "NO.RT/RW :", f"{one.rt}/{one.rw}"), [], list[Cell](PAGE)]
        rows += [_paged(at, person) for at, person in enumerate(members, start=1)]
        rows += [[], ["", "Jumlah anggota", "", f"{len(members)} orang"], []]
    return rows


def _page(left: str, value: str, right: str, other: str) -> list[Cell]:
    return ["", left, "", value, "", "", "", "", "", "", right, other]


def _paged(at: int, one: Person) -> list[Cell]:
    sex = "L" if one.sex == 1 else "P"
    return ["", str(at), one.nik, one.name, sex, "TEGAL", f"{one.born:%d-%m-%Y}", "O", "Islam", "Kawin", one.label,
            "SLTP/Sederajat", "Petani", one.mother, "SARKIM", ""]  # fmt: skip


def once(rows: Sequence[Sequence[Cell]], columns: Sequence[str], begins: Sequence[int]) -> list[list[Cell]]:
    """The same table with these columns filled only on the rows of the people at `begins`."""
    head, *people = map(list, rows)
    blank = [head.index(column) for column in columns]
    for at, row in enumerate(people):
        for column in blank if at not in begins else ():
            row[column] = ""
    return [head, *people]


def heads(found: Sequence[Person]) -> list[int]:
    """The places of the heads."""
    return [at for at, one in enumerate(found) if one.relation == 1]
