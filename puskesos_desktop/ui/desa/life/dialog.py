"""The dialog of every event of family life: asks, says in words what will change, then saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.outcome import InvalidData, Issue, Severity, UserError, error
from puskesos_desktop.forms.conditions import Situation
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.life import deeds
from puskesos_desktop.services.life.deeds import Foresight
from puskesos_desktop.services.life.plans import Plan
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.life.form import LifeForm
from puskesos_desktop.ui.desa.rows.finder import FamilyFinder
from puskesos_desktop.ui.kit.changes import Changes, wrapped
from puskesos_desktop.ui.kit.form_view import FormView, scrolled
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, dialog_foot, push
from puskesos_desktop.ui.kit.sides import Sides

LOOK_AFTER_MS = 120


class LifeDialog(QDialog):
    """Asks about one event, says in words what will change, and saves it; F2 saves, Esc leaves."""

    def __init__(
        self, parent: QWidget, desk: Desk, home: Household, form: LifeForm, done: Callable[[str], None]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(form.title)
        self._desk = desk
        self._home = home
        self._form = form
        self._asked = form.form()
        self._told = done
        self._foreseen: Foresight | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._build(parent.size())
        self.view.suggest("dusun", sorted({dusun for dusun, _, _ in households.places(desk.db) if dusun}))
        self.view.set_record(self._asked.complete(form.start), Situation)
        self._show_finder()
        self._look()
        self.view.focus_first()

    def save(self) -> None:
        """Save on the worker; the first wrong answer instead when there is one."""
        self.view.commit()
        self._timer.stop()
        self._look()
        plan, open_questions = self._plan(), self._missing()
        if plan is None or (self._foreseen is not None and not self._foreseen.possible):
            self._refuse(open_questions or self._errors())
            return
        self._save_button.setEnabled(False)
        self._desk.jobs.run(
            self,
            "Menyimpan peristiwa…",
            lambda _progress: deeds.carry_out(self._desk.store, plan, self._desk.operator),
            self._saved,
            self._failed,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter at an answer only moves on; at a button it presses that one, as Qt does by itself."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _build(self, room: QSize) -> None:
        self.view = FormView(self._asked.sections, headings=False)
        self.view.changed.connect(self._changed)
        self.finder = FamilyFinder(self._desk, self._home.family.id, self._form.finding)
        self.finder.changed.connect(lambda: self._timer.start(LOOK_AFTER_MS))
        self._banner = Banner()
        self.changes = Changes()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.view)
        column.addWidget(self.finder)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(10)
        heading = f"{self._form.title}  ·  keluarga {registry.head_name(self._home)}"
        for words, kind in ((heading, "heading"), (self._form.intro, "quiet")):
            whole.addWidget(wrapped(words, kind))
        whole.addWidget(self._banner)
        whole.addWidget(Sides(scrolled(inside), scrolled(self.changes), 64, above=68), 1)
        self._save_button = push("Simpan  F2", self.save, kind="main", icon="simpan")
        leave = push("Batal", self.reject)
        whole.addLayout(dialog_foot(leave, self._save_button))
        QWidget.setTabOrder(self._save_button, leave)
        wide = style.scaled(1.0)
        self.resize(min(round(1020 * wide), room.width() - 40), min(round(600 * wide), room.height() - 40))
        shortcut = QShortcut(QKeySequence("F2"), self)
        shortcut.activated.connect(self.save)

    def _changed(self, key: str) -> None:
        for other, value in self._form.follows(key, self.view.values()).items():
            self.view.set_answer(other, value)
        self._banner.hide()
        self._show_finder()
        self._timer.start(LOOK_AFTER_MS)

    def _missing(self) -> list[Issue]:
        """Required questions without an answer, answers that cannot be read, and the other family."""
        situation = Situation(self.view.values())
        found = [*self.view.unread(), *self._asked.missing(situation), *self._asked.problems(situation)]
        if self.finder.isVisibleTo(self) and not self.finder.found():
            found.append(error("keluarga_lain_id", f"{self._form.finding} belum dipilih. Ketik namanya lalu pilih."))
        return found

    def _plan(self) -> Plan | None:
        return None if self._missing() else self._form.plan(self.view.values(), self.finder.found())

    def _look(self) -> None:
        """Say what would change by now, and what is wrong about it."""
        plan = self._plan()
        self._foreseen = None
        if plan is not None:
            try:
                self._foreseen = deeds.foresee(self._desk.store, plan)
            except UserError as gone:
                self._banner.say("salah", str(gone))
        if self._foreseen is None:
            self.changes.say((), ())
            return
        placed = [(issue, self._place(issue)) for issue in self._foreseen.issues]
        self.view.show_issues([replace(issue, field=place) for issue, place in placed if place])
        below = [_about(issue, self._foreseen.names) for issue, place in placed if not place]
        self.changes.say(self._foreseen.words, below)

    def _place(self, issue: Issue) -> str:
        """The question shown now at which an issue stands; empty when there is none."""
        shown = {one.key for one in self._asked.asked(Situation(self.view.values()))}
        places = self._form.places_of(issue, {one.id for one in self._home.members})
        return next((key for key in places if key in shown), "")

    def _errors(self) -> list[Issue]:
        found = self._foreseen.issues if self._foreseen is not None else ()
        return [issue for issue in found if issue.severity is Severity.ERROR]

    def _refuse(self, issues: Sequence[Issue]) -> None:
        """Bring the person to the first thing to be put right."""
        if not issues:
            return
        if self._foreseen is None:
            self.view.show_issues(issues)
        first = issues[0]
        found = self.view.focus_on(self._place(first))
        if not found and first.field == "keluarga_lain_id":
            self.finder.text.setFocus()
        self._banner.say("salah", "Belum disimpan. " + ("Betulkan isian yang bertanda." if found else first.message))

    def _show_finder(self) -> None:
        finds = self._form.finds
        self.finder.setVisible(finds is not None and finds.met(Situation(self.view.values())))

    def _saved(self, issues: list[Issue]) -> None:
        odd = sum(issue.severity is Severity.WARNING for issue in issues)
        rest = f" {odd} peringatan perlu dilihat." if odd else ""
        what = self._foreseen.label if self._foreseen is not None else self._form.title
        self._told(f"{what}: sudah disimpan.{rest}")
        self.accept()

    def _failed(self, problem: Exception) -> None:
        self._save_button.setEnabled(True)
        if isinstance(problem, InvalidData):
            self._look()
            self._refuse(self._errors())
        else:
            self._banner.say("salah", str(problem))


def _about(issue: Issue, names: Mapping[str, str]) -> Issue:
    """An issue away from its question says whom it is about."""
    who = names.get(issue.record, "")
    return issue if who in issue.message else replace(issue, message=f"{who}: {issue.message}")
