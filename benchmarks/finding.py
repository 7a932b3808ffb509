"""Searching among 50,000 persons against the bare ranked trigram MATCH with LIMIT 50."""

from __future__ import annotations

import random

from benchmarks.figures import Figure, p95, ratio, timed
from puskesos_desktop.domain.words import names
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import search

TIMES = 150


def figures(store: Store) -> list[Figure]:
    """Parts of names and parts of NIKs that are really there, in random order."""
    connection = store.reader().conn
    chance = random.Random(3)
    people = connection.execute("SELECT nama, nik FROM anggota WHERE nik IS NOT NULL").fetchall()
    chosen = chance.sample(people, TIMES)
    parts = {
        "search by a part of a name": [_part(names.plain(name).split()[0], chance) for name, _ in chosen],
        "search by a part of a NIK": [nik[6:14] for _, nik in chosen],
    }
    return [_figure(store, f"{what}, {len(people):,} persons, p95", texts) for what, texts in parts.items()]


def _figure(store: Store, what: str, texts: list[str]) -> Figure:
    ours, floor = [], []
    for number, text in enumerate(texts):
        if number % 2:  # each goes first in turn: the second finds pages already decrypted
            floor.append(_bare(store, text))
            ours.append(_ours(store, text))
        else:
            ours.append(_ours(store, text))
            floor.append(_bare(store, text))
    return ratio(what, p95(ours), p95(floor), 2)


def _ours(store: Store, text: str) -> float:
    return timed(lambda: search.search(store.reader(), text))[0]


def _bare(store: Store, text: str) -> float:
    ranked = "SELECT rowid, rank FROM telusur WHERE telusur MATCH ? ORDER BY rank LIMIT 50"
    return timed(lambda: store.reader().conn.execute(ranked, (f'"{text}"',)).fetchall())[0]


def _part(word: str, chance: random.Random) -> str:
    start = chance.randint(0, max(0, len(word) - 4))
    return word[start : start + 4] if len(word) >= 3 else word + "  "
