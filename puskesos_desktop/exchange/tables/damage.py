"""What Excel does to numbers and days, undone where that is sure and named where it is not (domain 0.7, 3.4, 12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.household import Value
from puskesos_desktop.domain.identity import NUMBER_LENGTH
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.exchange.tables.sheets import Cell, shown

EXACT = 2**53
"""Above this a number in Excel may be off by one in its last digit (KK and NIK of Papua)."""
KEPT = 15
"""Digits Excel keeps of a typed number; the sixteenth becomes 0."""

_EPOCH = date(1899, 12, 30)
_YEARS = range(1900, 2101)
_SERIALS = range(367, 73_051)
"""Day numbers of 1901 to 2099, but for those that are rather a year (`_YEARS`, days of 1905)."""
_NOTHING = re.compile(r"[-–—.0\s]*|n/?a|null|none|nihil|tidak ada|kosong|#n/a", re.IGNORECASE)
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SCIENTIFIC = re.compile(r"([0-9])(?:[.,]([0-9]*))?[eE]\+?([0-9]{1,2})")
_ZERO_TAIL = re.compile(r"[.,]0+$")
_CLOCK = re.compile(r"[T ]\s*[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?(?:\s*[AP]M|Z)?$", re.IGNORECASE)
_NEIGHBOURHOOD = re.compile(r"(?:(?:R\.?\s*[TW]\.?)[\s.:/]*)?0*([0-9]{1,3})", re.IGNORECASE)


class Certainty(StrEnum):
    """How sure a value is.

    SOUND: as written. HEALED: restored, and told so. UNSURE: a person must decide, the value is left out. UNCLEAR: the
    source says less than our list asks ("belum rinci"), its words are kept. REFUSED: not what the question asks for.
    """

    SOUND = "utuh"
    HEALED = "dipulihkan"
    UNSURE = "ragu"
    UNCLEAR = "belum rinci"
    REFUSED = "ditolak"


@dataclass(frozen=True)
class Mended:
    """What a cell came to: the value to store, how sure it is, why in one sentence.

    Of a code the source tells too coarsely (UNCLEAR, UNSURE) the value is the source's own words.

    `start` holds the digits that are sure of a number that is not whole (at most 15), to find the person by.
    """

    value: Value = None
    state: Certainty = Certainty.SOUND
    note: str = ""
    start: str = ""


NOTHING = Mended()


def mend_number(cell: Cell, label: str = "NIK") -> Mended:
    """A NIK or KK number out of whatever Excel left of it; never one digit that was not there.

    Restored: spaces, dots, dashes, apostrophes, no-break and zero-width characters, ".0", a number cell whose
    sixteenth digit is not 0, and all sixteen digits in scientific writing. Named: fifteen digits, a sixteenth digit
    that Excel may have zeroed, shortened scientific writing, letters, sixteen equal digits; `start` then holds what is
    sure. A number that begins with 0 is one OpenSID made up: it is told and read as none.
    """
    if isinstance(cell, str) and len(cell) == NUMBER_LENGTH and cell.isdigit():
        return _judged(cell, label)
    if isinstance(cell, bool) or not isinstance(cell, str | float | int):
        return _refused_number(shown(cell), label)
    if not isinstance(cell, str):
        return _from_number_cell(cell, label)
    text = _HIDDEN.sub("", cell).strip().strip("'`\u2018\u2019").strip()
    if _NOTHING.fullmatch(text):
        return NOTHING
    if found := _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        return _from_scientific(found[1], found[2] or "", int(found[3]), label)
    whole = _ZERO_TAIL.sub("", text)
    digits = identity.clean_number(whole if len(identity.clean_number(whole)) >= KEPT else text)
    mended = _judged(digits, label)
    if mended.state is Certainty.SOUND and digits != cell:
        return Mended(digits, Certainty.HEALED, f"{label} dibersihkan dari tanda yang bukan angka.")
    return mended


def is_zeroed(mended: Mended) -> bool:
    """Whether a whole number ends in 0; a column in which all do has lost its last digits."""
    return isinstance(mended.value, str) and mended.value.endswith("0")


def zeroed(number: str, label: str = "NIK") -> Mended:
    """The number named as one that Excel may have taken the last digit of."""
    note = f"Angka ke-16 {label} mungkin diganti 0 oleh Excel. Cocokkan dengan KK atau KTP."
    return Mended(None, Certainty.UNSURE, note, number[:KEPT])


def mend_date(cell: Cell, label: str = "Tanggal") -> Mended:
    """A day, ISO: day cells, day numbers (also as text), d-m-Y, d/m/Y, Y-m-d, months in words; clock times are dropped.

    A year of two digits and a day that no calendar has are refused by name; m/d/Y is never assumed.
    """
    if isinstance(cell, datetime):
        return Mended(cell.date().isoformat())
    if isinstance(cell, date):
        return Mended(cell.isoformat())
    if isinstance(cell, bool) or not isinstance(cell, str | float | int):
        return Mended(None, Certainty.REFUSED, f"'{shown(cell)}' bukan tanggal.")
    if not isinstance(cell, str):
        return _from_serial(cell, shown(cell))
    text = " ".join(_HIDDEN.sub("", cell).strip().strip("'").split())
    if _NOTHING.fullmatch(text) or re.fullmatch(r"0{1,4}([-/.]0{1,4}){2}.*", text):
        return NOTHING
    text = _CLOCK.sub("", text)
    if re.fullmatch(r"[0-9]{3,5}(?:[.,]0+)?", text):
        return _from_serial(float(text.replace(",", ".")), text)
    day = calendar.read_date(text) or calendar.read_date(re.sub(r"^([0-9]{4})[/.]([0-9]+)[/.]", r"\1-\2-", text))
    if day:
        return Mended(day.isoformat())
    if re.fullmatch(r"[0-9]{1,2}[-/. ][0-9A-Za-z]+[-/. ][0-9]{2}", text):
        return Mended(None, Certainty.REFUSED, f"'{text}' tahunnya dua angka; tulis empat angka.")
    return Mended(None, Certainty.REFUSED, f"'{text[:40]}' bukan tanggal; tulis hari-bulan-tahun.")


def mend_neighbourhood(cell: Cell, label: str = "RT") -> Mended:
    """An RT or RW of three digits out of 3, 3.0, "03", "'003" or "RT 03"; "-" and 0 are none."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        whole = cell == cell and 0 <= cell < 1000 and cell == int(cell)
        if whole:
            return Mended(f"{int(cell):03}") if cell else NOTHING
    text = shown(cell).strip("'` ")
    if isinstance(cell, str):
        if _NOTHING.fullmatch(text):
            return NOTHING
        if found := _NEIGHBOURHOOD.fullmatch(_ZERO_TAIL.sub("", text)):
            return Mended(found[1].zfill(3))
    return Mended(None, Certainty.REFUSED, f"'{text[:20]}' bukan nomor {label}.")


def mend_count(cell: Cell, label: str = "") -> Mended:
    """A whole number; 3.0 is 3, 2.5 and "lima" are refused by name."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if cell == cell and abs(cell) < 1e15 and cell == int(cell):
            return Mended(int(cell))
        return Mended(None, Certainty.REFUSED, f"'{shown(cell)}' bukan bilangan bulat.")
    text = shown(cell).strip("'` ") if isinstance(cell, str) else shown(cell)
    if not text or text in ("-", "–"):
        return NOTHING
    plain = _ZERO_TAIL.sub("", text) if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", text) else text.replace(".", "")
    if isinstance(cell, str) and re.fullmatch(r"[0-9]{1,15}", plain):
        return Mended(int(plain))
    return Mended(None, Certainty.REFUSED, f"'{text[:40]}' bukan angka.")


def _from_number_cell(number: float, label: str) -> Mended:
    if number == 0:
        return NOTHING
    if number != number or number < 0 or number >= 1e17 or number != int(number):
        return _refused_number(shown(number), label)
    digits = str(int(number))
    if len(digits) == NUMBER_LENGTH and (digits.endswith("0") or number > EXACT):
        return zeroed(digits, label)
    mended = _judged(digits, label)
    if mended.state is Certainty.SOUND:
        return Mended(digits, Certainty.HEALED, f"{label} tersimpan sebagai bilangan, dikembalikan menjadi teks.")
    return mended


def _from_scientific(first: str, rest: str, power: int, label: str) -> Mended:
    digits = first + rest
    if power == NUMBER_LENGTH - 1 and len(digits) == NUMBER_LENGTH:
        if digits.endswith("0") or int(digits) > EXACT:
            return zeroed(digits, label)
        judged = _judged(digits, label)
        note = f"{label} tertulis ilmiah, semua angkanya masih ada."
        return Mended(digits, Certainty.HEALED, note) if judged.state is Certainty.SOUND else judged
    note = f"{label} tertulis {first},{rest}E+{power}; angka di belakangnya hilang. Ketik ulang dari KK atau KTP."
    return Mended(None, Certainty.UNSURE, note, digits[:KEPT] if power == NUMBER_LENGTH - 1 else "")


def _judged(digits: str, label: str) -> Mended:
    """Digits that stand alone: whole, too few, too many, or no number at all."""
    if not (digits.isascii() and digits.isdigit()):
        return _refused_number(digits, label)
    if len(digits) == KEPT:
        note = f"{label} hanya 15 angka; satu angka hilang. Cocokkan dengan KK atau KTP."
        return Mended(None, Certainty.UNSURE, note, digits)
    if problem := identity.blocking_problem(digits, label):
        return Mended(None, Certainty.UNSURE, problem)
    if digits.startswith("0"):
        return Mended(None, Certainty.HEALED, f"{label} berawalan 0 adalah nomor sementara; dibaca belum punya nomor.")
    return Mended(digits)


def _refused_number(text: str, label: str) -> Mended:
    return Mended(None, Certainty.UNSURE, f"{label} '{text[:24]}' bukan angka. Ketik ulang dari KK atau KTP.")


def _from_serial(number: float, text: str) -> Mended:
    if number == 0:
        return NOTHING
    if number == number and abs(number) < 1e7 and int(number) in _SERIALS and int(number) not in _YEARS:
        day = _EPOCH + timedelta(days=int(number))
        return Mended(day.isoformat(), Certainty.HEALED, f"Nomor hari Excel {text} dibaca {calendar.show_date(day)}.")
    return Mended(None, Certainty.REFUSED, f"'{text}' bukan tanggal.")
