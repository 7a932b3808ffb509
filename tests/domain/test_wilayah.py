from collections import Counter

import pytest

from puskesos_desktop.domain import wilayah

DESA_AND_KELURAHAN = {
    "33.28.01": (13, 0), "33.28.02": (18, 0), "33.28.03": (17, 0), "33.28.04": (20, 0), "33.28.05": (13, 0),
    "33.28.06": (15, 0), "33.28.07": (17, 0), "33.28.08": (10, 0), "33.28.09": (23, 0), "33.28.10": (5, 5),
    "33.28.11": (21, 0), "33.28.12": (19, 0), "33.28.13": (18, 0), "33.28.14": (20, 0), "33.28.15": (19, 1),
    "33.28.16": (11, 0), "33.28.17": (12, 0), "33.28.18": (10, 0),
}  # fmt: skip


def found(text: str) -> list[str]:
    return [one.name for one in wilayah.search(text)]


def test_kabupaten_tegal_has_its_281_desa_and_6_kelurahan() -> None:
    villages = wilayah.search("33.28", limit=1000)
    count = Counter((one.code[:8], one.kind) for one in villages)
    assert len(villages) == 287
    assert {code: (count[code, "desa"], count[code, "kelurahan"]) for code in wilayah.districts()} == DESA_AND_KELURAHAN


def test_a_village_is_found_by_its_code_with_and_without_dots() -> None:
    village = wilayah.Village("33.28.01.2001", "Prupuk Selatan", "desa", "Margasari", "Kabupaten Tegal", "Jawa Tengah")
    assert wilayah.village("33.28.01.2001") == village
    assert wilayah.village("3328012001") == village
    assert wilayah.search("3328012001") == [village]


@pytest.mark.parametrize("code", ["", "33.28", "33.28.01", "33.28.01.9999", "x"])
def test_what_is_no_village_is_not_found(code: str) -> None:
    assert wilayah.village(code) is None


def test_a_village_whose_name_has_commas_is_found_by_its_code() -> None:
    lambang_sari = wilayah.village("14.02.09.2010")
    assert lambang_sari is not None
    assert (lambang_sari.name, lambang_sari.district) == ("Lambang Sari I, II, III", "Lirik")
    assert wilayah.search("14.02.09.2010") == [lambang_sari]


def test_a_kelurahan_is_told_from_a_desa() -> None:
    pakembaran = wilayah.village("33.28.10.1006")
    assert pakembaran is not None
    assert (pakembaran.name, pakembaran.kind) == ("Pakembaran", "kelurahan")


@pytest.mark.parametrize("typed", ["Marga Ayu", "margaayu", "MARGAAYU", "desa Marga  Ayu", "margaayu margasari"])
def test_spaces_and_case_do_not_matter_to_a_name(typed: str) -> None:
    assert found(typed)[0] == "Marga Ayu"


def test_words_behind_the_name_narrow_it_down_to_a_kecamatan_or_regency() -> None:
    assert {one.district for one in wilayah.search("karanganyar kedungbanteng")} == {"Kedungbanteng"}
    assert {one.regency for one in wilayah.search("sumurpanggang kota tegal")} == {"Kota Tegal"}
    assert {one.code for one in wilayah.search("kel. Dampyak kec. Kramat kab. Tegal")} == {"33.28.15.1019"}


def test_villages_at_home_come_before_the_same_beginning_elsewhere() -> None:
    assert wilayah.search("kali")[0].regency == "Kabupaten Tegal"
    assert wilayah.search("kal", limit=3)[2].regency == "Kabupaten Tegal"


def test_a_village_of_another_province_is_found_too() -> None:
    assert any(one.province == "Bengkulu" for one in wilayah.search("kali arma jaya"))


@pytest.mark.parametrize("typed", ["", " ", "a", "33", "...", "zzqqxx"])
def test_too_little_or_nonsense_finds_nothing(typed: str) -> None:
    assert wilayah.search(typed) == []


def test_no_more_villages_than_asked_for() -> None:
    assert len(wilayah.search("su")) == 20
    assert len(wilayah.search("su", limit=5)) == 5


def test_the_kecamatan_order_of_bps_differs_and_is_bridged() -> None:
    assert wilayah.bps_district("33.28.11") == "3328120"
    assert wilayah.bps_district("33.28.12") == "3328140"
    assert wilayah.kemendagri_district("3328110") == "33.28.18"
    assert wilayah.bps_district("33.27.01") is None
    assert wilayah.kemendagri_district("3328190") is None


def test_the_bridge_leads_there_and_back_for_all_18() -> None:
    bridged = [wilayah.bps_district(code) for code in wilayah.districts()]
    assert len(set(bridged)) == 18
    assert [wilayah.kemendagri_district(bps or "") for bps in bridged] == list(wilayah.districts())
