"""Small stores and invented households for tests."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from puskesos_desktop.domain.household import Answers, Household, Value
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.village import start
from puskesos_desktop.store.file import layout
from puskesos_desktop.store.opened import Store, open_with_key
from puskesos_desktop.store.read import households

PASSWORD = "rahasia-uji"
OPERATOR = "Operator Uji"
_keys: list[bytes] = []
VILLAGE: Answers = {
    **FORMS["desa"].empty(),
    "kode": "33.28.01.2998",
    "nama": "Uji",
    "kecamatan": "Margasari",
    "klasifikasi": 2,
    "ambang_luas": 72,
    "contoh": 2,
}


def a_store(folder: Path) -> Store:
    """A fresh village in this folder; every one is a copy of one that was made once, for deriving keys takes time."""
    template = _template()
    shutil.copytree(template, folder, dirs_exist_ok=not layout.exists(folder))
    return open_with_key(folder, _keys[0])


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="puskesos-uji-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = start.create_village(folder / "desa", VILLAGE, OPERATOR, PASSWORD)
    _keys.append(store.key)
    store.close()
    return folder / "desa"


def a_household(store: Store, name: str = "SARKIM", **answers: Value) -> Household:
    """A new family of one head; answers go to the head, or to the family or house whose question it is."""
    home = registry.new_household(store)
    head = registry.new_member(store, home).answering(nama=name, jenis_kelamin=1, keberadaan=1)
    home = replace(home, members=(head,))
    return answering(home, head.id, **answers)


def answering(home: Household, member: str, **answers: Value) -> Household:
    """The household with answers put where their questions stand."""
    for key, value in answers.items():
        if key in FORMS["anggota"].fields:
            members = tuple(one.answering(**{key: value}) if one.id == member else one for one in home.members)
            home = replace(home, members=members)
        elif key in FORMS["keluarga"].fields:
            home = replace(home, family=home.family.answering(**{key: value}))
        else:
            home = replace(home, building=home.building.answering(**{key: value}))
    return home


def saved(store: Store, home: Household) -> Household:
    """The household saved and opened again."""
    registry.save_household(store, home, OPERATOR)
    return opened(store, home.family.id)


def opened(store: Store, family: str) -> Household:
    """The household as it is now."""
    home = households.load(store.reader(), family)
    assert home is not None
    return home
