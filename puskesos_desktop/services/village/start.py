"""The first start of a village: its store, its record, its list of dusun/RW/RT, and the recovery code to print."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from puskesos_desktop.domain.household import DESA, WILAYAH_SETEMPAT, Answers
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal.clock import Ambient
from puskesos_desktop.store import opened
from puskesos_desktop.store.file import keyslots
from puskesos_desktop.store.file.keyslots import Operator
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import REAL, Device, Store

Neighbourhood = tuple[str, str, str]
"""(dusun, RW, RT)."""


def create_village(
    folder: Path,
    village: Answers,
    operator: str,
    password: str,
    places: Iterable[Neighbourhood] = (),
    *,
    ambient: Ambient = REAL,
) -> Store:
    """A new store in `folder` for this village, with one operator; its data key is `store.key` for the recovery code.

    Raises `UserError` when the folder already holds a store or the password is too short.
    """
    store = opened.create_store(
        folder, Operator(ambient.random(8).hex(), operator), password, device=new_device(ambient), ambient=ambient
    )
    with commits.group(store, f"Buat data desa {village['nama']}", operator) as transaction:
        transaction.create(DESA, FORMS[DESA].complete(village))
        for dusun, rw, rt in places:
            transaction.create(WILAYAH_SETEMPAT, {"dusun": dusun or None, "rw": rw or None, "rt": rt or None})
    return store


def new_device(ambient: Ambient = REAL) -> Device:
    """A fresh device with its own signing key."""
    key = sealing.new_signing_key(ambient.random(32) if ambient is not REAL else os.urandom(32))
    return Device(sealing.device_id(key.public), key.private, key.public)


def reset_password(folder: Path, code: str, operator: str, password: str) -> None:
    """Make a new keys file from the recovery code, for a forgotten password or a lost `keys.json`.

    Raises `UserError` for a mistyped code, or one that belongs to another store.
    """
    key = keyslots.read_recovery_code(code)
    store = opened.open_with_key(folder, key)
    store.close()
    keyslots.create(folder, key, Operator(os.urandom(8).hex(), operator), password, os.urandom)
    (folder / keyslots.TRIES_FILE).unlink(missing_ok=True)
