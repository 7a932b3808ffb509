"""One line per family for lists and counts, and the search index; both derived, both written in the same commit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from puskesos_desktop.domain import indicators
from puskesos_desktop.domain.codes.ppks import SENSITIVE
from puskesos_desktop.domain.household import (
    ANGGOTA,
    BANGUNAN,
    DESA,
    KELUARGA,
    KUNJUNGAN,
    PPKS,
    Record,
    Value,
    age_of,
    is_present,
    read_day,
)
from puskesos_desktop.domain.indicators import Thresholds
from puskesos_desktop.domain.outcome import Progress, silent
from puskesos_desktop.domain.words import names
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.journal.clock import wall_ms
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.tables import projection
from puskesos_desktop.store.tables.projection import First, Written

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

MANY = 300
"""From so many families on, reading the whole village once is quicker."""
SETTINGS = ("ambang_luas", "klasifikasi")
"""What `thresholds_of` looks at in the village's record."""
BULK = 5000
"""After so many records at once the search index is put in order: what lies in one piece is found in fewer steps."""


NOTHING = Written()


def affected_families(connection: Connection, touched: Iterable[tuple[str, str]]) -> set[str]:
    """Families whose line may have changed because of these (kind, record) pairs, house mates included."""
    records: dict[str, list[str]] = {}
    for kind, record in touched:
        records.setdefault(kind, []).append(record)
    own = set(records.get(KELUARGA, ()))
    if records.keys().isdisjoint((BANGUNAN, KELUARGA, ANGGOTA, PPKS, KUNJUNGAN)):
        return own
    kinds = (BANGUNAN, PPKS, KUNJUNGAN, ANGGOTA, KELUARGA)
    rows = connection.execute(_AFFECTED, [canonical(records.get(kind, [])) for kind in kinds])
    return own | {row[0] for row in rows if row[0] is not None}


def update(
    connection: Connection,
    touched: Sequence[tuple[str, str]],
    also: Iterable[str] = (),
    written: Written = NOTHING,
    progress: Progress = silent,
) -> set[str]:
    """Bring lines and search rows of everything touched up to date; the families whose lines were written.

    What was just `written` of the touched records is not read again.
    """
    made = written.firsts
    alone = _new_household(made) if len(made) == len(touched) else None
    if alone is not None:
        _write_line(connection, _new_home(alone, made), village_thresholds(connection))
        for rid, member, _ in made:
            if member.kind == ANGGOTA:
                connection.execute(_INDEX, (member_row(rid), *_searchable_person(member["nama"], member["nik"])))
        return {alone.family.id}
    if any(kind == DESA for kind, _ in touched):
        families = set(_column(connection, "SELECT id FROM keluarga"))
    else:
        families = affected_families(connection, touched) | {family for family in also if family}
    thresholds = village_thresholds(connection)
    if len(families) > MANY:
        _write_lines(connection, families, thresholds, written, progress)
    else:
        for family in families:
            found = _found(connection, family)
            if found is None:
                _forget(connection, family)
            else:
                _write_line(connection, _completed(connection, found), thresholds)
    _index_members(connection, [record for kind, record in touched if kind == ANGGOTA], progress)
    if len(touched) > BULK:
        connection.execute("INSERT INTO telusur(telusur) VALUES ('optimize')")
    return families


def rebuild_all(connection: Connection, written: Written) -> None:
    """Lines and search rows of the whole village, into empty tables."""
    touched = [(ANGGOTA, record) for record in _column(connection, "SELECT id FROM anggota")]
    update(connection, [*touched, (DESA, "")], (), written)


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
    row = connection.execute(_SETTINGS).fetchone() or [None] * len(SETTINGS)
    return indicators.thresholds_of(dict(zip(SETTINGS, row, strict=True)))


class _Found(NamedTuple):
    """A family with its house, its members, and the families that share the house."""

    family: Record
    building: Record
    members: list[Record]
    mates: list[Record]


class _Home(NamedTuple):
    """All that the line of a family is made of; `clock` is the newest of its own records."""

    found: _Found
    living: list[Record]
    occupants: int
    rid: int
    visited: str | None
    cases: int
    clock: int


def line_of(connection: Connection, family_id: str, thresholds: Thresholds) -> tuple[Any, ...] | None:
    """The line of a family in the order of `COLUMNS`; nothing for a deleted or unknown one."""
    found = _found(connection, family_id)
    return None if found is None else _line(_completed(connection, found), thresholds)


def _found(connection: Connection, family_id: str) -> _Found | None:
    families = projection.look(connection, KELUARGA, "id = ?", (family_id,))
    if not families:
        return None
    house = str(families[0]["bangunan_id"])
    buildings = projection.look(connection, BANGUNAN, "id = ?", (house,))
    return _Found(
        families[0],
        buildings[0] if buildings else Record(BANGUNAN, house, FORMS[BANGUNAN].empty()),
        projection.look(connection, ANGGOTA, "keluarga_id = ?", (family_id,)),
        projection.look(connection, KELUARGA, "bangunan_id = ? AND id <> ?", (house, family_id)),
    )


def _new_household(made: Sequence[First]) -> _Found | None:
    """The one family these records are, new from its house to its members: nothing older is read or changed."""
    records = [one.record for one in made]
    of_kind = {kind: [one for one in records if one.kind == kind] for kind in (BANGUNAN, KELUARGA, ANGGOTA)}
    if len(of_kind[BANGUNAN]) != 1 or len(of_kind[KELUARGA]) != 1:
        return None
    building, family = of_kind[BANGUNAN][0], of_kind[KELUARGA][0]
    parts = [one for one in records if one.kind not in (BANGUNAN, KELUARGA)]
    whole = family["bangunan_id"] == building.id and all(one.answers.get("keluarga_id") == family.id for one in parts)
    return _Found(family, building, of_kind[ANGGOTA], []) if whole else None


def _new_home(found: _Found, made: Sequence[First]) -> _Home:
    """The same as `_completed` for a household that is new: all there is of it is at hand."""
    living = [member for member in found.members if is_present(member.answers)]
    visits = [one.record.text("tanggal_pendataan") for one in made if one.record.kind == KUNJUNGAN]
    cases = [one.record for one in made if one.record.kind == PPKS]
    still = sum(case["status"] not in (5, 6) and case["jenis"] not in SENSITIVE for case in cases)
    rid = next(one.rid for one in made if one.record.id == found.family.id)
    newest = max(one.clock for one in made if one.record.kind in (BANGUNAN, KELUARGA, ANGGOTA))
    return _Home(found, living, len(living), rid, max(filter(None, visits), default=None), still, newest)


def _completed(connection: Connection, found: _Found) -> _Home:
    living = [member for member in found.members if is_present(member.answers)]
    ids = canonical([found.family.id, found.building.id, *(member.id for member in found.members)])
    rest = connection.execute(_REST, (ids, found.family.id)).fetchone()
    return _Home(found, living, len(living) + _living_in(connection, found.mates), *rest)


def _write_lines(
    connection: Connection, families: set[str], thresholds: Thresholds, written: Written, progress: Progress
) -> None:
    """The same for a large part of the village: everything is read once instead of family by family."""
    homes = [home for home in _every_home(connection, written) if home.found.family.id in families]
    lines = (_line(home, thresholds) for home in homes)
    connection.executemany(_WRITE_LINE, projection.told(lines, len(homes), "Menyusun daftar…", progress))
    connection.executemany(_INDEX, map(_searchable, homes))
    for family in families - {home.found.family.id for home in homes}:
        _forget(connection, family)


def _every_home(connection: Connection, written: Written = NOTHING) -> Iterator[_Home]:
    """What `_found` and `_completed` give, for every living family."""
    kinds = (KELUARGA, BANGUNAN, ANGGOTA)
    families, houses, people = (_all_living(connection, kind, written) for kind in kinds)
    buildings = {one.id: one for one in houses}
    members = _grouped(people, "keluarga_id")
    sharing = _grouped(families, "bangunan_id")
    rows = dict(connection.execute("SELECT id, rid FROM keluarga"))
    visits, cases = (dict(connection.execute(sql)) for sql in (_VISITS, _CASES))
    whole = all(one.id in written.clocks for one in (*families, *houses, *people))
    clocks = written.clocks if whole else dict(connection.execute(_CLOCKS))
    living = {family: [one for one in all_ if is_present(one.answers)] for family, all_ in members.items()}
    for family in families:
        house, mine = str(family["bangunan_id"]), members.get(family.id, [])
        mates = [mate for mate in sharing.get(house, ()) if mate.id != family.id]
        building = buildings.get(house) or Record(BANGUNAN, house, FORMS[BANGUNAN].empty())
        newest = max(clocks.get(one, 0) for one in (family.id, house, *(member.id for member in mine)))
        occupants = sum(len(living.get(one.id, ())) for one in (family, *mates))
        yield _Home(
            _Found(family, building, mine, mates), living.get(family.id, []), occupants,
            rows[family.id], visits.get(family.id), cases.get(family.id, 0), newest,
        )  # fmt: skip


def _all_living(connection: Connection, kind: str, written: Written) -> Sequence[Record]:
    """Every living record of a kind: those just written where they are all there are, else read anew."""
    known = written.live.get(kind, ())
    count = connection.execute(f"SELECT count(*) FROM {kind} WHERE deleted = 0").fetchone()[0]
    return known if len(known) == count else projection.look(connection, kind, "1 ORDER BY rid")


def _grouped(records: Iterable[Record], key: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for one in records:
        found.setdefault(str(one[key]), []).append(one)
    return found


def _write_line(connection: Connection, home: _Home, thresholds: Thresholds) -> None:
    connection.execute(_WRITE_LINE, _line(home, thresholds))
    connection.execute(_INDEX, _searchable(home))


def _line(home: _Home, thresholds: Thresholds) -> tuple[Any, ...]:
    family, building, members, mates = home.found
    living = home.living
    head = next((member for member in members if member.id == family["kepala"]), None)
    every = [family.answers, *(mate.answers for mate in mates)]
    return (
        family.id,
        home.rid,
        family["nomor_kk"],
        head["nama"] if head else None,
        building["dusun"],
        building["rw"],
        building["rt"],
        building["alamat"],
        len(living),
        home.cases,
        sum(member["nik"] is None for member in living),
        open_questions(building, family, living, read_day(home.visited)),
        str(indicators.rtlh(building.answers, every, home.occupants, thresholds).verdict),
        str(indicators.air_minum(family.answers).verdict),
        str(indicators.sanitasi(family.answers, thresholds.classification).verdict),
        str(indicators.listrik(family.answers).verdict),
        home.visited,
        wall_ms(home.clock),
    )


def open_questions(building: Record, family: Record, living: Iterable[Record], on: date | None) -> int:
    """How many questions of the paper that apply have no answer yet."""
    count = 0
    for record in (building, family, *living):
        age = age_of(record.answers, on) if record.kind == ANGGOTA and on else None
        count += FORMS[record.kind].unanswered(Situation(record.answers, age, family.answers))
        count -= record.id == family["kepala"] and record["hubungan"] is None
    return count


def _living_in(connection: Connection, families: Iterable[Record]) -> int:
    return sum(
        connection.execute(
            "SELECT count(*) FROM anggota WHERE keluarga_id = ? AND deleted = 0 AND ifnull(keberadaan, 1) IN (1, 5)",
            (family.id,),
        ).fetchone()[0]
        for family in families
    )


def _forget(connection: Connection, family: str) -> None:
    """A family that is deleted has no line and is not found."""
    connection.execute("DELETE FROM ringkasan WHERE id = ?", (family,))
    row = connection.execute("SELECT rid FROM keluarga WHERE id = ?", (family,)).fetchone()
    if row is not None:
        connection.execute("DELETE FROM telusur WHERE rowid = ?", (family_row(row[0]),))


def _searchable(home: _Home) -> tuple[int, str, str, str]:
    """The search row of a family: its numbers and its place."""
    family, building = home.found.family, home.found.building
    numbers = (family.text("nomor_kk"), family.text("idpel"), family.text("nomor_meter"))
    rt, rw = building.text("rt"), building.text("rw")
    place = (building.text("alamat"), building.text("dusun"), rt and f"RT {rt}", rw and f"RW {rw}")
    joined = (" ".join(filter(None, parts)) for parts in (numbers, place))
    return family_row(home.rid), "", next(joined), names.plain(next(joined))


def _index_members(connection: Connection, members: Collection[str], progress: Progress) -> None:
    listed = (canonical(list(members)),)
    rows = connection.execute(f"SELECT rid, nama, nik, deleted FROM anggota WHERE id IN {_LISTED}", listed)
    found = rows.fetchall()
    gone = [(member_row(rid),) for rid, _, _, deleted in found if deleted]
    there = [(member_row(rid), *_searchable_person(name, nik)) for rid, name, nik, deleted in found if not deleted]
    connection.executemany("DELETE FROM telusur WHERE rowid = ?", gone)
    connection.executemany(_INDEX, projection.told(there, len(there), "Menyusun pencarian…", progress))


def _searchable_person(name: Value, nik: Value) -> tuple[str, str, str]:
    return searchable_name(str(name or "")), str(nik or ""), ""


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


_SETTINGS = f"SELECT {', '.join(SETTINGS)} FROM desa WHERE deleted = 0 ORDER BY rid LIMIT 1"
_LISTED = "(SELECT value FROM json_each(?))"
"""Any number of ids as one parameter: a JSON list."""
_AFFECTED = f"""SELECT id FROM keluarga WHERE bangunan_id IN {_LISTED}
    UNION SELECT keluarga_id FROM ppks WHERE id IN {_LISTED}
    UNION SELECT keluarga_id FROM kunjungan WHERE id IN {_LISTED}
    UNION SELECT keluarga_id FROM anggota WHERE id IN (SELECT value FROM json_each(?4))
    UNION SELECT b.id FROM keluarga a JOIN keluarga b ON b.bangunan_id = a.bangunan_id WHERE a.id IN (
        SELECT keluarga_id FROM anggota WHERE id IN (SELECT value FROM json_each(?4))
        UNION ALL SELECT value FROM json_each(?5))"""
"""Lists of houses, PPKS cases, visits, persons and families."""
_OPEN_CASES = f"""deleted = 0 AND ifnull(status, 0) NOT IN (5, 6)
    AND ifnull(jenis, 0) NOT IN ({", ".join(map(str, sorted(SENSITIVE)))})"""
_REST = f"""SELECT rid,
    (SELECT max(tanggal_pendataan) FROM kunjungan WHERE keluarga_id = k.id AND deleted = 0),
    (SELECT count(*) FROM ppks WHERE keluarga_id = k.id AND {_OPEN_CASES}),
    (SELECT max(clock) FROM op WHERE record IN {_LISTED}) FROM keluarga k WHERE id = ?"""
_VISITS = "SELECT keluarga_id, max(tanggal_pendataan) FROM kunjungan WHERE deleted = 0 GROUP BY keluarga_id"
_CASES = f"SELECT keluarga_id, count(*) FROM ppks WHERE {_OPEN_CASES} GROUP BY keluarga_id"
_CLOCKS = "SELECT record, max(clock) FROM op GROUP BY record"
_INDEX = "INSERT OR REPLACE INTO telusur(rowid, nama, angka, alamat) VALUES (?, ?, ?, ?)"
_WRITE_LINE = f"INSERT OR REPLACE INTO ringkasan({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
