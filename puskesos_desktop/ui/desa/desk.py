"""What every page is given: the open store, the workers, the drafts, and who is working."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from puskesos_desktop.forms.paper import FORMS
from puskesos_desktop.store.drafts import Drafts
from puskesos_desktop.store.file.connection import Database
from puskesos_desktop.store.opened import Store
from puskesos_desktop.ui.kit.jobs import Jobs

if TYPE_CHECKING:
    from puskesos_desktop.services.doubles.likely import Residents

EVERYTHING = frozenset(FORMS)
"""The tables of a page that looks at all kinds of record."""


@dataclass(frozen=True)
class Desk:
    """Handed to each page when it is built."""

    store: Store
    drafts: Drafts
    jobs: Jobs
    operator: str

    @property
    def db(self) -> Database:
        """The window's own read-only connection."""
        return self.store.reader()

    @cached_property
    def residents(self) -> Residents:
        """Everybody registered, for finding who is typed twice; only the reading worker asks it."""
        from puskesos_desktop.services.doubles.likely import Residents  # rapidfuzz comes with it

        return Residents(self.store)
