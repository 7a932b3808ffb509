"""What later versions add to the kept part of a store: one step each, append-only, done once and remembered."""

from __future__ import annotations

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.store.file.connection import Connection

_OTHER_LAPTOPS = (
    """CREATE TABLE vouch(
        device TEXT NOT NULL, public_key BLOB NOT NULL, recipient TEXT NOT NULL, name TEXT NOT NULL,
        by TEXT NOT NULL, signature BLOB NOT NULL, PRIMARY KEY(device, by)) STRICT""",
    """CREATE TABLE stranger(
        device TEXT PRIMARY KEY, public_key BLOB NOT NULL, recipient TEXT NOT NULL, name TEXT NOT NULL) STRICT""",
    """CREATE TABLE held(
        device TEXT NOT NULL, sequence INTEGER NOT NULL, header TEXT NOT NULL, body TEXT,
        PRIMARY KEY(device, sequence)) STRICT""",
    """CREATE TABLE held_seal(
        device TEXT NOT NULL, sequence INTEGER NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL,
        PRIMARY KEY(device, sequence)) STRICT""",
)

STEPS: tuple[tuple[str, ...], ...] = (_OTHER_LAPTOPS,)
"""Statements of every step, oldest first. A step that was released is never changed."""

_DONE = "ledgers"


def bring_up(connection: Connection) -> None:
    """Do the steps this store has not seen, inside the caller's transaction."""
    for step in STEPS[_done(connection) :]:
        for statement in step:
            connection.execute(statement)
    connection.execute("INSERT OR REPLACE INTO own VALUES (?, ?)", (_DONE, str(len(STEPS)).encode()))


def waiting(connection: Connection) -> bool:
    """Whether this store has steps before it; `UserError` when a newer program has been here."""
    done = _done(connection)
    if done > len(STEPS):
        raise UserError(
            "Data ini pernah dibuka oleh versi Puskesos yang lebih baru.", "Perbarui program ini. Data tidak diubah."
        )
    return done < len(STEPS)


def _done(connection: Connection) -> int:
    row = connection.execute("SELECT value FROM own WHERE name = ?", (_DONE,)).fetchone()
    return int(row[0]) if row else 0
