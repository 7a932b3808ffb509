"""A file that comes again, or knows somebody as they were: nothing is asked twice, and nobody comes in twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from puskesos_desktop.domain.codes.prelist import BARU, PRELIST, TERHUBUNG
from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, Record
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.imports.findings import Choice, Decision, Options, Verdict
from puskesos_desktop.store.log import commits, undo, unsure
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import population
from tests.support.imports import a_file, imported, line_of, rehearsed, state, without
from tests.support.laptops import hand_over
from tests.support.tables import Cell, Person, changed, dtks, opensid, people
from tests.support.village import OPERATOR, answering, opened

FIVE = people(5)
TOLD_BEFORE = "Seperti yang diputuskan pada impor terdahulu."
FORMERLY = "menurut isian sebelum diubah"


@pytest.fixture
def village(store: Store, tmp_path: Path) -> Store:
    """All five families live here."""
    imported(store, a_file(tmp_path, opensid(FIVE), "penduduk.xlsx"))
    return store


def person(store: Store, nik: str) -> Record:
    return next(one for one in population.every(store.reader().conn, ANGGOTA) if one["nik"] == nik)


def without_nik(found: list[Person]) -> list[list[Cell]]:
    rows = opensid(found)
    for row in rows[1:]:
        row[rows[0].index("nik")] = ""
    return rows


def renamed(store: Store, one: Person) -> None:
    """A resident who turned out to be called and born otherwise, in another place."""
    home = opened(store, person(store, one.nik).text("keluarga_id"))
    member = person(store, one.nik).id
    home = answering(home, member, nama="BUDI RAHARJO", tanggal_lahir="1961-04-02", nama_ibu="RUSMINI", rt="009")
    registry.save_household(
        store, answering(home, member, alamat="Jl. Kenanga 7", nomor_kk="3328010506250017"), OPERATOR
    )


def test_a_list_that_knows_a_resident_as_they_were_asks(village: Store, tmp_path: Path) -> None:
    old = a_file(tmp_path, without_nik(FIVE[:1]), "lama.xlsx")
    renamed(village, FIVE[0])
    line = line_of(rehearsed(village, old), FIVE[0].name)
    assert line.verdict is Verdict.UNSURE
    assert line.matches[0].id == person(village, FIVE[0].nik).id
    assert FORMERLY in line.matches[0].reasons
    assert line.who[line.matches[0].id].startswith("BUDI RAHARJO")


def test_what_was_undone_is_no_earlier_answer(village: Store, tmp_path: Path) -> None:
    stranger = replace(FIVE[0], name="SUKARNO WIRYO", mother="LASTRI", rt="007", kk="3328010506250017")
    rows = opensid([replace(stranger, nik=FIVE[0].nik)], alamat="Jl. Kenanga 7", tanggallahir="03-02-1951")
    wrong = rehearsed(village, a_file(tmp_path, rows, "salah.xlsx"))
    assert wrong.lines[0].verdict is Verdict.UNSURE
    same = {0: Decision(Choice.SAME, person(village, FIVE[0].nik).id)}
    imported(village, a_file(tmp_path, rows, "salah.xlsx"), same)
    assert person(village, FIVE[0].nik)["nama"] == "SUKARNO WIRYO"
    undo.undo(village, OPERATOR)
    rows[1][rows[0].index("nik")] = ""
    assert rehearsed(village, a_file(tmp_path, rows, "benar.xlsx")).lines[0].verdict is Verdict.NEW


def test_somebody_merged_away_is_known_by_their_own_answers(village: Store, tmp_path: Path) -> None:
    twice = replace(FIVE[0], name="SUKARNO WIRYO", mother="LASTRI", kk="3328010506250017", nik="3328010302510011")
    rows = opensid([twice], alamat="Jl. Kenanga 7", tanggallahir="03-02-1951")
    imported(village, a_file(tmp_path, rows, "dua.xlsx"))
    kept, other = person(village, FIVE[0].nik).id, person(village, twice.nik).id
    with commits.group(village, "Gabung", OPERATOR) as group:
        group.mark_duplicate(ANGGOTA, other, kept)
    line = rehearsed(village, a_file(tmp_path, rows, "lagi.xlsx")).lines[0]
    assert (line.verdict, [one.id for one in line.matches]) == (Verdict.UNSURE, [kept])


def test_rows_without_a_card_come_to_the_family_that_is_theirs(village: Store, tmp_path: Path) -> None:
    rows = opensid(FIVE)
    rows[2][rows[0].index("no_kk")] = ""
    rows[2][rows[0].index("rw")] = "005"
    path = a_file(tmp_path, rows, "tanpa kk.xlsx")
    done = imported(village, path)
    assert without(done.counts) == {"sama": 15}
    assert imported(village, path).written == {}


@pytest.mark.parametrize("first", [0, 2])
def test_a_card_stays_one_family_though_one_of_its_rows_lacks_the_number(
    village: Store, tmp_path: Path, first: int
) -> None:
    """Whichever row comes first: a child new to the family once got a second family of the same card."""
    child = replace(FIVE[0], name="SULASTRI", nik="3328014404120017", relation=3, sex=2)
    rows = opensid([*FIVE[:3], child])
    rows[1 + first][rows[0].index("no_kk")] = ""
    assert imported(village, a_file(tmp_path, rows, "anak.xlsx")).after.families == 5
    cards = [one["nomor_kk"] for one in population.every(village.reader().conn, KELUARGA)]
    assert cards.count(FIVE[0].kk) == 1


def test_a_row_with_neither_name_nor_nik_goes_to_a_person(store: Store, tmp_path: Path) -> None:
    rows = without_nik(FIVE[:2])
    rows[1][rows[0].index("nama")] = "-"
    done = imported(store, a_file(tmp_path, rows))
    assert without(done.counts) == {"baru": 1, "ragu": 1}
    assert done.left[0].said == ("Baris ini tanpa nama dan tanpa NIK.",)


@pytest.fixture
def lost_a_digit(tmp_path: Path) -> Path:
    """A file of everybody in which one NIK lost its last digit, and something else is new."""
    rows = opensid(FIVE, tempatlahir="BREBES")
    rows[1][rows[0].index("nik")] = FIVE[0].nik[:15]
    return a_file(tmp_path, rows, "rusak.xlsx")


def test_what_was_decided_is_not_asked_again(village: Store, lost_a_digit: Path) -> None:
    resident = person(village, FIVE[0].nik).id
    imported(village, lost_a_digit, {0: Decision(Choice.SAME, resident)})
    again = imported(village, lost_a_digit)
    assert (without(again.counts), again.written) == ({"sama": 15}, {})
    assert TOLD_BEFORE in rehearsed(village, lost_a_digit).lines[0].said


def test_somebody_said_to_be_new_is_met_again(village: Store, lost_a_digit: Path) -> None:
    assert imported(village, lost_a_digit, {0: Decision(Choice.NEW)}).after.persons == 16
    again = imported(village, lost_a_digit)
    assert (without(again.counts), again.written, again.after.persons) == ({"sama": 15}, {}, 16)


def test_what_was_passed_over_stays_out_and_can_still_be_decided(village: Store, lost_a_digit: Path) -> None:
    resident = person(village, FIVE[0].nik).id
    imported(village, lost_a_digit, {0: Decision(Choice.SKIP)})
    line = rehearsed(village, lost_a_digit).lines[0]
    assert (line.verdict, line.said) == (Verdict.UNSURE, ("Dilewati.", TOLD_BEFORE))
    assert [one.id for one in line.matches] == [resident]
    done = imported(village, lost_a_digit, {0: Decision(Choice.SAME, resident)})
    assert (without(done.counts), done.left) == ({"berubah": 1, "sama": 14}, ())


def test_an_undone_import_takes_its_answers_along(village: Store, lost_a_digit: Path) -> None:
    imported(village, lost_a_digit, {0: Decision(Choice.NEW)})
    undo.undo(village, OPERATOR)
    assert rehearsed(village, lost_a_digit).lines[0].verdict is Verdict.UNSURE


def test_answers_travel_to_the_other_laptop(village: Store, second: Store, lost_a_digit: Path, tmp_path: Path) -> None:
    imported(village, lost_a_digit, {0: Decision(Choice.NEW)})
    hand_over(village, second, tmp_path / "stik")
    before = state(second)
    assert imported(second, lost_a_digit).written == {}
    assert state(second) == before


def test_a_line_said_to_be_nobody_here_stays_so_until_somebody_else_is_like_it(village: Store, tmp_path: Path) -> None:
    known = dtks([replace(FIVE[0], nik="3328010302510011")])
    rows = dtks([replace(FIVE[9], family=9), *FIVE[:3]])
    rows[1:2] = known[1:]
    path = a_file(tmp_path, rows, "dtks.xlsx")
    assert rehearsed(village, path).lines[0].verdict is Verdict.UNSURE
    imported(village, path, {0: Decision(Choice.NEW)})
    assert imported(village, path).written == {}
    line = population.every(village.reader().conn, PRELIST)[0]
    assert line["keadaan"] == BARU
    newcomer = a_file(tmp_path, opensid([replace(FIVE[0], nik="3328010302510011")]), "warga.xlsx")
    imported(village, newcomer, {0: Decision(Choice.NEW)})
    imported(village, path)
    assert population.every(village.reader().conn, PRELIST)[0]["keadaan"] == TERHUBUNG


def test_a_list_that_registers_asks_about_somebody_once_said_to_be_nobody(village: Store, tmp_path: Path) -> None:
    path = a_file(tmp_path, dtks([replace(FIVE[0], nik="3328010302510011"), *FIVE[1:3]]), "dtks.xlsx")
    imported(village, path, {0: Decision(Choice.NEW)})
    assert rehearsed(village, path).lines[0].verdict is Verdict.SAME
    assert rehearsed(village, path, Options(register=True)).lines[0].verdict is Verdict.UNSURE


def test_answers_that_no_import_wrote_are_passed_over(village: Store, lost_a_digit: Path) -> None:
    imported(village, lost_a_digit, {0: Decision(Choice.NEW)})
    good = unsure.before(village.reader().conn)
    odd: tuple[Mapping[str, object], ...] = (
        {"left": 5, "said": []},
        {"left": [1, "a"], "said": {"x": ["baru"], "y": ["sama", [], 7]}},
        {},
    )
    for number, told in enumerate(odd):
        with commits.group(village, f"Impor {number}", OPERATOR) as group:
            group.remark({"unsure": told})
            group.create(KELUARGA, {"nomor_kk": f"332801050625002{number}"})
    found = unsure.before(village.reader().conn)
    assert found.left == {*good.left, "a"}
    assert found.said == {**good.said, "y": ("sama", "[]", ())}
    assert rehearsed(village, lost_a_digit).lines[0].verdict is Verdict.SAME


def babies() -> list[list[Cell]]:
    """Twins who have neither number nor name of their own yet, born in two places."""
    twin = replace(FIVE[2], name="BAYI NYONYA", nik="")
    rows = opensid([*FIVE[:2], twin, twin])
    for row, place in zip(rows[3:], ("BREBES", "SLAWI"), strict=True):
        row[rows[0].index("tempatlahir")] = place
    return rows


def born_where(store: Store, name: str) -> list[str]:
    return sorted(
        one.text("tempat_lahir") for one in population.every(store.reader().conn, ANGGOTA) if one["nama"] == name
    )


def test_an_answer_about_one_twin_is_not_taken_for_the_other(store: Store, tmp_path: Path) -> None:
    path = a_file(tmp_path, babies())
    assert imported(store, path, {3: Decision(Choice.NEW)}).after.persons == 4
    assert imported(store, path).written == {}
    assert born_where(store, "BAYI NYONYA") == ["BREBES", "SLAWI"]


def test_rows_that_say_the_very_same_are_told_apart_by_their_order(village: Store, tmp_path: Path) -> None:
    stranger = replace(FIVE[0], name="WIRYO", nik="", kk="3328010506250017", born=date(1950, 3, 4), mother="LASTRI")
    path = a_file(tmp_path, dtks([stranger, stranger]), "dtks.xlsx")
    assert without(imported(village, path).counts) == {"baru": 1, "ragu": 1}
    assert without(imported(village, path).counts) == {"sama": 1, "ragu": 1}


def test_a_row_of_the_same_resident_twice_is_answered_once(village: Store, tmp_path: Path) -> None:
    rows = opensid([*FIVE[:3], FIVE[2]])
    rows[3][rows[0].index("tempatlahir")], rows[4][rows[0].index("tempatlahir")] = "BREBES", "SLAWI"
    path = a_file(tmp_path, rows, "dua kali.xlsx")
    resident = person(village, FIVE[2].nik).id
    assert imported(village, path, {3: Decision(Choice.SAME, resident)}).written
    assert imported(village, path).written == {}
    assert person(village, FIVE[2].nik)["tempat_lahir"] == "SLAWI"


def test_a_number_mended_by_hand_is_not_replaced_again_by_an_old_answer(village: Store, tmp_path: Path) -> None:
    resident, right = person(village, FIVE[0].nik), FIVE[0].nik
    path = a_file(tmp_path, opensid(changed(FIVE[:3], 0, nik="3328010302510011")), "nik.xlsx")
    imported(village, path, {0: Decision(Choice.SAME, resident.id)})
    assert person(village, "3328010302510011").id == resident.id
    home = opened(village, resident.text("keluarga_id"))
    registry.save_household(village, answering(home, resident.id, nik=right), OPERATOR)
    assert rehearsed(village, path).lines[0].verdict is Verdict.UNSURE
    imported(village, path)
    assert person(village, right).id == resident.id


def test_an_answer_can_be_given_otherwise_the_next_time(village: Store, lost_a_digit: Path) -> None:
    resident = person(village, FIVE[0].nik).id
    imported(village, lost_a_digit, {0: Decision(Choice.SAME, resident)})
    line = rehearsed(village, lost_a_digit).lines[0]
    assert (line.verdict, line.asks, [one.id for one in line.matches]) == (Verdict.SAME, True, [resident])
    assert imported(village, lost_a_digit, {0: Decision(Choice.NEW)}).after.persons == 16
    assert imported(village, lost_a_digit).written == {}


def test_a_row_passed_over_tells_nothing_of_the_house(village: Store, lost_a_digit: Path, tmp_path: Path) -> None:
    rows = opensid(FIVE[:3])
    for key, value in (("nik", FIVE[0].nik[:15]), ("alamat", "Jl. SALAH 99"), ("rt", "009")):
        rows[1][rows[0].index(key)] = value
    path = a_file(tmp_path, rows, "salah.xlsx")
    assert imported(village, path, {0: Decision(Choice.SKIP)}).written == {}


def test_of_two_rows_of_one_resident_the_one_with_the_number_stays(village: Store, tmp_path: Path) -> None:
    rows = without_nik(FIVE[2:3]) + opensid(FIVE[2:3])[1:]
    found = rehearsed(village, a_file(tmp_path, rows, "dua.xlsx"))
    assert [one.verdict for one in found.lines] == [Verdict.UNSURE, Verdict.SAME]
