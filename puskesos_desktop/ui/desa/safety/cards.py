"""Boxes of the page Cadangan: how things are, what going back would change, and the columns of a list of backups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from puskesos_desktop.domain.household import ANGGOTA, KELUARGA
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.services.safety.restore import Look
from puskesos_desktop.services.safety.upkeep import Standing
from puskesos_desktop.services.safety.worries import Worry
from puskesos_desktop.store.backup import backups
from puskesos_desktop.store.backup.note import Backup
from puskesos_desktop.store.log.history import Deed
from puskesos_desktop.ui.kit.page import Card, breakable, card, clear, label, paragraph, push, side_by_side
from puskesos_desktop.ui.kit.table import MOMENT, Column, Table

ROWS, ROWS_APART = 7, 3
"""Rows of the two lists of backups seen at once."""


class StandingCard(QWidget):
    """The last good backup, where, how old and what it holds; the copy on another drive; the last rehearsal."""

    def __init__(self, back_up: Callable[[], None], copy: Callable[[], None], rehearse: Callable[[], None]) -> None:
        super().__init__()
        self._last, self._holds, self._since, self._elsewhere, self._tried = (paragraph("") for _ in range(5))
        self._where = paragraph("", "quiet")
        inside = _boxed(self)
        inside.addWidget(label("Cadangan terakhir", "heading"))
        for widget in (self._last, self._holds, self._since, self._where, self._elsewhere, self._tried):
            inside.addWidget(widget)
        self.button = push("Cadangkan sekarang", back_up, kind="main", icon="simpan")
        inside.addLayout(
            side_by_side(
                self.button,
                push("Salin ke drive lain…", copy, icon="usb"),
                push("Coba pulihkan (latihan)", rehearse, icon="centang"),
            )
        )

    def show_standing(self, standing: Standing) -> None:
        """Say how things are now."""
        last, notes = standing.last, standing.notes
        self._last.setText(_last_words(last))
        for one in (self._holds, self._since, self._tried):
            one.setVisible(last is not None)
        if last is not None:
            self._holds.setText(f"Berisi {wording.totals(last.counts)}. {_newest(last.newest)}")
        self._since.setText(
            "Ada perubahan sesudah itu; dicadangkan sendiri tiap 30 menit dan saat ditutup."
            if standing.changed
            else "Semua perubahan sudah ada di cadangan ini."
        )
        place, wanted = breakable(standing.place), breakable(standing.unreachable)
        gone = f"Tempat pilihan {wanted} tidak terjangkau; sementara di {place}"
        self._where.setText(gone if standing.unreachable else f"Tempat: {place}")
        self._elsewhere.setText(
            f"Salinan di drive lain: cadangan {calendar.show_utc(notes.salinan_dari)} di {breakable(notes.salinan_di)}."
            if notes.salinan_pada
            else "Belum ada salinan di drive lain. Bila laptop ini hilang, cadangannya ikut hilang."
        )
        tried = f"Latihan pulih terakhir {calendar.show_utc(notes.latihan_pada)}: {notes.latihan_hasil}"
        self._tried.setText(tried if notes.latihan_pada else "Latihan pulih belum pernah dijalankan.")


class WorryCard(QWidget):
    """What is wrong with the backups now, a sentence each, and beside it the one button that mends it."""

    def __init__(self, deeds: Mapping[str, Callable[[], None]]) -> None:
        super().__init__()
        self._deeds = deeds
        self._inside = _boxed(self)
        self.hide()

    def show_worries(self, found: Sequence[Worry]) -> None:
        """Show these; without any the card is not there."""
        clear(self._inside)
        for worry in found:
            row = QHBoxLayout()
            row.addWidget(paragraph(worry.words, "peringatan"), 1)
            row.addWidget(push(worry.deed, self._deeds[worry.deed]))
            self._inside.addLayout(row)
        self.setVisible(bool(found))

    def button(self) -> QPushButton | None:
        """The button of the gravest one."""
        return next((one for one in self.findChildren(QPushButton) if not one.isHidden()), None)


class LookCard(QWidget):
    """What going back would change, shown before anything does. `wanted` carries what was looked at."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._inside = _boxed(self)
        self.hide()

    def show_look(self, seen: Look) -> None:
        """Show what would change, and the two ways on."""
        clear(self._inside)
        backup = seen.backup
        self._inside.addWidget(label(f"Kembali ke {calendar.show_utc(backup.made)}", "heading"))
        self._inside.addWidget(paragraph(f"Di cadangan: {wording.totals(backup.counts)}. {_newest(backup.newest)}"))
        self._inside.addWidget(paragraph(f"Sekarang: {wording.totals(seen.present or {})}. {_newest(seen.newest)}"))
        if seen.lost:
            text = (
                f"{wording.thousands(seen.lost)} perubahan tidak ada di cadangan dan akan hilang dari laptop ini "
                f"({wording.thousands(seen.own)} dikerjakan di sini). "
                "Yang sudah sampai ke laptop lain kembali lewat paketnya."
            )
            self._inside.addWidget(paragraph(text, "peringatan"))
            self._inside.addWidget(_deeds(seen.deeds))
        else:
            self._inside.addWidget(paragraph("Tidak ada perubahan yang akan hilang."))
        self._inside.addLayout(
            side_by_side(
                push("Pulihkan sekarang…", partial(self.wanted.emit, seen), icon="urungkan"),
                push("Tidak jadi", self.hide, kind="flat"),
            )
        )
        self.show()


class BackupsCard(Card):
    """All backups; Enter on one shows what going back to it would change."""

    def __init__(self, look: Callable[[], None], choose: Callable[[], None], change_place: Callable[[], None]) -> None:
        super().__init__()
        self.table: Table[Backup] = Table(backup_columns(), lambda one: str(one.folder))
        _rows_high(self.table, ROWS)
        self.table.setAccessibleName("Semua cadangan")
        self.inside.addWidget(label("Semua cadangan", "heading"))
        words = (
            "Semua dari dua hari terakhir, lalu satu tiap hari, tiap minggu, dan tiap bulan. Yang lama dihapus sendiri."
        )
        self.inside.addWidget(paragraph(words, "quiet"))
        self.inside.addWidget(self.table)
        self.inside.addLayout(
            side_by_side(
                push("Pulihkan…", look, icon="urungkan"),
                push("Dari folder lain…", choose, icon="folder"),
                push("Ganti tempat…", change_place, kind="flat"),
            )
        )


class ApartCard(Card):
    """Backups that hold what the data of now do not; Enter on one shows what going back to it would change."""

    def __init__(self) -> None:
        super().__init__()
        self.table: Table[Backup] = Table(backup_columns(), lambda one: str(one.folder))
        _rows_high(self.table, ROWS_APART)
        self.table.setAccessibleName("Cadangan dari keadaan lain")
        self.inside.addWidget(label("Cadangan dari keadaan lain", "heading"))
        words = (
            "Di dalamnya ada perubahan yang tidak ada di data sekarang, misalnya dari keadaan sebelum pemulihan. "
            "Tidak pernah dipakai sebagai cadangan terakhir. Enter menunjukkan apa yang akan berubah bila dipulihkan."
        )
        self.inside.addWidget(paragraph(words, "quiet"))
        self.inside.addWidget(self.table)


def _rows_high(table: Table[Backup], rows: int) -> None:
    table.setFixedHeight(table.verticalHeader().defaultSectionSize() * (rows + 1) + 12)


def backup_columns() -> list[Column[Backup]]:
    """A list of backups: when, what is in them, their newest change, why, how large."""
    return [
        Column("made", "Waktu", 170, lambda one: calendar.short_utc(one.made), whole=MOMENT, bold=True, sortable=False),
        Column("counts", "Isi", 280, _families, least=200, sortable=False),
        Column(
            "newest",
            "Perubahan terakhir",
            170,
            lambda one: calendar.short_utc(one.newest),
            whole=MOMENT,
            sortable=False,
        ),
        Column("why", "Sebab", 150, lambda one: one.why, least=90, sortable=False),
        Column("size", "Ukuran", 90, lambda one: wording.size(one.size), least=70, right=True, sortable=False),
    ]


def _boxed(widget: QWidget) -> QVBoxLayout:
    box, inside = card()
    whole = QVBoxLayout(widget)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(box)
    return inside


def _deeds(deeds: tuple[Deed, ...]) -> Table[Deed]:
    columns: list[Column[Deed]] = [
        Column("label", "Yang akan hilang", 420, lambda deed: deed.label, least=160, bold=True, sortable=False),
        Column("operator", "Oleh", 150, lambda deed: deed.operator, least=90, sortable=False),
        Column("wall", "Waktu", 160, lambda deed: calendar.short_utc(deed.wall), whole=MOMENT, sortable=False),
    ]
    table: Table[Deed] = Table(columns, lambda deed: f"{deed.device} {deed.number}")
    table.show_rows(deeds)
    table.setFixedHeight(table.verticalHeader().defaultSectionSize() * (len(deeds) + 1) + 12)
    return table


def _last_words(last: Backup | None) -> str:
    if last is None:
        return "Belum ada cadangan. Tekan Cadangkan sekarang."
    age = calendar.ago(last.moment.date(), date.today())
    why = {backups.ROUTINE: "dibuat sendiri oleh program", backups.ASKED: "atas permintaan Anda"}
    when = f"{calendar.show_utc(last.made)} ({age if age == 'hari ini' else f'{age} lalu'})"
    return f"{when}, {why.get(last.why, last.why)}, {wording.size(last.size)}. Sudah diperiksa."


def _newest(moment: str) -> str:
    return f"Perubahan terakhir {calendar.show_utc(moment)}." if moment else ""


def _families(one: Backup) -> str:
    return wording.totals({kind: one.counts[kind] for kind in (KELUARGA, ANGGOTA) if kind in one.counts})
