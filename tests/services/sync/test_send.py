"""The way of a change to the kabupaten and its receipt back: counts, hashes, proofs."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from puskesos_desktop.domain.outcome import BadFile, Cancelled, UserError
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.exchange.bundle.manifest import Kind
from puskesos_desktop.exchange.bundle.packing import read_bundle
from puskesos_desktop.exchange.bundle.sample_key import SAMPLE_KEY
from puskesos_desktop.exchange.bundle.stick import deliver
from puskesos_desktop.kabupaten import intake
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.sync import laptops, send
from puskesos_desktop.services.village import start
from puskesos_desktop.store import opened, selfcheck
from puskesos_desktop.store.file.keyslots import Operator
from puskesos_desktop.store.log import outbox
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.read import households
from tests.support.village import a_household, answering, saved

OFFICE_KEY = sealing.new_age_key()


def test_the_office_ends_with_the_totals_of_the_village(store: Store, office: Store, stick: Path) -> None:
    for name in ("SARKIM", "KARTO"):
        saved(store, a_household(store, name))
    sent = send.send(store, stick, OFFICE_KEY.public)
    got = intake.receive(office, sent.path, OFFICE_KEY, stick)
    assert (got.equal, dict(got.totals)) == (True, households.totals(store.reader()))
    assert selfcheck.check(office).sound
    office.close()


def test_after_the_receipt_only_what_is_newer_is_sent(store: Store, office: Store, stick: Path) -> None:
    home = saved(store, a_household(store, "SARKIM"))
    first = send.send(store, stick, OFFICE_KEY.public)
    got = intake.receive(office, first.path, OFFICE_KEY, stick)
    receipt, fresh = send.take_receipt(store, got.receipt)
    assert fresh
    with pytest.raises(UserError, match="Tidak ada perubahan"):
        send.send(store, stick, OFFICE_KEY.public)
    saved(store, answering(home, "", sumber_air=5))
    second = send.send(store, stick, OFFICE_KEY.public)
    assert (first.changes, second.changes) == (2, 1)
    assert intake.receive(office, second.path, OFFICE_KEY, stick).equal
    again, fresh = send.take_receipt(store, got.receipt)
    assert (again.id, fresh) == (receipt.id, False)
    office.close()


def test_without_a_receipt_the_next_bundle_holds_everything_again(store: Store, stick: Path) -> None:
    home = saved(store, a_household(store))
    first = send.send(store, stick, OFFICE_KEY.public)
    saved(store, answering(home, "", sumber_air=5))
    second = send.send(store, stick, OFFICE_KEY.public)
    assert second.changes == first.changes + 1


def test_the_same_changes_twice_are_said_to_be_the_same(store: Store, stick: Path) -> None:
    saved(store, a_household(store))
    first = send.send(store, stick, OFFICE_KEY.public)
    second = send.send(store, stick, OFFICE_KEY.public)
    assert second.path.name == first.path.stem + "-2.psb"
    assert second.repeats == first.path


def test_a_bundle_taken_twice_changes_nothing(store: Store, office: Store, stick: Path) -> None:
    saved(store, a_household(store))
    sent = send.send(store, stick, OFFICE_KEY.public)
    first = intake.receive(office, sent.path, OFFICE_KEY, stick)
    again = intake.receive(office, sent.path, OFFICE_KEY, stick)
    assert (again.taken.new, again.taken.known) == (0, first.taken.new)
    office.close()


def test_a_later_bundle_without_the_earlier_one_is_refused_and_names_what_is_missing(
    store: Store, office: Store, stick: Path, tmp_path: Path
) -> None:
    home = saved(store, a_household(store))
    first = send.send(store, stick, OFFICE_KEY.public)
    send.take_receipt(store, intake.receive(office, first.path, OFFICE_KEY, stick).receipt)
    saved(store, answering(home, "", sumber_air=5))
    second = send.send(store, stick, OFFICE_KEY.public)
    other = opened.create_store(tmp_path / "lain", Operator("k", "K"), "sandi-kab", device=start.new_device())
    with pytest.raises(BadFile, match="paket sebelumnya"):
        intake.receive(other, second.path, OFFICE_KEY, stick)
    assert households.totals(other.reader())["keluarga"] == 0
    other.close()
    office.close()


def test_a_cloned_laptop_is_noticed_as_a_fork(store: Store, office: Store, stick: Path, tmp_path: Path) -> None:
    saved(store, a_household(store, "SARKIM"))
    with store.transaction() as connection:
        connection.execute("SELECT 1")
    store_key, folder = store.key, store.folder
    shutil.copytree(folder, tmp_path / "salinan")
    saved(store, a_household(store, "KARTO"))
    intake.receive(office, send.send(store, stick, OFFICE_KEY.public).path, OFFICE_KEY, stick)
    clone = opened.open_with_key(tmp_path / "salinan", store_key)
    saved(clone, a_household(clone, "WASTAP"))
    before = households.totals(office.reader())
    with pytest.raises(UserError, match="dua catatan berbeda"):
        intake.receive(office, send.send(clone, stick, OFFICE_KEY.public).path, OFFICE_KEY, stick)
    assert households.totals(office.reader()) == before
    clone.close()
    office.close()


def test_a_receipt_nobody_could_have_proven_is_refused(store: Store, stick: Path, tmp_path: Path) -> None:
    saved(store, a_household(store))
    sent = send.send(store, stick, OFFICE_KEY.public)
    manifest = read_bundle(sent.path).manifest
    stranger = opened.create_store(tmp_path / "asing", Operator("x", "X"), "sandi-kab", device=start.new_device())
    assert manifest.head is not None
    content = {
        "bundle": manifest.id, "recipient": OFFICE_KEY.public, "ranges": [list(one) for one in manifest.ranges],
        "vector": {manifest.sender: [manifest.head.sequence, manifest.head.hash]}, "proof": "0" * 64,
    }  # fmt: skip
    forged = replace(manifest, kind=Kind.RECEIPT, files=(), recipients=(), ranges=(), changes=0,
                     extra={"receipt": json.loads(json.dumps(content))})  # fmt: skip
    path = deliver(stick, forged, iter(()), signer=laptops.signing_key(stranger), recipients=[]).written.path
    with pytest.raises(BadFile, match="bukan untuk data di laptop ini"):
        send.take_receipt(store, path)
    assert outbox.receipted(store.reader(), OFFICE_KEY.public) == {}
    stranger.close()


def test_a_bundle_is_no_receipt(store: Store, stick: Path) -> None:
    saved(store, a_household(store))
    sent = send.send(store, stick, OFFICE_KEY.public)
    with pytest.raises(BadFile, match="bukan tanda terima"):
        send.take_receipt(store, sent.path)


def test_the_sample_key_refuses_a_real_village(store: Store, stick: Path) -> None:
    saved(store, a_household(store))
    with pytest.raises(UserError, match="desa sungguhan"):
        send.send(store, stick, SAMPLE_KEY.public)
    assert list(stick.iterdir()) == []


def test_batal_while_writing_leaves_the_stick_as_it_was(store: Store, stick: Path) -> None:
    saved(store, a_household(store))

    def stop(_done: int, _total: int, _text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        send.send(store, stick, OFFICE_KEY.public, stop)
    assert list(stick.iterdir()) == []
    assert outbox.last_bundle(store.reader()) is None


def test_a_deleted_family_is_deleted_at_the_office(store: Store, office: Store, stick: Path) -> None:
    home = saved(store, a_household(store))
    registry.delete_family(store, home.family.id, "ganda", "op")
    got = intake.receive(office, send.send(store, stick, OFFICE_KEY.public).path, OFFICE_KEY, stick)
    assert (got.equal, got.totals["keluarga"]) == (True, 0)
    office.close()
