"""The history of one family, and of what was merged into it: every answer ever changed, by whom, from what to what."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import Household
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.told import history
from puskesos_desktop.services.told.history import Told
from puskesos_desktop.store.opened import Store
from puskesos_desktop.store.tables import duplicates
from puskesos_desktop.ui.desa.history.page import change_columns
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import label, push, side_by_side
from puskesos_desktop.ui.kit.table import Table


class RecordHistory(QDialog):
    """A table of changes, the newest first; Esc closes."""

    def __init__(self, parent: QWidget, store: Store, household: Household) -> None:
        super().__init__(parent)
        self.setWindowTitle("Riwayat keluarga")
        dialogs.size(self, 1100, 560)
        own = [(record.kind, record.id) for record in household.records()]
        twins = duplicates.of_records(store.reader(), own)
        rows = history.of_records(store, [record for _, record in (*own, *twins)])
        table: Table[Told] = Table(change_columns(whole=True), lambda one: f"{one.when} {one.subject} {one.question}")
        table.show_rows(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(f"Riwayat keluarga {registry.head_name(household)}", "heading"))
        column.addWidget(label(f"{wording.thousands(len(rows))} perubahan isian, terbaru di atas", "quiet"))
        column.addWidget(table, 1)
        column.addLayout(side_by_side(push("Tutup", self.accept)))
        table.setFocus()
