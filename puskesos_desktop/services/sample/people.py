"""Persons: identity, schooling, work and health that fit their age."""

from __future__ import annotations

from datetime import date
from random import Random

from puskesos_desktop.domain.household import ANGGOTA, Answers, age_of
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.sample import names
from puskesos_desktop.services.sample.families import MARRIED, WOMAN, Sketch

HOME_AREA = "332801"
OTHER_AREAS = ("332810", "332809", "332903", "317502", "321605", "337602", "332706", "367106")
FIRST_SERIAL = 7000
"""Serials from 7000 mark every NIK and KK number here as invented."""

_LEVELS = ((6, 3), (7, 3), (13, 8), (16, 13), (19, 19))
_CERTIFICATES = {3: 3, 8: 8, 13: 13, 15: 15, 19: 19}


def person(chance: Random, sketch: Sketch, wealth: float, today: date) -> Answers:
    """All answers of one person; what the form does not ask of them stays empty."""
    age = age_of({"tanggal_lahir": sketch.born.isoformat(), "umur": None}, today) or 0
    answers = FORMS[ANGGOTA].empty()
    answers |= {
        "nama": names.person_name(chance, sketch.sex, sketch.born.year),
        "nik": _nik(chance, sketch),
        "status_nik": 1,
        "keberadaan": 1,
        "jenis_kelamin": sketch.sex,
        "tanggal_lahir": sketch.born.isoformat(),
        "tempat_lahir": "Tegal" if chance.random() < 0.85 else names.destination(chance),
        "status_kawin": sketch.married,
        "hubungan": sketch.relation,
        "hamil": 1 if chance.random() < 0.05 and sketch.married == MARRIED else 2,
        "identitas": _cards(chance, age),
        "nama_ibu": names.person_name(chance, WOMAN, sketch.born.year - 25),
    }
    answers |= _school(chance, age, sketch.born.year, wealth) | _work(chance, age, sketch.sex, wealth)
    answers |= _health(chance, age, wealth) | _protection(chance, age, wealth)
    if 19 <= age <= 55 and chance.random() < 0.06 and sketch.relation != 2:
        answers["keberadaan"] = 3
    return only_asked(answers, age)


def only_asked(answers: Answers, age: int | None) -> Answers:
    """The answers without those the form does not ask of this person."""
    asked = {field.key for field in FORMS[ANGGOTA].asked(Situation(answers, age))}
    kept = {key: value if key in asked else None for key, value in answers.items()}
    return kept if kept == answers else only_asked(kept, age)


def _nik(chance: Random, sketch: Sketch) -> str:
    area = HOME_AREA if chance.random() < 0.86 else chance.choice(OTHER_AREAS)
    day = sketch.born.day + (40 if sketch.sex == WOMAN else 0)
    return f"{area}{day:02d}{sketch.born:%m%y}{chance.randint(FIRST_SERIAL, 9999)}"


def _cards(chance: Random, age: int) -> int:
    certificate = 1 if chance.random() < (0.95 if age < 30 else 0.55) else 0
    if age >= 17:
        return certificate + (4 if chance.random() < 0.98 else 0)
    return certificate + (2 if chance.random() < 0.5 else 0)


def _school(chance: Random, age: int, born: int, wealth: float) -> Answers:
    if age < 5:
        return {}
    if age <= 6:
        return {"partisipasi_sekolah": 1}
    if age <= 18 + (5 if wealth > 0.8 else 0) and chance.random() < _staying(age, wealth):
        level = next(code for top, code in reversed(_LEVELS) if age >= top)
        grade = min(6, max(1, (age - 6) if level == 3 else (age - 12) % 3 + 1))
        done = {3: 23, 8: 3, 13: 8, 19: 13}[level]
        return {"partisipasi_sekolah": 2, "jenjang": level, "kelas": grade, "ijazah": done}
    if born < 1955 and chance.random() < 0.35:
        return {"partisipasi_sekolah": 1}
    best = chance.choices((3, 8, 13, 15, 19), (50, 22, 14, 9, 5) if born < 1985 else (18, 34, 26, 16, 6))[0]
    while best > 3 and age < {8: 15, 13: 18, 15: 18, 19: 22}[best]:
        best = {8: 3, 13: 8, 15: 8, 19: 13}[best]
    finished = age >= 12 and (born >= 1960 or chance.random() < 0.7)
    return {
        "partisipasi_sekolah": 3,
        "jenjang": best,
        "kelas": 8 if finished else chance.randint(2, 5),
        "ijazah": _CERTIFICATES[best] if finished else 23,
    }


def _staying(age: int, wealth: float) -> float:
    if age <= 12:
        return 0.99
    return (0.94 if age <= 15 else 0.72 if age <= 18 else 0.5) + 0.05 * wealth


def _work(chance: Random, age: int, sex: int, wealth: float) -> Answers:
    """Blocks 416 to 426; half of the women and nearly all men of working age work."""
    if age < 5:
        return {}
    rate = 0.0 if age < 16 else 0.35 if age < 20 or age > 70 else 0.93 if sex == 1 else 0.48
    answers: Answers = {"bekerja": 1 if chance.random() < rate else 2, "npwp": 3, "punya_usaha": 2}
    if answers["bekerja"] == 1:
        field, position, words = chance.choices(_JOBS, _job_weights(wealth))[0]
        answers |= {
            "jam_kerja": chance.choice((20, 30, 40, 48, 56)),
            "lapangan_usaha": field,
            "uraian_lapangan_usaha": words,
            "kedudukan": position,
        }
        if position in (1, 2, 3):
            answers |= _business(chance, field, position)
        if wealth > 0.7 and chance.random() < 0.4:
            answers["npwp"] = 1
    return answers


def _business(chance: Random, field: int, position: int) -> Answers:
    return {
        "punya_usaha": 1,
        "jumlah_usaha": 1,
        "lapangan_usaha_utama": field,
        "pekerja_dibayar": chance.randint(1, 4) if position == 3 else 0,
        "pekerja_tidak_dibayar": chance.randint(0, 2),
        "izin_usaha": chance.choice((4, 11, 11, 11)),
        "omzet": chance.choice((1, 1, 1, 2)),
        "internet_usaha": chance.choice((0, 0, 1, 5)),
    }


_JOBS: tuple[tuple[int, int, str], ...] = (
    (1, 6, "Buruh tani padi"),
    (1, 1, "Petani padi"),
    (11, 7, "Buruh bangunan"),
    (12, 1, "Pedagang pasar"),
    (14, 4, "Karyawan warung tegal"),
    (14, 2, "Pemilik warung tegal"),
    (8, 4, "Buruh bengkel logam"),
    (8, 3, "Perajin logam"),
    (13, 4, "Sopir"),
    (21, 5, "Guru"),
    (20, 5, "Perangkat desa"),
)


def _job_weights(wealth: float) -> tuple[int, ...]:
    if wealth < 0.3:
        return (34, 4, 24, 8, 12, 0, 14, 0, 4, 0, 0)
    if wealth < 0.75:
        return (14, 12, 14, 18, 12, 4, 14, 3, 7, 1, 1)
    return (2, 12, 4, 22, 4, 16, 6, 12, 6, 10, 6)


def _health(chance: Random, age: int, wealth: float) -> Answers:
    answers: Answers = {"penyakit": 1}
    if age <= 4:
        answers["gizi"] = chance.choices((1, 2, 3), (4, 9, 87))[0]
    for key in ("penglihatan", "pendengaran", "berjalan", "tangan_jari", "intelektual", "perilaku"):
        answers[key] = 4
    for key in ("bicara", "urus_diri", "ingatan", "depresi"):
        answers[key] = 4
    if chance.random() < (0.18 if age >= 65 else 0.012):
        answers[chance.choice(("penglihatan", "pendengaran", "berjalan", "ingatan"))] = chance.choice((1, 2, 2, 3))
    if age >= 45 and chance.random() < 0.3:
        answers["penyakit"] = chance.choice((2, 2, 3, 6, 13))
    if age >= 60 or any(answers[key] in (1, 2) for key in answers if key not in ("penyakit", "gizi")):
        answers["pengasuh"] = chance.choice((1, 1, 1, 2))
    return answers


def _protection(chance: Random, age: int, wealth: float) -> Answers:
    paid = (1, 1, 1, 0) if wealth < 0.5 else (0, 2, 4, 1)
    return {
        "jamkes": chance.choice(paid),
        "prakerja": 2,
        "kur": 1 if wealth > 0.4 and chance.random() < 0.05 else 2,
        "umi": 2,
        "pip": 1 if 6 <= age <= 18 and wealth < 0.4 and chance.random() < 0.5 else 2,
        "jamsostek": 0 if chance.random() < 0.9 else 3,
    }
