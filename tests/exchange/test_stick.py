"""Writing to a stick: the bundle is there whole or not at all, and nothing else in the folder is touched."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from puskesos_desktop.domain.outcome import Cancelled, Progress, UserError, silent
from puskesos_desktop.exchange.bundle import container, sealing, stick
from puskesos_desktop.exchange.bundle.manifest import Head, Kind, Manifest, Range
from puskesos_desktop.exchange.bundle.packing import read_bundle
from puskesos_desktop.exchange.bundle.stick import Delivered, deliver
from tests.support import processes
from tests.support.places import ROOT

SIGNER = sealing.new_signing_key(b"\x07" * 32)
OFFICE = sealing.age_identity_from(b"\x01" * 32)
DEVICE = sealing.device_id(SIGNER.public)
NAME = f"PSB_3328012001_{DEVICE}_1-3.psb"
LINES = (b"satu", b"dua", b"tiga")
DRAFT = Manifest(
    kind=Kind.CHANGES,
    id="01890a5d-ac96-774b-bcce-b302099a8057",
    desa="33.28.01.2001",
    created="2026-11-24T09:00:00+07:00",
    app="0.1",
    ranges=(Range(DEVICE, 1, 3),),
    head=Head(DEVICE, 3, "ab" * 32),
)
ENDLESS = """
import itertools, os, sys
from dataclasses import replace
from pathlib import Path
from puskesos_desktop.exchange.bundle.manifest import Range
from puskesos_desktop.exchange.bundle.stick import deliver
from tests.exchange.test_stick import DEVICE, DRAFT, OFFICE, SIGNER

for number in itertools.count(1):
    lines = (os.urandom(500).hex().encode() for _line in range(600))
    draft = replace(DRAFT, ranges=(Range(DEVICE, 1, number),))
    deliver(Path(sys.argv[1]), draft, lines, signer=SIGNER, recipients=[OFFICE.public])
"""


def send(folder: Path, lines: tuple[bytes, ...] = LINES, progress: Progress = silent) -> Delivered:
    """Deliver a small bundle into `folder`."""
    return deliver(folder, DRAFT, lines, signer=SIGNER, recipients=[OFFICE.public], progress=progress)


def names(folder: Path) -> list[str]:
    """What lies in the folder."""
    return sorted(entry.name for entry in folder.iterdir())


def at(words: str, deed: Callable[[], object]) -> Progress:
    """Progress that does `deed` once, when these words first appear."""
    done: list[str] = []

    def progress(_done: int, _total: int, text: str) -> None:
        if text == words and not done:
            done.append(text)
            deed()

    return progress


def stop() -> None:
    """Press Batal."""
    raise Cancelled


def test_a_delivered_bundle_lies_under_its_name_and_reads(tmp_path: Path) -> None:
    delivered = send(tmp_path)
    assert names(tmp_path) == [NAME]
    assert delivered.written.path == tmp_path / NAME
    assert list(read_bundle(tmp_path / NAME).lines(OFFICE)) == list(LINES)
    assert delivered.repeats is None


def test_a_receipt_is_named_after_the_device_it_answers(tmp_path: Path) -> None:
    draft = replace(DRAFT, kind=Kind.RECEIPT, head=Head("a" * 16, 8300, "ab" * 32), ranges=())
    deliver(tmp_path, draft, (), signer=SIGNER, recipients=())
    assert names(tmp_path) == [f"TT_3328012001_{'a' * 16}_8300.psb"]


def test_the_same_range_again_lies_beside_it_and_is_said_to_be_the_same(tmp_path: Path) -> None:
    first = send(tmp_path)
    before = first.written.path.read_bytes()
    again = [send(tmp_path), send(tmp_path)]
    stem = NAME.removesuffix(".psb")
    assert names(tmp_path) == [f"{stem}-2.psb", f"{stem}-3.psb", NAME]
    assert [delivered.repeats for delivered in again] == [first.written.path] * 2
    assert first.written.path.read_bytes() == before


def test_the_same_range_with_other_content_is_not_called_the_same(tmp_path: Path) -> None:
    send(tmp_path)
    assert send(tmp_path, (b"lain",)).repeats is None


def test_a_file_that_takes_the_name_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    send(tmp_path, progress=at("Memeriksa paket", lambda: (tmp_path / NAME).write_bytes(b"milik orang")))
    assert (tmp_path / NAME).read_bytes() == b"milik orang"
    assert read_bundle(tmp_path / NAME.replace(".psb", "-2.psb")).manifest.sender == DEVICE


def test_only_our_own_leftovers_are_removed(tmp_path: Path) -> None:
    kept = [f"PSB_3328012001_{'b' * 16}_1-3.psb.part", "surat.part", "x" + NAME + ".part", f"PSB_{DEVICE}.psb.part"]
    gone = [NAME + ".part", NAME.replace("1-3", "1-2-4") + ".part"]
    for name in kept + gone:
        (tmp_path / name).write_bytes(b"sisa")
    (tmp_path / (NAME.replace("1-3", "7-9") + ".part")).mkdir()
    send(tmp_path)
    assert names(tmp_path) == sorted([*kept, NAME.replace("1-3", "7-9") + ".part", NAME])


@pytest.mark.parametrize("words", ["Menulis paket", "Memeriksa paket"])
def test_cancelling_leaves_the_folder_as_it_was(tmp_path: Path, words: str) -> None:
    (tmp_path / "lama.psb").write_bytes(b"lama")
    with pytest.raises(Cancelled):
        send(tmp_path, progress=at(words, stop))
    assert names(tmp_path) == ["lama.psb"]


def test_too_little_room_is_said_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=60_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(UserError, match="perlu 0,1 MB, tersisa 0,1 MB"):
        send(tmp_path)
    assert not names(tmp_path)


def test_a_stick_that_fills_up_while_writing_is_left_clean(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        with pytest.raises(UserError, match="Ruang penyimpanan penuh"):
            send(tmp_path, (os.urandom(5000).hex().encode(),))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not names(tmp_path)


def test_a_folder_that_is_not_there_or_vanishes_is_said_so(tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    with pytest.raises(UserError, match="Folder tujuan tidak ditemukan"):
        send(folder)
    folder.mkdir()
    with pytest.raises(UserError, match="tidak ditemukan lagi"):
        send(folder, progress=at("Mengemas data", folder.rmdir))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "Ruang penyimpanan penuh."),
        (errno.EROFS, "Tempat tujuan hanya dapat dibaca."),
        (errno.EACCES, "Tempat tujuan tidak boleh ditulisi."),
        (errno.EIO, "Tempat tujuan tidak ditemukan lagi."),
        (errno.EBUSY, f"Berkas tidak dapat ditulis (kode {errno.EBUSY})."),
    ],
)
def test_each_refusal_of_a_stick_has_its_sentence_and_advice(number: int, sentence: str) -> None:
    failure = container.write_failure(OSError(number, "x"))
    assert failure.message == sentence
    assert failure.hint


def test_a_stick_that_gives_back_other_bytes_is_found_out(tmp_path: Path) -> None:
    def spoil() -> None:
        with (tmp_path / (NAME + ".part")).open("r+b") as stream:
            stream.seek(-1, os.SEEK_END)
            stream.write(b"x")

    with pytest.raises(UserError, match="tidak terbaca kembali"):
        send(tmp_path, (os.urandom(400_000).hex().encode(),), progress=at("Memeriksa paket", spoil))
    assert not names(tmp_path)


def test_a_virus_scanner_holding_the_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = [1, 1]
    monkeypatch.setattr(os, "replace", refusing(os.replace, refusals))
    send(tmp_path)
    assert (names(tmp_path), refusals) == ([NAME], [])


def test_a_file_that_stays_held_is_given_up_and_cleaned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stick, "_RENAME_WAITS", (0.0, 0.0))
    monkeypatch.setattr(os, "replace", refusing(os.replace, [1] * 9))
    with pytest.raises(UserError, match="tidak boleh ditulisi"):
        send(tmp_path)
    assert not names(tmp_path)


def test_bytes_are_on_the_stick_before_the_name_and_the_name_before_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, noting(getattr(os, name), name, calls))
    send(tmp_path)
    assert calls == ["fsync", "replace", "fsync"]


def test_a_stick_format_that_cannot_sync_folders_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = os.fsync

    def fsync(handle: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{handle}"):
            raise OSError(errno.EINVAL, "vfat")
        original(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    send(tmp_path)
    assert names(tmp_path) == [NAME]


def test_a_kill_while_writing_leaves_valid_bundles_or_none(tmp_path: Path) -> None:
    chance = random.Random(7)
    for _round in range(6):
        child = subprocess.Popen([sys.executable, "-c", ENDLESS, tmp_path], cwd=ROOT)
        processes.until(lambda: any(tmp_path.glob("*.part")), child)
        processes.kill_within(child, chance.random() * 0.15)
        child.wait()
    for path in tmp_path.glob("*.psb"):
        assert sum(1 for _line in read_bundle(path).lines(OFFICE)) == 600
    send(tmp_path)
    assert not list(tmp_path.glob("*.part"))


def refusing(original: Callable[..., None], refusals: list[int]) -> Callable[..., None]:
    """The call, refused as by a virus scanner once per entry of `refusals`."""

    def call(*arguments: object) -> None:
        if refusals:
            refusals.pop()
            raise PermissionError(errno.EACCES, "held")
        original(*arguments)

    return call


def noting(original: Callable[..., None], name: str, calls: list[str]) -> Callable[..., None]:
    """The call, noted by its name."""

    def call(*arguments: object) -> None:
        calls.append(name)
        original(*arguments)

    return call
