"""One part of two descriptions side by side: how much its agreement speaks for one person, in bits and in words.

Points are log2(m/u) of Fellegi and Sunter: how much likelier this level is between two descriptions of one person than
between two people of one village. They were set from the errors of domain chapter 8 and held against the sample
village.
"""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Hamming

from puskesos_desktop.domain.identity import NUMBER_LENGTH

Words = tuple[str, ...]


class Level(NamedTuple):
    """What one comparison found: its points, its Indonesian words ("" says nothing worth reading).

    `asks` means that a person decides, however well everything else agrees.
    """

    points: float
    words: str
    asks: bool = False


UNKNOWN = Level(0, "")

NAME_SAME = Level(10, "nama sama")
NAME_SAME_ONE_WORD = Level(6, "nama sama")
NAME_TURNED = Level(9, "nama sama, urutan kata berbeda")
NAME_SLIP = Level(6, "ejaan nama mirip")
NAME_SLIP_ONE_WORD = Level(3, "ejaan nama mirip")
NAME_SHORTER = Level(5, "nama satu lebih pendek")
NAME_INITIAL = Level(5, "nama disingkat")
NAME_NICK = Level(3, "mungkin nama panggilan", asks=True)
NAME_PARTLY = Level(1, "nama sebagian sama", asks=True)
NAME_OTHER = Level(-9, "nama berbeda", asks=True)

NIK_SAME = Level(22, "NIK sama")
NIK_SAME_ODD = Level(9, "NIK sama tetapi tidak wajar", asks=True)
NIK_ONE_DIGIT = Level(9, "NIK beda satu angka")
NIK_ONE_TAIL_DIGIT = Level(3, "NIK beda satu angka di belakang")
NIK_SWAPPED = Level(10, "dua angka NIK tertukar")
NIK_CUT = Level(9, "NIK kurang atau lebih satu angka", asks=True)
NIK_ZEROED = Level(10, "15 angka pertama NIK sama", asks=True)
NIK_TWO_DIGITS = Level(3, "NIK beda dua angka", asks=True)
NIK_TAIL = Level(-3, "NIK hanya beda nomor urut", asks=True)
NIK_OTHER = Level(-9, "NIK berbeda", asks=True)
NIK_CLOSE = frozenset({NIK_SAME, NIK_ONE_DIGIT, NIK_SWAPPED})
NIK_SAME_DAY = NIK_CLOSE | {NIK_SAME_ODD, NIK_ONE_TAIL_DIGIT, NIK_ZEROED, NIK_CUT, NIK_TAIL}
"""Levels of numbers that may carry the same day of birth."""

BORN_SAME = Level(14, "lahir sama")
BORN_SAME_COMMON = Level(7, "lahir sama")
BORN_AS_NIK = Level(11, "tanggal lahir cocok dengan NIK")
BORN_AS_NIK_COMMON = Level(6, "tanggal lahir cocok dengan NIK")
BORN_NOT_AS_NIK = Level(-5, "tanggal lahir tidak cocok dengan NIK", asks=True)
BORN_SWAPPED = Level(8, "tanggal dan bulan lahir tertukar")
BORN_YEAR_OFF = Level(6, "tahun lahir beda satu")
BORN_ONE_DIGIT = Level(5, "tanggal lahir beda satu angka")
BORN_PARTLY = Level(3, "tanggal lahir sebagian sama", asks=True)
BORN_MONTH = Level(6, "bulan dan tahun lahir sama")
BORN_YEAR = Level(4, "tahun lahir sama")
BORN_YEAR_ONLY = Level(-3, "hanya tahun lahir yang sama", asks=True)
BORN_OTHER = Level(-9, "tanggal lahir berbeda", asks=True)

SEX_SAME = Level(1, "")
SEX_OTHER = Level(-7, "jenis kelamin berbeda", asks=True)

MOTHER_SAME = Level(7, "nama ibu sama")
MOTHER_ALIKE = Level(4, "nama ibu mirip")
MOTHER_OTHER = Level(-4, "nama ibu berbeda")

KK_SAME = Level(7, "nomor KK sama")
KK_OTHER = Level(-1, "nomor KK berbeda")

STREET_SAME = Level(6, "alamat sama")
STREET_ALIKE = Level(4, "alamat mirip")
STREET_OTHER = Level(-1, "")
RT_OTHER = Level(-2, "RT berbeda")
RT_POINTS, RW_POINTS, DUSUN_POINTS = 3, 1, 1
MOST_SHARED = MOTHER_SAME.points + KK_SAME.points + STREET_SAME.points + RT_POINTS + RW_POINTS + DUSUN_POINTS
"""What family and house can add at most."""

_COMMON_WORDS = frozenset("MUHAMAD SITI ABDUL AHMAD NUR SRI DEWI TRI DWI EKA".split())
"""First words so frequent that sharing only them is sharing nothing."""
_NICKNAMES = {
    "DUL": "ABDUL", "DULAH": "ABDULAH", "MAT": "MUHAMAD", "MAMAT": "MUHAMAD", "AMAT": "AHMAD", "GUS": "AGUS",
    "IPUL": "SAEFUL", "TI": "SITI", "WAN": "IWAN", "NUNG": "NURUL", "PUR": "PURNOMO",
}  # fmt: skip
_COMMON_DAYS = frozenset({101, 701, 1231})
"""1 January, 1 July and 31 December stand for unknown birthdays (domain 8.1)."""


def compare_names(one: Words, other: Words) -> Level:
    """Two folded names word by word, in any order: same, slips, initials, shorter, nickname, partly, other."""
    if not one or not other:
        return UNKNOWN
    if one == other or "".join(one) == "".join(other):
        return NAME_SAME if len(one) > 1 or len(other) > 1 else NAME_SAME_ONE_WORD
    short, long = (one, other) if (len(one), one) <= (len(other), other) else (other, one)
    left_short = [word for word in short if word not in long]
    left_long = [word for word in long if word not in short]
    if not left_short:
        return NAME_TURNED if not left_long else NAME_SHORTER
    level = _compare_left(left_short, left_long, [word for word in short if word in long])
    return NAME_SLIP_ONE_WORD if level is NAME_SLIP and len(long) == 1 else level


def is_slip(one: str, other: str) -> bool:
    """Whether typing errors explain the difference: one letter, two in words from seven letters, none below four."""
    shorter = min(len(one), len(other))
    most = 0 if shorter < 4 else 1 if shorter < 7 else 2
    return OSA.distance(one, other, score_cutoff=most) <= most


def same_letters_misplaced(one: Words, other: Words) -> bool:
    """Whether the joined names differ only by a letter left out or two swapped, and end alike.

    RIZKI and RIKZI may be one person by this; the twins RAHMA and RAHMI or FATIH and FATI may not.
    """
    first, second = "".join(one), "".join(other)
    only_moved = len(first) != len(second) or sorted(first) == sorted(second)
    return only_moved and first[-1:] == second[-1:] and OSA.distance(first, second, score_cutoff=1) <= 1


def compare_nik(one: str, other: str) -> Level:
    """Two prepared NIKs: equal, a slip of the finger, one digit lost (also the 16th, zeroed by Excel), or others.

    A number without a month of birth was made up and proves little. A slip in the last
    four digits says little: people born on one day in one place differ by no more.
    """
    if not one or not other:
        return UNKNOWN
    if one == other:
        return NIK_SAME if len(one) == NUMBER_LENGTH and one[8:10] != "00" else NIK_SAME_ODD
    if len(one) == len(other) == NUMBER_LENGTH:
        return _compare_whole(one, other)
    if one.startswith(other) or other.startswith(one):
        return NIK_ZEROED
    return NIK_CUT if OSA.distance(one, other, score_cutoff=1) <= 1 else _compare_loosely(one, other)


def compare_born(one: int, other: int) -> Level:
    """Two prepared birth dates, whole or partial."""
    if not one or not other:
        return UNKNOWN
    if one == other and one % 100:
        return BORN_SAME_COMMON if one % 10_000 in _COMMON_DAYS else BORN_SAME
    if not one % 100 or not other % 100:
        return _compare_partial(one, other)
    year, month, day = one // 10_000, one // 100 % 100, one % 100
    other_year, other_month, other_day = other // 10_000, other // 100 % 100, other % 100
    if (month, day) == (other_month, other_day) and abs(year - other_year) == 1:
        return BORN_YEAR_OFF
    if (year, month, day) == (other_year, other_day, other_month):
        return BORN_SWAPPED
    if OSA.distance(str(one), str(other), score_cutoff=1) <= 1:
        return BORN_ONE_DIGIT
    if year == other_year:
        return BORN_PARTLY if month == other_month or day == other_day else BORN_YEAR_ONLY
    return BORN_OTHER


def compare_with_nik(born: int, nik_day: str) -> Level:
    """A birth date of one against the day in the NIK of the other ("311280"), when no more can be compared."""
    if not born % 100 or not nik_day:
        return UNKNOWN
    if f"{born % 100:02}{born // 100 % 100:02}{born // 10_000 % 100:02}" != nik_day:
        return BORN_NOT_AS_NIK
    return BORN_AS_NIK_COMMON if born % 10_000 in _COMMON_DAYS else BORN_AS_NIK


def compare_sexes(one: int | None, other: int | None) -> Level:
    """1 and 2 against each other; anything else is not known."""
    if one not in (1, 2) or other not in (1, 2):
        return UNKNOWN
    return SEX_SAME if one == other else SEX_OTHER


def compare_mothers(one: Words, other: Words) -> Level:
    """The names of the mothers; a shorter one is alike."""
    points = compare_names(one, other).points
    if not points:
        return UNKNOWN
    if points >= NAME_SAME_ONE_WORD.points and one == other:
        return MOTHER_SAME
    return MOTHER_ALIKE if points > NAME_NICK.points else MOTHER_OTHER


def compare_kk(one: str, other: str) -> Level:
    """The KK numbers; another number says little, for a new card has a new one."""
    if not one or not other:
        return UNKNOWN
    return KK_SAME if one == other else KK_OTHER


def compare_streets(one: str, other: str) -> Level:
    """The addresses as written, words in any order; house numbers count as words."""
    if not one or not other:
        return UNKNOWN
    if one == other:
        return STREET_SAME
    return STREET_ALIKE if fuzz.token_sort_ratio(one, other, score_cutoff=80) else STREET_OTHER


def compare_wards(one: tuple[str, str, str], other: tuple[str, str, str]) -> Level:
    """RT, RW and dusun together; only another RT speaks against."""
    same = [bool(mine) and mine == yours for mine, yours in zip(one, other, strict=True)]
    points = RT_POINTS * same[0] + RW_POINTS * same[1] + DUSUN_POINTS * same[2]
    if one[0] and other[0] and not same[0]:
        return Level(points + RT_OTHER.points, RT_OTHER.words)
    words = next((f"{name} {one[at].title()}" for at, name in enumerate(("RT", "RW", "dusun")) if same[at]), "")
    return Level(points, words)


def _compare_left(short: list[str], long: list[str], shared: list[str]) -> Level:
    """The words two names do not share: slips, initials, nicknames or others; the weakest found decides."""
    found = set()
    for word in short:
        level, twin = next(((level, twin) for twin in long if (level := _compare_words(word, twin))), (None, ""))
        if level is None:
            strong = any(word not in _COMMON_WORDS for word in shared) or NAME_SLIP in found
            return NAME_PARTLY if strong else NAME_OTHER
        found.add(level)
        long.remove(twin)
    if found == {NAME_SLIP} and long:
        return NAME_SHORTER
    return min(found)


def _compare_words(one: str, other: str) -> Level | None:
    if is_slip(one, other):
        return NAME_SLIP
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) == 1:
        return NAME_INITIAL if short == long[0] else None
    if _NICKNAMES.get(short) == long or (len(short) > 3 and (long.startswith(short) or long.endswith(short))):
        return NAME_NICK
    return None


def _compare_whole(one: str, other: str) -> Level:
    if one[:12] == other[:12]:
        if one[:15] == other[:15] and "0" in (one[15], other[15]):
            return NIK_ZEROED
        return NIK_ONE_TAIL_DIGIT if OSA.distance(one, other, score_cutoff=1) <= 1 else NIK_TAIL
    if Hamming.distance(one, other) == 1:
        return NIK_ONE_DIGIT
    return NIK_SWAPPED if OSA.distance(one, other, score_cutoff=1) <= 1 else _compare_loosely(one, other)


def _compare_loosely(one: str, other: str) -> Level:
    return NIK_TWO_DIGITS if OSA.distance(one, other, score_cutoff=2) <= 2 else NIK_OTHER


def _compare_partial(one: int, other: int) -> Level:
    year, other_year = one // 10_000, other // 10_000
    month, other_month = one // 100 % 100, other // 100 % 100
    if year != other_year:
        return UNKNOWN if abs(year - other_year) == 1 else BORN_OTHER
    if not month or not other_month:
        return BORN_YEAR
    return BORN_MONTH if month == other_month else BORN_YEAR_ONLY
