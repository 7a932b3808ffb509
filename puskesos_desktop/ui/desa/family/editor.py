"""The editor of a family: the paper's sections at the side, one at a time in the middle, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from puskesos_desktop.domain import identity
from puskesos_desktop.domain.household import ANGGOTA, Household, Record
from puskesos_desktop.domain.outcome import InvalidData, Issue, Severity, UserError
from puskesos_desktop.domain.words import calendar
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.family.editing import Editing
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.family.house_picker import HousePicker
from puskesos_desktop.ui.desa.family.members import MemberTable
from puskesos_desktop.ui.desa.family.outline import MEMBERS, NEW_CASE, NEW_DESIL, PHOTOS, Outline, Target
from puskesos_desktop.ui.desa.family.person import PersonView
from puskesos_desktop.ui.desa.family.photos import PhotosView
from puskesos_desktop.ui.desa.family.section import SectionView
from puskesos_desktop.ui.desa.history.record import RecordHistory
from puskesos_desktop.ui.desa.life.menu import LifeMenu
from puskesos_desktop.ui.desa.requests import OpensFamilies
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.form_view import FormView
from puskesos_desktop.ui.kit.page import Page, label, push

CHECK_AFTER_MS = 150


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
        self._views: dict[str, QWidget] = {}
        self._shown: Target | None = None
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.timeout.connect(self._check)
        self._build()
        self._check()
        self._outline.rebuild(self.editing)
        self._show(self._outline.current())
        self._tell_first(from_draft)

    @property
    def family(self) -> str:
        """Id of the family being edited."""
        return self.editing.household.family.id

    def may_leave(self) -> bool:
        """Unsaved work is saved, kept as a draft, or thrown away: the person says which."""
        self._commit_focus()
        if not self.editing.changed:
            self._desk.drafts.drop(self.family)
            return True
        text = f"Perubahan pada {self._name()} belum disimpan."
        choice = dialogs.choose(self, "Belum disimpan", text, ("Simpan", "Simpan sebagai draf", "Buang"))
        if choice == 0:
            self.save()
        elif choice == 2:
            self._desk.drafts.drop(self.family)
        return choice in (1, 2)

    def save(self) -> None:
        """Save on the worker; the list comes back when it is done, the first wrong answer when it is not."""
        self._commit_focus()
        if self._stays_for_unread():
            return
        household = self.editing.household
        self._save_button.setEnabled(False)
        self._desk.jobs.run(
            self,
            "Menyimpan keluarga…",
            lambda _progress: registry.save_household(self._desk.store, household, self._desk.operator),
            self._saved,
            self._refused,
        )

    def _build(self) -> None:
        self._heading = label("", "title")
        self._heading.setWordWrap(True)
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._draft_state = label("", "quiet")
        self._outline = Outline()
        self._outline.chosen.connect(self._show)
        self._stack = QStackedWidget()
        self._said = label("", "quiet")
        self._delete_button = push("Hapus keluarga…", self._delete, kind="flat", icon="hapus")
        life = LifeMenu(self._desk, self.family, self._lived, ready=self._ready_for_life)
        history = push("Riwayat…", self._show_history, kind="flat", icon="riwayat")
        for button in (self._delete_button, life, history):
            button.setVisible(self.editing.household.family.before is not None)
        self._save_button = push("Simpan  F2", self.save, kind="main", icon="simpan")
        add = push("Tambah anggota", self._add_member, icon="tambah")
        close = push("Tutup", self._close)
        self._buttons = (add, life, close, self._save_button, history, self._delete_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(12)
        column.addLayout(_row((self._heading, 1), (self._draft_state, 0), (history, 0), (self._delete_button, 0)))
        column.addWidget(self.banner)
        column.addLayout(_row((self._outline, 0), (_paper(self._stack), 1)), 1)
        column.addLayout(
            _row(
                (self._said, 1),
                (life, 0),
                (add, 0),
                (close, 0),
                (self._save_button, 0),
            )
        )
        for keys, deed in (
            ("F2", self.save),
            ("Ctrl+PgDown", partial(self._outline.step, 1)),
            ("Ctrl+PgUp", partial(self._outline.step, -1)),
            ("Esc", self._close),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    def _tell_first(self, from_draft: bool) -> None:
        if from_draft:
            self.banner.say("info", "Isian yang belum disimpan dibuka kembali. Tekan Simpan bila sudah benar.")
        elif self.editing.household.neighbours:
            cards = ", ".join(identity.grouped(mate.text("nomor_kk")) for mate in self.editing.household.neighbours)
            text = f"Rumah ini juga ditempati keluarga {cards}. Perubahan keadaan rumah berlaku untuk semua."
            self.banner.say("info", text)

    def _show(self, target: Target | None) -> None:
        if target is None:
            return
        self._commit_focus()
        if self._shown is not None and target != self._shown and self._stays_for_unread():
            self._outline.go_back_to(self._shown)
            return
        self._shown = target
        if target.kind == NEW_CASE:
            self._go(self.editing.add_case(None))
        elif target.kind == NEW_DESIL:
            self._go(self.editing.add_desil())
        elif target.kind in (MEMBERS, PHOTOS):
            self._show_many(target.kind)
        elif target.kind == ANGGOTA:
            self._show_person(target.record)
        else:
            self._show_section(target)
        self._put_buttons_last()

    def _put_buttons_last(self) -> None:
        """Tab goes from the outline through the questions to the buttons, though the questions are made later."""
        last = self.window().previousInFocusChain()
        while last is not None and not last.focusPolicy() & Qt.FocusPolicy.TabFocus:
            last = last.previousInFocusChain()
        for before, after in pairwise((last or self._outline, *self._buttons)):
            QWidget.setTabOrder(before, after)

    def _stays_for_unread(self) -> bool:
        """Whether something typed here cannot be understood; then the person is brought to it."""
        form = self._form()
        unread = form.unread() if form is not None else []
        if form is None or not unread:
            return False
        form.focus_on(unread[0].field)
        self.banner.say("salah", "Ada isian yang belum dapat dibaca. Betulkan atau kosongkan dulu.")
        return True

    def _show_many(self, kind: str) -> None:
        photos = partial(PhotosView, self._desk, self.editing, self._take_place)
        view = self._view(kind, self._make_table if kind == MEMBERS else photos)
        if isinstance(view, MemberTable | PhotosView):
            view.refresh()

    def _show_person(self, record: str) -> None:
        view = self._view(ANGGOTA, self._make_person)
        if isinstance(view, PersonView):
            view.show_person(record)

    def _show_section(self, target: Target) -> None:
        view = self._view(f"{target.kind} {target.sections[0].title}", partial(SectionView, self.editing, target))
        if isinstance(view, SectionView):
            view.changed.connect(self._changed, Qt.ConnectionType.UniqueConnection)
            view.new_house.connect(self._pick_house, Qt.ConnectionType.UniqueConnection)
            view.removed.connect(self._remove_record, Qt.ConnectionType.UniqueConnection)
            view.form.suggest("dusun", sorted({dusun for dusun, _, _ in households.places(self._desk.db) if dusun}))
            view.show_record(target.record)

    def _view(self, name: str, make: Callable[[], QWidget]) -> QWidget:
        if name not in self._views:
            self._views[name] = make()
            self._stack.addWidget(self._views[name])
        self._stack.setCurrentWidget(self._views[name])
        return self._views[name]

    def _make_table(self) -> QWidget:
        table = MemberTable(self.editing)
        table.opened.connect(self._outline.go_to)
        table.added.connect(self._add_member)
        table.removed.connect(self._remove_member)
        return table

    def _make_person(self) -> QWidget:
        view = PersonView(self.editing, self._desk)
        view.likely.chosen.connect(self.opened.emit)
        view.changed.connect(self._changed_person)
        view.case_opened.connect(self._outline.go_to)
        view.case_added.connect(lambda person: self._go(self.editing.add_case(person)))
        return view

    def _changed_person(self, record: str, key: str) -> None:
        view = self._views[ANGGOTA]
        if isinstance(view, PersonView):
            self._changed(record, view.form.values())
        if key in ("nama", "hubungan"):
            self._outline.rebuild(self.editing)

    def _changed(self, record: str, answers: dict[str, int | str | None]) -> None:
        """Take an answer, put it on disk as a draft at once, and look at everything a moment later."""
        self.banner.hide()
        self.editing.answer(record, answers)
        self._keep_draft()
        self._check_timer.start(CHECK_AFTER_MS)

    def _take_place(self, point: str) -> None:
        house = self.editing.household.building
        self._changed(house.id, {**house.answers, "koordinat": point})
        self.banner.say("info", "Titik koordinat rumah terisi dari foto. Tekan Simpan bila sudah benar.")

    def _keep_draft(self) -> None:
        now = self._desk.store.ambient.now_ms()
        try:
            self._desk.drafts.keep(self.family, self._name(), self.editing.household, now)
        except UserError as problem:
            self._draft_state.setText("draf belum tersimpan")
            self.banner.say("salah", str(problem))
            return
        self._draft_state.setText(f"draf tersimpan {calendar.show_time(datetime.fromtimestamp(now / 1000))}")

    def _check(self) -> None:
        self.editing.check(self._desk.db)
        self._outline.show_progress(self.editing)
        self._said.setText(self.editing.counted)
        self._heading.setText(self._title())
        form, target = self._form(), self._outline.current()
        if form is not None and target is not None:
            form.show_issues(self.editing.issues_of(target.record))

    def _form(self) -> FormView | None:
        view = self._stack.currentWidget()
        return view.form if isinstance(view, PersonView | SectionView) else None

    def _commit_focus(self) -> None:
        form = self._form()
        if form is not None:
            form.commit()

    def _go(self, record: Record, key: str = "") -> None:
        self._keep_draft()
        self._check()
        self._outline.rebuild(self.editing)
        self._outline.go_to(record.id, key)
        form = self._form()
        if form is not None:
            form.focus_on(key) if key else form.focus_first()

    def _add_member(self) -> None:
        self._commit_focus()
        self._go(self.editing.add_member(), "nama")

    def _remove_member(self, record: str) -> None:
        name = self.editing.record(record).text("nama") or "anggota ini"
        reasons = ("Salah masuk", "Ganda")
        text = f"Mengapa {name} dikeluarkan dari keluarga ini? Bila meninggal atau pindah, isi pertanyaan 404 saja."
        chosen = dialogs.choose(self, "Keluarkan anggota", text, reasons)
        if chosen is not None:
            self.editing.remove_member(record, reasons[chosen].lower())
            self._after_removal()

    def _remove_record(self, record: str) -> None:
        if dialogs.ask(self, "Hapus catatan", "Hapus catatan ini? Isinya tetap ada di riwayat.", "Hapus"):
            self.editing.remove_case(record, "dihapus operator")
            self._after_removal()

    def _after_removal(self) -> None:
        self._keep_draft()
        self._check()
        self._outline.rebuild(self.editing)
        self._show(self._outline.current())

    def _pick_house(self) -> None:
        picked = HousePicker.pick(self, self._desk, self.family)
        if picked is not None:
            self.editing.move_into(
                picked.building, (picked.family, *picked.neighbours), len(picked.living) + picked.others_in_house
            )
            self._go(picked.building)
            self._tell_first(False)

    def _saved(self, issues: list[Issue]) -> None:
        self._desk.drafts.drop(self.family)
        self.editing.issues = issues
        rest = f" {self.editing.counted} masih perlu dilihat." if self.editing.counted else ""
        self.closed.emit(self.family, f"{self._name()} sudah disimpan.{rest}")

    def _refused(self, problem: Exception) -> None:
        self._save_button.setEnabled(True)
        if not isinstance(problem, InvalidData):
            self.banner.say("salah", f"{problem} Isian Anda tetap ada sebagai draf.")
            return
        self.editing.issues = problem.issues
        first = next(issue for issue in problem.issues if issue.severity is Severity.ERROR)
        self._outline.show_progress(self.editing)
        self._outline.go_to(first.record, first.field)
        form = self._form()
        if form is not None:
            form.show_issues(self.editing.issues_of(first.record))
            form.focus_on(first.field)
        self.banner.say("salah", "Belum disimpan. Betulkan isian yang bertanda, lalu simpan lagi.")

    def _delete(self) -> None:
        text = f"Mengapa {self._name()} dihapus? Isinya tetap ada di riwayat dan dapat dikembalikan."
        reasons = ("Salah masuk", "Ganda")
        chosen = dialogs.choose(self, "Hapus keluarga", text, reasons)
        if chosen is None:
            return
        reason, family, name = reasons[chosen].lower(), self.family, self._name()
        self._desk.drafts.drop(family)
        self._desk.jobs.run(
            self,
            "Menghapus keluarga…",
            lambda _progress: registry.delete_family(self._desk.store, family, reason, self._desk.operator),
            lambda _none: self.closed.emit(family, f"{name} sudah dihapus."),
        )

    def _show_history(self) -> None:
        RecordHistory(self, self._desk.store, self.editing.household).open()

    def _ready_for_life(self) -> bool:
        """An event of the family's life starts from what is saved."""
        self._commit_focus()
        if self.editing.changed:
            self.banner.say("info", "Simpan dulu perubahan ini (F2), lalu buka Peristiwa keluarga lagi.")
        return not self.editing.changed

    def _lived(self, words: str) -> None:
        self._desk.drafts.drop(self.family)
        self.closed.emit(self.family, words)

    def focus_first(self) -> None:
        """Bring the keyboard to the first question."""
        form = self._form()
        if form is not None:
            form.focus_first()

    def _close(self) -> None:
        if QApplication.activePopupWidget() is None and self.may_leave():
            self.closed.emit(self.family, "")

    def _name(self) -> str:
        return f"keluarga {registry.head_name(self.editing.household)}"

    def _title(self) -> str:
        card = identity.grouped(self.editing.household.family.text("nomor_kk")).replace(" ", "\N{NO-BREAK SPACE}")
        if self.editing.household.family.before is None and not self.editing.household.members:
            return "Keluarga baru"
        return f"Keluarga {registry.head_name(self.editing.household)}" + (f"  ·  {card}" if card else "")


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
