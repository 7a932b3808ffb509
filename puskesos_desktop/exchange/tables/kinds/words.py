"""Words and codes that many files share for sex, marriage and relation, and OpenSID's own lists, told in ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from puskesos_desktop.exchange.tables.kinds.kind import Codes, squeeze
from puskesos_desktop.files.resources import resource


def told(ours: Mapping[str | int, int | None], words: Mapping[int, str] | None = None) -> Codes:
    """Codes as they are written in the files of the kinds: the source's code or words to ours, `None` for unclear."""
    meaning = {str(code): text for code, text in (words or {}).items()}
    return Codes({squeeze(str(code)): our for code, our in ours.items()}, meaning)


def same(*codes: int) -> dict[str | int, int | None]:
    """Codes that mean in the source what they mean in ours."""
    return {code: code for code in codes}


@cache
def opensid_list(name: str) -> dict[int, str]:
    """A code list of OpenSID by its column: code to label."""
    lists = json.loads(resource("impor/opensid.json").read_text(encoding="utf-8"))
    return {int(code): label for code, label in lists[name].items()}


def opensid(
    name: str,
    ours: Mapping[int, int | None],
    also: Mapping[str, int] | None = None,
    doubts: Mapping[int, str] | None = None,
) -> Codes:
    """One of OpenSID's lists, by code and by label, told in ours; `also` gives further labels of its codes."""
    labels = opensid_list(name)
    codes = {str(code): code for code in labels} | {squeeze(text): code for code, text in labels.items()}
    codes |= {squeeze(text): code for text, code in (also or {}).items()}
    asked = {spelling: sentence for spelling, code in codes.items() if (sentence := (doubts or {}).get(code))}
    answers = {spelling: ours.get(code) for spelling, code in codes.items() if spelling not in asked}
    return Codes(answers, {str(code): text for code, text in labels.items()}, asked)


SEX = told(
    {**same(1, 2), "L": 1, "LK": 1, "Lk.": 1, "laki": 1, "laki-laki": 1, "lelaki": 1, "pria": 1, "M": 1,
     "P": 2, "PR": 2, "W": 2, "perempuan": 2, "wanita": 2, "F": 2}
)  # fmt: skip

MARRIAGE = told(
    {**same(1, 2, 3, 4), "belum kawin": 1, "belum menikah": 1, "BK": 1, "B": 1, "kawin": 2, "K": 2, "kawin/nikah": 2,
     "menikah": 2, "nikah": 2, "kawin tercatat": 2, "kawin belum tercatat": 2, "cerai hidup": 3, "CH": 3,
     "cerai mati": 4, "CM": 4}
)  # fmt: skip

_RELATIONS: dict[str | int, int | None] = {
    "kepala keluarga": 1, "kepala": 1, "KK": 1, "kep. keluarga": 1, "kepala rumah tangga": 1, "KRT": 1,
    "suami": 2, "istri": 2, "isteri": 2, "istri/suami": 2, "suami/istri": 2, "anak": 3, "anak kandung": 3,
    "menantu": 4, "cucu": 5, "orang tua": 6, "mertua": 6, "orang tua/mertua": 6, "orangtua/mertua": 6,
    "pembantu": 7, "pembantu/sopir": 7, "pembantu ruta": 7, "sopir": 7, "famili lain": 8, "famili": 8, "lainnya": 8,
    "lain-lain": 8, "anak tiri": None, "anak angkat": None,
}  # fmt: skip
RELATION = told(_RELATIONS)
"""By words alone: the codes of every list differ."""
RELATION_REGSOSEK = told({**_RELATIONS, **same(*range(1, 9))})
"""By words, or by the codes of the printed form."""

SCHOOLING = opensid(
    "pendidikan_kk_id",
    {2: 23, 6: 18, 7: 18, 8: 19, 9: 21, 10: 22},
    {"Tidak/Blm Sekolah": 1, "Tidak Tamat SD/Sederajat": 2, "Akademi/Diploma III/Sarjana Muda": 7, "Strata-II": 9,
     "Strata-I": 8, "Strata-III": 10, "Belum Tamat SD": 2, "Tamat SD": 3, "SLTP": 4, "SLTA": 5},
)  # fmt: skip
"""Education of the civil registry as the highest certificate: of SD, SLTP and SLTA our list asks which kind."""
