"""What a file really is and whether it is safe to open: size, disguise, password, bombs, formulas and macros."""

from __future__ import annotations

import lzma
import mmap
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from puskesos_desktop.domain.outcome import BadFile
from puskesos_desktop.domain.words.wording import size
from puskesos_desktop.exchange.tables.extent import MAX_COLUMNS, MAX_ROWS, Extent
from puskesos_desktop.exchange.tables.text import wide_letters

MAX_BYTES = 100_000_000
"""A larger file is refused unread: 31,000 BDT rows of 101 columns take 9 MB as .xlsx and 20 MB as .csv."""
MAX_UNPACKED = 700_000_000
"""A larger content is refused as a bomb: the same rows unpack to 90 MB."""
MAX_WEB = 40_000_000
"""A larger web page is refused unread: its tables are kept in memory."""
_AS_EXCEL = "Buka di Excel, lalu simpan sebagai .xlsx."
_CHUNK, _OVERLAP = 1 << 20, 256
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_NO_RESULT = (b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />")
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, OSError, ValueError)
"""What zipfile and the unpackers behind it raise on damage: they promise no single error."""
_REPEATED = re.compile(rb'number-(rows|columns)-repeated="([0-9]{3,})"([^>]*)')
_ODS_ROW_END = b"</table:table-row>"


class Content(StrEnum):
    """How a file has to be read, whatever its name says."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    WEB = "web"


class UnreadableTable(BadFile):
    """A table that cannot be read, in one sentence; `code` names the reason for programs."""

    def __init__(self, path: Path, code: str, why: str, hint: str = "") -> None:
        """Keep the reason beside what people read."""
        super().__init__(path, why, hint)
        self.code = code


@dataclass(frozen=True)
class Notice:
    """Something about the whole file that people should know although it is read; `code` as in the errors."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Inspection:
    """What the file is, and what to say about it."""

    content: Content
    notices: tuple[Notice, ...] = ()


def inspect(path: Path) -> Inspection:
    """What this file holds by its bytes, not its name; `UnreadableTable` for whatever must not or cannot be opened."""
    try:
        length = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError:
        raise UnreadableTable(path, "tidak_terbuka", "tidak dapat dibuka.", "Periksa apakah berkasnya ada.") from None
    if not length:
        raise UnreadableTable(path, "kosong", "tidak berisi apa pun.", "Salin ulang berkas aslinya.")
    if length > MAX_BYTES:
        why = f"ukurannya {size(length)}, paling besar {size(MAX_BYTES)}."
        raise UnreadableTable(path, "terlalu_besar", why, "Bagi menjadi beberapa berkas.")
    if start.startswith(_OLE):
        return _inspect_xls(path)
    if start.startswith(b"PK"):
        return _inspect_zip(path)
    return _inspect_text(path, start)


def _inspect_text(path: Path, start: bytes) -> Inspection:
    if start.startswith(_PICTURES):
        raise UnreadableTable(path, "gambar", "isinya gambar, bukan tabel.", "Pilih berkas Excel atau CSV.")
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<\?xml", start, re.IGNORECASE):
        raise web_page(path)
    if re.match(
        rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|table|meta|style|div)", start, re.IGNORECASE
    ):
        if path.stat().st_size > MAX_WEB:
            raise UnreadableTable(path, "terlalu_besar", "halaman webnya terlalu besar.", _AS_EXCEL)
        return Inspection(Content.WEB)
    utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_letters(start)
    if start.startswith(b"%PDF") or (b"\0" in start and not utf16):
        raise UnreadableTable(path, "bukan_tabel", "isinya bukan tabel.", "Pilih berkas Excel, ODS, atau CSV.")
    return Inspection(Content.CSV)


def _inspect_xls(path: Path) -> Inspection:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        if whole.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise _locked(path)
        if whole.find("WordDocument".encode("utf-16-le")) >= 0:
            raise UnreadableTable(path, "bukan_tabel", "isinya surat, bukan tabel.", "Pilih berkas Excel atau CSV.")
        macros = whole.find("_VBA_PROJECT".encode("utf-16-le")) >= 0
    return Inspection(Content.XLS, (_MACROS,) if macros else ())


def _inspect_zip(path: Path) -> Inspection:
    try:
        with zipfile.ZipFile(path) as archive:
            return _inspect_archive(path, archive)
    except _BROKEN_ZIP:
        raise UnreadableTable(path, "rusak", "isinya rusak.", "Salin ulang berkas aslinya.") from None
    except RuntimeError:  # what zipfile raises for a member with a password
        raise _locked(path) from None


def _inspect_archive(path: Path, archive: zipfile.ZipFile) -> Inspection:
    names = archive.namelist()
    if len(names) > 10_000 or sum(one.file_size for one in archive.infolist()) > MAX_UNPACKED:
        raise _bomb(path)
    if "xl/workbook.xml" in names:
        return Inspection(Content.XLSX, _look_into_xlsx(path, archive))
    if "content.xml" in names and b"spreadsheet" in _beginning(archive, "mimetype"):
        return Inspection(Content.ODS, _look_into_ods(path, archive))
    if "xl/workbook.bin" in names:
        hint = "Buka di Excel, lalu simpan sebagai .xlsx."
        raise UnreadableTable(path, "format_lain", "disimpan sebagai Excel biner (.xlsb).", hint)
    raise UnreadableTable(path, "bukan_tabel", "isinya bukan tabel.", "Pilih berkas Excel, ODS, atau CSV.")


def _look_into_xlsx(path: Path, archive: zipfile.ZipFile) -> tuple[Notice, ...]:
    """One pass over every part that will be read: its true length, cells too far out, formulas."""
    formulas = False
    for name in archive.namelist():
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        extent, looked_at = Extent(), 0
        for chunk in _chunks(archive, name):
            extent.take(chunk, new=looked_at)
            looked_at = _OVERLAP
            if extent.too_far:
                raise too_far(path)
            if b"</f>" in chunk:
                formulas = True
                if any(mark in chunk for mark in _NO_RESULT):
                    why = "berisi rumus yang hasilnya tidak tersimpan."
                    raise UnreadableTable(path, "rumus", why, "Buka di Excel, lalu simpan kembali.")
    macros = "xl/vbaProject.bin" in archive.namelist()
    return (*((_FORMULAS,) if formulas else ()), *((_MACROS,) if macros else ()))


def _look_into_ods(path: Path, archive: zipfile.ZipFile) -> tuple[Notice, ...]:
    """The same for LibreOffice, where one filled cell may stand for a million."""
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise _locked(path)
    formulas = False
    for chunk in _chunks(archive, "content.xml"):
        formulas = formulas or b"table:formula=" in chunk
        for found in _REPEATED.finditer(chunk):
            rows, times = found[1] == b"rows", int(found[2])
            after = chunk[found.end() : chunk.find(_ODS_ROW_END, found.end())] if rows else found[3]
            if times > (5_000 if rows else MAX_COLUMNS) and b"value-type" in after:
                raise _bomb(path)
    macros = any(name.startswith("Basic/") for name in archive.namelist())
    return (*((_FORMULAS,) if formulas else ()), *((_MACROS,) if macros else ()))


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part piece by piece, each with the end of the piece before it."""
    tail = b""
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(200)


def web_page(path: Path) -> UnreadableTable:
    """A web page without a table in it."""
    return UnreadableTable(path, "halaman_web", "isinya halaman web, bukan lembar Excel.", _AS_EXCEL)


def too_far(path: Path) -> UnreadableTable:
    """A sheet that reaches further than can be read."""
    why = f"tabelnya terlalu besar: paling banyak {MAX_COLUMNS} kolom dan {MAX_ROWS} baris."
    return UnreadableTable(path, "terlalu_lebar", why, "Hapus isi sel di luar tabel, atau bagi berkasnya.")


def _bomb(path: Path) -> UnreadableTable:
    why = "isinya mengembang jauh lebih besar daripada yang wajar."
    return UnreadableTable(path, "bom", why, "Jangan dibuka; minta ulang dari pengirimnya.")


def _locked(path: Path) -> UnreadableTable:
    return UnreadableTable(path, "sandi", "terkunci dengan kata sandi.", "Buka di Excel, lalu simpan tanpa kata sandi.")


_FORMULAS = Notice("rumus", "Berkas ini berisi rumus; yang dibaca hasil terakhir yang tersimpan.")
_MACROS = Notice("makro", "Berkas ini berisi makro; makronya tidak dijalankan, hanya isi sel yang dibaca.")
