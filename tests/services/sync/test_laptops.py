"""Two laptops of one village: joining, exchanging by stick both ways, and what is held until it fits."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from puskesos_desktop.domain.outcome import BadFile, UserError
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.kabupaten import intake
from puskesos_desktop.services.sync import laptops, receive, send
from puskesos_desktop.services.village import start
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.file.keyslots import Operator
from puskesos_desktop.store.log import commits, history, outbox, peers
from puskesos_desktop.store.log.commits import Transaction
from puskesos_desktop.store.opened import Store, create_store
from puskesos_desktop.store.read import households
from puskesos_desktop.store.tables import summaries
from tests.support.laptops import a_second_laptop, hand_over, recipient_of
from tests.support.village import OPERATOR, PASSWORD, a_household, answering, opened, saved


def answers(store: Store) -> dict[str, dict[str, object]]:
    """Everything the tables hold, by record."""
    return {
        row[0]: dict(zip(("nama", "keluarga_id", "deleted"), row[1:], strict=True))
        for row in store.reader().conn.execute("SELECT id, nama, keluarga_id, deleted FROM anggota")
    }


def lines_of(store: Store) -> list[tuple[object, ...]]:
    columns = ", ".join(column for column in summaries.COLUMNS if column != "rid")
    return sorted(map(tuple, store.reader().conn.execute(f"SELECT {columns} FROM ringkasan")))


def test_a_second_laptop_begins_with_the_whole_village(store: Store, tmp_path: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    second = a_second_laptop(store, tmp_path)
    assert households.totals(second.reader()) == households.totals(store.reader())
    assert selfcheck.check(second).sound
    second.close()


def test_what_each_laptop_did_reaches_the_other(store: Store, second: Store, tmp_path: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    saved(second, a_household(second, "KARTO"))
    assert hand_over(store, second, tmp_path / "ke dua").taken.new > 0
    got = hand_over(second, store, tmp_path / "ke satu")
    assert got.equal
    assert answers(store) == answers(second)
    assert lines_of(store) == lines_of(second)
    assert selfcheck.check(store).sound
    assert selfcheck.check(second).sound


def test_what_the_other_is_proven_to_hold_is_not_sent_again(store: Store, second: Store, tmp_path: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    hand_over(store, second, tmp_path / "ke dua")
    saved(second, a_household(second, "KARTO"))
    hand_over(second, store, tmp_path / "ke satu")
    with pytest.raises(UserError, match="Tidak ada perubahan"):
        send.send(store, tmp_path / "ke dua", recipient_of(second))


def test_a_lost_stick_loses_nothing(store: Store, second: Store, tmp_path: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    (tmp_path / "hilang").mkdir()
    send.send(store, tmp_path / "hilang", recipient_of(second))
    saved(store, a_household(store, "KARTO"))
    hand_over(store, second, tmp_path / "usb")
    assert answers(second) == answers(store)


def test_looking_tells_exactly_what_taking_does_and_changes_nothing(
    store: Store, second: Store, tmp_path: Path
) -> None:
    saved(store, a_household(store, "SARKIM"))
    (tmp_path / "usb").mkdir()
    sent = send.send(store, tmp_path / "usb", recipient_of(second))
    incoming = receive.look(second, sent.path)
    assert answers(second) == {}
    assert incoming.would is not None
    assert (incoming.known, [deed.label for deed in incoming.would.deeds]) == (True, ["Daftarkan keluarga SARKIM"])
    taken = receive.take(second, sent.path).taken
    assert taken == incoming.would
    assert taken.created["anggota"] == 1


def test_the_same_bundle_twice_changes_nothing(store: Store, second: Store, tmp_path: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    (tmp_path / "usb").mkdir()
    sent = send.send(store, tmp_path / "usb", recipient_of(second))
    first = receive.take(second, sent.path).taken
    again = receive.take(second, sent.path).taken
    assert (again.new, again.known) == (0, first.new + first.known)


def test_the_same_field_on_both_laptops_is_a_conflict_on_both_with_both_values(
    store: Store, second: Store, tmp_path: Path
) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    head = home.members[0].id
    hand_over(store, second, tmp_path / "usb")
    saved(second, answering(opened(second, home.family.id), head, nama="SARKIMAN"))
    saved(store, answering(home, head, nama="SARKIMIN"))
    got = hand_over(second, store, tmp_path / "balik")
    assert ("anggota", head, "nama") in got.taken.conflicts
    hand_over(store, second, tmp_path / "usb lagi")
    row = "SELECT heads FROM conflict WHERE record = ? AND field = 'nama'"
    both = [one.reader().conn.execute(row, (head,)).fetchone()[0] for one in (store, second)]
    assert both[0] == both[1]
    assert "SARKIMAN" in both[0]
    assert "SARKIMIN" in both[0]


def test_a_bundle_for_the_kabupaten_carries_the_other_laptops_work(store: Store, second: Store, tmp_path: Path) -> None:
    saved(second, a_household(second, "KARTO"))
    hand_over(second, store, tmp_path / "usb")
    saved(store, a_household(store, "SARKIM"))
    key = sealing.new_age_key()
    office = create_store(tmp_path / "kab", Operator("kab", "Kabupaten"), "sandi-kab", device=start.new_device())
    sent = send.send(store, tmp_path / "usb", key.public)
    got = intake.receive(office, sent.path, key, tmp_path / "usb")
    assert got.equal
    receipt, fresh = send.take_receipt(store, got.receipt)
    assert fresh
    assert set(receipt.vector) == {store.device.name, second.device.name}
    assert send.pending(store.reader(), key.public).changes == 0
    office.close()


def test_an_unknown_laptop_is_held_until_a_person_trusts_it(store: Store, tmp_path: Path) -> None:
    stranger = start.create_village(tmp_path / "lain", {**_village(store)}, "Operator Lain", PASSWORD)
    saved(stranger, a_household(stranger, "KARTO"))
    (tmp_path / "usb").mkdir()
    sent = send.send(stranger, tmp_path / "usb", recipient_of(store))
    got = receive.take(store, sent.path)
    assert (got.taken.new, answers(store)) == (0, {})
    [held] = peers.held(store.reader().conn)
    assert (held.device, held.count, held.missing) == (stranger.device.name, got.taken.held, None)
    [who] = peers.strangers(store.reader())
    taken = receive.believe(store, who, "Laptop lain")
    assert taken.new == got.taken.held
    assert [one["nama"] for one in answers(store).values()] == ["KARTO"]
    assert peers.held(store.reader().conn) == []
    assert selfcheck.check(store).sound
    stranger.close()


def test_what_is_held_can_be_thrown_away(store: Store, tmp_path: Path) -> None:
    stranger = start.create_village(tmp_path / "lain", {**_village(store)}, "Operator Lain", PASSWORD)
    (tmp_path / "usb").mkdir()
    sent = send.send(stranger, tmp_path / "usb", recipient_of(store))
    receive.take(store, sent.path)
    assert peers.drop_held(store, stranger.device.name) == 1
    assert (peers.held(store.reader().conn), peers.strangers(store.reader())) == ([], [])
    stranger.close()


def test_a_gap_is_held_and_named_and_closes_when_the_missing_part_comes(
    store: Store, second: Store, tmp_path: Path
) -> None:
    saved(store, a_household(store, "SARKIM"))
    (tmp_path / "usb").mkdir()
    early = send.send(store, tmp_path / "usb", recipient_of(second))
    vector = {store.device.name: store.tip()[0].sequence}
    _pretend_receipt(store, recipient_of(second), vector)
    saved(store, a_household(store, "KARTO"))
    late = send.send(store, tmp_path / "usb", recipient_of(second))
    got = receive.take(second, late.path)
    assert (got.taken.new, got.taken.held) == (0, late_count(store, vector))
    [held] = peers.held(second.reader().conn)
    assert held.missing == (reached(second, store) + 1, vector[store.device.name])
    receive.take(second, early.path)
    assert peers.held(second.reader().conn) == []
    assert answers(second) == answers(store)
    assert selfcheck.check(second).sound


def late_count(store: Store, vector: dict[str, int]) -> int:
    return store.tip()[0].sequence - vector[store.device.name]


def reached(holder: Store, author: Store) -> int:
    return peers.holdings(holder.reader())[author.device.name].sequence


def test_held_lies_about_a_known_laptop_never_stand_in_the_way(store: Store, second: Store, tmp_path: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    at = reached(second, store)
    with second.transaction() as connection:
        connection.execute("INSERT INTO held VALUES (?, ?, '{}', 'null')", (store.device.name, at + 2))
        connection.execute(
            "INSERT INTO held_seal VALUES (?, ?, ?, ?)", (store.device.name, at + 2, bytes(32), bytes(64))
        )
    hand_over(store, second, tmp_path / "usb")
    assert answers(second) == answers(store)
    assert peers.held(second.reader().conn) == []


def test_a_restored_laptop_goes_on_as_a_new_device_that_the_old_one_vouched_for(
    store: Store, second: Store, tmp_path: Path
) -> None:
    saved(second, a_household(second, "KARTO"))
    hand_over(second, store, tmp_path / "usb")
    old = second.device
    laptops.continue_as_new_device(second)
    assert second.device.name != old.name
    saved(second, a_household(second, "SESUDAH PULIH"))
    got = hand_over(second, store, tmp_path / "usb pulih")
    assert (got.taken.held, got.equal) == (0, True)
    assert answers(store) == answers(second)
    assert selfcheck.check(second).sound


def test_a_bundle_for_somebody_else_or_of_another_village_is_refused(
    store: Store, second: Store, tmp_path: Path
) -> None:
    saved(store, a_household(store, "SARKIM"))
    (tmp_path / "usb").mkdir()
    for_office = send.send(store, tmp_path / "usb", sealing.new_age_key().public)
    with pytest.raises(BadFile, match="penerima lain"):
        receive.take(second, for_office.path)
    other = start.create_village(
        tmp_path / "lain", {**_village(store), "kode": "33.28.01.2997"}, "Operator Lain", PASSWORD
    )
    foreign = send.send(other, tmp_path / "usb", recipient_of(second))
    with pytest.raises(BadFile, match="bukan desa ini"):
        receive.look(second, foreign.path)
    other.close()


def test_the_vector_of_the_other_counts_only_when_its_hash_is_ours(store: Store, second: Store, tmp_path: Path) -> None:
    saved(second, a_household(second, "KARTO"))
    hand_over(second, store, tmp_path / "usb")
    proven = outbox.receipted(store.reader(), recipient_of(second))
    assert proven[store.device.name] == reached(second, store)
    assert proven[second.device.name] == reached(store, second)


def test_a_clock_in_2099_moves_ours_at_most_48_hours(store: Store, second: Store, tmp_path: Path) -> None:
    second.ambient = replace(second.ambient, now_ms=lambda: 4_090_000_000_000)
    saved(second, a_household(second, "KARTO"))
    hand_over(second, store, tmp_path / "usb")
    ours = store.tip()[1] >> 16
    assert ours <= store.ambient.now_ms() + 48 * 3600 * 1000
    saved(store, a_household(store, "SARKIM"))
    assert selfcheck.check(store).sound


def test_our_next_change_is_later_than_all_we_have_seen_though_our_clock_is_behind(
    store: Store, second: Store, tmp_path: Path
) -> None:
    ahead = second.ambient.now_ms() + 3_600_000
    second.ambient = replace(second.ambient, now_ms=lambda: ahead)
    home = saved(second, a_household(second, "KARTO"))
    hand_over(second, store, tmp_path / "usb")
    saved(store, answering(opened(store, home.family.id), home.members[0].id, nama="KARTOMO"))
    assert store.tip()[1] > second.tip()[1]


def test_a_person_moved_on_the_other_laptop_leaves_the_line_of_the_old_family(
    store: Store, second: Store, tmp_path: Path
) -> None:
    left, gained = saved(store, a_household(store, "SARKIM")), saved(store, a_household(store, "KARTO"))
    hand_over(store, second, tmp_path / "usb")
    person = opened(second, left.family.id).members[0]
    with _group(second, "Pindahkan SARKIM") as transaction:
        transaction.save(person.answering(keluarga_id=gained.family.id))
    hand_over(second, store, tmp_path / "balik")
    assert lines_of(store) == lines_of(second)
    assert selfcheck.check(store).sound


def test_foreign_deeds_stand_in_the_history_and_are_not_ours_to_undo(
    store: Store, second: Store, tmp_path: Path
) -> None:
    saved(second, a_household(second, "KARTO"))
    hand_over(second, store, tmp_path / "usb")
    deeds = history.deeds(store, store.reader())
    assert any(deed.device == second.device.name and deed.label == "Daftarkan keluarga KARTO" for deed in deeds)
    ours = history.next_undo(store, store.reader())
    assert ours is None


def test_unknown_fields_and_kinds_of_a_newer_program_are_kept_and_passed_on(
    store: Store, second: Store, tmp_path: Path
) -> None:
    home = saved(second, a_household(second, "KARTO"))
    with _group(second, "Dari program baru") as transaction:
        transaction.write("keluarga", home.family.id, {"isian_baru": ["nilai"]})
        transaction.write("jenis_baru", second.new_id(), {"apa": [1]})
    hand_over(second, store, tmp_path / "usb")
    third = a_second_laptop(store, tmp_path / "tiga", "Laptop tiga")
    unknown = "SELECT unknown FROM keluarga WHERE id = ?"
    assert "nilai" in third.reader().conn.execute(unknown, (home.family.id,)).fetchone()[0]
    assert third.reader().conn.execute("SELECT count(*) FROM op WHERE header LIKE '%jenis_baru%'").fetchone()[0] == 1
    assert selfcheck.check(third).sound
    third.close()


def _village(store: Store) -> dict[str, int | str | None]:
    village = households.village(store.reader())
    assert village is not None
    return village.answers


def _group(store: Store, label: str) -> AbstractContextManager[Transaction]:
    return commits.group(store, label, OPERATOR)


def _pretend_receipt(store: Store, recipient: str, vector: dict[str, int]) -> None:
    outbox.record_receipt(store, outbox.Receipt("uji", "", "uji", recipient, "2026-01-01T00:00:00Z", vector, {}))
