"""Invented names and places, weighted by birth cohort, from name parts of our own."""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

from puskesos_desktop.files.resources import resource


def person_name(chance: Random, sex: int, born: int) -> str:
    """A name as people of this sex (1, 2) and year of birth have it in a Tegal village: old ones are one word."""
    side = "laki" if sex == 1 else "perempuan"
    if born < 1966 or (born < 1980 and chance.random() < 0.4):
        return _pick(chance, f"{side}_lama")
    age = "tengah" if born < 1997 else "muda"
    first, last = _pick(chance, f"{side}_{age}_depan"), _pick(chance, f"{side}_{age}_belakang")
    return first if first == last or (born < 1990 and chance.random() < 0.15) else f"{first} {last}"


def street(chance: Random) -> str:
    """A street or lane with a house number."""
    return f"{chance.choice(places()['jalan'])} No. {chance.randint(1, 60)}"


def hamlets() -> list[str]:
    """The dusun of the sample village."""
    return list(places()["dusun"])


def destination(chance: Random) -> str:
    """Where people of the village go to work."""
    return str(chance.choice(places()["rantau"]))


@cache
def places() -> dict[str, Any]:
    """Invented streets and hamlets."""
    return dict(json.loads(resource("contoh/tempat.json").read_text(encoding="utf-8")))


@cache
def _parts(kind: str) -> tuple[list[str], list[int]]:
    weights = json.loads(resource("contoh/nama.json").read_text(encoding="utf-8"))[kind]
    return list(weights), list(weights.values())


def _pick(chance: Random, kind: str) -> str:
    return chance.choices(*_parts(kind))[0]
