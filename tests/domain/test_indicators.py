from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puskesos_desktop.domain.household import BANGUNAN, DESA, KELUARGA, Answers, Value
from puskesos_desktop.domain.indicators import (
    Finding,
    House,
    Housing,
    Power,
    Sanitation,
    Thresholds,
    Water,
    air_minum,
    layak_huni_bps,
    listrik,
    rtlh,
    sanitasi,
    thresholds_of,
)  # fmt: skip
from puskesos_desktop.forms.fields import Choice
from puskesos_desktop.forms.paper import FORMS

URBAN, RURAL, UNSET = 1, 2, None
SOUND = {
    "luas_lantai": 40, "jenis_lantai": 2, "jenis_dinding": 1, "jenis_atap": 2, "kondisi_pondasi": 1, "kondisi_sloof": 1,
    "kondisi_kolom": 1, "kondisi_balok": 1, "kondisi_rangka_atap": 1, "kondisi_lantai": 1, "kondisi_dinding": 1,
    "kondisi_atap": 1,
}  # fmt: skip
CLEAN = {"sumber_air": 4, "jarak_limbah": 2, "fasilitas_bab": 1, "jenis_kloset": 1, "pembuangan_tinja": 1}
STRUCTURE = ["kondisi_pondasi", "kondisi_sloof", "kondisi_kolom", "kondisi_balok", "kondisi_rangka_atap"]
ALADIN = ["kondisi_atap", "kondisi_lantai", "kondisi_dinding"]


def house(**answers: Value) -> Answers:
    return FORMS[BANGUNAN].complete({**SOUND, **answers})


def family(**answers: Value) -> Answers:
    return FORMS[KELUARGA].complete({**CLEAN, **answers})


def judged(occupants: int | None = 4, /, *families: Answers, **answers: Value) -> Finding:
    return rtlh(house(**answers), families or (family(),), occupants, Thresholds(72, RURAL))


WATER = [
    *((code, None, Water.LAYAK) for code in (3, 4, 5, 7, 10, 12, 13)),
    *((code, None, Water.TIDAK) for code in (6, 8, 9, 11)),
    *((code, None, Water.PERLU_DATA) for code in (1, 2)),
    *((bought, mck, Water.LAYAK) for bought in (1, 2) for mck in (3, 4, 5, 7, 10, 12, 13)),
    *((bought, mck, Water.TIDAK) for bought in (1, 2) for mck in (6, 8, 9, 11)),
    *((bought, mck, Water.PERLU_DATA) for bought in (1, 2) for mck in (1, 2)),
    (None, 4, Water.PERLU_DATA),
]


@pytest.mark.parametrize(("source", "washing", "verdict"), WATER)
def test_drinking_water_is_classed_by_its_source(source: int | None, washing: int | None, verdict: Water) -> None:
    assert air_minum(family(sumber_air=source, air_mck=washing)).verdict is verdict


@pytest.mark.parametrize(("source", "flagged"), [(4, True), (5, True), (7, True), (3, False), (10, False)])
def test_waste_nearer_than_ten_metres_is_a_reason_but_changes_no_class(source: int, flagged: bool) -> None:
    finding = air_minum(family(sumber_air=source, jarak_limbah=1))
    assert finding.verdict is Water.LAYAK
    assert any("< 10 m" in reason for reason in finding.reasons) is flagged


def test_bought_water_without_washing_water_says_what_is_missing() -> None:
    finding = air_minum(family(sumber_air=2))
    assert finding.missing == ("air_mck",)
    assert finding.reasons == ("Air minum dibeli: sumber air mandi dan cuci belum diketahui.",)


CLASSES = (URBAN, RURAL, UNSET)
LADDER = [
    *((1, 1, drain, place, 1, Sanitation.AMAN) for drain in (1, 2) for place in CLASSES),
    *((1, 1, drain, place, no, Sanitation.SENDIRI) for drain in (1, 2) for place in CLASSES for no in (2, None)),
    *((2, 1, drain, place, yes, Sanitation.BERSAMA) for drain in (1, 2) for place in CLASSES for yes in (1, 2, None)),
    *((3, 1, drain, place, yes, Sanitation.BERSAMA) for drain in (1, 2) for place in CLASSES for yes in (1, 2, None)),
    (1, 1, 4, RURAL, None, Sanitation.SENDIRI),
    (2, 1, 4, RURAL, None, Sanitation.BERSAMA),
    (3, 1, 4, RURAL, None, Sanitation.BELUM),
    (1, 1, 4, URBAN, None, Sanitation.PERLU_DATA),
    (2, 1, 4, URBAN, None, Sanitation.PERLU_DATA),
    (3, 1, 4, URBAN, None, Sanitation.BELUM),
    (1, 1, 4, UNSET, None, Sanitation.PERLU_DATA),
    (2, 1, 4, UNSET, None, Sanitation.PERLU_DATA),
    (3, 1, 4, UNSET, None, Sanitation.BELUM),
    *((own, closet, drain, RURAL, None, Sanitation.BELUM)
      for own, closet, drain in product((1, 2, 3), (2, 3, 4), (1, 2, 3, 4, 5, 6, None))),
    *((own, 1, drain, place, None, Sanitation.TERTUTUP)
      for own, drain, place in product((1, 2, 3), (3, 5, 6), CLASSES)),
    *((4, closet, drain, place, None, Sanitation.BELUM)
      for closet, drain, place in product((1, 4, None), (1, 5, None), CLASSES)),
    *((none, None, None, place, None, Sanitation.TERBUKA) for none, place in product((5, 6), CLASSES)),
    (None, None, None, RURAL, None, Sanitation.PERLU_DATA),
    *((own, None, 1, RURAL, None, Sanitation.PERLU_DATA) for own in (1, 2, 3)),
    *((own, 1, None, RURAL, None, Sanitation.PERLU_DATA) for own in (1, 2, 3)),
]  # fmt: skip


@pytest.mark.parametrize(("place", "closet", "drain", "classification", "emptied", "verdict"), LADDER)
def test_every_row_of_the_sanitation_ladder(
    place: int | None, closet: int | None, drain: int | None, classification: int | None, emptied: int | None,
    verdict: Sanitation,
) -> None:  # fmt: skip
    answers = family(fasilitas_bab=place, jenis_kloset=closet, pembuangan_tinja=drain, disedot=emptied)
    assert sanitasi(answers, classification).verdict is verdict


def test_a_pit_in_a_village_without_class_says_that_the_class_is_missing() -> None:
    finding = sanitasi(family(pembuangan_tinja=4), UNSET)
    assert finding.missing == ("klasifikasi",)
    assert finding.reasons == ("Lubang tanah: klasifikasi desa (perkotaan atau perdesaan) belum diatur.",)


def test_an_own_septic_tank_of_unknown_emptying_says_what_could_make_it_safe() -> None:
    assert sanitasi(family(), RURAL).missing == ("disedot",)
    assert sanitasi(family(disedot=2), RURAL).missing == ()


METERS = [
    (1, 1, Power.PLN_450), (1, 2, Power.PLN_900), (1, 3, Power.PLN_1300), (1, 4, Power.PLN_1300),
    (1, 5, Power.PLN_1300), (1, None, Power.PERLU_DATA), (2, None, Power.TANPA_METERAN), (3, None, Power.NON_PLN),
    (4, None, Power.BUKAN_LISTRIK), (None, None, Power.PERLU_DATA),
]  # fmt: skip


@pytest.mark.parametrize(("source", "power", "verdict"), METERS)
def test_every_row_of_the_electricity_table(source: int | None, power: int | None, verdict: Power) -> None:
    assert listrik(family(sumber_penerangan=source, daya_1=power)).verdict is verdict


def test_900_va_asks_for_the_tariff_until_it_is_answered() -> None:
    assert listrik(family(sumber_penerangan=1, daya_1=2)).missing == ("golongan_tarif",)
    assert listrik(family(sumber_penerangan=1, daya_1=2, golongan_tarif=3)).missing == ()


@pytest.mark.parametrize(
    ("tariff", "verdict"),
    [(None, Power.PERLU_DATA), (1, Power.PLN_450), (2, Power.PLN_900), (3, Power.PLN_900), (4, Power.PERLU_DATA)],
)
def test_meters_of_different_classes_are_settled_by_the_tariff_only(tariff: int | None, verdict: Power) -> None:
    finding = listrik(family(sumber_penerangan=1, daya_1=1, daya_2=2, golongan_tarif=tariff))
    assert finding.verdict is verdict
    assert "Beberapa meteran" in finding.reasons[0]


def test_other_tariffs_say_nothing_about_which_meter_counts() -> None:
    finding = listrik(family(sumber_penerangan=1, daya_1=1, daya_2=3, golongan_tarif=4))
    assert finding.verdict is Power.PERLU_DATA
    assert finding.reasons == ("Beberapa meteran dengan daya berbeda: tarif tidak menentukan yang dihitung.",)


def test_a_power_that_no_list_knows_is_never_guessed() -> None:
    assert listrik(family(sumber_penerangan=1, daya_1=1, daya_2=9)).missing == ("daya_1",)


def test_meters_of_one_class_are_that_class() -> None:
    assert listrik(family(sumber_penerangan=1, daya_1=1, daya_2=1, daya_3=1)).verdict is Power.PLN_450
    assert listrik(family(sumber_penerangan=1, daya_1=3, daya_2=5)).verdict is Power.PLN_1300


def test_a_power_only_in_the_second_meter_counts() -> None:
    assert listrik(family(sumber_penerangan=1, daya_2=1)).verdict is Power.PLN_450


def test_homes_without_electricity_or_meter_have_a_priority() -> None:
    assert listrik(family(sumber_penerangan=4)).priority == "prioritas"
    assert listrik(family(sumber_penerangan=2)).priority == "calon pasang baru"


def test_a_sound_house_is_no_rtlh() -> None:
    assert judged() == Finding(House.LAYAK)


def test_the_verdict_reads_as_the_word_that_lists_filter_by() -> None:
    assert str(judged(kondisi_kolom=4).verdict) == "RTLH"
    assert [str(one) for one in House] == ["RTLH", "layak", "perlu data"]


@pytest.mark.parametrize("pair", [(a, b) for a in ALADIN for b in ALADIN if a < b])
@pytest.mark.parametrize("state", [3, 4])
def test_two_damaged_of_roof_floor_and_wall_are_rtlh(pair: tuple[str, str], state: int) -> None:
    finding = judged(**dict.fromkeys(pair, state))
    assert finding.verdict is House.RTLH
    assert finding.reasons[0].startswith("ALADIN 2 dari 3: ")


def test_the_reason_names_what_is_damaged_and_how() -> None:
    finding = judged(kondisi_atap=4, kondisi_dinding=3)
    assert finding.reasons == ("ALADIN 2 dari 3: atap rusak berat, dinding rusak sedang.",)


@pytest.mark.parametrize("key", ALADIN)
@pytest.mark.parametrize("state", [2, 3, 4])
def test_one_damaged_part_alone_is_no_rtlh(key: str, state: int) -> None:
    assert judged(**{key: state}).verdict is House.LAYAK


@pytest.mark.parametrize("key", STRUCTURE)
def test_any_heavily_damaged_structure_is_rtlh_and_dangerous(key: str) -> None:
    finding = judged(**{key: 4})
    assert (finding.verdict, finding.priority) == (House.RTLH, "P1")
    assert judged(**{key: 3}).verdict is House.LAYAK


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"luas_lantai": 28}, House.LAYAK),
        ({"luas_lantai": 28, "jenis_lantai": 8}, House.RTLH),
        ({"luas_lantai": 28, "jenis_lantai": 7}, House.LAYAK),
        ({"luas_lantai": 28, "jenis_dinding": 4}, House.RTLH),
        ({"luas_lantai": 28, "jenis_dinding": 6}, House.RTLH),
        ({"luas_lantai": 28, "jenis_dinding": 7}, House.RTLH),
        ({"luas_lantai": 28, "jenis_dinding": 3}, House.LAYAK),
        ({"luas_lantai": 29, "jenis_lantai": 8}, House.LAYAK),
    ],
)
def test_too_small_and_unhealthy_is_rtlh(answers: Answers, verdict: House) -> None:
    assert judged(4, **answers).verdict is verdict


def test_too_small_with_poor_sanitation_is_rtlh() -> None:
    finding = judged(4, family(fasilitas_bab=6), luas_lantai=20)
    assert (finding.verdict, finding.priority) == (House.RTLH, "P3")
    assert finding.reasons == ("Luas 5,0 m² per orang (ambang 7,2): sanitasi BABS terbuka.",)


def test_the_area_threshold_is_a_setting() -> None:
    small = house(luas_lantai=34, jenis_lantai=8)
    assert rtlh(small, (family(),), 4, Thresholds(72, RURAL)).verdict is House.LAYAK
    assert rtlh(small, (family(),), 4, Thresholds(90, RURAL)).verdict is House.RTLH


def test_exactly_the_threshold_is_enough() -> None:
    assert judged(5, luas_lantai=36, jenis_lantai=8).verdict is House.LAYAK


def test_a_shared_house_counts_everybody_and_the_worst_sanitation() -> None:
    good, bad = family(), family(fasilitas_bab=6)
    assert judged(8, good, good, luas_lantai=40).verdict is House.LAYAK
    assert judged(8, good, bad, luas_lantai=40).verdict is House.RTLH
    assert judged(4, good, bad, luas_lantai=40).verdict is House.LAYAK


@pytest.mark.parametrize("key", STRUCTURE)
def test_an_unseen_structure_is_never_guessed(key: str) -> None:
    finding = judged(**{key: None})
    assert (finding.verdict, finding.missing) == (House.PERLU_DATA, (key,))
    assert finding.reasons[0].startswith("Belum diketahui: kondisi ")


@pytest.mark.parametrize("key", STRUCTURE)
def test_a_condition_that_no_list_knows_counts_as_unseen(key: str) -> None:
    assert judged(**{key: 7}).missing == (key,)
    assert judged(kondisi_atap=7, kondisi_lantai=3).missing == ("kondisi_atap",)


@pytest.mark.parametrize(("key", "code"), [("jenis_dinding", 12), ("jenis_lantai", 12)])
def test_a_material_that_no_list_knows_counts_as_unanswered(key: str, code: int) -> None:
    assert judged(4, luas_lantai=10, **{key: code}).missing == (key,)
    assert bps(**{key: code}).missing == (key,)


def test_unseen_roof_floor_or_wall_matters_only_where_it_could_decide() -> None:
    assert judged(kondisi_atap=None).verdict is House.LAYAK
    assert judged(kondisi_atap=None, kondisi_lantai=3).verdict is House.PERLU_DATA
    assert judged(kondisi_atap=None, kondisi_lantai=None).missing == ("kondisi_atap", "kondisi_lantai")


def test_one_sure_criterion_is_enough_whatever_else_is_unknown() -> None:
    nothing = FORMS[BANGUNAN].empty()
    assert rtlh({**nothing, "kondisi_kolom": 4}, (), None, Thresholds()).verdict is House.RTLH
    assert rtlh({**nothing, "kondisi_atap": 3, "kondisi_lantai": 4}, (), None, Thresholds()).verdict is House.RTLH


def test_nothing_known_is_perlu_data_with_everything_that_is_missing() -> None:
    finding = rtlh(FORMS[BANGUNAN].empty(), (), None, Thresholds())
    assert finding.verdict is House.PERLU_DATA
    assert {*STRUCTURE, *ALADIN, "luas_lantai", "penghuni"} <= set(finding.missing)


def test_unknown_area_matters_only_in_an_unhealthy_house() -> None:
    assert judged(4, luas_lantai=None).missing == ()
    assert judged(4, luas_lantai=None, jenis_lantai=8).missing == ("luas_lantai",)
    assert judged(None, jenis_lantai=8).missing == ("penghuni",)
    assert judged(0, jenis_lantai=8).missing == ("penghuni",)


def test_unknown_sanitation_matters_only_in_a_cramped_house() -> None:
    assert judged(4, family(fasilitas_bab=None)).verdict is House.LAYAK
    assert judged(8, family(fasilitas_bab=None)).missing == ("fasilitas_bab",)


@pytest.mark.parametrize(
    ("answers", "priority"),
    [
        ({"kondisi_balok": 4}, "P1"),
        ({"kondisi_atap": 4, "kondisi_lantai": 3}, "P1"),
        ({"kondisi_dinding": 4, "kondisi_lantai": 3}, "P1"),
        ({"kondisi_lantai": 4, "kondisi_atap": 3}, "P2"),
        ({"luas_lantai": 10, "jenis_lantai": 8}, "P3"),
    ],
)
def test_what_is_dangerous_comes_first(answers: Answers, priority: str) -> None:
    assert judged(4, **answers).priority == priority


def bps(occupants: int | None = 4, one: Answers | None = None, /, **answers: Value) -> Finding:
    return layak_huni_bps(house(**answers), (one or family(),), occupants, Thresholds(90, RURAL))


def test_the_four_conditions_of_bps_together_make_a_decent_house() -> None:
    assert bps().verdict is Housing.LAYAK


@pytest.mark.parametrize(
    ("key", "decent"),
    [("jenis_atap", {1, 2, 3, 6}), ("jenis_dinding", {1, 2, 3, 5}), ("jenis_lantai", {1, 2, 3, 4, 5, 6, 9})],
)
def test_bps_names_the_sturdy_materials(key: str, decent: set[int]) -> None:
    field = FORMS[BANGUNAN].fields[key]
    assert isinstance(field, Choice)
    assert {code for code in field.options.items if bps(**{key: code}).verdict is Housing.LAYAK} == decent


def test_each_failed_condition_of_bps_is_named() -> None:
    assert bps(6).reasons == ("Luas 6,6 m² per orang, kurang dari 7,2.",)
    assert bps(4, family(sumber_air=9)).reasons == ("Air minum tidak layak.",)
    assert bps(4, family(fasilitas_bab=4)).reasons == ("Sanitasi belum layak.",)


def test_bps_keeps_its_own_area_whatever_the_village_chose() -> None:
    assert bps(5, luas_lantai=40).verdict is Housing.LAYAK


def test_unknown_conditions_of_bps_are_perlu_data() -> None:
    assert bps(jenis_atap=None).missing == ("jenis_atap",)
    assert bps(4, family(sumber_air=1)).missing == ("air_mck",)
    assert bps(None).missing == ("penghuni",)
    assert layak_huni_bps(house(), (), 4, Thresholds()).missing == ("keluarga",)


def test_settings_come_from_the_village_record() -> None:
    desa = FORMS[DESA].empty()
    assert thresholds_of(desa) == Thresholds(72, None)
    assert thresholds_of({**desa, "ambang_luas": 90, "klasifikasi": 1}) == Thresholds(90, URBAN)


codes = st.none() | st.integers(-1, 14)


@given(st.data())
def test_any_codes_at_all_give_a_finding_that_says_why(data: st.DataObject) -> None:
    building = {key: data.draw(codes) for key in SOUND}
    one = {**{key: data.draw(codes) for key in CLEAN}, "air_mck": data.draw(codes), "disedot": data.draw(codes)}
    power = {key: data.draw(codes) for key in ("sumber_penerangan", "daya_1", "daya_2", "golongan_tarif")}
    answers, settings = family(**one, **power), Thresholds(72, data.draw(st.sampled_from(CLASSES)))
    occupants = data.draw(st.none() | st.integers(0, 20))
    for finding in (
        rtlh(house(**building), [answers], occupants, settings),
        layak_huni_bps(house(**building), [answers], occupants, settings),
        air_minum(answers), sanitasi(answers, settings.classification), listrik(answers),
    ):  # fmt: skip
        assert str(finding.verdict) != "perlu data" or (finding.missing and finding.reasons)
        assert all(reason.endswith(".") for reason in finding.reasons)
