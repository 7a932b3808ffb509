"""A power cut at any instant: what a disk may hold then of a recorded work, and whether nothing promised is lost.

What was not synced is dropped, torn at a sector, or there, each piece for itself and in any order. Names come in
their order, but of every folder only as far as chance wants beyond its last sync; two folders know nothing of each
other. That is all a disk may do that does not lie about having written.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.durability.judge import claims, problems
from tests.durability.trace import Cut, Event, Names, Node, Recording, Sync, Told, Write

_SECTOR = 512
_SHARED = "-shm"
"""SQLite's shared memory is made anew after a power cut."""


@dataclass(frozen=True)
class Instant:
    """A power cut after so many events, with the chances of one seed, and what was wrong then."""

    after: int
    seed: int
    problems: tuple[str, ...]


def instants(recording: Recording, folder: Path, key: bytes, count: int, seed: int = 0) -> list[Instant]:
    """Cut the power so many times at random instants after the start, and judge each state in `folder`."""
    chance = random.Random(seed)
    start = next(at for at, event in enumerate(recording.events) if isinstance(event, Told))
    found = []
    for number in range(count):
        after = chance.randint(start + 1, len(recording.events))
        said = claims(event.line for event in recording.events[:after] if isinstance(event, Told))
        said.papers.clear()  # printed again at will: whole or gone
        lay_out(recording, after, folder, random.Random(f"{seed} {number}"))
        found.append(Instant(after, number, tuple(problems(folder, key, said))))
        shutil.rmtree(folder)
    return found


def lay_out(recording: Recording, after: int, folder: Path, chance: random.Random) -> None:
    """Write into a new folder what a disk may hold when the power fails after so many events."""
    done = recording.events[:after]
    entries = _names_that_lasted(recording.root, done, chance)
    _write_out(recording.root, folder, entries, _content_by_node(done), chance)


def _write_out(
    node: Node,
    path: Path,
    entries: dict[Node, dict[str, Node]],
    events: dict[Node, list[Write | Cut | Sync]],
    chance: random.Random,
) -> None:
    if not node.folder:
        path.write_bytes(_content_that_lasted(node.content, events.get(node, []), chance))
        return
    path.mkdir()
    for name, one in entries.get(node, node.entries).items():
        if not name.endswith(_SHARED):
            _write_out(one, path / name, entries, events, chance)


def _content_by_node(done: Sequence[Event]) -> dict[Node, list[Write | Cut | Sync]]:
    found: dict[Node, list[Write | Cut | Sync]] = {}
    for event in done:
        if isinstance(event, Write | Cut | Sync):
            found.setdefault(event.node, []).append(event)
    return found


def _content_that_lasted(before: bytes, events: Sequence[Write | Cut | Sync], chance: random.Random) -> bytes:
    """Everything up to the last sync; of what came later any part, in any order."""
    content = bytearray(before)
    last = max((at for at, event in enumerate(events) if isinstance(event, Sync)), default=-1)
    for event in events[:last]:
        _apply(content, event)
    later = list(events[last + 1 :])
    if chance.random() < 0.5:
        chance.shuffle(later)
    share = chance.random()
    for event in later:
        if chance.random() < share:
            _apply(content, _torn(event, chance) if chance.random() < 0.3 else event)
    return bytes(content)


def _torn(event: Write | Cut | Sync, chance: random.Random) -> Write | Cut | Sync:
    """A write of which only the first sectors, or only the last, came to the disk."""
    if not isinstance(event, Write) or len(event.data) < 2:
        return event
    place = chance.randrange(0, len(event.data), _SECTOR) or len(event.data) // 2
    if chance.random() < 0.5:
        return Write(event.node, event.at, event.data[:place])
    return Write(event.node, event.at + place, event.data[place:])


def _apply(content: bytearray, event: Write | Cut | Sync) -> None:
    if isinstance(event, Write):
        content.extend(bytes(max(0, event.at - len(content))))
        content[event.at : event.at + len(event.data)] = event.data
    elif isinstance(event, Cut):
        del content[event.size :]
        content.extend(bytes(event.size - len(content)))


def _names_that_lasted(root: Node, done: Sequence[Event], chance: random.Random) -> dict[Node, dict[str, Node]]:
    """The names in every folder: those before its last sync for sure, then as far as chance wants."""
    changes = [(at, event) for at, event in enumerate(done) if isinstance(event, Names)]
    certain = _certain(done)
    stopped: set[Node] = set()
    share = chance.random()
    entries: dict[Node, dict[str, Node]] = {}
    for at, event in changes:
        folders = {parent for parent, _, _ in event.changes}
        if at not in certain and (folders & stopped or chance.random() > share):
            stopped |= folders
            continue
        for parent, name, node in event.changes:
            known = entries.setdefault(parent, dict(parent.entries))
            known.pop(name, None)
            if node is not None:
                known[name] = node
    return entries


def _certain(done: Sequence[Event]) -> set[int]:
    """Changes of names that a sync of their folder made last, and those they cannot be without."""
    certain: set[int] = set()
    until: dict[Node, int] = {}
    for at in range(len(done) - 1, -1, -1):
        event = done[at]
        if isinstance(event, Sync) and event.node.folder:
            until.setdefault(event.node, at)
        elif isinstance(event, Names) and any(parent in until for parent, _, _ in event.changes):
            certain.add(at)
            for parent, _, _ in event.changes:
                until.setdefault(parent, at)
    return certain
