"""One save, one search and one incremental export must not cost more in a village ten times as large."""

from __future__ import annotations

from pathlib import Path

from benchmarks.figures import Figure, median, ratio, timed
from benchmarks.saving import families_of_four
from benchmarks.sending import one_export
from puskesos_desktop.exchange import sealing
from puskesos_desktop.services import registry, sending
from puskesos_desktop.store import outbox, search
from puskesos_desktop.store.database import Store
from puskesos_desktop.store.outbox import Receipt

TIMES = 25


def figures(small: Store, large: Store, scratch: Path) -> list[Figure]:
    """The large village against the small one, in turn."""
    scratch.mkdir()
    saves: list[list[float]] = []
    searches: list[list[float]] = []
    exports: list[list[float]] = []
    pairs = zip(families_of_four(small, TIMES), families_of_four(large, TIMES), strict=True)
    keys = [_receipted(store) for store in (small, large)]
    for number, (first, second) in enumerate(pairs):
        row: list[list[float]] = [[], [], []]
        for store, home, key in ((small, first, keys[0]), (large, second, keys[1])):
            row[0].append(timed(lambda s=store, h=home: registry.save_household(s, h, "ukur"))[0])  # type: ignore[misc]
            nik = home.members[0].text("nik")[4:]
            row[1].append(timed(lambda s=store, n=nik: search.search(s.reader(), n))[0])  # type: ignore[misc]
            folder = scratch / f"{number}-{len(row[0])}"
            folder.mkdir()
            row[2].append(one_export(store, folder, key))
        for samples, pair in zip((saves, searches, exports), row, strict=True):
            samples.append(pair)
    return [
        ratio(f"{what}, 16,000 families against 1,600", median([b for _, b in rows]), median([a for a, _ in rows]), 1.5)
        for what, rows in (("one save", saves), ("one search", searches), ("one incremental export", exports))
    ]


def _receipted(store: Store) -> str:
    """A recipient who is taken to hold everything up to now."""
    key = sealing.new_age_key()
    tip, _ = store.tip()
    vector = {store.device.name: tip.sequence}
    outbox.record_receipt(store, Receipt(store.new_id(), "-", "-", key.public, "2026-11-20T00:00:00Z", vector, {}))
    assert sending.pending(store.reader(), key.public).changes == 0
    return key.public
