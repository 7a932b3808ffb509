"""What a received bundle is and what it would change, shown before anything is taken in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.services.sync.receive import Incoming
from puskesos_desktop.store.log.ingest import NewDeed, Taken
from puskesos_desktop.ui.kit.page import Card, clear, label, paragraph, push, side_by_side
from puskesos_desktop.ui.kit.table import MOMENT, Column, Table

DEED_ROWS = 8
"""Rows of the list of changes seen at once."""


class IncomingCard(Card):
    """Hidden while nothing is looked at. `take_wanted` carries whether the sender is trusted, `accept_wanted` the name
    of a laptop that joins; `given_up` wants nothing of it.
    """

    take_wanted = Signal(bool)
    accept_wanted = Signal(str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.hide()

    def show_incoming(self, found: Incoming) -> None:
        """Show a bundle, or the request of a laptop to join."""
        clear(self.inside)
        manifest = found.manifest
        self.inside.addWidget(label(found.path.name, "heading"))
        if found.joins:
            self._show_request(found)
        else:
            sender = found.name or ("laptop yang sudah dikenal" if found.known else "laptop yang belum dikenal")
            self.inside.addWidget(
                paragraph(f"Dari {sender} ({found.code}), ditulis {calendar.show_utc(manifest.created)}. Paket utuh.")
            )
            if found.would is not None:
                self._show_changes(found.would, found.photos)
            self._show_trust(found)
        self.show()

    def _show_request(self, found: Incoming) -> None:
        self.inside.addWidget(
            paragraph("Sebuah laptop minta bergabung. Cocokkan kode ini dengan yang tampil di layarnya:")
        )
        self.inside.addWidget(label(found.code, "title"))
        name = QLineEdit("Laptop kedua")
        name.setAccessibleName("Nama laptop itu")
        name.setMaximumWidth(360)
        self.inside.addWidget(label("Nama laptop itu", "quiet"))
        self.inside.addWidget(name)
        self.inside.addWidget(
            paragraph(
                "Paket awal berisi seluruh data desa ditulis ke folder yang Anda pilih; terima di laptop itu.", "quiet"
            )
        )
        self.inside.addLayout(
            side_by_side(
                push(
                    "Kode cocok, tulis paket awal…",
                    lambda: self.accept_wanted.emit(name.text()),
                    kind="main",
                    icon="kirim",
                ),
                push("Tidak jadi", self.given_up.emit),
            )
        )

    def _show_changes(self, would: Taken, carried: int) -> None:
        if not would.new and not would.held:
            self.inside.addWidget(paragraph("Semua isinya sudah ada di laptop ini."))
            return
        for words, counts in (("Baru", would.created), ("Diubah", would.changed), ("Dihapus", would.deleted)):
            if counts:
                self.inside.addWidget(paragraph(f"{words}: {wording.records(counts)}"))
        if carried:
            self.inside.addWidget(paragraph(f"Membawa {wording.thousands(carried)} foto"))
        if would.conflicts:
            text = f"{len(would.conflicts)} isian dijawab berbeda di dua laptop; keduanya disimpan, pilih di Bentrok."
            self.inside.addWidget(paragraph(text, "peringatan"))
        if would.held:
            text = f"{wording.thousands(would.held)} catatan ditahan sampai bagian sebelumnya datang."
            self.inside.addWidget(paragraph(text, "peringatan"))
        table: Table[NewDeed] = Table(_deed_columns(), lambda deed: f"{deed.device} {deed.wall} {deed.label}")
        table.show_rows(would.deeds)
        table.setFixedHeight(table.verticalHeader().defaultSectionSize() * (min(len(would.deeds), DEED_ROWS) + 1) + 12)
        if would.deeds:
            self.inside.addWidget(table)
        if would.deed_count > len(would.deeds):
            rest = wording.thousands(would.deed_count - len(would.deeds))
            self.inside.addWidget(paragraph(f"dan {rest} perubahan lain", "quiet"))

    def _show_trust(self, found: Incoming) -> None:
        take = push("Terima", lambda: self.take_wanted.emit(trust.isChecked()), kind="main", icon="terima")
        trust = QCheckBox("Kode pengirim sudah dicocokkan dengan layar laptop itu")
        if not found.known:
            self.inside.addWidget(
                paragraph(
                    f"Pengirim belum dikenal. Cocokkan kodenya: {found.code}. Tanpa itu isinya hanya ditahan.",
                    "peringatan",
                )
            )
            self.inside.addLayout(side_by_side(trust))
        self.inside.addLayout(side_by_side(take, push("Tidak jadi", self.given_up.emit)))


def _deed_columns() -> list[Column[NewDeed]]:
    return [
        Column("label", "Perubahan", 420, lambda deed: deed.label, least=160, bold=True, sortable=False),
        Column("operator", "Oleh", 150, lambda deed: deed.operator, least=90, sortable=False),
        Column("wall", "Waktu", 160, lambda deed: calendar.short_utc(deed.wall), whole=MOMENT, sortable=False),
    ]
