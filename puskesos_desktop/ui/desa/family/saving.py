"""What becomes of an edited family: saved or deleted on the worker, kept as a draft until then."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QWidget

from puskesos_desktop.domain.outcome import Issue, UserError
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.family.editing import Editing
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.family.composing import REASONS
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import label


class DraftKeeper(QObject):
    """Puts every answer on disk at once; `words` says when that was, `failed` carries why it could not be done."""

    failed = Signal(str)

    def __init__(self, desk: Desk, editing: Editing, editor: QWidget) -> None:
        super().__init__(editor)
        self._desk = desk
        self._editing = editing
        self.words: QLabel = label("", "quiet")

    def keep(self) -> None:
        """Keep what is typed so far."""
        home, now = self._editing.household, self._desk.store.ambient.now_ms()
        try:
            self._desk.drafts.keep(home.family.id, registry.family_words(home), home, now)
        except UserError as problem:
            self.words.setText("draf belum tersimpan")
            self.failed.emit(str(problem))
            return
        self.words.setText(f"draf tersimpan {calendar.show_time(datetime.fromtimestamp(now / 1000))}")

    def drop(self) -> None:
        """Nothing waits any more."""
        self._desk.drafts.drop(self._editing.household.family.id)


class Saving(QObject):
    """`done` carries what to tell on the list; `refused` what was wrong: then nothing is saved."""

    done = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: Desk, editing: Editing, editor: QWidget) -> None:
        super().__init__(editor)
        self._desk = desk
        self._editing = editing
        self._editor = editor

    def save(self) -> None:
        """Save the family as it is now."""
        store, operator, household = self._desk.store, self._desk.operator, self._editing.household
        self._desk.jobs.run(
            self._editor,
            "Menyimpan keluarga…",
            lambda _progress: registry.save_household(store, household, operator),
            self._saved,
            self.refused.emit,
        )

    def delete(self) -> None:
        """Ask why, and delete the family."""
        store, operator, home = self._desk.store, self._desk.operator, self._editing.household
        name = registry.family_words(home)
        text = f"Mengapa {name} dihapus? Isinya tetap ada di riwayat dan dapat dikembalikan."
        chosen = dialogs.choose(self._editor, "Hapus keluarga", text, REASONS)
        if chosen is not None:
            reason = REASONS[chosen].lower()
            self._desk.jobs.run(
                self._editor,
                "Menghapus keluarga…",
                lambda _progress: registry.delete_family(store, home.family.id, reason, operator),
                lambda _none: self.done.emit(f"{name} sudah dihapus."),
            )

    def _saved(self, issues: list[Issue]) -> None:
        self._editing.review.issues = issues
        counted = self._editing.review.counted
        rest = f" {counted} masih perlu dilihat." if counted else ""
        self.done.emit(f"{registry.family_words(self._editing.household)} sudah disimpan.{rest}")
