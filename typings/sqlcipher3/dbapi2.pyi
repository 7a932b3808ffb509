"""The same again, as the driver's package has it."""

from sqlite3.dbapi2 import *
