"""Beranda of a large village: every count from a connection that has read nothing yet, and again after a commit."""

from __future__ import annotations

from benchmarks.figures import Figure, median, most, timed
from benchmarks.saving import families_of_four
from puskesos_desktop.exchange.bundle.sample_key import SAMPLE_KEY
from puskesos_desktop.services import overview
from puskesos_desktop.services.family import registry
from puskesos_desktop.store import opened
from puskesos_desktop.store.opened import Store

TIMES = 9
MOST = 0.3


def figures(store: Store) -> list[Figure]:
    """Seconds for all numbers and tasks of the first page."""
    families = store.reader().conn.execute("SELECT count(*) FROM ringkasan").fetchone()[0]
    homes = families_of_four(store, TIMES)
    cold, warm = [], []
    for home in homes:
        registry.save_household(store, home, "ukur")
        fresh = opened.open_with_key(store.folder, store.key, write=False)
        fresh.reader()
        cold.append(_one(fresh))
        warm.append(_one(store))
        fresh.close()
    return [
        most(f"Beranda, {families:,} families, nothing cached", median(cold), MOST, "s"),
        most(f"Beranda, {families:,} families, after a save", median(warm), MOST, "s"),
    ]


def _one(store: Store) -> float:
    return timed(lambda: overview.overview(store, SAMPLE_KEY.public))[0]
