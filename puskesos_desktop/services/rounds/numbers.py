"""Numbers on paper: which family the number of a form or sheet belongs to, typed, scanned, or searched for."""

from __future__ import annotations

import re

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.read import lists, rounds, search
from puskesos_desktop.store.read.lists import FamilyLine, Filter
from puskesos_desktop.store.read.search import Hit

NUMBER_LENGTH = 12
_SCANNED = re.compile(r"(?:psk1:[^:]*:)?[0-9 ]+", re.IGNORECASE)


def sheet_number(family_id: str) -> str:
    """The number a family's form carries outside a round: 11 digits of its id and a check digit, "1234 5678 9012"."""
    digits = f"{int(family_id.replace('-', '')[-16:], 16) % 10 ** (NUMBER_LENGTH - 1):0{NUMBER_LENGTH - 1}}"
    return identity.grouped(digits + _check_digit(digits))


def families_of_number(db: Database, typed: str) -> list[str]:
    """Ids of the families whose form carries this number, typed or scanned ("PSK1:…:…"); one, none, or rarely several.

    Raises `UserError` when the check digit says that it was mistyped.
    """
    digits = digits_of(typed)
    if not is_number(digits):
        raise UserError(
            f"Nomor formulir {typed.strip()} salah ketik.", f"Ketik {NUMBER_LENGTH} angka di bawah kode QR."
        )
    return [line.id for line in lists.families(db) if sheet_number(line.id).replace(" ", "") == digits]


def is_number(digits: str) -> bool:
    """Whether these digits are a sheet number with the right check digit."""
    return len(digits) == NUMBER_LENGTH and _check_digit(digits[:-1]) == digits[-1]


def digits_of(typed: str) -> str:
    """The digits of a number as it is typed, or scanned from a QR code."""
    return re.sub(r"\D", "", typed.split(":")[-1])


def find(db: Database, text: str) -> list[Hit]:
    """The families whose paper carries this number, if it is one, before whatever else holds what was typed."""
    digits = digits_of(text)
    found = search.search(db, text)
    if not _SCANNED.fullmatch(text.strip()) or not is_number(digits):
        return found
    families = {line.family for line in rounds.sheets_of_number(db, digits)} | set(families_of_number(db, digits))
    lines = lists.families(db, Filter(families=frozenset(families))) if families else []
    return [*(_hit(line, digits) for line in lines), *(hit for hit in found if hit.family not in families)]


def _hit(line: FamilyLine, digits: str) -> Hit:
    number = identity.grouped(line.nomor_kk) if line.nomor_kk else ""
    place = (line.rt or "", line.rw or "", line.dusun or "")
    return Hit(line.id, None, line.kepala or "", number, *place, f"nomor lembar {identity.grouped(digits)}")


def _check_digit(digits: str) -> str:
    """Luhn: finds every wrong digit and nearly every swapped pair."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 * (value > 9)
    return str(-total % 10)
