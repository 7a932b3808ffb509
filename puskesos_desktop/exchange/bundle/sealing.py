"""Keys of bundles: Ed25519 signatures say who wrote one, age (X25519) decides who can read it."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from puskesos_desktop.domain.outcome import BadFile

DEVICE_LENGTH = 16
KEY_FILE_LIMIT = 64 * 1024
SECRET_START = "AGE-SECRET-KEY-1"
PUBLIC_START = "age1"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


class Reader(Protocol):
    """Anything bytes can be read from in pieces; empty bytes are the end."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""


class Writer(Protocol):
    """Anything bytes can be written to in pieces."""

    def write(self, data: bytes, /) -> int:
        """Take all of `data`; the number of bytes taken."""


@dataclass(frozen=True)
class SigningKey:
    """A device's Ed25519 key pair, 32 bytes each."""

    private: bytes = field(repr=False)
    public: bytes


@dataclass(frozen=True)
class AgeKey:
    """An age key pair as text: `secret` AGE-SECRET-KEY-1…, `public` age1… ."""

    secret: str = field(repr=False)
    public: str


class WrongKey(Exception):
    """The data is locked for other keys than the one at hand."""


class Damaged(Exception):
    """The locked data was cut, changed or never was locked by age."""


def new_signing_key(random32: bytes) -> SigningKey:
    """The key pair of these 32 secret bytes; the same bytes always give the same pair."""
    public = Ed25519PrivateKey.from_private_bytes(random32).public_key().public_bytes_raw()
    return SigningKey(random32, public)


def device_id(public: bytes) -> str:
    """The name a device goes by: 16 lowercase base32 characters of its public key's SHA-256."""
    return base64.b32encode(hashlib.sha256(public).digest()).decode("ascii").lower()[:DEVICE_LENGTH]


def sign(key: SigningKey, message: bytes) -> bytes:
    """The 64-byte signature; the same key and message always give the same one."""
    return Ed25519PrivateKey.from_private_bytes(key.private).sign(message)


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the owner of `public` signed exactly this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_age_key() -> AgeKey:
    """A fresh random age key pair."""
    identity = pyrage.x25519.Identity.generate()
    return AgeKey(str(identity), str(identity.to_public()))


def age_identity_from(seed32: bytes) -> AgeKey:
    """The age key pair whose secret is these 32 bytes, for a village whose key must be the same every time."""
    if len(seed32) != 32:
        raise ValueError("an age secret is 32 bytes")
    return age_key(_bech32("age-secret-key-", seed32).upper())


def age_key(secret: str) -> AgeKey:
    """The pair of a secret written AGE-SECRET-KEY-1…; `ValueError` when it is not one."""
    try:
        identity = pyrage.x25519.Identity.from_str(secret.strip())
    except pyrage.IdentityError:
        raise ValueError("not an age secret key") from None
    return AgeKey(str(identity), str(identity.to_public()))


def is_recipient(text: str) -> bool:
    """Whether this is a public key age1… that can be sealed for."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def read_recipient_file(path: Path) -> str:
    """The public key age1… in a key file: written there itself, or derived from the secret age-keygen wrote."""
    for line in _key_lines(path):
        if line.startswith(SECRET_START):
            return _key_of(line, path).public
        if line.startswith(PUBLIC_START):
            return _checked_public(line, path)
    raise _no_key(path)


def read_identity_file(path: Path) -> AgeKey:
    """The key pair of an identity file as age-keygen writes it."""
    for line in _key_lines(path):
        if line.startswith(SECRET_START):
            return _key_of(line, path)
        if line.startswith(PUBLIC_START):
            why = "hanya memuat kunci umum; paket tidak dapat dibuka dengannya."
            raise BadFile(path, why, "Pilih berkas kunci rahasia (AGE-SECRET-KEY-1…).")
    raise _no_key(path)


def encrypt(source: Reader, target: Writer, recipients: Sequence[str]) -> None:
    """Lock everything `source` gives for the recipients (age1…), piece by piece; its own exceptions pass through."""
    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    reader, writer = _Reading(source), _Writing(target)
    try:
        pyrage.encrypt_io(reader, writer, keys)
    except (pyrage.EncryptError, OSError) as error:
        raise reader.failure or writer.failure or error from None


def decrypt(source: Reader, target: Writer, identity: AgeKey) -> None:
    """Unlock into `target`; `WrongKey` or `Damaged` if it cannot, and then what was written must not be used."""
    reader, writer = _Reading(source), _Writing(target)
    try:
        pyrage.decrypt_io(reader, writer, [pyrage.x25519.Identity.from_str(identity.secret)])
    except (pyrage.DecryptError, OSError) as error:
        if failure := reader.failure or writer.failure:
            raise failure from None
        if str(error) == "No matching keys found":
            raise WrongKey from None
        raise Damaged from None


def unlock(stream: Reader, size: int, sha256: str, identity: AgeKey) -> bytes:
    """The next `size` bytes of `stream` decrypted, all of it or nothing.

    `Damaged` unless they have this SHA-256; `WrongKey` as for `decrypt`. Never more bytes than went in.
    """
    source, target = _Counted(stream, size), io.BytesIO()
    decrypt(source, target, identity)
    if source.left or source.digest.hexdigest() != sha256:
        raise Damaged
    return target.getvalue()


class _Counted:
    """The next `left` bytes of a file and their SHA-256."""

    def __init__(self, stream: Reader, left: int) -> None:
        self.left = left
        self.digest = hashlib.sha256()
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(piece)
        self.digest.update(piece)
        return piece


class _Reading:
    """Remembers what went wrong while age was reading, since age passes on only the words of it."""

    def __init__(self, source: Reader) -> None:
        self.failure: BaseException | None = None
        self._source = source

    def read(self, size: int = -1) -> bytes:
        try:
            return self._source.read(size)
        except BaseException as error:
            self.failure = error
            raise


class _Writing:
    """Remembers what went wrong while age was writing."""

    def __init__(self, target: Writer) -> None:
        self.failure: BaseException | None = None
        self._target = target

    def write(self, data: bytes) -> int:
        try:
            return self._target.write(data)
        except BaseException as error:
            self.failure = error
            raise

    def flush(self) -> None:
        """Age asks for it at the end; the owner of the target decides when to flush."""


def _key_lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as stream:
            raw = stream.read(KEY_FILE_LIMIT + 1)
    except FileNotFoundError:
        raise BadFile(path, "berkas kunci tidak ditemukan.", "Periksa letaknya atau pilih berkas lain.") from None
    except OSError:
        raise BadFile(path, "berkas kunci tidak dapat dibaca.", "Salin ulang berkas itu, lalu coba lagi.") from None
    if len(raw) > KEY_FILE_LIMIT:
        raise _no_key(path)
    try:
        return [line.strip() for line in raw.decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError:
        raise _no_key(path) from None


def _key_of(line: str, path: Path) -> AgeKey:
    try:
        return age_key(line)
    except ValueError:
        raise _mistyped(path) from None


def _checked_public(line: str, path: Path) -> str:
    try:
        return str(pyrage.x25519.Recipient.from_str(line))
    except pyrage.RecipientError:
        raise _mistyped(path) from None


def _no_key(path: Path) -> BadFile:
    return BadFile(path, "tidak memuat kunci age.", "Mintalah berkas kunci dari petugas kabupaten.")


def _mistyped(path: Path) -> BadFile:
    return BadFile(
        path, "kunci di dalamnya salah tulis.", "Salin ulang berkas kunci dari asalnya; jangan diketik ulang."
    )


def _bech32(prefix: str, data: bytes) -> str:
    """Bech32 of BIP 173, which age uses for its keys."""
    bits = int.from_bytes(data, "big") << (-len(data) * 8 % 5)
    count = (len(data) * 8 + 4) // 5
    words = [bits >> 5 * (count - 1 - place) & 31 for place in range(count)]
    spread = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    check = _polymod([*spread, *words, 0, 0, 0, 0, 0, 0]) ^ 1
    words += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return prefix + "1" + "".join(BECH32[word] for word in words)


def _polymod(values: Sequence[int]) -> int:
    sum_ = 1
    for value in values:
        top = sum_ >> 25
        sum_ = (sum_ & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            sum_ ^= generator if top >> place & 1 else 0
    return sum_
