"""The members of a family as a table, with buttons to add, open and remove."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.codes import person
from puskesos_desktop.domain.household import Record, Value, age_of
from puskesos_desktop.services.family.editing import Editing
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import EmptyState, label, push
from puskesos_desktop.ui.kit.table import NUMBER, Column, Table


class MemberTable(QWidget):
    """Block IV at a glance; Enter opens a person."""

    opened = Signal(str)
    added = Signal()
    removed = Signal(str)

    def __init__(self, editing: Editing) -> None:
        super().__init__()
        self._editing = editing
        self.table: Table[Record] = Table(self._columns(), lambda member: member.id)
        self.table.activated_row.connect(lambda member: self.opened.emit(member.id))
        self._count = label("", "quiet")
        self._of_one = push("Buka", self._open), push("Keluarkan…", self._remove)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState("individu", "Belum ada anggota", "Tekan Tambah anggota, lalu mulai dengan kepala keluarga.")
        )
        row = QHBoxLayout()
        row.addWidget(push("Tambah anggota", self.added.emit, icon="tambah"))
        for button in self._of_one:
            row.addWidget(button)
        row.addStretch()
        top = QHBoxLayout()
        top.addWidget(label("IV  Anggota keluarga", "heading"))
        top.addStretch()
        top.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(row)
        column.addWidget(self._stack, 1)

    def refresh(self) -> None:
        """Show the members as they are now."""
        members = self._editing.household.members
        self.table.show_rows(members)
        self._stack.setCurrentIndex(0 if members else 1)
        for button in self._of_one:
            button.setEnabled(bool(members))
        living = len(self._editing.household.living)
        self._count.setText(f"{len(members)} tercatat, {living} tinggal di sini (112)")

    def _open(self) -> None:
        member = self.table.current()
        if member is not None:
            self.opened.emit(member.id)

    def _remove(self) -> None:
        member = self.table.current()
        if member is not None:
            self.removed.emit(member.id)

    def _columns(self) -> list[Column[Record]]:
        relation, presence = person.HUBUNGAN.items, person.KEBERADAAN.items
        return [
            Column("nomor_urut", "No", 44, lambda one: one.text("nomor_urut"), spare=3),
            Column("nama", "Nama", 176, lambda one: one.text("nama") or "(belum diisi)", least=104, bold=True),
            Column("hubungan", "Hubungan", 126, lambda one: _code(relation, one["hubungan"]), least=88),
            Column("jenis_kelamin", "L/P", 48, lambda one: {1: "L", 2: "P"}.get(int(one["jenis_kelamin"] or 0), ""),
                   spare=2),
            Column("umur", "Umur", 56, self._age, right=True),
            Column("keberadaan", "Keberadaan", 150, lambda one: _code(presence, one["keberadaan"]), least=98, spare=1),
            Column("nik", "NIK", 160, lambda one: identity.grouped(one.text("nik")) or "belum ada", whole=NUMBER,
                   colour=_quiet_without_nik),
        ]  # fmt: skip

    def _age(self, member: Record) -> str:
        age = age_of(member.answers, self._editing.household.visited or self._editing.today)
        return "" if age is None else str(age)


def _quiet_without_nik(member: Record) -> str | None:
    return None if member["nik"] else style.ODD


def _code(items: Mapping[int, str], value: Value) -> str:
    return items.get(value, "") if isinstance(value, int) else ""
