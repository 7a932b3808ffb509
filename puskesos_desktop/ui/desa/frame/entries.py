"""The entries of the rail, one function each: its words and icon, how its page is built, and what waits there.

A function whose page the start does without imports it inside itself, when the page is first wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from puskesos_desktop.services.sync import send
from puskesos_desktop.store.log import conflicts, peers
from puskesos_desktop.ui.desa.desk import Desk
from puskesos_desktop.ui.desa.lists.households import FamiliesPage, PersonsPage
from puskesos_desktop.ui.desa.sync.send import SendingPage
from puskesos_desktop.ui.desa.village.home import HomePage
from puskesos_desktop.ui.kit.page import Page

RECEIVING, BACKUPS = "Terima", "Cadangan"
"""Titles of pages the frame leads to without having loaded them."""


@dataclass(frozen=True)
class RailEntry:
    """A page of the window: its words and icon in the rail, and how much work waits there, if that is counted.

    `make` builds the page when it is first wanted. What waits is counted `late` where the counting loads much: only
    when the window has been there for a moment. Entries `below` stand under the line, beside the deeds that are no
    pages.
    """

    words: str
    icon: str
    make: Callable[[], Page]
    waiting: Callable[[], int] | None = None
    late: bool = False
    below: bool = False


def entries(desk: Desk) -> tuple[RailEntry, ...]:
    """All entries, as they stand in the rail from above."""
    sending = SendingPage(desk)
    parts = (
        _families, _persons, _cases, _houses, _rounds, _proposals, _meetings, _imports, _checks, _conflicts,
    )  # fmt: skip
    listed = [make(desk) for make in parts]
    listed += [_sending(desk, sending), _receiving(desk), _history(desk), _backups(desk), _settings(desk), _manual()]
    return (_home(desk, sending, listed), *listed)


def _home(desk: Desk, sending: SendingPage, others: list[RailEntry]) -> RailEntry:
    reachable = frozenset({HomePage.title, *(entry.words for entry in others)})
    return RailEntry("Beranda", "beranda", lambda: HomePage(desk, sending.recipient, reachable))


def _families(desk: Desk) -> RailEntry:
    return RailEntry("Keluarga", "keluarga", lambda: FamiliesPage(desk))


def _persons(desk: Desk) -> RailEntry:
    return RailEntry("Individu", "individu", lambda: PersonsPage(desk))


def _cases(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.lists.cases import CasesPage

        return CasesPage(desk)

    return RailEntry("PPKS", "ppks", make)


def _houses(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.lists.houses import HousesPage

        return HousesPage(desk)

    return RailEntry("Rumah", "rumah", make)


def _rounds(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.rounds.page import RoundsPage

        return RoundsPage(desk)

    return RailEntry("Verifikasi", "cetak", make)


def _proposals(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.meetings.proposals import ProposalsPage

        return ProposalsPage(desk)

    return RailEntry("Usulan", "berkas", make)


def _meetings(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.meetings.page import DeliberationPage

        return DeliberationPage(desk)

    return RailEntry("Musyawarah", "orang", make)


def _imports(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.imports.page import ImportPage

        return ImportPage(desk)

    return RailEntry("Impor", "excel", make)


def _checks(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.checks.page import ChecksPage

        return ChecksPage(desk)

    def urgent() -> int:
        from puskesos_desktop.services.checks import report

        return report.urgent(desk.db)

    return RailEntry("Periksa", "centang", make, urgent, late=True)


def _conflicts(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.checks.conflicts import ConflictsPage

        return ConflictsPage(desk)

    return RailEntry("Bentrok", "peringatan", make, lambda: conflicts.count(desk.db))


def _sending(desk: Desk, page: SendingPage) -> RailEntry:
    return RailEntry("Kirim", "kirim", lambda: page, lambda: send.pending(desk.db, page.recipient()).changes)


def _receiving(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.sync.receive import ReceivingPage

        return ReceivingPage(desk)

    return RailEntry(RECEIVING, "terima", make, lambda: len(peers.held(desk.db.conn)))


def _history(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.history.page import HistoryPage

        return HistoryPage(desk)

    return RailEntry("Riwayat", "riwayat", make)


def _backups(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.safety.page import BackupsPage

        return BackupsPage(desk)

    return RailEntry(BACKUPS, "simpan", make, below=True)


def _settings(desk: Desk) -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.village.settings import SettingsPage

        return SettingsPage(desk)

    return RailEntry("Pengaturan", "pengaturan", make, below=True)


def _manual() -> RailEntry:
    def make() -> Page:
        from puskesos_desktop.ui.desa.village.manual import ManualPage

        return ManualPage()

    return RailEntry("Panduan", "panduan", make, below=True)
