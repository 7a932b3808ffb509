"""Files that go out of the village: one OpenSID takes in, and the whole village as Excel to be read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from puskesos_desktop.domain.codes.photo import LAMPIRAN
from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, KELUARGA, KEPALA, Record, Value
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.exchange.tables import opensid_export, writer
from puskesos_desktop.exchange.tables.kinds.opensid import PENDUDUK
from puskesos_desktop.exchange.tables.opensid_export import Left
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.read import population

BY_HAND = "diubah manual"
_FIXED = {
    ANGGOTA: ("keluarga_id", "hubungan", "keberadaan"),
    KELUARGA: ("nomor_kk", "bangunan_id", "kepala"),
    BANGUNAN: ("alamat", "dusun", "rw", "rt"),
}
"""What OpenSID refuses to change for a NIK it knows."""
_CHANGED = "Alamat, KK, hubungan, atau keberadaannya berubah sejak impor OpenSID terakhir."


@dataclass(frozen=True)
class ForOpensid:
    """What became of the persons: how many are in the file, and those to be changed in OpenSID by hand."""

    written: int
    left: tuple[Left, ...]
    by_hand: Path | None


def opensid(db: Database, path: Path, progress: Progress = silent) -> ForOpensid:
    """All persons OpenSID will take, into `path`; the others with the reasons into a list beside it.

    Whom OpenSID knows is told by the last OpenSID file imported here: a person who was here then and whose address, KK,
    relation or presence changed since is refused there, and so comes into the list.
    """
    since = population.last_import(db.conn, PENDUDUK.title)
    changed: list[Left] = []
    rows: list[Mapping[str, str]] = []
    for row, known_change in _rows(db, since):
        if known_change:
            changed.append(Left(row, (_CHANGED,)))
        else:
            rows.append(row)
    exported = opensid_export.write(path, rows, progress)
    left = (*changed, *exported.left)
    by_hand = path.with_name(f"{path.stem} - {BY_HAND}{path.suffix}") if left else None
    if by_hand is not None:
        opensid_export.write_by_hand(by_hand, left, progress)
    return ForOpensid(exported.written, left, by_hand)


def village(db: Database, path: Path, progress: Progress = silent, *, confidential: bool = False) -> dict[str, int]:
    """One sheet for each kind of record, photos left out; how many records of each. Importing it gives them back.

    Confidential answers (health, PPKS, what lists say) are in it only when asked for.
    """
    records = {
        kind: [(one.id, one.answers) for one in population.every(db.conn, kind)] for kind in FORMS if kind != LAMPIRAN
    }
    writer.write_village(path, records, progress, confidential=confidential)
    return {kind: len(found) for kind, found in records.items() if found}


def _rows(db: Database, since: int) -> Iterator[tuple[dict[str, str], bool]]:
    """Each person as OpenSID's columns, and whether OpenSID would refuse the change."""
    families = {one.id: one for one in population.every(db.conn, KELUARGA)}
    houses = {one.id: one for one in population.every(db.conn, BANGUNAN)}
    for person in population.every(db.conn, ANGGOTA):
        family = families.get(person.text("keluarga_id"))
        house = houses.get(family.text("bangunan_id")) if family else None
        home: dict[str, Value] = {**(house.answers if house else {}), **(family.answers if family else {})}
        answers = dict(person.answers)
        if family is not None and family["kepala"] == person.id:
            answers["hubungan"] = KEPALA
        known = since and _written(person, ("nama",)) <= since
        later = max(_written(one, _FIXED[one.kind]) for one in (person, family, house) if one is not None)
        yield opensid_export.row_of(home, answers), bool(known and later > since)


def _written(record: Record, keys: tuple[str, ...]) -> int:
    """When one of these answers was last written, by the clock of the journal."""
    stamps = (stamp for key in keys for stamp in record.stamps.get(key, ()))
    return max((int(stamp.partition(".")[0], 16) for stamp in stamps), default=0)
