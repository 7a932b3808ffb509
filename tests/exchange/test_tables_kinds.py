"""Every kind of file is recognised wherever its header stands, and told in our words without a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.outcome import Cancelled
from puskesos_desktop.exchange.tables import reading, recogniser, sheets
from puskesos_desktop.exchange.tables.kinds import registry
from puskesos_desktop.exchange.tables.kinds.kind import Kind, SourceRow, question
from tests.support import tables
from tests.support.amount import examples

PEOPLE = tables.people(4)


def seen_in(path: Path) -> recogniser.Recognised:
    return recogniser.recognise(sheets.open_book(path))


def rows_of(tmp_path: Path, rows: tables.Rows, name: str = "Data") -> list[SourceRow]:
    return list(reading.read(seen_in(tables.xlsx(tmp_path / "a.xlsx", {name: rows}))))


KINDS: dict[str, Callable[[list[tables.Person]], list[list[tables.Cell]]]] = {
    "opensid_penduduk": tables.opensid,
    "dtks_23": tables.dtks,
    "siak": tables.siak,
    "bdt_2015": tables.bdt,
    "bip_2016": tables.bip_2016,
    "bip_ektp": tables.bip_ektp,
    "bip_2012": tables.bip_2012,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_recognised_and_gives_every_person(tmp_path: Path, kind: str) -> None:
    path = tables.xlsx(tmp_path / "a.xlsx", {"Data": KINDS[kind](PEOPLE)})
    found = list(reading.read(seen_in(path)))
    assert seen_in(path).kind == kind
    told = [
        (row.person["nik"], row.person["nama"], row.person["jenis_kelamin"], row.person["hubungan"]) for row in found
    ]
    assert told == [(one.nik, one.name, one.sex, one.relation) for one in PEOPLE]
    assert not [row.refusals for row in found if row.refusals]
    assert len({row.family for row in found}) == 4


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"bdt_2015"}))
def test_each_population_listing_gives_card_and_neighbourhood_and_birth(tmp_path: Path, kind: str) -> None:
    found = rows_of(tmp_path, KINDS[kind](PEOPLE))
    for row, one in zip(found, PEOPLE, strict=True):
        assert (row.household["nomor_kk"], row.person["tanggal_lahir"]) == (one.kk, one.born.isoformat())
        if kind != "bip_2012":  # there the neighbourhood stands once for all
            assert (row.household["rt"], row.household["rw"]) == (one.rt, one.rw)


@pytest.mark.parametrize("kind", ["opensid_penduduk", "dtks_23", "siak", "bdt_2015"])
def test_titles_totals_blank_rows_and_signatures_around_a_table_are_no_people(tmp_path: Path, kind: str) -> None:
    path = tables.xlsx(tmp_path / "a.xlsx", {"Data": tables.titled(KINDS[kind](PEOPLE))})
    reader = reading.read(seen_in(path))
    assert len(list(reader)) == len(PEOPLE)
    assert [one.why for one in reader.skipped if one.why != "nomor kolom"] == ["jumlah", "catatan", "catatan"]
    assert reader.blank == 1


def test_people_without_a_number_in_a_listing_and_people_called_like_a_total_are_kept(tmp_path: Path) -> None:
    found = [replace(one, nik="", name="TOTALIA") if one.relation == 3 else one for one in PEOPLE]
    told = rows_of(tmp_path, tables.bip_2016(found))
    assert [row.person["nama"] for row in told] == [one.name for one in found]
    assert [row.household["nomor_kk"] for row in told] == [one.kk for one in found]


def test_the_number_of_a_family_may_stand_beside_the_name_of_its_head(tmp_path: Path) -> None:
    rows = tables.bip_ektp(PEOPLE)
    lines = [["", PEOPLE[0].name, row[1], row[3]] if row[:1] == [""] and len(row) == 4 else row for row in rows]
    assert [row.person["nik"] for row in rows_of(tmp_path, lines)] == [one.nik for one in PEOPLE]


def test_a_header_repeated_on_every_printed_page_is_no_person(tmp_path: Path) -> None:
    rows = tables.siak(PEOPLE)
    assert len(rows_of(tmp_path, [*rows, rows[0], *rows[1:2]])) == len(PEOPLE) + 1


def test_reading_ends_at_the_mark_and_notes_behind_it_are_not_read(tmp_path: Path) -> None:
    rows: tables.Rows = [*tables.opensid(PEOPLE), ["", "###"], ["Catatan:"], *tables.opensid(PEOPLE)[1:]]
    assert len(rows_of(tmp_path, rows)) == len(PEOPLE)


def test_opensid_codes_labels_and_short_forms_mean_the_same(tmp_path: Path) -> None:
    for kawin in ("2", 2.0, "KAWIN", "kawin", "K", " Kawin "):
        assert rows_of(tmp_path, tables.opensid(PEOPLE, status_kawin=kawin))[0].person["status_kawin"] == 2
    for school in ("1", "TIDAK / BELUM SEKOLAH", "Tidak/Blm Sekolah"):
        assert rows_of(tmp_path, tables.opensid(PEOPLE, pendidikan_kk_id=school))[0].person["partisipasi_sekolah"] == 1


def test_a_certificate_told_too_coarsely_stays_open_with_its_words(tmp_path: Path) -> None:
    row = rows_of(tmp_path, tables.opensid(PEOPLE, pendidikan_kk_id="SLTA/Sederajat"))[0]
    assert "ijazah" not in row.person
    assert "Ijazah tertinggi yang dimiliki: SLTA/Sederajat" in row.keterangan_sumber
    assert not row.refusals


def test_an_unknown_label_is_kept_in_words_and_told(tmp_path: Path) -> None:
    row = rows_of(tmp_path, tables.opensid(PEOPLE, kk_level="SEPUPU"))[0]
    assert "hubungan" not in row.person
    assert row.notes == (("P2", "'SEPUPU' tidak ada dalam daftar; disimpan sebagai keterangan."),)


def test_moved_and_lost_people_are_put_before_a_person(tmp_path: Path) -> None:
    for status in ("3", "PINDAH", "HILANG", "6", "TIDAK TETAP"):
        row = rows_of(tmp_path, tables.opensid(PEOPLE, status_dasar=status))[0]
        assert [cell for cell, _ in row.doubts] == ["AK2"]
        assert "keberadaan" not in row.person
    assert rows_of(tmp_path, tables.opensid(PEOPLE, status_dasar="PINDAH LUAR NEGERI"))[0].person["keberadaan"] == 4
    assert rows_of(tmp_path, tables.opensid(PEOPLE, status_dasar="TETAP"))[0].person["keberadaan"] == 1


def test_a_man_is_never_read_as_pregnant_and_a_point_needs_both_numbers(tmp_path: Path) -> None:
    man, woman = rows_of(tmp_path, tables.opensid(PEOPLE, hamil="1", lat="-6.9", lng="109.1"))[:2]
    assert ("hamil" in man.person, woman.person["hamil"]) == (False, 1)
    assert man.household["koordinat"] == "-6.900000,109.100000"
    assert "koordinat" not in rows_of(tmp_path, tables.opensid(PEOPLE, lat="-6.9"))[0].household


def test_a_short_opensid_file_with_three_columns_is_enough(tmp_path: Path) -> None:
    rows = [["nik", "nama", "no_kk"], [PEOPLE[0].nik, PEOPLE[0].name, PEOPLE[0].kk]]
    path = tables.xlsx(tmp_path / "a.xlsx", {"Sembarang": rows})
    assert seen_in(path).kind == "opensid_penduduk"
    assert rows_of(tmp_path, rows)[0].person["nik"] == PEOPLE[0].nik


def test_every_sheet_of_an_opensid_book_is_read_but_its_codes_and_strangers_are_named(tmp_path: Path) -> None:
    code = [["KODE", "LABEL"], ["1", "ISLAM"]]
    path = tables.xlsx(
        tmp_path / "a.xlsx",
        {
            "RT 1": tables.opensid(PEOPLE),
            "RT 2": tables.opensid(PEOPLE),
            "Kode Data": code,
            "Lain": [["x", "y"], ["1"]],
        },
    )
    seen = seen_in(path)
    assert [table.sheet.name for table in seen.tables] == ["RT 1", "RT 2"]
    assert seen.unread == ("Lain",)
    assert len(list(reading.read(seen))) == 2 * len(PEOPLE)


def test_bdt_codes_are_told_in_ours_and_ambiguous_ones_stay_open(tmp_path: Path) -> None:
    codes: dict[str, tables.Cell] = {"Atap_Terluas": 7.0, "Lantai_terluas": 9.0, "Bahan_bakar_memasak": 4.0,
             "Fasilitas_BAB": 3.0,
             "Sumber_penerangan_utama": 1.0, "Daya_terpasang": 6.0, "Kepemilikan_ac": 4.0,
             "Kepemilikan_televisi": 4.0, "Penyakit_kronis": "09", "Ijazah_tertinggi": 0.0}  # fmt: skip
    row = rows_of(tmp_path, tables.bdt(PEOPLE, **codes))[0]
    home = row.household
    assert (home["jenis_atap"], home["jenis_lantai"], home["sumber_penerangan"]) == (6, 8, 2)
    assert (home["aset_ac"], home["aset_televisi"], row.person["ijazah"]) == (2, 2, 23)
    assert home.keys().isdisjoint({"bahan_bakar", "fasilitas_bab", "daya_1"})
    assert "penyakit" not in row.person
    assert "4 (gas kota/biogas)" in row.keterangan_sumber
    assert "09 (penyakit kronis lainnya)" in row.keterangan_sumber


def test_bdt_rows_carry_the_source_and_the_neighbourhood_out_of_the_name_of_the_place(tmp_path: Path) -> None:
    row = rows_of(tmp_path, tables.bdt(PEOPLE))[0]
    assert (row.household["rt"], row.household["rw"]) == (PEOPLE[0].rt, PEOPLE[0].rw)
    assert row.says["ID rumah tangga (2)"] == "3328020003000000"
    assert len(row.says) == 101
    assert {row.household[key] for key in ("aset_perahu_motor",)} == {1}


@pytest.mark.parametrize("kind", registry.KINDS, ids=lambda kind: f"{kind.key}-{kind.must[0]}")
def test_no_kind_can_answer_a_question_with_a_code_our_list_does_not_have(kind: Kind) -> None:
    for column in kind.columns:
        if column.codes and column.to:
            field = question(column.to)
            wrong = [ours for ours in column.codes.ours.values() if ours is not None and field.problem(ours)]
            assert not wrong, column.header


def test_a_damaged_number_leaves_the_row_in_doubt_with_its_sure_digits(tmp_path: Path) -> None:
    rows = tables.opensid(PEOPLE)
    rows[2][6] = float(PEOPLE[1].nik[:15] + "0")
    rows[3][5] = "3,3E+15"
    found = rows_of(tmp_path, rows)
    assert (found[1].nik_start, "nik" in found[1].person) == (PEOPLE[1].nik[:15], False)
    assert found[1].doubts[0][0] == "G3"
    assert (found[2].kk_start, "nomor_kk" in found[2].household) == ("33", False)
    assert not found[1].refusals


def test_a_text_column_of_numbers_that_all_end_in_zero_is_no_longer_trusted(tmp_path: Path) -> None:
    damaged = [replace(one, nik=one.nik[:15] + "0") for one in PEOPLE]
    path = tables.csv(tmp_path / "a.csv", tables.opensid(damaged))
    found = list(reading.read(seen_in(path)))
    assert [row.nik_start for row in found] == [one.nik[:15] for one in PEOPLE]


def test_a_wrong_cell_is_refused_by_its_address_and_an_empty_one_never(tmp_path: Path) -> None:
    rows = tables.bdt(PEOPLE, Luas_lantai="lima")
    row = rows_of(tmp_path, rows)[0]
    assert row.refusals == (("R3", "'lima' bukan angka."),)
    assert not rows_of(tmp_path, tables.bdt(PEOPLE, Luas_lantai=""))[0].refusals


def test_a_person_without_a_name_is_refused_and_one_without_a_nik_is_not(tmp_path: Path) -> None:
    rows = tables.opensid(PEOPLE)
    rows[1][4], rows[2][6] = "", "0"
    first, second = rows_of(tmp_path, rows)[:2]
    assert first.refusals == (("E2", "Nama kosong."),)
    assert not second.refusals
    assert not second.doubts


REGSOSEK: dict[str, tables.Rows] = {
    "1.keterangan tempat": [["KETERANGAN TEMPAT"], ["no urut bangunan tempat tinggal", "no urut keluarga",
        "no kartu keluarga", "kode sls/ non sls", "kode sub sls", "nama sls/non sls", "status keluarga",
        "id landmark wilkerstat", "kode kartu kerluarga"], ["1", "2", PEOPLE[0].kk, "5", "1", "RT 3", "1", "", "0"]],
    "3.keterangan perumahan": [["III"], ["no kartu keluarga", "301a", "301b", "302", "303", "304", "305", "306a",
        "306b", "307a", "307b1", "307b2", "307b3", "308", "309a", "309b", "310"],
        [PEOPLE[0].kk, 1.0, 2.0, 45.0, 2.0, 1.0, 5.0, 4.0, 3.0, 1.0, 2.0, "", "", 12.0, 1.0, 1.0, 1.0]],
    "4.ket sos-ek anggota": [["IV"], ["no kartu keluarga", "401", "402 Nama", "403 NIK", "405", "406", "409", "411",
        "417", "417 Tulis", "401", "402 Nama", "403 NIK", "430"], [PEOPLE[0].kk, 1.0, "SARKIM", PEOPLE[0].nik, 1.0,
        25708.0, 1.0, 5.0, 1.0, "menanam padi", 1.0, "SARKIM", PEOPLE[0].nik, 2.0]],
    "5.keikutsertaan program dll": [["V"], ["no kartu keluarga", "501a", "501a Bulan", "501a Tahun", "502a", "504a",
        "505", "506"], [PEOPLE[0].kk, 1.0, 3.0, 2022.0, 2.0, 4.0, 0.0, 4.0]],
}  # fmt: skip


def test_the_five_sheets_of_regsosek_are_one_file_told_in_printed_codes(tmp_path: Path) -> None:
    path = tables.xlsx(tmp_path / "a.xlsx", REGSOSEK)
    seen = seen_in(path)
    place, house, person, aid = reading.read(seen)
    assert (seen.kind, len(seen.tables)) == ("opensid_regsosek", 4)
    assert (place.household["kode_sls"], place.household["kode_kk"]) == ("0005", 0)
    told = ("jenis_atap", "jarak_limbah", "bahan_bakar", "daya_1")
    assert [house.household[key] for key in told] == [6, 8, 0, 2]
    assert (person.person["tanggal_lahir"], person.person["identitas"]) == ("1970-05-20", 5)
    assert person.person["uraian_lapangan_usaha"] == "menanam padi"
    assert (aid.household["sembako_bulan"], aid.household["ternak_sapi"]) == ("2022-03", 4)
    assert {row.family for row in (place, house, person, aid)} == {PEOPLE[0].kk}


def test_dtsen_words_are_told_and_merged_ones_stay_open(tmp_path: Path) -> None:
    heads = ["nomor_kartu_keluarga", "nama_kepala_keluarga", "jenis_lantai_terluas", "jenis_atap_terluas",
             "daya_terpasang", "sumber_air_minum_utama", "aset_bergerak_ac", "desil_nasional"]  # fmt: skip
    row = rows_of(tmp_path, [heads, [PEOPLE[0].kk, "SARKIM", "Tanah", "Asbes/seng", "<= 900",
                                     "Air kemasan/isi ulang", "Ya", 3.0]])[0]  # fmt: skip
    assert (row.kind, row.household["jenis_lantai"], row.household["aset_ac"]) == ("dtsen_keluarga", 8, 1)
    assert row.household.keys().isdisjoint({"jenis_atap", "daya_1", "sumber_air"})
    assert (row.says["desil_nasional"], row.notes) == ("3", ())
    assert "Asbes/seng" in row.keterangan_sumber


def test_dtsen_people_are_read(tmp_path: Path) -> None:
    heads = ["nomor_induk_kependudukan", "nomor_kartu_keluarga", "nama", "status_hubungan_keluarga", "penglihatan",
             "usia"]  # fmt: skip
    words = "Tidak mengalami kesulitan"
    row = rows_of(tmp_path, [heads, [PEOPLE[0].nik, PEOPLE[0].kk, "SARKIM", "Kepala Keluarga", words, 51.0]])[0]
    assert row.kind == "dtsen_individu"
    assert (row.person["hubungan"], row.person["penglihatan"], row.person["umur"]) == (1, 4, 51)


def test_opensid_lists_of_aid_supplements_and_households_are_read(tmp_path: Path) -> None:
    aid: dict[str, tables.Rows] = {
        "Program": [["Nama Program", "BLT 2026"], ["Sasaran Program", "1"], ["###"]],
        "Peserta": [["Peserta", "No. Peserta", "NIK", "Nama", "Tempat Lahir", "Tanggal Lahir", "Alamat"],
                    [PEOPLE[0].nik, "7", PEOPLE[0].nik, "SARKIM", "TEGAL", "1975-01-02", "Jl."], ["###"], ["Catatan"]],
    }  # fmt: skip
    seen = seen_in(tables.xlsx(tmp_path / "a.xlsx", aid))
    assert (seen.kind, dict(seen.about)) == ("opensid_bantuan", {"Nama Program": "BLT 2026", "Sasaran Program": "1"})
    assert [row.person["nik"] for row in reading.read(seen)] == [PEOPLE[0].nik]
    rows = [["Peserta", "Keterangan"], [PEOPLE[0].nik, "lansia"]]
    assert seen_in(tables.xlsx(tmp_path / "b.xlsx", {"Peserta": rows})).kind == "opensid_suplemen"
    heads = ["NIK", "NOMOR RUMAH TANGGA", "STATUS HUBUNGAN DALAM RUMAH TANGGA"]
    seen = seen_in(tables.xlsx(tmp_path / "c.xlsx", {"RTM": [heads, [PEOPLE[0].nik, "1", "1"]]}))
    assert (seen.kind, [row.family for row in reading.read(seen)]) == ("opensid_rtm", ["1"])


UNKNOWN: list[list[tables.Cell]] = [
    ["DATA WARGA 2026"],
    ["Nama Warga", "No. KTP", "Kelamin", "Tgl Lahir", "Sawah"],
    ["SARKIM", PEOPLE[0].nik, "L", "2 Januari 1975", "luas"],
    ["RASEM", PEOPLE[1].nik, "P", "1 Mei 1978", ""],
]


def test_an_unknown_table_offers_its_headers_and_is_read_by_the_chosen_mapping(tmp_path: Path) -> None:
    seen = seen_in(tables.xlsx(tmp_path / "a.xlsx", {"Data": UNKNOWN}))
    assert (seen.kind, seen.headers) == ("lain", tuple(UNKNOWN[1]))
    chosen = dict(seen.suggestions)
    assert chosen == {"Nama Warga": "nama", "No. KTP": "nik", "Kelamin": "jenis_kelamin", "Tgl Lahir": "tanggal_lahir"}
    first, second = reading.read(recogniser.remap(seen, chosen))
    assert first.person == {"nama": "SARKIM", "nik": PEOPLE[0].nik, "jenis_kelamin": 1, "tanggal_lahir": "1975-01-02"}
    assert (second.person["jenis_kelamin"], first.says["Sawah"]) == (2, "luas")


def test_a_mapping_is_found_again_whatever_the_order_case_and_spacing_of_the_headers() -> None:
    assert registry.fingerprint(["No. KK", "Nama "]) == registry.fingerprint(["NAMA", "no kk", ""])
    assert registry.fingerprint(["No. KK", "Nama"]) != registry.fingerprint(["No. KK", "NIK"])


def test_reading_tells_its_progress_and_can_be_stopped(tmp_path: Path) -> None:
    path = tables.csv(tmp_path / "a.csv", tables.opensid(tables.people(400)))
    steps: list[int] = []

    def stop(done: int, total: int, text: str) -> None:
        steps.append(done)
        if done >= 1000:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(reading.read(seen_in(path), stop))
    assert steps == [0, 0, 500, 1000]


_CELLS = st.one_of(
    st.text(max_size=20), st.floats(), st.integers(-(10**20), 10**20), st.booleans(), st.dates(), st.datetimes(),
    st.just(""), st.sampled_from(["-", "0", "#N/A", "3,3E+15", "1/2", "TRUE", "L", "KAWIN", "12-31-1990"]),
)  # fmt: skip


@pytest.mark.parametrize("kind", registry.KINDS, ids=lambda kind: f"{kind.key}-{kind.must[-1]}")
@settings(max_examples=examples(60, 20))
@given(data=st.data())
def test_whatever_stands_in_the_cells_each_answer_is_one_the_form_takes(kind: Kind, data: st.DataObject) -> None:
    headers = tuple(column.header for column in kind.columns)
    filled = data.draw(st.dictionaries(st.integers(0, len(headers) - 1), _CELLS, max_size=8))
    row = tuple(filled.get(at, "") for at in range(len(headers)))
    table = recogniser.Table(_Fixed(headers, row), kind, headers, 1, 2)
    seen = recogniser.Recognised(kind.key, kind.title, kind.prelist, (table,), "")
    for found in reading.read(seen):
        for key, value in {**found.household, **found.person}.items():
            assert question(key).problem(value) is None, key
        for _, sentence in (*found.refusals, *found.doubts, *found.notes):
            assert sentence.endswith(".")


class _Fixed(sheets.Worksheet):
    """Rows that stand in no file."""

    def __init__(self, *rows: sheets.Row) -> None:
        self.name, self._rows, self.merges = "Data", rows, ()

    def rows(self) -> Iterator[tuple[int, sheets.Row]]:
        yield from enumerate(self._rows, start=1)

    @property
    def height(self) -> int:
        return len(self._rows)
