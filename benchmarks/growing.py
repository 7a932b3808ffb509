"""One save, one search and one incremental export must not cost more in a village ten times as large."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, median, ratio, timed
from benchmarks.saving import families_of_four
from benchmarks.sending import one_export
from puskesos_desktop.domain.household import Household
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.sync import send
from puskesos_desktop.store.log import outbox
from puskesos_desktop.store.log.outbox import Receipt
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import search

TIMES = 25


def figures(small: Store, large: Store, scratch: Path) -> list[Figure]:
    """The large village against the small one, in turn; each search comes after a save, when nothing is cached."""
    scratch.mkdir()
    deeds: dict[str, tuple[list[float], list[float]]] = {}
    homes = list(zip(families_of_four(small, TIMES), families_of_four(large, TIMES), strict=True))
    keys = [_receipted(store) for store in (small, large)]
    for number, pair in enumerate(homes):
        for which, (store, home, key) in enumerate(zip((small, large), pair, keys, strict=True)):
            for what, wall in _one_round(store, home, key, scratch / f"{number}-{which}"):
                deeds.setdefault(what, ([], []))[which].append(wall)
    return [
        ratio(f"{what}, 16,000 families against 1,600", median(walls[1]), median(walls[0]), 1.5)
        for what, walls in deeds.items()
    ]


def _one_round(store: Store, home: Household, key: str, folder: Path) -> Iterator[tuple[str, float]]:
    folder.mkdir()
    yield "one save", timed(lambda: registry.save_household(store, home, "ukur"))[0]
    name = home.members[0].text("nama").split()[0][:5]
    yield "one search by a part of a name", timed(lambda: search.search(store.reader(), name))[0]
    yield "one incremental export", one_export(store, folder, key)
    number = home.members[0].text("nik")[4:]
    yield "one search by a part of a NIK", timed(lambda: search.search(store.reader(), number))[0]


def _receipted(store: Store) -> str:
    """A recipient who is taken to hold everything up to now."""
    key = sealing.new_age_key()
    tip, _ = store.tip()
    vector = {store.device.name: tip.sequence}
    outbox.record_receipt(store, Receipt(store.new_id(), "-", "-", key.public, "2026-11-20T00:00:00Z", vector, {}))
    assert send.pending(store.reader(), key.public).changes == 0
    return key.public
