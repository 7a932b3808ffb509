"""A newer program from a stick: only the publisher's, only whole, and with a way back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from puskesos_desktop.domain.outcome import BadFile, UserError
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.services.safety import update
from tests.support.places import ROOT

KEY = sealing.new_signing_key(bytes(range(32)))
OTHER = sealing.new_signing_key(bytes(32))
NEWS = ("Daftar lebih cepat dibuka.", "Cadangan dapat disalin ke USB.")


def a_setup(folder: Path, version: str, *, key: sealing.SigningKey = KEY) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    setup = folder / f"Puskesos-Setup-{version}.exe"
    setup.write_bytes(b"MZ" + version.encode() * 1000)
    update.write_note(setup, NEWS, key)
    return setup


def found_in(folder: Path) -> update.Update | None:
    return update.find(folder, running="0.9.1", publisher=KEY.public)


def test_the_newest_signed_setup_is_offered_with_what_is_new(tmp_path: Path) -> None:
    for version in ("0.9.2", "0.10.0", "0.9.0"):
        a_setup(tmp_path, version)
    offered = found_in(tmp_path)
    assert offered is not None
    assert (offered.version, offered.news) == ("0.10.0", NEWS)


def test_the_same_and_older_versions_are_not_offered(tmp_path: Path) -> None:
    a_setup(tmp_path, "0.9.1")
    a_setup(tmp_path, "0.9.0")
    assert found_in(tmp_path) is None
    assert found_in(tmp_path / "tidak ada") is None


def test_somebody_elses_signature_and_none_at_all_are_passed_over(tmp_path: Path) -> None:
    a_setup(tmp_path, "1.0", key=OTHER)
    (tmp_path / "Puskesos-Setup-2.0.exe").write_bytes(b"MZ")
    assert found_in(tmp_path) is None


def test_without_a_publisher_nothing_is_offered(tmp_path: Path) -> None:
    a_setup(tmp_path, "1.0")
    assert update.find(tmp_path, running="0.9.1", publisher=b"") is None


def test_an_old_signed_setup_under_a_newer_name_is_not_offered(tmp_path: Path) -> None:
    old = a_setup(tmp_path, "0.9.0")
    for path in (old, old.with_name(old.name + update.NOTE)):
        path.rename(path.with_name(path.name.replace("0.9.0", "3.0")))
    assert found_in(tmp_path) is None


@given(some.binary(max_size=300))
def test_no_note_whatever_it_holds_does_harm(tmp_path_factory: pytest.TempPathFactory, note: bytes) -> None:
    folder = tmp_path_factory.mktemp("usb")
    setup = folder / "Puskesos-Setup-5.0.exe"
    setup.write_bytes(b"MZ")
    setup.with_name(setup.name + update.NOTE).write_bytes(note)
    assert found_in(folder) is None


def test_taking_backs_up_first_then_copies_what_was_signed(tmp_path: Path) -> None:
    setup = a_setup(tmp_path / "usb", "1.0")
    offered = found_in(tmp_path / "usb")
    assert offered is not None
    kept = tmp_path / "pemasang"
    seen: list[bool] = []
    copy = update.take(offered, kept, lambda: seen.append(kept.exists()))
    assert seen == [False]
    assert copy.read_bytes() == setup.read_bytes()
    assert [path.name for path in kept.iterdir()] == [setup.name]


def test_a_setup_that_was_changed_is_refused_and_not_kept(tmp_path: Path) -> None:
    setup = a_setup(tmp_path / "usb", "1.0")
    offered = found_in(tmp_path / "usb")
    assert offered is not None
    setup.write_bytes(setup.read_bytes()[:-1] + b"!")
    with pytest.raises(BadFile, match="bukan yang ditandatangani"):
        update.take(offered, tmp_path / "pemasang", lambda: None)
    setup.unlink()
    with pytest.raises(BadFile, match="tidak dapat dibaca"):
        update.take(offered, tmp_path / "pemasang", lambda: None)
    assert list((tmp_path / "pemasang").iterdir()) == []


def test_a_backup_that_fails_stops_the_update(tmp_path: Path) -> None:
    a_setup(tmp_path / "usb", "1.0")
    offered = found_in(tmp_path / "usb")
    assert offered is not None

    def no_room() -> None:
        raise UserError("Ruang tidak cukup.")

    with pytest.raises(UserError, match="Ruang"):
        update.take(offered, tmp_path / "pemasang", no_room)
    assert not (tmp_path / "pemasang").exists()


def test_the_version_before_stays_for_the_way_back_and_older_ones_go(tmp_path: Path) -> None:
    kept = tmp_path / "pemasang"
    for version in ("0.8", "0.9.1"):
        a_setup(kept, version)
        (kept / f"Puskesos-Setup-{version}.exe{update.NOTE}").unlink()
    a_setup(tmp_path / "usb", "1.0")
    offered = found_in(tmp_path / "usb")
    assert offered is not None
    update.take(offered, kept, lambda: None)
    assert sorted(path.name for path in kept.iterdir()) == ["Puskesos-Setup-0.9.1.exe", "Puskesos-Setup-1.0.exe"]
    back = update.earlier(kept, running="1.0")
    assert back is not None
    assert back.name == "Puskesos-Setup-0.9.1.exe"
    assert update.earlier(kept, running="0.9.1") is None


def test_a_setup_that_does_not_run_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="tidak dapat dijalankan"):
        update.start(tmp_path / "Puskesos-Setup-1.0.exe")


def test_the_publishers_desk_makes_a_key_and_signs_with_it(tmp_path: Path) -> None:
    secret, setup = tmp_path / "rahasia.txt", tmp_path / "Puskesos-Setup-1.0.exe"
    setup.write_bytes(b"MZ")
    desk = [sys.executable, str(ROOT / "installer/sign.py")]
    made = subprocess.run([*desk, "--kunci-baru", str(secret)], capture_output=True, text=True, check=True).stdout
    assert secret.stat().st_mode & 0o077 == 0
    public = bytes.fromhex(made.split('"')[1])
    subprocess.run([*desk, "--kunci", str(secret), str(setup), "Lebih cepat."], check=True, capture_output=True)
    offered = update.find(tmp_path, running="0.9", publisher=public)
    assert offered is not None
    assert offered.news == ("Lebih cepat.",)
