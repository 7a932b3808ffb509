"""Which backup is the newest: by what it holds, after wrong clocks and restores, with and without a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from puskesos_desktop.services.safety import restore, upkeep
from puskesos_desktop.services.safety.restore import Opening
from puskesos_desktop.store import opened
from puskesos_desktop.store.backup import backups, lines, location
from puskesos_desktop.store.backup.note import Backup, Holds
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from tests.support.laptops import a_second_laptop, hand_over
from tests.support.village import a_household, saved

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FUTURE = datetime(2099, 1, 1, tzinfo=UTC)


def at(store: Store, moment: datetime) -> Store:
    milliseconds = int(moment.timestamp() * 1000)
    store.ambient = replace(store.ambient, now_ms=lambda: milliseconds)
    return store


def gone_back(store: Store, backup: Backup) -> Store:
    folder, key = store.folder, store.key
    ready = restore.prepare(folder, backup, Opening(key, False))
    store.close()
    restore.finish(ready)
    return at(opened.open_with_key(folder, key), NOON)


def families(store: Store) -> int:
    return households.totals(store.reader())["keluarga"]


def test_a_backup_of_2099_is_not_what_goes_to_the_other_drive(store: Store, tmp_path: Path) -> None:
    saved(at(store, FUTURE), a_household(store, "SARKIM"))
    upkeep.back_up(store)
    for number in range(3):
        saved(at(store, NOON + timedelta(days=7 * number)), a_household(store, f"KELUARGA {number}"))
        (tmp_path / "drive").mkdir(exist_ok=True)
        assert upkeep.copy_to(store, tmp_path / "drive").backup.counts["keluarga"] == 2 + number
    assert restore.find(store.folder, "terakhir").counts["keluarga"] == 4
    assert restore.all_in(tmp_path / "drive")[0].counts["keluarga"] == 4
    assert upkeep.rehearse(store).counts["keluarga"] == 4


def test_what_a_restore_left_is_listed_apart_and_never_the_last(store: Store) -> None:
    saved(at(store, NOON), a_household(store, "SARKIM"))
    first = upkeep.back_up(store)
    for number in range(5):
        saved(store, a_household(store, f"SALAH {number}"))
    wrong = upkeep.back_up(store)
    back = gone_back(store, first)
    standing = upkeep.describe(back)
    assert [one.name for one in standing.backups] == [first.name]
    assert [one.name for one in standing.apart] == [wrong.name]
    saved(back, a_household(back, "KARTO"))
    made = upkeep.back_up(back)
    assert upkeep.last(back) == made
    assert restore.find(back.folder, "terakhir") == made
    folder = back.folder
    back.close()
    assert [one.name for one in restore.all_in(location.of(folder))] == [made.name, wrong.name, first.name]


def test_after_going_back_twice_the_last_line_counts_also_without_a_store(store: Store) -> None:
    saved(at(store, NOON), a_household(store, "SARKIM"))
    first = upkeep.back_up(store)
    for number in range(3):
        saved(store, a_household(store, f"A {number}"))
    long = upkeep.back_up(store)
    back = gone_back(store, first)
    for number in range(2):
        saved(back, a_household(back, f"B {number}"))
    upkeep.back_up(back)
    again = gone_back(back, long)
    saved(again, a_household(again, "C"))
    made = upkeep.back_up(again)
    assert families(again) == 5
    assert upkeep.last(again) == made
    again.close()
    assert restore.find(again.folder, "terakhir") == made


def test_work_of_another_line_that_came_back_from_another_laptop_is_of_this_line_again(
    store: Store, tmp_path: Path
) -> None:
    saved(store, a_household(store, "SARKIM"))
    first = upkeep.back_up(store)
    second = a_second_laptop(store, tmp_path)
    saved(store, a_household(store, "KARTO"))
    later = upkeep.back_up(store)
    hand_over(store, second, tmp_path / "usb")
    back = gone_back(store, first)
    assert [one.name for one in upkeep.describe(back).apart] == [later.name]
    hand_over(second, back, tmp_path / "usb2")
    assert families(back) == 2
    assert upkeep.describe(back).apart == ()
    second.close()
    back.close()


def test_a_copied_store_whose_chain_went_another_way_is_apart(store: Store) -> None:
    saved(store, a_household(store, "SARKIM"))
    made = upkeep.back_up(store)
    odd = replace(made.holds, chains={name: (number, "0" * 64) for name, (number, _) in made.holds.chains.items()})
    known = lines.split([replace(made, holds=odd)], lines.hashes_of(store.reader()))
    assert (len(known.line), len(known.apart)) == (0, 1)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9), st.integers(1990, 2099)), min_size=1, max_size=12))
def test_without_a_store_what_holds_most_is_first_whatever_the_dates(said: list[tuple[int, int, int]]) -> None:
    have = [
        Backup(
            Path(f"{year}-{number}"), f"{year}-01-01T00:00:00Z", backups.ROUTINE, {}, "", "", "k", "",
            Holds("A", {"A": (operations, "00")}, ledgers, frozenset()), {},
        )
        for number, (operations, ledgers, year) in enumerate(said)
    ]  # fmt: skip
    first = lines.ranked(have)[0]
    assert (first.holds.operations, first.holds.ledgers) == max((one[0], one[1]) for one in said)
