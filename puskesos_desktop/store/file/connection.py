"""What an open database is: the types every SQL function takes, and what the cipher's driver raises.

The driver is a build of Python's own, so its types are those of `sqlite3` (`typings/sqlcipher3`). Only `cipher` opens
one.
"""

from __future__ import annotations

import sys

import sqlcipher3
import sqlcipher3.dbapi2

from puskesos_desktop.domain.outcome import UserError

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

import sqlite_utils  # noqa: E402 - must follow the lines above: sqlite-utils looks for pysqlite3 once, when imported

Connection = sqlcipher3.dbapi2.Connection
Cursor = sqlcipher3.dbapi2.Cursor
Database = sqlite_utils.Database

DATABASE_ERRORS = (sqlcipher3.dbapi2.DatabaseError,)


class Damaged(UserError):
    """The file itself is not as it was written, or not of this key: more room or another try will not help."""
