"""Changing the village's record, logo, list of dusun/RW/RT and password, and printing the recovery code again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from puskesos_desktop.documents import recovery_paper
from puskesos_desktop.domain.codes.photo import LAMPIRAN, LOGO
from puskesos_desktop.domain.household import DESA, WILAYAH_SETEMPAT, Record
from puskesos_desktop.domain.outcome import InvalidData, Issue, UserError
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.village.start import Neighbourhood
from puskesos_desktop.store.file import keyslots
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.photos import at_rest
from puskesos_desktop.store.read import households

if TYPE_CHECKING:  # the decoder is loaded by whoever prepares a picture
    from puskesos_desktop.exchange.pictures.photo import Prepared


def check(village: Record) -> list[Issue]:
    """What is wrong with the village's record, answer by answer."""
    situation = Situation(village.answers, None, village.answers)
    form = FORMS[DESA]
    return [*form.problems(situation), *form.missing(situation)]


def save_village(store: Store, village: Record, operator: str) -> None:
    """Save the village's record as one undoable group; raises `InvalidData` when an answer is wrong.

    Thresholds and class count at once for every family's indicators.
    """
    issues = check(village)
    if issues:
        raise InvalidData(issues)
    with commits.group(store, "Ubah pengaturan desa", operator) as transaction:
        transaction.save(village)


def save_places(store: Store, wanted: Iterable[Neighbourhood], operator: str) -> tuple[int, int]:
    """Make the village's list of dusun/RW/RT be this one; how many were added and taken out.

    Houses keep the place that was written for them.
    """
    wished = dict.fromkeys(wanted)
    known = {place: record for record, place in households.listed_places(store.reader())}
    added = [place for place in wished if place not in known]
    gone = [record for place, record in known.items() if place not in wished]
    if added or gone:
        with commits.group(store, "Ubah daftar dusun/RW/RT", operator) as transaction:
            for dusun, rw, rt in added:
                transaction.create(WILAYAH_SETEMPAT, {"dusun": dusun or None, "rw": rw or None, "rt": rt or None})
            for record in gone:
                transaction.delete(WILAYAH_SETEMPAT, record, "dihapus dari daftar")
    return len(added), len(gone)


def change_password(store: Store, old: str, new: str) -> None:
    """Give the operator whose password is `old` a new one. Raises `UserError` as signing in does."""
    key, operator = keyslots.unlock(store.folder, old, store.ambient.now_ms() / 1000)
    keyslots.change_password(store.folder, key, operator, new, os.urandom)


def print_recovery_code(store: Store, password: str, operator: str, path: Path) -> None:
    """Write the sheet with the recovery code again, for whoever knows a password."""
    keyslots.unlock(store.folder, password, store.ambient.now_ms() / 1000)
    village = households.village(store.reader())
    if village is None:
        raise UserError("Desa belum dipilih.", "Terima dulu paket awal dari laptop pertama.")
    day = calendar.show_date(registry.today(store))
    recovery_paper.write(path, keyslots.recovery_code(store.key), village.text("nama"), operator, day)


def logo(store: Store) -> bytes | None:
    """The village's logo for its letterhead; nothing when there is none or its file has not come."""
    newest = at_rest.newest_of(store.reader(), LOGO)
    if newest is None:
        return None
    try:
        return at_rest.fetch(store, newest.text("sha256"))
    except at_rest.NotHere:
        return None


def set_logo(store: Store, picture: Prepared, operator: str) -> None:
    """Put this picture over the village's papers from now on, as one undoable group; it travels like any photo."""
    name = at_rest.keep(store, picture.jpeg)
    answers = FORMS[LAMPIRAN].empty() | {
        "jenis": LOGO, "sha256": name, "lebar": picture.width, "tinggi": picture.height, "ukuran": len(picture.jpeg),
    }  # fmt: skip
    with commits.group(store, "Ganti logo desa", operator) as transaction:
        transaction.create(LAMPIRAN, answers)
