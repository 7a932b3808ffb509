"""Files as villages hold them, made from invented people: each kind, each format, and the damage Excel does."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

Cell = str | float | date | None
Rows = Sequence[Sequence[Cell]]
_MEN = "SARKIM DARSONO WARYADI TARJONO KASMURI SUDARTO RASMAN".split()
_WOMEN = "WARTINI DARSINAH KUSTINAH TUMINI RASEM SUPRIHATIN CASTINAH".split()

OPENSID = (
    "alamat dusun rw rt nama no_kk nik sex tempatlahir tanggallahir agama_id pendidikan_kk_id pendidikan_sedang_id "
    "pekerjaan_id status_kawin kk_level warganegara_id ayah_nik nama_ayah ibu_nik nama_ibu golongan_darah_id "
    "akta_lahir dokumen_pasport tanggal_akhir_paspor dokumen_kitas akta_perkawinan tanggalperkawinan akta_perceraian "
    "tanggalperceraian cacat_id cara_kb_id hamil ktp_el status_rekam alamat_sekarang status_dasar suku tag_id_card "
    "id_asuransi no_asuransi lat lng"
).split()

DTKS = (
    "ID DTKS|PROVINSI|KABUPATEN/KOTA|KECAMATAN|DESA/KELUARAHAN|ALAMAT|DUSUN|RT|RW|NOKK|NIK|NAMA|TANGGAL LAHIR|"
    "TEMPAT LAHIR|JENIS KELAMIN|PEKERJAAN|NAMA IBU KANDUNG|HUB KELUARGA|KETERANGAN PADAN|BANSOS BPNT|BANSOS PKH|"
    "BANSOS BPNT-PPKM|PBI JKN"
).split("|")

SIAK = (
    "Nomor KK|NIK|Nama Penduduk|Status|Tempat Lahir|Tanggal Lahir|Kelamin|NIK Ayah|Ayah|NIK Ibu|Ibu|Status Kawin|SHDK|"
    "Agama|Kecamatan|Desa/Kel|Alamat|RW|RT|Pendidikan|Pekerjaan|Deskripsi Pekerjaan|Gol. Darah|Cacat|Cetak KTP|"
    "Ganti KTP|KTP Berakhir|Nomor Paspor|Nomor Akta Lahir|Nomor Akta Kawin|Tanggal Kwn|Nomor Akta Cerai|Tgl Cerai|"
    "Petugas Registrasi|Tgl Ubah|Petugas Entri|Tgl Entri"
).split("|")

BDT = (
    "ruta_6 (1)|ID rumah tangga (2)|Provinsi (3)|Kode Provinsi (4)|Kab/Kota (5)|Kode Kab/Kota (6)|Kecamatan (7)|"
    "Kode Kecamatan (8)|Desa/Kelurahan (9)|Kode Desa/Kelurahan (10)|Nama SLS (11)|Alamat (12)|Nama KRT (13)|"
    "Jumlah ART (14)|Jumlah Keluarga (15)|Status bangunan (16)|Status lahan (17)|Luas lantai (18)|Lantai terluas (19)|"
    "Dinding terluas (20)|Kondisi Dinding (21)|Atap Terluas (22)|Kondisi Atap (23)|Jumlah kamar tidur (24)|"
    "Sumber air minum (25)|Cara memperoleh air minum (26)|Sumber penerangan utama (27)|Daya terpasang (28)|"
    "Bahan bakar memasak (29)|Fasilitas BAB (30)|Jenis kloset (31)|Tempat buang tinja (32)|"
    "Kepemilikan tabung gas 5,5kg (33)|Kepemilikan lemari es (34)|Kepemilikan ac (35)|Kepemilikan pemanas air (36)|"
    "Kepemilikan telepon rumah (37)|Kepemilikan televisi (38)|Kepemilikan emas dan tabungan (39)|"
    "Kepemilikan laptop/komputer (40)|Kepemilikan sepeda (41)|Kepemilikan sepeda motor (42)|Kepemilikan mobil (43)|"
    "Kepemilikan perahu (44)|Kepemilikan motor tempel (45)|Kepemilikan perahu motor (46)|Kepemilikan kapal (47)|"
    "Nomor HP  yang aktif (48)|Jumlah ruangan rumah yang ditempati (49)|Kepemilikan aset tidak bergerak (50)|"
    "Luas aset tidak bergerak|Kepemilikan rumah di tempat lain|Jumlah sapi yang dimiliki|Jumlah kerbau yang dimiliki|"
    "Jumlah kuda yang dimiliki|Jumlah babi yang dimiliki|Jumlah kambing/domba yang dimiliki|"
    "Status ART yang memiliki usaha|Status KKS|Status KIP|Status KIS|Status BPJS  mandiri|Status Jamsostek|"
    "Status asuransi kesehatan lainnya|Status PKH|Status Rastra|Status KUR|No Urut ART Wanita Usia Subur|Usia Suami|"
    "Usia Istri|Kepesertaan KB|Metode Kontrasepsi|Lama menggunakan kontrasepsi (tahun)|"
    "Lama menggunakan kontrasepsi (bulan)|Tempat pelayanan KB|Status ingin punya anak lagi|Alasan utama tidak ber KB|"
    "percentile|Nomor urut ART|Nama ART|NIK|HubKRT|Nomor urut keluarga|Hubungan dengan kepala keluarga|jenis kelamin|"
    "Umur anggota rumah tangga (tahun)|Status perkawinan|Kepemilikan akta/buku nikah|Tercantum di dalam KK|"
    "Kepemilikan kartu identitas|Status kehamilan|Jenis cacat|Penyakit kronis|Partisipasi sekolah|Pendidikan tertinggi|"
    "Kelas tertinggi|Ijazah tertinggi|Bekerja seminggu yg lalu|Jumlah jam kerja|Lapangan usaha|Status dalam pekerjaan"
).split("|")


@dataclass(frozen=True)
class Person:
    """An invented person of an invented family."""

    kk: str
    nik: str
    name: str
    sex: int
    born: date
    relation: int
    mother: str
    dusun: str
    rt: str
    rw: str
    family: int

    @property
    def label(self) -> str:
        """The relation as the civil registry writes it; our codes 1 to 3 are head, spouse, child."""
        return {1: "KEPALA KELUARGA", 2: "ISTRI" if self.sex == 2 else "SUAMI", 3: "ANAK"}[self.relation]

    @property
    def shdk(self) -> int:
        """The relation as OpenSID counts it."""
        return {1: 1, 2: 3 if self.sex == 2 else 2, 3: 4}[self.relation]


def people(families: int = 3, seed: int = 1) -> list[Person]:
    """Families of a father, a mother and one child; no number ends in 0."""
    chance, found = random.Random(seed), []
    for family in range(families):
        kk = f"332801{chance.randint(1, 28):02}0118{family + 1:03}{chance.randint(1, 9)}"
        for relation, sex, year in ((1, 1, 1975), (2, 2, 1978), (3, chance.choice((1, 2)), 2004)):
            born = date(year, 1, 1) + timedelta(days=chance.randint(0, 3000))
            day = born.day + (40 if sex == 2 else 0)
            nik = f"332801{day:02}{born:%m%y}{family % 1000:03}{relation}"
            name = f"{chance.choice(_MEN if sex == 1 else _WOMEN)} {chance.choice(_MEN)}"
            place = (f"00{family % 3 + 1}", f"00{family % 2 + 1}")
            found.append(Person(kk, nik, name, sex, born, relation, chance.choice(_WOMEN), "Krajan", *place, family))
    return found


def opensid(found: Sequence[Person], **more: Cell) -> list[list[Cell]]:
    """The 43 columns, codes as digits, days as d-m-Y; `more` puts a value into every row."""
    return [list(OPENSID), *([_opensid(one, more).get(key, "") for key in OPENSID] for one in found)]


def _opensid(one: Person, more: Mapping[str, Cell]) -> dict[str, Cell]:
    return {
        "alamat": "Jl. Melati 1", "dusun": "DUSUN KRAJAN", "rw": one.rw, "rt": one.rt, "nama": one.name,
        "no_kk": one.kk, "nik": one.nik, "sex": "LAKI-LAKI" if one.sex == 1 else "2", "tempatlahir": "TEGAL",
        "tanggallahir": f"{one.born:%d-%m-%Y}", "status_kawin": "KAWIN" if one.relation < 3 else "BK",
        "kk_level": str(one.shdk), "nama_ibu": one.mother, "pekerjaan_id": "9", "pendidikan_kk_id": "9",
        "status_dasar": "HIDUP", **more,
    }  # fmt: skip


def dtks(found: Sequence[Person]) -> list[list[Cell]]:
    """The 23 columns with their old misspelling, labels in words."""
    rows: list[list[Cell]] = [list(DTKS)]
    for one in found:
        sex = "L" if one.sex == 1 else "P"
        rows.append([f"DTKS{one.nik[-5:]}", "JAWA TENGAH", "TEGAL", "MARGASARI", "UJI", "Jl. Melati", one.dusun, one.rt,
                     one.rw, one.kk, one.nik, one.name, f"{one.born:%Y-%m-%d}", "TEGAL", sex, "BURUH TANI", one.mother,
                     one.label, "PADAN", "YA", "TIDAK", "", "YA"])  # fmt: skip
    return rows


def siak(found: Sequence[Person]) -> list[list[Cell]]:
    """The 37 columns of the civil registry."""
    rows: list[list[Cell]] = [list(SIAK)]
    for one in found:
        known: dict[str, Cell] = {
            "Nomor KK": one.kk, "NIK": one.nik, "Nama Penduduk": one.name, "Status": "HIDUP", "Tempat Lahir": "TEGAL",
            "Tanggal Lahir": f"{one.born.day} {_MONTHS[one.born.month - 1]} {one.born.year}",
            "Kelamin": "Lk" if one.sex == 1 else "Pr", "Ibu": one.mother, "Status Kawin": "KAWIN", "SHDK": one.label,
            "Alamat": "DK KRAJAN", "RW": one.rw, "RT": one.rt, "Pendidikan": "SLTA/SEDERAJAT", "Pekerjaan": "BURUH",
        }  # fmt: skip
        rows.append([known.get(header, "") for header in SIAK])
    return rows


_MONTHS = "Januari Pebruari Maret April Mei Juni Juli Agustus September Oktober Nopember Desember".split()


def bdt(found: Sequence[Person], **codes: Cell) -> list[list[Cell]]:
    """101 columns with the row of column numbers below; `codes` by header without its number, spaces as _."""
    rows: list[list[Cell]] = [list(BDT), ["KOLOM", *(str(at) for at in range(2, 102))]]
    more = {key.replace("_", " "): value for key, value in codes.items()}
    for one in found:
        known: dict[str, Cell] = {
            "ID rumah tangga": f"3328020003{one.family:06}", "Nama SLS": f"RT {int(one.rt)} RW {int(one.rw)} KRAJAN",
            "Alamat": "Jl. Melati", "Nama ART": one.name, "NIK": one.nik, "HubKRT": 1.0, "Nomor urut keluarga": 1.0,
            "Hubungan dengan kepala keluarga": float(one.relation), "jenis kelamin": float(one.sex),
            "Umur anggota rumah tangga (tahun)": float(2015 - one.born.year), "Status perkawinan": 2.0, **more,
        }  # fmt: skip
        rows.append([known.get(header.rpartition(" (")[0] or header, known.get(header, 1.0)) for header in BDT])
    return rows


def bip_2016(found: Sequence[Person]) -> list[list[Cell]]:
    """A listing with a line above each family, titles on top, and the header in row 7."""
    rows: list[list[Cell]] = [["BUKU INDUK PENDUDUK WNI"], [], ["Kecamatan : MARGASARI"], [], ["Desa : UJI"], []]
    rows.append(["No", "Nama Lengkap", "NIK", "Tempat dan Tanggal Lahir", "", "JK", "SHDK", "Agama", "Pendidikan",
                 "Pekerjaan", "Nama Orang Tua Kandung", "Nama Orang Tua Kandung"])  # fmt: skip
    rows.append(["", "", "", "", "", "", "", "", "", "", "Ibu", "Ayah"])
    last = -1
    for one in found:
        if one.family != last:
            last = one.family
            place = f"Alamat : JL MELATI Nama Dusun : KRAJAN RT/RW : {one.rt}/{one.rw}"
            rows.append([f"No. KK : {one.kk} {place}"])
        sex = "Lk" if one.sex == 1 else "Pr"
        rows.append([_at(one), one.name, f"{one.nik}\u00a0", "TEGAL", f"{one.born:%d/%m/%Y}", sex, one.label,
                     "ISLAM", "TAMAT SD / SEDERAJAT", "BURUH", one.mother, "SARKIM"])  # fmt: skip
    return [*rows, ["Jumlah", float(len(found))]]


def bip_ektp(found: Sequence[Person]) -> list[list[Cell]]:
    """A header of two rows, a row of column numbers, and the KK number in a row of its own."""
    top = (
        "NO|Nama Lengkap|NIK|Tempat dan Tanggal Lahir||JK|Stat Kwn|Gol. Drh|SHDK|Agama|Pendidikan Terakhir|"
        "No Akta Lahir|Pekerjaan|Nama|Nama|Wjb KTP|KTP-eL|Status|Stat Rkm"
    ).split("|")
    low = ["" if header != "Nama" else ("Nama  Ibu", "Nama Ayah")[at - 13] for at, header in enumerate(top)]
    rows: list[list[Cell]] = [["DAFTAR PENDUDUK"]]
    numbers: list[Cell] = [f"-{at}" for at in range(1, 20)]
    rows += [list[Cell](top), list[Cell](low), numbers]
    last = -1
    for one in found:
        if one.family != last:
            last = one.family
            rows += [["No. KK :"], ["", one.kk, "", f"Dusun : KRAJAN RT/RW : {one.rt}/{one.rw}"]]
        sex = "L" if one.sex == 1 else "P"
        rows.append([_at(one), one.name, one.nik, f"TEGAL, {one.born:%d-%m-%Y}", "", sex, "K", "-", one.label,
                     "ISLAM", "SLTP", "", "BURUH", one.mother, "SARKIM", "Y", "KTP-EL", "HIDUP", "OK"])  # fmt: skip
    return rows


def bip_2012(found: Sequence[Person]) -> list[list[Cell]]:
    """The header in row 10 and column B, hamlet and neighbourhood above it."""
    rows: list[list[Cell]] = [["BUKU INDUK PENDUDUK"], [], [], [], [], [], []]
    rows += [["", "Dusun : KRAJAN"], ["", "RT : 001 RW : 002"]]
    rows.append(["", "NO", "NIK", "NAMA", "JK", "TMPT LHR", "TGL LHR", "KTPEL", "AGAMA", "STATUS", "HUB. KEL",
                 "PENDIDIKAN", "PEKERJAAN", "NAMA IBU", "NAMA AYAH", "NO.AKTE LAHIR"])  # fmt: skip
    last = -1
    for one in found:
        if one.family != last:
            last = one.family
            rows.append(["", f"NO. KK : {one.kk}"])
        sex = "L" if one.sex == 1 else "P"
        rows.append(["", _at(one), one.nik, one.name, sex, "TEGAL", one.born, "", "ISLAM", "KAWIN", one.label,
                     "SD", "TANI",
                     one.mother, "", ""])  # fmt: skip
    return rows


def _at(one: Person) -> float:
    """People of a listing are numbered within their family."""
    return float(one.relation)


def titled(rows: Rows, title: str = "DAFTAR PENDUDUK DESA UJI") -> list[list[Cell]]:
    """The same below a title and a blank row, with a total and the words of the village head behind."""
    return [[title], [], *map(list, rows), [], ["Jumlah", "", "3"], ["Mengetahui"], ["Kepala Desa Uji"]]


def changed(found: Sequence[Person], at: int, **values: object) -> list[Person]:
    """The same people with one of them altered."""
    return [replace(one, **values) if place == at else one for place, one in enumerate(found)]  # type: ignore[arg-type]


def xlsx(path: Path, sheets: Mapping[str, Rows], merges: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    """An Excel file: text as text, numbers as numbers, days as days; `merges` join cells of the first sheet."""
    with xlsxwriter.Workbook(str(path)) as book:
        day, plain = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format()
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(at, column, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(at, column, cell)
                    elif cell is not None:
                        sheet.write_number(at, column, cell)
            for place in merges if name == next(iter(sheets)) else ():
                sheet.merge_range(*place, "", plain)
                sheet.write_string(place[0], place[1], str(rows[place[0]][place[1]] or ""), plain)
    return path


def csv(path: Path, rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """A text file; every cell as it is shown."""
    lines = (delimiter.join("" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)
                            for cell in row) for row in rows)  # fmt: skip
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def ods(path: Path, rows: Rows) -> Path:
    """A LibreOffice file, as small as one can be."""
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    return ods_of(path, body)


def ods_of(path: Path, body: str) -> Path:
    """A LibreOffice file of these table rows."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{one}="{urn}:{one}:1.0"' for one in ("office", "table", "text"))
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
    content += "<office:spreadsheet>"
    content += f'<table:table table:name="Data">{body}</table:table></office:spreadsheet></office:body>'
    manifest = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {manifest}/>")
        archive.writestr("content.xml", content + "</office:document-content>")
    return path


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, float):
        return f'<table:table-cell office:value-type="float" office:value="{cell:.0f}"/>'
    text = f"<text:p>{escape(str(cell))}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
