"""Houses and their water, light, kitchen and latrine, hanging together by how well off a family is."""

from __future__ import annotations

from random import Random

from puskesos_desktop.domain.household import Answers


def house(chance: Random, wealth: float, people: int) -> Answers:
    """Question 302 to 305 and, for poor houses, the RTLH card. `wealth` runs from 0 (destitute) to 1."""
    poor = wealth < 0.22
    answers: Answers = {
        "luas_lantai": max(12, int(chance.gauss(34 + 60 * wealth, 12)) - (2 * people if poor else 0)),
        "jenis_lantai": _by(chance, wealth, ((8, 6, 7), (6, 4, 2), (2, 4, 6), (2, 1, 2))),
        "jenis_dinding": _by(chance, wealth, ((4, 6, 3), (1, 3, 2), (1, 1, 3), (1, 1, 1))),
        "jenis_atap": _by(chance, wealth, ((2, 7, 3), (2, 2, 4), (2, 2, 3), (2, 2, 1))),
    }
    if poor or chance.random() < 0.05:
        answers |= _card(chance, wealth)
    return answers


def utilities(chance: Random, wealth: float) -> Answers:
    """Blocks III.A and III.C of one family."""
    own = chance.random() < 0.9
    water = _by(chance, wealth, ((6, 8, 5, 9), (5, 4, 7, 6), (4, 3, 5, 2), (2, 3, 1, 4)))
    answers: Answers = {
        "status_bangunan": 1 if own else chance.choice((2, 3, 3, 5)),
        "bukti_tanah": chance.choice((1, 1, 2, 5, 5, 6)) if own else None,
        "sumber_air": water,
        "jarak_limbah": chance.choice((1, 2, 2, 2, 8)) if water in (4, 5, 6, 7, 8) else None,
        "air_mck": chance.choice((4, 5, 3)) if water in (1, 2) else water,
        "bahan_bakar": _by(chance, wealth, ((10, 4), (4, 4, 10), (4, 4), (4, 3, 2))),
    }
    return answers | _light(chance, wealth) | _latrine(chance, wealth)


def _light(chance: Random, wealth: float) -> Answers:
    if wealth < 0.2 and chance.random() < 0.3:
        return {"sumber_penerangan": 2}
    if wealth < 0.08 and chance.random() < 0.1:
        return {"sumber_penerangan": chance.choice((3, 4))}
    return {
        "sumber_penerangan": 1,
        "daya_1": _by(chance, wealth, ((1, 1), (1, 2, 1), (2, 2, 3), (3, 4, 2))),
        "idpel": f"5252{chance.randint(0, 99_999_999):08d}",
        "nomor_meter": f"{chance.randint(10_000_000_000, 99_999_999_999)}",
    }


def _latrine(chance: Random, wealth: float) -> Answers:
    use = _by(chance, wealth, ((6, 2, 1, 4, 5), (1, 1, 2, 1, 3), (1, 1, 1, 2), (1,)))
    answers: Answers = {"fasilitas_bab": use}
    if use in (1, 2, 3):
        answers["jenis_kloset"] = _by(chance, wealth, ((1, 4, 3), (1, 1, 4, 2), (1,), (1,)))
        answers["pembuangan_tinja"] = _by(chance, wealth, ((4, 3, 1), (1, 1, 4), (1, 1, 1, 4), (1, 1, 2)))
    elif use == 4:
        answers["pembuangan_tinja"] = 1
    else:
        answers["pembuangan_tinja"] = chance.choice((3, 5))
    if use == 1:
        answers["tahun_jamban"] = chance.randint(1995, 2024)
    return answers


def _card(chance: Random, wealth: float) -> Answers:
    """Condition of each part: 1 good to 4 badly broken or missing (SIMPERUM)."""
    worn = (2, 3, 3, 4) if wealth < 0.1 else (1, 2, 2, 3)
    parts = ("lantai", "dinding", "atap", "rangka_atap", "kolom", "balok", "sloof", "pondasi")
    sound = {"kolom", "balok", "sloof", "pondasi"}
    card: Answers = {
        f"kondisi_{part}": chance.choice((1, 1, 2, 2, 3)) if part in sound else chance.choice(worn) for part in parts
    }
    return card | {"bukaan_cahaya": chance.choice((1, 2, 2, 3)), "bukaan_udara": chance.choice((1, 2, 2))}


def _by(chance: Random, wealth: float, classes: tuple[tuple[int, ...], ...]) -> int:
    """A code from the class of this wealth; the neighbouring classes now and then."""
    place = min(3, max(0, int(wealth * 4 + chance.gauss(0, 0.35))))
    return chance.choice(classes[place])
