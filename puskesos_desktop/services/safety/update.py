"""A newer setup on a stick: found by its signed note, shown, copied and checked, run; and the way back.

Beside `Puskesos-Setup-x.y.z.exe` lies `Puskesos-Setup-x.y.z.exe.catatan`: the publisher's signature in hex on the
first line, then JSON that says version, size, SHA-256 and what is new. Only what that signature covers is believed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from puskesos_desktop import __version__
from puskesos_desktop.domain.outcome import BadFile, Progress, UserError, silent
from puskesos_desktop.exchange.bundle import container, sealing
from puskesos_desktop.exchange.bundle.sealing import SigningKey

PUBLISHER = b""
"""The publisher's public Ed25519 key, 32 bytes. While there is none, no update is ever offered."""

NOTE = ".catatan"
NOTE_LIMIT = 64 * 1024
SIGNED_START = b"PSU1\0"
WAIT = "/TUNGGU"
"""Tells the setup to wait a little for the window that started it to close."""
KEPT_SETUPS = 2
_NAME = re.compile(r"Puskesos-Setup-(\d+(?:\.\d+){1,3})\.exe")


@dataclass(frozen=True)
class Update:
    """A setup newer than the running program, vouched for by the publisher; its own bytes are not read yet."""

    setup: Path
    version: str
    news: tuple[str, ...]
    size: int
    sha256: str


def find(folder: Path, *, running: str = __version__, publisher: bytes = PUBLISHER) -> Update | None:
    """The newest signed setup in this folder that is newer than the running program; foreign notes are passed over."""
    found = [one for one in _signed(folder, publisher) if _order(one.version) > _order(running)]
    return max(found, key=lambda one: _order(one.version), default=None)


def why_not(folder: Path, *, running: str = __version__) -> str:
    """A sentence on why `find` offers nothing from this folder."""
    setups = _setups(folder)
    if not setups:
        return "Di folder itu tidak ada berkas Puskesos-Setup."
    newest = setups[-1]
    if _version(newest) <= _order(running):
        return f"{newest.name} tidak lebih baru daripada yang terpasang (versi {running})."
    return (
        f"{newest.name} tidak bertanda tangan penerbit Puskesos, jadi tidak dipakai. "
        f"Mintalah berkas aslinya bersama catatannya, {newest.name}{NOTE}."
    )


def take(update: Update, kept: Path, back_up: Callable[[], object], progress: Progress = silent) -> Path:
    """Back up, then copy the setup into `kept` and check it; the copy, ready for `start`.

    The copy is what was checked and what is run: the stick may change or go. Of older setups the newest stays, for
    the way back. `BadFile` when the setup is not the one the publisher signed; then nothing was kept.
    """
    back_up()
    kept.mkdir(parents=True, exist_ok=True)
    target = kept / update.setup.name
    part = target.with_suffix(".part")
    try:
        _copy(update, part, progress)
        part.replace(target)
    except OSError as error:
        raise container.write_failure(error) from None
    finally:
        with suppress(OSError):
            part.unlink()
    for old in _setups(kept)[:-KEPT_SETUPS]:
        old.unlink(missing_ok=True)
    return target


def earlier(kept: Path, *, running: str = __version__) -> Path | None:
    """The setup of the version before the running one, if it was kept: the way back.

    Data that a newer version has changed open in an older one only from the backup made before the update.
    """
    older = [path for path in _setups(kept) if _version(path) < _order(running)]
    return older[-1] if older else None


def version_of(setup: Path) -> str:
    """The version a setup says in its name."""
    return ".".join(str(number) for number in _version(setup))


def start(setup: Path) -> None:
    """Run a setup; it waits for this window to close, so close it. `UserError` when Windows does not let it run."""
    try:
        subprocess.Popen([str(setup), WAIT], close_fds=True)
    except OSError:
        raise UserError("Pemasangan tidak dapat dijalankan.", f"Jalankan sendiri berkas {setup.name}.") from None


def kept_folder() -> Path:
    """Where setups are kept: beside the program's own folder, where setup itself leaves a copy."""
    return Path(sys.executable).resolve().parent.parent / "pemasang"


def write_note(setup: Path, news: tuple[str, ...], key: SigningKey) -> Path:
    """The publisher's side: the signed note beside a setup."""
    content = setup.read_bytes()
    told = {
        "versi": version_of(setup),
        "ukuran": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "yang_baru": list(news),
    }
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    note = setup.with_name(setup.name + NOTE)
    note.write_bytes(sealing.sign(key, SIGNED_START + body).hex().encode() + b"\n" + body)
    return note


def _signed(folder: Path, publisher: bytes) -> Iterator[Update]:
    """Every setup here that has a note of this publisher and says the version its name says."""
    for setup in _setups(folder):
        try:
            with setup.with_name(setup.name + NOTE).open("rb") as stream:
                signature, _, body = stream.read(NOTE_LIMIT).partition(b"\n")
            if publisher and sealing.verify(publisher, bytes.fromhex(signature.decode("ascii")), SIGNED_START + body):
                told = json.loads(body)
                update = Update(setup, told["versi"], tuple(told["yang_baru"]), told["ukuran"], told["sha256"])
                if _order(update.version) == _version(setup):
                    yield update
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue


def _copy(update: Update, part: Path, progress: Progress) -> None:
    digest, size = hashlib.sha256(), 0
    try:
        source = update.setup.open("rb")
    except OSError:
        raise BadFile(update.setup, "tidak dapat dibaca.", "Cabut dan pasang kembali USB, lalu coba lagi.") from None
    with source, part.open("wb") as target:
        while piece := source.read(container.CHUNK):
            progress(size, update.size, "Menyalin versi baru")
            digest.update(piece)
            size += len(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    if size != update.size or digest.hexdigest() != update.sha256:
        raise BadFile(update.setup, "isinya bukan yang ditandatangani penerbit.", "Jangan dijalankan. Salin ulang.")


def _setups(folder: Path) -> list[Path]:
    """Setups in a folder by version, the oldest first; none where there is no such folder."""
    try:
        found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return []
    return sorted(found, key=_version)


def _version(setup: Path) -> tuple[int, ...]:
    name = _NAME.fullmatch(setup.name)
    if name is None:
        raise ValueError("a setup is called Puskesos-Setup-x.y.z.exe")
    return _order(name.group(1))


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
