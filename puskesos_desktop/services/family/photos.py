"""Photos of families and houses: added, removed, looked at, and carried in bundles; one function per deed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from puskesos_desktop.domain.codes.photo import JENIS_FOTO, LAMPIRAN, OF_FAMILY, SPOKEN
from puskesos_desktop.domain.household import Household, Record
from puskesos_desktop.domain.outcome import BadFile, Cancelled, Progress, UserError, silent
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.exchange.bundle.manifest import OPS, Manifest
from puskesos_desktop.exchange.bundle.packing import Opened
from puskesos_desktop.exchange.bundle.sealing import AgeKey
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.log import commits
from puskesos_desktop.store.log.outbox import Span
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.photos import at_rest
from puskesos_desktop.store.photos.at_rest import NotHere
from puskesos_desktop.store.read import households

if TYPE_CHECKING:  # the decoder is loaded by whoever prepares a photo, not by whoever looks at one
    from puskesos_desktop.exchange.pictures.photo import Prepared


ROOM_FOR_PHOTOS = 900_000_000
"""Bytes of photos that go into one bundle, which may have 1 GiB with its operations."""
PHOTOS_PER_BUNDLE = 15_000


def add(store: Store, family: str, photo: Prepared, kind: int, operator: str, *, note: str = "") -> str:
    """Keep a photo of a saved family or its house as one undoable group; the id of its record.

    The file is on the disk before the operation that names it. The same photo of the same kind is not added twice.
    Raises `UserError` for a family that is not saved yet, or when the disk is full.
    """
    home = _saved(store, family)
    owner = {"keluarga_id": family} if kind in OF_FAMILY else {"bangunan_id": home.building.id}
    name = at_rest.keep(store, photo.jpeg)
    for one in of_family(store, family):
        if (one["jenis"], one["sha256"]) == (kind, name):
            return one.id
    answers = FORMS[LAMPIRAN].empty() | {
        **owner,
        "jenis": kind,
        "sha256": name,
        "lebar": photo.width,
        "tinggi": photo.height,
        "ukuran": len(photo.jpeg),
        "waktu_ambil": photo.taken,
        "keterangan": " ".join(note.split()) or None,
    }
    if photo.place is not None:
        answers |= {"lintang": f"{photo.place[0]:.6f}", "bujur": f"{photo.place[1]:.6f}"}
    with commits.group(store, f"Tambah {_called(kind, home)}", operator) as transaction:
        return transaction.create(LAMPIRAN, answers)


def remove(store: Store, family: str, photo: str, operator: str) -> None:
    """Take a photo out of a family's list as one undoable group; its file stays, for the deed can be undone."""
    home = _saved(store, family)
    found = next((one for one in of_family(store, family) if one.id == photo), None)
    if found is None:
        raise UserError("Foto ini sudah tidak ada dalam daftar keluarga.")
    with commits.group(store, f"Hapus {_called(found['jenis'], home)}", operator) as transaction:
        transaction.delete(LAMPIRAN, photo, "dihapus operator")


def of_family(store: Store, family: str) -> list[Record]:
    """The records of a saved family's photos and of those of the house it lives in, oldest first."""
    home = households.load(store.reader(), family)
    return at_rest.of_family(store.reader(), family, home.building.id) if home is not None else []


def offered_place(home: Household, records: Sequence[Record]) -> str:
    """The point where a photo of the house was taken, as question "Titik koordinat rumah" stores it.

    Empty when the house has a point already or no photo of it tells one; the newest photo counts. Only a person may
    take it over.
    """
    if home.building["koordinat"] is not None:
        return ""
    told = [one for one in records if one["bangunan_id"] == home.building.id and one["lintang"] and one["bujur"]]
    point = f"{told[-1].text('lintang')},{told[-1].text('bujur')}" if told else ""
    return point if point and FORMS["bangunan"].fields["koordinat"].problem(point) is None else ""


def described(record: Record) -> str:
    """A photo's kind, size, time and place in one line; the note last."""
    kind, size = record["jenis"], record["ukuran"]
    parts = (
        JENIS_FOTO.label(kind) if isinstance(kind, int) else "Foto",
        f"{record.text('lebar')} × {record.text('tinggi')} titik" if record["lebar"] and record["tinggi"] else "",
        wording.size(size) if isinstance(size, int) else "",
        calendar.short_utc(record.text("waktu_ambil")),
        f"{record.text('lintang')}, {record.text('bujur')}" if record["lintang"] and record["bujur"] else "",
        record.text("keterangan"),
    )
    return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class Missing:
    """A photo that is named but has not come to this laptop: of which family (empty if of none), and in words."""

    family: str
    name: str

    @property
    def sentence(self) -> str:
        """As it is told: "foto rumah depan keluarga SARKIM belum ada"."""
        return f"{self.name} belum ada"


def missing(store: Store) -> list[Missing]:
    """The photos of all living families and houses whose file is not on this laptop."""
    db = store.reader()
    return [_missing(db, one) for one in at_rest.living(db.conn) if not at_rest.is_here(store, one.text("sha256"))]


def missing_words(absent: Sequence[Missing], most: int = 3) -> str:
    """One sentence that names the first of them and counts the others; empty when there are none."""
    if not absent:
        return ""
    names = ", ".join(one.name for one in absent[:most])
    rest = f" dan {wording.thousands(len(absent) - most)} foto lain" if len(absent) > most else ""
    return f"Belum ada: {names}{rest}."


def count_in(manifest: Manifest) -> int:
    """How many photos a bundle carries."""
    return sum(content.name != OPS for content in manifest.files)


def counted(count: int) -> str:
    """Photos behind another count in a sentence: ", 3 foto"; nothing when there are none."""
    return f", {wording.thousands(count)} foto" if count else ""


def portions(store: Store, spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    """The spans as so many bundles as their photos need, to be taken in this order; mostly one.

    Only our own chain is divided, between groups: a chain that is passed on may end only where its author sealed it.
    """
    first = [span for span in spans if span.device != store.device.name]
    cut: list[tuple[Span, ...]] = []
    for own in [span for span in spans if span.device == store.device.name]:
        passed_on = [one for span in first for one in at_rest.weights(store, span)]
        count, size = (sum(one[part] for one in passed_on) for part in (1, 2))
        start = own.first
        for group, more, bytes_ in at_rest.weights(store, own):
            if group > start and (count + more > PHOTOS_PER_BUNDLE or size + bytes_ > ROOM_FOR_PHOTOS):
                cut.append((*first, Span(own.device, start, group - 1)))
                first, start, count, size = [], group, 0, 0
            count, size = count + more, size + bytes_
        first.append(Span(own.device, start, own.last))
    return [*cut, tuple(first)]


class Outgoing:
    """The photos named in what is about to be sent, one at a time in memory; afterwards it says what was lacking."""

    def __init__(self, store: Store, spans: Sequence[Span]) -> None:
        """Find their names; no file is read yet."""
        self.absent: list[str] = []
        self._store = store
        self._names = at_rest.named_in(store.reader(), spans)

    def __iter__(self) -> Iterator[bytes]:
        """Each photo that is here and sound."""
        self.absent.clear()
        for name in self._names:
            try:
                yield at_rest.fetch(self._store, name)
            except NotHere:
                self.absent.append(name)

    def missing(self) -> list[Missing]:
        """What could not be sent along, called by its family; photos that are deleted by now are missed by nobody."""
        db = self._store.reader()
        living = at_rest.living(db.conn) if self.absent else []
        return [_missing(db, one) for one in living if one["sha256"] in self.absent]


def take_from(store: Store, opened: Opened, identity: AgeKey, progress: Progress = silent) -> int:
    """Keep the photos of a bundle that its operations name, after these were taken in; how many were new here.

    Others are left alone, and so is what is here already. With Batal, and where a photo cannot be unpacked, it ends
    early: the operations are in, and the photos that did not come are told as missing.
    """
    spans = [Span(*one) for one in opened.manifest.ranges]
    named = set(at_rest.named_in(store.reader(), spans))
    total, new = count_in(opened.manifest), 0
    with suppress(Cancelled, BadFile):
        for done, jpeg in enumerate(opened.photos(identity) if total else (), start=1):
            progress(done, total, "Menyimpan foto…")
            name = hashlib.sha256(jpeg).hexdigest()
            if name in named and at_rest.state(store, name) is not at_rest.PhotoState.HERE:
                at_rest.keep(store, jpeg)
                new += 1
    return new


def still_missing(store: Store, manifest: Manifest) -> list[Missing]:
    """The photos that a bundle's operations name and that are not here, neither from it nor from before."""
    db = store.reader()
    named = set(at_rest.named_in(db, [Span(*one) for one in manifest.ranges]))
    living = at_rest.living(db.conn) if named else []
    return [
        _missing(db, one) for one in living if one["sha256"] in named and not at_rest.is_here(store, one.text("sha256"))
    ]


def _saved(store: Store, family: str) -> Household:
    home = households.load(store.reader(), family)
    if home is None:
        raise UserError("Keluarga ini belum disimpan.", "Simpan keluarga dulu, lalu tambahkan fotonya.")
    return home


def _called(kind: object, home: Household) -> str:
    """A photo in words: "foto rumah depan keluarga SARKIM"."""
    return f"foto {SPOKEN.get(kind if isinstance(kind, int) else 0, 'lain')} keluarga {registry.head_name(home)}"


def _missing(db: Database, record: Record) -> Missing:
    family = record.text("keluarga_id") or at_rest.family_in(db, record.text("bangunan_id"))
    home = households.load(db, family) if family else None
    return Missing(family, _called(record["jenis"], home) if home else "foto rumah yang tidak ditempati")
