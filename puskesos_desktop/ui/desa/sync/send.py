"""Kirim: what has changed, for whom it is sealed, where it goes, and what proves that it arrived."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import calendar, wording
from puskesos_desktop.exchange.bundle import sealing
from puskesos_desktop.exchange.bundle.sample_key import SAMPLE_KEY
from puskesos_desktop.services.family import photos
from puskesos_desktop.services.sync import laptops, send
from puskesos_desktop.services.sync.send import Pending, Sent
from puskesos_desktop.store.log import outbox, peers
from puskesos_desktop.store.log.outbox import Receipt
from puskesos_desktop.store.log.peers import Laptop
from puskesos_desktop.store.read import households
from puskesos_desktop.ui.desa.desk import EVERYTHING, Desk
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.form_view import scrolled
from puskesos_desktop.ui.kit.inputs.answer import Picker
from puskesos_desktop.ui.kit.page import Page, card, label, paragraph, push, side_by_side

KEY_STATE = "kirim.kunci"
FOLDER_STATE = "kirim.folder"


class SendingPage(Page):
    """Three cards in the order of the work: what, for whom, where to."""

    title = "Kirim"
    tables = EVERYTHING

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._to = Picker()
        self._to.setAccessibleName("Penerima")
        self._to.activated.connect(lambda _place: self.refresh())
        self._whole = QCheckBox("Kirim lagi seluruhnya")
        self._whole.toggled.connect(lambda _on: self.refresh())
        self._key = push("Pilih berkas kunci kabupaten…", self._choose_key, icon="kunci")
        self._what, self._last, self._whom = label(""), label("", "quiet"), label("")
        for one in (self._what, self._last, self._whom):
            one.setWordWrap(True)
        content = QWidget()
        content.setObjectName("page")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(16)
        column.addWidget(label(self.title, "title"))
        column.addWidget(self.banner)
        for heading, widgets in (
            ("1  Yang akan dikirim", (self._what, self._last)),
            ("2  Penerima", (self._whom,)),
        ):
            box, inside = card()
            inside.addWidget(label(heading, "heading"))
            for widget in widgets:
                inside.addWidget(widget)
            column.addWidget(box)
            if heading.startswith("2"):
                inside.addLayout(side_by_side(self._to, self._key))
                inside.addWidget(self._whole)
                inside.addWidget(paragraph("Seluruhnya hanya bila penerima kehilangan datanya.", "small"))
        box, inside = card()
        inside.addWidget(label("3  Tujuan", "heading"))
        note = label(
            "Paket ditulis, dibaca ulang, lalu boleh dicabut. Bukti sampai hanyalah tanda terima dari kabupaten.",
            "quiet",
        )
        note.setWordWrap(True)
        inside.addWidget(note)
        self._send = push("Kirim ke USB atau folder…", self.send, kind="main", icon="kirim")
        receipt = push("Catat tanda terima…", self.take_receipt, icon="terima")
        inside.addLayout(side_by_side(self._send, receipt))
        column.addWidget(box)
        column.addStretch(1)

    def refresh(self) -> None:
        """What waits, and for whom."""
        db = self._desk.db
        self._offer_recipients()
        laptop, recipient = self._laptop(), self._target()
        village = households.village(db)
        self._key.setVisible(laptop is None)
        if laptop is not None:
            self._whom.setText(
                f"{laptop.name}, kode {laptops.code_of(laptop.device)}. Terima paketnya di laptop itu lewat Terima."
            )
        elif recipient == "":
            self._whom.setText("Kunci kabupaten belum dipilih. Mintalah berkas kunci (.txt) kepada Dinas Sosial.")
        elif recipient == SAMPLE_KEY.public:
            self._whom.setText("Kabupaten contoh. Kunci ini hanya untuk latihan dan menolak desa sungguhan.")
        else:
            self._whom.setText(
                f"Kunci kabupaten {recipient[:12]}…{recipient[-6:]}. Cocokkan dengan lembar dari Dinas Sosial."
            )
        waiting = send.pending(db, recipient, whole=self._whole.isChecked())
        self._what.setText(_in_words(waiting, "laptop itu" if laptop is not None else "kabupaten"))
        self._last.setText(self._last_words())
        self._send.setEnabled(bool(recipient) and bool(waiting.spans) and village is not None)

    def send(self) -> None:
        """Ask where to, write, read back, and say what the file holds."""
        start = self._desk.drafts.recall(FOLDER_STATE)
        folder = dialogs.choose_folder(self, "Pilih USB atau folder tujuan", Path(start) if start else None)
        if folder is not None:
            self.send_to(folder)

    def send_to(self, folder: Path) -> None:
        """Write the bundle into this folder."""
        self._desk.drafts.remember(FOLDER_STATE, str(folder))
        recipient, whole = self._target(), self._whole.isChecked()
        self._desk.jobs.run(
            self,
            "Menulis paket…",
            lambda progress: send.send(self._desk.store, folder, recipient, progress, whole=whole),
            self._sent,
        )

    def take_receipt(self) -> None:
        """Read a receipt of the kabupaten."""
        path = dialogs.open_file(self, "Pilih tanda terima", "Tanda terima (TT_*.psb);;Semua paket (*.psb)")
        if path is not None:
            self._desk.jobs.run(
                self,
                "Memeriksa tanda terima…",
                lambda _progress: send.take_receipt(self._desk.store, path),
                self._received,
            )

    def _choose_key(self) -> None:
        path = dialogs.open_file(
            self, "Pilih berkas kunci kabupaten", "Berkas kunci (*.txt *.age *.key);;Semua berkas (*)"
        )
        if path is None:
            return
        try:
            recipient = sealing.read_recipient_file(path)
        except UserError as problem:
            dialogs.tell_problem(self, problem)
            return
        self._desk.drafts.remember(KEY_STATE, recipient)
        self.banner.say(
            "benar", f"Kunci dari {path.name} dipakai. Cocokkan huruf-hurufnya dengan lembar dari Dinas Sosial."
        )
        self.refresh()

    def _offer_recipients(self) -> None:
        """The kabupaten and the other laptops of the village; without those there is nothing to choose."""
        known = peers.laptops(self._desk.db)
        chosen = self._to.currentData()
        self._to.clear()
        self._to.addItem("Kabupaten", "")
        for one in known:
            self._to.addItem(one.name, one.device)
        self._to.setCurrentIndex(max(0, self._to.findData(chosen)))
        self._to.setVisible(bool(known))

    def _laptop(self) -> Laptop | None:
        """The laptop chosen as recipient, or nothing for the kabupaten."""
        return next((one for one in peers.laptops(self._desk.db) if one.device == self._to.currentData()), None)

    def _target(self) -> str:
        laptop = self._laptop()
        return laptop.recipient if laptop is not None else self.recipient()

    def recipient(self) -> str:
        """The kabupaten's key: the one chosen here, the sample village's own, or nobody's yet (empty)."""
        chosen = self._desk.drafts.recall(KEY_STATE)
        village = households.village(self._desk.db)
        if not chosen and village is not None and send.is_sample(village):
            return SAMPLE_KEY.public
        return chosen

    def _sent(self, sent: Sent) -> None:
        again = f" Isinya sama dengan {sent.repeats.name}." if sent.repeats else ""
        proof = "Simpan tanda terima dari kabupaten bila sudah datang."
        if self._laptop() is not None:
            proof = "Terima di laptop itu; paket balasannya membuktikan apa yang sudah sampai."
        self.banner.say(
            "benar",
            f"Paket {sent.path.name} sudah ditulis dan dibaca ulang: {wording.thousands(sent.changes)} perubahan"
            f"{photos.counted(sent.photos)}, {wording.size(sent.size)}. Aman dicabut.{again} "
            f"{proof} {send.rest_words(sent)}".rstrip(),
        )
        self.refresh()

    def _received(self, result: tuple[Receipt, bool]) -> None:
        receipt, fresh = result
        self.banner.say(
            "benar",
            f"Tanda terima {'dicatat' if fresh else 'sudah pernah dicatat'}. Kabupaten memegang "
            f"{wording.totals(receipt.totals)}. Mulai sekarang hanya yang lebih baru yang dikirim.",
        )
        self.refresh()

    def _last_words(self) -> str:
        sent, receipt = outbox.last_bundle(self._desk.db), outbox.last_receipt(self._desk.db)
        words = [
            f"Paket terakhir: {sent.file}, {calendar.show_utc(sent.created)}." if sent else "Belum pernah mengirim."
        ]
        words.append(
            f"Tanda terima terakhir: {calendar.show_utc(receipt.received)}." if receipt else "Belum ada tanda terima."
        )
        return " ".join(words)


def _in_words(waiting: Pending, whose: str) -> str:
    since = "sejak tanda terima terakhir" if waiting.since_receipt else "sejak awal"
    whole = f"Seluruh desa sekarang: {wording.totals(waiting.totals)}."
    if not waiting.spans:
        return f"Tidak ada perubahan yang belum diterima {whose}. {whole}"
    return f"{wording.thousands(waiting.changes)} perubahan {since}. {whole}"
