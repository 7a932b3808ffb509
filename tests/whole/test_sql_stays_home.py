"""SQL stands in the store alone: import contracts cannot see a statement in a string, so this looks for them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.places import ROOT

PROGRAM = ROOT / "puskesos_desktop"
HOME = (PROGRAM / "store",)
"""Where SQL may stand. An office's own tables of results would be named here."""
CALLS = frozenset({"execute", "executemany", "executescript", "rows_where", "insert_all", "upsert_all", "delete_where"})
"""What sends a statement to a database: the driver's calls, and those of sqlite-utils that nothing else has."""
SQL = re.compile(
    r"\bSELECT\b.*\bFROM\b|\bINSERT\b.*\bINTO\b|\bUPDATE \w+ SET\b|\bDELETE FROM\b|\bPRAGMA \w|\bCREATE (TABLE|INDEX)\b"
    r"|\bDROP TABLE\b|\bBEGIN IMMEDIATE\b|\b(ORDER|GROUP) BY\b|\bWHERE \w|\bIS (NOT )?NULL\b|\w+ (=|<>|<|>|IN) \(?\?",
    re.DOTALL,
)
"""Whole statements and their parts, as we write them: keywords in capitals."""


def sql_in(source: str) -> Iterator[tuple[int, str]]:
    """Line and words of every statement, part of one, or call that sends one; prose in docstrings is none."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CALLS:
            yield node.lineno, f".{node.attr}"
        elif id(node) not in prose and (found := SQL.search(words_of(node))):
            yield getattr(node, "lineno", 0), found.group()


def words_of(node: ast.AST) -> str:
    """What a string says, with a name wherever something is put into it."""
    if isinstance(node, ast.JoinedStr):
        return "".join(words_of(part) or "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def modules(*, at_home: bool) -> list[Path]:
    return [one for one in sorted(PROGRAM.rglob("*.py")) if at_home == any(one.is_relative_to(home) for home in HOME)]


def test_no_sql_stands_outside_the_store() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {words}"
        for path in modules(at_home=False)
        for line, words in sql_in(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_search_for_sql_sees_what_the_store_has() -> None:
    silent = {path.name for path in modules(at_home=True) if not any(sql_in(path.read_text(encoding="utf-8")))}
    assert {"projection.py", "summaries.py", "lists.py", "peers.py", "backups.py", "cipher.py"}.isdisjoint(silent)


@pytest.mark.parametrize(
    "line",
    [
        'db.conn.execute(statement)',
        'send = connection.executemany',
        'words = "SELECT id FROM anggota"',
        'words = f"SELECT {column}\\n  FROM {table}"',
        'words = "deleted = 0 AND nik = ?"',
        'words = "1 ORDER BY rid"',
        'words = f"DELETE FROM {table}"',
        'words = "PRAGMA query_only = OFF"',
        'rows = db["peer"].rows_where()',
    ],
)  # fmt: skip
def test_the_search_for_sql_sees(line: str) -> None:
    assert any(sql_in(f'"""A module."""\n{line}\n'))


def test_the_search_for_sql_passes_over_prose() -> None:
    assert not any(sql_in('"""SELECT id FROM anggota is what nobody writes here."""\nwords = "Pilih dari daftar"\n'))
