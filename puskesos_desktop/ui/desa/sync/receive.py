"""Terima: a bundle of another laptop is checked and shown first, then taken in; requests to join and receipts too."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import wording
from puskesos_desktop.exchange.bundle.manifest import Kind
from puskesos_desktop.exchange.bundle.packing import read_bundle
from puskesos_desktop.services.family import photos
from puskesos_desktop.services.sync import receive, send
from puskesos_desktop.services.sync.receive import Incoming, Received
from puskesos_desktop.services.sync.send import Sent
from puskesos_desktop.store.log.outbox import Receipt
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.desa.requests import LooksInFolders, RebuildsWindow
from puskesos_desktop.ui.desa.sync.held import HeldCard, LaptopsCard
from puskesos_desktop.ui.desa.sync.incoming import IncomingCard
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.drops import FileDrop
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.page import Page, card, label, paragraph, push, side_by_side

PACKAGES = "Paket Puskesos (*.psb)"
DEED_ROWS = 8
"""Rows of the list of changes seen at once."""


class ReceivingPage(Page, RebuildsWindow, LooksInFolders):
    """Choose a file, see what it is and what it would change, then take it. The first data want a new window."""

    title = "Terima"
    tables = EVERYTHING

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        FileDrop(self, self.receive, ".psb")
        self._desk = desk
        self._incoming: Incoming | None = None
        self._intro = paragraph("")
        self._shown, self._held, self._laptops = IncomingCard(), HeldCard(desk), LaptopsCard(desk)
        self._shown.take_wanted.connect(self._take)
        self._shown.accept_wanted.connect(self._accept)
        self._shown.given_up.connect(self._forget)
        self._held.settled.connect(self._settled)
        self._build()

    def refresh(self) -> None:
        """What waits to be trusted, and which laptops the village has."""
        waiting = households.village(self._desk.db) is None
        self._intro.setText(
            "Laptop ini menunggu paket awal dari laptop pertama. Terima berkas PSB_… dari USB itu di sini."
            if waiting
            else "Pilih paket dari laptop lain desa ini, permintaan laptop yang mau bergabung, atau tanda terima dari "
            "kabupaten. Isinya ditunjukkan dulu; belum ada yang berubah."
        )
        self._held.refresh()
        self._laptops.refresh()

    def choose(self) -> None:
        """Ask for the file."""
        path = dialogs.open_file(self, "Pilih berkas yang diterima", f"{PACKAGES};;Semua berkas (*)")
        if path is not None:
            self.receive(path)

    def receive(self, path: Path) -> None:
        """Look at a file and show what it would do; a receipt is noted at once."""
        store = self._desk.store

        def work(progress: Progress) -> Incoming | tuple[Receipt, bool]:
            if read_bundle(path, progress).manifest.kind is Kind.RECEIPT:
                return send.take_receipt(store, path)
            return receive.look(store, path, progress)

        self._desk.jobs.run(self, "Memeriksa berkas…", work, self._looked)
        self.looked_in.emit(path.parent)

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(16)
        column.addWidget(label(self.title, "title"))
        column.addWidget(self.banner)
        box, inside = card()
        inside.addWidget(self._intro)
        inside.addLayout(side_by_side(push("Pilih berkas…", self.choose, kind="main", icon="terima")))
        for widget in (box, self._shown, self._held, self._laptops):
            column.addWidget(widget)
        column.addStretch(1)
        content.setObjectName("page")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))

    def _looked(self, found: Incoming | tuple[Receipt, bool]) -> None:
        self.banner.hide()
        if isinstance(found, Incoming):
            self._incoming = found
            self._shown.show_incoming(found)
            return
        receipt, fresh = found
        self._forget()
        self.banner.say(
            "benar",
            f"Tanda terima {'dicatat' if fresh else 'sudah pernah dicatat'}. Kabupaten memegang "
            f"{wording.totals(receipt.totals)}.",
        )

    def _take(self, trust: bool) -> None:
        found = self._incoming
        if found is None:
            return
        store = self._desk.store
        self._desk.jobs.run(
            self,
            "Menerima paket…",
            lambda progress: receive.take(store, found.path, progress, trust=trust),
            self._taken,
        )

    def _taken(self, received: Received) -> None:
        found = self._incoming
        self._forget()
        if found is None:
            return
        words = receive.in_words(found, received.taken, False, received.after, received)
        equal = " Jumlahnya sama dengan pengirim." if received.equal else ""
        self.banner.say("peringatan" if received.taken.held else "benar", words + equal)
        self.refresh()
        if not received.before.get("keluarga") and households.village(self._desk.db) is not None:
            self.rebuild_wanted.emit()

    def _accept(self, name: str) -> None:
        found = self._incoming
        folder = dialogs.choose_folder(self, "Pilih USB untuk paket awal", found.path.parent if found else None)
        if found is None or folder is None:
            return
        self.accept_into(found, name, folder)

    def accept_into(self, found: Incoming, name: str, folder: Path) -> None:
        """Let a laptop join and write its first bundle into a folder."""
        self._desk.jobs.run(
            self,
            "Menulis paket awal…",
            lambda progress: receive.accept(self._desk.store, found, name, folder, progress),
            lambda sent: self._accepted(name, sent),
        )

    def _accepted(self, name: str, sent: Sent) -> None:
        self._forget()
        self.banner.say(
            "benar",
            f"{name} sekarang laptop desa ini. Paket awal {sent.path.name} sudah ditulis dan dibaca ulang: "
            f"{wording.totals(sent.totals)}{photos.counted(sent.photos)}. Aman dicabut; terima di laptop itu. "
            f"{send.rest_words(sent)}".rstrip(),
        )
        self.refresh()

    def _settled(self, words: str) -> None:
        if words:
            self.banner.say("benar", words)
        self.refresh()

    def _forget(self) -> None:
        self._incoming = None
        self._shown.hide()
