"""What must be true of a village's folder after a kill or a power cut, whatever was going on: problems as sentences."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.exchange.bundle.packing import read_bundle
from puskesos_desktop.services.safety import upkeep
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.store import opened, selfcheck
from puskesos_desktop.store.backup import backups, location, swap
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.store.file import keyslots, layout
from puskesos_desktop.store.file.connection import DATABASE_ERRORS
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.photos import at_rest, in_backups
from puskesos_desktop.store.photos.at_rest import PhotoState
from tests.durability import deeds
from tests.support.village import a_household, a_store, saved


@dataclass
class Claims:
    """What the process had said was done: all of it must be there."""

    names: set[str] = field(default_factory=set)
    drafts: dict[str, tuple[int, str]] = field(default_factory=dict)
    imports: dict[str, int] = field(default_factory=dict)
    bundles: list[str] = field(default_factory=list)
    backups: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)
    backed_up_photos: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def claims(lines: Iterable[str]) -> Claims:
    """The claims in what a process wrote; a last line without its end was not said."""
    found = Claims()
    lists = {
        deeds.SENT: found.bundles, deeds.BACKED_UP: found.backups, deeds.PRINTED: found.papers,
        deeds.PHOTO: found.photos, deeds.REFUSED: found.refused,
    }  # fmt: skip
    for line in lines:
        if not line.endswith("\n"):
            continue
        word, *values = json.loads(line)
        if word in lists:
            lists[word].append(values[0])
        elif word == deeds.SAVED:
            found.names.add(values[0])
        elif word == deeds.DRAFT:
            found.drafts[values[0]] = (values[1], values[2])
        elif word == deeds.DROPPED:
            found.drafts.pop(values[0])
        elif word == deeds.IMPORTED:
            found.imports[values[0]] = values[1]
        if word == deeds.BACKED_UP:
            found.backed_up_photos = list(found.photos)
    return found


def problems(folder: Path, key: bytes, said: Claims) -> list[str]:
    """Start the program's way in what is left of a folder; everything that is not as it was promised."""
    try:
        keyslots.operators(folder / "desa")
        store = opened.open_with_key(folder / "desa", key)
    except (UserError, *DATABASE_ERRORS) as problem:
        return [f"cannot be opened: {problem!r}"]
    try:
        return [
            *_unsound(store),
            *_lost_people(store, said),
            *_lost_drafts(store, said),
            *_torn_bundles(store, folder / "usb", said),
            *_torn_backups(store, said),
            *_lost_files(store, folder / "usb", said),
            *_not_going_on(store),
        ]
    finally:
        store.close()


def _unsound(store: Store) -> Iterator[str]:
    health = selfcheck.check(store)
    if not health.sound:
        yield f"unsound: {health.findings}"


def _lost_people(store: Store, said: Claims) -> Iterator[str]:
    here = _people(store)
    everywhere = set(here).union(*(_aside(store) if said.backups else ()))
    yield from (f"lost: {name}" for name in sorted(said.names - everywhere))
    born = _people(store, "nama_ibu")
    for mother, count in said.imports.items():
        if born[mother] != count:
            yield f"import {mother}: {born[mother]} of {count}"
    halves = {mother: count for mother, count in born.items() if count not in (1, deeds.PEOPLE)}
    if halves:
        yield f"half an import: {halves}"


def _people(store: Store, by: str = "nama") -> Counter[str]:
    rows = store.reader().conn.execute(f"SELECT {by} FROM anggota WHERE deleted = 0 AND {by} IS NOT NULL")
    return Counter(name for (name,) in rows)


def _aside(store: Store) -> Iterator[set[str]]:
    """The people of each state that a restore set aside."""
    for folder in (store.folder / swap.ASIDE).glob("*"):
        if layout.exists(folder):
            former = opened.open_with_key(folder, store.key, write=False)
            yield set(_people(former))
            former.close()


def _lost_drafts(store: Store, said: Claims) -> Iterator[str]:
    drafts, here = Drafts(store.folder, store.key), _people(store)
    for family, (count, name) in said.drafts.items():
        draft = drafts.find(family)
        if draft is None and not here[name]:
            yield f"draft of {name} is gone"
        elif draft is not None and not count <= int(draft.label) <= count + 1:
            yield f"draft of {name} has {draft.label} fields, {count} were kept"
    drafts.close()


def _torn_bundles(store: Store, stick: Path, said: Claims) -> Iterator[str]:
    there = {path.name: path for path in stick.glob("*.psb")}
    yield from (f"bundle {name} is gone" for name in said.bundles if name not in there)
    for path in there.values():
        try:
            if not list(read_bundle(path).lines(laptops.own_key(store))):
                yield f"bundle {path.name} is empty"
        except UserError as problem:
            yield f"bundle {path.name}: {problem}"
    noted = {name for (name,) in store.reader().conn.execute("SELECT file FROM bundle")}
    yield from (f"bundle {name} is not in the ledger" for name in said.bundles if name not in noted)


def _torn_backups(store: Store, said: Claims) -> Iterator[str]:
    have = backups.listed(location.of(store.folder))
    names = {one.name for one in have}
    yield from (f"backup {name} is gone" for name in said.backups if name not in names)
    kept = in_backups.names(location.of(store.folder))
    yield from (f"photo {name} is not backed up" for name in said.backed_up_photos if name not in kept)
    for one in have:
        try:
            backups.verify(one)
        except UserError as problem:
            yield f"backup {one.name}: {problem}"


def _lost_files(store: Store, stick: Path, said: Claims) -> Iterator[str]:
    papers = {path.name: path for path in stick.glob("*.pdf")}
    yield from (f"paper {name} is gone" for name in said.papers if name not in papers)
    for name, path in papers.items():
        if not path.read_bytes().rstrip().endswith(b"%%EOF"):
            yield f"paper {name} is torn"
    for name in said.photos:
        if at_rest.state(store, name) is not PhotoState.HERE:
            yield f"photo {name} is {at_rest.state(store, name)}"


def _not_going_on(store: Store) -> Iterator[str]:
    """The next start is clean: one can go on working and back up."""
    saved(store, a_household(store, "LANJUT"))
    if not _people(store)["LANJUT"]:
        yield "nothing can be saved any more"
    upkeep.back_up(store)
    if upkeep.changed(store):
        yield "no backup can be made any more"


def a_world(folder: Path) -> bytes:
    """A folder with an empty village and an empty stick in it; the village's key."""
    (folder / "usb").mkdir(parents=True)
    store = a_store(folder / "desa")
    store.close()
    return store.key
