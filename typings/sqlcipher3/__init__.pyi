"""SQLCipher's driver is a build of Python's own `sqlite3`: the same names, the same types."""

from sqlite3 import *
