"""OpenSID's template of the Regsosek 2022 form: five sheets whose headers are the printed question numbers."""

from __future__ import annotations

from puskesos_desktop.exchange.tables.damage import mend_count
from puskesos_desktop.exchange.tables.kinds.kind import (
    FAMILY_FORMS,
    PERSON_FORM,
    Answers,
    Codes,
    Column,
    Kind,
    Look,
    column,
)
from puskesos_desktop.exchange.tables.kinds.words import same, told
from puskesos_desktop.exchange.tables.sheets import shown
from puskesos_desktop.forms.fields import Choice, Choices, Month
from puskesos_desktop.forms.paper import FORMS

KEY, TITLE = "opensid_regsosek", "Template Regsosek/DTKS OpenSID"
_KK = column("no kartu keluarga", "nomor_kk", "nomor kartu keluarga", "no. kartu keluarga")
_PROGRAMMES = ("sembako", "pkh", "blt_dd", "subsidi_listrik", "bantuan_pemda", "subsidi_pupuk", "subsidi_lpg")

_OTHERWISE: dict[str, Codes] = {
    "305": told({**same(1, 2, 3, 4, 7, 8), 5: 6, 6: 5}),
    "306b": told({**same(1, 2, 8), 3: 8}),
    "308": told({**same(*range(1, 12)), 12: 0, 0: 0}),
    "307b1": told(same(*range(1, 6))),
}
"""Where its codes differ from the printed ones: bamboo and wood of the roof, "do not know", "does not cook"."""

_SPLIT = {"307b1": "daya_1", "307b2": "daya_2", "307b3": "daya_3"}


def _printed() -> dict[str, str]:
    """Our question by its printed number, where a number stands for one question."""
    found: dict[str, str] = {}
    for form in (*FAMILY_FORMS, PERSON_FORM):
        for key, field in FORMS[form].fields.items():
            if field.number and not isinstance(field, Month) and key != "uraian_lapangan_usaha":
                found.setdefault(field.number, key)
    return found | _SPLIT


_KEYS = _printed()


def _numbered(*numbers: str) -> tuple[Column, ...]:
    return tuple(column(number, _KEYS[number], codes=_codes(number)) for number in numbers)


def _codes(number: str) -> Codes | None:
    """The list of this number as the template counts it; nothing for what is no list of single codes."""
    if number in _OTHERWISE or number in _SPLIT:
        return _OTHERWISE.get(number, _OTHERWISE["307b1"])
    field = next(FORMS[form].fields[_KEYS[number]] for form in (*FAMILY_FORMS, PERSON_FORM)
                 if _KEYS[number] in FORMS[form].fields)  # fmt: skip
    if not isinstance(field, Choice) or isinstance(field, Choices):
        return None
    words: dict[str | int, int | None] = {text: code for code, text in field.options.items.items()}
    return told({**words, **same(*field.options.items)})


def _letters(number: str, last: str) -> tuple[str, ...]:
    return tuple(f"{number}{chr(letter)}" for letter in range(ord("a"), ord(last) + 1))


def finish_months(home: Answers, look: Look) -> None:
    """The last month of each programme out of a month and a year in two columns."""
    for letter, key in zip("abcdefg", _PROGRAMMES, strict=True):
        month, year = (mend_count(look(f"501{letter} {what}")).value for what in ("Bulan", "Tahun"))
        if isinstance(month, int) and isinstance(year, int) and 1 <= month <= 12 and 1900 <= year <= 2100:
            home[f"{key}_bulan"] = f"{year:04}-{month:02}"


def finish_work(person: Answers, look: Look) -> None:
    """The trade in words, beside its code."""
    if words := shown(look("417 Tulis")):
        person["uraian_lapangan_usaha"] = words[:80]


_PLACE = Kind(
    KEY,
    TITLE,
    (
        column("no urut bangunan tempat tinggal", "nomor_bangunan"),
        column("no urut keluarga", "nomor_urut_keluarga"),
        _KK,
        column("kode sls/ non sls", "kode_sls"),
        column("kode sub sls", "kode_sub_sls"),
        column("nama sls/non sls", "nama_sls"),
        column("status keluarga", "status_keluarga"),
        column("id landmark wilkerstat", "id_landmark"),
        column("kode kartu kerluarga", "kode_kk", "kode kartu keluarga"),
    ),
    must=("no kartu keluarga", "nama sls/non sls"),
    family=("no kartu keluarga",),
    people=False,
)

_VISIT = Kind(
    KEY,
    TITLE,
    (
        _KK,
        *(column(header) for header in (
            "tanggal pendataan", "nama ppl", "kode ppl", "tanggal pemeriksaan", "nama pml", "kode pml",
            "nama responden", "no hp responden", "hasil pendataan keluarga", "Catatan")),
    ),
    must=("no kartu keluarga", "tanggal pendataan"),
    family=("no kartu keluarga",),
    people=False,
)  # fmt: skip

_HOUSE = Kind(
    KEY,
    TITLE,
    (
        _KK,
        *_numbered(
            "301a", "301b", "302", "303", "304", "305", "306a", "306b", "307a", "307b1", "307b2", "307b3", "308"
        ),
        *_numbered("309a", "309b", "310"),
    ),
    must=("no kartu keluarga", "301a", "310"),
    family=("no kartu keluarga",),
    people=False,
)

_PEOPLE = Kind(
    KEY,
    TITLE,
    (
        _KK,
        column("401", "nomor_urut"),
        column("402 Nama", "nama"),
        column("403 NIK", "nik"),
        *_numbered("404", "405", "406", "407", "408", "409", "410", "411", "412", "413", "414", "415", "416a", "416b"),
        *_numbered("417"),
        column("417 Tulis"),
        *_numbered("418", "419", "420a", "420b", "421"),
        column("421 Tulis"),
        *_numbered(
            "422", "423", "424", "425", "426", "427", *_letters("428", "j"), "429", "430", *_letters("431", "f")
        ),
    ),
    must=("no kartu keluarga", "402 Nama", "403 NIK"),
    family=("no kartu keluarga",),
    finish_person=finish_work,
)

_PROGRAMME = Kind(
    KEY,
    TITLE,
    (
        _KK,
        *_numbered(*_letters("501", "g")),
        *(column(f"501{letter} {what}") for letter in "abcdefg" for what in ("Bulan", "Tahun")),
        *_numbered(*_letters("502", "n"), "503a", "503b", *_letters("504", "e"), "505", "506"),
    ),
    must=("no kartu keluarga", "501a", "506"),
    family=("no kartu keluarga",),
    people=False,
    looks=tuple(f"501{letter} {what}" for letter in "abcdefg" for what in ("Bulan", "Tahun")),
    finish_family=finish_months,
)

KINDS = (_PLACE, _VISIT, _HOUSE, _PEOPLE, _PROGRAMME)
