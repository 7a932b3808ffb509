"""The marks of a sheet half entered: kept on this laptop as they are keyed, taken up again, thrown away."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from puskesos_desktop.services.rounds.entering import Entering
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.ui.desa.rounds.sheet import SheetView


class KeptMarks(QObject):
    """Keeps what is keyed in a sheet; `failed` carries a sentence when it is not on the disk."""

    failed = Signal(str)

    def __init__(self, drafts: Drafts, sheet: SheetView) -> None:
        super().__init__(sheet)
        self._drafts = drafts
        self._sheet = sheet
        sheet.changed.connect(self._keep)

    def recall(self, entering: Entering) -> bool:
        """Take up what was keyed of this sheet before; whether there was anything."""
        return entering.unpack(self._drafts.recall(_name(entering)))

    def drop(self) -> None:
        """Nothing of the open sheet waits any more."""
        if self._sheet.entering is not None:
            self._drafts.remember(_name(self._sheet.entering), "")

    def _keep(self) -> None:
        entering = self._sheet.entering
        if entering is not None:
            self._drafts.remember(_name(entering), entering.packed())
            if not self._drafts.is_on_disk(_name(entering)):
                words = "Entri ini belum tersimpan sebagai draf. Kosongkan ruang di cakram, lalu teruskan."
                self.failed.emit(words)


def _name(entering: Entering) -> str:
    return f"{'ketikan kedua' if entering.second else 'entri'} {entering.sheet.line.id}"
