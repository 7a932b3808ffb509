"""What went wrong in other systems, in public, and may not go wrong here; each test names where it was told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from puskesos_desktop.domain.outcome import BadFile
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.kabupaten import intake
from puskesos_desktop.services.sync import receive, send
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.log import conflicts, outbox, peers
from puskesos_desktop.store.opened import Store, open_with_key
from puskesos_desktop.store.read import households
from tests.support.laptops import a_second_laptop, hand_over, recipient_of
from tests.support.village import OPERATOR, a_household, answering, opened, saved

OFFICE_KEY = sealing.new_age_key()


def name_at(store: Store, family: str) -> str:
    return opened(store, family).members[0].text("nama")


def rename(store: Store, family: str, name: str) -> None:
    home = opened(store, family)
    saved(store, answering(home, home.members[0].id, nama=name))


def two_bundles_in_the_wrong_order(store: Store, second: Store, stick: Path, family: str) -> tuple[Path, Path]:
    """Two updates made without a line; the second was sent after the first, which is lying on another stick."""
    rename(second, family, "SARKIM SATU")
    first = send.send(second, stick, recipient_of(store)).path
    between = second.tip()[0].sequence
    outbox.record_receipt(
        second, outbox.Receipt("uji", "", "uji", recipient_of(store), "2026-01-01T00:00:00Z",
                                  {**{name: tip.sequence for name, tip in peers.holdings(store.reader()).items()},
                                   second.device.name: between}, {}),
    )  # fmt: skip
    rename(second, family, "SARKIM DUA")
    return first, send.send(second, stick, recipient_of(store)).path


def test_central_669_updates_that_arrive_out_of_order_end_in_the_right_state(
    store: Store, second: Store, stick: Path
) -> None:
    family = saved(store, a_household(store, "SARKIM")).family.id
    hand_over(store, second, stick)
    first, then = two_bundles_in_the_wrong_order(store, second, stick, family)
    receive.take(store, then)
    assert name_at(store, family) == "SARKIM"
    receive.take(store, first)
    assert name_at(store, family) == "SARKIM DUA"
    assert conflicts.open_conflicts(store.reader()) == []


def test_central_698_a_later_update_still_conflicts_with_the_change_the_first_one_had_not_seen(
    store: Store, second: Store, stick: Path
) -> None:
    family = saved(store, a_household(store, "SARKIM")).family.id
    hand_over(store, second, stick)
    rename(second, family, "SARKIM SATU")
    rename(second, family, "SARKIM DUA")
    rename(store, family, "SARKIMAN")
    hand_over(second, store, stick)
    [conflict] = conflicts.open_conflicts(store.reader())
    assert {side.value for side in conflict.sides} == {"SARKIM DUA", "SARKIMAN"}


def test_central_705_a_held_update_leaves_the_backlog_by_itself_when_the_missing_one_comes(
    store: Store, second: Store, stick: Path
) -> None:
    family = saved(store, a_household(store, "SARKIM")).family.id
    hand_over(store, second, stick)
    first, then = two_bundles_in_the_wrong_order(store, second, stick, family)
    receive.take(store, then)
    [held] = peers.held(store.reader().conn)
    assert held.missing is not None
    receive.take(store, first)
    assert peers.held(store.reader().conn) == []


def test_central_805_what_a_person_decided_does_not_come_back_as_a_conflict(
    store: Store, second: Store, stick: Path
) -> None:
    family = saved(store, a_household(store, "SARKIM")).family.id
    hand_over(store, second, stick)
    rename(second, family, "SARKIM SATU")
    rename(store, family, "SARKIMAN")
    late = send.send(second, stick, recipient_of(store)).path
    receive.take(store, late)
    [conflict] = conflicts.open_conflicts(store.reader())
    conflicts.decide(store, conflict, conflict.sides[0], OPERATOR)
    receive.take(store, late)
    hand_over(store, second, stick)
    rename(second, family, "SARKIM TIGA")
    hand_over(second, store, stick)
    assert conflicts.open_conflicts(store.reader()) == []
    assert name_at(store, family) == "SARKIM TIGA"


def test_central_808_and_815_an_update_that_arrives_before_its_creation_shows_no_empty_conflict(
    store: Store, second: Store, tmp_path: Path, stick: Path
) -> None:
    third = a_second_laptop(store, tmp_path / "tiga", "Laptop tiga")
    hand_over(store, second, stick)
    family = saved(second, a_household(second, "SARKIM")).family.id
    hand_over(second, store, stick)
    hand_over(store, third, stick)
    rename(third, family, "SARKIMAN")
    update = send.send(third, stick, recipient_of(store), whole=True).path
    fresh = a_second_laptop(store, tmp_path / "empat", "Laptop empat")
    assert receive.take(store, update).taken.conflicts == ()
    hand_over(store, fresh, stick)
    for one in (store, fresh):
        assert conflicts.open_conflicts(one.reader()) == []
        assert name_at(one, family) == "SARKIMAN"
    third.close()
    fresh.close()


def test_cht_8093_an_office_that_was_restored_asks_for_what_it_lost_and_gets_it(
    store: Store, office: Store, stick: Path, tmp_path: Path
) -> None:
    saved(store, a_household(store, "SARKIM"))
    first = send.send(store, stick, OFFICE_KEY.public)
    folder, key = office.folder, office.key
    office.close()
    shutil.copytree(folder, tmp_path / "cadangan kab")
    office = open_with_key(folder, key)
    got = intake.receive(office, first.path, OFFICE_KEY, stick)
    send.take_receipt(store, got.receipt)
    office.close()
    restored = open_with_key(tmp_path / "cadangan kab", key)
    saved(store, a_household(store, "KARTO"))
    later = send.send(store, stick, OFFICE_KEY.public)
    with pytest.raises(BadFile, match="belum ada di sini"):
        intake.receive(restored, later.path, OFFICE_KEY, stick)
    again = send.send(store, stick, OFFICE_KEY.public, whole=True)
    assert intake.receive(restored, again.path, OFFICE_KEY, stick).equal
    restored.close()


def test_anki_4366_a_send_that_was_cut_off_moves_nothing_forward(store: Store, office: Store, stick: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    before = send.pending(store.reader(), OFFICE_KEY.public)
    send.send(store, stick, OFFICE_KEY.public).path.unlink()
    assert send.pending(store.reader(), OFFICE_KEY.public) == before


def test_survey_solutions_3167_a_lost_acknowledgement_leads_to_the_same_one_again(
    store: Store, office: Store, stick: Path
) -> None:
    saved(store, a_household(store, "SARKIM"))
    sent = send.send(store, stick, OFFICE_KEY.public)
    intake.receive(office, sent.path, OFFICE_KEY, stick).receipt.unlink()
    again = intake.receive(office, sent.path, OFFICE_KEY, stick)
    assert (again.taken.new, again.equal) == (0, True)
    assert send.take_receipt(store, again.receipt)[1]


def test_opendk_668_sending_again_doubles_nobody(store: Store, office: Store, stick: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    for _ in range(3):
        sent = send.send(store, stick, OFFICE_KEY.public)
        totals = intake.receive(office, sent.path, OFFICE_KEY, stick).totals
    assert dict(totals) == households.totals(store.reader())


def test_opendk_993_persons_without_any_number_are_not_doubled_either(store: Store, second: Store, stick: Path) -> None:
    saved(store, a_household(store, "TANPA NIK"))
    hand_over(store, second, stick)
    rename(second, registry_family(second), "TANPA NOMOR")
    hand_over(second, store, stick)
    assert households.totals(store.reader())["anggota"] == 1
    assert households.totals(second.reader()) == households.totals(store.reader())


def test_opendk_652_counts_stay_equal_after_a_nik_was_corrected(
    store: Store, office: Store, second: Store, stick: Path
) -> None:
    home = saved(store, a_household(store, "SARKIM", nik="3328011203900001"))
    intake.receive(office, send.send(store, stick, OFFICE_KEY.public).path, OFFICE_KEY, stick)
    saved(store, answering(home, home.members[0].id, nik="3328011203900002"))
    got = intake.receive(office, send.send(store, stick, OFFICE_KEY.public).path, OFFICE_KEY, stick)
    assert got.equal
    assert got.totals["anggota"] == 1
    assert selfcheck.check(office).sound


def registry_family(store: Store) -> str:
    row = store.reader().conn.execute("SELECT id FROM keluarga WHERE deleted = 0").fetchone()
    return str(row[0])
