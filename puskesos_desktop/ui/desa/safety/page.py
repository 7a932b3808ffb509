"""Cadangan: the last good backup, all there are, a copy on another drive, a rehearsal, and going back to one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.services.safety import restore, upkeep, worries
from puskesos_desktop.services.safety.restore import Look, Opening
from puskesos_desktop.services.safety.upkeep import Copied, Rehearsal
from puskesos_desktop.store.backup.note import Backup
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.desa.requests import InstallsVersions, LooksInFolders, PutsBack
from puskesos_desktop.ui.desa.safety.cards import ApartCard, BackupsCard, LookCard, StandingCard, WorryCard
from puskesos_desktop.ui.desa.safety.update import UpdateCard
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.page import Page, label


class BackupsPage(Page, PutsBack, InstallsVersions, LooksInFolders):
    """What is safe and how to go back, to an earlier backup and to an earlier version of the program."""

    title = "Cadangan"
    tables = EVERYTHING

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._state = StandingCard(self.back_up, self.copy, self.rehearse)
        self._worries = WorryCard({worries.BACK_UP: self.back_up, worries.COPY: self.copy})
        self._would = LookCard()
        self._would.wanted.connect(self.restore)
        self.program = UpdateCard(desk)
        self.program.said.connect(self.banner.say)
        self.program.ready.connect(self.setup_ready)
        self._list = BackupsCard(self.look, self.choose, self.change_place)
        self.table = self._list.table
        self.table.activated_row.connect(self.look)
        self._apart = ApartCard()
        self.others = self._apart.table
        self.others.activated_row.connect(self.look)
        self._build()

    def refresh(self) -> None:
        """What there is now."""
        standing = upkeep.describe(self._desk.store)
        self._state.show_standing(standing)
        self._worries.show_worries(worries.worries(self._desk.store))
        self.table.show_rows(standing.backups)
        self._list.setVisible(bool(standing.backups or standing.apart))
        self.others.show_rows(standing.apart)
        self._apart.setVisible(bool(standing.apart))

    def focus_first(self) -> None:
        """What is to be mended first, else a backup now."""
        (self._worries.button() or self._state.button).setFocus()

    def back_up(self) -> None:
        """Make one now."""
        self._desk.jobs.read(
            self, "Mencadangkan…", lambda progress: upkeep.back_up(self._desk.store, progress), self._backed_up
        )

    def copy(self, folder: Path | None = None) -> None:
        """Copy the newest backup into a folder on another drive (asked for when not given), and read it back."""
        target = folder or dialogs.choose_folder(self, "Pilih drive atau folder untuk salinan")
        if target is not None:
            self.looked_in.emit(target)
            self._desk.jobs.read(
                self,
                "Menyalin cadangan…",
                lambda progress: upkeep.copy_to(self._desk.store, target, progress),
                self._copied,
            )

    def rehearse(self) -> None:
        """Restore the newest into a working folder and look through it."""
        self._desk.jobs.read(
            self,
            "Latihan pulih…",
            lambda progress: upkeep.rehearse(self._desk.store, progress),
            self._rehearsed,
            self._failed,
        )

    def change_place(self, folder: Path | None = None) -> None:
        """Keep the backups to come in another folder (asked for when not given)."""
        target = folder or dialogs.choose_folder(self, "Pilih tempat cadangan")
        if target is not None:
            self._desk.jobs.read(
                self,
                "Mencadangkan…",
                lambda progress: upkeep.keep_at(self._desk.store, target, progress),
                self._backed_up,
            )

    def choose(self, folder: Path | None = None) -> None:
        """Show what going back to the backup in another folder (asked for when not given) would change."""
        source = folder or dialogs.choose_folder(self, "Pilih folder cadangan")
        if source is None:
            return
        self.looked_in.emit(source)
        try:
            self.look(restore.find(self._desk.store.folder, str(source)))
        except UserError as problem:
            self.banner.say("salah", str(problem))

    def look(self, backup: Backup | None = None) -> None:
        """Check a backup (the chosen one) and show what going back to it would change."""
        chosen = backup or self.table.current()
        if chosen is None:
            return
        self._desk.jobs.read(
            self,
            "Memeriksa cadangan…",
            lambda progress: restore.look(self._desk.store, chosen, progress),
            self._looked,
            self._failed,
        )

    def restore(self, seen: Look) -> None:
        """After a clear question: get the restore ready and hand it to the shell."""
        lost = f"{wording.thousands(seen.lost)} perubahan hilang dari laptop ini. " if seen.lost else ""
        text = (
            f"Kembali ke cadangan {calendar.show_utc(seen.backup.made)}? {lost}"
            "Keadaan sekarang disisihkan, tidak dihapus. Sesudah itu Anda masuk lagi."
        )
        if not dialogs.ask(self, "Pulihkan cadangan", text, "Pulihkan"):
            return
        store = self._desk.store
        self._would.hide()
        self._desk.jobs.run(
            self,
            "Menyiapkan pemulihan…",
            lambda progress: restore.prepare(store.folder, seen.backup, Opening(store.key, False), progress),
            self.restored.emit,
            self._failed,
        )

    def _backed_up(self, made: Backup) -> None:
        self.banner.say(
            "benar", f"Cadangan ditulis dan diperiksa: {wording.totals(made.counts)}, {wording.size(made.size)}."
        )
        self.refresh()

    def _copied(self, copied: Copied) -> None:
        more = f" dan {wording.thousands(copied.photos)} foto" if copied.photos else ""
        self.banner.say(
            "benar",
            f"Cadangan{more} disalin ke {copied.backup.folder} dan dibaca ulang: "
            f"{wording.totals(copied.backup.counts)}. Aman dicabut.",
        )
        self.refresh()

    def _rehearsed(self, done: Rehearsal) -> None:
        lacking = f" {wording.thousands(done.missing)} foto belum ada di cadangan." if done.missing else ""
        self.banner.say(
            "benar",
            f"Latihan berhasil: cadangan {calendar.show_utc(done.backup.made)} dapat dipulihkan. "
            f"{wording.thousands(done.operations)} catatan utuh, {wording.totals(done.counts)}.{lacking}",
        )
        self.refresh()

    def _failed(self, problem: Exception) -> None:
        self.banner.say("salah", str(problem))
        self.refresh()

    def _looked(self, seen: Look) -> None:
        self.banner.hide()
        self._would.show_look(seen)

    def _build(self) -> None:
        content = QWidget()
        content.setObjectName("page")
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(16)
        top = (label(self.title, "title"), self.banner, self._worries, self._state)
        for widget in (*top, self._would, self._list, self._apart, self.program):
            column.addWidget(widget)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))
