"""Small windows of proposals and meetings: a few questions with one deed, and copying into SIKS-NG field by field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import Answers
from puskesos_desktop.domain.outcome import InvalidData
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.forms.fields import Field
from puskesos_desktop.forms.form import Form, section
from puskesos_desktop.services.meetings.siksng import CopyLine
from puskesos_desktop.store.read.search import Hit
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.rows.finder import FamilyFinder
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.form_view import FormView, scrolled
from puskesos_desktop.ui.kit.page import Banner, dialog_column, dialog_foot, label, push
from puskesos_desktop.ui.kit.table import Column, Table

Deed = Callable[[Answers, Hit | None], object]
"""Given the answers and whom was looked for; runs on the worker."""


@dataclass(frozen=True)
class Asking:
    """What a dialog asks: its title, a sentence, its questions, the first answers, and what to do with them.

    With `finds` a family is looked for under these words.
    """

    title: str
    intro: str
    fields: tuple[Field, ...]
    start: Answers
    deed: Deed
    done: str
    finds: str = ""


class AskDialog(QDialog):
    """Asks, saves on F2, stays open while something is wrong; `told` says what was done."""

    told = Signal(str)

    def __init__(self, parent: QWidget, desk: Desk, asking: Asking) -> None:
        super().__init__(parent)
        self._desk, self._asking = desk, asking
        self._form = Form("", asking.title, "", (section("", asking.title, *asking.fields),))
        self.setWindowTitle(asking.title)
        self.banner = Banner()
        self.view = FormView(self._form.sections, headings=False)
        self.view.set_record({**self._form.empty(), **asking.start}, Situation)
        self.finder = FamilyFinder(desk, "", asking.finds)
        self.finder.setVisible(bool(asking.finds))
        self._save = push("Simpan  F2", self.save, kind="main", icon="simpan")
        self._build()
        shortcut = QShortcut(QKeySequence("F2"), self)
        shortcut.activated.connect(self.save)

    def save(self) -> None:
        """Do the deed with what is answered, or point out what is missing."""
        self.view.commit()
        answers = self.view.values()
        issues = [*self.view.unread(), *self._form.issues(Situation(answers))]
        found = self.finder.table.current() if self._asking.finds else None
        if issues:
            self.view.show_issues(issues)
            self.view.focus_on(issues[0].field)
            self.banner.say("salah", "Belum disimpan. Betulkan isian yang bertanda.")
            return
        if self._asking.finds and found is None:
            self.banner.say("salah", f"{self._asking.finds} belum dipilih. Ketik namanya lalu pilih.")
            self.finder.text.setFocus()
            return
        self._save.setEnabled(False)
        self._desk.jobs.run(
            self, "Menyimpan…", lambda _progress: self._asking.deed(answers, found), self._saved, self._failed
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter at an answer only moves on."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        """The keyboard begins at what is asked first."""
        if self._asking.finds:
            self.finder.text.setFocus()
        else:
            self.view.focus_first()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.finder)
        column.addWidget(self.view)
        whole = dialog_column(self, self._asking.title, self._asking.intro)
        whole.addWidget(self.banner)
        whole.addWidget(scrolled(inside), 1)
        whole.addLayout(dialog_foot(push("Batal", self.reject), self._save))
        dialogs.size(self, 720, 560 if self._asking.finds else 440)

    def _saved(self, _result: object) -> None:
        self.told.emit(self._asking.done)
        self.accept()

    def _failed(self, problem: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(problem, InvalidData):
            self.view.show_issues(problem.issues)
            self.banner.say("salah", problem.issues[0].message)
        else:
            self.banner.say("salah", str(problem))


def ask(parent: QWidget, desk: Desk, asking: Asking, told: Callable[[str], None]) -> AskDialog:
    """Open such a dialog over its page."""
    dialog = AskDialog(parent, desk, asking)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.told.connect(told)
    dialog.open()
    dialog.focus_first()
    return dialog


class CopyDialog(QDialog):
    """One proposal, field by field, onto the clipboard: Enter copies and goes on; at the end it is marked as sent.

    `finished_one` is told when the operator says that it stands in SIKS-NG.
    """

    finished_one = Signal()

    def __init__(self, parent: QWidget, heading: str, entries: Sequence[CopyLine]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Salin satu per satu")
        self.table: Table[CopyLine] = Table(
            [
                Column("label", "Isian", 190, lambda one: one.label, sortable=False),
                Column("value", "Isi", 320, lambda one: one.value or "(kosong)", least=180, bold=True, sortable=False),
            ],
            lambda one: one.label,
        )
        self._entries = entries
        self._said = label("", "quiet")
        self._build(heading)
        self.table.show_rows(entries)
        self.table.activated_row.connect(lambda _entry: self.copy_next())
        QShortcut(QKeySequence("F2"), self).activated.connect(self._finish)
        self.table.setFocus()

    def copy_next(self) -> None:
        """Put the selected field onto the clipboard and select the next one that has something in it."""
        entry = self.table.current()
        if entry is None:
            return
        QGuiApplication.clipboard().setText(entry.value)
        place = self._entries.index(entry)
        after = [number for number in range(place + 1, len(self._entries)) if self._entries[number].value]
        if after:
            self.table.select(self._entries[after[0]].label)
            coming = self._entries[after[0]].label
            self._said.setText(f"{entry.label} tersalin. Tempel dengan Ctrl+V; berikutnya {coming}.")
        else:
            self._said.setText(f"{entry.label} tersalin. Itu isian terakhir; F2 bila sudah tersimpan di SIKS-NG.")

    def _build(self, heading: str) -> None:
        sent = push("Sudah di SIKS-NG: tandai terkirim  F2", self._finish, icon="benar")
        copy = push("Salin, berikutnya  Enter", self.copy_next, kind="main", icon="kanan")
        intro = "Buka menu yang sama di SIKS-NG. Setiap Enter menyalin satu isian."
        whole = dialog_column(self, heading, intro)
        whole.addWidget(self.table, 1)
        whole.addWidget(self._said)
        whole.addLayout(dialog_foot(push("Tutup", self.reject), copy, left=sent))
        dialogs.size(self, 640, 600)

    def _finish(self) -> None:
        self.finished_one.emit()
        self.accept()
