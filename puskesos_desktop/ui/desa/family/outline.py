"""The side of the editor: one line per section, per member, per PPKS record and desil, each with how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from puskesos_desktop.domain.household import ANGGOTA, BANGUNAN, DESIL, KELUARGA, KUNJUNGAN, PPKS, Household, Record
from puskesos_desktop.forms.form import Section
from puskesos_desktop.forms.kinds import anggota, desil, keluarga, ppks
from puskesos_desktop.forms.paper import PAPER
from puskesos_desktop.services.family.editing import Editing
from puskesos_desktop.services.family.review import Progress
from puskesos_desktop.ui.kit.look import style

MEMBERS = "tabel anggota"
NEW_CASE = "tambah ppks"
NEW_DESIL = "tambah desil"
PHOTOS = "foto"

WIDEST = 320
"""Pixels the side may take when text is large: the answers need the room more."""
AROUND = 48
"""Pixels of a line that are neither its sign nor its words: edges, gaps, and the scroll bar of a large family."""

COLOURS = {
    Progress.EMPTY: style.QUIET,
    Progress.PARTLY: style.INFO,
    Progress.ODD: style.ODD,
    Progress.WRONG: style.WRONG,
    Progress.DONE: style.DONE,
}
SPOKEN = {
    Progress.EMPTY: "kosong",
    Progress.PARTLY: "belum lengkap",
    Progress.ODD: "ada peringatan",
    Progress.WRONG: "ada kesalahan",
    Progress.DONE: "lengkap",
}


@dataclass(frozen=True)
class Target:
    """What a line leads to: sections of a record, or one of the special lines."""

    kind: str
    record: str
    sections: tuple[Section, ...]
    words: str

    @property
    def place(self) -> tuple[str, str, str]:
        """What stays the same when the words change."""
        return self.kind, self.record, self.sections[0].title if self.sections else ""

    def holds(self, key: str) -> bool:
        """Whether a question stands here."""
        return not key or any(field.key == key for section in self.sections for field in section.fields)


class Outline(QListWidget):
    """Holds no truth: rebuilt from the editing whenever its lines change."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Bagian formulir")
        self.setIconSize(QSize(18, 18))
        self.setFixedWidth(min(round(296 * style.scaled(1.0)), WIDEST))
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._targets: list[Target] = []
        self.currentRowChanged.connect(self._row_changed)

    def rebuild(self, editing: Editing) -> None:
        """Show the lines of this household; the chosen one stays chosen."""
        before = self.current()
        self._targets = list(_targets(editing.household))
        self.blockSignals(True)
        self.clear()
        for target in self._targets:
            item = QListWidgetItem(target.words)
            item.setSizeHint(QSize(0, self._height_of(target)))
            item.setToolTip(target.words.strip())
            self.addItem(item)
        self.blockSignals(False)
        self.show_progress(editing)
        places = [place for place, one in enumerate(self._targets) if before and one.place == before.place]
        self.blockSignals(True)
        self.setCurrentRow(places[0] if places else 0)
        self.blockSignals(False)

    def show_progress(self, editing: Editing) -> None:
        """Give every line its sign."""
        home = {record.id: record for record in editing.household.records()}
        for place, target in enumerate(self._targets):
            item = self.item(place)
            if target.kind in (NEW_CASE, NEW_DESIL):
                item.setIcon(style.icon("tambah", style.ACCENT))
                continue
            if target.kind == PHOTOS:
                item.setIcon(style.icon("foto", style.QUIET))
                continue
            state = (
                _table_progress(editing)
                if target.kind == MEMBERS
                else editing.progress(home.get(target.record), target.sections)
            )
            item.setIcon(style.icon(str(state), COLOURS[state]))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{target.words.strip()}, {SPOKEN[state]}")

    def current(self) -> Target | None:
        """Where the person is."""
        row = self.currentRow()
        return self._targets[row] if 0 <= row < len(self._targets) else None

    def go_to(self, record: str, key: str = "") -> None:
        """Choose the line of a record that holds this question."""
        for place, target in enumerate(self._targets):
            if target.record == record and target.holds(key):
                self.setCurrentRow(place)
                return

    def go_back_to(self, target: Target) -> None:
        """Show that the person is still at this line, telling nobody."""
        self.blockSignals(True)
        places = [place for place, one in enumerate(self._targets) if one.place == target.place]
        self.setCurrentRow(places[0] if places else 0)
        self.blockSignals(False)

    def step(self, by: int) -> None:
        """The next or the previous line."""
        self.setCurrentRow(min(max(self.currentRow() + by, 0), len(self._targets) - 1))

    def _height_of(self, target: Target) -> int:
        """As many lines as a title needs beside its sign; a person keeps to two."""
        room = QRect(0, 0, self.width() - self.iconSize().width() - AROUND, 10_000)
        lines, two = (
            self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), words).height()
            for words in (target.words, "II\nII")
        )
        if target.kind == ANGGOTA:
            lines = min(lines, two)
        return max(style.row_height(), lines + style.row_height() - self.fontMetrics().height())

    def _row_changed(self, row: int) -> None:
        if 0 <= row < len(self._targets):
            self.chosen.emit(self._targets[row])


def _targets(home: Household) -> Iterator[Target]:
    records = {BANGUNAN: home.building, KELUARGA: home.family, KUNJUNGAN: home.visit}
    for kind, section in PAPER:
        if section is keluarga.PROGRAM:
            yield Target(MEMBERS, home.family.id, (), f"IV  Anggota ({len(home.members)})")
            for member in home.members:
                name = member.text("nama") or "(nama belum diisi)"
                yield Target(ANGGOTA, member.id, anggota.SECTIONS, f"      {name}")
        record = records[kind]
        if record is not None:
            yield Target(kind, record.id, (section,), f"{section.number}  {section.title}")
    yield Target(PHOTOS, home.family.id, (), "Foto")
    for case in home.ppks:
        yield Target(PPKS, case.id, ppks.SECTIONS, f"PPKS  {_owner(home, case)}")
    for one in home.desil:
        yield Target(
            DESIL, one.id, desil.SECTIONS, f"Desil {one.text('desil') or '–'}  ({one.text('tanggal_cek')[:7]})"
        )
    yield Target(NEW_CASE, "", (), "Tambah catatan PPKS keluarga")
    yield Target(NEW_DESIL, "", (), "Tambah pengamatan desil")


def _owner(home: Household, case: Record) -> str:
    if case["anggota_id"] is None:
        return "keluarga"
    return next((one.text("nama") for one in home.members if one.id == case["anggota_id"]), "") or "(nama belum diisi)"


def _table_progress(editing: Editing) -> Progress:
    members = editing.household.members
    if not members:
        return Progress.EMPTY
    states = [editing.progress(member, anggota.SECTIONS) for member in members]
    order = (Progress.WRONG, Progress.ODD, Progress.PARTLY, Progress.EMPTY, Progress.DONE)
    return next(state for state in order if state in states)
