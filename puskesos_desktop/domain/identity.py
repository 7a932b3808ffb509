"""Identity numbers: record ids, and NIK and KK numbers judged with graded hints that never invent or force."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from puskesos_desktop.domain.household import Value, read_day
from puskesos_desktop.domain.outcome import Issue, hint, warning
from puskesos_desktop.domain.words.calendar import show_date

MALE = 1
FEMALE = 2
NUMBER_LENGTH = 16
OLDEST = 110
"""No living person is taken to be older than this many years (domain 8.1, row 10)."""

_REGENCIES = {
    11: (18, 75), 12: (25, 78), 13: (12, 77), 14: (10, 73), 15: (9, 72), 16: (13, 74), 17: (9, 71), 18: (13, 72),
    19: (6, 71), 21: (5, 72), 31: (1, 75), 32: (18, 79), 33: (29, 76), 34: (4, 71), 35: (29, 79), 36: (4, 74),
    51: (8, 71), 52: (8, 72), 53: (21, 71), 61: (12, 72), 62: (13, 71), 63: (11, 72), 64: (11, 74), 65: (4, 71),
    71: (11, 74), 72: (12, 71), 73: (26, 73), 74: (15, 72), 75: (5, 71), 76: (6, 70), 81: (9, 72), 82: (8, 72),
    91: (36, 71), 92: (12, 71), 93: (4, 70), 94: (8, 70), 95: (8, 70), 96: (5, 71),
}  # fmt: skip
"""By province the last kabupaten and the last kota code (Kepmendagri 300.2.2-2138/2025); gaps below them are old codes,
and Papua (91) keeps the numbers it had before it was divided."""
_TIMOR_TIMUR = 54
PROVINCES = frozenset({*_REGENCIES, _TIMOR_TIMUR})
"""Every province there is or was: numbers given out in Timor Timur (54) live on."""

_DROPPED = re.compile(r"[\s.'`\u2018\u2019\u02bc\u2032\-\u2010-\u2015\u2212\u00a0\u00ad\u200b-\u200f\u2060\ufeff]")


def clean_number(text: str) -> str:
    """What was typed without spaces (also no-break and zero-width ones), dots, dashes and apostrophes."""
    return _DROPPED.sub("", text)


def grouped(number: str) -> str:
    """The number in groups of four: "3328 0110 1280 0001"."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def blocking_problem(number: str, label: str) -> str | None:
    """Why this NIK or KK number (digits only) cannot be kept: its length or an obvious fake; else nothing."""
    if not (number.isascii() and number.isdigit()):
        return f"{label} hanya berisi angka."
    if len(number) != NUMBER_LENGTH:
        return f"{label} harus {NUMBER_LENGTH} angka, sekarang {len(number)}."
    if len(set(number)) == 1 or number in ("1234567890123456", "0123456789012345"):
        return f"{label} ini bukan nomor asli. Kosongkan bila belum diketahui."
    return None


def birth_from_nik(nik: str, today: date) -> date | None:
    """The birth date a NIK carries, to be offered and never forced; nothing when it carries none.

    The century is chosen so that the person is born by `today` and is at most 110 years old (domain 8.1, row 10).
    """
    if blocking_problem(nik, "") or not _day_fits(nik):
        return None
    day, month, year = int(nik[6:8]) % 40, int(nik[8:10]), int(nik[10:12])
    for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
        born = _day(century + year, month, day)
        if born and born <= today and today.year - born.year <= OLDEST:
            return born
    return None


def sex_from_nik(nik: str) -> int | None:
    """1 for a man, 2 for a woman (day of birth + 40), to be offered; nothing when the day in it is impossible."""
    if blocking_problem(nik, "") or not _day_fits(nik):
        return None
    return _sex_in(nik)


def nik_issues(answers: Mapping[str, Value], today: date) -> list[Issue]:
    """What is odd about a person's NIK, on its own and beside birth date and sex (domain 8.1, rows 3 to 9).

    Only warnings and hints: a NIK is for life, so region, date and sex in it may rightly differ. A number that is
    blocked anyway (rows 1 and 2) is not judged further.
    """
    nik = _text(answers["nik"])
    if not nik or blocking_problem(nik, "NIK"):
        return []
    issues = [*_number_issues(nik, "nik", "NIK")]
    if not _day_fits(nik):
        issues.append(warning("nik", "Tanggal lahir di dalam NIK tidak mungkin ada. Periksa KTP atau KK."))
        return issues
    written = read_day(answers["tanggal_lahir"])
    if written and not _same_day(nik, written):
        born = birth_from_nik(nik, today)
        inside = show_date(born) if born else f"{int(nik[6:8]) % 40:02}-{nik[8:10]}-..{nik[10:12]}"
        issues.append(
            warning("tanggal_lahir", f"Berbeda dengan tanggal lahir di dalam NIK ({inside}). Periksa KTP atau KK.")
        )
    sex = answers["jenis_kelamin"]
    if sex in (MALE, FEMALE) and sex != _sex_in(nik):
        inside = "perempuan" if sex == MALE else "laki-laki"
        issues.append(warning("jenis_kelamin", f"Menurut NIK, orang ini {inside}. Periksa KTP atau KK."))
    return issues


def kk_issues(number: str) -> list[Issue]:
    """What is odd about a KK number: serial, province, and the day of issue it carries (domain 8.2)."""
    if not number or blocking_problem(number, "Nomor KK"):
        return []
    issues = [*_number_issues(number, "nomor_kk", "Nomor KK")]
    if _day(2000 + int(number[10:12]), int(number[8:10]), int(number[6:8])) is None:
        issues.append(warning("nomor_kk", "Tanggal terbit di dalam nomor KK tidak mungkin ada. Periksa KK."))
    return issues


def new_id(now_ms: int, random: bytes) -> str:
    """A UUIDv7 of that moment (milliseconds since 1970) and ten random bytes, in its usual spelling."""
    if len(random) != 10:
        raise ValueError(f"ten random bytes are needed, not {len(random)}")
    raw = bytearray(now_ms.to_bytes(6, "big") + random)
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    return str(UUID(bytes=bytes(raw)))


def is_id(text: str) -> bool:
    """Whether this is an id as `new_id` spells them."""
    return bool(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", text))


def _number_issues(number: str, key: str, label: str) -> list[Issue]:
    """Rows 3 to 6: what NIK and KK numbers have in common; of a kecamatan only "00" is known to be wrong."""
    issues = []
    if number.endswith("0000"):
        issues.append(warning(key, f"{label} berakhiran 0000: kemungkinan tidak valid. Periksa KTP atau KK."))
    if int(number[:2]) not in PROVINCES:
        issues.append(warning(key, f"Kode provinsi {number[:2]} tidak dikenal. Periksa {label}."))
    elif not _regency_known(int(number[:2]), int(number[2:4])):
        issues.append(hint(key, f"Kode kabupaten {number[:4]} tidak dikenal."))
    if number[4:6] == "00":
        issues.append(hint(key, f"Kode kecamatan {number[:6]} tidak dikenal."))
    return issues


_LONGEST = (0, *(monthrange(2000, month)[1] for month in range(1, 13)))
"""The most days a month can have, by its number."""


def _regency_known(province: int, regency: int) -> bool:
    kabupaten, kota = _REGENCIES.get(province, (99, 99))
    return 1 <= regency <= kabupaten or 71 <= regency <= kota


def _day_fits(nik: str) -> bool:
    """Row 7: day 01–31 or 41–71 and month 01–12, and a day that month can have."""
    day, month = int(nik[6:8]), int(nik[8:10])
    day -= 40 if day > 40 else 0
    return 1 <= month <= 12 and 1 <= day <= _LONGEST[month]


def _sex_in(nik: str) -> int:
    return FEMALE if int(nik[6:8]) > 40 else MALE


def _same_day(nik: str, born: date) -> bool:
    day = int(nik[6:8])
    return (day - 40 if day > 40 else day, int(nik[8:10]), int(nik[10:12])) == (born.day, born.month, born.year % 100)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _text(value: Value) -> str:
    return "" if value is None else str(value)
