"""All forms together, in the order of the paper, and the dump that shows every change of a question as a diff."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache

from puskesos_desktop.domain.codes.house import Codes
from puskesos_desktop.domain.codes.meetings import JADWAL, MUSYAWARAH, USULAN
from puskesos_desktop.domain.codes.photo import LAMPIRAN
from puskesos_desktop.domain.codes.prelist import PRELIST
from puskesos_desktop.domain.codes.rounds import LEMBAR, PUTARAN
from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    BUKAN_GANDA,
    DESA,
    DESIL,
    KELUARGA,
    KUNJUNGAN,
    PERIKSA_SELESAI,
    PERISTIWA,
    PPKS,
    WILAYAH_SETEMPAT,
)  # fmt: skip
from puskesos_desktop.forms.fields import Choice, Choices, Digits, Field, Number, Reference, Text
from puskesos_desktop.forms.form import Form, Section
from puskesos_desktop.forms.kinds import (  # fmt: skip
    anggota,
    bangunan,
    bukan_ganda,
    desa,
    desil,
    jadwal,
    keluarga,
    kunjungan,
    lampiran,
    lembar,
    musyawarah,
    periksa_selesai,
    peristiwa,
    ppks,
    prelist,
    putaran,
    usulan,
    wilayah_setempat,
)

VERSION = "R22K.2"
"""Regsosek 2022-K with our additions, counted up when they change; stored with every operation."""

FORMS: dict[str, Form] = {
    kind: Form(kind, title, VERSION, sections)
    for kind, title, sections in (
        (BANGUNAN, "Bangunan", bangunan.SECTIONS),
        (KELUARGA, "Keluarga", keluarga.SECTIONS),
        (ANGGOTA, "Anggota keluarga", anggota.SECTIONS),
        (KUNJUNGAN, "Kunjungan", kunjungan.SECTIONS),
        (PPKS, "PPKS", ppks.SECTIONS),
        (DESIL, "Desil", desil.SECTIONS),
        (PERISTIWA, "Peristiwa keluarga", peristiwa.SECTIONS),
        (LAMPIRAN, "Foto", lampiran.SECTIONS),
        (PRELIST, "Prelist", prelist.SECTIONS),
        (PUTARAN, "Putaran verifikasi", putaran.SECTIONS),
        (LEMBAR, "Lembar verifikasi", lembar.SECTIONS),
        (MUSYAWARAH, "Musyawarah", musyawarah.SECTIONS),
        (USULAN, "Usulan", usulan.SECTIONS),
        (JADWAL, "Jadwal", jadwal.SECTIONS),
        (BUKAN_GANDA, "Bukan ganda", bukan_ganda.SECTIONS),
        (PERIKSA_SELESAI, "Sudah benar", periksa_selesai.SECTIONS),
        (DESA, "Desa", desa.SECTIONS),
        (WILAYAH_SETEMPAT, "Wilayah setempat", wilayah_setempat.SECTIONS),
    )
}

PAPER: tuple[tuple[str, Section], ...] = (
    (BANGUNAN, bangunan.TEMPAT),
    (KELUARGA, keluarga.KARTU),
    (KUNJUNGAN, kunjungan.PETUGAS),
    (KELUARGA, keluarga.PENGUASAAN),
    (BANGUNAN, bangunan.RUMAH),
    (BANGUNAN, bangunan.KARTU_RTLH),
    (KELUARGA, keluarga.SWADAYA),
    (KELUARGA, keluarga.FASILITAS),
    (KELUARGA, keluarga.PROGRAM),
)
"""A household's sections as the paper has them; block IV (`anggota.SECTIONS`) stands before V, once for each person."""


def dump() -> str:
    """Every question of every form, one line each, with its codes below."""
    return "\n".join(line for form in FORMS.values() for line in _form_lines(form)) + "\n"


@cache
def fingerprint() -> str:
    """SHA-256 of the dump: two programs with the same one ask the same questions."""
    return hashlib.sha256(dump().encode()).hexdigest()


def _form_lines(form: Form) -> Iterator[str]:
    yield f"# {form.kind} · {form.title} · {form.version}"
    for section in form.sections:
        yield f"## {section.number} {section.title}"
        for field in section.fields:
            yield " | ".join(_question(field, form.numbers))
            yield from _codes(field)


def _question(field: Field, numbers: Mapping[str, str]) -> Iterator[str]:
    yield field.key
    yield type(field).__name__
    yield field.number or "-"
    yield field.label
    if field.when is not None:
        yield f"bila {field.when.words(numbers)}"
    if field.required_when is not None:
        yield f"wajib bila {field.required_when.words(numbers)}"
    yield from (word for word, said in _marks(field) if said)
    yield f"{field.merge}/{field.sensitivity}"
    if field.origin:
        yield field.origin


def _marks(field: Field) -> Iterator[tuple[str, bool]]:
    yield "wajib", field.required
    yield "tidak dihitung", not field.counted
    if isinstance(field, Text):
        yield f"≤ {field.longest} huruf", True
        yield "huruf besar", field.upper
    if isinstance(field, Digits):
        yield f"{'' if field.exact else '≤ '}{field.length} angka", True
        yield "nol di depan", field.pad
    if isinstance(field, Number):
        yield f"{field.least}–{field.most}{f' {field.unit}' if field.unit else ''}", True
    if isinstance(field, Reference):
        yield f"ke {field.to}", True
    if isinstance(field, Choices) and field.exclusive:
        yield f"{', '.join(map(str, field.exclusive))} sendiri", True


def _codes(field: Field) -> Iterator[str]:
    if isinstance(field, Choices) and field.tables:
        for key, options in field.tables.items():
            yield f"    {field.options_by} = {key}: {_listed(options)}"
    elif isinstance(field, Choice | Choices):
        yield f"    {_listed(field.options)}"


def _listed(options: Codes) -> str:
    return "; ".join(f"{options.printed(code)} {words}" for code, words in options.items.items())
