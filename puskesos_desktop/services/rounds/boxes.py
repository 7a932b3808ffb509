"""The boxes of an open sheet as they stand on paper, in blocks of which one is shown, and finding one among them."""

from __future__ import annotations

from collections.abc import Sequence

from puskesos_desktop.services.rounds.results import Box, Spot


class Boxes:
    """The boxes that apply; to find one is to show its block."""

    def __init__(self) -> None:
        self.every: Sequence[Box] = ()
        self.block = ""

    def replace(self, boxes: Sequence[Box]) -> None:
        """Other boxes apply now; the block shown stays when it still has any."""
        self.every = boxes
        if self.block not in self.blocks:
            self.block = self.blocks[0] if boxes else ""

    @property
    def blocks(self) -> list[str]:
        """The blocks of the paper in their order."""
        return list(dict.fromkeys(box.block for box in self.every))

    @property
    def shown(self) -> list[Box]:
        """The boxes of the block that is shown."""
        return [box for box in self.every if box.block == self.block]

    def step(self, by: int) -> bool:
        """Show the next or the last block; whether there was one."""
        blocks = self.blocks
        place = blocks.index(self.block) + by if self.block in blocks else -1
        if not 0 <= place < len(blocks):
            return False
        self.block = blocks[place]
        return True

    def at(self, spot: Spot) -> Box | None:
        """The box at this spot, its block shown."""
        found = next((box for box in self.every if box.spot == spot), None)
        if found is not None:
            self.block = found.block
        return found

    def of_record(self, record: str, key: str) -> Box | None:
        """The box an issue belongs to, its block shown."""
        found = next((box for box in self.every if (box.record, box.spot.key) == (record, key)), None)
        return self.at(found.spot) if found else None

    def find(self, typed: str, *, complete: bool) -> Box | None:
        """The first box with this number ("306a", "405.3") or words; before Enter (`complete`) only once no other fits.

        Its block is then shown.
        """
        text = typed.strip().casefold()
        exact = [box for box in self.every if box.number == text]
        begun = [box for box in self.every if text and box.number.startswith(text)]
        if not complete:
            found = exact if len(begun) == len(exact) else []
        else:
            found = exact or begun or [box for box in self.every if text and text in box.field.label.casefold()]
        return self.at(found[0].spot) if found else None
