"""The agenda of a meeting: its proposals, decided by one key, and what still waits for a meeting."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from puskesos_desktop.domain.codes.meetings import SETUJU, TOLAK, TUNDA
from puskesos_desktop.domain.household import Record
from puskesos_desktop.domain.words import wording
from puskesos_desktop.services.meetings.deeds import ProposalState, attach, detach, listed, state_of
from puskesos_desktop.store.read import meetings
from puskesos_desktop.store.read.meetings import Proposal
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.meetings.deeds import ProposalDeeds, proposal_columns
from puskesos_desktop.ui.kit import dialogs
from puskesos_desktop.ui.kit.page import Banner, Page, push, side_by_side
from puskesos_desktop.ui.kit.table import Table


class Agenda(QWidget):
    """Shows the agenda of the meeting it is given; 1, 2 and 3 decide the chosen proposal, Enter with counted votes."""

    def __init__(self, page: Page, desk: Desk, banner: Banner) -> None:
        super().__init__()
        self._desk, self._banner = desk, banner
        self._meeting: Record | None = None
        self.table: Table[Proposal] = Table(proposal_columns(agenda=True), lambda one: one.id)
        self.deeds = ProposalDeeds(page, desk, banner, self.table.current)
        self._waiting = push("", self.attach_waiting, icon="tambah")
        self._agree_rest = push("Setujui semua yang belum diputuskan…", self.agree_rest)
        self._build()
        for key, code in (("1", SETUJU), ("2", TOLAK), ("3", TUNDA)):
            QShortcut(QKeySequence(key), self.table).activated.connect(partial(self.deeds.decide, code))

    def show_of(self, meeting: Record | None) -> int:
        """Show what stands on the agenda of this meeting; how many. One that is not saved has no agenda."""
        self._meeting = meeting if meeting is not None and meeting.before is not None else None
        found = meetings.proposals(self._desk.db, self._meeting.id) if self._meeting is not None else []
        self.table.show_rows(found)
        waiting = len(self._unplaced())
        self._waiting.setText(f"Agendakan semua yang menunggu ({wording.thousands(waiting)})")
        self._waiting.setEnabled(waiting > 0)
        self._agree_rest.setEnabled(any(state_of(one) is ProposalState.LISTED for one in found))
        return len(found)

    def attach_waiting(self) -> None:
        """Put everything that waits for a meeting on this agenda."""
        meeting, found = self._meeting, self._unplaced()
        if meeting is None:
            self._banner.say("info", "Simpan musyawarahnya dulu.")
        elif found:
            self.deeds.run(
                partial(attach, self._desk.store, meeting, found, self._desk.operator),
                f"{wording.thousands(len(found))} usulan masuk agenda.",
            )

    def detach(self) -> None:
        """Take the chosen proposal off the agenda."""
        one = self.table.current()
        if one is not None:
            self.deeds.run(
                partial(detach, self._desk.store, [one], self._desk.operator),
                f"{one.name} dikeluarkan dari agenda.",
            )

    def agree_rest(self) -> None:
        """Agree to everything on the agenda that is not decided, after a question."""
        rest = [one for one in self.table.rows.rows if state_of(one) is ProposalState.LISTED]
        text = f"Musyawarah menyetujui {wording.thousands(len(rest))} usulan yang belum diputuskan?"
        if rest and dialogs.ask(self, "Keputusan musyawarah", text, "Catat disetujui"):
            self.deeds.decide(SETUJU, rest)

    def _build(self) -> None:
        deeds = self.deeds
        self.table.activated_row.connect(lambda _one: deeds.vote())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        for row in (
            side_by_side(
                push("Setuju  1", partial(deeds.decide, SETUJU)),
                push("Tolak  2", partial(deeds.decide, TOLAK)),
                push("Tunda  3", partial(deeds.decide, TUNDA)),
                push("Dengan hitungan suara…", deeds.vote),
            ),
            side_by_side(self._waiting, push("Keluarkan", self.detach)),
            side_by_side(self._agree_rest),
        ):
            column.addLayout(row)

    def _unplaced(self) -> list[Proposal]:
        """Proposals on no agenda, and postponed ones of other meetings."""
        own = self._meeting.id if self._meeting is not None else ""
        return [
            one
            for one in listed(self._desk.db)
            if state_of(one) in (ProposalState.PROPOSED, ProposalState.POSTPONED) and one["musyawarah_id"] != own
        ]
