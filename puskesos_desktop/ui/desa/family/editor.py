"""The editor of a family: the paper's sections at the side, one at a time in the middle, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.household import Answers, Household
from puskesos_desktop.domain.outcome import InvalidData, Severity
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.family.editing import Editing
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.family.composing import Composing, shared_words
from puskesos_desktop.ui.desa.family.outline import NEW_CASE, NEW_DESIL, Outline, Target
from puskesos_desktop.ui.desa.family.saving import DraftKeeper, Saving
from puskesos_desktop.ui.desa.family.sections import Sections
from puskesos_desktop.ui.desa.history.record import RecordHistory
from puskesos_desktop.ui.desa.life.menu import LifeMenu
from puskesos_desktop.ui.desa.requests import OpensFamilies
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.keys import shortcut
from puskesos_desktop.ui.kit.page import Page, label, push

CHECK_AFTER_MS = 150
UNREAD = "Ada isian yang belum dapat dibaca. Betulkan atau kosongkan dulu."
FROM_DRAFT = "Isian yang belum disimpan dibuka kembali. Tekan Simpan bila sudah benar."


class HouseholdEditor(Page, OpensFamilies):
    """Edits one household; `closed` carries the family and what to tell on the list (empty when nothing was saved).

    It leads to other families too.
    """

    closed = Signal(str, str)

    def __init__(self, desk: Desk, household: Household, *, from_draft: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self.editing = Editing(desk.store, household)
        self.editing.ensure_visit()
        self.family = household.family.id
        """Id of the family being edited."""
        self._shown: Target | None = None
        self.outline = Outline()
        self.sections = Sections(desk, self.editing)
        self.composing = Composing(desk, self.editing, self.sections)
        self._saving = Saving(desk, self.editing, self)
        self._draft = DraftKeeper(desk, self.editing, self)
        self._heading, self._said = label("", "title"), label("", "quiet")
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.timeout.connect(self._check)
        self._build()
        self._connect()
        self._check()
        self.outline.rebuild(self.editing)
        self._show(self.outline.current())
        words = FROM_DRAFT if from_draft else shared_words(household)
        if words:
            self.say("info", words)

    def may_leave(self) -> bool:
        """Unsaved work is saved, kept as a draft, or thrown away: the person says which."""
        self.sections.commit()
        if not self.editing.changed:
            self._draft.drop()
            return True
        text = f"Perubahan pada {registry.family_words(self.editing.household)} belum disimpan."
        choice = dialogs.choose(self, "Belum disimpan", text, ("Simpan", "Simpan sebagai draf", "Buang"))
        if choice == 0:
            self.save()
        elif choice == 2:
            self._draft.drop()
        return choice in (1, 2)

    def save(self) -> None:
        """Save on the worker; the list comes back when it is done, the first wrong answer when it is not."""
        self.sections.commit()
        if not self.sections.stay_for_unread():
            self._save_button.setEnabled(False)
            self._saving.save()

    def focus_first(self) -> None:
        """Bring the keyboard to the first question."""
        self.sections.focus_on()

    def _build(self) -> None:
        self._heading.setWordWrap(True)
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        delete = push("Hapus keluarga…", self._saving.delete, kind="flat", icon="hapus")
        life = LifeMenu(self._desk, self.family, self._done, ready=self._ready_for_life)
        history = push("Riwayat…", partial(_show_history, self, self._desk, self.editing), kind="flat", icon="riwayat")
        for button in (delete, life, history):
            button.setVisible(self.editing.household.family.before is not None)
        self._save_button = push("Simpan  F2", self.save, kind="main", icon="simpan")
        add = push("Tambah anggota", self.composing.add_member, icon="tambah")
        close = push("Tutup", self._close)
        self._buttons = (add, life, close, self._save_button, history, delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(_row((self._heading, 1), (self._draft.words, 0), (history, 0), (delete, 0)))
        column.addWidget(self.banner)
        column.addLayout(_row((self.outline, 0), (_paper(self.sections), 1)), 1)
        column.addLayout(_row((self._said, 1), (life, 0), (add, 0), (close, 0), (self._save_button, 0)))

    def _connect(self) -> None:
        shortcut(self, "F2", self.save)
        shortcut(self, "Ctrl+PgDown", partial(self.outline.step, 1))
        shortcut(self, "Ctrl+PgUp", partial(self.outline.step, -1))
        shortcut(self, "Esc", self._close)
        self.outline.chosen.connect(self._show)
        self.sections.changed.connect(self._changed)
        self.sections.renamed.connect(lambda: self.outline.rebuild(self.editing))
        self.sections.unread_found.connect(lambda: self.say("salah", UNREAD))
        self.sections.record_wanted.connect(self.outline.go_to)
        self.sections.family_wanted.connect(self.opened)
        self.composing.answered.connect(self._changed)
        self.composing.added.connect(self._recompose)
        self.composing.removed.connect(self._recompose)
        self.composing.told.connect(partial(self.say, "info"))
        self._draft.failed.connect(partial(self.say, "salah"))
        self._saving.done.connect(self._done)
        self._saving.refused.connect(self._refused)

    def _show(self, target: Target | None) -> None:
        if target is None:
            return
        self.sections.commit()
        if self._shown is not None and target != self._shown and self.sections.stay_for_unread():
            self.outline.go_back_to(self._shown)
            return
        self._shown = target
        if target.kind == NEW_CASE:
            self.composing.add_case()
        elif target.kind == NEW_DESIL:
            self.composing.add_desil()
        else:
            self.sections.show_target(target)
        _put_last(self._buttons, self.outline)

    def _changed(self, record: str, answers: Answers) -> None:
        """Take an answer, put it on disk as a draft at once, and look at everything a moment later."""
        self.banner.hide()
        self.editing.answer(record, answers)
        self._draft.keep()
        self._check_timer.start(CHECK_AFTER_MS)

    def _check(self) -> None:
        self.editing.check(self._desk.db)
        self.outline.show_progress(self.editing)
        self._said.setText(self.editing.review.counted)
        self._heading.setText(_title(self.editing.household))
        target = self.outline.current()
        if target is not None:
            self.sections.show_issues(target.record)

    def _recompose(self, record: str = "", key: str = "") -> None:
        """Records came or went: go to this one, else show what is left."""
        self._draft.keep()
        self._check()
        self.outline.rebuild(self.editing)
        if record:
            self.outline.go_to(record, key)
            self.sections.focus_on(key)
        else:
            self._show(self.outline.current())

    def _refused(self, problem: Exception) -> None:
        self._save_button.setEnabled(True)
        if not isinstance(problem, InvalidData):
            self.say("salah", f"{problem} Isian Anda tetap ada sebagai draf.")
            return
        self.editing.review.issues = problem.issues
        first = next(issue for issue in problem.issues if issue.severity is Severity.ERROR)
        self.outline.show_progress(self.editing)
        self.outline.go_to(first.record, first.field)
        self.sections.show_issues(first.record)
        self.sections.focus_on(first.field)
        self.say("salah", "Belum disimpan. Betulkan isian yang bertanda, lalu simpan lagi.")

    def _ready_for_life(self) -> bool:
        """An event of the family's life starts from what is saved."""
        self.sections.commit()
        if self.editing.changed:
            self.say("info", "Simpan dulu perubahan ini (F2), lalu buka Peristiwa keluarga lagi.")
        return not self.editing.changed

    def _done(self, words: str) -> None:
        """Back to the list: what was typed is saved, or the family is gone or another now."""
        self._draft.drop()
        self.closed.emit(self.family, words)

    def _close(self) -> None:
        if QApplication.activePopupWidget() is None and self.may_leave():
            self.closed.emit(self.family, "")


def _title(home: Household) -> str:
    card = identity.grouped(home.family.text("nomor_kk")).replace(" ", "\N{NO-BREAK SPACE}")
    if home.family.before is None and not home.members:
        return "Keluarga baru"
    return f"Keluarga {registry.head_name(home)}" + (f"  ·  {card}" if card else "")


def _show_history(parent: QWidget, desk: Desk, editing: Editing) -> None:
    RecordHistory(parent, desk.store, editing.household).open()


def _put_last(buttons: Sequence[QWidget], outline: QWidget) -> None:
    """Tab goes from the outline through the questions to the buttons, though the questions are made later."""
    last = outline.window().previousInFocusChain()
    while last is not None and not last.focusPolicy() & Qt.FocusPolicy.TabFocus:
        last = last.previousInFocusChain()
    for before, after in pairwise((last or outline, *buttons)):
        QWidget.setTabOrder(before, after)


def _row(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget, stretch in parts:
        row.addWidget(widget, stretch)
    return row


def _paper(inside: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(2, 2, 2, 2)
    column.addWidget(inside)
    return frame
