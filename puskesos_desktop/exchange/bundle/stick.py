"""Putting a bundle on a USB stick or into any folder so that after a power cut it is there whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from puskesos_desktop.domain.outcome import BadFile, Progress, UserError, silent
from puskesos_desktop.exchange.bundle import container, sealing
from puskesos_desktop.exchange.bundle.manifest import OPS, Kind, Manifest
from puskesos_desktop.exchange.bundle.packing import Written, read_bundle, write_bundle
from puskesos_desktop.exchange.bundle.sealing import SigningKey
from puskesos_desktop.files import disk

PART = ".part"
SPARE = 64 * 1024
"""Bytes left free beside a bundle for the file system's own use."""
_LEFTOVER = re.compile(r"((?:PSB|TT|GABUNG)_\d+_[a-z2-7]{16})_\d+(?:-\d+){0,2}\.psb\.part")
_RENAME_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


@dataclass(frozen=True)
class Delivered:
    """A bundle that was written, read back and renamed; `repeats` is an earlier file there with the same content."""

    written: Written
    repeats: Path | None = None


def deliver(
    folder: Path,
    draft: Manifest,
    lines: Iterable[bytes],
    *,
    signer: SigningKey,
    recipients: Sequence[str],
    photos: Iterable[bytes] = (),
    progress: Progress = silent,
) -> Delivered:
    """Write a bundle into `folder` under its own name, beside and never over what lies there.

    On any failure, `Cancelled` included, the folder is as it was before. Whether the recipient got it only a receipt
    tells: reading back may be answered from the computer's memory.
    """
    _check_folder(folder)
    name = file_name(draft, sealing.device_id(signer.public))
    _remove_leftovers(folder, name)
    target = _free_name(folder, name)
    part = target.with_name(target.name + PART)
    try:
        written = write_bundle(
            part,
            draft,
            lines,
            signer=signer,
            recipients=recipients,
            photos=photos,
            make_room=lambda size: _check_room(folder, size),
            progress=progress,
        )
        _read_back(written, progress)
        target = _rename(part, folder, name)
        return Delivered(replace(written, path=target), _repeated(folder, name, target, written.plain_sha256))
    except OSError as error:
        raise container.write_failure(error) from None
    finally:
        with suppress(OSError):
            part.unlink()


def file_name(manifest: Manifest, sender: str) -> str:
    """`PSB_<kode desa>_<sender>_<from>-<to>.psb`; a receipt is `TT_<kode desa>_<device it answers>_<to>.psb`.

    A request to join is `GABUNG_0_<sender>_0.psb`, for its laptop knows no village yet.
    """
    kode = "".join(filter(str.isdigit, manifest.desa))
    if manifest.kind is Kind.RECEIPT:
        if manifest.head is None:
            raise ValueError("a receipt names the last op it answers")
        return f"TT_{kode}_{manifest.head.device}_{manifest.head.sequence}.psb"
    if manifest.kind is Kind.ENROL:
        return f"GABUNG_{kode}_{sender}_0.psb"
    own = [entry for entry in manifest.ranges if entry.device == sender] or manifest.ranges[:1]
    first, last = (own[0].first, own[0].last) if own else (0, 0)
    return f"PSB_{kode}_{sender}_{first}-{last}.psb"


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise UserError("Folder tujuan tidak ditemukan.", "Pasang kembali USB atau pilih folder lain.")


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size + SPARE:
        message = f"Ruang di tempat tujuan tidak cukup: perlu {_megabytes(size + SPARE)}, tersisa {_megabytes(free)}."
        raise UserError(message, "Kosongkan sebagian isinya atau pakai USB lain.")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def _remove_leftovers(folder: Path, name: str) -> None:
    """Unfinished files of a run that was killed, of the same sender only: another laptop may be writing its own now."""
    with suppress(OSError):
        for entry in os.scandir(folder):
            found = _LEFTOVER.fullmatch(entry.name)
            if found and name.startswith(found[1] + "_") and entry.is_file(follow_symlinks=False):
                os.unlink(entry.path)


def _names(name: str) -> Iterable[str]:
    """The name itself, then with -2, -3 …."""
    yield name
    for number in range(2, 100_000):
        yield f"{name.removesuffix('.psb')}-{number}.psb"


def _free_name(folder: Path, name: str) -> Path:
    for candidate in _names(name):
        if not os.path.lexists(folder / candidate):
            return folder / candidate
    raise UserError("Folder tujuan penuh dengan paket yang sama.", "Pilih folder lain.")


def _read_back(written: Written, progress: Progress) -> None:
    try:
        found = read_bundle(written.path, progress)
    except BadFile:
        found = None
    if found is None or found.manifest != written.manifest:
        message = "Paket yang ditulis tidak terbaca kembali dengan benar."
        raise UserError(message, "USB mungkin rusak. Pakai USB lain, lalu kirim lagi.")


def _rename(part: Path, folder: Path, name: str) -> Path:
    """Give the checked file its name, patiently: a virus scanner may hold a new file for a second or two."""
    for wait in (*_RENAME_WAITS, None):
        target = _free_name(folder, name)
        try:
            os.replace(part, target)
            break
        except PermissionError:
            if wait is None:
                raise
            time.sleep(wait)
    try:
        disk.sync_folder(folder)
    except OSError:
        with suppress(OSError):
            target.unlink()
        raise
    return target


def _repeated(folder: Path, name: str, target: Path, plain_sha256: str) -> Path | None:
    for candidate in map(folder.joinpath, _names(name)):
        if not os.path.lexists(candidate):
            return None
        if candidate == target or not plain_sha256:
            continue
        with suppress(UserError):
            files = read_bundle(candidate).manifest.files
            if any(content.name == OPS and content.plain_sha256 == plain_sha256 for content in files):
                return candidate
    return None
