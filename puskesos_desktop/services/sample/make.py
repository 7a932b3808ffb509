"""Writing the sample village into a store of its own: the same seed and date give the same ids, answers and ops."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    DESIL,
    KELUARGA,
    KEPALA,
    KUNJUNGAN,
    PPKS,
    Answers,
)
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.domain.words import wording
from puskesos_desktop.exchange.bundle import sample_key
from puskesos_desktop.journal.clock import Ambient
from puskesos_desktop.services.sample import village
from puskesos_desktop.services.sample.village import InventedHousehold
from puskesos_desktop.services.village.start import create_village
from puskesos_desktop.store.file import keyslots, layout
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.log.commits import Transaction
from puskesos_desktop.store.opened import Store

PASSWORD = "contoh"
OPERATOR = "Operator Contoh"
DEFAULT_SEED = 7


def create_sample(
    folder: Path, families: int, seed: int, today: date, password: str = PASSWORD, progress: Progress = silent
) -> Store:
    """A new store in `folder` with an invented village of this many families, and its kabupaten's key file beside it.

    On `Cancelled` or a failure nothing of it is left. Raises `UserError` when the folder already holds a store.
    """
    ambient = frozen_ambient(seed, today)
    places = village.places(seed, families)
    store = create_village(folder, {**village.VILLAGE}, OPERATOR, password, places, ambient=ambient)
    try:
        (folder / sample_key.FILE).write_text(sample_key.text(), encoding="utf-8")
        _write_houses(store, village.invent(families, seed, today), families, progress)
    except BaseException:
        store.close()
        for name in (layout.MAIN, f"{layout.MAIN}-wal", f"{layout.MAIN}-shm", keyslots.FILE, sample_key.FILE):
            (folder / name).unlink(missing_ok=True)
        raise
    return store


def _write_houses(store: Store, houses: Iterator[InventedHousehold], families: int, progress: Progress) -> None:
    """All families in one transaction, each its own group; the last step, folding, cannot be stopped."""
    done = 0
    with commits.journal(store) as begin:
        for house in houses:
            _write_house(begin, store, house)
            before, done = done, done + len(house.families)
            if done // 20 > before // 20:
                progress(done, families, f"{wording.thousands(done)} dari {wording.thousands(families)} keluarga")


def frozen_ambient(seed: int, today: date) -> Ambient:
    """Clock and chance that repeat: the evening before `today`, one millisecond a step."""
    chance = random.Random(f"puskesos {seed} {today.isoformat()}")
    start = datetime.combine(today - timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=10)
    steps = iter(range(int(start.timestamp() * 1000), 1 << 62))
    return Ambient(now_ms=lambda: next(steps), random=chance.randbytes)


def _write_house(begin: commits.Begin, store: Store, house: InventedHousehold) -> None:
    building = ""
    for invented in house.families:
        name = str(invented.members[invented.head or 0]["nama"]) if invented.members else "tanpa nama"
        writing = begin(f"Daftarkan keluarga {name}", OPERATOR)
        if not building:
            building = writing.create(BANGUNAN, house.building)
        family = store.new_id()
        ids = [store.new_id() for _ in invented.members]
        head = None if invented.head is None else ids[invented.head]
        writing.create(KELUARGA, {**invented.family, "bangunan_id": building, "kepala": head}, family)
        for number, (one, member) in enumerate(zip(ids, invented.members, strict=True), start=1):
            relation = None if member["hubungan"] == KEPALA else member["hubungan"]
            writing.create(ANGGOTA, {**member, "keluarga_id": family, "nomor_urut": number, "hubungan": relation}, one)
        _write_around(writing, family, ids, invented)


def _write_around(writing: Transaction, family: str, ids: list[str], invented: village.InventedFamily) -> None:
    around: list[tuple[str, Answers]] = [(KUNJUNGAN, invented.visit), *((DESIL, desil) for desil in invented.desil)]
    for member, case in invented.ppks:
        around.append((PPKS, {**case, "anggota_id": None if member is None else ids[member]}))
    for kind, answers in around:
        writing.create(kind, {**answers, "keluarga_id": family})
