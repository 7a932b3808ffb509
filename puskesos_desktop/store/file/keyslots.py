"""The data key and who can unwrap it: operator passwords in `keys.json`, and the printed recovery code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from puskesos_desktop.domain.outcome import BadFile, UserError
from puskesos_desktop.files import whole

FILE = "keys.json"
TRIES_FILE = "percobaan.json"
FREE_TRIES = 5
LONGEST_WAIT_S = 15 * 60
SHORTEST_PASSWORD = 6
MOST_SLOTS = 50
MOST_MEMORY_KIB = 4 * 65536
"""What a foreign keys file may ask for: four times what ours do, which an old laptop has."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_KDF = {"name": "argon2id", "memory_kib": 65536, "iterations": 3, "lanes": 1}


@dataclass(frozen=True)
class Operator:
    """Who signed in: a stable id, the name shown, and the role (all roles hold the same key)."""

    uid: str
    name: str
    role: str = "operator"


def create(folder: Path, key: bytes, operator: Operator, password: str, random: Callable[[int], bytes]) -> None:
    """Write `keys.json` with one slot for this operator; an older file of that name is replaced."""
    _write(folder / FILE, {"format": 1, "slots": [_slot(key, operator, password, random)]})


def change_password(
    folder: Path, key: bytes, operator: Operator, password: str, random: Callable[[int], bytes]
) -> None:
    """Wrap the key anew for this operator; the other slots stay as they are."""
    slots = [slot for slot in _read(folder) if slot["uid"] != operator.uid]
    _write(folder / FILE, {"format": 1, "slots": [*slots, _slot(key, operator, password, random)]})


def operators(folder: Path) -> list[Operator]:
    """Who has a slot."""
    return [Operator(slot["uid"], slot["name"], slot["role"]) for slot in _read(folder)]


def unlock(folder: Path, password: str, now_s: float) -> tuple[bytes, Operator]:
    """The data key and the operator whose password this is.

    Raises `UserError` for a wrong password, and, after five of them, until the waiting time (30 s doubling up to
    15 minutes) is over.
    """
    slots = _read(folder)
    _refuse_while_waiting(folder, now_s)
    for slot in slots:
        key = _unwrap(slot, password, folder)
        if key is not None:
            (folder / TRIES_FILE).unlink(missing_ok=True)
            return key, Operator(slot["uid"], slot["name"], slot["role"])
    _count_try(folder, now_s)
    raise UserError("Kata sandi tidak cocok.", "Coba lagi, atau masuk dengan kode pemulihan yang dicetak.")


def recovery_code(key: bytes) -> str:
    """The key for paper: 52 letters and digits in groups of four, then one group of check characters."""
    data = _base32(int.from_bytes(key) << 4, 52)
    text = data + _checks(data)
    return "-".join(text[start : start + 4] for start in range(0, 56, 4))


def read_recovery_code(text: str) -> bytes:
    """The key from a typed or scanned code; `UserError` names the column that was mistyped."""
    typed = "".join(char for char in text.upper() if char.isalnum()).translate(str.maketrans("OIL", "011"))
    if len(typed) != 56 or any(char not in _ALPHABET for char in typed):
        raise UserError("Kode pemulihan terdiri atas 14 kelompok berisi 4 huruf atau angka.", "Periksa ketikan Anda.")
    data, given = typed[:52], typed[52:]
    wrong = [str(place + 1) for place, char in enumerate(_checks(data)) if char != given[place]]
    if wrong:
        raise UserError(
            f"Kode pemulihan salah ketik pada kolom {' dan '.join(wrong)}.",
            "Kolom dihitung menurun pada lembar kode: kelompok ke-1, 5, 9, dan 13 ada di kolom 1.",
        )
    number = 0
    for char in data:
        number = number << 5 | _ALPHABET.index(char)
    return (number >> 4).to_bytes(32)


def _checks(data: str) -> str:
    groups = [data[start : start + 4] for start in range(0, 52, 4)]
    columns = ("".join(groups[place::4]) for place in range(4))
    return "".join(_ALPHABET[hashlib.sha256(f"puskesos {column}".encode()).digest()[0] & 31] for column in columns)


def _base32(number: int, length: int) -> str:
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * (length - 1), -1, -5))


def _slot(key: bytes, operator: Operator, password: str, random: Callable[[int], bytes]) -> dict[str, Any]:
    if len(password) < SHORTEST_PASSWORD:
        raise UserError(f"Kata sandi paling sedikit {SHORTEST_PASSWORD} huruf atau angka.", "Pilih yang lebih panjang.")
    salt, nonce = random(16), random(12)
    wrapped = ChaCha20Poly1305(_derive(password, salt, _KDF)).encrypt(nonce, key, _bound(operator.uid, operator.role))
    return {
        "uid": operator.uid, "name": operator.name, "role": operator.role, "kdf": _KDF,
        "salt": salt.hex(), "nonce": nonce.hex(), "wrapped": wrapped.hex(),
    }  # fmt: skip


def _unwrap(slot: dict[str, Any], password: str, folder: Path) -> bytes | None:
    try:
        wrapping = _derive(password, bytes.fromhex(slot["salt"]), slot["kdf"])
        bound = _bound(slot["uid"], slot["role"])
        return ChaCha20Poly1305(wrapping).decrypt(bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"]), bound)
    except InvalidTag:
        return None
    except (ValueError, KeyError, TypeError, OverflowError):
        raise _damaged(folder) from None


def _derive(password: str, salt: bytes, kdf: dict[str, Any]) -> bytes:
    lanes, memory, iterations = int(kdf["lanes"]), int(kdf["memory_kib"]), int(kdf["iterations"])
    if kdf["name"] != "argon2id" or memory > MOST_MEMORY_KIB or iterations > 20 or lanes > 16:
        raise ValueError("unknown key derivation")
    return Argon2id(salt=salt, length=32, iterations=iterations, lanes=lanes, memory_cost=memory).derive(
        password.encode()
    )


def _bound(uid: str, role: str) -> bytes:
    return f"{uid}\n{role}".encode()


def _read(folder: Path) -> list[dict[str, Any]]:
    path = folder / FILE
    if not path.exists():
        raise BadFile(path, "tidak ada.", "Masuk dengan kode pemulihan, atau salin berkas ini dari cadangan.")
    try:
        content = json.loads(path.read_bytes())
        slots = content["slots"]
        if content["format"] != 1 or len(slots) > MOST_SLOTS or not all(map(_is_slot, slots)):
            raise ValueError
    except (ValueError, KeyError, TypeError, OSError, RecursionError):
        raise _damaged(folder) from None
    return list(slots)


def _is_slot(slot: Any) -> bool:
    return isinstance(slot, dict) and all(_is_text(slot.get(key)) for key in ("uid", "name", "role"))


def _damaged(folder: Path) -> BadFile:
    return BadFile(folder / FILE, "rusak.", "Masuk dengan kode pemulihan, atau salin berkas ini dari cadangan.")


def _refuse_while_waiting(folder: Path, now_s: float) -> None:
    tries, last = _tries(folder)
    if tries < FREE_TRIES:
        return
    wait = min(30 * 2 ** (tries - FREE_TRIES), LONGEST_WAIT_S)
    left = min(last + wait - now_s, wait)
    if left > 0:
        raise UserError(f"Terlalu banyak kata sandi yang salah. Tunggu {int(left) + 1} detik.", "Lalu coba lagi.")


def _tries(folder: Path) -> tuple[int, float]:
    try:
        content = json.loads((folder / TRIES_FILE).read_bytes())
        return int(content["kali"]), float(content["terakhir"])
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return 0, 0.0


def _is_text(value: Any) -> bool:
    """Text that can be written again; half of a letter beyond 16 bits cannot."""
    return isinstance(value, str) and value.encode(errors="ignore").decode() == value


def _count_try(folder: Path, now_s: float) -> None:
    _write(folder / TRIES_FILE, {"kali": _tries(folder)[0] + 1, "terakhir": now_s})


def _write(path: Path, content: dict[str, Any]) -> None:
    whole.write(path, json.dumps(content, indent=1).encode())
