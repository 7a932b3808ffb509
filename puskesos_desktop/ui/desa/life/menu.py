"""The button "Peristiwa keluarga…": everything that may happen to one family, each opening one dialog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from puskesos_desktop.domain.household import ANGGOTA, KELUARGA, Household
from puskesos_desktop.domain.rules import DEAD
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.life import families, people
from puskesos_desktop.ui.desa.life.dialog import LifeDialog
from puskesos_desktop.ui.desa.life.form import LifeForm
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Push

if TYPE_CHECKING:
    from puskesos_desktop.ui.desa.doubles.find import MergeWith

Make = Callable[[Household, date], LifeForm]

ITEMS: tuple[tuple[str, Make, int] | None, ...] = (
    ("Kelahiran…", people.birth, 0),
    ("Meninggal…", people.death, 1),
    None,
    ("Pindah keluar desa…", people.moving_out, 1),
    ("Datang atau kembali…", people.coming, 1),
    ("Anggota baru datang…", people.joining, 0),
    ("Keberadaan (404)…", people.presence, 1),
    None,
    ("Pindah ke keluarga lain…", families.to_family, 1),
    ("Pecah KK…", families.splitting, 2),
    ("Ganti kepala keluarga…", families.new_head, 2),
    ("Nomor KK baru…", families.new_card, 0),
    None,
    ("Serumah, pisah, atau pindah rumah…", families.rehousing, 0),
)
"""Words, dialog, and how many living members it needs; nothing draws a line."""
SAME = {KELUARGA: "Sama dengan keluarga lain…", ANGGOTA: "Anggota yang sama dengan warga lain…"}


class LifeMenu(Push):
    """The button with everything that may happen to one family.

    `done` is told in words what was saved. `ready` is asked before a dialog opens: an editor with unsaved changes saves
    them first, or says no.
    """

    def __init__(
        self, desk: Desk, family: str, done: Callable[[str], None], *, ready: Callable[[], bool] = lambda: True
    ) -> None:
        super().__init__("Peristiwa keluarga…")
        self.setIcon(style.icon("keluarga"))
        self._desk = desk
        self._done = done
        self._ready = ready
        self.family = family
        self.dialog: LifeDialog | None = None
        self.same: MergeWith | None = None
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def open(self, make: Make) -> None:
        """Open one dialog for the family as it is now."""
        if not self._ready() or (home := self._home()) is None:
            return
        form = make(home, registry.today(self._desk.store))
        self.dialog = LifeDialog(self.window(), self._desk, home, form, self._done)
        self.dialog.open()

    def merge(self, kind: str) -> None:
        """Ask which other family, or of a member which other person, is the same one, and put both side by side."""
        from puskesos_desktop.ui.desa.doubles.find import MergeWith

        if self._ready() and (home := self._home()) is not None:
            self.same = MergeWith(self.window(), self._desk, kind, home, self._done)
            self.same.open()

    def _home(self) -> Household | None:
        """The family as it is now; when it is gone that is said."""
        home = households.load(self._desk.db, self.family)
        if home is None:
            dialogs.tell(self, "Keluarga tidak ada", "Keluarga ini tidak ada lagi.")
        return home

    def _fill(self) -> None:
        """Only what can happen to this family now."""
        self._menu.clear()
        home = households.load(self._desk.db, self.family)
        living = sum(1 for one in home.members if one["keberadaan"] != DEAD) if home is not None else 0
        for item in ITEMS if home is not None else ():
            if item is None:
                self._menu.addSeparator()
            elif living >= item[2]:
                self._menu.addAction(item[0]).triggered.connect(partial(self._chosen, item[1]))
        if home is not None:
            self._menu.addSeparator()
            for kind, words in SAME.items():
                if kind == KELUARGA or home.members:
                    self._menu.addAction(words).triggered.connect(partial(self._merge, kind))

    def _merge(self, kind: str, _checked: bool = False) -> None:
        self.merge(kind)

    def _chosen(self, make: Make, _checked: bool = False) -> None:
        self.open(make)
