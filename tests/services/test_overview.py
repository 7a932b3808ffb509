"""What the first page counts, what its lists hold, and what the records say: always the same number."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.cli.frame import puskesos
from puskesos_desktop.cli.overview import ringkasan
from puskesos_desktop.domain import indicators
from puskesos_desktop.domain.codes.ppks import JENIS_PPKS, SENSITIVE
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, KUNJUNGAN, PPKS, Record, is_present
from puskesos_desktop.services import overview
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.overview import Tile
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import lists, search
from puskesos_desktop.store.read.lists import VERY_STALE_DAYS, Filter, stale_before
from puskesos_desktop.store.read.overview import count_confidential
from puskesos_desktop.store.tables import projection, summaries
from tests.support.amount import examples
from tests.support.village import OPERATOR, PASSWORD, a_household, a_store, saved

assert ringkasan.name == "ringkasan"
LISTS: dict[str, Callable[..., Sequence[Any]]] = {
    "Keluarga": lists.families,
    "Individu": lists.persons,
    "PPKS": lists.cases,
    "Rumah": lists.houses,
}
_condition = st.sampled_from((None, 1, 3, 4))
_members = st.lists(st.tuples(st.sampled_from((None, 1, 2, 3, 5, 6)), st.booleans(), st.booleans()), max_size=3)
_case = st.tuples(st.integers(1, 26), st.sampled_from((None, 1, 3, 5, 6)), st.integers(0, 3), st.booleans())
_family = st.fixed_dictionaries(
    {
        "answers": st.fixed_dictionaries(
            {
                "fasilitas_bab": st.sampled_from((None, 1, 2, 4, 5, 6)),
                "sumber_penerangan": st.sampled_from((None, 1, 3, 4)),
                "sumber_air": st.sampled_from((None, 1, 5, 6, 9)),
            }
        ),
        "visit": st.sampled_from((None, "today", "old", "very old")),
        "members": _members,
        "cases": st.lists(_case, max_size=2),
        "gone": st.sampled_from((False, False, False, True)),
    }
)
_house = st.fixed_dictionaries(
    {
        "answers": st.fixed_dictionaries(
            {
                "dusun": st.sampled_from((None, "Krajan", "Wetan")),
                "rt": st.sampled_from((None, "001", "002")),
                "kondisi_atap": _condition,
                "kondisi_lantai": _condition,
                "kondisi_pondasi": _condition,
                "luas_lantai": st.sampled_from((None, 12, 60)),
                "jenis_lantai": st.sampled_from((None, 1, 8)),
            }
        ),
        "families": st.lists(_family, max_size=2),
    }
)


def write(store: Store, houses: list[dict[str, Any]]) -> None:
    """Put a drawn village into the store; records that are gone are deleted one by one, so that orphans remain."""
    today = registry.today(store)
    days = {"today": today.isoformat(), "old": stale_before(today, 200), "very old": stale_before(today, 500)}
    with commits.group(store, "Desa acak", OPERATOR) as writing:
        for drawn in houses:
            house = writing.create(BANGUNAN, drawn["answers"])
            for one in drawn["families"]:
                family = writing.create(KELUARGA, {**one["answers"], "bangunan_id": house})
                people = []
                for keberadaan, has_nik, gone in one["members"]:
                    nik = "3328014105607001" if has_nik else None
                    answers = {"keluarga_id": family, "nama": "WARGA", "keberadaan": keberadaan, "nik": nik}
                    people.append(writing.create(ANGGOTA, answers))
                    if gone:
                        writing.delete(ANGGOTA, people[-1], "uji")
                if one["visit"]:
                    writing.create(KUNJUNGAN, {"keluarga_id": family, "tanggal_pendataan": days[one["visit"]]})
                for kind, status, whose, gone in one["cases"]:
                    person = people[whose] if whose < len(people) else None
                    case = {"keluarga_id": family, "anggota_id": person, "jenis": kind, "status": status}
                    record = writing.create(PPKS, case)
                    if gone:
                        writing.delete(PPKS, record, "uji")
                if one["gone"]:
                    writing.delete(KELUARGA, family, "uji")


def counted(store: Store) -> dict[str, int]:
    """The same numbers from the records alone."""
    connection = store.reader().conn
    today = registry.today(store)
    families, people, buildings, cases, visits = (
        projection.read(connection, kind, "1") for kind in (KELUARGA, ANGGOTA, BANGUNAN, PPKS, KUNJUNGAN)
    )
    ids = {family.id for family in families}
    here = [one for one in people if is_present(one.answers) and one["keluarga_id"] in ids]
    lived_in = {one["keluarga_id"] for one in here}
    homes = [family for family in families if family.id in lived_in]
    seen: dict[Any, str] = {}
    for visit in visits:
        seen[visit["keluarga_id"]] = max(seen.get(visit["keluarga_id"], ""), str(visit["tanggal_pendataan"]))
    return {
        "keluarga": len(homes),
        "individu": len(here),
        "ppks": sum(_counts(case, {one.id for one in here}, lived_in) for case in cases),
        "rtlh": sum(_unfit(store, house, families, here) for house in buildings),
        "tanpa_jamban": sum(home["fasilitas_bab"] in (2, 3, 4, 5, 6) for home in homes),
        "air_tidak_layak": sum(indicators.air_minum(home.answers).verdict == "tidak layak" for home in homes),
        "tanpa_listrik": sum(home["sumber_penerangan"] == 4 for home in homes),
        "lama_tidak_dikunjungi": sum(seen.get(home.id, "") < stale_before(today) for home in homes),
        "tanpa_nik": sum(one["nik"] is None for one in here),
    }


def _counts(case: Record, here: set[str], lived_in: set[Any]) -> bool:
    whose = case["anggota_id"] in here if case["anggota_id"] else case["keluarga_id"] in lived_in
    return whose and case["jenis"] not in SENSITIVE and case["status"] not in (5, 6)


def _unfit(store: Store, house: Record, families: Sequence[Record], here: Sequence[Record]) -> bool:
    mine = [family for family in families if family["bangunan_id"] == house.id]
    people = sum(one["keluarga_id"] in {family.id for family in mine} for one in here)
    thresholds = summaries.village_thresholds(store.reader().conn)
    verdict = indicators.rtlh(house.answers, [family.answers for family in mine], people, thresholds).verdict
    return people > 0 and verdict == "RTLH"


@settings(max_examples=examples(40, 15))
@given(st.lists(_house, min_size=1, max_size=4))
def test_every_tile_and_bar_counts_what_its_list_holds_and_what_the_records_say(houses: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        store = a_store(Path(name) / "desa")
        write(store, houses)
        seen = overview.overview(store, "")
        assert {tile.key: tile.count for tile in seen.tiles} == counted(store)
        for tile in seen.tiles:
            assert tile.count == listed(store, tile.page, tile.chosen), tile.key
            for bar in tile.bars:
                assert bar.count == listed(store, tile.page, bar.chosen), (tile.key, bar.words)
            assert sum(bar.count for bar in tile.bars) == tile.count
        store.close()


@settings(max_examples=examples(20, 10))
@given(st.lists(_house, min_size=1, max_size=3))
def test_a_task_names_as_many_as_its_list_holds(houses: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        store = a_store(Path(name) / "desa")
        write(store, houses)
        for task in overview.overview(store, "").tasks:
            if task.chosen is not None:
                assert task.words.startswith(f"{listed(store, task.page, task.chosen)} "), task
                very = replace(task.chosen, stale_before=stale_before(registry.today(store), VERY_STALE_DAYS))
                if "di antaranya" in task.words:
                    assert f" {listed(store, task.page, very)} di antaranya" in task.words
        store.close()


@settings(max_examples=examples(20, 10))
@given(st.lists(_house, min_size=1, max_size=3))
def test_confidential_kinds_are_only_ever_a_number(houses: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        store = a_store(Path(name) / "desa")
        write(store, houses)
        db = store.reader()
        assert not {line.jenis for line in lists.cases(db)} & SENSITIVE
        for kind in SENSITIVE:
            assert lists.cases(db, Filter(case=kind)) == []
            assert search.search(db, JENIS_PPKS.items[kind]) == []
        told = overview.as_text(overview.overview(store, ""))
        assert not [name for kind, name in JENIS_PPKS.items.items() if kind in SENSITIVE and name in told]
        assert set(count_confidential(db)) <= SENSITIVE
        store.close()


def test_bars_fall_back_to_rt_where_the_village_names_no_dusun(store: Store) -> None:
    saved(store, a_household(store, "SARKIM", rt="002"))
    saved(store, a_household(store, "KARTO", rt="010"))
    saved(store, a_household(store, "WASTAP"))
    bars = tile_of(store, "keluarga").bars
    assert [(bar.words, bar.count) for bar in bars] == [("RT 002", 1), ("RT 010", 1), ("Tanpa RT", 1)]


def test_a_house_shared_by_two_families_counts_once(store: Store) -> None:
    first = saved(store, a_household(store, "SARKIM", kondisi_pondasi=4))
    second = a_household(store, "KARTO")
    shared = second.family.answering(bangunan_id=first.building.id)
    saved(store, replace(second, building=first.building, family=shared))
    assert tile_of(store, "rtlh").count == 1
    (house,) = lists.houses(store.reader(), Filter(shared=True))
    assert [head for _, head in house.families] == ["SARKIM", "KARTO"]
    assert house.anggota == 2
    assert "pondasi" in lists.house_findings(store.reader(), [house])[house.id].reasons[0]


def test_the_rt_with_most_families_left_alone_comes_first(store: Store) -> None:
    for name, rt in (("SARKIM", "001"), ("KARTO", "002"), ("WASTAP", "002")):
        home = a_household(store, name, rt=rt, rw="001")
        assert home.visit is not None
        saved(store, replace(home, visit=home.visit.answering(tanggal_pendataan="2020-01-15")))
    words = [task.words for task in overview.overview(store, "").tasks if "dikunjungi" in task.words]
    since = date.fromisoformat(stale_before(registry.today(store)))
    assert words[0].startswith("2 keluarga di RT 002/RW 001 belum dikunjungi sejak ")
    assert f"{since.year}, 2 di antaranya lebih dari setahun." in words[0]
    assert words[1].startswith("1 keluarga di RT 001/RW 001")


def test_puskesos_ringkasan_tells_the_same_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = a_store(tmp_path / "desa")
    saved(store, a_household(store, "SARKIM", dusun="Krajan", fasilitas_bab=6))
    store.close()
    monkeypatch.setenv("PUSKESOS_SANDI", PASSWORD)
    told = CliRunner().invoke(puskesos, ["--data", str(tmp_path / "desa"), "--json", "ringkasan"])
    numbers = json.loads(told.output)
    assert (numbers["keluarga"], numbers["tanpa_jamban"], numbers["belum_diterima"]) == (1, 1, 2)
    assert numbers["menurut_tempat"]["tanpa_jamban"] == {"Krajan": 1}
    words = CliRunner().invoke(puskesos, ["--data", str(tmp_path / "desa"), "ringkasan"]).output
    assert "1  Tanpa jamban sendiri (100 % keluarga)" in words
    assert "- 1 orang belum mempunyai NIK." in words


def tile_of(store: Store, key: str) -> Tile:
    return next(tile for tile in overview.overview(store, "").tiles if tile.key == key)


def listed(store: Store, page: str, chosen: Filter) -> int:
    return len(LISTS[page](store.reader(), chosen))
