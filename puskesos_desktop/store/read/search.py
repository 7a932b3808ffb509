"""Finding people and families by a part of a name, NIK, KK, address or IDPEL, ranked, with the reason of each hit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.words import names
from puskesos_desktop.journal.op import canonical
from puskesos_desktop.store.file.connection import Connection, Database

LIMIT = 50
TAIL = 6
"""How many digits at the end of a long number are looked up."""
MANY = 1000
"""So many hits of such an end are not compared one by one."""


@dataclass(frozen=True)
class Hit:
    """One thing found: a person (`person` set) or a family, and in words why it matched."""

    family: str
    person: str | None
    name: str
    number: str
    rt: str
    rw: str
    dusun: str
    why: str


def search(db: Database, text: str, limit: int = LIMIT) -> list[Hit]:
    """The best hits for what was typed; spellings of names are folded, every word must match.

    A word shorter than three letters counts only beside its neighbours ("RT 003"); alone it begins a name.
    Confidential answers are never searched.
    """
    words = names.plain(text).split()
    if not words:
        return []
    if len(words) > 1 and all(word.isdigit() for word in words):
        words = ["".join(words)]
    if len(words) == 1:
        return _one_word(db.conn, words[0], limit)
    whole = " ".join(words)
    long = [word for word in words if len(word) >= 3]
    if len(long) < len(words) and (found := _matching(db.conn, f'"{whole}"', limit)):
        return _hits(db.conn, found, [whole])
    found = _matching(db.conn, " AND ".join(_match(word) for word in long), limit) if long else []
    return _hits(db.conn, found or _beginning(db.conn, whole, limit), long or [whole])


def people(db: Database, why: Mapping[str, str]) -> list[Hit]:
    """These persons, the living records of them, as hits in the order given; the texts say why."""
    rows = db.conn.execute(
        f"{_PERSON} a.id IN (SELECT value FROM json_each(?)) AND a.deleted = 0", (canonical([*why]),)
    )
    found = {row[2]: _hit(row[1:], []) for row in rows}
    return [replace(found[person], why=words) for person, words in why.items() if person in found]


def _one_word(connection: Connection, word: str, limit: int) -> list[Hit]:
    """Names that begin with the word come first, in order of the alphabet; then whatever else holds it.

    Nothing is weighed against everything else, so that a large village takes no longer than a small one.
    """
    if word.isdigit() and len(word) > TAIL:
        return _long_number(connection, word, limit)
    rows = [] if word.isdigit() else _beginning(connection, word, limit)
    if len(rows) < limit and len(word) >= 3:
        found = connection.execute("SELECT rowid FROM telusur WHERE telusur MATCH ? LIMIT ?", (_match(word), limit))
        rows = list(dict.fromkeys([*rows, *(row[0] for row in found)]))[:limit]
    return _hits(connection, rows, [word])


def _long_number(connection: Connection, digits: str, limit: int) -> list[Hit]:
    """Everybody shares the first digits of a NIK, few its last ones: the end is looked up, the whole is compared.

    An end that too many share ("0001" is common) would cut off the one that is sought: then the whole is looked up.
    """
    sql = "SELECT rowid FROM telusur WHERE telusur MATCH ? LIMIT ?"
    rows = connection.execute(sql, (f'"{digits[-TAIL:]}"', MANY)).fetchall()
    if len(rows) == MANY:
        rows = connection.execute(sql, (f'"{digits}"', limit)).fetchall()
    hits = _hits(connection, [row[0] for row in rows], [digits])
    return [hit for hit in hits if "memuat" in hit.why][:limit]


def _matching(connection: Connection, query: str, limit: int) -> list[int]:
    rows = connection.execute("SELECT rowid FROM telusur WHERE telusur MATCH ? ORDER BY rank LIMIT ?", (query, limit))
    return [row[0] for row in rows]


def _beginning(connection: Connection, start: str, limit: int) -> list[int]:
    rows = connection.execute(
        "SELECT rid * 2 FROM anggota WHERE nama >= ? AND nama < ? AND deleted = 0 ORDER BY nama LIMIT ?",
        (start, start + "\U0010ffff", limit),
    )
    return [row[0] for row in rows]


def _match(word: str) -> str:
    spellings = dict.fromkeys((word, names.fold(word)))
    return "(" + " OR ".join(f'"{spelling}"' for spelling in spellings if len(spelling) >= 3) + ")"


def _hits(connection: Connection, rows: list[int], words: list[str]) -> list[Hit]:
    people = _fetch(connection, _PEOPLE, [row // 2 for row in rows if row % 2 == 0])
    families = _fetch(connection, _FAMILIES, [row // 2 for row in rows if row % 2 == 1])
    found: list[Hit] = []
    for row in rows:
        known = (families if row % 2 else people).get(row // 2)
        if known is not None:
            found.append(_hit(known, words))
    return found


def _fetch(connection: Connection, sql: str, rids: list[int]) -> dict[int, tuple[str | None, ...]]:
    if not rids:
        return {}
    marks = ", ".join("?" * len(rids))
    return {row[0]: row[1:] for row in connection.execute(sql.format(marks), rids)}


def _hit(known: tuple[str | None, ...], words: list[str]) -> Hit:
    family, person, name, nik, card, other, address, rt, rw, dusun = (value or "" for value in known)
    number = nik if person else card
    why = _reason(
        words,
        (
            ("nama", names.plain(name)),
            ("NIK", nik),
            ("nomor KK", card),
            ("IDPEL", other),
            ("alamat", names.plain(address)),
        ),
    )
    return Hit(family, person or None, name, identity.grouped(number) if number else "", rt, rw, dusun, why)


def _reason(words: list[str], places: tuple[tuple[str, str], ...]) -> str:
    reasons: dict[str, None] = {}
    for word in words:
        for label, content in places:
            if word in content:
                reasons[f"{label} memuat {word}"] = None
                break
        else:
            reasons[f"ejaan nama mirip {word}"] = None
    return "; ".join(reasons)


_PERSON = """SELECT a.rid, a.keluarga_id, a.id, a.nama, a.nik, NULL, NULL, NULL, r.rt, r.rw, r.dusun
    FROM anggota a LEFT JOIN ringkasan r ON r.id = a.keluarga_id WHERE"""
_PEOPLE = _PERSON + " a.rid IN ({})"
_FAMILIES = """SELECT r.rid, r.id, NULL, r.kepala, NULL, r.nomor_kk,
    trim(ifnull(k.idpel, '') || ' ' || ifnull(k.nomor_meter, '')),
    trim(ifnull(r.alamat, '') || ' ' || ifnull(r.dusun, '') || ' RT ' || ifnull(r.rt, '')
         || ' RW ' || ifnull(r.rw, '')), r.rt, r.rw, r.dusun
    FROM ringkasan r JOIN keluarga k ON k.id = r.id WHERE r.rid IN ({})"""
