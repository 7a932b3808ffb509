"""What waits for its place: only what its author sealed is placed, and what does not fit is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.journal.bundle_lines import Item, Seal, seal_message
from puskesos_desktop.journal.chain import Tip
from puskesos_desktop.journal.op import Op
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.log import ingest, peers
from puskesos_desktop.store.log.ingest import Taken
from puskesos_desktop.store.opened import Store
from tests.support.laptops import hand_over
from tests.support.village import a_household, saved


def tip_of(author: Store) -> Tip:
    return author.tip()[0]


def between(author: Store, first: Tip, last: Tip) -> list[Item]:
    """The author's operations after one place up to another, from its own journal."""
    rows = author.reader().conn.execute(
        "SELECT header, body FROM op WHERE device = ? AND sequence > ? AND sequence <= ? ORDER BY sequence",
        (author.device.name, first.sequence, last.sequence),
    )
    return [Op(header, body) for header, body in rows]


def seal_over(author: Store, tip: Tip) -> Seal:
    """The author's seal that its chain went so far."""
    name = author.device.name
    return Seal(name, tip, sealing.sign(laptops.signing_key(author), seal_message(name, tip)))


def take(store: Store, items: list[Item]) -> Taken:
    return ingest.take_in(store, items, laptops.PROOFS, trusted={})


def waiting(store: Store, table: str) -> int:
    return int(store.reader().conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def reached(store: Store, author: Store) -> int:
    return peers.holdings(store.reader())[author.device.name].sequence


def three_deeds(author: Store) -> tuple[Tip, Tip, Tip, Tip]:
    """The author's chain before, after its first, its second and its third deed."""
    tips = [tip_of(author)]
    for name in ("KARTO", "WASTI", "TARNO"):
        saved(author, a_household(author, name))
        tips.append(tip_of(author))
    return tips[0], tips[1], tips[2], tips[3]


def test_held_operations_up_to_their_seal_are_placed_when_the_gap_closes(store: Store, second: Store) -> None:
    start, one, two, _ = three_deeds(second)
    held = take(store, [*between(second, one, two), seal_over(second, two)])
    assert (held.new, held.held) == (0, two.sequence - one.sequence)
    got = take(store, [*between(second, start, one), seal_over(second, one)])
    assert (got.new, got.lost) == (two.sequence - start.sequence, ())
    assert reached(store, second) == two.sequence
    assert (waiting(store, "held"), waiting(store, "held_seal")) == (0, 0)
    assert selfcheck.check(store).sound


def test_operations_beyond_the_seal_go_on_waiting(store: Store, second: Store) -> None:
    start, one, two, three = three_deeds(second)
    take(store, [*between(second, one, two), seal_over(second, two), *between(second, two, three)])
    got = take(store, [*between(second, start, one), seal_over(second, one)])
    assert (got.new, got.lost) == (two.sequence - start.sequence, ())
    assert reached(store, second) == two.sequence
    assert waiting(store, "held") == three.sequence - two.sequence
    assert take(store, [seal_over(second, three)]).new == three.sequence - two.sequence


def unsigned(author: Store, tip: Tip) -> Seal:
    return replace(seal_over(author, tip), signature=bytes(64))


def of_another_chain(author: Store, tip: Tip) -> Seal:
    return seal_over(author, replace(tip, hash=bytes(32)))


@pytest.mark.parametrize("forge", [unsigned, of_another_chain])
def test_held_operations_that_do_not_fit_their_seal_are_thrown_away_and_hinder_nobody(
    forge: Callable[[Store, Tip], Seal], store: Store, second: Store, tmp_path: Path
) -> None:
    start, one, two, _ = three_deeds(second)
    take(store, [*between(second, one, two), forge(second, two)])
    got = take(store, [*between(second, start, one), seal_over(second, one)])
    assert (got.new, got.lost) == (one.sequence - start.sequence, (second.device.name,))
    assert reached(store, second) == one.sequence
    assert (waiting(store, "held"), waiting(store, "held_seal")) == (0, 0)
    assert hand_over(second, store, tmp_path / "usb").taken.lost == ()
    assert reached(store, second) == tip_of(second).sequence
    assert selfcheck.check(store).sound


def test_a_seal_given_now_counts_before_one_that_waited(store: Store, second: Store) -> None:
    start, one, two, _ = three_deeds(second)
    take(store, [*between(second, one, two), unsigned(second, two)])
    got = take(store, [*between(second, start, one), seal_over(second, one), seal_over(second, two)])
    assert (got.new, got.lost) == (two.sequence - start.sequence, ())
