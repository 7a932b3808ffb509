"""What can be done with a chosen proposal, wherever it is listed: decide, copy, send, answer, change, withdraw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from puskesos_desktop.domain.codes.house import codes
from puskesos_desktop.domain.codes.meetings import KEPUTUSAN, SETUJU, USULAN
from puskesos_desktop.domain.household import Answers, Record, read_day
from puskesos_desktop.domain.outcome import UserError
from puskesos_desktop.domain.words import wording
from puskesos_desktop.forms.fields import Choice, Reference
from puskesos_desktop.forms.kinds import usulan
from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.services.family import registry
from puskesos_desktop.services.meetings import deeds, siksng
from puskesos_desktop.services.meetings.deeds import Decision, ProposalState, state_of
from puskesos_desktop.store.read.meetings import Proposal, all_meetings
from puskesos_desktop.store.read.search import Hit
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.meetings.dialogs import AskDialog, Asking, CopyDialog, ask
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.look import style
from puskesos_desktop.ui.kit.page import Banner, Page
from puskesos_desktop.ui.kit.table import DAY, PLACE, Column

COLOURS = {
    ProposalState.AGREED: style.DONE,
    ProposalState.REFUSED: style.WRONG,
    ProposalState.POSTPONED: style.ODD,
    ProposalState.SENT: style.INFO,
    ProposalState.CONTINUED: style.QUIET,
}
_ASKED = tuple(one for one in usulan.PENGUSULAN.fields if not isinstance(one, Reference))
_FIELDS = FORMS[USULAN].fields
_RECENT = 9


class ProposalDeeds:
    """The deeds of one page; `chosen` says which proposal is selected there."""

    def __init__(self, page: Page, desk: Desk, banner: Banner, chosen: Callable[[], Proposal | None]) -> None:
        self._page, self._desk, self._banner, self._chosen = page, desk, banner, chosen
        self.dialog: AskDialog | CopyDialog | None = None

    def decide(self, code: int, several: Sequence[Proposal] = ()) -> None:
        """Write a decision without counted votes for the chosen one, or for several."""
        found = list(several) or [one for one in (self._chosen(),) if one is not None]
        if found:
            who = found[0].name if len(found) == 1 else f"{wording.thousands(len(found))} usulan"
            words = f"{who}: {KEPUTUSAN.label(code).lower()}."
            self.run(lambda: deeds.decide(self._desk.store, found, Decision(code), self._desk.operator), words)

    def vote(self) -> None:
        """Ask for a decision with its votes and a note."""
        one = self._chosen()
        if one is None:
            return
        keys = ("keputusan", "suara_setuju", "suara_tidak", "catatan_keputusan")
        start = {key: one[key] for key in keys}

        def deed(answers: Answers, _found: Hit | None) -> None:
            decision = Decision(
                int(answers["keputusan"] or SETUJU), _number(answers["suara_setuju"]), _number(answers["suara_tidak"]),
                str(answers["catatan_keputusan"] or ""),
            )  # fmt: skip
            deeds.decide(self._desk.store, [one], decision, self._desk.operator)

        intro = "Isi suara hanya bila benar-benar dihitung. Tanggalnya tanggal musyawarah."
        fields = tuple(_FIELDS[key] for key in keys)
        self._ask(Asking(f"Keputusan: {one.name}", intro, fields, start, deed, f"Keputusan {one.name} tersimpan."))

    def propose(self) -> None:
        """Ask for a family and what is proposed about it."""
        record = deeds.new_proposal(self._desk.store, "")

        def deed(answers: Answers, found: Hit | None) -> None:
            whom = {"keluarga_id": found.family, "anggota_id": found.person} if found else {}
            made = record.answering(**{**answers, **whom})
            deeds.propose(self._desk.store, [made], self._desk.operator)

        intro = "Tulis fakta. Musyawarah yang memutuskan, dan SIKS-NG yang menjawab."
        start = {field.key: record[field.key] for field in _ASKED}
        self._ask(
            Asking("Usulan baru", intro, _ASKED, start, deed, "Usulan tersimpan.", "Keluarga atau orang yang diusulkan")
        )

    def change(self) -> None:
        """Ask for the answers of the chosen proposal again, while nothing is decided."""
        one = self._chosen()
        if one is None:
            return
        if one["keputusan"] is not None:
            self._banner.say("info", "Usulan ini sudah diputuskan. Batalkan keputusannya di Riwayat dulu.")
            return

        def deed(answers: Answers, _found: Hit | None) -> None:
            deeds.propose(self._desk.store, [one.record.answering(**answers)], self._desk.operator)

        start = {field.key: one[field.key] for field in _ASKED}
        intro = "Perubahan tercatat di Riwayat dan dapat dibatalkan."
        self._ask(Asking(f"Ubah usulan: {one.name}", intro, _ASKED, start, deed, f"Usulan {one.name} tersimpan."))

    def withdraw(self) -> None:
        """Take the chosen proposal back after a question."""
        one = self._chosen()
        if one is not None and dialogs.ask(self._page, "Tarik usulan", f"Tarik usulan {one.name}?", "Tarik usulan"):
            self.run(
                lambda: deeds.withdraw(self._desk.store, one, "ditarik operator", self._desk.operator),
                f"Usulan {one.name} ditarik.",
            )

    def put_on_agenda(self) -> None:
        """Ask for the meeting that shall speak about the chosen proposal."""
        one, meetings = self._chosen(), all_meetings(self._desk.db)[:_RECENT]
        if one is None:
            return
        if not meetings:
            self._banner.say("info", "Belum ada musyawarah. Catat dulu di halaman Musyawarah.")
            return
        listed = {number: _meeting_words(number, each) for number, each in enumerate(meetings, start=1)}
        field = Choice("musyawarah", "Musyawarah", options=codes(listed), required=True)

        def deed(answers: Answers, _found: Hit | None) -> None:
            meeting = meetings[int(answers["musyawarah"] or 1) - 1]
            deeds.attach(self._desk.store, meeting, [one], self._desk.operator)

        intro = "Usulan yang pernah ditunda masuk lagi sebagai lanjutannya."
        self._ask(
            Asking(f"Agendakan: {one.name}", intro, (field,), {"musyawarah": 1}, deed, f"{one.name} diagendakan.")
        )

    def copy(self) -> None:
        """Open the fields of the chosen agreed proposal, to be copied one by one."""
        one = self._chosen()
        if one is None or state_of(one) not in (ProposalState.AGREED, ProposalState.SENT):
            self._banner.say("info", "Pilih usulan yang sudah disetujui.")
            return
        menu = siksng.MENUS[int(one["jenis"] or 1)]
        dialog = CopyDialog(self._page, f"{menu} · {one.name}", siksng.entries(self._desk.db, one))
        dialog.finished_one.connect(lambda: self._sent(one))
        self.dialog = dialog
        dialog.open()

    def answer(self) -> None:
        """Ask for what came back."""
        one = self._chosen()
        if one is None:
            return
        if one["tanggal_kirim"] is None:
            self._banner.say("info", "Usulan ini belum ditandai terkirim.")
            return
        keys = ("jawaban", "tanggal_jawaban", "catatan_jawaban")
        today = registry.today(self._desk.store)
        start = {key: one[key] for key in keys} | {"tanggal_jawaban": one["tanggal_jawaban"] or today.isoformat()}

        def deed(answers: Answers, _found: Hit | None) -> None:
            if answers["jawaban"] is None:
                raise UserError("Jawaban belum diisi.", "Pilih salah satu.")
            deeds.record_answer(
                self._desk.store, [one], int(answers["jawaban"]), self._desk.operator,
                day=read_day(answers["tanggal_jawaban"]) or today, note=str(answers["catatan_jawaban"] or ""),
            )  # fmt: skip

        fields = tuple(_FIELDS[key] for key in keys)
        intro = "Tulis seperti yang tampil di SIKS-NG."
        self._ask(Asking(f"Jawaban: {one.name}", intro, fields, start, deed, f"Jawaban {one.name} tersimpan."))

    def _sent(self, one: Proposal) -> None:
        today = registry.today(self._desk.store)
        self.run(
            lambda: deeds.mark_sent(self._desk.store, [one], today, self._desk.operator),
            f"{one.name} ditandai terkirim.",
        )

    def _ask(self, asking: Asking) -> None:
        self.dialog = ask(self._page, self._desk, asking, self._done)

    def run(self, deed: Callable[[], object], words: str) -> None:
        """Do this on the worker and say so afterwards; a `UserError` is said in the banner."""
        self._desk.jobs.run(
            self._page,
            "Menyimpan…",
            lambda _progress: deed(),
            lambda _result: self._done(words),
            lambda problem: self._banner.say("peringatan", str(problem)),
        )

    def _done(self, words: str) -> None:
        self._banner.say("benar", words)
        self._page.refresh()


def proposal_columns(*, agenda: bool = False) -> list[Column[Proposal]]:
    """Columns of a list of proposals; on an `agenda` with what was decided instead of where it is."""
    shown: list[Column[Proposal]] = [
        Column("nama", "Nama", 200, lambda one: one.name, least=120, bold=True, sortable=False),
        Column("jenis", "Jenis", 160, lambda one: _FIELDS["jenis"].show(one["jenis"]), least=100, sortable=False),
        Column("rt", "RT/RW", 80, _place, whole=PLACE, spare=1, sortable=False),
        Column("keadaan", "Keadaan", 110, lambda one: str(state_of(one)), least=95, sortable=False,
               colour=lambda one: COLOURS.get(state_of(one))),
    ]  # fmt: skip
    if agenda:
        return [*shown, Column("suara", "Suara", 90, votes, spare=2, sortable=False)]
    days: list[Column[Proposal]] = [
        Column(key, words, 100, partial(_day, key), whole=DAY, spare=2, sortable=False)
        for key, words in (("tanggal", "Diusulkan"), ("tanggal_kirim", "Dikirim"))
    ]
    return [*shown, *days]


def votes(one: Proposal) -> str:
    """Counted votes: "20 : 4"; nothing where none were counted."""
    counted = one["suara_setuju"] is not None or one["suara_tidak"] is not None
    return f"{one['suara_setuju'] or 0} : {one['suara_tidak'] or 0}" if counted else ""


def _place(one: Proposal) -> str:
    return f"{one.subject.rt or '–'}/{one.subject.rw or '–'}"


def _day(key: str, one: Proposal) -> str:
    return _FIELDS[key].show(one[key])


def _meeting_words(number: int, meeting: Record) -> str:
    """Told apart by its place where two meetings have the same words."""
    return f"{deeds.naming(meeting)}, {meeting.text('nomor_agenda') or f'tanpa nomor, urutan {number}'}"


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
