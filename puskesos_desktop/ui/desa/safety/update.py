"""Program: the version that runs, a newer one from a stick with what is new in it, and the way back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from puskesos_desktop import __version__
from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.safety import update, upkeep
from puskesos_desktop.services.safety.update import Update
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import card, clear, label, paragraph, push, side_by_side


class UpdateCard(QWidget):
    """A box that is seen only where there is something to do: a publisher to trust, or an earlier version to go to.

    `ready` carries a setup that was backed up for and checked; `said` a kind of banner and its sentence.
    """

    ready = Signal(object)
    said = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._offered: Update | None = None
        box, self._inside = card()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box)
        self._show()

    def offer(self, offered: Update) -> None:
        """Show what a newer version brings, and let the person decide."""
        self._offered = offered
        self._show()

    def look_in(self, folder: Path) -> None:
        """Offer the newer version that lies in this folder, or say why there is none."""
        offered = update.find(folder, publisher=update.PUBLISHER)
        if offered is None:
            self.said.emit("info", update.why_not(folder))
        else:
            self.offer(offered)

    def _show(self) -> None:
        clear(self._inside)
        back = update.earlier(update.kept_folder())
        self.setVisible(bool(update.PUBLISHER) or back is not None)
        self._inside.addWidget(label("Program", "heading"))
        self._inside.addWidget(paragraph(f"Versi yang terpasang: {__version__}."))
        if self._offered is not None:
            self._show_offer(self._offered)
            return
        deeds = []
        if update.PUBLISHER:
            deeds.append(push("Cari versi baru di USB…", self._search, icon="usb"))
        if back is not None:
            words = f"Kembali ke versi {update.version_of(back)}…"
            deeds.append(push(words, partial(self._go_back, back), kind="flat"))
        self._inside.addLayout(side_by_side(*deeds))

    def _show_offer(self, offered: Update) -> None:
        place = offered.setup.parent
        words = f"Versi {offered.version} ada di {place.name or place} ({wording.size(offered.size)}). Yang baru:"
        self._inside.addWidget(paragraph(words))
        for news in offered.news:
            self._inside.addWidget(paragraph(f"•  {news}"))
        self._inside.addWidget(
            paragraph("Data dicadangkan dulu. Sesudah itu Puskesos ditutup dan pemasangan dimulai.", "quiet")
        )
        self._inside.addLayout(
            side_by_side(
                push(f"Pasang versi {offered.version}", partial(self._take, offered), icon="simpan"),
                push("Lain kali", self._later, kind="flat"),
            )
        )

    def _search(self) -> None:
        folder = dialogs.choose_folder(self, "Pilih USB atau folder berisi Puskesos-Setup")
        if folder is not None:
            self.look_in(folder)

    def _later(self) -> None:
        self._offered = None
        self._show()

    def _take(self, offered: Update) -> None:
        store = self._desk.store

        def work(progress: Progress) -> Path:
            return update.take(offered, update.kept_folder(), lambda: upkeep.back_up(store, progress), progress)

        self._desk.jobs.read(self, "Menyiapkan versi baru…", work, self.ready.emit, self._refused)

    def _go_back(self, setup: Path) -> None:
        version = update.version_of(setup)
        text = (
            f"Kembali ke versi {version}? Data dicadangkan dulu. Bila versi {__version__} sudah menyesuaikan data, "
            f"versi {version} hanya dapat membuka cadangan dari sebelum pembaruan."
        )
        if dialogs.ask(self, "Versi sebelumnya", text, f"Kembali ke versi {version}"):
            store = self._desk.store
            self._desk.jobs.read(
                self,
                "Mencadangkan…",
                lambda progress: upkeep.back_up(store, progress),
                lambda _made: self.ready.emit(setup),
                self._refused,
            )

    def _refused(self, problem: Exception) -> None:
        self._later()
        self.said.emit("salah", str(problem))
