"""A population file: rehearsed row by row, written as one deed, and never anything that nobody sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, Record
from puskesos_desktop.domain.outcome import Cancelled, UserError
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.imports import carry_out, returning
from puskesos_desktop.services.imports.findings import Choice, Decision, Options, Role, Verdict
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.log import history, undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, population
from tests.support import tables
from tests.support.imports import a_file, imported, line_of, rehearsed, state, without
from tests.support.tables import changed, opensid, people
from tests.support.village import OPERATOR, opened

FIVE = people(5)


def person(store: Store, nik: str) -> Record:
    return next(one for one in population.every(store.reader().conn, ANGGOTA) if one["nik"] == nik)


def family_of(store: Store, nik: str) -> Record:
    wanted = person(store, nik)["keluarga_id"]
    return next(one for one in population.every(store.reader().conn, KELUARGA) if one.id == wanted)


def test_a_rehearsal_counts_everybody_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    before = state(store)
    found = rehearsed(store, a_file(tmp_path, opensid(FIVE)))
    assert (found.kind, found.role, without(found.counts())) == ("opensid_penduduk", Role.POPULATION, {"baru": 15})
    assert (found.file.families, found.file.persons, found.file.men + found.file.women) == (5, 15, 15)
    assert found.file.by_rt["RT 001 / RW 001"] == 3
    assert found.plan.after == found.file
    assert state(store) == before


def test_families_stand_with_their_head_their_house_and_their_relations(store: Store, tmp_path: Path) -> None:
    done = imported(store, a_file(tmp_path, opensid(FIVE)))
    assert done.equal
    assert done.after.persons == 15
    head, wife = FIVE[0], FIVE[1]
    family = family_of(store, head.nik)
    assert family["kepala"] == person(store, head.nik).id
    home = opened(store, family.id)
    assert [one["hubungan"] for one in home.members] == [1, 2, 3]
    assert (home.family["nomor_kk"], home.building["rt"], home.building["dusun"]) == (head.kk, head.rt, "KRAJAN")
    assert person(store, wife.nik)["tanggal_lahir"] == wife.born.isoformat()
    assert selfcheck.check(store).sound


def test_importing_the_same_file_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = a_file(tmp_path, opensid(FIVE))
    imported(store, path)
    before = state(store)
    again = imported(store, path)
    assert (without(again.counts), again.written, again.equal) == ({"sama": 15}, {}, True)
    assert state(store) == before
    assert len(history.deeds(store, store.reader(), 10)) == 2


def test_an_import_is_one_deed_and_undo_gives_the_village_back(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE[:6])))
    before = state(store)
    moved = changed(FIVE, 0, rt="009", name=FIVE[0].name + " SUGENG")
    imported(store, a_file(tmp_path, opensid(moved), "baru.xlsx"))
    assert history.deeds(store, store.reader(), 10)[0].label == "Impor Data penduduk OpenSID: baru.xlsx"
    undo.undo(store, OPERATOR)
    assert state(store) == before


def test_a_changed_answer_is_told_from_old_to_new(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    found = rehearsed(store, a_file(tmp_path, opensid(changed(FIVE, 2, mother="RUSMINI")), "lagi.xlsx"))
    assert without(found.counts()) == {"sama": 14, "berubah": 1}
    words = [one.words for one in line_of(found, FIVE[2].name).changes]
    assert words == [f"Nama ibu kandung: {FIVE[2].mother} → RUSMINI"]


def test_a_blank_cell_never_overwrites_and_other_letters_are_no_change(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    before = state(store)
    emptied = opensid(FIVE, tempatlahir="", nama_ibu="-", dusun="krajan", alamat="JL. MELATI 1", tanggallahir="")
    assert without(imported(store, a_file(tmp_path, emptied, "kosong.xlsx")).counts) == {"sama": 15}
    assert state(store) == before


def test_one_empty_item_never_keeps_a_row_out(store: Store, tmp_path: Path) -> None:
    for key in ("dusun", "rt", "rw", "no_kk", "nik", "sex", "tanggallahir", "kk_level", "alamat"):
        found = rehearsed(store, a_file(tmp_path, opensid(FIVE[:3], **{key: ""}), f"{key}.xlsx"))
        assert without(found.counts()) == {"baru": 3}, key


def test_a_refused_row_names_the_cell_and_the_others_come_in(store: Store, tmp_path: Path) -> None:
    rows = opensid(FIVE[:3])
    rows[2][rows[0].index("tanggallahir")] = "kemarin"
    done = imported(store, a_file(tmp_path, rows))
    assert without(done.counts) == {"baru": 2, "ditolak": 1}
    cell = f"{chr(65 + rows[0].index('tanggallahir'))}3"
    assert done.left[0].said == (f"{cell}: 'kemarin' bukan tanggal; tulis hari-bulan-tahun.",)
    assert done.after.persons == 2


def test_somebody_not_yet_born_is_refused_by_the_rule_of_the_editor(store: Store, tmp_path: Path) -> None:
    found = rehearsed(store, a_file(tmp_path, opensid(changed(FIVE[:3], 2, born=date(2090, 1, 2)))))
    assert line_of(found, FIVE[2].name).said == ("Tanggal lahir: Tanggal lahir belum tiba. Betulkan tahunnya.",)
    assert line_of(found, FIVE[2].name).verdict is Verdict.REFUSED


def test_a_damaged_nik_is_matched_by_its_start_and_put_before_a_person(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    rows = opensid(FIVE)
    rows[1][rows[0].index("nik")] = FIVE[0].nik[:15]
    found = rehearsed(store, a_file(tmp_path, rows, "rusak.xlsx"))
    line = line_of(found, FIVE[0].name)
    assert line.verdict is Verdict.UNSURE
    assert line.matches[0].id == person(store, FIVE[0].nik).id
    assert any("hanya 15 angka" in one for one in line.said)
    assert without(found.counts()) == {"sama": 14, "ragu": 1}


def test_a_person_decides_same_new_or_skip(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    rows = opensid(FIVE, tempatlahir="BREBES")
    rows[1][rows[0].index("nik")] = FIVE[0].nik[:15]
    path = a_file(tmp_path, rows, "rusak.xlsx")
    found = rehearsed(store, path)
    resident = found.lines[0].matches[0].id
    skipped = carry_out.carry_out(store, found, {0: Decision(Choice.SKIP)}, OPERATOR)
    assert (skipped.after.persons, skipped.left[0].said) == (15, ("Dilewati.",))
    same = imported(store, path, {0: Decision(Choice.SAME, resident)})
    assert (same.after.persons, same.left, person(store, FIVE[0].nik)["tempat_lahir"]) == (15, (), "BREBES")
    new = imported(store, path, {0: Decision(Choice.NEW)})
    assert (new.after.persons, new.equal) == (16, True)


def test_a_nik_under_another_name_goes_to_a_person(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    found = rehearsed(store, a_file(tmp_path, opensid(changed(FIVE, 0, name="WAGIMAN")), "nama.xlsx"))
    line = line_of(found, "WAGIMAN")
    assert line.verdict is Verdict.UNSURE
    assert line.who[line.matches[0].id].startswith(FIVE[0].name)


def test_another_nik_for_a_resident_is_never_written_unseen(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    other = FIVE[0].nik[:-1] + "9"
    found = rehearsed(store, a_file(tmp_path, opensid(changed(FIVE, 0, nik=other)), "nik.xlsx"))
    assert line_of(found, FIVE[0].name).verdict is Verdict.UNSURE


def test_two_rows_about_one_person_bring_in_one(store: Store, tmp_path: Path) -> None:
    path = a_file(tmp_path, opensid([*FIVE[:3], FIVE[2]]))
    first = imported(store, path)
    assert without(first.counts) == {"baru": 3, "ragu": 1}
    assert first.left[0].said == ("Orang yang sama sudah ada di baris 4.",)
    second = imported(store, path)
    assert without(second.counts) == {"sama": 3, "ragu": 1}
    assert second.left[0].said == ("Baris 4 di berkas ini sudah mencocokkan warga yang sama.",)


def test_a_second_head_of_one_family_goes_to_a_person(store: Store, tmp_path: Path) -> None:
    found = rehearsed(store, a_file(tmp_path, opensid(changed(FIVE[:3], 2, relation=1))))
    assert line_of(found, FIVE[2].name).said == ("Kepala keluarga ini sudah ada di baris 2.",)


def test_a_family_with_a_new_card_number_stays_the_same_family(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    family = family_of(store, FIVE[0].nik).id
    renewed = [replace(one, kk="3328010506250017") if one.family == 0 else one for one in FIVE]
    done = imported(store, a_file(tmp_path, opensid(renewed), "kk.xlsx"))
    assert (done.after.families, family_of(store, FIVE[0].nik).id) == (5, family)
    assert family_of(store, FIVE[0].nik)["nomor_kk"] == "3328010506250017"
    assert without(done.counts) == {"sama": 14, "berubah": 1}


def test_a_child_with_a_card_of_its_own_leaves_and_the_family_stays(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    parents = family_of(store, FIVE[0].nik).id
    split = changed(FIVE, 2, kk="3328010506250017", relation=1)
    found = rehearsed(store, a_file(tmp_path, opensid(split), "pecah.xlsx"))
    assert any(one.question == "Keluarga" for one in line_of(found, FIVE[2].name).changes)
    imported(store, a_file(tmp_path, opensid(split), "pecah.xlsx"))
    assert family_of(store, FIVE[2].nik)["kepala"] == person(store, FIVE[2].nik).id
    assert family_of(store, FIVE[0].nik).id == parents
    assert len(opened(store, parents).members) == 2


def test_another_head_takes_the_place_of_the_old_one(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    turned = changed(changed(FIVE, 0, relation=3), 1, relation=1)
    done = imported(store, a_file(tmp_path, opensid(turned), "kepala.xlsx"))
    assert family_of(store, FIVE[0].nik)["kepala"] == person(store, FIVE[1].nik).id
    assert [one["hubungan"] for one in opened(store, family_of(store, FIVE[0].nik).id).members] == [3, 1, 3]
    assert without(imported(store, a_file(tmp_path, opensid(turned), "kepala.xlsx")).counts) == {"sama": 15}
    assert done.equal


def test_few_families_at_one_numbered_address_share_a_house_and_a_hamlet_is_no_house(
    store: Store, tmp_path: Path
) -> None:
    two = [replace(one, rt="001", rw="001") for one in people(2)]
    imported(store, a_file(tmp_path, opensid(two)))
    assert households.totals(store.reader())["bangunan"] == 1
    undo.undo(store, OPERATOR)
    imported(store, a_file(tmp_path, opensid(two, alamat="DUKUH KRAJAN RT 001 RW 001"), "dukuh.xlsx"))
    assert households.totals(store.reader())["bangunan"] == 2
    undo.undo(store, OPERATOR)
    many = [replace(one, rt="001", rw="001") for one in people(4)]
    imported(store, a_file(tmp_path, opensid(many), "banyak.xlsx"))
    assert households.totals(store.reader())["bangunan"] == 4


def test_the_returned_excel_is_mended_and_comes_in(store: Store, tmp_path: Path) -> None:
    rows = opensid(FIVE)
    rows[1][rows[0].index("nik")] = FIVE[0].nik[:15]
    rows[2][rows[0].index("tanggallahir")] = "kemarin"
    found = rehearsed(store, a_file(tmp_path, rows))
    done = carry_out.carry_out(store, found, {}, OPERATOR)
    target = tmp_path / "catatan.xlsx"
    assert returning.write_back(found, done.left, target) == 2
    unmended = rehearsed(store, target)
    assert without(unmended.counts()) == {"ragu": 1, "ditolak": 1}
    mended = imported(store, a_file(tmp_path, opensid(FIVE[:2]), "betul.xlsx"))
    assert without(mended.counts) == {"baru": 2}
    assert (mended.after.persons, mended.after.families) == (15, 5)
    assert family_of(store, FIVE[0].nik)["kepala"] == person(store, FIVE[0].nik).id


def test_a_file_changed_since_its_rehearsal_is_not_returned(store: Store, tmp_path: Path) -> None:
    path = a_file(tmp_path, opensid(FIVE[:3]))
    found = rehearsed(store, path)
    a_file(tmp_path, opensid(FIVE))
    with pytest.raises(UserError, match="berubah sejak dicoba"):
        returning.write_back(found, found.lines, tmp_path / "catatan.xlsx")


def test_a_village_changed_since_the_rehearsal_is_compared_anew(store: Store, tmp_path: Path) -> None:
    found = rehearsed(store, a_file(tmp_path, opensid(FIVE)))
    imported(store, a_file(tmp_path, opensid(FIVE[:6]), "dahulu.xlsx"))
    done = carry_out.carry_out(store, found, {}, OPERATOR)
    assert (without(done.counts), done.after.persons, done.equal) == ({"sama": 6, "baru": 9}, 15, True)


def test_what_the_file_ends_is_emptied_and_what_it_says_stays(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE[:3])))
    home = opened(store, family_of(store, FIVE[0].nik).id)
    family = home.family.answering(fasilitas_bab=1, jenis_kloset=1)
    registry.save_household(store, replace(home, family=family), OPERATOR)
    rows: tables.Rows = [
        ["Nama", "NIK", "No KK", "Jamban"],
        [FIVE[0].name, FIVE[0].nik, FIVE[0].kk, "6"],
    ]
    options = Options(mapping={"Nama": "nama", "NIK": "nik", "No KK": "nomor_kk", "Jamban": "fasilitas_bab"})
    found = rehearsed(store, a_file(tmp_path, rows, "jamban.xlsx"), options)
    assert [one.words.partition(":")[0] for one in found.lines[0].changes] == [
        "Kepemilikan dan penggunaan fasilitas tempat buang air besar", "Jenis kloset",
    ]  # fmt: skip
    carry_out.carry_out(store, found, {}, OPERATOR)
    after = family_of(store, FIVE[0].nik)
    assert (after["fasilitas_bab"], after["jenis_kloset"]) == (6, None)


def test_an_unknown_table_waits_for_its_mapping(store: Store, tmp_path: Path) -> None:
    rows: tables.Rows = [["Nama Warga", "No. KTP", "Umur", "Hobi"], ["SARKIM", FIVE[0].nik, 40.0, "memancing"]]
    found = rehearsed(store, a_file(tmp_path, rows))
    assert (found.unmapped, found.headers) == (True, ("Nama Warga", "No. KTP", "Umur", "Hobi"))
    assert found.suggestions == {"Nama Warga": "nama", "No. KTP": "nik", "Umur": "umur"}
    done = imported(store, found.path, options=Options(mapping={**found.suggestions, "Hobi": ""}))
    assert (without(done.counts), person(store, FIVE[0].nik)["umur"]) == ({"baru": 1}, 40)


@pytest.mark.parametrize("make", ["siak", "bip_2016", "bip_2012", "bip_ektp"])
def test_listings_of_the_civil_registry_make_the_same_families(store: Store, tmp_path: Path, make: str) -> None:
    done = imported(store, a_file(tmp_path, getattr(tables, make)(FIVE)))
    assert (done.counts["baru"], done.after.families, done.after.persons, done.equal) == (15, 5, 15, True)
    assert opened(store, family_of(store, FIVE[3].nik).id).head is not None


def test_a_resident_gone_meanwhile_answers_nothing(store: Store, tmp_path: Path) -> None:
    imported(store, a_file(tmp_path, opensid(FIVE)))
    rows = opensid(FIVE)
    rows[1][rows[0].index("nik")] = FIVE[0].nik[:15]
    found = rehearsed(store, a_file(tmp_path, rows, "rusak.xlsx"))
    decision = Decision(Choice.SAME, found.lines[0].matches[0].id)
    registry.delete_family(store, family_of(store, FIVE[0].nik).id, "ganda", OPERATOR)
    done = carry_out.carry_out(store, found, {0: decision}, OPERATOR)
    assert (done.left[0].name, done.equal) == (FIVE[0].name, True)


def test_a_template_of_several_sheets_makes_one_family(store: Store, tmp_path: Path) -> None:
    kk = FIVE[0].kk
    people_sheet: tables.Rows = [
        ["no kartu keluarga", "402 Nama", "403 NIK", "405", "409"],
        *([kk, one.name, one.nik, str(one.sex), str(one.relation)] for one in FIVE[:3]),
    ]
    house: tables.Rows = [["no kartu keluarga", "301a", "303", "309a", "310"], [kk, "1", "6", "1", "1"]]
    stranger: tables.Rows = [*house, ["3328019901010001", "2", "1", "1", "1"]]
    path = tables.xlsx(tmp_path / "regsosek.xlsx", {"4.ket sos-ek anggota": people_sheet, "3.perumahan": stranger})
    done = imported(store, path)
    assert without(done.counts) == {"baru": 4, "ditolak": 1}
    home = opened(store, family_of(store, FIVE[0].nik).id)
    assert (home.family["fasilitas_bab"], home.building["jenis_lantai"], len(home.members)) == (1, 6, 3)
    assert without(imported(store, path).counts) == {"sama": 4, "ditolak": 1}


@pytest.mark.parametrize("step", ["Menyusun catatan", "Menyusun tabel", "Menyusun daftar", "Menyusun pencarian"])
def test_batal_while_the_tables_are_made_leaves_nothing_too(store: Store, tmp_path: Path, step: str) -> None:
    found = rehearsed(store, a_file(tmp_path, opensid(people(250, 3))))
    before = state(store)

    def stop(done: int, total: int, text: str) -> None:
        if text.startswith(step):
            raise Cancelled

    with pytest.raises(Cancelled):
        carry_out.carry_out(store, found, {}, OPERATOR, stop)
    assert state(store) == before
    assert selfcheck.check(store).sound
    assert carry_out.carry_out(store, found, {}, OPERATOR).equal
