"""Results of a sheet: the same rules as everywhere, nothing changed by what is right, conflicts left to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.domain.codes.rounds import ALASAN_OF, HASIL_205, HASIL_KUNJUNGAN, LEMBAR
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, Household, Record, Value
from puskesos_desktop.domain.outcome import InvalidData, UserError
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.rounds import plan, quality, results
from puskesos_desktop.services.rounds.results import RIGHT, Keyed, Mark, OpenSheet, Spot, Walk
from puskesos_desktop.store.log import history, undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import rounds
from tests.support.amount import examples
from tests.support.invent import values_of
from tests.support.laptops import a_second_laptop, hand_over
from tests.support.paper_families import extreme
from tests.support.paper_rounds import a_printed_round, keyed_all, lines, number_of, three_families, walk
from tests.support.village import OPERATOR, answering, opened, saved

OTHER = "Operator Lain"
WATER = Spot(KELUARGA, -1, "sumber_air")


@pytest.fixture
def sheet(store: Store, tmp_path: Path) -> OpenSheet:
    home = three_families(store)[0]
    round_ = a_printed_round(store, tmp_path)
    return results.open_sheet(store, number_of(store, round_, home.family.id))


def answers_of(home: Household) -> dict[str, dict[str, Value]]:
    """All answers but those of the visit."""
    return {one.id: one.answers for one in home.records() if one is not home.visit}


def sheet_now(store: Store, sheet: OpenSheet) -> rounds.SheetLine:
    found = rounds.sheet(store.reader(), sheet.line.id)
    assert found is not None
    return found


def again(store: Store, sheet: OpenSheet) -> OpenSheet:
    return results.opened(store, sheet_now(store, sheet))


def test_the_boxes_stand_in_the_order_of_the_paper_once_each(sheet: OpenSheet) -> None:
    blocks = list(dict.fromkeys(box.block.partition("  ")[0] for box in sheet.boxes))
    assert blocks == ["I", "III.A", "III.B", "RTLH", "III.C", "IV.A", "IV.B", "IV.C", "IV.D", "IV.E", "V"]
    assert len(sheet.by_spot) == len(sheet.boxes)
    first_of_school = [box.number for box in sheet.boxes if box.spot.key == "partisipasi_sekolah"][:3]
    assert first_of_school == ["412.1", "412.2", "412.3"]


def test_only_what_applies_is_asked_and_a_correction_brings_its_questions(sheet: OpenSheet) -> None:
    def asked(keyed: Keyed) -> set[str]:
        return {box.spot.key for box in results.asked(sheet, keyed, walk(sheet))}

    assert "jarak_limbah" in asked(Keyed())
    keyed = Keyed({WATER: Mark(False, 1)})
    assert "jarak_limbah" not in asked(keyed)
    assert "bukti_tanah" in asked(Keyed({Spot(KELUARGA, -1, "status_bangunan"): Mark(False, 1)}))


def test_all_right_changes_no_answer_and_adds_a_visit(store: Store, sheet: OpenSheet) -> None:
    before = answers_of(opened(store, sheet.line.family))
    results.save(store, sheet, keyed_all(sheet), walk(sheet), OPERATOR)
    home = opened(store, sheet.line.family)
    assert answers_of(home) == before
    assert home.visit is not None
    assert (home.visit["petugas"], home.visit["hasil"]) == ("Ibu Tarmi", 1)
    line = sheet_now(store, sheet)
    assert (line["dientri_oleh"], line["hasil"], line["kunjungan_id"]) == (OPERATOR, 1, home.visit.id)
    assert line["kembali"] == line["dientri"] == sheet.today.isoformat()


def test_an_entry_is_one_group_that_names_its_sheet_and_is_undone_whole(store: Store, sheet: OpenSheet) -> None:
    before = answers_of(opened(store, sheet.line.family))
    results.save(store, sheet, keyed_all(sheet, sumber_air=1), walk(sheet), OPERATOR)
    assert opened(store, sheet.line.family).family["jarak_limbah"] is None
    body = (
        store.reader().conn.execute("SELECT json_extract(body, '$.lembar') FROM op ORDER BY sequence DESC").fetchone()
    )
    assert body[0] == sheet.line.number
    (deed, *_) = history.deeds(store, store.reader(), 1)
    assert deed.label == "Entri lembar SARKIM"
    undo.undo(store, OPERATOR)
    assert answers_of(opened(store, sheet.line.family)) == before
    assert plan.state_of(sheet_now(store, sheet)) is plan.SheetState.OUT


def test_wrong_answers_are_refused_by_the_same_rules(store: Store, sheet: OpenSheet) -> None:
    for keyed in (keyed_all(sheet, sumber_air=77), keyed_all(sheet, orang1__nama=None)):
        with pytest.raises(InvalidData):
            results.save(store, sheet, keyed, walk(sheet), OPERATOR)
    assert plan.state_of(sheet_now(store, sheet)) is plan.SheetState.OUT


def test_unmarked_boxes_change_nothing_and_are_counted(store: Store, sheet: OpenSheet) -> None:
    before = answers_of(opened(store, sheet.line.family))
    results.save(store, sheet, Keyed({WATER: RIGHT}), walk(sheet), OPERATOR)
    home = opened(store, sheet.line.family)
    assert answers_of(home) == before
    assert home.visit is not None
    assert home.visit["hasil"] == 2
    assert "isian tidak ditandai" in home.visit.text("catatan")


@pytest.mark.parametrize("outcome", ALASAN_OF)
def test_a_family_that_was_not_met_has_its_reason(store: Store, sheet: OpenSheet, outcome: int) -> None:
    before = answers_of(opened(store, sheet.line.family))
    results.save(store, sheet, Keyed(), walk(sheet, outcome=outcome), OPERATOR)
    line, home = sheet_now(store, sheet), opened(store, sheet.line.family)
    assert answers_of(home) == before
    assert (line["hasil"], line["alasan"]) == (outcome, ALASAN_OF[outcome])
    assert home.visit is not None
    assert home.visit["hasil"] == HASIL_205[outcome]
    assert HASIL_KUNJUNGAN.label(outcome) in home.visit.text("catatan")


def test_an_answer_changed_since_printing_waits_for_a_person(store: Store, sheet: OpenSheet) -> None:
    home = opened(store, sheet.line.family)
    saved(store, answering(home, home.members[0].id, sumber_air=4, fasilitas_bab=2))
    sheet = again(store, sheet)
    keyed = keyed_all(sheet, fasilitas_bab=2, sumber_air=6)
    (found,) = results.collisions(sheet, keyed)
    assert (found.box.printed, found.paper, found.now) == (5, 6, 4)
    with pytest.raises(UserError, match="berubah sesudah"):
        results.save(store, sheet, keyed, walk(sheet), OPERATOR)
    results.save(store, sheet, replace(keyed, taken=frozenset({WATER})), walk(sheet), OPERATOR)
    assert opened(store, sheet.line.family).family["sumber_air"] == 6
    assert sheet_now(store, sheet)["diputuskan"] == 1


def test_what_is_recorded_now_can_be_kept_against_a_box_that_was_right(store: Store, sheet: OpenSheet) -> None:
    home = opened(store, sheet.line.family)
    saved(store, answering(home, home.members[0].id, sumber_air=4))
    sheet = again(store, sheet)
    keyed = replace(keyed_all(sheet), kept=frozenset({WATER}))
    results.save(store, sheet, keyed, walk(sheet), OPERATOR)
    assert opened(store, sheet.line.family).family["sumber_air"] == 4


def test_a_person_who_left_since_printing_is_told_and_left_alone(store: Store, sheet: OpenSheet) -> None:
    home = opened(store, sheet.line.family)
    registry.save_household(store, registry.remove_member(home, home.members[2].id, "salah masuk"), OPERATOR)
    sheet = again(store, sheet)
    assert [one["nama"] for one in results.gone(sheet)] == ["NUR"]
    results.save(store, sheet, keyed_all(sheet, orang3__nama="NURI"), walk(sheet), OPERATOR)
    assert [one["nama"] for one in opened(store, sheet.line.family).members] == ["SARKIM", "TARSINI"]


def test_a_person_written_into_an_empty_place_becomes_a_member(store: Store, sheet: OpenSheet) -> None:
    keyed = keyed_all(sheet, orang4__nama="SITI", orang4__hubungan=3, orang4__jenis_kelamin=2)
    results.save(store, sheet, keyed, walk(sheet), OPERATOR)
    person = opened(store, sheet.line.family).members[-1]
    assert (person["nama"], person["keberadaan"], person["nomor_urut"]) == ("SITI", 5, 4)


def test_a_new_head_on_the_sheet_takes_the_place_of_the_old_one(store: Store, sheet: OpenSheet) -> None:
    results.save(store, sheet, keyed_all(sheet, orang2__hubungan=1, orang1__hubungan=2), walk(sheet), OPERATOR)
    home = opened(store, sheet.line.family)
    assert home.head is not None
    assert home.head["nama"] == "TARSINI"
    assert [one["hubungan"] for one in home.members] == [2, 1, 3]


def test_a_sheet_is_entered_once_unless_somebody_insists_and_then_it_is_listed(store: Store, sheet: OpenSheet) -> None:
    results.save(store, sheet, keyed_all(sheet), walk(sheet), OPERATOR)
    second = again(store, sheet)
    with pytest.raises(UserError, match="sudah dientri oleh Operator Uji"):
        results.save(store, second, keyed_all(second), walk(second), OTHER)
    assert plan.entered_twice([sheet_now(store, sheet)]) == []
    results.save(store, second, keyed_all(second), walk(second), OTHER, again=True)
    assert [line.id for line in plan.entered_twice([sheet_now(store, sheet)])] == [sheet.line.id]


def test_a_sheet_of_some_sections_has_only_their_boxes(store: Store, tmp_path: Path) -> None:
    home = three_families(store)[0]
    round_ = a_printed_round(store, tmp_path, Options(sections=frozenset({"III.C"})))
    sheet = results.open_sheet(store, number_of(store, round_, home.family.id))
    assert {box.block for box in sheet.boxes} == {"III.C  Air, listrik, memasak, jamban"}


def test_two_operators_who_key_the_same_agree(store: Store, sheet: OpenSheet) -> None:
    corrections: dict[str, Value] = {
        "sumber_air": 1,
        "orang2__hubungan": 1,
        "orang1__hubungan": 2,
        "orang4__nama": "SITI",
    }
    results.save(store, sheet, keyed_all(sheet, **corrections), walk(sheet), OPERATOR)
    second = again(store, sheet)
    assert quality.key_again(store, second, keyed_all(second, **corrections), walk(second), OTHER) == []
    found = quality.rates([sheet_now(store, sheet)])
    assert (found.sheets, found.wrong) == (1, 0)
    assert found.boxes > 60


def test_what_two_operators_keyed_differently_is_told_by_question(store: Store, sheet: OpenSheet) -> None:
    results.save(store, sheet, keyed_all(sheet, sumber_air=4, orang1__tempat_lahir="TEGAL"), walk(sheet), OPERATOR)
    second = again(store, sheet)
    with pytest.raises(UserError, match="operator lain"):
        quality.key_again(store, second, keyed_all(second), walk(second), OPERATOR)
    before = answers_of(opened(store, sheet.line.family))
    found = quality.key_again(store, second, keyed_all(second, sumber_air=6), walk(second), OTHER)
    assert [(one.box.spot.key, one.first, one.second) for one in found] == [
        ("sumber_air", 4, 6),
        ("tempat_lahir", "TEGAL", None),
    ]
    assert answers_of(opened(store, sheet.line.family)) == before
    line = sheet_now(store, sheet)
    rates = quality.rates([line])
    assert rates.wrong == 2
    assert dict(rates.by_question) == {"Sumber air minum utama": 1, "Tempat lahir": 1}
    assert not plan.waits_for_second(line)
    assert "TEGAL" not in line.record.text("ketikan_kedua_beda")


_FIELDS = [
    (KELUARGA, -1, FORMS[KELUARGA].fields[key])
    for key in ("sumber_air", "jarak_limbah", "sumber_penerangan", "daya_1", "fasilitas_bab", "jenis_kloset", "sembako",
                "sembako_bulan", "ternak_sapi", "rekening", "nomor_kk")
] + [
    (ANGGOTA, place, FORMS[ANGGOTA].fields[key])
    for place in (0, 1, 2)
    for key in ("nama", "keberadaan", "status_kawin", "bekerja", "jam_kerja", "partisipasi_sekolah", "jenjang",
                "penglihatan", "jamkes", "tanggal_lahir")
]  # fmt: skip
CORRECTIONS = st.lists(
    st.sampled_from(_FIELDS).flatmap(
        lambda one: st.tuples(st.just(Spot(one[0], one[1], one[2].key)), values_of(one[2]))
    ),
    max_size=6,
    unique_by=lambda one: one[0],
)


@settings(max_examples=examples(40, 15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corrections=CORRECTIONS)
def test_entering_corrections_equals_editing_in_the_editor(
    corrections: list[tuple[Spot, Value]], sheet: OpenSheet
) -> None:
    marks = {spot: Mark(False, value) for spot, value in corrections}
    entered = results.working(sheet, results.all_right(sheet, Keyed(marks), walk(sheet)), walk(sheet))
    edited = replace(sheet.now, visit=entered.visit)
    for spot, value in corrections:
        if spot.kind == KELUARGA:
            edited = replace(edited, family=edited.family.answering(**{spot.key: value}))
        else:
            people = list(edited.members)
            people[spot.person] = people[spot.person].answering(**{spot.key: value})
            edited = replace(edited, members=tuple(people))
    edited = registry.cleaned(edited, sheet.today)
    assert answers_of(entered) == answers_of(edited)


@settings(max_examples=examples(60, 20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_all_right_changes_no_answer_of_any_family_however_odd(seed: int, store: Store) -> None:
    home = as_opened(extreme(seed))
    line = rounds.SheetLine(Record(LEMBAR, "lembar", FORMS[LEMBAR].empty()), rounds.SheetFamily())
    sheet = results.arranged(store, line, home, home)
    keyed = results.all_right(sheet, Keyed(), walk(sheet))
    assert results.collisions(sheet, keyed) == []
    assert answers_of(results.working(sheet, keyed, walk(sheet))) == answers_of(home)
    assert all(box.spot in keyed.marks for box in results.asked(sheet, keyed, walk(sheet)))


def as_opened(home: Household) -> Household:
    """The household as if it had been read from the store."""

    def read(record: Record) -> Record:
        return replace(record, before=dict(record.answers))

    return replace(
        home, building=read(home.building), family=read(home.family), members=tuple(read(one) for one in home.members)
    )


def test_the_day_of_the_walk_is_the_day_ages_are_counted(sheet: OpenSheet) -> None:
    early = Walk(date(2016, 1, 1))
    asked = {box.number for box in results.asked(sheet, Keyed(), early)}
    assert "412.3" not in asked
    assert "412.3" in {box.number for box in results.asked(sheet, Keyed(), walk(sheet))}


def test_every_sheet_of_the_round_opens(store: Store, tmp_path: Path) -> None:
    three_families(store)
    round_ = a_printed_round(store, tmp_path)
    assert [results.opened(store, line).name for line in lines(store, round_)] == ["KARTO", "SARKIM", "DARMO"]


def test_a_sheet_entered_on_two_laptops_is_listed_on_both(store: Store, sheet: OpenSheet, tmp_path: Path) -> None:
    second = a_second_laptop(store, tmp_path / "kedua")
    hand_over(store, second, tmp_path / "usb")
    there = results.open_sheet(second, sheet.line.number)
    assert [box.old for box in there.boxes] == [box.old for box in sheet.boxes]
    results.save(store, sheet, keyed_all(sheet, sumber_air=4), walk(sheet), OPERATOR)
    results.save(second, there, keyed_all(there, sumber_air=6), walk(there), OTHER)
    hand_over(second, store, tmp_path / "usb")
    hand_over(store, second, tmp_path / "usb")
    for laptop in (store, second):
        assert [line.id for line in plan.entered_twice([sheet_now(laptop, sheet)])] == [sheet.line.id]
    second.close()
