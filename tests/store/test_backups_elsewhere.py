"""Backups on another drive: whole, made once, in a chosen place, and never in the way of what lies there."""

from __future__ import annotations

from pathlib import Path

from puskesos_desktop.services.safety import upkeep
from puskesos_desktop.store.backup import backups, location
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.photos import at_rest
from tests.support.village import a_household, saved


def test_a_copy_on_another_drive_is_whole_and_made_once(filled: Store, tmp_path: Path) -> None:
    at_rest.keep(filled, b"foto satu")
    drive = tmp_path / "drive"
    drive.mkdir()
    copied = upkeep.copy_to(filled, drive)
    backups.verify(copied.backup)
    assert copied.photos == 1
    assert copied.backup.folder.parent.parent == drive
    again = upkeep.copy_to(filled, drive)
    assert (again.backup, again.photos) == (copied.backup, 0)
    assert upkeep.describe(filled).notes.salinan_dari == copied.backup.made


def test_a_copy_never_touches_what_lies_on_the_drive(filled: Store, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    home = upkeep.home_in(drive, filled.key)
    made = upkeep.back_up(filled)
    other = home / made.name
    other.mkdir(parents=True)
    (other / "milik orang").write_text("isi")
    copied = upkeep.copy_to(filled, drive).backup
    assert copied.name == f"{made.name}-2"
    assert (other / "milik orang").read_text() == "isi"


def test_another_place_can_be_chosen_and_the_usual_one_helps_out_while_it_is_gone(
    filled: Store, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    made = upkeep.keep_at(filled, drive)
    assert made.folder.is_relative_to(drive)
    assert location.of(filled.folder) == made.folder.parent
    drive.rename(tmp_path / "dicabut")
    saved(filled, a_household(filled, "KARTO"))
    assert upkeep.automatic(filled) == ""
    standing = upkeep.describe(filled)
    assert standing.place == location.usual(filled.folder)
    assert standing.unreachable
    assert len(standing.backups) == 1


def test_what_stands_in_the_way_of_an_automatic_backup_is_a_sentence(filled: Store, tmp_path: Path) -> None:
    location.usual(filled.folder).write_text("ini berkas, bukan folder")
    assert "Tempat cadangan tidak dapat" in upkeep.automatic(filled)
