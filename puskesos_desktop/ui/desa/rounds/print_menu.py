"""The button "Cetak…" over the list of families: their verification forms outside a round, which writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import wording
from puskesos_desktop.store.read.lists import FamilyLine, Filter
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Push

if TYPE_CHECKING:
    from puskesos_desktop.ui.desa.rounds.dialogs import PrintDialog, Wish

OUTSIDE = "Di luar putaran tidak ada yang dicatat. Untuk mencatat lembar dan hasilnya, buat putaran di Verifikasi."


class PrintMenu(Push):
    """Prints the chosen family, all that are shown, a blank form, or a file for each RT.

    `chosen` and `shown` are asked when the menu opens; `said` is told what was written into a folder.
    """

    def __init__(
        self,
        desk: Desk,
        chosen: Callable[[], FamilyLine | None],
        shown: Callable[[], Sequence[FamilyLine]],
        said: Callable[[str], None],
    ) -> None:
        super().__init__("Cetak…")
        self.setIcon(style.icon("cetak"))
        self._desk, self._chosen, self._shown, self._said = desk, chosen, shown, said
        self.dialog: PrintDialog | None = None
        menu = QMenu(self)
        self.setMenu(menu)
        menu.aboutToShow.connect(partial(self._fill, menu))

    def print_lines(self, lines: Sequence[FamilyLine]) -> None:
        """Ask how, then show the forms of these families."""
        title = f"Formulir {lines[0].kepala or 'keluarga'}" if len(lines) == 1 else "Formulir keluarga"
        self._ask(lambda wish: self._preview(title, [line.id for line in lines], wish))

    def print_blank(self) -> None:
        """Ask how, then show an empty form."""
        self._ask(lambda wish: self._preview("Formulir kosong", [], wish))

    def print_each_rt(self) -> None:
        """Ask how and where, then write a file for each RT of what is shown."""
        self._ask(self._into_folder)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        one, lines = self._chosen(), self._shown()
        if one is not None:
            menu.addAction(f"Formulir {one.kepala or 'keluarga ini'}…", partial(self.print_lines, [one]))
        if lines:
            count = wording.thousands(len(lines))
            menu.addAction(f"Formulir {count} keluarga yang tampil…", partial(self.print_lines, lines))
            menu.addAction("Satu berkas untuk tiap RT…", self.print_each_rt)
        menu.addSeparator()
        menu.addAction("Formulir kosong…", self.print_blank)

    def _ask(self, then: Callable[[Wish], None]) -> None:
        from puskesos_desktop.ui.desa.rounds.dialogs import PrintDialog

        self.dialog = PrintDialog(self.window(), OUTSIDE)
        self.dialog.wished.connect(then)
        self.dialog.open()

    def _preview(self, title: str, families: Sequence[str], wish: Wish) -> None:
        from puskesos_desktop.services.rounds import printing  # reportlab comes with it
        from puskesos_desktop.ui.desa.rounds import preview

        store, options = self._desk.store, wish.options()

        def draw(progress: Progress) -> bytes:
            target = BytesIO()
            if families:
                printing.print_families(store, target, families, options, progress=progress)
            else:
                printing.print_blank(store, target, options)
            return target.getvalue()

        preview.preview(_page(self), self._desk, title, draw)

    def _into_folder(self, wish: Wish) -> None:
        folder = dialogs.choose_folder(_page(self), "Pilih folder untuk berkas tiap RT")
        if folder is not None:
            self.write_into(folder, wish)

    def write_into(self, folder: Path, wish: Wish) -> None:
        """Write the files of what is shown into this folder."""
        from puskesos_desktop.services.rounds import printing

        store, options = self._desk.store, wish.options()
        chosen = Filter(families=frozenset(line.id for line in self._shown()))
        self._desk.jobs.read(
            _page(self),
            "Menulis berkas tiap RT…",
            lambda progress: printing.print_each_rt(store, folder, chosen, options, progress),
            lambda files: self._said(f"{wording.thousands(len(files))} berkas ditulis ke {folder.name}."),
        )


def _page(button: Push) -> QWidget:
    return button.parentWidget() or button
