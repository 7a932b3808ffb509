"""Rounds of verification on paper: planned, assigned, printed, taken back, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.outcome import InvalidData, UserError
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.rounds import numbers, plan, quality
from puskesos_desktop.services.rounds.plan import SheetState
from puskesos_desktop.store.log import commits, undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import lists, rounds
from puskesos_desktop.store.read.lists import Filter
from tests.support.paper_rounds import SMALL, a_printed_round, a_round, lines, number_of, three_families
from tests.support.village import OPERATOR, answering, opened, saved


def ops(store: Store) -> int:
    return int(store.reader().conn.execute("SELECT count(*) FROM op").fetchone()[0])


def test_a_round_gives_every_chosen_family_a_sheet_and_undo_takes_all_back(store: Store) -> None:
    three_families(store)
    round_ = a_round(store, Filter(rt="001"))
    assert len(lines(store, round_)) == 2
    assert {state for state in map(plan.state_of, lines(store, round_))} == {SheetState.PLANNED}
    assert undo.undo(store, OPERATOR) == "Batalkan: Rencanakan putaran Verval November: 2 keluarga"
    assert rounds.rounds(store.reader()) == []
    assert lines(store, round_) == []


def test_planning_more_families_leaves_the_sheets_there_are(store: Store) -> None:
    three_families(store)
    round_ = a_round(store, Filter(rt="001"))
    before = {line.number for line in lines(store, round_)}
    (known,) = rounds.rounds(store.reader())
    assert plan.plan(store, known, Filter(), OPERATOR) == 1
    assert before < {line.number for line in lines(store, round_)}


def test_a_round_takes_the_families_not_visited_for_six_months(store: Store) -> None:
    homes = three_families(store)
    visit = homes[0].visit
    assert visit is not None
    saved(store, replace(homes[0], visit=visit.answering(tanggal_pendataan="2020-01-01")))
    day = lists.stale_before(registry.today(store))
    round_ = a_round(store, Filter(stale_before=day))
    assert [line.place.kepala for line in lines(store, round_)] == ["SARKIM"]


def test_a_round_takes_the_families_of_an_imported_list(store: Store) -> None:
    homes = three_families(store)
    with commits.group(store, "Impor prelist", OPERATOR) as transaction:
        transaction.create("prelist", {"daftar": "DTKS 2026", "anggota_id": homes[0].members[0].id})
        transaction.create("prelist", {"daftar": "DTKS 2026", "keluarga_id": homes[1].family.id})
        transaction.create("prelist", {"daftar": "DTKS 2026", "nama": "TIDAK DIKENAL"})
        transaction.create("prelist", {"daftar": "BPNT 2025", "nama": "TIDAK DIKENAL"})
    assert rounds.prelists(store.reader()) == [("DTKS 2026", 2)]
    chosen = Filter(families=rounds.families_of_prelist(store.reader(), "DTKS 2026"))
    round_ = a_round(store, chosen)
    assert {line.family for line in lines(store, round_)} == {homes[0].family.id, homes[1].family.id}


def test_a_round_needs_a_name_a_purpose_and_somebody_to_visit(store: Store) -> None:
    three_families(store)
    with pytest.raises(InvalidData):
        plan.plan(store, plan.new_round(store), Filter(), OPERATOR)
    with pytest.raises(UserError, match="Tidak ada keluarga"):
        a_round(store, Filter(rt="099"))
    wrong = plan.new_round(store).answering(nama="A", tujuan=1, tanggal_selesai="2001-01-01")
    with pytest.raises(InvalidData):
        plan.plan(store, wrong, None, OPERATOR)


def test_enumerators_are_assigned_per_rt(store: Store) -> None:
    three_families(store)
    round_ = a_round(store)
    assert plan.assign(store, round_.id, ("Krajan", "001", "001"), "  Ibu  Tarmi ", OPERATOR) == 2
    first, second = plan.progress_by_area(lines(store, round_))
    assert (first.words, first.walkers) == ("RT 001/RW 001 Krajan", ("Ibu Tarmi",))
    assert second.walkers == ()


def test_printing_in_a_round_writes_the_sheet_number_and_the_state_and_only_that(store: Store, tmp_path: Path) -> None:
    three_families(store)
    round_ = a_round(store)
    before = ops(store)
    done = plan.print_sheets(store, tmp_path / "a.pdf", lines(store, round_), SMALL, OPERATOR)
    assert (done.families, ops(store) - before) == (3, 3)
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    for line in lines(store, round_):
        assert plan.shown(line) in text
        assert numbers.is_number(line.number)
        stamp = rounds.stamp_of(line.record)
        assert stamp is not None
        home = opened(store, line.family)
        printed = rounds.printed_household(store.reader(), stamp)
        assert [one.answers for one in printed.members] == [one.answers for one in home.members]
        assert printed.building.answers == home.building.answers
        assert printed.family.answers == home.family.answers
    assert {plan.state_of(line) for line in lines(store, round_)} == {SheetState.OUT}


def test_a_place_that_cannot_be_written_leaves_the_round_as_it_was(store: Store, tmp_path: Path) -> None:
    three_families(store)
    round_ = a_round(store)
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(UserError):
        plan.print_sheets(store, tmp_path / "a.pdf", lines(store, round_), SMALL, OPERATOR)
    assert {plan.state_of(line) for line in lines(store, round_)} == {SheetState.PLANNED}


def test_the_printed_state_stays_what_it_was_when_the_family_changes(store: Store, tmp_path: Path) -> None:
    home = three_families(store)[0]
    round_ = a_printed_round(store, tmp_path)
    saved(store, answering(opened(store, home.family.id), home.members[0].id, nama="SARKIMAN", sumber_air=4))
    (line,) = [one for one in lines(store, round_) if one.family == home.family.id]
    stamp = rounds.stamp_of(line.record)
    assert stamp is not None
    printed = rounds.printed_household(store.reader(), stamp)
    assert (printed.members[0]["nama"], printed.family["sumber_air"]) == ("SARKIM", 5)


def test_a_family_changed_since_printing_is_listed_with_what_changed(store: Store, tmp_path: Path) -> None:
    home = three_families(store)[0]
    round_ = a_printed_round(store, tmp_path)
    assert quality.changed_since(store.reader(), lines(store, round_)) == []
    saved(store, answering(opened(store, home.family.id), home.members[0].id, sumber_air=4, penglihatan=1))
    (found,) = quality.changed_since(store.reader(), lines(store, round_))
    assert found.line.family == home.family.id
    told = {(one.question, one.printed, one.now) for one in found.changes}
    assert ("Sumber air minum utama", "Sumur terlindung", "Sumur bor/pompa") in told
    assert {one.now for one in found.changes if one.question.startswith("Kesulitan melihat")} == {"(rahasia)"}


def test_sheets_come_back_by_their_number_and_what_is_out_is_known(store: Store, tmp_path: Path) -> None:
    three_families(store)
    round_ = a_printed_round(store, tmp_path)
    first = lines(store, round_)[0]
    again = plan.find(store.reader(), plan.shown(first))
    assert again.id == first.id
    assert plan.find(store.reader(), f"PSK1:3328012998:{first.number}").id == first.id
    assert plan.find(store.reader(), first.number[-6:]).id == first.id
    assert plan.take_back(store, [again], OPERATOR) == 1
    states = [plan.state_of(line) for line in lines(store, round_)]
    assert sorted(states) == [SheetState.OUT, SheetState.OUT, SheetState.BACK]
    assert plan.take_back(store, lines(store, round_)[:1], OPERATOR) == 0


def test_the_search_finds_the_family_of_a_sheet(store: Store, tmp_path: Path) -> None:
    home = three_families(store)[0]
    round_ = a_printed_round(store, tmp_path)
    [hit] = numbers.find(store.reader(), number_of(store, round_, home.family.id))
    assert (hit.family, hit.name) == (home.family.id, "SARKIM")


@pytest.mark.parametrize("typed", ["", "12345", "000000000001", "sebelah masjid"])
def test_a_wrong_sheet_number_is_said(store: Store, typed: str) -> None:
    with pytest.raises(UserError):
        plan.find(store.reader(), typed)


def test_a_sheet_never_printed_cannot_come_back(store: Store) -> None:
    three_families(store)
    round_ = a_round(store)
    with pytest.raises(UserError, match="belum pernah dicetak"):
        plan.take_back(store, lines(store, round_), OPERATOR)


def test_the_share_of_sheets_keyed_twice_is_rounded_up_and_everybody_chooses_the_same(
    store: Store, tmp_path: Path
) -> None:
    three_families(store)
    round_ = a_printed_round(store, tmp_path)
    chosen = [line.id for line in plan.to_key_twice(round_, lines(store, round_))]
    assert len(chosen) == 1
    assert [line.id for line in plan.to_key_twice(round_, lines(store, round_)[::-1])] == chosen
    assert plan.to_key_twice(round_.answering(persen_ketik_ganda=0), lines(store, round_)) == []
    assert len(plan.to_key_twice(round_.answering(persen_ketik_ganda=100), lines(store, round_))) == 3


def test_one_sheet_is_printed_again_alone_under_its_number(store: Store, tmp_path: Path) -> None:
    three_families(store)
    round_ = a_printed_round(store, tmp_path)
    line = lines(store, round_)[0]
    done = plan.print_sheets(store, tmp_path / "b.pdf", [line], Options(), OPERATOR)
    assert done.families == 1
    assert lines(store, round_)[0].number == line.number
    assert plan.shown(line) in PdfReader(tmp_path / "b.pdf").pages[0].extract_text()


def test_a_round_is_found_by_its_name(store: Store) -> None:
    three_families(store)
    round_: Record = a_round(store)
    assert plan.round_named(store.reader(), " verval  november ").id == round_.id
    with pytest.raises(UserError, match="Tidak ada putaran"):
        plan.round_named(store.reader(), "lain")
