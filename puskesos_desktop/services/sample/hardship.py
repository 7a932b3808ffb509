"""What a family receives, owns and needs: programmes, goods, desil observations and PPKS records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from puskesos_desktop.domain.household import Answers, age_of

_GOODS = {
    "aset_tabung_gas": 0.7, "aset_kulkas": 0.35, "aset_ac": 0.93, "aset_pemanas_air": 0.99, "aset_telepon": 0.99,
    "aset_televisi": 0.6, "aset_emas": 0.75, "aset_komputer": 0.8, "aset_sepeda_motor": 0.2, "aset_sepeda": 0.3,
    "aset_mobil": 0.9, "aset_perahu": 0.999, "aset_perahu_motor": 0.999, "aset_smartphone": 0.12,
}  # fmt: skip
"""From which wealth on a family usually owns it."""

_PROGRAMMES = {
    "sembako": 0.35, "pkh": 0.25, "blt_dd": 0.12, "subsidi_listrik": 0.5, "bantuan_pemda": 0.1, "subsidi_pupuk": 0.3,
    "subsidi_lpg": 0.6,
}  # fmt: skip
_LIVESTOCK = ("ternak_sapi", "ternak_kerbau", "ternak_kuda", "ternak_babi", "ternak_kambing")


def block_five(chance: Random, wealth: float, today: date) -> Answers:
    """Block V of one family: programmes with their last month, goods, land, livestock, internet, account."""
    answers: Answers = {}
    for key, limit in _PROGRAMMES.items():
        gets = wealth < limit and chance.random() < 0.8
        answers[key] = 1 if gets else 2
        if gets:
            answers[f"{key}_bulan"] = f"{today - timedelta(days=chance.randint(20, 300)):%Y-%m}"
    for key, limit in _GOODS.items():
        answers[key] = 1 if wealth + chance.gauss(0, 0.08) > limit else 2
    answers |= dict.fromkeys(_LIVESTOCK, 0)
    if chance.random() < 0.12:
        answers["ternak_kambing"] = chance.randint(1, 6)
    answers["lahan_lain"] = 1 if wealth > 0.6 and chance.random() < 0.5 else 2
    answers["rumah_lain"] = 1 if wealth > 0.9 and chance.random() < 0.3 else 2
    answers["internet"] = 3 if wealth > 0.15 else 0
    answers["rekening"] = 2 if wealth > 0.5 or chance.random() < 0.5 else 4
    return answers


def desil(chance: Random, wealth: float, today: date) -> list[Answers]:
    """Zero to two observations of the family's desil; it moves a little between quarters."""
    found: list[Answers] = []
    for back in (200, 60):
        if chance.random() < 0.2:
            level = min(10, max(1, int(wealth * 10) + chance.choice((0, 1, 1, 2))))
            day = today - timedelta(days=back + chance.randint(0, 30))
            found.append({"desil": level, "tanggal_cek": day.isoformat(), "sumber": 1})
    return found


def cases(chance: Random, members: Sequence[Answers], wealth: float, today: date) -> list[tuple[int | None, Answers]]:
    """PPKS records (member index or the whole family, answers) that follow from what the answers say."""
    found: list[tuple[int | None, int]] = []
    alone = len(members) == 1
    for place, member in enumerate(members):
        age = age_of(member, today) or 0
        impaired = any(member[key] in (1, 2) for key in ("penglihatan", "pendengaran", "berjalan", "intelektual"))
        if age >= 60 and (alone or wealth < 0.06) and chance.random() < 0.6:
            found.append((place, 8))
        if impaired and chance.random() < 0.7:
            found.append((place, 5 if age < 18 else 9))
        if member["jenis_kelamin"] == 2 and 18 <= age <= 59 and member["status_kawin"] in (3, 4) and wealth < 0.4:
            found.append((place, 23))
        if chance.random() < 0.0015:
            found.append((place, chance.choice((6, 15, 17, 19)) if age >= 18 else 6))
    if wealth < 0.06 and chance.random() < 0.7:
        found.append((None, 24))
    return [(place, _case(chance, kind, today)) for place, kind in found]


def _case(chance: Random, kind: int, today: date) -> Answers:
    found = today - timedelta(days=chance.randint(10, 700))
    return {
        "jenis": kind,
        "tanggal_ditemukan": found.isoformat(),
        "sumber": 1,
        "kriteria": chance.choice((1, 2, 3)),
        "kedaruratan": chance.choice((1, 1, 1, 2)),
        "status": chance.choice((1, 2, 2, 3)),
        "petugas": "PSM Kalibata",
    }
