"""Exporting the whole village against reading the operations, zstd and age alone; size of the bundle."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import zstandard

from benchmarks.figures import Figure, median, most, ratio, timed
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.services.sync import send
from puskesos_desktop.store.log import outbox
from puskesos_desktop.store.opened import Store

TIMES = 5


def figures(store: Store, scratch: Path) -> list[Figure]:
    """Size in MB; wall of one export, in turn with its floor."""
    key = sealing.new_age_key()
    scratch.mkdir()
    ours, floor, size = [], [], 0
    for number in range(TIMES):
        folder = scratch / str(number)
        folder.mkdir()
        floor.append(timed(lambda: _bare(store, key.public))[0])
        ours.append(timed(partial(send.send, store, folder, key.public))[0])
        size = next(folder.iterdir()).stat().st_size
    families = store.reader().conn.execute("SELECT count(*) FROM ringkasan").fetchone()[0]
    return [
        most(f"bundle of the whole village, {families:,} families", size / 1e6, 1, "MB"),
        ratio("export of the whole village", median(ours), median(floor), 2),
    ]


def one_export(store: Store, folder: Path, recipient: str) -> float:
    """Wall of one export of what is new."""
    return timed(lambda: send.send(store, folder, recipient))[0]


def _bare(store: Store, recipient: str) -> None:
    spans = outbox.spans_beyond(store.reader(), {})
    packer = zstandard.ZstdCompressor(level=9).compressobj()
    packed = bytearray()
    for span in spans:
        for op in outbox.ops_in(store.reader(), span):
            packed += packer.compress(f"{op.header}\n{op.body}\n".encode())
    packed += packer.flush()
    sealing.encrypt(io.BytesIO(bytes(packed)), io.BytesIO(), [recipient])
