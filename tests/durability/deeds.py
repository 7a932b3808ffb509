"""A process that works in a village and says each deed only after it returned, so that it may be killed at any moment.

`python -m tests.durability.deeds DEED FOLDER KEY [--kali N] [--batas BYTES …] [--sisa BYTES …] [--tamu]`: the village
lies in FOLDER/desa, the stick is FOLDER/usb. Every line it writes is JSON: a word and what it was about. `--batas`:
no file may grow beyond this; `--sisa`: the disk has only this much left; `--tamu`: without the rights of root.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from puskesos_desktop.documents.form.layout import Options
from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.services.family import photos, registry
from puskesos_desktop.services.imports import carry_out, rehearse
from puskesos_desktop.services.rounds import printing
from puskesos_desktop.services.safety import upkeep
from puskesos_desktop.services.safety.restore import Opening, finish, prepare
from puskesos_desktop.services.sync import laptops, send
from puskesos_desktop.store import opened
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.store.file import cipher, layout
from puskesos_desktop.store.opened import Store
from tests.support import tables
from tests.support.photos import a_photo
from tests.support.tables import Person
from tests.support.village import OPERATOR, a_household

READY, REFUSED = "siap", "ditolak"
NOBODY = 65534
DRAFT, DROPPED, SAVED, IMPORTED = "draf", "lepas", "simpan", "impor"
SENT, BACKED_UP, RESTORED, OPENED, PRINTED, PHOTO = "paket", "cadangan", "pulih", "buka", "cetak", "foto"
FIELDS = ("tempat_lahir", "nama_ibu", "telepon", "nama")
"""What is typed into a draft, one after the other."""
PEOPLE = 12
"""In every list that is imported; all of them have the same mother, by whom they are counted."""


def tell(word: str, *values: object) -> None:
    """One line; by a call of its own kind, so that a disk that refuses every `write` does not silence us."""
    os.writev(1, [json.dumps([word, *values]).encode() + b"\n"])


def a_name(number: int) -> str:
    """A name nobody else has: the digits as letters."""
    return "ORANG " + "".join("ABCDEFGHIJ"[int(digit)] for digit in f"{number:05}")


@dataclass
class Work:
    """The folder, its open store, and a counter that names everything only once."""

    folder: Path
    store: Store
    number: Iterator[int] = field(default_factory=itertools.count)
    list: tuple[str, Path] | None = None
    """A list that waits to be imported."""

    @property
    def stick(self) -> Path:
        """Where bundles and papers go."""
        return self.folder / "usb"


def save(work: Work) -> Household:
    """A new family, saved and said."""
    name = a_name(next(work.number))
    home = a_household(work.store, name)
    registry.save_household(work.store, home, OPERATOR)
    tell(SAVED, name)
    return home


def write_drafts(work: Work) -> None:
    """A family typed field by field into a draft, saved, and its draft given up."""
    name = a_name(next(work.number))
    home, drafts = a_household(work.store, "-"), Drafts(work.store.folder, work.store.key)
    for done, key in enumerate(FIELDS, 1):
        head = home.members[0].answering(**{key: "08123456789" if key == "telepon" else name})
        home = replace(home, members=(head,))
        drafts.keep(home.family.id, str(done), home, done)
        tell(DRAFT, home.family.id, done, name)
    registry.save_household(work.store, home, OPERATOR)
    tell(SAVED, name)
    drafts.drop(home.family.id)
    tell(DROPPED, home.family.id)
    drafts.close()


def send_bundle(work: Work) -> None:
    """Everything in one bundle on the stick."""
    save(work)
    sent = send.send(work.store, work.stick, laptops.own_key(work.store).public, whole=True)
    tell(SENT, sent.path.name)


def back_up(work: Work) -> None:
    """A backup of a family and its photo."""
    keep_photo(work)
    tell(BACKED_UP, upkeep.back_up(work.store).name)


def restore(work: Work) -> None:
    """Back to a backup that lacks the last family, which stays in what was set aside."""
    save(work)
    made = upkeep.back_up(work.store)
    tell(BACKED_UP, made.name)
    save(work)
    key, data = work.store.key, work.store.folder
    ready = prepare(data, made, Opening(key, False))
    work.store.close()
    finish(ready)
    work.store = opened.open_with_key(data, key)
    tell(RESTORED, made.name)


def open_with_other_forms(work: Work) -> None:
    """Opened as by a program with other questions: backed up, then all tables made anew."""
    save(work)
    key, data = work.store.key, work.store.folder
    work.store.close()
    old = cipher.connect(data / layout.MAIN, key, write=True).conn
    old.execute("UPDATE meta SET value = 'lain' WHERE name = 'forms'")
    old.close()
    work.store = opened.open_with_key(data, key)
    tell(OPENED)


def print_forms(work: Work) -> None:
    """Every family's form as one PDF."""
    save(work)
    path = work.stick / f"formulir {next(work.number)}.pdf"
    printing.print_chosen(work.store, path, printing.chosen(None), Options())
    tell(PRINTED, path.name)


def bring_in(work: Work) -> None:
    """A list of other people, rehearsed and written as one deed."""
    mother, path = work.list or a_list(work)
    work.list = None
    done = carry_out.carry_out(work.store, rehearse.rehearse(work.store.reader(), path), {}, OPERATOR)
    tell(IMPORTED, mother, done.written.get("anggota", 0))


def a_list(work: Work) -> tuple[str, Path]:
    """A file with people of one mother, and her name."""
    number = next(work.number)
    mother = a_name(number)
    found = [_another(one, mother, number, at) for at, one in enumerate(tables.people(PEOPLE // 3, number))]
    return mother, tables.csv(work.folder / "daftar.csv", tables.opensid(found))


def _another(one: Person, mother: str, number: int, at: int) -> Person:
    """A person who resembles nobody of this list or another: born in a year of their own, called like nobody."""
    chance = random.Random(f"{number} {at}")
    name = "".join(chance.choice("BDGKLMNPRST") + chance.choice("AEIOU") for _ in range(5))
    born = date(1960 + 3 * at, 1 + number % 12, 1 + number % 28)
    day = born.day + (40 if one.sex == 2 else 0)
    nik = f"332801{day:02}{born:%m%y}{number * PEOPLE + at + 1:04}"
    return replace(one, name=name, mother=mother, born=born, nik=nik, kk=f"3328011501{number:03}{one.kk[-3:]}")


def keep_photo(work: Work) -> None:
    """A photo of a family that was just saved."""
    home, photo = save(work), a_photo(next(work.number))
    photos.add(work.store, home.family.id, photo, 1, OPERATOR)
    tell(PHOTO, photo.sha256)


DEEDS: dict[str, Callable[[Work], None]] = {
    "simpan": write_drafts,
    "kirim": send_bundle,
    "cadangkan": back_up,
    "pulihkan": restore,
    "buka": open_with_other_forms,
    "cetak": print_forms,
    "impor": bring_in,
    "foto": keep_photo,
}


@contextmanager
def small_files(limit: int) -> Iterator[None]:
    """No file grows beyond this many bytes while inside."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def full_disk(folder: Path, left: int) -> Iterator[None]:
    """The disk of this folder has only so many bytes left while inside."""
    filler = folder / "penuh"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    os.truncate(filler, max(0, filler.stat().st_size - left))
    try:
        yield
    finally:
        filler.unlink()


def tried(deed: Callable[[], object]) -> None:
    """A deed that may be refused in words, and in no other way."""
    try:
        deed()
    except UserError as problem:
        tell(REFUSED, str(problem))


def work_on(work: Work, asked: argparse.Namespace) -> None:
    """Work without end, or so many times; then once for each limit on a full disk, and once more after each."""
    deed = DEEDS[asked.deed]
    for _ in itertools.count() if asked.kali is None else range(asked.kali):
        deed(work)
    for limit in asked.batas:
        work.list = a_list(work)
        with small_files(limit):
            tried(lambda: deed(work))
        deed(work)
    for left in asked.sisa:
        work.list = a_list(work)
        with full_disk(asked.folder, left):
            tried(lambda: deed(work))
        deed(work)
    work.store.close()


def main() -> None:
    """Open the village and work."""
    parser = argparse.ArgumentParser()
    parser.add_argument("deed", choices=DEEDS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("key", type=bytes.fromhex)
    parser.add_argument("--kali", type=int)
    parser.add_argument("--batas", type=int, nargs="*", default=[])
    parser.add_argument("--sisa", type=int, nargs="*", default=[])
    parser.add_argument("--tamu", action="store_true")
    asked = parser.parse_args()
    if asked.tamu and os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    def begin() -> None:
        work = Work(asked.folder, opened.open_with_key(asked.folder / "desa", asked.key))
        tell(READY)
        work_on(work, asked)

    tried(begin)


if __name__ == "__main__":
    main()
