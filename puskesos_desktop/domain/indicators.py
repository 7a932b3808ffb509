"""The four provincial inventories as classes with the reasons that fired: RTLH, drinking water, sanitation, power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from puskesos_desktop.domain.codes.house import ATAP, DINDING, KONDISI, LANTAI
from puskesos_desktop.domain.household import Value

Given = Mapping[str, Value]

URBAN = 1
RURAL = 2
BPS_AREA = 72
"""7,2 m² a head in tenths: the threshold of BPS and RST; PUPR has 90."""

HEAVY = 4
"""Condition code "Rusak berat/tidak ada"; 3 is "Rusak sedang", 1 and 2 are sound enough."""
_DAMAGED: Mapping[Value, str] = {3: "rusak sedang", HEAVY: "rusak berat"}
_ALADIN = (("kondisi_atap", "atap"), ("kondisi_lantai", "lantai"), ("kondisi_dinding", "dinding"))
_STRUCTURE = (
    ("kondisi_pondasi", "pondasi"), ("kondisi_sloof", "sloof"), ("kondisi_kolom", "kolom"),
    ("kondisi_balok", "balok"), ("kondisi_rangka_atap", "rangka atap"),
)  # fmt: skip
_MATERIALS = {"jenis_atap": ATAP.items, "jenis_dinding": DINDING.items, "jenis_lantai": LANTAI.items}
_EARTH_FLOOR = 8
_WEAK_FLOORS: Mapping[Value, str] = {7: "lantai bambu", _EARTH_FLOOR: "lantai tanah"}
_STURDY_WALLS = frozenset({1, 2, 3, 5})
_STURDY_ROOFS = frozenset({1, 2, 3, 6})
_SAFE_WATER = frozenset({3, 4, 5, 7, 10, 12, 13})
_BOUGHT_WATER = frozenset({1, 2})
_UNSAFE_WATER: Mapping[Value, str] = {
    6: "sumur tak terlindung",
    8: "mata air tak terlindung",
    9: "air permukaan",
    11: "sumber lainnya",
}
_NEAR_WASTE_MATTERS = frozenset({4, 5, 7})
_PIT = 4


class House(StrEnum):
    """Whether a house is uninhabitable (domain 6.2)."""

    RTLH = "RTLH"
    LAYAK = "layak"
    PERLU_DATA = "perlu data"


class Housing(StrEnum):
    """The stricter "rumah layak huni" of BPS: four conditions at once (domain 6.2)."""

    LAYAK = "layak huni"
    TIDAK = "tidak layak huni"
    PERLU_DATA = "perlu data"


class Water(StrEnum):
    """Drinking water by its source (domain 6.3)."""

    LAYAK = "layak"
    TIDAK = "tidak layak"
    PERLU_DATA = "perlu data"


class Sanitation(StrEnum):
    """Steps of the sanitation ladder (domain 6.4)."""

    AMAN = "aman"
    SENDIRI = "layak sendiri"
    BERSAMA = "layak bersama"
    BELUM = "belum layak"
    TERTUTUP = "BABS tertutup"
    TERBUKA = "BABS terbuka"
    PERLU_DATA = "perlu data"


class Power(StrEnum):
    """Electricity as the inventory classes it (domain 6.5)."""

    PLN_450 = "PLN 450 VA"
    PLN_900 = "PLN 900 VA"
    PLN_1300 = "PLN ≥ 1.300 VA"
    TANPA_METERAN = "PLN tanpa meteran"
    NON_PLN = "non-PLN"
    BUKAN_LISTRIK = "bukan listrik"
    PERLU_DATA = "perlu data"


@dataclass(frozen=True)
class Finding:
    """A class, the sentences that say why, the keys of unanswered questions that could change it, and how urgent."""

    verdict: StrEnum
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    priority: str = ""


@dataclass(frozen=True)
class Thresholds:
    """The village's settings: floor area a head in tenths of m², and whether BPS classes the village urban or rural."""

    ambang_luas: int = BPS_AREA
    classification: int | None = None


def thresholds_of(desa: Given) -> Thresholds:
    """The settings a `desa` record holds; 7,2 m² and no class where it says nothing."""
    area, urban = desa["ambang_luas"], desa["klasifikasi"]
    return Thresholds(area if isinstance(area, int) else BPS_AREA, urban if isinstance(urban, int) else None)


def rtlh(building: Given, families: Sequence[Given], occupants: int | None, settings: Thresholds) -> Finding:
    """Whether a house is RTLH: ALADIN, or a heavily damaged structure, or cramped and unhealthy (domain 6.2).

    `families` are all families of the house and `occupants` all their living members: the worst sanitation counts.
    One criterion that fires for sure is enough; otherwise anything unknown that could still decide gives "perlu
    data". Priority P1: structure, or roof or wall heavily damaged; P2: ALADIN otherwise; P3: only cramped.
    """
    aladin, aladin_reason, unseen = _aladin(building)
    structure = [words for key, words in _STRUCTURE if building[key] == HEAVY]
    unseen += [key for key, _ in _STRUCTURE if building[key] not in KONDISI.items]
    cramped, cramped_reason, unknown = _cramped(building, families, occupants, settings)
    reasons = []
    if structure:
        reasons.append(f"Struktur rusak berat atau tidak ada: {', '.join(structure)}.")
    if aladin:
        reasons.append(aladin_reason)
    if cramped:
        reasons.append(cramped_reason)
    if reasons:
        dangerous = structure or (aladin and HEAVY in (building["kondisi_atap"], building["kondisi_dinding"]))
        return Finding(House.RTLH, tuple(reasons), priority="P1" if dangerous else "P2" if aladin else "P3")
    missing = (*unseen, *unknown)
    if missing:
        return Finding(House.PERLU_DATA, (_unanswered(missing),), missing)
    return _SOUND_HOUSE


def layak_huni_bps(building: Given, families: Sequence[Given], occupants: int | None, settings: Thresholds) -> Finding:
    """BPS "rumah layak huni": sturdy, at least 7,2 m² a head, water and sanitation layak for every family.

    The area is BPS's own, whatever threshold the village chose for RTLH.
    """
    failed, missing = _flimsy(building)
    area, area_missing = _area_per_head(building, occupants)
    missing += area_missing
    if area is not None and area < BPS_AREA:
        failed.append(f"Luas {_tenths(area)} m² per orang, kurang dari {_tenths(BPS_AREA)}.")
    for family in families:
        water, toilet = air_minum(family), sanitasi(family, settings.classification)
        if water.verdict is Water.TIDAK:
            failed.append("Air minum tidak layak.")
        elif water.verdict is Water.PERLU_DATA:
            missing += water.missing
        if toilet.verdict is Sanitation.PERLU_DATA:
            missing += toilet.missing
        elif toilet.verdict in _INDECENT:
            failed.append(f"Sanitasi {toilet.verdict}.")
    if failed:
        return Finding(Housing.TIDAK, tuple(dict.fromkeys(failed)))
    keys = tuple(dict.fromkeys(missing if families else (*missing, "keluarga")))
    if keys:
        return Finding(Housing.PERLU_DATA, (_unanswered(keys),), keys)
    return Finding(Housing.LAYAK)


def air_minum(family: Given) -> Finding:
    """Drinking water by its source (domain 6.3); bottled and refilled water counts as the water for washing does.

    Nearer than 10 m to waste is only a reason beside the class. Who washes with bought water too tells nothing:
    "perlu data".
    """
    source = family["sumber_air"]
    if source in _BOUGHT_WATER:
        washing = family["air_mck"]
        if washing in _SAFE_WATER:
            return _BOUGHT_SAFE
        if washing in _UNSAFE_WATER:
            return Finding(Water.TIDAK, (f"Air minum dibeli, air mandi dan cuci dari {_UNSAFE_WATER[washing]}.",))
        return _BOUGHT_UNKNOWN
    if source in _SAFE_WATER:
        near = family["jarak_limbah"] == 1 and source in _NEAR_WASTE_MATTERS
        return _NEAR_WASTE if near else _SAFE
    if source in _UNSAFE_WATER:
        return Finding(Water.TIDAK, (f"Sumber air minum: {_UNSAFE_WATER[source]}.",))
    return _NO_SOURCE


def sanitasi(family: Given, classification: int | None) -> Finding:
    """The family's step on the sanitation ladder (domain 6.4); `classification` 1 urban, 2 rural, None not set.

    What the table leaves open: a pit (310 = 4) in an urban village, or in one without a class, is "perlu data" with
    the reason; a communal toilet over a pit is "belum layak" anywhere; IPAL is "aman" only
    when emptying is answered with yes, as for a septic tank.
    """
    place, closet, drain = family["fasilitas_bab"], family["jenis_kloset"], family["pembuangan_tinja"]
    if place in (5, 6):
        return _OPEN
    if place == 4:
        return _PUBLIC
    if place not in (1, 2, 3):
        return _NO_PLACE
    if closet in (2, 3, 4):
        return _POOR_CLOSET
    if closet != 1:
        return _NO_CLOSET
    if drain in (3, 5, 6):
        return _COVERED
    if drain in (1, 2):
        return _shared(place) if place != 1 else _own(family["disedot"])
    return _over_pit(place, classification) if drain == _PIT else _NO_DRAIN


def listrik(family: Given) -> Finding:
    """Electricity of the family (domain 6.5).

    With several meters of different classes nobody can say which one counts: the tariff class (of the family's own
    meter) decides, and without one that names a single meter the answer is "perlu data".
    """
    source = family["sumber_penerangan"]
    if source != 1:
        return _NOT_METERED.get(source, _NO_LIGHT)
    powers = {family[key] for key in ("daya_1", "daya_2", "daya_3")} - {None}
    meters = {_METER_CLASS.get(power, Power.PERLU_DATA) for power in powers}
    if not meters or Power.PERLU_DATA in meters:
        return _NO_METER
    tariff = family["golongan_tarif"]
    if len(meters) > 1:
        settled = _TARIFF_CLASS.get(tariff)
        if settled is None or settled not in meters:
            return _MANY_METERS if tariff is None else _UNSETTLED
        return Finding(settled, (f"{_MANY} dihitung menurut golongan tarif.",))
    if meters == {Power.PLN_900} and tariff is None:
        return _ASK_TARIFF
    return _METERED[meters.pop()]


_INDECENT = frozenset({Sanitation.BELUM, Sanitation.TERTUTUP, Sanitation.TERBUKA})
_METER_CLASS: Mapping[Value, Power] = {
    1: Power.PLN_450, 2: Power.PLN_900, 3: Power.PLN_1300, 4: Power.PLN_1300, 5: Power.PLN_1300,
}  # fmt: skip
_TARIFF_CLASS: Mapping[Value, Power] = {1: Power.PLN_450, 2: Power.PLN_900, 3: Power.PLN_900}
"""Only the household tariffs: "Lainnya" (4) may be a business meter of any power."""
_WORDS = {
    "penghuni": "jumlah penghuni", "luas_lantai": "luas lantai", "jenis_lantai": "jenis lantai",
    "jenis_dinding": "jenis dinding", "jenis_atap": "jenis atap", "sumber_air": "sumber air minum",
    "air_mck": "sumber air mandi dan cuci", "fasilitas_bab": "fasilitas buang air besar",
    "jenis_kloset": "jenis kloset", "pembuangan_tinja": "pembuangan akhir tinja",
    "klasifikasi": "klasifikasi desa (perkotaan atau perdesaan)", "sumber_penerangan": "sumber penerangan",
    "daya_1": "daya terpasang", "keluarga": "keluarga penghuni",
    **{key: f"kondisi {words}" for key, words in (*_ALADIN, *_STRUCTURE)},
}  # fmt: skip


def _unanswered(keys: Sequence[str]) -> str:
    return f"Belum diketahui: {', '.join([_WORDS[key] for key in keys])}."


def _lacking(verdict: StrEnum, key: str) -> Finding:
    return Finding(verdict, (_unanswered((key,)),), (key,))


_SOUND_HOUSE = Finding(House.LAYAK)
_SAFE = Finding(Water.LAYAK)
_NEAR_WASTE = Finding(Water.LAYAK, ("Jarak < 10 m ke penampungan limbah.",))
_BOUGHT_SAFE = Finding(Water.LAYAK, ("Air minum dibeli, air mandi dan cuci layak.",))
_BOUGHT_UNKNOWN = Finding(
    Water.PERLU_DATA, ("Air minum dibeli: sumber air mandi dan cuci belum diketahui.",), ("air_mck",)
)
_NO_SOURCE = _lacking(Water.PERLU_DATA, "sumber_air")
_OPEN = Finding(Sanitation.TERBUKA, ("Tidak memakai fasilitas buang air besar.",))
_PUBLIC = Finding(Sanitation.BELUM, ("Memakai MCK umum.",))
_POOR_CLOSET = Finding(Sanitation.BELUM, ("Kloset bukan leher angsa.",))
_COVERED = Finding(Sanitation.TERTUTUP, ("Tinja tidak dibuang ke tangki septik atau IPAL.",))
_SAFELY_OWN = Finding(Sanitation.AMAN, ("Jamban sendiri, disedot dalam 3–5 tahun.",))
_OWN = Finding(Sanitation.SENDIRI)
_OWN_UNEMPTIED = Finding(
    Sanitation.SENDIRI, ("Belum diketahui apakah disedot dalam 3–5 tahun; bila ya, kelasnya aman.",), ("disedot",)
)
_SHARED = Finding(Sanitation.BERSAMA, ("Dipakai bersama rumah tangga tertentu.",))
_COMMUNAL = Finding(Sanitation.BERSAMA, ("Memakai MCK komunal.",))
_OWN_PIT = Finding(Sanitation.SENDIRI, ("Lubang tanah di perdesaan.",))
_SHARED_PIT = Finding(Sanitation.BERSAMA, ("Dipakai bersama, lubang tanah di perdesaan.",))
_PIT_IN_TOWN = ("Lubang tanah di perkotaan: pastikan dahulu ada tidaknya tangki septik.",)
_URBAN_PIT = Finding(Sanitation.PERLU_DATA, _PIT_IN_TOWN, ("pembuangan_tinja",))
_COMMUNAL_PIT = Finding(Sanitation.BELUM, ("MCK komunal dengan lubang tanah.",))
_NO_CLASS = Finding(
    Sanitation.PERLU_DATA,
    ("Lubang tanah: klasifikasi desa (perkotaan atau perdesaan) belum diatur.",),
    ("klasifikasi",),
)
_NO_PLACE = _lacking(Sanitation.PERLU_DATA, "fasilitas_bab")
_NO_CLOSET = _lacking(Sanitation.PERLU_DATA, "jenis_kloset")
_NO_DRAIN = _lacking(Sanitation.PERLU_DATA, "pembuangan_tinja")
_METERED: Mapping[StrEnum, Finding] = {one: Finding(one) for one in (Power.PLN_450, Power.PLN_900, Power.PLN_1300)}
_ASK_TARIFF = Finding(
    Power.PLN_900, ("Tanyakan golongan tarif: R1T (subsidi) atau R1M (nonsubsidi).",), ("golongan_tarif",)
)
_MANY = "Beberapa meteran dengan daya berbeda:"
_MANY_METERS = Finding(Power.PERLU_DATA, (f"{_MANY} isi golongan tarif meteran keluarga ini.",), ("golongan_tarif",))
_UNSETTLED = Finding(Power.PERLU_DATA, (f"{_MANY} tarif tidak menentukan yang dihitung.",), ("golongan_tarif",))
_NO_METER = _lacking(Power.PERLU_DATA, "daya_1")
_NO_LIGHT = _lacking(Power.PERLU_DATA, "sumber_penerangan")
_NOT_METERED: Mapping[Value, Finding] = {
    2: Finding(Power.TANPA_METERAN, ("Menyalur tanpa meteran: calon bantuan pasang baru.",), (), "calon pasang baru"),
    3: Finding(Power.NON_PLN),
    4: Finding(Power.BUKAN_LISTRIK, ("Penerangan bukan listrik.",), (), "prioritas"),
}


def _own(emptied: Value) -> Finding:
    return _SAFELY_OWN if emptied == 1 else _OWN_UNEMPTIED if emptied is None else _OWN


def _shared(place: Value) -> Finding:
    return _SHARED if place == 2 else _COMMUNAL


def _over_pit(place: Value, classification: int | None) -> Finding:
    if place == 3:
        return _COMMUNAL_PIT
    if classification == RURAL:
        return _OWN_PIT if place == 1 else _SHARED_PIT
    return _URBAN_PIT if classification == URBAN else _NO_CLASS


def _aladin(building: Given) -> tuple[bool, str, list[str]]:
    """Whether two of roof, floor and wall are damaged, the sentence, and the unknown ones that could still decide."""
    damaged = [f"{words} {_DAMAGED[state]}" for key, words in _ALADIN if (state := building[key]) in _DAMAGED]
    unknown = [key for key, _ in _ALADIN if building[key] not in KONDISI.items]
    fires = len(damaged) >= 2
    reason = f"ALADIN {len(damaged)} dari 3: {', '.join(damaged)}." if fires else ""
    return fires, reason, unknown if len(damaged) + len(unknown) >= 2 else []


def _cramped(
    building: Given, families: Sequence[Given], occupants: int | None, settings: Thresholds
) -> tuple[bool, str, tuple[str, ...]]:
    """Whether it is too small a head and unhealthy too, the sentence, and the unknown keys that could still decide."""
    area, missing = _area_per_head(building, occupants)
    if area is not None and area >= settings.ambang_luas:
        return False, "", ()
    ills, unknown = _ills(building, families, settings.classification)
    if area is None:
        return False, "", (*missing, *(() if ills else unknown)) if ills or unknown else ()
    if not ills:
        return False, "", unknown
    return True, f"Luas {_tenths(area)} m² per orang (ambang {_tenths(settings.ambang_luas)}): {', '.join(ills)}.", ()


def _ills(
    building: Given, families: Sequence[Given], classification: int | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What makes a cramped house unhealthy, and the keys that are unknown."""
    floor, wall = building["jenis_lantai"], building["jenis_dinding"]
    toilets = [sanitasi(family, classification) for family in families]
    ills = [f"sanitasi {one.verdict}" for one in toilets if one.verdict in _INDECENT]
    if floor == _EARTH_FLOOR:
        ills.append("lantai tanah")
    if wall in DINDING.items and wall not in _STURDY_WALLS:
        ills.append("dinding tidak layak")
    unknown = _unknown_of(building, "jenis_lantai", "jenis_dinding")
    unknown += [key for one in toilets if one.verdict is Sanitation.PERLU_DATA for key in one.missing]
    return tuple(dict.fromkeys(ills)), tuple(dict.fromkeys(unknown if families else [*unknown, "keluarga"]))


def _flimsy(building: Given) -> tuple[list[str], tuple[str, ...]]:
    """What is not sturdy by BPS, and which of roof, wall and floor are unknown."""
    roof, wall, floor = building["jenis_atap"], building["jenis_dinding"], building["jenis_lantai"]
    failed = []
    if roof in ATAP.items and roof not in _STURDY_ROOFS:
        failed.append("Atap tidak memenuhi ketahanan bangunan.")
    if wall in DINDING.items and wall not in _STURDY_WALLS:
        failed.append("Dinding tidak memenuhi ketahanan bangunan.")
    if floor in _WEAK_FLOORS:
        failed.append(f"Ketahanan bangunan: {_WEAK_FLOORS[floor]}.")
    return failed, tuple(_unknown_of(building, "jenis_atap", "jenis_dinding", "jenis_lantai"))


def _unknown_of(building: Given, *keys: str) -> list[str]:
    """Materials not answered, or with a code the printed list does not hold (a bundle may bring one)."""
    return [key for key in keys if building[key] not in _MATERIALS[key]]


def _area_per_head(building: Given, occupants: int | None) -> tuple[float | None, tuple[str, ...]]:
    """Floor area a head in tenths of m², or the keys that are unknown; no area and no occupants are unknown too."""
    area = building["luas_lantai"]
    if isinstance(area, int) and area and occupants:
        return area * 10 / occupants, ()
    return None, (*(() if area else ("luas_lantai",)), *(() if occupants else ("penghuni",)))


def _tenths(area: float) -> str:
    """Tenths of m² rounded down to one decimal: 72 is "7,2", and what is under a threshold never reads like it."""
    return f"{int(area) // 10},{int(area) % 10}"
