"""The lists of families (Keluarga) and of persons (Individu)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from puskesos_desktop.domain import identity, indicators
from puskesos_desktop.domain.household import (
    Household,
    age_of,
)
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.services.family import registry
from puskesos_desktop.store.drafts import Draft
from puskesos_desktop.store.read import households, lists
from puskesos_desktop.store.read.lists import FamilyLine, PersonLine
from puskesos_desktop.store.tables import summaries
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.desa.lists.page import ListPage
from puskesos_desktop.ui.desa.requests import ResumesDrafts, StartsFamilies
from puskesos_desktop.ui.desa.rounds.print_menu import PrintMenu
from puskesos_desktop.ui.desa.rows.columns import family_columns, person_columns
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import card, label, push
from puskesos_desktop.ui.kit.table import Table

PREVIEW_AFTER_MS = 120


class FamiliesPage(ListPage, StartsFamilies, ResumesDrafts):
    """One line per family, and at the side who lives there."""

    title = "Keluarga"
    tables = EVERYTHING
    list_name = "keluarga"
    icon = "keluarga"
    empty_words = (
        "Belum ada keluarga",
        "Daftarkan keluarga pertama dengan tombol Keluarga baru di kanan atas, atau tekan Ctrl+N.",
    )

    def __init__(self, desk: Desk) -> None:
        self._drafts: set[str] = set()
        columns = family_columns(registry.today(desk.store), self._drafts)
        self._preview_timer = QTimer()
        self._preview_timer.setSingleShot(True)
        self._side, self._preview = card()
        self._previewed: FamilyLine | None = None
        self._offering = False
        super().__init__(desk, Table(columns, lambda line: line.id))
        self._preview_timer.setParent(self)
        self._preview_timer.timeout.connect(self._show_preview)
        self.table.selected_row.connect(lambda _row: self._preview_timer.start(PREVIEW_AFTER_MS))

    def buttons(self) -> list[QWidget]:
        """Printing, and the one filled button."""
        self.printer = PrintMenu(
            self.desk, self.table.current, lambda: self.table.rows.rows, partial(self.banner.say, "benar")
        )
        return [self.printer, push("Keluarga baru", self.new_wanted.emit, kind="main", icon="tambah")]

    def side(self) -> QFrame:
        """The preview."""
        self._side.setFixedWidth(round(264 * style.scaled(1.0)))
        return self._side

    def rows(self) -> Sequence[FamilyLine]:
        """Families that pass the filter."""
        return lists.families(self.desk.db, self.filters.chosen, self.sort[0], descending=self.sort[1])

    def family_of(self, row: Any) -> str:
        """The family itself."""
        return str(row.id)

    def refresh(self) -> None:
        """Rows, preview, and the drafts that wait."""
        self._drafts.clear()
        self._drafts.update(draft.family for draft in self.desk.drafts.all())
        super().refresh()
        self._show_side(bool(self.table.rows.rows) and not self.text.text().strip())
        self._show_preview()
        self._offer_draft()

    def _offer_draft(self) -> None:
        drafts = self.desk.drafts.all()
        if not drafts:
            if self._offering:
                self.banner.hide()
            self._offering = False
            return
        self._offering = True
        newest: Draft = drafts[0]
        when = calendar.show_time(datetime.fromtimestamp(newest.saved_ms / 1000))
        more = f" Masih ada {len(drafts) - 1} draf lain." if len(drafts) > 1 else ""
        self.banner.say(
            "info",
            f"Isian {newest.label} (pukul {when}) belum disimpan.{more}",
            "Lanjutkan",
            lambda: self.draft_wanted.emit(newest),
        )

    def _show_preview(self) -> None:
        line = self.table.current()
        if line == self._previewed:
            return
        self._previewed = line
        while item := self._preview.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        home = households.load(self.desk.db, line.id) if line is not None else None
        if line is None or home is None:
            return
        place = home.building
        self._add(registry.head_name(home), "heading")
        self._add(
            f"{place.text('alamat')}, RT {place.text('rt')}/RW {place.text('rw')} {place.text('dusun')}".strip(", "),
            "quiet",
        )
        for member in home.members:
            age = age_of(member.answers, self.today)
            self._add(f"{member.text('nama') or '(belum diisi)'}{f', {age} th' if age is not None else ''}")
        self._add("Keadaan", "heading")
        self._add(f"Rumah: {line.rtlh}\nAir minum: {line.air}\nSanitasi: {line.sanitasi}\nListrik: {line.listrik}")
        self._add("\n".join(self._reasons(home)), "small")
        self._show_earlier_cards(home)
        from puskesos_desktop.ui.desa.life.menu import LifeMenu  # its dialogs are not needed for the list

        self._preview.addWidget(LifeMenu(self.desk, line.id, lambda words: self.banner.say("benar", words)))
        changed = datetime.fromtimestamp(line.diubah / 1000)
        self._add(f"Diubah {calendar.show_date(changed.date())} pukul {calendar.show_time(changed)}", "small")
        self._preview.addStretch(1)

    def _reasons(self, home: Household) -> tuple[str, ...]:
        """Which criteria of the house fired, or what must be known first."""
        thresholds = summaries.village_thresholds(self.desk.db.conn)
        families = [home.family.answers, *(mate.answers for mate in home.neighbours)]
        people = len(home.living) + home.others_in_house
        return indicators.rtlh(home.building.answers, families, people, thresholds).reasons

    def _show_earlier_cards(self, home: Household) -> None:
        earlier = [number for number, _ in households.kk_history(self.desk.db, home.family.id)][:-1]
        if earlier:
            self._add(f"Nomor KK sebelumnya: {', '.join(map(identity.grouped, earlier))}", "small")

    def _add(self, text: str, kind: str = "") -> None:
        if not text:
            return
        made = label(text, kind)
        made.setWordWrap(True)
        self._preview.addWidget(made)


class PersonsPage(ListPage):
    """One line per person; Enter opens the family."""

    title = "Individu"
    tables = EVERYTHING
    list_name = "orang"
    icon = "individu"
    empty_words = ("Belum ada orang", "Orang dicatat bersama keluarganya: buka Keluarga, lalu Keluarga baru.")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Table(person_columns(registry.today(desk.store)), lambda line: line.id))

    def rows(self) -> Sequence[PersonLine]:
        """Persons whose family passes the filter."""
        return lists.persons(self.desk.db, self.filters.chosen, self.sort[0], descending=self.sort[1])

    def family_of(self, row: Any) -> str:
        """The person's family."""
        return str(row.keluarga_id)
