"""What is wrong with the backups is said for as long as it is so, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from puskesos_desktop.services import overview
from puskesos_desktop.services.safety import upkeep, warnings, worries
from puskesos_desktop.services.safety.worries import FAILING, OLD, ONE_DISK
from puskesos_desktop.store.backup import location
from puskesos_desktop.store.opened import Store
from tests.support.village import a_household, saved


def later(store: Store, **time: float) -> None:
    moment = datetime.now(UTC) + timedelta(**time)
    store.ambient = replace(store.ambient, now_ms=lambda: int(moment.timestamp() * 1000))


def keys(store: Store) -> list[str]:
    return [one.key for one in worries.worries(store)]


def test_a_new_village_has_its_first_week(filled: Store) -> None:
    upkeep.back_up(filled)
    assert keys(filled) == []
    later(filled, days=8)
    assert keys(filled) == [ONE_DISK]


def test_a_copy_on_another_drive_quiets_it_for_a_week(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    later(filled, days=8)
    upkeep.copy_to(filled, tmp_path / "drive")
    assert keys(filled) == []
    later(filled, days=16)
    assert keys(filled) == [ONE_DISK]
    assert "Salinan terakhir" in worries.worries(filled)[0].words


def test_backups_on_another_disk_need_no_copy(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    later(filled, days=8)
    monkeypatch.setattr(warnings, "on_one_disk", lambda *_places: False)
    assert keys(filled) == []


def test_a_backup_that_cannot_be_made_is_said_until_one_is(filled: Store) -> None:
    in_the_way = location.usual(filled.folder)
    in_the_way.write_text("ini berkas, bukan folder")
    assert upkeep.automatic(filled)
    first = worries.worries(filled)
    later(filled, hours=5)
    assert upkeep.automatic(filled)
    assert [one.key for one in first] == [FAILING]
    assert worries.worries(filled) == first, "since when it fails does not move"
    in_the_way.unlink()
    assert upkeep.automatic(filled) == ""
    assert keys(filled) == []


@pytest.mark.parametrize("clock", [{"hours": 25}, {"days": -9000}], ids=["a day later", "a clock that went back"])
def test_an_old_backup_is_said_once_something_has_changed(filled: Store, clock: dict[str, float]) -> None:
    upkeep.back_up(filled)
    later(filled, **clock)
    assert OLD not in keys(filled)
    saved(filled, a_household(filled, "KARTO"))
    assert OLD in keys(filled)
    upkeep.back_up(filled)
    assert OLD not in keys(filled)


def test_beranda_tells_it_with_its_button(filled: Store) -> None:
    upkeep.back_up(filled)
    later(filled, days=8)
    task = next(one for one in overview.overview(filled, "").tasks if one.page == "Cadangan")
    assert "cakram laptop ini" in task.words
    assert task.deed == worries.COPY


def test_at_closing_it_is_said_once_a_day_and_a_failure_each_time(filled: Store) -> None:
    upkeep.back_up(filled)
    later(filled, days=8)
    assert [one.key for one in worries.to_say_at_closing(filled)] == [ONE_DISK]
    assert worries.to_say_at_closing(filled) == []
    later(filled, days=9)
    assert worries.to_say_at_closing(filled)
    location.remember(filled.folder, gagal_pada="2026-11-24T10:00:00Z", gagal_sebab="Cakram penuh.")
    assert worries.to_say_at_closing(filled)
    assert worries.to_say_at_closing(filled)
