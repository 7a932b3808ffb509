"""What imports left to a person, and what a person answered: kept with the first operation of each import."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from puskesos_desktop.store.file.connection import Connection
from puskesos_desktop.store.log import undo

_KEPT = "unsure"
"""Under this key of the body."""


class Answer(NamedTuple):
    """What a person chose for a row, the resident it became ("" for none), and whom it had resembled."""

    choice: str
    person: str = ""
    matches: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unsure:
    """Rows of imports that a person had to look at, by their marks: those nobody answered, and the answers."""

    left: Collection[str] = ()
    said: Mapping[str, Answer] = field(default_factory=dict)

    def remark(self) -> dict[str, object]:
        """As the first operation of the import keeps it."""
        return {_KEPT: {"left": sorted(self.left), "said": self.said}} if self.left or self.said else {}


def before(connection: Connection) -> Unsure:
    """What all imports left to a person and what was said, the last word of each; undone ones left nothing."""
    rows = connection.execute(
        f"""SELECT device, sequence, json_extract(body, '$.{_KEPT}') FROM op INDEXED BY op_group
            WHERE sequence = "group" AND json_type(body, '$.{_KEPT}') = 'object' ORDER BY clock, device"""
    ).fetchall()
    undone = undo.undone(connection) if rows else set()
    found = [json.loads(text) for device, number, text in rows if (device, number) not in undone]
    left = {mark for one in found for mark in _list(one.get("left"))}
    said = {mark: _answer(answer) for one in found for mark, answer in _pairs(one.get("said"))}
    return Unsure(frozenset(left), {mark: answer for mark, answer in said.items() if answer is not None})


def _list(told: object) -> list[str]:
    """Of what another laptop wrote, the texts."""
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []


def _pairs(told: object) -> Iterable[tuple[str, object]]:
    return told.items() if isinstance(told, dict) else ()


def _answer(told: object) -> Answer | None:
    if not isinstance(told, list) or len(told) != len(Answer._fields):
        return None
    choice, person, matches = told
    return Answer(str(choice), str(person), tuple(_list(matches)))
