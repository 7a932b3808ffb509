"""Kinds of question: how each is parsed, shown, checked and stored, whatever surface asks it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.codes.house import Codes
from puskesos_desktop.domain.household import Value, read_day
from puskesos_desktop.domain.outcome import Issue, error
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.forms.question import Field as Field
from puskesos_desktop.forms.question import Merge as Merge
from puskesos_desktop.forms.question import Sensitivity as Sensitivity


@dataclass(frozen=True, eq=False)
class Text(Field):
    """Free words on one line; `upper` for names, `lines` > 1 for notes."""

    longest: int = field(default=120, kw_only=True)
    upper: bool = field(default=False, kw_only=True)
    lines: int = field(default=1, kw_only=True)

    def parse(self, text: str) -> Value | Issue:
        """Words with single spaces (line breaks kept in notes), upper case where the paper has it."""
        if self.lines > 1:
            words = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
        else:
            words = " ".join(text.split())
        return (words.upper() if self.upper else words) or None

    def problem(self, value: Value) -> Issue | None:
        """Longer than the form holds."""
        if value is not None and len(str(value)) > self.longest:
            return error(self.key, f"Terlalu panjang: paling banyak {self.longest} huruf.")
        return None


@dataclass(frozen=True, eq=False)
class Digits(Field):
    """A number kept as text (leading zeros count): `length` digits, or at most that many when not `exact`."""

    length: int = field(default=3, kw_only=True)
    exact: bool = field(default=True, kw_only=True)
    pad: bool = field(default=False, kw_only=True)

    def parse(self, text: str) -> Value | Issue:
        """Digits only; spaces, dots and dashes are dropped, `pad` fills zeros in front ("3" is RT "003")."""
        typed = re.sub(r"[\s.\-/]", "", self._typed(text))
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit()):
            return error(self.key, f"{self.label} hanya berisi angka.")
        return typed.zfill(self.length) if self.pad else typed

    def problem(self, value: Value) -> Issue | None:
        """Too many or too few digits."""
        if value is None:
            return None
        digits = len(str(value))
        if digits > self.length or (self.exact and digits != self.length):
            word = "tepat" if self.exact else "paling banyak"
            return error(self.key, f"{self.label} {word} {self.length} angka, sekarang {digits}.")
        return None


@dataclass(frozen=True, eq=False)
class Nik(Field):
    """A 16-digit NIK or KK number; beyond length and obvious fakes nothing blocks (domain 8.1, 8.2)."""

    card: bool = field(default=False, kw_only=True)

    def parse(self, text: str) -> Value | Issue:
        """The digits, cleaned of spaces, dots, dashes and apostrophes."""
        typed = identity.clean_number(text)
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit()):
            return error(self.key, f"{self.label} hanya berisi angka.")
        return typed

    def show(self, value: Value) -> str:
        """Grouped 4-4-4-4."""
        return "" if value is None else identity.grouped(str(value))

    def problem(self, value: Value) -> Issue | None:
        """Not 16 digits, or an obvious fake such as sixteen zeros."""
        if value is None:
            return None
        why = identity.blocking_problem(str(value), self.label)
        return error(self.key, why) if why else None


@dataclass(frozen=True, eq=False)
class Number(Field):
    """A whole number between `least` and `most`."""

    least: int = field(default=0, kw_only=True)
    most: int = field(default=999, kw_only=True)
    column: ClassVar[str] = "INTEGER"

    def parse(self, text: str) -> Value | Issue:
        """A whole number; dots or spaces only between thousands, so that "54.5" is never read as 545."""
        typed = self._typed(text)
        if not typed:
            return None
        if not re.fullmatch(r"-?([0-9]{1,15}|[0-9]{1,3}([. ][0-9]{3}){1,4})", typed):
            return error(self.key, f"{self.label}: tulis bilangan bulat.")
        return int(re.sub(r"[. ]", "", typed))

    def show(self, value: Value) -> str:
        """With dots between thousands."""
        return "" if value is None else wording.thousands(int(value))

    def problem(self, value: Value) -> Issue | None:
        """Outside the printed range."""
        if value is None:
            return None
        if not isinstance(value, int) or not self.least <= value <= self.most:
            return error(self.key, f"{self.label}: antara {self.show(self.least)} dan {self.show(self.most)}.")
        return None


@dataclass(frozen=True, eq=False)
class Money(Number):
    """Whole rupiah."""

    most: int = field(default=999_999_999_999, kw_only=True)

    def parse(self, text: str) -> Value | Issue:
        """Rupiah as people write them: "Rp1.250.000", "Rp. 1.250.000,-", "1250000"."""
        typed = re.sub(r"^rp\.?\s*", "", self._typed(text), flags=re.IGNORECASE)
        return super().parse(re.sub(r",(-|0{1,2})?$", "", typed))

    def show(self, value: Value) -> str:
        """As "Rp1.250.000"."""
        return "" if value is None else f"Rp{super().show(value)}"


@dataclass(frozen=True, eq=False)
class Year(Number):
    """A calendar year."""

    least: int = field(default=1900, kw_only=True)
    most: int = field(default=2100, kw_only=True)

    def show(self, value: Value) -> str:
        """Four digits, without a dot."""
        return "" if value is None else str(value)


class Date(Field):
    """A day, stored ISO, shown 31-12-1990."""

    def parse(self, text: str) -> Value | Issue:
        """A day as typed: 31-12-1990, 31/12/1990, 31121990, 31 Des 1990, 1990-12-31."""
        if not self._typed(text):
            return None
        day = calendar.read_date(self._typed(text))
        return (
            day.isoformat() if day else error(self.key, f"{self.label}: tulis hari-bulan-tahun, misalnya 31-12-1990.")
        )

    def show(self, value: Value) -> str:
        """As 31-12-1990; a broken value as it stands."""
        if value is None:
            return ""
        day = read_day(value)
        return calendar.show_date(day) if day else str(value)

    def problem(self, value: Value) -> Issue | None:
        """Not a day of the calendar, or before 1900."""
        if value is None:
            return None
        day = read_day(value)
        if day is None or day.isoformat() != value:
            return error(self.key, f"{self.label}: tulis hari-bulan-tahun, misalnya 31-12-1990.")
        return error(self.key, f"{self.label}: tahun paling awal 1900.") if day.year < 1900 else None


class Month(Field):
    """A month of a year, stored "2026-03", shown 03-2026."""

    def parse(self, text: str) -> Value | Issue:
        """A month as typed: 3-2026, 03/2026, Maret 2026, 2026-03."""
        if not self._typed(text):
            return None
        month = calendar.read_month(self._typed(text))
        return month or error(self.key, f"{self.label}: tulis bulan-tahun, misalnya 03-2026.")

    def show(self, value: Value) -> str:
        """As 03-2026."""
        return "" if value is None else "-".join(reversed(str(value).split("-")))

    def problem(self, value: Value) -> Issue | None:
        """Not a month of the calendar."""
        if value is None or calendar.read_month(str(value)) == value:
            return None
        return error(self.key, f"{self.label}: tulis bulan-tahun, misalnya 03-2026.")


@dataclass(frozen=True, eq=False)
class Choice(Field):
    """One code out of a printed list, stored as a number, shown with the printed width ("01", "00")."""

    options: Codes = field(kw_only=True)
    column: ClassVar[str] = "INTEGER"

    def parse(self, text: str) -> Value | Issue:
        """The code typed ("3", "03"), or the one option whose words are typed."""
        typed = self._typed(text)
        if not typed:
            return None
        code = self.options.read(typed)
        return code if code is not None else error(self.key, f"{self.label}: kode {typed[:20]} tidak ada dalam daftar.")

    def show(self, value: Value) -> str:
        """The words of the code; the code itself if the list does not know it."""
        return "" if value is None else self.options.label(int(value))

    def code(self, value: Value) -> str:
        """The code as printed, with its leading zero."""
        return "" if value is None else self.options.printed(int(value))

    def problem(self, value: Value) -> Issue | None:
        """A code that is not on the list."""
        if value is None or value in self.options.items:
            return None
        return error(self.key, f"{self.label}: kode {value} tidak ada dalam daftar.")


@dataclass(frozen=True, eq=False)
class Choices(Field):
    """Several ticks stored as the sum of their codes; 0 says none, an `exclusive` code stands alone.

    Where the list depends on another answer (criteria of a kind of PPKS), `options_by` names that question and `tables`
    has a list for each of its codes; `options` is then the longest of them. `beside` and `options_for` give the list
    that applies; when the other answer changes, `Form.cleaned` empties this one, whose ticks now mean something else.
    """

    options: Codes = field(kw_only=True)
    exclusive: tuple[int, ...] = field(default=(), kw_only=True)
    options_by: str = field(default="", kw_only=True)
    tables: Mapping[int, Codes] = field(default_factory=dict, kw_only=True)
    column: ClassVar[str] = "INTEGER"

    def parse(self, text: str) -> Value | Issue:
        """The sum as printed ("5" = 1 + 4), its codes joined by + or commas, or their words joined by semicolons."""
        typed = self._typed(text)
        if re.fullmatch(r"[0-9]{1,9}", typed):
            return int(typed)
        between = r"[+,;\s]+" if re.fullmatch(r"[0-9+,;\s]*", typed) else ";"
        codes = [self.options.read(part.strip()) for part in re.split(between, typed) if part.strip()]
        ticked = {code for code in codes if code in self.options.items}
        if not codes:
            return None
        if None in codes or ticked != set(codes) or (len(ticked) > 1 and ticked & {0, *self.exclusive}):
            return error(self.key, f"{self.label}: tulis jumlah kodenya.")
        return sum(code for code in ticked if code)

    def options_for(self, answers: Mapping[str, Value]) -> Codes:
        """The list that applies beside these answers."""
        chosen = answers.get(self.options_by) if self.options_by else None
        return self.tables.get(chosen, self.options) if isinstance(chosen, int) else self.options

    def beside(self, answers: Mapping[str, Value]) -> Choices:
        """The same question with the one list that applies beside these answers."""
        if not self.options_by:
            return self
        return replace(self, options=self.options_for(answers), options_by="", tables={})

    def code(self, value: Value) -> str:
        """The sum as printed."""
        return "" if value is None else str(value)

    def parts(self, value: Value) -> tuple[int, ...]:
        """The ticked codes inside a sum; `(0,)` for none of them."""
        if value is None:
            return ()
        total = int(value)
        if total == 0 or total in self.exclusive:
            return (total,)
        return tuple(code for code in self.options.items if code and code not in self.exclusive and total & code)

    def show(self, value: Value) -> str:
        """The words of every ticked code."""
        return "; ".join(self.options.label(code) for code in self.parts(value))

    def problem(self, value: Value) -> Issue | None:
        """A sum that no set of ticks gives."""
        if value is None:
            return None
        fits = isinstance(value, int) and value >= 0 and sum(self.parts(value)) == value
        if fits and (value or 0 in self.options.items):
            return None
        return error(self.key, f"{self.label}: {value} bukan jumlah kode yang ada.")


@dataclass(frozen=True, eq=False)
class Reference(Field):
    """The id of another record of kind `to`."""

    to: str = field(kw_only=True)

    def show(self, value: Value) -> str:
        """Nothing: ids are not for people."""
        return ""


class Place(Field):
    """A dusun or another name out of the village's own list (`wilayah_setempat`); new names are welcome."""

    def parse(self, text: str) -> Value | Issue:
        """The name with single spaces."""
        return " ".join(text.split()) or None


class Photo(Field):
    """A photo, stored as the SHA-256 of its file."""

    def show(self, value: Value) -> str:
        """Whether there is one."""
        return "" if value is None else "ada foto"


class Coordinate(Field):
    """A point on the map, stored "latitude,longitude" in degrees with six decimals."""

    def parse(self, text: str) -> Value | Issue:
        """Two decimal numbers; Indonesia lies between 7 N and 12 S, 94 and 142 E."""
        typed = self._typed(text)
        if not typed:
            return None
        match = re.fullmatch(r"(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)", typed)
        if not match:
            return error(self.key, f"{self.label}: tulis lintang, bujur, misalnya -6.974311, 109.140882.")
        return f"{float(match[1]):.6f},{float(match[2]):.6f}"

    def problem(self, value: Value) -> Issue | None:
        """A point outside Indonesia."""
        if value is None:
            return None
        try:
            latitude, longitude = map(float, str(value).split(","))
        except ValueError:
            return error(self.key, f"{self.label}: tulis lintang, bujur, misalnya -6.974311, 109.140882.")
        if -12 <= latitude <= 7 and 94 <= longitude <= 142:
            return None
        return error(self.key, f"{self.label}: titik ini di luar Indonesia.")


KINDS: tuple[type[Field], ...] = (
    Text, Digits, Nik, Number, Money, Year, Date, Month, Choice, Choices, Reference, Place, Photo, Coordinate,
)  # fmt: skip
"""Every kind of question; each surface's table must be total over it."""
