"""A population file OpenSID takes in: its 43 columns, its sheet name, its codes, and the ### that ends it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.exchange.tables import excel
from puskesos_desktop.exchange.tables.excel import Page
from puskesos_desktop.exchange.tables.kinds.opensid import PENDUDUK
from puskesos_desktop.exchange.tables.recogniser import END

SHEET = "Data Penduduk"
COLUMNS = tuple(column.header for column in PENDUDUK.columns)
"""The 43 headers in the order of the template."""

UNKNOWN_NIK = "0"
_NEEDED = ("nama", "no_kk", "kk_level", "dusun", "rw", "rt", "nik", "status_dasar")
_LONGEST = {"alamat_sekarang": 200, "suku": 150, "no_asuransi": 100, "akta_lahir": 40, "dokumen_pasport": 45,
            "dokumen_kitas": 45, "akta_perkawinan": 40, "akta_perceraian": 40}  # fmt: skip
_ALLOWED = {
    "sex": range(1, 3), "agama_id": range(1, 8), "pendidikan_kk_id": range(1, 11),
    "pendidikan_sedang_id": range(1, 19), "pekerjaan_id": range(1, 90), "status_kawin": range(1, 5),
    "kk_level": range(1, 12), "warganegara_id": range(1, 4), "golongan_darah_id": range(1, 14),
    "cacat_id": range(1, 8), "cara_kb_id": (*range(1, 8), 99), "hamil": range(1, 3), "ktp_el": range(1, 3),
    "status_rekam": range(1, 9), "status_dasar": (1, 2, 3, 4, 6, 9), "id_asuransi": (1, 2, 3, 99),
}  # fmt: skip
_DAYS = ("tanggallahir", "tanggal_akhir_paspor", "tanggalperkawinan", "tanggalperceraian")
_RELATIONS = {1: 1, 3: 4, 4: 5, 5: 6, 7: 10, 8: 11}
_CERTIFICATES = {19: 8, 21: 9, 22: 10, **dict.fromkeys((1, 2, 3, 4, 5), 3), **dict.fromkeys((6, 7, 8, 9, 10), 4),
                 **dict.fromkeys((11, 12, 13, 14, 15, 16, 17), 5)}  # fmt: skip


@dataclass(frozen=True)
class Left:
    """A row OpenSID would refuse, and why; it is to be entered there by hand."""

    row: Mapping[str, str]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Exported:
    """What became of the rows: how many are in the file, and which are not."""

    written: int
    left: tuple[Left, ...]


def row_of(home: Mapping[str, Value], person: Mapping[str, Value]) -> dict[str, str]:
    """Our answers (house and family, person) in OpenSID's columns; what its lists cannot say stays open.

    Parent or parent-in-law is one answer with us and two codes there, so the relation of such a person is left open.
    """
    sex, relation, certificate = person.get("jenis_kelamin"), person.get("hubungan"), person.get("ijazah")
    couple = {1: 2, 2: 3}.get(sex) if isinstance(sex, int) else None
    latitude, _, longitude = _text(home.get("koordinat")).partition(",")
    values: dict[str, Value] = {
        "alamat": home.get("alamat"),
        "dusun": home.get("dusun"),
        "rw": home.get("rw"),
        "rt": home.get("rt"),
        "nama": person.get("nama"),
        "no_kk": home.get("nomor_kk"),
        "nik": person.get("nik") or UNKNOWN_NIK,
        "sex": sex,
        "tempatlahir": person.get("tempat_lahir"),
        "tanggallahir": person.get("tanggal_lahir"),
        "pendidikan_kk_id": _CERTIFICATES.get(certificate) if isinstance(certificate, int) else None,
        "status_kawin": person.get("status_kawin"),
        "kk_level": couple if relation == 2 else _RELATIONS.get(relation) if isinstance(relation, int) else None,
        "nama_ibu": person.get("nama_ibu"),
        "hamil": person.get("hamil") if sex == 2 else None,
        "status_dasar": {None: 1, 1: 1, 5: 1, 2: 2, 3: 3, 4: 3}.get(person.get("keberadaan")),  # type: ignore[arg-type]
        "lat": latitude,
        "lng": longitude,
    }
    return {key: text for key, value in values.items() if (text := _text(value))}


def write(path: Path, rows: Iterable[Mapping[str, str]], progress: Progress = silent) -> Exported:
    """Write the rows OpenSID will take (columns to text, missing ones open); the others come back with the reasons.

    Only new persons, or known ones whose address, KK, relation and status are as OpenSID has them, belong here: it
    refuses the rest, and the caller knows them. Fails as `workbook.write_list` does.
    """
    taken: list[list[str]] = []
    left: list[Left] = []
    seen: set[str] = set()
    for row in rows:
        clean = _clean(row)
        reasons = _reasons(clean, seen)
        if reasons:
            left.append(Left(row, reasons))
            continue
        seen.add(clean["nik"])
        taken.append([clean.get(column, "") for column in COLUMNS])
    end = ["", END]
    excel.write_pages(path, (Page(SHEET, COLUMNS, [*taken, end], bare=True, count=len(taken)),), progress)
    return Exported(len(taken), tuple(left))


def write_by_hand(path: Path, left: Iterable[Left], progress: Progress = silent) -> None:
    """The list of what has to be entered in OpenSID by hand: reason, KK, NIK, name, place."""
    columns = ("no_kk", "nik", "nama", "alamat", "dusun", "rw", "rt", "kk_level", "status_dasar")
    rows = [[" ".join(one.reasons), *(one.row.get(column, "") for column in columns)] for one in left]
    excel.write_list(path, "Diubah manual", ("Alasan", *columns), rows, progress)


def _clean(row: Mapping[str, str]) -> dict[str, str]:
    """As OpenSID would read it: names without other signs, the point on the map only whole."""
    clean = {key: " ".join(value.split()) for key, value in row.items() if key in COLUMNS and value.strip()}
    if "nama" in clean:
        clean["nama"] = " ".join(re.sub(r"[^A-Za-z0-9,.' ]", " ", clean["nama"]).split())
    for key in ("nama_ayah", "nama_ibu"):
        if key in clean:
            clean[key] = " ".join(re.sub(r"[^A-Za-z ,.'\-]", " ", clean[key]).split())
    if clean.get("sex") == "1":
        clean.pop("hamil", None)
    if not all(2 <= len(clean.get(key, "")) <= 24 for key in ("lat", "lng")):
        clean.pop("lat", None)
        clean.pop("lng", None)
    for key, longest in _LONGEST.items():
        if key in clean:
            clean[key] = clean[key][:longest]
    return clean


def _reasons(row: Mapping[str, str], seen: set[str]) -> tuple[str, ...]:
    reasons = [f"Kolom {key} kosong." for key in _NEEDED if not row.get(key)]
    if re.search("[0-9]", row.get("nama", "")):
        reasons.append("Nama memuat angka.")
    if row.get("no_kk") and not re.fullmatch("[0-9]{16}", row["no_kk"]):
        reasons.append("Nomor KK harus 16 angka.")
    numbers = ((key, row[key]) for key in ("nik", "ayah_nik", "ibu_nik") if row.get(key, UNKNOWN_NIK) != UNKNOWN_NIK)
    reasons += [f"Kolom {key} harus 16 angka atau 0." for key, text in numbers if not re.fullmatch("[0-9]{16}", text)]
    if row.get("nik") in seen - {UNKNOWN_NIK}:
        reasons.append("NIK sama dengan baris lain.")
    for key, codes in _ALLOWED.items():
        if key in row and not (row[key].isdigit() and int(row[key]) in codes):
            reasons.append(f"Kode {row[key]} di kolom {key} tidak dikenal OpenSID.")
    reasons += [f"Tanggal di kolom {key} tidak sah." for key in _DAYS if key in row and not _is_day(row[key])]
    if not 10 <= len(row.get("tag_id_card", "x" * 10)) <= 17:
        reasons.append("tag_id_card harus 10 sampai 17 huruf.")
    return tuple(reasons)


def _is_day(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text))


def _text(value: Value) -> str:
    return "" if value is None else str(value)
