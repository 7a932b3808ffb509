"""Any two merged any way: undo gives back what was, totals count the live ones, two laptops end the same."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from puskesos_desktop.domain.household import ANGGOTA, KELUARGA
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.journal import fold
from puskesos_desktop.services.doubles import compare, merge
from puskesos_desktop.services.doubles.compare import Comparison, Plan
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.log import undo
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households, lists
from puskesos_desktop.store.tables import projection, refold
from tests.support.amount import examples
from tests.support.village import OPERATOR, a_household, a_store, saved

KINDS = ("bangunan", "keluarga", "anggota", "ppks", "kunjungan")
NAMES = ("SITI", "SITI AMINAH", "BUDI", "KARTO")


@contextmanager
def a_village() -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="puskesos-uji-") as folder:
        store = a_store(Path(folder) / "desa")
        try:
            yield store
        finally:
            store.close()
            shutil.rmtree(folder, ignore_errors=True)


def filled(store: Store, families: list[tuple[int, int, bool]]) -> None:
    """Families of people whose names repeat; some have a PPKS record."""
    for name, born, with_case in families:
        home = a_household(store, NAMES[name], tanggal_lahir=f"19{born}-03-12", rt=f"00{born % 3}")
        child = registry.new_member(store, home).answering(nama=NAMES[born % 4], hubungan=3)
        case = registry.new_case(store, home, home.members[0].id).answering(jenis=8)
        saved(store, replace(home, members=(*home.members, child), ppks=(case,) if with_case else ()))


def picture(store: Store) -> object:
    db = store.reader()
    rows = [[(one.id, one.answers) for one in projection.look(db.conn, kind, "1 ORDER BY id")] for kind in KINDS]
    return rows, [line._replace(diubah=0) for line in lists.families(db)], lists.persons(db), households.totals(db)


def chosen(comparisons: tuple[Comparison, ...], bits: int) -> Plan:
    """Some lines taken from the other side, some pairs merged along, as the bits say."""
    pairs = []
    for number, one in enumerate(comparisons):
        if number and not bits >> number & 1:
            continue
        taken = frozenset(line.key for at, line in enumerate(one.lines) if bits >> (at % 9 + 3) & 1)
        pairs.append(replace(one.pair, taken=taken))
    return Plan(tuple(pairs))


family = st.tuples(st.integers(0, 3), st.integers(50, 52), st.booleans())
merges = st.lists(
    st.tuples(st.sampled_from([ANGGOTA, KELUARGA]), st.integers(0, 5), st.integers(0, 5), st.integers(0, 4095)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=examples(200, 40))
@given(st.lists(family, min_size=2, max_size=3), merges)
def test_every_merge_is_undone_to_what_was_and_totals_count_the_live_ones(
    families: list[tuple[int, int, bool]], program: list[tuple[str, int, int, int]]
) -> None:
    with a_village() as store:
        filled(store, families)
        pictures = [picture(store)]
        for kind, one, other, bits in program:
            live = [record.id for record in projection.look(store.reader().conn, kind, "1 ORDER BY id")]
            try:
                comparisons = compare.compare(store, kind, live[one % len(live)], live[other % len(live)])
                before = households.totals(store.reader())
                plan = chosen(comparisons, bits)
                merge.merge(store, plan, OPERATOR)
            except UserError:
                continue
            after = households.totals(store.reader())
            assert {name: before[name] - after[name] for name in before} == {
                name: sum(pair.kind == name for pair in plan.pairs) for name in before
            }
            assert refold.differences(store.reader().conn) == 0
            pictures.append(picture(store))
        for earlier in reversed(pictures[:-1]):
            undo.undo(store, OPERATOR)
            assert picture(store) == earlier
        assert refold.differences(store.reader().conn) == 0


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"), max_size=8))
def test_chains_end_at_a_record_that_stands_and_circles_at_their_smallest(marked: dict[str, str]) -> None:
    kept = fold.kept_for(marked)
    for record, end in kept.items():
        assert record in marked
        assert end not in kept
        path = [record]
        while path[-1] in marked and marked[path[-1]] not in path:
            path.append(marked[path[-1]])
        in_circle = marked.get(path[-1]) in path
        circle = path[path.index(marked[path[-1]]) :] if in_circle else [path[-1]]
        assert end == min(circle)
    assert kept == fold.kept_for(dict(sorted(marked.items(), reverse=True)))
