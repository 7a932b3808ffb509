"""Terima: a bundle of another laptop is checked and shown first, then taken in; requests to join and receipts too."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import Progress
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.exchange.bundle.manifest import Kind
from puskesos_desktop.exchange.bundle.packing import read_bundle
from puskesos_desktop.services.family import photos
from puskesos_desktop.services.sync import laptops, receive, send
from puskesos_desktop.services.sync.receive import Incoming, Received
from puskesos_desktop.services.sync.send import Sent
from puskesos_desktop.store.log import peers
from puskesos_desktop.store.log.ingest import NewDeed, Taken
from puskesos_desktop.store.log.outbox import Receipt
from puskesos_desktop.store.log.peers import Held
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.desa.requests import LooksInFolders, RebuildsWindow
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.drops import FileDrop
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.page import Page, card, clear, label, paragraph, push, side_by_side
from puskesos_desktop.ui.kit.table import Column, Table

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
        self._shown, self._inside = card()
        self._held, self._held_inside = card()
        self._laptops, self._laptops_inside = card()
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
        self._show_held(peers.held(self._desk.db.conn))
        self._show_laptops()

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
        self._shown.hide()
        content.setObjectName("page")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))

    def _looked(self, found: Incoming | tuple[Receipt, bool]) -> None:
        self.banner.hide()
        if isinstance(found, Incoming):
            self._incoming = found
            self._show_incoming(found)
            return
        receipt, fresh = found
        self._forget()
        self.banner.say(
            "benar",
            f"Tanda terima {'dicatat' if fresh else 'sudah pernah dicatat'}. Kabupaten memegang "
            f"{wording.totals(receipt.totals)}.",
        )

    def _show_incoming(self, found: Incoming) -> None:
        clear(self._inside)
        manifest = found.manifest
        self._inside.addWidget(label(found.path.name, "heading"))
        if found.joins:
            self._show_request(found)
        else:
            sender = found.name or ("laptop yang sudah dikenal" if found.known else "laptop yang belum dikenal")
            self._inside.addWidget(
                paragraph(f"Dari {sender} ({found.code}), ditulis {calendar.show_utc(manifest.created)}. Paket utuh.")
            )
            if found.would is not None:
                self._show_changes(found.would, found.photos)
            self._show_trust(found)
        self._shown.show()

    def _show_request(self, found: Incoming) -> None:
        self._inside.addWidget(
            paragraph("Sebuah laptop minta bergabung. Cocokkan kode ini dengan yang tampil di layarnya:")
        )
        self._inside.addWidget(label(found.code, "title"))
        self._name = QLineEdit("Laptop kedua")
        self._name.setAccessibleName("Nama laptop itu")
        self._name.setMaximumWidth(360)
        self._inside.addWidget(label("Nama laptop itu", "quiet"))
        self._inside.addWidget(self._name)
        self._inside.addWidget(
            paragraph(
                "Paket awal berisi seluruh data desa ditulis ke folder yang Anda pilih; terima di laptop itu.", "quiet"
            )
        )
        self._inside.addLayout(
            side_by_side(
                push("Kode cocok, tulis paket awal…", self._accept, kind="main", icon="kirim"),
                push("Tidak jadi", self._forget),
            )
        )

    def _show_changes(self, would: Taken, carried: int) -> None:
        if not would.new and not would.held:
            self._inside.addWidget(paragraph("Semua isinya sudah ada di laptop ini."))
            return
        for words, counts in (("Baru", would.created), ("Diubah", would.changed), ("Dihapus", would.deleted)):
            if counts:
                self._inside.addWidget(paragraph(f"{words}: {wording.records(counts)}"))
        if carried:
            self._inside.addWidget(paragraph(f"Membawa {wording.thousands(carried)} foto"))
        if would.conflicts:
            text = f"{len(would.conflicts)} isian dijawab berbeda di dua laptop; keduanya disimpan, pilih di Bentrok."
            self._inside.addWidget(paragraph(text, "peringatan"))
        if would.held:
            text = f"{wording.thousands(would.held)} catatan ditahan sampai bagian sebelumnya datang."
            self._inside.addWidget(paragraph(text, "peringatan"))
        table: Table[NewDeed] = Table(_deed_columns(), lambda deed: f"{deed.device} {deed.wall} {deed.label}")
        table.show_rows(would.deeds)
        table.setFixedHeight(table.verticalHeader().defaultSectionSize() * (min(len(would.deeds), DEED_ROWS) + 1) + 12)
        if would.deeds:
            self._inside.addWidget(table)
        if would.deed_count > len(would.deeds):
            rest = wording.thousands(would.deed_count - len(would.deeds))
            self._inside.addWidget(paragraph(f"dan {rest} perubahan lain", "quiet"))

    def _show_trust(self, found: Incoming) -> None:
        take = push("Terima", self._take, kind="main", icon="terima")
        self._trust = QCheckBox("Kode pengirim sudah dicocokkan dengan layar laptop itu")
        if not found.known:
            self._inside.addWidget(
                paragraph(
                    f"Pengirim belum dikenal. Cocokkan kodenya: {found.code}. Tanpa itu isinya hanya ditahan.",
                    "peringatan",
                )
            )
            self._inside.addLayout(side_by_side(self._trust))
        self._inside.addLayout(side_by_side(take, push("Tidak jadi", self._forget)))

    def _take(self) -> None:
        found = self._incoming
        if found is None:
            return
        store, trust = self._desk.store, self._trust.isChecked()
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

    def _accept(self) -> None:
        found, name = self._incoming, self._name.text()
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

    def _forget(self) -> None:
        self._incoming = None
        self._shown.hide()

    def _show_held(self, waiting: list[Held]) -> None:
        clear(self._held_inside)
        self._held.setVisible(bool(waiting))
        if not waiting:
            return
        self._held_inside.addWidget(label("Ditahan", "heading"))
        strangers = {one.device: one for one in peers.strangers(self._desk.db)}
        for one in waiting:
            who = one.name or laptops.code_of(one.device)
            count = wording.thousands(one.count)
            if one.missing:
                text = f"{who}: {count} catatan menunggu catatan {one.missing[0]}–{one.missing[1]}. Mintalah paket itu."
            elif one.device in strangers:
                text = f"{who}: {count} catatan dari laptop yang belum dikenal."
            else:
                text = f"{who}: {count} catatan menunggu segel penulisnya."
            known = [push("Percayai…", partial(self._believe, one))] if one.device in strangers else []
            self._held_inside.addWidget(paragraph(text))
            self._held_inside.addLayout(side_by_side(*known, push("Buang…", partial(self._drop, one))))

    def _believe(self, one: Held) -> None:
        stranger = next(who for who in peers.strangers(self._desk.db) if who.device == one.device)
        text = f"Kode laptop itu {laptops.code_of(one.device)}. Percayai hanya bila sama dengan di layarnya."
        if dialogs.ask(self, "Percayai laptop", text, "Kode cocok, percayai"):
            self._desk.jobs.run(
                self,
                "Menerima catatan…",
                lambda _progress: receive.believe(self._desk.store, stranger, "Laptop lain"),
                self._believed,
            )

    def _believed(self, taken: Taken) -> None:
        self.banner.say("benar", f"Laptop itu dipercaya. {wording.thousands(taken.new)} catatan diterima.")
        self.refresh()

    def _drop(self, one: Held) -> None:
        text = f"Buang {wording.thousands(one.count)} catatan yang ditahan? Paketnya dapat diterima lagi kapan saja."
        if dialogs.ask(self, "Buang yang ditahan", text, "Buang"):
            self._desk.jobs.run(
                self,
                "Membuang…",
                lambda _progress: peers.drop_held(self._desk.store, one.device),
                lambda _count: self.refresh(),
            )

    def _show_laptops(self) -> None:
        clear(self._laptops_inside)
        store = self._desk.store
        self._laptops_inside.addWidget(label("Laptop desa ini", "heading"))
        own = f"{laptops.own_name(store)} (laptop ini) · kode {laptops.code_of(store.device.name)}"
        self._laptops_inside.addWidget(paragraph(own))
        others = peers.laptops(self._desk.db)
        for one in others:
            has = (
                f"{wording.thousands(one.sequence)} catatannya ada di sini" if one.sequence else "belum ada kirimannya"
            )
            text = f"{one.name} · kode {laptops.code_of(one.device)} · {has}"
            self._laptops_inside.addWidget(paragraph(text))
        if not others:
            text = "Baru laptop ini. Di laptop lain, pilih Laptop tambahan saat pertama kali membuka Puskesos."
            self._laptops_inside.addWidget(paragraph(text, "quiet"))


def _deed_columns() -> list[Column[NewDeed]]:
    return [
        Column("label", "Perubahan", 420, lambda deed: deed.label, least=160, bold=True, sortable=False),
        Column("operator", "Oleh", 150, lambda deed: deed.operator, least=90, sortable=False),
        Column("wall", "Waktu", 160, lambda deed: calendar.short_utc(deed.wall), least=140, sortable=False),
    ]
