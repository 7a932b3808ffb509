"""Several laptops, sticks that lose, repeat, reorder and split, clocks days off: at the end all say the same."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.journal.bundle_lines import Item, Seal, seal_message
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.services.sync.laptops import PROOFS
from puskesos_desktop.store import opened
from puskesos_desktop.store.log import commits, ingest, outbox, peers, undo
from puskesos_desktop.store.log.outbox import Span
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from puskesos_desktop.store.tables import projection, refold, summaries
from tests.support.amount import examples
from tests.support.laptops import a_second_laptop
from tests.support.village import OPERATOR, a_household, a_store, saved

COUNT = 3
DAY_MS = 86_400_000
NAMES = ("SARKIM", "KARTO", "TARSINI")


@cache
def _template() -> tuple[Path, tuple[bytes, ...]]:
    """Three laptops of a village of two families, made once."""
    folder = Path(tempfile.mkdtemp(prefix="puskesos-uji-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    first = a_store(folder / "0")
    for name in NAMES[:2]:
        saved(first, a_household(first, name))
    keys = [first.key]
    for number in range(1, COUNT):
        other = a_second_laptop(first, folder / "usb", f"laptop {number}")
        keys.append(other.key)
        other.close()
        shutil.move(folder / "usb" / f"laptop {number}", folder / str(number))
    first.close()
    return folder, tuple(keys)


@contextmanager
def three_laptops(skews: tuple[int, ...]) -> Iterator[list[Store]]:
    source, keys = _template()
    with tempfile.TemporaryDirectory(prefix="puskesos-uji-") as target:
        stores = []
        for number, (key, skew) in enumerate(zip(keys, skews, strict=True)):
            shutil.copytree(source / str(number), Path(target) / str(number))
            store = opened.open_with_key(Path(target) / str(number), key)
            now = store.ambient.now_ms() + skew
            store.ambient = replace(store.ambient, now_ms=lambda now=now: now)  # type: ignore[misc]
            stores.append(store)
        try:
            yield stores
        finally:
            for store in stores:
                store.close()


@dataclass(frozen=True)
class Letter:
    """A bundle on a stick: what it holds, as it left."""

    items: tuple[Item, ...]


def letter(store: Store, cut: float = 1.0, only_own: bool = False) -> Letter:
    """What a stick would carry: the chain of every device, or of ours, cut at a place and sealed there."""
    db = store.reader()
    items: list[Item] = [laptops.own_vouch(store), *peers.vouches(db)]
    seals: list[Seal] = []
    for device, tip in peers.holdings(db).items():
        own = device == store.device.name
        if only_own and not own:
            continue
        last = max(1, round(tip.sequence * cut)) if own else tip.sequence
        first = 1 if cut == 1.0 else max(1, last // 2)
        items += outbox.ops_in(db, Span(device, first, last))
        end = outbox.tip_at(db, device, last)
        assert end is not None
        sealed = peers.seal_at(db, device, last)
        if own:
            sealed = Seal(device, end, sealing.sign(laptops.signing_key(store), seal_message(device, end)))
        assert sealed is not None
        seals.append(sealed)
    return Letter((*items, *seals))


@dataclass
class World:
    stores: list[Store]
    post: list[Letter] = field(default_factory=list)

    def edit(self, who: int, record: int, value: int) -> None:
        store = self.stores[who]
        persons = projection.read(store.reader().conn, "anggota", "1 ORDER BY id")
        if persons:
            person = persons[record % len(persons)]
            with commits.group(store, "Ubah", OPERATOR) as transaction:
                transaction.save(person.answering(nama=f"NAMA {value}", nik=f"33280112039{value:05d}"))

    def create(self, who: int) -> None:
        saved(self.stores[who], a_household(self.stores[who], NAMES[2]))

    def delete(self, who: int, record: int) -> None:
        store = self.stores[who]
        persons = projection.read(store.reader().conn, "anggota", "1 ORDER BY id")
        if persons:
            with commits.group(store, "Hapus", OPERATOR) as transaction:
                transaction.delete("anggota", persons[record % len(persons)].id, "uji")

    def merge(self, who: int, kind: str, one: int, other: int) -> None:
        """Two live records become one, in either direction, or a duplicate is shown again."""
        store = self.stores[who]
        records = projection.read(store.reader().conn, kind, "1 ORDER BY id", deleted=True)
        if records:
            loser, kept = (records[number % len(records)].id for number in (one, other))
            with commits.group(store, "Gabungkan", OPERATOR) as transaction:
                transaction.mark_duplicate(kind, loser, None if loser == kept else kept)

    def add_case(self, who: int, record: int) -> None:
        """What hangs on a person, duplicate or not, as one laptop knew them."""
        store = self.stores[who]
        persons = projection.read(store.reader().conn, "anggota", "1 ORDER BY id", deleted=True)
        if persons:
            person = persons[record % len(persons)]
            with commits.group(store, "PPKS", OPERATOR) as transaction:
                answers = {"anggota_id": person.id, "keluarga_id": person["keluarga_id"], "jenis": 8}
                transaction.create("ppks", answers)

    def move(self, who: int, record: int, family: int) -> None:
        """A person goes over to another family."""
        store = self.stores[who]
        persons = projection.read(store.reader().conn, "anggota", "1 ORDER BY id")
        families = projection.read(store.reader().conn, "keluarga", "1 ORDER BY id")
        if persons and families:
            goal = families[family % len(families)].id
            with commits.group(store, "Pindah", OPERATOR) as transaction:
                transaction.save(persons[record % len(persons)].answering(keluarga_id=goal))

    def take_back(self, who: int) -> None:
        try:
            undo.undo(self.stores[who], OPERATOR)
        except UserError:
            return

    def deliver(self, who: int, which: int) -> None:
        if self.post:
            ingest.take_in(self.stores[who], self.post[which % len(self.post)].items, PROOFS, trusted={})

    def meet(self) -> None:
        """Everybody hears everybody, twice round."""
        for _ in range(2):
            for sender in self.stores:
                whole = letter(sender)
                for receiver in self.stores:
                    if receiver is not sender:
                        ingest.take_in(receiver, whole.items, PROOFS, trusted={})


def state(store: Store) -> tuple[object, ...]:
    """All a laptop shows: rows, conflicts and lines, but for row numbers."""
    connection = store.reader().conn
    rows = [
        connection.execute(f"SELECT id, {', '.join(_keys(kind))}, stamps, deleted FROM {kind} ORDER BY id").fetchall()
        for kind in ("bangunan", "keluarga", "anggota", "ppks")
    ]
    columns = ", ".join(column for column in summaries.COLUMNS if column != "rid")
    lines = connection.execute(f"SELECT {columns} FROM ringkasan ORDER BY id").fetchall()
    conflicts = connection.execute("SELECT * FROM conflict ORDER BY 1, 2, 3").fetchall()
    marks = connection.execute("SELECT * FROM ganda ORDER BY 1, 2").fetchall()
    return rows, lines, conflicts, marks, households.totals(store.reader())


def _keys(kind: str) -> tuple[str, ...]:
    return {
        "bangunan": ("rt", "rw"), "keluarga": ("bangunan_id", "kepala"), "anggota": ("nama", "nik", "keluarga_id"),
        "ppks": ("anggota_id", "keluarga_id"),
    }[kind]  # fmt: skip


who = st.integers(0, COUNT - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), who, st.integers(0, 3), st.integers(0, 4)),
        st.tuples(st.just("create"), who),
        st.tuples(st.just("delete"), who, st.integers(0, 3)),
        st.tuples(
            st.just("merge"), who, st.sampled_from(["anggota", "keluarga"]), st.integers(0, 3), st.integers(0, 3)
        ),
        st.tuples(st.just("add_case"), who, st.integers(0, 3)),
        st.tuples(st.just("move"), who, st.integers(0, 3), st.integers(0, 2)),
        st.tuples(st.just("take_back"), who),
        st.tuples(st.just("post"), who, st.sampled_from([0.4, 0.7, 1.0]), st.booleans()),
        st.tuples(st.just("deliver"), who, st.integers(0, 7)),
    ),
    min_size=3,
    max_size=14,
)
skews = st.tuples(*[st.integers(-11 * DAY_MS, 11 * DAY_MS) | st.just(2_300_000_000_000)] * COUNT)


@settings(max_examples=examples(250, 50))
@given(steps, skews)
def test_whatever_the_sticks_did_every_laptop_ends_the_same_and_equal_to_a_fold_from_scratch(
    program: list[tuple[object, ...]], skew: tuple[int, ...]
) -> None:
    with three_laptops(skew) as stores:
        world = World(stores)
        for name, *arguments in program:
            if name == "post":
                at, cut, only_own = arguments
                world.post.append(letter(stores[at], cut, only_own))  # type: ignore[arg-type, call-overload]
            else:
                getattr(world, str(name))(*arguments)
        world.meet()
        first, *others = [state(store) for store in stores]
        assert all(other == first for other in others)
        for store in stores:
            assert peers.held(store.reader().conn) == []
            assert refold.differences(store.reader().conn) == 0
