"""Entry of results: scan or type a number, mark the sheet by the keyboard alone, F2 saves, the next sheet."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout

from puskesos_desktop.domain.household import read_day
from puskesos_desktop.domain.outcome import InvalidData, Issue, Progress, Severity, UserError
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.services.rounds import numbers, plan, quality, results
from puskesos_desktop.services.rounds.entering import Entering
from puskesos_desktop.services.rounds.plan import SheetState
from puskesos_desktop.services.rounds.quality import Difference
from puskesos_desktop.services.rounds.results import OpenSheet, Walk
from puskesos_desktop.store.read import rounds
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.requests import OpensFamilies
from puskesos_desktop.ui.desa.rounds.sheet import SheetView
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.flow import Flow
from puskesos_desktop.ui.kit.page import EmptyState, Page, label, push
from puskesos_desktop.ui.kit.search_line import hint

PICTURES = "Gambar (*.jpg *.jpeg *.png *.bmp *.webp)"
MOST_TOLD = 6
NOT_ON_DISK = "Entri ini belum tersimpan sebagai draf. Kosongkan ruang di cakram, lalu teruskan."


class ResultsView(Page, OpensFamilies):
    """One sheet after the other; `closed` asks to go back to the round, `opened` names a family to look at."""

    title = "Entri hasil"
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._desk = desk
        self._second = False
        self._again = False
        self._last: tuple[date, str] | None = None
        self.number = QLineEdit()
        self.sheet = SheetView()
        self._stack = QStackedWidget()
        self._build()

    @property
    def entering(self) -> Entering | None:
        """The open sheet."""
        return self.sheet.entering

    def refresh(self) -> None:
        """Nothing of a sheet half entered is thrown away; the keyboard stands where the next number goes."""
        if self.entering is None:
            self.number.setFocus()

    def may_leave(self) -> bool:
        """Marks that are not saved stay as a draft, or are thrown away: the person says which."""
        if self.entering is None or not self.entering.started:
            return True
        text = f"Lembar {self.entering.sheet.name} belum disimpan."
        choice = dialogs.choose(self, "Belum disimpan", text, ("Simpan sebagai draf", "Buang"))
        if choice == 1:
            self._desk.drafts.remember(self._draft(), "")
        return choice is not None

    def open_number(self, typed: str) -> None:
        """Open the sheet with this number, typed or scanned."""
        if not typed.strip() or not self.may_leave():
            return
        store = self._desk.store

        def work(_progress: Progress) -> OpenSheet:
            return results.open_sheet(store, typed)

        self._desk.jobs.read(self, "Membuka lembar…", work, self._opened, self._not_opened)

    def open_picture(self, path: Path) -> None:
        """Open the sheet whose QR is in a picture."""

        def work(_progress: Progress) -> list[str]:
            from puskesos_desktop.exchange.pictures import qr

            return qr.read_numbers(path)

        self._desk.jobs.read(self, "Membaca gambar…", work, lambda found: self.open_number(found[0]), self._not_opened)

    def save(self) -> None:
        """Save the sheet: first what changed since printing is decided, then the rules look at all of it."""
        entering, desk = self.entering, self._desk
        if entering is None or self.sheet.unread():
            return
        if plan.state_of(entering.sheet.line) is SheetState.ENTERED and not (self._second or self._again):
            self._tell_first(entering.sheet)
            return
        collision = None if self._second else entering.to_decide()
        if collision is not None:
            self.sheet.ask(collision)
            return
        sheet, keyed, walk, again = entering.sheet, entering.keyed, entering.walk, self._again
        if self._second:
            desk.jobs.run(
                self, "Membandingkan…",
                lambda _progress: quality.key_again(desk.store, sheet, keyed, walk, desk.operator),
                self._compared, self._refused,
            )  # fmt: skip
        else:
            desk.jobs.run(
                self, "Menyimpan hasil…",
                lambda _progress: results.save(desk.store, sheet, keyed, walk, desk.operator, again=again),
                self._saved, self._refused,
            )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the round."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A picture of a QR may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the QR of the picture."""
        self.open_picture(Path(event.mimeData().urls()[0].toLocalFile()))

    def _build(self) -> None:
        hint(self.number, "Pindai QR, ketik nomor lembar, atau enam angka terakhirnya")
        self.number.setAccessibleName("Nomor lembar")
        self.number.returnPressed.connect(lambda: self.open_number(self.number.text()))
        self.sheet.save_wanted.connect(self.save)
        self.sheet.said.connect(self.banner.say)
        self.sheet.changed.connect(self._keep_draft)
        top = Flow(label(self.title, "title"), self.number)
        top.addWidget(push("Dari gambar…", self._choose_picture, icon="foto"))
        top.addWidget(push("Kembali  Esc", self._leave))
        self._stack.addWidget(
            EmptyState(
                "berkas",
                "Pindai lembar berikutnya",
                "Nomornya ada di bawah kode QR. Alat pemindai yang mengetik dapat langsung dipakai.",
            )
        )
        self._stack.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)

    def _opened(self, sheet: OpenSheet) -> None:
        self.banner.hide()
        line, me = sheet.line, self._desk.operator
        entered = plan.state_of(line) is SheetState.ENTERED
        another = line.record.text("dientri_oleh").casefold() != me.casefold()
        self._again, self._second = False, entered and another and self._chosen_twice(sheet)
        day, walker = self._last or (sheet.today, "")
        entering = Entering(sheet, Walk(day, line.record.text("petugas") or walker))
        heading = f"Keluarga {sheet.name}" + ("  ·  ketikan kedua" if self._second else "")
        printed = read_day(line["dicetak"])
        where = [plan.area_words(plan.area_of(line)), line.place.alamat or "", f"Lembar {plan.shown(line)}"]
        where += [f"dicetak {calendar.show_date(printed)}"] if printed else []
        again = entering.unpack(self._desk.drafts.recall(self._draft(sheet.line.id)))
        self._stack.setCurrentIndex(1)
        self.sheet.show_sheet(entering, heading, "  ·  ".join(filter(None, where)))
        if again:
            self.banner.say("info", "Entri yang belum disimpan dibuka kembali.")
        self._tell_first(sheet)

    def _draft(self, line: str = "") -> str:
        """Under which name the marks of a sheet are kept on this laptop."""
        line = line or (self.entering.sheet.line.id if self.entering is not None else "")
        return f"{'ketikan kedua' if self._second else 'entri'} {line}"

    def _keep_draft(self) -> None:
        if self.entering is not None:
            name = self._draft()
            self._desk.drafts.remember(name, self.entering.packed())
            if not self._desk.drafts.is_on_disk(name):
                self.banner.say("salah", NOT_ON_DISK)

    def _tell_first(self, sheet: OpenSheet) -> None:
        gone = [one.answers.get("nama") or "rumah yang tercetak" for one in results.gone(sheet)]
        if self._second:
            self.banner.say("info", "Ketikan kedua: ketik apa yang tertulis di kertas. Data keluarga tidak berubah.")
        elif plan.state_of(sheet.line) is SheetState.ENTERED:
            who = sheet.line.record.text("dientri_oleh")
            self.banner.say("peringatan", f"Lembar ini sudah dientri oleh {who}.", "Entri lagi", self._insist)
        elif gone:
            words = f"Sejak dicetak, {', '.join(map(str, gone))} tidak lagi di keluarga ini; isiannya tidak dipakai."
            self.banner.say("peringatan", words)

    def _chosen_twice(self, sheet: OpenSheet) -> bool:
        db, line = self._desk.db, sheet.line
        round_ = next((one for one in rounds.rounds(db) if one.id == line["putaran_id"]), None)
        if round_ is None or not plan.waits_for_second(line):
            return False
        return any(one.id == line.id for one in plan.to_key_twice(round_, rounds.sheets(db, round_.id)))

    def _insist(self) -> None:
        self._again = True
        self.banner.hide()
        self.sheet.focus_boxes()

    def _not_opened(self, problem: Exception) -> None:
        family = self._of_family(self.number.text())
        if family:
            words = "Formulir ini dicetak di luar putaran. Isikan di penyunting keluarganya."
            self.banner.say("info", words, "Buka keluarga", partial(self.opened.emit, family))
        else:
            self.banner.say("salah", str(problem))
        self.number.setFocus()
        self.number.selectAll()

    def _of_family(self, typed: str) -> str:
        """The family whose form outside a round carries this number."""
        try:
            found = numbers.families_of_number(self._desk.db, typed)
        except UserError:
            return ""
        return found[0] if len(found) == 1 else ""

    def _forget(self) -> tuple[str, str]:
        """Nothing is open: the keyboard waits for a number; whom the sheet was about, and the family."""
        self.banner.hide()
        entering, self.sheet.entering = self.entering, None
        self._stack.setCurrentIndex(0)
        self.number.clear()
        self.number.setFocus()
        return (entering.sheet.name, entering.sheet.line.family) if entering else ("", "")

    def _saved(self, issues: list[Issue]) -> None:
        if self.entering is not None:
            self._last = (self.entering.walk.day, self.entering.walk.walker)
        odd = sum(issue.severity is Severity.WARNING for issue in issues)
        self._desk.drafts.remember(self._draft(), "")
        name, family = self._forget()
        if odd:
            words = f"Lembar {name} tersimpan. {odd} peringatan masih perlu dilihat."
            self.banner.say("peringatan", words, "Buka keluarga", partial(self.opened.emit, family))
        else:
            self.banner.say("benar", f"Lembar {name} tersimpan. Silakan lembar berikutnya.")

    def _compared(self, found: list[Difference]) -> None:
        self._desk.drafts.remember(self._draft(), "")
        name, family = self._forget()
        if not found:
            self.banner.say("benar", f"Lembar {name}: kedua ketikan sama.")
            return
        told = [
            f"{one.box.number or one.box.field.label}: {one.box.shown(one.first) or '(kosong)'} dan "
            f"{one.box.shown(one.second) or '(kosong)'}"
            for one in found[:MOST_TOLD]
        ]
        words = f"Lembar {name}: {len(found)} isian berbeda. {'; '.join(told)}. Lihat kertasnya, betulkan di keluarga."
        self.banner.say("peringatan", words, "Buka keluarga", partial(self.opened.emit, family))

    def _refused(self, problem: Exception) -> None:
        if not isinstance(problem, InvalidData):
            self.banner.say("salah", str(problem))
            return
        first = next(issue for issue in problem.issues if issue.severity is Severity.ERROR)
        where = self.sheet.point_out(first)
        self.banner.say("salah", f"Belum disimpan. {where + ': ' if where else ''}{first.message}")

    def _leave(self) -> None:
        if self.may_leave():
            self._forget()
            self.closed.emit()

    def _choose_picture(self) -> None:
        path = dialogs.open_file(self, "Gambar kode QR", PICTURES)
        if path is not None:
            self.open_picture(path)
