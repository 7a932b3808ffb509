"""The ZIP around a bundle, in one fixed shape: from its members every other byte follows, so none escapes the check."""

from __future__ import annotations

import errno
import hashlib
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from puskesos_desktop.domain.outcome import BadFile, Progress, UserError
from puskesos_desktop.exchange.bundle.sealing import Reader, Writer

CHUNK = 256 * 1024
SIZE_LIMIT = 1 << 30
COPY_AGAIN = "Salin ulang dari USB asalnya, atau mintalah pengirim membuat paket lagi."

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK = b"PK\x03\x04"
_VERSION = 20
_GONE = frozenset({3, 21, 53, 55, 433, 1006, 1167, 1617})
_FULL = frozenset({39, 112})
_WRITE_PROTECTED = 19
_DATE = 0x0021  # 1980-01-01 00:00, the first moment a ZIP can name


@dataclass(frozen=True)
class Member:
    """One file in the container: its name (ASCII), its size in bytes and the CRC-32 of its content."""

    name: str
    size: int
    crc: int


@dataclass(frozen=True)
class Expected:
    """What a member must be: its name, its size, and the SHA-256 in hex where it is known beforehand ("" if not)."""

    name: str
    size: int
    sha256: str = ""


def total_size(members: Sequence[tuple[str, int]]) -> int:
    """Bytes of a container with members of these names and sizes, in this order or any other."""
    return sum(_LOCAL.size + _CENTRAL.size + 2 * len(name) + size for name, size in members) + _END.size


def offset_of(name: str, expected: Sequence[Expected]) -> int:
    """Where the content of a member starts."""
    offset = 0
    for member in expected:
        offset += _LOCAL.size + len(member.name)
        if member.name == name:
            return offset
        offset += member.size
    raise KeyError(name)


def write(target: Writer, members: Iterable[tuple[Member, Reader]], total: int, progress: Progress) -> None:
    """Write the whole container; each reader gives exactly its member's bytes, `total` is `total_size`."""
    done, directory = 0, b""
    count = 0
    for member, content in members:
        directory += _central_header(member, done)
        target.write(_local_header(member))
        done += _LOCAL.size + len(member.name)
        left = member.size
        while left:
            piece = content.read(min(CHUNK, left))
            if not piece:
                raise ValueError(f"{member.name} is shorter than announced")
            target.write(piece)
            left -= len(piece)
            done += len(piece)
            progress(done, total, "Menulis paket")
        count += 1
    target.write(directory + _end(count, len(directory), done))
    progress(total, total, "Menulis paket")


def first_content(stream: BinaryIO, path: Path, name: str, limit: int) -> bytes:
    """Content of the first member, which must be called `name` and be at most `limit` bytes; nothing is trusted yet."""
    header = stream.read(_LOCAL.size + len(name))
    if not header.startswith(_LOCAL_MARK[: len(header)]):
        raise BadFile(path, "bukan paket Puskesos.", "Pilih berkas berakhiran .psb yang dibuat program ini.")
    if len(header) < _LOCAL.size + len(name):
        raise cut(path)
    if header[_LOCAL.size :] != name.encode("ascii"):
        raise BadFile(path, "arsip lain, bukan paket Puskesos.", "Pilih berkas .psb yang dibuat program ini.")
    size = int(_LOCAL.unpack(header[: _LOCAL.size])[8])
    if size > limit:
        raise BadFile(path, "daftar isi paket melebihi batas.", COPY_AGAIN)
    content = stream.read(size)
    if len(content) < size:
        raise cut(path)
    return content


def check(stream: BinaryIO, path: Path, expected: Sequence[Expected], progress: Progress) -> None:
    """Refuse the file unless it is, byte for byte, what the writer makes of the expected members."""
    total = total_size([(member.name, member.size) for member in expected])
    _check_total(stream, path, total)
    stream.seek(0)
    done, directory = 0, b""
    for member in expected:
        header = stream.read(_LOCAL.size + len(member.name))
        crc, digest, left = 0, hashlib.sha256(), member.size
        while left:
            piece = stream.read(min(CHUNK, left))
            if not piece:
                raise cut(path)
            crc = zlib.crc32(piece, crc)
            digest.update(piece)
            left -= len(piece)
            progress(min(total, done + member.size - left), total, "Memeriksa paket")
        if member.sha256 and digest.hexdigest() != member.sha256:
            raise BadFile(path, f"isi paket rusak pada bagian {member.name}.", COPY_AGAIN)
        found = Member(member.name, member.size, crc)
        if header != _local_header(found):
            raise _bent(path)
        directory += _central_header(found, done)
        done += len(header) + member.size
    if stream.read(len(directory) + _END.size + 1) != directory + _end(len(expected), len(directory), done):
        raise _bent(path)
    progress(total, total, "Memeriksa paket")


def cut(path: Path) -> BadFile:
    """The refusal of a file that ends too early."""
    return BadFile(path, "paket terpotong, belum tersalin seluruhnya.", COPY_AGAIN)


def write_failure(error: OSError) -> UserError:
    """What to tell the operator when a folder or stick refuses to be written."""
    windows = getattr(error, "winerror", None)
    if windows in _GONE or error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.EIO}:
        return UserError("Tempat tujuan tidak ditemukan lagi.", "Pasang kembali USB atau pilih folder lain.")
    if windows in _FULL or error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return UserError("Ruang penyimpanan penuh.", "Kosongkan sebagian isinya atau pakai USB lain.")
    if windows == _WRITE_PROTECTED or error.errno == errno.EROFS:
        return UserError("Tempat tujuan hanya dapat dibaca.", "Geser kunci pada USB atau pakai USB lain.")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return UserError("Tempat tujuan tidak boleh ditulisi.", "Pilih folder lain, lalu coba lagi.")
    return UserError(f"Berkas tidak dapat ditulis (kode {windows or error.errno}).", "Coba lagi atau pakai USB lain.")


def _check_total(stream: BinaryIO, path: Path, total: int) -> None:
    size = stream.seek(0, 2)
    if total > SIZE_LIMIT:
        raise BadFile(path, "paket melebihi batas 1 GiB.", "Mintalah pengirim membaginya menjadi beberapa paket.")
    if size < total:
        raise cut(path)
    if size > total:
        raise BadFile(path, "ada tambahan di luar isi paket.", COPY_AGAIN)


def _bent(path: Path) -> BadFile:
    return BadFile(path, "bungkus paket rusak.", COPY_AGAIN)


def _local_header(member: Member) -> bytes:
    sizes = (member.crc, member.size, member.size, len(member.name), 0)
    return _LOCAL.pack(_LOCAL_MARK, _VERSION, 0, 0, 0, _DATE, *sizes) + member.name.encode("ascii")


def _central_header(member: Member, offset: int) -> bytes:
    sizes = (member.crc, member.size, member.size, len(member.name))
    head = _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, 0, 0, 0, _DATE, *sizes, 0, 0, 0, 0, 0, offset)
    return head + member.name.encode("ascii")


def _end(count: int, directory_size: int, directory_offset: int) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, directory_size, directory_offset, 0)
