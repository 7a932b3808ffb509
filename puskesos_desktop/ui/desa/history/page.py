"""Riwayat: everything that was done, by whom and when; below it what the chosen deed changed, and undo."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout

from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.journal.clock import wall_text
from puskesos_desktop.services.sync import laptops
from puskesos_desktop.services.told.history import Told, laptop_name, of_deed
from puskesos_desktop.store.log import history, peers, undo
from puskesos_desktop.store.log.history import Deed, Wanted
from puskesos_desktop.store.log.undo import ChangedSince
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.inputs.answer import Picker
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import EmptyState, Page, label, push
from puskesos_desktop.ui.kit.search_line import hint
from puskesos_desktop.ui.kit.table import MOMENT, Column, Table

AT_ONCE = 200
FILTER_AFTER_MS = 200
PERIODS = (("Kapan saja", None), ("Hari ini", 0), ("7 hari terakhir", 7), ("30 hari terakhir", 30))
EVERYBODY, EVERYWHERE = "Semua operator", "Semua laptop"


class HistoryPage(Page):
    """A list of deeds, the newest first, and the changes of the chosen one."""

    title = "Riwayat"
    tables = EVERYTHING

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: list[Deed] = []
        self._names: dict[str, str] = {}
        self.table: Table[Deed] = Table(self._deed_columns(), lambda deed: f"{deed.device} {deed.number}")
        self.changes: Table[Told] = Table(change_columns(), lambda one: f"{one.subject} {one.question} {one.when}")
        self._text = QLineEdit()
        self._operator, self._laptop, self._period = Picker(), Picker(), Picker()
        self._count = label("", "quiet")
        self._undo = push("Batalkan perubahan ini…", self.undo, icon="urungkan")
        self._more = push("Muat yang lebih lama", self._load_more, kind="flat")
        self._stack = QStackedWidget()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._load)
        self._build()

    def refresh(self) -> None:
        """Show the newest deeds that pass the filter."""
        self._names = peers.names(self._desk.db)
        _fill(self._operator, EVERYBODY, [(name, name) for name in history.operators(self._desk.db)])
        others = [(one.name, one.device) for one in peers.laptops(self._desk.db)]
        own = self._desk.store.device.name
        _fill(self._laptop, EVERYWHERE, [(f"{laptops.own_name(self._desk.store)} (laptop ini)", own), *others])
        self._laptop.setVisible(bool(others))
        self._load()

    def undo(self) -> None:
        """Take the chosen deed back, or say why it cannot be."""
        deed = self.table.current()
        if deed is None:
            return
        if deed.device != self._desk.store.device.name:
            text = "Perubahan ini dibuat di laptop lain. Batalkan di sana, atau ubah isiannya di sini."
            self.banner.say("info", text)
            return
        if not dialogs.ask(
            self, "Batalkan perubahan", f"Kembalikan keadaan sebelum “{deed.label}”?", "Batalkan perubahan"
        ):
            return
        self._take_back(deed, untouched_only=False)

    def _take_back(self, deed: Deed, *, untouched_only: bool) -> None:
        store, operator = self._desk.store, self._desk.operator
        self._desk.jobs.run(
            self,
            "Membatalkan…",
            lambda _progress: undo.undo(store, operator, deed.number, untouched_only=untouched_only),
            lambda words: self.banner.say("benar", f"{words}. Sudah dikembalikan."),
            lambda problem: self._refused(deed, problem),
        )

    def _refused(self, deed: Deed, problem: Exception) -> None:
        if isinstance(problem, ChangedSince) and problem.changed < problem.total:
            rest = problem.total - problem.changed
            text = f"{problem.message} Batalkan {wording.thousands(rest)} catatan yang lain?"
            if dialogs.ask(self, "Sebagian sudah diubah", text, "Batalkan yang lain"):
                self._take_back(deed, untouched_only=True)
            return
        self.banner.say("peringatan", str(problem))

    def _build(self) -> None:
        hint(self._text, "Cari perubahan, misalnya nama…")
        self._text.setClearButtonEnabled(True)
        self._text.textChanged.connect(lambda _text: self._timer.start(FILTER_AFTER_MS))
        for words, _days in PERIODS:
            self._period.addItem(words)
        for box, name in ((self._operator, "Operator"), (self._laptop, "Laptop"), (self._period, "Waktu")):
            box.setAccessibleName(name)
            box.activated.connect(lambda _place: self._load())
        self.table.selected_row.connect(self._show)
        filters = Flow(self._text, self._operator, self._laptop, self._period)
        filters.addStretch()
        filters.addWidget(self._count)
        foot = Flow(self._undo)
        foot.addStretch()
        foot.addWidget(self._more)
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(self.table)
        both.addWidget(self.changes)
        both.setSizes([360, 220])
        self._stack.addWidget(scrolled(both))
        self._stack.addWidget(
            EmptyState("riwayat", "Belum ada perubahan", "Setiap simpan, impor, dan pembatalan tercatat di sini.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addWidget(label(self.title, "title"))
        column.addWidget(self.banner)
        column.addLayout(filters)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _load(self) -> None:
        self._rows = self._page(None)
        self._shown()

    def _load_more(self) -> None:
        self._rows = [*self._rows, *self._page(self._rows[-1].clock)]
        self._shown()

    def _page(self, before: int | None) -> list[Deed]:
        return history.deeds(self._desk.store, self._desk.db, AT_ONCE, before, self._wanted())

    def _shown(self) -> None:
        self.table.show_rows(self._rows)
        self._count.setText(f"{wording.thousands(len(self._rows))} perubahan ditampilkan")
        self._more.setVisible(bool(self._rows) and len(self._rows) % AT_ONCE == 0)
        self._stack.setCurrentIndex(0 if self._rows or self._wanted() != history.EVERYTHING else 1)
        self._show(self.table.current())

    def _wanted(self) -> Wanted:
        days = PERIODS[self._period.currentIndex()][1]
        since = "" if days is None else _start_of_day(self._desk.store.ambient.now_ms(), days)
        return Wanted(
            self._operator.currentData() or "", self._laptop.currentData() or "", since, self._text.text().strip()
        )

    def _show(self, deed: Deed | None) -> None:
        rows = of_deed(self._desk.store, deed) if deed is not None else []
        self.changes.show_rows(rows)
        self._undo.setEnabled(deed is not None and not deed.undone)

    def _deed_columns(self) -> list[Column[Deed]]:
        return [
            Column("wall", "Waktu", 160, lambda deed: calendar.short_utc(deed.wall), whole=MOMENT, sortable=False),
            Column("label", "Perubahan", 400, lambda deed: deed.label, least=150, bold=True, sortable=False),
            Column("operator", "Oleh", 160, lambda deed: deed.operator, least=90, spare=1, sortable=False),
            Column("device", "Laptop", 150, self._laptop_words, least=90, spare=2, sortable=False),
            Column("operations", "Catatan", 80, lambda deed: wording.thousands(deed.operations), least=70, right=True,
                   spare=3, sortable=False),
            Column("undone", "Keadaan", 120, lambda deed: "dibatalkan" if deed.undone else "", least=90, sortable=False,
                   colour=lambda _deed: style.QUIET),
        ]  # fmt: skip

    def _laptop_words(self, deed: Deed) -> str:
        return laptop_name(self._desk.store, self._names, deed.device)


def change_columns(*, whole: bool = False) -> list[Column[Told]]:
    """The columns of changed fields; `whole` also tells the deed, for the history of one record."""
    deed: list[Column[Told]] = [
        Column("when", "Waktu", 160, lambda one: one.when, whole=MOMENT, spare=1, sortable=False),
        Column(
            "label",
            "Perubahan",
            220,
            lambda one: f"{one.label} ({one.operator}, {one.laptop})",
            least=140,
            spare=3,
            sortable=False,
        ),
    ]
    return [
        *(deed if whole else []),
        Column("subject", "Tentang", 210, lambda one: one.subject, least=110, bold=True, sortable=False),
        Column("question", "Isian", 210, lambda one: one.question, least=110, sortable=False),
        Column("old", "Sebelumnya", 180, lambda one: one.old or "–", least=98, sortable=False),
        Column("new", "Menjadi", 180, lambda one: one.new or "–", least=98, sortable=False),
        Column(
            "fate",
            "Keadaan",
            180,
            lambda one: one.fate,
            least=90,
            spare=2,
            sortable=False,
            colour=lambda _one: style.QUIET,
        ),
    ]


def _fill(box: QComboBox, everything: str, entries: list[(tuple[str, str])]) -> None:
    """New entries; what was chosen stays chosen."""
    chosen = box.currentData()
    box.clear()
    box.addItem(everything, "")
    for words, data in entries:
        box.addItem(words, data)
    box.setCurrentIndex(max(0, box.findData(chosen)))


def _start_of_day(now_ms: int, days: int) -> str:
    """The beginning of the day so many days ago, in local time, as the journal writes moments (UTC)."""
    today = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return wall_text(int((today - timedelta(days=days)).timestamp() * 1000))
