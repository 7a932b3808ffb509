"""One function per page that is built late: it imports the page inside itself, so that the window starts without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from puskesos_desktop.ui.desa.desk import Desk

if TYPE_CHECKING:
    from puskesos_desktop.ui.desa.checks.conflicts import ConflictsPage
    from puskesos_desktop.ui.desa.checks.page import ChecksPage
    from puskesos_desktop.ui.desa.history.page import HistoryPage
    from puskesos_desktop.ui.desa.imports.page import ImportPage
    from puskesos_desktop.ui.desa.lists.cases import CasesPage
    from puskesos_desktop.ui.desa.lists.houses import HousesPage
    from puskesos_desktop.ui.desa.meetings.page import DeliberationPage
    from puskesos_desktop.ui.desa.meetings.proposals import ProposalsPage
    from puskesos_desktop.ui.desa.rounds.page import RoundsPage
    from puskesos_desktop.ui.desa.safety.page import BackupsPage
    from puskesos_desktop.ui.desa.sync.receive import ReceivingPage
    from puskesos_desktop.ui.desa.village.manual import ManualPage
    from puskesos_desktop.ui.desa.village.settings import SettingsPage


def cases(desk: Desk) -> CasesPage:
    """Build CasesPage."""
    from puskesos_desktop.ui.desa.lists.cases import CasesPage

    return CasesPage(desk)


def houses(desk: Desk) -> HousesPage:
    """Build HousesPage."""
    from puskesos_desktop.ui.desa.lists.houses import HousesPage

    return HousesPage(desk)


def rounds(desk: Desk) -> RoundsPage:
    """Build RoundsPage."""
    from puskesos_desktop.ui.desa.rounds.page import RoundsPage

    return RoundsPage(desk)


def proposals(desk: Desk) -> ProposalsPage:
    """Build ProposalsPage."""
    from puskesos_desktop.ui.desa.meetings.proposals import ProposalsPage

    return ProposalsPage(desk)


def meetings(desk: Desk) -> DeliberationPage:
    """Build DeliberationPage."""
    from puskesos_desktop.ui.desa.meetings.page import DeliberationPage

    return DeliberationPage(desk)


def imports(desk: Desk) -> ImportPage:
    """Build ImportPage."""
    from puskesos_desktop.ui.desa.imports.page import ImportPage

    return ImportPage(desk)


def checks(desk: Desk) -> ChecksPage:
    """Build ChecksPage."""
    from puskesos_desktop.ui.desa.checks.page import ChecksPage

    return ChecksPage(desk)


def conflicts(desk: Desk) -> ConflictsPage:
    """Build ConflictsPage."""
    from puskesos_desktop.ui.desa.checks.conflicts import ConflictsPage

    return ConflictsPage(desk)


def receiving(desk: Desk) -> ReceivingPage:
    """Build ReceivingPage."""
    from puskesos_desktop.ui.desa.sync.receive import ReceivingPage

    return ReceivingPage(desk)


def history(desk: Desk) -> HistoryPage:
    """Build HistoryPage."""
    from puskesos_desktop.ui.desa.history.page import HistoryPage

    return HistoryPage(desk)


def backups(desk: Desk) -> BackupsPage:
    """Build BackupsPage."""
    from puskesos_desktop.ui.desa.safety.page import BackupsPage

    return BackupsPage(desk)


def settings(desk: Desk) -> SettingsPage:
    """Build SettingsPage."""
    from puskesos_desktop.ui.desa.village.settings import SettingsPage

    return SettingsPage(desk)


def manual() -> ManualPage:
    """Build ManualPage."""
    from puskesos_desktop.ui.desa.village.manual import ManualPage

    return ManualPage()
