"""A prelist says things of people: its lines are kept, linked to residents, and never taken for the village itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from puskesos_desktop.domain.codes.prelist import BARU, PRELIST, RAGU, TERHUBUNG
from puskesos_desktop.domain.household import ANGGOTA, Record
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.services.imports import carry_out
from puskesos_desktop.services.imports.findings import Choice, Decision, Options, Role, Verdict
from puskesos_desktop.store.log import undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, population
from tests.support import tables
from tests.support.imports import a_file, imported, line_of, rehearsed, without
from tests.support.tables import changed, dtks, opensid, people
from tests.support.village import OPERATOR, opened

FIVE = people(5)


def lines(store: Store) -> list[Record]:
    return population.every(store.reader().conn, PRELIST)


@pytest.fixture
def village(store: Store, tmp_path: Path) -> Store:
    """Three of the five families live here."""
    imported(store, a_file(tmp_path, opensid(FIVE[:9]), "penduduk.xlsx"))
    return store


def test_lines_are_linked_to_residents_and_others_are_said_to_be_unknown(village: Store, tmp_path: Path) -> None:
    before = population.every(village.reader().conn, ANGGOTA)
    done = imported(village, a_file(tmp_path, dtks(FIVE)))
    assert (without(done.counts), done.written, done.equal) == ({"baru": 15}, {"prelist": 15}, True)
    states = [one["keadaan"] for one in lines(village)]
    assert (states.count(TERHUBUNG), states.count(BARU)) == (9, 6)
    assert population.every(village.reader().conn, ANGGOTA) == before
    first = lines(village)[0]
    resident = next(one for one in before if one.id == first["anggota_id"])
    assert (resident["nik"], first["keluarga_id"]) == (FIVE[0].nik, resident["keluarga_id"])


def test_what_the_list_says_is_kept_in_its_own_words(village: Store, tmp_path: Path) -> None:
    imported(village, a_file(tmp_path, dtks(FIVE[:1])))
    kept = lines(village)[0]
    assert "PEKERJAAN: BURUH TANI" in kept.text("isi").splitlines()
    assert "BANSOS BPNT: YA" in kept.text("isi").splitlines()
    assert (kept["jenis"], kept["berkas"], kept["baris"]) == ("dtks_23", "berkas.xlsx", 2)


def test_the_same_list_twice_changes_nothing_whatever_its_file_is_called(village: Store, tmp_path: Path) -> None:
    imported(village, a_file(tmp_path, dtks(FIVE)))
    before = lines(village)
    again = imported(village, a_file(tmp_path, dtks(FIVE), "salinan.xlsx"))
    assert (without(again.counts), again.written) == ({"sama": 15}, {})
    assert lines(village) == before


def test_a_newer_list_tells_the_columns_that_say_something_else(village: Store, tmp_path: Path) -> None:
    imported(village, a_file(tmp_path, dtks(FIVE)))
    rows = dtks(FIVE)
    rows[1][rows[0].index("BANSOS PKH")] = "YA"
    found = rehearsed(village, a_file(tmp_path, rows, "baru.xlsx"))
    assert without(found.counts()) == {"sama": 14, "berubah": 1}
    assert [one.words for one in found.lines[0].changes] == ["BANSOS PKH: TIDAK → YA"]
    carry_out.carry_out(village, found, {}, OPERATOR)
    assert "BANSOS PKH: YA" in lines(village)[0].text("isi")
    assert len(lines(village)) == 15


def test_words_about_health_are_not_shown(village: Store, tmp_path: Path) -> None:
    imported(village, a_file(tmp_path, tables.bdt(FIVE[:3])))
    found = rehearsed(village, a_file(tmp_path, tables.bdt(FIVE[:3], Jenis_cacat=4.0), "baru.xlsx"))
    assert {one.new for one in found.lines[0].changes} == {"(rahasia)"}


def test_an_unsure_line_is_kept_to_be_looked_at_and_a_decision_links_it(village: Store, tmp_path: Path) -> None:
    rows = dtks(FIVE[:3])
    rows[1][rows[0].index("NIK")] = FIVE[0].nik[:15]
    path = a_file(tmp_path, rows)
    found = rehearsed(village, path)
    assert found.lines[0].verdict is Verdict.UNSURE
    resident = found.lines[0].matches[0].id
    imported(village, path)
    assert (lines(village)[0]["keadaan"], lines(village)[0]["anggota_id"]) == (RAGU, None)
    assert rehearsed(village, path).lines[0].verdict is Verdict.UNSURE
    imported(village, path, {0: Decision(Choice.SAME, resident)})
    assert (lines(village)[0]["keadaan"], lines(village)[0]["anggota_id"]) == (TERHUBUNG, resident)


def test_the_mended_line_takes_the_place_of_the_unsure_one(village: Store, tmp_path: Path) -> None:
    rows = dtks(FIVE[:3])
    rows[1][rows[0].index("NIK")] = FIVE[0].nik[:15]
    imported(village, a_file(tmp_path, rows))
    imported(village, a_file(tmp_path, dtks(FIVE[:1]), "betul.xlsx"))
    assert len(lines(village)) == 3
    assert (lines(village)[0]["keadaan"], lines(village)[0]["nik"]) == (TERHUBUNG, FIVE[0].nik)


def test_those_a_list_names_and_nobody_knows_can_be_registered_with_it(village: Store, tmp_path: Path) -> None:
    done = imported(village, a_file(tmp_path, dtks(FIVE)), options=Options(register=True))
    assert (done.after.persons, done.after.families, done.equal) == (15, 5, True)
    assert {one["keadaan"] for one in lines(village)} == {TERHUBUNG}
    family = next(one for one in households.find_by_card(village.reader(), FIVE[9].kk))
    home = opened(village, family)
    assert home.head is not None
    assert [one["nama"] for one in home.members] == [one.name for one in FIVE[9:12]]
    again = imported(village, a_file(tmp_path, dtks(FIVE)), options=Options(register=True))
    assert without(again.counts) == {"sama": 15}


def test_a_person_registered_later_is_linked_when_the_list_comes_again(village: Store, tmp_path: Path) -> None:
    imported(village, a_file(tmp_path, dtks(FIVE)))
    imported(village, a_file(tmp_path, opensid(FIVE), "penduduk.xlsx"))
    again = imported(village, a_file(tmp_path, dtks(FIVE)))
    assert without(again.counts) == {"sama": 9, "berubah": 6}
    assert {one["keadaan"] for one in lines(village)} == {TERHUBUNG}


def test_two_lines_that_claim_one_resident_go_to_a_person(village: Store, tmp_path: Path) -> None:
    found = rehearsed(village, a_file(tmp_path, dtks([FIVE[0], FIVE[0]])))
    assert [one.verdict for one in found.lines] == [Verdict.NEW, Verdict.UNSURE]


def test_a_list_of_families_is_linked_by_their_card(village: Store, tmp_path: Path) -> None:
    rows: tables.Rows = [["nomor_kartu_keluarga", "nama_kepala_keluarga", "desil_nasional"],
                        [FIVE[0].kk, FIVE[0].name, 1.0], ["3328019901010001", "ORANG LAIN", 2.0]]  # fmt: skip
    found = rehearsed(village, a_file(tmp_path, rows))
    assert found.kind == "dtsen_keluarga"
    carry_out.carry_out(village, found, {}, OPERATOR)
    assert [one["keadaan"] for one in lines(village)] == [TERHUBUNG, BARU]


def test_a_list_of_numbers_alone_is_linked_by_the_number(village: Store, tmp_path: Path) -> None:
    rows: tables.Rows = [["Peserta", "Keterangan"], [FIVE[0].nik, "warung"], [FIVE[3].kk, "keluarga"]]
    done = imported(village, a_file(tmp_path, rows))
    assert (done.counts["baru"], [one["keadaan"] for one in lines(village)]) == (2, [TERHUBUNG, TERHUBUNG])


def test_the_operator_may_take_a_prelist_for_the_population(store: Store, tmp_path: Path) -> None:
    done = imported(store, a_file(tmp_path, dtks(FIVE)), options=Options(Role.POPULATION))
    assert (done.after.persons, done.after.families, lines(store)) == (15, 5, [])


def test_households_of_2015_taken_for_the_population_share_their_house(store: Store, tmp_path: Path) -> None:
    two = [replace(one, family=0) for one in FIVE[:6]]
    rows = tables.bdt(two)
    for at, row in enumerate(rows[2:]):
        row[tables.BDT.index("Nomor urut keluarga")] = float(at // 3 + 1)
    done = imported(store, a_file(tmp_path, rows), options=Options(Role.POPULATION))
    assert (done.after.families, households.totals(store.reader())["bangunan"]) == (2, 1)


def test_a_list_changed_since_its_rehearsal_is_not_written(village: Store, tmp_path: Path) -> None:
    found = rehearsed(village, a_file(tmp_path, dtks(FIVE)))
    a_file(tmp_path, dtks(changed(FIVE, 0, name="LAIN")))
    with pytest.raises(UserError, match="berubah sejak dicoba"):
        carry_out.carry_out(village, found, {}, OPERATOR)
    assert lines(village) == []


def test_a_list_undone_leaves_no_line(village: Store, tmp_path: Path) -> None:
    imported(village, a_file(tmp_path, dtks(FIVE)))
    undo.undo(village, OPERATOR)
    assert lines(village) == []
    assert line_of(rehearsed(village, a_file(tmp_path, dtks(FIVE))), FIVE[0].name).verdict is Verdict.NEW


def test_another_number_without_a_name_is_another_line(village: Store, tmp_path: Path) -> None:
    rows: tables.Rows = [["Peserta", "Keterangan"], [FIVE[0].nik, "warung"]]
    imported(village, a_file(tmp_path, rows))
    imported(village, a_file(tmp_path, [*rows[:1], [FIVE[1].nik, "warung"]], "lain.xlsx"))
    assert [one["nik"] for one in lines(village)] == [FIVE[0].nik, FIVE[1].nik]
