"""One line per family for lists and counts, and the search index; both derived, both written in the same commit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from puskesos_desktop.domain import indicators, names
from puskesos_desktop.domain.codes_ppks import SENSITIVE
from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    DESA,
    KELUARGA,
    KUNJUNGAN,
    PPKS,
    Record,
    age_of,
    is_present,
    read_day,
)
from puskesos_desktop.domain.indicators import Thresholds
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal.clock import wall_ms
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.store import projection
from puskesos_desktop.store.cipher import Connection

COLUMNS = (
    "id",
    "rid",
    "nomor_kk",
    "kepala",
    "dusun",
    "rw",
    "rt",
    "alamat",
    "anggota",
    "ppks",
    "tanpa_nik",
    "kosong",
    "rtlh",
    "air",
    "sanitasi",
    "listrik",
    "dikunjungi",
    "diubah",
)


def affected_families(connection: Connection, touched: Iterable[tuple[str, str]]) -> set[str]:
    """Families whose line may have changed because of these (kind, record) pairs, house mates included."""
    records: dict[str, list[str]] = {}
    for kind, record in touched:
        records.setdefault(kind, []).append(record)
    families: set[str] = set()
    if BANGUNAN in records:
        families.update(_each(connection, "SELECT id FROM keluarga WHERE bangunan_id IN", records[BANGUNAN]))
    for kind in (PPKS, KUNJUNGAN):
        if kind in records:
            families.update(_each(connection, f"SELECT keluarga_id FROM {kind} WHERE id IN", records[kind]))
    shared = set(records.get(KELUARGA, ()))
    if ANGGOTA in records:
        shared.update(_each(connection, "SELECT keluarga_id FROM anggota WHERE id IN", records[ANGGOTA]))
    return families | shared | _housemates(connection, shared)


def update(connection: Connection, touched: Sequence[tuple[str, str]], also: Iterable[str] = ()) -> set[str]:
    """Bring lines and search rows of everything touched up to date; the families whose lines were written."""
    if any(kind == DESA for kind, _ in touched):
        families = set(_column(connection, "SELECT id FROM keluarga"))
    else:
        families = affected_families(connection, touched) | {family for family in also if family}
    thresholds = village_thresholds(connection)
    for family in families:
        line = line_of(connection, family, thresholds)
        _index_family(connection, family, line)
        if line is None:
            connection.execute("DELETE FROM ringkasan WHERE id = ?", (family,))
        else:
            connection.execute(_WRITE_LINE, line)
    _index_members(connection, [record for kind, record in touched if kind == ANGGOTA])
    return families


def rebuild_all(connection: Connection) -> None:
    """Lines and search rows of the whole village, into empty tables."""
    touched = [(ANGGOTA, record) for record in _column(connection, "SELECT id FROM anggota")]
    update(connection, [*touched, (DESA, "")])


def differences(connection: Connection) -> int:
    """How many families have a line that differs from one made anew."""
    thresholds = village_thresholds(connection)
    lines = {row[0]: tuple(row) for row in connection.execute(f"SELECT {', '.join(COLUMNS)} FROM ringkasan")}
    found = 0
    for family in _column(connection, "SELECT id FROM keluarga"):
        found += lines.pop(family, None) != line_of(connection, family, thresholds)
    return found + len(lines)


def village_thresholds(connection: Connection) -> Thresholds:
    """The village's own settings for the indicators; the defaults while there is no village record."""
    villages = projection.read(connection, DESA, "1 ORDER BY rid LIMIT 1")
    return indicators.thresholds_of(villages[0].answers if villages else FORMS[DESA].empty())


def line_of(connection: Connection, family_id: str, thresholds: Thresholds) -> tuple[Any, ...] | None:
    """The line of a family in the order of `COLUMNS`; nothing for a deleted or unknown one."""
    families = projection.read(connection, KELUARGA, "id = ?", (family_id,))
    if not families:
        return None
    family = families[0]
    members = projection.read(connection, ANGGOTA, "keluarga_id = ?", (family_id,))
    house = str(family["bangunan_id"])
    buildings = projection.read(connection, BANGUNAN, "id = ?", (house,))
    building = buildings[0] if buildings else Record(BANGUNAN, house, FORMS[BANGUNAN].empty())
    mates = projection.read(connection, KELUARGA, "bangunan_id = ? AND id <> ?", (house, family_id))
    living = [member for member in members if is_present(member.answers)]
    occupants = len(living) + _living_in(connection, [mate.id for mate in mates])
    head = next((member for member in members if member.id == family["kepala"]), None)
    visited = connection.execute(
        "SELECT max(tanggal_pendataan) FROM kunjungan WHERE keluarga_id = ? AND deleted = 0", (family_id,)
    ).fetchone()[0]
    cases = _column(
        connection,
        "SELECT jenis FROM ppks WHERE keluarga_id = ? AND deleted = 0 AND ifnull(status, 0) NOT IN (5, 6)",
        family_id,
    )
    every = [family.answers, *(mate.answers for mate in mates)]
    clock, rid = _latest(connection, family_id, members, building.id)
    return (
        family.id,
        rid,
        family["nomor_kk"],
        head["nama"] if head else None,
        building["dusun"],
        building["rw"],
        building["rt"],
        building["alamat"],
        len(living),
        sum(case not in SENSITIVE for case in cases),
        sum(member["nik"] is None for member in living),
        open_questions(building, family, living, read_day(visited)),
        str(indicators.rtlh(building.answers, every, occupants, thresholds).verdict),
        str(indicators.air_minum(family.answers).verdict),
        str(indicators.sanitasi(family.answers, thresholds.classification).verdict),
        str(indicators.listrik(family.answers).verdict),
        visited,
        wall_ms(clock),
    )


def open_questions(building: Record, family: Record, living: Iterable[Record], on: date | None) -> int:
    """How many questions of the paper that apply have no answer yet."""
    count = 0
    for record in (building, family, *living):
        age = age_of(record.answers, on) if record.kind == ANGGOTA and on else None
        situation = Situation(record.answers, age, family.answers)
        answers = record.answers
        count += sum(one.counted and answers[one.key] is None for one in FORMS[record.kind].asked(situation))
        count -= record.id == family["kepala"] and answers["hubungan"] is None
    return count


def _latest(connection: Connection, family: str, members: Sequence[Record], building: str) -> tuple[int, int]:
    """The newest clock among the family's own records, and the family's row number."""
    ids = [family, building, *(member.id for member in members)]
    marks = ", ".join("?" * len(ids))
    newest = f"SELECT max(clock) FROM op WHERE record IN ({marks})"
    clock, rid = connection.execute(f"SELECT ({newest}), rid FROM keluarga WHERE id = ?", (*ids, family)).fetchone()
    return clock, rid


def _living_in(connection: Connection, families: Sequence[str]) -> int:
    return sum(
        connection.execute(
            "SELECT count(*) FROM anggota WHERE keluarga_id = ? AND deleted = 0 AND ifnull(keberadaan, 1) IN (1, 5)",
            (family,),
        ).fetchone()[0]
        for family in families
    )


def _housemates(connection: Connection, families: Collection[str]) -> set[str]:
    if not families:
        return set()
    joined = "SELECT b.id FROM keluarga a JOIN keluarga b ON b.bangunan_id = a.bangunan_id WHERE a.id IN"
    return set(_each(connection, joined, families))


def _index_family(connection: Connection, family: str, line: tuple[Any, ...] | None) -> None:
    row = connection.execute("SELECT rid, idpel, nomor_meter FROM keluarga WHERE id = ?", (family,)).fetchone()
    if row is None:
        return
    rid, idpel, meter = row
    if line is None:
        connection.execute("DELETE FROM telusur WHERE rowid = ?", (family_row(rid),))
        return
    known = dict(zip(COLUMNS, line, strict=True))
    numbers = " ".join(filter(None, (known["nomor_kk"], idpel, meter)))
    place = " ".join(
        filter(
            None,
            (known["alamat"], known["dusun"], known["rt"] and f"RT {known['rt']}", known["rw"] and f"RW {known['rw']}"),
        )
    )
    connection.execute(_INDEX, (family_row(rid), "", numbers, names.plain(place)))


def _index_members(connection: Connection, members: Collection[str]) -> None:
    rows = connection.execute(f"SELECT rid, nama, nik, deleted FROM anggota WHERE id IN {_LISTED}", _listed(members))
    for rid, name, nik, deleted in rows.fetchall():
        if deleted:
            connection.execute("DELETE FROM telusur WHERE rowid = ?", (member_row(rid),))
        else:
            connection.execute(_INDEX, (member_row(rid), searchable_name(name or ""), nik or "", ""))


def searchable_name(name: str) -> str:
    """A name as it stands in the index: as written, and in one spelling when that differs."""
    written, folded = names.plain(name), names.fold(name)
    return written if written == folded else f"{written} | {folded}"


def family_row(rid: int) -> int:
    """Row of a family in the search index."""
    return rid * 2 + 1


def member_row(rid: int) -> int:
    """Row of a person in the search index."""
    return rid * 2


def _column(connection: Connection, sql: str, *parameters: str) -> list[Any]:
    return [row[0] for row in connection.execute(sql, parameters)]


def _each(connection: Connection, sql: str, ids: Collection[str]) -> list[str]:
    """What `sql`, which ends in IN, finds for all these ids at once."""
    return [row[0] for row in connection.execute(f"{sql} {_LISTED}", _listed(ids)) if row[0] is not None]


def _listed(ids: Collection[str]) -> tuple[str]:
    return (canonical(list(ids)),)


_LISTED = "(SELECT value FROM json_each(?))"
"""Any number of ids as one parameter, see `_listed`."""
_INDEX = "INSERT OR REPLACE INTO telusur(rowid, nama, angka, alamat) VALUES (?, ?, ?, ?)"
_WRITE_LINE = f"INSERT OR REPLACE INTO ringkasan({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
