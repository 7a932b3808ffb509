"""Checks across answers and people of one family: one function per rule, each finding one Indonesian sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from puskesos_desktop.domain.household import KEPALA, Household, Record, age_of, is_present, read_day
from puskesos_desktop.domain.identity import FEMALE, MALE, OLDEST
from puskesos_desktop.domain.indicators import BPS_AREA
from puskesos_desktop.domain.outcome import Issue, error, hint, warning

SPOUSE, CHILD, CHILD_IN_LAW, PARENT = 2, 3, 4, 6
YES = 1
DEAD = 2
MARRIED = 2
KTP = 4
PBI = 1
NEGLECTED_CHILD, NEGLECTED_ELDER = 2, 8
_FERTILE = range(10, 55)
_SCHOOL_AGE = range(7, 16)
_FAMILY_PROGRAMMES = {
    "sembako": "Sembako/BPNT", "pkh": "PKH", "blt_dd": "BLT Dana Desa", "bantuan_pemda": "bantuan pemerintah daerah",
}  # fmt: skip
_PERSONAL_PROGRAMMES = {"prakerja": "Prakerja", "kur": "KUR", "umi": "UMi", "pip": "PIP"}
_PPKS_AGES = {
    1: ("Anak balita terlantar", 0, 5), 2: ("Anak terlantar", 6, 18), 3: ("Anak berhadapan dengan hukum", 12, 17),
    4: ("Anak jalanan", 5, 18), 5: ("Anak dengan kedisabilitasan", 0, 17), 6: ("Anak korban kekerasan", 0, 17),
    7: ("Anak yang memerlukan perlindungan khusus", 6, 18), 8: ("Lanjut usia terlantar", 60, OLDEST),
    23: ("Perempuan rawan sosial ekonomi", 18, 59),
}  # fmt: skip
"""Ages of PPKS kinds as domain 1.2 gives them; kinds without a sure limit are not here."""
_WOMEN_ONLY = 23

Rule = Callable[[Household, date], Iterator[Issue]]


def check(household: Household, today: date) -> list[Issue]:
    """Everything odd about a household by the rules below; each issue carries the id of the record it stands at."""
    return [issue for rule in RULES for issue in rule(household, today)]


def nik_taken(owner_name: str, rt: str) -> Issue:
    """A NIK that another person of the village already has (domain 8.1, row 11)."""
    where = f", RT {rt}" if rt else ""
    return warning("nik", f"NIK ini sudah dipakai {owner_name or 'orang lain'}{where}.")


def card_taken() -> Issue:
    """A KK number that another family of the village already has."""
    return warning("nomor_kk", "Nomor KK ini sudah dipakai keluarga lain di desa ini.")


def has_a_head(household: Household, today: date) -> Iterator[Issue]:
    """A family needs a head (409 = 1) who is alive; a second head is refused where the family is saved."""
    heads = [member for member in household.members if member["hubungan"] == KEPALA]
    if household.members and not heads:
        yield warning("hubungan", "Keluarga ini belum punya kepala keluarga.", household.members[0].id)
    for head in heads[:1]:
        if head["keberadaan"] == DEAD:
            yield warning("keberadaan", "Kepala keluarga meninggal. Tentukan kepala keluarga yang baru.", head.id)


def spouse_of_other_sex(household: Household, today: date) -> Iterator[Issue]:
    """Husband or wife with the same sex as the head."""
    head = _head(household)
    for member in _related(household, SPOUSE):
        if head and member["jenis_kelamin"] and member["jenis_kelamin"] == head["jenis_kelamin"]:
            yield warning("jenis_kelamin", "Sama dengan jenis kelamin kepala keluarga, pasangannya.", member.id)


def head_of_age(household: Household, today: date) -> Iterator[Issue]:
    """A head younger than 15."""
    head = _head(household)
    age = _age(household, head, today) if head else None
    if head and age is not None and age < 15:
        yield warning("tanggal_lahir", f"Kepala keluarga baru berumur {age} tahun.", head.id)


def generations_apart(household: Household, today: date) -> Iterator[Issue]:
    """A child less than 12 years younger than the head, or a parent less than 12 years older."""
    head = _head(household)
    own = _age(household, head, today) if head else None
    if own is None:
        return
    for member in household.members:
        age = _age(household, member, today)
        if age is None:
            continue
        if member["hubungan"] == CHILD and age > own - 12:
            yield warning("tanggal_lahir", f"Anak berumur {age} tahun, kepala keluarga {own} tahun.", member.id)
        elif member["hubungan"] == PARENT and age < own + 12:
            yield warning("tanggal_lahir", f"Orang tua berumur {age} tahun, kepala keluarga {own} tahun.", member.id)


def pregnancy_possible(household: Household, today: date) -> Iterator[Issue]:
    """A pregnant man is refused; a pregnant woman outside 10–54 years is odd."""
    for member in household.members:
        if member["hamil"] != YES:
            continue
        age = _age(household, member, today)
        if member["jenis_kelamin"] == MALE:
            yield error("hamil", "Tidak mungkin hamil: jenis kelaminnya laki-laki.", member.id)
        elif age is not None and age not in _FERTILE:
            yield warning("hamil", f"Hamil pada umur {age} tahun. Periksa umurnya.", member.id)


def enough_floor(household: Household, today: date) -> Iterator[Issue]:
    """Less than 7,2 m² of floor a head: one of the marks of RTLH."""
    area, people = household.building["luas_lantai"], len(household.living) + household.others_in_house
    if isinstance(area, int) and area and people and area * 10 < BPS_AREA * people:
        each = area * 10 // people
        message = f"Luas lantai {each // 10},{each % 10} m² per orang, kurang dari 7,2 m² (tanda RTLH)."
        yield hint("luas_lantai", message, household.building.id)


def metered_power(household: Household, today: date) -> Iterator[Issue]:
    """PLN with a meter (307a = 1) needs the power of at least one meter."""
    family = household.family
    if family["sumber_penerangan"] == 1 and all(family[key] is None for key in ("daya_1", "daya_2", "daya_3")):
        yield error("daya_1", "Listrik PLN dengan meteran: isi daya paling sedikit satu meteran.", family.id)


def numbers_of_pln(household: Household, today: date) -> Iterator[Issue]:
    """An IDPEL without its 12 digits, or a meter number without its 11 (domain 5.5): odd, for old meters differ."""
    family = household.family
    for key, name, length in (("idpel", "IDPEL", 12), ("nomor_meter", "Nomor meter", 11)):
        digits = len(family.text(key))
        if digits and digits != length:
            message = f"{name} biasanya {length} angka, sekarang {digits}. Periksa lagi di meteran atau struk."
            yield warning(key, message, family.id)


def spouses_together(household: Household, today: date) -> Iterator[Issue]:
    """Married, but nobody in the family can be the spouse: a head without one, a child without an in-law."""
    related = {member["hubungan"] for member in household.members}
    partner_of = {KEPALA: SPOUSE, SPOUSE: KEPALA, CHILD: CHILD_IN_LAW, CHILD_IN_LAW: CHILD}
    for member in household.living:
        relation = member["hubungan"]
        if member["status_kawin"] == MARRIED and relation in partner_of and partner_of[relation] not in related:
            yield hint("status_kawin", "Berstatus kawin, tetapi pasangannya tidak tercatat di keluarga ini.", member.id)


def nik_once(household: Household, today: date) -> Iterator[Issue]:
    """The same NIK twice in one family."""
    count = Counter(member.text("nik") for member in household.members)
    for member in household.members:
        if member["nik"] and count[member.text("nik")] > 1:
            yield warning("nik", "NIK ini tercatat pada dua orang dalam keluarga ini.", member.id)


def person_once(household: Household, today: date) -> Iterator[Issue]:
    """Two members of the same name and birth date."""
    first: dict[tuple[str, str], int] = {}
    for number, member in enumerate(household.members, 1):
        who = member.text("nama").casefold(), member.text("tanggal_lahir")
        if all(who) and first.setdefault(who, number) != number:
            yield warning(
                "nama", "Nama dan tanggal lahirnya sama dengan anggota lain. Apakah tercatat dua kali?", member.id
            )


def members_counted(household: Household, today: date) -> Iterator[Issue]:
    """The number of members printed (112) is neither all recorded ones nor those who live here."""
    printed, recorded = household.family["jumlah_anggota_kk"], len(household.members)
    if printed is not None and printed not in (recorded, len(household.living)):
        message = f"Tercetak {printed} anggota, yang tercatat {recorded}."
        yield warning("jumlah_anggota_kk", message, household.family.id)


def children_at_school(household: Household, today: date) -> Iterator[Issue]:
    """A child of 7 to 15 years who does not go to school: look whether it is a PPKS."""
    for member in household.living:
        age = _age(household, member, today)
        out_of_school = age in _SCHOOL_AGE and member["partisipasi_sekolah"] in (1, 3)
        if out_of_school and not _recorded(household, member, NEGLECTED_CHILD):
            message = f"Umur {age} tahun dan tidak bersekolah. Periksa apakah termasuk PPKS (anak terlantar)."
            yield hint("partisipasi_sekolah", message, member.id)


def elders_alone(household: Household, today: date) -> Iterator[Issue]:
    """Somebody of 60 or more living alone: look whether it is a PPKS."""
    living = household.living
    if len(living) != 1 or household.others_in_house:
        return
    age = _age(household, living[0], today)
    if age is not None and age >= 60 and not _recorded(household, living[0], NEGLECTED_ELDER):
        message = f"Umur {age} tahun dan tinggal sendiri. Periksa apakah termasuk PPKS (lanjut usia terlantar)."
        yield hint("keberadaan", message, living[0].id)


def aid_of_the_dead(household: Household, today: date) -> Iterator[Issue]:
    """Somebody who died (404 = 2) still has a programme of their own."""
    for member in household.members:
        if member["keberadaan"] != DEAD:
            continue
        for key, name in _PERSONAL_PROGRAMMES.items():
            if member[key] == YES:
                yield warning(key, f"Sudah meninggal, tetapi masih tercatat menerima {name}.", member.id)
        cover = member["jamkes"]
        if isinstance(cover, int) and cover < 99 and cover & PBI:
            yield warning("jamkes", "Sudah meninggal, tetapi masih tercatat sebagai peserta PBI/JKN.", member.id)


def aid_without_head(household: Household, today: date) -> Iterator[Issue]:
    """The family still has a programme though its head died or nobody lives here any more."""
    head = next((member for member in household.members if member["hubungan"] == KEPALA), None)
    if household.members and not household.living:
        why = "Tidak ada lagi anggota yang tinggal di sini"
    elif head and head["keberadaan"] == DEAD:
        why = "Kepala keluarga meninggal"
    else:
        return
    for key, name in _FAMILY_PROGRAMMES.items():
        if household.family[key] == YES:
            yield warning(key, f"{why}, tetapi {name} masih diterima. Laporkan perubahannya.", household.family.id)


def born_believably(household: Household, today: date) -> Iterator[Issue]:
    """A birth date in the future is refused; one more than 110 years ago, or an age (407) beside it, is odd."""
    for member in household.members:
        born = read_day(member["tanggal_lahir"])
        if born is None:
            continue
        age = _age(household, member, today)
        if born > today:
            yield error("tanggal_lahir", "Tanggal lahir belum tiba. Betulkan tahunnya.", member.id)
        elif age is not None and age > OLDEST and is_present(member.answers):
            yield warning("tanggal_lahir", f"Umurnya {age} tahun. Periksa tanggal lahirnya.", member.id)
        elif isinstance(member["umur"], int) and age != member["umur"]:
            yield hint("umur", f"Menurut tanggal lahir, umurnya {age} tahun.", member.id)


def papers_fit_age(household: Household, today: date) -> Iterator[Issue]:
    """A KTP before 17 without ever having married, or a marriage before 10."""
    for member in household.members:
        age = _age(household, member, today)
        if age is None:
            continue
        papers, married = member["identitas"], member["status_kawin"] in (2, 3, 4)
        if married and age < 10:
            yield warning("status_kawin", f"Berstatus pernah kawin pada umur {age} tahun.", member.id)
        if isinstance(papers, int) and papers & KTP and age < 17 and not married:
            yield hint("identitas", f"Memiliki KTP pada umur {age} tahun. Periksa umurnya.", member.id)


def visit_days(household: Household, today: date) -> Iterator[Issue]:
    """Days of visit and check that lie ahead or stand in the wrong order."""
    visit = household.visit
    if visit is None:
        return
    visited, checked = read_day(visit["tanggal_pendataan"]), read_day(visit["tanggal_pemeriksaan"])
    if visited and visited > today:
        yield warning("tanggal_pendataan", "Tanggal pendataan belum tiba.", visit.id)
    if visited and checked and checked < visited:
        yield warning("tanggal_pemeriksaan", "Pemeriksaan mendahului pendataan.", visit.id)


def ppks_fit_person(household: Household, today: date) -> Iterator[Issue]:
    """A PPKS kind whose age limits, or sex, the person does not have (domain 1.2)."""
    people = {member.id: member for member in household.members}
    for case in household.ppks:
        person, kind = people.get(case.text("anggota_id")), case["jenis"]
        if person is None or not isinstance(kind, int) or kind not in _PPKS_AGES:
            continue
        name, least, most = _PPKS_AGES[kind]
        age = _age(household, person, today)
        if age is not None and not least <= age <= most:
            span = f"mulai {least} tahun" if most == OLDEST else f"{least}–{most} tahun"
            yield warning("jenis", f"{name} berlaku untuk umur {span}, orang ini {age} tahun.", case.id)
        if kind == _WOMEN_ONLY and person["jenis_kelamin"] not in (None, FEMALE):
            yield warning("jenis", f"{name} berlaku untuk perempuan.", case.id)


RULES: tuple[Rule, ...] = (
    has_a_head, spouse_of_other_sex, head_of_age, generations_apart, pregnancy_possible, enough_floor, metered_power,
    numbers_of_pln, spouses_together, nik_once, person_once, members_counted, children_at_school, elders_alone,
    aid_of_the_dead, aid_without_head, born_believably, papers_fit_age, visit_days, ppks_fit_person,
)  # fmt: skip
"""Every rule; their order is the order of the issues."""


def _head(household: Household) -> Record | None:
    """The living head by question 409."""
    return next((member for member in household.living if member["hubungan"] == KEPALA), None)


def _related(household: Household, relation: int) -> Iterator[Record]:
    return (member for member in household.members if member["hubungan"] == relation)


def _age(household: Household, member: Record, today: date) -> int | None:
    """Completed years on the day of the visit, else today (domain 5.2)."""
    return age_of(member.answers, household.visited or today)


def _recorded(household: Household, member: Record, kind: int) -> bool:
    return any(case["jenis"] == kind and case["anggota_id"] == member.id for case in household.ppks)
