"""Photos in bundles: to another laptop, to the office, out of order, damaged, hostile, and what never arrived."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from puskesos_desktop.domain.codes.photo import KARTU_KELUARGA, LAMPIRAN, OF_A_HOME, RUMAH_DEPAN
from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.outcome import BadFile, Cancelled
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.exchange.bundle.manifest import Kind, Manifest
from puskesos_desktop.exchange.bundle.packing import read_bundle, write_bundle
from puskesos_desktop.exchange.bundle.stick import deliver
from puskesos_desktop.exchange.pictures import photo
from puskesos_desktop.kabupaten import intake
from puskesos_desktop.services.family import photos
from puskesos_desktop.services.sync import laptops, receive, send
from puskesos_desktop.services.village import start
from puskesos_desktop.store import selfcheck
from puskesos_desktop.store.file.keyslots import Operator
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.opened import Store, create_store
from puskesos_desktop.store.photos import at_rest
from tests.support.amount import examples
from tests.support.laptops import a_second_laptop, hand_over, recipient_of
from tests.support.photos import a_photo
from tests.support.village import OPERATOR, a_household, a_store, saved

OFFICE_KEY = sealing.new_age_key()


@pytest.fixture
def home(store: Store) -> Household:
    return saved(store, a_household(store, "SARKIM"))


@pytest.fixture
def second(store: Store, home: Household, tmp_path: Path) -> Iterator[Store]:
    made = a_second_laptop(store, tmp_path)
    yield made
    made.close()


def add(store: Store, home: Household, *seeds: int, kind: int = RUMAH_DEPAN) -> None:
    for seed in seeds:
        photos.add(store, home.family.id, a_photo(seed), kind, OPERATOR)


def lose(store: Store, seed: int) -> None:
    (store.folder / at_rest.FOLDER / a_photo(seed).sha256).unlink()


def test_photos_reach_the_other_laptop_counted(store: Store, second: Store, home: Household, stick: Path) -> None:
    add(store, home, 1, 2, 3)
    sent = send.send(store, stick, recipient_of(second))
    incoming = receive.look(second, sent.path)
    assert (sent.photos, sent.missing, incoming.photos) == (3, (), 3)
    assert incoming.would is not None
    assert "3 perubahan, 3 foto dari" in receive.in_words(incoming, incoming.would, True, {})
    assert not (second.folder / at_rest.FOLDER).exists()
    got = receive.take(second, sent.path)
    assert (got.photos, got.missing) == (3, ())
    assert "3 perubahan, 3 foto dari" in receive.in_words(incoming, got.taken, False, {}, got)
    assert [at_rest.fetch(second, a_photo(seed).sha256) for seed in (1, 2, 3)] == [
        a_photo(seed).jpeg for seed in (1, 2, 3)
    ]
    assert selfcheck.check(second).findings == ()


def test_the_same_bundle_again_does_nothing(store: Store, second: Store, home: Household, stick: Path) -> None:
    add(store, home, 1)
    sent = send.send(store, stick, recipient_of(second))
    receive.take(second, sent.path)
    file = second.folder / at_rest.FOLDER / a_photo(1).sha256
    before = file.read_bytes(), file.stat().st_mtime_ns
    again = receive.take(second, sent.path)
    assert (again.photos, again.missing, again.taken.new) == (0, (), 0)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_only_photos_named_since_the_last_exchange_travel(
    store: Store, second: Store, home: Household, tmp_path: Path
) -> None:
    add(store, home, 1)
    hand_over(store, second, tmp_path / "ke")
    saved(second, a_household(second, "KARTO"))
    hand_over(second, store, tmp_path / "balik")
    add(store, home, 2)
    assert send.send(store, tmp_path / "ke", recipient_of(second)).photos == 1


def test_a_new_laptop_begins_with_all_photos(store: Store, home: Household, tmp_path: Path) -> None:
    add(store, home, 1, 2)
    second = a_second_laptop(store, tmp_path)
    assert at_rest.fetch(second, a_photo(2).sha256) == a_photo(2).jpeg
    assert photos.missing(second) == []
    second.close()


def test_a_photo_of_a_later_bundle_that_comes_first_is_not_lost(
    store: Store, second: Store, home: Household, stick: Path, tmp_path: Path
) -> None:
    third = a_second_laptop(store, tmp_path, "Laptop tiga")
    add(store, home, 1)
    first = send.send(store, stick, recipient_of(second))
    receive.take(second, first.path)
    saved(second, a_household(second, "KARTO"))
    receive.take(store, send.send(second, tmp_path, recipient_of(store)).path)
    add(store, home, 2)
    later = send.send(store, stick, recipient_of(second))
    sealed_for_third = _sealed_again(later.path, second, third, tmp_path)
    held = receive.take(third, sealed_for_third)
    assert held.taken.held
    receive.take(third, send.send(store, tmp_path, recipient_of(third)).path)
    assert photos.missing(third) == []
    assert at_rest.fetch(third, a_photo(2).sha256) == a_photo(2).jpeg
    third.close()


def _sealed_again(path: Path, reader: Store, recipient: Store, folder: Path) -> Path:
    """The same bundle as its sender would have sealed it for somebody else: here the second laptop passes it on."""
    opened = read_bundle(path)
    key = laptops.own_key(reader)
    draft = Manifest(**{**vars(opened.manifest), "files": (), "sender": "", "key": "", "recipients": (), "extra": {}})
    return write_bundle(
        folder / "diteruskan.psb",
        draft,
        list(opened.lines(key)),
        signer=laptops.signing_key(reader),
        recipients=[recipient_of(recipient)],
        photos=list(opened.photos(key)),
    ).path


def test_a_photo_that_is_lacking_is_named_by_sender_and_receiver_and_comes_later(
    store: Store, second: Store, home: Household, stick: Path
) -> None:
    add(store, home, 1, 2)
    lose(store, 1)
    (store.folder / at_rest.FOLDER / a_photo(2).sha256).write_bytes(b"rusak")
    add(store, home, 3, kind=KARTU_KELUARGA)
    sent = send.send(store, stick, recipient_of(second))
    names = ["foto rumah depan keluarga SARKIM"] * 2
    assert (sent.photos, [one.name for one in sent.missing]) == (1, names)
    got = receive.take(second, sent.path)
    assert (got.photos, [one.name for one in got.missing]) == (1, names)
    assert photos.missing_words(got.missing) == f"Belum ada: {', '.join(names)}."
    assert [one.sentence for one in photos.missing(second)] == [f"{name} belum ada" for name in names]
    add(store, home, 1, 2)
    again = receive.take(second, send.send(store, stick, recipient_of(second)).path)
    assert (again.photos, again.missing, photos.missing(second)) == (2, (), [])


def test_the_office_keeps_the_photos_and_names_those_that_are_lacking(
    store: Store, office: Store, home: Household, stick: Path
) -> None:
    add(store, home, 1, 2)
    lose(store, 1)
    got = intake.receive(office, send.send(store, stick, OFFICE_KEY.public).path, OFFICE_KEY, stick)
    assert (got.equal, got.photos, len(got.missing)) == (True, 1, 1)
    assert at_rest.fetch(office, a_photo(2).sha256) == a_photo(2).jpeg
    add(store, home, 1)
    again = intake.receive(office, send.send(store, stick, OFFICE_KEY.public).path, OFFICE_KEY, stick)
    assert (again.photos, again.missing) == (1, ())
    assert selfcheck.check(office).findings == ()


def test_a_photo_that_no_operation_names_is_ignored(
    store: Store, second: Store, home: Household, stick: Path, tmp_path: Path
) -> None:
    add(store, home, 1)
    opened = read_bundle(send.send(store, stick, recipient_of(second)).path)
    draft = Manifest(**{**vars(opened.manifest), "files": (), "sender": "", "key": "", "recipients": ()})
    stuffed = deliver(
        tmp_path,
        draft,
        list(opened.lines(laptops.own_key(second))),
        signer=laptops.signing_key(store),
        recipients=[recipient_of(second)],
        photos=[a_photo(7).jpeg, a_photo(1).jpeg, b"bukan foto"],
    )
    got = receive.take(second, stuffed.written.path)
    assert (got.photos, [file.name for file in (second.folder / at_rest.FOLDER).iterdir()]) == (1, [a_photo(1).sha256])


def test_names_of_others_never_leave_the_folder(store: Store, second: Store, home: Household, stick: Path) -> None:
    for name in ("../desa.db", "/etc/passwd", "x" * 64, 7):
        with commits.group(store, "Foto aneh", OPERATOR) as transaction:
            transaction.create(LAMPIRAN, {"jenis": 1, "keluarga_id": home.family.id, "sha256": name})
    sent = send.send(store, stick, recipient_of(second))
    got = receive.take(second, sent.path)
    assert (sent.photos, got.photos) == (0, 0)
    assert len(photos.missing(second)) == 4
    assert selfcheck.check(second).sound


def test_batal_while_photos_are_stored_keeps_the_operations_and_names_the_rest(
    store: Store, second: Store, home: Household, stick: Path
) -> None:
    def impatient(done: int, total: int, text: str) -> None:
        if text == "Menyimpan foto…" and done == 2:
            raise Cancelled

    add(store, home, 1, 2, 3)
    sent = send.send(store, stick, recipient_of(second))
    got = receive.take(second, sent.path, impatient)
    assert (got.photos, len(got.missing), got.taken.deed_count) == (1, 2, 3)
    again = receive.take(second, sent.path)
    assert (again.photos, again.missing) == (2, ())


MODES = ("RGB", "L", "RGBA", "P", "1", "LA")
PICTURES = st.tuples(st.sampled_from(MODES), st.integers(1, 400), st.integers(1, 400), st.integers(0, 120))


@settings(max_examples=examples(15, 5))
@given(
    pictures=st.lists(PICTURES, min_size=1, max_size=4),
    kinds=st.lists(st.sampled_from(OF_A_HOME), min_size=4, max_size=4),
)
def test_every_prepared_photo_survives_the_journey(
    tmp_path_factory: pytest.TempPathFactory, pictures: list[tuple[str, int, int, int]], kinds: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("perjalanan")
    village = a_store(folder / "desa")
    home = saved(village, a_household(village, "SARKIM"))
    made = []
    for (mode, width, height, noise), kind in zip(pictures, kinds, strict=False):
        out = io.BytesIO()
        Image.effect_noise((width, height), noise).convert(mode).save(out, "PNG")
        made.append(photo.prepare(out.getvalue(), "rekaan.png"))
        photos.add(village, home.family.id, made[-1], kind, OPERATOR)
    office = create_store(folder / "kab", Operator("k", "K"), "sandi-kab", device=start.new_device(), key=b"k" * 32)
    got = intake.receive(office, send.send(village, folder, OFFICE_KEY.public).path, OFFICE_KEY, folder)
    assert (got.equal, got.missing) == (True, ())
    assert [at_rest.fetch(office, one.sha256) for one in made] == [one.jpeg for one in made]
    office.close()
    village.close()


def test_a_bundle_of_the_sender_says_how_many_photos_without_a_key(store: Store, home: Household, stick: Path) -> None:
    add(store, home, 1, 2)
    manifest = read_bundle(send.send(store, stick, OFFICE_KEY.public).path).manifest
    assert (photos.count_in(manifest), manifest.kind) == (2, Kind.CHANGES)


def test_too_many_photos_for_one_bundle_go_in_several_that_build_on_each_other(
    store: Store, office: Store, home: Household, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, home, 1, 2, 3, 4)
    monkeypatch.setattr(photos, "ROOM_FOR_PHOTOS", 2 * len(a_photo(1).jpeg) + 100)
    sent = send.send(store, stick, OFFICE_KEY.public)
    assert (sent.photos, sent.changes, len(sent.more)) == (4, 6, 1)
    assert sent.more[0].name in send.rest_words(sent)
    with pytest.raises(BadFile, match="paket sebelumnya"):
        intake.receive(office, sent.more[0], OFFICE_KEY, stick)
    got = [intake.receive(office, path, OFFICE_KEY, stick) for path in (sent.path, *sent.more)]
    assert ([one.photos for one in got], got[-1].equal) == ([2, 2], True)
    for one in got:
        send.take_receipt(store, one.receipt)
    assert not send.pending(store.reader(), OFFICE_KEY.public).spans


def test_a_new_laptop_takes_several_first_bundles_in_any_order(
    store: Store, home: Household, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, home, 1, 2, 3)
    monkeypatch.setattr(photos, "PHOTOS_PER_BUNDLE", 1)
    second, request = laptops.join(tmp_path / "dua", "Laptop dua", "Operator Dua", "rahasia-uji", stick)
    sent = receive.accept(store, receive.look(store, request), "Laptop dua", stick)
    assert len(sent.more) == 2
    for path in (sent.path, *reversed(sent.more)):
        receive.take(second, path, trust=True)
    assert photos.missing(second) == []
    assert [at_rest.fetch(second, a_photo(seed).sha256) for seed in (1, 2, 3)] == [
        a_photo(seed).jpeg for seed in (1, 2, 3)
    ]
    assert selfcheck.check(second).findings == ()
    second.close()
