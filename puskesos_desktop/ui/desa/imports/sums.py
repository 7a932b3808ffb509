"""Control sums: a box for each of families, persons, men and women, and all of them with every neighbourhood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.imports.findings import Sums
from puskesos_desktop.ui.kit.page import clear, label
from puskesos_desktop.ui.kit.table import Column, Table

_KINDS = (("Keluarga", "families"), ("Orang", "persons"), ("Laki-laki", "men"), ("Perempuan", "women"))


@dataclass(frozen=True)
class Place:
    """One sum: in the file, in the village before, and after."""

    name: str
    counts: tuple[int, ...]


class SumsView(QFrame):
    """Boxes side by side, each with the village before and after, and the file."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)

    def show_sums(self, file: Sums, before: Sums, after: Sums) -> None:
        """Show these three."""
        clear(self._row)
        for words, name in _KINDS:
            was, now = getattr(before, name), getattr(after, name)
            box = QFrame()
            box.setProperty("kind", "card")
            inside = QVBoxLayout(box)
            inside.setContentsMargins(12, 6, 12, 6)
            inside.setSpacing(0)
            inside.addWidget(label(f"{words} di berkas: {wording.thousands(getattr(file, name))}", "small"))
            old, new = wording.thousands(was), wording.thousands(now)
            change = f"{old} → {new}" if was != now else f"tetap {new}"
            inside.addWidget(label(f"Desa {change}", "heading"))
            self._row.addWidget(box, 1)


class PlacesTable(Table[Place]):
    """The sums of the boxes, then persons by neighbourhood; `after` is the title of the last column."""

    def __init__(self, after: str) -> None:
        titles = ("Berkas", "Desa semula", after)
        super().__init__(
            [
                Column(
                    "name",
                    "Jumlah, dan orang per RT",
                    260,
                    lambda place: place.name,
                    least=120,
                    bold=True,
                    sortable=False,
                ),
                *(_counted(title, at) for at, title in enumerate(titles)),
            ],
            lambda place: place.name,
        )

    def show_sums(self, file: Sums, before: Sums, after: Sums) -> None:
        """Show these three."""
        every = (file, before, after)
        total = [Place(words, tuple(getattr(one, name) for one in every)) for words, name in _KINDS]
        places = sorted({place for one in every for place in one.by_rt})
        by_rt = [Place(place, tuple(one.by_rt.get(place, 0) for one in every)) for place in places]
        self.show_rows([*total, *by_rt])


def _counted(title: str, at: int) -> Column[Place]:
    return Column(title, title, 130, lambda place: wording.thousands(place.counts[at]), least=80, sortable=False)


def verdict_words(counts: Mapping[str, int]) -> str:
    """As "12 baru, 3 berubah"; verdicts that do not occur are left out."""
    return ", ".join(f"{wording.thousands(count)} {verdict}" for verdict, count in counts.items() if count)
