"""The rules of the editor run over every family: which check each belongs to, and which answers it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from puskesos_desktop.domain import identity, rules
from puskesos_desktop.domain.codes.ppks import SENSITIVE
from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.outcome import Issue, Severity
from puskesos_desktop.domain.rules import Rule
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.services.checks.kinds import BY_KEY


class Found(NamedTuple):
    """Something odd in a family: the check, the record, why, and the answers that were looked at, as text."""

    check: str
    record: str
    words: str
    looked_at: str


def found(home: Household, on: date) -> Iterator[Found]:
    """Everything the checks of single families find in this one; what a confidential case would tell is left out."""
    secret = {case.id for case in home.ppks if case["jenis"] in SENSITIVE}
    for check, rule in _RULES:
        for issue in rule(home, on):
            weighs = issue.severity is not Severity.HINT or BY_KEY[check].weight is Severity.HINT
            if weighs and issue.record not in secret:
                yield Found(check, issue.record, issue.message, _looked_at(home, check, issue))
    for issue in _numbers(home, on):
        yield Found("nik_janggal", issue.record, issue.message, _looked_at(home, "nik_janggal", issue))


def _numbers(home: Household, on: date) -> Iterator[Issue]:
    for member in home.members:
        if member["nik"] is not None:
            for issue in identity.nik_issues(member.answers, on):
                if issue.severity is not Severity.HINT:
                    yield Issue(issue.field, issue.message, issue.severity, member.id)
    for issue in identity.kk_issues(home.family.text("nomor_kk")):
        if issue.severity is not Severity.HINT:
            yield Issue(issue.field, issue.message, issue.severity, home.family.id)


def _looked_at(home: Household, check: str, issue: Issue) -> str:
    """The answers of the record, its person and the head the check depends on; ages grow, so they are left out."""
    keys = (*_LOOKS[check], issue.field)
    head = home.head
    records = [one for one in home.records() if one.id == issue.record]
    persons = {one.answers.get("anggota_id") for one in records}
    records += [one for one in home.members if one.id in persons]
    records += [head] if head is not None and head.id != issue.record else []
    values = [[one.answers.get(key) for key in keys] for one in records]
    return canonical([issue.field, values])


_AGE = ("tanggal_lahir", "umur")
_AID = ("keberadaan", "sembako", "pkh", "blt_dd", "bantuan_pemda", "prakerja", "kur", "umi", "pip", "jamkes")
_RULES: tuple[tuple[str, Rule], ...] = (
    ("bantuan_meninggal", rules.aid_of_the_dead),
    ("bantuan_meninggal", rules.aid_without_head),
    ("umur_anak", rules.generations_apart),
    ("umur_kepala", rules.head_of_age),
    ("pasangan", rules.spouse_of_other_sex),
    ("hamil", rules.pregnancy_possible),
    ("tanggal_lahir", rules.born_believably),
    ("surat_umur", rules.papers_fit_age),
    ("jumlah_anggota", rules.members_counted),
    ("listrik", rules.metered_power),
    ("listrik", rules.numbers_of_pln),
    ("kunjungan", rules.visit_days),
    ("ppks_umur", rules.ppks_fit_person),
    ("sekolah", rules.children_at_school),
    ("lansia_sendiri", rules.elders_alone),
    ("kawin", rules.spouses_together),
)
_LOOKS: dict[str, tuple[str, ...]] = {
    "bantuan_meninggal": _AID,
    "umur_anak": ("hubungan", *_AGE),
    "umur_kepala": _AGE,
    "pasangan": ("hubungan", "jenis_kelamin"),
    "hamil": ("hamil", "jenis_kelamin", *_AGE),
    "tanggal_lahir": _AGE,
    "surat_umur": ("status_kawin", *_AGE),
    "jumlah_anggota": ("jumlah_anggota_kk",),
    "listrik": ("sumber_penerangan", "daya_1", "daya_2", "daya_3", "idpel", "nomor_meter"),
    "kunjungan": ("tanggal_pendataan", "tanggal_pemeriksaan"),
    "ppks_umur": ("jenis", "anggota_id", *_AGE),
    "sekolah": ("partisipasi_sekolah", *_AGE),
    "lansia_sendiri": ("keberadaan", *_AGE),
    "kawin": ("status_kawin", "hubungan"),
    "nik_janggal": ("nik", "nomor_kk", "tanggal_lahir", "jenis_kelamin"),
}
"""Besides the answer the issue stands at."""
