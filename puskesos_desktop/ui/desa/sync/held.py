"""What waits to be trusted, and which laptops the village has."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.sync import laptops, receive
from puskesos_desktop.store.log import peers
from puskesos_desktop.store.log.ingest import Taken
from puskesos_desktop.store.log.peers import Held
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import Card, clear, label, paragraph, push, side_by_side


class HeldCard(Card):
    """What was received and cannot be placed yet; hidden without any. `settled` carries what to tell of a deed."""

    settled = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def refresh(self) -> None:
        """Show what waits now."""
        waiting = peers.held(self._desk.db.conn)
        clear(self.inside)
        self.setVisible(bool(waiting))
        if not waiting:
            return
        self.inside.addWidget(label("Ditahan", "heading"))
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
            self.inside.addWidget(paragraph(text))
            self.inside.addLayout(side_by_side(*known, push("Buang…", partial(self._drop, one))))

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
        self.settled.emit(f"Laptop itu dipercaya. {wording.thousands(taken.new)} catatan diterima.")

    def _drop(self, one: Held) -> None:
        text = f"Buang {wording.thousands(one.count)} catatan yang ditahan? Paketnya dapat diterima lagi kapan saja."
        if dialogs.ask(self, "Buang yang ditahan", text, "Buang"):
            self._desk.jobs.run(
                self,
                "Membuang…",
                lambda _progress: peers.drop_held(self._desk.store, one.device),
                lambda _count: self.settled.emit(""),
            )


class LaptopsCard(Card):
    """The laptops of the village, this one first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def refresh(self) -> None:
        """Show the laptops of now."""
        clear(self.inside)
        store = self._desk.store
        self.inside.addWidget(label("Laptop desa ini", "heading"))
        own = f"{laptops.own_name(store)} (laptop ini) · kode {laptops.code_of(store.device.name)}"
        self.inside.addWidget(paragraph(own))
        others = peers.laptops(self._desk.db)
        for one in others:
            has = (
                f"{wording.thousands(one.sequence)} catatannya ada di sini" if one.sequence else "belum ada kirimannya"
            )
            text = f"{one.name} · kode {laptops.code_of(one.device)} · {has}"
            self.inside.addWidget(paragraph(text))
        if not others:
            text = "Baru laptop ini. Di laptop lain, pilih Laptop tambahan saat pertama kali membuka Puskesos."
            self.inside.addWidget(paragraph(text, "quiet"))
