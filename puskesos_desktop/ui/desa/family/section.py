"""One section of a record that is no person, with the button that belongs to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import BANGUNAN, DESIL, PPKS
from puskesos_desktop.forms.kinds import bangunan
from puskesos_desktop.services.family.editing import Editing
from puskesos_desktop.ui.desa.family.outline import Target
from puskesos_desktop.ui.kit.form_view import FormView, scrolled
from puskesos_desktop.ui.kit.page import push


class SectionView(QWidget):
    """One section of a record that is no person, scrolling by itself."""

    changed = Signal(str, object)
    new_house = Signal()
    removed = Signal(str)

    def __init__(self, editing: Editing, target: Target) -> None:
        super().__init__()
        self._editing = editing
        self._record = target.record
        self.form = FormView(target.sections)
        self.form.changed.connect(lambda _key: self.changed.emit(self._record, self.form.values()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self.form), 1)
        if target.kind == BANGUNAN and target.sections[0] is bangunan.TEMPAT:
            column.addLayout(_below(push("Serumah dengan keluarga lain…", self.new_house.emit, icon="rumah")))
        if target.kind in (PPKS, DESIL):
            column.addLayout(_below(push("Hapus catatan ini", lambda: self.removed.emit(self._record), icon="hapus")))

    def show_record(self, record: str) -> None:
        """Show this record."""
        self._record = record
        self.form.set_record(
            self._editing.record(record).answers, lambda answers: self._editing.situate(record, answers)
        )
        self.form.show_issues(self._editing.review.of(record))


def _below(button: QWidget) -> QHBoxLayout:
    """A button under a form, as far from the edge as the questions."""
    row = QHBoxLayout()
    row.setContentsMargins(16, 12, 16, 16)
    row.addWidget(button)
    row.addStretch(1)
    return row
