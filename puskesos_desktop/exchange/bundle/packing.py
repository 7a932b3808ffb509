"""The bundle `*.psb`: lines of ops and photos, packed, locked for their recipients and signed by their sender."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, BinaryIO

import zstandard

from puskesos_desktop.domain.outcome import BadFile, Progress, UserError, silent
from puskesos_desktop.exchange.bundle import container, sealing
from puskesos_desktop.exchange.bundle.container import COPY_AGAIN, Expected, Member
from puskesos_desktop.exchange.bundle.manifest import (
    MANIFEST_LIMIT,
    MEMBER_LIMIT,
    OPS,
    OPS_LIMIT,
    PHOTO_LIMIT,
    PLAIN_LIMIT,
    SEALED_PHOTO_LIMIT,
    Content,
    Manifest,
    parse,
    photo_name,
    serialise,
)
from puskesos_desktop.exchange.bundle.sealing import AgeKey, SigningKey

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
SIGNATURE_SIZE = 64
SIGNED_START = b"PSB1\0"
LINE_LIMIT = 1_000_000
RATIO_LIMIT = 200
SMALL_PLAIN = 1_000_000
"""Below this many bytes no ratio is a danger."""
WINDOW_LIMIT = 1 << 27
LEVEL = 9
_IN_MEMORY = 8 << 20
_PIECE = 64 * 1024
_SPLIT = "Kirim dalam beberapa paket yang lebih kecil."


class BundleTooBig(UserError):
    """More than one bundle may hold; the caller sends several, each with a part of the ops."""


@dataclass(frozen=True)
class Written:
    """A bundle that now lies at `path`: its manifest, the SHA-256 of its lines before locking, its size in bytes."""

    path: Path
    manifest: Manifest
    plain_sha256: str
    size: int


@dataclass(frozen=True)
class Opened:
    """A bundle that is complete and signed by `manifest.sender`; whether to trust that sender is for the caller."""

    path: Path
    manifest: Manifest
    expected: tuple[Expected, ...]

    def lines(self, identity: AgeKey) -> Iterator[bytes]:
        """The lines without their newline. Refuses a wrong key at once, damage while iterating: apply only as a whole.

        At most 64 MB of packed data and one line are held in memory.
        """
        for content in self.manifest.files:
            if content.name == OPS:
                packed = self._unlocked(content, identity)
                return _unpacked_lines(packed, content, self.path)
        return iter(())

    def photos(self, identity: AgeKey) -> Iterator[bytes]:
        """The photos in the order they were given, one at a time in memory."""
        for content in self.manifest.files:
            if content.name != OPS:
                photo = self._unlocked(content, identity)
                if len(photo) != content.plain_size:
                    raise _broken(self.path)
                yield photo

    def _unlocked(self, content: Content, identity: AgeKey) -> bytes:
        """Decrypted wholly before any of it is used, and only while the file is still the one that was checked."""
        with _opened(self.path) as stream:
            stream.seek(container.offset_of(content.name, self.expected))
            try:
                return sealing.unlock(stream, content.size, content.sha256, identity)
            except sealing.WrongKey:
                raise _wrong_key(self.path) from None
            except sealing.Damaged:
                raise _broken(self.path) from None
            except OSError:
                raise _unreadable(self.path) from None


def write_bundle(
    target: Path,
    draft: Manifest,
    lines: Iterable[bytes],
    *,
    signer: SigningKey,
    recipients: Sequence[str],
    photos: Iterable[bytes] = (),
    make_room: Callable[[int], None] = lambda _size: None,
    progress: Progress = silent,
) -> Written:
    """Write a new file `target`; on failure or `Cancelled` none is left. Lines come without newline.

    To a stick use `stick.deliver`, which also survives a power cut. Without recipients (a receipt) there is only
    the manifest. `make_room` is told the size before the first byte is written. `BundleTooBig` when lines or photos
    exceed one bundle.
    """
    total = sum(entry.last - entry.first + 1 for entry in draft.ranges)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as parts:
        try:
            sealed = _seal(parts, _Packed(lines, total, progress), photos, recipients)
            parts.seek(0)
        except OSError as error:
            raise container.write_failure(error) from None
        manifest = replace(
            draft,
            sender=sealing.device_id(signer.public),
            key=signer.public.hex(),
            recipients=tuple(recipients),
            files=tuple(content for content, _crc in sealed),
        )
        raw = serialise(manifest)
        parse(raw, target)
        members = [(Member(content.name, content.size, crc), parts) for content, crc in sealed]
        size = _write_new(target, [*_opening(raw, signer), *members], make_room, progress)
    plain_sha256 = next((content.plain_sha256 for content in manifest.files if content.name == OPS), "")
    return Written(target, manifest, plain_sha256, size)


def read_bundle(path: Path, progress: Progress = silent) -> Opened:
    """Check all that needs no key: every byte of the file, the hashes, the signature and that its key is the sender's.

    Each way to fail is its own `BadFile`.
    """
    with _opened(path) as stream:
        try:
            return _checked(stream, path, progress)
        except OSError:
            raise _unreadable(path) from None


class _Part:
    """One locked member on its way into the parts file: size, SHA-256 and CRC as it grows."""

    def __init__(self, parts: IO[bytes], limit: int) -> None:
        self.size = 0
        self.crc = 0
        self.digest = hashlib.sha256()
        self._parts = parts
        self._limit = limit

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self._limit:
            raise _too_big()
        self.crc = zlib.crc32(data, self.crc)
        self.digest.update(data)
        return self._parts.write(data)


class _Packed:
    """Lines as one zstd stream, made only as fast as it is read."""

    def __init__(self, lines: Iterable[bytes], total: int, progress: Progress) -> None:
        self.plain_size = 0
        self.size = 0
        self.digest = hashlib.sha256()
        self._lines = iter(lines)
        self._count = 0
        self._total = total
        self._progress = progress
        self._packer = zstandard.ZstdCompressor(level=LEVEL).compressobj()
        self._ready = bytearray()
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._ready) < size):
            self._more()
        end = len(self._ready) if size < 0 else size
        piece = bytes(self._ready[:end])
        del self._ready[:end]
        self.size += len(piece)
        return piece

    def _more(self) -> None:
        batch = bytearray()
        for line in self._lines:
            _check_line(line)
            batch += line + b"\n"
            self._count += 1
            if len(batch) >= _PIECE:
                break
        self._progress(self._count, max(self._count, self._total), "Mengemas data")
        self.plain_size += len(batch)
        if self.plain_size > PLAIN_LIMIT:
            raise _too_big()
        self.digest.update(batch)
        self._ready += self._packer.compress(bytes(batch)) if batch else self._packer.flush()
        self._ended = not batch


def _check_line(line: bytes) -> None:
    if not line or b"\n" in line:
        raise ValueError("a line is not empty and holds no newline")
    if len(line) > LINE_LIMIT:
        raise UserError("Satu catatan melebihi 1 MB dan tidak dapat dikirim.", "Pendekkan isian yang panjang itu.")


def _seal(
    parts: IO[bytes], packed: _Packed, photos: Iterable[bytes], recipients: Sequence[str]
) -> list[tuple[Content, int]]:
    """Lock every member into `parts`, one after another; each with its CRC."""
    if not recipients:
        if (packed.read(1) and packed.plain_size) or any(True for _photo in photos):
            raise ValueError("lines and photos need a recipient")
        return []
    part = _Part(parts, OPS_LIMIT)
    sealing.encrypt(packed, part, recipients)
    if packed.plain_size > max(SMALL_PLAIN, RATIO_LIMIT * packed.size):
        raise ValueError("these lines repeat themselves more than a reader accepts")
    hashes = part.digest.hexdigest(), packed.digest.hexdigest()
    sealed = [(Content(OPS, part.size, hashes[0], packed.plain_size, hashes[1]), part.crc)]
    for photo in photos:
        if len(photo) > PHOTO_LIMIT:
            raise UserError("Sebuah foto melebihi 8 MB dan tidak dapat dikirim.", "Perkecil foto itu lebih dahulu.")
        if len(sealed) == MEMBER_LIMIT or parts.tell() > container.SIZE_LIMIT:
            raise _too_big()
        part = _Part(parts, SEALED_PHOTO_LIMIT)
        sealing.encrypt(io.BytesIO(photo), part, recipients)
        name = photo_name(len(sealed))
        sealed.append((Content(name, part.size, part.digest.hexdigest(), len(photo)), part.crc))
    return sealed


def _opening(raw: bytes, signer: SigningKey) -> list[tuple[Member, sealing.Reader]]:
    """The two members every bundle begins with."""
    signature = sealing.sign(signer, SIGNED_START + raw)
    pairs = ((MANIFEST, raw), (SIGNATURE, signature))
    return [(Member(name, len(content), zlib.crc32(content)), io.BytesIO(content)) for name, content in pairs]


def _write_new(
    target: Path, members: Sequence[tuple[Member, sealing.Reader]], make_room: Callable[[int], None], progress: Progress
) -> int:
    total = container.total_size([(member.name, member.size) for member, _content in members])
    if total > container.SIZE_LIMIT:
        raise _too_big()
    make_room(total)
    try:
        stream = target.open("xb")
    except OSError as error:
        raise container.write_failure(error) from None
    try:
        with stream:
            container.write(stream, members, total, progress)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException as error:
        with suppress(OSError):
            target.unlink()
        if isinstance(error, OSError):
            raise container.write_failure(error) from None
        raise
    return total


def _checked(stream: BinaryIO, path: Path, progress: Progress) -> Opened:
    raw = container.first_content(stream, path, MANIFEST, MANIFEST_LIMIT)
    manifest = parse(raw, path)
    expected = (
        Expected(MANIFEST, len(raw), hashlib.sha256(raw).hexdigest()),
        Expected(SIGNATURE, SIGNATURE_SIZE),
        *(Expected(content.name, content.size, content.sha256) for content in manifest.files),
    )
    container.check(stream, path, expected, progress)
    stream.seek(container.offset_of(SIGNATURE, expected))
    key = bytes.fromhex(manifest.key)
    if not sealing.verify(key, stream.read(SIGNATURE_SIZE), SIGNED_START + raw):
        why = "tanda tangan pengirim tidak cocok, isi paket telah berubah."
        raise BadFile(path, why, "Jangan dipakai. Mintalah paket baru langsung dari pengirimnya.")
    if sealing.device_id(key) != manifest.sender:
        why = "nama pengirim tidak cocok dengan kuncinya."
        raise BadFile(path, why, "Jangan dipakai. Mintalah paket baru langsung dari pengirimnya.")
    return Opened(path, manifest, expected)


def _opened(path: Path) -> BinaryIO:
    """The file opened for reading; every kind of thing that is no readable file has its own sentence."""
    if path.is_dir():
        raise BadFile(path, "ini folder, bukan berkas paket.", "Pilih berkas berakhiran .psb di dalamnya.")
    if not path.exists():
        raise BadFile(path, "berkas tidak ditemukan.", "Pastikan USB masih terpasang, lalu pilih lagi berkasnya.")
    if not path.is_file():
        raise _unreadable(path)
    try:
        stream = path.open("rb")
        size = path.stat().st_size
    except OSError:
        raise _unreadable(path) from None
    if not size:
        stream.close()
        raise BadFile(path, "berkas kosong.", COPY_AGAIN)
    return stream


def _unpacked_lines(packed: bytes, content: Content, path: Path) -> Iterator[bytes]:
    if content.plain_size > max(SMALL_PLAIN, RATIO_LIMIT * len(packed)):
        raise BadFile(path, "isi paket mengembang melebihi batas.", "Jangan dipakai. Hubungi pengirimnya.")
    return _split(packed, content, path)


def _split(packed: bytes, content: Content, path: Path) -> Iterator[bytes]:
    unpacker = zstandard.ZstdDecompressor(max_window_size=WINDOW_LIMIT).stream_reader(packed)
    rest, size, digest = b"", 0, hashlib.sha256()
    while piece := _next_piece(unpacker, path):
        size += len(piece)
        if size > content.plain_size:
            raise _broken(path)
        digest.update(piece)
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield _within_limit(line, path)
        if rest:
            _within_limit(rest, path)
    if rest or size != content.plain_size or digest.hexdigest() != content.plain_sha256:
        raise _broken(path)


def _next_piece(unpacker: zstandard.ZstdDecompressionReader, path: Path) -> bytes:
    try:
        return unpacker.read(_PIECE)
    except zstandard.ZstdError:
        raise _broken(path) from None


def _within_limit(line: bytes, path: Path) -> bytes:
    if not line:
        raise _broken(path)
    if len(line) > LINE_LIMIT:
        raise BadFile(path, "memuat catatan yang melebihi 1 MB.", "Jangan dipakai. Hubungi pengirimnya.")
    return line


def _broken(path: Path) -> BadFile:
    return BadFile(path, "isi paket tidak dapat dibongkar.", COPY_AGAIN)


def _wrong_key(path: Path) -> BadFile:
    return BadFile(path, "dikunci untuk penerima lain.", "Pilih berkas kunci penerima yang benar.")


def _unreadable(path: Path) -> BadFile:
    return BadFile(path, "tidak dapat dibaca.", "Cabut dan pasang kembali USB, lalu coba lagi.")


def _too_big() -> BundleTooBig:
    return BundleTooBig("Data yang dikirim terlalu besar untuk satu paket.", _SPLIT)
