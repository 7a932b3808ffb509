"""The card that asks which of two answers holds: an answer changed after the sheet was printed."""

from __future__ import annotations

from PySide6.QtCore import Qt

from puskesos_desktop.domain.household import Value
from puskesos_desktop.services.rounds.results import Box, Collision
from puskesos_desktop.ui.kit.page import Card, paragraph


class CollisionCard(Card):
    """Stands open until it is answered by a digit; `deciding` is what it asks about."""

    def __init__(self) -> None:
        super().__init__()
        self.deciding: Collision | None = None
        self._question = paragraph("")
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self.inside.addWidget(self._question)
        self.hide()

    def ask(self, one: Collision, box: Box, who: str) -> None:
        """Show both answers with their digits."""
        self.deciding = one
        title = " · ".join(part for part in (box.number, box.field.label, who) if part)
        self._question.setText(
            f"{title}: berubah sesudah lembar dicetak. Yang tercetak {_or_empty(box, box.printed)}.\n"
            f"1   data sekarang tetap: {_or_empty(box, one.now)}\n"
            f"2   menurut kertas: {_or_empty(box, one.paper)}"
        )
        self.show()

    def put_away(self) -> None:
        """Nothing is asked any more."""
        self.deciding = None
        self.hide()


def _or_empty(box: Box, value: Value) -> str:
    return box.shown(value) or "(kosong)"
